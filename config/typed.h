/* SPDX-License-Identifier: ISC
 *
 * typed: values of the tree as numbers, times, sizes, choices and lists.
 *
 * Each getter takes a section and the name of a value in it, notes what is wrong with its
 * line, and then gives the default, so that reading goes on.  Numbers are decimal digits
 * only.  Times: 90s, 10m, 2h, 5d, 2w.  Sizes: 512, 64K, 50M, 1G.  Dates: YYYY-MM-DD.
 */
#ifndef CONFIG_TYPED_H
#define CONFIG_TYPED_H

#include "config/config.h"
#include "config/tree.h"

struct typed {
	struct arena *arena;
	struct config_errors *errors;
	enum config_need need;
};

struct typed_range {
	uint64_t least;
	uint64_t most;
	uint64_t otherwise;		/* when the value is not there */
};

/* One line of text; empty where there is none. */
struct span typed_text(const struct typed *c, const struct tree *t, const char *name);
/* Must be there and not empty; `todo` says what to write. */
struct span typed_needed(const struct typed *c, const struct tree *t, const char *name, const char *todo);
/* The same, but only CONFIG_FOR_RUNNING. */
struct span typed_filled(const struct typed *c, const struct tree *t, const char *name, const char *todo);
uint64_t typed_number(const struct typed *c, const struct tree *t, const char *name, struct typed_range range);
int64_t typed_seconds(const struct typed *c, const struct tree *t, const char *name, struct typed_range range);
uint64_t typed_bytes(const struct typed *c, const struct tree *t, const char *name, struct typed_range range);
bool typed_bool(const struct typed *c, const struct tree *t, const char *name, bool otherwise);
/* Index in names (NULL-terminated). */
unsigned typed_choice(const struct typed *c, const struct tree *t, const char *name, const char *const *names, unsigned otherwise);
/* Values that are not empty. */
struct config_strings typed_list(const struct typed *c, const struct tree *t, const char *name);
/* A file name, as seen from the file it stands in; empty stays empty. */
struct span typed_path(const struct typed *c, const struct tree *t, const char *name);

#endif
