/* SPDX-License-Identifier: ISC
 * jail_files: what a child with a network can still reach of the files. */
#include "daemon/jail.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char home[] = "/tmp/referrald-files-XXXXXX";

/* Opens a name below home; 0 or errno. */
static int
attempt(const char *name, int flags)
{
	char path[256];
	int fd;

	(void)snprintf(path, sizeof(path), "%s/%s", home, name);
	fd = open(path, flags | O_CLOEXEC, 0600);
	if (fd >= 0)
		close(fd);
	return fd < 0 ? errno : 0;
}

static int
attempt_exec(void)
{
	execl("/bin/true", "true", (char *)NULL);
	return errno;
}

static int
attempts(void)
{
	char read_dir[256], write_dir[256];
	const char *const read[] = { "/usr", read_dir, "/nonexistent" };
	struct jail_files files = { read, 3, write_dir };
	struct fail fail;

	(void)snprintf(read_dir, sizeof(read_dir), "%s/read", home);
	(void)snprintf(write_dir, sizeof(write_dir), "%s/write", home);
	if (jail_files_only(&files, &fail) != 0)
		return 1;
	if (attempt("register", O_RDONLY) != EACCES || attempt("register", O_WRONLY) != EACCES || attempt("new", O_WRONLY | O_CREAT) != EACCES)
		return 2;
	if (attempt("read/file", O_RDONLY) != 0 || attempt("read/file", O_WRONLY) != EACCES || attempt("read/new", O_WRONLY | O_CREAT) != EACCES)
		return 3;
	if (attempt("write/file", O_WRONLY | O_CREAT | O_EXCL) != 0 || attempt("write/file", O_RDONLY) != EACCES)
		return 4;
	if (attempt_exec() != EACCES)
		return 5;
	(void)snprintf(read_dir, sizeof(read_dir), "%s/write/file", home);
	return unlink(read_dir) == 0 ? 0 : 6;
}

static void
touch(const char *name)
{
	assert_int_equal(attempt(name, O_WRONLY | O_CREAT), 0);
}

static void
only_what_was_named_is_left(void **state)
{
	char path[256];
	int status;
	pid_t pid;

	(void)state;
	assert_non_null(mkdtemp(home));
	(void)snprintf(path, sizeof(path), "%s/read", home);
	assert_int_equal(mkdir(path, 0700), 0);
	(void)snprintf(path, sizeof(path), "%s/write", home);
	assert_int_equal(mkdir(path, 0700), 0);
	touch("register");
	touch("read/file");
	pid = fork();
	if (pid == 0)
		_exit(attempts());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	(void)snprintf(path, sizeof(path), "rm -r %s", home);
	assert_int_equal(system(path), 0);
	assert_int_equal(WEXITSTATUS(status), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(only_what_was_named_is_left) };

	/* A kernel without Landlock takes nothing, and says so. */
	if (jail_landlock_abi() < JAIL_LANDLOCK_MINIMUM)
		return 77;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
