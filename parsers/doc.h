/* SPDX-License-Identifier: ISC
 *
 * doc: Word's binary documents ([MS-DOC], Word 97 to 2003) to blocks.
 *
 * The file holds the same things as RTF under other names: text with marks in it, and for
 * each stretch of it the properties that RTF spells as control words.  So it is told in
 * RTF's words and read by that room: tables, legacy form fields and ActiveX controls with
 * their state, text boxes, strike-through, revisions, hidden text.  Older documents (Word 6,
 * 95), and those whose pieces make no sense, go to antiword, which loses form fields without
 * a trace: what it gives is BLOCK_UNCERTAIN.  Pure.
 */
#ifndef PARSERS_DOC_H
#define PARSERS_DOC_H

#include "parsers/reading.h"

/* PART_WHY_NONE; PASSWORD; DAMAGED, EMPTY, SCANNED_IMAGE; NO_HELPER, TIMEOUT ... of antiword,
 * when it was needed. */
enum part_why doc_read(struct reading *r);

#endif
