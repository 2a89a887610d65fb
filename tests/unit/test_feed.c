/* SPDX-License-Identifier: ISC
 * feed: GOV.UK's two forms of the bank holidays, and files that are neither. */
#include "config/feed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define EVENT(title, date) "{\"title\":\"" title "\",\"date\":\"" date "\",\"notes\":\"\",\"bunting\":true}"
#define DIVISION "\"england-and-wales\":{\"division\":\"england-and-wales\",\"events\":["
#define VEVENT(date, next, summary) "BEGIN:VEVENT\r\nDTEND;VALUE=DATE:" next "\r\nDTSTART;VALUE=DATE:" date "\r\nSUMMARY:" summary "\r\nUID:x-" date "@gov.uk\r\nSEQUENCE:0\r\nDTSTAMP:20250908T000000Z\r\nEND:VEVENT\r\n"
#define ICS "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:PUBLISH\r\nPRODID:-//uk.gov/GOVUK calendars//EN\r\nCALSCALE:GREGORIAN\r\n"

static const struct {
	const char *name, *text;
	enum feed_result want;
	size_t count;
} cases[] = {
	{ "json", "{" DIVISION EVENT("New Year", "2026-01-01") "," EVENT("Good Friday", "2026-04-03") "]},\"scotland\":{\"division\":\"scotland\",\"events\":[" EVENT("World Cup", "2026-06-15") "]}}", FEED_READ, 2 },
	{ "json of another division", "{\"scotland\":{\"division\":\"scotland\",\"events\":[]}}", FEED_NO_DIVISION, 0 },
	{ "json without events", "{" DIVISION "]}}", FEED_EMPTY, 0 },
	{ "json cut off", "{" DIVISION EVENT("New Year", "2026-01-01"), FEED_DAMAGED, 0 },
	{ "json with a key twice", "{" DIVISION "]}," DIVISION "]}}", FEED_DAMAGED, 0 },
	{ "json with a bad date", "{" DIVISION EVENT("New Year", "2026-13-01") "]}}", FEED_DAMAGED, 0 },
	{ "json with a date in words", "{" DIVISION "{\"title\":\"x\",\"date\":20260101}]}}", FEED_DAMAGED, 0 },
	{ "json of another form", "{\"england-and-wales\":[]}", FEED_DAMAGED, 0 },
	{ "ics", ICS VEVENT("20260101", "20260102", "New Year\xE2\x80\x99s Day") VEVENT("20260403", "20260404", "Good Friday") "END:VCALENDAR\r\n", FEED_READ, 2 },
	{ "ics cut off", ICS VEVENT("20260101", "20260102", "New Year") "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:2026", FEED_DAMAGED, 0 },
	{ "ics with a bad date", ICS VEVENT("20261301", "20261302", "x") "END:VCALENDAR\r\n", FEED_DAMAGED, 0 },
	{ "ics without events", ICS "END:VCALENDAR\r\n", FEED_EMPTY, 0 },
	{ "a web page", "<!DOCTYPE html><html></html>", FEED_NOT_A_FEED, 0 },
	{ "nothing", "", FEED_NOT_A_FEED, 0 },
};

static void
feeds(void **state)
{
	struct arena *a = arena_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct calendar_days days;
		enum feed_result got = feed_read(a, span_str(cases[i].text), SPAN_LIT("england-and-wales"), &days);

		if (got != cases[i].want || days.count != cases[i].count)
			fail_msg("%s: got %d with %zu days", cases[i].name, (int)got, days.count);
		if (got == FEED_READ) {
			assert_int_equal(civil_compare(days.items[0].date, (struct civil_date){ 2026, 1, 1 }), 0);
			assert_true(span_starts(days.items[0].name, SPAN_LIT("New Year")));
		}
	}
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(feeds) };

	return cmocka_run_group_tests_name("feed", tests, NULL, NULL);
}
