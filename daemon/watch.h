/* SPDX-License-Identifier: ISC
 *
 * watch: faults that come and go by the calendar.
 *
 * A client secret that expires stops all mail on a day that nobody remembers.  From 28 days
 * before its secret_expires the fault `secret-expires` stands (a warning), from that day on
 * `secret-expired`; a new date in the config clears both.  The fault `removed` (mail that somebody
 * took before it was taken in) is news for a day: then it ends, and what happens later is another.
 */
#ifndef DAEMON_WATCH_H
#define DAEMON_WATCH_H

#include "daemon/keeper.h"

/* Sets and clears the faults as of keeper_now(). */
int watch_run(struct keeper *k, struct fail *f);

#endif
