/* SPDX-License-Identifier: ISC
 *
 * record_inside: what writer and reader of a record agree on.  Only that room includes this.
 */
#ifndef PARSERS_RECORD_INSIDE_H
#define PARSERS_RECORD_INSIDE_H

#include "parsers/record.h"

#define RECORD_MAGIC		0x52454331u	/* "REC1" */
#define RECORD_SECONDS_FIRST	INT64_C(-5364662400)	/* 1800-01-01 */
#define RECORD_SECONDS_LAST	INT64_C(32503679999)	/* 2999-12-31 */

enum {
	RECORD_LINE_LIMIT = 1000,	/* names, addresses, identifiers */
	RECORD_PATH_LIMIT = 200,
	RECORD_CODE_LIMIT = 999		/* of a reply of SMTP */
};

enum record_kind { RECORD_LINE, RECORD_TEXT };

/* Valid UTF-8, no longer than limit, no control characters (RECORD_TEXT: but tab and line feed). */
bool record_is_clean(struct span s, enum record_kind kind, size_t limit);
/* Made so; *cut_io becomes true when something was left off. */
struct span record_clean(struct arena *a, struct span s, enum record_kind kind, size_t limit, bool *cut_io);
bool record_is_path(struct span s);		/* "2", "2.1" */
bool record_is_key(struct arena *a, struct span key, const struct field_key **entry_out);
/* The canonical form of a value of that type (INTERFACES, "field state"). */
bool record_value_fits(const struct field_key *entry, struct span value);
bool record_is_time(int64_t at);

#endif
