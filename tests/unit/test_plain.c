/* SPDX-License-Identifier: ISC */
#include "parsers/plain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define LONG "What happened: we went to the house on Monday morning and found that"

static const struct { const char *name, *text, *want; enum part_why why; } cases[] = {
	{ "lines", "one\ntwo\n", "1:one|\n2:two|\n", PART_WHY_NONE },
	{ "CRLF", "one\r\n\r\ntwo", "1:one|\n2:\n3:two|\n", PART_WHY_NONE },
	{ "quoted", "> old\n> > older\n>>> oldest\nnew", "1>:old|\n2>:older|\n3>:oldest|\n4:new|\n", PART_WHY_NONE },
	{ "mbox", ">From here", "1:From here|\n", PART_WHY_NONE },
	{ "glyphs", "Yes \xE2\x98\x91 No \xE2\x98\x90", "1:Yes |\xE2\x98\x92| No |\xE2\x98\x90|\n", PART_WHY_NONE },
	{ "typed boxes stay", "[x] Yes [ ] No", "1:[x] Yes [ ] No|\n", PART_WHY_NONE },
	{ "a line broken because it was long", LONG "\nthere was nobody.\nSchool: Larch\n", "1:" LONG " there was nobody.|\n3:School: Larch|\n", PART_WHY_NONE },
	{ "and again, a word with a stroke, an answer that begins large", LONG "\nthere was no other adult at home who could have told them of the non-\nmobile Kim\nAgreed with the manager or the designated safeguarding lead: Yes [ ]\nNo [x]\n",
		"1:" LONG " there was no other adult at home who could have told them of the non-mobile Kim|\n4:Agreed with the manager or the designated safeguarding lead: Yes [ ] No [x]|\n", PART_WHY_NONE },
	{ "a number goes on, an item does not", LONG "\nthere was nobody.\nContact: Elm House, 1 High Street, Northvale, telephone +44 1632\n960302\n" LONG "\n2. Role\n",
		"1:" LONG " there was nobody.|\n3:Contact: Elm House, 1 High Street, Northvale, telephone +44 1632 960302|\n5:" LONG "|\n6:2. Role|\n", PART_WHY_NONE },
	{ "flowed", LONG " \nthere was nobody.\n", "1:" LONG " there was nobody.|\n", PART_WHY_NONE },
	{ "a label below a full line", LONG "\nthere was nobody at all when the ambulance and the police got to the home\nLocal authority: x\n", "1:" LONG " there was nobody at all when the ambulance and the police got to the home|\n3:Local authority: x|\n", PART_WHY_NONE },
	{ "not when a line is longer", LONG "\nthere was nobody.\n" LONG " " LONG "\n", "1:" LONG "|\n2:there was nobody.|\n3:" LONG " " LONG "|\n", PART_WHY_NONE },
	{ "not with room for the word", "What happened: we went to the house and found that nobody\nwas there\n", "1:What happened: we went to the house and found that nobody|\n2:was there|\n", PART_WHY_NONE },
	{ "an answer below a long question", LONG "\nthere was nobody.\nIs the child subject to a child protection plan, now or in the past two\nyes\n", "1:" LONG " there was nobody.|\n3:Is the child subject to a child protection plan, now or in the past two|\n4:yes|\n", PART_WHY_NONE },
	{ "quoted", "> " LONG "\n> there was nobody.\nthat\n", "1>:" LONG " there was nobody.|\n3:that|\n", PART_WHY_NONE },
	{ "answers told by letters", "Q1 Who?\nA1 Ann\n\nQ2. Where?\nA2. 3 Mill Lane\nQ: When?\nA: today\nA: b\nA3 paper\n", "1:Q1 Who?|\n2:Ann|\n3:\n4:Q2. Where?|\n5:3 Mill Lane|\n6:Q: When?|\n7:today|\n8:A: b|\n9:A3 paper|\n", PART_WHY_NONE },
	{ "stars", "*Name:* Ann *Fry*\n**Role**\n* Agency: x\n*a* b*c*\n* not*\n", "1:*Name:| Ann *Fry*|\n2:*Role|\n3:* Agency: x|\n4:*a| b*c*|\n5:* not*|\n", PART_WHY_NONE },
	{ "headings and rules", "== The child ==\nName: Ann\n\nThe incident\n------------\n=====\nIt was cold.\n------------\n-- \nJo\n", "1!:The child|\n2:Name: Ann|\n3:\n4!:The incident|\n5:\n6:\n7:It was cold.|\n8:\n9:-- |\n10:Jo|\n", PART_WHY_NONE },
	{ "columns stay as they are", LONG "\nthere was nobody.\nGP         Dr Fell, The Surgery, Mill Lane    School      Larch Primary\n           School\n", "1:" LONG " there was nobody.|\n3:GP         Dr Fell, The Surgery, Mill Lane    School      Larch Primary|\n4:           School|\n", PART_WHY_NONE },
	{ "set in beneath a label that was full", LONG "\nthere was nobody.\nAgency ............................................... Saint Osyth's\n    Hospitals: the Trust\n    of it\nBase: x\n    y\n", "1:" LONG " there was nobody.|\n3:Agency ............................................... Saint Osyth's Hospitals: the Trust|\n5:    of it|\n6:Base: x|\n7:    y|\n", PART_WHY_NONE },
	{ "a row's last cell", LONG "\nthere was nobody.\nAnn Fry - Mother - 05.02.85 - Room 6, Bellweather Lodge, Station\nApproach\n", "1:" LONG " there was nobody.|\n3:Ann Fry - Mother - 05.02.85 - Room 6, Bellweather Lodge, Station Approach|\n", PART_WHY_NONE },
	{ "a row of tabs, flowed", LONG " \nthere was nobody.\nAnn Fry\tMother\tRoom 6, Bellweather Lodge, Station \nApproach\n", "1:" LONG " there was nobody.|\n3:Ann Fry\tMother\tRoom 6, Bellweather Lodge, Station Approach|\n", PART_WHY_NONE },
	{ "nothing", "", "", PART_WHY_EMPTY },
	{ "blanks", " \n\t\n", "1: |\n2:\t|\n", PART_WHY_EMPTY },
};

static void
text_gives_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(0);
		struct block_list blocks = block_list(a);
		struct part_list inside = { 0 };
		struct reading r = { .arena = a, .bytes = span_str(cases[i].text), .part = SPAN_LIT("1"), .blocks = &blocks, .inside = &inside };
		struct arena_text t = arena_text(a);
		enum part_why why = plain_read(&r);

		for (size_t n = 0; n < blocks.count; n++) {
			const struct block *b = &blocks.items[n];

			arena_put_format(&t, "%u%s%s:", b->where.paragraph, (b->flags & BLOCK_MARGIN) != 0 ? ">" : "", (b->flags & BLOCK_HEADING) != 0 ? "!" : "");
			for (size_t k = 0; k < b->runs_count; k++)
				arena_put_format(&t, "%s%.*s|", (b->runs[k].flags & BLOCK_BOLD) != 0 ? "*" : "", SPAN_PF(b->runs[k].text));
			arena_put_byte(&t, '\n');
		}
		if (!span_eq_str(arena_text_span(&t), cases[i].want) || why != cases[i].why)
			fail_msg("%s: got \"%.*s\" (%s)", cases[i].name, SPAN_PF(arena_text_span(&t)), part_why_name(why));
		arena_free(a);
	}
}

static void
lines_are_limited(void **state)
{
	struct arena *a = arena_new(0);
	struct block_list blocks = block_list(a);
	struct part_list inside = { 0 };
	struct arena_text t = arena_text(a);

	(void)state;
	for (unsigned i = 0; i < BLOCK_LIMIT + 10; i++)
		arena_put_str(&t, "x\n");
	assert_int_equal(plain_read(&(struct reading){ .arena = a, .bytes = arena_text_span(&t), .blocks = &blocks, .inside = &inside }), PART_WHY_NONE);
	assert_true(blocks.cut && blocks.count == BLOCK_LIMIT);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(text_gives_lines), cmocka_unit_test(lines_are_limited) };

	return cmocka_run_group_tests_name("plain", tests, NULL, NULL);
}
