/* SPDX-License-Identifier: ISC */
#include "parsers/wordml.h"

#include "parsers/docx.h"
#include "parsers/docx_body.h"
#include "parsers/text.h"
#include "parsers/xml.h"

#include <string.h>

enum { PARTS_LIMIT = 2000, HEAD_LIMIT = 8192 };

/* Where a document of more than one part hides its macros. */
static const char macro_data[] = "editdata.mso";

struct flat {
	struct arena *arena;
	struct docx_part *parts;
	size_t count;
	size_t capacity;
};

/* An attribute of a start tag, by its name with prefix. */
static struct span
attribute(struct span tag, const char *name)
{
	size_t at = span_find(tag, span_str(name));
	struct span value = span_slice(tag, at + strlen(name), tag.len);
	unsigned char quote;

	if (value.len < 3 || value.at[0] != '=')
		return SPAN_NONE;
	quote = value.at[1];
	value = span_slice(value, 2, value.len);
	return span_slice(value, 0, span_find_byte(value, quote));
}

/* What stands between the start tag beginning with `open` and the last `close`. */
static bool
between(struct span in, const char *open, const char *close, struct span *out)
{
	size_t from = span_find(in, span_str(open)), end;

	if (from == in.len)
		return false;
	in = span_slice(in, from, in.len);
	in = span_slice(in, span_find_byte(in, '>') + 1, in.len);
	end = span_find(in, span_str(close));
	*out = span_slice(in, 0, end);
	return true;
}

static void
add_part(struct flat *f, struct span piece)
{
	struct span tag = span_slice(piece, 0, span_find_byte(piece, '>')), name = attribute(tag, "pkg:name"), content;
	struct docx_part part = { .type = attribute(tag, "pkg:contentType") };

	if (name.len > 0 && name.at[0] == '/')
		name = span_slice(name, 1, name.len);
	part.name = name;
	if (between(piece, "<pkg:xmlData", "</pkg:xmlData>", &content))
		part.bytes = span_trim(content);
	else if (between(piece, "<pkg:binaryData", "</pkg:binaryData>", &content))
		part.bytes = text_from_base64(f->arena, content);
	f->parts = arena_grow(f->arena, f->parts, f->count, &f->capacity, sizeof(*f->parts));
	f->parts[f->count++] = part;
}

static enum part_why
read_flat(struct reading *r, struct span text)
{
	static const struct span open = { (const unsigned char *)"<pkg:part ", 10 };
	struct flat f = { .arena = r->arena };
	struct docx_package package = { .arena = r->arena };
	bool whole = span_find(text, SPAN_LIT("</pkg:package>")) < text.len;
	enum part_why why;

	text = span_slice(text, span_find(text, open), text.len);
	while (text.len > 0 && f.count < PARTS_LIMIT) {
		size_t next = open.len + span_find(span_slice(text, open.len, text.len), open);

		add_part(&f, span_slice(text, 0, next));
		text = span_slice(text, next, text.len);
	}
	package.parts = f.parts;
	package.parts_count = f.count;
	why = docx_read_package(r, &package);
	return whole ? why : PART_WHY_DAMAGED;
}

static enum part_why
read_2003(struct reading *r, struct span text)
{
	struct docx_state *s = docx_body_new(r, NULL);
	size_t before = r->blocks->count;
	enum part_why why;

	s->styles.arena = r->arena;
	s->styles.bytes = span_slice(text, 0, span_find(text, SPAN_LIT("<w:body>")));
	if (span_find(text, span_str(macro_data)) < text.len)
		r->flags |= PART_FLAG_MACRO;
	why = docx_body_read(s, text);
	return why == PART_WHY_NONE && r->blocks->count == before ? PART_WHY_EMPTY : why;
}

enum part_why
wordml_read(struct reading *r)
{
	struct span text = r->bytes, head;

	if (text.len >= 2 && (text.at[0] == 0xFF || text.at[0] == 0xFE || text.at[0] == 0 || text.at[1] == 0))
		text = text_from_utf16(r->arena, text, text.at[1] == 0 || text.at[0] == 0xFF);
	head = span_slice(text, 0, HEAD_LIMIT);
	if (span_find(head, SPAN_LIT("<pkg:package")) < head.len)
		return read_flat(r, text);
	if (span_find(head, SPAN_LIT("wordDocument")) < head.len)
		return read_2003(r, text);
	return PART_WHY_UNKNOWN_TYPE;
}
