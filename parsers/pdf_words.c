/* SPDX-License-Identifier: ISC
 *
 * The print is XHTML by name, but a word of a document may hold bytes that XML does not
 * allow: so it is read tag by tag, and what is not understood is passed over.
 */
#include "parsers/pdf_words.h"

#include "parsers/text.h"

#include <stdlib.h>

/* A number as printf("%f") writes it. */
static bool
decimal(struct span s, double *out)
{
	struct span rest = s, whole;
	double value = 0, scale = 1;
	bool negative = s.len > 0 && s.at[0] == '-', point = false;

	whole = span_slice(rest, negative ? 1 : 0, rest.len);
	if (whole.len == 0 || whole.len > 24)
		return false;
	for (size_t i = 0; i < whole.len; i++) {
		if (whole.at[i] == '.' && !point) {
			point = true;
			continue;
		}
		if (whole.at[i] < '0' || whole.at[i] > '9')
			return false;
		value = value * 10 + (whole.at[i] - '0');
		scale *= point ? 10 : 1;
	}
	value /= scale;
	if (!(value < 1e7))
		return false;
	*out = negative ? -value : value;
	return true;
}

static bool
attribute(struct span tag, struct span name_equals_quote, double *out)
{
	size_t at = span_find(tag, name_equals_quote);
	struct span rest = span_slice(tag, at + name_equals_quote.len, tag.len);

	return at < tag.len && decimal(span_slice(rest, 0, span_find_byte(rest, '"')), out);
}

static struct span
unescape(struct arena *a, struct span s)
{
	static const struct { struct span entity; const char *is; } entities[] = {
		{ SPAN_LIT_INIT("&amp;"), "&" }, { SPAN_LIT_INIT("&lt;"), "<" }, { SPAN_LIT_INIT("&gt;"), ">" }, { SPAN_LIT_INIT("&quot;"), "\"" },
		{ SPAN_LIT_INIT("&apos;"), "'" }, { SPAN_LIT_INIT("&#39;"), "'" },
	};
	struct arena_text t = arena_text(a);
	size_t i = 0;

	if (span_find_byte(s, '&') == s.len)
		return text_to_utf8(a, s);
	while (i < s.len) {
		struct span rest = span_slice(s, i, s.len);
		size_t k = 0;

		while (k < sizeof(entities) / sizeof(entities[0]) && !span_starts(rest, entities[k].entity))
			k++;
		if (k < sizeof(entities) / sizeof(entities[0])) {
			arena_put_str(&t, entities[k].is);
			i += entities[k].entity.len;
		} else {
			arena_put_byte(&t, s.at[i++]);
		}
	}
	return text_to_utf8(a, arena_text_span(&t));
}

static void
add_page(struct arena *a, struct pdf_words *w, struct span tag)
{
	struct pdf_word_page page = { .from = w->count, .to = w->count };

	if (w->pages_count >= PDF_WORD_PAGES_LIMIT)
		return;
	(void)attribute(tag, SPAN_LIT(" width=\""), &page.width);
	(void)attribute(tag, SPAN_LIT(" height=\""), &page.height);
	w->pages = arena_grow(a, w->pages, w->pages_count, &w->pages_capacity, sizeof(*w->pages));
	w->pages[w->pages_count++] = page;
}

static void
add_word(struct arena *a, struct pdf_words *w, struct span tag, struct span text)
{
	struct pdf_word word = { .text = span_trim(unescape(a, text)) };
	struct pdf_rect *b = &word.box;

	if (w->pages_count == 0 || w->pages_count > PDF_WORD_PAGES_LIMIT || w->count >= PDF_WORDS_LIMIT || word.text.len == 0)
		return;
	if (!attribute(tag, SPAN_LIT(" xMin=\""), &b->x0) || !attribute(tag, SPAN_LIT(" yMin=\""), &b->y0) ||
	    !attribute(tag, SPAN_LIT(" xMax=\""), &b->x1) || !attribute(tag, SPAN_LIT(" yMax=\""), &b->y1) || b->x1 < b->x0 || b->y1 < b->y0)
		return;
	w->items = arena_grow(a, w->items, w->count, &w->capacity, sizeof(*w->items));
	w->items[w->count++] = word;
	w->pages[w->pages_count - 1].to = w->count;
}

void
pdf_words_read(struct arena *a, struct span printed, struct pdf_words *out)
{
	struct span rest = span_slice(printed, span_find(printed, SPAN_LIT("<doc>")), printed.len);

	*out = (struct pdf_words){ .count = 0 };
	while (rest.len > 0) {
		struct span tag, text;
		size_t end;

		rest = span_slice(rest, span_find_byte(rest, '<'), rest.len);
		end = span_find_byte(rest, '>');
		tag = span_slice(rest, 0, end);
		rest = span_slice(rest, end + 1, rest.len);
		if (span_starts(tag, SPAN_LIT("<page "))) {
			add_page(a, out, tag);
		} else if (span_starts(tag, SPAN_LIT("<word "))) {
			text = span_slice(rest, 0, span_find_byte(rest, '<'));
			add_word(a, out, tag, text);
			rest = span_slice(rest, text.len, rest.len);
		}
	}
}

static int
compare_heights(const void *a, const void *b)
{
	const double *p = a, *q = b;

	return *p < *q ? -1 : *p > *q;
}

double
pdf_words_usual_height(struct arena *a, const struct pdf_words *words)
{
	double *heights = arena_array(a, words->count + 1, sizeof(*heights));

	for (size_t i = 0; i < words->count; i++)
		heights[i] = words->items[i].box.y1 - words->items[i].box.y0;
	qsort(heights, words->count, sizeof(*heights), compare_heights);
	return words->count == 0 ? 12 : heights[words->count / 2];
}
