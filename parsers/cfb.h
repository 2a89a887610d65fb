/* SPDX-License-Identifier: ISC
 *
 * cfb: a compound file ([MS-CFB]) in memory: old Word and Excel files, Outlook messages, and
 * the wrapping of a locked new one.
 *
 * A stream that lies in one piece is lent from the file, else copied together, at most
 * READING_INFLATED_LIMIT bytes for the whole file.  Chains that run in circles or out of the
 * file end there.  Nothing is known of what the streams mean.  Pure.
 */
#ifndef PARSERS_CFB_H
#define PARSERS_CFB_H

#include "parsers/arena.h"
#include "parsers/part.h"

enum { CFB_ENTRIES_LIMIT = 10000 };

#define CFB_ROOT 0u
#define CFB_NONE UINT32_MAX

enum cfb_kind { CFB_EMPTY, CFB_STORAGE, CFB_STREAM };

struct cfb_entry {
	struct span name;	/* UTF-8 */
	enum cfb_kind kind;
	uint32_t parent;	/* index of its storage; CFB_NONE for the root and for what hangs nowhere */
	uint64_t size;		/* streams: as the file says */
};

struct cfb;

/* PART_WHY_NONE; DAMAGED (no compound file, or no directory), TOO_MANY.  `in` must outlive it. */
enum part_why cfb_open(struct arena *a, struct span in, struct cfb **out);
size_t cfb_count(const struct cfb *c);
const struct cfb_entry *cfb_at(const struct cfb *c, uint32_t index);
/* The entry of that name directly inside a storage; ASCII case ignored, as [MS-CFB] 2.6.4 compares. */
bool cfb_find(const struct cfb *c, uint32_t parent, const char *name, uint32_t *index_out);
/* The same anywhere in the file: the first one. */
bool cfb_find_anywhere(const struct cfb *c, const char *name, uint32_t *index_out);
/* A stream's bytes.  NONE; DAMAGED: *out holds what could be read; TOO_LARGE. */
enum part_why cfb_read(struct cfb *c, uint32_t index, struct span *out);

#endif
