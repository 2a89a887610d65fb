/* SPDX-License-Identifier: ISC
 *
 * Each attempt is made by a forked child that walled itself in first; the same table is run
 * as whoever runs the tests and, when that is root, once more as nobody.
 */
#include "daemon/jail.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { NOBODY = 65534, NOT_JAILED = 99, CODE = 1000 };	/* results: an exit code, or CODE + signal */

/* There for the taking, if the walls let it. */
static char victim[] = "/tmp/referrald-jail-XXXXXX";

static int
try_open(void)
{
	return open("/etc/passwd", O_RDONLY) < 0 ? errno : 0;
}

static int
try_open_usr(void)
{
	return open("/usr/bin", O_RDONLY | O_DIRECTORY) < 0 ? errno : 0;
}

static int
try_create(void)
{
	return open("/tmp/referrald-jail-new", O_WRONLY | O_CREAT | O_EXCL, 0600) < 0 ? errno : 0;
}

static int
try_socket(void)
{
	return socket(AF_INET, SOCK_STREAM, 0) < 0 ? errno : 0;
}

static int
try_unix_socket(void)
{
	return socket(AF_UNIX, SOCK_STREAM, 0) < 0 ? errno : 0;
}

static int
try_exec(void)
{
	static char *const argv[] = { (char *)(uintptr_t) "/usr/bin/true", NULL };

	execv(argv[0], argv);
	return errno;
}

static int
try_fork(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return pid < 0 ? errno : 0;
}

static int
try_kill(void)
{
	return kill(getppid(), 0) != 0 ? errno : 0;
}

static int
try_kill_self(void)
{
	return kill(getpid(), SIGTERM) != 0 ? errno : 0;
}

static int
try_ptrace(void)
{
	return syscall(SYS_ptrace, 0, 0, 0, 0) != 0 ? errno : 0;
}

static int
try_executable_memory(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? errno : 0;
}

static int
try_raise_limit(void)
{
	struct rlimit r = { RLIM_INFINITY, RLIM_INFINITY };

	return setrlimit(RLIMIT_CPU, &r) != 0 ? errno : 0;
}

static int
try_io_uring(void)
{
	return syscall(SYS_io_uring_setup, 1, NULL) < 0 ? errno : 0;
}

static int
try_unlink(void)
{
	return unlink(victim) != 0 ? errno : 0;
}

static int
try_rename(void)
{
	return rename(victim, "/tmp/referrald-jail-new") != 0 ? errno : 0;
}

/* Everything the reader does need. */
static int
try_work(void)
{
	unsigned char *p = malloc(1 << 20);

	if (p == NULL)
		return 1;
	memset(p, 1, 1 << 20);
	p = realloc(p, 64 << 20);
	free(p);
	return write(3, "x", 1) == 1 ? 0 : 2;
}

static int
try_memory(void)
{
	void *p = malloc((size_t)900 << 20);

	return p == NULL ? 7 : 0;
}

/* Descriptor 3 is a file here: the file size limit of the reader is 0. */
static int
try_grow_file(void)
{
	return write(3, "x", 1) == 1 ? 0 : 3;
}

/* What a reader was made with, and has no more. */
static int
try_prctl(void)
{
	return prctl(PR_GET_NAME, (char[16]){ 0 }) == 0 ? 0 : 3;
}

static int
try_handler(void)
{
	return signal(SIGSEGV, SIG_IGN) == SIG_ERR ? 3 : 0;
}

static int
try_descriptor(void)
{
	return dup2(3, 9) == 9 ? 0 : 3;
}

static int
try_fcntl(void)
{
	return fcntl(3, F_GETFD) >= 0 ? 0 : 3;
}

static int
try_close_range(void)
{
	return close_range(3, 9, 0) == 0 ? 0 : 3;
}

static int
try_filter(void)
{
	return syscall(SYS_seccomp, 99, 0, NULL) == 0 ? 0 : 3;
}

static int
try_parent(void)
{
	return getppid() > 0 ? 0 : 3;
}

#define SYS_KILLED (CODE + SIGSYS)

static const struct attempt {
	const char *name;
	int (*act)(void);
	int reader, helper, zygote;		/* what is to come of it in each jail; -1: not tried */
} attempts[] = {
	{ "read a file", try_open, SYS_KILLED, EACCES, EACCES },
	{ "read below /usr", try_open_usr, SYS_KILLED, 0, 0 },
	{ "make a file", try_create, SYS_KILLED, EPERM, EACCES },
	{ "remove a file", try_unlink, SYS_KILLED, EPERM, EACCES },
	{ "rename a file", try_rename, SYS_KILLED, EPERM, EACCES },
	{ "a socket", try_socket, SYS_KILLED, SYS_KILLED, SYS_KILLED },
	{ "a Unix socket", try_unix_socket, SYS_KILLED, SYS_KILLED, SYS_KILLED },
	{ "exec", try_exec, SYS_KILLED, 0, 0 },
	{ "fork", try_fork, SYS_KILLED, EPERM, 0 },
	{ "a signal to the parent", try_kill, SYS_KILLED, EPERM, -1 },
	{ "a signal to itself", try_kill_self, SYS_KILLED, EPERM, -1 },
	{ "ptrace", try_ptrace, SYS_KILLED, SYS_KILLED, SYS_KILLED },
	{ "io_uring", try_io_uring, SYS_KILLED, SYS_KILLED, SYS_KILLED },
	{ "executable memory", try_executable_memory, SYS_KILLED, 0, 0 },
	{ "a higher limit", try_raise_limit, SYS_KILLED, EPERM, -1 },
	{ "prctl", try_prctl, SYS_KILLED, -1, -1 },
	{ "a handler", try_handler, SYS_KILLED, -1, -1 },
	{ "another number for a descriptor", try_descriptor, SYS_KILLED, -1, -1 },
	{ "fcntl", try_fcntl, SYS_KILLED, -1, -1 },
	{ "close_range", try_close_range, SYS_KILLED, -1, -1 },
	{ "another filter", try_filter, SYS_KILLED, -1, -1 },
	{ "who made it", try_parent, SYS_KILLED, -1, -1 },
	{ "its work", try_work, 0, 0, 0 },
	{ "more memory than it has", try_memory, 7, 7, -1 },
};

/* Landlock says EACCES, EXDEV for a rename; the owner of /tmp may say EPERM before it. */
static bool
is_as_wanted(int got, int want)
{
	return got == want || (want == EACCES && (got == EPERM || got == EXDEV));
}

struct setup {
	enum jail_kind kind;
	enum jail_walls walls;
	uid_t uid;
};

static _Noreturn void
in_child(const struct setup *s, int (*act)(void), int kept)
{
	const struct jail_keep keep = { &kept, 1 };
	struct jail_limits limits = { .memory_bytes = 512u << 20, .cpu_seconds = 5, .descriptors = 16 };
	struct fail fail;
	struct jail *j;

	if (s->uid != 0 && (setgid(s->uid) != 0 || setuid(s->uid) != 0))
		_exit(NOT_JAILED);
	j = jail_new(s->kind, s->walls, &fail);
	if (j != NULL && s->kind == JAIL_CAST && (jail_enter(jail_new(JAIL_MOULD, s->walls, &fail), NULL, NULL, &fail) != 0 ||
	    jail_limit_casts(&limits, &fail) != 0))
		_exit(NOT_JAILED);
	if (j == NULL || jail_die_with(getppid()) != 0 || jail_enter(j, &keep, s->kind == JAIL_ZYGOTE ? NULL : &limits, &fail) != 0)
		_exit(NOT_JAILED);
	jail_exit(act());
}

static int
result_of(const struct setup *s, int (*act)(void), int kept)
{
	int status;
	pid_t pid = fork();

	if (pid == 0)
		in_child(s, act, kept);
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status) ? CODE + WTERMSIG(status) : WEXITSTATUS(status);
}

static void
run_attempts(const struct setup *s)
{
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	for (size_t i = 0; i < sizeof(attempts) / sizeof(attempts[0]); i++) {
		const struct attempt *a = &attempts[i];
		int want = s->kind == JAIL_READER || s->kind == JAIL_CAST ? a->reader : s->kind == JAIL_HELPER ? a->helper : a->zygote;
		int got;

#if defined(__SANITIZE_ADDRESS__)
		if (a->act == try_memory)
			continue;
#endif
		if (want < 0)
			continue;
		/* Without Landlock only seccomp's answers stand. */
		if (s->walls == JAIL_SECCOMP_ONLY && want == EACCES)
			continue;
		got = result_of(s, a->act, ends[1]);
		if (!is_as_wanted(got, want))
			fail_msg("kind %d, uid %d, %s: %d, %d wanted", (int)s->kind, (int)s->uid, a->name, got, want);
	}
	close(ends[0]);
	close(ends[1]);
}

static void
each_kind(enum jail_walls walls, uid_t uid)
{
	static const enum jail_kind kinds[] = { JAIL_READER, JAIL_HELPER, JAIL_ZYGOTE, JAIL_CAST };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct setup s = { kinds[i], walls, uid };

		run_attempts(&s);
	}
}

static void
attempts_in_each_jail(void **state)
{
	(void)state;
	each_kind(JAIL_STRICT, 0);
	each_kind(JAIL_SECCOMP_ONLY, 0);
}

static void
attempts_as_nobody(void **state)
{
	(void)state;
	if (getuid() != 0)
		skip();
	each_kind(JAIL_STRICT, NOBODY);
}

static void
no_file_grows(void **state)
{
	struct setup s = { JAIL_READER, JAIL_STRICT, 0 };
	int fd = memfd_create("test", MFD_CLOEXEC);

	(void)state;
	assert_int_equal(result_of(&s, try_grow_file, fd), CODE + SIGXFSZ);
	close(fd);
}

static _Noreturn void
burn(void)
{
	for (;;)
		continue;
}

static void
time_is_limited(void **state)
{
	struct fail fail;
	struct jail *j = jail_new(JAIL_READER, JAIL_STRICT, &fail);
	struct jail_limits limits = { .memory_bytes = 512u << 20, .cpu_seconds = 1, .descriptors = 16 };
	int status;
	pid_t pid = fork();

	(void)state;
	if (pid == 0) {
		struct jail_keep keep = { NULL, 0 };

		if (jail_enter(j, &keep, &limits, &fail) != 0)
			jail_exit(NOT_JAILED);
		burn();
	}
	waitpid(pid, &status, 0);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU);
	jail_free(j);
}

/* lseek(2) is allowed and tells an open descriptor from none. */
static int
count_descriptors(void)
{
	int n = 0;

	for (int fd = 0; fd < 256; fd++)
		if (lseek(fd, 0, SEEK_CUR) >= 0 || errno != EBADF)
			n++;
	return n;
}

static void
nothing_else_is_open(void **state)
{
	struct setup s = { JAIL_READER, JAIL_STRICT, 0 };
	int spare[20];

	(void)state;
	for (size_t i = 0; i < 20; i++)
		spare[i] = open("/dev/null", O_RDONLY);		/* without close-on-exec, as a careless library would */
	assert_int_equal(result_of(&s, count_descriptors, spare[7]), 4);
	for (size_t i = 0; i < 20; i++)
		close(spare[i]);
}

static void
dies_with_its_parent(void **state)
{
	int ends[2];
	char byte;
	pid_t middle;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	middle = fork();
	if (middle == 0) {
		pid_t self = getpid();

		if (fork() == 0) {
			if (jail_die_with(self) != 0 || write(ends[1], "r", 1) != 1)
				_exit(1);
			pause();
			_exit(0);
		}
		pause();
	}
	close(ends[1]);
	assert_int_equal(read(ends[0], &byte, 1), 1);
	kill(middle, SIGKILL);
	waitpid(middle, NULL, 0);
	/* The grandchild held the last write end: its death is the end of the pipe. */
	alarm(10);
	assert_int_equal(read(ends[0], &byte, 1), 0);
	alarm(0);
	close(ends[0]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(attempts_in_each_jail),
		cmocka_unit_test(attempts_as_nobody),
		cmocka_unit_test(no_file_grows),
		cmocka_unit_test(time_is_limited),
		cmocka_unit_test(nothing_else_is_open),
		cmocka_unit_test(dies_with_its_parent),
	};

	int fd = mkstemp(victim), rc;

	/* A kernel without Landlock is the admin's to judge; here there is nothing to test then. */
	if (jail_landlock_abi() < JAIL_LANDLOCK_MINIMUM)
		return 77;
	rc = cmocka_run_group_tests_name("jail", tests, NULL, NULL);
	close(fd);
	return unlink(victim) == 0 ? rc : 1;
}
