/* SPDX-License-Identifier: ISC */
#include "parsers/pdf_page.h"

#include "parsers/pdf_aside.h"
#include "parsers/pdf_column.h"
#include "parsers/pdf_item.h"
#include "parsers/pdf_margin.h"
#include "parsers/pdf_table.h"
#include "parsers/text.h"

#include <stdlib.h>

enum { CELL_LOOKS = 40 * 1000 * 1000 };
#define HEADING 1.25		/* times the usual height of a line */
#define BIG_HEADING 1.6
#define END_BAND 0.25		/* where a table ends that goes on, and where it goes on */
#define SAME_EDGE 4.0
#define GUTTER 20.0
#define FRAME_ROOM 6.0

struct layout {
	struct pdf_pages *in;
	struct arena *arena;
	struct block_where where;	/* page and part */
	unsigned tables, paragraphs;
	double usual;			/* height of a line */
	double page_height, right_edge;
	struct pdf_divider divider;	/* of the page */
	struct pdf_margin margin;
	size_t pens;			/* looked at so far */
	struct pdf_item_list list;
	struct pdf_grids grids;
	size_t *cell_from;		/* of each cell: its first item; one more at the end */
	/* A table the page before ended with, which this one may go on with. */
	const struct pdf_grid *last;
	unsigned last_table, last_row;
	const unsigned *edges;		/* of a table that goes on: which of its edges each one is */
	struct pdf_rect label;		/* the box at the end of the page before that has one line in it; empty: none */
	size_t label_block;		/* that line's */
	bool at_top;
};

static bool
is_margin(const struct layout *l, const struct pdf_line *line)
{
	return pdf_margin_holds(&l->margin, l->list.items, line, l->where.page, l->page_height);
}

/* ---- paragraphs ---------------------------------------------------------------------------------- */

/* What is larger than the text around it is a heading. */
static void
set_heading(const struct layout *l, const struct pdf_item *items, const struct pdf_segment *s, struct block *b)
{
	double h = 1e7;

	for (size_t i = s->from; i < s->to; i++)
		if (items[i].widget == NULL && items[i].drawn == PDF_ITEM_NO_BOX)
			h = pdf_min(h, items[i].box.y1 - items[i].box.y0);
	if (h > 1e6 || h < HEADING * l->usual || s->to - s->from > 20)
		return;
	b->flags |= BLOCK_HEADING;
	b->level = h >= BIG_HEADING * l->usual ? 1 : 2;
}

static void
end_paragraph(struct layout *l, struct pdf_writer *w, const struct pdf_segment *s, bool margin)
{
	struct block_list *blocks = l->in->reading->blocks;
	struct block_where where = l->where;

	where.paragraph = ++l->paragraphs;
	pdf_line_end(w, blocks, BLOCK_PARAGRAPH, &where, margin ? BLOCK_MARGIN : 0);
	if (!blocks->cut)
		set_heading(l, l->list.items, s, &blocks->items[blocks->count - 1]);
}

/* Lines [from, to) as paragraphs; only segments of one column when it is not SIZE_MAX. */
static void
put_paragraphs(struct layout *l, const struct pdf_lines *lines, size_t from, size_t to)
{
	struct pdf_writer w = pdf_line_writer(l->arena);

	for (size_t i = from; i < to; i++) {
		const struct pdf_line *line = &lines->items[i], *next = i + 1 < to ? line + 1 : NULL;
		bool margin = is_margin(l, line);
		enum pdf_line_break how = PDF_LINE_NEW;

		for (size_t j = 0; j < line->count; j++) {
			if (j > 0)
				pdf_line_part(&w, '\t');
			pdf_line_put(&w, l->list.items, &line->segments[j]);
		}
		if (next != NULL && line->count == 1 && next->count == 1 && !margin && !is_margin(l, next) && (pdf_line_is_near(line, next) || pdf_line_runs_on(l->list.items, line, next)) &&
		    !pdf_line_is_title(l->list.items, line, i + 2 < to ? line + 2 : NULL))
			how = pdf_line_broken(l->list.items, &line->segments[0], &next->segments[0], l->right_edge);
		if (how != PDF_LINE_NEW) {
			pdf_line_join(&w, how);
			continue;
		}
		end_paragraph(l, &w, &line->segments[0], margin);
		if (!margin)
			l->at_top = false;
	}
}

/* Columns of running text, one after the other. */
static void
put_prose(struct layout *l, const struct pdf_lines *lines, const struct pdf_table *t)
{
	for (size_t c = 0; c < t->count; c++) {
		struct pdf_writer w = pdf_line_writer(l->arena);
		const struct pdf_segment *last = NULL;
		const struct pdf_line *above = NULL;

		for (size_t i = t->from; i < t->to; i++)
			for (size_t j = 0; j < lines->items[i].count; j++) {
				const struct pdf_segment *s = &lines->items[i].segments[j];
				double edge = c + 1 < t->count ? t->columns[c + 1] : l->right_edge;
				enum pdf_line_break how;

				if (pdf_table_column(t, s) != c)
					continue;
				how = last == NULL ? PDF_LINE_BLANK : pdf_line_broken(l->list.items, last, s, edge - GUTTER);
				if (above != NULL && t->pitch > 0 && lines->items[i].y0 - above->y1 > t->pitch)
					how = PDF_LINE_NEW;
				above = &lines->items[i];
				if (how == PDF_LINE_NEW)
					end_paragraph(l, &w, last, false);
				else
					pdf_line_join(&w, how);
				pdf_line_put(&w, l->list.items, s);
				last = s;
			}
		if (last != NULL)
			end_paragraph(l, &w, last, false);
	}
	l->at_top = false;
}

/* ---- tables without rules -------------------------------------------------------------------------- */

static void
put_row(struct layout *l, const struct pdf_lines *lines, const struct pdf_table *t, struct block_where *where, size_t from, size_t to)
{
	for (size_t c = 0; c < t->count; c++) {
		struct pdf_writer w = pdf_line_writer(l->arena);
		const struct pdf_segment *last = NULL;

		for (size_t i = from; i < to; i++)
			for (size_t j = 0; j < lines->items[i].count; j++) {
				const struct pdf_segment *s = &lines->items[i].segments[j];

				if (pdf_table_column(t, s) != c)
					continue;
				if (last != NULL)
					pdf_line_join(&w, pdf_line_broken(l->list.items, last, s, pdf_table_edge(t, c, l->right_edge)));
				pdf_line_put(&w, l->list.items, s);
				last = s;
			}
		where->column = (unsigned)c + 1;
		pdf_line_end(&w, l->in->reading->blocks, BLOCK_CELL, where, 0);
	}
}

static void
put_table(struct layout *l, const struct pdf_lines *lines, const struct pdf_table *t)
{
	struct block_where where = l->where;
	size_t from = t->from;

	where.table = ++l->tables;
	where.column_span = where.row_span = 1;
	for (size_t i = t->from + 1; i <= t->to; i++) {
		if (i < t->to && pdf_table_goes_on(t, l->list.items, &lines->items[i - 1], &lines->items[i], l->right_edge))
			continue;
		where.row++;
		put_row(l, lines, t, &where, from, i);
		from = i;
	}
	l->at_top = false;
}

/* Lines outside drawn tables, from one of these to the next. */
static void
put_lines(struct layout *l, struct pdf_lines *lines)
{
	size_t plain = 0, i = 0;

	while (i < lines->count) {
		struct pdf_table t;

		if (is_margin(l, &lines->items[i]) || !pdf_table_find(l->arena, l->list.items, lines, i, &t)) {
			i++;
			continue;
		}
		put_paragraphs(l, lines, plain, t.from);
		if (t.prose)
			put_prose(l, lines, &t);
		else
			put_table(l, lines, &t);
		plain = i = t.to;
	}
	put_paragraphs(l, lines, plain, lines->count);
}

/* ---- drawn tables --------------------------------------------------------------------------------- */

/* The edge of the table before that is this one, from `from` on; columns + 1 when none is. */
static unsigned
edge_at(const struct pdf_grid *g, unsigned from, double x)
{
	while (from <= g->columns && pdf_size(g->edges[from] - x) > SAME_EDGE)
		from++;
	return from;
}

/* Does the table the page before ended with go on here?  Its last rows may have fewer cells than
 * those before: their sides are some of the same. */
static bool
goes_on(struct layout *l, const struct pdf_grid *g)
{
	unsigned *edges = arena_array(l->arena, g->columns + 1, sizeof(*edges)), edge = 0;
	const struct pdf_grid *last = l->last;

	if (!l->at_top || last == NULL || last->columns < g->columns)
		return false;
	if (last->columns > g->columns && (last->box.y1 < l->page_height * (1 - END_BAND) || g->box.y0 > l->page_height * END_BAND))
		return false;
	for (unsigned i = 0; i <= g->columns; i++) {
		edges[i] = edge_at(last, edge, g->edges[i]);
		if (edges[i] > last->columns)
			return false;
		edge = edges[i] + 1;
	}
	if (edges[0] != 0 || edges[g->columns] != last->columns)
		return false;
	l->edges = edges;
	return true;
}

/* The column in the table whose rows these are. */
static unsigned
column_of(const struct layout *l, unsigned column)
{
	return l->edges == NULL ? column : l->edges[column - 1] + 1;
}

static bool
has_text(const struct layout *l, size_t cell)
{
	return l->cell_from[cell + 2] > l->cell_from[cell + 1];
}

static void
put_cell(struct layout *l, size_t cell, const struct block_where *table)
{
	const struct pdf_cell *c = &l->grids.cells[cell];
	struct pdf_item *items = has_text(l, cell) ? &l->list.items[l->cell_from[cell + 1]] : NULL;
	struct pdf_lines lines = pdf_line_find(l->arena, items, l->cell_from[cell + 2] - l->cell_from[cell + 1]);
	struct pdf_writer w = pdf_line_writer(l->arena);
	struct block_where where = *table;

	where.row += c->row;
	where.column = column_of(l, c->column);
	where.row_span = c->row_span;
	where.column_span = column_of(l, c->column + c->column_span) - where.column;
	pdf_line_put_cell(&w, items, &lines, c->box.x0, c->box.x1);
	pdf_line_end(&w, l->in->reading->blocks, BLOCK_CELL, &where, 0);
}

/* The block of the last row of that table in the column, NULL when there is none. */
static struct block *
last_of_column(struct layout *l, unsigned table, unsigned column)
{
	struct block_list *blocks = l->in->reading->blocks;

	for (size_t i = blocks->count; i-- > 0;) {
		struct block *b = &blocks->items[i];

		if (b->kind == BLOCK_CELL && b->where.table == table && b->where.column == column)
			return b;
	}
	return NULL;
}

/* The last row of the page before goes on in the first of this one: nothing in the column of
 * the labels, where there was something. */
static bool
row_goes_on(struct layout *l, const struct pdf_grid *g, unsigned table)
{
	const struct block *label = last_of_column(l, table, 1);
	size_t filled = 0;

	for (size_t i = g->from; i < g->to && l->grids.cells[i].row == 1; i++)
		filled += has_text(l, i);
	return g->columns > 1 && !has_text(l, g->from) && l->grids.cells[g->from].column_span == 1 && filled > 0 && label != NULL && !text_is_blank(label->text);
}

static void
extend_cell(struct layout *l, size_t cell, unsigned table)
{
	const struct pdf_cell *c = &l->grids.cells[cell];
	struct block *b = last_of_column(l, table, column_of(l, c->column));
	struct pdf_item *items = has_text(l, cell) ? &l->list.items[l->cell_from[cell + 1]] : NULL;
	struct pdf_lines lines = pdf_line_find(l->arena, items, l->cell_from[cell + 2] - l->cell_from[cell + 1]);
	struct pdf_writer w = pdf_line_writer(l->arena);
	struct block_list one = block_list(l->arena);

	if (b == NULL || lines.count == 0)
		return;
	for (size_t i = 0; i < b->runs_count; i++)
		block_put(&w.builder, b->runs[i].text, b->runs[i].flags, b->runs[i].control);
	w.any = b->runs_count > 0;
	pdf_line_part(&w, ' ');
	pdf_line_put_cell(&w, items, &lines, c->box.x0, c->box.x1);
	pdf_line_end(&w, &one, BLOCK_CELL, &b->where, b->flags);
	*b = one.items[0];
}

static void
put_grid(struct layout *l, size_t index, const struct block_where *outer, unsigned depth)
{
	const struct pdf_grid *g = &l->grids.grids[index];
	bool on = outer == NULL && goes_on(l, g);
	struct block_where where = l->where;
	const unsigned *edges;
	unsigned column;
	bool merged;

	edges = l->edges = on ? l->edges : NULL;
	where.table = on ? l->last_table : ++l->tables;
	merged = on && row_goes_on(l, g, where.table);
	where.row = on ? l->last_row - merged : 0;
	if (outer != NULL) {
		where.outer_table = outer->table;
		where.outer_row = outer->row;
		where.outer_column = outer->column;
	}
	for (size_t i = g->from; i < g->to; i++) {
		l->edges = edges;
		if (merged && l->grids.cells[i].row == 1)
			extend_cell(l, i, where.table);
		else
			put_cell(l, i, &where);
		column = column_of(l, l->grids.cells[i].column);
		for (size_t k = 0; k < l->grids.count && depth < 8; k++) {
			struct block_where here = where;

			here.row += l->grids.cells[i].row;
			here.column = column;
			if (l->grids.grids[k].outer == i + 1)
				put_grid(l, k, &here, depth + 1);
		}
	}
	if (outer != NULL)
		return;
	if (edges != NULL && l->last->columns > g->columns) {
		struct pdf_grid *whole = arena_alloc(l->arena, sizeof(*whole));

		*whole = *l->last;
		whole->box = g->box;
		g = whole;
		where.row += l->grids.grids[index].rows;
	} else {
		where.row += g->rows;
	}
	l->last = g;
	l->last_table = where.table;
	l->last_row = where.row;
	l->at_top = false;
}

/* A frame's text is the page's own, only apart from what is beside it. */
static void
put_aside(struct layout *l, size_t index)
{
	const struct pdf_grid *g = &l->grids.grids[index];
	struct pdf_item *all = l->list.items;
	double right = l->right_edge;
	size_t from = l->cell_from[g->from + 1];
	struct pdf_lines lines;

	l->list.items = &all[from];
	l->right_edge = g->box.x1 - FRAME_ROOM;
	lines = pdf_line_find(l->arena, l->list.items, l->cell_from[g->from + 2] - from);
	if (lines.count > 0)
		put_lines(l, &lines);
	l->list.items = all;
	l->right_edge = right;
}

/* ---- one page -------------------------------------------------------------------------------------- */

static int
compare_cells(const void *a, const void *b)
{
	const struct pdf_item *p = a, *q = b;

	return p->cell < q->cell ? -1 : p->cell > q->cell;
}

static void
assign_cells(struct layout *l)
{
	struct pdf_item_list *list = &l->list;
	size_t at = 0;

	if (l->grids.cells_count * (list->count + 1) > CELL_LOOKS)
		l->grids.count = l->grids.cells_count = 0;
	for (size_t i = 0; i < list->count; i++) {
		const struct pdf_rect *b = &list->items[i].box;

		list->items[i].cell = pdf_grid_cell(&l->grids, (b->x0 + b->x1) / 2, (b->y0 + b->y1) / 2);
	}
	if (list->count > 0)
		qsort(list->items, list->count, sizeof(*list->items), compare_cells);
	l->cell_from = arena_array(l->arena, l->grids.cells_count + 3, sizeof(*l->cell_from));
	for (size_t c = 0; c <= l->grids.cells_count + 1; c++) {
		while (at < list->count && list->items[at].cell < c)
			at++;
		l->cell_from[c] = at;
	}
	l->cell_from[l->grids.cells_count + 2] = list->count;
}

/* One of two columns that are read one after the other. */
static void
put_column(struct layout *l, const struct pdf_lines *lines, const struct pdf_columns *c, bool right)
{
	struct pdf_item *all = l->list.items;
	double edge = l->right_edge;
	struct pdf_lines own;
	size_t count;

	l->list.items = pdf_column_items(l->arena, all, lines, c, right, &count);
	own = pdf_line_find(l->arena, l->list.items, count);
	l->right_edge = right ? edge : pdf_min(edge, pdf_line_right_edge(&own, 0));
	if (own.count > 0)
		put_lines(l, &own);
	l->list.items = all;
	l->right_edge = edge;
}

/* Lines outside drawn tables, column by column where there are two. */
static void
put_text(struct layout *l, struct pdf_lines *lines, double width)
{
	struct pdf_lines inner = *lines, before, after;
	struct pdf_columns c;

	while (inner.count > 0 && is_margin(l, &inner.items[inner.count - 1]))
		inner.count--;
	if (!pdf_column_find(l->list.items, &inner, &l->divider, width, &c)) {
		put_lines(l, lines);
		return;
	}
	before = (struct pdf_lines){ lines->items, c.from };
	after = (struct pdf_lines){ &lines->items[c.to], lines->count - c.to };
	put_lines(l, &before);
	put_column(l, lines, &c, false);
	put_column(l, lines, &c, true);
	put_lines(l, &after);
}

/* A box by itself at the page's end, and one line in it: perhaps a label, with its answer on the next page. */
static void
note_label(struct layout *l, const struct pdf_lines *lines)
{
	const struct block_list *blocks = l->in->reading->blocks;
	size_t n = lines->count, at = blocks->count;

	while (n > 0 && is_margin(l, &lines->items[n - 1]))
		n--;
	while (at > 0 && (blocks->items[at - 1].flags & BLOCK_MARGIN) != 0)
		at--;
	l->label_block = at - 1;
	if (n > 0 && at > 0 && blocks->items[at - 1].kind == BLOCK_PARAGRAPH)
		pdf_aside_ends(&l->grids, &lines->items[n - 1], n > 1 ? &lines->items[n - 2] : NULL, l->page_height * (1 - END_BAND), &l->label);
}

/* The page begins with a box as wide: both are rows of one table. */
static void
take_label(struct layout *l, const struct pdf_grid *box)
{
	struct block *b = &l->in->reading->blocks->items[l->label_block];

	l->last = box;
	l->last_table = ++l->tables;
	l->last_row = 1;
	b->kind = BLOCK_CELL;
	b->where = (struct block_where){ .part = b->where.part, .page = b->where.page, .table = l->last_table, .row = 1, .column = 1, .row_span = 1, .column_span = 1 };
}

static void
put_page(struct layout *l, double width)
{
	struct pdf_lines lines = pdf_line_find(l->arena, l->list.items, l->cell_from[1]);
	size_t grid = pdf_grid_next(&l->grids, l->grids.count), from = 0, to = 0;

	l->right_edge = pdf_line_right_edge(&lines, width);
	l->at_top = true;
	for (;;) {
		struct pdf_lines chunk;

		while (to < lines.count && (grid == l->grids.count || lines.items[to].y0 < l->grids.grids[grid].box.y0))
			to++;
		chunk = (struct pdf_lines){ to > from ? &lines.items[from] : NULL, to - from };
		if (chunk.count > 0)
			put_text(l, &chunk, width);
		from = to;
		if (grid == l->grids.count)
			break;
		if (l->grids.grids[grid].aside)
			put_aside(l, grid);
		else
			put_grid(l, grid, NULL, 0);
		grid = pdf_grid_next(&l->grids, grid);
	}
	for (size_t i = 0; i < l->grids.count; i++)
		if (l->grids.grids[i].late)
			put_aside(l, i);
	if (!l->at_top && lines.count > 0 && l->last != NULL && !is_margin(l, &lines.items[lines.count - 1]) &&
	    lines.items[lines.count - 1].y0 > l->last->box.y1)
		l->last = NULL;
	note_label(l, &lines);
}

/* What is drawn around a field is no side of a cell. */
static void
drop_frames(const struct layout *l, struct pdf_drawing *d)
{
	struct pdf_rect *frames = arena_array(l->arena, l->list.count + 1, sizeof(*frames));
	size_t n = 0;

	for (size_t i = 0; i < l->list.count; i++)
		if (l->list.items[i].widget != NULL)
			frames[n++] = l->list.items[i].box;
	d->rules_count = pdf_grid_drop_frames(d->rules, d->rules_count, frames, n);
}

static void
read_page(struct layout *l, size_t index)
{
	const struct pdf_words *words = l->in->words;
	const struct pdf_word_page *page = index < words->pages_count ? &words->pages[index] : NULL;
	struct pdf_drawing drawing = { .images = 0 };
	struct pdf_view view = { { 0, 0, 612, 792 }, 0 };
	const struct pdf_grid *box;
	double width;

	l->where.page = (unsigned)index + 1;
	l->list = (struct pdf_item_list){ .count = 0 };
	if (l->in->file != NULL) {
		unsigned object = pdf_file_page(l->in->file, index);

		view = pdf_draw_view(l->in->file, object);
		pdf_draw_read(l->in->file, l->arena, object, PDF_PENS_LIMIT - l->pens, &drawing);
		l->pens += drawing.pens_count;
		l->in->images += drawing.images;
	} else if (page != NULL) {
		view.media.x1 = page->width;
		view.media.y1 = page->height;
	}
	width = view.turn % 2 == 0 ? view.media.x1 - view.media.x0 : view.media.y1 - view.media.y0;
	l->page_height = view.turn % 2 == 0 ? view.media.y1 - view.media.y0 : view.media.x1 - view.media.x0;
	if (page != NULL)
		pdf_item_gather(l->arena, page->to > page->from ? &words->items[page->from] : NULL, page->to - page->from, &drawing, &l->list);
	pdf_item_add_widgets(l->arena, l->in->form, l->where.page, &view, &l->list);
	pdf_item_mark(l->arena, l->in->form, l->where.page, &view, &l->list);
	drop_frames(l, &drawing);
	l->divider = pdf_column_divider(drawing.rules, drawing.rules_count, width, l->page_height);
	pdf_grid_find(l->arena, drawing.rules, drawing.rules_count, &l->grids);
	/* A box to write in that the page's end cut in two, or cut off from its label. */
	if (l->label.x1 > 0 && (box = pdf_aside_begins(l->arena, &l->label, l->page_height * END_BAND, &l->grids)) != NULL)
		take_label(l, box);
	else if (l->last != NULL && l->last->columns == 1 && l->last->box.y1 > l->page_height * (1 - END_BAND))
		pdf_aside_go_on(l->arena, &drawing, &l->last->box, l->page_height * END_BAND, &l->grids);
	l->label = (struct pdf_rect){ 0 };
	pdf_aside_find(l->arena, &drawing, &l->list, l->usual, width, &l->grids);
	assign_cells(l);
	put_page(l, width);
}

void
pdf_page_read(struct pdf_pages *p)
{
	struct layout *l = arena_alloc(p->reading->arena, sizeof(*l));
	size_t pages = p->file == NULL ? 0 : pdf_file_pages(p->file);

	l->in = p;
	l->arena = p->reading->arena;
	l->where.part = p->reading->part;
	l->usual = pdf_words_usual_height(l->arena, p->words);
	pdf_margin_collect(l->arena, p->words, &l->margin);
	if (pages < p->words->pages_count)
		pages = p->words->pages_count;
	for (size_t i = 0; i < pages && !p->reading->blocks->cut; i++)
		read_page(l, i);
}
