/* SPDX-License-Identifier: ISC */
#include "parsers/pdf_item.h"

#include "parsers/pdf_comb.h"
#include "parsers/pdf_hide.h"
#include "parsers/pdf_pen.h"
#include "parsers/text.h"

#include <stdlib.h>

enum { LOOK_LIMIT = 2000 };	/* rules or shows looked at for one word */
#define STRIKE_TOP 0.38		/* of a word's height: where a line through it may lie */
#define STRIKE_BOTTOM 0.75
#define STRIKE_COVER 0.6
#define UNDER_TOP 0.76		/* and one beneath it */
#define UNDER_BOTTOM 1.12
#define UNDER_ROOM 2.5		/* points by which it may be longer or shorter */
#define BASE_TOP 0.5		/* of a word's height: where its base line may lie */
#define BLANK 0.5		/* of a word's height: no more is between two words of a line */
#define BESIDE 1.5		/* points */
#define SPILL 40.0		/* points beyond a field */
#define PATCH_HEIGHT 1.9	/* word heights: a higher one is the shade of a cell */

static bool
holds(const struct pdf_rect *r, const struct pdf_rect *word)
{
	double x = (word->x0 + word->x1) / 2, y = (word->y0 + word->y1) / 2;

	return x >= r->x0 && x <= r->x1 && y >= r->y0 && y <= r->y1;
}

static struct pdf_item *
add(struct arena *a, struct pdf_item_list *list)
{
	list->items = arena_grow(a, list->items, list->count, &list->capacity, sizeof(*list->items));
	list->items[list->count] = (struct pdf_item){ .cell = 0 };
	return &list->items[list->count++];
}

static void
drop_empty(struct pdf_item_list *list)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].text.len > 0 || list->items[i].drawn != PDF_ITEM_NO_BOX || list->items[i].widget != NULL)
			list->items[kept++] = list->items[i];
	list->count = kept;
}

/* ---- lines through words ---------------------------------------------------------------------- */

static int
compare_rules(const void *a, const void *b)
{
	const struct pdf_rule *p = a, *q = b;

	return p->at < q->at ? -1 : p->at > q->at;
}

static size_t
first_rule(const struct pdf_drawing *d, double at)
{
	size_t low = 0, high = d->rules_count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (d->rules[middle].at < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void
strike(struct arena *a, struct pdf_drawing *d, struct pdf_item_list *list)
{
	bool *used = arena_array(a, d->rules_count + 1, sizeof(*used));
	size_t kept = 0;

	for (size_t i = 0; i < list->count; i++) {
		struct pdf_item *w = &list->items[i];
		double h = w->box.y1 - w->box.y0, width = w->box.x1 - w->box.x0;
		size_t from = first_rule(d, w->box.y0 + STRIKE_TOP * h);

		for (size_t k = from; k < d->rules_count && k < from + LOOK_LIMIT && d->rules[k].at <= w->box.y0 + STRIKE_BOTTOM * h; k++) {
			const struct pdf_rule *r = &d->rules[k];

			if (r->upright || pdf_min(r->to, w->box.x1) - pdf_max(r->from, w->box.x0) < STRIKE_COVER * width)
				continue;
			w->flags |= BLOCK_STRUCK;
			used[k] = true;
		}
	}
	for (size_t k = 0; k < d->rules_count; k++)
		if (!used[k])
			d->rules[kept++] = d->rules[k];
	d->rules_count = kept;
}

/* Words that a rule lies beneath, from the first letter to the last: else it is the side of a cell,
 * or a line to write on. */
static void
underline(struct arena *a, struct pdf_drawing *d, struct pdf_item_list *list)
{
	struct pdf_rule *below = arena_array(a, d->rules_count + 1, sizeof(*below));
	size_t kept = 0;

	for (unsigned pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < list->count; i++) {
			struct pdf_item *w = &list->items[i];
			double h = w->box.y1 - w->box.y0;

			for (size_t k = first_rule(d, w->box.y0 + UNDER_TOP * h), n = 0; k < d->rules_count && n < LOOK_LIMIT && d->rules[k].at <= w->box.y0 + UNDER_BOTTOM * h; k++, n++) {
				const struct pdf_rule *r = &d->rules[k];

				if (r->upright || w->box.x0 < r->from - UNDER_ROOM || w->box.x1 > r->to + UNDER_ROOM)
					continue;
				if (pass == 1 && below[k].from - r->from <= UNDER_ROOM && r->to - below[k].to <= UNDER_ROOM)
					w->flags |= BLOCK_UNDERLINED;
				below[k].from = below[k].upright ? pdf_min(below[k].from, w->box.x0) : w->box.x0;
				below[k].to = below[k].upright ? pdf_max(below[k].to, w->box.x1) : w->box.x1;
				below[k].upright = true;	/* it has words above it */
			}
		}
	for (size_t k = 0; k < d->rules_count; k++)
		if (!below[k].upright || below[k].from - d->rules[k].from > UNDER_ROOM || d->rules[k].to - below[k].to > UNDER_ROOM)
			d->rules[kept++] = d->rules[k];
	d->rules_count = kept;
}

/* ---- fonts ------------------------------------------------------------------------------------ */

static int
compare_shows(const void *a, const void *b)
{
	const struct pdf_show *p = a, *q = b;

	return p->y < q->y ? -1 : p->y > q->y;
}

static size_t
first_show(const struct pdf_drawing *d, double y)
{
	size_t low = 0, high = d->shows_count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (d->shows[middle].y < y)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* A word is in the font of the nearest show that begins at its left on its base line. */
static void
set_fonts(struct pdf_drawing *d, struct pdf_item_list *list)
{
	if (d->shows_count > 0)
		qsort(d->shows, d->shows_count, sizeof(*d->shows), compare_shows);
	for (size_t i = 0; i < list->count; i++) {
		struct pdf_item *w = &list->items[i];
		size_t from = first_show(d, w->box.y0 + BASE_TOP * (w->box.y1 - w->box.y0));
		const struct pdf_show *best = NULL;

		for (size_t k = from; k < d->shows_count && k < from + LOOK_LIMIT && d->shows[k].y <= w->box.y1 + BESIDE; k++)
			if (d->shows[k].x <= w->box.x0 + BESIDE && (best == NULL || d->shows[k].x >= best->x))
				best = &d->shows[k];
		if (best == NULL)
			continue;
		w->flags |= best->flags;
		w->font = best->font;
	}
}

/* ---- boxes ------------------------------------------------------------------------------------ */

static bool
is_tick(const struct pdf_item *w)
{
	return span_eq_nocase_str(w->text, "x") || span_eq_str(w->text, "\xC3\x97") || span_eq_str(w->text, "/") || span_eq_nocase_str(w->text, "v") ||
	    boxes_first(w->font, w->text) == BOXES_TICKED || (w->font == BOXES_DINGBATS && span_eq_str(w->text, "4"));
}

/* Squares side by side are places for the letters of one word. */
static bool
is_in_a_row(const struct pdf_drawing *d, size_t index)
{
	const struct pdf_rect *s = &d->squares[index].box;

	for (size_t i = 0; i < d->squares_count; i++) {
		const struct pdf_rect *o = &d->squares[i].box;

		if (i != index && pdf_size(o->y0 - s->y0) < BESIDE && (pdf_size(o->x0 - s->x1) < BESIDE || pdf_size(o->x1 - s->x0) < BESIDE))
			return true;
	}
	return false;
}

/* What a square holds: nothing, a tick, or a short word that it chooses. */
static void
add_square(struct arena *a, const struct pdf_drawing *d, size_t index, struct pdf_item_list *list)
{
	enum { RINGED = 3 };
	const struct pdf_rect *box = &d->squares[index].box;
	bool ticked = d->squares[index].crossed;
	struct pdf_item *item;

	if (is_in_a_row(d, index))
		return;
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].drawn == PDF_ITEM_NO_BOX && holds(box, &list->items[i].box)) {
			/* A ring around "Y" or "NK" is no box, and chooses it. */
			if (!is_tick(&list->items[i])) {
				if (list->items[i].text.len <= RINGED)
					list->items[i].flags |= BLOCK_MARKED;
				return;
			}
			ticked = true;
			list->items[i].text = SPAN_NONE;
		}
	item = add(a, list);
	item->box = *box;
	item->drawn = ticked ? PDF_ITEM_TICKED_BOX : PDF_ITEM_EMPTY_BOX;
}

/* ---- colours ---------------------------------------------------------------------------------- */

static void
set_patches(const struct pdf_drawing *d, struct pdf_item_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		for (size_t k = 0; k < d->patches_count; k++) {
			struct pdf_item *w = &list->items[i];
			const struct pdf_rect *r = &d->patches[k];

			if (r->y1 - r->y0 <= PATCH_HEIGHT * (w->box.y1 - w->box.y0) && r->x1 - r->x0 <= 4 * (w->box.x1 - w->box.x0) && holds(r, &w->box))
				w->flags |= BLOCK_MARKED;
		}
}

/* Right behind a word in that frame: half of it is outside, or the word before runs over the side already. */
static bool
runs_over(const struct pdf_rect *frame, const struct pdf_item *before, const struct pdf_item *w)
{
	double gap = w->box.x0 - before->box.x1, high = before->box.y1 - before->box.y0, middle = (w->box.y0 + w->box.y1) / 2;

	return middle > before->box.y0 && middle < before->box.y1 && gap > -BLANK * high && gap < BLANK * high && w->box.x1 > frame->x1 && (w->box.x0 < frame->x1 || before->box.x1 > frame->x1);
}

/* The smallest frame around each item; a line too long for its frame goes on beside it. */
static void
set_frames(const struct pdf_drawing *d, struct pdf_item_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		struct pdf_item *w = &list->items[i];
		double least = 0;

		for (size_t k = 0; k < d->frames_count; k++) {
			const struct pdf_rect *f = &d->frames[k];
			double area = (f->x1 - f->x0) * (f->y1 - f->y0);

			if (!holds(f, &w->box) || (w->frame > 0 && area >= least))
				continue;
			w->frame = k + 1;
			least = area;
		}
		if (w->frame == 0 && i > 0 && w[-1].frame > 0 && runs_over(&d->frames[w[-1].frame - 1], w - 1, w))
			w->frame = w[-1].frame;
	}
}

void
pdf_item_gather(struct arena *a, const struct pdf_word *words, size_t count, struct pdf_drawing *drawing, struct pdf_item_list *out)
{
	for (size_t i = 0; i < count; i++) {
		struct pdf_item *item = add(a, out);

		item->box = words[i].box;
		item->text = words[i].text;
	}
	set_fonts(drawing, out);
	pdf_hide_words(drawing, out);
	pdf_comb_join(a, drawing, out);
	drop_empty(out);
	pdf_pen_split(a, drawing, out);
	if (drawing->rules_count > 0)
		qsort(drawing->rules, drawing->rules_count, sizeof(*drawing->rules), compare_rules);
	strike(a, drawing, out);
	underline(a, drawing, out);
	if (drawing->patches_count * out->count <= 20 * 1000 * 1000)
		set_patches(drawing, out);
	pdf_pen_cross(drawing);
	if (drawing->squares_count * out->count <= 20 * 1000 * 1000)
		for (size_t i = 0; i < drawing->squares_count; i++)
			add_square(a, drawing, i, out);
	pdf_pen_read(a, drawing, out);
	if (drawing->frames_count * out->count <= 4 * 1000 * 1000)
		set_frames(drawing, out);
	drop_empty(out);
}

/* ---- widgets ---------------------------------------------------------------------------------- */

static bool
is_beside(const struct pdf_rect *box, const struct pdf_rect *word)
{
	double x = (word->x0 + word->x1) / 2, y = (word->y0 + word->y1) / 2;

	return x > box->x0 && x < box->x1 && ((y < box->y0 && y > box->y0 - SPILL) || (y > box->y1 && y < box->y1 + SPILL));
}

/* Some programs paint long answers beyond the sides of their field: a line there that is
 * word for word in the answer is dropped too. */
static void
drop_overflow(struct arena *a, const struct pdf_rect *box, struct span answer, struct pdf_item_list *list, size_t words)
{
	struct span value = text_squeeze(a, answer);

	for (size_t i = 0; i < words; i++) {
		struct arena_text line = arena_text(a);
		size_t n = 0, to = i;

		if (list->items[i].text.len == 0 || !is_beside(box, &list->items[i].box))
			continue;
		for (; to < words && is_beside(box, &list->items[to].box) && pdf_size(list->items[to].box.y0 - list->items[i].box.y0) < BESIDE; to++) {
			if (n++ > 0)
				arena_put_byte(&line, ' ');
			arena_put(&line, list->items[to].text);
		}
		if (n < 2 || span_find(value, arena_text_span(&line)) == value.len)
			continue;
		for (size_t k = i; k < to; k++)
			list->items[k].text = SPAN_NONE;
	}
}

/* The word behind which the line of a field's answer breaks off at its side. */
static const struct pdf_item *
last_within(const struct pdf_rect *box, const struct pdf_item_list *list, size_t words)
{
	const struct pdf_item *last = NULL;

	for (size_t i = 0; i < words; i++)
		if (holds(box, &list->items[i].box) && list->items[i].text.len > 0 && (last == NULL || list->items[i].box.x1 > last->box.x1))
			last = &list->items[i];
	return last;
}

/* The word right of `last`, on its line: `word` whole, or as far as the page goes. */
static struct pdf_item *
next_cut_off(const struct pdf_item *last, struct span word, struct pdf_item_list *list, size_t words)
{
	struct pdf_item *part = NULL;
	double gap = last->box.y1 - last->box.y0;

	for (size_t i = 0; i < words; i++) {
		struct pdf_item *w = &list->items[i];

		if (w->text.len == 0 || pdf_size(w->box.y0 - last->box.y0) >= BESIDE || w->box.x0 <= last->box.x1 - gap || w->box.x0 >= last->box.x1 + gap)
			continue;
		if (span_eq(w->text, word))
			return w;
		if (span_starts(word, w->text))
			part = w;
	}
	return part;
}

/* An answer longer than its field is cut off on the screen, but its words go on in the
 * file, over whatever stands to the right: they are dropped one by one as they follow. */
static void
drop_cut_off(struct arena *a, const struct pdf_rect *box, struct span answer, struct pdf_item_list *list, size_t words)
{
	enum { TRIES = 64 };
	struct span value = text_squeeze(a, answer), rest;
	const struct pdf_item *last = last_within(box, list, words);
	struct pdf_item *next = NULL;
	size_t at = 0;

	if (last == NULL)
		return;
	/* Which "the" of the answer it is, the word behind it says. */
	for (size_t tries = 0; next == NULL && tries < TRIES; tries++) {
		at += span_find(span_slice(value, at, value.len), last->text);
		if (at == value.len)
			return;
		at += last->text.len;
		rest = span_trim(span_slice(value, at, value.len));
		if (rest.len > 0)
			next = next_cut_off(last, span_slice(rest, 0, span_find(rest, SPAN_LIT(" "))), list, words);
	}
	while (next != NULL) {
		struct span word = span_slice(rest, 0, span_find(rest, SPAN_LIT(" ")));
		bool whole = span_eq(next->text, word);

		next->text = SPAN_NONE;
		last = next;
		rest = span_trim(span_slice(rest, word.len, rest.len));
		next = whole && rest.len > 0 ? next_cut_off(last, span_slice(rest, 0, span_find(rest, SPAN_LIT(" "))), list, words) : NULL;
	}
}

void
pdf_item_add_widgets(struct arena *a, const struct pdf_form *form, unsigned page, const struct pdf_view *view, struct pdf_item_list *list)
{
	size_t words = list->count;

	for (size_t k = 0; k < form->widgets_count; k++) {
		const struct pdf_widget *w = &form->widgets[k];
		struct pdf_rect box;
		struct pdf_item *item;

		if (w->page != page)
			continue;
		box = pdf_draw_rect(view, w->rect);
		drop_cut_off(a, &box, form->fields[w->field].text, list, words);
		for (size_t i = 0; i < words; i++)
			if (holds(&box, &list->items[i].box)) {
				list->items[i].text = SPAN_NONE;
				list->items[i].drawn = PDF_ITEM_NO_BOX;
			}
		if (form->fields[w->field].text.len > 0)
			drop_overflow(a, &box, form->fields[w->field].text, list, words);
		item = add(a, list);
		item->box = box;
		item->widget = w;
		item->field = &form->fields[w->field];
	}
	drop_empty(list);
}

void
pdf_item_mark(struct arena *a, const struct pdf_form *form, unsigned page, const struct pdf_view *view, struct pdf_item_list *list)
{
	for (size_t k = 0; k < form->marks_count; k++) {
		struct pdf_rect box = pdf_draw_rect(view, form->marks[k].rect);

		if (form->marks[k].page == page)
			pdf_pen_split_at(a, &box, list);
		for (size_t i = 0; i < list->count && form->marks[k].page == page; i++)
			if (holds(&box, &list->items[i].box))
				list->items[i].flags |= form->marks[k].flags;
	}
}
