/* SPDX-License-Identifier: ISC
 *
 * clock_days: an arena, the plain calendar, and days written as text, for the tests of clocks.
 */
#ifndef TESTS_UNIT_CLOCK_DAYS_H
#define TESTS_UNIT_CLOCK_DAYS_H

#include "daemon/deadline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static struct arena *arena;
static struct calendar plain;
static const struct calendar_days none = { NULL, 0 };

/* "" is no date. */
static struct civil_date
date(const char *s)
{
	struct civil_date d = CIVIL_NONE;

	if (s[0] != '\0')
		assert_true(civil_parse(span_str(s), &d));
	return d;
}

static void
assert_date(struct civil_date got, const char *want)
{
	struct span s = civil_print(arena, got);

	if (!span_eq_str(s, want))
		fail_msg("got %.*s, want %s", SPAN_PF(s), want);
}

static int
set_up(void **state)
{
	(void)state;
	arena = arena_new(0);
	calendar_build(arena, none, none, none, &plain);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

#endif
