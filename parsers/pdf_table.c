/* SPDX-License-Identifier: ISC */
#include "parsers/pdf_table.h"

#include "parsers/text.h"

#include <stdlib.h>

enum { PROSE_LINES = 6, PROSE_LETTERS = 25, FLOW_LINES = 400, FLOW_STRETCHES = 3, FLOW_ALONE = 2 };
#define ALIGNED 4.0		/* points two starts of one column may differ by */
#define FLOW_STEP 1.3		/* points of blank that tell lines of one thing from those of two */
#define APART 3.0		/* line heights between two lines of one table */
#define EXACT 0.7
#define CUT_GAP 0.5		/* line heights of blank before a column's start */

static bool
near(double a, double b)
{
	return pdf_size(a - b) <= ALIGNED;
}

size_t
pdf_table_column(const struct pdf_table *t, const struct pdf_segment *s)
{
	size_t c = t->count - 1;

	while (c > 0 && s->x0 < t->columns[c] - ALIGNED)
		c--;
	return c;
}

/* "06/12/1990", and nothing else. */
static bool
is_day(const struct pdf_item *item)
{
	enum { SHORTEST = 6, LONGEST = 10 };
	struct span t = span_trim(item->text);
	size_t marks = 0;

	if (t.len < SHORTEST || t.len > LONGEST || !span_is_digit(t.at[0]) || !span_is_digit(t.at[t.len - 1]))
		return false;
	for (size_t i = 0; i < t.len; i++)
		if (!span_is_digit(t.at[i]) && (marks++ > 1 || (t.at[i] != '/' && t.at[i] != '.' && t.at[i] != '-')))
			return false;
	return marks == 2;
}

static bool
is_day_alone(const struct pdf_item *items, const struct pdf_segment *s)
{
	return s->to - s->from == 1 && is_day(&items[s->from]);
}

/* Cuts a segment in two where a column begins within it. */
static void
cut_at_columns(struct arena *a, const struct pdf_table *t, const struct pdf_item *items, struct pdf_line *line)
{
	struct pdf_segment *cut = arena_array(a, line->count + t->count, sizeof(*cut));
	size_t n = 0, spare = t->count;
	bool any = false;

	for (size_t i = 0; i < line->count; i++) {
		cut[n] = line->segments[i];
		for (size_t k = cut[n].from + 1; k < line->segments[i].to && spare > 0; k++) {
			double gap = items[k].box.x0 - items[k - 1].box.x1;
			bool begins = false;

			bool exact = false, other = ((items[k].flags ^ items[k - 1].flags) & BLOCK_BOLD) != 0;

			for (size_t c = 1; c < t->count; c++) {
				begins = begins || near(items[k].box.x0, t->columns[c]);
				exact = exact || pdf_size(items[k].box.x0 - t->columns[c]) <= EXACT;
			}
			/* A label in bold may fill its column up to the answer, and what stands before a day its own up to that. */
			if (!begins || (gap < CUT_GAP * (line->y1 - line->y0) && !(exact && (other || is_day(&items[k])))))
				continue;
			cut[n].to = k;
			cut[n].x1 = items[k - 1].box.x1;
			n++;
			spare--;
			cut[n] = (struct pdf_segment){ k, line->segments[i].to, items[k].box.x0, line->segments[i].x1 };
			any = true;
		}
		n++;
	}
	if (!any)
		return;
	line->segments = cut;
	line->count = n;
}

static void
add_column(struct pdf_table *t, double x)
{
	size_t i = t->count++;

	for (; i > 0 && t->columns[i - 1] > x; i--)
		t->columns[i] = t->columns[i - 1];
	t->columns[i] = x;
}

/* Every segment within one column, each in another.  New columns only to the right of text
 * that is already there. */
static bool
fits(struct pdf_table *t, const struct pdf_line *line, double *right_most)
{
	struct pdf_table grown = *t;
	size_t last = SIZE_MAX;

	for (size_t i = 0; i < line->count; i++) {
		const struct pdf_segment *s = &line->segments[i];
		size_t c = pdf_table_column(&grown, s);
		bool starts = near(s->x0, grown.columns[c]);

		if (!starts && s->x0 > right_most[c] + ALIGNED && grown.count < PDF_TABLE_COLUMNS_LIMIT && c + 1 == grown.count && i > 0) {
			add_column(&grown, s->x0);
			c = grown.count - 1;
			right_most[c] = s->x1;
		}
		if (c == last || (c + 1 < grown.count && s->x1 > grown.columns[c + 1] - 1) || s->x0 < grown.columns[0] - ALIGNED)
			return false;
		last = c;
	}
	for (size_t i = 0; i < line->count; i++) {
		size_t c = pdf_table_column(&grown, &line->segments[i]);

		right_most[c] = pdf_max(right_most[c], line->segments[i].x1);
	}
	*t = grown;
	return true;
}

static bool
is_prose(const struct pdf_table *t, const struct pdf_item *items, const struct pdf_lines *lines)
{
	size_t letters[2] = { 0, 0 }, count[2] = { 0, 0 };

	if (t->count != 2 || t->to - t->from < PROSE_LINES)
		return false;
	for (size_t i = t->from; i < t->to; i++)
		for (size_t j = 0; j < lines->items[i].count; j++) {
			const struct pdf_segment *s = &lines->items[i].segments[j];
			size_t c = pdf_table_column(t, s);

			count[c]++;
			for (size_t k = s->from; k < s->to; k++)
				letters[c] += items[k].text.len + 1;
		}
	return count[0] > 0 && count[1] > 0 && letters[0] / count[0] >= PROSE_LETTERS && letters[1] / count[1] >= PROSE_LETTERS;
}

/* ---- labels over their answers in two columns ------------------------------------------------- */

struct flow {				/* of one column: the blank above each line but the first, and its top */
	double gaps[FLOW_LINES], tops[FLOW_LINES];
	size_t count;
};

static void
measure(const struct pdf_table *t, const struct pdf_lines *lines, size_t column, struct flow *out)
{
	const struct pdf_line *above = NULL;

	out->count = 0;
	for (size_t i = t->from; i < t->to; i++)
		for (size_t j = 0; j < lines->items[i].count && out->count < FLOW_LINES; j++) {
			const struct pdf_line *line = &lines->items[i];

			if (pdf_table_column(t, &line->segments[j]) != column)
				continue;
			if (above != NULL) {
				out->gaps[out->count] = line->y0 - above->y1;
				out->tops[out->count++] = line->y0;
			}
			above = line;
		}
}

/* Nearly every stretch of lines that a wider gap parts from the next has two lines or more. */
static bool
is_of_pairs(const struct flow *f, double pitch)
{
	size_t stretches = 1, alone = 0, run = 1;

	for (size_t i = 0; i < f->count; i++) {
		if (f->gaps[i] <= pitch + FLOW_STEP) {
			run++;
			continue;
		}
		alone += run == 1;
		stretches++;
		run = 1;
	}
	alone += run == 1;
	return stretches >= FLOW_STRETCHES && alone * 5 <= stretches;
}

/* Where stretches begin in one column and none does in the other: rows would begin in both. */
static size_t
begin_alone(const struct flow *f, const struct flow *other, double pitch)
{
	size_t alone = 0, k = 0;

	for (size_t i = 0; i < f->count && k < other->count; i++) {
		if (f->gaps[i] <= pitch + FLOW_STEP)
			continue;
		while (k < other->count && (other->gaps[k] <= pitch + FLOW_STEP || other->tops[k] < f->tops[i] - FLOW_STEP))
			k++;
		alone += k < other->count && other->tops[k] > f->tops[i] + FLOW_STEP;
	}
	return alone;
}

static bool
is_flow(struct arena *a, struct pdf_table *t, const struct pdf_lines *lines)
{
	struct flow *f = arena_array(a, 2, sizeof(*f));
	double pitch = 1e7;

	if (t->count != 2)
		return false;
	for (size_t c = 0; c < 2; c++) {
		measure(t, lines, c, &f[c]);
		for (size_t i = 0; i < f[c].count; i++)
			pitch = pdf_min(pitch, f[c].gaps[i]);
	}
	/* Wrapped lines may stand a little closer than an answer beneath its label. */
	pitch += FLOW_STEP;
	t->pitch = pitch + FLOW_STEP;
	return is_of_pairs(&f[0], pitch) && is_of_pairs(&f[1], pitch) && begin_alone(&f[0], &f[1], pitch) + begin_alone(&f[1], &f[0], pitch) >= FLOW_ALONE;
}

/* ---- rows -------------------------------------------------------------------------------------- */

static int
compare_gaps(const void *a, const void *b)
{
	const double *p = a, *q = b;

	return *p < *q ? -1 : *p > *q;
}

/* The blank above lines that have nothing in the first column, which go on with a row, when it
 * is less than that above most of those that have. */
static double
inner_gap(const struct pdf_table *t, const struct pdf_lines *lines)
{
	double going[FLOW_LINES], inner;
	size_t n = 0, rows = 0, wide = 0;

	for (size_t i = t->from + 1; i < t->to && n < FLOW_LINES; i++)
		if (pdf_table_column(t, &lines->items[i].segments[0]) > 0 && pdf_line_is_near(&lines->items[i - 1], &lines->items[i]))
			going[n++] = lines->items[i].y0 - lines->items[i - 1].y1;
	if (n == 0)
		return -1e7;
	qsort(going, n, sizeof(*going), compare_gaps);
	inner = going[n / 2];
	for (size_t i = t->from + 1; i < t->to; i++)
		if (pdf_table_column(t, &lines->items[i].segments[0]) == 0) {
			rows++;
			wide += lines->items[i].y0 - lines->items[i - 1].y1 > inner + FLOW_STEP;
		}
	return wide * 3 >= rows * 2 ? inner : -1e7;
}

double
pdf_table_edge(const struct pdf_table *t, size_t column, double right_edge)
{
	double edge = column + 1 < t->count ? t->columns[column + 1] - ALIGNED : right_edge;

	return pdf_min(edge, t->right_most[column] + ALIGNED / 2);
}

/* Starts that two lines share; one alone is a line with a gap in it. */
static bool
is_shared(const struct pdf_table *t, const struct pdf_lines *lines)
{
	size_t times = 0;

	for (size_t i = t->from; i < t->to; i++)
		for (size_t j = 1; j < lines->items[i].count; j++)
			times += near(lines->items[i].segments[j].x0, t->columns[pdf_table_column(t, &lines->items[i].segments[j])]);
	return times >= 2;
}

/* ---- captions over fields ----------------------------------------------------------------------- */

static bool
is_field(const struct pdf_item *i)
{
	return i->widget != NULL && !i->field->box;
}

/* Fields to type in and nothing else. */
static bool
is_of_fields(const struct pdf_item *items, const struct pdf_line *line)
{
	for (size_t i = 0; i < line->count; i++)
		if (line->segments[i].to - line->segments[i].from != 1 || !is_field(&items[line->segments[i].from]))
			return false;
	return true;
}

static bool
is_of_print(const struct pdf_item *items, const struct pdf_line *line)
{
	for (size_t i = line->segments[0].from; i < line->segments[line->count - 1].to; i++)
		if (items[i].widget != NULL || items[i].drawn != PDF_ITEM_NO_BOX)
			return false;
	return true;
}

static bool
begin_alike(const struct pdf_line *line, const struct pdf_line *other)
{
	for (size_t i = 0; i < line->count && line->count == other->count; i++)
		if (!near(line->segments[i].x0, other->segments[i].x0))
			return false;
	return line->count == other->count;
}

/* The blank between fields and the print below them; a field of many lines stands among lines as one (pdf_line). */
static double
below_fields(const struct pdf_item *items, const struct pdf_line *fields, const struct pdf_line *below)
{
	double bottom = fields->y1;

	for (size_t i = 0; i < fields->count; i++) {
		const struct pdf_item *field = &items[fields->segments[i].from];

		bottom = pdf_max(bottom, field->box.y0 + field->widget->rect.y1 - field->widget->rect.y0);
	}
	return below->y0 - bottom;
}

/* Print alone, and close below it as many fields, each where a piece of it begins: captions, whose columns are their own. */
static bool
is_captions(const struct pdf_item *items, const struct pdf_lines *lines, size_t at)
{
	const struct pdf_line *line = &lines->items[at];
	double gap = at + 1 < lines->count ? line[1].y0 - line->y1 : 0;

	if (at + 1 >= lines->count || !begin_alike(line, line + 1) || !is_of_print(items, line) || !is_of_fields(items, line + 1) || gap > APART * (line->y1 - line->y0))
		return false;
	/* Else they are those of the fields above them. */
	return at == 0 || !is_of_fields(items, line - 1) || below_fields(items, line - 1, line) > gap;
}

/* ... and no more of those fields below them, as there are under the heads of a table. */
static bool
is_band(const struct pdf_item *items, const struct pdf_lines *lines, size_t at)
{
	const struct pdf_line *line = &lines->items[at];

	return is_captions(items, lines, at) && !(at + 2 < lines->count && is_of_fields(items, line + 2) && begin_alike(line, line + 2));
}

bool
pdf_table_find(struct arena *a, const struct pdf_item *items, struct pdf_lines *lines, size_t from, struct pdf_table *out)
{
	double right_most[PDF_TABLE_COLUMNS_LIMIT] = { 0 };
	const struct pdf_line *first = &lines->items[from];
	size_t last_full = from;

	*out = (struct pdf_table){ .from = from };
	if (first->count < 2 || first->count > PDF_TABLE_COLUMNS_LIMIT)
		return false;
	for (size_t i = 0; i < first->count; i++) {
		out->columns[out->count] = first->segments[i].x0;
		right_most[out->count++] = first->segments[i].x1;
	}
	for (size_t i = from + 1; i < lines->count; i++) {
		struct pdf_line *line = &lines->items[i], *above = line - 1;

		if (line->y0 - above->y1 > APART * (above->y1 - above->y0) || is_captions(items, lines, i) || (i == from + 2 && is_band(items, lines, from)))
			break;
		cut_at_columns(a, out, items, line);
		if (!fits(out, line, right_most))
			break;
		if (line->count > 1 || pdf_table_column(out, &line->segments[0]) > 0)
			last_full = i;
	}
	out->to = last_full + 1;
	if (out->to - from < 2 || !is_shared(out, lines))
		return false;
	for (size_t c = 0; c < out->count; c++)
		out->right_most[c] = right_most[c];
	out->inner = inner_gap(out, lines);
	/* Where a wider gap parts lines that have both from those that have the right one only, these are rows. */
	out->prose = (out->inner < -1e6 && is_prose(out, items, lines)) || is_flow(a, out, lines);
	/* The label of the last row goes on where its answer has ended. */
	while (!out->prose && out->to < lines->count && fits(out, &lines->items[out->to], right_most) && lines->items[out->to].count == 1 &&
	    pdf_table_goes_on(out, items, &lines->items[out->to - 1], &lines->items[out->to], lines->items[out->to].segments[0].x1))
		out->to++;
	return true;
}

/* A day beneath a day, and something beneath all that the line above has: two people's, or two events', not one answer's. */
static bool
begins_with_day(const struct pdf_table *t, const struct pdf_item *items, const struct pdf_line *above, const struct pdf_line *line)
{
	bool days = false;

	if (line->count < above->count || line->count < 2)
		return false;
	for (size_t i = 0; i < line->count; i++)
		for (size_t j = 0; j < above->count; j++)
			days = days || (pdf_table_column(t, &above->segments[j]) == pdf_table_column(t, &line->segments[i]) && is_day_alone(items, &above->segments[j]) && is_day_alone(items, &line->segments[i]));
	return days;
}

bool
pdf_table_goes_on(const struct pdf_table *t, const struct pdf_item *items, const struct pdf_line *above, const struct pdf_line *line, double right_edge)
{
	size_t agreed = 0;

	if (!pdf_line_is_near(above, line) || begins_with_day(t, items, above, line))
		return false;
	/* Nothing in the first column: the row has no label of its own. */
	if (pdf_table_column(t, &line->segments[0]) > 0)
		return true;
	/* Lines of a row stand closer than rows do. */
	if (t->inner > -1e6 && line->y0 - above->y1 <= t->inner + FLOW_STEP / 2)
		return true;
	for (size_t i = 0; i < line->count; i++) {
		size_t c = pdf_table_column(t, &line->segments[i]);
		double edge = c + 1 < t->count ? t->columns[c + 1] - ALIGNED : right_edge;

		for (size_t j = 0; j < above->count; j++)
			if (pdf_table_column(t, &above->segments[j]) == c)
				agreed += pdf_line_broken(items, &above->segments[j], &line->segments[i], edge) != PDF_LINE_NEW;
	}
	return agreed == line->count;
}
