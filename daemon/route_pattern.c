/* SPDX-License-Identifier: ISC */
#include "daemon/route_pattern.h"
#include "parsers/text.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

bool
route_pattern_compile(struct arena *a, struct route_pattern *p, struct span *error_out)
{
	/* \C could stop inside a character. */
	uint32_t options = PCRE2_UTF | PCRE2_CASELESS | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C;
	unsigned char words[200] = "";
	PCRE2_SIZE at;
	int error;

	*error_out = SPAN_NONE;
	if (p->how != ROUTE_REGEX) {
		p->lowered = text_lower(a, text_squeeze(a, p->text));
		return true;
	}
	p->compiled = pcre2_compile(p->text.at, p->text.len, options, &error, &at, NULL);
	if (p->compiled != NULL)
		return true;
	(void)pcre2_get_error_message(error, words, sizeof(words));
	*error_out = arena_printf(a, "%s, at character %zu", (const char *)words, (size_t)at + 1);
	return false;
}

void
route_pattern_free(struct route_pattern *p)
{
	pcre2_code_free(p->compiled);
	p->compiled = NULL;
}

static enum route_pattern_result
match_piece(const struct route_pattern *p, struct span piece, uint32_t options, pcre2_match_context *limits, pcre2_match_data *data)
{
	uint32_t steps = (uint32_t)(ROUTE_PATTERN_BUDGET / (piece.len + 1));
	int found;

	(void)pcre2_set_match_limit(limits, steps < ROUTE_PATTERN_STEPS ? steps : ROUTE_PATTERN_STEPS);
	found = pcre2_match(p->compiled, piece.len > 0 ? piece.at : (PCRE2_SPTR) "", piece.len, 0, options, data, limits);
	return found >= 0 ? ROUTE_PATTERN_YES : found == PCRE2_ERROR_NOMATCH ? ROUTE_PATTERN_NO : ROUTE_PATTERN_LIMIT;
}

/* How much of the text is looked at together: up to a blank where there is one. */
static size_t
piece_length(struct span text)
{
	size_t n = ROUTE_PATTERN_PIECE;

	if (text.len <= n)
		return text.len;
	while (n > ROUTE_PATTERN_PIECE / 2 && text.at[n] != ' ' && text.at[n] != '\n')
		n--;
	return n > ROUTE_PATTERN_PIECE / 2 ? n : ROUTE_PATTERN_PIECE;
}

static enum route_pattern_result
match_regex(const struct route_pattern *p, struct span text)
{
	pcre2_match_context *limits = pcre2_match_context_create(NULL);
	pcre2_match_data *data = pcre2_match_data_create(1, NULL);
	enum route_pattern_result result = ROUTE_PATTERN_LIMIT, one;
	uint32_t options = 0;

	if (limits != NULL && data != NULL && p->compiled != NULL) {
		(void)pcre2_set_depth_limit(limits, ROUTE_PATTERN_DEPTH);
		(void)pcre2_set_heap_limit(limits, ROUTE_PATTERN_HEAP_KB);
		result = ROUTE_PATTERN_NO;
		do {
			size_t n = piece_length(text);

			one = match_piece(p, span_slice(text, 0, n), options | (n < text.len ? PCRE2_NOTEOL : 0), limits, data);
			if (one != ROUTE_PATTERN_NO)
				result = one;
			text = span_slice(text, n, text.len);
			options = PCRE2_NOTBOL;
		} while (text.len > 0 && result != ROUTE_PATTERN_YES);
	}
	pcre2_match_data_free(data);
	pcre2_match_context_free(limits);
	return result;
}

/* The length of the character at s[at]. */
static size_t
character(struct span s, size_t at)
{
	size_t n = 1;

	while (at + n < s.len && (s.at[at + n] & 0xC0) == 0x80)
		n++;
	return n;
}

/* Greedy with one way back: when what follows the last star fails, that star takes one
 * character more.  An earlier star never needs another look. */
bool
route_pattern_glob(struct span pattern, struct span text)
{
	size_t p = 0, t = 0, star = SIZE_MAX, from = 0;

	while (t < text.len) {
		if (p < pattern.len && pattern.at[p] == '*') {
			star = p++;
			from = t;
		} else if (p < pattern.len && pattern.at[p] == '?') {
			p++;
			t += character(text, t);
		} else if (p < pattern.len && pattern.at[p] == text.at[t]) {
			p++;
			t++;
		} else if (star != SIZE_MAX) {
			p = star + 1;
			from += character(text, from);
			t = from;
		} else {
			return false;
		}
	}
	while (p < pattern.len && pattern.at[p] == '*')
		p++;
	return p == pattern.len;
}

enum route_pattern_result
route_pattern_match(struct arena *a, const struct route_pattern *p, struct span text, struct span lowered)
{
	struct span pattern = p->lowered.len > 0 ? p->lowered : text_lower(a, text_squeeze(a, p->text));

	switch (p->how) {
	case ROUTE_GLOB:
		return route_pattern_glob(pattern, lowered) ? ROUTE_PATTERN_YES : ROUTE_PATTERN_NO;
	case ROUTE_SUBSTRING:
		return pattern.len == 0 || span_find(lowered, pattern) < lowered.len ? ROUTE_PATTERN_YES : ROUTE_PATTERN_NO;
	case ROUTE_REGEX:
		return match_regex(p, text);
	}
	return ROUTE_PATTERN_NO;
}
