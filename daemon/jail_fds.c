/* SPDX-License-Identifier: ISC */
#include "daemon/jail_walls.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { FIRST = 3, MOST = 8 };

int
jail_fds_keep(const struct jail_keep *keep, struct fail *fail)
{
	size_t count = keep->count;
	int high[MOST];

	if (count > MOST)
		return fail_set(fail, FAIL_STOP, "too many descriptors to keep");
	/* Out of the way first: a target may be somebody else's source. */
	for (size_t i = 0; i < count; i++) {
		high[i] = fcntl(keep->fds[i], F_DUPFD, FIRST + (int)count);
		if (high[i] < 0)
			return fail_errno(fail, FAIL_STOP, "fcntl");
	}
	for (size_t i = 0; i < count; i++)
		if (dup2(high[i], FIRST + (int)i) < 0)
			return fail_errno(fail, FAIL_STOP, "dup2");
	if (close_range((unsigned)FIRST + (unsigned)count, ~0u, 0) != 0)
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
