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
