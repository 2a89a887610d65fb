/* SPDX-License-Identifier: ISC
 *
 * odt: OpenDocument text (.odt, .ott, and .fodt in one XML file) to blocks.
 *
 * Body first, then headers and footers, which like footnotes and comments are BLOCK_MARGIN.
 * Deleted text of tracked changes, hidden text and hidden sections are left out.  Form
 * controls stand where they are drawn; fields of Word documents, drop-downs, input fields
 * and content controls where they are typed.  OpenDocument 1.3 part 3.  Pure.
 */
#ifndef PARSERS_ODT_H
#define PARSERS_ODT_H

#include "parsers/reading.h"

/* PART_WHY_NONE; PASSWORD (none, or a wrong one); DAMAGED, TOO_DEEP, TOO_LARGE,
 * TOO_MANY (the blocks read so far are kept); UNKNOWN_TYPE: no OpenDocument text; EMPTY;
 * SCANNED_IMAGE: no text, but pictures. */
enum part_why odt_read(struct reading *r);

#endif
