/* SPDX-License-Identifier: ISC
 * Private to sweep. */
#ifndef DAEMON_SWEEP_INSIDE_H
#define DAEMON_SWEEP_INSIDE_H

#include "daemon/post.h"
#include "daemon/sweep.h"

/* One case, or all faults (row.id 0), being looked at. */
struct sweep_look {
	struct keeper *k;
	struct arena *arena;
	int64_t now;
	struct register_row row;		/* id 0: faults */
	const struct deadline_due *dues;
	size_t dues_count;
	struct letter_facts facts;		/* what every letter of this look says */
	int64_t next_at;			/* when a ladder will next owe something */
	bool is_new;				/* nobody has answered to the new referral: its letters say what is not known */
	bool exhausted;				/* some ladder's top rung has had its time */
	struct fail *f;
};

/* What open alerts owe now: one letter per person, told of in the register. */
int sweep_tell(struct sweep_look *l, const struct register_alerts *alerts);
/* Faults that stand: alerts of their own.  *next_at_out: when to look again. */
int sweep_faults(struct keeper *k, int64_t *next_at_out, struct fail *f);

#endif
