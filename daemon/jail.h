/* SPDX-License-Identifier: ISC
 *
 * jail: the walls around a process that reads what strangers sent.
 *
 * Walls are prepared once (the filter compiled, the Landlock ruleset made) and entered by
 * a forked child with a few system calls.  Everything not on a kind's list of system calls
 * ends the process at once (SIGSYS): opening a file, a socket, exec, fork, a signal to
 * anybody.  Landlock takes all file rights of the running kernel away, and from ABI 4 on
 * TCP as well.  Works as root and as an ordinary user; there is no way back out.
 *
 * Knows nothing of mail.  Linux only: seccomp(2), landlock(7), setrlimit(2), prctl(2).
 */
#ifndef DAEMON_JAIL_H
#define DAEMON_JAIL_H

#include "parsers/fail.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum jail_kind {
	JAIL_READER,		/* reads one message: memory, its open descriptors, nothing else */
	JAIL_HELPER,		/* one program of /usr over one descriptor: reads and executes below /usr */
	JAIL_ZYGOTE,		/* forks the two above: no network, files as the helper */
	JAIL_MOULD,		/* no files; of system calls what a reader may, and what making one takes */
	JAIL_CAST		/* JAIL_READER for who is forked in a JAIL_MOULD: takes away what it still has */
};

enum jail_walls {
	JAIL_STRICT,		/* seccomp and Landlock; without either jail_new() fails */
	JAIL_SECCOMP_ONLY	/* the admin's word that a kernel without Landlock will do */
};

enum { JAIL_LANDLOCK_MINIMUM = 2 };	/* Debian 12's kernel */

struct jail_limits {
	uint64_t memory_bytes;	/* address space; 0: none.  Sanitizer builds have none */
	uint64_t file_bytes;	/* largest file it can write */
	unsigned cpu_seconds;	/* SIGXCPU, a second later SIGKILL; 0: none */
	unsigned descriptors;	/* highest descriptor + 1 */
};

struct jail;

/* NULL and STOP when the walls asked for cannot be had here. */
struct jail *jail_new(enum jail_kind kind, enum jail_walls walls, struct fail *fail);
void jail_free(struct jail *j);			/* NULL is fine */
/* Walls the calling process in, for good: no_new_privs, not dumpable, Landlock, descriptors
 * (keep not NULL: standard input, output and error stay, keep[i] becomes 3 + i, everything
 * else is closed; at most 8), limits (NULL: none), seccomp; a JAIL_CAST with what it does
 * not have from its mould.  -1 when any of it failed: the caller must exit at once. */
struct jail_keep {
	const int *fds;
	size_t count;
};
int jail_enter(const struct jail *j, const struct jail_keep *keep, const struct jail_limits *limits, struct fail *fail);

/* In a JAIL_MOULD, which may do so later than it enters: the limits that a JAIL_CAST has from it, all but that of
 * time, which is counted from the fork, and of processes, since it makes them.  -1 when that failed. */
int jail_limit_casts(const struct jail_limits *limits, struct fail *fail);

/* For a child that has a network and few files (a fetcher): takes from the calling process,
 * for good, all files but those named, and execution of any.  Missing names are passed over.
 * -1 when Landlock failed; where the kernel has none, 0 and nothing is taken.  Leaves
 * descriptors, the network and system calls as they are; sets no_new_privs. */
struct jail_files {
	const char *const *read;	/* directories, with all below, or files */
	size_t read_count;
	const char *write;		/* one directory, for files made, written and removed there; or NULL */
};
int jail_files_only(const struct jail_files *files, struct fail *fail);
/* The same, and what names, libraries and certificates need; of each file named its directory, so
 * that it may be replaced (a name that ends in '/' is taken as it is, NULL passed over). */
int jail_files_network(const struct jail_files *own, struct fail *fail);

/* Landlock's ABI on the running kernel; 0 when there is none. */
int jail_landlock_abi(void);

/* In a forked child: dies with its parent; -1 when the parent is gone already. */
int jail_die_with(int parent_pid);
/* In a forked child: what it says goes where its standard input comes from (/dev/null), so
 * that nothing a message holds gets into a log; a sanitizer's report still may. */
int jail_mute(void);
/* Ends the process here: no handlers, no flushing, no sanitizer's last look, which the
 * walls would not let it have. */
_Noreturn void jail_exit(int code);

#endif
