/* SPDX-License-Identifier: ISC */
#include "parsers/pdf_pen.h"

enum { SPLIT_LETTERS = 10, SPLIT_PARTS = 5, CROSSES_LIMIT = 400, WORK_LIMIT = 8 * 1000 * 1000 };
#define ALL 0.85		/* of a word: what covers more is on all of it */
#define STRUCK 0.6		/* of a word's width */
#define BAND_TOP 0.12		/* of a word's height: where a line through it runs */
#define BAND_BOTTOM 0.88
#define LEVEL 0.35
#define TALL 2.2		/* word heights: a higher scribble is a signature */
#define OPEN 0.45		/* of its size: a ring that is not quite closed */
#define RING_TALL 3.2		/* word heights */
#define RING_ROOM 1.3		/* word heights between a ring's sides and its words, left and right */
#define NEIGHBOUR 3.0		/* word heights between a word and the next on its line */
#define TICK_LEAST 3.0		/* points */
#define TICK_MOST 40.0
#define TICK_ARMS 1.35		/* the second arm of a tick is so much longer than the first */
#define TICK_FILLED 0.45	/* of the room it stands in, a filled one covers less */
#define TICK_FOOT 0.4		/* of its width: where its foot is */
#define SIGN 11.0		/* height of an item made for a tick */
#define BLANK 0.45		/* word heights: no more than a blank between two words */
#define CLOSE 1.5
#define SAME_SIDE 0.6

static bool
overlap(const struct pdf_rect *p, const struct pdf_rect *q)
{
	return p->x0 < q->x1 && q->x0 < p->x1 && p->y0 < q->y1 && q->y0 < p->y1;
}

static bool
is_within(const struct pdf_rect *r, double x, double y, double room)
{
	return x > r->x0 - room && x < r->x1 + room && y > r->y0 - room && y < r->y1 + room;
}

static double
middle_x(const struct pdf_rect *r)
{
	return (r->x0 + r->x1) / 2;
}

static double
middle_y(const struct pdf_rect *r)
{
	return (r->y0 + r->y1) / 2;
}

static bool
is_word(const struct pdf_item *i)
{
	return i->drawn == PDF_ITEM_NO_BOX && i->widget == NULL && i->text.len > 0;
}

/* ---- "YES/NO" ---------------------------------------------------------------------------------- */

/* How wide a letter is, in about hundredths of its size: enough to tell words apart. */
static double
letter_width(unsigned char c)
{
	if (c == 'i' || c == 'l' || c == 'j' || c == 'I' || c == '/' || c == 't' || c == 'f')
		return 28;
	if (c == 'm' || c == 'w' || c == 'M' || c == 'W')
		return 80;
	return span_is_upper(c) ? 68 : 53;
}

static double
text_width(struct span s)
{
	double width = 0;

	for (size_t i = 0; i < s.len; i++)
		width += letter_width(s.at[i]);
	return width;
}

/* Words of letters with strokes between them. */
static bool
is_of_options(struct span s)
{
	size_t letters = 0, parts = 1;

	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '/') {
			if (letters == 0)
				return false;
			parts++;
			letters = 0;
		} else if (!span_is_letter(s.at[i]) || ++letters > SPLIT_LETTERS) {
			return false;
		}
	}
	return letters > 0 && parts > 1 && parts <= SPLIT_PARTS;
}

static void
split(struct arena *a, size_t index, struct pdf_item_list *list)
{
	struct pdf_item whole = list->items[index];
	struct span rest = whole.text, piece;
	double unit = (whole.box.x1 - whole.box.x0) / text_width(whole.text), x = whole.box.x0;
	bool first = true;

	while (rest.len > 0) {
		size_t n = rest.at[0] == '/' ? 1 : span_find_byte(rest, '/');
		struct pdf_item *part = &list->items[index];

		piece = span_slice(rest, 0, n);
		rest = span_slice(rest, n, rest.len);
		if (!first) {
			list->items = arena_grow(a, list->items, list->count, &list->capacity, sizeof(*list->items));
			part = &list->items[list->count++];
		}
		*part = whole;
		part->text = piece;
		part->box.x0 = x;
		part->box.x1 = x = x + unit * text_width(piece);
		first = false;
	}
}

static bool
covers_part(const struct pdf_rect *mark, const struct pdf_item *w)
{
	double width = w->box.x1 - w->box.x0, covered = pdf_min(mark->x1, w->box.x1) - pdf_max(mark->x0, w->box.x0);

	return overlap(mark, &w->box) && covered > (1 - ALL) * width && covered < ALL * width;
}

void
pdf_pen_split_at(struct arena *a, const struct pdf_rect *mark, struct pdf_item_list *list)
{
	for (size_t i = list->count; i-- > 0;)
		if (is_word(&list->items[i]) && covers_part(mark, &list->items[i]) && is_of_options(list->items[i].text))
			split(a, i, list);
}

static bool
is_covered_in_part(const struct pdf_drawing *d, const struct pdf_item *w)
{
	for (size_t k = 0; k < d->pens_count; k++)
		if (covers_part(&d->pens[k].box, w))
			return true;
	for (size_t k = 0; k < d->patches_count; k++)
		if (covers_part(&d->patches[k], w))
			return true;
	for (size_t k = 0; k < d->rules_count; k++) {
		const struct pdf_rule *r = &d->rules[k];
		struct pdf_rect line = { r->from, r->at - CLOSE, r->to, r->at + CLOSE };

		if (!r->upright && covers_part(&line, w))
			return true;
	}
	return false;
}

void
pdf_pen_split(struct arena *a, const struct pdf_drawing *d, struct pdf_item_list *list)
{
	size_t each = d->pens_count + d->patches_count + d->rules_count, work = 0;

	for (size_t i = list->count; i-- > 0 && work <= WORK_LIMIT;) {
		if (!is_word(&list->items[i]) || !is_of_options(list->items[i].text))
			continue;
		work += each;
		if (is_covered_in_part(d, &list->items[i]))
			split(a, i, list);
	}
}

/* ---- ticks ------------------------------------------------------------------------------------- */

/* Down to the right and then up, farther: "\/" as a hand draws it. */
static bool
is_stroked_tick(const struct pdf_pen *pen)
{
	size_t low = 0;
	double first, second;

	if (pen->filled || pen->count < 3 || pen->box.x1 - pen->box.x0 < TICK_LEAST || pen->box.x1 - pen->box.x0 > TICK_MOST ||
	    pen->box.y1 - pen->box.y0 < TICK_LEAST || pen->box.y1 - pen->box.y0 > TICK_MOST)
		return false;
	for (size_t i = 1; i < pen->count; i++)
		if (pen->points[i].y > pen->points[low].y)
			low = i;
	for (size_t i = 1; i < pen->count; i++) {
		double rise = pen->points[i - 1].y - pen->points[i].y;

		if (pen->points[i].x < pen->points[i - 1].x - CLOSE || (i <= low ? rise : -rise) > CLOSE)
			return false;
	}
	first = pen->points[low].y - pen->points[0].y;
	second = pen->points[low].y - pen->points[pen->count - 1].y;
	return low > 0 && low + 1 < pen->count && first > 0 && second > first * TICK_ARMS;
}

/* The outline of a tick: its top is at its right, its foot left of its middle, and there is little of it. */
static bool
is_filled_tick(const struct pdf_pen *pen)
{
	double w = pen->box.x1 - pen->box.x0, h = pen->box.y1 - pen->box.y0, area = 0;
	size_t top = 0, foot = 0;

	if (!pen->filled || pen->box_like || pen->count < 6 || w < TICK_LEAST || h < TICK_LEAST || w > TICK_MOST || h > TICK_MOST)
		return false;
	for (size_t i = 0; i < pen->count; i++) {
		const struct pdf_point *p = &pen->points[i], *q = &pen->points[(i + 1) % pen->count];

		area += (p->x * q->y - q->x * p->y) / 2;
		top = p->y < pen->points[top].y ? i : top;
		foot = p->y > pen->points[foot].y ? i : foot;
	}
	return pdf_size(area) < TICK_FILLED * w * h && pen->points[top].x > pen->box.x0 + 0.75 * w && pen->points[foot].x > pen->box.x0 + 0.15 * w &&
	    pen->points[foot].x < pen->box.x0 + 0.6 * w;
}

/* Two straight strokes through each other near their middles. */
static bool
is_half_of_cross(const struct pdf_pen *pen)
{
	double w = pen->box.x1 - pen->box.x0, h = pen->box.y1 - pen->box.y0;

	return !pen->filled && !pen->used && pen->count <= 3 && !pen->axial && w >= TICK_LEAST && w <= TICK_MOST && h >= TICK_LEAST && h <= TICK_MOST;
}

static bool
rises(const struct pdf_pen *pen)
{
	const struct pdf_point *p = &pen->points[0], *q = &pen->points[pen->count - 1];

	return (q->x - p->x) * (q->y - p->y) < 0;
}

static bool
is_cross(const struct pdf_pen *p, const struct pdf_pen *q)
{
	double size = pdf_max(p->box.x1 - p->box.x0, p->box.y1 - p->box.y0);

	return rises(p) != rises(q) && pdf_size(middle_x(&p->box) - middle_x(&q->box)) < size / 4 && pdf_size(middle_y(&p->box) - middle_y(&q->box)) < size / 4;
}

/* ---- boxes ------------------------------------------------------------------------------------- */

/* Anything drawn in a box fills it. */
static bool
fills(const struct pdf_pen *pen, const struct pdf_rect *box)
{
	double x = middle_x(&pen->box), y = middle_y(&pen->box);

	if (pen->box_like && !pen->filled)
		return false;
	if (is_within(box, x, y, 0))
		return true;
	for (size_t i = 1; i < pen->count && !pen->filled; i++)
		if (is_within(box, (pen->points[i - 1].x + pen->points[i].x) / 2, (pen->points[i - 1].y + pen->points[i].y) / 2, 0) &&
		    pen->box.x1 - pen->box.x0 < 3 * (box->x1 - box->x0))
			return true;
	return false;
}

/* A box all black beside one that is empty: nobody drew its outline. */
static bool
is_black_box(const struct pdf_drawing *d, const struct pdf_pen *pen)
{
	double w = pen->box.x1 - pen->box.x0;

	for (size_t i = 0; i < d->squares_count && pen->filled && pen->box_like && !pen->used; i++) {
		const struct pdf_rect *box = &d->squares[i].box;

		if (d->squares[i].outlined && pdf_size(box->y0 - pen->box.y0) < CLOSE && pdf_size(box->x1 - box->x0 - w) < CLOSE)
			return true;
	}
	return false;
}

void
pdf_pen_cross(struct pdf_drawing *d)
{
	size_t kept = 0;

	if (d->squares_count * (d->pens_count + 1) > WORK_LIMIT)
		d->pens_count = 0;
	for (size_t i = 0; i < d->squares_count; i++) {
		struct pdf_square s = d->squares[i];

		for (size_t k = 0; k < d->pens_count; k++)
			if (fills(&d->pens[k], &s.box))
				s.crossed = d->pens[k].used = true;
		if (s.outlined || s.crossed)
			d->squares[kept++] = s;
	}
	d->squares_count = kept;
}

/* ---- words -------------------------------------------------------------------------------------- */

/* The line comes back to near where it began, and the point is within. */
static bool
goes_around(const struct pdf_pen *pen, double x, double y)
{
	const struct pdf_point *first = &pen->points[0], *last = &pen->points[pen->count - 1];
	double size = pdf_max(pen->box.x1 - pen->box.x0, pen->box.y1 - pen->box.y0);
	bool within = false;

	if (pdf_size(first->x - last->x) > OPEN * size || pdf_size(first->y - last->y) > OPEN * size)
		return false;
	for (size_t i = 0; i < pen->count; i++) {
		const struct pdf_point *p = &pen->points[i], *q = &pen->points[(i + 1) % pen->count];

		if ((p->y > y) != (q->y > y) && x < p->x + (y - p->y) / (q->y - p->y) * (q->x - p->x))
			within = !within;
	}
	return within;
}

/* How much of the word's width the line runs through. */
static double
cover(const struct pdf_pen *pen, const struct pdf_rect *w)
{
	double h = w->y1 - w->y0, covered = 0;
	bool level = pen->box.y1 - pen->box.y0 < LEVEL * h;	/* it may be beneath the word or above it */
	double top = w->y0 + (level ? BAND_TOP : 0) * h, bottom = w->y0 + (level ? BAND_BOTTOM : 1) * h;

	for (size_t i = 1; i < pen->count; i++) {
		struct pdf_point p = pen->points[i - 1], q = pen->points[i];
		double dx = q.x - p.x, dy = q.y - p.y, t0 = 0, t1 = 1;

		if (pen->points[i].move || (pdf_size(dy) < 0.01 && (p.y < top || p.y > bottom)))
			continue;
		if (pdf_size(dy) >= 0.01) {
			double a = (top - p.y) / dy, b = (bottom - p.y) / dy;

			t0 = pdf_max(t0, pdf_min(a, b));
			t1 = pdf_min(t1, pdf_max(a, b));
		}
		if (t0 >= t1)
			continue;
		covered += pdf_max(0, pdf_min(w->x1, pdf_max(p.x + t0 * dx, p.x + t1 * dx)) - pdf_max(w->x0, pdf_min(p.x + t0 * dx, p.x + t1 * dx)));
	}
	return covered;
}

/* Words that the ring goes around, and that fill it. */
static bool
put_ring(const struct pdf_pen *pen, struct pdf_item_list *list)
{
	struct pdf_rect held = { 1e7, 1e7, -1e7, -1e7 };
	double h = 0;

	for (unsigned pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < list->count; i++) {
			struct pdf_item *w = &list->items[i];

			if (!is_word(w) || !is_within(&pen->box, middle_x(&w->box), middle_y(&w->box), 0) || !goes_around(pen, middle_x(&w->box), middle_y(&w->box)))
				continue;
			if (pass == 1)
				w->flags |= BLOCK_MARKED;
			held.x0 = pdf_min(held.x0, w->box.x0);
			held.x1 = pdf_max(held.x1, w->box.x1);
			h = pdf_max(h, w->box.y1 - w->box.y0);
		}
		if (held.x1 <= held.x0 || pen->box.y1 - pen->box.y0 > RING_TALL * h || held.x0 - pen->box.x0 > RING_ROOM * h || pen->box.x1 - held.x1 > RING_ROOM * h)
			return false;
	}
	return true;
}

static bool
put_strike(const struct pdf_pen *pen, struct pdf_item_list *list)
{
	bool any = false;

	for (size_t i = 0; i < list->count; i++) {
		struct pdf_item *w = &list->items[i];

		if (!is_word(w) || !overlap(&pen->box, &w->box) || pen->box.y1 - pen->box.y0 > TALL * (w->box.y1 - w->box.y0) ||
		    cover(pen, &w->box) < STRUCK * (w->box.x1 - w->box.x0))
			continue;
		w->flags |= BLOCK_STRUCK;
		any = true;
	}
	return any;
}

static void
put_sign(struct arena *a, const struct pdf_rect *box, struct pdf_item_list *list)
{
	double y = middle_y(box), h = pdf_min(box->y1 - box->y0, SIGN);
	struct pdf_item *item;

	list->items = arena_grow(a, list->items, list->count, &list->capacity, sizeof(*list->items));
	item = &list->items[list->count++];
	*item = (struct pdf_item){ .box = { box->x0, y - h / 2, box->x1, y + h / 2 }, .drawn = PDF_ITEM_TICKED_BOX };
}

/* The word that the tick lies on, or is next to on its line; list->count when there is none.
 * Its long arm may reach over the next word: what tells is where it begins. */
static size_t
word_at(const struct pdf_pen *pen, const struct pdf_item_list *list)
{
	size_t best = list->count;
	double best_gap = 0, y = middle_y(&pen->box), begin = pen->box.x0 + (pen->box.x1 - pen->box.x0) * TICK_FOOT;

	for (size_t i = 0; i < list->count; i++) {
		const struct pdf_rect *w = &list->items[i].box;
		double gap = pdf_max(w->x0 - begin, pen->box.x0 - w->x1);

		if (is_word(&list->items[i]) && y > w->y0 - CLOSE && y < w->y1 + CLOSE && gap < w->y1 - w->y0 && (best == list->count || gap < best_gap)) {
			best = i;
			best_gap = gap;
		}
	}
	return best;
}

/* Whether a word goes on where these words end, on either side. */
static bool
adjoins(const struct pdf_rect *words, const struct pdf_rect *w, double room)
{
	double gap = pdf_max(w->x0 - words->x1, words->x0 - w->x1) / (w->y1 - w->y0), y = middle_y(w);

	return y > words->y0 && y < words->y1 && gap < room && gap > -room;
}

/* The words around that one with no more than a blank between them. */
static struct pdf_rect
phrase(const struct pdf_item_list *list, size_t word)
{
	struct pdf_rect all = list->items[word].box;
	bool more = true;

	while (more) {
		more = false;
		for (size_t i = 0; i < list->count; i++) {
			const struct pdf_rect *w = &list->items[i].box;

			if (!is_word(&list->items[i]) || !adjoins(&all, w, BLANK) || (w->x0 >= all.x0 && w->x1 <= all.x1))
				continue;
			all.x0 = pdf_min(all.x0, w->x0);
			all.x1 = pdf_max(all.x1, w->x1);
			more = true;
		}
	}
	return all;
}

/* Other words on that line stand a little apart. */
static bool
stands_apart(const struct pdf_item_list *list, const struct pdf_rect *words)
{
	for (size_t i = 0; i < list->count; i++)
		if (is_word(&list->items[i]) && adjoins(words, &list->items[i].box, NEIGHBOUR) && !adjoins(words, &list->items[i].box, BLANK))
			return true;
	return false;
}

/* A tick on words marks them, and so does one beside them where others stand a little apart;
 * else it is for itself. */
static void
put_tick(struct arena *a, const struct pdf_pen *pen, struct pdf_item_list *list)
{
	size_t word = word_at(pen, list);
	struct pdf_rect all = { 0, 0, 0, 0 };
	bool apart = false, on = false;

	if (word < list->count) {
		all = phrase(list, word);
		apart = stands_apart(list, &all);
		on = pdf_min(all.x1, pen->box.x1) - pdf_max(all.x0, pen->box.x0) > (pen->box.x1 - pen->box.x0) / 2;
	}
	if (!apart && !on) {
		put_sign(a, &pen->box, list);
		return;
	}
	for (size_t i = 0; i < list->count; i++) {
		struct pdf_item *w = &list->items[i];

		/* "Yes No Not known" with nothing but blanks between: only the words it lies on. */
		if (is_word(w) && is_within(&all, middle_x(&w->box), middle_y(&w->box), 0) &&
		    (apart || pdf_min(w->box.x1, pen->box.x1) - pdf_max(w->box.x0, pen->box.x0) > CLOSE))
			w->flags |= BLOCK_MARKED;
	}
}

static void
read_crosses(struct arena *a, struct pdf_drawing *d, struct pdf_item_list *list)
{
	size_t halves[CROSSES_LIMIT], n = 0;

	for (size_t i = 0; i < d->pens_count && n < CROSSES_LIMIT; i++)
		if (is_half_of_cross(&d->pens[i]))
			halves[n++] = i;
	for (size_t i = 0; i < n; i++)
		for (size_t k = i + 1; k < n && !d->pens[halves[i]].used; k++) {
			struct pdf_pen *p = &d->pens[halves[i]], *q = &d->pens[halves[k]];
			bool struck;

			if (q->used || !is_cross(p, q))
				continue;
			p->used = q->used = true;
			struck = put_strike(p, list);
			if (!put_strike(q, list) && !struck)
				put_sign(a, &p->box, list);
		}
}

/* ---- rectangles ---------------------------------------------------------------------------------- */

static bool
is_side_of_another(const struct pdf_drawing *d, size_t pen, const struct pdf_rule *r)
{
	const struct pdf_rect *b = &d->pens[pen].box;
	double low = r->upright ? b->x0 : b->y0, high = r->upright ? b->x1 : b->y1, from = r->upright ? b->y0 : b->x0, to = r->upright ? b->y1 : b->x1;

	return r->pen != pen + 1 && (pdf_size(r->at - low) <= SAME_SIDE || pdf_size(r->at - high) <= SAME_SIDE) && pdf_min(r->to, to) - pdf_max(r->from, from) > CLOSE;
}

/* A word that stands in no rectangle of its own on the line of one that does: else these are cells. */
static bool
has_bare_neighbour(const struct pdf_drawing *d, const struct pdf_pen *pen, const struct pdf_item_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct pdf_rect *w = &list->items[i].box;
		double h = w->y1 - w->y0;
		bool bare = is_word(&list->items[i]) && middle_y(w) > pen->box.y0 && middle_y(w) < pen->box.y1 &&
		    ((w->x0 >= pen->box.x1 - CLOSE && w->x0 < pen->box.x1 + NEIGHBOUR * h) || (w->x1 <= pen->box.x0 + CLOSE && w->x1 > pen->box.x0 - NEIGHBOUR * h));

		for (size_t k = 0; k < d->pens_count && bare; k++)
			bare = !d->pens[k].axial || !is_within(&d->pens[k].box, middle_x(w), middle_y(w), 0) || d->pens[k].box.y1 - d->pens[k].box.y0 > RING_TALL * h;
		if (bare)
			return true;
	}
	return false;
}

static void
drop_frame(struct pdf_drawing *d, const struct pdf_rect *ring)
{
	size_t kept = 0;

	for (size_t i = 0; i < d->frames_count; i++) {
		const struct pdf_rect *f = &d->frames[i];

		if (pdf_size(f->x0 - ring->x0) + pdf_size(f->y0 - ring->y0) + pdf_size(f->x1 - ring->x1) + pdf_size(f->y1 - ring->y1) > SAME_SIDE)
			d->frames[kept++] = *f;
	}
	d->frames_count = kept;
}

static void
read_rectangle(struct pdf_drawing *d, size_t pen, struct pdf_item_list *list)
{
	size_t kept = 0;

	for (size_t k = 0; k < d->rules_count; k++)
		if (is_side_of_another(d, pen, &d->rules[k]))
			return;
	if (!has_bare_neighbour(d, &d->pens[pen], list) || !put_ring(&d->pens[pen], list))
		return;
	for (size_t k = 0; k < d->rules_count; k++)
		if (d->rules[k].pen != pen + 1)
			d->rules[kept++] = d->rules[k];
	d->rules_count = kept;
	drop_frame(d, &d->pens[pen].box);
}

void
pdf_pen_read(struct arena *a, struct pdf_drawing *d, struct pdf_item_list *list)
{
	if (d->pens_count * (list->count + d->rules_count / 4) > WORK_LIMIT)
		return;
	for (size_t i = 0; i < d->pens_count; i++)
		if (is_black_box(d, &d->pens[i])) {
			d->pens[i].used = true;
			put_sign(a, &d->pens[i].box, list);
		}
	read_crosses(a, d, list);
	for (size_t i = 0; i < d->pens_count; i++) {
		const struct pdf_pen *pen = &d->pens[i];

		if (pen->used)
			continue;
		if (is_stroked_tick(pen) || is_filled_tick(pen))
			put_tick(a, pen, list);
		else if (pen->axial)
			read_rectangle(d, i, list);
		else if (!pen->filled && put_ring(pen, list))
			drop_frame(d, &pen->box);
		else if (!pen->filled)
			(void)put_strike(pen, list);
	}
}
