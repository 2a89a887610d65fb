/* SPDX-License-Identifier: ISC
 *
 * docx: Word documents (.docx, .docm, .dotx, .dotm; Transitional or Strict) to blocks.
 *
 * Body first, then headers, footers, footnotes, endnotes and comments (BLOCK_MARGIN).
 * What a document shows when all its tracked changes are accepted is what is read.
 * Documents inside it (w:altChunk, embedded objects) go to r->inside.
 */
#ifndef PARSERS_DOCX_H
#define PARSERS_DOCX_H

#include "parsers/docx_package.h"
#include "parsers/reading.h"

/* PART_WHY_NONE; PASSWORD; DAMAGED, TOO_DEEP, TOO_LARGE, TOO_MANY (the blocks read so far
 * are kept); UNKNOWN_TYPE: a zip, but no Word document; EMPTY: no text at all;
 * SCANNED_IMAGE: no text, but pictures. */
enum part_why docx_read(struct reading *r);
/* The same from a package already open. */
enum part_why docx_read_package(struct reading *r, const struct docx_package *package);

#endif
