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
	const struct register_faults *faults;	/* whoever one of these says cannot be reached is passed over, too; NULL: nobody */
	bool exhausted;				/* some ladder's top rung has had its time */
	struct fail *f;
};

/* One rung's word to one person, about one alert. */
struct sweep_word {
	struct sweep_look *look;
	const struct register_alert *alert;
	const struct ladder *ladder;
	struct ladder_owed owed;
	const struct deadline_due *due;
	bool said;				/* in a letter of this sweep */
};

struct sweep_words {
	struct arena *arena;
	struct sweep_word *items;
	size_t count;
	size_t capacity;
};

/* Passes over people who are absent, so that their rung is climbed in this same look; *alerts is then as it was read anew. */
int sweep_pass_over(struct sweep_look *l, struct register_alerts *alerts);
/* What open alerts owe now. */
void sweep_collect(struct sweep_look *l, const struct register_alerts *alerts, struct sweep_words *words);
/* Letters of them, told of in the register: one to a person for what a case owes, its graver clocks each by itself; of several
 * cases, one to a person. */
int sweep_tell(struct sweep_words *words);
/* Faults that stand: alerts of their own.  hold: none is told now.  *next_at_out: when to look again. */
int sweep_faults(struct keeper *k, bool hold, int64_t *next_at_out, struct fail *f);

/* One step of the recount that a changed calendar has begun.  *more_out false, and nothing done: none is under way. */
int sweep_recount(struct keeper *k, bool *more_out, struct fail *f);

#endif
