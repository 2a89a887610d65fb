/* SPDX-License-Identifier: ISC */
#include "parsers/docx_circle.h"

/* English Metric Units: 12700 to the point (ECMA-376-1, 20.1.2.1).  A character of 11 point
 * text is about half as wide as it is high. */
enum { EMU_PER_POINT = 12700, EMU_PER_CHARACTER = 69850, WIDEST = 150 * EMU_PER_POINT, NEAR_CHARACTERS = 3, FAR = 100000000,
	CIRCLES_LIMIT = 200 };

static long
number(struct span text)
{
	bool negative = text.len > 0 && text.at[0] == '-';
	uint64_t n;

	text = span_trim(span_slice(text, negative ? 1 : 0, text.len));
	if (!span_number(text, FAR, &n))
		return FAR;
	return negative ? -(long)n : (long)n;
}

void
docx_circle_extent(struct docx_state *s, const struct xml_element *e)
{
	if (e->id == DOCX_N_anchor) {
		s->shape.left = FAR;
		s->shape.width = FAR;
	} else {
		s->shape.width = number(xml_attribute(e, XML_NS_NONE, "cx"));
	}
}

void
docx_circle_offset(struct docx_state *s, const struct xml_element *e)
{
	if (docx_parent(s, e)->id == DOCX_N_positionH)
		s->capture = DOCX_CAPTURE_OFFSET;
}

void
docx_circle_offset_text(struct docx_state *s, struct span text)
{
	s->shape.left = number(text);
}

static void
keep(struct docx_state *s, long left, long width)
{
	struct docx_flow *flow = s->flow;

	if (flow == NULL || s->circles >= CIRCLES_LIMIT || flow->circles_count >= sizeof(flow->circles) / sizeof(flow->circles[0]) || left >= FAR || width > WIDEST || width <= 0)
		return;
	s->circles++;
	flow->circles[flow->circles_count++] = left + width / 2;
}

void
docx_circle_shape(struct docx_state *s, const struct xml_element *e)
{
	if (span_eq_str(xml_attribute(e, XML_NS_NONE, "prst"), "ellipse"))
		keep(s, s->shape.left, s->shape.width);
}

/* A length of a VML style ("31.5pt"), whole points being near enough. */
static long
style_length(struct span style, const char *name)
{
	struct span entry, key;

	while (span_split(&style, ';', &entry)) {
		if (!span_split(&entry, ':', &key) || !span_eq_str(span_trim(key), name))
			continue;
		entry = span_trim(entry);
		if (!span_ends_nocase(entry, SPAN_LIT("pt")))
			return FAR;
		entry = span_slice(entry, 0, span_find_byte(entry, '.') < entry.len ? span_find_byte(entry, '.') : entry.len - 2);
		return number(entry) >= FAR ? FAR : number(entry) * EMU_PER_POINT;
	}
	return FAR;
}

void
docx_circle_oval(struct docx_state *s, const struct xml_element *e)
{
	struct span style = xml_attribute(e, XML_NS_NONE, "style");

	keep(s, style_length(style, "margin-left"), style_length(style, "width"));
}

/* A word of the paragraph's last line: bytes from..to over all runs, characters first..last. */
struct word {
	size_t from, to;
	long first, last;
};

static bool
ends_word(unsigned char c)
{
	return c <= ' ' || c == '/' || c == ',' || c == '|';
}

static long
distance(const struct word *w, long at)
{
	return at < w->first ? w->first - at : at > w->last ? at - w->last : 0;
}

/* The word nearest to a character position of the last line. */
static struct word
find_word(const struct block_builder *b, long at)
{
	struct word word = { 0, 0, 0, 0 }, best = { 0, 0, FAR, FAR };
	size_t offset = 0;
	long character = 0;

	for (size_t i = 0; i < b->count; i++)
		for (size_t j = 0; j < b->runs[i].text.len; j++, offset++) {
			unsigned char c = b->runs[i].text.at[j];

			if ((c & 0xC0) == 0x80) {
				if (word.to == offset && best.to == offset)
					best.to++;
				word.to += word.to == offset;
				continue;
			}
			if (c == '\n') {
				character = 0;
				best = (struct word){ 0, 0, FAR, FAR };
				continue;
			}
			if (!ends_word(c)) {
				if (word.to != offset || word.to == 0)
					word = (struct word){ offset, offset, character, character };
				word.to = offset + 1;
				word.last = character;
				if (distance(&word, at) <= distance(&best, at))
					best = word;
			}
			character++;
		}
	return best;
}

/* Runs split so that bytes from..to are runs of their own, marked. */
static void
mark(struct docx_state *s, struct block_builder *b, const struct word *w)
{
	struct block_builder old = *b;
	size_t offset = 0;

	*b = block_builder(s->arena);
	for (size_t i = 0; i < old.count; i++) {
		const struct block_run *run = &old.runs[i];
		size_t from = w->from > offset ? w->from - offset : 0, to = w->to > offset ? w->to - offset : 0;

		block_put(b, span_slice(run->text, 0, from), run->flags, run->text.len > 0 && from == 0 ? NULL : run->control);
		if (from < run->text.len && to > from)
			block_put(b, span_slice(run->text, from, to), run->flags | BLOCK_MARKED | BLOCK_UNCERTAIN, run->control);
		if (to < run->text.len && to >= from)
			block_put(b, span_slice(run->text, to > from ? to : from, run->text.len), run->flags, run->control);
		offset += run->text.len;
	}
}

void
docx_circle_mark(struct docx_state *s)
{
	struct docx_flow *flow = s->flow;

	for (size_t i = 0; i < flow->circles_count; i++) {
		long at = flow->circles[i] / EMU_PER_CHARACTER;
		struct word word = find_word(&flow->builder, at);

		if (distance(&word, at) <= NEAR_CHARACTERS)
			mark(s, &flow->builder, &word);
	}
	flow->circles_count = 0;
}
