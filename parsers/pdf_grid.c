/* SPDX-License-Identifier: ISC */
#include "parsers/pdf_grid.h"

#include <stdlib.h>

enum { RULES_LIMIT = 3000, COLUMNS_LIMIT = 64, ROWS_LIMIT = 400, CELLS_LIMIT = 20000 };
enum { FRAMES_WORK = 2000000 };
#define TOUCHING 0.5		/* rules with nothing between them */
#define FRAME 2.0		/* a field's frame is no farther from its sides */
#define CELL_MARGIN 12.0	/* and a cell's sides no farther from the frame */
#define SAME 2.5		/* points: two rules so near are one */
#define SAME_FINE 1.5		/* ... where tables stand in the cells of another, close to their sides */
#define GAP 4.0			/* a rule may be broken by so much */
#define REACH 4.0		/* and end so far before the one it meets */
#define TOUCH 1.0		/* but no farther when it ends at another: the side of a table within a cell */
#define COVERED 0.7		/* of a cell's side must be drawn to be a wall */
#define LONE_WIDTH 100.0	/* a box by itself that holds a line of text */
#define LONE_HEIGHT 8.0
#define OPEN_SIDE 18.0		/* rules that go on so far beyond the last upright one: a column without a side */

struct reach {
	double from, to;
};

struct tangle {				/* rules that touch one another */
	const struct pdf_rule *rules;
	const unsigned *group;
	size_t count;
	unsigned which;
	double same;
};

struct lattice {
	double same;
	double xs[COLUMNS_LIMIT + 1], ys[ROWS_LIMIT + 1];
	size_t columns, rows;
	unsigned char *right, *below;	/* of each elementary cell: is there a wall? */
	unsigned *region;
};

static int
compare_rules(const void *a, const void *b)
{
	const struct pdf_rule *p = a, *q = b;

	if (p->upright != q->upright)
		return p->upright ? 1 : -1;
	if (p->at < q->at || p->at > q->at)
		return p->at < q->at ? -1 : 1;
	return p->from < q->from ? -1 : p->from > q->from;
}

static int
compare_from(const void *a, const void *b)
{
	const struct pdf_rule *p = a, *q = b;

	return p->from < q->from ? -1 : p->from > q->from;
}

/* One rule for all that lie in line and touch.  Returns how many are left. */
static size_t
join_rules(struct pdf_rule *rules, size_t count, double same)
{
	size_t kept = 0, i = 0;

	if (count > 0)
		qsort(rules, count, sizeof(*rules), compare_rules);
	while (i < count) {
		size_t end = i, first = kept;

		while (end < count && rules[end].upright == rules[i].upright && rules[end].at - rules[i].at <= same)
			end++;
		qsort(&rules[i], end - i, sizeof(*rules), compare_from);
		for (; i < end; i++) {
			struct pdf_rule *last = kept > first ? &rules[kept - 1] : NULL;

			if (last != NULL && rules[i].from <= last->to + GAP)
				last->to = pdf_max(last->to, rules[i].to);
			else
				rules[kept++] = rules[i];
		}
	}
	return kept;
}

/* A rule that ends there ends there. */
static void
anchor(struct reach *reach, const struct pdf_rule *r, double at)
{
	if (pdf_size(at - r->from) <= TOUCH)
		reach->from = TOUCH;
	if (pdf_size(at - r->to) <= TOUCH)
		reach->to = TOUCH;
}

static bool
meet(const struct pdf_rule *p, const struct reach *p_reach, const struct pdf_rule *q, const struct reach *q_reach)
{
	return p->at >= q->from - q_reach->from && p->at <= q->to + q_reach->to && q->at >= p->from - p_reach->from && q->at <= p->to + p_reach->to;
}

/* How far each rule reaches beyond its ends; the first ones are level, the others upright. */
static struct reach *
find_reaches(struct arena *a, const struct pdf_rule *rules, size_t uprights, size_t count)
{
	static const struct reach touch = { TOUCH, TOUCH };
	struct reach *reaches = arena_array(a, count, sizeof(*reaches));

	for (size_t i = 0; i < count; i++)
		reaches[i] = (struct reach){ REACH, REACH };
	for (size_t i = 0; i < uprights; i++)
		for (size_t j = uprights; j < count; j++) {
			if (!meet(&rules[i], &touch, &rules[j], &touch))
				continue;
			anchor(&reaches[i], &rules[i], rules[j].at);
			anchor(&reaches[j], &rules[j], rules[i].at);
		}
	return reaches;
}

static unsigned
root(unsigned *group, unsigned i)
{
	while (group[i] != i)
		i = group[i] = group[group[i]];
	return i;
}

static void
add_line(struct lattice *l, double *lines, size_t *count, double at)
{
	size_t i = 0;

	while (i < *count && lines[i] < at - l->same)
		i++;
	if ((i < *count && pdf_size(lines[i] - at) <= l->same) || *count > (lines == l->xs ? COLUMNS_LIMIT : ROWS_LIMIT))
		return;
	for (size_t j = (*count)++; j > i; j--)
		lines[j] = lines[j - 1];
	lines[i] = at;
}

/* The lines of a tangle; false when it has too few or too many to be a table. */
static bool
find_lines(const struct tangle *t, struct lattice *l)
{
	size_t nx = 0, ny = 0;
	double left = 1e7, right = -1e7, top = 1e7, bottom = -1e7;

	for (size_t i = 0; i < t->count; i++) {
		const struct pdf_rule *r = &t->rules[i];

		if (t->group[i] != t->which)
			continue;
		if (r->upright) {
			add_line(l, l->xs, &nx, r->at);
			top = pdf_min(top, r->from);
			bottom = pdf_max(bottom, r->to);
		} else {
			add_line(l, l->ys, &ny, r->at);
			left = pdf_min(left, r->from);
			right = pdf_max(right, r->to);
		}
	}
	if (nx == 0 || ny == 0)
		return false;
	if (left < l->xs[0] - OPEN_SIDE)
		add_line(l, l->xs, &nx, left);
	if (right > l->xs[nx - 1] + OPEN_SIDE)
		add_line(l, l->xs, &nx, right);
	if (top < l->ys[0] - OPEN_SIDE / 2)
		add_line(l, l->ys, &ny, top);
	if (bottom > l->ys[ny - 1] + OPEN_SIDE / 2)
		add_line(l, l->ys, &ny, bottom);
	l->columns = nx - 1;
	l->rows = ny - 1;
	return nx >= 2 && ny >= 2 && nx + ny > 4 && l->columns <= COLUMNS_LIMIT && l->rows <= ROWS_LIMIT;
}

static void
draw_wall(struct lattice *l, const struct pdf_rule *r)
{
	if (r->upright) {
		for (size_t x = 1; x < l->columns; x++)
			for (size_t y = 0; pdf_size(l->xs[x] - r->at) <= l->same && y < l->rows; y++)
				if (pdf_min(r->to, l->ys[y + 1]) - pdf_max(r->from, l->ys[y]) >= COVERED * (l->ys[y + 1] - l->ys[y]))
					l->right[y * l->columns + x - 1] = 1;
		return;
	}
	for (size_t y = 1; y < l->rows; y++)
		for (size_t x = 0; pdf_size(l->ys[y] - r->at) <= l->same && x < l->columns; x++)
			if (pdf_min(r->to, l->xs[x + 1]) - pdf_max(r->from, l->xs[x]) >= COVERED * (l->xs[x + 1] - l->xs[x]))
				l->below[(y - 1) * l->columns + x] = 1;
}

static void
join_cells(struct lattice *l)
{
	size_t n = l->columns * l->rows;

	for (size_t i = 0; i < n; i++)
		l->region[i] = (unsigned)i;
	for (size_t i = 0; i < n; i++) {
		if (i % l->columns + 1 < l->columns && !l->right[i])
			l->region[root(l->region, (unsigned)i + 1)] = root(l->region, (unsigned)i);
		if (i + l->columns < n && !l->below[i])
			l->region[root(l->region, (unsigned)(i + l->columns))] = root(l->region, (unsigned)i);
	}
}

static void
add_cell(struct arena *a, struct pdf_grids *g, const struct lattice *l, size_t first, size_t last)
{
	size_t x0 = first % l->columns, y0 = first / l->columns, x1 = last % l->columns, y1 = last / l->columns;

	g->cells = arena_grow(a, g->cells, g->cells_count, &g->cells_capacity, sizeof(*g->cells));
	g->cells[g->cells_count++] = (struct pdf_cell){ .box = { l->xs[x0], l->ys[y0], l->xs[x1 + 1], l->ys[y1 + 1] }, .row = (unsigned)y0 + 1,
		.column = (unsigned)x0 + 1, .row_span = (unsigned)(y1 - y0) + 1, .column_span = (unsigned)(x1 - x0) + 1, .grid = g->count };
}

/* Each region becomes the rectangle around it. */
static void
add_cells(struct arena *a, struct pdf_grids *g, struct lattice *l)
{
	size_t n = l->columns * l->rows;
	struct bound { size_t x0, y0, x1, y1; bool any; } *bounds = arena_array(a, n, sizeof(*bounds));

	for (size_t i = 0; i < n; i++) {
		struct bound *b = &bounds[root(l->region, (unsigned)i)];
		size_t x = i % l->columns, y = i / l->columns;

		b->x0 = !b->any || x < b->x0 ? x : b->x0;
		b->x1 = !b->any || x > b->x1 ? x : b->x1;
		b->y0 = !b->any || y < b->y0 ? y : b->y0;
		b->y1 = !b->any || y > b->y1 ? y : b->y1;
		b->any = true;
	}
	for (size_t i = 0; i < n; i++) {
		struct bound *b = &bounds[root(l->region, (unsigned)i)];

		if (b->any && b->y0 * l->columns + b->x0 <= i && g->cells_count < CELLS_LIMIT) {
			add_cell(a, g, l, b->y0 * l->columns + b->x0, b->y1 * l->columns + b->x1);
			b->any = false;
		}
	}
}

static void
add_lone(struct arena *a, const struct lattice *l, struct pdf_grids *g)
{
	if (l->columns != 1 || l->rows != 1 || l->xs[1] - l->xs[0] < LONE_WIDTH || l->ys[1] - l->ys[0] < LONE_HEIGHT)
		return;
	g->lone = arena_grow(a, g->lone, g->lone_count, &g->lone_capacity, sizeof(*g->lone));
	g->lone[g->lone_count++] = (struct pdf_rect){ l->xs[0], l->ys[0], l->xs[1], l->ys[1] };
}

static void
add_grid(struct arena *a, const struct tangle *t, struct pdf_grids *g)
{
	struct lattice *l = arena_alloc(a, sizeof(*l));
	size_t from = g->cells_count;
	double *edges;

	l->same = t->same;
	if (!find_lines(t, l)) {
		add_lone(a, l, g);
		return;
	}
	l->right = arena_array(a, l->columns, l->rows);
	l->below = arena_array(a, l->columns, l->rows);
	l->region = arena_array(a, l->columns * l->rows, sizeof(*l->region));
	for (size_t i = 0; i < t->count; i++)
		if (t->group[i] == t->which)
			draw_wall(l, &t->rules[i]);
	join_cells(l);
	add_cells(a, g, l);
	/* One cell is a frame around something, not a table. */
	if (g->cells_count < from + 2) {
		g->cells_count = from;
		return;
	}
	edges = arena_array(a, l->columns + 1, sizeof(*edges));
	for (size_t i = 0; i <= l->columns; i++)
		edges[i] = l->xs[i];
	g->grids = arena_grow(a, g->grids, g->count, &g->capacity, sizeof(*g->grids));
	g->grids[g->count++] = (struct pdf_grid){ .box = { l->xs[0], l->ys[0], l->xs[l->columns], l->ys[l->rows] }, .from = from, .to = g->cells_count,
		.rows = (unsigned)l->rows, .columns = (unsigned)l->columns, .edges = edges };
}

static size_t
cell_at(const struct pdf_grids *g, double x, double y, size_t not_grid)
{
	size_t best = 0;
	double best_area = 0;

	for (size_t i = 0; i < g->count; i++) {
		const struct pdf_grid *grid = &g->grids[i];

		if (i == not_grid || x < grid->box.x0 || x > grid->box.x1 || y < grid->box.y0 || y > grid->box.y1)
			continue;
		for (size_t j = grid->from; j < grid->to; j++) {
			const struct pdf_rect *b = &g->cells[j].box;
			double area = (b->x1 - b->x0) * (b->y1 - b->y0);

			if (x >= b->x0 && x <= b->x1 && y >= b->y0 && y <= b->y1 && (best == 0 || area < best_area)) {
				best = j + 1;
				best_area = area;
			}
		}
	}
	return best;
}

size_t
pdf_grid_cell(const struct pdf_grids *g, double x, double y)
{
	return cell_at(g, x, y, SIZE_MAX);
}

static void
nest(struct pdf_grids *g)
{
	for (size_t i = 0; i < g->count; i++) {
		struct pdf_grid *inner = &g->grids[i];
		size_t cell = cell_at(g, (inner->box.x0 + inner->box.x1) / 2, (inner->box.y0 + inner->box.y1) / 2, i);

		if (cell != 0 && g->cells[cell - 1].box.x1 - g->cells[cell - 1].box.x0 + SAME >= inner->box.x1 - inner->box.x0 &&
		    g->cells[cell - 1].box.y1 - g->cells[cell - 1].box.y0 + SAME >= inner->box.y1 - inner->box.y0)
			inner->outer = cell;
	}
}

/* ---- frames of fields ----------------------------------------------------------------- */

static bool
is_side(const struct pdf_rule *r, const struct pdf_rect *frame)
{
	double at = r->at, low = r->upright ? frame->x0 : frame->y0, high = r->upright ? frame->x1 : frame->y1;
	double from = r->upright ? frame->y0 : frame->x0, to = r->upright ? frame->y1 : frame->x1;

	return (pdf_size(at - low) <= FRAME || pdf_size(at - high) <= FRAME) && pdf_size(r->from - from) <= FRAME && pdf_size(r->to - to) <= FRAME;
}

/* The rule lies along that side of the frame, a little outside. */
static bool
is_outside(double at, double side, double outward)
{
	return (at - side) * outward > FRAME / 2 && (at - side) * outward < CELL_MARGIN;
}

/* There are other rules close by, above or below and left or right: the sides of a cell.
 * One at its left or right that is longer will do: fields stand below one another in it. */
static bool
is_in_a_cell(const struct pdf_rule *rules, size_t count, const struct pdf_rect *frame)
{
	bool level = false, upright = false;

	for (size_t i = 0; i < count; i++) {
		const struct pdf_rule *r = &rules[i];

		if (is_side(r, frame))
			continue;
		if (!r->upright) {
			level |= r->from < frame->x0 + FRAME && r->to > frame->x1 - FRAME && (is_outside(r->at, frame->y0, -1) || is_outside(r->at, frame->y1, 1));
			continue;
		}
		if (!is_outside(r->at, frame->x0, -1) && !is_outside(r->at, frame->x1, 1))
			continue;
		if (r->from < frame->y0 - FRAME && r->to > frame->y1 + FRAME)
			return true;
		upright |= r->from < frame->y0 + FRAME && r->to > frame->y1 - FRAME;
	}
	return level && upright;
}

/* The frame of another field goes on in line with a side of this one, with nothing between them: both are drawn as cells. */
static bool
is_in_line(const struct pdf_rule *rules, size_t count, const struct pdf_rect *frame, const struct pdf_rule *side)
{
	for (size_t i = 0; i < count; i++) {
		const struct pdf_rule *r = &rules[i];

		if (r->frame && r->upright == side->upright && pdf_size(r->at - side->at) <= TOUCHING && r->to >= side->from - TOUCHING && r->from <= side->to + TOUCHING && !is_side(r, frame))
			return true;
	}
	return false;
}

/* A rule that is no field's frame goes on where the frame's side ends, or lies on it: the field fills a cell. */
static bool
is_a_cell(const struct pdf_rule *rules, size_t count, const struct pdf_rect *frame)
{
	for (size_t i = 0; i < count; i++) {
		const struct pdf_rule *r = &rules[i];
		double low = r->upright ? frame->x0 : frame->y0, high = r->upright ? frame->x1 : frame->y1;
		double from = r->upright ? frame->y0 : frame->x0, to = r->upright ? frame->y1 : frame->x1;

		if (!r->frame && (pdf_size(r->at - low) <= FRAME || pdf_size(r->at - high) <= FRAME) && r->to >= from - FRAME && r->from <= to + FRAME)
			return true;
		if (r->frame && is_side(r, frame) && is_in_line(rules, count, frame, r))
			return true;
	}
	return false;
}

size_t
pdf_grid_drop_frames(struct pdf_rule *rules, size_t count, const struct pdf_rect *frames, size_t frames_count)
{
	if (count > RULES_LIMIT || count * frames_count > FRAMES_WORK)
		return count;
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < frames_count && !rules[i].frame; k++)
			rules[i].frame = is_side(&rules[i], &frames[k]);
	for (size_t k = 0; k < frames_count; k++) {
		size_t kept = 0;

		if (!is_in_a_cell(rules, count, &frames[k]) && is_a_cell(rules, count, &frames[k]))
			continue;
		for (size_t i = 0; i < count; i++)
			if (!is_side(&rules[i], &frames[k]))
				rules[kept++] = rules[i];
		count = kept;
	}
	return count;
}

static void
find_grids(struct arena *a, struct pdf_rule *rules, size_t count, double same, struct pdf_grids *out)
{
	struct tangle t = { .rules = rules, .same = same };
	struct reach *reaches;
	unsigned *group;
	size_t uprights;

	*out = (struct pdf_grids){ .count = 0 };
	t.count = count = join_rules(rules, count, same);
	if (count < 3 || count > RULES_LIMIT)
		return;
	group = arena_array(a, count, sizeof(*group));
	for (unsigned i = 0; i < count; i++)
		group[i] = i;
	for (uprights = 0; uprights < count && !rules[uprights].upright; uprights++)
		;
	reaches = find_reaches(a, rules, uprights, count);
	for (unsigned i = 0; i < uprights; i++)
		for (unsigned j = (unsigned)uprights; j < count; j++)
			if (meet(&rules[i], &reaches[i], &rules[j], &reaches[j]))
				group[root(group, j)] = root(group, i);
	for (unsigned i = 0; i < count; i++)
		group[i] = root(group, i);
	t.group = group;
	for (t.which = 0; t.which < uprights; t.which++)
		if (group[t.which] == t.which)
			add_grid(a, &t, out);
	nest(out);
}

/* A table of rows and columns in the cell of another. */
static bool
has_nested(const struct pdf_grids *g)
{
	for (size_t i = 0; i < g->count; i++)
		if (g->grids[i].outer != 0 && g->grids[i].rows > 1 && g->grids[i].columns > 1)
			return true;
	return false;
}

void
pdf_grid_find(struct arena *a, struct pdf_rule *rules, size_t count, struct pdf_grids *out)
{
	struct pdf_rule *copy = arena_array(a, count + 1, sizeof(*copy));

	for (size_t i = 0; i < count; i++)
		copy[i] = rules[i];
	find_grids(a, copy, count, SAME_FINE, out);
	/* Else rules side by side are the borders of two cells. */
	if (!has_nested(out))
		find_grids(a, rules, count, SAME, out);
}

/* From the top down, and from left to right. */
static bool
is_before(const struct pdf_grids *g, size_t i, size_t k)
{
	const struct pdf_rect *p = &g->grids[i].box, *q = &g->grids[k].box;

	if (p->y0 < q->y0 || p->y0 > q->y0)
		return p->y0 < q->y0;
	return p->x0 < q->x0 || (p->x0 <= q->x0 && i < k);
}

size_t
pdf_grid_next(const struct pdf_grids *g, size_t last)
{
	size_t best = g->count;

	for (size_t i = 0; i < g->count; i++)
		if (g->grids[i].outer == 0 && !g->grids[i].late && i != last && (last == g->count || is_before(g, last, i)) && (best == g->count || is_before(g, i, best)))
			best = i;
	return best;
}
