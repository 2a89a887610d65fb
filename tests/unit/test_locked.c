/* SPDX-License-Identifier: ISC
 * locked: documents behind a password, as Office's and LibreOffice's own schemes have them.
 * Who made which: tests/golden/make/locked.py the agile ones, LibreOffice the others, 7-Zip
 * the archive. */
#include "parsers/cipher.h"
#include "parsers/locked.h"
#include "parsers/unpack.h"
#include "tests/unit/documents.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define PASSWORD "Blue tea-p\xC3\xB6t 7"

static void
open_file(struct arena *a, const char *name, struct span bytes, const char *password, struct unpack_result *out)
{
	struct unpack_options options = { .password = span_str(password), .help = files_help };

	unpack_file(a, bytes, span_str(name), &options, out);
}

static bool
holds(const struct unpack_result *r, const char *what)
{
	for (size_t i = 0; i < r->read_count; i++)
		for (size_t j = 0; j < r->read[i].blocks.count; j++)
			if (span_find(r->read[i].blocks.items[j].text, span_str(what)) < r->read[i].blocks.items[j].text.len)
				return true;
	return false;
}

static void
the_password_opens_it(void **state)
{
	static const struct { const char *file, *password; enum part_why without; } cases[] = {
		{ "locked-agile.docx", PASSWORD, PART_WHY_PASSWORD }, { "locked-standard.docx", PASSWORD, PART_WHY_PASSWORD }, { "locked-rc4.doc", PASSWORD, PART_WHY_PASSWORD },
		{ "locked.odt", PASSWORD, PART_WHY_PASSWORD }, { "locked.pdf", PASSWORD, PART_WHY_PASSWORD }, { "locked-aes.zip", "Blue teapot 7", PART_WHY_PASSWORD },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(0);
		struct span bytes = document_bytes(a, cases[i].file);
		struct unpack_result r;

		open_file(a, cases[i].file, bytes, NULL, &r);
		if (r.parts.items[0].outcome != PART_UNREADABLE || r.parts.items[0].why != cases[i].without)
			fail_msg("%s without a password: %s %s", cases[i].file, part_outcome_name(r.parts.items[0].outcome), part_why_name(r.parts.items[0].why));
		open_file(a, cases[i].file, bytes, "Blue teapot 8", &r);
		if (r.parts.items[0].outcome != PART_UNREADABLE || r.parts.items[0].why != cases[i].without)
			fail_msg("%s with a wrong one: %s %s", cases[i].file, part_outcome_name(r.parts.items[0].outcome), part_why_name(r.parts.items[0].why));
		open_file(a, cases[i].file, bytes, cases[i].password, &r);
		if (r.parts.items[0].outcome == PART_UNREADABLE || !holds(&r, "Kerensa Polglase") || !holds(&r, "20/11/2026"))
			fail_msg("%s with it: %s %s", cases[i].file, part_outcome_name(r.parts.items[0].outcome), part_why_name(r.parts.items[0].why));
		arena_free(a);
	}
}

/* 4294967295 rounds: hours. */
static void
rounds_are_bounded(void **state)
{
	struct arena *a = arena_new(0);
	struct unpack_result r;
	clock_t from = clock();

	(void)state;
	open_file(a, "endless.docx", document_bytes(a, "locked-endless.docx"), PASSWORD, &r);
	assert_int_equal(r.parts.items[0].why, PART_WHY_TIMEOUT);
	assert_true((double)(clock() - from) / CLOCKS_PER_SEC < 2);
	arena_free(a);
}

/* Word 2003's RC4 with a key of 128 bits; made with Python's hashlib from the specification. */
static const char capi_header[] =
	"\x02\x00\x02\x00\x24\x00\x00\x00\x2A\x00\x00\x00\x24\x00\x00\x00\x00\x00\x00\x00\x01\x68\x00\x00\x04\x80\x00\x00\x80\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	"\x00\x00\x42\x00\x61\x00\x73\x00\x65\x00\x00\x00\x10\x00\x00\x00\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0A\x0B\x0C\x0D\x0E\x0F\x61\x32\x09\x21\xDF\x67\x72\x87\x25\x4E"
	"\xF2\x17\x84\x5A\xC3\x29\x14\x00\x00\x00\xA8\x4B\x16\x9A\x02\x4D\x85\x0F\x4D\x22\x6F\xBE\x19\x6B\x30\x79\x2F\xCD\xBA\x0D";
static const char capi_first[] = "\x3D\x6A\x55\x77\xCB\x62\x74\x80\x3D\x18\xF5\x55\x8E\x4A\xAC\x23", capi_second[] = "\x38\x5F\x70\xCA\x42\x2E\xA7\x22\xC0\x3C\x71\x34\x74\x79\x0E\xC8";

static void
each_block_has_its_key(void **state)
{
	struct arena *a = arena_new(0);
	unsigned char *data = arena_alloc(a, 528);
	struct locked_word streams = { .table = span_of(capi_header, sizeof(capi_header) - 1), .key = sizeof(capi_header) - 1 };

	(void)state;
	memcpy(data, capi_first, 16);
	memcpy(data + 512, capi_second, 16);
	streams.main = streams.data = span_of(data, 528);
	assert_int_equal(locked_word(a, SPAN_LIT("Blue teapot 7"), &streams), PART_WHY_PASSWORD);
	assert_int_equal(locked_word(a, SPAN_LIT(PASSWORD), &streams), PART_WHY_NONE);
	assert_true(span_starts(streams.data, SPAN_LIT("line 000 of it\nl")));
	assert_true(span_eq(span_slice(streams.data, 512, 528), SPAN_LIT("ne 034 of it\nlin")));
	/* The beginning of the main stream is never encrypted, nor the header itself. */
	assert_memory_equal(streams.main.at, capi_first, 16);
	assert_memory_equal(streams.table.at, capi_header, sizeof(capi_header) - 1);
	arena_free(a);
}

static void
cut_anywhere_it_ends(void **state)
{
	static const char *const files[] = { "locked-agile.docx", "locked-standard.docx", "locked-rc4.doc" };
	struct arena *a = arena_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct span whole = document_bytes(a, files[i]);

		for (size_t cut = 0; cut < whole.len; cut += 61) {
			struct arena *one = arena_new(0);
			struct unpack_result r;

			open_file(one, files[i], arena_copy(one, span_slice(whole, 0, cut)), PASSWORD, &r);
			arena_free(one);
		}
	}
	arena_free(a);
}

static int
prepare(void **state)
{
	(void)state;
	unpack_prepare();
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_password_opens_it), cmocka_unit_test(rounds_are_bounded), cmocka_unit_test(each_block_has_its_key), cmocka_unit_test(cut_anywhere_it_ends),
	};

	return cmocka_run_group_tests_name("locked", tests, prepare, NULL);
}
