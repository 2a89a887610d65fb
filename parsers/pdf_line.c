/* SPDX-License-Identifier: ISC */
#include "parsers/pdf_line.h"

#include "parsers/text.h"

#include <stdlib.h>

#define SAME_LINE 0.5		/* of the smaller height must overlap */
#define WIDE_GAP 1.0		/* line heights between two words: another column */
enum { LABEL_WORDS = 6, OPTION_WORDS = 3 };
#define OPTION_GAP 4.0		/* heights of a box before it: not a column of its own */
#define SHORT_LINE 0.6		/* of the full line above it */
#define SPACE 0.25		/* line heights: a blank */
#define ROUNDING 0.7		/* points */
#define PARAGRAPH 0.45		/* line heights between lines of one paragraph */
#define WIDE_PARAGRAPH 0.8	/* and where the words say that they go on */
#define CELL_LINES 1.1		/* and within a cell, set wide, so many */

static int
compare_top(const void *a, const void *b)
{
	const struct pdf_item *p = a, *q = b;

	if (p->box.y0 < q->box.y0 || p->box.y0 > q->box.y0)
		return p->box.y0 < q->box.y0 ? -1 : 1;
	return p->box.x0 < q->box.x0 ? -1 : p->box.x0 > q->box.x0;
}

static int
compare_left(const void *a, const void *b)
{
	const struct pdf_item *p = a, *q = b;

	return p->box.x0 < q->box.x0 ? -1 : p->box.x0 > q->box.x0;
}

static double
height(const struct pdf_item *i)
{
	return i->box.y1 - i->box.y0;
}

static bool
same_line(const struct pdf_item *first, const struct pdf_item *i)
{
	double overlap = pdf_min(first->box.y1, i->box.y1) - pdf_max(first->box.y0, i->box.y0);

	return overlap >= SAME_LINE * pdf_min(height(first), height(i));
}

static bool
is_text_field(const struct pdf_item *i)
{
	return i->widget != NULL && !i->field->box;
}

/* A gap as wide as several blanks, a field to type in, or the side of a frame: another column. */
static bool
parts(const struct pdf_item *left, const struct pdf_item *right)
{
	double gap = right->box.x0 - left->box.x1;

	if (is_text_field(left) || is_text_field(right) || left->frame != right->frame)
		return true;
	return gap > WIDE_GAP * pdf_min(height(left), height(right));
}

static bool
is_box(const struct pdf_item *i)
{
	struct span_cursor c = span_walk(i->text);
	uint32_t first = 0;

	if (i->drawn != PDF_ITEM_NO_BOX || i->widget != NULL)
		return i->widget == NULL || i->field->box;
	(void)text_next(&c, &first);
	return boxes_look(i->font, first) != BOXES_NOT;
}

/* "[x] Yes   [ ] No   [ ] Not known": the options of one question, with blanks between them. */
static bool
is_next_option(const struct pdf_item *items, size_t from, size_t i)
{
	size_t words = 0;

	if (!is_box(&items[from]) || !is_box(&items[i]) || items[i].box.x0 - items[i - 1].box.x1 > OPTION_GAP * height(&items[i]))
		return false;
	while (!is_box(&items[i - 1 - words]))
		words++;
	return words > 0 && words <= OPTION_WORDS;
}

static void
cut(struct arena *a, const struct pdf_item *items, size_t from, size_t to, struct pdf_line *out)
{
	size_t capacity = 0;

	*out = (struct pdf_line){ .y0 = items[from].box.y0, .y1 = items[from].box.y1 };
	for (size_t i = from; i < to; i++) {
		struct pdf_segment *s;

		out->y0 = pdf_min(out->y0, items[i].box.y0);
		out->y1 = pdf_max(out->y1, items[i].box.y1);
		if (i == from || (parts(&items[i - 1], &items[i]) && !is_next_option(items, out->segments[out->count - 1].from, i))) {
			out->segments = arena_grow(a, out->segments, out->count, &capacity, sizeof(*out->segments));
			out->segments[out->count++] = (struct pdf_segment){ .from = i, .x0 = items[i].box.x0 };
		}
		s = &out->segments[out->count - 1];
		s->to = i + 1;
		s->x1 = pdf_max(s->x1, items[i].box.x1);
	}
}

/* A field of many lines stands on the line of the label beside its top, or on its own first. */
static void
flatten_fields(struct pdf_item *items, size_t count)
{
	double sum = 0;
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		if (items[i].widget == NULL) {
			sum += height(&items[i]);
			n++;
		}
	for (size_t i = 0; i < count; i++) {
		struct pdf_item *field = &items[i];
		double usual = n > 0 ? sum / (double)n : 12, top = field->box.y1;

		if (field->widget == NULL || height(field) < 1.8 * usual)
			continue;
		for (size_t j = 0; j < count && count < 3000; j++) {
			const struct pdf_item *word = &items[j];
			double middle = (word->box.y0 + word->box.y1) / 2;

			if (word->widget == NULL && word->box.x1 <= field->box.x0 + 2 && middle > field->box.y0 && middle < field->box.y1)
				top = pdf_min(top, word->box.y0);
		}
		if (top < field->box.y1 && top > field->box.y0)
			field->box.y0 = top;
		field->box.y1 = pdf_min(field->box.y1, field->box.y0 + usual);
	}
}

struct pdf_lines
pdf_line_find(struct arena *a, struct pdf_item *items, size_t count)
{
	struct pdf_lines lines = { .count = 0 };
	size_t capacity = 0, from = 0;

	if (count == 0)
		return lines;
	flatten_fields(items, count);
	qsort(items, count, sizeof(*items), compare_top);
	while (from < count) {
		size_t to = from + 1;

		while (to < count && same_line(&items[from], &items[to]))
			to++;
		qsort(&items[from], to - from, sizeof(*items), compare_left);
		lines.items = arena_grow(a, lines.items, lines.count, &capacity, sizeof(*lines.items));
		cut(a, items, from, to, &lines.items[lines.count++]);
		from = to;
	}
	return lines;
}

static bool
begins_something(const struct pdf_item *i)
{
	struct span_cursor c = span_walk(i->text);
	uint32_t first = 0;

	if (i->widget != NULL || i->drawn != PDF_ITEM_NO_BOX)
		return true;
	(void)text_next(&c, &first);
	return first == 0x2022 || first == 0x25CF || first == 0x25AA || boxes_look(i->font, first) != BOXES_NOT;
}

/* "Y [x] N" and the last box alone on the next line: the line was too narrow for it. */
static bool
is_box_carried_over(const struct pdf_item *items, const struct pdf_segment *line, const struct pdf_segment *next)
{
	bool boxes = false;

	for (size_t i = line->from; i < line->to; i++)
		boxes = boxes || is_box(&items[i]);
	return boxes && next->to - next->from == 1 && is_box(&items[next->from]) && !is_box(&items[line->to - 1]) && !is_box(&items[line->from]);
}

/* A word that is alone on its line, fills it to the last letter, and could not be longer. */
static bool
is_cut_word(const struct pdf_item *items, const struct pdf_segment *line, const struct pdf_item *next, double right_edge)
{
	const struct pdf_item *last = &items[line->to - 1];
	double width = next->box.x1 - next->box.x0, letter = width / (double)(next->text.len > 0 ? next->text.len : 1);

	return line->to - line->from == 1 && last->drawn == PDF_ITEM_NO_BOX && line->x1 + letter > right_edge - 2 * ROUNDING &&
	    line->x1 - line->x0 + width > right_edge - 2 * ROUNDING - line->x0;
}

/* "... as well." and below it "Action taken: ...": a sentence ends, and a label begins. */
static bool
begins_a_label(const struct pdf_item *items, const struct pdf_segment *line, const struct pdf_segment *next)
{
	struct span last = items[line->to - 1].text, first = items[next->from].text;

	if (last.len == 0 || last.at[last.len - 1] != '.' || first.len == 0 || !span_is_upper(first.at[0]))
		return false;
	for (size_t i = next->from; i < next->to && i < next->from + LABEL_WORDS; i++)
		if (items[i].text.len > 1 && items[i].text.at[items[i].text.len - 1] == ':')
			return true;
	return false;
}

/* BLOCK_BOLD or 0 when all its words are alike in that; else neither. */
static unsigned
weight(const struct pdf_item *items, const struct pdf_segment *s)
{
	unsigned weight = items[s->from].flags & BLOCK_BOLD;

	for (size_t i = s->from; i < s->to; i++)
		if ((items[i].flags & BLOCK_BOLD) != weight)
			return BLOCK_BOLD | BLOCK_ITALIC;
	return weight;
}

/* A label in bold below an answer, or an answer below it. */
static bool
changes_weight(const struct pdf_item *items, const struct pdf_segment *line, const struct pdf_segment *next)
{
	/* "**Media interest?** No" below the last plain words of an answer. */
	if ((items[line->to - 1].flags & BLOCK_BOLD) == 0 && (items[next->from].flags & BLOCK_BOLD) != 0)
		return true;
	return (weight(items, line) ^ weight(items, next)) == BLOCK_BOLD;
}

/* "ann.other@" over "nhs.example", "ann.other" over "@nhs.example", "...@nhs." over "example". */
static bool
is_cut_address(const struct pdf_item *last, const struct pdf_item *first)
{
	unsigned char end = last->text.len > 0 ? last->text.at[last->text.len - 1] : 0, begin = first->text.len > 0 ? first->text.at[0] : 0;
	bool has_at = span_find_byte(last->text, '@') < last->text.len;

	if (begin == '@')
		return !has_at && first->text.len > 1 && last->text.len > 0;
	return has_at && (end == '@' || ((end == '.' || end == '-' || begin == '.') && span_find_byte(first->text, '@') == first->text.len && span_is_lower(begin == '.' && first->text.len > 1 ? first->text.at[1] : begin)));
}

enum pdf_line_break
pdf_line_broken(const struct pdf_item *items, const struct pdf_segment *line, const struct pdf_segment *next, double right_edge)
{
	const struct pdf_item *last = &items[line->to - 1], *first = &items[next->from];
	unsigned char end;

	if (is_box_carried_over(items, line, next))
		return PDF_LINE_BLANK;
	if (begins_something(first) || last->widget != NULL || begins_a_label(items, line, next) || changes_weight(items, line, next))
		return PDF_LINE_NEW;
	if (is_cut_word(items, line, first, right_edge) || is_cut_address(last, first))
		return PDF_LINE_GLUED;
	/* Some programs want room for the blank behind the word as well. */
	if (line->x1 + 2 * SPACE * height(last) + (first->box.x1 - first->box.x0) <= right_edge)
		return PDF_LINE_NEW;
	/* An address has no room beside anything: it says nothing about the line before it. */
	if (span_find_byte(first->text, '@') < first->text.len)
		return PDF_LINE_NEW;
	end = last->text.len > 1 ? last->text.at[last->text.len - 1] : ' ';
	return end == '-' || end == '/' ? PDF_LINE_GLUED : PDF_LINE_BLANK;
}

bool
pdf_line_is_title(const struct pdf_item *items, const struct pdf_line *line, const struct pdf_line *after)
{
	const struct pdf_segment *above = &line->segments[0], *s = &line[1].segments[0];
	struct span before = items[above->to - 1].text, first = items[s->from].text, last = items[s->to - 1].text;

	if (after == NULL || after->count != 1 || !pdf_line_is_near(line + 1, after) || before.len == 0 || before.at[before.len - 1] != '.' || first.len == 0 || !span_is_upper(first.at[0]))
		return false;
	return s->to - s->from <= LABEL_WORDS && s->x1 - above->x0 < SHORT_LINE * (above->x1 - above->x0) && last.len > 1 && (span_is_letter(last.at[last.len - 1]) || last.at[last.len - 1] == '?');
}

bool
pdf_line_is_near(const struct pdf_line *line, const struct pdf_line *next)
{
	return next->y0 - line->y1 <= PARAGRAPH * pdf_min(line->y1 - line->y0, next->y1 - next->y0);
}

bool
pdf_line_runs_on(const struct pdf_item *items, const struct pdf_line *line, const struct pdf_line *next)
{
	struct span last = items[line->segments[0].to - 1].text, first = items[next->segments[0].from].text;

	return next->y0 - line->y1 <= WIDE_PARAGRAPH * pdf_min(line->y1 - line->y0, next->y1 - next->y0) && last.len > 0 && first.len > 1 &&
	    span_is_lower(first.at[0]) && (span_is_letter(last.at[last.len - 1]) || last.at[last.len - 1] == ',');
}

/* ---- text ------------------------------------------------------------------------------------ */

struct pdf_writer
pdf_line_writer(struct arena *a)
{
	return (struct pdf_writer){ .builder = block_builder(a), .run = arena_text(a) };
}

static void
flush(struct pdf_writer *w)
{
	if (w->run.len > 0)
		boxes_put(&w->builder, arena_text_span(&w->run), w->font, w->flags, NULL);
	w->run = arena_text(w->builder.arena);
}

void
pdf_line_part(struct pdf_writer *w, char with)
{
	if (w->any)
		w->due = with;
}

/* A blank between words of one look is of that look; else it is plain, as what is struck
 * through or ringed ends with its last letter. */
static void
look(struct pdf_writer *w, unsigned flags, enum boxes_font font)
{
	bool same = w->flags == flags && w->font == font;

	if (!same) {
		flush(w);
		w->flags = 0;
		w->font = BOXES_TEXT;
	}
	if (w->due != 0)
		arena_put_byte(&w->run, (unsigned char)w->due);
	w->due = 0;
	if (!same && (flags != 0 || font != BOXES_TEXT)) {
		flush(w);
		w->flags = flags;
		w->font = font;
	}
	w->any = true;
}

void
pdf_line_join(struct pdf_writer *w, enum pdf_line_break how)
{
	switch (how) {
	case PDF_LINE_NEW:
		pdf_line_part(w, '\n');
		return;
	case PDF_LINE_BLANK:
		pdf_line_part(w, ' ');
		return;
	case PDF_LINE_GLUED:
		return;
	}
}

static void
put_widget(struct pdf_writer *w, const struct pdf_item *i)
{
	const struct block_control *c = i->widget->control;
	unsigned flags = BLOCK_VALUE | (c->placeholder ? BLOCK_PLACEHOLDER : 0);

	look(w, 0, BOXES_TEXT);
	flush(w);
	if (i->field->box)
		boxes_put(&w->builder, c->checked ? SPAN_LIT("\xE2\x98\x92") : SPAN_LIT("\xE2\x98\x90"), BOXES_TEXT, flags, c);
	else
		block_put(&w->builder, i->field->text, flags, c);
}

static void
put_word(struct pdf_writer *w, const struct pdf_item *i)
{
	struct span text = i->drawn == PDF_ITEM_NO_BOX ? i->text : i->drawn == PDF_ITEM_TICKED_BOX ? SPAN_LIT("\xE2\x98\x92") : SPAN_LIT("\xE2\x98\x90");

	look(w, i->flags, i->font);
	arena_put(&w->run, text);
}

void
pdf_line_put(struct pdf_writer *w, const struct pdf_item *items, const struct pdf_segment *s)
{
	for (size_t i = s->from; i < s->to; i++) {
		/* Words are parted by what pdftotext saw as a blank, or by none at all. */
		if (i > s->from)
			pdf_line_part(w, ' ');
		if (items[i].widget != NULL)
			put_widget(w, &items[i]);
		else
			put_word(w, &items[i]);
	}
}

/* The blank between a cell's side and its text is the same on both sides. */
static double
padding(const struct pdf_lines *lines, double left)
{
	double least = 12;

	for (size_t i = 0; i < lines->count; i++)
		least = pdf_min(least, lines->items[i].segments[0].x0 - left);
	return pdf_max(least, 0);
}

void
pdf_line_put_cell(struct pdf_writer *w, const struct pdf_item *items, const struct pdf_lines *lines, double left, double right)
{
	double edge = right - padding(lines, left) + ROUNDING;

	for (size_t i = 0; i < lines->count; i++) {
		const struct pdf_line *line = &lines->items[i], *before = i == 0 ? NULL : line - 1;

		if (before != NULL && before->count == 1 && line->count == 1 && line->y0 - before->y1 <= CELL_LINES * (before->y1 - before->y0))
			pdf_line_join(w, pdf_line_is_title(items, before, i + 1 < lines->count ? line + 1 : NULL) ? PDF_LINE_NEW :
			    pdf_line_broken(items, &before->segments[0], &line->segments[0], edge));
		else
			pdf_line_part(w, '\n');
		for (size_t j = 0; j < line->count; j++) {
			const struct pdf_segment *s = &line->segments[j];

			/* A label and the field behind it are one; what comes behind a field is another thing. */
			if (j > 0)
				pdf_line_part(w, items[s->from].widget != NULL && !is_text_field(&items[s->from - 1]) ? ' ' : '\t');
			pdf_line_put(w, items, s);
		}
	}
}

void
pdf_line_end(struct pdf_writer *w, struct block_list *list, enum block_kind kind, const struct block_where *where, unsigned flags)
{
	flush(w);
	block_end(&w->builder, list, kind, where, flags);
	*w = pdf_line_writer(w->builder.arena);
}

double
pdf_line_right_edge(const struct pdf_lines *lines, double width)
{
	double left = width, right = 0;

	for (size_t i = 0; i < lines->count; i++) {
		left = pdf_min(left, lines->items[i].segments[0].x0);
		right = pdf_max(right, lines->items[i].segments[lines->items[i].count - 1].x1);
	}
	return pdf_max(right, width - left - 8);
}
