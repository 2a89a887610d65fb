/* SPDX-License-Identifier: ISC
 * secret: the first line of a file or of a command's output, or why not. */
#include "daemon/secret.h"

#include "daemon/wire.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void
commands(void **state)
{
	static const struct { const char *command, *want; } table[] = {
		{ "echo hunter2", "hunter2" },
		{ "printf 'hunter2\\r\\nmore\\n'", "hunter2" },
		{ "printf 'no newline'", "no newline" },
		{ "echo x; echo second >&2", "x" },
		{ "head -c 16000 /dev/zero | tr '\\0' a; echo", "" },
		{ "head -c 30000 /dev/zero | tr '\\0' a", NULL },
		{ "true", NULL },
		{ "echo", NULL },
		{ "echo x; exit 3", NULL },
		{ "printf 'a\\tb\\n'", NULL },
		{ "exit 1", NULL },
		{ "cat", NULL },
		{ "test -e /proc/self/fd/3 && echo leaked", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		static struct secret s;
		struct fail f;
		int rc = secret_read(SECRET_COMMAND, table[i].command, 10000, &s, &f);

		assert_int_equal(rc, table[i].want == NULL ? -1 : 0);
		if (rc == 0 && table[i].want[0] != '\0')
			assert_string_equal(s.text, table[i].want);
		if (rc != 0)
			assert_int_equal(s.len, 0);
	}
}

static void
a_command_that_hangs_is_killed(void **state)
{
	static struct secret s;
	struct fail f;
	int64_t began = wire_now_ms();

	(void)state;
	assert_int_equal(secret_read(SECRET_COMMAND, "sleep 30 & sleep 30", 200, &s, &f), -1);
	assert_int_equal(f.class, FAIL_RETRY);
	assert_true(wire_now_ms() - began < 5000);
}

static void
files(void **state)
{
	static struct secret s;
	char name[] = "/tmp/secret-XXXXXX";
	int fd = mkstemp(name);
	struct fail f;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "hunter2\n", 8), 8);
	close(fd);
	assert_int_equal(secret_read(SECRET_FILE, name, 1000, &s, &f), 0);
	assert_string_equal(s.text, "hunter2");
	assert_int_equal(s.len, 7);
	secret_wipe(&s);
	assert_int_equal(s.len, 0);
	unlink(name);
	assert_int_equal(secret_read(SECRET_FILE, name, 1000, &s, &f), -1);
	assert_int_equal(f.class, FAIL_RETRY);
	assert_int_equal(secret_read(SECRET_FILE, "/dev/zero", 1000, &s, &f), -1);
	assert_int_equal(f.class, FAIL_REFUSE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(commands),
		cmocka_unit_test(a_command_that_hangs_is_killed),
		cmocka_unit_test(files),
	};

	return cmocka_run_group_tests_name("secret", tests, NULL, NULL);
}
