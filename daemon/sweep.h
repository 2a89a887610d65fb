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
 */
#ifndef DAEMON_SWEEP_H
#define DAEMON_SWEEP_H

#include "daemon/keeper.h"

/* Looks at every case whose time has come, and at the faults.  0, or -1 (RETRY: again later). */
int sweep_run(struct keeper *k, struct fail *f);

/* The config may be another than the one that people's dates were counted with: counts every open
 * referral again, in one transaction, with old and new in each history, and one letter to each
 * person whose dates have changed.  At start and after a reload. */
int sweep_recompute(struct keeper *k, struct fail *f);

#endif
