/* SPDX-License-Identifier: ISC
 *
 * errors: everything that is wrong with the admin's files, collected.
 *
 * One line each: "file:line: what, and what to do".  A reader of one section notes what it
 * finds and goes on, so that an admin mends ten mistakes in one go, not one in ten.
 */
#ifndef CONFIG_ERRORS_H
#define CONFIG_ERRORS_H

#include "parsers/arena.h"

struct errors_where {
	struct span file;		/* as it was named on the command line or in include() */
	unsigned line;			/* from 1; 0: the file as a whole */
};

/* {arena, 0...} is a valid empty one; the arena is the caller's and owns the lines. */
struct config_errors {
	struct arena *arena;
	struct span *lines;
	size_t count;
	size_t capacity;
	struct errors_where *where;	/* of each line; spans borrow from the same arena */
	size_t where_capacity;
	struct errors_where *settled;	/* lines of which all is said: see errors_add_last() */
	size_t settled_count;
	size_t settled_capacity;
};

enum { ERRORS_LIMIT = 200 };		/* further ones are counted in the last line only */

void errors_add(struct config_errors *e, struct errors_where where, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* What follows from this one, on the same line, is not said as well. */
void errors_add_last(struct config_errors *e, struct errors_where where, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* Into the order in which the lines stand in their files, files in the order first met. */
void errors_sort(struct config_errors *e);

#endif
