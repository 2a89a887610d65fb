/* SPDX-License-Identifier: ISC
 * zipped: good archives, locked ones, bombs, and archives cut at every byte. */
#include "parsers/reading.h"
#include "parsers/zipped.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

struct made {
	const char *name;
	size_t size;			/* so many times 'a' */
	const char *password;
};

static struct span
make_zip(struct arena *a, const struct made *entries, size_t count)
{
	zip_source_t *memory = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t *zip = zip_open_from_source(memory, ZIP_TRUNCATE, NULL);
	unsigned char *bytes;
	zip_stat_t stat;

	assert_non_null(zip);
	zip_source_keep(memory);
	for (size_t i = 0; i < count; i++) {
		void *content = entries[i].size == 0 ? NULL : malloc(entries[i].size);
		zip_int64_t at;

		if (content != NULL)
			memset(content, 'a', entries[i].size);
		at = zip_file_add(zip, entries[i].name, zip_source_buffer(zip, content, entries[i].size, 1), 0);
		assert_true(at >= 0);
		if (entries[i].password != NULL)
			assert_int_equal(zip_file_set_encryption(zip, (zip_uint64_t)at, ZIP_EM_AES_256, entries[i].password), 0);
	}
	assert_int_equal(zip_close(zip), 0);
	assert_int_equal(zip_source_stat(memory, &stat), 0);
	bytes = arena_alloc(a, (size_t)stat.size);
	assert_int_equal(zip_source_open(memory), 0);
	assert_int_equal(zip_source_read(memory, bytes, stat.size), stat.size);
	zip_source_close(memory);
	zip_source_free(memory);
	return span_of(bytes, (size_t)stat.size);
}

static void
entries_are_listed_found_and_read(void **state)
{
	static const struct made made[] = { { "word/document.xml", 1000, NULL }, { "a.txt", 3, NULL }, { "empty", 0, NULL } };
	struct arena *a = arena_new(0);
	struct zipped *z;
	struct span got;
	size_t i;

	(void)state;
	assert_int_equal(zipped_open(a, make_zip(a, made, 3), &z), PART_WHY_NONE);
	assert_int_equal(zipped_count(z), 3);
	assert_int_equal(zipped_at(z, 0)->size, 1000);
	assert_false(zipped_at(z, 0)->encrypted);
	assert_true(zipped_find(z, SPAN_LIT("WORD/Document.xml"), &i));
	assert_int_equal(i, 0);
	assert_false(zipped_find(z, SPAN_LIT("document.xml"), &i));
	assert_int_equal(zipped_read(z, 1, &got), PART_WHY_NONE);
	assert_true(span_eq_str(got, "aaa"));
	assert_int_equal(zipped_read(z, 2, &got), PART_WHY_NONE);
	assert_int_equal(got.len, 0);
	zipped_close(z);
	arena_free(a);
}

static void
locked_entries_want_the_password(void **state)
{
	static const struct made made[] = { { "form.docx", 100, "telephoned" } };
	struct arena *a = arena_new(0);
	struct zipped *z;
	struct span got;

	(void)state;
	assert_int_equal(zipped_open(a, make_zip(a, made, 1), &z), PART_WHY_NONE);
	assert_true(zipped_at(z, 0)->encrypted);
	assert_int_equal(zipped_read(z, 0, &got), PART_WHY_PASSWORD);
	zipped_set_password(z, SPAN_LIT("wrong"));
	assert_int_equal(zipped_read(z, 0, &got), PART_WHY_PASSWORD);
	zipped_set_password(z, SPAN_LIT("telephoned"));
	assert_int_equal(zipped_read(z, 0, &got), PART_WHY_NONE);
	assert_int_equal(got.len, 100);
	zipped_close(z);
	arena_free(a);
}

static void
bombs_are_refused_by_what_they_claim(void **state)
{
	static const struct made ratio[] = { { "b", 8 * 1024 * 1024, NULL } };
	static const struct made total[] = { { "b", READING_INFLATED_LIMIT + 1, NULL } };
	struct arena *a = arena_new(0);
	struct zipped *z;
	struct span got;

	(void)state;
	assert_int_equal(zipped_open(a, make_zip(a, ratio, 1), &z), PART_WHY_NONE);
	assert_int_equal(zipped_read(z, 0, &got), PART_WHY_TOO_LARGE);
	zipped_close(z);
	assert_int_equal(zipped_open(a, make_zip(a, total, 1), &z), PART_WHY_NONE);
	assert_int_equal(zipped_read(z, 0, &got), PART_WHY_TOO_LARGE);
	zipped_close(z);
	arena_free(a);
}

static void
all_entries_share_one_limit(void **state)
{
	static const struct made made[] = { { "b", 1000 * 1000, NULL } };
	struct arena *a = arena_new(0);
	enum part_why why = PART_WHY_NONE;
	struct zipped *z;
	struct span got;
	int reads = 0;

	(void)state;
	assert_int_equal(zipped_open(a, make_zip(a, made, 1), &z), PART_WHY_NONE);
	while (why == PART_WHY_NONE && reads++ < 100)
		why = zipped_read(z, 0, &got);
	assert_int_equal(why, PART_WHY_TOO_LARGE);
	assert_int_equal(reads, READING_INFLATED_LIMIT / 1000000 + 1);
	zipped_close(z);
	arena_free(a);
}

static void
too_many_entries_are_refused(void **state)
{
	static char names[ZIPPED_ENTRIES_LIMIT + 1][8];
	static struct made made[ZIPPED_ENTRIES_LIMIT + 1];
	struct arena *a = arena_new(0);
	struct zipped *z;

	(void)state;
	for (size_t i = 0; i <= ZIPPED_ENTRIES_LIMIT; i++) {
		for (size_t j = 0, n = i; j < 5; j++, n /= 10)
			names[i][j] = (char)('0' + n % 10);
		made[i].name = names[i];
	}
	assert_int_equal(zipped_open(a, make_zip(a, made, ZIPPED_ENTRIES_LIMIT), &z), PART_WHY_NONE);
	zipped_close(z);
	assert_int_equal(zipped_open(a, make_zip(a, made, ZIPPED_ENTRIES_LIMIT + 1), &z), PART_WHY_TOO_MANY);
	assert_null(z);
	zipped_close(z);
	arena_free(a);
}

/* Reads whatever can be read; only the absence of a crash and of a wrong "good" matters. */
static void
read_all(struct arena *a, struct span in)
{
	struct zipped *z;
	struct span got;

	if (zipped_open(a, in, &z) != PART_WHY_NONE)
		return;
	for (size_t i = 0; i < zipped_count(z); i++)
		(void)zipped_read(z, i, &got);
	zipped_close(z);
}

static void
cuts_and_flipped_bytes_are_survived(void **state)
{
	static const struct made made[] = { { "one", 200, NULL }, { "two", 10, NULL } };
	struct arena *a = arena_new(0);
	struct span whole = make_zip(a, made, 2), flipped = arena_copy(a, whole);
	struct zipped *z;

	(void)state;
	for (size_t i = 0; i < whole.len; i++) {
		unsigned char *byte = (unsigned char *)(uintptr_t)&flipped.at[i];

		assert_int_equal(zipped_open(a, span_slice(whole, 0, i), &z), i == 0 ? PART_WHY_EMPTY : PART_WHY_DAMAGED);
		*byte ^= 0xFF;
		read_all(a, flipped);
		*byte ^= 0xFF;
	}
	arena_free(a);
}

static void
a_cut_archive_gives_back_what_it_can(void **state)
{
	static const struct made made[] = { { "one", 3, NULL }, { "two", 20000, NULL }, { "three", 3, NULL } };
	struct arena *a = arena_new(0);
	struct span whole = make_zip(a, made, 3), got;
	struct zipped *z;

	(void)state;
	assert_int_equal(zipped_salvage(a, whole, &z), PART_WHY_NONE);
	assert_int_equal(zipped_count(z), 3);
	assert_int_equal(zipped_read(z, 1, &got), PART_WHY_NONE);
	assert_int_equal(got.len, 20000);
	zipped_close(z);
	for (size_t i = 0; i < whole.len; i++) {
		if (zipped_salvage(a, span_slice(whole, 0, i), &z) != PART_WHY_NONE)
			continue;
		for (size_t j = 0; j < zipped_count(z); j++)
			(void)zipped_read(z, j, &got);
		zipped_close(z);
	}
	/* The local header is 30 bytes and the name; "aaa" is stored as it is or 5 bytes deflated. */
	assert_int_equal(zipped_salvage(a, span_slice(whole, 0, 60), &z), PART_WHY_NONE);
	assert_int_equal(zipped_read(z, 0, &got), PART_WHY_NONE);
	assert_true(span_eq_str(got, "aaa"));
	zipped_close(z);
	assert_int_equal(zipped_salvage(a, SPAN_LIT("PK"), &z), PART_WHY_DAMAGED);
	assert_null(z);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entries_are_listed_found_and_read),
		cmocka_unit_test(locked_entries_want_the_password),
		cmocka_unit_test(bombs_are_refused_by_what_they_claim),
		cmocka_unit_test(all_entries_share_one_limit),
		cmocka_unit_test(too_many_entries_are_refused),
		cmocka_unit_test(a_cut_archive_gives_back_what_it_can),
		cmocka_unit_test(cuts_and_flipped_bytes_are_survived),
	};

	return cmocka_run_group_tests_name("zipped", tests, NULL, NULL);
}
