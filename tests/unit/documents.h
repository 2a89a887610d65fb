/* SPDX-License-Identifier: ISC
 *
 * documents: runs one format over bytes or over a file of tests/golden/documents, with the
 * helper programs run as they are, and gives back its blocks as text.
 */
#ifndef TESTS_UNIT_DOCUMENTS_H
#define TESTS_UNIT_DOCUMENTS_H

#include "parsers/reading.h"
#include "tests/unit/print_blocks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct document {
	struct arena *arena;
	struct block_list blocks;
	struct part_list inside;
	enum part_why why;
	const char *printed;
};

static inline struct span
document_slurp(struct arena *a, FILE *f)
{
	struct arena_text t = arena_text(a);
	unsigned char buffer[4096];
	size_t n;

	while (f != NULL && (n = fread(buffer, 1, sizeof(buffer), f)) > 0)
		arena_put(&t, span_of(buffer, n));
	return arena_text_span(&t);
}

static inline struct span
document_bytes(struct arena *a, const char *name)
{
	char path[256];
	FILE *f;
	struct span s;

	(void)snprintf(path, sizeof(path), "tests/golden/documents/%s", name);
	f = fopen(path, "rb");
	if (f == NULL) {
		fprintf(stderr, "%s: cannot be opened\n", path);
		abort();
	}
	s = document_slurp(a, f);
	(void)fclose(f);
	return s;
}

static inline enum part_why
document_help(void *context, enum reading_helper which, struct span in, struct arena *a, struct span *out)
{
	char path[] = "/tmp/referral-test-XXXXXX", command[200];
	int fd = mkstemp(path);
	enum part_why why = PART_WHY_NO_HELPER;
	FILE *p;

	(void)context;
	if (fd < 0 || write(fd, in.at, in.len) != (ssize_t)in.len)
		return why;
	(void)close(fd);
	(void)snprintf(command, sizeof(command), which == READING_ANTIWORD ? "antiword -x db -m UTF-8.txt %s 2>/dev/null" : "pdftotext -q -bbox-layout -enc UTF-8 %s -", path);
	p = popen(command, "r");
	*out = document_slurp(a, p);
	if (p != NULL)
		why = pclose(p) != 0 ? PART_WHY_DAMAGED : out->len > 0 ? PART_WHY_NONE : PART_WHY_EMPTY;
	(void)unlink(path);
	return why;
}

static inline void
document_read(struct arena *a, enum part_why (*format)(struct reading *), struct span bytes, bool help, const char *password, struct document *out)
{
	struct reading r = { .arena = a, .bytes = bytes, .part = SPAN_LIT("2"), .password = span_str(password), .blocks = &out->blocks, .inside = &out->inside,
		.help = help ? document_help : NULL };

	out->arena = a;
	out->blocks = block_list(a);
	out->inside = (struct part_list){ .count = 0 };
	out->why = format(&r);
	out->printed = print_blocks(a, &out->blocks);
}

/* Every cut of the bytes, each as a copy of just that length, so that valgrind sees a byte too
 * far.  Gives the seconds the slowest one took. */
static inline double
document_cuts(enum part_why (*format)(struct reading *), struct span bytes)
{
	double slowest = 0;

	for (size_t i = 0; i < bytes.len; i++) {
		struct arena *a = arena_new(0);
		unsigned char *exact = malloc(i + 1);
		struct document d;
		clock_t from = clock();
		double took;

		memcpy(exact, bytes.at, i);
		document_read(a, format, span_of(exact, i), false, NULL, &d);
		took = (double)(clock() - from) / CLOCKS_PER_SEC;
		slowest = took > slowest ? took : slowest;
		free(exact);
		arena_free(a);
	}
	return slowest;
}

#endif
