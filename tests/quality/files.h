/* SPDX-License-Identifier: ISC
 *
 * files: a file's bytes, and the helper programs run on bytes as the jail would run them but
 * without the jail: for tests, whose files are our own.
 */
#ifndef TESTS_QUALITY_FILES_H
#define TESTS_QUALITY_FILES_H

#include "parsers/reading.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What the stream gives until it ends, or until the most that a helper may give. */
static inline struct span
files_slurp(struct arena *a, FILE *f)
{
	struct arena_text t = arena_text(a);
	unsigned char buffer[65536];
	size_t n;

	while (f != NULL && t.len < READING_INFLATED_LIMIT && (n = fread(buffer, 1, sizeof(buffer), f)) > 0)
		arena_put(&t, span_of(buffer, n));
	return arena_text_span(&t);
}

/* The whole file; a file that cannot be opened ends the test program with status 2. */
static inline struct span
files_read(struct arena *a, const char *path)
{
	FILE *f = fopen(path, "rb");
	struct span s;

	if (f == NULL) {
		perror(path);
		exit(2);
	}
	s = files_slurp(a, f);
	(void)fclose(f);
	return s;
}

/* A reading's `help`; stopped after five seconds. */
static inline enum part_why
files_help(void *context, enum reading_helper which, struct span in, struct arena *a, struct span *out)
{
	char path[] = "/tmp/referral-test-XXXXXX", command[200];
	int fd = mkstemp(path);
	enum part_why why = PART_WHY_NO_HELPER;
	FILE *p;

	(void)context;
	if (fd < 0)
		return why;
	if (write(fd, in.at, in.len) == (ssize_t)in.len) {
		(void)snprintf(command, sizeof(command), which == READING_ANTIWORD ? "timeout 5 antiword -x db -m UTF-8.txt %s 2>/dev/null" :
		    "timeout 5 pdftotext -q -bbox-layout -enc UTF-8 %s - 2>/dev/null", path);
		p = popen(command, "r");
		*out = files_slurp(a, p);
		if (p != NULL)
			why = pclose(p) != 0 ? PART_WHY_DAMAGED : out->len > 0 ? PART_WHY_NONE : PART_WHY_EMPTY;
	}
	(void)close(fd);
	(void)unlink(path);
	return why;
}

#endif
