/* SPDX-License-Identifier: ISC
 * rtf: markup as Word and LibreOffice write it against the blocks it stands for. */
#include "parsers/rtf.h"
#include "tests/unit/documents.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define RTF(body) "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fswiss\\fcharset0 Arial;}{\\f1\\fnil\\fcharset2 Wingdings;}{\\f2\\fswiss\\fcharset238 Arial CE;}}" \
	"{\\colortbl;\\red255\\green255\\blue0;}{\\stylesheet{\\s1\\outlinelevel0 heading 1;}{\\s2 x;}}{\\info{\\author Kim}}\n" body "}"
#define ROW(cells) "\\trowd" cells
#define IN "\\pard\\plain\\intbl "
#define BOX(result) "{\\field{\\*\\fldinst {FORMCHECKBOX {\\*\\formfield{\\fftype1\\ffres" result "\\fftypetxt0{\\*\\ffname Check1}\\ffdefres0}}}}{\\fldrslt }}"

struct body_case {
	const char *name, *in, *want;
};

static void
bodies_become_blocks(void **state)
{
	static const struct body_case cases[] = {
		{ "paragraphs", RTF("\\pard\\plain one\\par\n\\pard two\\line three\\tab four\\par}"), "p1: one\np2: two\nthree\tfour\n" },
		{ "a heading", RTF("\\pard\\plain\\s1 Child\\par\\pard text\\par}"), "h1 p1: Child\np2: text\n" },
		{ "letters", RTF("caf\\'e9 \\u201?x\\'93y\\'94 {\\f2 \\'b3} {\\uc2\\u322\\'b3xz} \\u-10179?\\u-8701? \\{a\\}\\~b\\emdash c\\par"),
			"p1: caf\xC3\xA9 \xC3\x89x\xE2\x80\x9Cy\xE2\x80\x9D \xC5\x82 \xC5\x82z \xF0\x9F\x98\x83 {a}\xC2\xA0" "b\xE2\x80\x94" "c\n" },
		{ "looks", RTF("\\b bold\\b0  {\\strike YES} / {\\highlight1 NO} {\\v gone}{\\deleted gone}{\\ul u}\\par"), "p1: [b:bold] [s:YES] / [m:NO] [u:u]\n" },
		{ "symbols", RTF("{\\f1 \\'a8} Yes {\\f1\\'fe} No {\\field{\\*\\fldinst SYMBOL 168 \\\\f \"Wingdings\"}{\\fldrslt {\\f1\\'a8}}}\\par"),
			"p1: [B:" EMPTY_BOX "] Yes [B:" TICKED_BOX "] No [B:" EMPTY_BOX "]\n" },
		{ "a table", RTF("before\\par" ROW("\\cellx100\\cellx300") IN "a\\cell b\\par c\\cell\\row" ROW("\\cellx100\\cellx300") IN "d\\cell\\cell\\row\\pard after\\par"),
			"p1: before\n1.1.1: a\n1.1.2: b\nc\n1.2.1: d\n1.2.2: \np2: after\n" },
		{ "spans", RTF(ROW("\\trhdr\\cellx300") IN "wide\\cell\\row" ROW("\\clvmgf\\cellx100\\cellx300") IN "tall\\cell 1\\cell\\row" ROW("\\clvmrg\\cellx100\\cellx300") IN "\\cell 2\\cell\\row\\pard\\par"),
			"h0 1.1.1(2x1): wide\n1.2.1(1x2): tall\n1.2.2: 1\n1.3.2: 2\n" },
		{ "old horizontal merge", RTF(ROW("\\clmgf\\cellx100\\clmrg\\cellx200\\cellx300") IN "a\\cell\\cell c\\cell\\row\\pard\\par"), "1.1.1(2x1): a\n1.1.3: c\n" },
		{ "a table in a table", RTF(ROW("\\cellx100\\cellx300") IN "label\\par\\pard\\intbl\\itap2 in\\nestcell{\\nonesttables\\par}side\\nestcell{\\nonesttables\\par}{\\*\\nesttableprops\\trowd\\cellx50\\cellx90\\nestrow}"
			"\\pard\\intbl more\\cell next\\cell\\row\\pard after\\par"), "1.1.1: label\nmore\n2.1.1 in 1.1.1: in\n2.1.2 in 1.1.1: side\n1.1.2: next\np1: after\n" },
		{ "a table in a cell that is wider than its row's first column", RTF(ROW("\\cellx100\\cellx300\\cellx400") IN "a\\cell b\\cell c\\cell\\row" ROW("\\cellx300\\cellx400") IN "label\\cell\\pard\\intbl\\itap2 Yes\\nestcell{\\nonesttables\\par}"
			"{\\*\\nesttableprops\\trowd\\cellx90\\nestrow}\\pard\\intbl\\cell\\row\\pard after\\par"), "1.1.1: a\n1.1.2: b\n1.1.3: c\n1.2.1(2x1): label\n1.2.3: \n2.1.1 in 1.2.3: Yes\np1: after\n" },
		{ "form fields", RTF("{\\field{\\*\\fldinst { FORMTEXT }{{\\*\\ffdata{\\fftype0{\\*\\ffname Text1}{\\*\\ffhelptext Name of child}}}}}{\\fldrslt {Kim \\b Lee}}} " BOX("1") " Yes " BOX("25") " No "
			"{\\field{\\*\\fldinst { FORMDROPDOWN {\\*\\formfield{\\fftype2\\ffres1{\\*\\ffname D}\\ffdefres0{\\*\\ffl Please select}{\\*\\ffl Male}}}}}{\\fldrslt }}"
			"{\\field{\\*\\fldinst { FORMCHECKBOX }}{\\fldrslt {}}}\\par"),
			"p1: [V:Kim :text Text1 'Name of child'][bV:Lee:text Text1 'Name of child'] [BV:" TICKED_BOX ":checkbox Check1] Yes [BV:" EMPTY_BOX ":checkbox Check1] No "
			"[V:Male:choice D =Male of Please select/Male][V?:\xE2\x96\xA1:checkbox]\n" },
		{ "other fields", RTF("{\\field{\\*\\fldinst HYPERLINK \"mailto:a@b.example\"}{\\fldrslt a@b.example}}\\par"), "p1: a@b.example\n" },
		{ "beside the text", RTF("a{\\footnote note}b{\\*\\annotation comment}{\\header OFFICIAL\\par}{\\*\\unknown x}{\\listtext 1.}{\\pict 00ff}c\\par"),
			"margin p1: note\nmargin p2: comment\nmargin p3: OFFICIAL\np4: abc\n" },
		{ "a text box", RTF("a{\\shp{\\*\\shpinst{\\sp{\\sn x}{\\sv 1}}{\\shptxt boxed\\par}}{\\shprslt old}}\\par"), "p1: boxed\np2: a\n" },
		{ "two readings", RTF("{\\upr{old}{\\*\\ud{new}}}\\par"), "p1: new\n" },
		{ "binary", RTF("a{\\*\\x\\bin3 }}}}b\\par"), "p1: ab\n" },
		{ "cut short", "{\\rtf1 a {\\b b", "p1: a [b:b]\n" },
		{ "row without cells, cells without a row", RTF("\\row\\nestrow\\cell x\\nestcell y\\par"), NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(0);
		struct document got;

		document_read(a, rtf_read, span_str(cases[i].in), false, NULL, &got);
		if (got.why != PART_WHY_NONE || (cases[i].want != NULL && strcmp(got.printed, cases[i].want) != 0))
			fail_msg("%s: %s\n%s\nwanted:\n%s", cases[i].name, part_why_name(got.why), got.printed, cases[i].want);
		arena_free(a);
	}
}

static void
what_cannot_be_read_is_told(void **state)
{
	static const struct { struct span in; enum part_why why; } cases[] = {
		{ SPAN_LIT_INIT("hello"), PART_WHY_DAMAGED },
		{ SPAN_LIT_INIT("{\\rtf1}"), PART_WHY_EMPTY },
		{ SPAN_LIT_INIT("{\\rtf1{\\pict 00}}"), PART_WHY_SCANNED_IMAGE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(0);
		struct document got;

		document_read(a, rtf_read, cases[i].in, false, NULL, &got);
		assert_int_equal(got.why, cases[i].why);
		arena_free(a);
	}
}

static void
html_within_is_given_back(void **state)
{
	struct arena *a = arena_new(0);
	struct document got;

	(void)state;
	document_read(a, rtf_read, SPAN_LIT("{\\rtf1\\ansi\\fromhtml1 {\\*\\htmltag <p>}\\htmlrtf {\\htmlrtf0 Name: Kim{\\*\\htmltag </p>}\\htmlrtf }\\htmlrtf0}"), false, NULL, &got);
	assert_int_equal(got.why, PART_WHY_NONE);
	assert_int_equal(got.inside.count, 1);
	assert_true(span_find(got.inside.items[0].bytes, SPAN_LIT("<p>Name: Kim</p>")) < got.inside.items[0].bytes.len);
	arena_free(a);
}

static void
real_files_are_read(void **state)
{
	static const struct { const char *file, *holds; } cases[] = {
		{ "rtf-fields.rtf", "1.7.1: Has this been discussed with your safeguarding lead?\n1.7.2: [V?:\xE2\x96\xA1:checkbox] Yes   [V?:\xE2\x96\xA1:checkbox] No\n" },
		{ "rtf-tables.rtf", "\n1.2.2: " },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(0);
		struct document got;

		document_read(a, rtf_read, document_bytes(a, cases[i].file), false, NULL, &got);
		if (got.why != PART_WHY_NONE || strstr(got.printed, cases[i].holds) == NULL)
			fail_msg("%s: %s\n%s\nwanted:\n%s", cases[i].file, part_why_name(got.why), got.printed, cases[i].holds);
		arena_free(a);
	}
}

static void
cut_anywhere_it_ends(void **state)
{
	(void)state;
	assert_true(document_cuts(rtf_read, SPAN_LIT(RTF("a{\\footnote n}\\u201?\\'e9" ROW("\\clvmgf\\cellx100\\cellx300") IN BOX("1") "\\cell\\pard\\intbl\\itap2 b\\nestcell{\\*\\nesttableprops\\trowd\\cellx9\\nestrow}"
	    "\\pard\\intbl c\\cell\\row{\\shp{\\*\\shpinst{\\shptxt d\\par}}}{\\upr{e}{\\*\\ud{f}}}"))) < 0.5);
}

static void
nesting_is_bounded(void **state)
{
	static const char *const pieces[] = { "{", "{\\footnote ", "{\\field{\\fldrslt ", "\\itap9\\intbl x\\nestcell", "{\\*\\nesttableprops\\trowd\\cellx1" };

	(void)state;
	for (size_t k = 0; k < sizeof(pieces) / sizeof(pieces[0]); k++) {
		struct arena *a = arena_new(0);
		struct arena_text t = arena_text(a);
		struct document got;
		clock_t from = clock();

		arena_put_str(&t, "{\\rtf1 ");
		for (int i = 0; i < 100000; i++)
			arena_put_str(&t, pieces[k]);
		document_read(a, rtf_read, arena_text_span(&t), false, NULL, &got);
		assert_true(clock() - from < 5 * CLOCKS_PER_SEC);
		arena_free(a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bodies_become_blocks),
		cmocka_unit_test(what_cannot_be_read_is_told),
		cmocka_unit_test(html_within_is_given_back),
		cmocka_unit_test(real_files_are_read),
		cmocka_unit_test(cut_anywhere_it_ends),
		cmocka_unit_test(nesting_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
