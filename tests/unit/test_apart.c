/* SPDX-License-Identifier: ISC
 * Two forms in one mail: are they about one child and incident, or is each a referral of its own? */
#include "parsers/record_apart.h"
#include "parsers/record_make.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "tests/unit/letters.h"

/* One form: whose it is, and what of. */
struct one {
	const char *name, *born, *nhs, *day, *story;
};

static const struct row {
	const char *what;
	struct one first, second;
	size_t apart;
} rows[] = {
	{ "two children", { "Ann Ash", "04/03/2016", "", "20/11/2026", "A fall." }, { "Ben Birch", "07/06/2019", "", "20/11/2026", "A fall." }, 1 },
	{ "brother and sister", { "Ann Ash", "04/03/2016", "", "20/11/2026", "A fall." }, { "Ben Ash", "07/06/2019", "", "20/11/2026", "A fall." }, 1 },
	{ "twins", { "Ann Ash", "04/03/2016", "", "20/11/2026", "A fall." }, { "Amy Ash", "04/03/2016", "", "20/11/2026", "A fall." }, 1 },
	{ "a form put right", { "Ann Ash", "04/03/2016", "", "20/11/2026", "A fall." }, { "Ann Ash", "04/03/2016", "", "19/11/2026", "A fall from a wall." }, 0 },
	{ "the last name first", { "Ann Ash", "04/03/2016", "", "20/11/2026", "A fall." }, { "ASH, Ann", "04/03/2016", "", "20/11/2026", "A fall." }, 0 },
	{ "one number, another name", { "Ann Ash", "04/03/2016", "943 476 5919", "20/11/2026", "A fall." }, { "Anna Ash-Bell", "04/03/2016", "943 476 5919", "20/11/2026", "A fall." }, 0 },
	{ "initials", { "Ann Ash", "04/03/2016", "", "20/11/2026", "A fall." }, { "AA", "", "", "20/11/2026", "A fall." }, 0 },
	{ "a first name alone, of the same day", { "Robert Ash", "04/03/2016", "", "20/11/2026", "A fall." }, { "Bob", "04/03/2016", "", "20/11/2026", "A fall." }, 0 },
	{ "first names alone, of two days", { "Ann", "04/03/2016", "", "20/11/2026", "A fall." }, { "Ben", "07/06/2019", "", "20/11/2026", "A fall." }, 1 },
	{ "first names alone, of no day", { "Ann", "", "", "20/11/2026", "A fall." }, { "Ben", "", "", "20/11/2026", "A fall." }, 1 },
	{ "another incident", { "Ann Ash", "04/03/2016", "", "20/11/2026", "A fall." }, { "Ann Ash", "04/03/2016", "", "02/03/2026", "A stabbing in a park." }, 1 },
	{ "another year by a slip", { "Ann Ash", "04/03/2016", "", "20/11/2026", "A fall." }, { "Ann Ash", "04/03/2016", "", "20/11/2025", "A fall." }, 0 },
	{ "nobody named in the second", { "Ann Ash", "04/03/2016", "", "20/11/2026", "A fall." }, { "", "", "", "20/11/2026", "A fall." }, 0 },
};

/* The second is the authority's own form to the Panel. */
static const struct row notified[] = {
	{ "a referral, and the notification of another child", { "Ann Ash", "04/03/2016", "", "20/11/2026", "A fall." }, { "Ben Birch", "07/06/2019", "", "20/11/2026", "A fall." }, 1 },
	{ "a referral, and the notification of its child", { "Ann Ash", "04/03/2016", "", "20/11/2026", "A fall." }, { "Ann Ash", "04/03/2016", "", "20/11/2026", "A fall." }, 0 },
};

#define REFERRAL "Referral for consideration of a Rapid Review (LCSPR)\r\n\r\nREFERRER\r\nName: Jane Fry\r\nAgency: Northmere Council\r\nTelephone number: 01632 960123\r\n"
#define NOTIFICATION "SERIOUS INCIDENT NOTIFICATION\r\n\r\nNotifier: Pat Writer\r\nDate notified: 21/11/2026\r\n"

static void
put_form(struct arena_text *t, const char *head, const struct one *o)
{
	arena_put_format(t, "--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=\"form.txt\"\r\n\r\n%s\r\n"
	    "CHILD\r\nName of child: %s\r\nDate of birth: %s\r\nNHS number: %s\r\n\r\nINCIDENT\r\nDate of incident: %s\r\nBrief description: %s\r\n", head, o->name, o->born, o->nhs, o->day, o->story);
}

static void
are_apart(const struct row *table, size_t count, const char *second)
{
	unpack_prepare();
	for (size_t i = 0; i < count; i++) {
		struct arena *a = arena_new(0);
		struct arena_text t = arena_text(a);
		struct record_make_options o = { .forms = &forms };
		const struct record_form *apart[RECORD_APART_MAX];
		struct record r;
		size_t n;

		arena_put_str(&t, "From: <jane@northmere.example>\r\nTo: <referrals@partnership.example>\r\nDate: Mon, 23 Nov 2026 10:00:00 +0000\r\nSubject: Forms\r\nMIME-Version: 1.0\r\n"
		    "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nForms attached.\r\n");
		put_form(&t, REFERRAL, &table[i].first);
		put_form(&t, second, &table[i].second);
		arena_put_str(&t, "--b--\r\n");
		record_make(a, arena_text_span(&t), &o, &r);
		assert_non_null(record_chosen(&r));
		n = record_apart(a, &r, (struct record_apart_base){ .first = record_chosen(&r) }, apart);
		if (n != table[i].apart)
			fail_msg("%s: %zu apart", table[i].what, n);
		arena_free(a);
	}
}

/* What is known of a case, beside a form in a reply. */
static const struct {
	const char *what;
	struct one known, form;
	bool of, stranger;
} held[] = {
	{ "its child", { "Ann Ash", "04/03/2016", "", "20/11/2026", "A fall." }, { "Ann Ash", "04/03/2016", "", "19/11/2026", "A fall." }, true, false },
	{ "another child", { "Ann Ash", "04/03/2016", "", "20/11/2026", "A fall." }, { "Ben Birch", "07/06/2019", "", "20/11/2026", "A fall." }, false, true },
	{ "another name of one birth: put right, or a twin", { "Ann Ash", "04/03/2016", "", "20/11/2026", "A fall." }, { "Ida Birch", "04/03/2016", "", "20/11/2026", "A fall." }, false, false },
	{ "another name, the birth not known", { "Ann Ash", "", "", "20/11/2026", "A fall." }, { "Ida Birch", "04/03/2016", "", "20/11/2026", "A fall." }, false, false },
	{ "its child, another incident", { "Ann Ash", "04/03/2016", "", "20/11/2026", "A fall." }, { "Ann Ash", "04/03/2016", "", "02/03/2026", "A stabbing in a park." }, false, false },
	{ "a form that names nobody", { "Ann Ash", "04/03/2016", "", "20/11/2026", "A fall." }, { "", "", "", "20/11/2026", "A fall." }, false, false },
	{ "a case of nobody yet", { "", "", "", "20/11/2026", "" }, { "Ann Ash", "04/03/2016", "", "20/11/2026", "A fall." }, false, false },
};

static void
a_form_is_of_a_case_or_of_a_stranger(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(held) / sizeof(held[0]); i++) {
		struct arena *a = arena_new(0);
		struct arena_text t = arena_text(a);
		struct record_make_options o = { .forms = &forms };
		struct record r;

		arena_put_str(&t, "From: <jane@northmere.example>\r\nTo: <referrals@partnership.example>\r\nDate: Mon, 23 Nov 2026 10:00:00 +0000\r\nSubject: Forms\r\nMIME-Version: 1.0\r\n"
		    "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nForms attached.\r\n");
		put_form(&t, REFERRAL, &held[i].known);
		put_form(&t, REFERRAL, &held[i].form);
		arena_put_str(&t, "--b--\r\n");
		record_make(a, arena_text_span(&t), &o, &r);
		assert_int_equal(r.forms_count, 2);
		if (record_apart_is_of(a, &r.forms[1], &r.forms[0].fields) != held[i].of || record_apart_is_stranger(a, &r.forms[1], &r.forms[0].fields) != held[i].stranger)
			fail_msg("%s", held[i].what);
		assert_true(record_apart_is_source(&r.forms[0], &r.forms[0].fields));
		assert_false(record_apart_is_source(&r.forms[1], &r.forms[0].fields) && held[i].stranger);
		arena_free(a);
	}
}

static void
each_is_one_or_two(void **state)
{
	(void)state;
	are_apart(rows, sizeof(rows) / sizeof(rows[0]), REFERRAL);
}

static void
a_notification_is_a_form_like_others(void **state)
{
	(void)state;
	are_apart(notified, sizeof(notified) / sizeof(notified[0]), NOTIFICATION);
}

#define PART "--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=\"part.txt\"\r\n\r\n"
#define PART_A PART REFERRAL "\r\nCHILD\r\nName of child: Ann Ash\r\nDate of birth: 04/03/2016\r\n"
#define PART_B PART "Part B: the incident\r\n\r\nDate of incident: 20/11/2026\r\nPlace of incident: Home\r\nBrief description: A fall.\r\nReason for referral: Two agencies knew.\r\n"

/* A form in two files, of which one names the child. */
static const struct {
	const char *what, *first, *second, *name, *day;
} parts[] = {
	{ "the child first", PART_A, PART_B, "Ann Ash", "2026-11-20" },
	{ "the child last", PART_B, PART_A, "Ann Ash", "2026-11-20" },
	{ "two referrers", PART_A, PART_B "Name of referrer: Pat Writer\r\n", "Ann Ash", "" },
};

static void
a_form_in_two_files_is_one(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		struct arena *a = arena_new(0);
		struct arena_text t = arena_text(a);
		struct record_make_options o = { .forms = &forms };
		struct record r;
		const struct record_form *f;

		arena_put_str(&t, "From: <jane@northmere.example>\r\nTo: <referrals@partnership.example>\r\nDate: Mon, 23 Nov 2026 10:00:00 +0000\r\nSubject: Forms\r\nMIME-Version: 1.0\r\n"
		    "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nForms attached.\r\n");
		arena_put_str(&t, parts[i].first);
		arena_put_str(&t, parts[i].second);
		arena_put_str(&t, "--b--\r\n");
		record_make(a, arena_text_span(&t), &o, &r);
		f = record_chosen(&r);
		assert_non_null(f);
		if (!span_eq_str(field_answer(&f->fields, "child.1.name"), parts[i].name) || !span_eq_str(field_answer(&f->fields, "incident.date"), parts[i].day))
			fail_msg("%s: %.*s, %.*s", parts[i].what, SPAN_PF(field_answer(&f->fields, "child.1.name")), SPAN_PF(field_answer(&f->fields, "incident.date")));
		arena_free(a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(each_is_one_or_two), cmocka_unit_test(a_notification_is_a_form_like_others), cmocka_unit_test(a_form_is_of_a_case_or_of_a_stranger),
		cmocka_unit_test(a_form_in_two_files_is_one) };

	return cmocka_run_group_tests_name("apart", tests, setup, teardown);
}
