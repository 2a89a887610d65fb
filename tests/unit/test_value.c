/* SPDX-License-Identifier: ISC */
#include "parsers/value.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct value_word ynu[] = {
	{ SPAN_LIT("don t know"), SPAN_LIT("unknown") }, { SPAN_LIT("not known"), SPAN_LIT("unknown") }, { SPAN_LIT("no longer"), SPAN_LIT("no") },
	{ SPAN_LIT("unknown"), SPAN_LIT("unknown") }, { SPAN_LIT("n k"), SPAN_LIT("unknown") }, { SPAN_LIT("nk"), SPAN_LIT("unknown") },
	{ SPAN_LIT("not applicable"), SPAN_LIT("unknown") }, { SPAN_LIT("n a"), SPAN_LIT("unknown") },
	{ SPAN_LIT("yes"), SPAN_LIT("yes") }, { SPAN_LIT("no"), SPAN_LIT("no") }, { SPAN_LIT("y"), SPAN_LIT("yes") }, { SPAN_LIT("n"), SPAN_LIT("no") },
};
static const struct value_word sex[] = {
	{ SPAN_LIT("female"), SPAN_LIT("female") }, { SPAN_LIT("male"), SPAN_LIT("male") }, { SPAN_LIT("girl"), SPAN_LIT("female") },
	{ SPAN_LIT("f"), SPAN_LIT("female") }, { SPAN_LIT("m"), SPAN_LIT("male") },
};
static const struct value_word type[] = {
	{ SPAN_LIT("local child safeguarding practice review"), SPAN_LIT("lcspr") }, { SPAN_LIT("practice learning review"), SPAN_LIT("plr") },
	{ SPAN_LIT("lcspr"), SPAN_LIT("lcspr") }, { SPAN_LIT("both"), SPAN_LIT("both") }, { SPAN_LIT("plr"), SPAN_LIT("plr") },
};
static const struct value_word kind[] = {
	{ SPAN_LIT("seriously harmed"), SPAN_LIT("serious-harm") }, { SPAN_LIT("death"), SPAN_LIT("death") }, { SPAN_LIT("died"), SPAN_LIT("death") },
};

struct row {
	const char *key, *raw, *want;	/* NULL: unanswered; "!": invalid */
	enum field_qualifier qualifier;
};

static struct value_context
context_for(const char *key)
{
	struct value_context c = { 0 };
	const struct field_key *k = field_key_find(span_str(key));

	if (k->type == FIELD_YNU)
		c = (struct value_context){ .words = ynu, .words_count = sizeof(ynu) / sizeof(ynu[0]) };
	else if (strstr(key, ".sex") != NULL)
		c = (struct value_context){ .words = sex, .words_count = sizeof(sex) / sizeof(sex[0]) };
	else if (strcmp(key, "referral.type") == 0)
		c = (struct value_context){ .words = type, .words_count = sizeof(type) / sizeof(type[0]) };
	else if (strcmp(key, "incident.kind") == 0)
		c = (struct value_context){ .words = kind, .words_count = sizeof(kind) / sizeof(kind[0]) };
	return c;
}

static void
check(const struct row *rows, size_t count)
{
	size_t bad = 0;

	for (size_t i = 0; i < count; i++) {
		struct arena *a = arena_new(0);
		struct value_context c = context_for(rows[i].key);
		struct field f = { 0 };
		const char *got;

		value_read(field_key_find(span_str(rows[i].key)), span_str(rows[i].raw), &c, a, &f);
		got = f.first.state == FIELD_ANSWERED ? arena_cstr(a, f.first.value) : f.first.state == FIELD_INVALID ? "!" : "";
		if (strcmp(got, rows[i].want == NULL ? "" : rows[i].want) != 0 || (f.first.state == FIELD_ANSWERED && f.first.qualifier != rows[i].qualifier)) {
			print_error("%s '%s': got '%s' (%s), want '%s' (%s)\n", rows[i].key, rows[i].raw, got, field_qualifier_name(f.first.qualifier),
			    rows[i].want == NULL ? "unanswered" : rows[i].want, field_qualifier_name(rows[i].qualifier));
			bad++;
		}
		assert_true(span_eq_str(f.first.raw, rows[i].raw));
		arena_free(a);
	}
	assert_int_equal(bad, 0);
}

#define PLAIN FIELD_PLAIN
#define ABOUT FIELD_APPROXIMATE

static void
dates(void **state)
{
	static const struct row rows[] = {
		{ "incident.date", "03/04/2026", "2026-04-03", PLAIN },
		{ "incident.date", "3/4/26", "2026-04-03", PLAIN },
		{ "incident.date", "03.03.2026", "2026-03-03", PLAIN },
		{ "incident.date", "3-3-26", "2026-03-03", PLAIN },
		{ "incident.date", "03 / 03 / 2026", "2026-03-03", PLAIN },
		{ "incident.date", "03 03 2026", "2026-03-03", PLAIN },
		{ "incident.date", "2026-03-03", "2026-03-03", PLAIN },
		{ "incident.date", "2026/03/04", "2026-03-04", PLAIN },
		{ "incident.date", "3rd March 2026", "2026-03-03", PLAIN },
		{ "incident.date", "3 Mar 26", "2026-03-03", PLAIN },
		{ "incident.date", "3-Mar-26", "2026-03-03", PLAIN },
		{ "incident.date", "3 Mar '26", "2026-03-03", PLAIN },
		{ "incident.date", "3 Mar \xE2\x80\x99" "26", "2026-03-03", PLAIN },
		{ "incident.date", "Monday 3rd of March 2026", "2026-03-03", PLAIN },
		{ "incident.date", "Tues, 3rd of March, 2026.", "2026-03-03", PLAIN },
		{ "incident.date", "March 3rd, 2026", "2026-03-03", PLAIN },
		{ "incident.date", "March 3 2026", "2026-03-03", PLAIN },
		{ "incident.date", "21st\xC2\xA0" "Feburary 2026", "2026-02-21", PLAIN },
		{ "incident.date", "03032026", "2026-03-03", PLAIN },
		{ "incident.date", "150318", "2018-03-15", PLAIN },
		{ "incident.date", "w/c 2nd March 2026", "2026-03-02", ABOUT },
		{ "incident.date", "week commencing 02/03/2026", "2026-03-02", ABOUT },
		{ "incident.date", "approx 03/03/2026", "2026-03-03", ABOUT },
		{ "incident.date", "circa 3 March 2026", "2026-03-03", ABOUT },
		{ "incident.date", "03/03/2026 (approx)", "2026-03-03", ABOUT },
		{ "incident.date", "03/03/2026?", "2026-03-03", ABOUT },
		{ "incident.date", "on or around 3 March 2026", "2026-03-03", ABOUT },
		{ "incident.date", "March 2026", "2026-03-01", ABOUT },
		{ "incident.date", "Mar-26", "2026-03-01", ABOUT },
		{ "incident.date", "early March 2026", "2026-03-01", ABOUT },
		{ "incident.date", "03/2026", "2026-03-01", ABOUT },
		{ "incident.date", "2019", "2019-01-01", ABOUT },
		{ "incident.date", "3 - 5 March 2026", "2026-03-03", ABOUT },
		{ "incident.date", "3rd to 5th March 2026", "2026-03-03", ABOUT },
		{ "incident.date", "3-5/3/2026", "2026-03-03", ABOUT },
		{ "incident.date", "between 3 and 5 March 2026", "2026-03-03", ABOUT },
		{ "incident.date", "between March and June 2026", "2026-03-01", ABOUT }, { "incident.date", "March/April 2026", "2026-03-01", ABOUT },
		{ "incident.date", "November to January 2026", "2025-11-01", ABOUT }, { "incident.date", "it may, or may not, be 4 June 2026", "2026-06-04", PLAIN },
		{ "incident.date", "w/e 6 March 2026", "2026-02-28", ABOUT }, { "incident.date", "week ending Friday 6/3/26", "2026-02-28", ABOUT }, { "incident.date", "wk of 2nd Mar 2026", "2026-03-02", ABOUT },
		{ "incident.date", "early hours of Sunday 1 March 2026", "2026-03-01", PLAIN }, { "incident.date", "late evening 28/02/2026", "2026-02-28", PLAIN }, { "incident.date", "late Feb 2026", "2026-02-01", ABOUT },
		{ "incident.date", "overnight 28/2/26-1/3/26", "2026-02-28", ABOUT }, { "incident.date", "no later than 1/3/26", "2026-03-01", ABOUT }, { "incident.date", "we met on 1/3/26", "2026-03-01", PLAIN },
		{ "incident.date", "20260301", "2026-03-01", PLAIN }, { "incident.date", "01 03 26", "2026-03-01", PLAIN }, { "incident.date", "1/3/'26", "2026-03-01", PLAIN },
		{ "incident.date", "Christmas 2025", "2025-12-25", ABOUT }, { "incident.date", "Summer 2025", "2025-06-01", ABOUT }, { "incident.date", "Feb half term 2026", "2026-02-01", ABOUT }, { "incident.date", "summer term 2025", "2025-04-01", ABOUT },
		{ "child.N.dod", "between 1 and 3 March 2026", "2026-03-01", ABOUT },
		{ "incident.date", "28 Feb \xE2\x80\x93 3 March 2026", "2026-02-28", ABOUT },
		{ "incident.date", "30 December - 2 January 2026", "2025-12-30", ABOUT },
		{ "incident.date", "01/02/2026 - 05/02/2026", "2026-02-01", ABOUT },
		{ "incident.date", "05/02/2026 or 04/02/2026", "2026-02-04", ABOUT },
		{ "incident.date", "16 Nov - 18 Nov 2026", "2026-11-16", ABOUT }, { "incident.date", "16 Nov - 18/11/2026", "2026-11-16", ABOUT },
		{ "incident.date", "16-Nov to 18-Nov-26", "2026-11-16", ABOUT }, { "incident.date", "16 Nov 26 - 18 Nov 26", "2026-11-16", ABOUT },
		{ "incident.date", "between Monday 16 and Wednesday 18 November 2026", "2026-11-16", ABOUT },
		{ "incident.date", "Mon 16 Nov to Wed 18 Nov 2026", "2026-11-16", ABOUT }, { "incident.date", "16th, 17th and 18th November 2026", "2026-11-16", ABOUT },
		{ "incident.date", "16/11-18/11/2026", "2026-11-16", ABOUT }, { "incident.date", "30/12 to 2/1/2027", "2026-12-30", ABOUT },
		{ "incident.date", "16/11/26-18/11/26", "2026-11-16", ABOUT }, { "incident.date", "16-11-26/18-11-26", "2026-11-16", ABOUT },
		{ "incident.date", "w/e 20/11/2026", "2026-11-14", ABOUT }, { "incident.date", "week ending Friday 20 November 2026", "2026-11-14", ABOUT }, { "incident.date", "16/11/2026 or earlier?", "2026-11-16", ABOUT },
		{ "incident.date", "2025-2026", "2025-01-01", ABOUT }, { "incident.date", "between 2024 and 2025", "2024-01-01", ABOUT },
		{ "incident.date", "16 Nov 26, Mar 27", "2026-11-16", PLAIN },
		{ "child.1.dob", "between 1 and 3 March 2016", "2016-03-01", ABOUT }, { "child.1.dob", "1 March 2016 and 3 March 2018", "!", PLAIN },
		{ "incident.date", "03/03/2026 at 14:30", "2026-03-03", PLAIN },
		{ "incident.date", "03/03/2026 14:30hrs", "2026-03-03", PLAIN },
		{ "incident.date", "3 March 2026, 2pm", "2026-03-03", PLAIN },
		{ "incident.date", "31/02/2026", "!", PLAIN },
		{ "incident.date", "03/25/2026", "!", PLAIN },
		{ "incident.date", "00/00/0000", "!", PLAIN },
		{ "incident.date", "31st June 2026", "!", PLAIN },
		{ "incident.date", "3 March", "!", PLAIN },
		{ "incident.date", "March 26", "!", PLAIN },
		{ "incident.date", "3/3/202", "!", PLAIN },
		{ "incident.date", "not known", "!", PLAIN },
		{ "incident.date", "N/A", "!", PLAIN },
		{ "incident.date", "  /  /  ", NULL, PLAIN },
		{ "incident.date", "dd/mm/yyyy", NULL, PLAIN },
		{ "incident.date", "__/__/____", NULL, PLAIN },
		{ "incident.date", "", NULL, PLAIN },
		{ "child.1.dob", "4th March 2016", "2016-03-04", PLAIN },
		{ "child.1.dob", "04.03.16", "2016-03-04", PLAIN },
		{ "family.1.dob", "04/03/85", "1985-03-04", PLAIN },
		{ "family.1.dob", "04/03/41", "1941-03-04", PLAIN },
		{ "child.1.dob", "EDD 12/10/2026", "2026-10-12", FIELD_EXPECTED },
		{ "child.1.dob", "Unborn - due 12 October 2026", "2026-10-12", FIELD_EXPECTED },
		{ "child.1.dob", "04/03/2016 (aged 10)", "2016-03-04", PLAIN },
		{ "child.1.dob", "Ana 04/03/2016 Ben 05/06/2018", "!", PLAIN },
		{ "child.1.dob", "04/03/2016\n05/06/2018", "!", PLAIN },
		{ "referral.date", "Signed and sent 12/03/2026", "2026-03-12", PLAIN },
	};

	(void)state;
	check(rows, sizeof(rows) / sizeof(rows[0]));
}

static void
times(void **state)
{
	static const struct row rows[] = {
		{ "incident.time", "14:30", "14:30", PLAIN }, { "incident.time", "1430hrs", "14:30", PLAIN }, { "incident.time", "1430", "14:30", PLAIN },
		{ "incident.time", "14.30", "14:30", PLAIN }, { "incident.time", "2.30pm", "14:30", PLAIN }, { "incident.time", "2:30 p.m.", "14:30", PLAIN },
		{ "incident.time", "2pm", "14:00", PLAIN }, { "incident.time", "12am", "00:00", PLAIN }, { "incident.time", "12.15 am", "00:15", PLAIN },
		{ "incident.time", "9:05", "09:05", PLAIN }, { "incident.time", "midnight", "00:00", PLAIN }, { "incident.time", "Noon", "12:00", PLAIN },
		{ "incident.time", "approx 2.30pm", "14:30", ABOUT }, { "incident.time", "between 2 and 3pm", "14:00", ABOUT },
		{ "incident.time", "2-3pm", "14:00", ABOUT }, { "incident.time", "03/03/2026 at 14:30", "14:30", PLAIN },
		{ "incident.time", "25:00", "!", PLAIN }, { "incident.time", "in the morning", "!", PLAIN }, { "incident.time", "hh:mm", NULL, PLAIN },
		{ "incident.time", "  :  ", NULL, PLAIN }, { "incident.time", "10/02/2026 17.15", "17:15", PLAIN }, { "incident.time", "10/02/2026", "!", PLAIN }, { "incident.time", "1 May 2026", "!", PLAIN },
	};

	(void)state;
	check(rows, sizeof(rows) / sizeof(rows[0]));
}

static void
words(void **state)
{
	static const struct row rows[] = {
		{ "media", "Yes", "yes", PLAIN }, { "media", "no", "no", PLAIN }, { "media", "Y", "yes", PLAIN }, { "media", "N.", "no", PLAIN },
		{ "media", "N/K", "unknown", PLAIN }, { "media", "Not known", "unknown", PLAIN }, { "media", "yes - see below", "yes", PLAIN },
		{ "media", "No, not at present", "no", PLAIN }, { "media", "No longer", "no", PLAIN }, { "media", "Don't know", "unknown", PLAIN },
		{ "media", "Yes / No", NULL, PLAIN }, { "media", "Y / N / Not Known", NULL, PLAIN }, { "media", "YES/NO", NULL, PLAIN },
		{ "media", "N Smith has agreed", "unknown", PLAIN }, { "media", "since 2019", "unknown", PLAIN }, { "media", "N/A", "unknown", PLAIN },
		{ "media", "Yes in 2019\nNo", "unknown", PLAIN }, { "media", "No/not known", "unknown", PLAIN },
		{ "media", "currently no", "no", PLAIN }, { "media", "Y - Op Kestrel", "yes", PLAIN },
		{ "child.1.sex", "F", "female", PLAIN }, { "child.1.sex", "Female (she/her)", "female", PLAIN }, { "child.1.sex", "MALE", "male", PLAIN },
		{ "child.1.sex", "M/F", "!", PLAIN }, { "child.1.sex", "see notes", "!", PLAIN },
		{ "referral.type", "LCSPR", "lcspr", PLAIN }, { "referral.type", "Practice Learning Review (PLR)", "plr", PLAIN },
		{ "referral.type", "LCSPR and PLR", "both", PLAIN }, { "referral.type", "Both", "both", PLAIN }, { "referral.type", "not sure", "unclear", PLAIN },
		{ "referral.type", "LCSPR or PLR", "unclear", PLAIN }, { "referral.type", "not an LCSPR", "unclear", PLAIN },
		{ "incident.kind", "Child died; sibling seriously harmed", "death", PLAIN },
		{ "incident.harm", "Physical abuse, neglect", "Physical abuse, neglect", PLAIN },
	};

	(void)state;
	check(rows, sizeof(rows) / sizeof(rows[0]));
}

static void
contacts(void **state)
{
	static const struct row rows[] = {
		{ "child.1.nhs", "943 476 5919", "9434765919", PLAIN }, { "child.1.nhs", "943-476-5919", "9434765919", PLAIN },
		{ "child.1.nhs", "943 476 5918", "!", PLAIN }, { "child.1.nhs", "943476591", "!", PLAIN }, { "child.1.nhs", "not known", "!", PLAIN },
		{ "child.1.postcode", "zz1 2cd", "ZZ1 2CD", PLAIN }, { "child.1.postcode", "ZZ12CD", "ZZ1 2CD", PLAIN }, { "child.1.postcode", "w1a1aa", "W1A 1AA", PLAIN },
		{ "child.1.postcode", "ZZ91 1AA", "ZZ91 1AA", PLAIN }, { "child.1.postcode", "1 High Street, ZZ91  1AA.", "ZZ91 1AA", PLAIN }, { "child.1.postcode", "Solihull", "!", PLAIN },
		{ "referrer.phone", "01632 960123", "+441632960123", PLAIN }, { "referrer.phone", "+44 (0)1632 960123", "+441632960123", PLAIN },
		{ "referrer.phone", "(01632) 960123", "+441632960123", PLAIN }, { "referrer.phone", "0044 1632 960 123", "+441632960123", PLAIN },
		{ "referrer.phone", "01632 960123 ext. 45", "+441632960123", PLAIN }, { "referrer.phone", "Tel: 01632-960-123", "+441632960123", PLAIN },
		{ "referrer.phone", "07700900123 / 01632 960123", "+447700900123", PLAIN }, { "referrer.phone", "+353 1 555 0100", "+35315550100", PLAIN },
		{ "referrer.phone", "01632 960123 07700 900456", "+441632960123", PLAIN }, { "referrer.phone", "960123", "!", PLAIN },
		{ "referrer.phone", "ring the office", "!", PLAIN }, { "referrer.phone", "441632960123", "+441632960123", PLAIN },
		{ "referrer.email", "jo.bloggs@council.example", "jo.bloggs@council.example", PLAIN },
		{ "referrer.email", "Jo Bloggs <mailto:jo@council.example>", "jo@council.example", PLAIN },
		{ "referrer.email", "jo@council.example.", "jo@council.example", PLAIN }, { "referrer.email", "jo at council", "!", PLAIN },
		{ "child.1.name", "  Zo\xC3\xAB  O\xE2\x80\x99" "Brien\n", "Zo\xC3\xAB O\xE2\x80\x99" "Brien", PLAIN },
		{ "child.1.name", "_____", NULL, PLAIN }, { "child.1.name", "\xE2\x80\x82\xE2\x80\x82\xE2\x80\x82\xE2\x80\x82\xE2\x80\x82", NULL, PLAIN },
		{ "child.1.name", "____Ana Okoro____", "Ana Okoro", PLAIN }, { "child.1.ethnicity", "N/A", "N/A", PLAIN },
		{ "rationale", "\nFirst line\n\nsecond\n", "First line\n\nsecond", PLAIN },
	};

	(void)state;
	check(rows, sizeof(rows) / sizeof(rows[0]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates),
		cmocka_unit_test(times),
		cmocka_unit_test(words),
		cmocka_unit_test(contacts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
