/* SPDX-License-Identifier: ISC
 *
 * mime_split: where the header fields and the parts of a message lie.
 *
 * Finds, and decodes nothing.  Everything given back borrows from the bytes given.  Linear
 * in their length, no recursion, no allocation but the list of fields.  Part of room mime.
 */
#ifndef PARSERS_MIME_SPLIT_H
#define PARSERS_MIME_SPLIT_H

#include "parsers/arena.h"

struct mime_split_field {
	struct span name;	/* without blanks before the colon */
	struct span value;	/* raw: still folded and encoded, cut at MIME_HEADER_LINE_LIMIT */
};

struct mime_split_head {
	struct mime_split_field *fields;
	size_t count;
	size_t capacity;
	bool cut;		/* a limit of mime.h was reached */
	struct span body;	/* what follows the header block */
};

/* The header block at the start of bytes.  At the top of a message an mbox "From " line and
 * blank lines before the fields are passed over; in a part a blank line means no fields. */
void mime_split_header(struct arena *a, struct span bytes, bool top, struct mime_split_head *head_out);
/* The last field of that name (as elsewhere the last one counts), or the empty span; *seen_out
 * (may be NULL) is how many there were. */
struct span mime_split_last(const struct mime_split_head *head, const char *name, unsigned *seen_out);
/* True when the line has the form "Name: ...". */
bool mime_split_is_field(struct span line);

/* Walks the parts of a multipart body. */
struct mime_split_parts {
	struct span rest;
	struct span delimiter;	/* "--boundary" */
	bool closed;		/* the last boundary ("--x--") was met, and none after it */
};

/* Skips the preamble; false when the boundary is nowhere. */
bool mime_split_begin(struct arena *a, struct span body, struct span boundary, struct mime_split_parts *parts_out);
/* The next part, header and body, without the line end that belongs to the boundary. */
bool mime_split_next(struct mime_split_parts *parts, struct span *part_out);
/* For a multipart whose boundary is missing or wrong: the first line that could be one ("--x"
 * and a header field or a blank line after it), or the empty span. */
struct span mime_split_guess(struct span body);

#endif
