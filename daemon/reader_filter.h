/* SPDX-License-Identifier: ISC
 *
 * reader_filter: `referral-reader --text`: a message on standard input, its text on
 * standard output, read in the same jail as any other.
 */
#ifndef DAEMON_READER_FILTER_H
#define DAEMON_READER_FILTER_H

#include "daemon/jail.h"

/* An exit code of sysexits.h; what went wrong is one line on standard error. */
int reader_filter_run(enum jail_walls walls);

#endif
