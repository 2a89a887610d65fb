/* SPDX-License-Identifier: ISC
 *
 * decide_sender: what is odd about who a message says it is from.  Inside of room decide.
 */
#ifndef DAEMON_DECIDE_SENDER_H
#define DAEMON_DECIDE_SENDER_H

#include "config/config.h"
#include "parsers/referral.h"

/* Which of enum referral_code are about the sender, at most DECIDE_SENDER_FLAGS: they flag, and
 * take nothing away. */
enum { DECIDE_SENDER_FLAGS = 8 };
size_t decide_sender_flags(const struct config *c, const struct record *r, struct arena *a, enum referral_code out[DECIDE_SENDER_FLAGS]);

#endif
