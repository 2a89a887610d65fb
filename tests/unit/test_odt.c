/* SPDX-License-Identifier: ISC
 * odt: OpenDocument markup against the blocks it stands for. */
#include "parsers/odt.h"
#include "tests/unit/documents.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define HEAD "<office:document xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'" \
	" xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' xmlns:style='urn:oasis:names:tc:opendocument:xmlns:style:1.0'" \
	" xmlns:form='urn:oasis:names:tc:opendocument:xmlns:form:1.0' xmlns:draw='urn:oasis:names:tc:opendocument:xmlns:drawing:1.0'" \
	" xmlns:fo='urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0' xmlns:dc='http://purl.org/dc/elements/1.1/'" \
	" xmlns:loext='urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0'" \
	" xmlns:field='urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0'>"
#define STYLES "<office:automatic-styles><style:style style:name='B' style:family='text'><style:text-properties fo:font-weight='bold'/></style:style>" \
	"<style:style style:name='S' style:family='text' style:parent-style-name='B'><style:text-properties fo:font-weight='normal' style:text-line-through-style='solid'/></style:style>" \
	"<style:style style:name='H' style:family='text'><style:text-properties text:display='none'/></style:style>" \
	"<style:style style:name='M' style:family='text'><style:text-properties fo:background-color='#ffff00'/></style:style>" \
	"<style:style style:name='W' style:family='text'><style:text-properties style:font-name='Wingdings'/></style:style>" \
	"<style:style style:name='PB' style:family='paragraph'><style:text-properties fo:font-weight='bold'/></style:style></office:automatic-styles>"
#define DOCUMENT(body) HEAD STYLES "<office:body><office:text>" body "</office:text></office:body></office:document>"
#define P(inner) "<text:p>" inner "</text:p>"
#define C(inner) "<table:table-cell>" inner "</table:table-cell>"
#define R(inner) "<table:table-row>" inner "</table:table-row>"
#define T(inner) "<table:table><table:table-column/>" inner "</table:table>"
#define SPAN(style, inner) "<text:span text:style-name='" style "'>" inner "</text:span>"

struct body_case {
	const char *name, *in, *want;
};

static void
bodies_become_blocks(void **state)
{
	static const struct body_case cases[] = {
		{ "paragraphs and headings", DOCUMENT("<text:h text:outline-level='2'>Child</text:h>" P("one\n  two") P("") P("a<text:s text:c='2'/>b<text:tab/>c<text:line-break/>d")),
			"h2 p1: Child\np2: one two\np4: a  b\tc\nd\n" },
		{ "looks", DOCUMENT(P(SPAN("B", "bold") " " SPAN("S", "YES") " / " SPAN("M", "NO") SPAN("H", "hidden")) "<text:p text:style-name='PB'>all</text:p>"),
			"p1: [b:bold] [s:YES] / [m:NO]\np2: [b:all]\n" },
		{ "symbols", DOCUMENT(P(SPAN("W", "\xC2\xA8") " Yes \xE2\x98\x92 No")), "p1: [B:" EMPTY_BOX "] Yes [B:" TICKED_BOX "] No\n" },
		{ "a table with spans", DOCUMENT(T("<table:table-header-rows>" R("<table:table-cell table:number-columns-spanned='2'>" P("Head") "</table:table-cell><table:covered-table-cell>" P("gone")
			"</table:covered-table-cell>") "</table:table-header-rows>" R("<table:table-cell table:number-rows-spanned='2'>" P("tall") "</table:table-cell>" C(P("1") P("") P("2")))
			R("<table:covered-table-cell/>" C(""))) P("after")),
			"h0 1.1.1(2x1): Head\n1.2.1(1x2): tall\n1.2.2: 1\n\n2\n1.3.2: \np1: after\n" },
		{ "a table in a table", DOCUMENT(T(R(C(P("label") T(R(C(P("in")) C(P("side")))) P("more")) C(P("next"))))),
			"1.1.1: label\nmore\n2.1.1 in 1.1.1: in\n2.1.2 in 1.1.1: side\n1.1.2: next\n" },
		{ "tracked changes", DOCUMENT("<text:tracked-changes><text:changed-region text:id='c'><text:deletion>" P("gone") "</text:deletion></text:changed-region></text:tracked-changes>"
			P("a<text:change text:change-id='c'/><text:change-start text:change-id='d'/>b<text:change-end text:change-id='d'/>")), "p1: ab\n" },
		{ "hidden", DOCUMENT("<text:section text:display='none'>" P("gone") "</text:section>" P("a<text:hidden-text text:is-hidden='true'>gone</text:hidden-text>b")), "p1: ab\n" },
		{ "notes, comments and boxes", DOCUMENT(P("a<text:note><text:note-citation>1</text:note-citation><text:note-body>" P("note") "</text:note-body></text:note>b"
			"<office:annotation><dc:creator>Kim</dc:creator>" P("comment") "</office:annotation>") P("<draw:frame><draw:text-box>" P("boxed") "</draw:text-box></draw:frame>")),
			"margin p2: note\nmargin p3: comment\np1: ab\np5: boxed\n" },
		{ "shapes with words, and with a table", DOCUMENT(P("a<draw:custom-shape>" P("one") P("two") "</draw:custom-shape>b") P("<draw:g><draw:rect>" P("in") "<loext:table><loext:table-row>"
			"<loext:table-cell>" P("Name") "</loext:table-cell><loext:table-cell table:number-columns-spanned='2'>" P("Kim") "</loext:table-cell></loext:table-row></loext:table></draw:rect></draw:g>")),
			"p1: ab\np2: one\np3: two\np5: in\n1.1.1: Name\n1.1.2(2x1): Kim\n" },
		{ "Word's form fields", DOCUMENT(P("<field:fieldmark-start text:name='Text1' field:type='vnd.oasis.opendocument.field.FORMTEXT'/><field:fieldmark-separator/>Kim<field:fieldmark-end/>!")
			P("<field:fieldmark text:name='c' field:type='vnd.oasis.opendocument.field.FORMCHECKBOX'><field:param field:name='Checkbox_Checked' field:value='true'/></field:fieldmark> Yes")
			P("<field:fieldmark text:name='d' field:type='vnd.oasis.opendocument.field.FORMDROPDOWN'><field:param field:name='Dropdown_ListEntry' field:value='Female'/>"
			"<field:param field:name='Dropdown_ListEntry' field:value='Male'/><field:param field:name='Dropdown_Selected' field:value='1'/></field:fieldmark>")),
			"p1: [V:Kim:text Text1]!\np2: [BV:" TICKED_BOX ":checkbox c] Yes\np3: [V:Male:choice d of Female/Male]\n" },
		{ "content controls", DOCUMENT(P("<loext:content-control loext:alias='Name' loext:tag='child.name'>Kim</loext:content-control>")
			P("<loext:content-control loext:showing-place-holder='true'>Click here</loext:content-control>")
			P("<loext:content-control loext:checkbox='true' loext:checked='true'>\xE2\x98\x92</loext:content-control> Yes")
			P("<loext:content-control loext:date='true' loext:current-date='2016-03-04T00:00:00Z'>4 March 2016</loext:content-control>")
			P("<loext:content-control loext:dropdown='true'><loext:list-item loext:display-text='Female' loext:value='F'/><loext:list-item loext:display-text='Male' loext:value='M'/>Female"
			"</loext:content-control>")),
			"p1: [V:Kim:text child.name 'Name']\np2: [PV:Click here:text empty]\np3: [BV:" TICKED_BOX ":checkbox] Yes\np4: [V:4 March 2016:date =2016-03-04]\n"
			"p5: [V:Female:choice =F of Female/Male]\n" },
		{ "fields to type in", DOCUMENT(P("<text:text-input text:description='Your name'>Kim</text:text-input>") P("<text:placeholder text:placeholder-type='text'>&lt;Name&gt;</text:placeholder>")
			P("<text:drop-down text:name='sex'><text:label text:value='Please select'/><text:label text:value='Male'/>Please select</text:drop-down>")),
			"p1: [V:Kim:text 'Your name']\np2: [PV:<Name>:text empty]\np3: [PV:Please select:choice sex of Please select/Male empty]\n" },
		{ "form controls", DOCUMENT("<office:forms><form:form><form:text form:name='n' form:title='Name' form:id='c1' form:current-value='Kim'/>"
			"<form:checkbox form:id='c2' form:name='b' form:label='Child died' form:current-state='checked'/><form:listbox form:id='c3' form:name='l'>"
			"<form:option form:label='Female' form:value='F'/><form:option form:label='Male' form:value='M' form:current-selected='true'/></form:listbox></form:form></office:forms>"
			P("Name: <draw:control draw:control='c1'/>") P("<draw:control draw:control='c2'/>") P("<draw:control draw:control='c3'/>")),
			"p1: Name: [V:Kim:text n 'Name']\np2: [BV:" TICKED_BOX ":checkbox b] Child died\np3: [V:Male:choice l =M of Female/Male]\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(0);
		struct document got;

		document_read(a, odt_read, span_str(cases[i].in), false, NULL, &got);
		if (got.why != PART_WHY_NONE || strcmp(got.printed, cases[i].want) != 0)
			fail_msg("%s: %s\n%s\nwanted:\n%s", cases[i].name, part_why_name(got.why), got.printed, cases[i].want);
		arena_free(a);
	}
}

static void
margins_come_last(void **state)
{
	struct arena *a = arena_new(0);
	struct document got;

	(void)state;
	document_read(a, odt_read, SPAN_LIT(HEAD "<office:master-styles><style:master-page><style:header>" P("OFFICIAL") "</style:header></style:master-page></office:master-styles>"
	    "<office:body><office:text>" P("body") "</office:text></office:body></office:document>"), false, NULL, &got);
	assert_string_equal(got.printed, "p1: body\nmargin p2: OFFICIAL\n");
	arena_free(a);
}

static void
what_cannot_be_read_is_told(void **state)
{
	static const struct { struct span in; enum part_why why; } cases[] = {
		{ SPAN_LIT_INIT(DOCUMENT("")), PART_WHY_EMPTY },
		{ SPAN_LIT_INIT(DOCUMENT(P("<draw:frame><draw:image/></draw:frame>"))), PART_WHY_SCANNED_IMAGE },
		{ SPAN_LIT_INIT("<!DOCTYPE x [<!ENTITY a SYSTEM '/etc/passwd'>]>" DOCUMENT(P("&a;"))), PART_WHY_DAMAGED },
		{ SPAN_LIT_INIT("PK\x03\x04 and no more"), PART_WHY_DAMAGED },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(0);
		struct document got;

		document_read(a, odt_read, cases[i].in, false, NULL, &got);
		assert_int_equal(got.why, cases[i].why);
		arena_free(a);
	}
}

static void
real_files_are_read(void **state)
{
	static const struct { const char *file, *holds; } cases[] = {
		{ "odt-tables.odt", "2.8.2: YES / [s:NO]\n" },
		{ "odt-fields.odt", "[BV:" TICKED_BOX ":checkbox __Fieldmark__1851_1856075094] Yes   [BV:" EMPTY_BOX ":checkbox __Fieldmark__1854_1856075094] No\n" },
		{ "odt-locked.odt", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(0);
		struct document got;
		bool locked = cases[i].holds[0] == '\0';

		document_read(a, odt_read, document_bytes(a, cases[i].file), false, NULL, &got);
		if (got.why != (locked ? PART_WHY_PASSWORD : PART_WHY_NONE) || strstr(got.printed, cases[i].holds) == NULL)
			fail_msg("%s: %s\n%s\nwanted:\n%s", cases[i].file, part_why_name(got.why), got.printed, cases[i].holds);
		arena_free(a);
	}
}

static void
cut_anywhere_it_ends(void **state)
{
	(void)state;
	assert_true(document_cuts(odt_read, SPAN_LIT(DOCUMENT(T(R(C(P("a<draw:frame><draw:text-box>" P("b") "</draw:text-box></draw:frame>") T(R(C(P("in"))))) "<table:covered-table-cell/>"))
	    P("<field:fieldmark-start field:type='x.FORMTEXT'/>k<field:fieldmark-end/><loext:content-control loext:checkbox='true'>x</loext:content-control>")))) < 0.5);
}

static void
nesting_is_bounded(void **state)
{
	struct arena *a = arena_new(0);
	struct arena_text t = arena_text(a);
	struct document got;

	(void)state;
	arena_put_str(&t, HEAD "<office:body><office:text>");
	for (int i = 0; i < 100000; i++)
		arena_put_str(&t, "<table:table><table:table-row><table:table-cell>");
	document_read(a, odt_read, arena_text_span(&t), false, NULL, &got);
	assert_int_equal(got.why, PART_WHY_TOO_DEEP);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bodies_become_blocks),
		cmocka_unit_test(margins_come_last),
		cmocka_unit_test(what_cannot_be_read_is_told),
		cmocka_unit_test(real_files_are_read),
		cmocka_unit_test(cut_anywhere_it_ends),
		cmocka_unit_test(nesting_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
