/* SPDX-License-Identifier: ISC
 *
 * documents: runs one format over bytes or over a file of tests/golden/documents, with the
 * helper programs run as they are, and gives back its blocks as text.
 */
#ifndef TESTS_UNIT_DOCUMENTS_H
#define TESTS_UNIT_DOCUMENTS_H

#include "parsers/reading.h"
#include "tests/quality/files.h"
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
document_bytes(struct arena *a, const char *name)
{
	char path[256];

	(void)snprintf(path, sizeof(path), "tests/golden/documents/%s", name);
	return files_read(a, path);
}

static inline void
document_read(struct arena *a, enum part_why (*format)(struct reading *), struct span bytes, bool help, const char *password, struct document *out)
{
	struct reading r = { .arena = a, .bytes = bytes, .part = SPAN_LIT("2"), .password = span_str(password), .blocks = &out->blocks, .inside = &out->inside,
		.help = help ? files_help : NULL };

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
