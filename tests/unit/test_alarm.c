/* SPDX-License-Identifier: ISC
 * When the alarm is sounded: `at` goes on, stands still or back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/alarm.h"

/* The command runs by itself: a moment until its line is there, or for certain is not. */
static long
lines_in(const char *path, long want)
{
	struct stat st = { 0 };

	for (int i = 0; i < 200 && (stat(path, &st) != 0 || st.st_size < 2 * want); i++)
		usleep(10000);
	usleep(100000);
	return stat(path, &st) == 0 ? (long)st.st_size / 2 : 0;
}

static void
once_for_each_set_of_reasons(void **state)
{
	static const struct { const char *name; int64_t at; enum status_level level; const char *why; long sounded; } table[] = {
		{ "critical", 1000000, STATUS_CRITICAL, "a", 1 },
		{ "the same a minute later", 1000060, STATUS_CRITICAL, "a", 1 },
		{ "another reason within five minutes", 1000120, STATUS_CRITICAL, "b", 1 },
		{ "still that one", 1000360, STATUS_CRITICAL, "b", 2 },
		{ "an hour later", 1003960, STATUS_CRITICAL, "b", 3 },
		{ "the clock is set back by a day", 917560, STATUS_CRITICAL, "b", 3 },
		{ "ten minutes after that another reason", 918160, STATUS_CRITICAL, "c", 4 },
		{ "and after an hour", 921760, STATUS_CRITICAL, "c", 5 },
		{ "over", 921820, STATUS_OK, "", 5 },
		{ "again", 921880, STATUS_CRITICAL, "c", 6 },
	};
	char dir[] = "/tmp/alarm-XXXXXX", path[64], command[128];
	struct config config = { 0 };
	struct keeper k = { .config = &config };

	(void)state;
	assert_non_null(mkdtemp(dir));
	(void)snprintf(path, sizeof(path), "%s/heard", dir);
	(void)snprintf(command, sizeof(command), "cat >>%s", path);
	config.outgoing.alarm_command = span_str(command);
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct span why = span_str(table[i].why);
		struct status s = { .level = table[i].level, .why = &why, .why_count = 1, .at = table[i].at };

		alarm_sound(&k, &s);
		if (lines_in(path, table[i].sounded) != table[i].sounded)
			fail_msg("%s", table[i].name);
	}
	(void)unlink(path);
	(void)rmdir(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(once_for_each_set_of_reasons) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
