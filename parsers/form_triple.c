/* SPDX-License-Identifier: ISC
 *
 * A day in three cells, "DD | MM | YYYY" over "11 | 09 | 2026" or beneath it, or the words in the cells: one cell.
 */
#include "parsers/form_inside.h"
#include "parsers/text.h"

enum { PARTS = 3, LONGEST = 12 };

static const char *const words[PARTS][4] = { { "dd", "day", "d", "date" }, { "mm", "month", "m", "mmm" }, { "yyyy", "year", "yy", "y" } };

/* The letters that a cell begins with, and where they and the marks about them end; empty: it does not begin with any. */
static struct span
first_word(struct span s, size_t *end_out)
{
	size_t from = 0, to;

	while (from < s.len && (s.at[from] == '(' || s.at[from] == ' '))
		from++;
	for (to = from; to < s.len && span_is_letter(s.at[to]);)
		to++;
	*end_out = to;
	while (*end_out < s.len && (s.at[*end_out] == ')' || s.at[*end_out] == ':' || s.at[*end_out] == '.' || s.at[*end_out] == ' ' || s.at[*end_out] == '\n'))
		++*end_out;
	return span_slice(s, from, to);
}

/* "DD", "MM" and "YYYY" in three cells from there on; whether nothing else is in them. */
static bool
are_words(const struct form_row *row, size_t at, bool *bare_out)
{
	*bare_out = true;
	if (at + PARTS > row->count)
		return false;
	for (size_t i = 0; i < PARTS; i++) {
		struct span s = span_trim(row->cells[at + i].all.text);
		size_t end;

		if (s.len == 0 || s.len > LONGEST * 2 || !span_is_any_nocase(first_word(s, &end), SPAN_WORDS(words[i])))
			return false;
		*bare_out = *bare_out && end == s.len;
	}
	return true;
}

/* Places for a day, a month and a year, filled in or not: the month may be a word. */
static bool
are_values(const struct form_text *parts)
{
	for (size_t i = 0; i < PARTS; i++) {
		struct span s = span_trim(parts[i].text);
		size_t figures = span_count_digits(s);

		if (s.len > LONGEST || (s.len > 0 && figures == 0 && !text_is_blank(s) && (parts[i].runs_count == 0 || (parts[i].runs[0].flags & BLOCK_VALUE) == 0) && !(i == 1 && civil_month_named(s) > 0)))
			return false;
		if (figures > (i == 2 ? 4 : 2))
			return false;
	}
	return true;
}

static struct form_text
join(struct form_reader *r, const struct form_text *parts)
{
	bool named = civil_month_named(span_trim(parts[1].text)) > 0;

	if (text_is_blank(parts[0].text) && text_is_blank(parts[1].text) && text_is_blank(parts[2].text))
		return parts[0];
	return form_text_join(r->arena, parts, PARTS, named ? SPAN_LIT(" ") : SPAN_LIT("/"));
}

static void
drop(struct form_row *row, size_t from, size_t count)
{
	for (size_t i = from; i + count < row->count; i++)
		row->cells[i] = row->cells[i + count];
	row->count -= count;
}

/* The cell in `row` beneath or above another; row->count: none stands just there. */
static size_t
beside(const struct form_row *row, const struct form_cell *c)
{
	size_t i = 0;

	while (i < row->count && (row->cells[i].column != c->column || row->cells[i].column_span != c->column_span))
		i++;
	return i;
}

/* One cell of three of a row. */
static void
set_as_one(struct form_reader *r, struct form_row *row, size_t at, const struct form_text *parts)
{
	row->cells[at].all = join(r, parts);
	for (size_t i = 1; i < PARTS; i++)
		row->cells[at].column_span += row->cells[at + i].column_span;
	drop(row, at + 1, PARTS - 1);
}

/* Something stands in front of that cell. */
static bool
has_label(const struct form_row *row, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (!text_is_blank(row->cells[i].all.text))
			return true;
	return false;
}

/* The values of a day in another row, in the columns of its words: one cell there.  Where it is; other->count: they are none. */
static size_t
fold_values(struct form_reader *r, const struct form_row *row, size_t at, struct form_row *other)
{
	size_t from = other->table == row->table && !other->line ? beside(other, &row->cells[at]) : other->count;
	struct form_text parts[PARTS];

	if (from + PARTS > other->count)
		return other->count;
	for (size_t i = 0; i < PARTS; i++) {
		if (beside(other, &row->cells[at + i]) != from + i)
			return other->count;
		parts[i] = other->cells[from + i].all;
	}
	if (!are_values(parts))
		return other->count;
	set_as_one(r, other, from, parts);
	return from;
}

/* Words are gone, and with them a row that held nothing else. */
static void
drop_words(struct form_row *row, size_t at, struct form_row *label)
{
	drop(row, at, PARTS);
	if (has_label(row, row->count))
		return;
	row->count = 0;
	for (size_t i = 0; i < label->count; i++)
		label->cells[i].row_span = 1;
}

/* "Date of birth | DD | MM | YYYY" over the values: they go where the words stood. */
static bool
fold_beneath(struct form_reader *r, struct form_row *row, size_t at, struct form_row *below)
{
	size_t from = fold_values(r, row, at, below);

	if (from >= below->count)
		return false;
	row->cells[at].all = below->cells[from].all;
	row->cells[at].column_span = below->cells[from].column_span;
	drop(row, at + 1, PARTS - 1);
	drop(below, from, 1);
	if (!has_label(below, below->count)) {
		below->count = 0;
		for (size_t i = 0; i < row->count; i++)
			row->cells[i].row_span = 1;
	}
	return true;
}

/* The words beneath the values of the row above. */
static bool
fold_above(struct form_reader *r, struct form_row *row, size_t at, struct form_row *above)
{
	size_t from = fold_values(r, row, at, above);

	if (from >= above->count)
		return false;
	drop_words(row, at, above);
	return true;
}

/* The words at the head of rows, each with a label of its own, or under one. */
static void
fold_heads(struct form_reader *r, size_t row, size_t at)
{
	size_t folded = 0;

	for (size_t i = row + 1; i < r->count; i++, folded++)
		if (fold_values(r, &r->rows[row], at, &r->rows[i]) >= r->rows[i].count)
			break;
	if (folded > 0)
		drop_words(&r->rows[row], at, &r->rows[row]);
}

/* "Day 11 | Month 09 | Year 2026". */
static bool
fold_cells(struct form_reader *r, struct form_row *row, size_t at)
{
	struct form_text parts[PARTS];

	for (size_t i = 0; i < PARTS; i++) {
		const struct form_text t = form_text_trim(r->arena, &row->cells[at + i].all);
		size_t end;

		(void)first_word(t.text, &end);
		parts[i] = form_text_slice(r->arena, &t, end, t.text.len);
	}
	if (!are_values(parts))
		return false;
	set_as_one(r, row, at, parts);
	return true;
}

static void
fold_row(struct form_reader *r, size_t at)
{
	struct form_row *row = &r->rows[at];

	for (size_t i = 0; i + PARTS <= row->count; i++) {
		bool bare;

		if (row->cells[i].all.text.len == 0 || row->cells[i].all.text.len > LONGEST * 2 || !are_words(row, i, &bare))
			continue;
		if (!bare)
			(void)fold_cells(r, row, i);
		else if (has_label(row, i) && at + 1 < r->count && fold_beneath(r, row, i, row + 1))
			continue;
		else if (at > 0 && fold_above(r, row, i, row - 1))
			return;
		else if (!has_label(row, i))
			fold_heads(r, at, i);
	}
}

void
form_triple_fold(struct form_reader *r)
{
	size_t kept = 0;

	for (size_t i = 0; i < r->count; i++)
		if (r->rows[i].table != 0 && r->rows[i].table != form_fields_table && !r->rows[i].line && r->rows[i].count >= PARTS)
			fold_row(r, i);
	for (size_t i = 0; i < r->count; i++)
		if (r->rows[i].count > 0 || r->rows[i].table == 0) {
			if (kept != i)
				r->rows[kept] = r->rows[i];
			kept++;
		}
	r->count = kept;
}
