/* SPDX-License-Identifier: ISC */
#include "parsers/text.h"

#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

enum { SOFT_HYPHEN = 0x00AD, ZERO_WIDTH_SPACE = 0x200B, ZERO_WIDTH_JOINER = 0x200D, WORD_JOINER = 0x2060, BOM = 0xFEFF };

/* windows-1252 0x80-0x9F (WHATWG Encoding, index windows-1252); the rest is Latin-1. */
static const uint16_t cp1252[32] = {
	0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
	0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
};

/* Length of the valid sequence at c, or 0. */
static size_t
sequence(const struct span_cursor *c, uint32_t *code_point_out)
{
	utf8proc_int32_t cp;
	utf8proc_ssize_t n;

	if (*c->at < 0x80) {
		*code_point_out = *c->at;
		return 1;
	}
	n = utf8proc_iterate(c->at, (utf8proc_ssize_t)(span_left(c) > 4 ? 4 : span_left(c)), &cp);
	if (n <= 0 || cp < 0)
		return 0;
	*code_point_out = (uint32_t)cp;
	return (size_t)n;
}

/* Eight at a time. */
bool
text_is_ascii(struct span s)
{
	uint64_t seen = 0, eight;
	size_t i = 0;

	for (; i + sizeof(eight) <= s.len; i += sizeof(eight)) {
		memcpy(&eight, s.at + i, sizeof(eight));
		seen |= eight;
	}
	for (; i < s.len; i++)
		seen |= s.at[i];
	return (seen & UINT64_C(0x8080808080808080)) == 0;
}

bool
text_is_utf8(struct span s)
{
	struct span_cursor c = span_walk(s);
	uint32_t cp;

	if (text_is_ascii(s))
		return true;
	while (span_left(&c) > 0) {
		size_t n = sequence(&c, &cp);

		if (n == 0)
			return false;
		c.at += n;
	}
	return true;
}

bool
text_next(struct span_cursor *c, uint32_t *code_point_out)
{
	size_t n;

	if (span_left(c) == 0)
		return false;
	n = sequence(c, code_point_out);
	if (n == 0) {
		*code_point_out = TEXT_REPLACEMENT;
		n = 1;
	}
	c->at += n;
	return true;
}

void
text_put(struct arena_text *t, uint32_t code_point)
{
	utf8proc_uint8_t bytes[4];
	bool bad = code_point > 0x10FFFF || (code_point >= 0xD800 && code_point < 0xE000);

	if (code_point < 0x80) {
		arena_put_byte(t, (unsigned char)code_point);
		return;
	}
	arena_put(t, span_of(bytes, (size_t)utf8proc_encode_char((utf8proc_int32_t)(bad ? TEXT_REPLACEMENT : code_point), bytes)));
}

void
text_put_escaped(struct arena_text *t, struct span s)
{
	static const bool other[256] = { ['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true };
	size_t from = 0;

	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = s.at[i];

		if (c >= ' ' && !other[c])
			continue;
		arena_put(t, span_slice(s, from, i));
		arena_put_str(t, c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '"' ? "&quot;" : " ");
		from = i + 1;
	}
	arena_put(t, span_slice(s, from, s.len));
}

static uint32_t
from_cp1252(unsigned char byte)
{
	return byte >= 0x80 && byte < 0xA0 ? cp1252[byte - 0x80] : byte;
}

struct span
text_from_cp1252(struct arena *a, struct span s)
{
	struct arena_text t = arena_text(a);

	for (size_t i = 0; i < s.len; i++)
		text_put(&t, from_cp1252(s.at[i]));
	return arena_text_span(&t);
}

struct span
text_to_utf8(struct arena *a, struct span s)
{
	struct arena_text t = arena_text(a);
	struct span_cursor c = span_walk(s);
	uint32_t cp;

	if (text_is_utf8(s))
		return s;
	while (span_left(&c) > 0) {
		size_t n = sequence(&c, &cp);

		text_put(&t, n == 0 ? from_cp1252(*c.at) : cp);
		c.at += n == 0 ? 1 : n;
	}
	return arena_text_span(&t);
}

static bool
take_unit(struct span_cursor *c, bool little, uint32_t *out)
{
	uint16_t v;

	if (!span_le16(c, &v))
		return false;
	*out = little ? v : (uint32_t)((v & 0xFFu) << 8 | v >> 8);
	return true;
}

struct span
text_from_utf16(struct arena *a, struct span s, bool little_endian)
{
	struct arena_text t = arena_text(a);
	struct span_cursor c = span_walk(s);
	uint32_t unit, low;

	if (s.len >= 2 && ((s.at[0] == 0xFF && s.at[1] == 0xFE) || (s.at[0] == 0xFE && s.at[1] == 0xFF))) {
		little_endian = s.at[0] == 0xFF;
		(void)span_skip(&c, 2);
	}
	while (take_unit(&c, little_endian, &unit)) {
		if (unit >= 0xD800 && unit < 0xDC00) {
			struct span_cursor ahead = c;

			if (take_unit(&ahead, little_endian, &low) && low >= 0xDC00 && low < 0xE000) {
				unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
				c = ahead;
			}
		}
		text_put(&t, unit);
	}
	if (span_left(&c) > 0)
		text_put(&t, TEXT_REPLACEMENT);
	return arena_text_span(&t);
}

struct span
text_to_utf16(struct arena *a, struct span utf8)
{
	struct arena_text t = arena_text(a);
	struct span_cursor c = span_walk(utf8);
	uint32_t cp;

	while (text_next(&c, &cp)) {
		bool pair = cp >= 0x10000;
		const uint32_t units[2] = { pair ? 0xD800 + ((cp - 0x10000) >> 10) : cp, 0xDC00 + ((cp - 0x10000) & 0x3FF) };

		for (unsigned i = 0; i < (pair ? 2u : 1u); i++) {
			arena_put_byte(&t, (unsigned char)units[i]);
			arena_put_byte(&t, (unsigned char)(units[i] >> 8));
		}
	}
	return arena_text_span(&t);
}

static int
base64_digit(unsigned char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

struct span
text_from_base64(struct arena *a, struct span in)
{
	unsigned char *out = arena_alloc(a, in.len / 4 * 3 + 3);
	uint32_t bits = 0;
	size_t len = 0;
	unsigned have = 0;

	for (size_t i = 0; i < in.len && in.at[i] != '='; i++) {
		int digit = base64_digit(in.at[i]);

		if (digit < 0)
			continue;
		bits = bits << 6 | (uint32_t)digit;
		have += 6;
		if (have >= 8) {
			have -= 8;
			out[len++] = (unsigned char)(bits >> have & 0xFF);
		}
	}
	return span_of(out, len);
}

/* Three bytes are four letters; what is missing in the last three is '='. */
static void
put_base64(unsigned char *out, struct span in)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	uint32_t bits = (uint32_t)in.at[0] << 16 | (in.len > 1 ? (uint32_t)in.at[1] << 8 : 0) | (in.len > 2 ? in.at[2] : 0);

	out[0] = (unsigned char)letters[bits >> 18];
	out[1] = (unsigned char)letters[bits >> 12 & 63];
	out[2] = in.len > 1 ? (unsigned char)letters[bits >> 6 & 63] : '=';
	out[3] = in.len > 2 ? (unsigned char)letters[bits & 63] : '=';
}

struct span
text_to_base64(struct arena *a, struct span in)
{
	enum { LINE_BYTES = 57 };
	size_t lines = (in.len + LINE_BYTES - 1) / LINE_BYTES, len = 0;
	unsigned char *out = arena_alloc(a, (in.len + 2) / 3 * 4 + 2 * lines);

	for (size_t at = 0; at < in.len; at += 3, len += 4) {
		put_base64(out + len, span_slice(in, at, at + 3));
		if (at % LINE_BYTES == LINE_BYTES - 3 || at + 3 >= in.len) {
			out[len + 4] = '\r';
			out[len + 5] = '\n';
			len += 2;
		}
	}
	return span_of(out, len);
}

static bool
is_invisible(uint32_t cp)
{
	return cp == SOFT_HYPHEN || (cp >= ZERO_WIDTH_SPACE && cp <= 0x200F) || (cp >= 0x202A && cp <= 0x202E) ||
	    cp == WORD_JOINER || cp == BOM;
}

static bool
in_category(uint32_t cp, unsigned categories)
{
	return (categories >> utf8proc_category((utf8proc_int32_t)cp) & 1u) != 0;
}

static bool
is_space(uint32_t cp)
{
	if (cp < 0x80)
		return cp <= 0x20 || cp == 0x7F;
	return in_category(cp, 1u << UTF8PROC_CATEGORY_ZS | 1u << UTF8PROC_CATEGORY_ZL | 1u << UTF8PROC_CATEGORY_ZP |
	    1u << UTF8PROC_CATEGORY_CC) || is_invisible(cp);
}

/* ASCII that is no space, as most of a text is: looked at by the byte. */
static struct span
plain_run(struct span_cursor *c)
{
	const unsigned char *from = c->at;

	while (span_left(c) > 0 && *c->at > 0x20 && *c->at < 0x7F)
		c->at++;
	return span_of(from, (size_t)(c->at - from));
}

struct span
text_squeeze(struct arena *a, struct span s)
{
	struct arena_text t = arena_text(a);
	struct span_cursor c = span_walk(s);
	bool gap = false;
	uint32_t cp;

	for (;;) {
		struct span run = plain_run(&c);

		if (run.len > 0) {
			if (gap && t.len > 0)
				arena_put_byte(&t, ' ');
			gap = false;
			arena_put(&t, run);
		}
		if (!text_next(&c, &cp))
			break;
		if (is_space(cp)) {
			gap = gap || !is_invisible(cp);
			continue;
		}
		if (gap && t.len > 0)
			arena_put_byte(&t, ' ');
		gap = false;
		text_put(&t, cp);
	}
	return arena_text_span(&t);
}

bool
text_is_blank(struct span s)
{
	struct span_cursor c = span_walk(s);
	uint32_t cp;

	/* Most texts begin with a letter, a figure or a box. */
	if (s.len > 0 && s.at[0] > '.' && s.at[0] < 0x7F && s.at[0] != '_')
		return false;
	while (text_next(&c, &cp))
		if (!is_space(cp) && cp != '_' && cp != '.' && cp != '-' && cp != 0x2026 && cp != 0x2013 && cp != 0x2014)
			return false;
	return true;
}

static bool
is_word(uint32_t cp)
{
	if (cp < 0x80)
		return (cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z');
	/* Letters, the marks that sit on them, and numbers of every kind. */
	return in_category(cp, 1u << UTF8PROC_CATEGORY_LU | 1u << UTF8PROC_CATEGORY_LL | 1u << UTF8PROC_CATEGORY_LT |
	    1u << UTF8PROC_CATEGORY_LM | 1u << UTF8PROC_CATEGORY_LO | 1u << UTF8PROC_CATEGORY_MN | 1u << UTF8PROC_CATEGORY_MC |
	    1u << UTF8PROC_CATEGORY_ND | 1u << UTF8PROC_CATEGORY_NL | 1u << UTF8PROC_CATEGORY_NO);
}

/* Words of folded code points, one blank between.  An apostrophe inside a word is dropped
 * ("child's" = "childs" = "child’s"), so that all ways of typing it compare equal. */
static void
put_words(struct arena_text *t, struct span s)
{
	struct span_cursor c = span_walk(s);
	bool gap = false;
	uint32_t cp;

	while (text_next(&c, &cp)) {
		if (cp == '\'' || cp == 0x2019 || cp == 0x2018 || cp == 0x00B4 || cp == '`' || is_invisible(cp))
			continue;
		if (!is_word(cp)) {
			gap = true;
			continue;
		}
		if (gap && t->len > 0)
			arena_put_byte(t, ' ');
		gap = false;
		text_put(t, cp);
	}
}

/* The width of what is no ASCII at i and folds away: a quotation mark (0xE2 0x80 0x98 ..), a dash, an en
 * space, three dots, a no-break space, a box; 0 for everything else.  *gap_out: it parts words. */
static size_t
mark_at(struct span s, size_t i, bool *gap_out)
{
	unsigned char second = i + 1 < s.len ? s.at[i + 1] : 0, third = i + 2 < s.len ? s.at[i + 2] : 0;

	*gap_out = true;
	if (s.at[i] == 0xC2 && second == 0xA0)
		return 2;
	if (s.at[i] != 0xE2)
		return 0;
	if (second == 0x80 && (third == 0x98 || third == 0x99)) {
		*gap_out = false;
		return 3;
	}
	if (second == 0x80)
		return (third >= 0x80 && third <= 0x8A) || (third >= 0x90 && third <= 0x95) || third == 0x9C || third == 0x9D || third == 0xA6 ? 3 : 0;
	return second == 0x98 && third >= 0x90 && third <= 0x92 ? 3 : 0;
}

/* What ASCII folds to: small letters and figures; DROPPED; 0 where words part.  OTHER is none. */
enum { DROPPED = 1, OTHER = 2 };
static const unsigned char plain[256] = {
	['\''] = DROPPED, ['`'] = DROPPED, [0x80 ... 0xFF] = OTHER,
	['0'] = '0', '1', '2', '3', '4', '5', '6', '7', '8', '9',
	['A'] = 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z',
	['a'] = 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z',
};

/* ASCII and such marks: nearly all there is.  False when something else is among them. */
static bool
fold_plain(struct arena *a, struct span s, struct span *folded_out)
{
	unsigned char *out = arena_room(a, s.len);
	size_t n = 0;
	bool gap = false;

	for (size_t i = 0; i < s.len;) {
		unsigned char c = plain[s.at[i]];

		if (c > OTHER) {
			if (gap && n > 0)
				out[n++] = ' ';
			gap = false;
			do
				out[n++] = c;
			while (++i < s.len && (c = plain[s.at[i]]) > OTHER);
		} else if (c == OTHER) {
			bool parts;
			size_t width = mark_at(s, i, &parts);

			if (width == 0)
				return false;
			gap = gap || parts;
			i += width;
		} else {
			gap = gap || c != DROPPED;
			i++;
		}
	}
	*folded_out = span_of(out, n);
	return true;
}

static struct span
fold(struct arena *a, struct span s, bool bare)
{
	struct arena_text t = arena_text(a);
	utf8proc_option_t options = UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STABLE |
	    (bare ? UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK : UTF8PROC_COMPOSE);
	utf8proc_uint8_t *mapped;
	utf8proc_ssize_t n;
	struct span folded;

	if (fold_plain(a, s, &folded))
		return folded;
	s = text_to_utf8(a, s);
	n = utf8proc_map(s.at, (utf8proc_ssize_t)s.len, &mapped, options);
	if (n < 0)
		return SPAN_NONE;
	put_words(&t, span_of(mapped, (size_t)n));
	free(mapped);
	return arena_text_span(&t);
}

/* As utf8proc does it, which takes a hundred times as long. */
static struct span
lower_ascii(struct arena *a, struct span s)
{
	unsigned char *out = arena_room(a, s.len);

	for (size_t i = 0; i < s.len; i++)
		out[i] = (unsigned char)(s.at[i] + (s.at[i] >= 'A' && s.at[i] <= 'Z' ? 'a' - 'A' : 0));
	return span_of(out, s.len);
}

struct span
text_lower(struct arena *a, struct span s)
{
	utf8proc_uint8_t *mapped;
	utf8proc_ssize_t n;
	struct span out;

	if (text_is_ascii(s))
		return lower_ascii(a, s);
	s = text_to_utf8(a, s);
	n = utf8proc_map(s.at, (utf8proc_ssize_t)s.len, &mapped, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
	if (n < 0)
		return s;
	out = arena_copy(a, span_of(mapped, (size_t)n));
	free(mapped);
	return out;
}

struct span
text_fold(struct arena *a, struct span s)
{
	return fold(a, s, false);
}

struct span
text_fold_bare(struct arena *a, struct span s)
{
	return fold(a, s, true);
}

enum { DISTANCE_MAX = 255 };

unsigned
text_distance(struct span a, struct span b, unsigned limit)
{
	unsigned char rows[3][DISTANCE_MAX + 1];
	unsigned char *before = rows[0], *last = rows[1], *now = rows[2];

	if (a.len > DISTANCE_MAX || b.len > DISTANCE_MAX || limit >= DISTANCE_MAX)
		return span_eq(a, b) ? 0 : limit + 1;
	if ((a.len > b.len ? a.len - b.len : b.len - a.len) > limit)
		return limit + 1;
	for (size_t j = 0; j <= b.len; j++)
		last[j] = (unsigned char)j;
	for (size_t i = 1; i <= a.len; i++) {
		/* Further from the diagonal than the limit nothing can come back. */
		size_t from = i > limit ? i - limit : 1, to = i + limit < b.len ? i + limit : b.len;
		unsigned least = now[from - 1] = (unsigned char)(from > 1 ? limit + 1 : i);
		unsigned char *spare = before;

		for (size_t j = from; j <= to; j++) {
			unsigned best = last[j - 1] + (a.at[i - 1] != b.at[j - 1] ? 1u : 0u);

			if (j < i + limit && last[j] + 1u < best)
				best = last[j] + 1u;
			if (now[j - 1] + 1u < best)
				best = now[j - 1] + 1u;
			if (i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] && a.at[i - 2] == b.at[j - 1] && before[j - 2] + 1u < best)
				best = before[j - 2] + 1u;
			now[j] = (unsigned char)best;
			if (best < least)
				least = best;
		}
		if (least > limit)
			return limit + 1;
		before = last;
		last = now;
		now = spare;
	}
	return last[b.len] > limit ? limit + 1 : last[b.len];
}
