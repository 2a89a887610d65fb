/* SPDX-License-Identifier: ISC
 * wire: frames that arrive whole, in pieces, too large, late, or with a descriptor. */
#include "daemon/wire.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static void
values_come_back_and_stop_at_the_end(void **state)
{
	struct arena *a = arena_new(0);
	struct arena_text t = arena_text(a);
	struct span_cursor c;
	const char *text;
	struct span s;
	uint8_t small;
	uint32_t mid;
	uint64_t big;
	int64_t past;
	bool yes;

	(void)state;
	wire_put_u8(&t, 7);
	wire_put_u32(&t, 0xdeadbeefu);
	wire_put_u64(&t, UINT64_MAX - 1);
	wire_put_i64(&t, -5);
	wire_put_str(&t, "folder");
	wire_put_span(&t, SPAN_LIT("a\0b"));
	wire_put_u8(&t, 2);
	c = span_walk(arena_text_span(&t));
	assert_true(wire_get_u8(&c, &small) && small == 7);
	assert_true(wire_get_u32(&c, &mid) && mid == 0xdeadbeefu);
	assert_true(wire_get_u64(&c, &big) && big == UINT64_MAX - 1);
	assert_true(wire_get_i64(&c, &past) && past == -5);
	assert_false(wire_get_str(&c, a, 5, &text));
	assert_true(wire_get_str(&c, a, 6, &text));
	assert_string_equal(text, "folder");
	assert_false(wire_get_str(&c, a, 100, &text));
	assert_true(wire_get_span(&c, &s) && s.len == 3);
	assert_false(wire_get_bool(&c, &yes));
	assert_true(wire_get_u8(&c, &small));
	assert_false(wire_get_u8(&c, &small));
	c = span_walk(SPAN_LIT("\xff\xff\xff\xff" "abc"));
	assert_false(wire_get_span(&c, &s));
	assert_int_equal(span_left(&c), 7);
	arena_free(a);
}

static void
a_large_frame_crosses_a_pipe_in_pieces(void **state)
{
	struct wire_limits limits = { 1 << 20, wire_now_ms() + 10000, false };
	unsigned char *bytes = test_malloc(300000);
	struct wire_frame frame;
	struct arena *a = arena_new(0);
	struct fail fail = { 0 };
	int p[2];
	pid_t child;

	(void)state;
	memset(bytes, 'x', 300000);
	assert_int_equal(pipe(p), 0);
	child = fork();
	if (child == 0) {
		close(p[0]);
		_exit(wire_send(p[1], 9, span_of(bytes, 300000), limits.deadline_ms, &fail) != 0);
	}
	close(p[1]);
	assert_int_equal(wire_receive(p[0], a, &limits, &frame, &fail), 1);
	assert_int_equal(frame.type, 9);
	assert_int_equal(frame.body.len, 300000);
	assert_memory_equal(frame.body.at, bytes, 300000);
	assert_int_equal(wire_receive(p[0], a, &limits, &frame, &fail), 0);
	waitpid(child, NULL, 0);
	close(p[0]);
	test_free(bytes);
	arena_free(a);
}

static void
bad_peers_are_told_apart(void **state)
{
	static const struct {
		const char *name;
		struct span sent;
		bool closed;
		int want;
		enum fail_class class;
	} table[] = {
		{ "nothing", { NULL, 0 }, true, 0, FAIL_NONE },
		{ "an empty frame", { (const unsigned char *)"\0\0\0\0\1", 5 }, false, 1, FAIL_NONE },
		{ "half a header", { (const unsigned char *)"\0\0\0", 3 }, true, -1, FAIL_RETRY },
		{ "half a body", { (const unsigned char *)"\0\0\0\5\1abc", 8 }, true, -1, FAIL_RETRY },
		{ "a claim over the limit", { (const unsigned char *)"\xff\xff\xff\xff\1", 5 }, false, -1, FAIL_REFUSE },
		{ "silence in a body", { (const unsigned char *)"\0\0\0\5\1abc", 8 }, false, -1, FAIL_RETRY },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct wire_limits limits = { 1000, wire_now_ms() + 50, false };
		struct arena *a = arena_new(4096);
		struct fail fail = { 0 };
		struct wire_frame frame;
		int s[2];

		assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, s), 0);
		if (table[i].sent.len > 0)
			assert_int_equal(write(s[1], table[i].sent.at, table[i].sent.len), table[i].sent.len);
		if (table[i].closed)
			close(s[1]);
		if (wire_receive(s[0], a, &limits, &frame, &fail) != table[i].want || fail.class != table[i].class)
			fail_msg("%s: %s", table[i].name, fail.why);
		close(s[0]);
		if (!table[i].closed)
			close(s[1]);
		arena_free(a);
	}
}

static void
a_descriptor_travels_only_when_asked_for(void **state)
{
	struct wire_limits limits = { 100, wire_now_ms() + 5000, true };
	struct wire_frame frame = { 1, SPAN_LIT("letter"), -1 }, got;
	struct arena *a = arena_new(0);
	struct fail fail = { 0 };
	char byte = 0;
	int s[2], p[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, s), 0);
	assert_int_equal(pipe(p), 0);
	frame.fd = p[0];
	assert_int_equal(wire_send_frame(s[0], &frame, limits.deadline_ms, &fail), 0);
	assert_int_equal(wire_send_frame(s[0], &frame, limits.deadline_ms, &fail), 0);
	assert_int_equal(wire_receive(s[1], a, &limits, &got, &fail), 1);
	assert_true(got.fd >= 0 && (fcntl(got.fd, F_GETFD) & FD_CLOEXEC) != 0);
	assert_int_equal(write(p[1], "z", 1), 1);
	assert_int_equal(read(got.fd, &byte, 1), 1);
	assert_int_equal(byte, 'z');
	close(got.fd);
	limits.accept_fd = false;
	assert_int_equal(wire_receive(s[1], a, &limits, &got, &fail), 1);
	assert_int_equal(got.fd, -1);
	assert_int_equal(got.body.len, 6);
	close(s[0]);
	close(s[1]);
	close(p[0]);
	close(p[1]);
	arena_free(a);
}

static void
an_inbox_never_waits(void **state)
{
	struct wire_inbox *inbox = wire_inbox_new(100);
	struct arena *a = arena_new(0);
	struct wire_frame frame;
	struct fail fail = { 0 };
	int s[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, s), 0);
	assert_int_equal(wire_inbox_fill(inbox, s[0], &fail), 1);
	assert_int_equal(wire_inbox_next(inbox, a, &frame, &fail), 0);
	assert_int_equal(write(s[1], "\0\0\0\3\4ab", 7), 7);
	assert_int_equal(wire_inbox_fill(inbox, s[0], &fail), 1);
	assert_int_equal(wire_inbox_next(inbox, a, &frame, &fail), 0);
	assert_int_equal(write(s[1], "c\0\0\0\0\5\0\0\1\0\6", 11), 11);
	close(s[1]);
	assert_int_equal(wire_inbox_fill(inbox, s[0], &fail), 0);
	assert_int_equal(wire_inbox_next(inbox, a, &frame, &fail), 1);
	assert_memory_equal(frame.body.at, "abc", 3);
	assert_int_equal(wire_inbox_next(inbox, a, &frame, &fail), 1);
	assert_int_equal(frame.type, 5);
	assert_int_equal(wire_inbox_next(inbox, a, &frame, &fail), -1);
	assert_int_equal(fail.class, FAIL_REFUSE);
	wire_inbox_free(inbox);
	close(s[0]);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_come_back_and_stop_at_the_end),
		cmocka_unit_test(a_large_frame_crosses_a_pipe_in_pieces),
		cmocka_unit_test(bad_peers_are_told_apart),
		cmocka_unit_test(a_descriptor_travels_only_when_asked_for),
		cmocka_unit_test(an_inbox_never_waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
