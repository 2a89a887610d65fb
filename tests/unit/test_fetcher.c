/* SPDX-License-Identifier: ISC
 * fetcher: names and words; and the keeper's side against a child that lies (this program
 * again, as --role=fetcher, the lie chosen by the login). */
#include "daemon/child.h"
#include "daemon/fetcher_name.h"
#include "daemon/fetcher_wire.h"
#include "daemon/fetcher_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* ---- names ---- */

static void
names_become_utf7(void **state)
{
	static const struct { const char *in, *want; } table[] = {
		{ "INBOX", "INBOX" },
		{ "Processed & filed", "Processed &- filed" },
		{ "\xC3\xA9t\xC3\xA9", "&AOk-t&AOk-" },
		{ "~peter/mail/\xE5\x8F\xB0\xE5\x8C\x97/\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E", "~peter/mail/&U,BTFw-/&ZeVnLIqe-" },
		{ "\xF0\x9F\x98\x80!", "&2D3eAA-!" },
		{ "\xC3\xA9\xC3\xA9\xC3\xA9", "&AOkA6QDp-" },
		{ "quote\"back\\slash", "quote\"back\\slash" },
		{ "line\r\nbreak", NULL },
		{ "bell\x07", NULL },
		{ "\xC2\x85", NULL },
		{ "broken\xC3", NULL },
		{ "", NULL },
	};
	struct arena *a = arena_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const char *got = fetcher_name_encode(a, table[i].in);

		if ((got == NULL) != (table[i].want == NULL) || (got != NULL && strcmp(got, table[i].want) != 0))
			fail_msg("%s: %s", table[i].in, got == NULL ? "refused" : got);
	}
	arena_free(a);
}

static void
names_go_where_the_server_keeps_them(void **state)
{
	static const struct { const char *in; struct fetcher_namespace ns; const char *want; } table[] = {
		{ "Processed", { "", '/' }, "Processed" },
		{ "Filed/2026", { "", '/' }, "Filed/2026" },
		{ "Filed/2026", { "", '.' }, "Filed.2026" },
		{ "Processed", { "INBOX.", '.' }, "INBOX.Processed" },
		{ "INBOX.Processed", { "INBOX.", '.' }, "INBOX.Processed" },
		{ "INBOX/Processed", { "INBOX.", '.' }, "INBOX.Processed" },
		{ "inbox", { "INBOX.", '.' }, "inbox" },
		{ "Inboxes", { "INBOX.", '.' }, "INBOX.Inboxes" },
		{ "a/b", { "mail/", '/' }, "mail/a/b" },
		{ "a/b", { "", '\0' }, "a/b" },
	};
	struct arena *a = arena_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		assert_string_equal(fetcher_name_place(a, table[i].in, &table[i].ns), table[i].want);
	arena_free(a);
}

static void
words_are_understood(void **state)
{
	static const struct { const char *in; enum fetcher_words_meaning meaning; uint32_t seconds; const char *hint; } table[] = {
		{ "Request is throttled. Suggested Backoff Time: 92415 milliseconds", FETCHER_WORDS_THROTTLED, 93, " (throttled)" },
		{ "Suggested Backoff Time: 99999999999999999999 milliseconds", FETCHER_WORDS_THROTTLED, 0, " (throttled)" },
		{ "User is authenticated but not connected.", FETCHER_WORDS_NO_PERMISSION, 0, NULL },
		{ "* BYE Too many connections for scp@scp.example", FETCHER_WORDS_THROTTLED, 0, " (too many connections or requests)" },
		{ "Account exceeded command or bandwidth limits. abc123", FETCHER_WORDS_THROTTLED, 0, " (throttled: too much was fetched in a day)" },
		{ "Application-specific password required: https://support.example/185833 (Failure)", FETCHER_WORDS_NOTHING, 0,
		    " (this login takes an application's password only: make one, or use oauth2)" },
		{ "LOGIN Invalid credentials or IMAP is disabled sc=1", FETCHER_WORDS_NOTHING, 0, " (wrong login, or IMAP is not enabled for this mailbox)" },
		{ "Your account is not enabled for IMAP use.", FETCHER_WORDS_NOTHING, 0, " (wrong login, or IMAP is not enabled for this mailbox)" },
		{ "BasicAuthBlocked", FETCHER_WORDS_NOTHING, 0, " (the server takes no passwords: use oauth2)" },
		{ "Authentication failed.", FETCHER_WORDS_NOTHING, 0, "" },
		{ "", FETCHER_WORDS_NOTHING, 0, "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct fetcher_words got = fetcher_words_read(span_str(table[i].in));

		if (got.meaning != table[i].meaning || got.retry_after_seconds != table[i].seconds ||
		    (table[i].hint != NULL && strcmp(got.hint, table[i].hint) != 0) || strstr(got.hint, "scp@") != NULL)
			fail_msg("%s: %d %u%s", table[i].in, (int)got.meaning, (unsigned)got.retry_after_seconds, got.hint);
	}
	assert_int_equal(fetcher_words_read_code(SPAN_LIT("unavailable")).meaning, FETCHER_WORDS_THROTTLED);
	assert_string_equal(fetcher_words_read_code(SPAN_LIT("scp@scp.example")).hint, "");
}

/* ---- a child that lies ---- */

static const struct fetcher_entry ascending[] = { { 3, 10, 5 }, { 4, 10, FETCHER_NO_DATE } };
static const struct fetcher_entry descending[] = { { 4, 10, 5 }, { 3, 10, 5 } };
static const struct fetcher_entry low[] = { { 2, 10, 5 } };
static const uint32_t asked[] = { 5, 7, 9 }, other[] = { 8 }, again[] = { 7 };

struct lie {
	const char *name;
	struct fetcher_event say[4];
	size_t count;
	enum fetcher_ask ask;
	int want;		/* of the last event */
};

#define LISTED(e, all, last) { .news = FETCHER_LISTING, .uidvalidity = 1, .entries = e, .count = sizeof(e) / sizeof(e[0]), \
    .everything = all, .complete = last }
#define TAKE(u, n) { .news = FETCHER_TAKEN, .uid = u, .name = n, .size = 1 }
#define MOVE(u) { .news = FETCHER_MOVED, .text = "", .uids = u, .count = sizeof(u) / sizeof(u[0]) }

static const struct lie lies[] = {
	{ "an honest listing", { LISTED(ascending, false, true) }, 1, FETCHER_ASK_POLL, 1 },
	{ "a listing out of order", { LISTED(descending, false, true) }, 1, FETCHER_ASK_POLL, -1 },
	{ "a listing twice", { LISTED(ascending, false, false), LISTED(ascending, false, true) }, 2, FETCHER_ASK_POLL, -1 },
	{ "below the watermark", { LISTED(low, false, true) }, 1, FETCHER_ASK_POLL, -1 },
	{ "below it, but all", { LISTED(low, true, true) }, 1, FETCHER_ASK_POLL, 1 },
	{ "an honest take", { TAKE(7, "f1-0"), { .news = FETCHER_MISSED, .uid = 5 }, TAKE(9, "f1-1"), { .news = FETCHER_TAKE_DONE } },
	    4, FETCHER_ASK_TAKE, 1 },
	{ "a uid not asked for", { TAKE(8, "f1-0") }, 1, FETCHER_ASK_TAKE, -1 },
	{ "a uid twice", { TAKE(7, "f1-0"), TAKE(7, "f1-1") }, 2, FETCHER_ASK_TAKE, -1 },
	{ "done too early", { TAKE(7, "f1-0"), { .news = FETCHER_TAKE_DONE } }, 2, FETCHER_ASK_TAKE, -1 },
	{ "a path", { TAKE(7, "../register") }, 1, FETCHER_ASK_TAKE, -1 },
	{ "a hidden name", { TAKE(7, ".") }, 1, FETCHER_ASK_TAKE, -1 },
	{ "no name", { TAKE(7, "") }, 1, FETCHER_ASK_TAKE, -1 },
	{ "an answer to nothing asked", { { .news = FETCHER_MOVE_DONE } }, 1, FETCHER_ASK_TAKE, -1 },
	{ "new mail while not idle", { { .news = FETCHER_NEWMAIL } }, 1, FETCHER_ASK_TAKE, -1 },
	{ "an honest move", { MOVE(asked), { .news = FETCHER_MOVE_DONE } }, 2, FETCHER_ASK_MOVE, 1 },
	{ "moved, not asked for", { MOVE(other) }, 1, FETCHER_ASK_MOVE, -1 },
	{ "moved twice", { MOVE(again), MOVE(asked) }, 2, FETCHER_ASK_MOVE, -1 },
	{ "no such trouble", { { .news = FETCHER_TROUBLE, .trouble = (enum fetcher_trouble)77, .text = "" } }, 1, FETCHER_ASK_POLL, -1 },
	{ "trouble", { { .news = FETCHER_TROUBLE, .trouble = FETCHER_LOCAL, .text = "a\nb\033[2J" } }, 1, FETCHER_ASK_POLL, 1 },
	{ "nothing at all", { { 0 } }, 0, FETCHER_ASK_POLL, -1 },
};

static int
lie(void)
{
	struct wire_limits limits = { FETCHER_FRAME, WIRE_FOREVER, false };
	struct arena *a = arena_new(0);
	struct fetcher_settings settings;
	struct wire_frame frame;
	struct fail fail;

	if (wire_receive(CHILD_SOCKET, a, &limits, &frame, &fail) != 1 || !fetcher_wire_get_settings(frame.body, a, &settings))
		return 78;
	if (wire_receive(CHILD_SOCKET, a, &limits, &frame, &fail) != 1)
		return 1;
	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++)
		for (size_t k = 0; strcmp(lies[i].name, settings.login) == 0 && k < lies[i].count; k++)
			(void)wire_send(CHILD_SOCKET, (uint8_t)(FETCHER_ANSWER + lies[i].say[k].news),
			    fetcher_wire_put_event(a, &lies[i].say[k]), WIRE_FOREVER, &fail);
	if (strcmp(settings.login, "nothing at all") == 0)
		(void)raise(SIGKILL);
	(void)wire_receive(CHILD_SOCKET, a, &limits, &frame, &fail);
	arena_free(a);
	return 0;
}

static int
put_question(struct fetcher *f, enum fetcher_ask ask, struct fail *fail)
{
	struct fetcher_folder folder = { "INBOX", 1 };
	struct fetcher_uids uids = { asked, 3 };

	if (ask == FETCHER_ASK_POLL)
		return fetcher_poll(f, &folder, 3, fail);
	if (ask == FETCHER_ASK_TAKE)
		return fetcher_take(f, &folder, &uids, fail);
	return fetcher_move(f, &folder, &uids, "Processed", fail);
}

static void
what_was_not_asked_for_is_refused(void **state)
{
	char exe[4096] = "";

	(void)state;
	assert_true(readlink("/proc/self/exe", exe, sizeof(exe) - 1) > 0);
	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		struct fetcher_settings settings = { .login = lies[i].name };
		struct arena *a = arena_new(0);
		struct fail fail = { 0 };
		struct fetcher *f = fetcher_start(exe, &settings, &fail);
		struct fetcher_event e = { 0 };
		int rc = 1;

		assert_non_null(f);
		assert_int_equal(put_question(f, lies[i].ask, &fail), 0);
		while (rc == 1 && fetcher_busy(f))
			rc = fetcher_wait(f, a, wire_now_ms() + 10000, &e, &fail);
		if (rc != lies[i].want || (rc < 0 && fail.class != (lies[i].count == 0 ? FAIL_RETRY : FAIL_REFUSE)))
			fail_msg("%s: %d %s", lies[i].name, rc, fail.why);
		if (strcmp(lies[i].name, "trouble") == 0)
			assert_string_equal(e.text, "a?b?[2J");
		if (strcmp(lies[i].name, "nothing at all") == 0)
			assert_string_equal(fail.why, "a fetcher died of signal 9");
		fetcher_stop(f, 1000);
		arena_free(a);
	}
}

static void
questions_are_checked(void **state)
{
	struct fetcher_settings settings = { .login = "silent" };
	struct fetcher_folder good = { "INBOX", 1 }, bad = { "IN\r\nBOX", 1 }, none = { "", 1 };
	const uint32_t disorder[] = { 2, 1 }, zero[] = { 0 };
	struct fail fail = { 0 };
	char exe[4096] = "";
	struct fetcher *f;

	(void)state;
	assert_true(readlink("/proc/self/exe", exe, sizeof(exe) - 1) > 0);
	f = fetcher_start(exe, &settings, &fail);
	assert_non_null(f);
	assert_int_equal(fetcher_poll(f, &bad, 0, &fail), -1);
	assert_int_equal(fail.class, FAIL_REFUSE);
	assert_int_equal(fetcher_poll(f, &none, 0, &fail), -1);
	assert_int_equal(fetcher_take(f, &good, &(struct fetcher_uids){ disorder, 2 }, &fail), -1);
	assert_int_equal(fetcher_take(f, &good, &(struct fetcher_uids){ zero, 1 }, &fail), -1);
	assert_int_equal(fetcher_take(f, &good, &(struct fetcher_uids){ zero, 0 }, &fail), -1);
	assert_int_equal(fetcher_move(f, &good, &(struct fetcher_uids){ asked, 3 }, "INBOX", &fail), -1);
	assert_false(fetcher_busy(f));
	assert_int_equal(fetcher_poll(f, &good, 0, &fail), 0);
	assert_true(fetcher_busy(f));
	assert_int_equal(fetcher_poll(f, &good, 0, &fail), -1);
	assert_int_equal(fail.class, FAIL_STOP);
	fetcher_stop(f, 1000);
}

static void
settings_cross_whole(void **state)
{
	struct fetcher_settings in = { "imap.scp.example", "127.0.0.1", 993, FETCHER_TLS_STARTTLS, "/ca.pem", "scp@scp.example",
	    FETCHER_AUTH_XOAUTH2, FETCHER_SECRET_COMMAND, "cat x",
	    { "https://login.example/token", "client", "/client", "scope", "/refresh", "/login-ca.pem", 9 }, "/var/tmp", 1, 2, 3, 4 }, out;
	struct arena *a = arena_new(0);
	struct span body = fetcher_wire_put_settings(a, &in);

	(void)state;
	assert_true(fetcher_wire_get_settings(body, a, &out));
	assert_string_equal(out.server, in.server);
	assert_string_equal(out.tmp_dir, in.tmp_dir);
	assert_string_equal(out.token.url, in.token.url);
	assert_string_equal(out.token.ca_file, in.token.ca_file);
	assert_int_equal(out.token.seconds, 9);
	assert_true(out.port == 993 && out.tls == in.tls && out.auth == in.auth && out.secret == in.secret && out.message_bytes == 4);
	for (size_t i = 0; i < body.len; i++)
		assert_false(fetcher_wire_get_settings(span_slice(body, 0, i), a, &out));
	arena_free(a);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_become_utf7),
		cmocka_unit_test(names_go_where_the_server_keeps_them),
		cmocka_unit_test(words_are_understood),
		cmocka_unit_test(what_was_not_asked_for_is_refused),
		cmocka_unit_test(questions_are_checked),
		cmocka_unit_test(settings_cross_whole),
	};

	if (argc == 2 && strcmp(argv[1], "--role=fetcher") == 0)
		return lie();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
