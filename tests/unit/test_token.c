/* SPDX-License-Identifier: ISC
 * token: what a login server's answers mean, and the refresh token on disk. */
#include "daemon/token_inside.h"
#include "daemon/wire.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void
grants_are_read(void **state)
{
	static const struct { const char *body; const char *access, *refresh; uint32_t seconds; } table[] = {
		{ "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"a.b-c_d~e+f/g=\"}", "a.b-c_d~e+f/g=", "", 3599 },
		{ "{\"access_token\":\"a\",\"token_type\":\"bearer\",\"expires_in\":\"1200\",\"refresh_token\":\"r\"}", "a", "r", 1200 },
		{ "{\"access_token\":\"a\"}", "a", "", 300 },
		{ "{\"access_token\":\"a\",\"expires_in\":-5}", "a", "", 300 },
		{ "{\"access_token\":\"a\",\"expires_in\":1e300}", "a", "", 86400 },
		{ "{\"access_token\":\"a\",\"expires_in\":99999999999}", "a", "", 86400 },
		{ "{\"access_token\":\"a\",\"expires_in\":0}", "a", "", 0 },
	};
	static struct token_answer answer;

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		token_answer_read(200, span_str(table[i].body), &answer);
		if (!answer.granted || strcmp(answer.access.text, table[i].access) != 0 || strcmp(answer.refresh.text, table[i].refresh) != 0 ||
		    answer.good_for_seconds != table[i].seconds)
			fail_msg("%s: %d %s %u", table[i].body, answer.granted, answer.access.text, answer.good_for_seconds);
	}
}

static void
refusals_are_told_apart(void **state)
{
	static const struct { long status; const char *body; enum token_trouble want; } table[] = {
		{ 401, "{\"error\":\"invalid_client\",\"error_codes\":[7000222]}", TOKEN_SECRET_EXPIRED },
		{ 401, "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000222: The provided client secret keys for app 'x' are expired.\"}", TOKEN_SECRET_EXPIRED },
		{ 401, "{\"error\":\"invalid_client\",\"error_codes\":[7000215]}", TOKEN_SECRET_INVALID },
		{ 401, "{\"error\":\"invalid_client\"}", TOKEN_SECRET_INVALID },
		{ 400, "{\"error\":\"unauthorized_client\",\"error_codes\":[700016]}", TOKEN_NO_CLIENT },
		{ 400, "{\"error\":\"invalid_request\",\"error_codes\":[90002]}", TOKEN_NO_CLIENT },
		{ 401, "{\"error\":\"deleted_client\"}", TOKEN_NO_CLIENT },
		{ 400, "{\"error\":\"invalid_grant\",\"error_codes\":[65001]}", TOKEN_NO_CONSENT },
		{ 400, "{\"error\":\"invalid_grant\"}", TOKEN_REVOKED },
		{ 400, "{\"error\":\"invalid_grant\",\"error_codes\":[700082]}", TOKEN_REVOKED },
		{ 400, "{\"error\":\"invalid_scope\"}", TOKEN_BAD_SCOPE },
		{ 400, "{\"error\":\"access_denied\",\"error_codes\":[53003]}", TOKEN_BLOCKED },
		{ 429, "", TOKEN_THROTTLED },
		{ 429, "{\"error\":\"something_new\"}", TOKEN_THROTTLED },
		{ 500, "<html>", TOKEN_UNREACHABLE },
		{ 503, "{\"error\":\"temporarily_unavailable\"}", TOKEN_UNREACHABLE },
		{ 302, "{\"access_token\":\"a\"}", TOKEN_PROTOCOL },
		{ 404, "", TOKEN_PROTOCOL },
		{ 201, "{\"access_token\":\"a\"}", TOKEN_PROTOCOL },
		{ 200, "", TOKEN_PROTOCOL },
		{ 200, "[]", TOKEN_PROTOCOL },
		{ 200, "{\"access_token\":\"\"}", TOKEN_PROTOCOL },
		{ 200, "{\"access_token\":\"a b\"}", TOKEN_PROTOCOL },
		{ 200, "{\"access_token\":\"a\\u0001\"}", TOKEN_PROTOCOL },
		{ 200, "{\"access_token\":\"a\\u0000b\"}", TOKEN_PROTOCOL },
		{ 200, "{\"access_token\":\"a\",\"access_token\":\"b\"}", TOKEN_PROTOCOL },
		{ 200, "{\"access_token\":\"a\",\"token_type\":7}", TOKEN_PROTOCOL },
		{ 200, "{\"access_token\":\"a\",\"refresh_token\":\"r\\n\"}", TOKEN_PROTOCOL },
		{ 400, "{\"error\":7,\"error_codes\":\"x\",\"error_description\":[]}", TOKEN_PROTOCOL },
	};
	static struct token_answer answer;

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		token_answer_read(table[i].status, span_str(table[i].body), &answer);
		if (answer.granted || answer.failure.trouble != table[i].want || strncmp(answer.failure.text, token_trouble_name(table[i].want), strlen(token_trouble_name(table[i].want))) != 0)
			fail_msg("%ld %s: %d %s", table[i].status, table[i].body, answer.granted, answer.failure.text);
	}
}

/* The longest words, the longest detail: still whole. */
static void
every_mend_fits(void **state)
{
	struct token_failure failure;
	char detail[300];

	(void)state;
	memset(detail, 'd', sizeof(detail) - 1);
	detail[sizeof(detail) - 1] = '\0';
	for (unsigned t = 0; t <= TOKEN_LOCAL; t++) {
		token_answer_fail(&failure, (enum token_trouble)t, detail);
		assert_int_equal(failure.text[strlen(failure.text) - 1], ')');
		assert_int_equal(failure.trouble, t);
	}
}

static void
put(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static void
a_refresh_token_is_replaced_whole(void **state)
{
	char dir[] = "/tmp/test-token-XXXXXX", path[64], next[64], line[64] = "";
	struct token_file file, second;
	struct secret secret, new = { "second", 6 };
	struct fail fail;
	struct stat st;
	FILE *f;

	(void)state;
	assert_non_null(mkdtemp(dir));
	(void)snprintf(path, sizeof(path), "%s/token", dir);
	(void)snprintf(next, sizeof(next), "%s/.token.next", dir);
	put(path, "first\n");
	/* Cut off in the midst: nobody knows what the server gave. */
	put(next, "left by one that di");
	assert_int_equal(token_file_open(&file, path, wire_now_ms() + 5000, &secret, &fail), 0);
	assert_string_equal(secret.text, "first");
	token_file_close(&file);
	/* Written whole before the death, and older than what stands there since. */
	put(next, "left by one that died\n");
	usleep(20000);
	put(path, "consented to since\n");
	assert_int_equal(token_file_open(&file, path, wire_now_ms() + 5000, &secret, &fail), 0);
	assert_string_equal(secret.text, "consented to since");
	token_file_close(&file);
	usleep(20000);
	put(next, "left by one that died\n");
	assert_int_equal(token_file_open(&file, path, wire_now_ms() + 5000, &secret, &fail), 0);
	assert_string_equal(secret.text, "left by one that died");
	assert_int_equal(token_file_open(&second, path, wire_now_ms() + 50, &secret, &fail), -1);
	token_file_close(&second);
	assert_int_equal(access(next, F_OK), 0);
	assert_int_equal(token_file_replace(&file, &new, &fail), 0);
	token_file_close(&file);
	assert_int_not_equal(access(next, F_OK), 0);
	f = fopen(path, "r");
	assert_non_null(f);
	assert_non_null(fgets(line, sizeof(line), f));
	fclose(f);
	assert_string_equal(line, "second\n");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(token_file_open(&file, "/nonexistent/folder/token", wire_now_ms() + 50, &secret, &fail), -1);
	token_file_close(&file);
	(void)unlink(path);
	assert_int_equal(rmdir(dir), 0);
}

/* A token process that lies is no token. */
static int
lie(void)
{
	static const struct { uint8_t type; const char *body; size_t len; } lies[] = {
		{ TOKEN_GRANTED, "\0\0\1\0\0\0\0\3a b", 11 }, { TOKEN_GRANTED, "\0\0\1\0\0\0\0\0", 8 }, { TOKEN_GRANTED, "", 0 },
		{ TOKEN_FAILED, "\377\0\0\0\0\0\0\0\0", 9 }, { TOKEN_FAILED, "\0\377\0\0\0\0\0\0\0", 9 }, { 99, "", 0 },
	};
	struct arena *a = arena_new(0);
	const struct wire_limits limits = { .body = 65536, .deadline_ms = WIRE_FOREVER };
	struct wire_frame frame;
	struct fail fail;
	int told = wire_receive(3, a, &limits, &frame, &fail);

	for (size_t i = 0; told == 1 && wire_receive(3, a, &limits, &frame, &fail) == 1 && i < sizeof(lies) / sizeof(lies[0]); i++)
		(void)wire_send(3, lies[i].type, span_of((const unsigned char *)lies[i].body, lies[i].len), wire_now_ms() + 1000, &fail);
	arena_free(a);
	return told == 1 ? 0 : 1;
}

static void
a_child_that_lies(void **state)
{
	const struct token_settings settings = { .url = "https://login.example/", .client_id = "c" };
	struct token_failure failure;
	struct fail fail;
	struct token *t = token_open(&settings, &fail);

	(void)state;
	assert_non_null(t);
	for (int i = 0; i < 8; i++) {
		assert_null(token_get(t, false, &failure));
		assert_int_equal(failure.trouble, TOKEN_LOCAL);
		assert_false(token_is_kept(t));
	}
	token_close(t);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(grants_are_read),
		cmocka_unit_test(refusals_are_told_apart),
		cmocka_unit_test(every_mend_fits),
		cmocka_unit_test(a_refresh_token_is_replaced_whole),
		cmocka_unit_test(a_child_that_lies),
	};

	if (argc == 2 && strcmp(argv[1], "--role=token") == 0)
		return lie();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
