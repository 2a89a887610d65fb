/* SPDX-License-Identifier: ISC */
#include "daemon/reader_slot.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CHUNK = 64 * 1024 };

static unsigned char *
own(struct span s)
{
	unsigned char *p = malloc(s.len + 1);

	if (p == NULL)
		abort();
	if (s.len > 0)
		memcpy(p, s.at, s.len);
	return p;
}

int
reader_slot_fill(struct reader_slot *s, uint64_t id, const struct reader_request *request, struct fail *fail)
{
	int message, scanner = -1;

	/* Both travel in one frame. */
	if (request->password.len + request->form.len > READER_REQUEST_LIMIT / 2)
		return fail_set(fail, FAIL_REFUSE, "a password or form name is too long");
	message = fcntl(request->fd, F_DUPFD_CLOEXEC, 3);
	if (message >= 0 && request->scans)
		scanner = fcntl(request->scanner, F_DUPFD_CLOEXEC, 3);
	if (message < 0 || (request->scans && scanner < 0)) {
		(void)fail_errno(fail, FAIL_RETRY, "the message's descriptor");
		if (message >= 0)
			(void)close(message);
		return -1;
	}
	*s = (struct reader_slot){ .used = true, .id = id, .mode = request->mode, .message = message, .scanner = scanner, .pipe = -1,
	    .password = own(request->password), .password_len = request->password.len,
	    .form = own(request->form), .form_len = request->form.len };
	return 0;
}

void
reader_slot_free(struct reader_slot *s)
{
	if (s->password != NULL)
		explicit_bzero(s->password, s->password_len);
	free(s->password);
	free(s->form);
	free(s->bytes);
	if (s->pipe >= 0)
		close(s->pipe);
	if (s->message >= 0)
		close(s->message);
	if (s->scanner >= 0)
		close(s->scanner);
	*s = READER_SLOT_FREE;
}

static int
send_both(const struct reader_slot *s, int out, int zygote, int64_t deadline_ms, struct fail *fail)
{
	struct reader_job job = { .serial = s->serial, .mode = s->mode, .password = span_of(s->password, s->password_len),
	    .form = span_of(s->form, s->form_len) };
	struct arena *a = arena_new(0);
	struct span body = reader_wire_job(a, &job);
	struct wire_frame message = { READER_FRAME_MESSAGE, SPAN_NONE, s->message };
	struct wire_frame scanner = { READER_FRAME_SCANNER, SPAN_NONE, s->scanner };
	struct wire_frame go = { READER_FRAME_GO, body, out };
	int rc = wire_send_frame(zygote, &message, deadline_ms, fail);

	if (rc == 0 && s->scanner >= 0 && s->mode != READER_HEADERS_ONLY)
		rc = wire_send_frame(zygote, &scanner, deadline_ms, fail);
	if (rc == 0)
		rc = wire_send_frame(zygote, &go, deadline_ms, fail);
	explicit_bzero((void *)(uintptr_t)body.at, body.len);
	arena_free(a);
	return rc;
}

int
reader_slot_send(struct reader_slot *s, uint64_t serial, int zygote, int64_t deadline_ms, struct fail *fail)
{
	int ends[2], rc;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return fail_errno(fail, FAIL_RETRY, "pipe");
	/* Ours must not wait; the child's must. */
	(void)fcntl(ends[0], F_SETFL, O_NONBLOCK);
	s->serial = serial;
	s->pipe = ends[0];
	s->len = 0;
	s->ended = s->lost = s->oversize = false;
	rc = send_both(s, ends[1], zygote, deadline_ms, fail);
	close(ends[1]);
	return rc;
}

static void
make_room(struct reader_slot *s)
{
	if (s->capacity - s->len >= CHUNK)
		return;
	s->capacity = (s->len + CHUNK) * 2;
	s->bytes = realloc(s->bytes, s->capacity);
	if (s->bytes == NULL)
		abort();
}

static void
shut(struct reader_slot *s)
{
	close(s->pipe);
	s->pipe = -1;
}

void
reader_slot_drain(struct reader_slot *s)
{
	while (s->pipe >= 0) {
		ssize_t n;

		make_room(s);
		n = read(s->pipe, s->bytes + s->len, CHUNK);
		if (n < 0 && errno == EAGAIN)
			return;
		if (n < 0 && errno == EINTR)
			continue;
		if (n > 0)
			s->len += (size_t)n;
		/* Over the limit nothing more is taken: its child dies of the shut pipe. */
		s->oversize = s->len > RECORD_LIMIT;
		if (n <= 0 || s->oversize)
			shut(s);
	}
}

void
reader_slot_ended(struct reader_slot *s, enum reader_end end)
{
	s->ended = true;
	s->end = end;
	/* What it wrote before its end is in the pipe by now. */
	reader_slot_drain(s);
	if (s->pipe >= 0)
		shut(s);
}

void
reader_slot_lost(struct reader_slot *s)
{
	s->lost = true;
	if (s->pipe >= 0)
		shut(s);
}

bool
reader_slot_complete(const struct reader_slot *s)
{
	return s->lost || s->ended;
}

static enum reader_outcome
judge_end(const struct reader_slot *s)
{
	if (s->lost)
		return READER_GONE;
	if (s->oversize)
		return READER_OVERSIZE;
	switch (s->end) {
	case READER_END_WELL: return READER_OK;
	case READER_END_AGAIN:
	case READER_END_CRASHED: return READER_CRASHED;
	case READER_END_TIMEOUT: return READER_TIMEOUT;
	case READER_END_OVERSIZE: return READER_OVERSIZE;
	case READER_END_NOT_STARTED: return READER_GONE;
	}
	return READER_GONE;
}

void
reader_slot_judge(struct reader_slot *s, struct arena *a, struct reader_answer *out)
{
	enum reader_outcome outcome = judge_end(s);
	struct span bytes = SPAN_NONE;

	*out = (struct reader_answer){ .id = s->id };
	if (outcome == READER_OK)
		bytes = arena_copy(a, span_of(s->bytes, s->len));
	if (outcome == READER_OK && s->mode == READER_TEXT)
		out->text = bytes;
	else if (outcome == READER_OK) {
		out->has_record = record_decode(a, bytes, &out->record);
		outcome = out->has_record ? READER_OK : READER_BAD_RECORD;
	}
	/* What the second reading says of the message is not what people must know. */
	if (s->mode == READER_HEADERS_ONLY && out->has_record)
		out->record.flags |= RECORD_HEADERS_ONLY;
	if (!s->failed)
		s->outcome = outcome;
	out->outcome = s->outcome;
}

bool
reader_slot_wants_again(struct reader_slot *s)
{
	return !s->lost && s->end == READER_END_AGAIN && s->again++ < READER_AGAIN_LIMIT;
}

bool
reader_slot_wants_headers(struct reader_slot *s)
{
	if (s->failed || s->mode != READER_FULL || s->outcome == READER_OK || s->outcome == READER_GONE)
		return false;
	s->failed = true;
	s->mode = READER_HEADERS_ONLY;
	return true;
}
