/* SPDX-License-Identifier: ISC
 * route: a pattern (first line) against a text (the rest), in all three ways. */
#include "daemon/route_pattern.h"
#include "parsers/text.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
match(struct arena *a, enum route_how how, struct span pattern, struct span text)
{
	struct route_pattern p = { .how = how, .text = pattern };
	struct part part = { .name = text, .type = text };
	struct record r = { .subject = text, .text = text, .parts = { &part, 1, 1 } };
	struct classify_result class = { .class = CLASSIFY_QUERY };
	struct route_condition conditions[] = {
		{ .what = ROUTE_SUBJECT, .patterns = &p, .patterns_count = 1 },
		{ .what = ROUTE_BODY, .patterns = &p, .patterns_count = 1 },
		{ .what = ROUTE_ATTACHMENT_NAME, .patterns = &p, .patterns_count = 1, .negated = true },
	};
	struct route_rule rules[] = { { .conditions = conditions, .conditions_count = 3 }, { .conditions = NULL } };
	struct route_set set = { rules, 1 };
	struct route_message m = { .record = &r, .class = &class };
	struct route_result result;
	struct span error;

	if (!route_pattern_compile(a, &p, &error))
		return;
	route_match(&set, &m, a, &result);
	if (result.why_count != 1)
		abort();
	route_pattern_free(&p);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(0);
	struct span text = span_of(data, size), pattern = SPAN_NONE;

	/* Patterns are the admin's: UTF-8, and of a length that people write. */
	if (span_line(&text, &pattern) && pattern.len > 0 && pattern.len <= 60 && text_is_utf8(pattern)) {
		match(a, ROUTE_GLOB, pattern, text);
		match(a, ROUTE_SUBSTRING, pattern, text);
		match(a, ROUTE_REGEX, pattern, text);
	}
	arena_free(a);
	return 0;
}
