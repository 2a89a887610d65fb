/* SPDX-License-Identifier: ISC
 * register: killed between any two steps, on a full disk, and with 100,000 referrals. */
#include "spool/register_case.h"
#include "spool/register_item.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/unit/registers.h"

enum { NOW = 1795424400, MANY = 100000 };

struct place {
	struct folder folder;
	struct fail f;
};

static int
setup(void **state)
{
	struct place *p = calloc(1, sizeof(*p));

	folder_make(&p->folder);
	*state = p;
	return 0;
}

static int
teardown(void **state)
{
	struct place *p = *state;

	folder_remove(&p->folder);
	free(p);
	return 0;
}

static struct register_db *
opened(struct place *p)
{
	struct register_db *db = register_open(p->folder.path, key, REGISTER_WRITE, &p->f);

	if (db == NULL)
		fail_msg("%s", p->f.why);
	return db;
}

static int64_t
ask(struct place *p, const char *sql)
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

/* ---- killed ------------------------------------------------------------------------- */

/* Dies at the n-th step of it. */
struct doomed {
	struct register_db *db;
	struct fail f;
	int steps_left;
};

static void
step(struct doomed *d, int result)
{
	if (result == -1) {
		fprintf(stderr, "%s\n", d->f.why);
		_exit(9);
	}
	if (d->steps_left-- == 0)
		raise(SIGKILL);
}

/* One message's life, as intake writes it.  Returns how often it could have been killed. */
static int
one_message(struct doomed *d, uint32_t uid)
{
	int steps = d->steps_left;
	struct arena *a = arena_new(0);
	struct field_list fields = field_list(a);
	struct field name = { .key = SPAN_LIT("child.1.name"), .entry = field_key_find(SPAN_LIT("child.1.name")),
		.first = { SPAN_LIT("Zoe"), SPAN_LIT("Zoe"), SPAN_LIT("part 1"), FIELD_ANSWERED, FIELD_PLAIN } };
	struct register_item item = { .uid = { { SPAN_LIT("duty"), SPAN_LIT("INBOX"), 1 }, uid }, .received_at = NOW, .received_by = SPAN_LIT("now") };
	struct register_row row = { .handling = DEADLINE_LCSPR, .received_at = NOW, .registered_at = NOW };
	struct register_revision r = { .at = NOW, .fields = &fields };
	struct register_event e = { .kind = REGISTER_REGISTERED, .at = NOW, .who = SPAN_LIT("referrald"),
		.facts = &(struct register_fact){ SPAN_LIT("a"), SPAN_LIT("b") }, .facts_count = 1 };
	struct register_letter l = { .kind = SPAN_LIT("acknowledgement"), .to = SPAN_LIT("jo@trust.example"), .queued_at = NOW, .bytes = SPAN_LIT("x") };
	unsigned number;
	bool added;

	field_add(&fields, &name);
	step(d, register_item_attempt(d->db, &item.uid, &number, &d->f));
	step(d, register_begin(d->db, &d->f));
	step(d, register_step_begin(d->db, &d->f));
	step(d, register_item_add(d->db, &item, &item.id, &d->f));
	row.opened_by = e.item = r.item = item.id;
	step(d, register_case_add(d->db, SPAN_LIT("SCP-{year}-{seq:4}"), a, &row, &d->f));
	item.referral = e.referral = l.referral = row.id;
	item.status = REGISTER_ITEM_DONE;
	step(d, register_item_update(d->db, &item, &d->f));
	step(d, register_event_add(d->db, &e, &l.event, &d->f));
	step(d, register_case_revise(d->db, row.id, &r, &number, &d->f));
	step(d, register_letter_reserve(d->db, &l.id, &d->f));
	l.message_id = l.rule = arena_printf(a, "%lld", (long long)l.id);
	step(d, register_letter_add(d->db, &l, &added, &d->f));
	step(d, register_step_keep(d->db, &d->f));
	step(d, register_commit(d->db, &d->f));
	arena_free(a);
	return steps - d->steps_left;
}

static void
run_doomed(struct place *p, uint32_t uid, int steps)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		struct doomed d = { .steps_left = steps };

		if ((d.db = register_open(p->folder.path, key, REGISTER_WRITE, &d.f)) == NULL)
			_exit(8);
		one_message(&d, uid);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (WIFEXITED(status))
		assert_int_equal(WEXITSTATUS(status), 0);
	else
		assert_int_equal(WTERMSIG(status), SIGKILL);
}

static void
assert_whole(struct place *p, int64_t messages)
{
	static const char *const tables[] = {
		"SELECT count(*) FROM items WHERE status = 'done' AND referral = id", "SELECT count(*) FROM items", "SELECT count(*) FROM referrals WHERE revision = 1",
		"SELECT count(*) FROM events", "SELECT count(*) FROM facts", "SELECT count(*) FROM fields", "SELECT count(*) FROM letters JOIN letter_bytes ON letter = id",
		"SELECT count FROM head", "SELECT max(last) FROM counters", "SELECT max(substr(reference, 10) + 0) FROM referrals",
	};
	struct register_verdict verdict;
	struct register_db *db = opened(p);

	assert_int_equal(register_verify(db, &verdict, &p->f), 0);
	assert_int_equal(verdict.what, REGISTER_INTACT);
	register_close(db);
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		if (ask(p, tables[i]) != messages)
			fail_msg("%s: not %lld", tables[i], (long long)messages);
}

static void
killed_anywhere_it_is_all_or_nothing(void **state)
{
	struct place *p = *state;
	struct doomed calm = { .db = opened(p), .steps_left = 1000 };
	int steps = one_message(&calm, 1);
	int64_t whole = 1;

	register_close(calm.db);
	assert_whole(p, whole);
	for (int n = 0; n < steps; n++) {
		run_doomed(p, 2 + (uint32_t)whole, n);
		/* Killed after the commit is the only kill that leaves a message. */
		whole += n == steps - 1;
		assert_whole(p, whole);
	}
	/* The attempts were counted all the same, up to the commit that clears them. */
	assert_int_equal(ask(p, "SELECT count(*) FROM attempts"), 0);
	run_doomed(p, 77, 3);
	run_doomed(p, 77, 5);
	assert_int_equal(ask(p, "SELECT count FROM attempts WHERE uid = 77"), 2);
}

/* ---- disk full ---------------------------------------------------------------------- */

/* Writes until nothing fits; 0 when that was FAIL_RETRY, with how many letters were committed. */
static int
fill(struct place *p, int out)
{
	struct register_db *db = register_open(p->folder.path, key, REGISTER_WRITE, &p->f);
	unsigned char *bytes = calloc(1, 1 << 17);
	int64_t committed = 0;

	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &(struct rlimit){ 1 << 21, 1 << 21 });
	for (int i = 0; i < 100; i++) {
		struct register_event e = { .kind = REGISTER_LETTER_QUEUED, .at = NOW, .who = SPAN_LIT("referrald") };
		struct register_letter l = { .kind = SPAN_LIT("forward"), .queued_at = NOW, .bytes = span_of(bytes, 1 << 17) };
		char name[16];
		bool added;

		snprintf(name, sizeof(name), "%d", i);
		l.rule = l.message_id = span_str(name);
		if (register_begin(db, &p->f) == -1 || register_event_add(db, &e, &l.event, &p->f) == -1 || register_letter_reserve(db, &l.id, &p->f) == -1 ||
		    register_letter_add(db, &l, &added, &p->f) == -1 || register_commit(db, &p->f) == -1)
			break;
		committed++;
	}
	register_rollback(db);
	if (p->f.class != FAIL_RETRY)
		return 1;
	return write(out, &committed, sizeof(committed)) == sizeof(committed) ? 0 : 2;
}

static void
a_full_disk_is_retried(void **state)
{
	struct place *p = *state;
	struct register_verdict verdict;
	struct register_db *db = opened(p);
	int64_t committed;
	int pipes[2], status;
	pid_t pid;

	register_close(db);
	assert_int_equal(pipe(pipes), 0);
	if ((pid = fork()) == 0)
		_exit(fill(p, pipes[1]));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_int_equal(read(pipes[0], &committed, sizeof(committed)), sizeof(committed));
	close(pipes[0]);
	close(pipes[1]);
	assert_true(committed > 3 && committed < 100);
	db = opened(p);
	assert_int_equal(register_verify(db, &verdict, &p->f), 0);
	assert_int_equal(verdict.what, REGISTER_INTACT);
	assert_int_equal(verdict.events, committed);
	/* And with room again it goes on. */
	assert_int_equal(register_begin(db, &p->f), 0);
	assert_int_equal(register_event_add(db, &(struct register_event){ .kind = REGISTER_NOTE }, NULL, &p->f), 0);
	assert_int_equal(register_commit(db, &p->f), 0);
	register_close(db);
	assert_int_equal(ask(p, "SELECT count(*) FROM letters"), committed);
}

/* ---- many --------------------------------------------------------------------------- */

static void
make_many(struct place *p)
{
	sqlite3 *db;

	register_close(opened(p));
	assert_int_equal(sqlite3_open(p->folder.path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "PRAGMA synchronous=OFF;"
	    "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
	    "INSERT INTO referrals SELECT i, printf('SCP-2026-%06d', i), 'lcspr', 'lcspr', 'in-review', '', 1795424400 + i, 1795424400 + i,"
	    " printf('worker%d@trust.example', i), 'Example Trust', 'Jo Ward', 'duty', 'lcspr', 0, 0, NULL, NULL, NULL, 1, 'rapid-review',"
	    " date('2026-11-23', printf('+%d days', (i * 7919) % 300)), i % 4, 1795424400 + (i * 7919) % 100000,"
	    " i % 3, CASE WHEN i % 3 > 0 THEN date('2026-11-20', printf('-%d days', i % 300)) END, i % 2, CASE WHEN i % 2 > 0 THEN date('2026-11-24') END FROM n;"
	    "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
	    "INSERT INTO items(mailbox, folder, uidvalidity, uid, sha256, size, fetched_at, received_at, received_by, message_id, sender, class, class_why,"
	    " status, reason, route, target) SELECT 'duty', 'INBOX', 1, i * 2, randomblob(32), 1, 1, 1, '', printf('%d@x.example', i), 'a@b.example', 'referral', '',"
	    " 'done', '', '', '' FROM n; PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The same rows and columns by a bare statement. */
static double
bare_loop(struct place *p)
{
	double start = seconds();
	sqlite3_stmt *stmt;
	sqlite3 *db;
	int rows = 0;
	size_t bytes = 0;

	assert_int_equal(sqlite3_open_v2(p->folder.path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, "SELECT reference, type, status, received_at, referrer_agency, owner, next_milestone, next_due, level"
	    " FROM referrals WHERE closed_at IS NULL ORDER BY next_due, id", -1, &stmt, NULL), SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		for (int i = 0; i < 9; i++)
			bytes += strlen((const char *)sqlite3_column_text(stmt, i));
		rows++;
	}
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	assert_int_equal(rows, MANY);
	assert_true(bytes > MANY);
	return seconds() - start;
}

static bool
count_row(void *context, const struct register_row *row)
{
	*(size_t *)context += row->reference.len > 0;
	return true;
}

static double
our_list(struct place *p)
{
	double start = seconds();
	struct register_db *db = register_open(p->folder.path, key, REGISTER_READ, &p->f);
	size_t rows = 0;

	assert_int_equal(register_case_list(db, &(struct register_case_query){ .each = count_row, .context = &rows }, &p->f), 0);
	register_close(db);
	assert_int_equal(rows, MANY);
	return seconds() - start;
}

/* What a sweep does when nothing is due, and when a hundred are. */
static double
our_sweep(struct place *p, int64_t now, size_t want)
{
	double start = seconds();
	struct register_db *db = register_open(p->folder.path, key, REGISTER_READ, &p->f);
	struct arena *a = arena_new(0);
	static int64_t ids[1000];
	size_t count = 1000;
	struct register_case c;

	assert_int_equal(register_case_to_check(db, now, NULL, ids, &count, &p->f), 0);
	assert_int_equal(count, want);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(register_case_load(db, (struct register_case_wanted){ ids[i], REGISTER_LOAD_CLOCKS }, a, &c, &p->f), 0);
	arena_free(a);
	register_close(db);
	return seconds() - start;
}

/* What a letter about all of them asks for. */
static double
our_counts(struct place *p)
{
	double start = seconds();
	struct register_db *db = register_open(p->folder.path, key, REGISTER_READ, &p->f);
	static const enum register_case_which each[] = { REGISTER_CASES_PAST, REGISTER_CASES_SOON, REGISTER_CASES_CAME, REGISTER_CASES_MOVED };
	struct register_case_counts counts;
	int64_t ids[50];

	assert_int_equal(register_case_count(db, 1795424400 + MANY / 2, &counts, &p->f), 0);
	assert_int_equal(counts.open, MANY);
	assert_int_equal(counts.past, MANY);
	assert_int_equal(counts.soon, MANY / 2);
	assert_int_equal(counts.came, MANY / 2 + 1);
	for (size_t i = 0; i < sizeof(each) / sizeof(each[0]); i++) {
		size_t count = 50;

		assert_int_equal(register_case_some(db, &(struct register_case_some){ .which = each[i] }, ids, &count, &p->f), 0);
		assert_int_equal(count, each[i] == REGISTER_CASES_MOVED ? 0 : 50);
	}
	register_close(db);
	return seconds() - start;
}

static double
our_listing(struct place *p)
{
	static uint32_t uids[MANY];
	static enum register_known known[MANY];
	struct register_listing l = { { SPAN_LIT("duty"), SPAN_LIT("INBOX"), 1 }, uids, MANY };
	struct register_db *db = register_open(p->folder.path, key, REGISTER_READ, &p->f);
	double start = seconds();

	for (uint32_t i = 0; i < MANY; i++)
		uids[i] = i + 1;
	assert_int_equal(register_item_known(db, &l, known, &p->f), 0);
	register_close(db);
	assert_int_equal(known[0], REGISTER_NEW);
	assert_int_equal(known[1], REGISTER_TAKEN);
	assert_int_equal(known[MANY - 1], REGISTER_TAKEN);
	return seconds() - start;
}

static long
peak_kilobytes(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

static void
a_hundred_thousand_cost_little(void **state)
{
	struct place *p = *state;
	double bare, list, idle, busy, counts, listing;
	int status;
	pid_t pid;

	make_many(p);
	bare_loop(p);
	bare = bare_loop(p);
	list = our_list(p);
	idle = our_sweep(p, NOW - 1, 0);
	busy = our_sweep(p, NOW + 99, 100);
	counts = our_counts(p);
	listing = our_listing(p);
	print_message("# bare %.3f s, list %.3f s, sweep %.4f s idle, %.4f s with 100 due, counts %.3f s, listing %.3f s\n", bare, list, idle, busy, counts, listing);
	assert_true(list < 3 * bare);
	assert_true(idle < bare && busy < bare && counts < 5 * bare && listing < 3 * bare);
	/* A reader of all of it stays small: measured in a process of its own. */
	if ((pid = fork()) == 0) {
		execl("/proc/self/exe", "test_register_fault", "--list", p->folder.path, (char *)NULL);
		_exit(9);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

#if defined(__SANITIZE_ADDRESS__)
enum { LIMIT_KILOBYTES = 4096 * 1024 };	/* its shadow memory counts as ours */
#else
enum { LIMIT_KILOBYTES = 24 * 1024 };
#endif

/* 0 when listing and sweeping the register at path took less than 24 MB. */
static int
list_small(const char *path)
{
	struct place p = { .f = { .class = FAIL_NONE } };

	snprintf(p.folder.path, sizeof(p.folder.path), "%s", path);
	our_list(&p);
	our_sweep(&p, NOW + 99, 100);
	print_message("# %ld kB at most\n", peak_kilobytes());
	return peak_kilobytes() < LIMIT_KILOBYTES ? 0 : 1;
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(killed_anywhere_it_is_all_or_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(a_full_disk_is_retried, setup, teardown),
		cmocka_unit_test_setup_teardown(a_hundred_thousand_cost_little, setup, teardown),
	};

	if (argc == 3 && strcmp(argv[1], "--list") == 0)
		return list_small(argv[2]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
