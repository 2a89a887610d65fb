/* SPDX-License-Identifier: ISC
 *
 * board: how the clocks of many cases were kept, in counts.
 *
 * What the yearly report and the weekly digest say about timeliness, counted in one place.
 * Pure.
 */
#ifndef DAEMON_BOARD_H
#define DAEMON_BOARD_H

#include "daemon/deadline.h"

/* One milestone, over the cases that it applied to. */
struct board_kept {
	const struct deadline_milestone *milestone;
	size_t in_time, late;		/* done */
	size_t running, overdue;	/* not done yet */
	size_t unknown;			/* no due date yet, or done on an unknown day */
};

struct board {
	struct board_kept *kept;	/* one for each milestone of the policy, in its order */
	size_t count;
};

struct board board_new(struct arena *a, const struct deadline_policy *p);
/* Counts one case's clocks. */
void board_count(struct board *b, const struct deadline_due *dues, size_t n);

#endif
