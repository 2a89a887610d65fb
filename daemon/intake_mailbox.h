/* SPDX-License-Identifier: ISC
 *
 * intake_mailbox: the keeper's conversation with one mailbox's fetcher.
 *
 * Poll, compare with the register, take what has no row, hand it to intake a batch at a
 * time, and have moved what is committed: MOVE is asked for committed rows only, and is
 * asked again after a restart.  The next batch is fetched while this one is read.  Trouble
 * ends the pass; how long to wait then grows with jitter up to a ceiling.
 */
#ifndef DAEMON_INTAKE_MAILBOX_H
#define DAEMON_INTAKE_MAILBOX_H

#include "daemon/fetcher.h"
#include "daemon/intake.h"

struct intake_mailbox;

/* Nothing is connected yet.  The config's mailbox must outlive it. */
struct intake_mailbox *intake_mailbox_new(struct keeper *k, struct reader **reader, const struct config_mailbox *config);
void intake_mailbox_free(struct intake_mailbox *m);
/* Starts a pass if none runs and it is time, or `now_please`: but never before the wait a server asked for is over. */
void intake_mailbox_poll(struct intake_mailbox *m, bool now_please);
int intake_mailbox_fd(const struct intake_mailbox *m);		/* -1: nothing to wait for */
/* Takes in what the fetcher has said.  -1 with STOP only: anything else is the mailbox's trouble. */
int intake_mailbox_handle(struct intake_mailbox *m, struct fail *f);
/* Between two transactions of a batch of its mail: hears the fetcher and gives it more to do.  What went wrong waits for
 * the next intake_mailbox_handle(), which takes in one batch and is to be called again at once while next_at_ms is 0. */
void intake_mailbox_meanwhile(struct intake_mailbox *m);
bool intake_mailbox_is_taking(const struct intake_mailbox *m);	/* mail is on its way in */
bool intake_mailbox_is_busy(const struct intake_mailbox *m);
/* When the next pass is due, by wire_now_ms(); INT64_MAX while one runs, 0 when it has work in hand. */
int64_t intake_mailbox_next_at_ms(const struct intake_mailbox *m);
/* Neither at work nor waiting for its time nor idling for far longer than any step may take: something is stuck. */
bool intake_mailbox_is_stuck(const struct intake_mailbox *m);
/* How often a pass went well that was the first, or the first after trouble; 0 while in trouble. */
uint64_t intake_mailbox_recoveries(const struct intake_mailbox *m);
/* The last pass ended in trouble. */
bool intake_mailbox_is_troubled(const struct intake_mailbox *m);

#endif
