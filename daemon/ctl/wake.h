/* SPDX-License-Identifier: ISC
 *
 * wake: tells a running daemon that there is something to do.
 *
 * The process that holds the state directory's lock, when it is a referrald, gets SIGUSR1.
 * Not being able to is no failure: the daemon looks by itself within a minute.
 */
#ifndef DAEMON_CTL_WAKE_H
#define DAEMON_CTL_WAKE_H

#include "daemon/ctl/ctl.h"

void wake_daemon(struct ctl *c);

#endif
