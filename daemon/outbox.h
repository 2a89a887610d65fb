/* SPDX-License-Identifier: ISC
 *
 * outbox: the third arrow.  Letters whose time has come go to a sender, one session per
 * batch; what SMTP said of each recipient goes into the register.
 *
 * A letter is marked as being sent before a sender has it, so that after a kill it counts
 * as unknown and is tried again under the same Message-ID.  4xx and no connection back off;
 * 5xx ends the letter and people are told; whoever sees the server accept nothing for long
 * has a fault.  Results are in the register as they come, those of a long session twenty
 * times a second, and flushed with the end of their session: one flush.
 */
#ifndef DAEMON_OUTBOX_H
#define DAEMON_OUTBOX_H

#include "daemon/keeper.h"
#include "daemon/sender.h"

struct outbox;

struct outbox *outbox_new(struct keeper *k);
void outbox_free(struct outbox *o);
/* At start: what was being sent when the last keeper ended is unknown now. */
int outbox_recover(struct outbox *o, struct fail *f);
/* Letters are about to come: the next session's process is started, so that they need not wait for that. */
void outbox_get_ready(struct outbox *o);
/* Starts a session when letters are due and none runs.  While more are coming those that are due go together, a second after the
 * first of them was seen, or at once behind a full session: a login for each handful costs more than the letters.  What was found to
 * wait is known for a second, or until this process writes to the register. */
int outbox_send(struct outbox *o, bool more_coming, struct fail *f);
bool outbox_is_gathering(const struct outbox *o);	/* letters are due, and wait for others */
/* Somebody else may have written letters. */
void outbox_ask_again(struct outbox *o);
int outbox_fd(const struct outbox *o);			/* -1: no session */
int outbox_handle(struct outbox *o, struct fail *f);
/* This process is about to end: the session that runs, if any, ends with the letter it is at, some seconds from now at
 * the latest, and what was said of each is recorded.  Letters whose turn did not come wait for the next life. */
int outbox_wind_up(struct outbox *o, struct fail *f);
bool outbox_is_busy(const struct outbox *o);
/* When the next letter is to be tried, seconds UTC by keeper_now(); INT64_MAX: none waits or a session runs. */
int64_t outbox_next_at(struct outbox *o);
bool outbox_is_troubled(const struct outbox *o);	/* the last session did not get as far as a letter */
/* Milliseconds until outbox_handle and outbox_send must be called whatever happens; -1: no session, and none gathers. */
int outbox_patience_ms(const struct outbox *o);

/* A session is far past its deadline: nobody has ended it. */
bool outbox_is_stuck(const struct outbox *o);

#endif
