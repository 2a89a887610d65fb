/* SPDX-License-Identifier: ISC
 * stream: its ends, deadline and budget, against a peer in clear. */
#include "daemon/stream.h"

#include "daemon/wire.h"

#include <arpa/inet.h>
#include <libetpan/mailstream.h>
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct peer {
	struct stream *stream;
	int fd;
};

static uint16_t
listen_somewhere(int *fd_out)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(at);

	*fd_out = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(bind(*fd_out, (struct sockaddr *)&at, sizeof(at)), 0);
	assert_int_equal(listen(*fd_out, 1), 0);
	assert_int_equal(getsockname(*fd_out, (struct sockaddr *)&at, &size), 0);
	return ntohs(at.sin_port);
}

static struct peer
meet(void)
{
	struct stream_target target = { "mail.scp.example", "127.0.0.1", 0, wire_now_ms() + 5000 };
	struct fail fail = { 0 };
	struct peer p;
	int fd;

	target.port = listen_somewhere(&fd);
	p.stream = stream_open(&target, &fail);
	assert_non_null(p.stream);
	p.fd = accept(fd, NULL, NULL);
	close(fd);
	return p;
}

static void
every_end_is_minus_one(void **state)
{
	static const struct {
		const char *name, *sent;
		bool closed;
		uint64_t bytes;
		enum stream_trouble want;
	} table[] = {
		{ "end of file", "", true, 100, STREAM_CLOSED },
		{ "silence", "", false, 100, STREAM_LATE },
		{ "over the budget", "* OK 0123456789\r\n", false, 10, STREAM_TOO_MUCH },
		{ "bye", "* BYE\r\n", false, 100, STREAM_BYE },
		{ "a literal over the budget", "* OK {100000}\r\n", false, 100, STREAM_HOSTILE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct peer p = meet();
		struct stream_allowance some = { wire_now_ms() + 100, table[i].bytes, false, 0 };
		char got[64];

		assert_int_equal(write(p.fd, table[i].sent, strlen(table[i].sent)), strlen(table[i].sent));
		if (table[i].closed)
			close(p.fd);
		stream_allow(p.stream, &some);
		if (mailstream_read(stream_mail(p.stream), got, sizeof(got)) != -1 || stream_trouble(p.stream) != table[i].want)
			fail_msg("%s: %s", table[i].name, stream_trouble_text(stream_trouble(p.stream)));
		/* It stays wrong. */
		some.deadline_ms += 1000;
		stream_allow(p.stream, &some);
		assert_int_equal(mailstream_read(stream_mail(p.stream), got, sizeof(got)), -1);
		mailstream_write(stream_mail(p.stream), "x", 1);
		assert_int_equal(mailstream_flush(stream_mail(p.stream)), -1);
		mailstream_close(stream_mail(p.stream));
		if (!table[i].closed)
			close(p.fd);
	}
}

static void
a_drip_meets_the_deadline(void **state)
{
	struct peer p = meet();
	struct stream_allowance some = { wire_now_ms() + 150, 100000, false, 0 };
	int64_t start = wire_now_ms();
	char got;

	(void)state;
	stream_allow(p.stream, &some);
	do {
		assert_int_equal(write(p.fd, "x", 1), 1);
		usleep(10000);
	} while (mailstream_read(stream_mail(p.stream), &got, 1) == 1);
	assert_int_equal(stream_trouble(p.stream), STREAM_LATE);
	assert_true(wire_now_ms() - start < 2000);
	mailstream_close(stream_mail(p.stream));
	close(p.fd);
}

static void
nobody_listens(void **state)
{
	struct stream_target target = { "localhost", "127.0.0.1", 0, wire_now_ms() + 2000 };
	struct fail fail = { 0 };
	int fd;

	(void)state;
	target.port = listen_somewhere(&fd);
	close(fd);
	assert_null(stream_open(&target, &fail));
	assert_int_equal(fail.class, FAIL_RETRY);
	assert_non_null(strstr(fail.why, "refused"));
}

static void
words_in_clear_before_tls_are_refused(void **state)
{
	struct peer p = meet();
	struct stream_allowance some = { wire_now_ms() + 1000, 1000, false, 0 };
	struct fail fail = { 0 };
	char got[5];

	(void)state;
	stream_allow(p.stream, &some);
	assert_int_equal(write(p.fd, "1 OK\n* OK injected\r\n", 20), 20);
	assert_int_equal(mailstream_read(stream_mail(p.stream), got, 5), 5);
	assert_true(stream_has_input(p.stream));
	assert_int_equal(stream_secure(p.stream, NULL, "localhost", &fail), -1);
	assert_int_equal(fail.class, FAIL_REFUSE);
	mailstream_close(stream_mail(p.stream));
	close(p.fd);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_end_is_minus_one),
		cmocka_unit_test(a_drip_meets_the_deadline),
		cmocka_unit_test(nobody_listens),
		cmocka_unit_test(words_in_clear_before_tls_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
