/* SPDX-License-Identifier: ISC
 *
 * night: each mailbox is compared with the register once a night, while the daemon goes on.
 *
 * The first time at once, then between one and five o'clock, London time; after a night that
 * was missed at any hour.  One mailbox at a time.  A difference is the fault `reconcile`,
 * which people are told of; it ends when a later look finds none.
 */
#ifndef DAEMON_NIGHT_H
#define DAEMON_NIGHT_H

#include "daemon/keeper.h"

struct night;
struct night *night_new(struct keeper *k);
void night_free(struct night *n);			/* NULL is fine */
/* The config's mailboxes are no more what they were: gives up what is under way. */
void night_reset(struct night *n);
int night_fd(const struct night *n);			/* -1: nothing to wait for */
/* Begins what is due, goes on with what was begun.  What cannot be done now is tried again in an hour. */
int night_go(struct night *n, struct fail *f);

#endif
