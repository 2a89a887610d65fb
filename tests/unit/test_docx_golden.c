/* SPDX-License-Identifier: ISC
 * Every tests/golden/docx/NAME.docx against NAME.blocks.  GOLDEN_WRITE=1 writes the latter
 * anew; the diff is then for people to read.  tests/golden/make/word.py made them. */
#include "tests/unit/make_docx.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

static const char folder[] = "tests/golden/docx";

static struct span
read_file(struct arena *a, const char *path)
{
	struct arena_text t = arena_text(a);
	unsigned char piece[8192];
	FILE *f = fopen(path, "rb");
	size_t n;

	if (f == NULL)
		return SPAN_NONE;
	while ((n = fread(piece, 1, sizeof(piece), f)) > 0)
		arena_put(&t, span_of(piece, n));
	(void)fclose(f);
	return arena_text_span(&t);
}

static void
write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

/* Each difference is told, the test goes on. */
static bool
compare(const char *stem)
{
	char document_path[512], want_path[512];
	struct arena *a = arena_new(0);
	struct result got;
	bool same;

	(void)snprintf(document_path, sizeof(document_path), "%s/%s.docx", folder, stem);
	(void)snprintf(want_path, sizeof(want_path), "%s/%s.blocks", folder, stem);
	read_bytes(a, read_file(a, document_path), &got);
	if (getenv("GOLDEN_WRITE") != NULL)
		write_file(want_path, got.printed);
	same = got.why == PART_WHY_NONE && span_eq_str(read_file(a, want_path), got.printed);
	if (!same)
		print_error("%s: %s\n%s", stem, part_why_name(got.why), got.printed);
	arena_free(a);
	return same;
}

static void
golden_documents_are_as_expected(void **state)
{
	DIR *d = opendir(folder);
	size_t wrong = 0, seen = 0;
	struct dirent *e;

	(void)state;
	assert_non_null(d);
	while ((e = readdir(d)) != NULL) {
		size_t n = strlen(e->d_name);

		if (n < 6 || strcmp(e->d_name + n - 5, ".docx") != 0)
			continue;
		e->d_name[n - 5] = '\0';
		wrong += !compare(e->d_name);
		seen++;
	}
	(void)closedir(d);
	assert_int_equal(wrong, 0);
	assert_true(seen >= 8);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(golden_documents_are_as_expected) };

	return cmocka_run_group_tests_name("docx golden", tests, NULL, NULL);
}
