/* SPDX-License-Identifier: ISC
 *
 * intake_attempt: attempts at reading a message that came to nothing by our own fault.
 *
 * An attempt counts before it is made, so that a message that kills the keeper is known.  One that ended because the register
 * could not be written is none; but that may be so still, so it is taken back when it can be, and nothing is counted before.
 */
#ifndef DAEMON_INTAKE_ATTEMPT_H
#define DAEMON_INTAKE_ATTEMPT_H

#include "daemon/keeper.h"

/* The last attempt at it was none.  u is copied. */
void intake_attempt_unspent(struct keeper *k, const struct register_uid *u);
/* All of those are out of the register; -1: not yet. */
int intake_attempt_take_back(struct keeper *k, struct fail *f);

#endif
