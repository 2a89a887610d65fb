/* SPDX-License-Identifier: ISC
 * mail: the state directory.  What is kept, what is refused, and what a second process sees. */
#include "spool/mail.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

struct place {
	char dir[64];
	struct fail f;
};

static int
setup(void **state)
{
	struct place *p = calloc(1, sizeof(*p));

	assert_non_null(p);
	strcpy(p->dir, "/tmp/test-mail-XXXXXX");
	assert_non_null(mkdtemp(p->dir));
	strcat(p->dir, "/s");
	*state = p;
	return 0;
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *walk)
{
	(void)st, (void)type, (void)walk;
	return remove(path);
}

static int
teardown(void **state)
{
	struct place *p = *state;

	p->dir[strlen(p->dir) - 2] = '\0';
	nftw(p->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(p);
	return 0;
}

static struct mail_state *
opened(struct place *p, bool daemon)
{
	struct mail_state *m = mail_open(&(struct mail_options){ .dir = p->dir, .daemon = daemon }, &p->f);

	if (m == NULL)
		fail_msg("%s", p->f.why);
	return m;
}

static void
put_tmp(struct mail_state *m, const char *name, const char *bytes, struct mail_raw *raw)
{
	int fd = openat(mail_tmp_fd(m), name, O_WRONLY | O_CREAT | O_EXCL, 0600);

	assert_int_not_equal(fd, -1);
	assert_int_equal(write(fd, bytes, strlen(bytes)), (ssize_t)strlen(bytes));
	close(fd);
	memset(raw, 0, sizeof(*raw));
	snprintf(raw->name, sizeof(raw->name), "%s", name);
}

static mode_t
mode_of(struct place *p, const char *name)
{
	char path[200];
	struct stat st;

	snprintf(path, sizeof(path), "%s/%s", p->dir, name);
	assert_int_equal(stat(path, &st), 0);
	return st.st_mode & 07777;
}

static int
keep(struct mail_state *m, struct mail_raw *raws, size_t count, struct fail *f)
{
	return mail_hash(m, raws, count, f) == 0 ? mail_keep_batch(m, raws, count, f) : -1;
}

static void
modes_and_key(void **state)
{
	struct place *p = *state;
	struct mail_state *m = opened(p, true);
	unsigned char key[KEYED_LEN];

	assert_int_equal(mode_of(p, ""), 0700);
	assert_int_equal(mode_of(p, "mail"), 0700);
	assert_int_equal(mode_of(p, "tmp"), 0700);
	assert_int_equal(mode_of(p, "quarantine"), 0700);
	assert_int_equal(mode_of(p, "key"), 0600);
	assert_int_equal(mode_of(p, "register.db"), 0600);
	memcpy(key, mail_key(m), sizeof(key));
	mail_close(m);
	m = opened(p, true);
	assert_memory_equal(key, mail_key(m), sizeof(key));
	mail_close(m);
}

static void
write_file(struct place *p, const char *name, const char *bytes, size_t len, mode_t mode)
{
	char path[200];
	int fd;

	snprintf(path, sizeof(path), "%s/%s", p->dir, name);
	unlink(path);
	assert_int_not_equal(fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600), -1);
	assert_int_equal(write(fd, bytes, len), (ssize_t)len);
	fchmod(fd, mode);
	close(fd);
}

static void
assert_stops(struct place *p, const char *word)
{
	assert_null(mail_open(&(struct mail_options){ .dir = p->dir, .daemon = true }, &p->f));
	assert_int_equal(p->f.class, FAIL_STOP);
	assert_non_null(strstr(p->f.why, word));
}

static void
bad_keys_stop(void **state)
{
	struct place *p = *state;
	char bytes[33] = "0123456789abcdef0123456789abcdef", path[200];

	mail_close(opened(p, true));
	write_file(p, "key", bytes, 31, 0600);
	assert_stops(p, "32 bytes");
	write_file(p, "key", bytes, 33, 0600);
	assert_stops(p, "32 bytes");
	write_file(p, "key", bytes, 32, 0644);
	assert_stops(p, "chmod 0600");
	write_file(p, "key", bytes, 32, 0600);
	mail_close(opened(p, true));
	/* Never a second key beside a register that was written with another. */
	write_file(p, "register.db", "x", 1, 0600);
	snprintf(path, sizeof(path), "%s/key", p->dir);
	unlink(path);
	assert_stops(p, "missing");
}

static void
a_second_daemon_is_refused(void **state)
{
	struct place *p = *state;
	struct mail_state *first = opened(p, true), *tool;

	assert_stops(p, "in use by another referrald (process ");
	tool = opened(p, false);
	mail_close(tool);
	mail_close(first);
	mail_close(opened(p, true));
}

static void
batches_are_kept(void **state)
{
	struct place *p = *state;
	struct mail_state *m = opened(p, true);
	struct mail_raw raws[6];
	enum mail_check check;
	char bytes[16];
	int fd;

	put_tmp(m, "a", "one", &raws[0]);
	put_tmp(m, "b", "two", &raws[1]);
	put_tmp(m, "c", "one", &raws[2]);
	memset(&raws[3], 0, 3 * sizeof(raws[3]));
	strcpy(raws[3].name, "not-there");
	strcpy(raws[4].name, "../key");
	memset(raws[5].name, 'x', sizeof(raws[5].name));
	assert_int_equal(keep(m, raws, 6, &p->f), 0);
	assert_int_equal(raws[0].outcome, MAIL_KEPT);
	assert_int_equal(raws[0].size, 3);
	assert_int_equal(raws[1].outcome, MAIL_KEPT);
	assert_int_equal(raws[2].outcome, MAIL_KNOWN);
	for (int i = 3; i < 6; i++)
		assert_int_equal(raws[i].outcome, MAIL_GONE);
	assert_int_not_equal(fd = mail_open_raw(m, raws[1].sha256, &p->f), -1);
	assert_int_equal(read(fd, bytes, sizeof(bytes)), 3);
	assert_memory_equal(bytes, "two", 3);
	close(fd);
	assert_int_equal(mail_check_raw(m, raws[0].sha256, &check, &p->f), 0);
	assert_int_equal(check, MAIL_INTACT);
	raws[0].sha256[0] ^= 1;
	assert_int_equal(mail_check_raw(m, raws[0].sha256, &check, &p->f), 0);
	assert_int_equal(check, MAIL_MISSING);
	assert_int_equal(mail_open_raw(m, raws[0].sha256, &p->f), -1);
	assert_int_equal(p->f.class, FAIL_REFUSE);
	assert_int_equal(mode_of(p, "key"), 0600);
	mail_close(m);
}

static void
the_stored_file_is_never_replaced(void **state)
{
	struct place *p = *state;
	struct mail_state *m = opened(p, true);
	struct mail_raw raw, again;
	enum mail_check check;
	char path[200];
	int fd;

	put_tmp(m, "a", "one", &raw);
	assert_int_equal(keep(m, &raw, 1, &p->f), 0);
	snprintf(path, sizeof(path), "%s/mail/%.*s", p->dir, 64, "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed");
	assert_int_not_equal(fd = open(path, O_WRONLY | O_TRUNC), -1);
	assert_int_equal(write(fd, "other", 5), 5);
	close(fd);
	put_tmp(m, "b", "one", &again);
	assert_int_equal(keep(m, &again, 1, &p->f), 0);
	assert_int_equal(again.outcome, MAIL_KNOWN);
	assert_int_equal(mail_check_raw(m, raw.sha256, &check, &p->f), 0);
	assert_int_equal(check, MAIL_CHANGED);
	mail_close(m);
}

static void
odd_files_are_not_taken(void **state)
{
	struct place *p = *state;
	struct mail_state *m = opened(p, true);
	struct mail_raw raws[4] = { { .name = "link" }, { .name = "pipe" }, { .name = "dir" }, { .name = "twice" } }, raw;

	assert_int_equal(symlinkat("../key", mail_tmp_fd(m), "link"), 0);
	assert_int_equal(mkfifoat(mail_tmp_fd(m), "pipe", 0600), 0);
	assert_int_equal(mkdirat(mail_tmp_fd(m), "dir", 0700), 0);
	put_tmp(m, "twice", "bytes", &raw);
	assert_int_equal(linkat(mail_tmp_fd(m), "twice", mail_tmp_fd(m), "other", 0), 0);
	assert_int_equal(keep(m, raws, 4, &p->f), 0);
	for (int i = 0; i < 4; i++)
		assert_int_equal(raws[i].outcome, MAIL_GONE);
	mail_close(m);
}

static void
looking_makes_nothing(void **state)
{
	struct place *p = *state;
	const struct mail_options look = { .dir = p->dir, .existing = true };
	struct mail_state *m;

	assert_null(mail_open(&look, &p->f));
	assert_int_equal(p->f.class, FAIL_REFUSE);
	assert_int_equal(access(p->dir, F_OK), -1);
	assert_int_equal(mkdir(p->dir, 0755), 0);
	assert_null(mail_open(&look, &p->f));
	mail_close(opened(p, false));
	assert_non_null(m = mail_open(&look, &p->f));
	mail_close(m);
}

static void
no_register_beside_mail(void **state)
{
	struct place *p = *state;
	struct mail_state *m = opened(p, true);
	struct mail_raw raw;
	bool any = true;
	char path[200];

	assert_int_equal(mail_has_raw(m, &any, &p->f), 0);
	assert_false(any);
	put_tmp(m, "one", "bytes", &raw);
	assert_int_equal(keep(m, &raw, 1, &p->f), 0);
	assert_int_equal(mail_has_raw(m, &any, &p->f), 0);
	assert_true(any);
	mail_close(m);
	assert_stops(p, "register.db is empty");
	snprintf(path, sizeof(path), "%s/key", p->dir);
	assert_int_equal(unlink(path), 0);
	snprintf(path, sizeof(path), "%s/register.db", p->dir);
	assert_int_equal(unlink(path), 0);
	assert_stops(p, "register.db is missing");
	assert_int_equal(access(path, F_OK), -1);
	snprintf(path, sizeof(path), "%s/key", p->dir);
	assert_int_equal(access(path, F_OK), -1);
}

/* As SQLite has it: byte 18 is 2 where the file is written through its -wal, which no backup is. */
static void
put_register(struct place *p, char version)
{
	char head[101] = "SQLite format 3";

	memset(head + strlen(head), 'x', sizeof(head) - 1 - strlen(head));
	head[18] = version;
	write_file(p, "register.db", head, 100, 0600);
	write_file(p, "register.db-wal", "pages", 5, 0600);
	write_file(p, "register.db-shm", "where", 5, 0600);
}

static bool
is_there(struct place *p, const char *name)
{
	char path[200];

	snprintf(path, sizeof(path), "%s/%s", p->dir, name);
	return access(path, F_OK) == 0;
}

static void
a_backup_beside_what_was_left(void **state)
{
	struct place *p = *state;
	struct mail_state *m;

	mail_close(opened(p, true));
	put_register(p, 2);
	mail_close(opened(p, false));
	mail_close(opened(p, true));
	assert_true(is_there(p, "register.db-wal") && is_there(p, "register.db-shm"));
	put_register(p, 1);
	assert_null(mail_open(&(struct mail_options){ .dir = p->dir, .existing = true }, &p->f));
	assert_int_equal(p->f.class, FAIL_STOP);
	assert_non_null(strstr(p->f.why, "register.db-wal"));
	assert_true(is_there(p, "register.db-wal"));
	m = opened(p, true);
	assert_true(is_there(p, "register.db-wal.left"));
	assert_false(is_there(p, "register.db-wal") || is_there(p, "register.db-shm"));
	mail_close(m);
	mail_close(opened(p, false));
}

static bool
count_one(void *context, const unsigned char sha256[KEYED_LEN])
{
	(void)sha256;
	++*(int *)context;
	return true;
}

static void
staging_quarantine_removal(void **state)
{
	struct place *p = *state;
	struct mail_state *m = opened(p, false);
	struct mail_raw raws[2];
	int count = 0, fd = open("/proc/self/exe", O_RDONLY);

	assert_int_equal(mail_stage(m, SPAN_LIT("From: a\r\n\r\nb"), &raws[0], &p->f), 0);
	assert_int_equal(mail_stage_fd(m, fd, &raws[1], &p->f), 0);
	close(fd);
	assert_int_equal(keep(m, raws, 2, &p->f), 0);
	assert_true(raws[1].size > 10000);
	assert_int_equal(mail_quarantine(m, raws[0].sha256, true, &p->f), 0);
	assert_int_equal(mail_quarantine(m, raws[0].sha256, true, &p->f), 0);
	assert_int_equal(mail_quarantine(m, raws[0].sha256, false, &p->f), 0);
	assert_int_equal(mail_quarantine(m, raws[0].sha256, false, &p->f), 0);
	assert_int_equal(mail_each_raw(m, count_one, &count, &p->f), 0);
	assert_int_equal(count, 2);
	assert_int_equal(mail_remove_raw(m, raws[0].sha256, &p->f), 0);
	assert_int_equal(mail_remove_raw(m, raws[0].sha256, &p->f), 0);
	mail_close(m);
}

static void
sweeping_spares_a_running_import(void **state)
{
	struct place *p = *state;
	struct mail_state *m = opened(p, true);
	struct mail_raw raw;
	char name[64];

	put_tmp(m, "fetched", "x", &raw);
	snprintf(name, sizeof(name), "import.%ld.1", (long)getppid());
	put_tmp(m, name, "x", &raw);
	put_tmp(m, "import.999999999.1", "x", &raw);
	assert_int_equal(mail_sweep_tmp(m, &p->f), 0);
	assert_int_equal(faccessat(mail_tmp_fd(m), name, F_OK, 0), 0);
	assert_int_equal(faccessat(mail_tmp_fd(m), "fetched", F_OK, 0), -1);
	assert_int_equal(faccessat(mail_tmp_fd(m), "import.999999999.1", F_OK, 0), -1);
	mail_close(m);
}

/* 0 when a copy that does not fit is FAIL_RETRY and leaves nothing behind. */
static int
stage_too_much(struct place *p)
{
	struct mail_state *m = opened(p, false);
	unsigned char *bytes = calloc(1, 1 << 20);
	struct mail_raw raw;
	int result = 0;

	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &(struct rlimit){ 1 << 16, 1 << 16 });
	if (mail_stage(m, span_of(bytes, 1 << 20), &raw, &p->f) != -1 || p->f.class != FAIL_RETRY)
		result = 1;
	else if (faccessat(mail_tmp_fd(m), raw.name, F_OK, 0) == 0)
		result = 2;
	free(bytes);
	mail_close(m);
	return result;
}

static void
a_full_disk_is_retried(void **state)
{
	struct place *p = *state;
	int status;
	pid_t pid = fork();

	if (pid == 0)
		_exit(stage_too_much(p));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(modes_and_key, setup, teardown),
		cmocka_unit_test_setup_teardown(bad_keys_stop, setup, teardown),
		cmocka_unit_test_setup_teardown(a_second_daemon_is_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(batches_are_kept, setup, teardown),
		cmocka_unit_test_setup_teardown(the_stored_file_is_never_replaced, setup, teardown),
		cmocka_unit_test_setup_teardown(odd_files_are_not_taken, setup, teardown),
		cmocka_unit_test_setup_teardown(looking_makes_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(no_register_beside_mail, setup, teardown),
		cmocka_unit_test_setup_teardown(a_backup_beside_what_was_left, setup, teardown),
		cmocka_unit_test_setup_teardown(staging_quarantine_removal, setup, teardown),
		cmocka_unit_test_setup_teardown(sweeping_spares_a_running_import, setup, teardown),
		cmocka_unit_test_setup_teardown(a_full_disk_is_retried, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
