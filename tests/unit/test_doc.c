/* SPDX-License-Identifier: ISC
 * doc: documents as LibreOffice writes them, what antiword says of older ones, and damage. */
#include "parsers/doc.h"
#include "parsers/doc_write.h"
#include "tests/unit/documents.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void
documents_become_blocks(void **state)
{
	static const struct { const char *file, *want; } cases[] = {
		{ "doc-tables.doc", "h1 p1: [b:Case for consideration]\n"
			"p2: caf\xC3\xA9 \xC5\x82 \xF0\x9F\x98\x83 \xE2\x80\x9Cquoted\xE2\x80\x9D [b:bold] [i:italic]\nsecond line\ttabbed\n"
			"1.1.1: Question\n1.1.2: YES\n1.1.3: NO\n"
			"1.2.1(1x2): Looked after?\n1.2.2: [s:YES] / [b:NO]\n1.2.3: [m:marked]\n1.3.2(2x1): [u:under]\nnext\n"
			"2.1.1: Family\nafter\n3.1.1 in 2.1.1: Mother\n3.1.2 in 2.1.1: Tamsin\n2.1.2: last\n"
			"p4: [B:" EMPTY_BOX "] Yes [B:" TICKED_BOX "] No a@b.example\np5: kept end\np6: Boxed: value\np8: Anchor here\n"
			"margin p9: a note\nmargin p11: OFFICIAL-SENSITIVE\n" },
		{ "doc-fields.doc", "p1: [b:MULTI-AGENCY REFERRAL]\n"
			"1.1.1: [b:Child\xE2\x80\x99s first name]\n1.1.2: [V:Kerensa:text]\n1.1.3: [b:Child\xE2\x80\x99s surname]\n1.1.4: [V:Polglase:text]\n"
			"1.2.1: [b:DOB or EDD]\n1.2.2: [V:01/02/2019:text]\n1.2.3: [b:Gender (M/F)]\n1.2.4: [V:Female:choice =Female of Please select/Female/Male]\n"
			"1.3.1: [b:NHS number]\n1.3.2: [V:\xE2\x80\x82\xE2\x80\x82\xE2\x80\x82\xE2\x80\x82\xE2\x80\x82:text]\n"
			"1.3.3: [b:Title]\n1.3.4: [PV:Please select:choice of Please select/Mr/Mrs empty]\n"
			"1.4.1: [b:Subject to a child protection plan?]\n1.4.2: [BV:" TICKED_BOX ":checkbox] Yes  [BV:" EMPTY_BOX ":checkbox] No\n"
			"1.4.3: [b:Looked after?]\n1.4.4: [BV:" EMPTY_BOX ":checkbox] Yes  [BV:" EMPTY_BOX ":checkbox] No\n"
			"p2: Y [B:" EMPTY_BOX "]  N [B:" TICKED_BOX "]  Not known [B:" EMPTY_BOX "]\nmargin p3: OFFICIAL-SENSITIVE when completed\n" },
		{ "doc-revised.doc", "p1: Ref No (office use): 17\np4: Case for consideration\n"
			"1.1.1(2x1): [b:Name]\n1.1.3(2x1): Elowen Nance\n1.2.1(2x1): [b:Criminal investigation]\n1.2.3(2x1): [s:YES] / NO\n"
			"1.3.1(2x1): [b:Other agencies]\n1.3.3(2x1): see below\n"
			"2.1.1 in 1.3.3: [b:Agency]\n2.1.2 in 1.3.3: [b:Still involved]\n2.2.1 in 1.3.3: School\n2.2.2 in 1.3.3: [m:Y] / N\n"
			"1.4.1(1x2): Family\n1.4.2(2x1): Mother\n1.4.4: Tamsin Nance\n1.5.2(2x1): Sibling\n1.5.4: Denzel Nance\n"
			"margin p5: OFFICIAL-SENSITIVE when completed\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(0);
		struct document got;

		document_read(a, doc_read, document_bytes(a, cases[i].file), false, NULL, &got);
		if (got.why != PART_WHY_NONE || strcmp(got.printed, cases[i].want) != 0)
			fail_msg("%s: %s\n%s\nwanted:\n%s", cases[i].file, part_why_name(got.why), got.printed, cases[i].want);
		arena_free(a);
	}
}

/* A text as antiword gives it. */
static enum part_why
as_antiword(void *context, enum reading_helper which, struct span in, struct arena *a, struct span *out)
{
	(void)context;
	(void)in;
	assert_int_equal(which, READING_ANTIWORD);
	*out = arena_copy(a, SPAN_LIT("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE book PUBLIC \"-//OASIS//DTD DocBook XML V4.1.2//EN\" \"x\">\n\n<book><title>a.doc</title><bookinfo><date>1997-12-12</date></bookinfo>\n"
	    "<chapter>\n<title/>\n  <para>\nReferral form\n  </para>\n  <para>\n\n  </para>\n<para>\n <informaltable><tgroup cols='2'><tbody>\n<row>\n <entry>\nName of child\n(in full)\n </entry>\n <entry>\nJory \xE2\x98\x92\n </entry>\n</row>\n"
	    "<row><entry>\n<emphasis role='bold'>Looked after?</emphasis>\n</entry><entry>\nYES / <emphasis role='strikethrough'>NO</emphasis>\n</entry><entry>\n\n</entry></row></tbody></tgroup></informaltable>\n</para>\n"
	    "<para>\nSigned<footnote><para>\nin ink\n</para></footnote>\n</para>\n</chapter>\n</book>"));
	return PART_WHY_NONE;
}

static void
older_ones_are_antiwords(void **state)
{
	struct arena *a = arena_new(0);
	struct block_list blocks = block_list(a);
	struct part_list inside = { 0 };
	struct span bytes = document_bytes(a, "doc-fields.doc");
	unsigned char *old = arena_alloc(a, bytes.len);
	struct reading r = { .arena = a, .bytes = span_of(old, bytes.len), .blocks = &blocks, .inside = &inside };
	size_t fib;

	(void)state;
	memcpy(old, bytes.at, bytes.len);
	fib = span_find(r.bytes, SPAN_LIT("\xEC\xA5\x01\x01"));
	assert_true(fib < bytes.len);
	old[fib + 2] = 0x68;		/* nFib of Word 95: 0x0068 */
	old[fib + 3] = 0;
	assert_int_equal(doc_read(&r), PART_WHY_NO_HELPER);
	r.help = as_antiword;
	assert_int_equal(doc_read(&r), PART_WHY_NONE);
	assert_string_equal(print_blocks(a, &blocks), "p1: [:Referral form]\n1.1.1: [:Name of child\n(in full)]\n1.1.2: [:Jory ][B:" TICKED_BOX "]\n"
	    "1.2.1: [b:Looked after?]\n1.2.2: [:YES / ][s:NO]\n1.2.3: \np2: [:Signed]\nmargin p3: [:in ink]\n");
	assert_true((blocks.items[0].runs[0].flags & BLOCK_UNCERTAIN) != 0);
	arena_free(a);
}

static void
what_cannot_be_read_is_told(void **state)
{
	struct arena *a = arena_new(0);
	struct document got;

	(void)state;
	document_read(a, doc_read, SPAN_LIT("hello"), false, NULL, &got);
	assert_int_equal(got.why, PART_WHY_DAMAGED);
	document_read(a, doc_read, SPAN_LIT("hello"), true, NULL, &got);
	assert_int_equal(got.why, PART_WHY_DAMAGED);
	arena_free(a);
}

static void
cut_anywhere_it_ends(void **state)
{
	struct arena *a = arena_new(0);

	(void)state;
	assert_true(document_cuts(doc_read, document_bytes(a, "doc-fields.doc")) < 0.5);
	arena_free(a);
}

/* ---- documents that say the same text again and again ---------------------------------------- */

enum { TEXT_AT = 2048, TEXT_LEN = 60000, PAGE_AT = 1024, HUGE_LEN = 60000, PIECES = 100000 };

static void
put(unsigned char *at, uint32_t value, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		at[i] = (unsigned char)(value >> (8 * i));
}

/* A page of one run over all the text, [MS-DOC] 2.9.33: its properties are the bytes given. */
static void
put_page(unsigned char *main_stream, size_t at, const char *properties, size_t len, bool paragraph)
{
	unsigned char *page = main_stream + at;

	put(page, TEXT_AT, 4);
	put(page + 4, TEXT_AT + TEXT_LEN, 4);
	page[8] = 200 / 2;
	page[200] = (unsigned char)(paragraph ? (len + 1) / 2 : len);
	memcpy(page + 201, properties, len);
	page[511] = 1;
}

/* Each piece is all of the text; its paragraphs are as long as `paragraph` says, 0 for one without an end. */
static void
make_repeating(struct arena *a, struct doc_file *f, const char *properties, size_t len, unsigned paragraph)
{
	unsigned char *main_stream = arena_alloc(a, TEXT_AT + TEXT_LEN), *table = arena_alloc(a, 64 + 5 + 4 + (size_t)PIECES * 12), *data = arena_alloc(a, 2 + HUGE_LEN);
	size_t clx = 64;

	put(main_stream, 0xA5EC, 2);
	put(main_stream + 2, 0xC1, 2);
	put(main_stream + 76, UINT32_C(0x7FFFFFFF), 4);
	memset(main_stream + TEXT_AT, 'a', TEXT_LEN);
	for (unsigned i = 0; paragraph > 0 && i < TEXT_LEN; i += paragraph)
		main_stream[TEXT_AT + i] = 0x0D;
	put_page(main_stream, PAGE_AT, properties, len, false);
	put_page(main_stream, PAGE_AT + 512, "\0\0\x46\x66\0\0\0\0", 8, true);	/* more, in the data stream */
	put(table + 0, TEXT_AT, 4);
	put(table + 4, TEXT_AT + TEXT_LEN, 4);
	put(table + 8, PAGE_AT / 512, 4);
	put(table + 16, TEXT_AT, 4);
	put(table + 20, TEXT_AT + TEXT_LEN, 4);
	put(table + 24, PAGE_AT / 512 + 1, 4);
	put(main_stream + 154 + 12 * 8, 0, 4);
	put(main_stream + 154 + 12 * 8 + 4, 12, 4);
	put(main_stream + 154 + 13 * 8, 16, 4);
	put(main_stream + 154 + 13 * 8 + 4, 12, 4);
	put(main_stream + 154 + 33 * 8, (uint32_t)clx, 4);
	put(main_stream + 154 + 33 * 8 + 4, 5 + 4 + PIECES * 12, 4);
	table[clx] = 2;
	put(table + clx + 1, 4 + PIECES * 12, 4);
	for (uint32_t i = 0; i <= PIECES; i++)
		put(table + clx + 5 + i * 4, i * 20000, 4);
	for (uint32_t i = 0; i < PIECES; i++)
		put(table + clx + 5 + (PIECES + 1) * 4 + i * 8 + 2, UINT32_C(0x40000000) | (TEXT_AT * 2), 4);
	put(data, HUGE_LEN, 2);
	*f = (struct doc_file){ .arena = a, .main = span_of(main_stream, TEXT_AT + TEXT_LEN), .table = span_of(table, clx + 5 + 4 + (size_t)PIECES * 12), .data = span_of(data, 2 + HUGE_LEN) };
	assert_int_equal(doc_file_open(f), PART_WHY_NONE);
	assert_int_equal(f->pieces_count, PIECES);
}

static void
work_is_bounded(void **state)
{
	static const struct { const char *name, *properties; size_t len; unsigned paragraph; } cases[] = {
		{ "hidden text", "\x3C\x08\1", 3, 0 }, { "endless paragraphs", "\x35\x08\1", 3, 0 }, { "paragraphs of one letter", "\x35\x08\1", 3, 2 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(0);
		struct doc_file f;
		clock_t from = clock();
		bool pictures;

		make_repeating(a, &f, cases[i].properties, cases[i].len, cases[i].paragraph);
		(void)doc_write_rtf(&f, &pictures);
		if ((double)(clock() - from) / CLOCKS_PER_SEC > 2 || arena_used(a) > 200u << 20)
			fail_msg("%s: %.1f s, %zu MB", cases[i].name, (double)(clock() - from) / CLOCKS_PER_SEC, arena_used(a) >> 20);
		arena_free(a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(documents_become_blocks), cmocka_unit_test(older_ones_are_antiwords), cmocka_unit_test(what_cannot_be_read_is_told),
		cmocka_unit_test(cut_anywhere_it_ends), cmocka_unit_test(work_is_bounded),
	};

	return cmocka_run_group_tests_name("doc", tests, NULL, NULL);
}
