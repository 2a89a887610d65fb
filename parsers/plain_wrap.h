/* SPDX-License-Identifier: ISC
 *
 * plain_wrap: lines that a mail program broke because they were long.  Inside of room plain.
 *
 * Many programs break what was typed at 65 to 80 characters (RFC 5322, 2.1.1), with or without
 * saying format=flowed (RFC 3676); an answer or a question then goes on in the next line.
 */
#ifndef PARSERS_PLAIN_WRAP_H
#define PARSERS_PLAIN_WRAP_H

#include "parsers/span.h"

/* The column at which the lines of this text that are quoted, or those that are not, were broken; 0 when they stand as they
 * were typed. */
size_t plain_wrap_column(struct span text, bool quoted);
/* What `line` says goes on in `next`.  more: `line` goes on from the one above. */
bool plain_wrap_goes_on(struct span line, struct span next, size_t column, bool more);

#endif
