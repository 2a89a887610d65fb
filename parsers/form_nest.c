/* SPDX-License-Identifier: ISC
 *
 * A table of options nested in a cell: "Yes | No | N/K" over a row for the mark, as forms have it that ask for an X in a
 * box.  It becomes the boxes of that cell, "☐ Yes ☒ No ☐ N/K", which is what a person sees.
 */
#include "parsers/form_nest.h"
#include "parsers/text.h"

#include <string.h>

enum { LONGEST = 60, MOST = 12 };

struct options {
	const struct form_cell *words[MOST], *marks[MOST];
	size_t count, marked, known;
};

bool
form_nest_is_option(const struct form_reader *r, struct span words)
{
	struct span folded = text_fold_bare(r->arena, words);
	const struct form_index *x = r->set->index;

	for (size_t i = 0; i < x->vocabularies_count && folded.len > 0; i++)
		for (size_t j = 0; j < x->vocabularies[i].count; j++)
			if (span_eq(x->vocabularies[i].words[j].folded, folded))
				return true;
	return false;
}

static bool
is_place_for_mark(const struct form_cell *c)
{
	return c->all.text.len == 0 || form_text_is_box(&c->all);
}

static bool
put(const struct form_reader *r, struct options *o, const struct form_cell *words, const struct form_cell *mark)
{
	if (o->count == MOST || words->all.text.len == 0 || words->all.text.len > LONGEST || is_place_for_mark(words) || !is_place_for_mark(mark))
		return false;
	o->words[o->count] = words;
	o->marks[o->count++] = mark;
	o->marked += form_text_is_mark(mark->all.text) ? 1 : 0;
	o->known += form_nest_is_option(r, words->all.text) ? 1 : 0;
	return true;
}

/* A row of words over a row for marks. */
static bool
is_over_marks(const struct form_reader *r, const struct form_row *rows, size_t count, struct options *o)
{
	if (count != 2 || rows[0].count != rows[1].count)
		return false;
	for (size_t i = 0; i < rows[0].count; i++)
		if (!put(r, o, &rows[0].cells[i], &rows[1].cells[i]))
			return false;
	return true;
}

/* Words and the places for their marks by turns. */
static bool
is_beside_marks(const struct form_reader *r, const struct form_row *rows, size_t count, size_t words, struct options *o)
{
	*o = (struct options){ .count = 0 };
	for (size_t i = 0; i < count; i++) {
		if (rows[i].count % 2 != 0)
			return false;
		for (size_t j = 0; j < rows[i].count; j += 2)
			if (!put(r, o, &rows[i].cells[j + words], &rows[i].cells[j + 1 - words]))
				return false;
	}
	return true;
}

struct form_cell *
form_outer_cell(const struct form_reader *r, const struct form_row *nested)
{
	for (size_t i = (size_t)(nested - r->rows); i-- > 0;) {
		struct form_row *row = &r->rows[i];

		if (row->table != nested->outer_table || row->number != nested->outer_row)
			continue;
		for (size_t j = 0; j < row->count; j++)
			if (row->cells[j].column == nested->outer_column)
				return &row->cells[j];
		return NULL;
	}
	return NULL;
}

static void
fold(struct form_reader *r, struct form_cell *c, const struct options *o)
{
	static const struct block_run empty = { .text = SPAN_LIT("\xE2\x98\x90"), .flags = BLOCK_BOX }, full = { .text = SPAN_LIT("\xE2\x98\x92"), .flags = BLOCK_BOX };
	struct form_text whole[2] = { c->all };
	struct form_text pieces[2 * MOST];

	for (size_t i = 0; i < o->count; i++) {
		const struct block_run *box = form_text_is_mark(o->marks[i]->all.text) ? &full : &empty;

		pieces[2 * i] = (struct form_text){ box->text, box, 1, o->words[i]->all.block };
		pieces[2 * i + 1] = o->words[i]->all;
	}
	whole[1] = form_text_join(r->arena, pieces, 2 * o->count, SPAN_LIT(" "));
	c->all = c->all.text.len == 0 ? whole[1] : form_text_join(r->arena, whole, 2, SPAN_LIT("\n"));
}

/* ---- lines of the cell around a table ---------------------------------------------------------- */

static bool
is_labelled(const struct form_reader *r, const struct form_text *line)
{
	struct form_cell c = { .all = *line, .column = 1, .column_span = 1, .row_span = 1 };

	if (span_find_byte(line->text, ':') == line->text.len || line->text.len > FORM_LABEL_BYTES)
		return false;
	form_cell_look(r, &c);
	return c.lead.count > 0 && c.lead.exact && c.answer.text.len > 0;
}

/* "SAFEGUARDING LEAD CONSULTED" in bold above the table and "Date of referral: 18/11/2026" below it: where the first line
 * begins that has a label of its own.  The cell's length when none does. */
static size_t
labelled_at(const struct form_reader *r, const struct form_text *t)
{
	size_t title = span_find_byte(t->text, '\n');
	struct form_text line = form_text_slice(r->arena, t, 0, title);
	struct form_cell whole = { .all = *t, .column = 1, .column_span = 1, .row_span = 1 };

	if (title == 0 || title == t->text.len || !form_text_all(&line, BLOCK_BOLD))
		return t->text.len;
	/* Several of them are a form within the cell. */
	form_cell_look(r, &whole);
	if (whole.many)
		return t->text.len;
	for (size_t from = title + 1; from < t->text.len;) {
		size_t to = from + span_find_byte(span_slice(t->text, from, t->text.len), '\n');

		line = form_text_slice(r->arena, t, from, to);
		line = form_text_trim(r->arena, &line);
		if (is_labelled(r, &line))
			return from;
		from = to + 1;
	}
	return t->text.len;
}

static void
put_lines(struct form_reader *r, struct form_text *t, size_t from)
{
	size_t end = from;

	while (from < t->text.len) {
		size_t to = from + span_find_byte(span_slice(t->text, from, t->text.len), '\n');
		struct form_row *row;

		r->rows = arena_grow(r->arena, r->rows, r->count, &r->capacity, sizeof(*r->rows));
		row = &r->rows[r->count++];
		*row = (struct form_row){ .line = true, .width = 1 };
		*form_rows_add_cell(r, row) = (struct form_cell){ .all = form_text_slice(r->arena, t, from, to), .column = 1, .column_span = 1, .row_span = 1 };
		from = to + 1;
	}
	*t = form_text_slice(r->arena, t, 0, end);
	*t = form_text_trim(r->arena, t);
}

void
form_nest_part(struct form_reader *r)
{
	struct form_row *rows = r->rows;
	size_t count = r->count;
	bool any = false;

	for (size_t i = 0; i < count && !any; i++)
		any = rows[i].outer_table != 0;
	if (!any)
		return;
	r->rows = NULL;
	r->count = r->capacity = 0;
	for (size_t i = 0; i < count; i++) {
		const struct form_row *row = &rows[i], *next = i + 1 < count ? row + 1 : NULL;
		struct form_cell *c;

		r->rows = arena_grow(r->arena, r->rows, r->count, &r->capacity, sizeof(*r->rows));
		r->rows[r->count++] = *row;
		if (row->outer_table == 0 || (next != NULL && next->outer_table == row->outer_table && next->outer_row == row->outer_row && next->outer_column == row->outer_column))
			continue;
		c = form_outer_cell(r, &r->rows[r->count - 1]);
		if (c != NULL && labelled_at(r, &c->all) < c->all.text.len)
			put_lines(r, &c->all, labelled_at(r, &c->all));
	}
}

void
form_nest_fold(struct form_reader *r)
{
	size_t kept = 0, end;

	for (size_t i = 0; i < r->count; i = end) {
		struct form_row *rows = &r->rows[i];
		struct options o = { .count = 0 };
		struct form_cell *c;

		for (end = i + 1; rows->outer_table != 0 && end < r->count && r->rows[end].table == rows->table;)
			end++;
		if (rows->outer_table != 0 && (is_over_marks(r, rows, end - i, &o) || is_beside_marks(r, rows, end - i, 0, &o) || is_beside_marks(r, rows, end - i, 1, &o)) && o.count > 1 &&
		    (o.known == o.count || (o.marked > 0 && o.known * 2 >= o.count)) && (c = form_outer_cell(r, &r->rows[i])) != NULL) {
			fold(r, c, &o);
			continue;
		}
		memmove(&r->rows[kept], rows, (end - i) * sizeof(*rows));
		kept += end - i;
	}
	r->count = kept;
}
