/* SPDX-License-Identifier: ISC */
#include "parsers/boxes.h"

#include "parsers/text.h"

#include <string.h>

enum { PRIVATE_FIRST = 0xF020, PRIVATE_LAST = 0xF0FF, PRIVATE_BASE = 0xF000, VARIATION_FIRST = 0xFE00, VARIATION_LAST = 0xFE0F };

/* Zero-terminated.  Ticks and crosses without a box count as ticked: people paste them in
 * place of the empty box.  The last of each are radio buttons; the plain circles U+25CB and
 * U+25CF, which are bullets as often, are left to the form. */
static const uint32_t unicode_empty[] = { 0x2610, 0x25A1, 0x25A2, 0x25FB, 0x25FD, 0x2B1C, 0x274F, 0x2750, 0x2751, 0x2752, 0x1F78E, 0x1F78F,
	0x25EF, 0x26AA, 0x2B58, 0 };
static const uint32_t unicode_ticked[] = { 0x2611, 0x2612, 0x2705, 0x2713, 0x2714, 0x2715, 0x2716, 0x2717, 0x2718, 0x274C, 0x274E, 0x2327, 0x22A0,
	0x25A0, 0x25A3, 0x25FC, 0x25FE, 0x2B1B, 0x2BBD, 0x1F5F4, 0x1F5F5, 0x1F5F6, 0x1F5F7, 0x1F5F8, 0x1F5F9, 0x1F7A9,
	0x2299, 0x25C9, 0x25CE, 0x26AB, 0x29BF, 0x2B24, 0x1F518, 0 };

static const uint32_t wingdings_empty[] = { 0x6F, 0x70, 0x71, 0x72, 0xA1, 0xA8, 0 };
static const uint32_t wingdings_ticked[] = { 0x6E, 0x78, 0xA4, 0xA5, 0xFB, 0xFC, 0xFD, 0xFE, 0 };
static const uint32_t wingdings2_empty[] = { 0xA3, 0x2A, 0x99, 0x9A, 0 };
static const uint32_t wingdings2_ticked[] = { 0x4F, 0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0xA2, 0 };
static const uint32_t webdings_empty[] = { 0x63, 0 };
static const uint32_t webdings_ticked[] = { 0x61, 0x67, 0x72, 0 };
static const uint32_t dingbats_empty[] = { 0x6F, 0x70, 0x71, 0x72, 0 };
static const uint32_t dingbats_ticked[] = { 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x6E, 0 };
/* A private code whose font is not known: where Wingdings and Wingdings 2 do not disagree. */
static const uint32_t private_empty[] = { 0x6F, 0x70, 0x71, 0x72, 0xA8, 0xA3, 0 };
static const uint32_t private_ticked[] = { 0x78, 0xFB, 0xFC, 0xFD, 0xFE, 0x50, 0x51, 0x52, 0x53, 0x54, 0 };

static const struct {
	const uint32_t *empty, *ticked;
} fonts[] = {
	[BOXES_TEXT] = { private_empty, private_ticked },
	[BOXES_WINGDINGS] = { wingdings_empty, wingdings_ticked },
	[BOXES_WINGDINGS2] = { wingdings2_empty, wingdings2_ticked },
	[BOXES_WEBDINGS] = { webdings_empty, webdings_ticked },
	[BOXES_DINGBATS] = { dingbats_empty, dingbats_ticked },
};

enum boxes_font
boxes_font(struct span name)
{
	size_t plus = span_find_byte(name, '+');	/* a subset's tag in a PDF */

	if (plus < name.len)
		name = span_slice(name, plus + 1, name.len);
	if (span_starts_nocase(name, SPAN_LIT("wingdings 2")) || span_starts_nocase(name, SPAN_LIT("wingdings2")))
		return BOXES_WINGDINGS2;
	if (span_starts_nocase(name, SPAN_LIT("wingdings 3")) || span_starts_nocase(name, SPAN_LIT("wingdings3")))
		return BOXES_TEXT;
	if (span_starts_nocase(name, SPAN_LIT("wingdings")))
		return BOXES_WINGDINGS;
	if (span_starts_nocase(name, SPAN_LIT("webdings")))
		return BOXES_WEBDINGS;
	if (span_starts_nocase(name, SPAN_LIT("zapfdingbats")) || span_starts_nocase(name, SPAN_LIT("zapf dingbats")) ||
	    span_starts_nocase(name, SPAN_LIT("itc zapf dingbats")) || span_starts_nocase(name, SPAN_LIT("monotype sorts")))
		return BOXES_DINGBATS;
	return BOXES_TEXT;
}

static bool
among(const uint32_t *list, uint32_t code_point)
{
	for (; *list != 0; list++)
		if (*list == code_point)
			return true;
	return false;
}

enum boxes_state
boxes_look(enum boxes_font font, uint32_t code_point)
{
	bool private = code_point >= PRIVATE_FIRST && code_point <= PRIVATE_LAST;

	if (private || (font != BOXES_TEXT && code_point < 0x100)) {
		uint32_t code = private ? code_point - PRIVATE_BASE : code_point;

		return among(fonts[font].empty, code) ? BOXES_EMPTY : among(fonts[font].ticked, code) ? BOXES_TICKED : BOXES_NOT;
	}
	if (code_point < 0x2000)
		return BOXES_NOT;
	return among(unicode_empty, code_point) ? BOXES_EMPTY : among(unicode_ticked, code_point) ? BOXES_TICKED : BOXES_NOT;
}

/* Every box of BOXES_TEXT starts with one of these bytes in UTF-8. */
static size_t
plain_length(struct span text)
{
	size_t i = 0;
	uint64_t eight;

	/* Most text is plain ASCII: eight bytes at a time. */
	for (; i + sizeof(eight) <= text.len; i += sizeof(eight)) {
		memcpy(&eight, text.at + i, sizeof(eight));
		if ((eight & 0x8080808080808080) != 0)
			break;
	}
	while (i < text.len && text.at[i] != 0xE2 && text.at[i] < 0xEF)
		i++;
	return i;
}

enum boxes_state
boxes_first(enum boxes_font font, struct span text)
{
	struct span_cursor c = span_walk(text);
	enum boxes_state state = BOXES_NOT;
	uint32_t cp;

	while (state == BOXES_NOT && text_next(&c, &cp))
		state = boxes_look(font, cp);
	return state;
}

static bool
is_blank(uint32_t cp)
{
	return cp <= ' ' || cp == 0xA0 || (cp >= 0x2000 && cp <= 0x200B);
}

void
boxes_put(struct block_builder *b, struct span text, enum boxes_font font, unsigned flags, const struct block_control *control)
{
	static const struct span shown[] = { [BOXES_EMPTY] = { (const unsigned char *)"\xE2\x98\x90", 3 },
		[BOXES_TICKED] = { (const unsigned char *)"\xE2\x98\x92", 3 } };
	struct span_cursor c = span_walk(text);
	const unsigned char *from = c.at;	/* text not yet put */
	bool after_box = false;
	uint32_t cp;

	if (font == BOXES_TEXT)
		c.at += plain_length(text);
	while (span_left(&c) > 0) {
		const unsigned char *at = c.at;
		enum boxes_state state;

		(void)text_next(&c, &cp);
		state = boxes_look(font, cp);
		if (state == BOXES_NOT && (font == BOXES_TEXT || is_blank(cp)) && !(after_box && cp >= VARIATION_FIRST && cp <= VARIATION_LAST)) {
			after_box = false;
			continue;
		}
		block_put(b, span_of(from, (size_t)(at - from)), flags, at == from ? NULL : control);
		if (state != BOXES_NOT)
			block_put(b, shown[state], flags | BLOCK_BOX, control);
		after_box = state != BOXES_NOT;
		from = c.at;
	}
	if (c.end > from)
		block_put(b, span_of(from, (size_t)(c.end - from)), flags, control);
}
