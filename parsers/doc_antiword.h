/* SPDX-License-Identifier: ISC
 *
 * doc_antiword: what antiword says of a document, which is DocBook, as blocks.  Inside of
 * room doc.
 *
 * Paragraphs, tables, bold and struck text, footnotes.  All of it is BLOCK_UNCERTAIN:
 * antiword loses tick boxes and lists of choices without a trace.
 */
#ifndef PARSERS_DOC_ANTIWORD_H
#define PARSERS_DOC_ANTIWORD_H

#include "parsers/reading.h"

/* NONE, EMPTY; NO_HELPER, TIMEOUT, DAMAGED ...: of antiword. */
enum part_why doc_antiword_read(struct reading *r);

#endif
