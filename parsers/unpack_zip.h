/* SPDX-License-Identifier: ISC
 *
 * unpack_zip: the files of a zip archive as parts.  Inside of room unpack.
 */
#ifndef PARSERS_UNPACK_ZIP_H
#define PARSERS_UNPACK_ZIP_H

#include "parsers/reading.h"

/* Every file is given to r->inside, those that cannot be had with their reason in `why`.
 * PART_WHY_PASSWORD when not one could be had without its password. */
enum part_why unpack_zip_read(struct reading *r);

#endif
