/* SPDX-License-Identifier: ISC
 *
 * Tables of boxes: every cell holds its label and, beneath it, its answer.  What most cells show holds for those whose
 * label nobody knows, too: its answer is its own, and no cell's is in the one beside it.
 */
#include "parsers/form_inside.h"

enum { LEAST = 3, LABEL_BYTES = 90 };

/* "Post" over "Head of Service", and Post is known. */
static bool
is_known_box(const struct form_cell *c)
{
	return c->lead.count > 0 && c->lead.exact && c->by_line && c->answer.text.len > 0;
}

/* A short line without a full stop, over something. */
static bool
is_likely_box(const struct form_cell *c)
{
	size_t line = span_find_byte(c->all.text, '\n');

	return line > 0 && line < c->all.text.len && line <= LABEL_BYTES && c->all.text.at[line - 1] != '.' && c->all.text.at[line - 1] != ',' && !c->many;
}

static bool
is_label(const struct form_cell *c)
{
	return form_match_is_label(&c->match);
}

/* Rows first..last are one table.  Of the cells in rows of several, are nearly all boxes, and enough of them known? */
static bool
has_boxes(const struct form_reader *r, size_t first, size_t last)
{
	size_t filled = 0, boxes = 0, known = 0;

	for (size_t i = first; i <= last; i++)
		for (size_t j = 0; j < r->rows[i].count && r->rows[i].count > 1; j++) {
			const struct form_cell *c = &r->rows[i].cells[j];

			if (c->all.text.len == 0)
				continue;
			filled++;
			known += is_known_box(c) ? 1 : 0;
			boxes += is_known_box(c) || is_likely_box(c) || is_label(c) ? 1 : 0;
		}
	return known >= LEAST && known * 4 >= filled && boxes * 3 >= filled * 2;
}

/* Label and answer apart; a label that nobody knows has none. */
static void
open(const struct form_reader *r, struct form_cell *c, bool alone)
{
	size_t line = span_find_byte(c->all.text, '\n');
	struct form_match m;

	if (is_known_box(c)) {
		c->boxed = true;
		return;
	}
	if (is_label(c)) {
		c->boxed = !alone;
		return;
	}
	if (!is_likely_box(c))
		return;
	if (form_match_find(r, span_slice(c->all.text, 0, line), FORM_MATCH_LOOSE, &m) || form_guess_find(r, span_slice(c->all.text, 0, line), &m)) {
		c->lead = m;
		c->guess.count = 0;
	} else if (alone) {
		return;
	} else {
		c->lead.count = 0;
	}
	c->answer = form_text_slice(r->arena, &c->all, line + 1, c->all.text.len);
	c->answer = form_text_trim(r->arena, &c->answer);
	c->by_line = true;
	c->boxed = true;
}

static size_t
last_of(const struct form_reader *r, size_t first)
{
	size_t last = first;

	while (last + 1 < r->count && r->rows[last + 1].table == r->rows[first].table)
		last++;
	return last;
}

void
form_box_part(struct form_reader *r)
{
	size_t last;

	for (size_t first = 0; first < r->count; first = last + 1) {
		last = last_of(r, first);
		if (r->rows[first].table == 0 || r->rows[first].table >= form_fields_poll || !has_boxes(r, first, last))
			continue;
		for (size_t i = first; i <= last; i++)
			for (size_t j = 0; j < r->rows[i].count; j++)
				open(r, &r->rows[i].cells[j], r->rows[i].count == 1);
	}
}
