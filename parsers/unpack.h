/* SPDX-License-Identifier: ISC
 *
 * unpack: containers opened until nothing is left inside.
 *
 * One raw message becomes a flat list of parts, each with its outcome, and the blocks of each
 * part that could be read.  What a part is, its bytes decide (sniff); who reads it, a table
 * of formats.  Attached messages, .msg, winmail.dat, zip files and whatever a format gives
 * back as `inside` are opened in turn, within limits of depth, number and size.  Every part
 * has an outcome and a reason: nothing is dropped silently.  Does not know what a form is.
 */
#ifndef PARSERS_UNPACK_H
#define PARSERS_UNPACK_H

#include "parsers/dsn.h"
#include "parsers/mime.h"
#include "parsers/reading.h"

enum {
	UNPACK_BODY_LIMIT = 64 * 1024,
	UNPACK_DEPTH_DEFAULT = 12,		/* containers in containers; multiparts do not count */
	UNPACK_PARTS_DEFAULT = 500,
	UNPACK_PART_SIZE_DEFAULT = 64 * 1024 * 1024,	/* decoded */
	UNPACK_TOTAL_SIZE_DEFAULT = 128 * 1024 * 1024,	/* of all that was taken out of containers; reading may use a quarter more of memory */
	UNPACK_BLOCKS_LIMIT = 2 * BLOCK_LIMIT,	/* of all parts together */
	UNPACK_BLOCKS_LEAST = 64		/* with room for fewer a part is not begun */
};

enum unpack_flag {
	UNPACK_FLAG_SMIME_SIGNED = 1 << 0,
	UNPACK_FLAG_SMIME_ENCRYPTED = 1 << 1,
	UNPACK_FLAG_PGP_SIGNED = 1 << 2,
	UNPACK_FLAG_PGP_ENCRYPTED = 1 << 3,
	UNPACK_FLAG_REPORT = 1 << 4,		/* multipart/report of whatever kind */
	UNPACK_FLAG_CALENDAR = 1 << 5,		/* holds text/calendar: an invitation or the answer to one */
	UNPACK_FLAG_BODY_CUT = 1 << 6,		/* body_text was longer than UNPACK_BODY_LIMIT */
	UNPACK_FLAG_NOT_SCANNED = 1 << 7	/* a scanner was there and gave no verdict of some part */
};

enum unpack_scan { UNPACK_CLEAN, UNPACK_INFECTED, UNPACK_NOT_SCANNED };

struct unpack_options {				/* 0 in a limit stands for its default */
	size_t depth_limit;
	size_t parts_limit;
	uint64_t part_size_limit;
	uint64_t total_size_limit;
	struct span password;
	enum part_why (*help)(void *context, enum reading_helper which, struct span in, struct arena *a, struct span *out);
	void *help_context;
	enum unpack_scan (*scan)(void *context, struct span bytes);	/* before a part is looked into; NULL: nobody does */
	void *scan_context;
};

/* The blocks of one part; only parts that were read have an entry. */
struct unpack_blocks {
	size_t part;			/* index in parts */
	struct block_list blocks;
};

struct unpack_result {
	struct mime_message message;	/* the outermost one */
	struct part_list parts;		/* all levels, document order, a container before what it holds */
	struct unpack_blocks *read;	/* in the order of parts */
	size_t read_count;
	size_t read_capacity;
	struct span body_text;		/* what the sender wrote, UTF-8: the plain body, else the HTML one as text; cut at UNPACK_BODY_LIMIT */
	struct dsn dsn;			/* kind DSN_NONE when this is no report */
	unsigned flags;			/* enum unpack_flag */
};

/* Opens what must be opened while the disk is still there (mime_prepare, sniff_prepare).  Once. */
void unpack_prepare(void);
/* With mime_prepare_common(). */
void unpack_prepare_common(void);

/* options may be NULL for the defaults.  The result borrows from raw and from the arena. */
void unpack_message(struct arena *a, struct span raw, const struct unpack_options *options, struct unpack_result *result_out);
/* The same for one file that is no message: a form by itself.  It is part "1". */
void unpack_file(struct arena *a, struct span bytes, struct span name, const struct unpack_options *options, struct unpack_result *result_out);

#endif
