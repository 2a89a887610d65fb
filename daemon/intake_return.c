/* SPDX-License-Identifier: ISC */
#include "daemon/intake_return.h"

/* Events of what came back stand in the history of the letter's case; the item joins none. */
static int
add_return(struct intake_return *w, struct fail *f, enum register_event_kind kind, struct span detail)
{
	struct register_event e = { .referral = w->m->answered.referral, .item = w->item, .kind = kind, .at = w->m->context->now, .who = SPAN_LIT("referrald"), .detail = detail };

	return register_event_add(w->k->db, &e, &w->cause, f);
}

static bool
is_receipt(struct span kind)
{
	return span_eq_str(kind, "acknowledgement") || span_eq_str(kind, "neutral-receipt");
}

/* Of all cases that the letter told its reader of. */
static int
reopen_acknowledgement(struct intake_return *w, struct fail *f)
{
	const struct register_letter *l = &w->m->answered;
	const struct span which = SPAN_LIT("acknowledgement");
	struct register_event e = { .item = w->item, .kind = REGISTER_MILESTONE_REOPENED, .at = w->m->context->now, .who = SPAN_LIT("referrald"), .detail = which };
	struct arena_text others = arena_text(w->a);
	struct register_row row;
	int64_t *opened, ignored;
	size_t count;

	if (add_return(w, f, REGISTER_MILESTONE_REOPENED, which) != 0 || register_case_opened_by(w->k->db, l->item, w->a, &opened, &count, f) != 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (opened[i] == l->referral)
			continue;
		e.referral = opened[i];
		if (register_event_add(w->k->db, &e, &ignored, f) != 0 || register_case_recheck(w->k->db, opened[i], e.at, f) != 0 || register_case_get(w->k->db, opened[i], w->a, &row, f) != 0)
			return -1;
		arena_put_format(&others, "%s%.*s", others.len > 0 ? "\n" : "", SPAN_PF(row.reference));
	}
	w->others = arena_text_span(&others);
	return 0;
}

/* The server had taken it, and it came back: whoever should have it has not, and people are told.
 * The clock of the acknowledgement, which its sending had stopped, runs again. */
static int
take_back(struct intake_return *w, struct fail *f)
{
	const struct register_letter *l = &w->m->answered;
	const struct dsn_recipient *r = w->m->decision->recipient;
	struct register_letter_result refused = { .id = l->id, .state = REGISTER_LETTER_REFUSED, .at = w->m->context->now, .code = r == NULL ? 0 : (int)r->smtp_code, .text = SPAN_LIT("came back undelivered") };
	struct register_fault fault = { .name = SPAN_LIT("undelivered"), .of = post_undelivered_of(w->a, l), .detail = l->person.len > 0 ? post_came_back(w->a, l->kind) : l->kind, .since = w->m->context->now };
	bool is_new;

	if (register_alert_recheck(w->k->db, l->id, f) != 0 || register_letter_result(w->k->db, &refused, f) != 0 || register_fault_set(w->k->db, &fault, &is_new, f) != 0)
		return -1;
	if (add_return(w, f, REGISTER_LETTER_FAILED, arena_printf(w->a, "letter %lld %.*s came back %s %.*s", (long long)l->id, SPAN_PF(l->kind), r == NULL ? "" : dsn_severity_name(r->severity), SPAN_PF(r == NULL ? SPAN_NONE : r->status))) != 0)
		return -1;
	if (l->referral == 0 || !is_receipt(l->kind))
		return 0;
	return reopen_acknowledgement(w, f);
}

static int
note_away(struct intake_return *w, struct fail *f)
{
	const struct register_letter *l = &w->m->answered;
	struct civil_date until = w->m->decision->away_until;

	if (post_find_away(w->k, w->m->record, w->a, &w->m->answered, f) != 0)
		return -1;
	if (l->id == 0)
		return 0;
	if (register_alert_recheck(w->k->db, l->id, f) != 0 || register_alert_away(w->k->db, l->id, f) != 0)
		return -1;
	return add_return(w, f, REGISTER_AWAY, arena_printf(w->a, "letter %lld%s%.*s", (long long)l->id, civil_is_set(until) ? " until " : "", SPAN_PF(civil_print(w->a, until))));
}

/* What came back about a letter of ours: a failure ends it, an absence makes its alert climb. */
int
intake_return_settle(struct intake_return *w, struct fail *f)
{
	const struct register_letter *l = &w->m->answered;
	struct span detail = arena_printf(w->a, "letter %lld %.*s", (long long)l->id, SPAN_PF(l->kind));

	if (w->m->decision->class.class == CLASSIFY_AUTO_REPLY)
		return note_away(w, f);
	if (l->id == 0)
		return 0;
	if (w->m->decision->class.class == CLASSIFY_RECEIPT)
		return add_return(w, f, REGISTER_LETTER_READ, arena_printf(w->a, "%.*s %s", SPAN_PF(detail), span_eq_str(w->m->record->dsn.disposition, "displayed") ? "displayed" : "not displayed"));
	switch (w->m->decision->fate) {
	case DECIDE_FATE_UNKNOWN:
		return 0;
	case DECIDE_FAILED:
		return take_back(w, f);
	case DECIDE_DELAYED:
		return add_return(w, f, REGISTER_LETTER_DELAYED, detail);
	case DECIDE_ARRIVED:
		return add_return(w, f, REGISTER_LETTER_DELIVERED, detail);
	}
	return 0;
}
