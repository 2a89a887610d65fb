/* SPDX-License-Identifier: ISC
 *
 * "Yes   No   Unknown" on a line over a table that has a question in each row and as many boxes: its head.
 */
#include "parsers/form_inside.h"

enum { LEAST = 2, LONGEST = 120 };

static bool
is_option(const struct form_reader *r, const struct form_cell *c)
{
	return c->all.text.len > 0 && form_answer_is_option(r, c->all.text);
}

/* The line itself, or, of one that tabs part, its pieces as cells. */
static struct form_row
heads_of(struct form_reader *r, const struct form_row *line)
{
	const struct form_cell *whole = &line->cells[0];
	struct form_row row = *line;
	size_t from = 0, to;

	if (line->count != 1)
		return row;
	row.cells = NULL;
	row.count = row.capacity = 0;
	do {
		struct form_text piece;
		struct form_cell *c = form_rows_add_cell(r, &row);

		to = from + span_find_byte(span_slice(whole->all.text, from, whole->all.text.len), '\t');
		piece = form_text_slice(r->arena, &whole->all, from, to);
		*c = *whole;
		c->all = form_text_trim(r->arena, &piece);
		from = to + 1;
	} while (to < whole->all.text.len);
	return row;
}

/* "Yes", a tab and more on one short line: nothing but options, but for one of them. */
static bool
are_tabbed(const struct form_reader *r, struct span s)
{
	size_t options = 0, others = 0, from = 0, to;

	do {
		struct span piece;

		to = from + span_find_byte(span_slice(s, from, s.len), '\t');
		piece = span_trim(span_slice(s, from, to));
		if (piece.len > 0 && form_answer_is_option(r, piece))
			options++;
		else
			others++;
		from = to + 1;
	} while (to < s.len);
	return options >= LEAST && others <= 1;
}

/* Options, one behind the other; in front of them the questions may have a head, and behind them details. */
static bool
are_heads(const struct form_reader *r, const struct form_row *row)
{
	size_t options = 0;

	for (size_t i = 0; i < row->count; i++) {
		if (is_option(r, &row->cells[i]))
			options++;
		else if (i > 0 && i + 1 < row->count)
			return false;
	}
	return options >= LEAST;
}

/* A box beneath each option, and none beneath another head nor in front of them all. */
static bool
has_boxes(const struct form_reader *r, const struct form_row *heads, const struct form_row *row)
{
	size_t before = row->count - heads->count;

	if (before == 1 && (row->cells[0].all.text.len == 0 || form_text_is_box(&row->cells[0].all)))
		return false;
	for (size_t i = 0; i < heads->count; i++)
		if (is_option(r, &heads->cells[i]) != form_text_is_box(&row->cells[before + i].all))
			return false;
	return true;
}

/* Every row of the table behind the line that is as wide as its first has its boxes there. */
static bool
is_over_boxes(const struct form_reader *r, size_t at, const struct form_row *heads)
{
	const struct form_row *first = &r->rows[at + 1];

	if (heads->count < LEAST || first->count != heads->count + (is_option(r, &heads->cells[0]) ? 1 : 0) || !are_heads(r, heads))
		return false;
	for (size_t i = at + 1; i < r->count && r->rows[i].table == first->table; i++)
		if (r->rows[i].count == first->count && !has_boxes(r, heads, &r->rows[i]))
			return false;
	return true;
}

static bool
may_head(const struct form_reader *r, size_t at)
{
	const struct form_row *row = &r->rows[at], *below = row + 1;

	if (!row->line || row->margin || row->count == 0 || below->table == 0 || below->line || below->count <= LEAST)
		return false;
	return row->count > 1 || (row->cells[0].all.text.len <= LONGEST && span_find_byte(row->cells[0].all.text, '\t') < row->cells[0].all.text.len && are_tabbed(r, row->cells[0].all.text));
}

static void
set_over(struct form_reader *r, struct form_row *row, const struct form_row *below)
{
	if (row->count < below->count) {
		(void)form_rows_add_cell(r, row);
		for (size_t i = row->count; i-- > 1;)
			row->cells[i] = row->cells[i - 1];
		row->cells[0] = (struct form_cell){ .all = { .block = row->cells[1].all.block } };
	}
	for (size_t i = 0; i < row->count; i++) {
		row->cells[i].column = below->cells[i].column;
		row->cells[i].column_span = below->cells[i].column_span;
		row->cells[i].row_span = 1;
	}
	row->table = below->table;
	row->line = false;
}

void
form_crown_set(struct form_reader *r)
{
	for (size_t at = 0; at + 1 < r->count; at++) {
		struct form_row heads;

		if (!may_head(r, at))
			continue;
		heads = heads_of(r, &r->rows[at]);
		if (!is_over_boxes(r, at, &heads))
			continue;
		set_over(r, &heads, &r->rows[at + 1]);
		r->rows[at] = heads;
	}
}
