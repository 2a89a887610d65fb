/* SPDX-License-Identifier: ISC */
#include "daemon/decide.h"
#include "daemon/decide_apart.h"
#include "daemon/decide_sender.h"
#include "parsers/away.h"

enum { OLD_INCIDENT_DAYS = 5, CLOCK_TOLERANCE = 2 * 86400, CLOCK_AHEAD = 600 };

static void
add_letter(struct arena *a, struct decision *d, struct decide_letter letter)
{
	for (size_t i = 0; i < d->letters_count; i++)
		if (span_eq(d->letters[i].kind, letter.kind) && span_eq_nocase(d->letters[i].to, letter.to))
			return;
	if (letter.template.len == 0)
		letter.template = letter.kind;
	d->letters = arena_grow(a, d->letters, d->letters_count, &d->letters_capacity, sizeof(*d->letters));
	d->letters[d->letters_count++] = letter;
}

static void
suppress(struct arena *a, struct decision *d, struct span kind, struct span why)
{
	d->suppressed = arena_grow(a, d->suppressed, d->suppressed_count, &d->suppressed_capacity, sizeof(*d->suppressed));
	d->suppressed[d->suppressed_count++] = (struct decide_suppressed){ kind, why };
}

static bool
from_person(const struct config *c, const struct record *r)
{
	return r->from.count == 1 && config_person_by_email(c, r->from.items[0].address) != NULL;
}

static void
classify(const struct config *c, const struct record *r, const struct decide_context *x, struct arena *a, struct decision *d)
{
	struct classify_context context = {
		.prose = &c->prose, .own_loop = x->own_loop, .replies_to_ours = x->replies_to_ours, .known_case = x->joined.known, .from_person = from_person(c, r),
	};
	size_t n = 1, at = 0;
	struct span *own;

	/* Of all mailboxes: one of ours that writes to another is ourselves, too. */
	for (size_t i = 0; i < c->mailboxes_count; i++)
		n += c->mailboxes[i].addresses.count;
	own = arena_array(a, n, sizeof(*own));
	for (size_t i = 0; i < c->mailboxes_count; i++)
		for (size_t j = 0; j < c->mailboxes[i].addresses.count; j++)
			own[at++] = c->mailboxes[i].addresses.items[j];
	own[at] = c->outgoing.sender;
	context.own_addresses = own;
	context.own_addresses_count = n;
	context.trusted_authserv = x->mailbox == NULL ? (c->mailboxes_count > 0 ? c->mailboxes[0].trusted_authserv : SPAN_NONE) : x->mailbox->trusted_authserv;
	classify_message(r, &context, a, &d->class);
}

/* A person knows better than any rule. */
static void
heed(const struct record *r, const struct decide_context *x, struct decision *d)
{
	switch (x->said) {
	case DECIDE_NOTHING_SAID:
		return;
	case DECIDE_AGAIN_SAID:
		if (!x->said_before)
			return;
		d->class.class = x->said_class;
		break;
	case DECIDE_REFERRAL_SAID:
		if (classify_opens_case(d->class.class))
			return;
		d->class.class = CLASSIFY_REFERRAL;
		break;
	case DECIDE_JOIN_SAID:
		d->class.class = CLASSIFY_FOLLOW_UP;
		break;
	}
	d->class.why = SPAN_LIT(DECIDE_BY_PERSON);
	if (d->class.form == NULL)
		d->class.form = record_chosen(r);
	if (d->class.form == NULL && d->class.class == CLASSIFY_REFERRAL && r->forms_count > 0)
		d->class.form = &r->forms[0];
}

static struct span
why_unplaced(const struct decide_context *x)
{
	if (x->possible.len == 0)
		return SPAN_LIT("nothing in it says which case");
	return x->joined.known ? SPAN_LIT("the mail server does not vouch that its sender is genuine") : SPAN_LIT("its sender is not one that this case knows");
}

/* Whether it opens a case, or joins one.  Only mail from a proved sender joins by itself. */
static void
settle_case(const struct decide_context *x, struct decision *d)
{
	bool proved = d->class.authenticated == CLASSIFY_PASS || d->class.authenticated == CLASSIFY_UNCHECKED;
	bool by_hand = x->said == DECIDE_JOIN_SAID || x->said == DECIDE_AGAIN_SAID;

	d->joins = by_hand || d->class.class == CLASSIFY_FOLLOW_UP;
	d->opens = !by_hand && classify_opens_case(d->class.class);
	d->joined = d->joins && x->joined.known && (by_hand || proved);
	d->into = d->joined ? &x->joined : NULL;
	d->has_referral = d->opens || d->joins;
	if (d->joins && !d->joined)
		d->unplaced = why_unplaced(x);
}

static void
match_route(const struct config *c, const struct record *r, const struct decide_context *x, struct arena *a, struct decision *d)
{
	struct route_message m = {
		.record = r, .class = &d->class, .form = d->form == NULL ? SPAN_NONE : d->form->form,
		.fields = d->form == NULL ? NULL : &d->form->fields, .mailbox = x->mailbox_name, .size = x->size,
	};

	route_match(&c->routes, &m, a, &d->route);
}

/* A notification told by its words, that was read with the form of a referral: "Date notified" is asked for by its own form alone. */
static struct span
form_of_notification(const struct config *c, const struct decision *d)
{
	const struct record_form *f = d->form;

	if (d->class.class != CLASSIFY_SIN_COPY || f == NULL || f->told || f->class != FORM_REFERRAL || field_answer(&f->fields, "incident.sin_date").len > 0)
		return SPAN_NONE;
	for (size_t i = 0; i < c->forms.forms_count; i++)
		if (c->forms.forms[i].class == FORM_SIN_COPY)
			return c->forms.forms[i].name;
	return SPAN_NONE;
}

/* What of the decision follows from the rule. */
static void
take_rule(const struct config *c, const struct decide_context *x, struct decision *d)
{
	const struct route_rule *rule = d->route.rule;

	d->ladder = config_ladder_find(c, rule == NULL ? SPAN_NONE : rule->ladder);
	d->reread_as = form_of_notification(c, d);
	if (x->joined.known && x->joined.ladder.len > 0 && config_ladder_find(c, x->joined.ladder) != NULL)
		d->ladder = config_ladder_find(c, x->joined.ladder);
	if (rule == NULL)
		return;
	d->urgent = rule->urgent;
	d->folder = rule->folder;
	if (rule->form.len > 0 && (d->form == NULL || !span_eq(d->form->form, rule->form)))
		d->reread_as = rule->form;
}

static bool
is_far(int64_t a, int64_t b)
{
	return a != 0 && b != 0 && (a - b > CLOCK_TOLERANCE || b - a > CLOCK_TOLERANCE);
}

/* A forged or wrong clock, or a mailbox that was copied: a person decides which time is the true one. */
static void
note_clocks(const struct record *r, const struct decide_context *x, struct referral *ref)
{
	const char *why = NULL;

	if (x->received_at > x->now)
		why = "received after now";
	else if (x->mailbox != NULL && x->mailbox->received == CONFIG_RECEIVED_DATE && r->has_date && r->date_at - x->received_at > CLOCK_AHEAD)
		why = "its Date is later than its receipt, which counts instead";
	else if (is_far(r->has_date ? r->date_at : 0, x->received_at))
		why = "its Date is more than 2 days from its receipt";
	else if (is_far(x->header_at, x->received_at))
		why = "its topmost Received is more than 2 days from its receipt";
	else if (is_far(x->internaldate_at, x->received_at))
		why = "its INTERNALDATE is more than 2 days from its receipt";
	if (why != NULL)
		referral_add_problem(ref, REFERRAL_CLOCK_DIFFERS, SPAN_NONE, span_str(why));
}

static void
note_message_problems(const struct record *r, const struct decide_context *x, struct decision *d)
{
	struct referral *ref = &d->referral;

	for (size_t i = 0; i < d->flags_count; i++)
		referral_add_problem(ref, d->flags[i], SPAN_NONE, SPAN_NONE);
	if (d->class.authenticated == CLASSIFY_FAIL || d->class.authenticated == CLASSIFY_NONE)
		referral_add_problem(ref, REFERRAL_UNAUTHENTICATED, SPAN_NONE, span_str(classify_authenticated_name(d->class.authenticated)));
	note_clocks(r, x, ref);
	if (x->junk)
		referral_add_problem(ref, REFERRAL_IN_JUNK, SPAN_NONE, SPAN_NONE);
	if ((r->flags & RECORD_MACRO) != 0)
		referral_add_problem(ref, REFERRAL_MACRO, SPAN_NONE, SPAN_NONE);
	if ((r->flags & RECORD_CUT) != 0)
		referral_add_problem(ref, REFERRAL_CUT, SPAN_NONE, SPAN_NONE);
	if ((r->flags & RECORD_NOT_SCANNED) != 0)
		referral_add_problem(ref, REFERRAL_NOT_SCANNED, SPAN_NONE, SPAN_NONE);
	for (size_t i = 0; i < r->parts.count; i++)
		if (r->parts.items[i].outcome == PART_UNREADABLE)
			referral_add_problem(ref, REFERRAL_UNREADABLE, SPAN_NONE,
			    arena_printf(ref->arena, "part %.*s: %s", SPAN_PF(r->parts.items[i].path), part_why_name(r->parts.items[i].why)));
}

static void
set_clock_case(const struct decide_context *x, struct arena *a, struct decision *d)
{
	struct referral *r = &d->referral;
	struct deadline_date *dates = arena_array(a, r->dates_count, sizeof(*dates));

	for (size_t i = 0; i < r->dates_count; i++)
		dates[i] = (struct deadline_date){ r->dates[i].key, r->dates[i].date };
	d->clocks = (struct deadline_case){
		.handling = r->handling == REFERRAL_PLR ? DEADLINE_PLR : DEADLINE_LCSPR, .received = civil_london_date(x->received_at),
		.dates = dates, .dates_count = r->dates_count, .yes = r->yes, .yes_count = r->yes_count,
	};
}

void
decide_clocks(const struct config *c, const struct decide_context *x, struct arena *a, struct decision *d)
{
	d->dues_count = deadline_derive(&c->deadlines, &c->calendar, &d->clocks, civil_london_date(x->now), a, &d->dues);
}

/* Arrived with a clock past; an incident long before. */
static void
note_lateness(const struct config *c, struct arena *a, struct decision *d)
{
	struct civil_date oldest = CIVIL_NONE;

	for (size_t i = 0; i < d->dues_count; i++) {
		const struct deadline_due *due = &d->dues[i];
		bool watched = span_eq_str(due->milestone->name, "notify-panel") || span_eq_str(due->milestone->name, "rapid-review");

		if (watched && (due->flags & DEADLINE_LATE_ON_ARRIVAL) != 0)
			referral_add_problem(&d->referral, REFERRAL_INTAKE_LATE, SPAN_NONE, due->milestone->name);
	}
	for (size_t i = 0; i < d->clocks.dates_count; i++)
		if (span_eq_str(d->clocks.dates[i].key, "incident.date") && (!civil_is_set(oldest) || civil_compare(d->clocks.dates[i].date, oldest) < 0))
			oldest = d->clocks.dates[i].date;
	if (civil_is_set(oldest) && civil_compare(calendar_add(&c->calendar, a, oldest, OLD_INCIDENT_DAYS).due, d->clocks.received) < 0)
		referral_add_problem(&d->referral, REFERRAL_OLD_INCIDENT, SPAN_LIT("incident.date"), SPAN_NONE);
}

static void
build_referral(const struct config *c, const struct record *r, const struct decide_context *x, struct arena *a, struct decision *d)
{
	struct referral_source source = { .received = civil_london_date(x->received_at) };

	d->no_fields = field_list(a);
	source.fields = d->form == NULL ? &d->no_fields : &d->form->fields;
	source.form_type = d->form == NULL ? SPAN_NONE : d->form->type;
	/* What its words say of the case that it joins, outside any form: it is no list of all that is known. */
	if (d->class.form == NULL && d->joined && r->stated.count > 0)
		d->stated = &r->stated;
	/* A follow-up says only what changed; what its case is handled as stands there. */
	referral_build(&source, a, &d->referral);
	if (d->joined)
		d->referral.handling = d->into->handling == DEADLINE_PLR ? REFERRAL_PLR : REFERRAL_LCSPR;
	if (d->joins && !d->joined)
		referral_add_problem(&d->referral, REFERRAL_NO_CASE, SPAN_NONE, SPAN_NONE);
	note_message_problems(r, x, d);
	set_clock_case(x, a, d);
	decide_clocks(c, x, a, d);
	note_lateness(c, a, d);
}

/* Everybody on the lowest rung that somebody is on today; of an urgent matter, everybody on the
 * ladder.  People who are away are passed over, unless nobody is left. */
static void
tell_ladder(const struct config *c, struct arena *a, struct decision *d, struct decide_letter letter, bool everybody)
{
	struct civil_date today = civil_london_date(d->now);
	size_t first = d->ladder == NULL ? 0 : config_ladder_rung_here(c, d->ladder, 0, today), before = d->letters_count;

	letter.audience = DECIDE_COORDINATOR;
	for (unsigned who = 0; who < 2 && d->letters_count == before; who++)
		for (size_t rung = first; d->ladder != NULL && rung < d->ladder->rungs_count && (rung == first || everybody); rung++)
			for (size_t i = 0; i < d->ladder->rungs[rung].persons_count; i++) {
				letter.person = config_person_find(c, d->ladder->rungs[rung].persons[i]);
				if (letter.person == NULL || (who == 0 && !config_person_is_here(letter.person, today)))
					continue;
				letter.to = letter.person->email;
				add_letter(a, d, letter);
			}
}

/* Of a report's recipients the one our letter was for; where it names none such, the first. */
static const struct dsn_recipient *
recipient_of(const struct dsn *dsn, struct span to)
{
	for (size_t i = 0; i < dsn->recipients_count; i++)
		if (to.len > 0 && (span_eq_nocase(dsn->recipients[i].original, to) || span_eq_nocase(dsn->recipients[i].final, to)))
			return &dsn->recipients[i];
	return dsn->recipients_count > 0 ? &dsn->recipients[0] : NULL;
}

static enum decide_fate
fate_of(const struct dsn_recipient *r)
{
	if (r == NULL)
		return DECIDE_FAILED;
	switch (r->action) {
	case DSN_FAILED:
		return DECIDE_FAILED;
	case DSN_DELAYED:
		return DECIDE_DELAYED;
	case DSN_DELIVERED:
	case DSN_RELAYED:
	case DSN_EXPANDED:
		return DECIDE_ARRIVED;
	case DSN_ACTION_UNKNOWN:
		break;
	}
	return r->severity == DSN_SOFT ? DECIDE_DELAYED : DECIDE_FAILED;
}

/* What came back says something about a letter, or about its reader. */
static void
read_return(const struct record *r, const struct decide_context *x, struct arena *a, struct decision *d)
{
	if (d->class.class == CLASSIFY_BOUNCE) {
		d->recipient = recipient_of(&r->dsn, x->answered_to);
		d->fate = fate_of(d->recipient);
	}
	if (d->class.class == CLASSIFY_AUTO_REPLY) {
		struct civil_date written = civil_london_date(x->received_at);

		d->away_until = away_until(a, r->text, written);
		if (!civil_is_set(d->away_until))
			d->away_until = away_until(a, r->subject, written);
	}
}

static bool
is_hushed(const struct decide_context *x, struct span address)
{
	for (size_t i = 0; i < x->hushed_count; i++)
		if (span_eq_nocase(x->hushed[i], address))
			return true;
	return false;
}

/* A failed delivery is told to the first rung that it was not on its way to; one that was about a failed delivery
 * as the fault it is, which climbs, or two dead mailboxes would keep us writing for ever.  One that names no letter may be
 * about the last of these: nobody is told of many such in a day, and then the next rung is. */
static void
tell_of_bounce(const struct config *c, const struct decide_context *x, struct arena *a, struct decision *d)
{
	struct decide_letter letter = { .kind = SPAN_LIT("delivery-failed"), .audience = DECIDE_COORDINATOR };

	if (d->fate != DECIDE_FAILED) {
		suppress(a, d, letter.kind, d->fate == DECIDE_DELAYED ? SPAN_LIT("it is late, and still tried") : SPAN_LIT("it arrived"));
		return;
	}
	if (span_eq(x->answered_kind, letter.kind)) {
		suppress(a, d, letter.kind, SPAN_LIT("what came back was about a failed delivery itself: told as the fault that it is"));
		return;
	}
	for (size_t rung = 0; d->ladder != NULL && rung < d->ladder->rungs_count && d->letters_count == 0; rung++)
		for (size_t i = 0; i < d->ladder->rungs[rung].persons_count; i++) {
			letter.person = config_person_find(c, d->ladder->rungs[rung].persons[i]);
			if (letter.person == NULL || span_eq_nocase(letter.person->email, x->answered_to) || is_hushed(x, letter.person->email))
				continue;
			letter.to = letter.person->email;
			add_letter(a, d, letter);
		}
	if (d->letters_count == 0 && x->hushed_count > 0)
		suppress(a, d, letter.kind, SPAN_LIT("everybody has been told of many like it today: it waits among the items"));
}

static void
answer_sender(const struct record *r, const struct decide_context *x, struct arena *a, struct decision *d, struct span kind)
{
	const struct route_rule *rule = d->route.rule;
	struct decide_letter letter = { .kind = kind, .audience = DECIDE_SENDER };

	if (d->class.no_reply.len > 0) {
		suppress(a, d, kind, d->class.no_reply);
		return;
	}
	if (!d->has_referral && d->class.class != CLASSIFY_MISDIRECTED && d->class.no_receipt.len > 0) {
		suppress(a, d, kind, d->class.no_receipt);
		return;
	}
	if (!d->has_referral && d->in_junk) {
		suppress(a, d, kind, SPAN_LIT("it lies in a folder of junk"));
		return;
	}
	if (rule != NULL && rule->stop_replies) {
		suppress(a, d, kind, arena_printf(a, "rule %.*s stops replies", SPAN_PF(rule->name)));
		return;
	}
	if (r->from.count > 1) {
		suppress(a, d, kind, SPAN_LIT("several From addresses"));
		return;
	}
	letter.to = r->from.items[0].address;
	/* A program that says of itself nothing that programs say. */
	if (x->says_so_again && !d->opens) {
		suppress(a, d, kind, SPAN_LIT("it answers a letter of ours, in the words of its sender's last answer"));
		return;
	}
	/* "a@b@c.example", as far as it could be read; or a machine's own. */
	if (span_find_byte(span_slice(letter.to, span_find_byte(letter.to, '@'), letter.to.len), '.') == letter.to.len - span_find_byte(letter.to, '@')) {
		suppress(a, d, kind, SPAN_LIT("its address has no domain that mail could go to"));
		return;
	}
	/* Its case has its acknowledgement: this one has the same words, but there is no second (promise 9). */
	if (d->joined)
		letter.template = SPAN_LIT("acknowledgement");
	/* There is no case whose reference and clocks could be given. */
	if (d->unplaced.len > 0)
		letter.template = SPAN_LIT("neutral-receipt");
	if (rule != NULL && rule->template.len > 0)
		letter.template = rule->template;
	add_letter(a, d, letter);
}

static struct span
receipt_kind(const struct decision *d)
{
	bool trusted = d->class.authenticated == CLASSIFY_PASS || d->class.authenticated == CLASSIFY_UNCHECKED;

	return trusted ? SPAN_LIT("acknowledgement") : SPAN_LIT("neutral-receipt");
}

static void
forward_by_rule(const struct config *c, struct arena *a, struct decision *d)
{
	const struct route_rule *rule = d->route.rule;

	for (size_t i = 0; rule != NULL && i < rule->forward_count; i++) {
		const struct config_person *p = config_person_find(c, rule->forward[i]);

		add_letter(a, d, (struct decide_letter){ .kind = SPAN_LIT("forward"), .audience = DECIDE_COORDINATOR, .person = p,
		    .to = p == NULL ? rule->forward[i] : p->email, .with_original = true });
	}
}

static void
plan_letters(const struct config *c, const struct record *r, const struct decide_context *x, struct arena *a, struct decision *d)
{
	switch (d->class.class) {
	case CLASSIFY_REFERRAL:
	case CLASSIFY_SIN_COPY:
	case CLASSIFY_UNREADABLE:
	case CLASSIFY_EMPTY_FORM:
		answer_sender(r, x, a, d, receipt_kind(d));
		tell_ladder(c, a, d, (struct decide_letter){ .kind = SPAN_LIT("new-referral") }, d->urgent);
		break;
	case CLASSIFY_FOLLOW_UP:
		answer_sender(r, x, a, d, d->joined ? SPAN_LIT("neutral-receipt") : receipt_kind(d));
		tell_ladder(c, a, d, (struct decide_letter){ .kind = SPAN_LIT("revision"), .template = d->joined ? SPAN_NONE : SPAN_LIT("unplaced") }, false);
		break;
	case CLASSIFY_MISDIRECTED:
		answer_sender(r, x, a, d, SPAN_LIT("front-door"));
		tell_ladder(c, a, d, (struct decide_letter){ .kind = SPAN_LIT("forward"), .template = SPAN_LIT("misdirected"), .with_original = true }, true);
		break;
	case CLASSIFY_BOOKING:
		answer_sender(r, x, a, d, SPAN_LIT("neutral-receipt"));
		break;
	case CLASSIFY_QUERY:
		answer_sender(r, x, a, d, SPAN_LIT("neutral-receipt"));
		if (d->route.rule == NULL || d->route.rule->forward_count == 0)
			tell_ladder(c, a, d, (struct decide_letter){ .kind = SPAN_LIT("forward"), .with_original = true }, false);
		break;
	case CLASSIFY_BOUNCE:
		tell_of_bounce(c, x, a, d);
		suppress(a, d, SPAN_LIT("acknowledgement"), d->class.no_reply);
		break;
	case CLASSIFY_AUTO_REPLY:
		suppress(a, d, SPAN_LIT("acknowledgement"), d->class.no_reply);
		break;
	case CLASSIFY_COMMAND:
	case CLASSIFY_RECEIPT:
	case CLASSIFY_LIST:
	case CLASSIFY_INVITE:
	case CLASSIFY_SPAM:
		if (d->class.no_reply.len > 0)
			suppress(a, d, SPAN_LIT("acknowledgement"), d->class.no_reply);
		break;
	}
	forward_by_rule(c, a, d);
}

static void
build_apart(const struct decide_apart *of, struct arena *a, struct decision *d)
{
	build_referral(of->config, of->record, of->context, a, d);
}

static void
tell_apart(const struct decide_apart *of, struct arena *a, struct decision *d, struct span kind)
{
	tell_ladder(of->config, a, d, (struct decide_letter){ .kind = kind }, d->opens && d->urgent);
}

/* What a postmaster writes without a return path, and in words that nobody knows, may say that a letter of ours has failed:
 * it is not answered, and not put away as a vacation reply either. */
static bool
is_unread_report(const struct record *r, const struct decision *d)
{
	return d->class.class == CLASSIFY_AUTO_REPLY && r->from.count == 1 && span_eq_str(span_trim(part_header_value(&r->headers, "Return-Path")), "<>") &&
	    dsn_writer_of(r->from.items[0].address, true) == DSN_BY_SYSTEM;
}

static void
file_message(const struct record *r, const struct decide_context *x, struct decision *d)
{
	enum classify_class class = d->class.class;

	d->quarantine = class == CLASSIFY_UNREADABLE || class == CLASSIFY_SPAM;
	d->needs_person = class == CLASSIFY_UNREADABLE || class == CLASSIFY_EMPTY_FORM || class == CLASSIFY_MISDIRECTED || class == CLASSIFY_QUERY ||
	    (class == CLASSIFY_BOUNCE && d->fate == DECIDE_FAILED) || class == CLASSIFY_COMMAND || (class == CLASSIFY_FOLLOW_UP && !d->joined) ||
	    is_unread_report(r, d);
	if (d->class.unreadable != NULL)
		d->reason = span_str(part_why_name(d->class.unreadable->why));
	if (x->crashed.len > 0)
		d->reason = x->crashed;
	else if (d->reason.len == 0 && (r->flags & RECORD_NOT_SCANNED) != 0)
		d->reason = span_str(referral_code_name(REFERRAL_NOT_SCANNED));
	for (size_t i = 0; i < d->flags_count && d->reason.len == 0; i++)
		if (d->flags[i] == REFERRAL_LOOKALIKE_DOMAIN || d->flags[i] == REFERRAL_KNOWN_NAME || d->flags[i] == REFERRAL_ADDRESS_IN_NAME)
			d->reason = span_str(referral_code_name(d->flags[i]));
	/* No header and no part of it: what lies in quarantine says why. */
	if (class == CLASSIFY_UNREADABLE && d->reason.len == 0)
		d->reason = span_str(part_why_name(x->size == 0 ? PART_WHY_EMPTY : PART_WHY_DAMAGED));
	if (d->folder.len == 0 && x->mailbox != NULL && (d->has_referral || !d->in_junk))
		d->folder = d->quarantine && x->mailbox->quarantine.len > 0 ? x->mailbox->quarantine : x->mailbox->processed;
}

void
decide_message(const struct config *c, const struct record *r, const struct decide_context *x, struct arena *a, struct decision *out)
{
	const struct decide_apart apart = { .config = c, .record = r, .context = x, .build = build_apart, .tell = tell_apart };

	*out = (struct decision){ .now = x->now, .in_junk = x->junk };
	classify(c, r, x, a, out);
	heed(r, x, out);
	out->form = out->class.form;
	match_route(c, r, x, a, out);
	if (x->routed != NULL)
		out->route.rule = x->routed;
	take_rule(c, x, out);
	if (x->routed != NULL)
		out->reread_as = SPAN_NONE;
	settle_case(x, out);
	decide_apart_choose(&apart, a, out);
	read_return(r, x, a, out);
	out->flags = arena_array(a, DECIDE_SENDER_FLAGS, sizeof(*out->flags));
	out->flags_count = decide_sender_flags(c, r, a, out->flags);
	if (out->has_referral)
		build_referral(c, r, x, a, out);
	if (x->said == DECIDE_JOIN_SAID || x->said == DECIDE_AGAIN_SAID)
		tell_ladder(c, a, out, (struct decide_letter){ .kind = SPAN_LIT("revision") }, false);
	else
		plan_letters(c, r, x, a, out);
	if (out->has_referral)
		decide_apart(&apart, a, out);
	file_message(r, x, out);
}
