/* SPDX-License-Identifier: ISC */
#include "parsers/docx_table.h"

#include "parsers/docx_flow.h"

static void
close_table(struct docx_state *s, struct docx_frame *f)
{
	if (s->flow == NULL || s->flow->table == NULL)
		return;
	s->flow->table = s->flow->table->outer;
	s->flow->control = f->control;
}

void
docx_table_open(struct docx_state *s, const struct xml_element *e)
{
	struct docx_flow *flow = s->flow;
	struct docx_table *t;

	if (flow == NULL)
		return;
	if (flow->kind == DOCX_FLOW_CELL)
		docx_flow_keep_place(s);
	else
		docx_flow_end_block(s);
	t = arena_alloc(s->arena, sizeof(*t));
	t->outer = flow->table;
	t->number = ++s->tables;
	flow->table = t;
	/* A control around a whole table does not make its labels answers. */
	s->frames[e->depth].control = flow->control;
	if (flow->control != NULL)
		flow->control->table = true;
	flow->control = NULL;
	s->frames[e->depth].close = close_table;
}

static void
close_row(struct docx_state *s, struct docx_frame *f)
{
	if (s->flow != NULL)
		s->flow->control = f->control;
}

void
docx_table_row(struct docx_state *s, const struct xml_element *e)
{
	struct docx_table *t = s->flow == NULL ? NULL : s->flow->table;

	if (t == NULL)
		return;
	t->row++;
	t->column = 0;
	t->left = 0;
	t->heading = false;
	s->frames[e->depth].control = s->flow->control;
	if (s->flow->control != NULL)
		s->flow->control->table = true;
	s->flow->control = NULL;
	s->frames[e->depth].close = close_row;
}

void
docx_table_row_deleted(struct docx_state *s, unsigned row_depth)
{
	struct docx_table *t = s->flow == NULL ? NULL : s->flow->table;

	if (t == NULL || t->row == 0)
		return;
	t->row--;
	s->skip_below = row_depth;
}

static struct docx_table *
table_of_cell(struct docx_state *s)
{
	return s->flow == NULL || s->flow->kind != DOCX_FLOW_CELL || s->flow->outer == NULL ? NULL : s->flow->outer->table;
}

/* What stands at a grid column of the row above, or 0. */
static size_t *
above(struct docx_state *s, struct docx_table *t, unsigned column)
{
	while (t->above_count <= column) {
		size_t wanted = t->above_count == 0 ? 16 : t->above_count * 2, *grown = arena_array(s->arena, wanted, sizeof(*grown));

		for (size_t i = 0; i < t->above_count; i++)
			grown[i] = t->above[i];
		t->above = grown;
		t->above_count = wanted;
	}
	return &t->above[column];
}

/* A merged cell grows, unless it never found a place or the file names a block that is none. */
static void
grow(struct docx_state *s, size_t slot, unsigned rows, unsigned columns)
{
	struct block_list *list = s->reading->blocks;

	if (slot == 0 || slot > list->count)
		return;
	list->items[slot - 1].where.row_span += rows;
	list->items[slot - 1].where.column_span += columns;
}

/* The properties are known: either the cell continues another and has no block, or it gets
 * its place. */
static void
settle_cell(struct docx_state *s)
{
	struct docx_flow *flow = s->flow;
	struct docx_table *t = table_of_cell(s);
	size_t *over;

	if (t == NULL || flow->slot != 0)
		return;
	flow->where.column_span = flow->cell.span;
	over = above(s, t, t->column);
	if (flow->cell.vertical != DOCX_MERGE_CONTINUE || *over == 0) {
		docx_flow_keep_place(s);
		for (unsigned i = 0; i < flow->cell.span; i++)
			*above(s, t, t->column + i) = 0;
		*above(s, t, t->column) = flow->cell.vertical == DOCX_MERGE_NONE ? 0 : flow->slot;
	}
}

static void
close_cell(struct docx_state *s, struct docx_frame *f)
{
	struct docx_flow *flow = s->flow;
	struct docx_table *t = table_of_cell(s);

	(void)f;
	if (t == NULL)
		return;
	if (flow->cell.deleted || flow->cell.vertical == DOCX_MERGE_CONTINUE || flow->cell.horizontal == DOCX_MERGE_CONTINUE) {
		if (flow->slot == 0) {
			if (!flow->cell.deleted)
				t->column += flow->cell.span;
			docx_flow_leave(s);
			return;
		}
	}
	settle_cell(s);
	t->column += flow->cell.span;
	t->left = flow->slot;
	if (t->heading)
		flow->heading_flags |= BLOCK_HEADING;
	docx_flow_pop(s);
}

void
docx_table_cell(struct docx_state *s, const struct xml_element *e)
{
	struct docx_flow *outer = s->flow, *flow;
	struct docx_table *t = outer == NULL ? NULL : outer->table;

	if (t == NULL || t->row == 0 || t->column >= DOCX_TABLE_COLUMNS_LIMIT)
		return;
	flow = docx_flow_push(s, DOCX_FLOW_CELL);
	flow->where.table = t->number;
	flow->where.row = t->row;
	flow->where.column = t->column + 1;
	flow->where.row_span = 1;
	flow->where.column_span = 1;
	flow->cell.span = 1;
	flow->control = flow->inherited = outer->control;
	s->frames[e->depth].close = close_cell;
}

static void
close_cell_properties(struct docx_state *s, struct docx_frame *f)
{
	struct docx_flow *flow = s->flow;
	struct docx_table *t = table_of_cell(s);

	if (t == NULL || flow->slot != 0)
		return;
	if (flow->cell.deleted) {
		s->skip_below = f->depth - 1;
		return;
	}
	if (flow->cell.horizontal == DOCX_MERGE_CONTINUE && t->left != 0) {
		grow(s, t->left, 0, flow->cell.span);
		s->skip_below = f->depth - 1;
		return;
	}
	flow->cell.horizontal = DOCX_MERGE_NONE;
	settle_cell(s);
	if (flow->slot == 0) {
		grow(s, *above(s, t, t->column), 1, 0);
		s->skip_below = f->depth - 1;
	}
}

void
docx_table_cell_properties(struct docx_state *s, const struct xml_element *e)
{
	if (table_of_cell(s) != NULL && docx_parent(s, e)->id == DOCX_N_tc)
		s->frames[e->depth].close = close_cell_properties;
}

static unsigned
number_up_to(struct span value, unsigned most)
{
	uint64_t n;

	return span_number(value, most, &n) ? (unsigned)n : 0;
}

void
docx_table_grid_before(struct docx_state *s, const struct xml_element *e)
{
	struct docx_table *t = s->flow == NULL ? NULL : s->flow->table;

	if (t != NULL && docx_parent(s, e)->id == DOCX_N_trPr)
		t->column = number_up_to(docx_val(e), DOCX_TABLE_COLUMNS_LIMIT / 2);
}

void
docx_table_grid_span(struct docx_state *s, const struct xml_element *e)
{
	unsigned span = number_up_to(docx_val(e), DOCX_TABLE_COLUMNS_LIMIT / 2);

	if (s->flow != NULL && docx_parent(s, e)->id == DOCX_N_tcPr && span > 0)
		s->flow->cell.span = span;
}

void
docx_table_vertical_merge(struct docx_state *s, const struct xml_element *e)
{
	bool change = e->id == DOCX_N_cellMerge;
	struct span value = change ? xml_attribute(e, XML_NS_W, "vMerge") : docx_val(e);

	if (s->flow == NULL || docx_parent(s, e)->id != DOCX_N_tcPr || (change && value.at == NULL))
		return;
	s->flow->cell.vertical = span_starts(value, SPAN_LIT("rest")) ? DOCX_MERGE_RESTART : DOCX_MERGE_CONTINUE;
}

void
docx_table_horizontal_merge(struct docx_state *s, const struct xml_element *e)
{
	if (s->flow != NULL && docx_parent(s, e)->id == DOCX_N_tcPr)
		s->flow->cell.horizontal = span_eq_str(docx_val(e), "restart") ? DOCX_MERGE_RESTART : DOCX_MERGE_CONTINUE;
}

void
docx_table_header(struct docx_state *s, const struct xml_element *e)
{
	struct docx_table *t = s->flow == NULL ? NULL : s->flow->table;

	if (t != NULL && docx_parent(s, e)->id == DOCX_N_trPr)
		t->heading = docx_styles_on(docx_val(e));
}

void
docx_table_cell_deleted(struct docx_state *s, const struct xml_element *e)
{
	if (s->flow != NULL && docx_parent(s, e)->id == DOCX_N_tcPr)
		s->flow->cell.deleted = true;
}
