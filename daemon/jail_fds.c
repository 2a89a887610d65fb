/* SPDX-License-Identifier: ISC */
#include "daemon/jail_walls.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { FIRST = 3, MOST = 8 };

static int
put(int fd, size_t place, struct fail *fail)
{
	return dup2(fd, FIRST + (int)place) < 0 ? fail_errno(fail, FAIL_STOP, "dup2") : 0;
}

/* Out of the way first: a target may be somebody else's source. */
static int
put_all(const struct jail_keep *keep, struct fail *fail)
{
	int high[MOST];

	if (keep->count > MOST)
		return fail_set(fail, FAIL_STOP, "too many descriptors to keep");
	for (size_t i = 0; i < keep->count; i++) {
		high[i] = fcntl(keep->fds[i], F_DUPFD, FIRST + (int)keep->count);
		if (high[i] < 0)
			return fail_errno(fail, FAIL_STOP, "fcntl");
	}
	for (size_t i = 0; i < keep->count; i++)
		if (put(high[i], i, fail) != 0)
			return -1;
	return 0;
}

int
jail_fds_keep(const struct jail_keep *keep, struct fail *fail)
{
	/* One alone is in nobody's way, unless it is there and would stay close-on-exec. */
	bool alone = keep->count == 1 && keep->fds[0] != FIRST;

	if ((alone ? put(keep->fds[0], 0, fail) : put_all(keep, fail)) != 0)
		return -1;
	/* This and getppid(2) without their functions: those are each on a page of their own, and a reader calls them once. */
	if (syscall(SYS_close_range, (unsigned)FIRST + (unsigned)keep->count, ~0u, 0) != 0)
		return fail_errno(fail, FAIL_STOP, "close_range");
	return 0;
}

int
jail_die_with(int parent_pid)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0 || (int)syscall(SYS_getppid) != parent_pid)
		return -1;
	return 0;
}
