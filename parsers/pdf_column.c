/* SPDX-License-Identifier: ISC */
#include "parsers/pdf_column.h"

#include <stdlib.h>

enum { LEAST_LINES = 10, LEAST_STARTS = 6, LEAST_EITHER_WAY = 2, LEAST_PAIRS = 4, LEAST_FREE = 5, LEAST_BESIDE_NOTHING = 3, MOST_ANSWERS = 3 /* lines for a label */, LOOKS = 400 };
#define FIRST 0.4		/* of the page's width: where a right column may begin */
#define LAST 0.65
#define SAME_START 1.5		/* points */
#define SKEW 1.0
#define GUTTER 6.0		/* no word stands there */
#define INDENT 9.0		/* an answer may begin so far behind its label above */
#define TALL 0.25		/* of the page's height: a divider */

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

/* ... or a little behind, as answers do that are set in beneath their labels. */
static const struct pdf_segment *
starting_near(const struct pdf_line *line, double x)
{
	for (size_t i = 0; i < line->count; i++)
		if (line->segments[i].x0 >= x - SAME_START && line->segments[i].x0 <= x + INDENT)
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

/* How many lines have a segment that begins there. */
static size_t
starts_at(const struct pdf_lines *lines, double x)
{
	size_t n = 0;

	for (size_t k = 0; k < lines->count; k++)
		n += starting(&lines->items[k], x) != NULL;
	return n;
}

/* Where most segments begin between two places, or labels a little to the left of most; 0 when fewer than LEAST_STARTS do. */
static double
usual_start(const struct pdf_lines *lines, double from, double to)
{
	size_t most = 0, looks = 0;
	double best = 0, first = 0;

	for (size_t i = 0; i < lines->count && looks < LOOKS; i++)
		for (size_t j = 0; j < lines->items[i].count && looks < LOOKS; j++) {
			double x = lines->items[i].segments[j].x0;
			size_t n;

			if (x < from || x > to)
				continue;
			looks++;
			n = starts_at(lines, x);
			if (n >= LEAST_STARTS && (first <= 0 || x < first))
				first = x;
			if (n > most) {
				most = n;
				best = x;
			}
		}
	if (most < LEAST_STARTS)
		return 0;
	return first >= best - INDENT ? first : best;
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
	size_t free[2];			/* labels in bold below what is none, beside nothing or on a line a little apart */
	bool was_bold[2];
	size_t skew;			/* both, on lines a little apart */
	size_t lines;
};

/* How much lower the right one stands. */
static double
lower(const struct pdf_item *items, const struct pdf_segment *l, const struct pdf_segment *r)
{
	return items[r->from].box.y1 - items[l->from].box.y1;
}

static int
compare(const void *a, const void *b)
{
	const double *p = a, *q = b;

	return *p < *q ? -1 : *p > *q;
}

/* ... on most lines that have both: in the rows of a table on all, whatever their type. */
static double
usual_lower(const struct pdf_item *items, const struct pdf_lines *lines, const struct pdf_columns *c, double left)
{
	double all[LOOKS];
	size_t n = 0;

	for (size_t i = c->from; i < c->to && n < LOOKS; i++) {
		const struct pdf_segment *l = starting_near(&lines->items[i], left), *r = starting_near(&lines->items[i], c->x);

		if (l != NULL && r != NULL)
			all[n++] = lower(items, l, r);
	}
	if (n == 0)
		return 0;
	qsort(all, n, sizeof(*all), compare);
	return all[n / 2];
}

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
count_begin(const struct pdf_item *items, const struct pdf_segment *s, bool apart, int side, struct tally *t)
{
	if (s == NULL)
		return;
	t->free[side] += apart && is_bold(items, s) && !t->was_bold[side];
	t->was_bold[side] = is_bold(items, s);
}

static void
count_line(const struct pdf_item *items, const struct pdf_line *line, double left, double x, double usual, struct tally *t)
{
	const struct pdf_segment *l = starting_near(line, left), *r = starting_near(line, x);
	bool apart = l == NULL || r == NULL || pdf_size(lower(items, l, r) - usual) > SKEW;

	if (l != NULL)
		count_side(items, l, 0, t);
	if (r != NULL)
		count_side(items, r, 1, t);
	count_begin(items, l, apart, 0, t);
	count_begin(items, r, apart, 1, t);
	t->lines += l != NULL || r != NULL;
	t->alone[0] += l != NULL && r == NULL;
	t->alone[1] += l == NULL && r != NULL;
	if (l == NULL || r == NULL)
		return;
	t->labels[0] += is_bold(items, l) && !is_bold(items, r);
	t->labels[1] += !is_bold(items, l) && is_bold(items, r);
	t->skew += pdf_size(lower(items, l, r)) > SKEW;
}

/* Labels begin on either side where the other has nothing on the line: in rows one side would, and go on.  What is left in bold are
 * labels, and not the headings of labels whose answers somebody typed in bold. */
static bool
are_staggered(const struct tally *t)
{
	return t->plain[0] <= MOST_ANSWERS * t->bold[0] && t->free[0] >= LEAST_EITHER_WAY && t->free[1] >= LEAST_EITHER_WAY && t->free[0] + t->free[1] >= LEAST_FREE && t->pairs[0] + t->pairs[1] == 0;
}

/* Each has labels over answers, and labels stand beside the other's answers both ways: in rows they stand beside one another. */
static bool
are_stacks(const struct tally *t)
{
	bool staggered = are_staggered(t);

	for (int side = 0; side < 2; side++)
		if (t->bold[side] < LEAST_EITHER_WAY || t->plain[side] < LEAST_EITHER_WAY || (t->labels[side] < LEAST_EITHER_WAY && !staggered))
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

/* ---- a divider that is drawn ------------------------------------------------------------------- */

static bool
is_crossed(const struct pdf_rule *rules, size_t count, const struct pdf_rule *by)
{
	for (size_t i = 0; i < count; i++)
		if (!rules[i].upright && rules[i].at > by->from + GUTTER && rules[i].at < by->to - GUTTER && rules[i].from < by->at + GUTTER / 2 && rules[i].to > by->at - GUTTER / 2)
			return true;
	return false;
}

struct pdf_divider
pdf_column_divider(const struct pdf_rule *rules, size_t count, double width, double height)
{
	const struct pdf_rule *best = NULL;

	for (size_t i = 0; i < count; i++)
		if (rules[i].upright && rules[i].at > FIRST * width && rules[i].at < LAST * width && rules[i].to - rules[i].from >= TALL * height &&
		    (best == NULL || rules[i].to - rules[i].from > best->to - best->from))
			best = &rules[i];
	if (best == NULL || is_crossed(rules, count, best))
		return (struct pdf_divider){ .x = 0 };
	return (struct pdf_divider){ .x = best->at, .from = best->from, .to = best->to };
}

/* The first segment on the line to the left of x, or to the right; NULL: none. */
static const struct pdf_segment *
side_of(const struct pdf_line *line, double x, bool right)
{
	for (size_t j = 0; j < line->count; j++)
		if ((line->segments[j].x0 > x) == right)
			return &line->segments[j];
	return NULL;
}

static bool
is_across(const struct pdf_item *items, const struct pdf_line *line, double x)
{
	for (size_t k = line->segments[0].from; k < line->segments[line->count - 1].to; k++)
		if (items[k].box.x0 < x - SAME_START && items[k].box.x1 > x + SAME_START)
			return true;
	return false;
}

/* A label in bold begins here: below plain words, or a line left blank, and not what is in bold above it. */
static bool
begins_label(const struct pdf_item *items, const struct pdf_line *line, const struct pdf_segment *s, const struct pdf_line *above, const struct pdf_segment *last)
{
	return is_bold(items, s) && (last == NULL || !is_bold(items, last) || line->y0 - above->y1 > line->y1 - line->y0);
}

/* The lines beside the divider, on either side of which labels in bold begin with nothing beside them, or which are no rows, as
 * what is left and right is not always as far apart; and no word across it. */
static bool
are_divided(const struct pdf_item *items, const struct pdf_lines *lines, const struct pdf_divider *d, struct pdf_columns *out)
{
	size_t free[2] = { 0, 0 }, begun[2] = { 0, 0 }, bold = 0, plain = 0, both = 0, skewed = 0, least;
	const struct pdf_segment *last[2] = { NULL, NULL };
	const struct pdf_line *above[2] = { NULL, NULL };
	double first = 0;

	out->x = d->x;
	for (out->from = 0; out->from < lines->count && lines->items[out->from].y0 < d->from - GUTTER; out->from++)
		;
	for (out->to = out->from; out->to < lines->count && lines->items[out->to].y1 <= d->to + GUTTER; out->to++) {
		const struct pdf_line *line = &lines->items[out->to];
		const struct pdf_segment *s[2] = { side_of(line, d->x, false), side_of(line, d->x, true) };
		bool apart = s[0] == NULL || s[1] == NULL;

		if (is_across(items, line, d->x))
			return false;
		if (!apart) {
			first = both++ == 0 ? lower(items, s[0], s[1]) : first;
			apart = pdf_size(lower(items, s[0], s[1]) - first) > SKEW;
			skewed += apart;
		}
		for (int side = 0; side < 2; side++) {
			if (s[side] == NULL)
				continue;
			free[side] += apart && begins_label(items, line, s[side], above[side], last[side]);
			begun[side]++;
			bold += side == 0 && is_bold(items, s[side]);
			plain += !is_bold(items, s[side]) && items[s[side]->from].drawn == PDF_ITEM_NO_BOX;
			last[side] = s[side];
			above[side] = line;
		}
	}
	/* Nobody has filled it in: labels and boxes. */
	least = plain == 0 ? LEAST_EITHER_WAY : LEAST_BESIDE_NOTHING;
	return (free[0] >= least && free[1] >= least && begun[0] - bold <= MOST_ANSWERS * bold) || (begun[0] >= LEAST_STARTS && begun[1] >= LEAST_STARTS && skewed >= LEAST_PAIRS);
}

bool
pdf_column_find(const struct pdf_item *items, const struct pdf_lines *lines, const struct pdf_divider *divider, double width, struct pdf_columns *out)
{
	struct tally t = { .lines = 0 };
	double left, usual;

	if (lines->count < LEAST_LINES)
		return false;
	if (divider->to > divider->from && are_divided(items, lines, divider, out))
		return true;
	out->x = usual_start(lines, FIRST * width, LAST * width);
	left = usual_start(lines, 0, FIRST * width / 2);
	if (out->x <= 0 || left <= 0)
		return false;
	longest_run(lines, out);
	usual = usual_lower(items, lines, out, left);
	for (size_t i = out->from; i < out->to; i++)
		count_line(items, &lines->items[i], left, out->x, usual, &t);
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
