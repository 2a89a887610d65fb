/* SPDX-License-Identifier: ISC */
#include "daemon/reader_filter.h"
#include "daemon/reader.h"

#include "parsers/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

static bool
write_all(int fd, const unsigned char *at, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, at, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		at += n;
		len -= (size_t)n;
	}
	return true;
}

/* A file as it is; anything else copied to memory first, since the child maps it. */
static int
input(void)
{
	unsigned char buffer[65536];
	struct stat st;
	ssize_t n;
	int fd;

	if (fstat(STDIN_FILENO, &st) != 0)
		return -1;
	if (S_ISREG(st.st_mode))
		return STDIN_FILENO;
	fd = memfd_create("message", MFD_CLOEXEC);
	while (fd >= 0 && (n = read(STDIN_FILENO, buffer, sizeof(buffer))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 || !write_all(fd, buffer, (size_t)n))
			return -1;
	}
	return fd;
}

static int
say(int code, const char *what)
{
	fprintf(stderr, "referral-reader: %s\n", what);
	return code;
}

/* The reader's word is not taken for it that this drives no terminal. */
static struct span
printable(struct arena *a, struct span s)
{
	struct arena_text t = arena_text(a);
	struct span_cursor c = span_walk(s);
	uint32_t code_point;

	while (text_next(&c, &code_point))
		text_put(&t, (code_point < 0x20 && code_point != '\n' && code_point != '\t') || (code_point >= 0x7f && code_point <= 0x9f) ?
		    TEXT_REPLACEMENT : code_point);
	return arena_text_span(&t);
}

static int
print(struct arena *a, const struct reader_answer *answer)
{
	struct span out;

	switch (answer->outcome) {
	case READER_OK:
		out = printable(a, answer->text);
		return write_all(STDOUT_FILENO, out.at, out.len) ? EX_OK : say(EX_IOERR, strerror(errno));
	case READER_CRASHED:
		return say(EX_DATAERR, "the message crashed its reader; open it by hand, with care");
	case READER_TIMEOUT:
		return say(EX_DATAERR, "reading the message took too long; open it by hand, with care");
	case READER_OVERSIZE:
	case READER_BAD_RECORD:
		return say(EX_DATAERR, "the message gives more text than fits; open it by hand");
	case READER_GONE:
		return say(EX_TEMPFAIL, "the reader could not be started; try again");
	}
	return EX_SOFTWARE;
}

int
reader_filter_run(enum jail_walls walls)
{
	struct reader_settings settings = { .program = "/proc/self/exe", .walls = walls, .jobs = 1 };
	struct reader_request request = { .mode = READER_TEXT };
	struct reader_answer answer;
	struct arena *a;
	struct reader *r;
	struct fail fail;
	int code;

	request.fd = input();
	if (request.fd < 0)
		return say(EX_NOINPUT, "standard input cannot be read");
	r = reader_start(&settings, &fail);
	if (r == NULL)
		return say(EX_UNAVAILABLE, fail.why);
	a = arena_new(0);
	reader_read(r, &request, a, &answer);
	code = print(a, &answer);
	reader_stop(r);
	arena_free(a);
	return code;
}
