/* SPDX-License-Identifier: ISC
 * wordml: Word documents in one XML file. */
#include "parsers/wordml.h"
#include "tests/unit/print_blocks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <string.h>

#define W2003 "<?xml version='1.0'?><?mso-application progid='Word.Document'?><w:wordDocument xmlns:w='http://schemas.microsoft.com/office/word/2003/wordml'" \
	" xmlns:wx='http://schemas.microsoft.com/office/word/2003/auxHint' xmlns:aml='http://schemas.microsoft.com/aml/2001/core' xmlns:v='urn:schemas-microsoft-com:vml'>"
#define NS "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define PKG "<?xml version=\"1.0\"?><pkg:package xmlns:pkg=\"http://schemas.microsoft.com/office/2006/xmlPackage\">"
#define RELS_PART "<pkg:part pkg:name=\"/_rels/.rels\" pkg:contentType=\"x\"><pkg:xmlData><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" \
	"<Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"word/document.xml\"/></Relationships></pkg:xmlData></pkg:part>"
#define DOCUMENT_PART(body) "<pkg:part pkg:name=\"/word/document.xml\" pkg:contentType=\"x\"><pkg:xmlData><w:document " NS "><w:body>" body "</w:body></w:document></pkg:xmlData></pkg:part>"
#define R(text) "<w:r><w:t>" text "</w:t></w:r>"
#define P(inner) "<w:p>" inner "</w:p>"

static const struct {
	const char *name, *in, *want;
	enum part_why why;
	unsigned flags;
	size_t inside;
} cases[] = {
	{ "2003", W2003 "<w:docSuppData><w:binData w:name='editdata.mso'>AAAA</w:binData></w:docSuppData><w:styles><w:style w:type='paragraph' w:styleId='H1'><w:name w:val='heading 1'/></w:style></w:styles>"
		"<w:body><wx:sect>" P("<w:pPr><w:pStyle w:val='H1'/></w:pPr>" R("Form")) "<w:tbl><w:tr><w:tc><w:tcPr><w:vmerge w:val='restart'/></w:tcPr>" P(R("Name")) "</w:tc><w:tc>"
		P("<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:name w:val='C'/><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>")
		"</w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vmerge/></w:tcPr>" P("") "</w:tc><w:tc>" P(R("b")) "</w:tc></w:tr></w:tbl>"
		P("<aml:annotation aml:id='1' w:type='Word.Insertion'><aml:content>" R("new") "</aml:content></aml:annotation><aml:annotation aml:id='2' w:type='Word.Deletion'><aml:content>"
		"<w:r><w:delText>old</w:delText></w:r></aml:content></aml:annotation><w:r><w:sym w:font='Wingdings' w:char='F0A8'/></w:r>")
		"<w:sectPr><w:hdr w:type='odd'>" P(R("OFFICIAL")) "</w:hdr></w:sectPr></wx:sect></w:body></w:wordDocument>",
		"h1 p1: Form\n1.1.1(1x2): Name\n1.1.2: [BV:" TICKED_BOX ":checkbox C]\n1.2.2: b\np2: new[B:" EMPTY_BOX "]\nmargin p3: OFFICIAL\n", PART_WHY_NONE, PART_FLAG_MACRO, 0 },
	{ "2003, cut", W2003 "<w:body>" P(R("a")) "<w:p>" R("b"), "p1: a\np2: b\n", PART_WHY_DAMAGED, 0, 0 },
	{ "2003, nothing in it", W2003 "<w:body/></w:wordDocument>", "", PART_WHY_EMPTY, 0, 0 },
	{ "flat OPC", PKG RELS_PART DOCUMENT_PART(P(R("x")))
		"<pkg:part pkg:name=\"/word/_rels/document.xml.rels\" pkg:contentType=\"x\"><pkg:xmlData><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
		"<Relationship Id=\"b\" Type=\"x/oleObject\" Target=\"embeddings/o.bin\"/></Relationships></pkg:xmlData></pkg:part>"
		"<pkg:part pkg:name=\"/word/embeddings/o.bin\" pkg:contentType=\"application/x-ole\"><pkg:binaryData>aGVs\nbG8=</pkg:binaryData></pkg:part></pkg:package>",
		"p1: x\n", PART_WHY_NONE, 0, 1 },
	{ "flat OPC, cut", PKG RELS_PART "<pkg:part pkg:name=\"/word/document.xml\"><pkg:xmlData><w:document " NS "><w:body>" P(R("x")) "<w:p>", "p1: x\n", PART_WHY_DAMAGED, 0, 0 },
	{ "neither", "<a/>", "", PART_WHY_UNKNOWN_TYPE, 0, 0 },
};

static void
one_file_is_read_like_a_package(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(0);
		struct block_list blocks = block_list(a);
		struct part_list inside = { .count = 0 };
		struct reading r = { .arena = a, .bytes = span_str(cases[i].in), .part = SPAN_LIT("2"), .blocks = &blocks, .inside = &inside };
		enum part_why why = wordml_read(&r);
		const char *got = print_blocks(a, &blocks);

		if (why != cases[i].why || strcmp(got, cases[i].want) != 0)
			fail_msg("%s: %s\n%s\nwanted:\n%s", cases[i].name, part_why_name(why), got, cases[i].want);
		assert_int_equal(r.flags, cases[i].flags);
		assert_int_equal(inside.count, cases[i].inside);
		if (inside.count == 1)
			assert_true(span_eq_str(inside.items[0].bytes, "hello"));
		arena_free(a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(one_file_is_read_like_a_package) };

	return cmocka_run_group_tests_name("wordml", tests, NULL, NULL);
}
