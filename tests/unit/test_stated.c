/* SPDX-License-Identifier: ISC
 * Facts in the words of a reply: those that can be read in one way, and no others. */
#include "parsers/record_stated.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "tests/unit/letters.h"

static void
statements(void **state)
{
	static const struct { const char *text, *want; } table[] = {
		{ "NHS number: 943 476 5919\n", "child.1.nhs=9434765919" },
		{ "Dear team,\n\nThe child's NHS number is 943 476 5919 and we became aware on 20/11/2026.\n\nRegards\nJane\n", "child.1.nhs=9434765919 incident.agency_aware=2026-11-20" },
		{ "DOB 04/03/2016\n", "child.1.dob=2016-03-04" },
		{ "Hi, DOB is 4th March 2016, thanks\n", "child.1.dob=2016-03-04" },
		{ "Date of birth: 04/03/2016\nGender: male\n", "child.1.dob=2016-03-04 child.1.sex=male" },
		{ "The local authority became aware of the incident on Friday 20 November 2026\n", "incident.la_aware=2026-11-20" },
		{ "Date of incident - 18/11/2026\n", "incident.date=2026-11-18" },
		{ "Child's ethnicity: White British\n", "child.1.ethnicity=White British" },
		/* our own list, answered under its lines and beside its words */
		{ "> WHAT IS STILL NEEDED\n>\n> - The incident: day the local authority became aware\n20/11/2026\n> - Child: date of birth, NHS number\n943 476 5919\n04/03/2016\n> Please reply\n",
		  "incident.la_aware=2026-11-20 child.1.nhs=9434765919 child.1.dob=2016-03-04" },
		{ "On Fri, 20 Nov 2026 at 10:00, SCP <scp@scp.example> wrote:\n\n> - Child: gender, home\n>   address, NHS number\nNHS number: 943 476 5919\n> \n", "child.1.nhs=9434765919" },
		{ "> \xe2\x80\xa2 Child 2: date of birth\n4 March 2016\n", "child.2.dob=2016-03-04" },
		/* two days are asked for there: which one is it? */
		{ "> - The incident: date, day the local authority became aware\n20/11/2026\n", "" },
		/* what is quoted is not said again */
		{ "Will do.\n\n-----Original Message-----\nFrom: x\nDate of birth: 04/03/2016\n> - Child: date of birth\n04/03/2015\n", "" },
		{ "> DOB: 04/03/2016\n", "" },
		{ "Thanks\n-- \nDOB: 04/03/2016\n", "" },
		/* a doubt, a denial, a question, other people, half a sentence */
		{ "Is the DOB 04/03/2016?\n", "" },
		{ "DOB is not 04/03/2016\n", "" },
		{ "DOB 04/03/2016 or 05/03/2016\n", "" },
		{ "I think the DOB is 04/03/2016\n", "" },
		{ "DOB 04/03/2016 05/03/2016\n", "" },
		{ "Mother: Ann Example, DOB 04/03/1986\n", "" },
		{ "Ann Example\nDOB: 04/03/1986\n", "" },
		{ "We spoke to the GP and DOB is 04/03/2016\n", "" },
		{ "NHS number: 943 476 5918\n", "" },
		{ "NHS number: to follow\nChild's ethnicity: not known\nChild's school: TBC\n", "" },
		{ "We became aware last week\n", "" },
		{ "DOB: March 2016\n", "" },
		{ "DOB 04/03/2016?\n", "" },
		{ "Date of incident 18/11/2026 19/11/2026\n", "" },
		{ "Postcode: next to AB12 3CD\n", "" },
		{ "Child's ethnicity: I think White British\n", "" },
		{ "DOB is 04/03/2016 and we spoke to the GP\n", "" },
		{ "Date of incident is 18/11/2026 and we spoke to the GP\n", "" },
		{ "> - Child: date of birth\n>\n> Please reply to this mail with them.\n04/03/2016\n", "" },
		/* signatures */
		{ "Jane Smith\nTelephone: 01632 960123\nEmail: jane@council.example\nAddress: 1 High St, AB1 2CD\n", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct arena *a = arena_new(0);
		struct arena_text got = arena_text(a);
		struct span text = span_str(table[i].text);
		struct field_list list;

		record_stated(a, &forms, text, record_find_quoted(text), &list);
		for (size_t j = 0; j < list.count; j++)
			arena_put_format(&got, "%s%.*s=%.*s", j > 0 ? " " : "", SPAN_PF(list.items[j].key), SPAN_PF(list.items[j].first.value));
		if (!span_eq_str(arena_text_span(&got), table[i].want))
			fail_msg("%zu: %s: got \"%.*s\", want \"%s\"", i, table[i].text, SPAN_PF(arena_text_span(&got)), table[i].want);
		arena_free(a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(statements) };

	return cmocka_run_group_tests_name("stated", tests, setup, teardown);
}
