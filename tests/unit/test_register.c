/* SPDX-License-Identifier: ISC
 * register: opening, transactions, the chain of events and what tampering with it shows. */
#include "spool/register_event.h"
#include "spool/register_item.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <malloc.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/registers.h"

static const unsigned char other_key[KEYED_LEN] = "another key for the tests.";

struct place {
	struct folder folder;
	struct register_db *db;
	struct fail f;
};

static int
setup(void **state)
{
	struct place *p = calloc(1, sizeof(*p));

	folder_make(&p->folder);
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

/* As somebody else would: another connection, all guards of ours unset. */
static int
by_hand(struct place *p, const char *sql)
{
	sqlite3 *db;
	int code;

	assert_int_equal(sqlite3_open(p->folder.path, &db), SQLITE_OK);
	code = sqlite3_exec(db, sql, NULL, NULL, NULL);
	sqlite3_close(db);
	return code;
}

static int64_t
number_by_hand(struct place *p, const char *sql)
{
	sqlite3 *db;
	sqlite3_stmt *stmt;
	int64_t n;

	assert_int_equal(sqlite3_open(p->folder.path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	n = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return n;
}

static struct register_item
item_of(uint32_t uid)
{
	struct register_item item = {
		.uid = { { SPAN_LIT("duty"), SPAN_LIT("INBOX"), 7 }, uid },
		.size = 100, .fetched_at = 1000, .received_at = 1000, .received_by = SPAN_LIT("internaldate"),
		.message_id = SPAN_LIT("a@b.example"), .from = SPAN_LIT("jo@council.example"), .class = SPAN_LIT("query"),
		.status = REGISTER_ITEM_OPEN, .target = SPAN_LIT("Processed"),
	};

	memset(item.sha256, (int)uid, sizeof(item.sha256));
	return item;
}

static int64_t
add_item(struct place *p, uint32_t uid)
{
	struct register_item item = item_of(uid);
	int64_t id;

	ok(p, register_item_add(p->db, &item, &id, &p->f));
	return id;
}

static int64_t
add_event(struct place *p, int64_t item, const char *detail, const char *fact)
{
	struct register_fact one = { SPAN_LIT("note"), span_str(fact) };
	struct register_event e = {
		.item = item, .kind = REGISTER_NOTE, .at = 1000, .who = SPAN_LIT("referrald"), .detail = span_str(detail),
		.facts = &one, .facts_count = fact != NULL,
	};
	int64_t id;

	ok(p, register_event_add(p->db, &e, &id, &p->f));
	return id;
}

static void
five_events(struct place *p)
{
	ok(p, register_begin(p->db, &p->f));
	int64_t item = add_item(p, 1);
	add_event(p, item, "one", "first fact");
	add_event(p, item, "two", NULL);
	add_event(p, item, "three", "third fact");
	add_event(p, item, "four", NULL);
	add_event(p, item, "five", "fifth fact");
	ok(p, register_commit(p->db, &p->f));
}

/* ---- opening ------------------------------------------------------------------------ */

static void
must_be_known(void **state)
{
	struct place *p = *state;
	char none[128];

	snprintf(none, sizeof(none), "%s/none.db", p->folder.dir);
	assert_null(register_open(none, key, REGISTER_WRITE_KNOWN, &p->f));
	assert_int_equal(p->f.class, FAIL_STOP);
	register_close(p->db);
	assert_non_null(p->db = register_open(p->folder.path, key, REGISTER_WRITE_KNOWN, &p->f));
}

/* A whole register, with what was told the other. */
static void
holds(struct place *p, const char *copy, const struct register_alive *alive)
{
	int64_t at = 0;

	register_close(p->db);
	assert_non_null(p->db = register_open(copy, key, REGISTER_WRITE_KNOWN, &p->f));
	ok(p, register_alive_get(p->db, alive->what, alive->of, &at, &p->f));
	assert_int_equal(at, alive->at);
}

static void
its_file_goes(void **state)
{
	struct place *p = *state;
	char copy[128];
	struct register_alive alive = { SPAN_LIT("sweep"), SPAN_NONE, 7 };

	snprintf(copy, sizeof(copy), "%s.rescued", p->folder.path);
	ok(p, register_alive_set(p->db, &alive, &p->f));
	assert_int_equal(unlink(p->folder.path), 0);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(register_begin(p->db, &p->f), -1);
		assert_int_equal(p->f.class, FAIL_STOP);
		assert_non_null(strstr(p->f.why, copy));
		assert_int_equal(register_alive_set(p->db, &alive, &p->f), -1);
	}
	holds(p, copy, &alive);
}

/* An index that has another's pages: each event is there, and what asks by the index is told nonsense. */
static void
pages_are_mixed(void **state)
{
	struct place *p = *state;
	struct register_alive alive = { SPAN_LIT("sweep"), SPAN_NONE, 7 };
	struct register_verdict verdict;

	ok(p, register_alive_set(p->db, &alive, &p->f));
	ok(p, register_verify(p->db, &verdict, &p->f));
	assert_int_equal(verdict.what, REGISTER_INTACT);
	register_close(p->db);
	assert_int_equal(by_hand(p, "PRAGMA writable_schema=ON; UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'letters')"
	    " WHERE name = 'letters_domain'"), SQLITE_OK);
	assert_non_null(p->db = register_open(p->folder.path, key, REGISTER_WRITE, &p->f));
	ok(p, register_verify(p->db, &verdict, &p->f));
	assert_int_equal(verdict.what, REGISTER_DAMAGED);
	assert_string_equal(register_break_name(verdict.what), "damaged");
	assert_int_equal(verdict.breaks, 1);
}

/* What was left of the last time keeps nothing from being copied, and is kept itself. */
static void
its_file_goes_again(void **state)
{
	struct place *p = *state;
	char before[128], copy[128];
	struct register_alive alive = { SPAN_LIT("sweep"), SPAN_NONE, 7 };
	struct stat st;
	FILE *old;

	snprintf(before, sizeof(before), "%s.rescued", p->folder.path);
	snprintf(copy, sizeof(copy), "%s.rescued.2", p->folder.path);
	assert_non_null(old = fopen(before, "w"));
	fclose(old);
	ok(p, register_alive_set(p->db, &alive, &p->f));
	assert_int_equal(unlink(p->folder.path), 0);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(register_begin(p->db, &p->f), -1);
		assert_int_equal(p->f.class, FAIL_STOP);
		assert_non_null(strstr(p->f.why, copy));
	}
	assert_int_equal(stat(before, &st), 0);
	assert_int_equal(st.st_size, 0);
	snprintf(before, sizeof(before), "%s.rescued.3", p->folder.path);
	assert_int_equal(access(before, F_OK), -1);
	holds(p, copy, &alive);
}

static void
opening(void **state)
{
	struct place *p = *state;
	char none[128];

	snprintf(none, sizeof(none), "%s/none.db", p->folder.dir);
	assert_null(register_open(none, key, REGISTER_READ, &p->f));
	assert_int_equal(p->f.class, FAIL_REFUSE);
	assert_int_equal(access(none, F_OK), -1);
	register_close(p->db);
	assert_null(p->db = register_open(p->folder.path, other_key, REGISTER_WRITE, &p->f));
	assert_int_equal(p->f.class, FAIL_STOP);
	assert_non_null(strstr(p->f.why, "another key file"));
	assert_int_equal(by_hand(p, "PRAGMA user_version=999"), SQLITE_OK);
	assert_null(p->db = register_open(p->folder.path, key, REGISTER_WRITE, &p->f));
	assert_int_equal(p->f.class, FAIL_STOP);
	assert_non_null(strstr(p->f.why, "newer referrald"));
	assert_null(p->db = register_open(p->folder.path, key, REGISTER_READ, &p->f));
}

static void
a_damaged_file_stops(void **state)
{
	struct place *p = *state;
	char path[128];
	FILE *file;

	register_close(p->db);
	snprintf(path, sizeof(path), "%s-wal", p->folder.path);
	unlink(path);
	file = fopen(p->folder.path, "r+");
	fwrite("this is not a database at all, is it?", 1, 37, file);
	fclose(file);
	assert_null(p->db = register_open(p->folder.path, key, REGISTER_WRITE, &p->f));
	assert_int_equal(p->f.class, FAIL_STOP);
	assert_non_null(strstr(p->f.why, "damaged"));
}

static void
a_reader_sees_what_was_committed(void **state)
{
	struct place *p = *state;
	struct register_verdict verdict;
	struct register_db *reader;

	five_events(p);
	assert_non_null(reader = register_open(p->folder.path, key, REGISTER_READ, &p->f));
	ok(p, register_begin(p->db, &p->f));
	add_event(p, 1, "six", NULL);
	ok(p, register_verify(reader, &verdict, &p->f));
	assert_int_equal(verdict.what, REGISTER_INTACT);
	assert_int_equal(verdict.events, 5);
	ok(p, register_commit(p->db, &p->f));
	ok(p, register_verify(reader, &verdict, &p->f));
	assert_int_equal(verdict.events, 6);
	register_close(reader);
	assert_non_null(reader = register_open(p->folder.path, NULL, REGISTER_READ, &p->f));
	ok(p, register_verify(reader, &verdict, &p->f));
	assert_int_equal(verdict.what, REGISTER_KEY);
	register_close(reader);
}

static void
busy_is_retried(void **state)
{
	struct place *p = *state;
	sqlite3 *db;

	assert_int_equal(sqlite3_open(p->folder.path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(register_begin(p->db, &p->f), -1);
	assert_int_equal(p->f.class, FAIL_RETRY);
	assert_false(register_is_open(p->db));
	sqlite3_close(db);
	ok(p, register_begin(p->db, &p->f));
	register_rollback(p->db);
}

static void
steps_are_undone_alone(void **state)
{
	struct place *p = *state;
	struct register_verdict verdict;

	ok(p, register_begin(p->db, &p->f));
	ok(p, register_step_begin(p->db, &p->f));
	add_event(p, add_item(p, 1), "kept", NULL);
	ok(p, register_step_keep(p->db, &p->f));
	ok(p, register_step_begin(p->db, &p->f));
	add_event(p, add_item(p, 2), "undone", "with a fact");
	ok(p, register_step_undo(p->db, &p->f));
	ok(p, register_step_begin(p->db, &p->f));
	add_event(p, add_item(p, 3), "kept too", "with a fact");
	ok(p, register_step_keep(p->db, &p->f));
	ok(p, register_commit(p->db, &p->f));
	ok(p, register_verify(p->db, &verdict, &p->f));
	assert_int_equal(verdict.what, REGISTER_INTACT);
	assert_int_equal(verdict.events, 2);
	ok(p, register_begin(p->db, &p->f));
	add_event(p, 0, "gone", NULL);
	register_rollback(p->db);
	register_rollback(p->db);
	ok(p, register_verify(p->db, &verdict, &p->f));
	assert_int_equal(verdict.what, REGISTER_INTACT);
	assert_int_equal(verdict.events, 2);
}

/* ---- append-only -------------------------------------------------------------------- */

static void
triggers_refuse(void **state)
{
	static const char *const refused[] = {
		"UPDATE events SET detail = 'x' WHERE id = 2",
		"DELETE FROM events WHERE id = 5",
		"DELETE FROM events",
		"INSERT OR REPLACE INTO events SELECT id, referral, item, kind, at, 'mallory', detail, facts, key, mac FROM events WHERE id = 2",
		"REPLACE INTO events SELECT id, referral, item, kind, at, 'mallory', detail, facts, key, mac FROM events WHERE id = 5",
		"INSERT INTO events SELECT 0, referral, item, kind, at, who, detail, facts, key, mac FROM events WHERE id = 2",
		"UPDATE OR REPLACE events SET id = 3 WHERE id = 2",
		"UPDATE facts SET value = 'x' WHERE event = 1",
		"DELETE FROM facts WHERE event = 1",
		"REPLACE INTO facts SELECT event, n, name, 'x', salt FROM facts WHERE event = 5",
		"INSERT INTO facts SELECT 2, n, name, value, salt FROM facts WHERE event = 1",
		"DELETE FROM items",
		"REPLACE INTO items SELECT * FROM items",
	};
	struct place *p = *state;
	struct register_verdict verdict;

	five_events(p);
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		if (by_hand(p, refused[i]) != SQLITE_CONSTRAINT)
			fail_msg("not refused: %s", refused[i]);
	ok(p, register_verify(p->db, &verdict, &p->f));
	assert_int_equal(verdict.what, REGISTER_INTACT);
}

static void
tampering_shows(void **state)
{
	static const struct {
		const char *name, *sql;
		enum register_break what;
		int64_t at;
	} table[] = {
		{ "nothing", "SELECT 1", REGISTER_INTACT, 0 },
		{ "detail changed", "UPDATE events SET detail = 'x' WHERE id = 2", REGISTER_CHANGED, 2 },
		{ "writer changed", "UPDATE events SET who = 'x' WHERE id = 1", REGISTER_CHANGED, 1 },
		{ "time changed", "UPDATE events SET at = 1001 WHERE id = 5", REGISTER_CHANGED, 5 },
		{ "kind changed", "UPDATE events SET kind = 'closed' WHERE id = 3", REGISTER_CHANGED, 3 },
		{ "item changed", "UPDATE events SET item = NULL WHERE id = 3", REGISTER_CHANGED, 3 },
		{ "text moved between columns", "UPDATE events SET who = 'referraldt', detail = 'wo' WHERE id = 2", REGISTER_CHANGED, 2 },
		{ "mac changed", "UPDATE events SET mac = zeroblob(32) WHERE id = 3", REGISTER_CHANGED, 3 },
		{ "mac cut", "UPDATE events SET mac = zeroblob(5) WHERE id = 3", REGISTER_CHANGED, 3 },
		{ "one gone", "DELETE FROM events WHERE id = 3", REGISTER_MISSING, 3 },
		{ "the first gone", "DELETE FROM events WHERE id = 1", REGISTER_MISSING, 1 },
		{ "one gone, the others moved up", "DELETE FROM events WHERE id = 3; UPDATE events SET id = id - 1 WHERE id > 3", REGISTER_CHANGED, 3 },
		{ "tail cut", "DELETE FROM events WHERE id > 3", REGISTER_TAIL, 4 },
		{ "all cut", "DELETE FROM events", REGISTER_TAIL, 1 },
		{ "tail cut, head set back", "DELETE FROM events WHERE id > 3; UPDATE head SET count = 3, mac = (SELECT mac FROM events WHERE id = 3)", REGISTER_HEAD, 3 },
		{ "tail cut, head gone", "DELETE FROM events WHERE id > 3; DELETE FROM head", REGISTER_HEAD, 3 },
		{ "two swapped", "UPDATE events SET id = 99 WHERE id = 2; UPDATE events SET id = 2 WHERE id = 3; UPDATE events SET id = 3 WHERE id = 99", REGISTER_CHANGED, 2 },
		{ "one put in", "INSERT INTO events SELECT 6, referral, item, kind, at, who, detail, facts, key, mac FROM events WHERE id = 2", REGISTER_CHANGED, 6 },
		{ "key id changed", "UPDATE events SET key = 'x' WHERE id = 4", REGISTER_KEY, 4 },
		{ "fact changed", "UPDATE facts SET value = 'x' WHERE event = 3", REGISTER_FACTS, 3 },
		{ "salt changed", "UPDATE facts SET salt = zeroblob(16) WHERE event = 3", REGISTER_FACTS, 3 },
		{ "facts gone without a purge", "DELETE FROM facts WHERE event = 3", REGISTER_FACTS, 3 },
		{ "fact put in", "INSERT INTO facts SELECT 2, n, name, value, salt FROM facts WHERE event = 1", REGISTER_FACTS, 2 },
	};
	struct register_verdict verdict;

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct place *p;
		char sql[600];

		teardown(state);
		setup(state);
		p = *state;
		five_events(p);
		/* With the guards gone: the chain is for those who can do this. */
		snprintf(sql, sizeof(sql), "DROP TRIGGER events_append; DROP TRIGGER events_keep; DROP TRIGGER events_stay; DROP TRIGGER facts_append;"
		    "DROP TRIGGER facts_keep; DROP TRIGGER facts_stay; PRAGMA foreign_keys=OFF; %s", table[i].sql);
		assert_int_equal(by_hand(p, sql), SQLITE_OK);
		ok(p, register_verify(p->db, &verdict, &p->f));
		if (verdict.what != table[i].what || verdict.at != table[i].at)
			fail_msg("%s: %s at %lld", table[i].name, register_break_name(verdict.what), (long long)verdict.at);
	}
}

/* After a cut tail the list goes on where it was, so that the gap stays seen. */
static void
a_cut_tail_is_never_healed(void **state)
{
	struct place *p = *state;
	struct register_verdict verdict;

	five_events(p);
	assert_int_equal(by_hand(p, "DROP TRIGGER events_stay; DELETE FROM events WHERE id > 3"), SQLITE_OK);
	ok(p, register_begin(p->db, &p->f));
	assert_int_equal(add_event(p, 0, "six", NULL), 6);
	ok(p, register_commit(p->db, &p->f));
	ok(p, register_verify(p->db, &verdict, &p->f));
	assert_int_equal(verdict.what, REGISTER_MISSING);
	assert_int_equal(verdict.at, 4);
	assert_int_equal(by_hand(p, "UPDATE head SET count = 3"), SQLITE_OK);
	assert_int_equal(register_begin(p->db, &p->f), -1);
	assert_int_equal(p->f.class, FAIL_STOP);
}

static bool
see_event(void *context, const struct register_event *e)
{
	struct register_event *last = context;

	last->id = e->id;
	last->kind = e->kind;
	last->facts_gone = e->facts_gone;
	last->facts_count += e->facts_count;
	if (e->facts_count == 1)
		assert_true(span_ends_nocase(e->facts[0].value, SPAN_LIT(" fact")));
	return e->id < 4;
}

static void
events_are_listed(void **state)
{
	struct place *p = *state;
	struct register_event last = { 0 };
	struct register_event_query q = { .item = 1, .after = 1, .each = see_event, .context = &last };
	enum register_event_kind kind;

	five_events(p);
	ok(p, register_event_list(p->db, &q, &p->f));
	assert_int_equal(last.id, 4);
	assert_int_equal(last.kind, REGISTER_NOTE);
	assert_int_equal(last.facts_count, 1);
	for (unsigned k = 0; k < REGISTER_EVENT_KINDS; k++) {
		assert_true(register_event_kind_find(span_str(register_event_kind_name((enum register_event_kind)k)), &kind));
		assert_int_equal(kind, k);
	}
	assert_false(register_event_kind_find(SPAN_LIT("nonsense"), &kind));
}

/* ---- the rest ----------------------------------------------------------------------- */

static void
backups_open(void **state)
{
	struct place *p = *state;
	struct register_verdict verdict;
	struct register_db *copy;
	struct stat st;
	char path[128];

	five_events(p);
	snprintf(path, sizeof(path), "%s.copy", p->folder.path);
	ok(p, register_backup(p->db, path, NULL, &p->f));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(register_backup(p->db, path, NULL, &p->f), -1);
	assert_int_equal(p->f.class, FAIL_REFUSE);
	assert_non_null(copy = register_open(path, key, REGISTER_READ, &p->f));
	ok(p, register_verify(copy, &verdict, &p->f));
	assert_int_equal(verdict.what, REGISTER_INTACT);
	assert_int_equal(verdict.events, 5);
	register_close(copy);
}

static void
liveness_and_faults(void **state)
{
	struct place *p = *state;
	struct register_faults faults;
	struct arena *a = arena_new(0);
	int64_t at;
	bool flag;

	ok(p, register_alive_get(p->db, SPAN_LIT("select"), SPAN_LIT("duty"), &at, &p->f));
	assert_int_equal(at, 0);
	ok(p, register_alive_set(p->db, &(struct register_alive){ SPAN_LIT("select"), SPAN_LIT("duty"), 5 }, &p->f));
	ok(p, register_alive_set(p->db, &(struct register_alive){ SPAN_LIT("select"), SPAN_LIT("duty"), 9 }, &p->f));
	ok(p, register_alive_get(p->db, SPAN_LIT("select"), SPAN_LIT("duty"), &at, &p->f));
	assert_int_equal(at, 9);
	ok(p, register_fault_set(p->db, &(struct register_fault){ SPAN_LIT("fetch"), SPAN_LIT("duty"), SPAN_LIT("login"), 5 }, &flag, &p->f));
	assert_true(flag);
	ok(p, register_fault_set(p->db, &(struct register_fault){ SPAN_LIT("fetch"), SPAN_LIT("duty"), SPAN_LIT("dns"), 6 }, &flag, &p->f));
	assert_false(flag);
	ok(p, register_fault_list(p->db, a, &faults, &p->f));
	assert_int_equal(faults.count, 1);
	assert_int_equal(faults.items[0].since, 5);
	assert_true(span_eq_str(faults.items[0].detail, "dns"));
	ok(p, register_fault_clear(p->db, SPAN_LIT("fetch"), SPAN_LIT("duty"), &flag, &p->f));
	assert_true(flag);
	ok(p, register_fault_clear(p->db, SPAN_LIT("fetch"), SPAN_LIT("duty"), &flag, &p->f));
	assert_false(flag);
	arena_free(a);
}

static void
pragmas_and_views(void **state)
{
	struct place *p = *state;

	assert_int_equal(number_by_hand(p, "SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'wal'"), 1);
	assert_int_equal(number_by_hand(p, "SELECT count(*) FROM open_referrals"), 0);
	assert_int_equal(number_by_hand(p, "SELECT count(*) FROM due"), 0);
	assert_int_equal(number_by_hand(p, "SELECT count(*) FROM register"), 0);
	assert_int_equal(number_by_hand(p, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
	assert_int_equal(number_by_hand(p, "SELECT count(*) FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND NOT strict AND name NOT LIKE 'sqlite%'"), 0);
}

#if !defined(__SANITIZE_ADDRESS__)		/* whose heap is another */
static void
rests(void **state)
{
	struct place *p = *state;
	size_t used;

	for (uint32_t n = 1; n <= 20; n++) {
		ok(p, register_begin(p->db, &p->f));
		for (uint32_t k = 1; k <= 200; k++)
			add_event(p, add_item(p, n * 1000 + k), "a detail that takes up some room on its page", "a fact that takes up some, too");
		ok(p, register_commit(p->db, &p->f));
	}
	used = mallinfo2().uordblks;
	register_rest(p->db);
	assert_true(mallinfo2().uordblks + (1 << 20) < used);
	/* And goes on. */
	five_events(p);
}
#endif

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(opening, setup, teardown),
		cmocka_unit_test_setup_teardown(must_be_known, setup, teardown),
		cmocka_unit_test_setup_teardown(pages_are_mixed, setup, teardown),
		cmocka_unit_test_setup_teardown(its_file_goes, setup, teardown),
		cmocka_unit_test_setup_teardown(its_file_goes_again, setup, teardown),
		cmocka_unit_test_setup_teardown(a_damaged_file_stops, setup, teardown),
		cmocka_unit_test_setup_teardown(a_reader_sees_what_was_committed, setup, teardown),
		cmocka_unit_test_setup_teardown(busy_is_retried, setup, teardown),
		cmocka_unit_test_setup_teardown(steps_are_undone_alone, setup, teardown),
		cmocka_unit_test_setup_teardown(triggers_refuse, setup, teardown),
		cmocka_unit_test_setup_teardown(tampering_shows, setup, teardown),
		cmocka_unit_test_setup_teardown(a_cut_tail_is_never_healed, setup, teardown),
		cmocka_unit_test_setup_teardown(events_are_listed, setup, teardown),
		cmocka_unit_test_setup_teardown(backups_open, setup, teardown),
		cmocka_unit_test_setup_teardown(liveness_and_faults, setup, teardown),
		cmocka_unit_test_setup_teardown(pragmas_and_views, setup, teardown),
#if !defined(__SANITIZE_ADDRESS__)
		cmocka_unit_test_setup_teardown(rests, setup, teardown),
#endif
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
