/* SPDX-License-Identifier: ISC */
#include "parsers/odt_state.h"

static unsigned
count(const struct xml_element *e, const char *name, unsigned limit)
{
	uint64_t n;

	if (!span_number(xml_attribute(e, XML_NS_TABLE, name), UINT32_MAX, &n) || n == 0)
		return 1;
	return n > limit ? limit : (unsigned)n;
}

static void
end_table(void *state)
{
	struct odt_state *s = state;

	if (s->flow->table != NULL)
		s->flow->table = s->flow->table->outer;
}

static void
begin_table(struct odt_state *s)
{
	struct odt_table *t;

	if (s->flow->kind == ODT_FLOW_CELL)
		odt_flow_keep_place(s);
	else
		odt_flow_end_block(s);
	t = arena_alloc(s->arena, sizeof(*t));
	t->outer = s->flow->table;
	t->number = ++s->tables;
	s->flow->table = t;
}

static void
end_heading(void *state)
{
	struct odt_state *s = state;

	if (s->flow->table != NULL)
		s->flow->table->heading = false;
}

static void
begin_cell(struct odt_state *s, const struct xml_element *e)
{
	struct odt_table *t = s->flow->table;
	unsigned repeated = count(e, "number-columns-repeated", ODT_COLUMNS_LIMIT);

	if (t->row == 0 || t->column >= ODT_COLUMNS_LIMIT)
		return;
	t->column++;
	odt_flow_push(s, ODT_FLOW_CELL);
	s->flow->where.table = t->number;
	s->flow->where.row = t->row;
	s->flow->where.column = t->column;
	s->flow->where.column_span = count(e, "number-columns-spanned", ODT_COLUMNS_LIMIT);
	s->flow->where.row_span = count(e, "number-rows-spanned", 1000);
	t->column += repeated - 1;
	s->frames[e->depth].close = odt_flow_pop;
}

void
odt_table_start(struct odt_state *s, const struct xml_element *e)
{
	struct odt_table *t = s->flow->table;

	if (e->id == ODT_table) {
		begin_table(s);
		s->frames[e->depth].close = end_table;
	} else if (t == NULL) {
		return;
	} else if (e->id == ODT_table_header_rows) {
		t->heading = true;
		s->frames[e->depth].close = end_heading;
	} else if (e->id == ODT_table_row) {
		t->row++;
		t->column = 0;
	} else if (e->id == ODT_table_cell) {
		begin_cell(s, e);
	} else if (e->id == ODT_covered_table_cell) {
		t->column += count(e, "number-columns-repeated", ODT_COLUMNS_LIMIT);
		/* What a cell covers is not shown. */
		s->skip_below = e->depth;
	}
}
