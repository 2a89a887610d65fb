/* SPDX-License-Identifier: ISC
 *
 * doc_plain: what antiword says of a document, as blocks.  Inside of room doc.
 *
 * Lines between bars are rows of a table.  All of it is BLOCK_UNCERTAIN: antiword shows no
 * tick boxes, and what is struck through like the rest.
 */
#ifndef PARSERS_DOC_PLAIN_H
#define PARSERS_DOC_PLAIN_H

#include "parsers/reading.h"

/* NONE, EMPTY; NO_HELPER, TIMEOUT, DAMAGED ...: of antiword. */
enum part_why doc_plain_read(struct reading *r);

#endif
