/* SPDX-License-Identifier: ISC
 *
 * Every NAME.eml of tests/golden/mail and tests/hostile/mail against NAME.parts: parts, blocks,
 * body, report; each within two seconds.
 * GOLDEN_WRITE=1 writes the latter anew; the diff is then for people to read.
 */
#include "parsers/unpack.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static const char golden[] = "tests/golden/mail", hostile[] = "tests/hostile/mail";

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
print_part(struct arena_text *t, const struct part *p)
{
	arena_put_format(t, "part %.*s %.*s (%.*s) \"%.*s\" %llu bytes: %s %s%s%s%s\n", SPAN_PF(p->path), SPAN_PF(p->type), SPAN_PF(p->declared_type), SPAN_PF(p->name),
	    (unsigned long long)p->size, part_outcome_name(p->outcome), part_why_name(p->why), (p->flags & PART_FLAG_MACRO) != 0 ? " macro" : "",
	    (p->flags & PART_FLAG_NAME_MISMATCH) != 0 ? " name-mismatch" : "", (p->flags & PART_FLAG_BODY) != 0 ? " body" : "");
}

static void
print_blocks(struct arena *a, struct arena_text *t, const struct block_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		arena_put_format(t, "  %.*s%s: %.*s\n", SPAN_PF(block_where_print(a, &list->items[i].where)), (list->items[i].flags & BLOCK_MARGIN) != 0 ? " (quoted)" : "", SPAN_PF(list->items[i].text));
}

static struct span
print_result(struct arena *a, const struct unpack_result *r)
{
	struct arena_text t = arena_text(a);
	size_t read = 0;

	for (size_t i = 0; i < r->parts.count; i++) {
		print_part(&t, &r->parts.items[i]);
		for (size_t n = 0; n < r->read_count; n++)
			if (r->read[n].part == i && ++read > 0)
				print_blocks(a, &t, &r->read[n].blocks);
	}
	assert_int_equal(read, r->read_count);
	arena_put_format(&t, "body: \"%.*s\"\nflags: %x, message %x\n", SPAN_PF(r->body_text), r->flags, r->message.flags);
	if (r->dsn.kind != DSN_NONE)
		arena_put_format(&t, "report: %s of %.*s, envelope %.*s, %.*s\n", dsn_kind_name(r->dsn.kind), SPAN_PF(r->dsn.message_id), SPAN_PF(r->dsn.envelope_id), SPAN_PF(r->dsn.disposition));
	for (size_t i = 0; i < r->dsn.recipients_count; i++)
		arena_put_format(&t, "  %.*s: %s %s %.*s\n", SPAN_PF(r->dsn.recipients[i].final), dsn_action_name(r->dsn.recipients[i].action), dsn_severity_name(r->dsn.recipients[i].severity), SPAN_PF(r->dsn.recipients[i].status));
	return arena_text_span(&t);
}

/* Each difference is told, the test goes on. */
static bool
compare(const char *folder, const char *stem, struct arena *a)
{
	char mail[512], want[512];
	struct unpack_result r;
	struct timespec from, to;
	struct span got, raw;

	(void)snprintf(mail, sizeof(mail), "%s/%s.eml", folder, stem);
	(void)snprintf(want, sizeof(want), "%s/%s.parts", folder, stem);
	raw = read_file(a, mail);
	clock_gettime(CLOCK_MONOTONIC, &from);
	unpack_message(a, raw, NULL, &r);
	clock_gettime(CLOCK_MONOTONIC, &to);
	if ((to.tv_sec - from.tv_sec) * 1000 + (to.tv_nsec - from.tv_nsec) / 1000000 > 2000)
		fail_msg("%s: took more than two seconds", stem);
	got = print_result(a, &r);
	if (getenv("GOLDEN_WRITE") != NULL) {
		FILE *f = fopen(want, "wb");

		assert_non_null(f);
		assert_int_equal(fwrite(got.at, 1, got.len, f), got.len);
		assert_int_equal(fclose(f), 0);
	}
	if (span_eq(got, read_file(a, want)))
		return true;
	print_error("%s: got\n%.*s", stem, SPAN_PF(got));
	return false;
}

static void
compare_folder(const char *folder, size_t least)
{
	DIR *d = opendir(folder);
	struct dirent *e;
	size_t wrong = 0, seen = 0;

	assert_non_null(d);
	while ((e = readdir(d)) != NULL) {
		size_t n = strlen(e->d_name);
		struct arena *a;

		if (n < 5 || strcmp(e->d_name + n - 4, ".eml") != 0)
			continue;
		e->d_name[n - 4] = '\0';
		a = arena_new(0);
		wrong += !compare(folder, e->d_name, a);
		seen++;
		arena_free(a);
	}
	(void)closedir(d);
	assert_int_equal(wrong, 0);
	assert_true(seen >= least);
}

static void
golden_mails_are_as_expected(void **state)
{
	(void)state;
	compare_folder(golden, 25);
}

static void
hostile_mails_are_refused_exactly(void **state)
{
	(void)state;
	compare_folder(hostile, 4);
}

/* Cut at every byte, a message still ends, each part with an outcome. */
static void
golden_mails_cut_anywhere_end(void **state)
{
	static const char *const stems[] = { "winmail", "apple-mail", "outlook-msg", "smime-stream" };

	(void)state;
	for (size_t i = 0; i < sizeof(stems) / sizeof(stems[0]); i++) {
		struct arena *whole = arena_new(0);
		char path[512];
		struct span raw;

		(void)snprintf(path, sizeof(path), "%s/%s.eml", golden, stems[i]);
		raw = read_file(whole, path);
		for (size_t n = 0; n < raw.len; n += 1 + raw.len / 1500) {
			struct arena *a = arena_new(0);
			struct unpack_result r;

			unpack_message(a, span_slice(raw, 0, n), NULL, &r);
			assert_true(r.parts.count > 0 || n > 0);
			arena_free(a);
		}
		arena_free(whole);
	}
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
	const struct CMUnitTest tests[] = { cmocka_unit_test(golden_mails_are_as_expected), cmocka_unit_test(hostile_mails_are_refused_exactly), cmocka_unit_test(golden_mails_cut_anywhere_end) };

	return cmocka_run_group_tests_name("unpack golden", tests, prepare, NULL);
}
