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

/* ---- what has moved ------------------------------------------------------------------- */

struct reading {
	struct arena *arena;
	struct moves_history *out;
};

static struct moves_past *
past_of(struct reading *r, struct span milestone)
{
	struct moves_history *h = r->out;

	for (size_t i = 0; i < h->count; i++)
		if (span_eq(h->items[i].milestone, milestone))
			return &h->items[i];
	h->items = arena_grow(r->arena, h->items, h->count, &h->capacity, sizeof(*h->items));
	h->items[h->count] = (struct moves_past){ .milestone = arena_copy(r->arena, milestone) };
	return &h->items[h->count++];
}

/* "rapid-review 2026-12-11 -> 2026-12-10 by event 7", as moves_note() writes it. */
static bool
read_event(void *context, const struct register_event *e)
{
	struct span rest = e->detail, milestone, from;
	struct civil_date day;
	struct moves_past *p;

	if (e->kind != REGISTER_CLOCK_MOVED || !span_split(&rest, ' ', &milestone) || !span_split(&rest, ' ', &from))
		return true;
	p = past_of(context, milestone);
	p->count++;
	if (civil_parse(from, &day))
		p->last = day;
	return true;
}

int
moves_read(struct keeper *k, int64_t referral, struct arena *a, struct moves_history *out, struct fail *f)
{
	struct reading r = { a, out };
	struct register_event_query q = { .referral = referral, .each = read_event, .context = &r };

	*out = (struct moves_history){ 0 };
	return register_event_list(k->db, &q, f);
}
