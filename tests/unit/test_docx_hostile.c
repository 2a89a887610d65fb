/* SPDX-License-Identifier: ISC
 * docx: documents made to hurt: the exact refusal, and soon. */
#include "tests/unit/make_docx.h"

#include <time.h>

enum { SECONDS = 10 };

static struct span
pack_document(struct arena *a, const char *xml)
{
	struct entry entries[] = { { "_rels/.rels", root_rels }, { "word/document.xml", xml } };

	return pack(a, entries, 2);
}

static const char *
repeat(struct arena *a, const char *before, const char *piece, size_t times, const char *after)
{
	struct arena_text t = arena_text(a);

	arena_put_str(&t, before);
	for (size_t i = 0; i < times; i++)
		arena_put_str(&t, piece);
	arena_put_str(&t, after);
	arena_put_byte(&t, '\0');
	return (const char *)t.bytes;
}

#define OPEN "<w:document" NAMESPACES "><w:body>"
#define CLOSE "</w:body></w:document>"
#define NESTED_TABLE "<w:tbl><w:tr><w:tc>"

static void
bombs_are_refused(void **state)
{
	/* Below 1 MB but for the first two, where the zip room has the say. */
	static const struct {
		const char *name, *before, *piece;
		size_t times;
		const char *after;
		enum part_why why;
	} cases[] = {
		{ "nothing but blanks, 20 MB", OPEN, "          ", 2000000, CLOSE, PART_WHY_TOO_LARGE },
		{ "too large in all", OPEN, "          ", 7000000, CLOSE, PART_WHY_TOO_LARGE },
		{ "entities in entities", "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>", "<!ENTITY b '&a;&a;&a;&a;&a;&a;'>", 20, "]>" OPEN "&b;" CLOSE, PART_WHY_DAMAGED },
		{ "a file from outside", "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>" OPEN, P(R("&a;")), 1, CLOSE, PART_WHY_DAMAGED },
		{ "a type from outside", "<!DOCTYPE x PUBLIC 'x' 'http://nowhere.example/x.dtd'>" OPEN, P(R("a")), 1, CLOSE, PART_WHY_DAMAGED },
		{ "tables in tables", OPEN, NESTED_TABLE, 1000, "", PART_WHY_TOO_DEEP },
		{ "controls in controls", OPEN, "<w:sdt><w:sdtContent>", 1000, "", PART_WHY_TOO_DEEP },
		{ "fields in fields", OPEN "<w:p>", "<w:r><w:fldChar w:fldCharType='begin'/></w:r>", 20000, "</w:p>" CLOSE, PART_WHY_EMPTY },
		{ "wide rows", OPEN "<w:tbl><w:tr>", "<w:tc><w:tcPr><w:gridSpan w:val='500'/></w:tcPr></w:tc>", 16000, "</w:tr></w:tbl>" CLOSE, PART_WHY_EMPTY },
		{ "a tall merge", OPEN "<w:tbl><w:tr>" TCP("<w:vMerge w:val='restart'/>", P(R("a"))) "</w:tr>", TR(TCP("<w:vMerge/>", P(R("a")))), 5000, "</w:tbl>" CLOSE, PART_WHY_NONE },
		{ "styles that are not there", OPEN, "<w:p><w:pPr><w:pStyle w:val='x'/></w:pPr></w:p>", 16000, CLOSE, PART_WHY_EMPTY },
		{ "runs without end", OPEN "<w:p>", R("a") RP("<w:b/>", "b"), 5000, "</w:p>" CLOSE, PART_WHY_NONE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(0);
		struct result got;
		struct span bytes = pack_document(a, repeat(a, cases[i].before, cases[i].piece, cases[i].times, cases[i].after));
		clock_t from = clock();

		read_bytes(a, bytes, &got);
		if (got.why != cases[i].why)
			fail_msg("%s: %s, wanted %s", cases[i].name, part_why_name(got.why), part_why_name(cases[i].why));
		if ((clock() - from) / CLOCKS_PER_SEC >= SECONDS)
			fail_msg("%s: too slow", cases[i].name);
		arena_free(a);
	}
}

static void
blocks_have_a_limit(void **state)
{
	struct arena *a = arena_new(0);
	struct result got;

	(void)state;
	read_bytes(a, pack_document(a, repeat(a, OPEN, P(R("a")) TBL(TR(CELL("b"))), BLOCK_LIMIT, CLOSE)), &got);
	assert_int_equal(got.why, PART_WHY_NONE);
	assert_true(got.blocks.cut);
	assert_int_equal(got.blocks.count, BLOCK_LIMIT);
	arena_free(a);
}

static const char whole[] = OPEN P(R("before")) TBL(TR(TCP("<w:gridSpan w:val='2'/><w:vMerge w:val='restart'/>", P(R("a")) TBL(TR(CELL("in")))) CELL("b")) TR(TCP("<w:vMerge/>", P(""))))
	P(SDT("<w:tag w:val='t'/><w:dropDownList><w:listItem w:value='x'/></w:dropDownList>", R("x")) SDT(CHECKBOX("1"), R(TICKED_BOX)))
	P("<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:textInput/></w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMTEXT</w:instrText></w:r>"
	"<w:r><w:fldChar w:fldCharType='separate'/></w:r>" R("v") "<w:r><w:fldChar w:fldCharType='end'/></w:r>")
	P("<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:txbxContent>" P(R("box")) "</w:txbxContent></mc:Choice></mc:AlternateContent></w:r>") CLOSE;

static void
a_document_cut_at_any_byte_gives_what_it_had(void **state)
{
	(void)state;
	for (size_t i = 1; i < sizeof(whole) - 1; i++) {
		struct arena *a = arena_new(0);
		struct result got;

		read_bytes(a, pack_document(a, arena_cstr(a, span_of(whole, i))), &got);
		assert_int_equal(got.why, PART_WHY_DAMAGED);
		if (strstr(arena_cstr(a, span_of(whole, i)), "before</w:t>") != NULL)
			assert_memory_equal(got.printed, "p1: before\n", 11);
		arena_free(a);
	}
}

static void
a_package_cut_or_bent_at_any_byte_is_survived(void **state)
{
	struct arena *a = arena_new(0);
	struct span good = pack_document(a, whole), bent = arena_copy(a, good);

	(void)state;
	for (size_t i = 0; i < good.len; i++) {
		struct arena *inner = arena_new(0);
		unsigned char *byte = (unsigned char *)(uintptr_t)&bent.at[i];
		struct result got;

		read_bytes(inner, span_slice(good, 0, i), &got);
		assert_true(got.why != PART_WHY_NONE);
		*byte ^= 0x55;
		read_bytes(inner, bent, &got);
		*byte ^= 0x55;
		arena_free(inner);
	}
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bombs_are_refused),
		cmocka_unit_test(blocks_have_a_limit),
		cmocka_unit_test(a_document_cut_at_any_byte_gives_what_it_had),
		cmocka_unit_test(a_package_cut_or_bent_at_any_byte_is_survived),
	};

	return cmocka_run_group_tests_name("docx hostile", tests, NULL, NULL);
}
