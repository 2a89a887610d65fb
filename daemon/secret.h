/* SPDX-License-Identifier: ISC
 *
 * secret: a login's password or token, read by the one child that needs it.
 *
 * Either the first line of a file, or the first line that a command prints, or that a person
 * gives on standard input (unseen where that is a terminal).  It never
 * stands in the config, in an argument or in the environment, and is wiped after use.
 * An effect: reads a file or runs /bin/sh.
 */
#ifndef DAEMON_SECRET_H
#define DAEMON_SECRET_H

#include "parsers/fail.h"
#include "parsers/span.h"

enum secret_kind { SECRET_FILE, SECRET_COMMAND, SECRET_INPUT };

enum { SECRET_MAX = 16384 };		/* an access token of Microsoft's runs to several KB */

struct secret {
	char text[SECRET_MAX + 1];	/* NUL-terminated, no control characters */
	size_t len;
};

/* Fills *secret_out.  from is a file name, nothing for SECRET_INPUT, or a command for /bin/sh -c: standard input and
 * every descriptor but 1 and 2 closed, killed with all it started when timeout_ms is over.
 * REFUSE when there is no usable line, RETRY when it could not be read just now. */
int secret_read(enum secret_kind kind, const char *from, int timeout_ms, struct secret *secret_out, struct fail *fail);
void secret_wipe(struct secret *secret);

#endif
