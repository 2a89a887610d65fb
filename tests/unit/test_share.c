/* SPDX-License-Identifier: ISC
 * A mail as large as anybody likes costs no more than one that is large: what is over is said so, and what came before is read. */
#include "parsers/record_make.h"
#include "parsers/record_share.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#include "tests/unit/letters.h"

enum { MEMORY = 160 * 1024 * 1024, SECONDS = 20 /* 2 here, ten times that under sanitizers */ };

#define FORM "Child's name: Kit Marsh\nDate of birth: 04/03/2016\nAddress: 3 Mill Lane, Northmere\nDate of incident: 20/11/2026\nReferrer name: Ann Fry\n" \
	"Referrer agency: Northmere Council\nTelephone: 01632 960123\nWhat happened: He was found unresponsive in the bath.\n"

/* A text file: lines until it is that long. */
static void
put_text(struct arena_text *t, const char *type, const char *line, size_t bytes)
{
	arena_put_format(t, "--b\r\nContent-Type: %s\r\nContent-Disposition: attachment; filename=\"a\"\r\n\r\n", type);
	for (size_t to = t->len + bytes; t->len < to;)
		arena_put_str(t, line);
	arena_put_str(t, "\r\n");
}

static struct arena_text
begin(struct arena *a, const char *body)
{
	struct arena_text t = arena_text(a);

	arena_put_format(&t, "From: <ann@northmere.example>\r\nTo: <referrals@partnership.example>\r\nSubject: Papers\r\nMIME-Version: 1.0\r\n"
	    "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n%s\r\n", body);
	return t;
}

static void
make(struct arena *a, struct arena_text *t, struct record *r)
{
	struct record_make_options o = { .forms = &forms };
	size_t before;
	clock_t from = clock();

	arena_put_str(t, "--b--\r\n");
	unpack_prepare();
	before = arena_used(a);
	record_make(a, arena_text_span(t), &o, r);
	if (arena_used(a) - before > MEMORY || (double)(clock() - from) / CLOCKS_PER_SEC > SECONDS)
		fail_msg("%zu MB, %.1f s", (arena_used(a) - before) >> 20, (double)(clock() - from) / CLOCKS_PER_SEC);
}

static size_t
count_of(const struct record *r, enum part_outcome outcome, enum part_why why)
{
	size_t n = 0;

	for (size_t i = 0; i < r->parts.count; i++)
		n += r->parts.items[i].outcome == outcome && r->parts.items[i].why == why;
	return n;
}

static void
assert_read(const struct record *r, const char *part)
{
	for (size_t i = 0; i < r->forms_count; i++)
		if (span_eq_str(r->forms[i].part, part)) {
			assert_true(span_eq_str(field_answer(&r->forms[i].fields, "child.1.name"), "Kit Marsh"));
			assert_true(span_eq_str(field_answer(&r->forms[i].fields, "child.1.dob"), "2016-03-04"));
			return;
		}
	fail_msg("part %s was not read", part);
}

/* In the letter, before 400 texts each of which has labels to look at. */
static void
a_form_before_many_texts_is_read(void **state)
{
	struct arena *a = arena_new(0);
	struct arena_text t = begin(a, FORM);
	struct record r;

	(void)state;
	for (int i = 0; i < 400; i++)
		put_text(&t, "text/plain", "reason harm   agency: review for   died child   mother incident\n", 36000);
	make(a, &t, &r);
	assert_read(&r, "1");
	assert_true((r.flags & RECORD_CUT) != 0);
	assert_true(count_of(&r, PART_READ, PART_WHY_NONE) > 10);
	assert_true(count_of(&r, PART_UNREADABLE, PART_WHY_TOO_LARGE) > 300);
	arena_free(a);
}

/* Behind somebody's whole file. */
static void
a_form_behind_long_files_is_read(void **state)
{
	struct arena *a = arena_new(0);
	struct arena_text t = begin(a, "Please see attached.\n");
	struct record r;

	(void)state;
	for (int i = 0; i < 3; i++)
		put_text(&t, "text/plain", "On that day the health visitor saw the family at home.\n", 4000000);
	put_text(&t, "text/plain", FORM, 100);
	make(a, &t, &r);
	assert_read(&r, "5");
	assert_int_equal(count_of(&r, PART_UNREADABLE, PART_WHY_TOO_LARGE), 3);
	arena_free(a);
}

/* Its head is a label, and what stands beneath answers it thousands of times. */
static void
a_table_is_read_so_far(void **state)
{
	struct arena *a = arena_new(0);
	struct arena_text t = begin(a, "Please see attached.\n");
	struct record r;

	(void)state;
	put_text(&t, "text/html", "<table><tr><td>Child's name</td><td>Date of birth</td></tr><tr><td>Kit Marsh</td><td>04/03/2016</td></tr></table>"
	    "<table><tr><td>mother nurse for</td><td>hospital father police</td><td>report referral child</td></tr></table>", 5000000);
	make(a, &t, &r);
	assert_read(&r, "2");
	assert_true((r.flags & RECORD_CUT) != 0);
	assert_int_equal(count_of(&r, PART_UNREADABLE, PART_WHY_TOO_LARGE), 1);
	arena_free(a);
}

/* Each of these words may be a label: a megabyte of them took 2.6 s. */
static void
labels_count_for_more_than_words(void **state)
{
	struct arena *a = arena_new(0);
	struct arena_text t = begin(a, "Please see attached.\n");
	struct record r;

	(void)state;
	put_text(&t, "text/plain", "child: family: date: incident: died: harm: reason: name: nurse: address: report: police:\n", 1000000);
	make(a, &t, &r);
	assert_true((r.flags & RECORD_CUT) != 0);
	assert_int_equal(count_of(&r, PART_UNREADABLE, PART_WHY_TOO_LARGE), 1);
	arena_free(a);
}

/* A hundred pages, and a form. */
static void
what_people_send_is_read_whole(void **state)
{
	struct arena *a = arena_new(0);
	struct arena_text t = begin(a, "Please see attached.\n");
	struct record r;

	(void)state;
	for (int i = 0; i < 2; i++)
		put_text(&t, "text/plain", "On that day the health visitor saw the family at home, and they were well.\n", 300000);
	put_text(&t, "text/plain", FORM, 100);
	make(a, &t, &r);
	assert_read(&r, "4");
	assert_int_equal(r.flags & RECORD_CUT, 0);
	assert_int_equal(count_of(&r, PART_READ, PART_WHY_NONE), 4);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(a_form_before_many_texts_is_read), cmocka_unit_test(a_form_behind_long_files_is_read),
		cmocka_unit_test(a_table_is_read_so_far), cmocka_unit_test(labels_count_for_more_than_words),
		cmocka_unit_test(what_people_send_is_read_whole) };

	return cmocka_run_group_tests_name("share", tests, setup, teardown);
}
