/* SPDX-License-Identifier: ISC
 *
 * reading: what a format room is given and what it gives back.
 *
 * Every format is one function `enum part_why FORMAT_read(struct reading *r)`: it turns
 * r->bytes into blocks appended to r->blocks (each block's where.part is r->part), appends
 * what the file holds inside itself to r->inside (bytes, name and declared_type set, the
 * path left to the caller), sets PART_FLAG_* in r->flags, and returns PART_WHY_NONE, or why
 * it could not read.  On damage it may leave the blocks it had: better some than none.
 * A format never opens a file and never starts a program: a helper program (pdftotext,
 * antiword) is asked for through r->help, which is NULL where there is none.
 */
#ifndef PARSERS_READING_H
#define PARSERS_READING_H

#include "parsers/block.h"
#include "parsers/part.h"

enum reading_helper {
	READING_PDFTOTEXT_BBOX,		/* stdin PDF -> XHTML of words with their boxes (pdftotext -bbox-layout) */
	READING_ANTIWORD		/* stdin .doc -> DocBook XML (antiword -x db) */
};

struct zipped;

struct reading {
	struct arena *arena;		/* owns everything given back */
	struct span bytes;		/* the file, whole; outlives the reading */
	struct span part;		/* "2.1": for where.part */
	struct span charset;		/* declared for text types; empty when none */
	struct span password;		/* empty but when a person has supplied one */
	struct zipped *zip;		/* the file opened as an archive, by whoever looked into it before; NULL: nobody did.  Not the reader's to close */
	struct block_list *blocks;
	struct part_list *inside;
	unsigned flags;			/* PART_FLAG_MACRO ... found on the way */
	/* Runs a helper over `in`; its output is put in the arena.  PART_WHY_NONE, or why not. */
	enum part_why (*help)(void *context, enum reading_helper which, struct span in, struct arena *a, struct span *out);
	void *help_context;
};

enum {
	READING_DEPTH_LIMIT = 200,		/* nested elements, tables in tables, groups */
	READING_INFLATED_LIMIT = 64 * 1024 * 1024	/* bytes out of one compressed file, all entries together */
};

#endif
