/* SPDX-License-Identifier: ISC */
#include "daemon/reader_mould.h"
#include "daemon/reader_heap.h"
#include "daemon/reader_lean.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { OWN = 3, STACK = 256 * 1024 };

/* Its parent is ours. */
static pid_t
copy(void)
{
	return (pid_t)syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0);
}

static bool
answer(pid_t pid)
{
	uint32_t n = pid > 0 ? (uint32_t)pid : 0;
	unsigned char body[] = { (unsigned char)(n >> 24), (unsigned char)(n >> 16), (unsigned char)(n >> 8), (unsigned char)n };
	struct fail fail;

	return wire_send(OWN, READER_FRAME_CAST, span_of(body, sizeof(body)), WIRE_FOREVER, &fail) == 0;
}

/* What a reading has left on the stack below ours: each copy would be given it, and copy it once more when it writes there. */
static void
forget_stack(void)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), below = (uintptr_t)__builtin_frame_address(0) / page * page - page;

	(void)madvise((void *)(below - STACK), STACK, MADV_DONTNEED);
}

static _Noreturn void
serve(struct reader_child *c, int socket)
{
	struct wire_limits ask = { .body = 0, .deadline_ms = WIRE_FOREVER, .accept_fd = true };
	struct jail_limits limits = reader_child_limits(c->settings);
	int fds[] = { socket, memfd_create("heap", MFD_CLOEXEC) }, heap = fds[1] < 0 ? -1 : OWN + 1;
	struct jail_keep keep = { fds, heap < 0 ? 1 : 2 };
	struct arena *a = arena_new(0);
	struct wire_frame f;
	struct fail fail;

	(void)prctl(PR_SET_NAME, "referral-mould");
	if (jail_die_with(c->parent_pid) != 0 || jail_mute() != 0 || jail_enter(c->mould_jail, &keep, NULL, &fail) != 0)
		jail_exit(READER_CHILD_NOT_JAILED);
	reader_lean_enter(c->kept, READER_CHILD_LACKS);
	reader_heap_put_aside(heap);
	reader_child_warm_up(c->warm, c->forms);
	reader_lean_settle();
	reader_heap_settle(heap);
	close(heap);
	forget_stack();
	/* Now, since no file of its own may grow any more. */
	if (jail_limit_casts(&limits, &fail) != 0)
		jail_exit(READER_CHILD_NOT_JAILED);
	while (wire_receive(OWN, a, &ask, &f, &fail) == 1 && f.fd >= 0) {
		pid_t pid = copy();

		c->zygote = f.fd;
		if (pid == 0)
			reader_child_run(c);
		close(f.fd);
		if (!answer(pid))
			break;
	}
	jail_exit(READER_CHILD_WELL);
}

bool
reader_mould_start(struct reader_mould *m, const struct reader_child *child)
{
	struct reader_child c = *child;
	int pair[2];

	*m = READER_MOULD_NONE;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return false;
	c.parent_pid = getpid();
	/* Without what libraries have registered for fork(): there is one thread, and all it must know is in `child`. */
	m->pid = _Fork();
	if (m->pid == 0)
		serve(&c, pair[1]);
	close(pair[1]);
	if (m->pid > 0) {
		m->socket = pair[0];
		return true;
	}
	close(pair[0]);
	m->pid = 0;
	return false;
}

static bool
ask(const struct reader_mould *m, int socket, pid_t *pid_out)
{
	struct wire_frame ask = { READER_FRAME_CAST, SPAN_NONE, socket }, f;
	struct wire_limits limits = { .body = sizeof(uint32_t), .deadline_ms = wire_now_ms() + READER_SEND_MS };
	struct arena *a = arena_new(0);
	struct span_cursor c;
	struct fail fail;
	uint32_t pid = 0;
	bool answered = wire_send_frame(m->socket, &ask, limits.deadline_ms, &fail) == 0 && wire_receive(m->socket, a, &limits, &f, &fail) == 1;

	c = span_walk(answered ? f.body : SPAN_NONE);
	answered = answered && wire_get_u32(&c, &pid);
	*pid_out = (pid_t)pid;
	arena_free(a);
	return answered;
}

pid_t
reader_mould_cast(const struct reader_mould *m, int socket)
{
	pid_t pid;

	return m->pid > 0 && ask(m, socket, &pid) ? pid : 0;
}

unsigned
reader_mould_drop(struct reader_mould *m)
{
	unsigned bit = 0;
	int status = 0;

	if (m->pid > 0) {
		kill(m->pid, SIGKILL);
		while (waitpid(m->pid, &status, 0) < 0 && errno == EINTR)
			continue;
		close(m->socket);
		(void)reader_lean_lacked(status, READER_CHILD_LACKS, &bit);
	}
	*m = READER_MOULD_NONE;
	return bit;
}
