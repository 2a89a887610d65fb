/* SPDX-License-Identifier: ISC */
#include "daemon/jail.h"
#include "daemon/jail_walls.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

struct jail {
	enum jail_kind kind;
	struct jail_filter filter;
	int ruleset;			/* Landlock, or -1 */
};

struct jail *
jail_new(enum jail_kind kind, enum jail_walls walls, struct fail *fail)
{
	struct jail *j = calloc(1, sizeof(*j));

	if (j == NULL)
		abort();
	j->kind = kind;
	j->ruleset = -1;
	if (jail_filter_make(kind, &j->filter, fail) != 0)
		goto failed;
	/* A cast is in its mould's. */
	if (walls == JAIL_STRICT && kind != JAIL_CAST && (j->ruleset = jail_landlock_make(kind, fail)) < 0)
		goto failed;
	return j;
failed:
	jail_free(j);
	return NULL;
}

void
jail_free(struct jail *j)
{
	if (j == NULL)
		return;
	if (j->ruleset >= 0)
		close(j->ruleset);
	jail_filter_free(&j->filter);
	free(j);
}

static int
limit(int resource, uint64_t soft, uint64_t hard, struct fail *fail)
{
	struct rlimit r = { .rlim_cur = soft, .rlim_max = hard }, now;

	/* An ordinary user cannot raise a hard limit; a lower one does as well.  None is lower than 0. */
	if (hard > 0 && getrlimit((__rlimit_resource_t)resource, &now) == 0 && now.rlim_max < r.rlim_max) {
		r.rlim_max = now.rlim_max;
		if (r.rlim_cur > r.rlim_max)
			r.rlim_cur = r.rlim_max;
	}
	if (setrlimit((__rlimit_resource_t)resource, &r) != 0)
		return fail_errno(fail, FAIL_STOP, "setrlimit %d", resource);
	return 0;
}

static int
limit_own(const struct jail_limits *l, struct fail *fail)
{
	if (l->cpu_seconds > 0 && limit(RLIMIT_CPU, l->cpu_seconds, l->cpu_seconds + 1u, fail) != 0)
		return -1;
	return limit(RLIMIT_NPROC, 0, 0, fail);
}

int
jail_limit_casts(const struct jail_limits *l, struct fail *fail)
{
	/* The sanitizers reserve terabytes of addresses for their shadow. */
	if (!JAIL_SANITIZED && l->memory_bytes > 0 && limit(RLIMIT_AS, l->memory_bytes, l->memory_bytes, fail) != 0)
		return -1;
	if (limit(RLIMIT_FSIZE, l->file_bytes, l->file_bytes, fail) != 0 || limit(RLIMIT_NOFILE, l->descriptors, l->descriptors, fail) != 0)
		return -1;
	return limit(RLIMIT_CORE, 0, 0, fail);
}

/* What a cast has from its mould, as it has most limits: each would be a system call a message. */
static int
enter_files(const struct jail *j, struct fail *fail)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		return fail_errno(fail, FAIL_STOP, "prctl");
	/* Before its ruleset's descriptor is closed with the others. */
	if (j->ruleset >= 0 && syscall(SYS_landlock_restrict_self, j->ruleset, 0) != 0)
		return fail_errno(fail, FAIL_STOP, "landlock_restrict_self");
	return 0;
}

int
jail_enter(const struct jail *j, const struct jail_keep *keep, const struct jail_limits *limits, struct fail *fail)
{
	struct sock_fprog program = { .len = (unsigned short)j->filter.count, .filter = j->filter.code };
	bool cast = j->kind == JAIL_CAST;

	if (!cast && enter_files(j, fail) != 0)
		return -1;
	if (keep != NULL && jail_fds_keep(keep, fail) != 0)
		return -1;
	if (limits != NULL && ((!cast && jail_limit_casts(limits, fail) != 0) || limit_own(limits, fail) != 0))
		return -1;
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0)
		return fail_errno(fail, FAIL_STOP, "seccomp");
	return 0;
}

int
jail_mute(void)
{
	return JAIL_SANITIZED || dup2(STDIN_FILENO, STDERR_FILENO) >= 0 ? 0 : -1;
}

void
jail_exit(int code)
{
	for (;;)
		syscall(SYS_exit_group, code);
}
