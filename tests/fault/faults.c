/* SPDX-License-Identifier: ISC
 *
 * faults.so: preloaded into referrald and its children, it makes the world fail at a chosen
 * call, or just counts.  A file named by FAULT_FILE, mapped by every process, holds what is
 * wanted and what was counted; breaking.py writes and reads it.
 *
 * Counted are the calls that leave a mark: write, pwrite, sendmsg, rename, link, unlink,
 * truncate, and the flushes.  Before the n-th such call of one role the process is killed,
 * or from it on writes to files say that the disk is full.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum role { KEEPER, FETCHER, SENDER, ZYGOTE, JAILED, ROLES };

/* As breaking.py packs it: all 64-bit words. */
struct faults {
	_Atomic uint64_t kill_at[ROLES];	/* 0: nobody; set to 0 by whoever dies */
	_Atomic uint64_t full_role, full_from;	/* full_from 0: the disk is never full */
	_Atomic uint64_t flush_us;		/* what a flush takes */
	_Atomic uint64_t kill_word;		/* not 0: the keeper dies whenever a child tells it of FAULT_WORD */
	_Atomic uint64_t gone;			/* so many of a fetcher's files are not there when the keeper looks */
	_Atomic uint64_t clock_by;		/* seconds, signed: the wall clock is so much ahead */
	_Atomic uint64_t killed, refused;
	_Atomic uint64_t marks[ROLES];
	_Atomic uint64_t flushes[ROLES];
	char kinds[8192];			/* of the keeper's marks, in order: see kind_of */
};

static struct faults *faults;
static enum role role;
static char preload[4096], file[4096];

#define FAULT_WORD "kills-the-keeper"

static enum role
my_role(void)
{
	char line[1024] = "";
	int fd = (int)syscall(SYS_openat, AT_FDCWD, "/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, line, sizeof(line) - 1);
	enum role found = KEEPER;

	if (fd >= 0)
		(void)syscall(SYS_close, fd);
	for (ssize_t i = 0; i < n; i++) {
		if (strncmp(line + i, "--role=fetcher", 14) == 0)
			found = FETCHER;
		else if (strncmp(line + i, "--role=sender", 13) == 0)
			found = SENDER;
		else if (strncmp(line + i, "--role=zygote", 13) == 0)
			found = ZYGOTE;
	}
	return found;
}

__attribute__((constructor)) static void
start(void)
{
	const char *name = getenv("FAULT_FILE"), *self = getenv("LD_PRELOAD");
	void *at;
	int fd;

	if (name == NULL || self == NULL || (fd = open(name, O_RDWR | O_CLOEXEC)) < 0)
		return;
	(void)snprintf(file, sizeof(file), "FAULT_FILE=%s", name);
	(void)snprintf(preload, sizeof(preload), "LD_PRELOAD=%s", self);
	role = my_role();
	at = mmap(NULL, sizeof(*faults), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	(void)close(fd);
	faults = at == MAP_FAILED ? NULL : at;
}

/* The call of this name after ours. */
static void *
real(const char *name)
{
	void *found = dlsym(RTLD_NEXT, name);

	if (found == NULL)
		abort();
	return found;
}

/* Behind the walls the signal is refused, and that kills as well. */
static void
die(void)
{
	atomic_store(&faults->kill_at[role], 0);
	atomic_fetch_add(&faults->killed, 1);
	(void)kill(getpid(), SIGKILL);
	for (;;)
		__builtin_trap();
}

static const char *
path_of(int fd, char *room, size_t size)
{
	char link[64];
	ssize_t n;

	(void)snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, room, size - 1);
	room[n < 0 ? 0 : n] = '\0';
	return room;
}

/* What the keeper writes to: its log, a child, the register's log or the register, whose pages
 * count for nothing before the last one of a transaction, the status, or anything else. */
static char
kind_of(int fd)
{
	static const struct { const char *end; char kind; } files[] = {
		{ "/register.db-wal", 'w' }, { "/register.db", 'd' }, { "/status.json.tmp", 's' }, { "/register.db-shm", 'm' },
	};
	char path[4096];
	struct stat st;

	if (fd == STDERR_FILENO)
		return 'l';
	if (fd < 0 || fstat(fd, &st) != 0)
		return 'o';
	if (!S_ISREG(st.st_mode))
		return 'c';
	(void)path_of(fd, path, sizeof(path));
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		const char *at = strstr(path, files[i].end);

		if (at != NULL && strcmp(at, files[i].end) == 0)
			return files[i].kind;
	}
	return 'f';
}

/* One more mark is about to be left: in a file, if it is one. */
static uint64_t
mark(int fd)
{
	uint64_t n;

	if (faults == NULL)
		return 0;
	n = atomic_fetch_add(&faults->marks[role], 1) + 1;
	if (n == atomic_load(&faults->kill_at[role]))
		die();
	if (role == KEEPER && n <= sizeof(faults->kinds))
		faults->kinds[n - 1] = kind_of(fd);
	return n;
}

/* What may fail in silence: the register's file itself, into which SQLite copies what its log
 * holds already, and the status file, which is made anew every minute. */
static int
is_copy(const char *path)
{
	static const char *const ends[] = { "/register.db", "/status.json", "/status.json.tmp" };
	size_t n = strlen(path);

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (n >= strlen(ends[i]) && strcmp(path + n - strlen(ends[i]), ends[i]) == 0)
			return 1;
	return 0;
}

static int
is_full(uint64_t n, int fd, const char *path)
{
	char room[4096];
	struct stat st;

	if (faults == NULL || atomic_load(&faults->full_from) == 0 || n < atomic_load(&faults->full_from) || (uint64_t)role != atomic_load(&faults->full_role))
		return 0;
	if (fd >= 0 && (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_dev == 0))
		return 0;
	/* A memfd is a regular file of no disk. */
	if (fd >= 0 && fcntl(fd, F_GET_SEALS) >= 0 && st.st_nlink == 0)
		return 0;
	if (!is_copy(fd >= 0 ? path_of(fd, room, sizeof(room)) : path))
		atomic_fetch_add(&faults->refused, 1);
	errno = ENOSPC;
	return 1;
}

static void
flushed(void)
{
	struct timespec t = { 0, 0 };
	uint64_t us;

	if (faults == NULL)
		return;
	atomic_fetch_add(&faults->flushes[role], 1);
	us = atomic_load(&faults->flush_us);
	t.tv_sec = (time_t)(us / 1000000);
	t.tv_nsec = (long)(us % 1000000) * 1000;
	if (us > 0)
		(void)nanosleep(&t, NULL);
}

/* ---- calls that leave a mark ---- */

#define REAL(type, name) type real_call = (type)(uintptr_t)real(name)

typedef ssize_t (*write_call)(int, const void *, size_t);
typedef ssize_t (*pwrite_call)(int, const void *, size_t, off_t);
typedef ssize_t (*writev_call)(int, const struct iovec *, int);
typedef ssize_t (*sendmsg_call)(int, const struct msghdr *, int);
typedef ssize_t (*send_call)(int, const void *, size_t, int);
typedef int (*fd_call)(int);
typedef int (*truncate_call)(int, off_t);
typedef int (*range_call)(int, off_t, off_t, unsigned);
typedef int (*rename_call)(int, const char *, int, const char *, unsigned);
typedef int (*link_call)(int, const char *, int, const char *, int);
typedef int (*unlink_call)(int, const char *, int);
typedef int (*execve_call)(const char *, char *const[], char *const[]);
typedef pid_t (*fork_call)(void);
typedef long (*syscall_call)(long, ...);
typedef int (*name_call)(const char *);
typedef int (*names_call)(const char *, const char *);
typedef ssize_t (*read_call)(int, void *, size_t);
typedef int (*openat_call)(int, const char *, int, ...);

ssize_t
write(int fd, const void *bytes, size_t len)
{
	static write_call real_call;

	if (real_call == NULL)
		real_call = (write_call)(uintptr_t)real("write");
	return is_full(mark(fd), fd, NULL) ? -1 : real_call(fd, bytes, len);
}

static ssize_t
pwrite_by(const char *name, int fd, const void *bytes, size_t len, off_t at)
{
	REAL(pwrite_call, name);

	return is_full(mark(fd), fd, NULL) ? -1 : real_call(fd, bytes, len, at);
}

ssize_t
pwrite(int fd, const void *bytes, size_t len, off_t at)
{
	return pwrite_by("pwrite", fd, bytes, len, at);
}

ssize_t
pwrite64(int fd, const void *bytes, size_t len, off_t at)
{
	return pwrite_by("pwrite64", fd, bytes, len, at);
}

ssize_t
writev(int fd, const struct iovec *pieces, int count)
{
	REAL(writev_call, "writev");

	return is_full(mark(fd), fd, NULL) ? -1 : real_call(fd, pieces, count);
}

ssize_t
sendmsg(int fd, const struct msghdr *m, int flags)
{
	static sendmsg_call real_call;

	if (real_call == NULL)
		real_call = (sendmsg_call)(uintptr_t)real("sendmsg");
	(void)mark(fd);
	return real_call(fd, m, flags);
}

ssize_t
send(int fd, const void *bytes, size_t len, int flags)
{
	static send_call real_call;

	if (real_call == NULL)
		real_call = (send_call)(uintptr_t)real("send");
	(void)mark(fd);
	return real_call(fd, bytes, len, flags);
}

static int
truncate_by(const char *name, int fd, off_t len)
{
	REAL(truncate_call, name);

	(void)mark(fd);
	return real_call(fd, len);
}

int
ftruncate(int fd, off_t len)
{
	return truncate_by("ftruncate", fd, len);
}

int
ftruncate64(int fd, off_t len)
{
	return truncate_by("ftruncate64", fd, len);
}

int
renameat2(int from, const char *name, int to, const char *new_name, unsigned flags)
{
	REAL(rename_call, "renameat2");

	return is_full(mark(-1), -1, new_name) ? -1 : real_call(from, name, to, new_name, flags);
}

int
rename(const char *name, const char *new_name)
{
	REAL(names_call, "rename");

	return is_full(mark(-1), -1, new_name) ? -1 : real_call(name, new_name);
}

int
unlink(const char *name)
{
	REAL(name_call, "unlink");

	(void)mark(-1);
	return real_call(name);
}

int
linkat(int from, const char *name, int to, const char *new_name, int flags)
{
	REAL(link_call, "linkat");

	return is_full(mark(-1), -1, new_name) ? -1 : real_call(from, name, to, new_name, flags);
}

int
unlinkat(int at, const char *name, int flags)
{
	REAL(unlink_call, "unlinkat");

	(void)mark(-1);
	return real_call(at, name, flags);
}

/* ---- flushes ---- */

static int
flush_by(const char *name, int fd)
{
	char room[4096];
	REAL(fd_call, name);

	if (is_full(mark(-1), -1, path_of(fd, room, sizeof(room))))
		return -1;
	flushed();
	return real_call(fd);
}

int
fsync(int fd)
{
	return flush_by("fsync", fd);
}

int
fdatasync(int fd)
{
	return flush_by("fdatasync", fd);
}

int
syncfs(int fd)
{
	return flush_by("syncfs", fd);
}

int
sync_file_range(int fd, off_t from, off_t len, unsigned flags)
{
	REAL(range_call, "sync_file_range");

	(void)mark(-1);
	flushed();
	return real_call(fd, from, len, flags);
}

/* ---- the wall clock ---- */

time_t
time(time_t *out)
{
	struct timespec t;
	time_t now;

	(void)clock_gettime(CLOCK_REALTIME, &t);
	now = t.tv_sec + (faults == NULL ? 0 : (time_t)(int64_t)atomic_load(&faults->clock_by));
	if (out != NULL)
		*out = now;
	return now;
}

/* ---- what a fetcher left ---- */

int
openat(int at, const char *name, int flags, ...)
{
	static openat_call real_call;
	va_list rest;
	unsigned mode;

	va_start(rest, flags);
	mode = (flags & O_CREAT) != 0 ? va_arg(rest, unsigned) : 0;
	va_end(rest);
	if (real_call == NULL)
		real_call = (openat_call)(uintptr_t)real("openat");
	if (faults != NULL && role == KEEPER && name[0] == 'f' && strlen(name) > 17 && name[17] == '-' && atomic_load(&faults->gone) > 0) {
		atomic_fetch_sub(&faults->gone, 1);
		errno = ENOENT;
		return -1;
	}
	return real_call(at, name, flags, mode);
}

/* ---- what comes in ---- */

/* Over a pipe: not out of the file, whose bytes the keeper hashes. */
static ssize_t
heard(int fd, const void *bytes, ssize_t n)
{
	struct stat st;

	if (n > 0 && faults != NULL && role == KEEPER && atomic_load(&faults->kill_word) != 0 && fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode) &&
	    memmem(bytes, (size_t)n, FAULT_WORD, strlen(FAULT_WORD)) != NULL)
		die();
	return n;
}

ssize_t
read(int fd, void *bytes, size_t len)
{
	static read_call real_call;

	if (real_call == NULL)
		real_call = (read_call)(uintptr_t)real("read");
	return heard(fd, bytes, real_call(fd, bytes, len));
}

/* What read becomes with _FORTIFY_SOURCE. */
ssize_t __read_chk(int fd, void *bytes, size_t len, size_t room);
ssize_t
__read_chk(int fd, void *bytes, size_t len, size_t room)
{
	if (len > room)
		abort();
	return read(fd, bytes, len);
}

/* ---- into the children ---- */

/* Their environment is cut down on purpose; here they need ours. */
int
execve(const char *path, char *const argv[], char *const environment[])
{
	REAL(execve_call, "execve");
	char *longer[64];
	size_t n = 0;

	if (faults == NULL || role != KEEPER)
		return real_call(path, argv, environment);
	for (; environment[n] != NULL && n < 60; n++)
		longer[n] = environment[n];
	longer[n++] = preload;
	longer[n++] = file;
	longer[n] = NULL;
	return real_call(path, argv, longer);
}

static pid_t
jailed_if_child(pid_t pid)
{
	if (pid == 0 && role == ZYGOTE)
		role = JAILED;
	return pid;
}

pid_t
fork(void)
{
	REAL(fork_call, "fork");

	return jailed_if_child(real_call());
}

/* Its copies are jailed; the zygote's mould itself, which is forked by _Fork(), counts as the zygote. */
long
syscall(long number, ...)
{
	REAL(syscall_call, "syscall");
	long with[6], result;
	va_list rest;

	va_start(rest, number);
	for (size_t i = 0; i < 6; i++)
		with[i] = va_arg(rest, long);
	va_end(rest);
	result = real_call(number, with[0], with[1], with[2], with[3], with[4], with[5]);
	if (number == SYS_clone)
		(void)jailed_if_child((pid_t)result);
	return result;
}
