/* SPDX-License-Identifier: ISC
 * sender: the watch over the clear part of a session, and what the keeper believes of its
 * child, and how a letter's records are gathered.  The sessions themselves are in tests/e2e/send_*.t. */
#include <openssl/bio.h>

#include "daemon/sender_inside.h"

#include "daemon/wire.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <string.h>

/* '>' stands for something said by us, '|' for the end of a read. */
static bool
broken(const char *script)
{
	struct sender_guard g;
	struct span rest = span_str(script), piece;

	sender_guard_begin(&g);
	while (span_split(&rest, '|', &piece)) {
		if (span_eq_str(piece, ">"))
			sender_guard_wrote(&g);
		else
			sender_guard_read(&g, piece);
	}
	return g.broken;
}

static void
a_reply_too_many_is_seen(void **state)
{
	static const struct { const char *script; bool want; } table[] = {
		{ "220 hello\r\n|>|250-x\r\n250 STARTTLS\r\n|>|220 go\r\n", false },
		{ "220-a\r\n220-b\r\n220 c\r\n", false },
		{ "22|0 hel|lo\r|\n", false },
		{ "220\r\n|>|250\n", false },
		{ "220 hello\r\n2", true },
		{ "220 hello\r\n|2", true },
		{ "220 hello\r\n\r\n", true },
		{ "220 hello\r\n|>|250 x\r\n220 go\r\n", true },
		{ "220 hello\r\n|>|250 x\r\n|>|220 go\r\n\x16", true },
		{ "hello\r\n250 x\r\n", true },
		{ "", false },
	};
	struct sender_guard g;
	unsigned char much[8192];

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (broken(table[i].script) != table[i].want)
			fail_msg("%s", table[i].script);
	memset(much, 'x', sizeof(much));
	sender_guard_begin(&g);
	for (int i = 0; i < 9; i++)
		sender_guard_read(&g, span_of(much, sizeof(much)));
	assert_true(g.broken);
	sender_guard_begin(&g);
	sender_guard_read(&g, SPAN_LIT("421-a\r\n421 b\r\n"));
	assert_int_equal(g.code, 421);
	assert_true(g.replied);
}

static void
little_may_be_said_before_the_login(void **state)
{
	static const struct { const char *said; bool want; } table[] = {
		{ "EHLO a.example\r\n", true }, { "HELO a.example\r\n", true }, { "STARTTLS\r\n", true }, { "QUIT\r\n", true },
		{ "MAIL FROM:<a@b.example>\r\n", false }, { "RCPT TO:<a@b.example>\r\n", false }, { "DATA\r\n", false }, { "AUTH PLAIN AGEAYg==\r\n", false },
		{ "RSET\r\n", false }, { "QUIT\r\nMAIL FROM:<>\r\n", false }, { "EHLO a", false }, { "", false }, { "Subject: x\r\n", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (sender_guard_may_say(span_str(table[i].said)) != table[i].want)
			fail_msg("%s", table[i].said);
}

static void
frames_come_back_as_they_were(void **state)
{
	struct arena *a = arena_new(0);
	struct arena_text t = arena_text(a);
	const struct sender_settings s = { .server = "smtp.example", .port = 2525, .login = "scp", .auth = SENDER_AUTH_XOAUTH2, .secret = SECRET_COMMAND,
		.secret_from = "cat x", .mail_from = "a@b.example", .helo = "b.example", .step_seconds = 1, .dot_seconds = 2, .session_seconds = 3 };
	const struct sender_result r = { 7, SENDER_LATER, SENDER_TO, 450, "4.2.1", "the server put off the recipient" };
	struct sender_settings s2;
	struct sender_result r2;
	struct span body;

	(void)state;
	sender_wire_put_settings(&t, &s);
	body = arena_text_span(&t);
	assert_true(sender_wire_get_settings(body, a, &s2));
	assert_string_equal(s2.server, "smtp.example");
	assert_string_equal(s2.address, "");
	assert_int_equal(s2.port, 2525);
	assert_int_equal(s2.auth, SENDER_AUTH_XOAUTH2);
	assert_int_equal(s2.session_seconds, 3);
	for (size_t n = 0; n < body.len; n++)
		assert_false(sender_wire_get_settings(span_slice(body, 0, n), a, &s2));
	t = arena_text(a);
	sender_wire_put_result(&t, &r);
	body = arena_text_span(&t);
	assert_true(sender_wire_get_result(body, &r2));
	assert_int_equal(r2.id, 7);
	assert_int_equal(r2.outcome, SENDER_LATER);
	assert_string_equal(r2.text, r.text);
	for (size_t n = 0; n < body.len; n++)
		assert_false(sender_wire_get_result(span_slice(body, 0, n), &r2));
	arena_free(a);
}

static bool
result_is_taken(uint8_t outcome, uint8_t stage, uint32_t code, const char *status, size_t text_len)
{
	struct arena *a = arena_new(0);
	struct arena_text t = arena_text(a);
	struct sender_result r;
	unsigned char text[SENDER_TEXT];
	bool taken;

	memset(text, 'x', sizeof(text));
	wire_put_u64(&t, 1);
	wire_put_u8(&t, outcome);
	wire_put_u8(&t, stage);
	wire_put_u32(&t, code);
	wire_put_str(&t, status);
	wire_put_span(&t, span_of(text, text_len));
	taken = sender_wire_get_result(arena_text_span(&t), &r);
	arena_free(a);
	return taken;
}

static void
a_child_out_of_range_is_not_believed(void **state)
{
	(void)state;
	assert_true(result_is_taken(0, 5, 250, "2.0.0", SENDER_TEXT - 1));
	assert_false(result_is_taken(7, 5, 250, "2.0.0", 10));
	assert_false(result_is_taken(0, 6, 250, "2.0.0", 10));
	assert_false(result_is_taken(0, 5, 1000, "2.0.0", 10));
	assert_false(result_is_taken(0, 5, 250, "2.0.0\n", 10));
	assert_false(result_is_taken(0, 5, 250, "1234567890123456", 10));
	assert_false(result_is_taken(0, 5, 250, "2.0.0", SENDER_TEXT));
}

/* What the other end has got, as one piece. */
static struct span
arrived(BIO *far, unsigned char *room, size_t len)
{
	int n = BIO_read(far, room, (int)len);

	return span_of(room, n > 0 ? (size_t)n : 0);
}

static void
a_letter_goes_in_one_piece(void **state)
{
	struct sender_gather *gather;
	BIO *far = BIO_new(BIO_s_mem()), *near;
	unsigned char room[100];

	(void)state;
	assert_int_equal(BIO_up_ref(far), 1);
	near = sender_gather_new(far, &gather);
	assert_int_equal(BIO_write(near, "MAIL|", 5), 5);
	assert_true(span_eq_str(arrived(far, room, sizeof(room)), "MAIL|"));
	sender_gather_hold(gather);
	assert_int_equal(BIO_write(near, "RCPT|", 5), 5);
	assert_int_equal(BIO_write(near, "text|", 5), 5);
	assert_int_equal(arrived(far, room, sizeof(room)).len, 0);
	sender_gather_release(gather);
	assert_int_equal(arrived(far, room, sizeof(room)).len, 0);
	assert_int_equal(BIO_write(near, "end|", 4), 4);
	assert_true(span_eq_str(arrived(far, room, sizeof(room)), "RCPT|text|end|"));
	assert_int_equal(BIO_write(near, "QUIT|", 5), 5);
	assert_true(span_eq_str(arrived(far, room, sizeof(room)), "QUIT|"));
	/* Who leaves in the midst of a letter takes nothing along. */
	sender_gather_hold(gather);
	assert_int_equal(BIO_write(near, "cut", 3), 3);
	assert_int_equal(BIO_flush(near), 1);
	assert_true(span_eq_str(arrived(far, room, sizeof(room)), "cut"));
	BIO_free_all(near);
	BIO_free(far);
}

/* More than is held goes at once, and so does the rest of that letter: its answers may come meanwhile. */
static void
a_long_letter_is_not_held(void **state)
{
	static unsigned char record[2070], all[80 * sizeof(record)];
	struct sender_gather *gather;
	BIO *far = BIO_new(BIO_s_mem()), *near;
	size_t written = 0;

	(void)state;
	assert_int_equal(BIO_up_ref(far), 1);
	near = sender_gather_new(far, &gather);
	sender_gather_hold(gather);
	for (int n = 0; n < 80; n++) {
		memset(record, 'a' + n % 26, sizeof(record));
		assert_int_equal(BIO_write(near, record, sizeof(record)), sizeof(record));
		written += sizeof(record);
		if (BIO_ctrl_pending(far) > 0)
			assert_int_equal(BIO_ctrl_pending(far), written);
	}
	assert_int_equal(BIO_ctrl_pending(far), written);
	assert_int_equal(BIO_read(far, all, sizeof(all)), sizeof(all));
	for (size_t i = 0; i < sizeof(all); i++)
		assert_int_equal(all[i], 'a' + i / sizeof(record) % 26);
	BIO_free_all(near);
	BIO_free(far);
}

/* A line that takes a little at a time: what is to be tried again is neither lost nor sent twice. */
static void
a_slow_line_gets_each_byte_once(void **state)
{
	static unsigned char room[30000];
	struct sender_gather *gather;
	BIO *far, *pipe, *near;
	size_t got = 0, sent = 0;

	(void)state;
	assert_int_equal(BIO_new_bio_pair(&pipe, 700, &far, 700), 1);
	near = sender_gather_new(pipe, &gather);
	for (int letter = 0; letter < 4; letter++) {
		sender_gather_hold(gather);
		for (int n = 0; n < 6; n++) {
			unsigned char record[1000];
			int wrote;

			memset(record, letter * 6 + n, sizeof(record));
			if (n == 5)
				sender_gather_release(gather);
			while ((wrote = BIO_write(near, record, sizeof(record))) <= 0) {
				assert_true(BIO_should_retry(near) && BIO_should_write(near));
				got += (size_t)BIO_read(far, room + got, 300);
			}
			sent += (size_t)wrote;
			assert_int_equal(wrote, sizeof(record));
		}
	}
	while (got < sent)
		got += (size_t)BIO_read(far, room + got, 300);
	assert_int_equal(BIO_ctrl_pending(far), 0);
	for (size_t i = 0; i < sent; i++)
		assert_int_equal(room[i], i / 1000);
	BIO_free_all(near);
	BIO_free(far);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reply_too_many_is_seen),
		cmocka_unit_test(little_may_be_said_before_the_login),
		cmocka_unit_test(frames_come_back_as_they_were),
		cmocka_unit_test(a_child_out_of_range_is_not_believed),
		cmocka_unit_test(a_letter_goes_in_one_piece),
		cmocka_unit_test(a_long_letter_is_not_held),
		cmocka_unit_test(a_slow_line_gets_each_byte_once),
	};

	return cmocka_run_group_tests_name("sender", tests, NULL, NULL);
}
