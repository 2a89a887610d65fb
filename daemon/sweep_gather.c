/* SPDX-License-Identifier: ISC */
#include "daemon/post_diary.h"
#include "daemon/sweep_digest.h"

#include <stdlib.h>

/* Of each kind so many are named, the most pressing; the rest are counted, and may be listed. */
enum { NAMED = 50, MOVED = 200, KINDS_MAX = 32, ITEMS_NAMED = 6 };

/* So many of one kind of mail, the first of them by number. */
struct kind {
	struct span class;
	size_t count;
	struct arena_text items;
};

/* Lines, as far as so many are named. */
struct lines {
	struct arena_text text;
	size_t count;
};

struct gathering {
	struct keeper *k;
	struct arena *a;
	int64_t now, since;
	struct civil_date today;
	struct sweep_register *out;
	struct lines fresh, waiting, quarantined, undelivered;
	struct kind automatic[KINDS_MAX], routine[KINDS_MAX];
	struct fail *f;
	bool failed;
};

static void
begin_line(struct arena_text *t)
{
	arena_put_str(t, t->len > 0 ? "\n- " : "- ");
}

/* True when there is room for one more line, and its dash is there. */
static bool
has_room(struct lines *l)
{
	if (l->count++ >= NAMED)
		return false;
	begin_line(&l->text);
	return true;
}

static struct span
lines_of(struct lines *l, const char *how)
{
	if (l->count > NAMED)
		arena_put_format(&l->text, "\n- and %zu more: %s", l->count - NAMED, how);
	return arena_text_span(&l->text);
}

static struct span
day(struct gathering *g, int64_t at)
{
	return civil_print_long(g->a, civil_london_date(at));
}

/* ---- cases ---------------------------------------------------------------------------- */

static void
add_clock(struct gathering *g, struct letter_clocks *c, const struct register_row *row, const struct deadline_due *d)
{
	struct span words = letter_clock_words(g->a, d), owner = row->owner.len > 0 ? row->owner : SPAN_LIT("nobody");

	c->items = arena_grow(g->a, c->items, c->count, &c->capacity, sizeof(*c->items));
	c->items[c->count++] = (struct letter_clock){
		.level = d->level, .due = d->due, .label = arena_printf(g->a, "%.*s, %.*s", SPAN_PF(row->reference), SPAN_PF(d->milestone->label)),
		.words = arena_printf(g->a, "%.*s; taken by %.*s", SPAN_PF(words), SPAN_PF(owner)),
	};
}

/* One of the cases that are told of. */
struct telling {
	struct gathering *g;
	const struct register_row *row;
	const struct deadline_due *dues;
	size_t dues_count;
};

static int
tell_clocks(const struct telling *t, bool past, struct letter_clocks *to)
{
	for (size_t i = 0; i < t->dues_count; i++) {
		struct deadline_pressing p = deadline_press(&t->dues[i], 1);

		if ((past ? p.past : p.soon) > 0)
			add_clock(t->g, to, t->row, &t->dues[i]);
	}
	return 0;
}

static int
tell_past(const struct telling *t)
{
	return tell_clocks(t, true, &t->g->out->digest.overdue);
}

static int
tell_soon(const struct telling *t)
{
	return tell_clocks(t, false, &t->g->out->digest.soon);
}

static int
tell_fresh(const struct telling *t)
{
	const struct deadline_due *next = deadline_next(t->dues, t->dues_count);
	const struct register_row *row = t->row;
	struct gathering *g = t->g;

	(void)has_room(&g->fresh);
	arena_put_format(&g->fresh.text, "%.*s (%s), came %.*s, taken by %.*s", SPAN_PF(row->reference), row->handling == DEADLINE_PLR ? "PLR" : "LCSPR",
	    SPAN_PF(day(g, row->received_at)), SPAN_PF(row->owner.len > 0 ? row->owner : SPAN_LIT("nobody")));
	if (next != NULL)
		arena_put_format(&g->fresh.text, "; next: %.*s, %.*s", SPAN_PF(next->milestone->label), SPAN_PF(civil_print_long(g->a, next->due)));
	return 0;
}

static int
tell_moved(const struct telling *t)
{
	struct gathering *g = t->g;
	struct post_diary_case moved = {
		.referral = t->row->id, .reference = arena_copy(g->a, t->row->reference), .moved_since = g->since, .dues = t->dues, .dues_count = t->dues_count,
	};

	return post_diary_add(g->k, &moved, g->a, &g->out->diary, g->f);
}

static int
look_at_case(struct gathering *g, int64_t id, struct arena *a, int (*tell)(const struct telling *t))
{
	struct telling t = { .g = g };
	struct register_case c;
	struct deadline_due *dues;

	if (register_case_load(g->k->db, (struct register_case_wanted){ id, REGISTER_LOAD_CLOCKS }, a, &c, g->f) != 0)
		return -1;
	t.row = &c.row;
	t.dues_count = deadline_derive(&g->k->config->deadlines, &g->k->config->calendar, &c.clocks, g->today, a, &dues);
	t.dues = dues;
	return tell(&t);
}

static int
look_at_some(struct gathering *g, enum register_case_which which, size_t most, int (*tell)(const struct telling *t))
{
	struct register_case_some some = { .which = which, .since = g->since };
	int64_t ids[MOVED];

	if (register_case_some(g->k->db, &some, ids, &most, g->f) != 0)
		return -1;
	for (size_t i = 0; i < most; i++) {
		struct arena *a = arena_new(0);
		int result = look_at_case(g, ids[i], a, tell);

		arena_free(a);
		if (result != 0)
			return -1;
	}
	return 0;
}

static int
by_due(const void *a, const void *b)
{
	const struct letter_clock *x = a, *y = b;
	int order = civil_compare(x->due, y->due);

	return order != 0 ? order : span_compare(x->label, y->label);
}

/* In their order; what is behind so many is counted only. */
static void
cut_clocks(struct letter_clocks *c, uint64_t all)
{
	if (c->count > 0)
		qsort(c->items, c->count, sizeof(*c->items), by_due);
	if (c->count > NAMED)
		c->count = NAMED;
	c->more = all > c->count ? (size_t)all - c->count : 0;
}

/* The counts are the index's, which the sweep has just brought up to the day; only what is named is loaded. */
static int
gather_cases(struct gathering *g)
{
	struct letter_digest *d = &g->out->digest;
	struct register_case_counts counts;

	if (register_case_count(g->k->db, g->since, &counts, g->f) != 0 || look_at_some(g, REGISTER_CASES_PAST, NAMED, tell_past) != 0 ||
	    look_at_some(g, REGISTER_CASES_SOON, NAMED, tell_soon) != 0 || look_at_some(g, REGISTER_CASES_CAME, NAMED, tell_fresh) != 0 ||
	    look_at_some(g, REGISTER_CASES_MOVED, MOVED, tell_moved) != 0)
		return -1;
	d->open = (size_t)counts.open;
	d->untaken = (size_t)counts.untaken;
	d->came = (size_t)counts.came;
	d->closed = (size_t)counts.closed;
	cut_clocks(&d->overdue, counts.past);
	cut_clocks(&d->soon, counts.soon);
	if (counts.came > g->fresh.count)
		g->fresh.count = (size_t)counts.came;
	if (counts.moved > MOVED)
		d->uncharted = arena_printf(g->a, "The calendar file has %d of the %llu cases whose clocks have moved, the latest registered; of the others it has no new days.", MOVED,
		    (unsigned long long)counts.moved);
	d->fresh = lines_of(&g->fresh, "referralctl list");
	return 0;
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
put_item(struct gathering *g, struct lines *l, const struct register_item *item)
{
	struct register_row row = { 0 };
	struct arena_text *t = &l->text;

	if (!has_room(l))
		return 0;
	if (item->referral != 0 && register_case_get(g->k->db, item->referral, g->a, &row, g->f) != 0)
		return -1;
	arena_put_format(t, "item %lld: %.*s%s%.*s%s, came %.*s", (long long)item->id, SPAN_PF(item->class), item->reason.len > 0 ? " (" : "", SPAN_PF(item->reason),
	    item->reason.len > 0 ? ")" : "", SPAN_PF(day(g, item->received_at)));
	if (row.id != 0)
		arena_put_format(t, ", %.*s", SPAN_PF(row.reference));
	return 0;
}

static bool
is_for_a_person(const struct register_item *item)
{
	return item->status == REGISTER_ITEM_OPEN || item->status == REGISTER_ITEM_QUARANTINED;
}

static bool
each_waiting(void *context, const struct register_item *item)
{
	struct gathering *g = context;

	g->failed = put_item(g, item->status == REGISTER_ITEM_OPEN ? &g->waiting : &g->quarantined, item) != 0;
	return !g->failed;
}

static bool
each_fresh(void *context, const struct register_item *item)
{
	struct gathering *g = context;

	if (is_for_a_person(item))
		return true;
	if (span_eq_str(item->class, classify_class_name(CLASSIFY_SPAM)))
		g->failed = put_item(g, &g->quarantined, item) != 0;
	else if (is_automatic(item->class))
		count_kind(g, g->automatic, item);
	else if (item->referral == 0)
		count_kind(g, g->routine, item);
	return !g->failed;
}

static int
gather_items(struct gathering *g)
{
	struct register_item_query waiting = { .which = REGISTER_ITEMS_OPEN, .each = each_waiting, .context = g };
	struct register_item_query fresh = { .which = REGISTER_ITEMS_ALL, .fetched_since = g->since, .each = each_fresh, .context = g };

	if (register_item_list(g->k->db, &waiting, g->f) != 0 || g->failed || register_item_list(g->k->db, &fresh, g->f) != 0 || g->failed)
		return -1;
	g->out->digest.waiting = lines_of(&g->waiting, "referralctl items --open");
	g->out->digest.quarantined = lines_of(&g->quarantined, "referralctl items --open");
	g->out->digest.automatic = print_kinds(g, g->automatic);
	g->out->digest.routine = print_kinds(g, g->routine);
	return 0;
}

/* ---- letters and faults --------------------------------------------------------------- */

static bool
each_letter(void *context, const struct register_letter *l)
{
	struct gathering *g = context;
	bool ended = l->state == REGISTER_LETTER_REFUSED || l->state == REGISTER_LETTER_GIVEN_UP;

	if (l->state != REGISTER_LETTER_HELD && !(ended && l->settled_at >= g->since))
		return true;
	if (!has_room(&g->undelivered))
		return true;
	arena_put_format(&g->undelivered.text, "letter %lld: %.*s, %s", (long long)l->id, SPAN_PF(l->kind), register_letter_state_name(l->state));
	if (l->person.len > 0)
		arena_put_format(&g->undelivered.text, ", for %.*s", SPAN_PF(l->person));
	return true;
}

static int
gather_faults(struct gathering *g)
{
	struct arena_text t = arena_text(g->a);
	struct register_faults faults;

	if (register_fault_some(g->k->db, &(struct register_fault_query){ .most = NAMED }, g->a, &faults, g->f) != 0)
		return -1;
	for (size_t i = 0; i < faults.count; i++) {
		const struct register_fault *fault = &faults.items[i];

		begin_line(&t);
		arena_put_format(&t, "%.*s%s%.*s, since %.*s", SPAN_PF(fault->name), fault->of.len > 0 ? ": " : "", SPAN_PF(fault->of), SPAN_PF(day(g, fault->since)));
	}
	if (faults.more > 0)
		arena_put_format(&t, "\n- and %zu more: referralctl status", faults.more);
	g->out->digest.faults = arena_text_span(&t);
	return 0;
}

static int
gather_letters(struct gathering *g)
{
	struct register_letter_query letters = { .unsettled = true, .each = each_letter, .context = g };

	if (register_letter_list(g->k->db, &letters, g->f) != 0)
		return -1;
	g->out->digest.undelivered = lines_of(&g->undelivered, "referralctl outbox");
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
timeliness(struct gathering *g, const struct board *board)
{
	struct arena_text t = arena_text(g->a);

	for (size_t i = 0; board != NULL && i < board->count; i++) {
		const struct board_kept *k = &board->kept[i];

		if (k->in_time + k->late + k->running + k->overdue == 0)
			continue;
		begin_line(&t);
		arena_put_format(&t, "%.*s: %zu in time, %zu late, %zu running, %zu past", SPAN_PF(k->milestone->label), k->in_time, k->late, k->running, k->overdue);
	}
	return arena_text_span(&t);
}

int
sweep_digest_gather(struct keeper *k, const struct sweep_since *since, struct arena *a, struct sweep_register *out, struct fail *f)
{
	struct gathering g = { .k = k, .a = a, .now = keeper_now(k), .since = since->at, .out = out, .f = f };

	for (struct lines *const *l = (struct lines *const[]){ &g.fresh, &g.waiting, &g.quarantined, &g.undelivered, NULL }; *l != NULL; l++)
		(*l)->text = arena_text(a);
	g.today = civil_london_date(g.now);
	*out = (struct sweep_register){ .diary = post_diary_new(k, g.now) };
	if (gather_cases(&g) != 0 || gather_items(&g) != 0 || gather_letters(&g) != 0 || gather_faults(&g) != 0)
		return -1;
	out->digest.away = away(&g);
	out->digest.timeliness = timeliness(&g, since->board);
	return 0;
}
