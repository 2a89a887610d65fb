/* SPDX-License-Identifier: ISC */
#include "daemon/reader_zygote.h"
#include "daemon/reader_lean.h"
#include "daemon/reader_running.h"

#include "parsers/form_wire.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

enum { SLOTS = READER_JOBS_LIMIT + 1 };		/* one may wait for its message */
enum { HUGE = 2 * 1024 * 1024, ROOM = 5 * HUGE };

struct zygote {
	int socket;
	struct arena *arena;		/* settings and forms: as long as the process */
	struct reader_nursery nursery;
	struct reader_brought brought;	/* of the MESSAGE whose GO is to come; -1 */
	unsigned char *hidden;		/* READER_REQUEST_LIMIT bytes that no copy of this process has */
	struct reader_running children[SLOTS];
};

/* What a fork copies of a page table goes by pages, and the forms are most of it: where there are large pages
 * they lie in four, and in fifteen hundred small ones where there are none.  Nobody writes there any more. */
static struct arena *
large_arena(void)
{
	unsigned char *at = mmap(NULL, ROOM + HUGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	size_t before = (HUGE - (uintptr_t)at % HUGE) % HUGE;

	if (at == MAP_FAILED)
		return arena_new(0);
	if (before > 0)
		(void)munmap(at, before);
	at += before;
	if (before < HUGE)
		(void)munmap(at + ROOM, HUGE - before);
	(void)madvise(at, ROOM, MADV_HUGEPAGE);
	return arena_new_in(at, ROOM);
}

static int
say_done(const struct zygote *z, uint64_t serial, enum reader_end end)
{
	struct arena *a = arena_new(0);
	struct arena_text t = arena_text(a);
	struct fail fail;
	int rc;

	wire_put_u64(&t, serial);
	wire_put_u8(&t, (uint8_t)end);
	rc = wire_send(z->socket, READER_FRAME_DONE, arena_text_span(&t), wire_now_ms() + READER_SEND_MS, &fail);
	arena_free(a);
	return rc;
}

static struct reader_running *
find_waiting(struct zygote *z)
{
	for (size_t i = 0; i < SLOTS; i++)
		if (z->children[i].pid != 0 && !z->children[i].busy)
			return &z->children[i];
	return NULL;
}

/* One of those that have only to end is waited for rather than that there be none. */
static struct reader_running *
find_free(struct zygote *z)
{
	struct reader_running *ending = NULL;

	for (size_t i = 0; i < SLOTS; i++) {
		if (z->children[i].pid == 0)
			return &z->children[i];
		if (z->children[i].told)
			ending = &z->children[i];
	}
	if (ending != NULL)
		reader_running_drop(ending);
	return ending;
}

/* The child forked in advance, or one forked now; NULL when neither takes the message. */
static struct reader_running *
give(struct zygote *z, uint64_t serial, const struct wire_frame *go)
{
	for (unsigned attempt = 0; attempt < 2; attempt++) {
		struct reader_running *r = find_waiting(z);

		if (r == NULL && ((r = find_free(z)) == NULL || !reader_running_start(r, &z->nursery)))
			return NULL;
		if (reader_running_give(r, &z->nursery, serial, &z->brought, go))
			return r;
		reader_running_drop(r);
	}
	return NULL;
}

static void
forget(struct span body)
{
	if (body.len > 0)
		explicit_bzero((void *)(uintptr_t)body.at, body.len);
}

/* The next children are copies of this process, and a mould may have to be made while a message waits for its
 * child: a password must not be among what they hold. */
static struct span
hide(const struct zygote *z, struct span body)
{
	if (body.len > 0)
		memcpy(z->hidden, body.at, body.len);
	forget(body);
	return span_of(z->hidden, body.len);
}

static bool
make_hidden(struct zygote *z)
{
	void *room = mmap(NULL, READER_REQUEST_LIMIT, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	z->hidden = room;
	return room != MAP_FAILED && madvise(room, READER_REQUEST_LIMIT, MADV_DONTFORK) == 0;
}

static int
hand_on(struct zygote *z, uint64_t serial, const struct wire_frame *go)
{
	int rc = 0;

	if (give(z, serial, go) == NULL)
		rc = say_done(z, serial, READER_END_NOT_STARTED);
	close(z->brought.message);
	if (z->brought.scanner >= 0)
		close(z->brought.scanner);
	z->brought = (struct reader_brought){ -1, -1 };
	return rc;
}

/* While one reads: the next message's child. */
static void
fork_ahead(struct zygote *z)
{
	struct reader_running *next = find_waiting(z) == NULL ? find_free(z) : NULL;

	if (next != NULL)
		(void)reader_running_start(next, &z->nursery);
}

/* MESSAGE brings the message's descriptor, SCANNER perhaps clamd's, GO the job and the pipe. */
static int
take_frame(struct zygote *z)
{
	struct arena *a = arena_new(0);
	struct wire_limits limits = { .body = READER_REQUEST_LIMIT, .deadline_ms = wire_now_ms() + READER_SEND_MS, .accept_fd = true };
	struct wire_frame f;
	struct reader_job job;
	struct fail fail;
	int rc = -1;

	if (wire_receive(z->socket, a, &limits, &f, &fail) == 1 && f.fd >= 0) {
		f.body = hide(z, f.body);
		if (f.type == READER_FRAME_MESSAGE && z->brought.message < 0) {
			z->brought.message = f.fd;
			rc = 0;
		} else if (f.type == READER_FRAME_SCANNER && z->brought.message >= 0 && z->brought.scanner < 0) {
			z->brought.scanner = f.fd;
			rc = 0;
		} else if (f.type == READER_FRAME_GO && z->brought.message >= 0 && reader_wire_take_job(f.body, &job)) {
			rc = hand_on(z, job.serial, &f);
			close(f.fd);
		}
		forget(f.body);
	}
	arena_free(a);
	return rc;
}

/* The keeper sends the frames of a message one right after the other. */
static int
from_keeper(struct zygote *z)
{
	int rc;

	do
		rc = take_frame(z);
	while (rc == 0 && z->brought.message >= 0);
	if (rc == 0)
		fork_ahead(z);
	return rc;
}

/* Forked before the charsets were there that the next reading needs. */
static void
drop_waiting(struct zygote *z)
{
	struct reader_running *r = find_waiting(z);

	if (r != NULL)
		reader_running_drop(r);
	(void)reader_mould_drop(&z->nursery.mould);
}

enum { STRAY_MS = 50 };
enum { OF_CHILD = 2 };			/* places in the poll table: its channel, its helper */

/* Whom each two of them are of, in `whose`; how many of those. */
static size_t
watch(struct zygote *z, struct pollfd *table, struct reader_running **whose)
{
	size_t count = 0;

	table[0] = (struct pollfd){ .fd = z->socket, .events = POLLIN };
	for (size_t i = 0; i < SLOTS; i++) {
		struct reader_running *r = &z->children[i];
		struct pollfd *p = &table[1 + count * OF_CHILD];

		if (r->pid == 0)
			continue;
		p[0] = (struct pollfd){ .fd = r->channel, .events = POLLIN };
		p[1] = (struct pollfd){ .fd = r->helper.pidfd, .events = POLLIN };
		whose[count++] = r;
	}
	return count;
}

static bool
is_known(const struct zygote *z, pid_t pid)
{
	for (size_t i = 0; i < SLOTS; i++)
		if (pid == z->children[i].pid || pid == z->children[i].helper.pid)
			return true;
	return pid == z->nursery.mould.pid;
}

/* A mould that was lost between a fork and its answer leaves a child of ours whose number nobody knows: it ends, for its
 * socket is shut, and is waited for here.  One that is known is first in line now and then, and then is not touched. */
static void
wait_for_strays(const struct zygote *z)
{
	siginfo_t ended = { .si_pid = 0 };

	while (waitid(P_ALL, 0, &ended, WEXITED | WNOHANG | WNOWAIT) == 0 && ended.si_pid > 0 && !is_known(z, ended.si_pid))
		if (waitpid(ended.si_pid, NULL, WNOHANG) != ended.si_pid)
			break;
}

/* Kills what is late; for how long poll() may sleep. */
static int
enforce_deadlines(struct zygote *z)
{
	int64_t now = wire_now_ms(), next = now < z->nursery.strays_until_ms ? now + STRAY_MS : INT64_MAX;

	for (size_t i = 0; i < SLOTS; i++)
		if (z->children[i].pid != 0)
			reader_running_watch(&z->children[i], now, &next);
	if (next == INT64_MAX)
		return -1;
	return next <= now ? 0 : next - now > 60000 ? 60000 : (int)(next - now);
}

static int
turn(struct zygote *z)
{
	struct pollfd table[1 + SLOTS * OF_CHILD];
	struct reader_running *whose[SLOTS];
	int sleep_ms = enforce_deadlines(z);
	size_t count = watch(z, table, whose);

	if (poll(table, 1 + count * OF_CHILD, sleep_ms) < 0)
		return errno == EINTR ? 0 : -1;
	if (z->nursery.strays_until_ms != 0)
		wait_for_strays(z);
	for (size_t i = 0; i < count; i++) {
		struct reader_running *r = whose[i];
		const struct pollfd *p = &table[1 + i * OF_CHILD];
		uint64_t serial = r->serial;
		bool busy = r->busy, told = r->told;
		enum reader_end end;

		if (r->pid == 0)
			continue;
		if (p[1].revents != 0)
			reader_running_helped(r);
		if (p[0].revents != 0)
			reader_running_listen(r, &z->nursery);
		if (r->well && !told) {
			told = r->told = true;
			if (say_done(z, serial, READER_END_WELL) != 0)
				return -1;
		}
		if (r->channel >= 0)
			continue;
		end = reader_running_reap(r, &z->nursery);
		if (end == READER_END_AGAIN)
			drop_waiting(z);
		if (busy && !told && say_done(z, serial, end) != 0)
			return -1;
	}
	return table[0].revents != 0 ? from_keeper(z) : 0;
}

static int
make_jails(struct zygote *z, struct fail *fail)
{
	struct reader_nursery *n = &z->nursery;
	struct jail *own = jail_new(JAIL_ZYGOTE, n->settings.walls, fail);
	int rc = -1;

	n->reader_jail = own == NULL ? NULL : jail_new(JAIL_CAST, n->settings.walls, fail);
	n->mould_jail = n->reader_jail == NULL ? NULL : jail_new(JAIL_MOULD, n->settings.walls, fail);
	n->helper_jail = n->mould_jail == NULL ? NULL : jail_new(JAIL_HELPER, n->settings.walls, fail);
	if (n->helper_jail != NULL)
		rc = jail_enter(own, NULL, NULL, fail);
	jail_free(own);
	return rc;
}

static int
prepare(struct zygote *z, struct fail *fail)
{
	struct wire_limits limits = { .body = READER_CONFIG_LIMIT, .deadline_ms = wire_now_ms() + READER_START_MS };
	struct reader_nursery *n = &z->nursery;
	struct wire_frame f;

	if (wire_receive(z->socket, z->arena, &limits, &f, fail) != 1 || f.type != READER_FRAME_CONFIG ||
	    !reader_wire_take_config(f.body, &n->settings))
		return fail_set(fail, FAIL_STOP, "the reader was not told its settings");
	n->has_forms = n->settings.forms.len > 0;
	if (n->has_forms && !form_wire_decode(z->arena, n->settings.forms, &n->forms))
		return fail_set(fail, FAIL_STOP, "the form definitions came damaged");
	for (unsigned i = 0; i <= READING_ANTIWORD; i++)
		n->installed[i] = reader_helper_installed((enum reading_helper)i);
	if (!make_hidden(z))
		return fail_set(fail, FAIL_STOP, "the reader has no memory that its copies are without");
	/* Now, while the disk is still there.  mktime(3) looks at the zone's file again each time
	 * unless TZ says which it is; libzip calls it for each entry. */
	(void)setenv("TZ", "UTC0", 1);
	tzset();
	unpack_prepare_common();
	n->warm = reader_child_warm_message(z->arena);
	reader_child_warm_up(n->warm, n->has_forms ? &n->forms : NULL);
	reader_lean_prepare();
	return make_jails(z, fail);
}

int
reader_zygote_run(int socket)
{
	static struct zygote z;		/* large, and once a process */
	struct fail fail;

	z = (struct zygote){ .socket = socket, .arena = large_arena(), .brought = { -1, -1 }, .nursery = { .mould = READER_MOULD_NONE } };
	for (size_t i = 0; i < SLOTS; i++)
		z.children[i] = READER_RUNNING_NONE;
	if (prepare(&z, &fail) != 0) {
		struct fail ignored;

		(void)wire_send(socket, READER_FRAME_REFUSED, span_str(fail.why), wire_now_ms() + READER_SEND_MS, &ignored);
		return EX_UNAVAILABLE;
	}
	(void)reader_running_start(&z.children[0], &z.nursery);
	if (wire_send(socket, READER_FRAME_READY, SPAN_NONE, wire_now_ms() + READER_SEND_MS, &fail) != 0)
		return EX_UNAVAILABLE;
	while (turn(&z) == 0)
		continue;
	/* The keeper has gone; the children go with this process. */
	(void)reader_mould_drop(&z.nursery.mould);
	jail_exit(EX_OK);
}
