/* SPDX-License-Identifier: ISC
 *
 * moves: what a decision, a corrected form or a changed calendar has done to a case's clocks.
 *
 * No clock moves without an event that says from what, to what and why (promise 7): whoever
 * changes what clocks are counted from calls this after it, in the same transaction.  What
 * people were last told of stands in the register, so that a date moved by a new config is
 * noticed as well, whichever program meets it first.
 */
#ifndef DAEMON_MOVES_H
#define DAEMON_MOVES_H

#include "daemon/keeper.h"

struct moves {
	int64_t referral;
	int64_t cause;				/* the event they moved by */
	int64_t at;
	struct span who;
	bool by_config;				/* the config was changed, nothing about the case: that cannot have done anything */
	bool alone;				/* what it says itself has not changed, so that no other case of the incident moves with it */
};

/* What a new case's clocks are, before anybody can have been told of others. */
int moves_begin(struct keeper *k, int64_t referral, const struct deadline_due *dues, size_t count, struct fail *f);
/* One clock-moved event for each; *lines_out says them for people ("- Rapid Review to the Panel:
 * 2026-12-10, was 2026-12-11").  The row's index is set to the clock that is next now, and to be looked at.
 * Cases of the same incident, which share its dates, have their events too; not in *lines_out. */
int moves_note(struct keeper *k, const struct moves *m, struct arena *a, struct span *lines_out, struct fail *f);

/* What a changed calendar or policy has done to the one case, by the event `cause`: noted likewise, and who is to hear of it. */
int moves_recount(struct keeper *k, int64_t cause, int64_t referral, struct fail *f);

/* Before anything about a case is changed: where a recount is under way that has not come to it, and to those of the same
 * incident, they are counted now, so that what the calendar has moved is put down to nothing else. */
int moves_catch_up(struct keeper *k, int64_t referral, struct fail *f);

/* How often each milestone's day has changed, or it was done or reopened, as the history tells. */
struct moves_past {
	struct span milestone;
	unsigned count;
	struct civil_date last;		/* the last day that it had and has no longer; unset: none yet */
};
struct moves_history {
	struct moves_past *items;
	size_t count, capacity;
	int64_t last_at;		/* when anything moved last; 0: never */
};
int moves_read(struct keeper *k, int64_t referral, struct arena *a, struct moves_history *out, struct fail *f);

#endif
