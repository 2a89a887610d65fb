/* SPDX-License-Identifier: ISC
 *
 * record_make: from the bytes of one message to its record.
 *
 * The whole of the reading in one call: containers opened (unpack), forms found in each
 * part that could be read (form), the result put in a record.  What the jailed child runs,
 * and nobody else: whoever links this links every document library.  Pure.
 */
#ifndef PARSERS_RECORD_MAKE_H
#define PARSERS_RECORD_MAKE_H

#include "parsers/record.h"
#include "parsers/unpack.h"

struct record_make_options {
	const struct form_set *forms;	/* indexed; NULL: no forms are looked for */
	struct span form;		/* read every part as this one; empty: as what fits best */
	struct unpack_options unpack;
};

/* The record borrows from raw, the forms and the arena. */
void record_make(struct arena *a, struct span raw, const struct record_make_options *options, struct record *out);
/* Headers and addresses only (RECORD_HEADERS_ONLY): nothing of the body is looked at. */
void record_make_headers(struct arena *a, struct span raw, struct record *out);
/* The message for people: chief headers, each part with its outcome, the text of each part
 * that could be read, table rows as lines.  UTF-8, no control characters but tab and line feed. */
struct span record_make_text(struct arena *a, struct span raw, const struct record_make_options *options);

#endif
