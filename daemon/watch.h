/* SPDX-License-Identifier: ISC
 *
 * watch: dates in the config that end something, seen weeks before they come.
 *
 * A client secret that expires stops all mail on a day that nobody remembers.  From 28 days
 * before its secret_expires the fault `secret-expires` stands (a warning), from that day on
 * `secret-expired`; a new date in the config clears both.
 */
#ifndef DAEMON_WATCH_H
#define DAEMON_WATCH_H

#include "daemon/keeper.h"

/* Sets and clears the faults as of keeper_now(). */
int watch_secrets(struct keeper *k, struct fail *f);

#endif
