/* SPDX-License-Identifier: ISC
 *
 * intake_command: a coordinator's reply to a letter of ours, carried out.
 *
 * Only when the reply is tied to its case by a key of ours, comes from a configured person,
 * and our own receiver says that the sender is genuine.  Otherwise nothing changes, the item
 * stays open and people are told.  The answer says what was understood, what was not, and
 * every clock as it is now.
 */
#ifndef DAEMON_INTAKE_COMMAND_H
#define DAEMON_INTAKE_COMMAND_H

#include "daemon/intake_case.h"

/* Inside the message's transaction, its item already added.  Sets *settled_out when nobody need look at it. */
int intake_command_run(struct keeper *k, const struct intake_message *m, struct arena *a, bool *settled_out, struct fail *f);

#endif
