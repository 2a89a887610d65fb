/* SPDX-License-Identifier: ISC
 *
 * zipped: a zip file in memory.  Only home of libzip (whose own prefix is zip_) and zlib.
 *
 * A first try insists that the archive is consistent; when only that check fails it is
 * read all the same, since many producers write archives that are a little off.  All
 * entries together give at most READING_INFLATED_LIMIT bytes, and an entry of more than
 * 1 MB at most ZIPPED_RATIO_LIMIT times its compressed size.  No file is touched.  Pure.
 */
#ifndef PARSERS_ZIPPED_H
#define PARSERS_ZIPPED_H

#include "parsers/arena.h"
#include "parsers/part.h"

enum { ZIPPED_ENTRIES_LIMIT = 2000, ZIPPED_RATIO_LIMIT = 250 };

struct zipped_entry {
	struct span name;		/* UTF-8, '/' between folders; a folder's own entry ends in '/' */
	uint64_t size;			/* inflated, as the archive says */
	uint64_t compressed;
	uint32_t crc;			/* of what it inflates to, where `deflated` */
	bool deflated;			/* in the usual way (RFC 1951), with a checksum */
	bool encrypted;
	bool aes;			/* the way WinZip does, without a checksum of its own */
};

struct zipped;

/* PART_WHY_NONE; DAMAGED, TOO_MANY, TOO_LARGE (*out is NULL).  `in` must outlive it; close it. */
enum part_why zipped_open(struct arena *a, struct span in, struct zipped **out);
/* What is left of an archive whose directory is lost (cut short in the mail): the entries
 * found by their own headers; reading them gives their bytes, and DAMAGED where a size or
 * sum is wrong.  DAMAGED, *out NULL, when there is nothing. */
enum part_why zipped_salvage(struct arena *a, struct span in, struct zipped **out);
void zipped_close(struct zipped *z);			/* NULL is fine */
/* For encrypted entries; the bytes are copied. */
void zipped_set_password(struct zipped *z, struct span password);

size_t zipped_count(const struct zipped *z);
const struct zipped_entry *zipped_at(const struct zipped *z, size_t index);
/* ASCII case ignored, as OPC part names are compared (ISO/IEC 29500-2, 6.3.5). */
bool zipped_find(const struct zipped *z, struct span name, size_t *index_out);
/* The entry's bytes, in the arena.  NONE; PASSWORD (missing or wrong); TOO_LARGE; DAMAGED:
 * then *out holds what could be read. */
enum part_why zipped_read(struct zipped *z, size_t index, struct span *out);
/* Deflated bytes (RFC 1951) that were taken out of an entry by other means; within the same limits. */
enum part_why zipped_inflate(struct zipped *z, struct span deflated, struct span *out);

#endif
