/* SPDX-License-Identifier: ISC */
#include "parsers/rtf_state.h"

#include <stdlib.h>

enum { EDGES_LIMIT = 200, SAME_EDGE = 20 /* twips */, LOOK_BACK = 2000 };

static void
open_table(struct rtf_state *s)
{
	struct rtf_table *t = arena_alloc(s->arena, sizeof(*t));

	if (rtf_flow(s)->cell)
		rtf_flow_keep_place(s);
	else if (rtf_flow(s)->run.len > 0 || !block_is_empty(&rtf_flow(s)->builder))
		rtf_flow_end_paragraph(s);
	t->number = ++s->tables_seen;
	t->row = 1;
	s->tables[s->tables_count++] = t;
}

static bool
open_cell(struct rtf_state *s)
{
	struct rtf_table *t = s->tables[s->tables_count - 1];
	struct rtf_flow *f;

	if (!rtf_flow_push(s, true, false))
		return false;
	f = rtf_flow(s);
	f->where.table = t->number;
	f->where.row = t->row;
	f->where.column = ++t->index;
	f->where.column_span = f->where.row_span = 1;
	rtf_flow_keep_place(s);
	t->cells = arena_grow(s->arena, t->cells, t->count, &t->capacity, sizeof(*t->cells));
	t->cells[t->count++] = (struct rtf_cell){ .slot = f->slot, .row = t->row, .index = t->index - 1 };
	return true;
}

/* Tables open in this place: those of flows outside (a box in a cell) are not its own. */
static unsigned
own_level(struct rtf_state *s)
{
	return s->tables_count - rtf_flow(s)->tables_from;
}

/* ---- the grid ---------------------------------------------------------------------------------- */

static int
compare_ints(const void *a, const void *b)
{
	const int *p = a, *q = b;

	return *p < *q ? -1 : *p > *q;
}

/* The columns of a table are between the sides of all its cells. */
static size_t
find_edges(const struct rtf_table *t, int *edges)
{
	size_t n = 0, kept = 0;

	for (size_t i = 0; i < t->count; i++) {
		if (!t->cells[i].known || n + 2 > EDGES_LIMIT * 4)
			continue;
		edges[n++] = t->cells[i].left;
		edges[n++] = t->cells[i].right;
	}
	qsort(edges, n, sizeof(*edges), compare_ints);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || edges[i] - edges[kept - 1] > SAME_EDGE)
			edges[kept++] = edges[i];
	return kept;
}

static unsigned
column_of(const int *edges, size_t n, int x)
{
	size_t i = 0;

	while (i + 1 < n && edges[i + 1] <= x + SAME_EDGE)
		i++;
	return (unsigned)i + 1;
}

static struct block *
block_at(struct rtf_state *s, size_t slot)
{
	return slot == 0 || slot > s->reading->blocks->count ? NULL : &s->reading->blocks->items[slot - 1];
}

/* The cell above that one going on, or NULL. */
static struct rtf_cell *
above(struct rtf_table *t, size_t index)
{
	const struct rtf_cell *c = &t->cells[index];

	for (size_t i = index; i-- > 0 && index - i < LOOK_BACK;)
		if (t->cells[i].row < c->row && t->cells[i].left <= c->left + SAME_EDGE && t->cells[i].right > c->left + SAME_EDGE &&
		    (t->cells[i].merged & RTF_MERGE_DOWN_ON) == 0)
			return &t->cells[i];
	return NULL;
}

static bool
join_cell(struct rtf_state *s, struct rtf_table *t, size_t index)
{
	struct rtf_cell *c = &t->cells[index], *into = NULL;
	struct block *b, *mine = block_at(s, c->slot);

	if ((c->merged & RTF_MERGE_DOWN_ON) != 0)
		into = above(t, index);
	else if ((c->merged & RTF_MERGE_RIGHT_ON) != 0 && index > 0 && t->cells[index - 1].row == c->row)
		into = &t->cells[index - 1];
	b = into == NULL ? NULL : block_at(s, into->slot);
	if (b == NULL || mine == NULL || mine->runs_count > 0)
		return false;
	if ((c->merged & RTF_MERGE_DOWN_ON) != 0) {
		b->where.row_span++;
	} else {
		b->where.column_span += mine->where.column_span;
		c->slot = into->slot;
		return true;
	}
	return true;
}

/* Blocks without a place were merged into others. */
static void
drop_joined(struct rtf_state *s, size_t from)
{
	struct block_list *list = s->reading->blocks;
	size_t kept = from;

	for (size_t i = from; i < list->count; i++)
		if (list->items[i].kind != BLOCK_CELL || list->items[i].where.column != 0)
			list->items[kept++] = list->items[i];
	list->count = kept;
}

/* What is nested in a cell says which column that is; it stands right behind the cell. */
static void
tell_nested(struct rtf_state *s, const struct rtf_table *t, size_t slot)
{
	const struct block_list *list = s->reading->blocks;
	unsigned column = list->items[slot - 1].where.column;

	for (size_t i = slot; i < list->count && list->items[i].where.table != t->number; i++)
		if (list->items[i].where.outer_table == t->number)
			list->items[i].where.outer_column = column;
}

static void
lay_out(struct rtf_state *s, struct rtf_table *t)
{
	int *edges = arena_array(s->arena, (size_t)EDGES_LIMIT * 4 + 2, sizeof(*edges));
	size_t n = find_edges(t, edges), first = SIZE_MAX;

	if (n < 2)
		return;
	for (size_t i = 0; i < t->count; i++) {
		struct block *b = block_at(s, t->cells[i].slot);

		if (b == NULL || !t->cells[i].known)
			continue;
		b->where.column = column_of(edges, n, t->cells[i].left);
		b->where.column_span = column_of(edges, n, t->cells[i].right - 2 * SAME_EDGE) - b->where.column + 1;
		if (b->where.column_span > n || b->where.column_span == 0)
			b->where.column_span = 1;
		tell_nested(s, t, t->cells[i].slot);
	}
	for (size_t i = 0; i < t->count; i++) {
		size_t slot = t->cells[i].slot;

		if (t->cells[i].known && join_cell(s, t, i)) {
			block_at(s, slot)->where.column = 0;
			first = slot - 1 < first ? slot - 1 : first;
		}
	}
	if (first != SIZE_MAX)
		drop_joined(s, first);
}

/* ---- cells and rows -------------------------------------------------------------------------------- */

void
rtf_table_end_row(struct rtf_state *s, unsigned level)
{
	struct rtf_table *t;

	if (level == 0 || own_level(s) < level)
		return;
	rtf_table_close(s, level);
	if (rtf_flow(s)->cell && rtf_flow(s)->where.table == s->tables[s->tables_count - 1]->number)
		rtf_flow_pop(s);
	t = s->tables[s->tables_count - 1];
	for (size_t i = t->row_from; i < t->count; i++) {
		struct rtf_cell *c = &t->cells[i];
		struct block *b = block_at(s, c->slot);

		if (c->index >= t->properties.count)
			continue;
		c->left = c->index == 0 ? t->properties.left : t->properties.edges[c->index - 1];
		c->right = t->properties.edges[c->index];
		c->merged = t->properties.merged[c->index];
		c->known = true;
		if (t->properties.heading && b != NULL)
			b->flags |= BLOCK_HEADING;
	}
	t->row_from = t->count;
	t->row++;
	t->index = 0;
}

/* Closes tables deeper than that level. */
void
rtf_table_close(struct rtf_state *s, unsigned level)
{
	while (own_level(s) > level) {
		struct rtf_table *t = s->tables[s->tables_count - 1];

		if (rtf_flow(s)->cell && rtf_flow(s)->where.table == t->number)
			rtf_flow_pop(s);
		s->tables_count--;
		lay_out(s, t);
	}
}

/* Opens tables and their cells down to that level. */
static bool
open_to(struct rtf_state *s, unsigned level)
{
	rtf_table_close(s, level);
	for (;;) {
		bool in_cell = rtf_flow(s)->cell && s->tables_count > 0 && rtf_flow(s)->where.table == s->tables[s->tables_count - 1]->number;

		if (own_level(s) >= level && (in_cell || level == 0))
			return true;
		if (own_level(s) > 0 && !in_cell) {
			if (!open_cell(s))
				return false;
		} else if (s->tables_count < RTF_TABLES_DEPTH) {
			open_table(s);
		} else {
			return false;
		}
	}
}

void
rtf_table_settle(struct rtf_state *s)
{
	unsigned level = s->in_table ? (s->level > 0 ? s->level : 1) : s->level;

	(void)open_to(s, level);
}

void
rtf_table_end_cell(struct rtf_state *s, unsigned level)
{
	if (open_to(s, level) && rtf_flow(s)->cell)
		rtf_flow_pop(s);
}

bool
rtf_table_word(struct rtf_state *s, struct span word, bool has_number, int number)
{
	static const struct { const char *word; unsigned char merge; } merges[] = {
		{ "clvmgf", RTF_MERGE_DOWN }, { "clvmrg", RTF_MERGE_DOWN_ON }, { "clmgf", RTF_MERGE_RIGHT }, { "clmrg", RTF_MERGE_RIGHT_ON },
	};
	unsigned level = rtf_group(s)->nested_properties ? s->level : 1;
	struct rtf_row *row;

	if (!span_starts(word, SPAN_LIT("cl")) && !span_starts(word, SPAN_LIT("tr")) && !span_starts(word, SPAN_LIT("cellx")))
		return false;
	if (span_eq_str(word, "trowd") && level > 0 && own_level(s) < level && open_to(s, level - 1) && s->tables_count < RTF_TABLES_DEPTH)
		open_table(s);
	if (level == 0 || own_level(s) < level)
		return true;
	row = &s->tables[rtf_flow(s)->tables_from + level - 1]->properties;
	if (span_eq_str(word, "trowd"))
		*row = (struct rtf_row){ .count = 0 };
	else if (span_eq_str(word, "trleft") && has_number)
		row->left = number;
	else if (span_eq_str(word, "trhdr"))
		row->heading = true;
	else if (span_eq_str(word, "cellx") && row->count < RTF_CELLS_LIMIT) {
		row->edges[row->count] = has_number ? number : 0;
		row->merged[row->count++] = row->next;
		row->next = 0;
	}
	for (size_t i = 0; i < sizeof(merges) / sizeof(merges[0]); i++)
		if (span_eq_str(word, merges[i].word))
			row->next |= merges[i].merge;
	return true;
}
