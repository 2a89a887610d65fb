/* SPDX-License-Identifier: ISC
 * The leaves: span, arena, text, civil, block, field. */
#include "parsers/civil.h"
#include "parsers/field.h"
#include "parsers/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#define assert_span(got, want) do { \
	struct span got_ = (got); \
	assert_int_equal(got_.len, strlen(want)); \
	assert_memory_equal(got_.len ? (const void *)got_.at : "", want, got_.len); \
} while (0)

static void
spans_never_pass_their_end(void **state)
{
	struct span_cursor c = span_walk(SPAN_LIT("\x01\x02\x03"));
	struct span rest = SPAN_LIT("a\r\nb\n\nc"), line;
	uint16_t v;
	uint64_t n;

	(void)state;
	assert_true(span_le16(&c, &v));
	assert_int_equal(v, 0x0201);
	assert_false(span_le16(&c, &v));
	assert_int_equal(span_left(&c), 1);
	assert_true(span_line(&rest, &line));
	assert_span(line, "a");
	assert_true(span_line(&rest, &line));
	assert_span(line, "b");
	assert_true(span_line(&rest, &line));
	assert_span(line, "");
	assert_true(span_line(&rest, &line));
	assert_span(line, "c");
	assert_false(span_line(&rest, &line));
	assert_false(span_number(SPAN_LIT("18446744073709551616"), UINT64_MAX, &n));
	assert_int_equal(span_find_nocase(SPAN_LIT("Hello World"), SPAN_LIT("WORLD")), 6);
	assert_span(span_trim(SPAN_LIT(" \t x \n")), "x");
}

static void
words_are_looked_for(void **state)
{
	static const char *const words[] = { "and", ";", "; or" };
	const struct span_words w = SPAN_WORDS(words), none = { NULL, 0 };
	size_t end;

	(void)state;
	assert_true(span_is_any(SPAN_LIT("and"), w) && !span_is_any(SPAN_LIT("And"), w) && !span_is_any(SPAN_LIT("an"), w));
	assert_true(span_is_any_nocase(SPAN_LIT("And"), w) && !span_is_any_nocase(SPAN_LIT("Andy"), w));
	assert_true(span_starts_any(SPAN_LIT("andy"), w) && !span_starts_any(SPAN_LIT("Andy"), w) && !span_starts_any(SPAN_LIT("a"), w));
	assert_true(span_starts_any_nocase(SPAN_LIT("Andy"), w) && !span_starts_any_nocase(SPAN_LIT("Randy"), w));
	assert_true(span_ends_any_nocase(SPAN_LIT("SAND"), w) && !span_ends_any_nocase(SPAN_LIT("sandy"), w));
	assert_true(span_has_any(SPAN_LIT("sandy"), w) && !span_has_any(SPAN_LIT("sAndy"), w) && span_has_any_nocase(SPAN_LIT("sAndy"), w));
	assert_true(span_has_word(SPAN_LIT("you and me"), w) && !span_has_word(SPAN_LIT("a sandy beach"), w) && !span_has_word(SPAN_NONE, w));
	assert_int_equal(span_find_any_nocase(SPAN_LIT("a; or b AND c"), w, &end), 1);
	assert_int_equal(end, 2);		/* of two in one place the first that is listed */
	assert_int_equal(span_find_any_nocase(SPAN_LIT("b AND c;"), w, &end), 2);
	assert_int_equal(end, 5);
	assert_int_equal(span_find_any_nocase(SPAN_LIT("b c"), w, &end), 3);
	assert_int_equal(end, 3);
	assert_true(!span_is_any(SPAN_NONE, none) && !span_has_any(SPAN_LIT("x"), none));
}

static void
text_folds_for_comparing(void **state)
{
	static const struct { const char *in, *want; } table[] = {
		{ "Child\xE2\x80\x99s  Name*:", "childs name" },
		{ "DATE\xC2\xA0OF\tBIRTH (dd/mm/yyyy)", "date of birth dd mm yyyy" },
		{ "Agency & Designation/Title", "agency designation title" },
		{ "\xEF\xAC\x81le No.", "file no" },
		{ "Zo\xC3\xAB", "zo\xC3\xAB" },
		{ "", "" },
	};
	struct arena *a = arena_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		assert_span(text_fold(a, span_str(table[i].in)), table[i].want);
	assert_span(text_fold_bare(a, SPAN_LIT("Zo\xC3\xAB \xC5\x81uk")), "zoe \xC5\x82uk");
	assert_true(text_is_blank(SPAN_LIT(" \xE2\x80\x82\xE2\x80\x82 ___ ")));
	assert_false(text_is_blank(SPAN_LIT("0")));
	assert_span(text_squeeze(a, SPAN_LIT("\xE2\x80\x82 a\n\tb ")), "a b");
	assert_span(text_squeeze(a, SPAN_LIT("a\x7F\xC2\xADz  \xE2\x80\x8Bq\xC3\xAB,x\r\n")), "a z q\xC3\xAB,x");
	assert_span(text_lower(a, SPAN_LIT("AZ[`az@{09")), "az[`az@{09");
	assert_span(text_lower(a, SPAN_LIT("ZO\xC3\x8B Stra\xC3\x9F" "e")), "zo\xC3\xAB strasse");
	assert_span(text_lower(a, SPAN_NONE), "");
	assert_span(text_to_utf8(a, SPAN_LIT("caf\xE9 \x93q\x94")), "caf\xC3\xA9 \xE2\x80\x9Cq\xE2\x80\x9D");
	assert_span(text_from_utf16(a, span_of("\xFF\xFE\x3D\xD8\x00\xDE", 6), false), "\xF0\x9F\x98\x80");
	assert_int_equal(text_distance(SPAN_LIT("ethnicity"), SPAN_LIT("ethncity"), 2), 1);
	assert_int_equal(text_distance(SPAN_LIT("ab"), SPAN_LIT("ba"), 2), 1);
	assert_int_equal(text_distance(SPAN_LIT("abcdef"), SPAN_LIT("uvwxyz"), 2), 3);
	arena_free(a);
}

static void
civil_days_and_london(void **state)
{
	struct arena *a = arena_new(0);
	struct civil_date d;
	int64_t at;

	(void)state;
	for (int32_t day = civil_to_days((struct civil_date){ 1900, 1, 1 }); day < 60000; day++) {
		d = civil_from_days(day);
		assert_true(civil_is_valid(d));
		assert_int_equal(civil_to_days(d), day);
	}
	assert_int_equal(civil_weekday((struct civil_date){ 2026, 11, 23 }), CIVIL_MONDAY);
	d = civil_easter_sunday(2026);
	assert_span(civil_print(a, d), "2026-04-05");
	assert_span(civil_print(a, civil_add_months((struct civil_date){ 2026, 8, 31 }, 6)), "2027-02-28");
	/* 23:30 UTC on 30 June is 1 July in London. */
	assert_true(civil_parse_instant(SPAN_LIT("2026-06-30T23:30:00Z"), &at));
	assert_span(civil_print(a, civil_london_date(at)), "2026-07-01");
	assert_span(civil_print_instant(a, at), "2026-07-01T00:30:00+01:00");
	assert_span(civil_print_rfc5322(a, at), "Wed, 1 Jul 2026 00:30:00 +0100");
	assert_true(civil_parse_instant(SPAN_LIT("2026-03-29T00:59:59Z"), &at));
	assert_int_equal(civil_london_offset(at), 0);
	assert_int_equal(civil_london_offset(at + 1), 3600);
	assert_true(civil_parse_instant(SPAN_LIT("2026-10-25T00:59:59.5Z"), &at));
	assert_int_equal(civil_london_offset(at), 3600);
	assert_int_equal(civil_london_offset(at + 1), 0);
	assert_true(civil_london_instant((struct civil_date){ 2026, 7, 1 }, 9 * 3600) == civil_london_instant((struct civil_date){ 2026, 7, 1 }, 0) + 9 * 3600);
	assert_span(civil_print_instant(a, civil_london_instant((struct civil_date){ 2026, 3, 29 }, 9 * 3600)), "2026-03-29T09:00:00+01:00");
	assert_span(civil_print_instant(a, civil_london_instant((struct civil_date){ 2026, 10, 25 }, 9 * 3600)), "2026-10-25T09:00:00Z");
	assert_false(civil_parse(SPAN_LIT("2026-02-30"), &d));
	arena_free(a);
}

static void
fields_join_and_conflict(void **state)
{
	struct arena *a = arena_new(0);
	struct field_list list = field_list(a);
	const struct field_key *dob = field_key_find(SPAN_LIT("child.2.dob"));
	struct field f = { .key = SPAN_LIT("child.2.dob"), .entry = dob, .first = { .state = FIELD_UNANSWERED } };

	(void)state;
	assert_non_null(dob);
	assert_int_equal(dob->type, FIELD_DATE);
	assert_null(field_key_find(SPAN_LIT("child.0.dob")));
	assert_null(field_key_find(SPAN_LIT("child.dob")));
	assert_span(field_key_print(a, dob, 3), "child.3.dob");
	assert_int_equal(field_key_number(SPAN_LIT("child.12.dob")), 12);
	field_add(&list, &f);
	f.first = (struct field_value){ .state = FIELD_ANSWERED, .value = SPAN_LIT("2016-03-04"), .raw = SPAN_LIT("4/3/16") };
	field_add(&list, &f);
	field_add(&list, &f);
	assert_int_equal(list.count, 1);
	assert_span(field_answer(&list, "child.2.dob"), "2016-03-04");
	assert_int_equal(list.items[0].also_count, 0);
	f.first.value = SPAN_LIT("2016-04-03");
	field_add(&list, &f);
	field_add(&list, &f);
	assert_int_equal(list.items[0].also_count, 1);
	arena_free(a);
}

/* A table with a label at its head and 50,000 answers beneath it kept 370 MB of them. */
static void
many_answers_cost_little(void **state)
{
	struct arena *a = arena_new(0);
	struct field_list list = field_list(a);
	struct field_value own[3] = { { .value = SPAN_LIT("x") }, { .value = SPAN_LIT("y") }, { .value = SPAN_LIT("z") } };
	struct field f = { .key = SPAN_LIT("child.1.name"), .entry = field_key_find(SPAN_LIT("child.1.name")), .also = own, .also_count = 3 };

	(void)state;
	for (int i = 0; i < 20000; i++) {
		f.first = (struct field_value){ .state = FIELD_ANSWERED, .value = arena_printf(a, "%d", i) };
		field_add(&list, &f);
	}
	assert_int_equal(list.count, 1);
	assert_int_equal(list.items[0].also_count, FIELD_ALSO_LIMIT);
	assert_span(list.items[0].also[2].value, "z");
	assert_span(list.items[0].also[3].value, "1");
	assert_span(list.items[0].also[FIELD_ALSO_LIMIT - 1].value, "253");
	assert_true(arena_used(a) < 1024 * 1024);
	arena_free(a);
}

static void
blocks_join_runs(void **state)
{
	struct arena *a = arena_new(0);
	struct block_list list = block_list(a);
	struct block_builder b = block_builder(a);
	struct block_where w = { .part = SPAN_LIT("2"), .table = 1, .row = 3, .column = 2 };

	(void)state;
	block_put(&b, SPAN_LIT("YES "), 0, NULL);
	block_put(&b, SPAN_LIT("/ "), 0, NULL);
	block_put(&b, SPAN_LIT("NO"), BLOCK_STRUCK, NULL);
	block_put_box(&b, true, NULL);
	block_end(&b, &list, BLOCK_CELL, &w, 0);
	assert_int_equal(list.items[0].runs_count, 3);
	assert_span(list.items[0].text, "YES / NO\xE2\x98\x92");
	assert_span(block_where_print(a, &list.items[0].where), "part 2, table 1, row 3, cell 2");
	assert_true(block_is_empty(&b));
	arena_free(a);
}

/* What is lent is filled first, and is still the caller's when the arena has gone. */
static void
arenas_begin_in_room_that_is_lent(void **state)
{
	static unsigned char room[4096] __attribute__((aligned(16)));
	struct arena *a = arena_new_in(room, sizeof(room));
	unsigned char *first = arena_alloc(a, 1000), *larger = arena_alloc(a, 8000), *later = arena_alloc(a, 1);

	(void)state;
	assert_true(first > room && first + 1000 < room + sizeof(room));
	assert_true(larger + 8000 <= room || larger >= room + sizeof(room));
	for (size_t i = 0; i < 8000; i++)
		assert_true(larger[i] == 0 && (i >= 1000 || first[i] == 0));
	memset(first, 'x', 1000);
	*later = 'y';
	arena_free(a);
	assert_int_equal(first[999], 'x');
	a = arena_new_in(room, 8);		/* too little for anything */
	assert_non_null(arena_alloc(a, 8));
	arena_free(a);
}

/* What was allocated since is given back, zeroed when it comes again, and no longer counted. */
static void
arenas_go_back_to_a_mark(void **state)
{
	static unsigned char room[512] __attribute__((aligned(16)));
	struct arena *arenas[] = { arena_new(0), arena_new_in(room, sizeof(room)), arena_new(16 * 1024 * 1024) };

	(void)state;
	for (size_t i = 0; i < sizeof(arenas) / sizeof(arenas[0]); i++) {
		struct arena *a = arenas[i];
		struct arena_mark nothing = arena_mark(a), mark;
		char *kept;

		memset(arena_alloc(a, 300), 'x', 300);
		arena_rewind(a, nothing);
		assert_int_equal(arena_used(a), 0);
		kept = arena_cstr(a, SPAN_LIT("kept"));
		mark = arena_mark(a);
		/* More than the limit of the third, were it not given back. */
		for (size_t k = 0; k < 40; k++) {
			struct arena_text t = arena_text(a);
			unsigned char *large = arena_alloc(a, 1000000), *small = arena_alloc(a, 40);

			for (size_t n = 0; n < 1000000; n++)
				assert_true(large[n] == 0 && (n >= 40 || small[n] == 0));
			memset(large, 'y', 1000000);
			memset(small, 'z', 40);
			arena_put_format(&t, "%d", 7);
			arena_rewind(a, mark);
		}
		assert_string_equal(kept, "kept");
		assert_true(arena_used(a) < 100);
		arena_free(a);
	}
}

/* What snprintf() makes of a format, into a text with room and into one without. */
#define SAME(format, ...) do { \
	char want[400]; \
	struct arena_text t = arena_text(a), full = arena_text(a); \
	struct span got = arena_printf(a, format, __VA_ARGS__); \
	(void)snprintf(want, sizeof(want), format, __VA_ARGS__); \
	assert_true(span_eq_str(got, want) && got.at[got.len] == 0); \
	arena_put_format(&t, format, __VA_ARGS__); \
	assert_true(span_eq_str(arena_text_span(&t), want)); \
	arena_put(&full, span_of(sixty, 62)); \
	arena_put_format(&full, format, __VA_ARGS__); \
	arena_put_byte(&full, '.'); \
	assert_true(full.len == 63 + strlen(want) && memcmp(full.bytes, sixty, 62) == 0 && memcmp(full.bytes + 62, want, strlen(want)) == 0); \
} while (0)

static void
formats_are_those_of_the_library(void **state)
{
	static const char sixty[] = "12345678901234567890123456789012345678901234567890123456789012";
	const char *volatile none = NULL;
	struct arena *a = arena_new(0);

	(void)state;
	assert_true(span_eq_str(arena_printf(a, "%s, %.*s", none, 0, none), "(null), "));
	SAME("%s", "");
	SAME("x%sy%%z", "words");
	SAME("%.*s|%.*s|%.*s", 0, "", 3, "abcdef", 20, "ends");
	SAME("%d %d %d %u %u", 0, INT_MIN, INT_MAX, 0u, UINT_MAX);
	SAME("%lld %lld %llu %zu", LLONG_MIN, LLONG_MAX, ULLONG_MAX, SIZE_MAX);
	SAME("%c%c", 'a', 1);
	SAME("%02d:%02d %04d %s %x", 7, 30, 99, "then", 255);
	SAME("%lu %-5s| %5.1f", 7ul, "ab", 2.5);
	SAME("%s%s%s", "a text that is longer than the sixty-four bytes with which a text begins to grow", "", "; and more");
	arena_free(a);
}

static void
base64_is_as_mail_has_it(void **state)
{
	static const struct { const char *in, *want; } table[] = {
		{ "", "" }, { "f", "Zg==\r\n" }, { "fo", "Zm8=\r\n" }, { "foo", "Zm9v\r\n" }, { "foob", "Zm9vYg==\r\n" },
		{ "123456789012345678901234567890123456789012345678901234567", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3\r\n" },
		{ "1234567890123456789012345678901234567890123456789012345678", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3\r\nOA==\r\n" },
	};
	unsigned char all[256];
	struct arena *a = arena_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		assert_span(text_to_base64(a, span_str(table[i].in)), table[i].want);
	for (size_t i = 0; i < sizeof(all); i++)
		all[i] = (unsigned char)i;
	for (size_t n = 0; n <= sizeof(all); n++)
		assert_true(span_eq(text_from_base64(a, text_to_base64(a, span_of(all, n))), span_of(all, n)));
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spans_never_pass_their_end),
		cmocka_unit_test(words_are_looked_for),
		cmocka_unit_test(text_folds_for_comparing),
		cmocka_unit_test(civil_days_and_london),
		cmocka_unit_test(fields_join_and_conflict),
		cmocka_unit_test(many_answers_cost_little),
		cmocka_unit_test(blocks_join_runs),
		cmocka_unit_test(arenas_begin_in_room_that_is_lent), cmocka_unit_test(arenas_go_back_to_a_mark),
		cmocka_unit_test(formats_are_those_of_the_library),
		cmocka_unit_test(base64_is_as_mail_has_it),
	};

	return cmocka_run_group_tests_name("leaves", tests, NULL, NULL);
}
