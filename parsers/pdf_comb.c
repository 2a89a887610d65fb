/* SPDX-License-Identifier: ISC */
#include "parsers/pdf_comb.h"

#include "parsers/text.h"

#include <stdlib.h>

enum { LETTERS_LEAST = 3, WORK_LIMIT = 8 * 1000 * 1000 };
#define WIDEST 24.0		/* points: a box for one letter */
#define NARROWEST 6.0
#define HIGHEST 32.0
#define TOUCHING 2.0		/* points between two of them */
#define ALIKE 1.5		/* by which they may differ */
#define LETTER_GAP 0.2		/* heights between two words put together */

struct box {
	struct pdf_rect rect;
	size_t pen;			/* that drew it, from 1; 0: none */
};

struct boxes {
	struct box *items;
	size_t count, capacity;
};

static void
add(struct arena *a, struct boxes *boxes, struct pdf_rect r, size_t pen)
{
	double w = r.x1 - r.x0, h = r.y1 - r.y0;

	if (w < NARROWEST || w > WIDEST || h < NARROWEST || h > HIGHEST)
		return;
	boxes->items = arena_grow(a, boxes->items, boxes->count, &boxes->capacity, sizeof(*boxes->items));
	boxes->items[boxes->count++] = (struct box){ r, pen };
}

static int
compare_boxes(const void *a, const void *b)
{
	const struct box *p = a, *q = b;
	double top = p->rect.y0 - q->rect.y0;

	if (top > ALIKE || top < -ALIKE)
		return top < 0 ? -1 : 1;
	return p->rect.x0 < q->rect.x0 ? -1 : p->rect.x0 > q->rect.x0;
}

static int
compare_uprights(const void *a, const void *b)
{
	const struct pdf_rule *p = a, *q = b;
	double top = p->from - q->from;

	if (top > ALIKE || top < -ALIKE)
		return top < 0 ? -1 : 1;
	return p->at < q->at ? -1 : p->at > q->at;
}

/* Between two strokes of one height that are near one another. */
static void
add_between_rules(struct arena *a, const struct pdf_drawing *d, struct boxes *boxes)
{
	struct pdf_rule *uprights = arena_array(a, d->rules_count + 1, sizeof(*uprights));
	size_t n = 0;

	for (size_t i = 0; i < d->rules_count; i++)
		if (d->rules[i].upright && d->rules[i].to - d->rules[i].from <= HIGHEST)
			uprights[n++] = d->rules[i];
	if (n > 0)
		qsort(uprights, n, sizeof(*uprights), compare_uprights);
	for (size_t i = 1; i < n; i++)
		if (pdf_size(uprights[i].from - uprights[i - 1].from) <= ALIKE && pdf_size(uprights[i].to - uprights[i - 1].to) <= ALIKE)
			add(a, boxes, (struct pdf_rect){ uprights[i - 1].at, uprights[i].from, uprights[i].at, uprights[i].to }, 0);
}

/* A rectangle is found by its sides as well. */
static void
drop_doubles(struct boxes *boxes)
{
	size_t kept = 1;

	for (size_t i = 1; i < boxes->count; i++) {
		struct box *last = &boxes->items[kept - 1];
		const struct box *b = &boxes->items[i];

		if (pdf_size(b->rect.x0 - last->rect.x0) <= ALIKE && pdf_size(b->rect.y0 - last->rect.y0) <= ALIKE)
			last->pen = last->pen > 0 ? last->pen : b->pen;
		else
			boxes->items[kept++] = *b;
	}
	boxes->count = kept;
}

static bool
is_next(const struct box *p, const struct box *q)
{
	return pdf_size(q->rect.x0 - p->rect.x1) <= TOUCHING && pdf_size(p->rect.y0 - q->rect.y0) <= ALIKE && pdf_size(p->rect.y1 - q->rect.y1) <= ALIKE &&
	    pdf_size(p->rect.x1 - p->rect.x0 - q->rect.x1 + q->rect.x0) <= ALIKE;
}

/* The one letter in the box; list->count when it is empty, SIZE_MAX when there is more. */
static size_t
letter_in(const struct box *box, const struct pdf_item_list *list)
{
	size_t found = list->count;

	for (size_t i = 0; i < list->count; i++) {
		const struct pdf_item *w = &list->items[i];
		double x = (w->box.x0 + w->box.x1) / 2, y = (w->box.y0 + w->box.y1) / 2;
		struct span_cursor c = span_walk(w->text);
		uint32_t first = 0;

		if (w->text.len == 0 || x < box->rect.x0 || x > box->rect.x1 || y < box->rect.y0 || y > box->rect.y1)
			continue;
		if (found != list->count || !text_next(&c, &first) || span_left(&c) > 0)
			return SIZE_MAX;
		found = i;
	}
	return found;
}

/* Letters of boxes next to one another, with no empty one between them, are one word. */
static void
join(struct arena *a, struct pdf_item_list *list, const size_t *letters, size_t count)
{
	struct pdf_item *word = NULL;
	struct arena_text text = arena_text(a);

	for (size_t i = 0; i <= count; i++) {
		struct pdf_item *letter = i < count && letters[i] < list->count ? &list->items[letters[i]] : NULL;

		if (letter != NULL && word != NULL && text.len > 0) {
			arena_put(&text, letter->text);
			word->box.x1 = letter->box.x1;
			letter->text = SPAN_NONE;
			word->text = arena_text_span(&text);
		} else if (letter != NULL) {
			if (word != NULL)	/* a blank is an empty box wide: no gap between two columns */
				word->box.x1 = pdf_max(word->box.x1, letter->box.x0 - LETTER_GAP * (letter->box.y1 - letter->box.y0));
			word = letter;
			text = arena_text(a);
			arena_put(&text, letter->text);
		} else {
			text = arena_text(a);
		}
	}
}

static bool
is_digit(const struct pdf_item_list *list, size_t i)
{
	return i < list->count && list->items[i].text.len == 1 && span_is_digit(list->items[i].text.at[0]);
}

/* Some letters one after the other, or two digits ("DD"): not ticks in the columns of a table. */
static bool
are_letters(const struct pdf_item_list *list, const size_t *letters, size_t count)
{
	size_t run = 0, most = 0;
	bool digits = true;

	for (size_t i = 0; i < count; i++) {
		if (letters[i] == SIZE_MAX)
			return false;
		run = letters[i] < list->count ? run + 1 : 0;
		most = run > most ? run : most;
		digits = digits && is_digit(list, letters[i]);
	}
	return most >= LETTERS_LEAST || (digits && count >= 2);
}

/* What is drawn around the letters is no side of a cell; the rules between them, and the frame's. */
static void
drop_rules(struct pdf_drawing *d, const struct box *boxes, size_t count)
{
	const struct pdf_rect all = { boxes[0].rect.x0 - ALIKE, boxes[0].rect.y0 - ALIKE, boxes[count - 1].rect.x1 + ALIKE, boxes[0].rect.y1 + ALIKE };
	size_t kept = 0;

	for (size_t i = 0; i < d->rules_count; i++) {
		const struct pdf_rule *r = &d->rules[i];
		bool inside = r->upright ? r->at > all.x0 && r->at < all.x1 && r->from > all.y0 && r->to < all.y1 : r->at > all.y0 && r->at < all.y1 && r->from > all.x0 && r->to < all.x1;

		if (!inside)
			d->rules[kept++] = *r;
	}
	d->rules_count = kept;
	for (size_t i = 0; i < count; i++)
		if (boxes[i].pen > 0)
			d->pens[boxes[i].pen - 1].used = true;
}

void
pdf_comb_join(struct arena *a, struct pdf_drawing *d, struct pdf_item_list *list)
{
	struct boxes boxes = { .count = 0 };
	size_t *letters, work = 0, to;

	for (size_t i = 0; i < d->pens_count; i++)
		if (d->pens[i].axial)
			add(a, &boxes, d->pens[i].box, i + 1);
	add_between_rules(a, d, &boxes);
	if (boxes.count < 2)
		return;
	qsort(boxes.items, boxes.count, sizeof(*boxes.items), compare_boxes);
	drop_doubles(&boxes);
	letters = arena_array(a, boxes.count, sizeof(*letters));
	for (size_t from = 0; from < boxes.count; from = to) {
		for (to = from + 1; to < boxes.count && is_next(&boxes.items[to - 1], &boxes.items[to]);)
			to++;
		work += (to - from) * (list->count + d->rules_count);
		if (to - from < 2 || work > WORK_LIMIT)
			continue;
		for (size_t i = from; i < to; i++)
			letters[i] = letter_in(&boxes.items[i], list);
		if (!are_letters(list, &letters[from], to - from))
			continue;
		join(a, list, &letters[from], to - from);
		drop_rules(d, &boxes.items[from], to - from);
	}
}
