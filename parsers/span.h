/* SPDX-License-Identifier: ISC
 *
 * span: borrowed bytes and the one bounded way to walk them.
 *
 * A span never owns; it lives as long as what it borrows from (a message's arena, a
 * mapped file, a literal).  It need not be NUL-terminated and may hold any byte.
 * Every parser walks bytes through a span_cursor: a read past the end returns false
 * and leaves the cursor where it was.  Pure: no I/O, no allocation, no locale.
 */
#ifndef PARSERS_SPAN_H
#define PARSERS_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct span {
	const unsigned char *at;	/* may be NULL only when len is 0 */
	size_t len;
};

struct span_cursor {
	const unsigned char *at;
	const unsigned char *end;
};

#define SPAN_LIT(s) ((struct span){ (const unsigned char *)("" s), sizeof(s) - 1 })
/* The same where a constant is needed. */
#define SPAN_LIT_INIT(s) { (const unsigned char *)("" s), sizeof(s) - 1 }
#define SPAN_NONE   ((struct span){ NULL, 0 })
/* For printf: printf("%.*s", SPAN_PF(s)).  It asks for s twice: what costs something to make is made before. */
#define SPAN_PF(s)  span_pf_len(s), span_pf_at(s)

static inline int
span_pf_len(struct span s)
{
	return (int)(s.len > 65535 ? 65535 : s.len);
}

static inline const char *
span_pf_at(struct span s)
{
	return s.len > 0 ? (const char *)s.at : "";
}

/* The shortest are here, so that the compiler knows the length of a literal. */
static inline struct span
span_of(const void *bytes, size_t len)
{
	return (struct span){ bytes, len };
}

/* NULL gives the empty span */
static inline struct span
span_str(const char *s)
{
	return s == NULL ? SPAN_NONE : span_of(s, strlen(s));
}

/* In a table of words nearly all differ in their first byte. */
static inline bool
span_eq(struct span a, struct span b)
{
	return a.len == b.len && (a.len == 0 || (a.at[0] == b.at[0] && memcmp(a.at, b.at, a.len) == 0));
}

static inline bool
span_eq_str(struct span a, const char *b)
{
	if (a.len > 0 && b != NULL && a.at[0] != (unsigned char)b[0])
		return false;
	return span_eq(a, span_str(b));
}

/* Where the next byte is, from `from` on, for which the table has one of the bits; the length where there is none. */
static inline size_t
span_find_class(struct span s, size_t from, const unsigned char table[256], unsigned char bits)
{
	/* Four at a time: mostly there are few. */
	while (from + 4 <= s.len && ((table[s.at[from]] | table[s.at[from + 1]] | table[s.at[from + 2]] | table[s.at[from + 3]]) & bits) == 0)
		from += 4;
	while (from < s.len && (table[s.at[from]] & bits) == 0)
		from++;
	return from;
}

static inline bool
span_starts(struct span s, struct span prefix)
{
	return s.len >= prefix.len && (prefix.len == 0 || (s.at[0] == prefix.at[0] && memcmp(s.at, prefix.at, prefix.len) == 0));
}

/* Offset of the first, or s.len where there is none. */
static inline size_t
span_find_byte(struct span s, unsigned char byte)
{
	const unsigned char *hit = s.len == 0 ? NULL : memchr(s.at, byte, s.len);

	return hit == NULL ? s.len : (size_t)(hit - s.at);
}

/* The part [from, to), clamped to what is there. */
static inline struct span
span_slice(struct span s, size_t from, size_t to)
{
	if (to > s.len)
		to = s.len;
	if (from >= to)
		return (struct span){ s.at, 0 };
	return (struct span){ s.at + from, to - from };
}

/* ASCII case only.  Letters that are one in either case are the same but for one bit. */
bool span_goes_nocase(struct span s, struct span prefix);	/* what is left of span_starts_nocase() when the first byte may be */
static inline bool
span_starts_nocase(struct span s, struct span prefix)
{
	if (s.len < prefix.len || (prefix.len > 0 && (s.at[0] | 0x20) != (prefix.at[0] | 0x20)))
		return false;
	return span_goes_nocase(s, prefix);
}

static inline bool
span_eq_nocase(struct span a, struct span b)
{
	return a.len == b.len && span_starts_nocase(a, b);
}

static inline bool
span_eq_nocase_str(struct span a, const char *b)
{
	if (a.len > 0 && b != NULL && (a.at[0] | 0x20) != ((unsigned char)b[0] | 0x20))
		return false;
	return span_eq_nocase(a, span_str(b));
}

bool span_ends_nocase(struct span s, struct span suffix);
int span_compare(struct span a, struct span b);		/* like memcmp, shorter first */

/* Offset of the first occurrence, or s.len where there is none. */
size_t span_find(struct span s, struct span needle);
size_t span_find_nocase(struct span s, struct span needle);

bool span_has_digit(struct span s);			/* an ASCII one */
size_t span_count_digits(struct span s);		/* how many such there are */
size_t span_count_byte(struct span s, unsigned char byte);

/* Words of which a rule looks for any. */
struct span_words {
	const char *const *items;
	size_t count;
};
#define SPAN_WORDS(list) ((struct span_words){ (list), sizeof(list) / sizeof((list)[0]) })
bool span_is_any(struct span s, struct span_words words);
bool span_is_any_nocase(struct span s, struct span_words words);
bool span_starts_any(struct span s, struct span_words words);
bool span_starts_any_nocase(struct span s, struct span_words words);
bool span_ends_any_nocase(struct span s, struct span_words words);
bool span_has_any(struct span s, struct span_words words);		/* anywhere in s */
bool span_has_any_nocase(struct span s, struct span_words words);
bool span_has_word(struct span s, struct span_words words);		/* one of s's own, between blanks */
/* Offset of the one that comes first in s, of two in one place that which is listed first; s.len, where none does.
 * end_out: behind it. */
size_t span_find_any_nocase(struct span s, struct span_words words, size_t *end_out);

/* Without ASCII blanks (space, tab, CR, LF, VT, FF) at either end.  Mostly there are none. */
struct span span_trim_blanks(struct span s);
static inline struct span
span_trim(struct span s)
{
	return s.len > 0 && s.at[0] > ' ' && s.at[s.len - 1] > ' ' ? s : span_trim_blanks(s);
}

/* Takes the next piece up to `byte` (dropped) off the front; false when nothing was left. */
bool span_split(struct span *rest, unsigned char byte, struct span *piece_out);
/* One line without its CRLF or LF; false when nothing was left. */
bool span_line(struct span *rest, struct span *line_out);
/* Decimal digits only, no sign; false when empty, other bytes, or above max. */
bool span_number(struct span s, uint64_t max, uint64_t *number_out);

static inline struct span_cursor
span_walk(struct span s)
{
	static const unsigned char nothing[1];
	const unsigned char *at = s.len == 0 ? nothing : s.at;

	return (struct span_cursor){ at, at + s.len };
}

static inline size_t
span_left(const struct span_cursor *c)
{
	return (size_t)(c->end - c->at);
}

bool span_take(struct span_cursor *c, size_t n, struct span *out);
bool span_skip(struct span_cursor *c, size_t n);
bool span_u8(struct span_cursor *c, uint8_t *out);
bool span_le16(struct span_cursor *c, uint16_t *out);
bool span_le32(struct span_cursor *c, uint32_t *out);
bool span_le64(struct span_cursor *c, uint64_t *out);
bool span_be32(struct span_cursor *c, uint32_t *out);
bool span_be64(struct span_cursor *c, uint64_t *out);

/* ASCII only; bytes of other letters, and what stands for the end, are none. */
static inline bool
span_is_digit(int c)
{
	return c >= '0' && c <= '9';
}

static inline bool
span_is_upper(int c)
{
	return c >= 'A' && c <= 'Z';
}

static inline bool
span_is_lower(int c)
{
	return c >= 'a' && c <= 'z';
}

static inline bool
span_is_letter(int c)
{
	return span_is_upper(c) || span_is_lower(c);
}

/* The value of a hexadecimal digit, -1 for any other byte (or for -1). */
static inline int
span_hex_digit(int c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

#endif
