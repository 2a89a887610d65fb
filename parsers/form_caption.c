/* SPDX-License-Identifier: ISC
 *
 * Captions beneath what they ask for, in small or slanted letters: a row of fields, a row of labels, and so on down the page.
 * Read from the top each label would have the answer to the next.  Where rows of several with their labels beneath and none
 * above say that the form is made like that, each label is put in front of its answer.  What is no field, but print as the
 * labels are, must look otherwise than they do.  Likewise labels above their answers, with empty columns between.
 */
#include "parsers/form_inside.h"

enum { LEAST = 2 };

struct captions {
	size_t beneath, above;		/* rows of several answers with a row of labels there, and none on the other side */
	bool fields;			/* they are fields; else words that look otherwise */
	bool bold, slanted;		/* how the labels beneath look */
};

static bool
is_field(const struct form_cell *c)
{
	return form_text_has(&c->all, BLOCK_VALUE) && !form_text_has(&c->all, BLOCK_BOX) && (c->all.text.len == 0 || form_text_all(&c->all, BLOCK_VALUE));
}

static const struct form_cell *
cell_at(const struct form_row *row, unsigned column)
{
	for (size_t i = 0; i < row->count; i++)
		if (row->cells[i].column == column)
			return &row->cells[i];
	return NULL;
}

static const struct form_cell *
first_words(const struct form_row *row)
{
	for (size_t i = 0; i < row->count; i++)
		if (row->cells[i].all.text.len > 0)
			return &row->cells[i];
	return NULL;
}

static bool
looks(const struct form_row *row, bool bold, bool slanted)
{
	for (size_t i = 0; i < row->count; i++) {
		const struct form_cell *c = &row->cells[i];

		if (c->all.text.len > 0 && (c->bold != bold || form_text_all(&c->all, BLOCK_ITALIC) != slanted))
			return false;
	}
	return true;
}

/* Nothing but fields; or words and no box, none of them in bold. */
static bool
are_answers(const struct form_row *row, bool fields)
{
	if (row->margin || row->count == 0 || (!fields && first_words(row) == NULL))
		return false;
	for (size_t i = 0; i < row->count; i++) {
		const struct form_cell *c = &row->cells[i];

		if (fields ? !is_field(c) : c->heading || c->bold || form_text_has(&c->all, BLOCK_BOX | BLOCK_VALUE | BLOCK_PLACEHOLDER))
			return false;
	}
	return true;
}

/* Print in the columns of the answers, and in no other; how many cells of it. */
static size_t
count_print(const struct form_row *answers, const struct form_row *row)
{
	size_t count = 0;

	if (row->table != answers->table || row->line != answers->line || row->margin)
		return 0;
	for (size_t i = 0; i < answers->count; i++) {
		const struct form_cell *c = cell_at(row, answers->cells[i].column);

		if ((answers->cells[i].all.text.len > 0 || is_field(&answers->cells[i])) && (c == NULL || c->all.text.len == 0))
			return 0;
	}
	for (size_t i = 0; i < row->count; i++) {
		const struct form_cell *c = &row->cells[i];

		if (c->all.text.len == 0)
			continue;
		if (form_text_has(&c->all, BLOCK_VALUE | BLOCK_BOX | BLOCK_PLACEHOLDER) || cell_at(answers, c->column) == NULL)
			return 0;
		count++;
	}
	return count;
}

/* Half of the words in the row at least are labels. */
static bool
are_labels(const struct form_reader *r, const struct form_row *row)
{
	size_t known = 0, words = 0;

	for (size_t i = 0; i < row->count; i++) {
		words += row->cells[i].all.text.len > 0 ? 1 : 0;
		known += row->cells[i].all.text.len > 0 && (form_cell_is_label(&row->cells[i]) || form_later_guess(r, &row->cells[i])->count > 0) ? 1 : 0;
	}
	return known > 0 && known * 2 >= words;
}

static void
find_captions(const struct form_reader *r, bool fields, struct captions *out)
{
	size_t free_from = 0;		/* rows before that are some answer's */

	*out = (struct captions){ .fields = fields };
	for (size_t i = 0; i + 1 < r->count; i++) {
		const struct form_row *row = &r->rows[i], *next = row + 1;
		const struct form_cell *first = first_words(next);
		bool slanted = first != NULL && form_text_all(&first->all, BLOCK_ITALIC);

		if (!are_answers(row, fields) || count_print(row, next) < 2 || (out->beneath > 0 && !looks(next, out->bold, out->slanted)) || (!fields && (row->table == 0 || !slanted || !looks(row, false, false))))
			continue;
		if (i > free_from && count_print(row, row - 1) >= 2 && (fields || looks(row - 1, first->bold, slanted))) {
			out->above++;
		} else if (are_labels(r, next)) {
			if (out->beneath++ == 0) {
				out->bold = first->bold;
				out->slanted = slanted;
			}
			free_from = i + 2;
		}
	}
}

/* "Jo Pim | Nurse" over "Name | Post": Name, Jo Pim, Post, Nurse.  answers NULL: there are none. */
static void
put_in_front(struct form_reader *r, struct form_row *answers, struct form_row *labels)
{
	struct form_row both = *labels;

	both.cells = arena_array(r->arena, labels->count * 2, sizeof(*both.cells));
	both.count = both.capacity = labels->count * 2;
	both.width = labels->width * 2;
	for (size_t i = 0; i < labels->count; i++) {
		struct form_cell *label = &both.cells[2 * i], *answer = &both.cells[2 * i + 1];
		const struct form_cell *from = answers == NULL ? NULL : cell_at(answers, labels->cells[i].column);

		*label = labels->cells[i];
		*answer = from != NULL ? *from : (struct form_cell){ .row_span = 1, .blank = true };
		answer->column = 2 * label->column;
		answer->column_span = 1;
		label->column = answer->column - 1;
		label->column_span = 1;
	}
	*labels = both;
	if (answers != NULL)
		answers->count = 0;
}

/* Rows i and i + 1 are an answer and its caption, or several. */
static bool
is_captioned(const struct form_reader *r, const struct captions *captions, size_t i, size_t free_from)
{
	const struct form_row *row = &r->rows[i], *next = row + 1;

	if (i + 1 >= r->count || !are_answers(row, captions->fields) || count_print(row, next) == 0 || !looks(next, captions->bold, captions->slanted) || !are_labels(r, next))
		return false;
	if (!captions->fields && looks(row, captions->bold, captions->slanted))
		return false;
	return !(i > free_from && count_print(row, row - 1) > 0 && looks(row - 1, captions->bold, captions->slanted));
}

/* "Ethnicity | | First language" over "White British | | English": labels with nothing beside the last of them, and a column
 * between that only other rows have something in. */
static bool
has_gaps(const struct form_row *row)
{
	const struct form_row *below = row + 1;
	size_t labels = 0, answers = 0;

	if (row->table == 0 || row->line || below->table != row->table || row->count != below->count || row->count < 3 || row->cells[row->count - 1].all.text.len == 0)
		return false;
	for (size_t i = 0; i < row->count; i++) {
		const struct form_cell *c = &row->cells[i], *under = &below->cells[i];

		if (c->column != under->column || form_text_has(&under->all, BLOCK_BOX) || under->bold || (c->all.text.len > 0 ? !form_cell_is_label(c) || form_cell_is_label(under) || under->lead.count > 0 : under->all.text.len > 0 || c->all.runs_count > 0))
			return false;
		labels += c->all.text.len > 0 ? 1 : 0;
		answers += under->all.text.len > 0 ? 1 : 0;
	}
	return labels >= 2 && labels < row->count && answers > 0;
}

/* Is the row empty where the labels are? */
static bool
has_same_gaps(const struct form_row *labels, const struct form_row *row)
{
	if (row->table != labels->table || row->count != labels->count)
		return false;
	for (size_t i = 0; i < row->count; i++)
		if (row->cells[i].column != labels->cells[i].column || (labels->cells[i].all.text.len == 0 && (row->cells[i].all.text.len > 0 || row->cells[i].all.runs_count > 0)))
			return false;
	return true;
}

static void
drop_empty(struct form_reader *r)
{
	size_t kept = 0;

	for (size_t i = 0; i < r->count; i++)
		if (r->rows[i].count > 0)
			r->rows[kept++] = r->rows[i];
	r->count = kept;
}

/* More rows than one beneath the labels: "Name | | DOB" over Ann and over Bo. */
static bool
heads_rows(const struct form_reader *r, size_t at)
{
	const struct form_row *after = at + 2 < r->count ? &r->rows[at + 2] : NULL;
	const struct form_cell *next = after == NULL ? NULL : first_words(after);

	return after != NULL && has_same_gaps(&r->rows[at], after) && (next == NULL || (!form_cell_is_label(next) && next->lead.count == 0));
}

/* The labels' row, and those beneath it, without the columns that are empty in it.  Returns the first behind them. */
static size_t
close_gaps(struct form_reader *r, size_t at)
{
	const struct form_row labels = r->rows[at];
	size_t end = at;

	while (end < r->count && has_same_gaps(&labels, &r->rows[end])) {
		struct form_row *row = &r->rows[end++];
		struct form_cell *cells = arena_array(r->arena, row->count, sizeof(*cells));
		size_t kept = 0;

		for (size_t i = 0; i < row->count; i++)
			if (labels.cells[i].all.text.len > 0)
				cells[kept++] = row->cells[i];
		row->cells = cells;
		row->count = row->capacity = kept;
	}
	return end;
}

static void
part_gaps(struct form_reader *r)
{
	bool any = false;

	for (size_t i = 0; i + 1 < r->count; i++) {
		if (!has_gaps(&r->rows[i]))
			continue;
		if (heads_rows(r, i)) {
			i = close_gaps(r, i) - 1;
		} else if (r->rows[i].count * 2 <= FORM_CELLS) {
			put_in_front(r, &r->rows[i + 1], &r->rows[i]);
			any = true;
		}
	}
	if (any)
		drop_empty(r);
}

void
form_caption_part(struct form_reader *r)
{
	struct captions captions;
	size_t free_from = 0;

	find_captions(r, true, &captions);
	if (captions.beneath < LEAST)
		find_captions(r, false, &captions);
	if (captions.beneath < LEAST || captions.beneath <= captions.above) {
		part_gaps(r);
		return;
	}
	for (size_t i = 0; i < r->count; i++) {
		struct form_row *row = &r->rows[i], one = *row;

		if (is_captioned(r, &captions, i, free_from)) {
			if (row->count > 1 && row[1].count * 2 <= FORM_CELLS) {
				put_in_front(r, row, row + 1);
			} else {
				*row = row[1];
				row[1] = one;
			}
			free_from = ++i + 1;
		} else if (captions.slanted && row->count > 1 && row->count * 2 <= FORM_CELLS && !row->margin && looks(row, captions.bold, true) && are_labels(r, row)) {
			/* Nothing was written above them. */
			put_in_front(r, NULL, row);
		}
	}
	drop_empty(r);
}
