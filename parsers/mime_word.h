/* SPDX-License-Identifier: ISC
 *
 * mime_word: encoded words that belong together (RFC 2047), made one.
 *
 * Senders cut a text into words wherever they reach 75 characters, within a letter too, which
 * RFC 2047 section 5 forbids and everybody does; GMime then sees two halves of nothing.  Part of room mime.
 */
#ifndef PARSERS_MIME_WORD_H
#define PARSERS_MIME_WORD_H

#include "parsers/arena.h"

/* Words of one charset with only blanks between them become one word; the same span when
 * there are none. */
struct span mime_word_join(struct arena *a, struct span raw);

#endif
