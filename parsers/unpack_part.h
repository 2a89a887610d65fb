/* SPDX-License-Identifier: ISC
 *
 * unpack_part: one part, whatever it is, and what it holds.  Inside of room unpack.
 */
#ifndef PARSERS_UNPACK_PART_H
#define PARSERS_UNPACK_PART_H

#include "parsers/unpack.h"

/* One message being unpacked. */
struct unpacking {
	struct arena *arena;
	struct unpack_options options;	/* limits filled in */
	struct unpack_result *result;
	uint64_t taken_out;		/* bytes that came out of containers so far */
	size_t blocks;			/* that all parts gave so far */
	size_t used_before;		/* of the arena */
	unsigned depth;			/* containers around what is being read */
	unsigned body_depth;		/* where the sender's own text stands: 0, or inside a signed envelope */
	bool full;			/* the limit of parts is reached, and a part says so */
};

/* The list for a part's blocks: half of what the message may still have, since more parts may come. */
struct block_list unpack_part_blocks(const struct unpacking *u);

/* What is known of a part before it is opened. */
struct unpack_input {
	struct part part;		/* path, name, declared type, bytes, flags */
	struct span charset;
	struct span parameter;		/* smime-type, protocol, report-type */
	bool inlined;			/* belongs to the text: a picture with a Content-ID, a resource of its page */
};

/* Appends a part with its type, size and digest; UNREADABLE until something better is known.
 * The index, or UNPACK_NO_PART when the limit is reached. */
size_t unpack_part_add(struct unpacking *u, const struct unpack_input *in);
#define UNPACK_NO_PART SIZE_MAX

/* Adds the part, and reads or opens it: everything it holds follows it in the list.  Its index. */
size_t unpack_part_take(struct unpacking *u, const struct unpack_input *in);

/* "2" and 3 -> "2.3". */
struct span unpack_part_path(struct arena *a, struct span parent, size_t number);

/* unpack.c: a message inside a message: its parts are numbered below prefix. */
void unpack_part_message(struct unpacking *u, struct span raw, struct span prefix);

#endif
