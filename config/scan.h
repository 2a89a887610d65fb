/* SPDX-License-Identifier: ISC
 *
 * scan: the admin's files as a list of marks with their lines, read strictly.
 *
 * libconfuse forgets the line of an option, accepts a missing final }, drops characters it
 * does not know (an unquoted *), turns an unset ${VAR} into nothing and exits on a
 * directory.  So every file is walked here first, by a narrower grammar than its own:
 *
 *	name = value		name = { value, value }
 *	name "title" { ... }	name { ... }	include("file")		# comment
 *
 * A value is a word, a 'text' or a "text"; ${VAR} or ${VAR:-default} stands in a "text" or
 * alone.  include() stands outside all sections and is relative to the file it is in.
 * Values are handed on as written: decoding them is libconfuse's.
 */
#ifndef CONFIG_SCAN_H
#define CONFIG_SCAN_H

#include "config/errors.h"

enum scan_kind { SCAN_OPTION, SCAN_OPEN, SCAN_CLOSE };

struct scan_mark {
	enum scan_kind kind;
	struct span name;
	struct span *raw;		/* option: its values; section: its title or nothing; quotes included */
	unsigned *raw_lines;		/* of each */
	size_t raw_count;
	bool list;			/* in braces */
	struct errors_where where;
};

struct scan {
	struct scan_mark *marks;	/* every SCAN_OPEN has its SCAN_CLOSE */
	size_t count;
	size_t capacity;
};

enum { SCAN_FILE_LIMIT = 4 * 1024 * 1024, SCAN_INCLUDE_LIMIT = 8 };

/* The file with all that it includes.  False when it cannot be walked to its end: the
 * first error of grammar ends it.  Unset variables are noted without ending it. */
bool scan_file(struct arena *a, struct span path, struct config_errors *errors, struct scan *out);
/* A small regular file, whole, valid UTF-8 without NUL, its byte order mark and CRs dropped; false with the error noted at `where`. */
bool scan_read(struct arena *a, struct span path, struct errors_where where, struct config_errors *errors, struct span *text_out);
/* `name` as seen from the folder that `beside` is in; absolute names stay. */
struct span scan_read_path(struct arena *a, struct span beside, struct span name);

#endif
