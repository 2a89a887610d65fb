/* SPDX-License-Identifier: ISC
 *
 * jail_walls: the two walls of daemon/jail, one file each.  Only that room includes this.
 */
#ifndef DAEMON_JAIL_WALLS_H
#define DAEMON_JAIL_WALLS_H

#include "daemon/jail.h"

#include <linux/filter.h>

/* A compiled seccomp program: compiling costs more than a fork, so it is done once. */
struct jail_filter {
	struct sock_filter *code;
	size_t count;
};

int jail_filter_make(enum jail_kind kind, struct jail_filter *out, struct fail *fail);
void jail_filter_free(struct jail_filter *f);

/* A ruleset's descriptor (close-on-exec), or -1. */
int jail_landlock_make(enum jail_kind kind, struct fail *fail);

#endif
