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

/* Where a server keeps the folders of its login (RFC 2342): a prefix ("INBOX." or "", as the server wrote it) and what
 * stands between the levels of a name (0: there are no levels). */
struct fetcher_namespace {
	char prefix[64];
	char delimiter;
};
/* An encoded name as that server wants it: '/' becomes its delimiter, the prefix stands before every name but INBOX
 * and one that has it already. */
const char *fetcher_name_place(struct arena *a, const char *encoded, const struct fetcher_namespace *ns);

#endif
