/* SPDX-License-Identifier: ISC */
#include "parsers/authres.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* "id: method=result type.name=value ...; ..." */
static struct span
print(struct arena *a, const struct authres *f)
{
	struct arena_text t = arena_text(a);

	arena_put_format(&t, "%.*s:", SPAN_PF(f->id));
	for (size_t i = 0; i < f->results_count; i++) {
		const struct authres_result *r = &f->results[i];

		arena_put_format(&t, "%s %.*s=%.*s", i > 0 ? ";" : "", SPAN_PF(r->method), SPAN_PF(r->result));
		for (size_t j = 0; j < r->properties_count; j++)
			arena_put_format(&t, " %.*s.%.*s=%.*s", SPAN_PF(r->properties[j].type), SPAN_PF(r->properties[j].name), SPAN_PF(r->properties[j].value));
	}
	return arena_text_span(&t);
}

static const struct { const char *name, *value, *want; } cases[] = {
	{ "plain", "mx.scp.example; dmarc=pass header.from=council.example", "mx.scp.example: dmarc=pass header.from=council.example" },
	{ "nothing was checked", "mx.scp.example; none", "mx.scp.example:" },
	{ "a version, of field and method", "mx.scp.example 1; spf/1=pass smtp.mailfrom=a@b.example", "mx.scp.example: spf=pass smtp.mailfrom=a@b.example" },
	{ "several methods, folded", "mx.scp.example;\r\n\tdkim=pass header.d=council.example header.s=k1;\r\n\tspf=softfail smtp.mailfrom=x@y.example;\r\n\tdmarc=fail (p=none) header.from=council.example",
	    "mx.scp.example: dkim=pass header.d=council.example header.s=k1; spf=softfail smtp.mailfrom=x@y.example; dmarc=fail header.from=council.example" },
	{ "comments anywhere", "(a) mx.scp.example (b(c)) 1 (d); (e) dmarc (f) = (g) pass (h) header . from = no (i)", "mx.scp.example: dmarc=pass" },
	{ "a result in a comment is none", "mx.scp.example; spf=fail (sender says; dmarc=pass header.from=council.example) smtp.mailfrom=evil.example", "mx.scp.example: spf=fail smtp.mailfrom=evil.example" },
	{ "a comment that is not closed", "mx.scp.example; spf=fail (; dmarc=pass", "mx.scp.example: spf=fail" },
	{ "a result in a quoted string is none", "mx.scp.example; spf=pass smtp.mailfrom=\"; dmarc=pass header.from=council.example\"@evil.example; dmarc=fail", "mx.scp.example: spf=pass smtp.mailfrom=; dmarc=pass header.from=council.example@evil.example; dmarc=fail" },
	{ "a quoted quote", "mx.scp.example; spf=pass smtp.mailfrom=\"a\\\"; dmarc=pass\"@evil.example", "mx.scp.example: spf=pass smtp.mailfrom=a\"; dmarc=pass@evil.example" },
	{ "a reason", "mx.scp.example; dkim=fail reason=\"bad; dmarc=pass\" header.d=council.example", "mx.scp.example: dkim=fail header.d=council.example" },
	{ "VERP in a value", "mx.scp.example; spf=pass smtp.mailfrom=bounce+scp=scp.example@list.example; dmarc=none", "mx.scp.example: spf=pass smtp.mailfrom=bounce+scp=scp.example@list.example; dmarc=none" },
	{ "a quoted name", "\"mx.scp.example\"; spf=none", "mx.scp.example: spf=none" },
	{ "Exchange Online gives no name", "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=council.example; dkim=pass (signature was verified) header.d=council.example;dmarc=pass action=none header.from=council.example;compauth=pass reason=100",
	    ": spf=pass smtp.mailfrom=council.example; dkim=pass header.d=council.example; dmarc=pass header.from=council.example; compauth=pass" },
	{ "an encoded word is no result", "mx.scp.example; spf=pass smtp.mailfrom==?utf-8?Q?;_dmarc=3Dpass?=@evil.example", "mx.scp.example: spf=pass smtp.mailfrom==?utf-8?Q?; _dmarc=3Dpass?" },
	{ "noise ends it", "mx.scp.example; spf=pass; ==; dmarc=pass", "mx.scp.example: spf=pass" },
	{ "an id and no more", "mx.scp.example", "mx.scp.example:" },
	{ "nothing", "", ":" },
};

static void
fields_are_taken_apart(void **state)
{
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(0);
		struct authres f;
		struct span got;

		authres_read(a, span_str(cases[i].value), &f);
		got = print(a, &f);
		if (!span_eq_str(got, cases[i].want)) {
			print_error("%s:\n got  \"%.*s\"\n want \"%s\"\n", cases[i].name, SPAN_PF(got), cases[i].want);
			wrong++;
		}
		arena_free(a);
	}
	assert_int_equal(wrong, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(fields_are_taken_apart) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
