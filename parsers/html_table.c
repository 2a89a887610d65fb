/* SPDX-License-Identifier: ISC */
#include "parsers/html_state.h"

static unsigned
span_count(const struct xml_element *e, const char *name)
{
	uint64_t n;

	if (!span_number(span_trim(xml_attribute(e, XML_NS_NONE, name)), UINT32_MAX, &n) || n == 0)
		return 1;
	return n > HTML_SPAN_LIMIT ? HTML_SPAN_LIMIT : (unsigned)n;
}

static struct html_table *
current(struct html_state *s)
{
	return s->tables_open == 0 || s->tables_beyond > 0 ? NULL : s->tables[s->tables_open - 1];
}

/* The innermost cell around a table that begins now: where it stands. */
static void
set_outer(const struct html_state *s, struct html_table *t)
{
	for (unsigned i = s->tables_open; i > 0; i--) {
		const struct html_table *outer = s->tables[i - 1];

		if (!outer->cell_open)
			continue;
		t->where.outer_table = outer->where.table;
		t->where.outer_row = outer->where.row;
		t->where.outer_column = outer->where.column;
		return;
	}
}

static void
start_table(struct html_state *s)
{
	unsigned order = s->tables_seen++;
	struct html_table *t;

	if (s->tables_open == HTML_TABLES_LIMIT || s->tables_beyond > 0) {
		s->tables_beyond++;
		return;
	}
	t = arena_alloc(s->r->arena, sizeof(*t));
	t->where.part = s->r->part;
	t->layout = order < s->cells_count && s->cells[order] <= 1;
	t->line.run.arena = t->line.builder.arena = s->r->arena;
	set_outer(s, t);
	if (!t->layout)
		t->where.table = ++s->tables_told;
	s->tables[s->tables_open++] = t;
}

static void
end_cell(struct html_state *s, struct html_table *t)
{
	struct block_list *list = s->r->blocks;
	struct block one;
	unsigned flags = (t->cell_header ? BLOCK_HEADING : 0) | (s->look.quoted ? BLOCK_MARGIN : 0);

	if (!t->cell_open)
		return;
	t->cell_open = false;
	html_flush(s, &t->line);
	one = block_finish(&t->line.builder, BLOCK_CELL, &t->where, flags);
	if (t->slot < list->count)
		list->items[t->slot] = one;
	t->line.any = t->line.blank = false;
	t->line.breaks = 0;
}

/* Columns that a cell from a row above still covers are passed over. */
static void
start_cell(struct html_state *s, struct html_table *t, const struct xml_element *e)
{
	static const struct block empty;
	struct block_where *w = &t->where;

	end_cell(s, t);
	if (w->row == 0)
		w->row = 1;
	w->column += w->column == 0 ? 1 : w->column_span;
	while (w->column <= HTML_COLUMNS_LIMIT && t->down[w->column - 1] > 0)
		w->column++;
	w->column_span = span_count(e, "colspan");
	w->row_span = span_count(e, "rowspan");
	for (unsigned i = 0; i < w->column_span && w->column + i <= HTML_COLUMNS_LIMIT; i++)
		t->down[w->column + i - 1] = w->row_span;
	t->cell_open = true;
	t->cell_header = s->look.header_row;
	/* Its place is kept now, so that a table within it comes after it. */
	block_add(s->r->blocks, &empty);
	t->slot = s->r->blocks->cut ? SIZE_MAX : s->r->blocks->count - 1;
}

static void
start_row(struct html_state *s, struct html_table *t)
{
	end_cell(s, t);
	if (t->where.row > 0)
		for (unsigned i = 0; i < HTML_COLUMNS_LIMIT; i++)
			t->down[i] -= t->down[i] > 0;
	t->where.row++;
	t->where.column = t->where.column_span = 0;
}

void
html_table_start(struct html_state *s, const struct xml_element *e)
{
	struct html_table *t = current(s);

	if (e->id == HTML_TABLE)
		start_table(s);
	if (t == NULL || t->layout) {
		if (e->id == HTML_TD || e->id == HTML_TH)
			html_end_line(s, false);
		return;
	}
	if (e->id == HTML_TR)
		start_row(s, t);
	else if (e->id == HTML_TD || e->id == HTML_TH)
		start_cell(s, t, e);
}

void
html_table_end(struct html_state *s, const struct xml_element *e)
{
	struct html_table *t = current(s);

	if (e->id == HTML_TABLE && s->tables_beyond > 0) {
		s->tables_beyond--;
		return;
	}
	if (t == NULL)
		return;
	if ((e->id == HTML_TD || e->id == HTML_TH || e->id == HTML_TR || e->id == HTML_TABLE) && !t->layout)
		end_cell(s, t);
	if (e->id == HTML_TABLE)
		s->tables_open--;
}
