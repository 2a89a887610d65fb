/* SPDX-License-Identifier: ISC */
#include "parsers/pdf_column.h"

enum { LEAST_LINES = 10, LEAST_STARTS = 6, LEAST_EITHER_WAY = 2, LEAST_PAIRS = 4, LOOKS = 400 };
#define FIRST 0.4		/* of the page's width: where a right column may begin */
#define LAST 0.65
#define SAME_START 1.5		/* points */
#define SKEW 1.0
#define GUTTER 6.0		/* no word stands there */

static bool
near(double a, double b)
{
	return pdf_size(a - b) <= SAME_START;
}

static bool
is_bold(const struct pdf_item *items, const struct pdf_segment *s)
{
	return (items[s->from].flags & BLOCK_BOLD) != 0;
}

/* The segment of the line that begins there; NULL: none does. */
static const struct pdf_segment *
starting(const struct pdf_line *line, double x)
{
	for (size_t i = 0; i < line->count; i++)
		if (near(line->segments[i].x0, x))
			return &line->segments[i];
	return NULL;
}

/* Words on the line stand across the gutter to the left of x. */
static bool
crosses(const struct pdf_line *line, double x)
{
	for (size_t i = 0; i < line->count; i++)
		if (line->segments[i].x0 < x - SAME_START && line->segments[i].x1 > x - GUTTER)
			return true;
	return false;
}

/* Where most segments begin between two places; 0 when fewer than LEAST_STARTS do. */
static double
usual_start(const struct pdf_lines *lines, double from, double to)
{
	size_t most = 0, looks = 0;
	double best = 0;

	for (size_t i = 0; i < lines->count && looks < LOOKS; i++)
		for (size_t j = 0; j < lines->items[i].count && looks < LOOKS; j++) {
			double x = lines->items[i].segments[j].x0;
			size_t n = 0;

			if (x < from || x > to)
				continue;
			looks++;
			for (size_t k = 0; k < lines->count; k++)
				n += starting(&lines->items[k], x) != NULL;
			if (n > most) {
				most = n;
				best = x;
			}
		}
	return most >= LEAST_STARTS ? best : 0;
}

/* The longest run of lines of which none crosses the gutter. */
static void
longest_run(const struct pdf_lines *lines, struct pdf_columns *c)
{
	size_t from = 0;

	c->from = c->to = 0;
	for (size_t i = 0; i <= lines->count; i++) {
		if (i < lines->count && !crosses(&lines->items[i], c->x))
			continue;
		if (i - from > c->to - c->from) {
			c->from = from;
			c->to = i;
		}
		from = i + 1;
	}
}

struct tally {			/* of the lines: segments that begin a column, by what they begin with; and how both stand */
	size_t bold[2], plain[2], pairs[2];	/* left and right; pairs: a label in bold and its answer behind it */
	size_t alone[2];		/* nothing in the other column */
	size_t labels[2];		/* a label in bold beside what is none */
	size_t skew;			/* both, on lines a little apart */
	size_t lines;
};

static void
count_side(const struct pdf_item *items, const struct pdf_segment *s, int side, struct tally *t)
{
	bool answered = false;

	for (size_t i = s->from; i < s->to; i++)
		answered = answered || (items[i].flags & BLOCK_BOLD) == 0;
	t->bold[side] += is_bold(items, s);
	t->plain[side] += !is_bold(items, s);
	t->pairs[side] += is_bold(items, s) && answered;
}

static void
count_line(const struct pdf_item *items, const struct pdf_line *line, double left, double x, struct tally *t)
{
	const struct pdf_segment *l = starting(line, left), *r = starting(line, x);

	if (l != NULL)
		count_side(items, l, 0, t);
	if (r != NULL)
		count_side(items, r, 1, t);
	t->lines += l != NULL || r != NULL;
	t->alone[0] += l != NULL && r == NULL;
	t->alone[1] += l == NULL && r != NULL;
	if (l == NULL || r == NULL)
		return;
	t->labels[0] += is_bold(items, l) && !is_bold(items, r);
	t->labels[1] += !is_bold(items, l) && is_bold(items, r);
	t->skew += pdf_size(items[l->from].box.y1 - items[r->from].box.y1) > SKEW;
}

/* Each has labels over answers, and labels stand beside the other's answers both ways: in rows they stand beside one another. */
static bool
are_stacks(const struct tally *t)
{
	for (int side = 0; side < 2; side++)
		if (t->bold[side] < LEAST_EITHER_WAY || t->plain[side] < LEAST_EITHER_WAY || t->labels[side] < LEAST_EITHER_WAY)
			return false;
	return true;
}

/* Each has labels with their answers behind them, and most lines of one are beside none of the other. */
static bool
are_lists(const struct tally *t)
{
	for (int side = 0; side < 2; side++)
		if (t->pairs[side] < LEAST_PAIRS || t->alone[side] < LEAST_EITHER_WAY)
			return false;
	return (t->alone[0] + t->alone[1] + t->skew) * 2 >= t->lines;
}

bool
pdf_column_find(const struct pdf_item *items, const struct pdf_lines *lines, double width, struct pdf_columns *out)
{
	struct tally t = { .lines = 0 };
	double left;

	if (lines->count < LEAST_LINES)
		return false;
	out->x = usual_start(lines, FIRST * width, LAST * width);
	left = usual_start(lines, 0, FIRST * width / 2);
	if (out->x <= 0 || left <= 0)
		return false;
	longest_run(lines, out);
	for (size_t i = out->from; i < out->to; i++)
		count_line(items, &lines->items[i], left, out->x, &t);
	return out->to - out->from >= LEAST_LINES && (are_stacks(&t) || are_lists(&t));
}

struct pdf_item *
pdf_column_items(struct arena *a, const struct pdf_item *items, const struct pdf_lines *lines, const struct pdf_columns *c, bool right, size_t *count_out)
{
	size_t most = 0, n = 0;
	struct pdf_item *all;

	for (size_t i = c->from; i < c->to; i++)
		for (size_t j = 0; j < lines->items[i].count; j++)
			most += lines->items[i].segments[j].to - lines->items[i].segments[j].from;
	all = arena_array(a, most + 1, sizeof(*all));
	for (size_t i = c->from; i < c->to; i++)
		for (size_t j = 0; j < lines->items[i].count; j++) {
			const struct pdf_segment *s = &lines->items[i].segments[j];

			for (size_t k = s->from; k < s->to; k++)
				if ((items[k].box.x0 >= c->x - SAME_START) == right)
					all[n++] = items[k];
		}
	*count_out = n;
	return all;
}
