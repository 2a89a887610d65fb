/* SPDX-License-Identifier: ISC
 * diary: what each entry says, escaped and folded as RFC 5545 asks. */
#include "daemon/diary.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static struct span
unfolded(struct arena *a, struct span ics)
{
	struct arena_text t = arena_text(a);

	for (size_t i = 0; i < ics.len; i++)
		if (span_starts(span_slice(ics, i, ics.len), SPAN_LIT("\r\n ")))
			i += 2;
		else
			arena_put_byte(&t, ics.at[i]);
	return arena_text_span(&t);
}

static void
assert_line(struct span s, const char *line, bool wanted)
{
	struct span rest = s, l;
	bool found = false;

	while (span_line(&rest, &l))
		found = found || span_eq_str(l, line);
	if (found != wanted)
		fail_msg("%s \"%s\" in:\n%.*s", wanted ? "no line" : "a line", line, SPAN_PF(s));
}

static void
entries_say_what_they_must(void **state)
{
	static const struct {
		struct diary_entry entry;
		const char *want[6];
		const char *never;
	} cases[] = {
		{ { SPAN_LIT_INIT("SCP-2026-0042"), SPAN_LIT_INIT("rapid-review"), SPAN_LIT_INIT("Rapid Review"), SPAN_LIT_INIT("day 15"), { 2026, 12, 31 }, 0, false },
		    { "UID:SCP-2026-0042/rapid-review@scp.example", "SEQUENCE:0", "DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101", "STATUS:CONFIRMED",
		    "SUMMARY:Rapid Review [SCP-2026-0042]" }, "STATUS:CANCELLED" },
		{ { SPAN_LIT_INIT("SCP-2026-0042"), SPAN_LIT_INIT("triage"), SPAN_LIT_INIT("A\nB; C, D\\E"), SPAN_NONE, { 2028, 2, 28 }, 7, true },
		    { "UID:SCP-2026-0042/triage@scp.example", "SEQUENCE:7", "DTEND;VALUE=DATE:20280229", "STATUS:CANCELLED", "SUMMARY:A\\nB\\; C\\, D\\\\E [SCP-2026-0042]",
		    "DTSTAMP:20261120T090500Z" }, "DESCRIPTION:" },
		{ { SPAN_LIT_INIT("SCP-2026-0042"), SPAN_LIT_INIT("x"), SPAN_LIT_INIT("Zo\xC3\xAB END:VEVENT"), SPAN_LIT_INIT("a\r\nATTENDEE:mailto:x@y.example"), { 2026, 11, 23 }, 1, false },
		    { "METHOD:PUBLISH", "VERSION:2.0", "TRANSP:TRANSPARENT", "ORGANIZER;CN=Case reviews:mailto:referrals@scp.example", "SUMMARY:Zo\xC3\xAB END:VEVENT [SCP-2026-0042]",
		    "END:VCALENDAR" }, "ATTENDEE:mailto:x@y.example" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(0);
		struct diary d = { .sender = SPAN_LIT("referrals@scp.example"), .sender_name = SPAN_LIT("Case reviews"), .now = 1795165500 };
		struct span ics, rest, line;

		diary_add(a, &d, &cases[i].entry);
		rest = ics = diary_write(a, &d);

		for (size_t n = 0; n < 6; n++)
			assert_line(unfolded(a, ics), cases[i].want[n], true);
		assert_line(unfolded(a, ics), cases[i].never, false);
		while (span_line(&rest, &line))
			assert_true(line.len <= 75);
		assert_true(span_eq(ics, diary_write(a, &d)));
		arena_free(a);
	}
}

static void
no_entries_no_object(void **state)
{
	struct arena *a = arena_new(0);
	struct diary d = { .sender = SPAN_LIT("referrals@scp.example") };

	(void)state;
	assert_int_equal(diary_write(a, &d).len, 0);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(entries_say_what_they_must), cmocka_unit_test(no_entries_no_object) };

	return cmocka_run_group_tests_name("diary", tests, NULL, NULL);
}
