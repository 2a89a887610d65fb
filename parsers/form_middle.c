/* SPDX-License-Identifier: ISC
 *
 * Labels between the answers of two people, or behind them: "Child 1 |   | Child 2" over "Ann | First name | Bob".  Each such row
 * is turned so that its label comes first, as it would stand elsewhere.
 */
#include "parsers/form_header.h"

enum { LEAST = 2, MOST_PEOPLE = 6 };

static bool
is_plain_row(const struct form_row *row, size_t count)
{
	if (row->line || row->margin || row->count != count)
		return false;
	for (size_t i = 0; i < count; i++)
		if (row->cells[i].column_span != 1 || row->cells[i].row_span > 1)
			return false;
	return true;
}

/* "Referrer |  | Manager": one who is known, and somebody else, behind the only cell that is empty. */
static size_t
empty_place(const struct form_reader *r, const struct form_row *row)
{
	struct form_meaning m;

	if (row->count != 3 || row->cells[1].all.text.len > 0 || row->cells[2].all.text.len == 0 || form_match_mean(r, &row->cells[2].match, NULL, &m))
		return 0;
	return form_header_people_named(r, &row->cells[0]) != NULL ? 1 : 0;
}

/* Two people or more, and one cell behind the first of them that names nobody, empty or "Details": which it is; 0: it is nothing
 * of the kind. */
static size_t
label_place(const struct form_reader *r, const struct form_row *row)
{
	size_t place = 0;

	if (row->table == 0 || row->count < 3 || row->count > MOST_PEOPLE + 1 || row->cells[0].all.text.len == 0 || !is_plain_row(row, row->count))
		return 0;
	for (size_t i = 0; i < row->count; i++) {
		if (row->cells[i].all.text.len > 0 && form_header_people_named(r, &row->cells[i]) != NULL)
			continue;
		if (i == 0 || place > 0)
			return empty_place(r, row);
		place = i;
	}
	return place;
}

/* "Ann | First name | Bob": a label there, and none before it. */
static bool
is_labelled(const struct form_row *row, size_t label)
{
	for (size_t i = 0; i < row->count; i++) {
		const struct form_cell *c = &row->cells[i];

		if (i == label ? !form_cell_is_label(c) : c->lead.count > 0 || (form_cell_is_label(c) && c->match.exact && i == 0))
			return false;
	}
	return true;
}

/* Rows of that table beneath row `at` whose label is the one in that place, as far as there are any but for titles across it. */
static size_t
rows_beneath(const struct form_reader *r, size_t at, size_t label)
{
	const struct form_row *head = &r->rows[at];
	size_t to = at + 1, labelled = 0, filled = 0;

	for (; to < r->count && r->rows[to].table == head->table; to++) {
		const struct form_row *row = &r->rows[to];

		if (row->count == 1)
			continue;
		if (!is_plain_row(row, head->count) || label_place(r, row) > 0)
			break;
		filled += row->cells[label].all.text.len > 0 ? 1 : 0;
		labelled += is_labelled(row, label) ? 1 : 0;
	}
	return labelled >= LEAST && labelled * 4 >= filled * 3 ? to - at : 0;
}

static void
turn(struct form_row *row, size_t label)
{
	struct form_cell first = row->cells[label];

	first.column = row->cells[0].column;
	for (size_t i = label; i > 0; i--) {
		unsigned column = row->cells[i].column;

		row->cells[i] = row->cells[i - 1];
		row->cells[i].column = column;
	}
	row->cells[0] = first;
}

void
form_middle_part(struct form_reader *r)
{
	for (size_t at = 0; at + LEAST < r->count; at++) {
		size_t label = label_place(r, &r->rows[at]), rows = label > 0 ? rows_beneath(r, at, label) : 0;

		for (size_t i = at; i < at + rows; i++)
			if (r->rows[i].count == r->rows[at].count)
				turn(&r->rows[i], label);
		at += rows > 0 ? rows - 1 : 0;
	}
}
