/* SPDX-License-Identifier: ISC */
#include "parsers/pdf_path.h"

enum { SQUARES_LIMIT = 2000, FRAMES_LIMIT = 1000, PENS_LIMIT = 2000, COVERS_LIMIT = 1000, PEN_POINTS = 128, STEPS = 4 };
#define COVER_LEAST 6.0		/* points: what is smaller covers no word */
#define COVER_MOST 250.0		/* what is higher is the ground of a page, with an image on it */
#define STRAIGHT 0.6		/* points a rule may be off the straight */
#define THIN 3.2		/* a filled patch no thicker is a rule */
#define SHORTEST 3.0		/* of a rule */
#define SQUARE_LEAST 5.0	/* of a box to tick */
#define SQUARE_MOST 24.0
#define RIM 0.62		/* of half a box's size: its outline comes no nearer its middle */
#define FRAME_WIDTH 30.0		/* what is smaller frames no text */
#define FRAME_HEIGHT 10.0
#define FRAME_RIM 20.0		/* points: its corners are no rounder */
#define PEN_WIDTH 320.0		/* what is larger is no mark of a hand */
#define PEN_HEIGHT 60.0
#define BORDER 4.0		/* points between the two outlines of a border */
#define BLOT 40.0		/* what is filled and larger is a picture */

/* ---- the path --------------------------------------------------------------------------------- */

void
pdf_path_add(struct pdf_path *p, struct pdf_point q)
{
	if (p->count < PDF_PATH_POINTS)
		p->points[p->count++] = q;
}

void
pdf_path_curve(struct pdf_path *p, struct pdf_point b, struct pdf_point c, struct pdf_point last)
{
	struct pdf_point a = p->count > 0 ? p->points[p->count - 1] : b;

	for (unsigned i = 1; i <= STEPS; i++) {
		double t = (double)i / STEPS, u = 1 - t;
		double wa = u * u * u, wb = 3 * u * u * t, wc = 3 * u * t * t, wd = t * t * t;

		pdf_path_add(p, (struct pdf_point){ .x = wa * a.x + wb * b.x + wc * c.x + wd * last.x, .y = wa * a.y + wb * b.y + wc * c.y + wd * last.y, .bent = true });
	}
}

void
pdf_path_close(struct pdf_path *p)
{
	size_t from = p->count;

	while (from > 0 && !p->points[from - 1].move)
		from--;
	if (from > 0)
		pdf_path_add(p, (struct pdf_point){ .x = p->points[from - 1].x, .y = p->points[from - 1].y });
}

static struct pdf_rect
bounds(const struct pdf_point *p, size_t n)
{
	struct pdf_rect r = { p[0].x, p[0].y, p[0].x, p[0].y };

	for (size_t i = 1; i < n; i++) {
		r.x0 = pdf_min(r.x0, p[i].x);
		r.x1 = pdf_max(r.x1, p[i].x);
		r.y0 = pdf_min(r.y0, p[i].y);
		r.y1 = pdf_max(r.y1, p[i].y);
	}
	return r;
}

struct pdf_rect
pdf_path_bounds(const struct pdf_path *p)
{
	return p->count == 0 ? (struct pdf_rect){ 0, 0, 0, 0 } : bounds(p->points, p->count);
}

/* Level and upright strokes only. */
static bool
is_axial(const struct pdf_point *p, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (p[i].bent || (pdf_size(p[i].x - p[i - 1].x) > STRAIGHT && pdf_size(p[i].y - p[i - 1].y) > STRAIGHT))
			return false;
	return true;
}

/* ---- what it looks like ----------------------------------------------------------------------- */

static void
add_rule(struct pdf_drawing *out, struct arena *a, struct pdf_rule rule, double from, double to)
{
	if (out->rules_count >= PDF_RULES_LIMIT || pdf_size(to - from) < SHORTEST)
		return;
	rule.from = pdf_min(from, to);
	rule.to = pdf_max(from, to);
	out->rules = arena_grow(a, out->rules, out->rules_count, &out->rules_capacity, sizeof(*out->rules));
	out->rules[out->rules_count++] = rule;
}

static void
add_square(struct pdf_drawing *out, struct arena *a, struct pdf_rect r, bool outlined)
{
	if (out->squares_count >= SQUARES_LIMIT)
		return;
	/* Filled and then stroked, or drawn with a shadow: once. */
	for (size_t i = out->squares_count; i-- > 0 && out->squares_count - i < 8;)
		if (pdf_size(out->squares[i].box.x0 - r.x0) < THIN && pdf_size(out->squares[i].box.y0 - r.y0) < THIN) {
			out->squares[i].outlined |= outlined;
			return;
		}
	out->squares = arena_grow(a, out->squares, out->squares_count, &out->squares_capacity, sizeof(*out->squares));
	out->squares[out->squares_count++] = (struct pdf_square){ .box = r, .outlined = outlined };
}

static void
add_patch(struct pdf_drawing *out, struct arena *a, struct pdf_rect r)
{
	if (out->patches_count >= SQUARES_LIMIT)
		return;
	out->patches = arena_grow(a, out->patches, out->patches_count, &out->patches_capacity, sizeof(*out->patches));
	out->patches[out->patches_count++] = r;
}

/* Returns its number, counted from 1; 0 when it is none. */
static size_t
add_pen(struct pdf_drawing *out, struct arena *a, const struct pdf_point *p, size_t n, struct pdf_pen pen)
{
	size_t step = n / PEN_POINTS + 1;

	pen.box = bounds(p, n);
	if (out->pens_count >= PENS_LIMIT || out->pens_count >= out->pens_limit || pen.box.x1 - pen.box.x0 > PEN_WIDTH || pen.box.y1 - pen.box.y0 > PEN_HEIGHT)
		return 0;
	pen.points = arena_array(a, n / step + 2, sizeof(*pen.points));
	for (size_t i = 0; i < n; i += step)
		pen.points[pen.count++] = p[i];
	pen.points[pen.count++] = p[n - 1];
	out->pens = arena_grow(a, out->pens, out->pens_count, &out->pens_capacity, sizeof(*out->pens));
	out->pens[out->pens_count++] = pen;
	return out->pens_count;
}

static bool
is_square(struct pdf_rect r)
{
	double w = r.x1 - r.x0, h = r.y1 - r.y0;

	return w >= SQUARE_LEAST && w <= SQUARE_MOST && h >= SQUARE_LEAST && h <= SQUARE_MOST && pdf_size(w - h) < w * 0.25;
}

static bool
is_closed(const struct pdf_point *p, size_t n)
{
	return n >= 4 && pdf_size(p[0].x - p[n - 1].x) <= STRAIGHT && pdf_size(p[0].y - p[n - 1].y) <= STRAIGHT;
}

/* A square with round corners, or a circle: its outline keeps away from its middle. */
static bool
is_round_box(const struct pdf_point *p, size_t n)
{
	struct pdf_rect r = bounds(p, n);
	double x = (r.x0 + r.x1) / 2, y = (r.y0 + r.y1) / 2;

	if (!is_closed(p, n) || !is_square(r))
		return false;
	for (size_t i = 0; i < n; i++)
		if (pdf_size(p[i].x - x) < RIM * (r.x1 - x) && pdf_size(p[i].y - y) < RIM * (r.y1 - y))
			return false;
	return true;
}

/* Around a piece of the page; its corners may be round. */
static void
add_frame(struct pdf_drawing *out, struct arena *a, const struct pdf_point *p, size_t n)
{
	struct pdf_rect r = bounds(p, n);

	if (out->frames_count >= FRAMES_LIMIT || !is_closed(p, n) || r.x1 - r.x0 < FRAME_WIDTH || r.y1 - r.y0 < FRAME_HEIGHT)
		return;
	for (size_t i = 0; i < n; i++)
		if (pdf_min(pdf_min(p[i].x - r.x0, r.x1 - p[i].x), pdf_min(p[i].y - r.y0, r.y1 - p[i].y)) > FRAME_RIM / 2 ||
		    (p[i].bent && pdf_min(p[i].x - r.x0, r.x1 - p[i].x) > FRAME_RIM))
			return;
	out->frames = arena_grow(a, out->frames, out->frames_count, &out->frames_capacity, sizeof(*out->frames));
	out->frames[out->frames_count++] = r;
}

/* One subpath, filled: a thin one is a rule, as Word draws its borders. */
static void
fill(struct pdf_drawing *out, struct arena *a, const struct pdf_point *p, size_t n, const struct pdf_paint *how)
{
	bool axial = is_axial(p, n);
	struct pdf_rect r;

	if (n < 3)
		return;
	r = bounds(p, n);
	if (axial && r.y1 - r.y0 <= THIN && r.x1 - r.x0 > r.y1 - r.y0)
		add_rule(out, a, (struct pdf_rule){ .at = (r.y0 + r.y1) / 2 }, r.x0, r.x1);
	else if (axial && r.x1 - r.x0 <= THIN)
		add_rule(out, a, (struct pdf_rule){ .upright = true, .at = (r.x0 + r.x1) / 2 }, r.y0, r.y1);
	else if (how->light && !axial && is_round_box(p, n))	/* a browser's box; what has corners may be anything's background */
		add_square(out, a, r, false);
	else if (!how->light && r.x1 - r.x0 <= BLOT && r.y1 - r.y0 <= BLOT)
		(void)add_pen(out, a, p, n, (struct pdf_pen){ .filled = true, .box_like = is_round_box(p, n) });
	add_frame(out, a, p, n);
	r = (struct pdf_rect){ pdf_max(r.x0, how->clip.x0), pdf_max(r.y0, how->clip.y0), pdf_min(r.x1, how->clip.x1), pdf_min(r.y1, how->clip.y1) };
	if (axial && how->coloured && r.y1 - r.y0 > THIN && r.x1 - r.x0 > THIN)
		add_patch(out, a, r);
}

/* The sides of a rectangle may be a ring around a word: whoever finds that takes its rules away. */
static void
stroke_axial(struct pdf_drawing *out, struct arena *a, const struct pdf_point *p, size_t n)
{
	size_t pen = 0;

	if (is_closed(p, n) && n <= 6)
		pen = add_pen(out, a, p, n, (struct pdf_pen){ .axial = true });
	for (size_t i = 1; i < n; i++)
		if (pdf_size(p[i].y - p[i - 1].y) <= STRAIGHT)
			add_rule(out, a, (struct pdf_rule){ .at = (p[i].y + p[i - 1].y) / 2, .pen = pen }, p[i - 1].x, p[i].x);
		else
			add_rule(out, a, (struct pdf_rule){ .upright = true, .at = (p[i].x + p[i - 1].x) / 2, .pen = pen }, p[i - 1].y, p[i].y);
}

static void
stroke(struct pdf_drawing *out, struct arena *a, const struct pdf_point *p, size_t n, const struct pdf_paint *how)
{
	bool axial = is_axial(p, n), bent = false, box = axial ? n >= 4 && is_square(bounds(p, n)) : is_round_box(p, n);

	if (how->width >= PDF_THICK && n >= 2) {
		struct pdf_rect r = bounds(p, n);

		/* A marker drawn over words, not a pen through them. */
		if (how->stroke_coloured)
			add_patch(out, a, (struct pdf_rect){ r.x0, r.y0 - how->width / 2, r.x1, r.y1 + how->width / 2 });
		return;
	}
	add_frame(out, a, p, n);
	if (box) {
		add_square(out, a, bounds(p, n), true);
		(void)add_pen(out, a, p, n, (struct pdf_pen){ .axial = axial, .box_like = true });
	} else if (axial) {
		stroke_axial(out, a, p, n);
	} else if (!how->stroke_light) {
		(void)add_pen(out, a, p, n, (struct pdf_pen){ .filled = false });
	}
	/* Tables are drawn in one go with what slants, too. */
	for (size_t i = 0; i < n; i++)
		bent = bent || p[i].bent;
	for (size_t i = 1; i < n && !axial && !box && !bent; i++)
		if (is_axial(&p[i - 1], 2) && pdf_size(p[i].y - p[i - 1].y) <= STRAIGHT)
			add_rule(out, a, (struct pdf_rule){ .at = (p[i].y + p[i - 1].y) / 2 }, p[i - 1].x, p[i].x);
		else if (is_axial(&p[i - 1], 2))
			add_rule(out, a, (struct pdf_rule){ .upright = true, .at = (p[i].x + p[i - 1].x) / 2 }, p[i - 1].y, p[i].y);
}

/* The end of the subpath that begins there. */
static size_t
subpath(const struct pdf_path *p, size_t from)
{
	size_t to = from + 1;

	while (to < p->count && !p->points[to].move)
		to++;
	return to;
}

/* Filled between two outlines, as browsers draw borders: a stroke of a pen.  Which is the outer
 * one; 0: neither. */
static unsigned
outer_of_two(const struct pdf_path *p, size_t middle, size_t end)
{
	struct pdf_rect q = bounds(p->points, middle), r = bounds(&p->points[middle], end - middle);
	double left = r.x0 - q.x0, right = q.x1 - r.x1, top = r.y0 - q.y0, bottom = q.y1 - r.y1;
	double least = pdf_min(pdf_min(left, right), pdf_min(top, bottom)), most = pdf_max(pdf_max(left, right), pdf_max(top, bottom));

	if (least > 0 && most <= BORDER)
		return 1;
	return most < 0 && least >= -BORDER ? 2 : 0;
}

/* A rectangle in white, or in black as people blacken what is not to be read; colours mark what they lie on. */
static void
add_cover(struct pdf_drawing *out, struct arena *a, const struct pdf_point *p, size_t n, const struct pdf_paint *how)
{
	struct pdf_rect r = bounds(p, n), c = how->clip;

	r = (struct pdf_rect){ pdf_max(r.x0, c.x0), pdf_max(r.y0, c.y0), pdf_min(r.x1, c.x1), pdf_min(r.y1, c.y1) };
	if (out->covers_count >= COVERS_LIMIT || how->clear || how->coloured || n < 4 || n > 6 || !is_axial(p, n) || r.y1 - r.y0 < COVER_LEAST || r.x1 - r.x0 < COVER_LEAST || r.y1 - r.y0 > COVER_MOST)
		return;
	out->covers = arena_grow(a, out->covers, out->covers_count, &out->covers_capacity, sizeof(*out->covers));
	out->covers[out->covers_count++] = (struct pdf_cover){ r, out->painted };
}

void
pdf_path_paint(struct pdf_path *p, struct arena *a, const struct pdf_paint *how, struct pdf_drawing *out)
{
	out->painted++;
	if (how->filled && p->count > 0 && subpath(p, 0) == p->count)
		add_cover(out, a, p->points, p->count, how);
	for (size_t from = 0, to; from < p->count; from = to) {
		size_t end;
		unsigned outer;

		to = subpath(p, from);
		end = to < p->count ? subpath(p, to) : to;
		outer = how->filled && !how->stroked && from == 0 && end > to && end == p->count ? outer_of_two(p, to, end) : 0;
		if (outer != 0) {
			struct pdf_paint pen = { .stroked = true, .stroke_light = how->light };

			stroke(out, a, outer == 1 ? p->points : &p->points[to], outer == 1 ? to : end - to, &pen);
			break;
		}
		if (how->filled)
			fill(out, a, &p->points[from], to - from, how);
		if (how->stroked)
			stroke(out, a, &p->points[from], to - from, how);
	}
	p->count = 0;
}

void
pdf_path_draw(struct arena *a, const struct pdf_point *points, size_t count, struct pdf_drawing *out)
{
	static const struct pdf_paint pen = { .stroked = true };

	if (count >= 2)
		stroke(out, a, points, count, &pen);
}
