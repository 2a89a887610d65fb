/* SPDX-License-Identifier: ISC */
#include "daemon/wire.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* A blocking pipe that poll() calls writable takes this much without waiting. */
#define WRITE_STEP 4096u

struct wait {
	int fd;
	int64_t deadline_ms;
};

int64_t
wire_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
header_put(unsigned char header[WIRE_HEADER], const struct wire_frame *frame)
{
	uint32_t n = (uint32_t)frame->body.len;

	header[0] = (unsigned char)(n >> 24);
	header[1] = (unsigned char)(n >> 16);
	header[2] = (unsigned char)(n >> 8);
	header[3] = (unsigned char)n;
	header[4] = frame->type;
}

/* Waits for `events`; an error or a hang-up counts as ready: the call after it says which. */
static int
wait_for(const struct wait *w, short events, struct fail *fail)
{
	for (;;) {
		struct pollfd p = { .fd = w->fd, .events = events };
		int64_t left = w->deadline_ms == WIRE_FOREVER ? -1 : w->deadline_ms - wire_now_ms();
		int n;

		if (w->deadline_ms != WIRE_FOREVER && left <= 0)
			return fail_set(fail, FAIL_RETRY, "a child did not answer in time");
		n = poll(&p, 1, left > 60000 ? 60000 : (int)left);
		if (n > 0)
			return 0;
		if (n < 0 && errno != EINTR)
			return fail_errno(fail, FAIL_RETRY, "poll");
	}
}

static bool
again(void)
{
	return errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK;
}

union control {
	struct cmsghdr align;
	unsigned char bytes[CMSG_SPACE(sizeof(int))];
};

static void
attach(struct msghdr *m, union control *control, int passed)
{
	struct cmsghdr *c;

	memset(control, 0, sizeof(*control));
	m->msg_control = control->bytes;
	m->msg_controllen = sizeof(control->bytes);
	c = CMSG_FIRSTHDR(m);
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(c), &passed, sizeof(passed));
}

/* Of header and body in one call, what fits now: in pieces a small frame takes up as much of the socket as a large
 * one, and a socket that is a quarter full says that it has no room.  `passed`, if not -1, goes with the first byte. */
static ssize_t
write_some(const struct wait *w, const struct span parts[2], int passed, struct fail *fail)
{
	struct iovec v[2] = { { (void *)(uintptr_t)parts[0].at, parts[0].len }, { (void *)(uintptr_t)parts[1].at, parts[1].len } };
	struct msghdr m = { .msg_iov = v, .msg_iovlen = 2 };
	union control control;
	struct span first = parts[0].len > 0 ? parts[0] : parts[1];
	ssize_t n;

	if (passed >= 0)
		attach(&m, &control, passed);
	n = sendmsg(w->fd, &m, MSG_NOSIGNAL | MSG_DONTWAIT);
	if (n >= 0 || errno != ENOTSOCK || passed >= 0)
		return n;
	/* A pipe may be a blocking one: never without having asked. */
	if (wait_for(w, POLLOUT, fail) != 0) {
		errno = ETIMEDOUT;
		return -1;
	}
	return write(w->fd, first.at, first.len > WRITE_STEP ? WRITE_STEP : first.len);
}

int
wire_send_frame(int fd, const struct wire_frame *frame, int64_t deadline_ms, struct fail *fail)
{
	struct wait w = { fd, deadline_ms };
	unsigned char header[WIRE_HEADER] = { 0 };
	struct span parts[2] = { span_of(header, sizeof(header)), frame->body };
	int passed = frame->fd;

	if (frame->body.len > UINT32_MAX)
		return fail_set(fail, FAIL_REFUSE, "a frame over 4 GiB");
	header_put(header, frame);
	while (parts[0].len + parts[1].len > 0) {
		ssize_t n = write_some(&w, parts, passed, fail);
		size_t of_header;

		if (n < 0 && errno == ETIMEDOUT)
			return -1;
		if (n < 0 && !again())
			return fail_errno(fail, FAIL_RETRY, passed >= 0 ? "passing a descriptor to a child" : "writing to a child");
		if (n < 0 && wait_for(&w, POLLOUT, fail) != 0)
			return -1;
		if (n <= 0)
			continue;
		passed = -1;
		of_header = (size_t)n < parts[0].len ? (size_t)n : parts[0].len;
		parts[0] = span_slice(parts[0], of_header, parts[0].len);
		parts[1] = span_slice(parts[1], (size_t)n - of_header, parts[1].len);
	}
	return 0;
}

int
wire_send(int fd, uint8_t type, struct span body, int64_t deadline_ms, struct fail *fail)
{
	struct wire_frame frame = { type, body, -1 };

	return wire_send_frame(fd, &frame, deadline_ms, fail);
}

/* Keeps the first descriptor of a message, closes any other. */
static void
take_fds(struct msghdr *m, bool accept, int *fd_io)
{
	for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c != NULL; c = CMSG_NXTHDR(m, c)) {
		size_t count;

		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
			continue;
		count = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		for (size_t i = 0; i < count; i++) {
			int got;

			memcpy(&got, CMSG_DATA(c) + i * sizeof(int), sizeof(got));
			if (accept && *fd_io < 0)
				*fd_io = got;
			else
				close(got);
		}
	}
}

/* What is there now, without a wait before: mostly it is.  Who has no deadline waits here, if the descriptor does. */
static ssize_t
read_some(const struct wait *w, unsigned char *to, size_t len, bool accept, int *fd_io, struct fail *fail)
{
	union {
		struct cmsghdr align;
		unsigned char bytes[CMSG_SPACE(4 * sizeof(int))];
	} control;
	struct iovec part = { .iov_base = to, .iov_len = len };
	struct msghdr m = { .msg_iov = &part, .msg_iovlen = 1,
	    .msg_control = control.bytes, .msg_controllen = sizeof(control.bytes) };
	ssize_t n = recvmsg(w->fd, &m, (w->deadline_ms == WIRE_FOREVER ? 0 : MSG_DONTWAIT) | MSG_CMSG_CLOEXEC);

	if (n < 0 && errno == ENOTSOCK) {
		if (wait_for(w, POLLIN, fail) == 0)
			return read(w->fd, to, len);
		errno = ETIMEDOUT;
	}
	if (n >= 0)
		take_fds(&m, accept, fd_io);
	return n;
}

/* 1 when all came, 0 when the end came before the first byte. */
static int
read_all(const struct wait *w, unsigned char *to, size_t len, bool accept, int *fd_io, struct fail *fail)
{
	size_t have = 0;

	while (have < len) {
		ssize_t n;

		n = read_some(w, to + have, len - have, accept, fd_io, fail);
		if (n == 0 && have == 0)
			return 0;
		if (n == 0)
			return fail_set(fail, FAIL_RETRY, "a child's answer was cut short");
		if (n < 0 && errno == ETIMEDOUT)
			return -1;
		if (n < 0 && !again())
			return fail_errno(fail, FAIL_RETRY, "reading from a child");
		if (n < 0 && wait_for(w, POLLIN, fail) != 0)
			return -1;
		if (n > 0)
			have += (size_t)n;
	}
	return 1;
}

static int
header_get(struct span header, size_t limit, uint32_t *len_out, uint8_t *type_out, struct fail *fail)
{
	struct span_cursor c = span_walk(header);

	span_be32(&c, len_out);
	span_u8(&c, type_out);
	if (*len_out > limit)
		return fail_set(fail, FAIL_REFUSE, "a frame of %lu bytes, %zu allowed", (unsigned long)*len_out, limit);
	return 0;
}

static int
receive_body(const struct wait *w, struct arena *a, const struct wire_limits *limits, struct wire_frame *frame, struct fail *fail)
{
	unsigned char header[WIRE_HEADER] = { 0 };
	unsigned char *body;
	uint32_t len;
	int rc = read_all(w, header, sizeof(header), limits->accept_fd, &frame->fd, fail);

	if (rc != 1)
		return rc;
	if (header_get(span_of(header, sizeof(header)), limits->body, &len, &frame->type, fail) != 0)
		return -1;
	if (len == 0)
		return 1;
	body = arena_alloc(a, len);
	rc = read_all(w, body, len, false, &frame->fd, fail);
	frame->body = span_of(body, len);
	return rc == 0 ? fail_set(fail, FAIL_RETRY, "a child's answer was cut short") : rc;
}

int
wire_receive(int fd, struct arena *a, const struct wire_limits *limits, struct wire_frame *frame_out, struct fail *fail)
{
	struct wait w = { fd, limits->deadline_ms };
	int rc;

	*frame_out = (struct wire_frame){ .fd = -1 };
	rc = receive_body(&w, a, limits, frame_out, fail);
	if (rc != 1 && frame_out->fd >= 0) {
		close(frame_out->fd);
		frame_out->fd = -1;
	}
	return rc;
}
