/* SPDX-License-Identifier: ISC */
#include "daemon/wire.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CHUNK 65536u

struct wire_inbox {
	unsigned char *bytes;
	size_t taken;		/* frames before this are done with */
	size_t len;
	size_t capacity;
	size_t body_limit;
	size_t step;		/* room for one read: no more than a largest frame needs */
};

struct wire_inbox *
wire_inbox_new(size_t body_limit)
{
	struct wire_inbox *inbox = calloc(1, sizeof(*inbox));

	if (inbox == NULL)
		abort();
	inbox->body_limit = body_limit;
	inbox->step = body_limit < CHUNK - WIRE_HEADER ? body_limit + WIRE_HEADER : CHUNK;
	return inbox;
}

void
wire_inbox_free(struct wire_inbox *inbox)
{
	if (inbox == NULL)
		return;
	free(inbox->bytes);
	free(inbox);
}

static void
make_room(struct wire_inbox *inbox)
{
	if (inbox->taken > 0) {
		inbox->len -= inbox->taken;
		memmove(inbox->bytes, inbox->bytes + inbox->taken, inbox->len);
		inbox->taken = 0;
	}
	if (inbox->capacity - inbox->len >= inbox->step)
		return;
	inbox->capacity = inbox->len == 0 ? inbox->step : (inbox->len + inbox->step) * 2;
	inbox->bytes = realloc(inbox->bytes, inbox->capacity);
	if (inbox->bytes == NULL)
		abort();
}

/* The socket itself may be blocking: MSG_DONTWAIT asks for this one read. */
int
wire_inbox_fill(struct wire_inbox *inbox, int fd, struct fail *fail)
{
	while (inbox->len - inbox->taken <= inbox->body_limit + WIRE_HEADER) {
		ssize_t n;

		make_room(inbox);
		n = recv(fd, inbox->bytes + inbox->len, inbox->step, MSG_DONTWAIT);
		if (n == 0)
			return 0;
		if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			return 1;
		if (n < 0 && errno != EINTR)
			return fail_errno(fail, FAIL_RETRY, "reading from a child");
		if (n > 0)
			inbox->len += (size_t)n;
	}
	return 1;
}

void
wire_inbox_drop(struct wire_inbox *inbox)
{
	inbox->taken = inbox->len;
}

int
wire_inbox_next(struct wire_inbox *inbox, struct arena *a, struct wire_frame *frame_out, struct fail *fail)
{
	struct span_cursor c = span_walk(span_slice(span_of(inbox->bytes, inbox->len), inbox->taken, inbox->len));
	struct span body;
	uint32_t len;
	uint8_t type;

	if (!span_be32(&c, &len) || !span_u8(&c, &type))
		return 0;
	if (len > inbox->body_limit)
		return fail_set(fail, FAIL_REFUSE, "a frame of %lu bytes, %zu allowed", (unsigned long)len, inbox->body_limit);
	if (!span_take(&c, len, &body))
		return 0;
	*frame_out = (struct wire_frame){ type, arena_copy(a, body), -1 };
	inbox->taken = inbox->len - span_left(&c);
	return 1;
}
