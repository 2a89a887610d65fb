/* SPDX-License-Identifier: ISC */
#include "daemon/moves_inside.h"

/* Of a check that comes round again only what it counts from can move. */
static struct span
print_clock(struct arena *a, const struct deadline_due *d)
{
	if (d == NULL)
		return SPAN_LIT("none");
	if (d->level == DEADLINE_DONE)
		return SPAN_LIT("done");
	if (!civil_is_set(d->due))
		return SPAN_LIT("unknown");
	return d->milestone->repeats ? arena_printf(a, "from-%.*s", SPAN_PF(civil_print(a, d->from))) : civil_print(a, d->due);
}

/* As people read it. */
static struct span
in_words(struct arena *a, struct span clock)
{
	size_t mark = SPAN_LIT("from-").len;

	return span_starts(clock, SPAN_LIT("from-")) ? arena_printf(a, "counted from %.*s", SPAN_PF(span_slice(clock, mark, clock.len))) : clock;
}

static const struct deadline_due *
find_due(const struct deadline_due *dues, size_t n, struct span milestone)
{
	for (size_t i = 0; i < n; i++)
		if (span_eq(dues[i].milestone->name, milestone))
			return &dues[i];
	return NULL;
}

/* "rapid-review 2026-12-10", one line each. */
static struct span
print_all(struct arena *a, const struct deadline_due *dues, size_t n)
{
	struct arena_text t = arena_text(a);

	for (size_t i = 0; i < n; i++) {
		struct span clock = print_clock(a, &dues[i]);

		arena_put_format(&t, "%.*s %.*s\n", SPAN_PF(dues[i].milestone->name), SPAN_PF(clock));
	}
	return arena_text_span(&t);
}

/* What the lines say of a milestone: "none" when they do not name it. */
static struct span
told_of(struct span lines, struct span milestone)
{
	struct span line, name;

	while (span_line(&lines, &line))
		if (span_split(&line, ' ', &name) && span_eq(name, milestone))
			return line;
	return SPAN_LIT("none");
}

/* Its own event has said so, or time alone. */
static bool
is_known_done(const struct moves *m, const struct deadline_case *r, struct span milestone, struct span to)
{
	if (!span_eq_str(to, "done"))
		return false;
	for (size_t i = 0; i < r->done_count; i++)
		if (span_eq(r->done[i].key, milestone))
			return true;
	return m->by_config;
}

int
moves_begin(struct keeper *k, int64_t referral, const struct deadline_due *dues, size_t count, struct fail *f)
{
	struct arena *a = arena_new(0);
	int result = register_case_set_clocks(k->db, referral, print_all(a, dues, count), f);

	arena_free(a);
	return result;
}

int
moves_note_one(struct keeper *k, const struct moves *m, struct arena *a, struct span *lines_out, struct fail *f)
{
	const struct deadline_policy *p = &k->config->deadlines;
	struct arena_text lines = arena_text(a);
	struct register_case after;
	struct deadline_due *is;
	size_t is_count;
	struct span told;

	if (register_case_load(k->db, (struct register_case_wanted){ m->referral, REGISTER_LOAD_CLOCKS }, a, &after, f) != 0 ||
	    register_case_clocks(k->db, m->referral, a, &told, f) != 0)
		return -1;
	is_count = deadline_derive(p, &k->config->calendar, &after.clocks, civil_london_date(m->at), a, &is);
	for (size_t i = 0; i < p->count && told.len > 0; i++) {
		const struct deadline_milestone *milestone = &p->milestones[i];
		struct span from = told_of(told, milestone->name), to = print_clock(a, find_due(is, is_count, milestone->name));
		struct register_event e = {
			.referral = m->referral, .kind = REGISTER_CLOCK_MOVED, .at = m->at, .who = m->who,
			.detail = arena_printf(a, "%.*s %.*s -> %.*s by event %lld", SPAN_PF(milestone->name), SPAN_PF(from), SPAN_PF(to), (long long)m->cause),
		};
		int64_t ignored;

		if (span_eq(from, to) || is_known_done(m, &after.clocks, milestone->name, to))
			continue;
		arena_put_format(&lines, "%s- %.*s: %.*s, was %.*s", lines.len > 0 ? "\n" : "", SPAN_PF(milestone->label), SPAN_PF(in_words(a, to)), SPAN_PF(in_words(a, from)));
		if (register_event_add(k->db, &e, &ignored, f) != 0)
			return -1;
	}
	*lines_out = arena_text_span(&lines);
	if (register_case_set_clocks(k->db, m->referral, print_all(a, is, is_count), f) != 0)
		return -1;
	register_case_index(&after.row, is, is_count);
	after.row.next_check_at = m->at;
	return register_case_set_index(k->db, &after.row, f);
}

int
moves_note(struct keeper *k, const struct moves *m, struct arena *a, struct span *lines_out, struct fail *f)
{
	struct moves other = *m;
	struct span ignored;
	int64_t *ids;
	size_t count;

	if (moves_note_one(k, m, a, lines_out, f) != 0)
		return -1;
	if (m->alone)
		return 0;
	if (register_case_same_incident(k->db, m->referral, a, &ids, &count, f) != 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		other.referral = ids[i];
		if (moves_note_one(k, &other, a, &ignored, f) != 0)
			return -1;
	}
	return 0;
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

/* "rapid-review 2026-12-11 -> 2026-12-10 by event 7", as moves_note() writes it; that a milestone is done, or is not after
 * all, is an event of its own. */
static bool
read_event(void *context, const struct register_event *e)
{
	struct reading *r = context;
	struct span rest = e->detail, milestone, from = SPAN_NONE;
	struct civil_date day;
	struct moves_past *p;

	if (e->kind != REGISTER_CLOCK_MOVED && e->kind != REGISTER_MILESTONE_DONE && e->kind != REGISTER_MILESTONE_REOPENED)
		return true;
	if (!span_split(&rest, ' ', &milestone))
		return true;
	p = past_of(r, milestone);
	p->count++;
	if (e->at > r->out->last_at)
		r->out->last_at = e->at;
	if (e->kind == REGISTER_CLOCK_MOVED && span_split(&rest, ' ', &from) && civil_parse(from, &day))
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
