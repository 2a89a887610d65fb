/* SPDX-License-Identifier: ISC
 *
 * zipped_inside: what the two readers of archives share, and nobody else includes but their tests.
 *
 * Most archives are plain: one directory at the very end, no comment, nothing encrypted, names
 * in ASCII, entries stored or deflated.  zipped_plain reads these without libzip, which looks
 * at each header three times.  Where it is not sure of anything it leaves the archive, or the
 * entry, to libzip; so that what an archive holds, and what is damaged, is what libzip says.
 */
#ifndef PARSERS_ZIPPED_INSIDE_H
#define PARSERS_ZIPPED_INSIDE_H

#include "parsers/zipped.h"

/* Where an entry's bytes are, in a plain archive. */
struct zipped_place {
	struct span packed;
	uint32_t crc;
	bool deflated;
};

/* The archive's entries; false: it is not plain. */
bool zipped_plain_list(struct arena *a, struct span in, struct zipped_entry **entries_out, struct zipped_place **places_out, size_t *count_out);
/* Just `size` bytes, whose sum is right, or false. */
bool zipped_plain_read(struct arena *a, const struct zipped_place *p, unsigned char *bytes, size_t size);
/* zipped_open() without zipped_plain: what the other is held against. */
enum part_why zipped_open_thoroughly(struct arena *a, struct span in, struct zipped **out);

#endif
