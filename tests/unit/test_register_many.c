/* SPDX-License-Identifier: ISC
 * register: what is asked at each message or letter costs the same however many there were before.  SQLite counts its own
 * steps: nothing here is timed. */
#include "spool/register_case.h"
#include "spool/register_event.h"
#include "spool/register_item.h"
#include "spool/register_letter.h"

#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/registers.h"

enum { NOW = 1795424400, FEW = 60, MANY = 2000, STEPS = 10 };

static unsigned long steps;

static int
count_steps(void *context)
{
	(void)context;
	steps++;
	return 0;
}

static int
watch(sqlite3 *db, char **why, const void *api)
{
	(void)why;
	(void)api;
	sqlite3_progress_handler(db, STEPS, count_steps, NULL);
	return SQLITE_OK;
}

struct place {
	struct folder folder;
	struct register_db *db;
	struct arena *a;
	unsigned letters;
	struct fail f;
};

static int
setup(void **state)
{
	struct place *p = calloc(1, sizeof(*p));

	folder_make(&p->folder);
	p->a = arena_new(0);
	assert_int_equal(sqlite3_auto_extension((void (*)(void))watch), SQLITE_OK);
	if ((p->db = register_open(p->folder.path, key, REGISTER_WRITE, &p->f)) == NULL)
		fail_msg("%s", p->f.why);
	*state = p;
	return 0;
}

static int
teardown(void **state)
{
	struct place *p = *state;

	register_close(p->db);
	sqlite3_reset_auto_extension();
	arena_free(p->a);
	folder_remove(&p->folder);
	free(p);
	return 0;
}

static void
ok(struct place *p, int result)
{
	if (result != 0)
		fail_msg("%s", p->f.why);
}

static int64_t
queue(struct place *p, struct register_letter l)
{
	struct register_event e = { .kind = REGISTER_LETTER_QUEUED, .at = NOW, .who = SPAN_LIT("referrald") };
	bool added;

	l.rule = l.message_id = arena_printf(p->a, "%u", p->letters++);
	l.queued_at = NOW + p->letters;
	l.bytes = SPAN_LIT("To: x\r\n\r\ny\r\n");
	ok(p, register_letter_reserve(p->db, &l.id, &p->f));
	ok(p, register_event_add(p->db, &e, &l.event, &p->f));
	ok(p, register_letter_add(p->db, &l, &added, &p->f));
	assert_true(added);
	return l.id;
}

static int64_t
add_letter(struct place *p, const char *to, const char *subject)
{
	return queue(p, (struct register_letter){ .kind = SPAN_LIT("acknowledgement"), .audience = REGISTER_SENDER, .to = span_str(to), .subject = span_str(subject) });
}

static void
accept(struct place *p, int64_t id)
{
	ok(p, register_letter_result(p->db, &(struct register_letter_result){ .id = id, .state = REGISTER_LETTER_ACCEPTED, .at = NOW, .code = 250 }, &p->f));
}

static unsigned long
steps_of_count(struct place *p, unsigned want)
{
	uint64_t n;

	steps = 0;
	ok(p, register_letter_count(p->db, &(struct register_letter_count){ SPAN_LIT("@Trust.example"), NOW, true }, &n, &p->f));
	assert_int_equal(n, want);
	return steps;
}

static void
a_domains_quota_looks_at_its_letters(void **state)
{
	struct place *p = *state;
	unsigned long before;

	ok(p, register_begin(p->db, &p->f));
	add_letter(p, "jo@trust.example", "x");
	add_letter(p, "al@TRUST.example", "x");
	ok(p, register_commit(p->db, &p->f));
	before = steps_of_count(p, 2);
	ok(p, register_begin(p->db, &p->f));
	for (unsigned i = 0; i < MANY; i++)
		add_letter(p, arena_cstr(p->a, arena_printf(p->a, "jo@school%u.example", i)), "x");
	ok(p, register_commit(p->db, &p->f));
	assert_in_range(steps_of_count(p, 2), 0, before + 5);
}

static uint64_t
count_all(struct place *p, int64_t since, bool keep)
{
	uint64_t n, again;
	unsigned long taken;

	ok(p, register_begin(p->db, &p->f));
	steps = 0;
	ok(p, register_letter_count(p->db, &(struct register_letter_count){ .since = since }, &n, &p->f));
	taken = steps;
	if (keep)
		ok(p, register_commit(p->db, &p->f));
	else
		register_rollback(p->db);
	ok(p, register_letter_count(p->db, &(struct register_letter_count){ .since = since }, &again, &p->f));
	assert_int_equal(n, again);
	steps = taken;
	return n;
}

/* What was counted is kept from one transaction to the next, and yet no letter is missed or counted that is not there. */
static void
a_batchs_quota_looks_at_what_came_since(void **state)
{
	struct place *p = *state, other = { 0 };

	ok(p, register_begin(p->db, &p->f));
	for (unsigned i = 0; i < MANY; i++)
		add_letter(p, "jo@trust.example", "x");
	ok(p, register_commit(p->db, &p->f));
	assert_int_equal(count_all(p, NOW, true), MANY);
	assert_true(steps > MANY / 10);
	ok(p, register_begin(p->db, &p->f));
	add_letter(p, "al@trust.example", "x");
	ok(p, register_commit(p->db, &p->f));
	assert_int_equal(count_all(p, NOW, true), MANY + 1);
	assert_in_range(steps, 0, 5);
	/* Time goes on: the letters of its first five seconds. */
	assert_int_equal(count_all(p, NOW + 6, true), MANY - 4);
	assert_in_range(steps, 0, 20);
	ok(p, register_begin(p->db, &p->f));
	add_letter(p, "al@trust.example", "x");
	register_rollback(p->db);
	assert_int_equal(count_all(p, NOW + 6, false), MANY - 4);
	assert_int_equal(count_all(p, NOW + 6, true), MANY - 4);
	/* Somebody else writes one. */
	other = (struct place){ .db = register_open(p->folder.path, key, REGISTER_WRITE, &p->f), .a = p->a, .letters = p->letters };
	assert_non_null(other.db);
	ok(&other, register_begin(other.db, &other.f));
	add_letter(&other, "jo@trust.example", "x");
	ok(&other, register_commit(other.db, &other.f));
	register_close(other.db);
	assert_int_equal(count_all(p, NOW + 6, true), MANY - 3);
}

static bool
is_ours(struct place *p, const char *text, int64_t since)
{
	bool found;

	steps = 0;
	ok(p, register_letter_subject_in(p->db, &(struct register_letter_subject){ SPAN_LIT("Jo@trust.example"), span_str(text), since }, &found, &p->f));
	return found;
}

static void
an_answer_names_one_of_the_latest_subjects(void **state)
{
	struct place *p = *state;
	unsigned long before;
	int64_t id;

	ok(p, register_begin(p->db, &p->f));
	add_letter(p, "jo@trust.example", "Not gone yet");
	accept(p, add_letter(p, "jo@trust.example", ""));
	accept(p, add_letter(p, "al@trust.example", "For somebody else"));
	id = add_letter(p, "JO@trust.example", "We have your mail");
	assert_false(is_ours(p, "Re: we have your MAIL", NOW));
	accept(p, id);
	assert_true(is_ours(p, "Re: we have your MAIL (2)", NOW));
	assert_false(is_ours(p, "Re: we have your MAIL", NOW + 100));
	assert_false(is_ours(p, "we have your", NOW) || is_ours(p, "not gone yet", NOW) || is_ours(p, "for somebody else", NOW) || is_ours(p, "", NOW));
	for (unsigned i = 0; i < FEW; i++)
		accept(p, add_letter(p, "jo@trust.example", "Another"));
	assert_false(is_ours(p, "A question", NOW));
	before = steps;
	for (unsigned i = 0; i < MANY; i++)
		accept(p, add_letter(p, "jo@trust.example", "Another"));
	assert_false(is_ours(p, "A question", NOW));
	assert_in_range(steps, 0, before + 5);
	assert_true(is_ours(p, "Re: Another", NOW));
	ok(p, register_commit(p->db, &p->f));
}

/* Told of mail that came back and named no letter of ours. */
static void
tell_untied(struct place *p, int64_t item, const char *to, const char *kind)
{
	accept(p, queue(p, (struct register_letter){ .item = item, .kind = span_str(kind), .audience = REGISTER_ADMIN, .to = span_str(to) }));
}

static unsigned long
steps_of_untied(struct place *p, unsigned want)
{
	uint64_t n;

	steps = 0;
	ok(p, register_letter_count_untied(p->db, SPAN_LIT("Chair@scp.example"), NOW + 2, &n, &p->f));
	assert_int_equal(n, want);
	return steps;
}

static void
what_came_back_untied_is_counted_without_the_rest(void **state)
{
	struct place *p = *state;
	struct register_item item = { .uid = { { SPAN_LIT("referrals"), SPAN_LIT("INBOX"), 1 }, 1 }, .fetched_at = NOW, .received_at = NOW, .received_by = SPAN_LIT("now"), .class = SPAN_LIT("bounce") };
	unsigned long before;
	int64_t id;

	ok(p, register_begin(p->db, &p->f));
	ok(p, register_item_add(p->db, &item, &id, &p->f));
	tell_untied(p, id, "chair@scp.example", "delivery-failed");	/* too long ago */
	tell_untied(p, id, "chair@scp.example", "delivery-failed");
	tell_untied(p, id, "chair@scp.example", "delivery-failed");
	tell_untied(p, id, "chair@scp.example", "new-referral");
	tell_untied(p, id, "deputy@scp.example", "delivery-failed");
	tell_untied(p, 0, "chair@scp.example", "delivery-failed");
	before = steps_of_untied(p, 2);
	for (unsigned i = 0; i < MANY; i++)
		tell_untied(p, id, "chair@scp.example", "new-referral");
	assert_in_range(steps_of_untied(p, 2), 0, before + 5);
	ok(p, register_commit(p->db, &p->f));
}

static void
add_child(struct place *p, const char *name, const char *dob)
{
	struct register_row row = { .handling = DEADLINE_LCSPR, .form = SPAN_LIT("lcspr"), .received_at = NOW, .registered_at = NOW, .referrer = SPAN_LIT("jo@trust.example"), .ladder = SPAN_LIT("duty") };
	struct field_list fields = field_list(p->a);
	struct register_revision revision = { .at = NOW, .form = SPAN_LIT("lcspr"), .fields = &fields };
	unsigned number;

	put(&fields, "child.1.name", name);
	put(&fields, "child.1.dob", dob);
	ok(p, register_case_add(p->db, SPAN_LIT("SCP-{year}-{seq:4}"), p->a, &row, &p->f));
	ok(p, register_case_revise(p->db, row.id, &revision, &number, &p->f));
}

/* Of the cases alike: how many, and the latest of the same name. */
static size_t
look_for(struct place *p, const char *name, const char *dob, int64_t *named_out)
{
	struct register_like like = { .name = span_str(name) };
	struct register_alikes out;

	assert_true(civil_parse(span_str(dob), &like.dob));
	*named_out = 0;
	steps = 0;
	ok(p, register_case_like(p->db, &like, p->a, &out, &p->f));
	for (size_t i = 0; i < out.count; i++)
		if (out.items[i].same_name && *named_out == 0)
			*named_out = out.items[i].id;
	return out.count;
}

/* As of a child that many forms tell of, or of those who write 01/01/2000 where they do not know. */
static void
of_many_alike_the_latest_are_looked_at(void **state)
{
	struct place *p = *state;
	unsigned long before;
	int64_t named;
	size_t found;

	ok(p, register_begin(p->db, &p->f));
	add_child(p, "Perla Quint", "2016-03-04");
	for (unsigned i = 0; i < FEW * 5; i++)
		add_child(p, "Sol Marsh", "2000-01-01");
	found = look_for(p, "Sol Marsh", "2000-01-01", &named);
	assert_int_equal(named, FEW * 5 + 1);
	before = steps;
	for (unsigned i = 0; i < MANY; i++)
		add_child(p, "Sol Marsh", "2000-01-01");
	assert_int_equal(look_for(p, "Sol Marsh", "2000-01-01", &named), found);
	assert_int_equal(named, FEW * 5 + MANY + 1);
	assert_in_range(steps, 0, before + 5);
	assert_int_equal(look_for(p, "Perla Quint", "2000-01-01", &named), 1);
	assert_int_equal(named, 1);
	ok(p, register_commit(p->db, &p->f));
}

struct walk {
	int64_t first;
	size_t count;
};

static bool
note_walk(void *context, const struct register_letter *l)
{
	struct walk *w = context;

	w->first = w->count++ == 0 ? l->id : w->first;
	return true;
}

static struct walk
walk_letters(struct place *p)
{
	struct walk w = { 0, 0 };

	steps = 0;
	ok(p, register_letter_list(p->db, &(struct register_letter_query){ .to = SPAN_LIT("Jo@trust.example"), .since = NOW, .each = note_walk, .context = &w }, &p->f));
	return w;
}

static void
letters_to_one_address_come_the_latest_first(void **state)
{
	struct place *p = *state;
	unsigned long before;
	int64_t last = 0;

	ok(p, register_begin(p->db, &p->f));
	for (unsigned i = 0; i < REGISTER_LETTER_RECENT; i++)
		accept(p, last = add_letter(p, "jo@trust.example", "x"));
	add_letter(p, "jo@trust.example", "not taken");
	accept(p, add_letter(p, "al@trust.example", "x"));
	assert_int_equal(walk_letters(p).count, REGISTER_LETTER_RECENT);
	assert_int_equal(walk_letters(p).first, last);
	before = steps;
	for (unsigned i = 0; i < MANY; i++)
		accept(p, last = add_letter(p, "jo@trust.example", "x"));
	assert_int_equal(walk_letters(p).count, REGISTER_LETTER_RECENT);
	assert_int_equal(walk_letters(p).first, last);
	assert_in_range(steps, 0, before + 5);
	ok(p, register_commit(p->db, &p->f));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_domains_quota_looks_at_its_letters, setup, teardown),
		cmocka_unit_test_setup_teardown(a_batchs_quota_looks_at_what_came_since, setup, teardown),
		cmocka_unit_test_setup_teardown(an_answer_names_one_of_the_latest_subjects, setup, teardown),
		cmocka_unit_test_setup_teardown(what_came_back_untied_is_counted_without_the_rest, setup, teardown),
		cmocka_unit_test_setup_teardown(of_many_alike_the_latest_are_looked_at, setup, teardown),
		cmocka_unit_test_setup_teardown(letters_to_one_address_come_the_latest_first, setup, teardown),
	};

	return cmocka_run_group_tests_name("register_many", tests, NULL, NULL);
}
