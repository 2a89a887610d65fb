/* SPDX-License-Identifier: ISC */
#include "daemon/ctl/wake.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

static struct span
first_line(struct arena *a, struct span path)
{
	char bytes[64];
	int fd = open(arena_cstr(a, path), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	ssize_t n = fd < 0 ? 0 : read(fd, bytes, sizeof(bytes));

	if (fd >= 0)
		(void)close(fd);
	return span_trim(arena_copy(a, span_of(bytes, n < 0 ? 0 : (size_t)n)));
}

void
wake_daemon(struct ctl *c)
{
	struct span text = first_line(c->arena, arena_printf(c->arena, "%.*s/lock", SPAN_PF(c->config->state_dir)));
	uint64_t pid;

	/* A stale lock may name somebody else's process by now. */
	if (!span_number(text, INT32_MAX, &pid) || pid < 2)
		return;
	if (span_eq_str(first_line(c->arena, arena_printf(c->arena, "/proc/%llu/comm", (unsigned long long)pid)), "referrald"))
		(void)kill((pid_t)pid, SIGUSR1);
}
