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
		p->lowered = text_lower(a, p->text);
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
match_regex(const struct route_pattern *p, struct span text)
{
	pcre2_match_context *limits = pcre2_match_context_create(NULL);
	pcre2_match_data *data = pcre2_match_data_create(1, NULL);
	enum route_pattern_result result = ROUTE_PATTERN_LIMIT;
	int found;

	if (limits != NULL && data != NULL && p->compiled != NULL) {
		(void)pcre2_set_match_limit(limits, ROUTE_PATTERN_STEPS);
		(void)pcre2_set_depth_limit(limits, ROUTE_PATTERN_DEPTH);
		(void)pcre2_set_heap_limit(limits, ROUTE_PATTERN_HEAP_KB);
		found = pcre2_match(p->compiled, text.len > 0 ? text.at : (PCRE2_SPTR) "", text.len, 0, 0, data, limits);
		if (found >= 0)
			result = ROUTE_PATTERN_YES;
		else if (found == PCRE2_ERROR_NOMATCH)
			result = ROUTE_PATTERN_NO;
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
	struct span pattern = p->lowered.len > 0 ? p->lowered : text_lower(a, p->text);

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
