/* SPDX-License-Identifier: ISC */
#include "daemon/intake_case.h"

#include <string.h>

#include "daemon/intake_command.h"
#include "daemon/intake_look.h"
#include "daemon/intake_return.h"
#include "daemon/intake_revise.h"
#include "daemon/moves.h"

/* One message being written: what every step needs. */
struct writing {
	struct keeper *k;
	struct intake_message *m;
	struct arena *a;
	struct intake_written *out;
	struct fail *f;
	struct register_row row;
	struct span changes;		/* clocks that a joined form has moved */
	struct span differences, differing;	/* what it says otherwise: with its values, by names alone */
	struct register_case joined;	/* the case it joined, as it is now: row.id 0 for none */
	struct deadline_due *dues;
	size_t dues_count;
	struct span alike;		/* lines on other cases of the same child */
	struct span others;		/* references of the cases that the mail's other forms opened or joined, in lines */
	const struct writing *beside;	/* the first case of the same mail; NULL: this is it */
	bool is_of_known_incident;	/* another case tells of it: the earliest clock of both counts */
	int64_t same_id;		/* an earlier item of the same Message-ID; 0: none */
	int64_t cause;			/* the event that the letters follow from */
};

static int
add_event(struct writing *w, enum register_event_kind kind, struct span detail, int64_t *id_out)
{
	struct register_event e = {
		.referral = w->out->referral, .item = w->out->item, .kind = kind, .at = w->m->context->now, .who = w->m->who.len > 0 ? w->m->who : SPAN_LIT("referrald"), .detail = detail,
	};
	int64_t ignored;

	return register_event_add(w->k->db, &e, id_out == NULL ? &ignored : id_out, w->f);
}

/* In the history of another case than the one being written. */
static int
add_event_of(struct writing *w, int64_t referral, enum register_event_kind kind, struct span detail, int64_t *id_out)
{
	struct register_event e = { .referral = referral, .item = w->out->item, .kind = kind, .at = w->m->context->now, .who = SPAN_LIT("referrald"), .detail = detail };
	int64_t ignored;

	return register_event_add(w->k->db, &e, id_out == NULL ? &ignored : id_out, w->f);
}

static enum register_item_status
status_of(const struct decision *d, bool joined)
{
	if (d->quarantine)
		return REGISTER_ITEM_QUARANTINED;
	if (d->needs_person)
		return REGISTER_ITEM_OPEN;
	return joined ? REGISTER_ITEM_JOINED : REGISTER_ITEM_DONE;
}

static int
add_item(struct writing *w)
{
	const struct decision *d = w->m->decision;
	struct register_item *item = w->m->item;
	bool known = item->id != 0;

	item->message_id = w->m->record->message_id;
	item->from = w->m->record->from.count > 0 ? w->m->record->from.items[0].address : SPAN_NONE;
	item->message_at = w->m->record->has_date ? w->m->record->date_at : 0;
	item->class = span_str(classify_class_name(d->class.class));
	item->class_why = d->class.why;
	if (d->unplaced.len > 0 && w->m->context->possible.len > 0)
		item->class_why = arena_printf(w->a, "%.*s; may belong to %.*s, but %.*s", SPAN_PF(d->class.why), SPAN_PF(w->m->context->possible), SPAN_PF(d->unplaced));
	item->status = status_of(d, d->joined);
	item->reason = d->reason;
	item->route = d->route.rule == NULL ? SPAN_NONE : d->route.rule->name;
	if (known) {
		w->out->item = item->id;
		if (register_item_update(w->k->db, item, w->f) != 0)
			return -1;
	} else {
		item->target = d->folder;
		if (register_item_add(w->k->db, item, &w->out->item, w->f) != 0)
			return -1;
		item->id = w->out->item;
	}
	if (add_event(w, known ? REGISTER_REPARSED : REGISTER_RECEIVED, arena_printf(w->a, "class %.*s route %.*s", SPAN_PF(item->class), SPAN_PF(item->route)), &w->cause) != 0)
		return -1;
	if (d->quarantine)
		return add_event(w, REGISTER_QUARANTINED, item->reason.len > 0 ? item->reason : item->class, NULL);
	return 0;
}

struct problems {
	struct register_problem *items;
	size_t count, capacity;
};

static void
add_problem(struct writing *w, struct problems *p, struct register_problem one)
{
	p->items = arena_grow(w->a, p->items, p->count, &p->capacity, sizeof(*p->items));
	p->items[p->count++] = one;
}

static void
add_problems(struct writing *w, struct problems *p, const struct referral *r)
{
	for (size_t i = 0; i < r->problems_count; i++)
		add_problem(w, p, (struct register_problem){ span_str(referral_code_name(r->problems[i].code)), r->problems[i].field, r->problems[i].detail });
}

static int
write_revision(struct writing *w, const struct field_list *fields, const struct problems *p)
{
	struct register_revision revision = {
		.item = w->out->item, .at = w->m->item->received_at, .fields = fields, .problems = p->items, .problems_count = p->count,
		.form = w->m->decision->form == NULL ? SPAN_NONE : w->m->decision->form->form,
	};
	unsigned number;

	if (register_case_revise(w->k->db, w->out->referral, &revision, &number, w->f) != 0)
		return -1;
	return number == 1 ? 0 : add_event(w, REGISTER_REVISED, arena_printf(w->a, "revision %u", number), NULL);
}

/* A later form may show that it is graver than it was taken for; that it is less so a person decides. */
static int
take_graver(struct writing *w, const struct referral *r, const struct register_case *before)
{
	if (r->handling != REFERRAL_LCSPR || before->row.handling != DEADLINE_PLR || field_answer(r->fields, "referral.type").len == 0)
		return 0;
	for (size_t i = 0; i < before->events_count; i++)
		if (before->events[i].kind == REGISTER_TYPE_CHANGED)
			return 0;
	w->row.handling = DEADLINE_LCSPR;
	if (add_event(w, REGISTER_TYPE_CHANGED, SPAN_LIT("plr -> lcspr"), NULL) != 0)
		return -1;
	return register_case_update(w->k->db, &w->row, w->f);
}

/* What the later form or the reply says, joined to what was known. */
static int
revise(struct writing *w, const struct register_case *before, const struct field_list *is)
{
	const struct referral *said = &w->m->decision->referral;
	struct referral_source source = { .form_type = before->row.handling == DEADLINE_PLR ? SPAN_LIT("plr") : SPAN_LIT("lcspr"), .received = civil_london_date(w->m->context->received_at) };
	struct problems problems = { 0 };
	struct intake_revise joined;
	struct referral whole;

	intake_revise(w->a, &before->fields, is, &joined);
	w->differences = joined.differences;
	w->differing = joined.keys;
	source.fields = &joined.fields;
	referral_build(&source, w->a, &whole);
	add_problems(w, &problems, &whole);
	for (size_t i = 0; i < said->problems_count; i++)
		if (referral_is_of_mail(said->problems[i].code))
			add_problem(w, &problems, (struct register_problem){ span_str(referral_code_name(said->problems[i].code)), said->problems[i].field, said->problems[i].detail });
	for (size_t i = 0; i < before->problems_count; i++)
		if (span_eq_str(before->problems[i].code, "possible-duplicate") || span_eq_str(before->problems[i].code, "same-incident") || span_eq_str(before->problems[i].code, "seen-before"))
			add_problem(w, &problems, before->problems[i]);
	if (take_graver(w, &whole, before) != 0)
		return -1;
	return write_revision(w, &joined.fields, &problems);
}

/* Another message of the same Message-ID, but not the same bytes: said, never dropped. */
static int
find_same_id(struct writing *w, int64_t *other_out)
{
	*other_out = 0;
	if (w->m->record->message_id.len == 0)
		return 0;
	if (register_item_find_message_id(w->k->db, w->m->record->message_id, other_out, w->f) != 0)
		return -1;
	if (*other_out == w->m->item->id)
		*other_out = 0;
	return 0;
}

static bool
is_same(const struct intake_alike *alike)
{
	return alike->code == REFERRAL_SAME_INCIDENT;
}

/* Each is perhaps a duplicate, and said to be more than that where it is. */
static void
note_alike(struct writing *w, const struct intake_alike *alike, size_t count, struct problems *p)
{
	struct arena_text lines = arena_text(w->a);

	for (size_t i = 0; i < count; i++) {
		add_problem(w, p, (struct register_problem){ SPAN_LIT("possible-duplicate"), SPAN_NONE, alike[i].reference });
		if (alike[i].code != REFERRAL_POSSIBLE_DUPLICATE)
			add_problem(w, p, (struct register_problem){ span_str(referral_code_name(alike[i].code)), SPAN_NONE, alike[i].reference });
		arena_put_format(&lines, "%s%.*s", i > 0 ? "\n- " : "", SPAN_PF(alike[i].words));
	}
	w->alike = arena_text_span(&lines);
}

/* Other cases of a child of this one are linked, never merged. */
static int
link_alike(struct writing *w, const struct intake_alike *alike, size_t count)
{
	struct moves moves = { .at = w->m->context->now, .who = SPAN_LIT("referrald"), .cause = w->cause, .alone = true };
	struct span ignored_lines;

	for (size_t i = 0; i < count; i++) {
		if (moves_catch_up(w->k, alike[i].id, w->f) != 0 || (is_same(&alike[i]) ? register_case_link_incident : register_case_link)(w->k->db, w->out->referral, alike[i].id, w->f) != 0 ||
		    add_event(w, REGISTER_LINKED, alike[i].reference, NULL) != 0 || add_event_of(w, alike[i].id, REGISTER_LINKED, w->out->reference, NULL) != 0)
			return -1;
		/* Its clocks may have moved earlier by what this one says. */
		moves.referral = alike[i].id;
		if (is_same(&alike[i]) && moves_note(w->k, &moves, w->a, &ignored_lines, w->f) != 0)
			return -1;
		w->is_of_known_incident = w->is_of_known_incident || is_same(&alike[i]);
	}
	return 0;
}

/* What the case's letters show are the clocks of the case, not those of this mail alone. */
static int
derive_case(struct writing *w, int64_t referral)
{
	if (register_case_load(w->k->db, (struct register_case_wanted){ referral, REGISTER_LOAD_CLOCKS }, w->a, &w->joined, w->f) != 0)
		return -1;
	w->dues_count = deadline_derive(&w->k->config->deadlines, &w->k->config->calendar, &w->joined.clocks, civil_london_date(w->m->context->now), w->a, &w->dues);
	return 0;
}

static int
open_case(struct writing *w)
{
	const struct decision *d = w->m->decision;
	struct problems problems = { 0 };
	struct intake_alike *alike;
	size_t alike_count;
	const struct deadline_due *next = deadline_next(d->dues, d->dues_count);

	w->row = (struct register_row){
		.handling = d->referral.handling == REFERRAL_PLR ? DEADLINE_PLR : DEADLINE_LCSPR, .form = d->form == NULL ? SPAN_NONE : d->form->form,
		.status = REGISTER_CASE_NEW, .received_at = w->m->item->received_at, .registered_at = w->m->context->now, .referrer = w->m->item->from,
		.referrer_agency = field_answer(d->referral.fields, "referrer.agency"), .ladder = d->ladder == NULL ? SPAN_NONE : d->ladder->name,
		.route = w->m->item->route, .urgent = d->urgent, .opened_by = w->out->item,
	};
	if (register_case_add(w->k->db, w->k->config->partnership.reference, w->a, &w->row, w->f) != 0)
		return -1;
	w->out->referral = w->row.id;
	w->out->reference = w->row.reference;
	/* The mail lies with the first case that it opened. */
	if (w->beside == NULL)
		w->m->item->referral = w->row.id;
	if (next != NULL) {
		w->row.next_milestone = next->milestone->name;
		w->row.next_due = next->due;
		w->row.level = next->level;
	}
	w->row.next_check_at = w->m->context->now;
	if (register_item_update(w->k->db, w->m->item, w->f) != 0 ||
	    add_event(w, REGISTER_REGISTERED, arena_printf(w->a, "%.*s %s", SPAN_PF(w->row.reference), referral_handling_name(d->referral.handling)), &w->cause) != 0 ||
	    register_case_set_index(w->k->db, &w->row, w->f) != 0)
		return -1;
	add_problems(w, &problems, &d->referral);
	if (intake_look_alike(w->k, &d->referral, w->out->referral, w->a, &alike, &alike_count, w->f) != 0)
		return -1;
	note_alike(w, alike, alike_count, &problems);
	if (w->same_id != 0)
		add_problem(w, &problems, (struct register_problem){ SPAN_LIT("possible-duplicate"), SPAN_NONE, arena_printf(w->a, "item %lld has the same Message-ID", (long long)w->same_id) });
	if (write_revision(w, d->referral.fields, &problems) != 0 || link_alike(w, alike, alike_count) != 0)
		return -1;
	if (!w->is_of_known_incident)
		return moves_begin(w->k, w->row.id, d->dues, d->dues_count, w->f);
	return derive_case(w, w->row.id) != 0 ? -1 : moves_begin(w->k, w->row.id, w->dues, w->dues_count, w->f);
}

static int
join_case(struct writing *w)
{
	struct moves moves = { .referral = w->m->referral, .at = w->m->context->now, .who = SPAN_LIT("referrald") };
	const struct decision *said = w->m->decision;
	struct field_list stated = { 0 };
	struct register_case before;

	w->out->referral = w->m->referral;
	/* The mail lies with the first case that it joined. */
	if (w->beside == NULL)
		w->m->item->referral = w->m->referral;
	if (moves_catch_up(w->k, w->m->referral, w->f) != 0 || register_case_load(w->k->db, (struct register_case_wanted){ w->m->referral, REGISTER_LOAD_ALL }, w->a, &before, w->f) != 0)
		return -1;
	w->row = before.row;
	w->out->reference = w->row.reference;
	if (register_item_update(w->k->db, w->m->item, w->f) != 0 || add_event(w, REGISTER_JOINED, w->row.reference, &w->cause) != 0)
		return -1;
	moves.cause = w->cause;
	if (said->form == NULL && said->stated != NULL)
		stated = intake_revise_stated(w->a, &before.fields, said->stated, civil_london_date(w->m->context->received_at));
	if ((said->form != NULL || stated.count > 0) && (revise(w, &before, said->form != NULL ? said->referral.fields : &stated) != 0 ||
	    moves_note(w->k, &moves, w->a, &w->changes, w->f) != 0))
		return -1;
	return derive_case(w, w->m->referral);
}

/* A case of its own, linked to the first. */
static int
open_beside(struct writing *w, struct writing *one)
{
	if (open_case(one) != 0 || register_case_link(w->k->db, w->row.id, one->row.id, w->f) != 0 ||
	    add_event_of(w, w->row.id, REGISTER_LINKED, one->row.reference, NULL) != 0 || add_event_of(one, one->row.id, REGISTER_LINKED, w->row.reference, NULL) != 0)
		return -1;
	w->alike = arena_printf(w->a, "%.*s%sa form in it opened %.*s", SPAN_PF(w->alike), w->alike.len > 0 ? "\n- " : "", SPAN_PF(one->row.reference));
	one->alike = arena_printf(w->a, "came in the same mail as %.*s%s%.*s", SPAN_PF(w->row.reference), one->alike.len > 0 ? "\n- " : "", SPAN_PF(one->alike));
	return 0;
}

/* Forms about another child or incident: a case each, or what they say to the case that there is. */
static int
write_apart(struct writing *w, struct writing *apart, struct intake_message *messages, struct intake_written *written)
{
	struct arena_text others = arena_text(w->a);

	for (size_t i = 0; i < w->m->decision->apart_count; i++) {
		struct writing *one = &apart[i];

		messages[i] = *w->m;
		messages[i].decision = &w->m->decision->apart[i];
		messages[i].referral = messages[i].decision->into == NULL ? 0 : messages[i].decision->into->id;
		written[i].item = w->out->item;
		*one = (struct writing){ .k = w->k, .m = &messages[i], .a = w->a, .out = &written[i], .f = w->f, .cause = w->cause, .same_id = w->same_id, .beside = w };
		if (messages[i].referral != 0 ? join_case(one) != 0 : open_beside(w, one) != 0)
			return -1;
		arena_put_format(&others, "%s%.*s", i > 0 ? "\n" : "", SPAN_PF(one->row.reference));
	}
	w->others = arena_text_span(&others);
	return 0;
}

static int
settle_answered(struct writing *w)
{
	struct intake_return back = { .k = w->k, .m = w->m, .a = w->a, .item = w->out->item, .cause = w->cause };

	if (intake_return_settle(&back, w->f) != 0)
		return -1;
	w->cause = back.cause;
	if (back.others.len > 0)
		w->others = back.others;
	return 0;
}

/* The alert of a new referral: repeated up the ladder until a person answers. */
static int
start_alert(struct writing *w, int64_t *alert_out)
{
	struct register_alert_key key = {
		.referral = w->out->referral, .about = SPAN_LIT("new-referral"), .level = SPAN_LIT("new"),
		.episode = arena_printf(w->a, "%lld", (long long)w->out->item),
	};

	*alert_out = 0;
	if (w->out->referral == 0 || !w->m->decision->opens)
		return 0;
	return register_alert_start(w->k->db, &key, w->m->context->now, alert_out, w->f);
}

static int
tell(struct writing *w, int64_t alert, const struct decide_letter *l, int64_t letter)
{
	const struct ladder *ladder = w->m->decision->ladder;
	struct register_alert_told told = { .alert = alert, .at = w->m->context->now, .letter = letter };

	if (alert == 0 || l->person == NULL || !span_eq_str(l->kind, "new-referral"))
		return 0;
	told.person = l->person->name;
	for (unsigned rung = 0; ladder != NULL && rung < ladder->rungs_count; rung++)
		for (size_t i = 0; i < ladder->rungs[rung].persons_count; i++)
			if (span_eq(ladder->rungs[rung].persons[i], told.person)) {
				told.rung = rung;
				return register_alert_told(w->k->db, &told, w->f);
			}
	return 0;
}

/* Codes of the report only: a server's own text quotes addresses. */
static struct span
bounce_words(struct writing *w)
{
	const struct dsn_recipient *r = w->m->decision->recipient;

	if (r == NULL)
		return SPAN_NONE;
	return arena_printf(w->a, "%s %.*s", dsn_action_name(r->action), SPAN_PF(r->status));
}

static struct span
original_in(struct writing *w)
{
	const struct register_item *item = w->m->item;

	/* What was imported, or found among the stored mail, lies in no mailbox. */
	if (item->target.len == 0 || item->uid.place.uidvalidity == 0)
		return arena_printf(w->a, "the state directory, as item %lld", (long long)w->out->item);
	return arena_printf(w->a, "the folder %.*s of the mailbox %.*s", SPAN_PF(item->target), SPAN_PF(item->uid.place.mailbox));
}

static int
queue_letters(struct writing *w)
{
	const struct decision *d = w->m->decision;
	struct letter_facts facts = {
		.config = w->k->config, .reference = w->out->reference, .item = w->out->item, .now = w->m->context->now, .received_at = w->m->item->received_at,
		.handling = d->has_referral ? d->referral.handling : REFERRAL_LCSPR, .decision = d, .dues = d->dues, .dues_count = d->dues_count,
		.from = w->m->item->from, .agency = w->row.referrer_agency, .owner = w->row.owner, .urgent = d->urgent,
		.alike = w->alike, .others = w->others, .changes = w->changes, .differences = w->differences, .differing = w->differing, .failed_kind = w->m->answered.kind, .failed_to = w->m->answered.to, .failed_why = bounce_words(w),
	};
	int64_t alert, letter, referral = w->out->referral;

	if (w->joined.row.id != 0) {
		facts.dues = w->dues;
		facts.dues_count = w->dues_count;
		facts.handling = w->joined.row.handling == DEADLINE_PLR ? REFERRAL_PLR : REFERRAL_LCSPR;
	}
	/* What came back is about a case, though it joins none; a reply that only may belong to one is put to none. */
	if (d->unplaced.len > 0) {
		facts.reference = w->m->context->possible;
		facts.why = d->unplaced;
		facts.dues_count = 0;
	} else if (referral == 0 && w->m->answered.referral != 0) {
		referral = w->m->answered.referral;
		facts.reference = w->m->context->joined.reference;
	}
	if (d->has_referral)
		facts.children = letter_children(w->a, d->referral.fields, civil_london_date(w->m->context->now));
	if (start_alert(w, &alert) != 0)
		return -1;
	for (size_t i = 0; i < d->letters_count; i++) {
		struct post p = {
			.event = w->cause, .referral = referral, .item = w->out->item, .letter = d->letters[i], .facts = &facts,
			.answers = d->letters[i].audience == DECIDE_SENDER ? w->m->record : NULL, .original = w->m->original,
			.original_in = original_in(w),
		};

		p.rule = w->out->referral != 0 && d->opens && d->letters[i].audience == DECIDE_SENDER ?
		    arena_printf(w->a, "%.*s/receipt/%.*s", SPAN_PF(w->out->reference), SPAN_PF(d->letters[i].to)) :
		    w->beside != NULL ? arena_printf(w->a, "item %lld/%.*s/%.*s/%.*s", (long long)w->out->item, SPAN_PF(w->out->reference), SPAN_PF(d->letters[i].kind), SPAN_PF(d->letters[i].to)) :
		    arena_printf(w->a, "item %lld/%.*s/%.*s", (long long)w->out->item, SPAN_PF(d->letters[i].kind), SPAN_PF(d->letters[i].to));
		if (post_letter(w->k, &p, &letter, w->f) != 0 || tell(w, alert, &d->letters[i], letter) != 0)
			return -1;
	}
	for (size_t i = 0; i < d->suppressed_count; i++)
		if (add_event(w, REGISTER_LETTER_SUPPRESSED, arena_printf(w->a, "%.*s: %.*s", SPAN_PF(d->suppressed[i].kind), SPAN_PF(d->suppressed[i].why)), NULL) != 0)
			return -1;
	return 0;
}

/* A coordinator's answer by mail. */
static int
obey(struct writing *w)
{
	bool settled;

	if (intake_command_run(w->k, w->m, w->a, &settled, w->f) != 0)
		return -1;
	w->m->item->referral = w->out->referral = w->m->referral;
	w->m->item->status = settled ? REGISTER_ITEM_DONE : REGISTER_ITEM_OPEN;
	return register_item_update(w->k->db, w->m->item, w->f);
}

int
intake_case_write(struct keeper *k, struct intake_message *m, struct arena *a, struct intake_written *out, struct fail *f)
{
	struct writing w = { .k = k, .m = m, .a = a, .out = out, .f = f };
	size_t n = m->decision->apart_count;
	struct writing *apart = arena_array(a, n, sizeof(*apart));
	struct intake_message *messages = arena_array(a, n, sizeof(*messages));
	struct intake_written *written = arena_array(a, n, sizeof(*written));

	*out = (struct intake_written){ 0 };
	if (find_same_id(&w, &w.same_id) != 0 || add_item(&w) != 0)
		return -1;
	if (m->decision->opens && (open_case(&w) != 0 || write_apart(&w, apart, messages, written) != 0))
		return -1;
	if (m->decision->joined && m->referral != 0 && (join_case(&w) != 0 || write_apart(&w, apart, messages, written) != 0))
		return -1;
	if (settle_answered(&w) != 0 || (m->decision->class.class == CLASSIFY_COMMAND && obey(&w) != 0))
		return -1;
	for (size_t i = 0; i < n && w.row.id != 0; i++)
		if (queue_letters(&apart[i]) != 0)
			return -1;
	return queue_letters(&w);
}

int
intake_case_join_bytes(struct keeper *k, struct register_item *item, int64_t first, struct arena *a, struct intake_written *out, struct fail *f)
{
	struct register_item known;
	struct register_event e = { .kind = REGISTER_JOINED, .at = item->fetched_at, .who = SPAN_LIT("referrald"), .detail = arena_printf(a, "same bytes as item %lld", (long long)first) };
	int64_t ignored;

	*out = (struct intake_written){ .joined_bytes = true };
	if (register_item_get(k->db, first, a, &known, f) != 0)
		return -1;
	item->first = first;
	item->status = REGISTER_ITEM_JOINED;
	item->referral = known.referral;
	item->class = known.class;
	item->class_why = known.class_why;
	item->message_id = known.message_id;
	item->from = known.from;
	item->message_at = known.message_at;
	item->reason = known.reason;
	item->route = known.route;
	if (item->target.len == 0)
		item->target = known.target;
	if (register_item_add(k->db, item, &out->item, f) != 0)
		return -1;
	item->id = e.item = out->item;
	e.referral = out->referral = known.referral;
	return register_event_add(k->db, &e, &ignored, f);
}
