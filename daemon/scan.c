/* SPDX-License-Identifier: ISC */
#include "daemon/scan.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

enum { CHUNK = 64 * 1024, ANSWER = 1024 };

int
scan_connect(const char *path, unsigned seconds, struct fail *f)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	struct timeval patience = { .tv_sec = (time_t)seconds };
	int fd;

	if (strlen(path) >= sizeof(to.sun_path))
		return fail_set(f, FAIL_STOP, "the scanner's socket has too long a name");
	memcpy(to.sun_path, path, strlen(path));
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return fail_errno(f, FAIL_RETRY, "the scanner's socket");
	if (setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience)) == 0 && setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)) == 0 &&
	    connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0)
		return fd;
	(void)fail_errno(f, FAIL_RETRY, "the virus scanner");
	(void)close(fd);
	return -1;
}

/* A scanner that has gone must be an error here, not a signal. */
static bool
send_all(struct scan *s, const void *bytes, size_t len)
{
	const unsigned char *at = bytes;

	while (len > 0 && !s->broken) {
		struct iovec piece = { (void *)(uintptr_t)at, len };
		struct msghdr m = { .msg_iov = &piece, .msg_iovlen = 1 };
		ssize_t n = sendmsg(s->fd, &m, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			s->broken = true;
			break;
		}
		at += n;
		len -= (size_t)n;
	}
	return !s->broken;
}

/* Each piece behind its length, big-endian; a length of 0 ends it. */
static bool
send_stream(struct scan *s, struct span bytes)
{
	static const unsigned char end[4] = { 0 };

	if (!send_all(s, "zINSTREAM", 10))
		return false;
	while (bytes.len > 0) {
		size_t n = bytes.len > CHUNK ? CHUNK : bytes.len;
		unsigned char head[4] = { 0, (unsigned char)(n >> 16), (unsigned char)(n >> 8), (unsigned char)n };

		if (!send_all(s, head, sizeof(head)) || !send_all(s, bytes.at, n))
			return false;
		bytes = span_slice(bytes, n, bytes.len);
	}
	return send_all(s, end, sizeof(end));
}

/* "1: stream: OK" up to a NUL; the number counts what was asked in this session. */
static enum scan_verdict
take_answer(struct scan *s)
{
	unsigned char answer[ANSWER];
	size_t len = 0;
	struct span said;

	while (len < sizeof(answer)) {
		ssize_t n = read(s->fd, answer + len, 1);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		if (answer[len] == '\0') {
			said = span_of(answer, len);
			if (span_ends_nocase(said, SPAN_LIT(": OK")))
				return SCAN_CLEAN;
			if (span_ends_nocase(said, SPAN_LIT(" FOUND")))
				return SCAN_INFECTED;
			break;
		}
		len++;
	}
	/* An error of clamd's ends its session; so does what makes no sense. */
	s->broken = true;
	return SCAN_FAILED;
}

enum scan_verdict
scan_stream(struct scan *s, struct span bytes)
{
	if (s->broken)
		return SCAN_FAILED;
	if (!s->begun && !send_all(s, "zIDSESSION", 11))
		return SCAN_FAILED;
	s->begun = true;
	/* Where it stops taking, it may have said why: too long, or found already. */
	if (!send_stream(s, bytes))
		return SCAN_FAILED;
	return take_answer(s);
}

int
scan_probe(const char *path, unsigned seconds, struct fail *f)
{
	struct scan s = { .fd = scan_connect(path, seconds, f) };
	enum scan_verdict verdict;

	if (s.fd < 0)
		return -1;
	verdict = scan_stream(&s, SPAN_LIT("Is anybody there?\n"));
	(void)close(s.fd);
	return verdict == SCAN_FAILED ? fail_set(f, FAIL_RETRY, "the virus scanner gives no verdict") : 0;
}
