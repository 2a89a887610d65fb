/* SPDX-License-Identifier: ISC
 *
 * unpack_format: which room reads which type, and what stands for the types nobody reads.
 * Inside of room unpack.
 */
#ifndef PARSERS_UNPACK_FORMAT_H
#define PARSERS_UNPACK_FORMAT_H

#include "parsers/unpack_part.h"

/* Sniffs the part at index (already in the list), reads or opens it, and sets type, outcome,
 * why and flags; what it holds is appended and read in turn. */
void unpack_format_read(struct unpacking *u, const struct unpack_input *in, size_t index);

#endif
