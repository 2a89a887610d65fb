/* SPDX-License-Identifier: ISC */
#include "parsers/pdf_margin.h"

enum { MARGIN_KEYS_LIMIT = 4000 };
#define MARGIN_BAND 0.1		/* of the page's height */
#define MARGIN_SHIFT 20.0	/* points by which it may stand higher or lower on another page */

struct pdf_margin_key {
	uint64_t hash;
	size_t page;
	double y;
};

static bool
in_band(double page_height, double y0, double y1)
{
	return y1 < page_height * MARGIN_BAND || y0 > page_height * (1 - MARGIN_BAND);
}

/* Letters only: page numbers differ. */
static uint64_t
line_hash(const struct pdf_item *items, const struct pdf_line *line)
{
	uint64_t hash = UINT64_C(14695981039346656037);

	for (size_t i = line->segments[0].from; i < line->segments[line->count - 1].to; i++)
		for (size_t k = 0; k < items[i].text.len; k++)
			if (items[i].text.at[k] < '0' || items[i].text.at[k] > '9')
				hash = (hash ^ items[i].text.at[k]) * UINT64_C(1099511628211);
	return hash;
}

void
pdf_margin_collect(struct arena *a, const struct pdf_words *words, struct pdf_margin *out)
{
	for (size_t p = 0; p < words->pages_count && words->pages_count > 1; p++) {
		struct pdf_item *items = arena_array(a, words->pages[p].to - words->pages[p].from + 1, sizeof(*items));
		struct pdf_lines lines;
		size_t n = 0;

		for (size_t i = words->pages[p].from; i < words->pages[p].to; i++)
			if (in_band(words->pages[p].height, words->items[i].box.y0, words->items[i].box.y1))
				items[n++] = (struct pdf_item){ .box = words->items[i].box, .text = words->items[i].text };
		lines = pdf_line_find(a, items, n);
		for (size_t i = 0; i < lines.count && out->count < MARGIN_KEYS_LIMIT; i++) {
			out->keys = arena_grow(a, out->keys, out->count, &out->capacity, sizeof(*out->keys));
			out->keys[out->count++] = (struct pdf_margin_key){ line_hash(items, &lines.items[i]), p, lines.items[i].y0 };
		}
	}
}

static bool
says_page(const struct pdf_item *items, const struct pdf_line *line)
{
	size_t from = line->segments[0].from, to = line->segments[line->count - 1].to;
	bool digits = to - from == 1 && items[from].text.len > 0;

	for (size_t i = 0; digits && i < items[from].text.len; i++)
		digits = items[from].text.at[i] >= '0' && items[from].text.at[i] <= '9';
	return digits || (to - from >= 2 && to - from <= 6 && span_eq_nocase_str(items[from].text, "page"));
}

/* "Page 2", "Page 2 of 5" and nothing else: at the foot of a page, however far from its edge. */
static bool
counts_pages(const struct pdf_item *items, const struct pdf_line *line)
{
	size_t from = line->segments[0].from, n = line->segments[line->count - 1].to - from;
	uint64_t number;

	return (n == 2 || n == 4) && span_eq_nocase_str(items[from].text, "page") && span_number(items[from + 1].text, 9999, &number) &&
	    (n == 2 || (span_eq_nocase_str(items[from + 2].text, "of") && span_number(items[from + 3].text, 9999, &number)));
}

bool
pdf_margin_holds(const struct pdf_margin *m, const struct pdf_item *items, const struct pdf_line *line, size_t page, double page_height)
{
	uint64_t hash;

	if (counts_pages(items, line))
		return true;
	if (!in_band(page_height, line->y0, line->y1))
		return false;
	if (says_page(items, line))
		return true;
	/* "[ ] Yes [ ] No" is asked again and again. */
	for (size_t i = line->segments[0].from; i < line->segments[line->count - 1].to; i++)
		if (items[i].drawn != PDF_ITEM_NO_BOX || items[i].widget != NULL)
			return false;
	hash = line_hash(items, line);
	for (size_t i = 0; i < m->count; i++)
		if (m->keys[i].hash == hash && m->keys[i].page + 1 != page && pdf_size(m->keys[i].y - line->y0) < MARGIN_SHIFT)
			return true;
	return false;
}
