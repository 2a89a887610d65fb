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
/* For printf: printf("%.*s", SPAN_PF(s)). */
#define SPAN_PF(s)  (int)((s).len > 65535 ? 65535 : (s).len), (const char *)((s).len ? (s).at : (const unsigned char *)"")

struct span span_of(const void *bytes, size_t len);
struct span span_str(const char *nul_terminated);	/* NULL gives the empty span */

bool span_eq(struct span a, struct span b);
bool span_eq_str(struct span a, const char *b);
bool span_eq_nocase(struct span a, struct span b);	/* ASCII case only */
bool span_eq_nocase_str(struct span a, const char *b);
bool span_starts(struct span s, struct span prefix);
bool span_starts_nocase(struct span s, struct span prefix);
bool span_ends_nocase(struct span s, struct span suffix);
int span_compare(struct span a, struct span b);		/* like memcmp, shorter first */

/* Offset of the first occurrence, or s.len where there is none. */
size_t span_find(struct span s, struct span needle);
size_t span_find_nocase(struct span s, struct span needle);
size_t span_find_byte(struct span s, unsigned char byte);

/* The part [from, to), clamped to what is there. */
struct span span_slice(struct span s, size_t from, size_t to);
/* Without ASCII blanks (space, tab, CR, LF, VT, FF) at either end. */
struct span span_trim(struct span s);
/* Takes the next piece up to `byte` (dropped) off the front; false when nothing was left. */
bool span_split(struct span *rest, unsigned char byte, struct span *piece_out);
/* One line without its CRLF or LF; false when nothing was left. */
bool span_line(struct span *rest, struct span *line_out);
/* Decimal digits only, no sign; false when empty, other bytes, or above max. */
bool span_number(struct span s, uint64_t max, uint64_t *number_out);

struct span_cursor span_walk(struct span s);
size_t span_left(const struct span_cursor *c);
bool span_take(struct span_cursor *c, size_t n, struct span *out);
bool span_skip(struct span_cursor *c, size_t n);
bool span_u8(struct span_cursor *c, uint8_t *out);
bool span_le16(struct span_cursor *c, uint16_t *out);
bool span_le32(struct span_cursor *c, uint32_t *out);
bool span_le64(struct span_cursor *c, uint64_t *out);
bool span_be32(struct span_cursor *c, uint32_t *out);
bool span_be64(struct span_cursor *c, uint64_t *out);

/* ASCII only. */
static inline bool
span_is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

static inline bool
span_is_upper(unsigned char c)
{
	return c >= 'A' && c <= 'Z';
}

static inline bool
span_is_lower(unsigned char c)
{
	return c >= 'a' && c <= 'z';
}

#endif
