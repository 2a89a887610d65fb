/* SPDX-License-Identifier: ISC */
#include "parsers/span.h"

#include <string.h>

enum { SHORT = 256 };

static unsigned char
lower(unsigned char c)
{
	return (c >= 'A' && c <= 'Z') ? (unsigned char)(c + ('a' - 'A')) : c;
}

static bool
blank(unsigned char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

bool
span_goes_nocase(struct span s, struct span prefix)
{
	if (s.len < prefix.len)
		return false;
	for (size_t i = 0; i < prefix.len; i++)
		if (lower(s.at[i]) != lower(prefix.at[i]))
			return false;
	return true;
}

bool
span_ends_nocase(struct span s, struct span suffix)
{
	return s.len >= suffix.len && span_starts_nocase(span_slice(s, s.len - suffix.len, s.len), suffix);
}

int
span_compare(struct span a, struct span b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int order = n == 0 ? 0 : memcmp(a.at, b.at, n);

	if (order != 0)
		return order;
	return a.len < b.len ? -1 : a.len > b.len;
}

/* How often a byte comes in English, roughly, in hundredths; at 0 it is neither a letter nor a figure nor a blank. */
static const unsigned char often[256] = { [' '] = 17, ['0' ... '9'] = 1, ['A' ... 'Z'] = 1, ['a'] = 7, ['b'] = 1, ['c'] = 3, ['d'] = 4, ['e'] = 11, ['f'] = 2, ['g'] = 2, ['h'] = 5, ['i'] = 6,
	['j' ... 'k'] = 1, ['l'] = 4, ['m'] = 2, ['n'] = 6, ['o'] = 6, ['p'] = 2, ['q'] = 1, ['r'] = 5, ['s'] = 6, ['t'] = 8, ['u'] = 3, ['v'] = 1, ['w'] = 2, ['x'] = 1, ['y'] = 2, ['z'] = 1 };

/* Where the needle has what fewest places of a text have. */
static size_t
rare(struct span needle)
{
	size_t best = 0;

	for (size_t i = 1; i < needle.len && often[needle.at[best]] > 0; i++)
		if (often[needle.at[i]] < often[needle.at[best]])
			best = i;
	return best;
}

static size_t
find_by(struct span s, struct span needle, size_t anchor)
{
	const unsigned char *at = s.at + anchor, *end = s.at + (s.len - needle.len) + anchor + 1;

	for (; at < end && (at = memchr(at, needle.at[anchor], (size_t)(end - at))) != NULL; at++)
		if (memcmp(at - anchor, needle.at, needle.len) == 0)
			return (size_t)(at - anchor - s.at);
	return s.len;
}

size_t
span_find(struct span s, struct span needle)
{
	const unsigned char *hit;

	if (needle.len == 0)
		return 0;
	if (s.len < needle.len)
		return s.len;
	/* memmem(3) first makes a table of 256 bytes, which a label is not worth. */
	if (s.len <= SHORT || often[needle.at[rare(needle)]] == 0)
		return find_by(s, needle, rare(needle));
	hit = memmem(s.at, s.len, needle.at, needle.len);
	return hit == NULL ? s.len : (size_t)(hit - s.at);
}

/* The first byte that is the same in either case; the needle's length when it has letters only. */
static size_t
caseless(struct span needle)
{
	size_t i = 0;

	while (i < needle.len && (span_is_letter(needle.at[i]) || needle.at[i] >= 0x80))
		i++;
	return i;
}

size_t
span_find_nocase(struct span s, struct span needle)
{
	unsigned char first, upper;
	size_t anchor;

	if (needle.len > s.len)
		return s.len;
	if (needle.len == 0)
		return 0;
	anchor = caseless(needle);
	if (anchor < needle.len) {
		/* Few places have it. */
		for (size_t i = anchor; (i += span_find_byte(span_slice(s, i, s.len), needle.at[anchor])) < s.len; i++)
			if (span_starts_nocase(span_slice(s, i - anchor, s.len), needle))
				return i - anchor;
		return s.len;
	}
	first = lower(needle.at[0]);
	upper = first >= 'a' && first <= 'z' ? (unsigned char)(first - 32) : first;
	for (size_t i = 0; i + needle.len <= s.len; i++)
		if ((s.at[i] == first || s.at[i] == upper) && span_starts_nocase(span_slice(s, i, s.len), needle))
			return i;
	return s.len;
}

size_t
span_count_digits(struct span s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += span_is_digit(s.at[i]) ? 1 : 0;
	return n;
}

size_t
span_count_byte(struct span s, unsigned char byte)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += s.at[i] == byte ? 1 : 0;
	return n;
}

bool
span_has_digit(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (span_is_digit(s.at[i]))
			return true;
	return false;
}

bool
span_is_any(struct span s, struct span_words words)
{
	for (size_t i = 0; i < words.count; i++)
		if (span_eq_str(s, words.items[i]))
			return true;
	return false;
}

bool
span_is_any_nocase(struct span s, struct span_words words)
{
	for (size_t i = 0; i < words.count; i++)
		if (span_eq_nocase_str(s, words.items[i]))
			return true;
	return false;
}

bool
span_starts_any(struct span s, struct span_words words)
{
	for (size_t i = 0; i < words.count; i++)
		if (span_starts(s, span_str(words.items[i])))
			return true;
	return false;
}

bool
span_starts_any_nocase(struct span s, struct span_words words)
{
	for (size_t i = 0; i < words.count; i++)
		if (span_starts_nocase(s, span_str(words.items[i])))
			return true;
	return false;
}

bool
span_ends_any_nocase(struct span s, struct span_words words)
{
	for (size_t i = 0; i < words.count; i++)
		if (span_ends_nocase(s, span_str(words.items[i])))
			return true;
	return false;
}

bool
span_has_any(struct span s, struct span_words words)
{
	for (size_t i = 0; i < words.count; i++)
		if (span_find(s, span_str(words.items[i])) < s.len)
			return true;
	return false;
}

bool
span_has_any_nocase(struct span s, struct span_words words)
{
	for (size_t i = 0; i < words.count; i++)
		if (span_find_nocase(s, span_str(words.items[i])) < s.len)
			return true;
	return false;
}

bool
span_has_word(struct span s, struct span_words words)
{
	struct span word;

	while (span_split(&s, ' ', &word))
		if (span_is_any(word, words))
			return true;
	return false;
}

size_t
span_find_any_nocase(struct span s, struct span_words words, size_t *end_out)
{
	size_t first = s.len;

	*end_out = s.len;
	for (size_t i = 0; i < words.count; i++) {
		size_t at = span_find_nocase(s, span_str(words.items[i]));

		if (at < first) {
			first = at;
			*end_out = at + span_str(words.items[i]).len;
		}
	}
	return first;
}

struct span
span_trim_blanks(struct span s)
{
	while (s.len > 0 && blank(s.at[0]))
		s = span_slice(s, 1, s.len);
	while (s.len > 0 && blank(s.at[s.len - 1]))
		s.len--;
	return s;
}

bool
span_split(struct span *rest, unsigned char byte, struct span *piece_out)
{
	size_t cut;

	if (rest->at == NULL)
		return false;
	cut = span_find_byte(*rest, byte);
	*piece_out = span_slice(*rest, 0, cut);
	*rest = cut == rest->len ? SPAN_NONE : span_of(rest->at + cut + 1, rest->len - cut - 1);
	return true;
}

bool
span_line(struct span *rest, struct span *line_out)
{
	if (rest->len == 0 || !span_split(rest, '\n', line_out))
		return false;
	if (line_out->len > 0 && line_out->at[line_out->len - 1] == '\r')
		line_out->len--;
	return true;
}

bool
span_number(struct span s, uint64_t max, uint64_t *number_out)
{
	uint64_t n = 0;

	if (s.len == 0)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		unsigned digit = (unsigned)s.at[i] - '0';

		if (digit > 9 || n > (UINT64_MAX - digit) / 10)
			return false;
		n = n * 10 + digit;
	}
	*number_out = n;
	return n <= max;
}

bool
span_take(struct span_cursor *c, size_t n, struct span *out)
{
	if (n > span_left(c))
		return false;
	*out = span_of(c->at, n);
	c->at += n;
	return true;
}

bool
span_skip(struct span_cursor *c, size_t n)
{
	struct span skipped;

	return span_take(c, n, &skipped);
}

/* Reads an n-byte number; `big` puts the first byte highest. */
static bool
take_number(struct span_cursor *c, size_t n, bool big, uint64_t *out)
{
	struct span s;
	uint64_t v = 0;

	if (!span_take(c, n, &s))
		return false;
	for (size_t i = 0; i < n; i++)
		v = v << 8 | s.at[big ? i : n - 1 - i];
	*out = v;
	return true;
}

bool
span_u8(struct span_cursor *c, uint8_t *out)
{
	uint64_t v;

	if (!take_number(c, 1, true, &v))
		return false;
	*out = (uint8_t)v;
	return true;
}

bool
span_le16(struct span_cursor *c, uint16_t *out)
{
	uint64_t v;

	if (!take_number(c, 2, false, &v))
		return false;
	*out = (uint16_t)v;
	return true;
}

bool
span_le32(struct span_cursor *c, uint32_t *out)
{
	uint64_t v;

	if (!take_number(c, 4, false, &v))
		return false;
	*out = (uint32_t)v;
	return true;
}

bool
span_le64(struct span_cursor *c, uint64_t *out)
{
	return take_number(c, 8, false, out);
}

bool
span_be32(struct span_cursor *c, uint32_t *out)
{
	uint64_t v;

	if (!take_number(c, 4, true, &v))
		return false;
	*out = (uint32_t)v;
	return true;
}

bool
span_be64(struct span_cursor *c, uint64_t *out)
{
	return take_number(c, 8, true, out);
}
