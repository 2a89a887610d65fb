/* SPDX-License-Identifier: ISC
 *
 * Tables of boxes: every cell holds its label and, beneath it, its answer.  What most cells show holds for those whose
 * label nobody knows, too: its answer is its own, and no cell's is in the one beside it.
 */
#include "parsers/form_inside.h"

enum { LEAST = 3, LABEL_BYTES = 90 };

/* "Post" over a field that nobody filled in: all of it is label. */
static bool
is_empty_box(const struct form_cell *c)
{
	return c->all.text.len > 0 && c->all.text.len <= LABEL_BYTES && c->lead.count == 0 && !c->many && form_text_is_over_field(&c->all);
}

/* "Post" over "Head of Service", and Post is known. */
static bool
is_known_box(const struct form_cell *c)
{
	if (is_empty_box(c))
		return form_cell_is_label(c) && c->match.exact;
	return c->lead.count > 0 && c->lead.exact && c->by_line && c->answer.text.len > 0;
}

/* "Please keep to the facts" in italics beneath the label explains it. */
static bool
is_explained(const struct form_cell *c)
{
	return c->all.runs_count > 1 && (c->all.runs[0].flags & BLOCK_ITALIC) == 0 && c->answer.text.len > 0 && form_text_all(&c->answer, BLOCK_ITALIC);
}

/* A short line without a full stop, over something. */
static bool
is_likely_box(const struct form_cell *c)
{
	size_t line = span_find_byte(c->all.text, '\n');

	return !is_explained(c) && line > 0 && line < c->all.text.len && line <= LABEL_BYTES && c->all.text.at[line - 1] != '.' && c->all.text.at[line - 1] != ',' && !c->many;
}

/* Its lead is in the first line, and the answer all beneath. */
static bool
is_led_box(const struct form_cell *c)
{
	size_t line = span_find_byte(c->all.text, '\n'), from = c->answer.text.len > 0 ? (size_t)(c->answer.text.at - c->all.text.at) : 0;

	return c->lead.count > 0 && from > line && span_trim(span_slice(c->all.text, line, from)).len == 0;
}

/* The first line is a label, though not word for word, or in bold over plain letters. */
static bool
is_likely_known(const struct form_reader *r, const struct form_cell *c)
{
	size_t line = span_find_byte(c->all.text, '\n');
	struct span first = span_slice(c->all.text, 0, line);
	struct form_match m;

	if (!is_likely_box(c))
		return false;
	if (c->all.runs_count > 1 && (c->all.runs[0].flags & BLOCK_BOLD) != 0 && (c->all.runs[c->all.runs_count - 1].flags & BLOCK_BOLD) == 0 && c->all.runs[0].text.len >= line)
		return true;
	return form_line_asks(first) || is_led_box(c) || form_match_find(r, first, FORM_MATCH_GLOB, &m) || form_guess_find(r, first, &m);
}

/* Rows first..last are one table.  Of the cells in rows of several, are nearly all boxes, and enough of them known? */
static bool
has_boxes(const struct form_reader *r, size_t first, size_t last)
{
	size_t filled = 0, boxes = 0, known = 0, beside = 0, boxes_beside = 0;

	for (size_t i = first; i <= last; i++)
		for (size_t j = 0; j < r->rows[i].count && r->rows[i].count > 1; j++) {
			const struct form_cell *c = &r->rows[i].cells[j];

			if (c->all.text.len == 0)
				continue;
			filled++;
			known += is_known_box(c) ? 1 : 0;
			boxes += is_known_box(c) || is_likely_box(c) || is_empty_box(c) || form_cell_is_label(c) ? 1 : 0;
			beside += j > 0 ? 1 : 0;
			boxes_beside += j > 0 && (is_known_box(c) || is_likely_box(c) || is_empty_box(c) || form_cell_is_label(c)) ? 1 : 0;
		}
	/* Labels down the side, each with what explains it, and their answers. */
	if (beside > 0 && boxes_beside == 0)
		return false;
	if (boxes < LEAST || boxes * 3 < filled * 2)
		return false;
	if (known >= LEAST && known * 4 >= filled)
		return true;
	known = 0;
	for (size_t i = first; i <= last; i++)
		for (size_t j = 0; j < r->rows[i].count && r->rows[i].count > 1; j++)
			known += is_known_box(&r->rows[i].cells[j]) || is_likely_known(r, &r->rows[i].cells[j]) ? 1 : 0;
	return known >= LEAST && known * 2 >= filled;
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
	if (form_cell_is_label(c) || is_empty_box(c)) {
		c->boxed = !alone;
		return;
	}
	if (!is_likely_box(c))
		return;
	if (is_led_box(c)) {
		c->boxed = c->by_line = true;
		return;
	}
	if (form_match_find(r, span_slice(c->all.text, 0, line), FORM_MATCH_GLOB, &m) || form_guess_find(r, span_slice(c->all.text, 0, line), &m)) {
		c->lead = m;
		c->guess = NULL;
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
