/* SPDX-License-Identifier: ISC
 *
 * run: the three arrows in one loop: mail in, time, mail out.
 *
 * They never call each other; this room only decides whose turn it is, by descriptors and by
 * clocks.  A step that fails with RETRY is tried again later, with STOP the daemon ends and
 * its supervisor starts it again.
 */
#ifndef DAEMON_RUN_H
#define DAEMON_RUN_H

#include "daemon/keeper.h"

struct run_options {
	const char *config_path;
	bool once;		/* one full pass, then end */
	bool has_now;
	int64_t now;		/* the clock of that pass */
};

/* The whole life of the daemon; gives the exit status (sysexits.h). */
int run_daemon(const struct run_options *options);

#endif
