/* SPDX-License-Identifier: ISC */
#include "daemon/post_diary.h"
#include "daemon/sweep_digest.h"

#include <stdlib.h>

enum { KINDS_MAX = 32, ITEMS_NAMED = 6 };

/* So many of one kind of mail, the first of them by number. */
struct kind {
	struct span class;
	size_t count;
	struct arena_text items;
};

struct gathering {
	struct keeper *k;
	struct arena *a;
	int64_t now, since;
	struct civil_date today;
	struct sweep_register *out;
	struct arena_text fresh, waiting, quarantined, undelivered, faults;
	struct kind automatic[KINDS_MAX], routine[KINDS_MAX];
	struct fail *f;
	bool failed;
};

static void
begin_line(struct arena_text *t)
{
	arena_put_str(t, t->len > 0 ? "\n- " : "- ");
}

static struct span
day(struct gathering *g, int64_t at)
{
	return civil_print_long(g->a, civil_london_date(at));
}

/* ---- cases ---------------------------------------------------------------------------- */

static void
add_clock(struct gathering *g, const struct register_row *row, const struct deadline_due *d)
{
	struct letter_clocks *c = d->level == DEADLINE_OVERDUE ? &g->out->digest.overdue : &g->out->digest.soon;

	c->items = arena_grow(g->a, c->items, c->count, &c->capacity, sizeof(*c->items));
	c->items[c->count++] = (struct letter_clock){
		.level = d->level, .due = d->due, .label = arena_printf(g->a, "%.*s, %.*s", SPAN_PF(row->reference), SPAN_PF(d->milestone->label)),
		.words = arena_printf(g->a, "%.*s; taken by %.*s", SPAN_PF(letter_clock_words(g->a, d)), SPAN_PF(row->owner.len > 0 ? row->owner : SPAN_LIT("nobody"))),
	};
}

static int
by_due(const void *a, const void *b)
{
	const struct letter_clock *x = a, *y = b;
	int order = civil_compare(x->due, y->due);

	return order != 0 ? order : span_compare(x->label, y->label);
}

static void
sort_clocks(struct letter_clocks *c)
{
	if (c->count > 0)
		qsort(c->items, c->count, sizeof(*c->items), by_due);
}

static void
add_case(struct gathering *g, const struct register_row *row, const struct deadline_due *dues, size_t n)
{
	struct letter_digest *d = &g->out->digest;
	const struct deadline_due *next = deadline_next(dues, n);

	if (row->registered_at >= g->since) {
		d->came++;
		begin_line(&g->fresh);
		arena_put_format(&g->fresh, "%.*s (%s), came %.*s, taken by %.*s", SPAN_PF(row->reference), row->handling == DEADLINE_PLR ? "PLR" : "LCSPR",
		    SPAN_PF(day(g, row->received_at)), SPAN_PF(row->owner.len > 0 ? row->owner : SPAN_LIT("nobody")));
		if (next != NULL)
			arena_put_format(&g->fresh, "; next: %.*s, %.*s", SPAN_PF(next->milestone->label), SPAN_PF(civil_print_long(g->a, next->due)));
	}
	if (row->status == REGISTER_CASE_CLOSED) {
		d->closed += row->closed_at >= g->since;
		return;
	}
	d->open++;
	d->untaken += row->owner.len == 0;
	for (size_t i = 0; i < n; i++)
		if (dues[i].level != DEADLINE_DONE && dues[i].level != DEADLINE_GREEN && civil_is_set(dues[i].due) && !dues[i].milestone->silent)
			add_clock(g, row, &dues[i]);
}

/* Long closed cases are of no interest, but for how this year's clocks were kept. */
static bool
is_of_interest(const struct gathering *g, const struct register_row *row)
{
	return row->status != REGISTER_CASE_CLOSED || row->closed_at >= g->since || civil_london_date(row->received_at).year == g->today.year;
}

static int
look_at_case(struct gathering *g, const struct register_row *row, struct arena *a)
{
	struct register_case c;
	struct deadline_due *dues;
	struct post_diary_case moved = { .referral = row->id, .reference = arena_copy(g->a, row->reference), .moved_since = g->since };
	size_t n;

	if (register_case_load(g->k->db, (struct register_case_wanted){ row->id, REGISTER_LOAD_CLOCKS }, a, &c, g->f) != 0)
		return -1;
	n = deadline_derive(&g->k->config->deadlines, &g->k->config->calendar, &c.clocks, g->today, a, &dues);
	if (civil_london_date(row->received_at).year == g->today.year)
		board_count(&g->out->board, dues, n);
	add_case(g, row, dues, n);
	moved.dues = dues;
	moved.dues_count = n;
	return post_diary_add(g->k, &moved, g->a, &g->out->diary, g->f);
}

static bool
each_case(void *context, const struct register_row *row)
{
	struct gathering *g = context;
	struct arena *a;

	if (!is_of_interest(g, row))
		return true;
	a = arena_new(0);
	g->failed = look_at_case(g, row, a) != 0;
	arena_free(a);
	return !g->failed;
}

/* ---- mail ----------------------------------------------------------------------------- */

static bool
is_automatic(struct span class)
{
	static const enum classify_class classes[] = { CLASSIFY_AUTO_REPLY, CLASSIFY_BOUNCE, CLASSIFY_RECEIPT, CLASSIFY_LIST, CLASSIFY_INVITE };

	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (span_eq_str(class, classify_class_name(classes[i])))
			return true;
	return false;
}

static void
count_kind(struct gathering *g, struct kind kinds[KINDS_MAX], const struct register_item *item)
{
	size_t i = 0;

	while (i < KINDS_MAX - 1 && kinds[i].count > 0 && !span_eq(kinds[i].class, item->class))
		i++;
	if (kinds[i].count == 0)
		kinds[i] = (struct kind){ .class = arena_copy(g->a, item->class), .items = arena_text(g->a) };
	if (kinds[i].count < ITEMS_NAMED)
		arena_put_format(&kinds[i].items, "%s%lld", kinds[i].count == 0 ? "" : ", ", (long long)item->id);
	else if (kinds[i].count == ITEMS_NAMED)
		arena_put_str(&kinds[i].items, " ...");
	kinds[i].count++;
}

static struct span
print_kinds(struct gathering *g, const struct kind kinds[KINDS_MAX])
{
	struct arena_text t = arena_text(g->a);

	for (size_t i = 0; i < KINDS_MAX && kinds[i].count > 0; i++) {
		begin_line(&t);
		arena_put_format(&t, "%.*s: %zu (item %.*s)", SPAN_PF(kinds[i].class), kinds[i].count, SPAN_PF(arena_text_span(&kinds[i].items)));
	}
	return arena_text_span(&t);
}

static int
put_item(struct gathering *g, struct arena_text *t, const struct register_item *item)
{
	struct register_row row = { 0 };

	if (item->referral != 0 && register_case_get(g->k->db, item->referral, g->a, &row, g->f) != 0)
		return -1;
	begin_line(t);
	arena_put_format(t, "item %lld: %.*s%s%.*s%s, came %.*s", (long long)item->id, SPAN_PF(item->class), item->reason.len > 0 ? " (" : "", SPAN_PF(item->reason),
	    item->reason.len > 0 ? ")" : "", SPAN_PF(day(g, item->received_at)));
	if (row.id != 0)
		arena_put_format(t, ", %.*s", SPAN_PF(row.reference));
	return 0;
}

static bool
each_item(void *context, const struct register_item *item)
{
	struct gathering *g = context;
	bool fresh = item->fetched_at >= g->since, spam = span_eq_str(item->class, classify_class_name(CLASSIFY_SPAM));

	if (item->status == REGISTER_ITEM_OPEN)
		g->failed = put_item(g, &g->waiting, item) != 0;
	else if (item->status == REGISTER_ITEM_QUARANTINED || (spam && fresh))
		g->failed = put_item(g, &g->quarantined, item) != 0;
	else if (fresh && is_automatic(item->class))
		count_kind(g, g->automatic, item);
	else if (fresh && item->referral == 0)
		count_kind(g, g->routine, item);
	return !g->failed;
}

/* ---- letters and faults --------------------------------------------------------------- */

static bool
each_letter(void *context, const struct register_letter *l)
{
	struct gathering *g = context;
	bool ended = l->state == REGISTER_LETTER_REFUSED || l->state == REGISTER_LETTER_GIVEN_UP;

	if (l->state != REGISTER_LETTER_HELD && !(ended && l->settled_at >= g->since))
		return true;
	begin_line(&g->undelivered);
	arena_put_format(&g->undelivered, "letter %lld: %.*s, %s", (long long)l->id, SPAN_PF(l->kind), register_letter_state_name(l->state));
	if (l->person.len > 0)
		arena_put_format(&g->undelivered, ", for %.*s", SPAN_PF(l->person));
	return true;
}

static int
gather_faults(struct gathering *g)
{
	struct register_faults faults;

	if (register_fault_list(g->k->db, g->a, &faults, g->f) != 0)
		return -1;
	for (size_t i = 0; i < faults.count; i++) {
		const struct register_fault *fault = &faults.items[i];

		begin_line(&g->faults);
		arena_put_format(&g->faults, "%.*s%s%.*s, since %.*s", SPAN_PF(fault->name), fault->of.len > 0 ? ": " : "", SPAN_PF(fault->of), SPAN_PF(day(g, fault->since)));
	}
	return 0;
}

static struct span
away(struct gathering *g)
{
	const struct config *c = g->k->config;
	struct arena_text t = arena_text(g->a);

	for (size_t i = 0; i < c->persons_count; i++)
		if (!config_person_is_here(&c->persons[i], g->today)) {
			begin_line(&t);
			arena_put(&t, c->persons[i].name);
		}
	return arena_text_span(&t);
}

static struct span
timeliness(struct gathering *g)
{
	struct arena_text t = arena_text(g->a);

	for (size_t i = 0; i < g->out->board.count; i++) {
		const struct board_kept *k = &g->out->board.kept[i];

		if (k->in_time + k->late + k->running + k->overdue == 0)
			continue;
		begin_line(&t);
		arena_put_format(&t, "%.*s: %zu in time, %zu late, %zu running, %zu past", SPAN_PF(k->milestone->label), k->in_time, k->late, k->running, k->overdue);
	}
	return arena_text_span(&t);
}

int
sweep_digest_gather(struct keeper *k, int64_t since, struct arena *a, struct sweep_register *out, struct fail *f)
{
	struct gathering g = {
		.k = k, .a = a, .now = keeper_now(k), .since = since, .out = out, .f = f, .fresh = arena_text(a), .waiting = arena_text(a), .quarantined = arena_text(a),
		.undelivered = arena_text(a), .faults = arena_text(a),
	};
	struct register_case_query cases = { .closed_too = true, .each = each_case, .context = &g };
	struct register_item_query items = { .which = REGISTER_ITEMS_ALL, .each = each_item, .context = &g };
	struct register_letter_query letters = { .unsettled = true, .each = each_letter, .context = &g };

	g.today = civil_london_date(g.now);
	*out = (struct sweep_register){ .board = board_new(a, &k->config->deadlines), .diary = post_diary_new(k, g.now) };
	if (register_case_list(k->db, &cases, f) != 0 || g.failed || register_item_list(k->db, &items, f) != 0 || g.failed ||
	    register_letter_list(k->db, &letters, f) != 0 || gather_faults(&g) != 0)
		return -1;
	sort_clocks(&out->digest.overdue);
	sort_clocks(&out->digest.soon);
	out->digest.fresh = arena_text_span(&g.fresh);
	out->digest.waiting = arena_text_span(&g.waiting);
	out->digest.quarantined = arena_text_span(&g.quarantined);
	out->digest.undelivered = arena_text_span(&g.undelivered);
	out->digest.faults = arena_text_span(&g.faults);
	out->digest.automatic = print_kinds(&g, g.automatic);
	out->digest.routine = print_kinds(&g, g.routine);
	out->digest.away = away(&g);
	out->digest.timeliness = timeliness(&g);
	return 0;
}
