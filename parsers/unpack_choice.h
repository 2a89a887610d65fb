/* SPDX-License-Identifier: ISC
 *
 * unpack_choice: of the same text sent twice, which counts; and what the sender wrote.
 *
 * multipart/alternative (RFC 2046 section 5.1.4): HTML counts when it has tables, controls
 * or struck-out words, or is not much shorter than the plain text; the other one becomes
 * IGNORED, ALTERNATIVE, and its blocks go.  The body text, for people and for commands, is
 * the plain one wherever it says anything.  Inside of room unpack.
 */
#ifndef PARSERS_UNPACK_CHOICE_H
#define PARSERS_UNPACK_CHOICE_H

#include "parsers/unpack_part.h"

/* index: for each part of m its place in the list of parts, or UNPACK_NO_PART. */
void unpack_choice_make(struct unpacking *u, const struct mime_message *m, const size_t *index);
/* Blocks as lines of text: cells of a row apart by tabs, quoted text behind "> ". */
void unpack_choice_print(const struct block_list *blocks, struct arena_text *t);

#endif
