/* SPDX-License-Identifier: ISC
 * register: items, referrals, letters and alerts, as the arrows use them. */
#include "spool/register_case.h"
#include "spool/register_item.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/registers.h"

static const struct span pattern = SPAN_LIT("SCP-{year}-{seq:4}");
enum { NOW = 1795424400 };		/* 2026-11-23 09:00 UTC */

struct place {
	struct folder folder;
	struct register_db *db;
	struct arena *a;
	struct fail f;
};

static int
setup(void **state)
{
	struct place *p = calloc(1, sizeof(*p));

	folder_make(&p->folder);
	p->a = arena_new(0);
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

static void
begin(struct place *p)
{
	ok(p, register_begin(p->db, &p->f));
}

static void
commit(struct place *p)
{
	ok(p, register_commit(p->db, &p->f));
}

/* ---- items -------------------------------------------------------------------------- */

static const struct register_place inbox = { SPAN_LIT("duty"), SPAN_LIT("INBOX"), 7 };

static int64_t
add_item(struct place *p, struct register_place where, uint32_t uid, int bytes)
{
	struct register_item item = {
		.uid = { where, uid }, .size = 5, .fetched_at = NOW, .received_at = NOW, .received_by = SPAN_LIT("internaldate"),
		.message_id = SPAN_LIT("m@trust.example"), .from = SPAN_LIT("jo@trust.example"), .class = SPAN_LIT("query"),
		.status = REGISTER_ITEM_OPEN, .target = SPAN_LIT("Processed"), .internaldate_at = NOW, .route = SPAN_LIT("all"),
	};
	int64_t id;

	memset(item.sha256, bytes, sizeof(item.sha256));
	ok(p, register_item_add(p->db, &item, &id, &p->f));
	return id;
}

static void
a_listing_is_told_apart(void **state)
{
	static const struct {
		const char *name;
		uint32_t uids[6];
		enum register_known want[6];
		size_t count;
	} table[] = {
		{ "ascending", { 1, 2, 3, 5, 9, 11 }, { REGISTER_NEW, REGISTER_TAKEN, REGISTER_MOVED, REGISTER_TAKEN, REGISTER_TAKEN, REGISTER_NEW }, 6 },
		{ "backwards", { 11, 9, 5, 3, 2, 1 }, { REGISTER_NEW, REGISTER_TAKEN, REGISTER_TAKEN, REGISTER_MOVED, REGISTER_TAKEN, REGISTER_NEW }, 6 },
		{ "twice", { 3, 3, 4294967295u, 3 }, { REGISTER_MOVED, REGISTER_MOVED, REGISTER_NEW, REGISTER_MOVED }, 4 },
		{ "none", { 0 }, { REGISTER_NEW }, 0 },
	};
	struct place *p = *state;
	struct register_move move = { .at = NOW, .uidvalidity = 8, .uid = 77 };
	struct register_place later = inbox, archive = inbox;
	enum register_known known[6];

	later.uidvalidity = 8;
	archive.folder = SPAN_LIT("Archive");
	begin(p);
	add_item(p, inbox, 2, 2);
	move.id = add_item(p, inbox, 3, 3);
	add_item(p, inbox, 5, 5);
	add_item(p, inbox, 9, 9);
	add_item(p, later, 1, 1);
	add_item(p, archive, 11, 11);
	commit(p);
	ok(p, register_item_moved(p->db, &move, 1, &p->f));
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct register_listing l = { inbox, table[i].uids, table[i].count };

		ok(p, register_item_known(p->db, &l, known, &p->f));
		for (size_t n = 0; n < table[i].count; n++)
			if (known[n] != table[i].want[n])
				fail_msg("%s: uid %u is %d", table[i].name, table[i].uids[n], known[n]);
	}
}

static void
items_that_left_are_moved(void **state)
{
	struct place *p = *state;
	struct register_place later = inbox;
	const uint32_t uids[] = { 2, 3, 5 };
	struct register_listing l = { inbox, uids, 3 };
	enum register_known known[3];

	later.uidvalidity = 8;
	begin(p);
	add_item(p, inbox, 2, 2);
	add_item(p, inbox, 3, 3);
	add_item(p, inbox, 5, 5);
	add_item(p, later, 2, 1);
	commit(p);
	ok(p, register_item_left(p->db, &inbox, SPAN_LIT("[3]"), NOW, &p->f));
	ok(p, register_item_known(p->db, &l, known, &p->f));
	assert_int_equal(known[0], REGISTER_MOVED);
	assert_int_equal(known[1], REGISTER_TAKEN);
	assert_int_equal(known[2], REGISTER_MOVED);
	l.place = later;
	ok(p, register_item_known(p->db, &l, known, &p->f));
	assert_int_equal(known[0], REGISTER_TAKEN);
}

static bool
count_item(void *context, const struct register_item *item)
{
	++*(int *)context;
	return item->id > 0;
}

static bool
sum_lying(void *context, int64_t id, uint32_t uidvalidity, uint32_t uid)
{
	*(uint64_t *)context += (uint64_t)id * 1000000 + uidvalidity * 1000 + uid;
	return true;
}

static void
items_keep_what_they_were_given(void **state)
{
	struct place *p = *state;
	struct register_item item;
	unsigned char sha256[KEYED_LEN];
	struct register_item_query q = { .each = count_item };
	struct register_item_lying lying = { .mailbox = SPAN_LIT("duty"), .each = sum_lying };
	uint64_t sum = 0;
	int64_t id;
	int count = 0;

	begin(p);
	add_item(p, inbox, 2, 2);
	add_item(p, inbox, 3, 2);
	ok(p, register_item_find(p->db, &(struct register_uid){ inbox, 3 }, p->a, &item, &p->f));
	assert_int_equal(item.id, 2);
	assert_true(span_eq_str(item.from, "jo@trust.example"));
	assert_int_equal(item.status, REGISTER_ITEM_OPEN);
	assert_int_equal(item.sha256[31], 2);
	item.status = REGISTER_ITEM_JOINED;
	item.reason = SPAN_LIT("same-bytes");
	ok(p, register_item_update(p->db, &item, &p->f));
	commit(p);
	ok(p, register_item_get(p->db, 2, p->a, &item, &p->f));
	assert_int_equal(item.status, REGISTER_ITEM_JOINED);
	assert_true(span_eq_str(item.reason, "same-bytes"));
	assert_int_equal(item.moved_at, 0);
	memset(sha256, 2, sizeof(sha256));
	ok(p, register_item_find_sha(p->db, sha256, &id, &p->f));
	assert_int_equal(id, 1);
	memset(sha256, 4, sizeof(sha256));
	ok(p, register_item_find_sha(p->db, sha256, &id, &p->f));
	assert_int_equal(id, 0);
	ok(p, register_item_find_message_id(p->db, SPAN_LIT("m@trust.example"), &id, &p->f));
	assert_int_equal(id, 1);
	ok(p, register_item_get(p->db, 99, p->a, &item, &p->f));
	assert_int_equal(item.id, 0);
	q.context = &count;
	ok(p, register_item_list(p->db, &q, &p->f));
	assert_int_equal(count, 2);
	q.which = REGISTER_ITEMS_OPEN;
	ok(p, register_item_list(p->db, &q, &p->f));
	assert_int_equal(count, 3);
	ok(p, register_item_moved(p->db, &(struct register_move){ 1, NOW, 8, 5 }, 1, &p->f));
	lying.folder = SPAN_LIT("INBOX");
	lying.context = &sum;
	ok(p, register_item_lying(p->db, &lying, &p->f));
	assert_int_equal(sum, 2007003);
	lying.folder = SPAN_LIT("Processed");
	ok(p, register_item_lying(p->db, &lying, &p->f));
	assert_int_equal(sum, 2007003 + 1008005);
}

static void
attempts_and_folders(void **state)
{
	struct place *p = *state;
	struct register_uid uid = { inbox, 4 };
	struct register_folder folder;
	unsigned count;

	ok(p, register_item_attempt(p->db, &uid, &count, &p->f));
	assert_int_equal(count, 1);
	ok(p, register_item_attempt(p->db, &uid, &count, &p->f));
	assert_int_equal(count, 2);
	begin(p);
	add_item(p, inbox, 4, 4);
	commit(p);
	ok(p, register_item_attempt(p->db, &uid, &count, &p->f));
	assert_int_equal(count, 1);
	ok(p, register_item_folder_get(p->db, inbox.mailbox, inbox.folder, &folder, &p->f));
	assert_int_equal(folder.place.uidvalidity, 0);
	folder = (struct register_folder){ inbox, 5 };
	ok(p, register_item_folder_set(p->db, &folder, &p->f));
	folder.next_uid = 4294967295u;
	ok(p, register_item_folder_set(p->db, &folder, &p->f));
	ok(p, register_item_folder_get(p->db, inbox.mailbox, inbox.folder, &folder, &p->f));
	assert_int_equal(folder.place.uidvalidity, 7);
	assert_int_equal(folder.next_uid, 4294967295u);
	/* One item a message, whatever happens. */
	begin(p);
	{
		struct register_item again = { .uid = uid, .received_by = SPAN_LIT("now") };
		int64_t id;

		assert_int_equal(register_item_add(p->db, &again, &id, &p->f), -1);
		assert_int_equal(p->f.class, FAIL_STOP);
	}
	register_rollback(p->db);
}

/* ---- references --------------------------------------------------------------------- */

static struct register_row
new_row(int64_t at)
{
	return (struct register_row){
		.handling = DEADLINE_LCSPR, .form = SPAN_LIT("lcspr"), .received_at = at, .registered_at = at,
		.referrer = SPAN_LIT("jo@trust.example"), .referrer_agency = SPAN_LIT("Trust"), .ladder = SPAN_LIT("duty"),
	};
}

static int64_t
add_case(struct place *p, struct span its_pattern, int64_t at, const char *want)
{
	struct register_row row = new_row(at);

	ok(p, register_case_add(p->db, its_pattern, p->a, &row, &p->f));
	if (want != NULL && !span_eq_str(row.reference, want))
		fail_msg("%.*s, not %s", SPAN_PF(row.reference), want);
	return row.id;
}

static void
references_have_no_gaps(void **state)
{
	struct place *p = *state;
	int64_t id;

	begin(p);
	add_case(p, pattern, NOW, "SCP-2026-0001");
	commit(p);
	begin(p);
	add_case(p, pattern, NOW, "SCP-2026-0002");
	register_rollback(p->db);
	begin(p);
	ok(p, register_step_begin(p->db, &p->f));
	add_case(p, pattern, NOW, "SCP-2026-0002");
	ok(p, register_step_undo(p->db, &p->f));
	ok(p, register_step_begin(p->db, &p->f));
	add_case(p, pattern, NOW, "SCP-2026-0002");
	ok(p, register_step_keep(p->db, &p->f));
	/* 23:30 UTC on 31 December is that year in London in winter; an hour past midnight in June is the next day. */
	add_case(p, pattern, 1798759800, "SCP-2026-0003");
	add_case(p, pattern, 1798761600, "SCP-2027-0001");
	/* An older pattern left that reference behind. */
	add_case(p, SPAN_LIT("SCP-2027-{seq:4}"), NOW, "SCP-2027-0004");
	add_case(p, SPAN_LIT("SCP-2026-000{seq}"), 1830297600, "SCP-2026-0004");
	commit(p);
	ok(p, register_case_find(p->db, SPAN_LIT("scp-2027-0001"), &id, &p->f));
	assert_int_equal(id, 4);
	ok(p, register_case_find(p->db, SPAN_LIT("SCP-2027-9999"), &id, &p->f));
	assert_int_equal(id, 0);
}

static void
bad_patterns_stop(void **state)
{
	static const char *const bad[] = { "", "SCP", "SCP-{year}", "SCP-{seq:}", "SCP-{seq:x}", "SCP-{seq:99}", "{seq", "{seq:4}-{month}", "{sequence}" };
	struct place *p = *state;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct register_row row = new_row(NOW);

		begin(p);
		assert_int_equal(register_case_add(p->db, span_str(bad[i]), p->a, &row, &p->f), -1);
		assert_int_equal(p->f.class, FAIL_STOP);
		register_rollback(p->db);
	}
}

/* ---- fields and clocks -------------------------------------------------------------- */

static void
revise(struct place *p, int64_t id, const struct field_list *fields, const char *implausible)
{
	struct register_problem problem = { SPAN_LIT("implausible"), span_str(implausible), SPAN_NONE };
	struct register_revision r = { .at = NOW, .form = SPAN_LIT("lcspr"), .fields = fields, .problems = &problem, .problems_count = implausible != NULL };
	unsigned revision;

	ok(p, register_case_revise(p->db, id, &r, &revision, &p->f));
}

static void
event(struct place *p, int64_t id, enum register_event_kind kind, const char *detail, const char *value)
{
	struct register_fact fact = { span_str(detail), span_str(value) };
	struct register_event e = {
		.referral = id, .kind = kind, .at = NOW, .who = SPAN_LIT("Jo Ward"), .detail = span_str(detail), .facts = &fact, .facts_count = value != NULL,
	};

	ok(p, register_event_add(p->db, &e, NULL, &p->f));
}

static const char *
date_of(struct place *p, const struct register_case *c, const char *name)
{
	for (size_t i = 0; i < c->clocks.dates_count; i++)
		if (span_eq_str(c->clocks.dates[i].key, name))
			return arena_cstr(p->a, civil_print(p->a, c->clocks.dates[i].date));
	return "none";
}

static struct register_case
load(struct place *p, int64_t id, enum register_load what)
{
	struct register_case c;

	ok(p, register_case_load(p->db, (struct register_case_wanted){ id, what }, p->a, &c, &p->f));
	return c;
}

static void
assert_date(struct place *p, int64_t id, const char *name, const char *want)
{
	struct register_case c = load(p, id, REGISTER_LOAD_CLOCKS);

	assert_string_equal(date_of(p, &c, name), want);
}

static void
the_clocks_see_the_earliest_until_a_person_says(void **state)
{
	struct place *p = *state;
	struct field_list first = field_list(p->a), second = field_list(p->a), third = field_list(p->a);
	int64_t id;

	begin(p);
	id = add_case(p, pattern, NOW, NULL);
	put(&first, "incident.la_aware", "2026-11-18");
	put(&first, "incident.la_aware", "2026-11-16");
	put(&first, "incident.agency_aware", "2026-12-25");
	put(&first, "incident.sin_date", "2026-11-20");
	put(&first, "child.1.looked_after", "yes");
	put(&first, "child.2.care_leaver", "yes");
	revise(p, id, &first, "incident.sin_date");
	assert_date(p, id, "incident.la_aware", "2026-11-16");
	assert_date(p, id, "incident.agency_aware", "none");
	assert_date(p, id, "incident.sin_date", "none");
	/* What the referrer mails later cannot move it later. */
	put(&second, "incident.la_aware", "2026-11-19");
	put(&second, "child.1.looked_after", "yes");
	revise(p, id, &second, NULL);
	assert_date(p, id, "incident.la_aware", "2026-11-16");
	/* A coordinator can. */
	event(p, id, REGISTER_FACT_RECORDED, "incident.la_aware", "2026-11-20");
	assert_date(p, id, "incident.la_aware", "2026-11-20");
	/* Earlier at once, also after that. */
	put(&third, "incident.la_aware", "2026-11-12");
	put(&third, "child.1.looked_after", "yes");
	revise(p, id, &third, NULL);
	assert_date(p, id, "incident.la_aware", "2026-11-12");
	event(p, id, REGISTER_FACT_RECORDED, "incident.la_aware", "2026-11-13");
	event(p, id, REGISTER_FACT_RECORDED, "incident.sin_date", "2026-12-01");
	event(p, id, REGISTER_FACT_RECORDED, "review.sent", "2026-12-14");
	assert_date(p, id, "incident.la_aware", "2026-11-13");
	assert_date(p, id, "incident.sin_date", "2026-12-01");
	assert_date(p, id, "review.sent", "2026-12-14");
	commit(p);

	struct register_case c = load(p, id, REGISTER_LOAD_FIELDS);
	const struct field *f = field_find_str(&c.fields, "incident.la_aware");

	/* What one form said brings clocks still; only what all of them say takes any away. */
	assert_int_equal(c.clocks.yes_count, 2);
	assert_true(span_eq_str(c.clocks.yes[0], "child.N.looked_after"));
	assert_true(span_eq_str(c.clocks.yes[1], "child.N.care_leaver"));
	assert_int_equal(c.clocks.doubted_count, 1);
	assert_true(span_eq_str(c.clocks.doubted[0], "child.N.care_leaver"));
	assert_int_equal(c.row.revision, 3);
	assert_true(span_eq_str(f->first.value, "2026-11-13"));
	assert_true(span_eq_str(f->first.source, "recorded by Jo Ward, 2026-11-23"));
	assert_int_equal(c.recorded_count, 3);
	begin(p);
	event(p, id, REGISTER_FACT_RECORDED, "child.1.looked_after", "no");
	event(p, id, REGISTER_FACT_RECORDED, "child.2.care_leaver", "yes");
	commit(p);
	c = load(p, id, REGISTER_LOAD_CLOCKS);
	assert_int_equal(c.clocks.yes_count, 1);
	assert_true(span_eq_str(c.clocks.yes[0], "child.N.care_leaver"));
	assert_int_equal(c.clocks.doubted_count, 0);
}

static void
milestones_are_done_and_reopened(void **state)
{
	struct place *p = *state;
	struct register_case c;
	int64_t id;

	begin(p);
	id = add_case(p, pattern, NOW, NULL);
	event(p, id, REGISTER_MILESTONE_DONE, "triage", NULL);
	event(p, id, REGISTER_MILESTONE_DONE, "rapid-review 2026-11-20", NULL);
	event(p, id, REGISTER_MILESTONE_DONE, "publish", NULL);
	event(p, id, REGISTER_MILESTONE_REOPENED, "publish", NULL);
	event(p, id, REGISTER_MILESTONE_REOPENED, "never-done", NULL);
	commit(p);
	c = load(p, id, REGISTER_LOAD_CLOCKS);
	assert_int_equal(c.clocks.done_count, 2);
	assert_true(span_eq_str(c.clocks.done[0].key, "triage"));
	assert_int_equal(civil_compare(c.clocks.done[0].date, (struct civil_date){ 2026, 11, 23 }), 0);
	assert_true(span_eq_str(c.clocks.done[1].key, "rapid-review"));
	assert_int_equal(civil_compare(c.clocks.done[1].date, (struct civil_date){ 2026, 11, 20 }), 0);
	assert_int_equal(civil_compare(c.clocks.received, (struct civil_date){ 2026, 11, 23 }), 0);
	assert_int_equal(c.clocks.handling, DEADLINE_LCSPR);
	assert_false(c.clocks.closed);
	assert_int_equal(load(p, 99, REGISTER_LOAD_ALL).row.id, 0);
}

static void
fields_come_back_as_they_went_in(void **state)
{
	struct place *p = *state;
	struct field_list in = field_list(p->a);
	struct span kinds[] = { SPAN_LIT("death"), SPAN_LIT("other") };
	struct field several = {
		.key = SPAN_LIT("incident.kind"), .entry = field_key_find(SPAN_LIT("incident.kind")), .values = kinds, .values_count = 2,
		.first = { SPAN_LIT("death"), SPAN_LIT("Died \xe2\x98\x92"), SPAN_LIT("part 2, table 1"), FIELD_ANSWERED, FIELD_UNCERTAIN },
	};
	struct field empty = {
		.key = SPAN_LIT("media"), .entry = field_key_find(SPAN_LIT("media")),
		.first = { SPAN_NONE, SPAN_LIT("YES / NO"), SPAN_LIT("part 2"), FIELD_UNANSWERED, FIELD_PLAIN },
	};
	const struct field *f;
	struct register_case c;
	int64_t id;

	field_add(&in, &several);
	field_add(&in, &empty);
	put(&in, "incident.date", "2026-11-01");
	put(&in, "incident.date", "2026-11-02");
	begin(p);
	id = add_case(p, pattern, NOW, NULL);
	revise(p, id, &in, "incident.date");
	commit(p);
	c = load(p, id, REGISTER_LOAD_ALL);
	assert_int_equal(c.fields.count, 3);
	f = &c.fields.items[0];
	assert_true(span_eq_str(f->key, "incident.kind"));
	assert_int_equal(f->values_count, 2);
	assert_true(span_eq_str(f->values[1], "other"));
	assert_int_equal(f->first.qualifier, FIELD_UNCERTAIN);
	assert_true(span_eq_str(f->first.raw, "Died \xe2\x98\x92"));
	f = &c.fields.items[1];
	assert_int_equal(f->first.state, FIELD_UNANSWERED);
	assert_int_equal(f->first.value.len, 0);
	f = &c.fields.items[2];
	assert_int_equal(f->also_count, 1);
	assert_true(span_eq_str(f->also[0].value, "2026-11-02"));
	assert_int_equal(c.problems_count, 1);
	assert_true(span_eq_str(c.problems[0].field, "incident.date"));
}

static void
child(struct place *p, const char *name, const char *surname, const char *dob)
{
	struct field_list fields = field_list(p->a);

	put(&fields, surname == NULL ? "child.1.name" : "child.1.forename", name);
	if (surname != NULL)
		put(&fields, "child.1.surname", surname);
	if (dob != NULL)
		put(&fields, "child.1.dob", dob);
	revise(p, add_case(p, pattern, NOW, NULL), &fields, NULL);
}

static void
near_duplicates_are_found(void **state)
{
	static const struct {
		const char *name, *dob;
		size_t count;
		bool same_name, same_dob;
	} table[] = {
		{ "Zo\xc3\xab Miller", "2016-03-04", 1, true, true },
		{ "MILLER, zoe", NULL, 1, true, false },
		{ "Zoe Miller", "2016-04-03", 1, true, false },
		{ "Zoe Millar", "2016-03-04", 1, false, true },
		{ "Zoe Millar", "2016-03-05", 0, false, false },
		{ "Tom Other", "2016-03-04", 0, false, false },
		{ "Ann Twin", NULL, 2, true, false },
		{ "", "2016-03-04", 0, false, false },
		{ "?", NULL, 0, false, false },
	};
	struct place *p = *state;

	begin(p);
	child(p, "Zoe", "Miller", "2016-03-04");
	child(p, "Ann Twin", NULL, NULL);
	child(p, "Twin, Ann", NULL, "2020-01-01");
	commit(p);
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct register_like like = { .name = span_str(table[i].name) };
		struct register_alikes out;

		if (table[i].dob != NULL)
			assert_true(civil_parse(span_str(table[i].dob), &like.dob));
		ok(p, register_case_like(p->db, &like, p->a, &out, &p->f));
		if (out.count != table[i].count || (out.count > 0 && (out.items[0].same_name != table[i].same_name || out.items[0].same_dob != table[i].same_dob)))
			fail_msg("%s %s: %zu found", table[i].name, table[i].dob, out.count);
	}
}

/* ---- lists -------------------------------------------------------------------------- */

static bool
append_reference(void *context, const struct register_row *row)
{
	strncat(context, (const char *)row->reference.at + row->reference.len - 1, 1);
	return true;
}

static void
the_most_urgent_come_first(void **state)
{
	static const struct civil_date due[] = { { 2026, 12, 3 }, { 0, 0, 0 }, { 2026, 12, 1 }, { 2026, 12, 2 } };
	struct place *p = *state;
	char order[16] = "";
	struct register_case_query q = { .each = append_reference, .context = order };
	int64_t ids[4];
	size_t count = 4;

	begin(p);
	for (int i = 0; i < 4; i++) {
		struct register_row row = new_row(NOW + i);

		ok(p, register_case_add(p->db, pattern, p->a, &row, &p->f));
		row.next_due = due[i];
		row.next_milestone = SPAN_LIT("triage");
		row.level = DEADLINE_RED;
		row.next_check_at = NOW + 100 - i;
		ok(p, register_case_set_index(p->db, &row, &p->f));
		if (i == 3) {
			row.status = REGISTER_CASE_CLOSED;
			row.closed_at = NOW;
			ok(p, register_case_update(p->db, &row, &p->f));
		}
	}
	ok(p, register_case_link(p->db, 1, 2, &p->f));
	ok(p, register_case_link(p->db, 2, 1, &p->f));
	commit(p);
	ok(p, register_case_list(p->db, &q, &p->f));
	assert_string_equal(order, "312");
	q.closed_too = true;
	order[0] = '\0';
	ok(p, register_case_list(p->db, &q, &p->f));
	assert_string_equal(order, "3412");
	ok(p, register_case_to_check(p->db, NOW + 99, NULL, ids, &count, &p->f));
	assert_int_equal(count, 2);
	assert_int_equal(ids[0], 3);
	/* Sooner, never later. */
	begin(p);
	ok(p, register_case_recheck(p->db, 1, NOW + 50, &p->f));
	ok(p, register_case_recheck(p->db, 3, NOW + 500, &p->f));
	commit(p);
	count = 4;
	ok(p, register_case_to_check(p->db, NOW + 98, NULL, ids, &count, &p->f));
	assert_int_equal(count, 2);
	assert_int_equal(ids[0], 1);
	assert_int_equal(ids[1], 3);
	ok(p, register_case_recheck_all(p->db, &p->f));
	count = 4;
	ok(p, register_case_to_check(p->db, 0, NULL, ids, &count, &p->f));
	assert_int_equal(count, 3);
	assert_int_equal(load(p, 1, REGISTER_LOAD_HISTORY).linked_count, 1);
	assert_int_equal(load(p, 3, REGISTER_LOAD_CLOCKS).row.level, DEADLINE_RED);
	assert_int_equal(load(p, 4, REGISTER_LOAD_CLOCKS).clocks.closed, true);
}

/* ---- letters ------------------------------------------------------------------------ */

static struct register_letter
letter_of(struct place *p, int64_t referral, const char *rule)
{
	struct register_letter l = {
		.referral = referral, .kind = SPAN_LIT("acknowledgement"), .audience = REGISTER_SENDER, .to = SPAN_LIT("jo@trust.example"),
		.subject = SPAN_LIT("SCP-2026-0001"), .bytes = SPAN_LIT("To: x\r\n\r\ny\r\n"), .rule = span_str(rule), .queued_at = NOW,
	};
	struct register_event e = { .referral = referral, .kind = REGISTER_LETTER_QUEUED, .at = NOW, .who = SPAN_LIT("referrald") };

	ok(p, register_letter_reserve(p->db, &l.id, &p->f));
	ok(p, register_event_add(p->db, &e, &l.event, &p->f));
	l.message_id = arena_printf(p->a, "letter-%lld@scp.example", (long long)l.id);
	return l;
}

static bool
add_letter(struct place *p, int64_t referral, const char *rule)
{
	struct register_letter l = letter_of(p, referral, rule);
	bool added;

	ok(p, register_letter_add(p->db, &l, &added, &p->f));
	return added;
}

static void
one_letter_a_rule(void **state)
{
	struct place *p = *state;
	struct register_letters due = { .limit = 10 };
	struct register_letter l;
	struct span bytes;
	bool exists;
	int64_t at, id, next;

	begin(p);
	id = add_case(p, pattern, NOW, NULL);
	assert_true(add_letter(p, id, "one"));
	assert_false(add_letter(p, id, "one"));
	assert_true(add_letter(p, id, "two"));
	commit(p);
	begin(p);
	assert_false(add_letter(p, id, "two"));
	ok(p, register_letter_reserve(p->db, &next, &p->f));
	register_rollback(p->db);
	ok(p, register_letter_exists(p->db, SPAN_LIT("one"), &exists, &p->f));
	assert_true(exists);
	ok(p, register_letter_due(p->db, NOW - 1, p->a, &due, &p->f));
	assert_int_equal(due.count, 0);
	ok(p, register_letter_due(p->db, NOW, p->a, &due, &p->f));
	assert_int_equal(due.count, 2);
	ok(p, register_letter_next_at(p->db, &at, &p->f));
	assert_int_equal(at, NOW);
	ok(p, register_letter_read(p->db, due.items[0].id, p->a, &bytes, &p->f));
	assert_true(span_eq_str(bytes, "To: x\r\n\r\ny\r\n"));
	assert_int_equal(register_letter_read(p->db, 999, p->a, &bytes, &p->f), -1);
	assert_int_equal(p->f.class, FAIL_REFUSE);
	ok(p, register_letter_find_message_id(p->db, due.items[1].message_id, p->a, &l, &p->f));
	assert_int_equal(l.id, due.items[1].id);
	assert_int_equal(l.size, 12);
	ok(p, register_letter_find_message_id(p->db, SPAN_LIT("x"), p->a, &l, &p->f));
	assert_int_equal(l.id, 0);
}

static void
deliver(struct place *p, int64_t id, enum register_letter_state s, int64_t next)
{
	struct register_letter_result r = { .id = id, .state = s, .at = NOW + 5, .next_try_at = next, .code = 250, .text = SPAN_LIT("said so") };

	begin(p);
	ok(p, register_letter_result(p->db, &r, &p->f));
	commit(p);
}

static void
delivery_and_quotas(void **state)
{
	struct place *p = *state;
	struct register_letter l;
	size_t count;
	uint64_t n;
	int64_t at;

	begin(p);
	assert_true(add_letter(p, 0, "one"));
	assert_true(add_letter(p, 0, "two"));
	commit(p);
	deliver(p, 1, REGISTER_LETTER_SENDING, 0);
	deliver(p, 2, REGISTER_LETTER_SENDING, 0);
	deliver(p, 2, REGISTER_LETTER_ACCEPTED, 0);
	ok(p, register_letter_next_at(p->db, &at, &p->f));
	assert_true(at == INT64_MAX);
	begin(p);
	ok(p, register_letter_recover(p->db, NOW + 60, &count, &p->f));
	commit(p);
	assert_int_equal(count, 1);
	ok(p, register_letter_get(p->db, 1, p->a, &l, &p->f));
	assert_int_equal(l.state, REGISTER_LETTER_UNKNOWN);
	assert_int_equal(l.attempts, 1);
	assert_int_equal(l.next_try_at, NOW + 60);
	assert_int_equal(l.settled_at, 0);
	ok(p, register_letter_get(p->db, 2, p->a, &l, &p->f));
	assert_int_equal(l.state, REGISTER_LETTER_ACCEPTED);
	assert_int_equal(l.settled_at, NOW + 5);
	assert_int_equal(l.code, 250);
	ok(p, register_letter_count(p->db, &(struct register_letter_count){ .to = SPAN_LIT("JO@trust.example"), .since = NOW }, &n, &p->f));
	assert_int_equal(n, 2);
	ok(p, register_letter_count(p->db, &(struct register_letter_count){ .since = NOW + 1 }, &n, &p->f));
	assert_int_equal(n, 0);
	deliver(p, 1, REGISTER_LETTER_HELD, 0);
	ok(p, register_letter_count(p->db, &(struct register_letter_count){ .since = NOW, .outside = true }, &n, &p->f));
	assert_int_equal(n, 1);
}

/* What is kept of a count within a transaction is what another transaction counts anew. */
static void
counts_are_the_same_kept_and_anew(void **state)
{
	static const struct { const char *to; enum register_letter_audience audience; int later; bool held; } letters[] = {
		{ "jo@trust.example", REGISTER_SENDER, 0, false }, { "JO@Trust.Example", REGISTER_SENDER, 10, false }, { "al@trust.example", REGISTER_SENDER, 20, true },
		{ "al@trust.example", REGISTER_COORDINATOR, 30, false }, { "jo@other.example", REGISTER_SENDER, 30, false },
	};
	static const struct { const char *to; bool outside; int since; unsigned want; } counts[] = {
		{ "", false, 0, 4 }, { "", false, 10, 3 }, { "", true, 10, 2 }, { "", false, 0, 4 }, { "jo@trust.example", true, 0, 2 }, { "jo@trust.example", true, 5, 1 },
		{ "jo@trust.example", true, 11, 0 }, { "al@trust.example", false, 0, 1 }, { "@trust.example", true, 0, 2 }, { "@TRUST.example", false, 0, 3 },
		{ "@trust.example", false, 11, 1 }, { "@other.example", true, 0, 1 },
	};
	struct place *p = *state;
	uint64_t n;

	begin(p);
	for (size_t i = 0; i <= sizeof(letters) / sizeof(letters[0]); i++) {
		struct register_letter l = letter_of(p, 0, arena_cstr(p->a, arena_printf(p->a, "%zu", i)));
		bool added;

		for (size_t j = 0; j < sizeof(counts) / sizeof(counts[0]); j++) {
			ok(p, register_letter_count(p->db, &(struct register_letter_count){ span_str(counts[j].to), NOW + counts[j].since, counts[j].outside }, &n, &p->f));
			assert_true(i < sizeof(letters) / sizeof(letters[0]) || n == counts[j].want);
		}
		if (i == sizeof(letters) / sizeof(letters[0]))
			break;
		l.to = span_str(letters[i].to);
		l.audience = letters[i].audience;
		l.queued_at = NOW + letters[i].later;
		l.state = letters[i].held ? REGISTER_LETTER_HELD : REGISTER_LETTER_IS_QUEUED;
		ok(p, register_letter_add(p->db, &l, &added, &p->f));
		assert_true(added);
	}
	ok(p, register_step_begin(p->db, &p->f));
	assert_true(add_letter(p, 0, "undone"));
	ok(p, register_letter_count(p->db, &(struct register_letter_count){ .since = NOW }, &n, &p->f));
	assert_int_equal(n, 5);
	ok(p, register_step_undo(p->db, &p->f));
	ok(p, register_letter_count(p->db, &(struct register_letter_count){ .since = NOW }, &n, &p->f));
	assert_int_equal(n, 4);
	ok(p, register_letter_result(p->db, &(struct register_letter_result){ .id = 3, .state = REGISTER_LETTER_IS_QUEUED, .at = NOW }, &p->f));
	ok(p, register_letter_count(p->db, &(struct register_letter_count){ .since = NOW }, &n, &p->f));
	assert_int_equal(n, 5);
	commit(p);
	for (size_t j = 0; j < sizeof(counts) / sizeof(counts[0]); j++) {
		ok(p, register_letter_count(p->db, &(struct register_letter_count){ span_str(counts[j].to), NOW + counts[j].since, counts[j].outside }, &n, &p->f));
		assert_int_equal(n, counts[j].want + (counts[j].since <= 20 && counts[j].to[0] != 'j' && strcmp(counts[j].to, "@other.example") != 0));
	}
}

/* ---- alerts ------------------------------------------------------------------------- */

static void
tell(struct place *p, int64_t alert, unsigned rung, const char *person, int64_t letter)
{
	ok(p, register_alert_told(p->db, &(struct register_alert_told){ alert, rung, span_str(person), 0, NOW, letter, false }, &p->f));
}

static void
alerts_follow_their_letters(void **state)
{
	struct place *p = *state;
	struct register_alert_key k = { 0, SPAN_LIT("rapid-review"), SPAN_LIT("red"), SPAN_LIT("2026-12-14") };
	struct register_alerts alerts;
	struct register_alert one;
	int64_t id, again, of;
	size_t count;

	begin(p);
	k.referral = add_case(p, pattern, NOW, NULL);
	ok(p, register_alert_start(p->db, &k, NOW, &id, &p->f));
	ok(p, register_alert_start(p->db, &k, NOW + 9, &again, &p->f));
	assert_int_equal(id, again);
	for (int i = 0; i < 4; i++)
		assert_true(add_letter(p, k.referral, (const char *[]){ "a", "b", "c", "d" }[i]));
	tell(p, id, 0, "Ann", 1);
	tell(p, id, 0, "Ann", 4);
	tell(p, id, 0, "Ben", 2);
	tell(p, id, 0, "Cat", 3);
	tell(p, id, 1, "Dan", 0);
	ok(p, register_alert_away(p->db, 3, &p->f));
	commit(p);
	deliver(p, 1, REGISTER_LETTER_ACCEPTED, 0);
	deliver(p, 2, REGISTER_LETTER_REFUSED, 0);
	ok(p, register_alert_get(p->db, id, p->a, &one, &p->f));
	assert_int_equal(one.history.told_count, 4);
	assert_int_equal(one.history.started_at, NOW);
	assert_int_equal(one.history.told[0].result, LADDER_SENT);
	assert_int_equal(one.history.told[1].result, LADDER_FAILED);
	assert_int_equal(one.history.told[2].result, LADDER_AWAY);
	assert_int_equal(one.history.told[3].result, LADDER_FAILED);
	assert_int_equal(one.letters[0], 1);
	ok(p, register_alert_of_letter(p->db, 2, &of, &p->f));
	assert_int_equal(of, id);
	begin(p);
	ok(p, register_alert_end(p->db, &(struct register_alert_end){ .referral = k.referral, .about = SPAN_LIT("triage"), .state = REGISTER_ALERT_ANSWERED, .at = NOW }, &count, &p->f));
	assert_int_equal(count, 0);
	ok(p, register_alert_end(p->db, &(struct register_alert_end){ .referral = k.referral, .except_level = SPAN_LIT("red"), .state = REGISTER_ALERT_OVER, .at = NOW }, &count, &p->f));
	assert_int_equal(count, 0);
	ok(p, register_alert_end(p->db, &(struct register_alert_end){ .referral = k.referral, .state = REGISTER_ALERT_ANSWERED, .by = SPAN_LIT("Ann"), .how = SPAN_LIT("mail"), .at = NOW }, &count, &p->f));
	assert_int_equal(count, 1);
	/* Answered stays answered; another due date is another alert. */
	ok(p, register_alert_start(p->db, &k, NOW, &again, &p->f));
	assert_int_equal(id, again);
	k.episode = SPAN_LIT("2026-12-10");
	ok(p, register_alert_start(p->db, &k, NOW, &again, &p->f));
	assert_int_not_equal(id, again);
	k = (struct register_alert_key){ 0, SPAN_LIT("fetch"), SPAN_LIT("fault"), SPAN_LIT("1") };
	ok(p, register_alert_start(p->db, &k, NOW, &again, &p->f));
	commit(p);
	ok(p, register_alert_load(p->db, 1, p->a, &alerts, &p->f));
	assert_int_equal(alerts.count, 2);
	assert_true(alerts.items[0].history.answered);
	assert_true(span_eq_str(alerts.items[0].ended_by, "Ann"));
	assert_false(alerts.items[1].history.answered);
	ok(p, register_alert_load(p->db, 0, p->a, &alerts, &p->f));
	assert_int_equal(alerts.count, 1);
}

/* ---- retention ---------------------------------------------------------------------- */

static void
a_purge_leaves_the_chain(void **state)
{
	struct place *p = *state;
	struct field_list fields = field_list(p->a);
	struct register_verdict verdict;
	struct register_row row;
	struct register_case c;
	int64_t id;

	put(&fields, "child.1.name", "Zoe Miller");
	begin(p);
	id = add_case(p, pattern, NOW, NULL);
	revise(p, id, &fields, NULL);
	event(p, id, REGISTER_FACT_RECORDED, "incident.la_aware", "2026-11-20");
	assert_true(add_letter(p, id, "one"));
	event(p, id, REGISTER_PURGED, "retention", NULL);
	assert_int_equal(register_case_purge(p->db, id, &p->f), -1);
	assert_int_equal(p->f.class, FAIL_REFUSE);
	ok(p, register_case_get(p->db, id, p->a, &row, &p->f));
	row.status = REGISTER_CASE_CLOSED;
	row.closed_at = NOW;
	ok(p, register_case_update(p->db, &row, &p->f));
	ok(p, register_case_purge(p->db, id, &p->f));
	commit(p);
	ok(p, register_verify(p->db, &verdict, &p->f));
	assert_int_equal(verdict.what, REGISTER_INTACT);
	assert_int_equal(verdict.purged, 1);
	c = load(p, id, REGISTER_LOAD_ALL);
	assert_int_equal(c.fields.count, 0);
	assert_int_equal(c.recorded_count, 0);
	assert_int_equal(c.events_count, 3);
	assert_true(c.events[0].facts_gone);
	assert_int_equal(c.letters_count, 1);
	assert_int_equal(c.row.referrer.len, 0);
}

static void
settled_items_are_purged(void **state)
{
	struct place *p = *state;
	struct register_event e = { .kind = REGISTER_NOTE, .at = NOW, .facts = &(struct register_fact){ SPAN_LIT("a"), SPAN_LIT("b") }, .facts_count = 1 };
	struct register_verdict verdict;
	struct register_item item;

	begin(p);
	e.item = add_item(p, inbox, 2, 2);
	ok(p, register_event_add(p->db, &e, NULL, &p->f));
	e.kind = REGISTER_PURGED;
	e.facts_count = 0;
	ok(p, register_event_add(p->db, &e, NULL, &p->f));
	assert_int_equal(register_item_purge(p->db, e.item, &p->f), -1);
	assert_int_equal(p->f.class, FAIL_REFUSE);
	ok(p, register_item_get(p->db, e.item, p->a, &item, &p->f));
	item.status = REGISTER_ITEM_DONE;
	ok(p, register_item_update(p->db, &item, &p->f));
	ok(p, register_item_purge(p->db, e.item, &p->f));
	commit(p);
	ok(p, register_item_get(p->db, e.item, p->a, &item, &p->f));
	assert_int_equal(item.from.len, 0);
	ok(p, register_verify(p->db, &verdict, &p->f));
	assert_int_equal(verdict.what, REGISTER_INTACT);
	assert_int_equal(verdict.purged, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_listing_is_told_apart, setup, teardown),
		cmocka_unit_test_setup_teardown(items_keep_what_they_were_given, setup, teardown),
		cmocka_unit_test_setup_teardown(items_that_left_are_moved, setup, teardown),
		cmocka_unit_test_setup_teardown(attempts_and_folders, setup, teardown),
		cmocka_unit_test_setup_teardown(references_have_no_gaps, setup, teardown),
		cmocka_unit_test_setup_teardown(bad_patterns_stop, setup, teardown),
		cmocka_unit_test_setup_teardown(the_clocks_see_the_earliest_until_a_person_says, setup, teardown),
		cmocka_unit_test_setup_teardown(milestones_are_done_and_reopened, setup, teardown),
		cmocka_unit_test_setup_teardown(fields_come_back_as_they_went_in, setup, teardown),
		cmocka_unit_test_setup_teardown(near_duplicates_are_found, setup, teardown),
		cmocka_unit_test_setup_teardown(the_most_urgent_come_first, setup, teardown),
		cmocka_unit_test_setup_teardown(one_letter_a_rule, setup, teardown),
		cmocka_unit_test_setup_teardown(delivery_and_quotas, setup, teardown),
		cmocka_unit_test_setup_teardown(counts_are_the_same_kept_and_anew, setup, teardown),
		cmocka_unit_test_setup_teardown(alerts_follow_their_letters, setup, teardown),
		cmocka_unit_test_setup_teardown(a_purge_leaves_the_chain, setup, teardown),
		cmocka_unit_test_setup_teardown(settled_items_are_purged, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
