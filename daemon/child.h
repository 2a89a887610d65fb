/* SPDX-License-Identifier: ISC
 *
 * child: starts ourselves again in a role, with one socket and nothing else.
 *
 * fork + exec of `exe --role=ROLE`: descriptor 3 is a stream socket to the parent, 0 and 1
 * are /dev/null, 2 is kept, every other descriptor is closed whatever its flags.  The
 * environment is PATH, HOME, LANG, TZ and the locations of the system's CAs; signals are
 * unblocked and at their defaults.  The child is killed when its parent dies.
 */
#ifndef DAEMON_CHILD_H
#define DAEMON_CHILD_H

#include "parsers/fail.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define CHILD_SOCKET 3

struct child {
	pid_t pid;		/* 0: none */
	int socket;		/* our end, close-on-exec; -1: none */
};

int child_start(const char *exe, const char *role, struct child *child_out, struct fail *fail);
/* Closes the socket, waits grace_ms for it to end, then kills; gives the wait status. */
int child_stop(struct child *child, int64_t grace_ms);
/* True, with the wait status, once it has ended (it is then reaped and pid is 0). */
bool child_ended(struct child *child, int *status_out);

#endif
