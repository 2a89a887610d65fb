/* SPDX-License-Identifier: ISC */
#include "parsers/pdf_aside.h"

enum { WORDS_LEAST = 4, TITLE_LINES = 2, ASIDES_LIMIT = 20, WORK_LIMIT = 4 * 1000 * 1000 };
#define SAME_SIDE 4.0		/* of two boxes one above the other */
#define LINES 2.4		/* heights of a line: what is less is a label, or one answer */
#define WIDEST 0.7		/* of the page */
#define ROOM 2.0

static bool
overlap(const struct pdf_rect *p, const struct pdf_rect *q)
{
	return p->x0 + ROOM < q->x1 && q->x0 + ROOM < p->x1 && p->y0 + ROOM < q->y1 && q->y0 + ROOM < p->y1;
}

static bool
holds(const struct pdf_rect *r, const struct pdf_rect *word)
{
	double x = (word->x0 + word->x1) / 2, y = (word->y0 + word->y1) / 2;

	return x >= r->x0 && x <= r->x1 && y >= r->y0 && y <= r->y1;
}

/* How high the words stand in the frame, or beside it. */
static double
reach(const struct pdf_rect *frame, const struct pdf_item_list *list, bool beside)
{
	double top = 1e7, bottom = -1e7;
	size_t words = 0;

	for (size_t i = 0; i < list->count; i++) {
		const struct pdf_rect *w = &list->items[i].box;
		double x = (w->x0 + w->x1) / 2, y = (w->y0 + w->y1) / 2;

		if (y < frame->y0 || y > frame->y1 || (x >= frame->x0 && x <= frame->x1) == beside)
			continue;
		top = pdf_min(top, w->y0);
		bottom = pdf_max(bottom, w->y1);
		words++;
	}
	return words < WORDS_LEAST ? 0 : bottom - top;
}

/* Lines of its own, and others beside them; a table is no frame, nor what goes across one. */
static bool
is_aside(const struct pdf_rect *frame, const struct pdf_item_list *list, double usual, double page_width, const struct pdf_grids *grids)
{
	if (frame->x1 - frame->x0 > WIDEST * page_width || frame->y1 - frame->y0 < LINES * usual)
		return false;
	for (size_t i = 0; i < grids->count; i++)
		if (overlap(frame, &grids->grids[i].box))
			return false;
	for (size_t i = 0; i < list->count; i++) {
		const struct pdf_rect *w = &list->items[i].box;

		/* A word across its side: it is drawn over the text, and not around it. */
		if (overlap(frame, w) && !holds(frame, w))
			return false;
	}
	return reach(frame, list, false) >= LINES * usual && reach(frame, list, true) >= LINES * usual;
}

/* With what stands close above it, no wider than it is: its label, or its title. */
static struct pdf_rect
with_title(const struct pdf_rect *frame, const struct pdf_item_list *list, double usual)
{
	struct pdf_rect all = *frame;
	bool more = true;

	for (unsigned lines = 0; more && lines < TITLE_LINES; lines++) {
		double top = all.y0;

		more = false;
		for (size_t i = 0; i < list->count; i++) {
			const struct pdf_rect *w = &list->items[i].box;

			if (w->y0 >= all.y0 - ROOM || w->y1 < all.y0 - usual / 2 || w->x1 < frame->x0 || w->x0 > frame->x1)
				continue;
			if (w->x0 < frame->x0 - ROOM || w->x1 > frame->x1 + ROOM)
				return all;
			top = pdf_min(top, w->y0 - 1);
			more = true;
		}
		all.y0 = top;
	}
	return all;
}

static void
add(struct arena *a, const struct pdf_rect *frame, struct pdf_grids *g)
{
	double *edges = arena_array(a, 2, sizeof(*edges));

	edges[0] = frame->x0;
	edges[1] = frame->x1;
	g->cells = arena_grow(a, g->cells, g->cells_count, &g->cells_capacity, sizeof(*g->cells));
	g->cells[g->cells_count++] = (struct pdf_cell){ .box = *frame, .row = 1, .column = 1, .row_span = 1, .column_span = 1, .grid = g->count };
	g->grids = arena_grow(a, g->grids, g->count, &g->capacity, sizeof(*g->grids));
	g->grids[g->count++] = (struct pdf_grid){ .box = *frame, .from = g->cells_count - 1, .to = g->cells_count, .rows = 1, .columns = 1, .edges = edges, .aside = true };
}

/* Text beside it stands in no such frame: that is what the page says, and this is said beside it. */
static bool
is_late(const struct pdf_grids *g, size_t index, size_t from, const struct pdf_item_list *list)
{
	const struct pdf_rect *frame = &g->grids[index].box;

	for (size_t i = 0; i < list->count; i++) {
		const struct pdf_rect *w = &list->items[i].box;
		double y = (w->y0 + w->y1) / 2;
		bool framed = y < frame->y0 || y > frame->y1;

		for (size_t k = from; k < g->count && !framed; k++)
			framed = holds(&g->grids[k].box, w);
		if (!framed)
			return true;
	}
	return false;
}

void
pdf_aside_find(struct arena *a, const struct pdf_drawing *d, const struct pdf_item_list *list, double usual, double page_width, struct pdf_grids *grids)
{
	size_t before = grids->count;

	if (d->frames_count * (list->count + grids->count) > WORK_LIMIT)
		return;
	for (size_t i = 0; i < d->frames_count && grids->count < before + ASIDES_LIMIT; i++)
		if (is_aside(&d->frames[i], list, usual, page_width, grids)) {
			struct pdf_rect all = with_title(&d->frames[i], list, usual);

			add(a, &all, grids);
		}
	for (size_t i = before; i < grids->count; i++)
		grids->grids[i].late = is_late(grids, i, before, list);
}

void
pdf_aside_go_on(struct arena *a, const struct pdf_drawing *d, const struct pdf_rect *last, double band, struct pdf_grids *grids)
{
	const struct pdf_rect *best = NULL;

	for (size_t i = 0; i < d->frames_count; i++) {
		const struct pdf_rect *f = &d->frames[i];

		if (f->y0 < band && pdf_size(f->x0 - last->x0) < SAME_SIDE && pdf_size(f->x1 - last->x1) < SAME_SIDE && (best == NULL || f->y0 < best->y0))
			best = f;
	}
	for (size_t i = 0; best != NULL && i < grids->count; i++)
		if (overlap(&grids->grids[i].box, best))
			return;
	if (best == NULL)
		return;
	add(a, best, grids);
	grids->grids[grids->count - 1].aside = false;
}

/* ---- a box by itself ------------------------------------------------------------------------------ */

void
pdf_aside_ends(const struct pdf_grids *g, const struct pdf_line *last, const struct pdf_line *before, double from, struct pdf_rect *out)
{
	for (size_t i = 0; i < g->lone_count; i++) {
		const struct pdf_rect *b = &g->lone[i];
		bool lowest = last->count == 1 && last->y0 >= b->y0 - ROOM && last->y1 <= b->y1 + ROOM && last->segments[0].x0 >= b->x0 && last->segments[0].x1 <= b->x1 && b->y1 >= from;

		for (size_t k = 0; k < g->count && lowest; k++)
			lowest = g->grids[k].box.y1 <= b->y0 + ROOM;
		if (!lowest || (before != NULL && before->y1 > b->y0 + ROOM))
			continue;
		*out = *b;
		return;
	}
}

const struct pdf_grid *
pdf_aside_begins(struct arena *a, const struct pdf_rect *like, double band, struct pdf_grids *g)
{
	const struct pdf_rect *best = NULL;
	struct pdf_grids before = { .count = 0 };

	for (size_t i = 0; i < g->lone_count; i++)
		if (g->lone[i].y0 < band && (best == NULL || g->lone[i].y0 < best->y0))
			best = &g->lone[i];
	if (best == NULL || pdf_size(best->x0 - like->x0) >= SAME_SIDE || pdf_size(best->x1 - like->x1) >= SAME_SIDE)
		return NULL;
	for (size_t i = 0; i < g->count; i++)
		if (g->grids[i].box.y0 < best->y1 - ROOM)
			return NULL;
	add(a, best, g);
	g->grids[g->count - 1].aside = false;
	add(a, like, &before);
	return before.grids;
}
