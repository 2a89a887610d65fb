/* SPDX-License-Identifier: ISC
 *
 * sweep: the second arrow.  Register, policy and now give what is due; what is due and has
 * not been said becomes a letter, in the transaction of the event that says so.
 *
 * Every clock at amber, red or overdue, and every base date that a duty still lacks, is an
 * alert with a ladder; a new referral and a standing fault likewise.  Only cases whose time
 * to be looked at has come are loaded.  One letter per case, person and sweep tells of all
 * that person is owed for it.
 */
#ifndef DAEMON_SWEEP_H
#define DAEMON_SWEEP_H

#include "daemon/keeper.h"

/* Looks at every case whose time has come, and at the faults.  0, or -1 (RETRY: again later). */
int sweep_run(struct keeper *k, struct fail *f);

#endif
