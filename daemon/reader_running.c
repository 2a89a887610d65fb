/* SPDX-License-Identifier: ISC */
#include "daemon/reader_running.h"
#include "daemon/reader_lean.h"

#include <errno.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STRAYS_MS = 2000 };

static void
end_slot(struct reader_running *r)
{
	reader_helper_drop(&r->helper);
	wire_inbox_free(r->inbox);
	if (r->channel >= 0)
		close(r->channel);
	*r = READER_RUNNING_NONE;
}

static int
wait_for(pid_t pid)
{
	int status = 0;

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	return status;
}

static enum reader_end
judge(const struct reader_running *r, int status)
{
	unsigned group;

	if (WIFEXITED(status) && WEXITSTATUS(status) == READER_CHILD_WELL)
		return READER_END_WELL;
	if (WIFEXITED(status) && WEXITSTATUS(status) == READER_CHILD_OVERSIZE)
		return READER_END_OVERSIZE;
	if (WIFEXITED(status) && WEXITSTATUS(status) == READER_CHILD_NOT_JAILED)
		return READER_END_NOT_STARTED;
	if (WIFEXITED(status) && WEXITSTATUS(status) == READER_CHILD_AGAIN)
		return READER_END_AGAIN;
	/* What it had all the time it does not lack: to read it again would end the same. */
	if (reader_lean_lacked(status, READER_CHILD_LACKS, &group) && (r->kept & group) == 0)
		return READER_END_AGAIN;
	if (r->late || (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU))
		return READER_END_TIMEOUT;
	return READER_END_CRASHED;
}

enum reader_end
reader_running_reap(struct reader_running *r, struct reader_nursery *n)
{
	int status = wait_for(r->pid);
	enum reader_end end = judge(r, status);
	unsigned group;

	if (reader_lean_lacked(status, READER_CHILD_LACKS, &group))
		n->kept |= group;
	end_slot(r);
	return end;
}

void
reader_running_drop(struct reader_running *r)
{
	kill(r->pid, SIGKILL);
	(void)wait_for(r->pid);
	end_slot(r);
}

static pid_t
cast(struct reader_nursery *n, int socket)
{
	struct reader_child c = { .jail = n->reader_jail, .mould_jail = n->mould_jail, .settings = &n->settings, .forms = n->has_forms ? &n->forms : NULL,
	    .warm = n->warm, .kept = n->kept };

	return n->mould.pid != 0 || reader_mould_start(&n->mould, &c) ? reader_mould_cast(&n->mould, socket) : 0;
}

static bool
try_start(struct reader_running *r, struct reader_nursery *n)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return false;
	r->pid = cast(n, pair[1]);
	r->kept = n->kept;
	close(pair[1]);
	r->channel = pair[0];
	r->inbox = wire_inbox_new(READER_SMALL_LIMIT);
	if (r->pid > 0)
		return true;
	end_slot(r);
	return false;
}

/* A mould that itself touches what it has put away says so, like its children; one that was there before may have been
 * lost since, and is tried once more as a new one.  The socket is a new one each time: what a mould that was lost has
 * left on the old one, if anything, finds it shut and ends. */
bool
reader_running_start(struct reader_running *r, struct reader_nursery *n)
{
	for (;;) {
		bool is_new = n->mould.pid == 0;
		unsigned bit;

		if (try_start(r, n))
			return true;
		bit = reader_mould_drop(&n->mould);
		n->strays_until_ms = wire_now_ms() + STRAYS_MS;
		if (is_new && (bit == 0 || (n->kept & bit) != 0))
			return false;
		n->kept |= bit;
	}
}

bool
reader_running_give(struct reader_running *r, const struct reader_nursery *n, uint64_t serial, const struct reader_brought *brought, const struct wire_frame *go)
{
	struct wire_frame bring = { .type = READER_FRAME_MESSAGE, .body = SPAN_NONE, .fd = brought->message };
	struct wire_frame scanner = { .type = READER_FRAME_SCANNER, .body = SPAN_NONE, .fd = brought->scanner };
	int64_t now = wire_now_ms();
	struct fail fail;

	if (wire_send_frame(r->channel, &bring, now + READER_SEND_MS, &fail) != 0 ||
	    (brought->scanner >= 0 && wire_send_frame(r->channel, &scanner, now + READER_SEND_MS, &fail) != 0) ||
	    wire_send_frame(r->channel, go, now + READER_SEND_MS, &fail) != 0)
		return false;
	r->busy = true;
	r->serial = serial;
	r->deadline_ms = now + (int64_t)n->settings.wall_seconds * 1000;
	return true;
}

static bool
send_output(struct reader_running *r, enum part_why why, uint64_t size)
{
	struct arena *a = arena_new(0);
	struct arena_text t = arena_text(a);
	struct wire_frame f = { .type = READER_FRAME_OUTPUT, .fd = why == PART_WHY_NONE ? r->helper.output : -1 };
	struct fail fail;
	bool sent;

	wire_put_u8(&t, (uint8_t)why);
	wire_put_u64(&t, size);
	f.body = arena_text_span(&t);
	/* Few and small frames: they fit the socket's buffer, or the child does not read them. */
	sent = wire_send_frame(r->channel, &f, wire_now_ms() + 100, &fail) == 0;
	reader_helper_drop(&r->helper);
	arena_free(a);
	return sent;
}

/* A number and a size: all that is ever read of what a child says. */
static bool
on_ask(const struct reader_nursery *n, struct reader_running *r, struct span body)
{
	struct span_cursor c = span_walk(body);
	struct wire_frame f = { .type = READER_FRAME_INPUT, .body = SPAN_NONE };
	struct fail fail;
	uint64_t size;
	uint8_t which;

	if (!wire_get_u8(&c, &which) || which > READING_ANTIWORD || !wire_get_u64(&c, &size) || size == 0 || span_left(&c) != 0)
		return false;
	if (!n->installed[which])
		return send_output(r, PART_WHY_NO_HELPER, 0);
	if (size > READING_INFLATED_LIMIT || r->helps >= READER_HELPS_LIMIT)
		return send_output(r, PART_WHY_TOO_LARGE, 0);
	r->helps++;
	if (!reader_helper_open(&r->helper, (enum reading_helper)which, size))
		return send_output(r, PART_WHY_CRASHED, 0);
	f.fd = r->helper.input;
	return wire_send_frame(r->channel, &f, wire_now_ms() + 100, &fail) == 0;
}

static bool
on_run(const struct reader_nursery *n, struct reader_running *r)
{
	unsigned seconds = n->settings.helper_seconds;

	if (!reader_helper_start(&r->helper, n->helper_jail, seconds))
		return send_output(r, PART_WHY_CRASHED, 0);
	r->helper.deadline_ms = wire_now_ms() + (int64_t)seconds * 1000;
	return true;
}

/* Which of a fixed table: opening them reads files of the system, and none that a child could name. */
static bool
on_charsets(struct span body)
{
	struct span_cursor c = span_walk(body);
	uint64_t which;

	if (!wire_get_u64(&c, &which) || span_left(&c) != 0)
		return false;
	mime_charsets_open(which);
	return true;
}

/* Nothing more can come of it that anybody wants: it is not left to itself until its deadline. */
static bool
on_well(struct reader_running *r)
{
	r->well = r->busy;
	kill(r->pid, SIGKILL);
	return r->well;
}

static bool
take_frames(const struct reader_nursery *n, struct reader_running *r, struct arena *a)
{
	struct wire_frame f;
	struct fail fail;
	int rc = 0;

	while (!r->well && (rc = wire_inbox_next(r->inbox, a, &f, &fail)) == 1) {
		bool fine = false;

		if (f.type == READER_FRAME_ASK && r->helper.input < 0)
			fine = on_ask(n, r, f.body);
		else if (f.type == READER_FRAME_RUN && r->helper.input >= 0 && r->helper.pid == 0)
			fine = on_run(n, r);
		else if (f.type == READER_FRAME_CHARSETS)
			fine = on_charsets(f.body);
		else if (f.type == READER_FRAME_WELL)
			fine = on_well(r);
		if (!fine)
			return false;
	}
	return r->well || rc == 0;
}

/* A child that says what no honest one does has nothing more to say, nor has one whose record is there: whatever else it
 * has said is not kept, or its end would not be seen behind that.  One that shuts its socket ends, or is ended: how it
 * ended by itself that does not change any more. */
void
reader_running_listen(struct reader_running *r, const struct reader_nursery *n)
{
	struct arena *a = arena_new(0);
	struct fail fail;
	bool ends = wire_inbox_fill(r->inbox, r->channel, &fail) <= 0;

	ends = !take_frames(n, r, a) || ends;
	if (r->well)
		wire_inbox_drop(r->inbox);
	if (ends) {
		kill(r->pid, SIGKILL);
		close(r->channel);
		r->channel = -1;
	}
	arena_free(a);
}

void
reader_running_helped(struct reader_running *r)
{
	uint64_t size;
	enum part_why why = reader_helper_finish(&r->helper, &size);

	if (!send_output(r, why, size))
		kill(r->pid, SIGKILL);
}

void
reader_running_watch(struct reader_running *r, int64_t now_ms, int64_t *next_ms)
{
	if (!r->busy || r->well)
		return;
	if (now_ms >= r->deadline_ms && !r->late) {
		r->late = true;
		kill(r->pid, SIGKILL);
	}
	if (r->helper.pid > 0 && now_ms >= r->helper.deadline_ms && !send_output(r, PART_WHY_TIMEOUT, 0))
		kill(r->pid, SIGKILL);
	if (!r->late && r->deadline_ms < *next_ms)
		*next_ms = r->deadline_ms;
	if (r->helper.pid > 0 && r->helper.deadline_ms < *next_ms)
		*next_ms = r->helper.deadline_ms;
}
