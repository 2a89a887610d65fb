/* SPDX-License-Identifier: ISC */
#include "parsers/mapi.h"

#include "parsers/text.h"

#include <string.h>

struct span
mapi_text(struct arena *a, uint16_t type, struct span bytes)
{
	struct span s = type == MAPI_UNICODE ? text_from_utf16(a, bytes, true) : text_to_utf8(a, bytes);

	while (s.len > 0 && s.at[s.len - 1] == 0)
		s.len--;
	return s;
}

/* ---- compressed RTF, [MS-OXRTFCP] ------------------------------------------------------------- */

static const char dictionary_start[] =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier"
    "{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

enum { DICTIONARY = 4096, MAGIC_PACKED = 0x75465A4C, MAGIC_PLAIN = 0x414C454D };

struct expanding {
	unsigned char dictionary[DICTIONARY];
	unsigned write;
	struct arena_text out;
	size_t most;
};

static void
emit(struct expanding *x, unsigned char c)
{
	x->dictionary[x->write] = c;
	x->write = (x->write + 1) % DICTIONARY;
	arena_put_byte(&x->out, c);
}

/* False at the end mark, or when the output is as long as it says to be. */
static bool
copy_back(struct expanding *x, unsigned offset, unsigned length)
{
	if (offset == x->write)
		return false;
	for (unsigned i = 0; i < length && x->out.len < x->most; i++)
		emit(x, x->dictionary[(offset + i) % DICTIONARY]);
	return x->out.len < x->most;
}

static void
expand(struct expanding *x, struct span_cursor *walk)
{
	uint8_t control, one, two;

	while (span_u8(walk, &control)) {
		for (unsigned bit = 0; bit < 8; bit++) {
			if (!span_u8(walk, &one))
				return;
			if ((control >> bit & 1) == 0) {
				emit(x, one);
				if (x->out.len >= x->most)
					return;
				continue;
			}
			if (!span_u8(walk, &two) || !copy_back(x, (unsigned)one << 4 | two >> 4, (two & 15u) + 2))
				return;
		}
	}
}

struct span
mapi_expand(struct arena *a, struct span compressed)
{
	struct span_cursor walk = span_walk(compressed);
	uint32_t packed, raw, magic, crc;
	struct expanding *x;

	if (!span_le32(&walk, &packed) || !span_le32(&walk, &raw) || !span_le32(&walk, &magic) || !span_le32(&walk, &crc))
		return SPAN_NONE;
	if (magic == MAGIC_PLAIN)
		return span_slice(compressed, 16, 16 + (size_t)raw);
	if (magic != MAGIC_PACKED)
		return SPAN_NONE;
	x = arena_alloc(a, sizeof(*x));
	memset(x->dictionary, ' ', sizeof(x->dictionary));
	memcpy(x->dictionary, dictionary_start, sizeof(dictionary_start) - 1);
	x->write = sizeof(dictionary_start) - 1;
	x->out = arena_text(a);
	/* Two bytes give at most 17: what the head says is only believed within that. */
	x->most = raw < compressed.len * 9 ? raw : compressed.len * 9;
	if (x->most > 0)
		expand(x, &walk);
	return arena_text_span(&x->out);
}

/* ---- what a message holds ----------------------------------------------------------------------- */

static void
give(struct reading *r, const struct part *p)
{
	struct part_list *list = r->inside;

	list->items = arena_grow(r->arena, list->items, list->count, &list->capacity, sizeof(*list->items));
	list->items[list->count++] = *p;
}

void
mapi_give_body(struct reading *r, const struct mapi_body *body)
{
	struct span rtf = mapi_expand(r->arena, body->rtf), hidden = mapi_hidden_html(r->arena, rtf);
	struct part p = { .flags = PART_FLAG_BODY };

	if (body->html.len > 0 || hidden.len > 0) {
		p.declared_type = SPAN_LIT("text/html");
		p.bytes = body->html.len > 0 ? body->html : hidden;
	} else if (rtf.len > 0) {
		p.declared_type = SPAN_LIT("application/rtf");
		p.bytes = rtf;
	} else if (span_trim(body->plain).len > 0) {
		p.declared_type = SPAN_LIT("text/plain");
		p.bytes = body->plain;
	} else {
		return;
	}
	give(r, &p);
}

void
mapi_give_attachment(struct reading *r, struct span name, struct span type, struct span bytes)
{
	struct arena_text lower = arena_text(r->arena);
	struct part p = { .name = name, .bytes = bytes };

	type = span_trim(span_slice(type, 0, 100));
	for (size_t i = 0; i < type.len; i++)
		arena_put_byte(&lower, type.at[i] >= 'A' && type.at[i] <= 'Z' ? (unsigned char)(type.at[i] + ('a' - 'A')) : type.at[i]);
	p.declared_type = arena_text_span(&lower);
	give(r, &p);
}
