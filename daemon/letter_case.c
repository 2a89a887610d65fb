/* SPDX-License-Identifier: ISC */
#include "daemon/letter_inside.h"

#include "parsers/text.h"

/* "A.B." from a name. */
static void
put_initials(struct arena_text *t, struct span name)
{
	struct span_cursor c = span_walk(name);
	bool at_start = true;
	unsigned n = 0;
	uint32_t cp;

	while (text_next(&c, &cp) && n < 4) {
		if (cp == ' ' || cp == '-' || cp == '\t' || cp == '\n' || cp == 0xA0) {
			at_start = true;
		} else if (at_start) {
			text_put(t, cp >= 'a' && cp <= 'z' ? cp - 32 : cp);
			arena_put_byte(t, '.');
			at_start = false;
			n++;
		}
	}
}

struct span
letter_children(struct arena *a, const struct field_list *fields, struct civil_date today)
{
	struct arena_text t = arena_text(a);
	unsigned last = 0;

	for (size_t i = 0; i < fields->count; i++)
		if (span_starts(fields->items[i].key, SPAN_LIT("child.")) && field_key_number(fields->items[i].key) > last)
			last = field_key_number(fields->items[i].key);
	for (unsigned n = 1; n <= last && n <= 20; n++) {
		struct span name = field_answer(fields, arena_cstr(a, arena_printf(a, "child.%u.name", n)));
		struct span dob = field_answer(fields, arena_cstr(a, arena_printf(a, "child.%u.dob", n)));
		struct civil_date born;
		int age;

		if (name.len == 0)
			continue;
		arena_put_str(&t, t.len > 0 ? "; " : "");
		put_initials(&t, name);
		if (!civil_parse(dob, &born) || civil_compare(born, today) > 0)
			continue;
		age = today.year - born.year - ((today.month < born.month || (today.month == born.month && today.day < born.day)) ? 1 : 0);
		arena_put_format(&t, ", aged %d", age);
	}
	return arena_text_span(&t);
}

/* ---- lines ---------------------------------------------------------------------------- */

static void
put_line(struct arena_text *t, struct span s)
{
	arena_put_format(t, "%s- %.*s", t->len > 0 ? "\n" : "", SPAN_PF(s));
}

static const char *
problem_words(enum referral_code c)
{
	switch (c) {
	case REFERRAL_MISSING: return "not answered";
	case REFERRAL_INVALID: return "written, but no such value";
	case REFERRAL_CONFLICT: return "answered in two ways";
	case REFERRAL_IMPLAUSIBLE: return "a date that cannot be: it is no basis for a clock";
	case REFERRAL_APPROXIMATE: return "approximate: the earliest day meant is used";
	case REFERRAL_UNREADABLE: return "cannot be read";
	case REFERRAL_UNCLEAR_TYPE: return "the type of review is not clear: handled as an LCSPR referral";
	case REFERRAL_NO_SENDER: return "no usable sender: nobody could be told";
	case REFERRAL_NO_CASE: return "it belongs to a case that is not known";
	case REFERRAL_INTAKE_LATE: return "this clock was already past when the mail came";
	case REFERRAL_IN_JUNK: return "it was found in the folder for junk";
	case REFERRAL_SEVERAL_FORMS: return "the mail holds a form about another child or incident";
	case REFERRAL_OLD_INCIDENT: return "the incident lies more than 5 working days before the referral";
	case REFERRAL_NO_AWARENESS_DATE: return "the day the local authority became aware is not known: the 5-day duty cannot be counted";
	case REFERRAL_POSSIBLE_DUPLICATE: return "perhaps the same child as in";
	case REFERRAL_SAME_INCIDENT: return "the same incident, of which the earliest dates count for both, as in";
	case REFERRAL_SEEN_BEFORE: return "seen before, about something else, in";
	case REFERRAL_MACRO: return "a document holds macros; they were not run";
	case REFERRAL_UNAUTHENTICATED: return "the sender's address is not proved";
	case REFERRAL_REPLY_TO_DIFFERS: return "Reply-To differs from From; it was not used";
	case REFERRAL_SEVERAL_SENDERS: return "several senders are named";
	case REFERRAL_CUT: return "the message is larger than what was read of it: look at the original";
	case REFERRAL_CLOCK_DIFFERS: return "the message's own date differs from when it arrived";
	case REFERRAL_LOOKALIKE_DOMAIN: return "the sender's domain only looks like one that is known: check by telephone";
	case REFERRAL_KNOWN_NAME: return "the sender has the name of one of you, but another address: check by telephone";
	case REFERRAL_NOT_SCANNED: return "the virus scanner could not be asked: open attachments with care";
	case REFERRAL_ADDRESS_IN_NAME: return "the sender's name shows another address than the one it came from: check by telephone";
	}
	return "";
}

/* Between what a problem is and its detail: the words of some lead up to a reference. */
static const char *
before_detail(enum referral_code c)
{
	return c == REFERRAL_POSSIBLE_DUPLICATE || c == REFERRAL_SAME_INCIDENT || c == REFERRAL_SEEN_BEFORE ? " " : ": ";
}

static struct span
problems(const struct letter_writing *w)
{
	const struct decision *d = w->facts->decision;
	struct arena_text t = arena_text(w->arena);

	if (w->facts->problems.len > 0)
		return w->facts->problems;
	for (size_t i = 0; d != NULL && d->has_referral && i < d->referral.problems_count; i++) {
		const struct referral_problem *p = &d->referral.problems[i];
		struct span field = p->field.len > 0 ? letter_field_words(w->arena, p->field) : SPAN_NONE;

		/* {missing}, {unclear} and {first} say these. */
		if (p->code == REFERRAL_MISSING || p->code == REFERRAL_UNCLEAR_TYPE || p->code == REFERRAL_NO_AWARENESS_DATE)
			continue;
		put_line(&t, arena_printf(w->arena, "%.*s%s%s%s%.*s", SPAN_PF(field), field.len > 0 ? ": " : "", problem_words(p->code),
		    p->detail.len > 0 ? before_detail(p->code) : "", SPAN_PF(p->detail)));
	}
	if (w->facts->alike.len > 0)
		put_line(&t, w->facts->alike);
	return arena_text_span(&t);
}

/* What the sender is told; NULL: nothing. */
static const struct decide_letter *
to_sender(const struct decision *d)
{
	for (size_t i = 0; i < d->letters_count; i++)
		if (d->letters[i].audience == DECIDE_SENDER)
			return &d->letters[i];
	return NULL;
}

bool
letter_acknowledges(const struct decision *d)
{
	const struct decide_letter *l = to_sender(d->beside != NULL ? d->beside : d);

	return l != NULL && span_eq_str(l->kind, "acknowledgement");
}

static struct span
told(const struct decision *d)
{
	if (letter_acknowledges(d))
		return SPAN_LIT("an acknowledgement with the reference");
	return to_sender(d) != NULL ? SPAN_LIT("only that the mail arrived") : SPAN_NONE;
}

static struct span
suppressed(struct arena *a, const struct decision *d)
{
	struct arena_text t = arena_text(a);

	for (size_t i = 0; i < d->suppressed_count; i++)
		arena_put_format(&t, "%s%.*s", t.len > 0 ? ", " : "", SPAN_PF(d->suppressed[i].why));
	return arena_text_span(&t);
}

static struct span
authenticated(const struct decision *d)
{
	switch (d->class.authenticated) {
	case CLASSIFY_PASS: return SPAN_LIT("proved genuine by our mail server");
	case CLASSIFY_FAIL: return SPAN_LIT("NOT genuine: our mail server's check failed");
	case CLASSIFY_NONE: return SPAN_LIT("not proved genuine: our mail server found no proof");
	case CLASSIFY_UNCHECKED: return SPAN_LIT("not checked to be genuine");
	}
	return SPAN_NONE;
}

static struct span
from_decision(const struct letter_writing *w, struct span name)
{
	const struct decision *d = w->facts->decision;

	if (d == NULL)
		return SPAN_NONE;
	/* What its sender was told stands in the first of what one mail brought. */
	if (d->beside != NULL && (span_eq_str(name, "told") || span_eq_str(name, "suppressed")))
		d = d->beside;
	if (span_eq_str(name, "class"))
		return span_str(classify_class_name(d->class.class));
	if (span_eq_str(name, "class_why"))
		return d->class.why;
	if (span_eq_str(name, "route"))
		return d->route.rule == NULL ? SPAN_LIT("none") : d->route.rule->name;
	if (span_eq_str(name, "follow_up"))
		return d->joined ? SPAN_LIT("yes") : SPAN_NONE;
	if (span_eq_str(name, "unclear"))
		return d->has_referral && referral_has_problem(&d->referral, REFERRAL_UNCLEAR_TYPE) ? SPAN_LIT("the form does not say clearly which type of review is meant") : SPAN_NONE;
	if (span_eq_str(name, "no_awareness"))
		return d->has_referral && referral_has_problem(&d->referral, REFERRAL_NO_AWARENESS_DATE) ? SPAN_LIT("yes") : SPAN_NONE;
	if (span_eq_str(name, "told"))
		return told(d);
	if (span_eq_str(name, "suppressed"))
		return suppressed(w->arena, d);
	if (span_eq_str(name, "authenticated"))
		return authenticated(d);
	return SPAN_NONE;
}

/* Values that are spans of the facts as they are. */
static struct span
plain(const struct letter_writing *w, struct span name)
{
	const struct letter_facts *f = w->facts;
	const struct { const char *name; struct span value; bool personal; } table[] = {
		{ "partnership", f->config->partnership.name, false }, { "front_door", f->config->partnership.front_door, false },
		{ "web", f->config->partnership.web, false }, { "reference", f->reference, false }, { "others", f->others, false }, { "from", f->from, true },
		{ "children", f->children, true }, { "agency", f->agency, true }, { "owner", f->owner, false }, { "fault", f->fault, false },
		{ "detail", f->detail, false }, { "todo", f->todo, false }, { "letter", f->failed_kind, false }, { "failed_to", f->failed_to, true },
		{ "failed_why", f->failed_why, true }, { "not_attached", f->not_attached, false }, { "changes", f->changes, false }, { "why", f->why, false }, { "help", f->help, false }, { "differences", f->differences, true }, { "differing", f->differing, false }, { "alerts", f->alerts, false }, { "recorded", f->recorded, true },
		{ "refused", f->refused, true }, { "urgent", f->urgent ? SPAN_LIT("yes") : SPAN_NONE, false },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (span_eq_str(name, table[i].name))
			return table[i].personal && !letter_may_show(w) ? SPAN_NONE : table[i].value;
	return SPAN_NONE;
}

/* Only where a sender can be told genuine is a decision taken by mail, and only from a person. */
static bool
answers_by_mail(const struct letter_facts *f)
{
	bool provable = false;

	for (size_t i = 0; i < f->config->mailboxes_count; i++)
		provable = provable || f->config->mailboxes[i].trusted_authserv.len > 0;
	return provable && f->person != NULL && (f->reference.len > 0 || (f->fault.len > 0 && f->alert != NULL)) && (f->person->rights & CONFIG_ANSWER) != 0;
}

struct span
letter_value_of_case(const struct letter_writing *w, struct span name)
{
	static const struct { const char *name; struct span (*make)(const struct letter_writing *w); } made[] = {
		{ "missing", letter_missing }, { "unreadable", letter_unreadable }, { "ask", letter_ask }, { "to_open", letter_to_open }, { "problems", problems },
	};
	struct span v = plain(w, name);

	if (v.len > 0)
		return v;
	for (size_t i = 0; i < sizeof(made) / sizeof(made[0]); i++)
		if (span_eq_str(name, made[i].name))
			return made[i].make(w);
	if (span_eq_str(name, "answer_by_mail"))
		return answers_by_mail(w->facts) ? SPAN_LIT("yes") : SPAN_NONE;
	if (span_eq_str(name, "item") && w->facts->item > 0)
		return arena_printf(w->arena, "%lld", (long long)w->facts->item);
	if (span_eq_str(name, "review"))
		return span_str(referral_handling_title(w->facts->handling));
	if (span_eq_str(name, "referrer_not_told"))
		return span_eq_str(w->facts->failed_kind, "acknowledgement") || span_eq_str(w->facts->failed_kind, "neutral-receipt") || span_eq_str(w->facts->failed_kind, "front-door") ? SPAN_LIT("yes") : SPAN_NONE;
	return from_decision(w, name);
}
