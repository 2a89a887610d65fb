/* SPDX-License-Identifier: ISC
 *
 * unpack_flags: what is to be said of a part besides its outcome.  Inside of room unpack.
 */
#ifndef PARSERS_UNPACK_FLAGS_H
#define PARSERS_UNPACK_FLAGS_H

#include "parsers/part.h"
#include "parsers/sniff.h"

/* PART_FLAG_MACRO: an office file that carries a macro project, whoever reads it.
 * PART_FLAG_NAME_MISMATCH: the name ends like a type it is not. */
unsigned unpack_flags_of(struct arena *a, enum sniff_kind kind, const struct sniff_found *found, const struct part *p);

#endif
