/* SPDX-License-Identifier: ISC
 *
 * compose_header: values of header fields, as ASCII that is ready to be folded at blanks.
 *
 * Part of the room compose, and pure.  What cannot stand in a header as it is becomes
 * encoded words (RFC 2047, UTF-8, Q); what must not stand there is refused.
 */
#ifndef DAEMON_COMPOSE_HEADER_H
#define DAEMON_COMPOSE_HEADER_H

#include "parsers/arena.h"

/* False for control characters, bad UTF-8, or more than COMPOSE_HEADER_MAX bytes. */
bool compose_header_usable(struct span value);
/* Unstructured text: a subject, an X- header.  The value is usable. */
struct span compose_header_text(struct arena *a, struct span value);
/* name <address>, the name as atoms, a quoted string or encoded words; the bare address
 * when the name is empty.  Both are usable. */
struct span compose_header_mailbox(struct arena *a, struct span name, struct span address);
/* True for <...> of 3 to 250 visible ASCII characters without further angle brackets. */
bool compose_header_is_id(struct span id);
/* The Message-IDs found in a stranger's References, the last 20 of them, then `last` if it
 * is one and not there already; separated by blanks.  Empty when there are none. */
struct span compose_header_ids(struct arena *a, struct span references, struct span last);

#endif
