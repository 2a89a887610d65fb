/* SPDX-License-Identifier: ISC
 *
 * fetcher_secret: a mailbox's password or token, read anew for each login.  Private to the room.
 */
#ifndef DAEMON_FETCHER_SECRET_H
#define DAEMON_FETCHER_SECRET_H

#include "daemon/fetcher.h"

/* The first line of the file, or of what the command prints within 30 seconds.  A malloc'd
 * string, for fetcher_secret_forget; NULL with fail (never quoting it) when there is none,
 * it is over 16 KB, or holds a control character. */
char *fetcher_secret_read(const struct fetcher_settings *settings, struct fail *fail);
void fetcher_secret_forget(char *secret);	/* NULL is fine */

#endif
