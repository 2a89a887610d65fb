/* SPDX-License-Identifier: ISC */
#include "daemon/say.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <systemd/sd-daemon.h>

static const char *name = "referrald";
static enum say_level limit = SAY_INFO;
static bool to_journal;

void
say_open(const char *program, enum say_level most)
{
	const char *stream = getenv("JOURNAL_STREAM");
	unsigned long long device, inode;
	struct stat st;

	name = program;
	limit = most;
	to_journal = stream != NULL && sscanf(stream, "%llu:%llu", &device, &inode) == 2 && fstat(STDERR_FILENO, &st) == 0 &&
	    st.st_dev == device && st.st_ino == inode;
}

void
say(enum say_level level, const char *format, ...)
{
	char line[1024];
	va_list args;
	size_t used;

	if (level > limit)
		return;
	if (to_journal)
		(void)snprintf(line, sizeof(line), "<%d>", (int)level);
	else
		(void)snprintf(line, sizeof(line), "%s: ", name);
	used = strlen(line);
	va_start(args, format);
	(void)vsnprintf(line + used, sizeof(line) - used - 1, format, args);
	va_end(args);
	/* One line is one write, and no byte of it can start another. */
	for (char *c = line; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7F)
			*c = '?';
	used = strlen(line);
	line[used++] = '\n';
	if (write(STDERR_FILENO, line, used) < 0)
		return;
}

void
say_fail(const char *step, const struct fail *f)
{
	static const struct { enum say_level level; const char *word; } words[] = {
		[FAIL_NONE] = { SAY_INFO, "done" }, [FAIL_RETRY] = { SAY_WARNING, "retry" },
		[FAIL_REFUSE] = { SAY_ERROR, "refused" }, [FAIL_STOP] = { SAY_CRITICAL, "stop" },
	};

	say(words[f->class].level, "step=%s result=%s why=\"%s\"", step, words[f->class].word, f->why);
}

void
say_notify(const char *format, ...)
{
	char state[512];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(state, sizeof(state), format, args);
	va_end(args);
	(void)sd_notify(0, state);
}

int
say_watchdog_ms(void)
{
	uint64_t usec;

	if (sd_watchdog_enabled(0, &usec) <= 0)
		return 0;
	return usec / 2000 > 3600000 ? 3600000 : (int)(usec / 2000);
}
