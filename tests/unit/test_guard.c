/* SPDX-License-Identifier: ISC
 * guard: what may pass to libetpan, fed whole and byte by byte. */
#include "daemon/guard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <string.h>

struct row {
	const char *name;
	const char *in;
	bool bodies;
	enum guard_verdict want;
};

#define TEN(s) s s s s s s s s s s
#define OPEN300 TEN(TEN("((("))

static const struct row table[] = {
	{ "ordinary answers", "* 3 EXISTS\r\n* FLAGS (\\Seen)\r\n1 OK done\r\n", false, GUARD_FINE },
	{ "many lines of parentheses", TEN(TEN("* 1 FETCH (UID 1 FLAGS ())\r\n")), false, GUARD_FINE },
	{ "nesting", "* 1 FETCH (BODYSTRUCTURE " OPEN300, false, GUARD_NESTED },
	{ "closing between does not help", TEN(TEN("(\")\"(\")\"()")), false, GUARD_NESTED },
	{ "nesting across literals", TEN("((((((((((((((((((((((((((( {0}\r\n"), false, GUARD_NESTED },
	{ "nesting in a literal nobody asked for", "* OK {300}\r\n" OPEN300, false, GUARD_NESTED },
	{ "the same while a body is awaited", "* OK {300}\r\n" OPEN300, true, GUARD_NESTED },
	{ "a body full of parentheses", "* 1 FETCH (UID 1 BODY[] {300}\r\n" OPEN300 ")\r\n1 OK\r\n", true, GUARD_FINE },
	{ "nesting after the body", "* 1 FETCH (UID 1 BODY[] {3}\r\nabc " OPEN300, true, GUARD_NESTED },
	{ "a body with a bye in it", "* 1 FETCH (BODY[] {9}\r\n\r\n* BYE\r\n)\r\n", true, GUARD_FINE },
	{ "a literal over the limit", "* 1 FETCH (BODY[] {1001}\r\n", true, GUARD_LITERAL },
	{ "a literal at the limit", "* 1 FETCH (BODY[] {1000}\r\n", true, GUARD_FINE },
	{ "a number that does not fit", "* 1 FETCH (BODY[] {99999999999999999999999999}\r\n", true, GUARD_LITERAL },
	{ "a negative number is no literal", "* 1 FETCH (BODY[] {-1}\r\nx\r\n", true, GUARD_FINE },
	{ "bye", "* OK hello\r\n* BYE idle for too long\r\n", false, GUARD_BYE },
	{ "bye, small and spaced", " *\t bye\n", false, GUARD_BYE },
	{ "bye after a tagged answer", "1 OK\r\n* BYE\r\n", true, GUARD_BYE },
	{ "not a bye", "* OK BYE\r\n", false, GUARD_FINE },
};

static void
answers_are_judged(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct guard whole = { 0 }, slow = { 0 };
		struct span in = span_str(table[i].in);

		guard_command(&whole, table[i].bodies, 1000);
		guard_command(&slow, table[i].bodies, 1000);
		for (size_t at = 0; at < in.len; at++)
			guard_feed(&slow, span_slice(in, at, at + 1));
		if (guard_feed(&whole, in) != table[i].want || slow.verdict != table[i].want)
			fail_msg("%s: %d, byte by byte %d", table[i].name, (int)whole.verdict, (int)slow.verdict);
	}
}

static void
last_words_are_kept(void **state)
{
	struct guard g = { 0 };

	(void)state;
	guard_feed(&g, SPAN_LIT("* 1 EXISTS\r\n* BYE shutting down\r\n* OK"));
	assert_true(span_eq(guard_head(&g), SPAN_LIT("* BYE shutting down\r")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_are_judged),
		cmocka_unit_test(last_words_are_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
