/* SPDX-License-Identifier: ISC
 *
 * zipping: named parts into a zip archive, in memory.
 *
 * For documents that are packages (.docx).  The same parts always give the same bytes.  It
 * writes only: what reads archives is parsers/zipped, in the jail.  Pure.
 */
#ifndef DAEMON_ZIPPING_H
#define DAEMON_ZIPPING_H

#include "parsers/arena.h"

struct zipping_part {
	const char *name;		/* "word/document.xml" */
	struct span bytes;
};

/* The archive in the arena, parts in their order. */
struct span zipping_write(struct arena *a, const struct zipping_part *parts, size_t count);

#endif
