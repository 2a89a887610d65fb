/* SPDX-License-Identifier: ISC
 *
 * route_pattern: one pattern of a rule against one text.  PCRE2's only home.
 *
 * Globs and substrings run in time proportional to text times pattern.  A regular
 * expression is tried on pieces of at most 4 KB, cut at a blank, and runs under limits of
 * steps, depth and memory, so none hangs on a hostile text.  Case never counts.  Pure.
 */
#ifndef DAEMON_ROUTE_PATTERN_H
#define DAEMON_ROUTE_PATTERN_H

#include "daemon/route.h"

enum route_pattern_result { ROUTE_PATTERN_NO, ROUTE_PATTERN_YES, ROUTE_PATTERN_LIMIT };

enum {
	ROUTE_PATTERN_PIECE = 4096,
	ROUTE_PATTERN_BUDGET = 4000000,	/* steps for one piece; PCRE2 counts them anew at each place a match may begin */
	ROUTE_PATTERN_STEPS = 200000,	/* ... of which at most so many at one place */
	ROUTE_PATTERN_DEPTH = 20000,
	ROUTE_PATTERN_HEAP_KB = 16384
};

/* `text` is squeezed, `lowered` is text_lower() of it.  A glob must match all of it. */
enum route_pattern_result route_pattern_match(struct arena *a, const struct route_pattern *p, struct span text, struct span lowered);
/* `*` stands for any characters, `?` for one; both arguments lowered. */
bool route_pattern_glob(struct span pattern, struct span text);
void route_pattern_free(struct route_pattern *p);

#endif
