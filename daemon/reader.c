/* SPDX-License-Identifier: ISC */
#include "daemon/reader.h"
#include "daemon/reader_slot.h"

#include "daemon/child.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

/* How long after its deadline a child's end must have been told: else the zygote hangs. */
enum { GRACE_MS = 10 * 1000, STOP_MS = 500, NOT_A_SLOT = READER_JOBS_LIMIT };

struct reader {
	struct reader_settings settings;	/* no 0 left in it */
	struct arena *arena;			/* the copies of its texts */
	struct child zygote;
	struct wire_inbox *inbox;
	int epoll;
	unsigned in_flight;
	uint64_t last_serial;
	struct reader_slot slots[READER_JOBS_LIMIT];
};

static uint64_t
or_default(uint64_t v, uint64_t otherwise)
{
	return v != 0 ? v : otherwise;
}

static unsigned
processors(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : n > READER_JOBS_LIMIT / 2 ? READER_JOBS_LIMIT / 2 : (unsigned)n;
}

static void
settle(struct reader *r, const struct reader_settings *s)
{
	r->settings = *s;
	r->settings.program = s->program == NULL ? reader_program(r->arena) : arena_cstr(r->arena, span_str(s->program));
	r->settings.forms = arena_copy(r->arena, s->forms);
	/* Two each: there is something to read while what was read is written and flushed. */
	r->settings.jobs = s->jobs == 0 ? 2 * processors() : s->jobs > READER_JOBS_LIMIT ? READER_JOBS_LIMIT : s->jobs;
	r->settings.wall_seconds = (unsigned)or_default(s->wall_seconds, 20);
	r->settings.helper_seconds = (unsigned)or_default(s->helper_seconds, 10);
	r->settings.cpu_seconds = (unsigned)or_default(s->cpu_seconds, 20);
	r->settings.memory_bytes = or_default(s->memory_bytes, UINT64_C(1) << 30);
}

static int
watch(const struct reader *r, int fd, uint32_t place)
{
	struct epoll_event e = { .events = EPOLLIN, .data = { .u32 = place } };

	return epoll_ctl(r->epoll, EPOLL_CTL_ADD, fd, &e);
}

static void
end_zygote(struct reader *r)
{
	(void)child_stop(&r->zygote, 0);
	wire_inbox_free(r->inbox);
	r->inbox = NULL;
}

static int
await_ready(struct reader *r, struct fail *fail)
{
	struct arena *a = arena_new(0);
	struct wire_limits limits = { .body = READER_SMALL_LIMIT, .deadline_ms = wire_now_ms() + READER_START_MS };
	struct wire_frame f;
	int rc = wire_receive(r->zygote.socket, a, &limits, &f, fail);

	if (rc <= 0)
		rc = fail_set(fail, FAIL_STOP, "%s did not start", r->settings.program);
	else if (rc == 1 && f.type != READER_FRAME_READY)
		rc = fail_set(fail, FAIL_STOP, "%s: %.*s", r->settings.program, SPAN_PF(f.body));
	arena_free(a);
	return rc == 1 ? 0 : -1;
}

static int
start_zygote(struct reader *r, struct fail *fail)
{
	struct arena *a;
	int rc;

	if (access(r->settings.program, X_OK) != 0)
		return fail_errno(fail, FAIL_STOP, "%s", r->settings.program);
	a = arena_new(0);
	rc = child_start(r->settings.program, "zygote", &r->zygote, fail);
	if (rc == 0) {
		r->inbox = wire_inbox_new(READER_SMALL_LIMIT);
		rc = wire_send(r->zygote.socket, READER_FRAME_CONFIG, reader_wire_config(a, &r->settings), wire_now_ms() + READER_START_MS, fail);
		/* A program that ended before it read: await_ready says it better. */
		if (await_ready(r, fail) != 0)
			rc = -1;
		if (rc == 0 && watch(r, r->zygote.socket, NOT_A_SLOT) != 0)
			rc = fail_errno(fail, FAIL_STOP, "epoll");
		if (rc != 0)
			end_zygote(r);
	}
	arena_free(a);
	return rc;
}

struct reader *
reader_start(const struct reader_settings *settings, struct fail *fail)
{
	struct reader *r = calloc(1, sizeof(*r));

	if (r == NULL)
		abort();
	r->arena = arena_new(0);
	r->zygote = (struct child){ 0, -1 };
	for (size_t i = 0; i < READER_JOBS_LIMIT; i++)
		r->slots[i] = READER_SLOT_FREE;
	settle(r, settings);
	r->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (r->epoll < 0)
		(void)fail_errno(fail, FAIL_STOP, "epoll");
	else if (start_zygote(r, fail) == 0)
		return r;
	reader_stop(r);
	return NULL;
}

void
reader_stop(struct reader *r)
{
	if (r == NULL)
		return;
	for (size_t i = 0; i < READER_JOBS_LIMIT; i++)
		reader_slot_free(&r->slots[i]);
	(void)child_stop(&r->zygote, STOP_MS);
	wire_inbox_free(r->inbox);
	if (r->epoll >= 0)
		close(r->epoll);
	arena_free(r->arena);
	free(r);
}

unsigned
reader_room(const struct reader *r)
{
	return r->settings.jobs > r->in_flight ? r->settings.jobs - r->in_flight : 0;
}

int
reader_fd(const struct reader *r)
{
	return r->epoll;
}

/* The zygote is lost: whatever waits for it is, as far as it has got, over. */
static void
lose_zygote(struct reader *r)
{
	end_zygote(r);
	for (size_t i = 0; i < READER_JOBS_LIMIT; i++)
		if (r->slots[i].used)
			reader_slot_lost(&r->slots[i]);
}

/* Sends what the slot wants read, as it now wants it. */
static int
send_slot(struct reader *r, size_t place, struct fail *fail)
{
	struct reader_slot *slot = &r->slots[place];
	int64_t until = wire_now_ms() + READER_SEND_MS;

	slot->deadline_ms = wire_now_ms() + (int64_t)r->settings.wall_seconds * 1000 + GRACE_MS;
	if (reader_slot_send(slot, ++r->last_serial, r->zygote.socket, until, fail) != 0)
		return -1;
	return watch(r, slot->pipe, (uint32_t)place) == 0 ? 0 : fail_errno(fail, FAIL_RETRY, "epoll");
}

/* A zygote that ended while it had nothing to do is noticed here: it takes no message with it, nor the batch. */
static int
send_first(struct reader *r, size_t place, struct fail *fail)
{
	if (r->zygote.socket >= 0 && send_slot(r, place, fail) == 0)
		return 0;
	lose_zygote(r);
	return start_zygote(r, fail) == 0 ? send_slot(r, place, fail) : -1;
}

int
reader_submit(struct reader *r, uint64_t id, const struct reader_request *request, struct fail *fail)
{
	size_t place = 0;

	if (reader_room(r) == 0)
		return fail_set(fail, FAIL_RETRY, "as many messages are being read as may be");
	while (r->slots[place].used)
		place++;
	if (reader_slot_fill(&r->slots[place], id, request, fail) != 0)
		return -1;
	if (send_first(r, place, fail) != 0) {
		reader_slot_free(&r->slots[place]);
		lose_zygote(r);
		return -1;
	}
	r->in_flight++;
	return 0;
}

static void
take_done(struct reader *r, const struct wire_frame *f)
{
	struct span_cursor c = span_walk(f->body);
	uint64_t serial;
	uint8_t end;

	if (f->type != READER_FRAME_DONE || !wire_get_u64(&c, &serial) || !wire_get_u8(&c, &end) || end > READER_END_NOT_STARTED) {
		lose_zygote(r);
		return;
	}
	for (size_t i = 0; i < READER_JOBS_LIMIT; i++)
		if (r->slots[i].used && r->slots[i].serial == serial)
			reader_slot_ended(&r->slots[i], (enum reader_end)end);
}

static void
from_zygote(struct reader *r)
{
	struct arena *a = arena_new(0);
	struct wire_frame f;
	struct fail fail;
	int open = wire_inbox_fill(r->inbox, r->zygote.socket, &fail), rc = 1;

	while (r->inbox != NULL && (rc = wire_inbox_next(r->inbox, a, &f, &fail)) == 1)
		take_done(r, &f);
	if (r->inbox != NULL && (open <= 0 || rc < 0))
		lose_zygote(r);
	arena_free(a);
}

static void
collect(struct reader *r, int timeout_ms)
{
	struct epoll_event events[READER_JOBS_LIMIT + 1];
	int n = epoll_wait(r->epoll, events, READER_JOBS_LIMIT + 1, timeout_ms);

	for (int i = 0; i < n; i++) {
		if (events[i].data.u32 < NOT_A_SLOT)
			reader_slot_drain(&r->slots[events[i].data.u32]);
		else if (r->zygote.socket >= 0)
			from_zygote(r);
	}
}

static bool
goes_on(struct reader *r, size_t place)
{
	struct fail fail;

	if (r->zygote.socket >= 0 && send_slot(r, place, &fail) == 0)
		return true;
	reader_slot_lost(&r->slots[place]);
	return false;
}

static bool
next_complete(struct reader *r, struct arena *a, struct reader_answer *out)
{
	for (size_t i = 0; i < READER_JOBS_LIMIT; i++) {
		if (!r->slots[i].used || !reader_slot_complete(&r->slots[i]))
			continue;
		if (reader_slot_wants_again(&r->slots[i]) && goes_on(r, i))
			continue;
		reader_slot_judge(&r->slots[i], a, out);
		/* A full reading that failed is followed by one for the headers. */
		if (reader_slot_wants_headers(&r->slots[i]) && goes_on(r, i))
			continue;
		reader_slot_free(&r->slots[i]);
		r->in_flight--;
		return true;
	}
	return false;
}

/* The zygote enforces each message's time; when even it says nothing, it hangs. */
static int64_t
next_deadline(struct reader *r, int64_t now)
{
	int64_t next = INT64_MAX;

	for (size_t i = 0; i < READER_JOBS_LIMIT; i++)
		if (r->slots[i].used && r->slots[i].deadline_ms < next)
			next = r->slots[i].deadline_ms;
	if (next <= now)
		lose_zygote(r);
	return next;
}

bool
reader_next(struct reader *r, struct arena *a, int timeout_ms, struct reader_answer *out)
{
	int64_t now = wire_now_ms();
	int64_t until = timeout_ms < 0 ? INT64_MAX : now + timeout_ms;

	collect(r, 0);
	while (!next_complete(r, a, out)) {
		int64_t wait;

		now = wire_now_ms();
		if (r->in_flight == 0 || now >= until)
			return false;
		wait = next_deadline(r, now);
		wait = (wait < until ? wait : until) - now;
		collect(r, wait < 0 ? 0 : wait > 1000 ? 1000 : (int)wait);
	}
	return true;
}

void
reader_read(struct reader *r, const struct reader_request *request, struct arena *a, struct reader_answer *out)
{
	struct fail fail;

	if (reader_submit(r, 0, request, &fail) != 0 || !reader_next(r, a, -1, out))
		*out = (struct reader_answer){ .outcome = READER_GONE };
}

const char *
reader_outcome_name(enum reader_outcome o)
{
	switch (o) {
	case READER_OK: return "ok";
	case READER_CRASHED: return "crashed";
	case READER_TIMEOUT: return "timeout";
	case READER_OVERSIZE: return "oversize";
	case READER_BAD_RECORD: return "bad-record";
	case READER_GONE: return "gone";
	}
	return "gone";
}
