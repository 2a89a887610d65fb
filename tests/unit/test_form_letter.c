/* SPDX-License-Identifier: ISC
 * What the sentences of a letter say that no label asks for; and what they leave open. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#include "tests/unit/letters.h"

/* Labels enough that there is a form. */
#define FORM "Rapid Review Referral\nDate of incident: 1/2/2026\nReason for referral: Harm.\n\n"
#define LABELS "Date of incident: 1/2/2026\nReason for referral: Harm.\nAction taken: Moved.\n\n"

static void
letters(void **state)
{
	static const struct letter table[] = {
		/* one child in a line */
		{ FORM "Re: Ana Oak (DOB 3/4/2016), NHS number 943 476 5919, 7b Elm Street, Ashmere ZZ1 1ZZ\n", { { "child.1.name", "Ana Oak" }, { "child.1.dob", "2016-04-03" }, { "child.1.nhs", "9434765919" }, { "child.1.address", "7b Elm Street, Ashmere ZZ1 1ZZ" } } },
		{ FORM "Details of child\nBo de Silva, born on 3 April 2016, girl, Mixed White and Asian. She is currently looked after by Ashmere Council. She likes trains.\n",
		  { { "child.1.name", "Bo de Silva" }, { "child.1.dob", "2016-04-03" }, { "child.1.sex", "female" }, { "child.1.ethnicity", "Mixed White and Asian" }, { "child.1.looked_after", "yes" } } },
		{ FORM "The children\n1. Ana Oak - DOB 3/4/2016 - F\n2. Bob Oak - DOB 5/6/2018 - M\nBoth live at Flat 2, Elm House\n",
		  { { "child.1.name", "Ana Oak" }, { "child.1.sex", "female" }, { "child.2.name", "Bob Oak" }, { "child.2.dob", "2018-06-05" }, { "child.2.sex", "male" }, { "child.2.address", "Flat 2, Elm House" }, { "child.1.address", "Flat 2, Elm House" } } },
		/* questions that become rows */
		{ "Re: learning review referral\n\n1. Who is referring\nJo Pim, Nurse, Ashmere Trust.\n\n2. Details of child\nBo Elm, born 3/4/2016, male. Bo is looked after by Ashmere Council.\n\n3. What happened\nHe fell.\n\n4. What we have done\nMoved him.\n\n"
		  "5. Why we are asking for a practice learning review\nThere is learning.\n",
		  { { "child.1.name", "Bo Elm" }, { "child.1.sex", "male" }, { "child.1.looked_after", "yes" }, { "safety.immediate", "Moved him." }, { "rationale", "There is learning." } } },
		/* no name, no day of birth, no date, somebody else, what a label said */
		{ FORM "Re: your letter, born of frustration\n", { { "child.1.name", NULL } } },
		{ FORM "Details of child\nAna Oak, a girl of five\n", { { "child.1.name", NULL }, { "child.1.sex", NULL } } },
		{ FORM "Details of child\nName: Ana Oak\nRe: Bob Oak, DOB 5/6/2018\n", { { "child.1.name", "Ana Oak" }, { "child.1.dob", NULL }, { "child.2.name", NULL } } },
		{ FORM "Details of child\nName: Ana Oak\nDOB: 3/4/2016\nRe: Ana Oak, DOB 5/6/2018, male\n", { { "child.1.dob", "2016-04-03" }, { "child.1.sex", "male" } } },
		{ FORM "Details of child\nBo Elm, DOB 3/4/2016. He is not looked after by anybody.\n", { { "child.1.name", "Bo Elm" }, { "child.1.looked_after", NULL } } },
		{ FORM "Details of child\nBo Elm, DOB 3/4/2016. He is looked after by a neighbour at weekends.\n", { { "child.1.name", "Bo Elm" }, { "child.1.looked_after", NULL } } },
		{ FORM "Details of child\nBo Elm, DOB 3/4/2016, M\nMother Jo Elm, DOB 4/5/1990, F\n", { { "child.1.name", "Bo Elm" }, { "child.2.name", NULL }, { "child.2.dob", NULL } } },
		{ FORM "Re: Ann Elm, born 1/2/1985, mother\n", { { "child.1.name", NULL }, { "child.1.dob", NULL } } },
		{ FORM "Re: Bo Elm, DOB 3/4/2016, 12 injuries found, male\n", { { "child.1.name", "Bo Elm" }, { "child.1.address", NULL }, { "child.1.sex", "male" } } },
		{ FORM "Re: Bo Elm, DOB 3/4/2016, Black eye, 2 Police Cars attended, White powder found, 12 Stitches\n", { { "child.1.name", "Bo Elm" }, { "child.1.ethnicity", NULL }, { "child.1.address", NULL } } },
		{ FORM "Re: Bo Elm, DOB 3/4/2016, Black African and Somali, 2 Police Cottages, Ashmere\n", { { "child.1.ethnicity", "Black African and Somali" }, { "child.1.address", "2 Police Cottages, Ashmere" } } },
		/* which review */
		{ LABELS "Dear all\nI would like to refer this case for a rapid review.\n", { { "referral.type", "lcspr" } } },
		{ LABELS "We are requesting a practice learning review.\n", { { "referral.type", "plr" } } },
		{ LABELS "Dear Partnership\n\nRequest for consideration of a Serious Case Review\n", { { "referral.type", "lcspr" } } },
		{ LABELS "Please treat this email as a formal referral for a PLR.\n", { { "referral.type", "plr" } } },
		{ LABELS "Dear Partnership\n\nPractice Learning Review \xE2\x80\x93 Referral\n", { { "referral.type", NULL } } },
		{ LABELS "We do not ask for a rapid review.\n", { { "referral.type", NULL } } },
		{ LABELS "I am asking for a rapid review meeting date.\n", { { "referral.type", NULL } } },
		{ LABELS "I refer to the rapid review of 2024.\n", { { "referral.type", NULL } } },
		{ LABELS "We request a rapid review or a practice learning review.\n", { { "referral.type", NULL } } },
		{ LABELS "We request a rapid review.\nWe are asking for a practice learning review.\n", { { "referral.type", NULL } } },
		{ LABELS "Could we request a rapid review?\n", { { "referral.type", NULL } } },
		{ LABELS "Whether a rapid review follows is for you. We refer this child to you.\n", { { "referral.type", NULL } } },
		{ LABELS "Dear all\n\nRe: referral for a practice learning review - declined\n", { { "referral.type", NULL } } },
		{ LABELS "I am writing to request a rapid review extension.\n", { { "referral.type", NULL } } },
		/* what is under way */
		{ FORM "Agencies told\nA criminal investigation is under way. An inquest was opened on Monday. The case was reported to CDOP and we have notified the LADO.\n",
		  { { "parallel.police", "yes" }, { "parallel.coroner", "yes" }, { "parallel.cdop", "yes" }, { "parallel.lado", "yes" } } },
		{ FORM "Agencies told\nThe coroner and CDOP have been informed.\n", { { "parallel.coroner", "yes" }, { "parallel.cdop", "yes" }, { "parallel.police", NULL } } },
		{ FORM "Agencies told\nThe police are not investigating. The coroner will be informed. CDOP has been notified?\nThe LADO may have been told.\n",
		  { { "parallel.police", NULL }, { "parallel.coroner", NULL }, { "parallel.cdop", NULL }, { "parallel.lado", NULL } } },
		{ FORM "Agencies told\nPreviously the police were told. The police investigation is closed.\n", { { "parallel.police", NULL } } },
		{ FORM "Agencies told\nIt is untrue that the police are investigating. Mother says the police are investigating. We doubt that the coroner is aware.\nNobody told the LADO. The LADO was told of a different carer.\nHis brother died: CDOP was informed.\n",
		  { { "parallel.police", NULL }, { "parallel.coroner", NULL }, { "parallel.cdop", NULL }, { "parallel.lado", NULL } } },
		{ FORM "Other processes\nThe police are investigating and the coroner has been told.\n", { { "parallel.police", "yes" }, { "parallel.coroner", "yes" }, { "parallel.other", NULL } } },
		{ FORM "Other processes\nThe police are investigating. The trust holds a review of its own.\n", { { "parallel.police", "yes" }, { "parallel.other", "yes" } } },
		{ FORM "What happened\nHe fell. Police are investigating.\n", { { "parallel.police", NULL }, { "incident.summary", "He fell. Police are investigating." } } },
		/* who knew when */
		{ FORM "We became aware on 3 May 2026. The council was told the same day.\n", { { "incident.agency_aware", "2026-05-03" }, { "incident.la_aware", "2026-05-03" } } },
		{ FORM "Children's Services were notified on 4/5/2026.\n", { { "incident.la_aware", "2026-05-04" } } },
		{ FORM "Social care first became aware of the family on 1 April 2019. We were made aware of Tom on 3 March 2024.\n", { { "incident.la_aware", NULL }, { "incident.agency_aware", NULL } } },
		{ FORM "We became aware of the fatal incident on 3 May 2026.\n", { { "incident.agency_aware", "2026-05-03" } } },
		{ FORM "The council was told the same day.\nThe council should have been told on 4 May 2026.\n", { { "incident.la_aware", NULL } } },
	};

	(void)state;
	letters_are_read(table, sizeof(table) / sizeof(table[0]));
}

/* Letters about a child make no form by themselves, whatever they tell. */
static void
no_form(void **state)
{
	struct arena *a = arena_new(0);
	struct block_list blocks = blocks_of(a, "Dear all\nRe: Ana Oak, DOB 3/4/2016, NHS number 943 476 5919, female, 7b Elm Street\nI am worried about her. The police are investigating.\n");
	struct form_result result;

	(void)state;
	form_read(&forms, &blocks, NULL, a, &result);
	assert_true(result.form == NULL);
	assert_int_equal(result.labels_found, 0);
	assert_true(span_eq_str(field_answer(&result.fields, "child.1.name"), "Ana Oak"));
	arena_free(a);
}

/* Lines of data: more cells than a document may have blocks are not made of them, and what stands before them is read. */
static void
data_is_not_all_cut(void **state)
{
	enum { LINES = 10000, PIECES = 30, MEMORY = 150 * 1024 * 1024 };
	struct arena *a = arena_new(0);
	struct arena_text t = arena_text(a);
	struct form_result result;
	struct block_list blocks;
	size_t before;

	(void)state;
	arena_put_str(&t, "Rapid Review Referral\nName of child: Kai Fry\nDate of birth: 1/2/2019\nWhat happened: He fell.\n\nName\tSchool\tAge\tDate of birth");
	for (size_t i = 0; i < (size_t)LINES * PIECES; i++)
		arena_put_format(&t, "%s%zx", i % PIECES == 0 ? "\n" : "\t", i);
	arena_put_str(&t, "\n");
	blocks = blocks_of(a, arena_cstr(a, arena_text_span(&t)));
	before = arena_used(a);
	form_read(&forms, &blocks, NULL, a, &result);
	assert_true(arena_used(a) - before < MEMORY);
	assert_true(span_eq_str(field_answer(&result.fields, "child.1.name"), "Kai Fry"));
	arena_free(a);
}

static void
is_read_within(int seconds, struct arena *a, struct arena_text *t)
{
	struct form_result result;
	struct block_list blocks = blocks_of(a, arena_cstr(a, arena_text_span(t)));
	clock_t began = clock();

	form_read(&forms, &blocks, NULL, a, &result);
	assert_true((clock() - began) / CLOCKS_PER_SEC < seconds);
}

/* What a letter is about is looked for around its line once, not once for each sentence of it. */
static void
blank_lines_are_passed_over_once(void **state)
{
	enum { COUNT = 30000, SECONDS = 2 };
	struct arena *a = arena_new(0);
	struct arena_text t = arena_text(a);

	(void)state;
	for (size_t i = 0; i < COUNT; i++)
		arena_put_str(&t, "He was at school. ");
	for (size_t i = 0; i < COUNT; i++)
		arena_put_str(&t, "\n");
	is_read_within(SECONDS, a, &t);
	arena_free(a);
}

/* The last year a letter names is looked for once, not for each sentence with a year in it. */
static void
years_are_looked_for_once(void **state)
{
	enum { COUNT = 10000, SECONDS = 4 };
	struct arena *a = arena_new(0);
	struct arena_text t = arena_text(a);

	(void)state;
	for (size_t i = 0; i < COUNT; i++)
		arena_put_str(&t, "Ann Fry (mother) told Kit Marsh, born 04/03/2016, that Bob Fry, his father, died. ");
	is_read_within(SECONDS, a, &t);
	arena_free(a);
}

/* Quotes in a value parted by commas are taken apart once, lines with one quote joined a few at a time. */
static void
quotes_are_taken_apart_once(void **state)
{
	enum { COUNT = 100000, MEMORY = 200 << 20, SECONDS = 2 };
	static const char *const repeated[] = { "\"\"", "\nChild name,\"Ann", "\nQuestion: Who?\nAnswer: Ann\n" };

	(void)state;
	for (size_t k = 0; k < sizeof(repeated) / sizeof(repeated[0]); k++) {
		struct arena *a = arena_new(0);
		struct arena_text t = arena_text(a);

		arena_put_str(&t, "Child name,Ann Fry\nDate of birth,1/2/2019\nGender,F\nEthnicity,White British\nCircumstances,\"He said \"\"no\"\"");
		for (size_t i = 0; i < COUNT / (k == 0 ? 1 : 5); i++)
			arena_put_str(&t, repeated[k]);
		arena_put_str(&t, "\"\n");
		is_read_within(SECONDS, a, &t);
		assert_true(arena_used(a) < MEMORY);
		arena_free(a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(letters), cmocka_unit_test(no_form), cmocka_unit_test(data_is_not_all_cut), cmocka_unit_test(blank_lines_are_passed_over_once),
		cmocka_unit_test(years_are_looked_for_once), cmocka_unit_test(quotes_are_taken_apart_once) };

	return cmocka_run_group_tests_name("letter sentences", tests, setup, teardown);
}
