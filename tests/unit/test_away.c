/* SPDX-License-Identifier: ISC */
#include "parsers/away.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* Written on Monday 23 November 2026. */
static const struct { const char *text, *want; } cases[] = {
	{ "I am out of the office until 1 December 2026. In urgent matters ring 01632 960001.", "2026-12-01" },
	{ "I am out of the office until 1st December.", "2026-12-01" },
	{ "I am away and will be back on Tuesday 1 December with no access to e-mail.", "2026-12-01" },
	{ "Thank you for your mail.\r\n\r\nI am on annual leave, returning on Monday.\r\n", "2026-11-30" },
	{ "I will return to the office on 4/1/2027.", "2027-01-04" },
	{ "AUTO: Pat Writer is out of the office (returning 05/01/2027)", "2027-01-05" },
	{ "Ich bin bis zum 04.12.2026 nicht im B\xC3\xBCro.", "2026-12-04" },
	{ "I am out of the office from 20 November 2026 until 27 November 2026", "2026-11-27" },
	{ "I will be back on 5 January", "2027-01-05" },
	{ "I am away until further notice.", "" },
	{ "I was away until 2 November 2026.", "" },
	{ "Ring me before 1 December 2026.", "" },
	{ "", "" },
};

static void
the_day_is_found(void **state)
{
	const struct civil_date today = { 2026, 11, 23 };
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(0);
		struct span got = civil_print(a, away_until(a, span_str(cases[i].text), today));

		if (!span_eq_str(got, cases[i].want)) {
			print_error("%s: got \"%.*s\", want \"%s\"\n", cases[i].text, SPAN_PF(got), cases[i].want);
			wrong++;
		}
		arena_free(a);
	}
	assert_int_equal(wrong, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(the_day_is_found) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
