/* SPDX-License-Identifier: ISC */
#include "daemon/moves.h"

static struct span
print_due(struct arena *a, const struct deadline_due *d)
{
	if (d == NULL)
		return SPAN_LIT("none");
	if (d->level == DEADLINE_DONE)
		return SPAN_LIT("done");
	return civil_is_set(d->due) ? civil_print(a, d->due) : SPAN_LIT("unknown");
}

static const struct deadline_due *
find_due(const struct deadline_due *dues, size_t n, const struct deadline_milestone *m)
{
	for (size_t i = 0; i < n; i++)
		if (dues[i].milestone == m)
			return &dues[i];
	return NULL;
}

static int
set_index(struct keeper *k, struct register_row *row, const struct deadline_due *next, int64_t at, struct fail *f)
{
	row->next_check_at = at;
	row->next_milestone = next == NULL ? SPAN_NONE : next->milestone->name;
	row->next_due = next == NULL ? CIVIL_NONE : next->due;
	row->level = next == NULL ? DEADLINE_GREEN : next->level;
	return register_case_set_index(k->db, row, f);
}

int
moves_note(struct keeper *k, const struct moves *m, struct arena *a, struct span *lines_out, struct fail *f)
{
	const struct deadline_policy *p = &k->config->deadlines;
	struct civil_date today = civil_london_date(m->at);
	struct arena_text lines = arena_text(a);
	struct register_case after;
	struct deadline_due *was, *is;
	size_t was_count, is_count;

	if (register_case_load(k->db, (struct register_case_wanted){ m->referral, REGISTER_LOAD_CLOCKS }, a, &after, f) != 0)
		return -1;
	was_count = deadline_derive(p, &k->config->calendar, m->before, today, a, &was);
	is_count = deadline_derive(p, &k->config->calendar, &after.clocks, today, a, &is);
	for (size_t i = 0; i < p->count; i++) {
		struct span from = print_due(a, find_due(was, was_count, &p->milestones[i])), to = print_due(a, find_due(is, is_count, &p->milestones[i]));
		struct register_event e = {
			.referral = m->referral, .kind = REGISTER_CLOCK_MOVED, .at = m->at, .who = m->who,
			.detail = arena_printf(a, "%.*s %.*s -> %.*s by event %lld", SPAN_PF(p->milestones[i].name), SPAN_PF(from), SPAN_PF(to), (long long)m->cause),
		};
		int64_t ignored;

		if (span_eq(from, to))
			continue;
		arena_put_format(&lines, "%s- %.*s: %.*s, was %.*s", lines.len > 0 ? "\n" : "", SPAN_PF(p->milestones[i].label), SPAN_PF(to), SPAN_PF(from));
		if (register_event_add(k->db, &e, &ignored, f) != 0)
			return -1;
	}
	*lines_out = arena_text_span(&lines);
	return set_index(k, &after.row, deadline_next(is, is_count), m->at, f);
}
