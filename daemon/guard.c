/* SPDX-License-Identifier: ISC */
#include "daemon/guard.h"

/* tail: how far the end of a line looks like {123} CR LF (RFC 3501 section 4.3). */
enum { TAIL_NONE, TAIL_OPEN, TAIL_DIGITS, TAIL_CLOSED, TAIL_CR };

void
guard_command(struct guard *g, bool bodies, uint64_t literal_limit)
{
	g->bodies = bodies;
	g->literal_limit = literal_limit;
}

struct span
guard_head(const struct guard *g)
{
	return span_of(g->head, g->head_len);
}

static void
take_blanks(struct span *s)
{
	while (s->len > 0 && (s->at[0] == ' ' || s->at[0] == '\t'))
		*s = span_slice(*s, 1, s->len);
}

/* The answer after its "*"; false when it is tagged or a continuation. */
static bool
untagged(const struct guard *g, struct span *rest_out)
{
	struct span s = guard_head(g);

	take_blanks(&s);
	if (s.len == 0 || s.at[0] != '*')
		return false;
	s = span_slice(s, 1, s.len);
	take_blanks(&s);
	*rest_out = s;
	return true;
}

static bool
is_bye(const struct guard *g)
{
	struct span s;

	return untagged(g, &s) && span_starts_nocase(s, SPAN_LIT("BYE"));
}

static bool
is_fetch(const struct guard *g)
{
	struct span s;

	if (!untagged(g, &s) || s.len == 0 || s.at[0] < '0' || s.at[0] > '9')
		return false;
	while (s.len > 0 && s.at[0] >= '0' && s.at[0] <= '9')
		s = span_slice(s, 1, s.len);
	take_blanks(&s);
	return span_starts_nocase(s, SPAN_LIT("FETCH"));
}

static void
follow_tail(struct guard *g, unsigned char c)
{
	if (c == '{') {
		g->tail = TAIL_OPEN;
		g->number = 0;
	} else if (c >= '0' && c <= '9' && (g->tail == TAIL_OPEN || g->tail == TAIL_DIGITS)) {
		g->tail = TAIL_DIGITS;
		/* Saturates: what does not fit is over any limit. */
		g->number = g->number > UINT64_MAX / 10 - 1 ? UINT64_MAX : g->number * 10 + (c - '0');
	} else if (c == '}' && g->tail == TAIL_DIGITS) {
		g->tail = TAIL_CLOSED;
	} else if (c == '\r' && g->tail == TAIL_CLOSED) {
		g->tail = TAIL_CR;
	} else {
		g->tail = TAIL_NONE;
	}
}

/* At LF: either a literal follows and the answer goes on, or a new answer starts. */
static void
end_line(struct guard *g)
{
	bool literal = g->tail == TAIL_CLOSED || g->tail == TAIL_CR;

	g->tail = TAIL_NONE;
	if (is_bye(g)) {
		g->verdict = GUARD_BYE;
	} else if (!literal) {
		g->parentheses = 0;
		g->head_len = 0;
	} else if (g->number > g->literal_limit) {
		g->verdict = GUARD_LITERAL;
	} else if (g->bodies && is_fetch(g)) {
		g->literal_left = g->number;
	}
}

static void
take_byte(struct guard *g, unsigned char c)
{
	if (c == '\n') {
		end_line(g);
		return;
	}
	if (g->head_len < sizeof(g->head))
		g->head[g->head_len++] = c;
	follow_tail(g, c);
	if (c == '(' && ++g->parentheses > GUARD_PARENTHESES)
		g->verdict = GUARD_NESTED;
}

enum guard_verdict
guard_feed(struct guard *g, struct span bytes)
{
	while (bytes.len > 0 && g->verdict == GUARD_FINE) {
		if (g->literal_left > 0) {
			size_t n = bytes.len < g->literal_left ? bytes.len : (size_t)g->literal_left;

			g->literal_left -= n;
			bytes = span_slice(bytes, n, bytes.len);
			continue;
		}
		take_byte(g, bytes.at[0]);
		bytes = span_slice(bytes, 1, bytes.len);
	}
	return g->verdict;
}
