/* SPDX-License-Identifier: ISC
 *
 * sweep: the second arrow.  Register, policy and now give what is due; what is due and has
 * not been said becomes a letter, in the transaction of the event that says so.
 *
 * Every clock at amber, red or overdue, and every base date that a duty still lacks, is an
 * alert with a ladder; a new referral and a standing fault likewise.  Only cases whose time
 * to be looked at has come are loaded.  One letter per case, person and sweep tells of all
 * that person is owed for it.  The daily and the weekly digest are written here too, once for
 * each person and period, on days the office is open.
 *
 * A sweep goes in steps, each short and in bounded memory however many cases are due: between
 * two of them the keeper takes in mail, sends letters and answers its supervisor.
 */
#ifndef DAEMON_SWEEP_H
#define DAEMON_SWEEP_H

#include "daemon/keeper.h"

struct sweep;
struct sweep *sweep_new(struct keeper *k);
void sweep_free(struct sweep *s);		/* NULL is fine */
/* One step: looks at some of the cases whose time has come; when none is left, at the faults, and writes digests.
 * *more_out: there is more to be done, at once.  0, or -1 (RETRY: again later). */
int sweep_run(struct sweep *s, bool *more_out, struct fail *f);

/* The config may be another than the one that people's dates were counted with: counts every open
 * referral again, with old and new in each history, and one letter to each person whose dates have
 * changed.  Only begun here, at start and after a reload: it goes on in the steps of the sweep,
 * before anything else in them. */
int sweep_recompute(struct keeper *k, struct fail *f);

#endif
