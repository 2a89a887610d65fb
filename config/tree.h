/* SPDX-License-Identifier: ISC
 *
 * tree: the admin's files as sections and values, each with its line.
 *
 * libconfuse's only home.  What scan found is held against a schema: unknown and repeated
 * names and lists in the wrong place are noted and left out, so that the rest is still
 * read and all errors come at once.  What remains is written out again and parsed by
 * libconfuse, as texts (it takes 010 for 8 and -1 for any int; typed.h reads numbers).
 * The result owns nothing of libconfuse's.
 */
#ifndef CONFIG_TREE_H
#define CONFIG_TREE_H

#include "config/scan.h"

enum tree_kind {
	TREE_VALUE,
	TREE_LIST,			/* a single value without braces will do */
	TREE_SECTION,			/* once, without title */
	TREE_SECTIONS,			/* any number, without title */
	TREE_TITLED			/* any number, each title once */
};

/* A schema: rules up to one whose name is NULL. */
struct tree_rule {
	const char *name;
	enum tree_kind kind;
	const struct tree_rule *inside;	/* of sections */
};

struct tree_value {
	struct span name;
	struct span *items;
	const unsigned *lines;		/* of each item */
	size_t count;
	struct errors_where where;
};

struct tree {
	struct span name;
	struct span title;
	struct errors_where where;	/* of the section's first line */
	struct tree_value *values;
	size_t values_count, values_capacity;
	struct tree *sections;		/* in the order of the file */
	size_t sections_count, sections_capacity;
};

/* False when nothing can be read (errors say why); true, perhaps with errors, otherwise. */
bool tree_read(struct arena *a, struct span path, const struct tree_rule *schema, struct config_errors *errors, struct tree *out);
const struct tree_value *tree_value(const struct tree *t, const char *name);	/* NULL when it is not there */
/* The next section of that name at or after *at (updated), or NULL. */
const struct tree *tree_next(const struct tree *t, const char *name, size_t *at);
const struct tree *tree_section(const struct tree *t, const char *name);	/* the first, or NULL */
/* Where one item of a list stands. */
struct errors_where tree_item_where(const struct tree_value *v, size_t at);
/* Where the value stands; the section where it does not. */
struct errors_where tree_where(const struct tree *t, const char *name);

#endif
