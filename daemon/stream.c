/* SPDX-License-Identifier: ISC */
#include "daemon/stream.h"

#include "daemon/guard.h"
#include "daemon/tls.h"
#include "daemon/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <libetpan/mailstream.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* One address of several must not use up the time of the others. */
#define CONNECT_SHARE_MS 10000
#define BUFFER 8192

struct stream {
	int fd;
	SSL *ssl;			/* NULL in clear */
	mailstream *mail;
	struct guard guard;
	int64_t deadline_ms;
	uint64_t bytes_left;
	enum stream_trouble trouble;
};

static ssize_t
go_wrong(struct stream *s, enum stream_trouble trouble)
{
	if (s->trouble == STREAM_FINE)
		s->trouble = trouble;
	return -1;
}

/* False when the deadline passed first. */
static bool
wait_until(int fd, short events, int64_t deadline_ms)
{
	for (;;) {
		struct pollfd p = { .fd = fd, .events = events };
		int64_t left = deadline_ms - wire_now_ms();
		int n;

		if (left <= 0)
			return false;
		n = poll(&p, 1, left > 60000 ? 60000 : (int)left);
		if (n > 0)
			return true;
		if (n < 0 && errno != EINTR)
			return false;
	}
}

/* ---- the driver's two directions ---- */

/* What to do about a result of SSL_read and the like: true to try again. */
static bool
tls_again(struct stream *s, int result)
{
	short events;

	switch (SSL_get_error(s->ssl, result)) {
	case SSL_ERROR_WANT_READ:
		events = POLLIN;
		break;
	case SSL_ERROR_WANT_WRITE:
		events = POLLOUT;
		break;
	case SSL_ERROR_ZERO_RETURN:
	case SSL_ERROR_SYSCALL:
		go_wrong(s, STREAM_CLOSED);
		return false;
	default:
		/* A peer that leaves without close_notify is a cut connection, not an attack. */
		go_wrong(s, ERR_GET_REASON(ERR_peek_last_error()) == SSL_R_UNEXPECTED_EOF_WHILE_READING ? STREAM_CLOSED : STREAM_TLS);
		return false;
	}
	if (wait_until(s->fd, events, s->deadline_ms))
		return true;
	go_wrong(s, STREAM_LATE);
	return false;
}

static ssize_t
tls_read(struct stream *s, void *to, size_t count)
{
	int n;

	do {
		ERR_clear_error();
		n = SSL_read(s->ssl, to, count > INT32_MAX ? INT32_MAX : (int)count);
	} while (n <= 0 && tls_again(s, n));
	ERR_clear_error();
	return n > 0 ? n : -1;
}

static ssize_t
tls_write(struct stream *s, const void *from, size_t count)
{
	int n;

	do {
		ERR_clear_error();
		n = SSL_write(s->ssl, from, count > INT32_MAX ? INT32_MAX : (int)count);
	} while (n <= 0 && tls_again(s, n));
	ERR_clear_error();
	return n > 0 ? n : -1;
}

static bool
clear_again(struct stream *s, ssize_t result, short events)
{
	if (result == 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)) {
		go_wrong(s, STREAM_CLOSED);
		return false;
	}
	if (wait_until(s->fd, events, s->deadline_ms))
		return true;
	go_wrong(s, STREAM_LATE);
	return false;
}

static ssize_t
clear_read(struct stream *s, void *to, size_t count)
{
	ssize_t n;

	do
		n = recv(s->fd, to, count, MSG_DONTWAIT);
	while (n <= 0 && clear_again(s, n, POLLIN));
	return n > 0 ? n : -1;
}

static ssize_t
clear_write(struct stream *s, const void *from, size_t count)
{
	ssize_t n;

	do
		n = send(s->fd, from, count, MSG_DONTWAIT | MSG_NOSIGNAL);
	while (n <= 0 && clear_again(s, n, POLLOUT));
	return n > 0 ? n : -1;
}

static ssize_t
low_read(mailstream_low *low, void *to, size_t count)
{
	struct stream *s = low->data;
	ssize_t n;

	if (s->trouble != STREAM_FINE)
		return -1;
	/* A server that drips, always in time for the next read, still meets the deadline. */
	if (wire_now_ms() >= s->deadline_ms)
		return go_wrong(s, STREAM_LATE);
	n = s->ssl != NULL ? tls_read(s, to, count) : clear_read(s, to, count);
	if (n < 0)
		return -1;
	if ((uint64_t)n > s->bytes_left)
		return go_wrong(s, STREAM_TOO_MUCH);
	s->bytes_left -= (uint64_t)n;
	switch (guard_feed(&s->guard, span_of(to, (size_t)n))) {
	case GUARD_FINE:
		return n;
	case GUARD_BYE:
		return go_wrong(s, STREAM_BYE);
	case GUARD_NESTED:
	case GUARD_LITERAL:
		break;
	}
	return go_wrong(s, STREAM_HOSTILE);
}

static ssize_t
low_write(mailstream_low *low, const void *from, size_t count)
{
	struct stream *s = low->data;

	if (s->trouble != STREAM_FINE)
		return -1;
	if (count == 0)
		return 0;
	return s->ssl != NULL ? tls_write(s, from, count) : clear_write(s, from, count);
}

static int
low_close(mailstream_low *low)
{
	struct stream *s = low->data;

	if (s->ssl != NULL && s->trouble == STREAM_FINE)
		(void)SSL_shutdown(s->ssl);
	ERR_clear_error();
	close(s->fd);
	s->fd = -1;
	return 0;
}

static int
low_fd(mailstream_low *low)
{
	const struct stream *s = low->data;

	return s->fd;
}

static void
low_free(mailstream_low *low)
{
	struct stream *s = low->data;

	SSL_free(s->ssl);
	free(s);
	free(low);
}

static struct mailstream_cancel *
low_no_cancel(mailstream_low *low)
{
	(void)low;
	return NULL;
}

static carray *
low_no_chain(mailstream_low *low)
{
	(void)low;
	return NULL;
}

static mailstream_low_driver driver = {
	.mailstream_read = low_read,
	.mailstream_write = low_write,
	.mailstream_close = low_close,
	.mailstream_get_fd = low_fd,
	.mailstream_free = low_free,
	.mailstream_get_cancel = low_no_cancel,
	.mailstream_get_certificate_chain = low_no_chain,
};

/* ---- opening ---- */

/* A connected descriptor, or -1 with errno set. */
static int
connect_one(const struct addrinfo *ai, int64_t deadline_ms)
{
	int fd = socket(ai->ai_family, ai->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, ai->ai_protocol);
	int on = 1, idle = 60, interval = 15, count = 4, error = 0;
	socklen_t size = sizeof(error);

	if (fd < 0)
		return -1;
	/* A line that a router forgot must be noticed while nobody says anything: after two minutes. */
	(void)setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
	(void)setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof(idle));
	(void)setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof(interval));
	(void)setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &count, sizeof(count));
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	if (connect(fd, ai->ai_addr, ai->ai_addrlen) == 0)
		return fd;
	error = errno;
	if (error == EINPROGRESS) {
		if (!wait_until(fd, POLLOUT, deadline_ms))
			error = ETIMEDOUT;
		else if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0)
			return fd;
	}
	close(fd);
	errno = error;
	return -1;
}

static int
connect_any(const struct stream_target *target, struct fail *fail)
{
	const char *name = target->address != NULL && target->address[0] != '\0' ? target->address : target->server;
	struct addrinfo hints = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV };
	struct addrinfo *found = NULL;
	int fd = -1, error;
	char port[8];

	(void)snprintf(port, sizeof(port), "%u", (unsigned)target->port);
	error = getaddrinfo(name, port, &hints, &found);
	if (error == EAI_ADDRFAMILY || error == EAI_NONAME) {
		/* ADDRCONFIG hides loopback where no other network is up. */
		hints.ai_flags = AI_NUMERICSERV;
		error = getaddrinfo(name, port, &hints, &found);
	}
	if (error != 0)
		return fail_set(fail, FAIL_RETRY, "the server's name cannot be looked up: %s", gai_strerror(error));
	for (const struct addrinfo *ai = found; ai != NULL && fd < 0; ai = ai->ai_next) {
		int64_t share = wire_now_ms() + CONNECT_SHARE_MS;

		fd = connect_one(ai, ai->ai_next == NULL || share > target->deadline_ms ? target->deadline_ms : share);
	}
	error = errno;
	freeaddrinfo(found);
	errno = error;
	return fd >= 0 ? fd : fail_errno(fail, FAIL_RETRY, "cannot connect to port %s", port);
}

struct stream *
stream_open(const struct stream_target *target, struct fail *fail)
{
	int fd = connect_any(target, fail);
	struct stream *s;
	mailstream_low *low;

	if (fd < 0)
		return NULL;
	s = calloc(1, sizeof(*s));
	if (s == NULL)
		abort();
	low = mailstream_low_new(s, &driver);
	if (low == NULL)
		abort();
	s->mail = mailstream_new(low, BUFFER);
	if (s->mail == NULL)
		abort();
	s->fd = fd;
	s->deadline_ms = target->deadline_ms;
	return s;
}

struct _mailstream *
stream_mail(struct stream *s)
{
	return s->mail;
}

int
stream_secure(struct stream *s, struct ssl_ctx_st *context, const char *server, struct fail *fail)
{
	char why[200];
	int n;

	if (s->ssl != NULL || s->trouble != STREAM_FINE)
		return fail_set(fail, FAIL_REFUSE, "TLS on a stream that is not plain");
	/* RFC 3501 section 6.2.1: what came before the handshake is not the server's. */
	if (s->mail->read_buffer_len != 0) {
		go_wrong(s, STREAM_HOSTILE);
		return fail_set(fail, FAIL_REFUSE, "bytes in clear after the answer to STARTTLS");
	}
	s->ssl = tls_client(context, server, fail);
	if (s->ssl == NULL || SSL_set_fd(s->ssl, s->fd) != 1) {
		go_wrong(s, STREAM_TLS);
		return s->ssl == NULL ? -1 : fail_set(fail, FAIL_RETRY, "TLS on this descriptor");
	}
	SSL_set_mode(s->ssl, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	do {
		ERR_clear_error();
		n = SSL_do_handshake(s->ssl);
	} while (n != 1 && tls_again(s, n));
	if (n == 1 && SSL_get_verify_result(s->ssl) == X509_V_OK)
		return 0;
	if (s->trouble == STREAM_LATE || s->trouble == STREAM_CLOSED)
		return fail_set(fail, FAIL_RETRY, "TLS: %s", stream_trouble_text(s->trouble));
	go_wrong(s, STREAM_TLS);
	tls_why(s->ssl, why, sizeof(why));
	return fail_set(fail, FAIL_REFUSE, "TLS: %s", why);
}

/* ---- for each command ---- */

void
stream_allow(struct stream *s, const struct stream_allowance *allowance)
{
	s->deadline_ms = allowance->deadline_ms;
	s->bytes_left = allowance->bytes;
	guard_command(&s->guard, allowance->bodies, allowance->bodies ? allowance->literal : allowance->bytes);
}

enum stream_trouble
stream_trouble(const struct stream *s)
{
	return s->trouble;
}

struct span
stream_last_words(const struct stream *s)
{
	return s->trouble == STREAM_BYE ? guard_head(&s->guard) : SPAN_NONE;
}

bool
stream_has_input(struct stream *s)
{
	return s->mail->read_buffer_len > 0 || (s->ssl != NULL && SSL_pending(s->ssl) > 0);
}

int
stream_fd(const struct stream *s)
{
	return s->fd;
}

void
stream_cut(struct stream *s)
{
	go_wrong(s, STREAM_CUT);
}

const char *
stream_trouble_text(enum stream_trouble trouble)
{
	switch (trouble) {
	case STREAM_FINE:
		return "nothing wrong";
	case STREAM_CLOSED:
		return "the server closed the connection";
	case STREAM_LATE:
		return "the server did not answer in time";
	case STREAM_TOO_MUCH:
		return "the server's answer is larger than can be right";
	case STREAM_HOSTILE:
		return "the server's answer looks like an attack";
	case STREAM_BYE:
		return "the server said goodbye";
	case STREAM_TLS:
		return "TLS failed";
	case STREAM_CUT:
		return "the connection was given up";
	}
	return "?";
}
