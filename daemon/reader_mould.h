/* SPDX-License-Identifier: ISC
 *
 * reader_mould: what the zygote's children are copies of.
 *
 * A process that does nothing but fork.  It never gets a message, a password or a descriptor of
 * either, so that none of its copies holds anything of an earlier message; and it keeps of the zygote only
 * what reading takes, so that copying it is cheap.  Its copies are the zygote's children, not its own:
 * they end with the zygote, and the zygote waits for them.
 */
#ifndef DAEMON_READER_MOULD_H
#define DAEMON_READER_MOULD_H

#include "daemon/reader_child.h"

#include <sys/types.h>

struct reader_mould {
	pid_t pid;			/* 0: there is none */
	int socket;
};

#define READER_MOULD_NONE ((struct reader_mould){ .socket = -1 })

/* Makes it of this process as it is now.  What `child` says of its socket is not looked at.  False when it could not be forked. */
bool reader_mould_start(struct reader_mould *m, const struct reader_child *child);
/* A child on that socket, which stays the caller's to close: its number, 0 when there is none. */
pid_t reader_mould_cast(const struct reader_mould *m, int socket);
/* Ends it, its children not; none is fine.  What it has put away and was ended for itself: see
 * reader_lean_lacked(); 0 mostly. */
unsigned reader_mould_drop(struct reader_mould *m);

#endif
