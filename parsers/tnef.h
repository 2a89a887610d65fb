/* SPDX-License-Identifier: ISC
 *
 * tnef: winmail.dat, what Exchange makes of a mail for its own kind ([MS-OXTNEF]).
 *
 * Gives the body (see mapi.h) and the attachments as parts; no blocks.  Checksums are not
 * insisted on.  Pure.
 */
#ifndef PARSERS_TNEF_H
#define PARSERS_TNEF_H

#include "parsers/reading.h"

enum { TNEF_ATTACHMENT_LIMIT = 500, TNEF_PROPERTY_LIMIT = 5000 /* of one property list */ };

/* PART_WHY_NONE; DAMAGED (what was found before stays in r->inside); EMPTY; TOO_MANY. */
enum part_why tnef_read(struct reading *r);

#endif
