/* SPDX-License-Identifier: ISC
 *
 * unpack_uu: files that old mail programs put into the text itself (uuencode, POSIX).
 * Inside of room unpack.
 */
#ifndef PARSERS_UNPACK_UU_H
#define PARSERS_UNPACK_UU_H

#include "parsers/part.h"

enum { UNPACK_UU_LIMIT = 50 };

/* Takes every "begin 644 name" ... "end" out of the text, decoded, into inside; gives back the
 * text that is left, the same span when there was none. */
struct span unpack_uu_take(struct arena *a, struct span text, struct part_list *inside);

#endif
