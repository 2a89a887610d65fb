/* SPDX-License-Identifier: ISC */
#include "parsers/pdf_hide.h"

enum { LOOK_LIMIT = 2000, WORK_LIMIT = 20 * 1000 * 1000 };
#define BASE_TOP 0.5		/* of a word's height: where its base line may lie */
#define BESIDE 1.5		/* points */
#define ROOM 2.0		/* points that a word may be beyond a clip and be seen */
#define OVERLAP 0.3		/* of a word's width: as much of another stands on it */

/* The shows that may have brought the word: those on its base line whose nearest start is at its left. */
struct origin {
	const struct pdf_show *items[8];
	size_t count;
};

static void
find_origin(const struct pdf_drawing *d, const struct pdf_rect *w, struct origin *out)
{
	double top = w->y0 + BASE_TOP * (w->y1 - w->y0), x = -1e7;
	size_t low = 0, high = d->shows_count;

	out->count = 0;
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (d->shows[middle].y < top)
			low = middle + 1;
		else
			high = middle;
	}
	for (size_t k = low; k < d->shows_count && k < low + LOOK_LIMIT && d->shows[k].y <= w->y1 + BESIDE; k++)
		if (d->shows[k].x <= w->x0 + BESIDE && d->shows[k].x > x)
			x = d->shows[k].x;
	for (size_t k = low; k < d->shows_count && k < low + LOOK_LIMIT && d->shows[k].y <= w->y1 + BESIDE && out->count < sizeof(out->items) / sizeof(out->items[0]); k++)
		if (d->shows[k].x <= w->x0 + BESIDE && d->shows[k].x >= x - BESIDE)
			out->items[out->count++] = &d->shows[k];
}

static bool
is_within(const struct pdf_rect *r, double x, double y, double room)
{
	return x >= r->x0 - room && x <= r->x1 + room && y >= r->y0 - room && y <= r->y1 + room;
}

/* Was it shown where it cannot be seen, or painted over? */
static bool
is_unseen(const struct pdf_drawing *d, const struct pdf_show *show, const struct pdf_rect *w)
{
	double x = (w->x0 + w->x1) / 2, y = (w->y0 + w->y1) / 2;

	if (!is_within(&show->clip, x, y, ROOM))
		return true;
	for (size_t i = 0; i < d->covers_count; i++)
		if (d->covers[i].order > show->order && is_within(&d->covers[i].box, x, y, 0) && d->covers[i].box.x0 <= w->x0 + BESIDE && d->covers[i].box.x1 >= w->x1 - BESIDE)
			return true;
	return false;
}

/* Another word, behind it in the file, stands on it. */
static bool
is_overwritten(const struct pdf_item_list *list, size_t at)
{
	const struct pdf_rect *w = &list->items[at].box;

	for (size_t i = at + 1; i < list->count && i < at + LOOK_LIMIT; i++) {
		const struct pdf_rect *o = &list->items[i].box;
		double shared = pdf_min(w->x1, o->x1) - pdf_max(w->x0, o->x0), y = (o->y0 + o->y1) / 2;

		if (list->items[i].text.len > 0 && y > w->y0 && y < w->y1 && shared > OVERLAP * (w->x1 - w->x0))
			return true;
	}
	return false;
}

/* On a note's place: it may be the note's, which is above all that the page has. */
static bool
is_noted(const struct pdf_drawing *d, const struct pdf_rect *w)
{
	for (size_t i = 0; i < d->notes_count; i++)
		if (is_within(&d->notes[i], (w->x0 + w->x1) / 2, (w->y0 + w->y1) / 2, ROOM))
			return true;
	return false;
}

void
pdf_hide_words(const struct pdf_drawing *d, struct pdf_item_list *list)
{
	if (d->unread || (d->covers_count + d->notes_count) * list->count > WORK_LIMIT)
		return;
	for (size_t i = 0; i < list->count; i++) {
		struct origin from;
		size_t unseen = 0;

		find_origin(d, &list->items[i].box, &from);
		for (size_t k = 0; k < from.count; k++)
			unseen += is_unseen(d, from.items[k], &list->items[i].box) ? 1 : 0;
		if (unseen > 0 && ((unseen == from.count && !is_noted(d, &list->items[i].box)) || is_overwritten(list, i)))
			list->items[i].text = SPAN_NONE;
	}
}
