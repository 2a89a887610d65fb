/* SPDX-License-Identifier: ISC */
#include "parsers/alike.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct { const char *domain, *known; bool alike; } domains[] = {
	{ "council.gov.uk", "gov.uk", false }, { "gov.uk", "gov.uk", false }, { "COUNCIL.GOV.UK", "gov.uk", false }, { "council.g0v.uk", "gov.uk", true }, { "council.gov.uk.example", "gov.uk", true },
	{ "council-gov.uk", "gov.uk", true }, { "council.gov-uk.example", "gov.uk", true }, { "council.gou.uk", "gov.uk", true }, { "council.govv.uk", "gov.uk", true }, { "council.ogv.uk", "gov.uk", true },
	{ "school.sch.uk", "gov.uk", false }, { "charity.org.uk", "gov.uk", false }, { "shop.co.uk", "gov.uk", false }, { "nhs.uk", "nhs.net", false }, { "trust.nhs.uk", "nhs.uk", false }, { "nhs.net.example", "nhs.net", true },
	{ "scp.example", "scp.example", false }, { "mail.scp.example", "scp.example", false }, { "example", "scp.example", false }, { "s\xD1\x81p.example", "scp.example", true }, { "xn--sp-omc.example", "scp.example", true },
	{ "exarnple.test", "example.test", true }, { "exampletovvn.test", "exampletown.test", true }, { "exampletown1.test", "exampletown.test", true }, { "elsewhere.test", "exampletown.test", false },
	{ "ex\xC3\xA4mpletown.test", "exampletown.test", true }, { "xn--exmpletown-r5a.test", "exampletown.test", true }, { "xn--", "exampletown.test", false }, { "xn--99999999999.test", "exampletown.test", false }, { "", "exampletown.test", false },
	{ "a.test", "b.te", false },
};

static const struct { const char *one, *other; bool alike; } names[] = {
	{ "Jane Doe", "Jane Doe", true }, { "JANE DOE", "Jane Doe", true }, { "Jane  D\xC3\xB6\x65", "Jane Doe", true }, { "J\xD0\xB0ne Doe", "Jane Doe", true }, { "Jane D0e", "Jane Doe", true }, { "Jane Dae", "Jane Doe", false }, { "", "", false },
};

static void
domains_are_compared(void **state)
{
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(domains) / sizeof(domains[0]); i++) {
		struct arena *a = arena_new(0);

		if (alike_domain(a, span_str(domains[i].domain), span_str(domains[i].known)) != domains[i].alike) {
			print_error("%s, %s: want %d\n", domains[i].domain, domains[i].known, domains[i].alike);
			wrong++;
		}
		arena_free(a);
	}
	assert_int_equal(wrong, 0);
}

static void
names_are_compared(void **state)
{
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct arena *a = arena_new(0);

		if (alike_name(a, span_str(names[i].one), span_str(names[i].other)) != names[i].alike) {
			print_error("%s, %s: want %d\n", names[i].one, names[i].other, names[i].alike);
			wrong++;
		}
		arena_free(a);
	}
	assert_int_equal(wrong, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(domains_are_compared), cmocka_unit_test(names_are_compared) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
