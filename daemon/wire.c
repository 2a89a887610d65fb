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
#define SMALL_BODY 1024u

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

/* A pipe is written to only when it says that it has room, a socket at once: one that is a quarter full
 * says that it has none. */
static ssize_t
write_some(const struct wait *w, struct span s, struct fail *fail, bool *over_out)
{
	ssize_t n = send(w->fd, s.at, s.len, MSG_NOSIGNAL | MSG_DONTWAIT);
	bool is_pipe = n < 0 && errno == ENOTSOCK;

	*over_out = false;
	if (!is_pipe && (n >= 0 || !again()))
		return n;
	*over_out = wait_for(w, POLLOUT, fail) != 0;
	if (*over_out || is_pipe)
		return *over_out ? -1 : write(w->fd, s.at, s.len > WRITE_STEP ? WRITE_STEP : s.len);
	return 0;
}

static int
write_all(const struct wait *w, struct span s, struct fail *fail)
{
	while (s.len > 0) {
		bool over;
		ssize_t n = write_some(w, s, fail, &over);

		if (over)
			return -1;
		if (n < 0 && !again())
			return fail_errno(fail, FAIL_RETRY, "writing to a child");
		if (n > 0)
			s = span_slice(s, (size_t)n, s.len);
	}
	return 0;
}

/* Sends `s` from its first byte on with `passed` attached to that byte. */
static int
write_with_fd(const struct wait *w, struct span s, int passed, struct fail *fail)
{
	union {
		struct cmsghdr align;
		unsigned char bytes[CMSG_SPACE(sizeof(int))];
	} control;
	struct iovec part = { .iov_base = (void *)(uintptr_t)s.at, .iov_len = s.len };
	struct msghdr m = { .msg_iov = &part, .msg_iovlen = 1,
	    .msg_control = control.bytes, .msg_controllen = sizeof(control.bytes) };
	struct cmsghdr *c;
	ssize_t n;

	memset(&control, 0, sizeof(control));
	c = CMSG_FIRSTHDR(&m);
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(c), &passed, sizeof(passed));
	do {
		if (wait_for(w, POLLOUT, fail) != 0)
			return -1;
		n = sendmsg(w->fd, &m, MSG_NOSIGNAL | MSG_DONTWAIT);
	} while (n < 0 && again());
	if (n < 0)
		return fail_errno(fail, FAIL_RETRY, "passing a descriptor to a child");
	return write_all(w, span_slice(s, (size_t)n, s.len), fail);
}

int
wire_send_frame(int fd, const struct wire_frame *frame, int64_t deadline_ms, struct fail *fail)
{
	struct wait w = { fd, deadline_ms };
	unsigned char header[WIRE_HEADER + SMALL_BODY] = { 0 };
	struct span head = span_of(header, WIRE_HEADER);
	int rc;

	if (frame->body.len > UINT32_MAX)
		return fail_set(fail, FAIL_REFUSE, "a frame over 4 GiB");
	header_put(header, frame);
	/* In one piece: a small one takes up as much of the socket as one that is large. */
	if (frame->fd < 0 && frame->body.len > 0 && frame->body.len <= SMALL_BODY) {
		memcpy(header + WIRE_HEADER, frame->body.at, frame->body.len);
		return write_all(&w, span_of(header, WIRE_HEADER + frame->body.len), fail);
	}
	rc = frame->fd < 0 ? write_all(&w, head, fail) : write_with_fd(&w, head, frame->fd, fail);
	return rc != 0 ? rc : write_all(&w, frame->body, fail);
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

static ssize_t
read_some(int fd, unsigned char *to, size_t len, bool accept, int *fd_io)
{
	union {
		struct cmsghdr align;
		unsigned char bytes[CMSG_SPACE(4 * sizeof(int))];
	} control;
	struct iovec part = { .iov_base = to, .iov_len = len };
	struct msghdr m = { .msg_iov = &part, .msg_iovlen = 1,
	    .msg_control = control.bytes, .msg_controllen = sizeof(control.bytes) };
	ssize_t n = recvmsg(fd, &m, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);

	if (n < 0 && errno == ENOTSOCK)
		return read(fd, to, len);
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

		if (wait_for(w, POLLIN, fail) != 0)
			return -1;
		n = read_some(w->fd, to + have, len - have, accept, fd_io);
		if (n == 0 && have == 0)
			return 0;
		if (n == 0)
			return fail_set(fail, FAIL_RETRY, "a child's answer was cut short");
		if (n < 0 && !again())
			return fail_errno(fail, FAIL_RETRY, "reading from a child");
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
