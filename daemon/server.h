/* SPDX-License-Identifier: ISC
 *
 * server: what the config says of a server, as a fetcher's or a sender's settings.
 *
 * One translation for the daemon and for `check --online`.  What comes out lives in the arena.
 */
#ifndef DAEMON_SERVER_H
#define DAEMON_SERVER_H

#include "config/config.h"
#include "daemon/fetcher.h"
#include "daemon/sender.h"

/* tmp_dir and message_bytes are the caller's to add. */
struct fetcher_settings server_mailbox(struct arena *a, const struct config_mailbox *m);
struct sender_settings server_outgoing(struct arena *a, const struct config_outgoing *o);

#endif
