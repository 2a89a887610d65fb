/* SPDX-License-Identifier: ISC
 *
 * mbox: the messages of an mbox file (RFC 4155), one after another.
 *
 * A message begins at a "From " line at the start or after a blank line; such a line holds a
 * time of day, so that prose that begins with "From " seldom ends a message.  The ">" that
 * was put before "From " in a body is taken away again.  Pure.
 */
#ifndef PARSERS_MBOX_H
#define PARSERS_MBOX_H

#include "parsers/arena.h"

bool mbox_is(struct span file);
/* Takes the next message off *rest; false at the end.  The message borrows, or is a copy in the arena. */
bool mbox_next(struct span *rest, struct arena *a, struct span *message_out);

#endif
