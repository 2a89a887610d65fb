/* SPDX-License-Identifier: ISC */
#include <openssl/err.h>
#include <openssl/ssl.h>

#include "daemon/sender_inside.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>

enum { LINES_MAX = 100, STEP_SECONDS_MAX = 3600, PIECE = 1 << 20 };

void
sender_talk_begin(struct sender_talk *t, struct ssl_st *ssl, uint32_t step_seconds)
{
	*t = (struct sender_talk){ .ssl = ssl };
	sender_talk_patience(t, step_seconds);
}

void
sender_talk_patience(struct sender_talk *t, uint32_t seconds)
{
	t->step_ms = (int)(seconds > STEP_SECONDS_MAX ? STEP_SECONDS_MAX : seconds) * 1000;
}

static bool
wait_ssl(struct sender_talk *t, int ret)
{
	int error = SSL_get_error(t->ssl, ret);
	struct pollfd p = { .fd = SSL_get_fd(t->ssl) };

	if (error == SSL_ERROR_WANT_READ)
		p.events = POLLIN;
	else if (error == SSL_ERROR_WANT_WRITE)
		p.events = POLLOUT;
	else
		return false;
	return poll(&p, 1, t->step_ms) == 1;
}

bool
sender_talk_is_quiet(const struct sender_talk *t)
{
	return t->have == 0 && SSL_pending(t->ssl) == 0;
}

bool
sender_talk_is_waiting(struct sender_talk *t)
{
	struct pollfd p = { .fd = SSL_get_fd(t->ssl), .events = POLLIN };
	unsigned char byte;
	int n;

	if (!sender_talk_is_quiet(t))
		return false;
	if (poll(&p, 1, 0) == 0)
		return true;
	/* TLS has things to say of its own. */
	ERR_clear_error();
	n = SSL_peek(t->ssl, &byte, 1);
	return n <= 0 && SSL_get_error(t->ssl, n) == SSL_ERROR_WANT_READ;
}

bool
sender_talk_write(struct sender_talk *t, struct span bytes)
{
	while (bytes.len > 0) {
		int n, len = (int)(bytes.len < PIECE ? bytes.len : PIECE);

		ERR_clear_error();
		while ((n = SSL_write(t->ssl, bytes.at, len)) <= 0)
			if (!wait_ssl(t, n))
				return false;
		bytes = span_slice(bytes, (size_t)n, bytes.len);
	}
	return true;
}

bool
sender_talk_flush(struct sender_talk *t)
{
	BIO *b = SSL_get_wbio(t->ssl);
	struct pollfd p = { .fd = SSL_get_fd(t->ssl), .events = POLLOUT };

	while (BIO_flush(b) <= 0)
		if (!BIO_should_retry(b) || poll(&p, 1, t->step_ms) != 1)
			return false;
	return true;
}

bool
sender_talk_say(struct sender_talk *t, struct span line)
{
	return sender_talk_is_quiet(t) && sender_talk_write(t, line);
}

/* A whole line stands in bytes; gives its length with the LF, 0 when there is no more. */
static size_t
read_line(struct sender_talk *t)
{
	for (;;) {
		size_t end = span_find_byte(span_of(t->bytes, t->have), '\n');
		int n;

		if (end < t->have)
			return end + 1;
		if (t->have == sizeof(t->bytes))
			return 0;
		ERR_clear_error();
		while ((n = SSL_read(t->ssl, t->bytes + t->have, (int)(sizeof(t->bytes) - t->have))) <= 0)
			if (!wait_ssl(t, n))
				return 0;
		t->have += (size_t)n;
	}
}

static bool
three_digits(struct span line, unsigned *code_out)
{
	uint64_t code;

	if (line.len < 3 || !span_number(span_slice(line, 0, 3), 599, &code) || code < 200)
		return false;
	*code_out = (unsigned)code;
	return line.len == 3 || line.at[3] == ' ' || line.at[3] == '-';
}

/* "5.7.8" from "535 5.7.8 ..." (RFC 3463). */
static void
take_status(struct sender_talk *t, struct span text)
{
	size_t n = 0;

	while (n < text.len && ((text.at[n] >= '0' && text.at[n] <= '9') || text.at[n] == '.'))
		n++;
	t->status[0] = '\0';
	if (n >= 5 && n < sizeof(t->status) && text.at[1] == '.')
		(void)snprintf(t->status, sizeof(t->status), "%.*s", (int)n, (const char *)text.at);
}

bool
sender_talk_hear(struct sender_talk *t, void (*each)(void *context, struct span text), void *context)
{
	unsigned code = 0, first = 0;
	bool more = true;

	for (int lines = 0; more; lines++) {
		size_t len = lines < LINES_MAX ? read_line(t) : 0;
		struct span line = span_trim(span_of(t->bytes, len));

		if (len == 0 || !three_digits(line, &code) || (lines > 0 && code != first))
			return false;
		first = code;
		more = line.len > 3 && line.at[3] == '-';
		if (each != NULL && lines > 0)
			each(context, span_slice(line, 4, line.len));
		take_status(t, span_slice(line, 4, line.len));
		memmove(t->bytes, t->bytes + len, t->have - len);
		t->have -= len;
	}
	t->code = code;
	return true;
}
