/* SPDX-License-Identifier: ISC
 *
 * fetcher_name: folder names as IMAP wants them.  Private to the room, pure.
 */
#ifndef DAEMON_FETCHER_NAME_H
#define DAEMON_FETCHER_NAME_H

#include "parsers/arena.h"

/* UTF-8 to modified UTF-7 (RFC 3501 section 5.1.3).  NULL for an empty name, bad UTF-8 or a
 * control character: CR or LF in a name would be a command of somebody else's choice. */
const char *fetcher_name_encode(struct arena *a, const char *name);

#endif
