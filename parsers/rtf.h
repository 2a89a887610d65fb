/* SPDX-License-Identifier: ISC
 *
 * rtf: Rich Text Format (1.9.1) to blocks.
 *
 * Tables (also nested), legacy form fields, code pages; what is deleted, hidden or beside
 * the text (pictures, fonts, styles) is left out; headers, footers, notes and comments are
 * BLOCK_MARGIN.  RTF that only carries HTML (\fromhtml) gives that HTML to r->inside.  Pure.
 */
#ifndef PARSERS_RTF_H
#define PARSERS_RTF_H

#include "parsers/reading.h"

/* PART_WHY_NONE, also for a file that is cut short; DAMAGED: no RTF; TOO_DEEP; EMPTY;
 * SCANNED_IMAGE: no text, but pictures. */
enum part_why rtf_read(struct reading *r);

#endif
