/* SPDX-License-Identifier: ISC
 * fdf: FDF, XFDF and plain XML against the fields in them. */
#include "parsers/fdf.h"
#include "tests/unit/documents.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

struct field_case {
	const char *name, *in;
	enum part_why why;
	const char *want;
};

static void
check(enum part_why (*format)(struct reading *), const struct field_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct arena *a = arena_new(0);
		struct document got;

		document_read(a, format, span_str(cases[i].in), false, NULL, &got);
		if (got.why != cases[i].why || strcmp(got.printed, cases[i].want) != 0)
			fail_msg("%s: %s\n%s\nwanted: %s\n%s", cases[i].name, part_why_name(got.why), got.printed, part_why_name(cases[i].why), cases[i].want);
		arena_free(a);
	}
}

#define CHECK(format, table) check(format, table, sizeof(table) / sizeof(table[0]))
#define FDF(fields) "%FDF-1.2\n%\xE2\xE3\xCF\xD3\n1 0 obj\n<< /FDF << /Fields [" fields "] /F (form.pdf) >> >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"

static void
fdf_has_names_and_values(void **state)
{
	static const struct field_case cases[] = {
		{ "strings", FDF("<< /T (Name) /V (Ann Other) >> << /T (DOB) /V (4/3/2016) >>"), PART_WHY_NONE, "p0: [V:Ann Other:text Name]\np0: [V:4/3/2016:text DOB]\n" },
		{ "escapes and line ends", FDF("<< /T (A) /V (a \\(b\\) \\101\\r\\nc \\\nd) >>"), PART_WHY_NONE, "p0: [V:a (b) A\nc d:text A]\n" },
		{ "UTF-16 and hexadecimal", FDF("<< /T <FEFF00C9> /V <41 42 4> >>"), PART_WHY_NONE, "p0: [V:AB@:text \xC3\x89]\n" },
		{ "one byte a letter", FDF("<< /T (A) /V (caf\xE9) >>"), PART_WHY_NONE, "p0: [V:caf\xC3\xA9:text A]\n" },
		{ "children", FDF("<< /T (child) /Kids [ << /T (name) /V (Kim) >> << /T (dob) >> ] >>"), PART_WHY_NONE,
			"h0 p0: child\np0: [V:Kim:text child.name 'name']\np0: [V::text child.dob 'dob']\n" },
		{ "a form editor's parts are no headings", FDF("<< /T (form1[0]) /Kids [ << /T (#subform[1]) /Kids [ << /T (ChildsName_2[0]) /V (Kim) >> ] >> ] >>"), PART_WHY_NONE,
			"p0: [V:Kim:text form1[0].#subform[1].ChildsName_2[0] 'Childs Name 2']\n" },
		{ "a heading for each change of group", FDF("<< /T (1AboutYou) /Kids [ << /T (Name) /V (a) >> ] >> << /T (Child) /Kids [ << /T (Name) /V (b) >> ] >> << /T (Date) /V (c) >>"), PART_WHY_NONE,
			"h0 p0: 1 About You\np0: [V:a:text 1AboutYou.Name 'Name']\nh0 p0: Child\np0: [V:b:text Child.Name 'Name']\np0: [V:c:text Date]\n" },
		{ "numbers of questions and kinds of fields are no words", FDF("<< /T (Q1AboutYou) /Kids [ << /T (Name) /V (a) >> ] >> << /T (txtChild) /Kids [ << /T (Q2_Name) /V (b) >> ] >> "
			"<< /T (Quay.optional) /V (c) >>"), PART_WHY_NONE,
			"h0 p0: About You\np0: [V:a:text Q1AboutYou.Name 'Name']\nh0 p0: Child\np0: [V:b:text txtChild.Q2_Name 'Name']\nh0 p0: Quay\np0: [V:c:text Quay.optional 'optional']\n" },
		{ "boxes and choices", FDF("<< /T (a) /V /Yes >> << /T (b) /V /Off >> << /T (c) /V /No#20idea >> << /T (d) /V [ (x) (y) ] >>"), PART_WHY_NONE,
			"p0: [BV:" TICKED_BOX ":checkbox a =Yes]\np0: [BV:" EMPTY_BOX ":checkbox b =Off]\np0: [V:No idea:radio c =No idea]\np0: [V:x\ny:text d]\n" },
		{ "elsewhere", "%FDF-1.2\n1 0 obj << /FDF << /Fields 2 0 R >> >> endobj 2 0 obj [ 3 0 R ] endobj 3 0 obj << /T (A) /V (b) >> endobj", PART_WHY_NONE, "p0: [V:b:text A]\n" },
		{ "in circles", "%FDF-1.2\n1 0 obj << /FDF << /Fields [1 0 R 2 0 R] >> >> endobj 2 0 obj << /T (a) /Kids [2 0 R 2 0 R 2 0 R] >> endobj 3 0 obj 3 0 R endobj", PART_WHY_EMPTY, "" },
		{ "nothing", FDF(""), PART_WHY_EMPTY, "" },
		{ "no FDF", "%FDF-1.2\n1 0 obj << /A 1 >> endobj", PART_WHY_DAMAGED, "" },
		{ "cut", "%FDF-1.2\n1 0 obj << /FDF << /Fields [ << /T (A) /V (bc", PART_WHY_NONE, "p0: [V:bc:text A]\n" },
	};

	(void)state;
	CHECK(fdf_read, cases);
}

#define XFDF(fields) "<?xml version=\"1.0\"?><xfdf xmlns=\"http://ns.adobe.com/xfdf/\" xml:space=\"preserve\"><fields>" fields "</fields><ids original=\"A\"/></xfdf>"

static void
xfdf_has_names_and_values(void **state)
{
	static const struct field_case cases[] = {
		{ "plain", XFDF("<field name=\"Name\"><value>Ann &amp; Co</value></field><field name=\"Empty\"></field>"), PART_WHY_NONE,
			"p0: [V:Ann & Co:text Name]\np0: [V::text Empty]\n" },
		{ "children", XFDF("<field name=\"child\"><field name=\"1\"><field name=\"dob\"><value>4/3/16</value></field></field></field>"), PART_WHY_NONE,
			"h0 p0: child 1\np0: [V:4/3/16:text child.1.dob 'dob']\n" },
		{ "several values", XFDF("<field name=\"a\"><value>x</value><value>y</value></field>"), PART_WHY_NONE, "p0: [V:x\ny:text a]\n" },
		{ "rich", XFDF("<field name=\"a\"><value-richtext><body xmlns=\"http://www.w3.org/1999/xhtml\"><p>x <b>y</b></p></body></value-richtext></field>"), PART_WHY_NONE,
			"p0: [V:x y:text a]\n" },
		{ "boxes of one question", XFDF("<field name=\"MediaYes\"><value>Off</value></field><field name=\"MediaNo\"><value>Yes</value></field><field name=\"Media\"><value>Yes</value></field>"), PART_WHY_NONE,
			"p0: [BV:" EMPTY_BOX ":checkbox MediaYes]\np0: [BV:" TICKED_BOX ":checkbox MediaNo]\np0: [V:Yes:text Media]\n" },
		{ "off", XFDF("<field name=\"a\"><value>Off</value></field>"), PART_WHY_NONE, "p0: [BV:" EMPTY_BOX ":checkbox a]\n" },
		{ "nothing", XFDF(""), PART_WHY_EMPTY, "" },
		{ "a document type", "<!DOCTYPE x [<!ENTITY a 'b'>]><xfdf><fields><field name='a'><value>&a;</value></field></fields></xfdf>", PART_WHY_DAMAGED, "" },
	};

	(void)state;
	CHECK(fdf_read_xfdf, cases);
}

static void
data_are_leaves(void **state)
{
	static const struct field_case cases[] = {
		{ "a form's data", "<form1><Child><Name>Kim</Name><DOB>2016-03-04</DOB></Child><Summary/></form1>", PART_WHY_NONE,
			"h0 p0: Child\np0: [V:Kim:text Child.Name 'Name']\np0: [V:2016-03-04:text Child.DOB 'DOB']\np0: [V::text Summary]\n" },
		{ "XFA", "<xfa:datasets xmlns:xfa='http://www.xfa.org/schema/xfa-data/1.0/'><xfa:data><form1><A>1</A><B><body xmlns='http://www.w3.org/1999/xhtml'><p>x</p><p>y</p></body></B></form1>"
			"</xfa:data></xfa:datasets>", PART_WHY_NONE, "p0: [V:1:text form1.A 'A']\np0: [V:x\ny:text form1.B 'B']\n" },
		{ "something else", "<svg><g/></svg>", PART_WHY_UNKNOWN_TYPE, "" },
		{ "broken", "<a><b>1</b><c>2</c>", PART_WHY_DAMAGED, "" },
	};

	(void)state;
	CHECK(fdf_read_xml, cases);
}

static void
cut_anywhere_it_ends(void **state)
{
	(void)state;
	assert_true(document_cuts(fdf_read, SPAN_LIT(FDF("<< /T (child) /Kids [ << /T <FEFF0041> /V (K\\(m) >> << /T (dob) /V /Yes#20 >> ] >> << /T 4 0 R >>"))) < 0.5);
	assert_true(document_cuts(fdf_read_xfdf, SPAN_LIT(XFDF("<field name=\"a\"><field name=\"b\"><value>x</value></field></field>"))) < 0.5);
	assert_true(document_cuts(fdf_read_xml, SPAN_LIT("<form1><Child><Name>Kim</Name><DOB>2016-03-04</DOB></Child><Summary/></form1>")) < 0.5);
}

static void
nesting_is_bounded(void **state)
{
	struct arena *a = arena_new(0);
	struct arena_text t = arena_text(a);
	struct document got;

	(void)state;
	arena_put_str(&t, "%FDF-1.2\n1 0 obj ");
	for (int i = 0; i < 200000; i++)
		arena_put_str(&t, "[<</T");
	document_read(a, fdf_read, arena_text_span(&t), false, NULL, &got);
	assert_int_equal(got.why, PART_WHY_DAMAGED);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fdf_has_names_and_values),
		cmocka_unit_test(xfdf_has_names_and_values),
		cmocka_unit_test(data_are_leaves),
		cmocka_unit_test(cut_anywhere_it_ends),
		cmocka_unit_test(nesting_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
