/* SPDX-License-Identifier: ISC
 *
 * ladder: who must hear of an alert now, given who has been told and that nobody answered.
 *
 * An alert (one referral, one milestone, one level; or one fault) starts on the lowest
 * rung, is repeated there, and climbs when a rung's time is over, or at once when its
 * letters failed or its people are away, until a named person answers.  Periods are counted
 * from the start of the rung, so after an outage only the current period's letter is owed:
 * none is sent twice, none is lost.  Pure: history and now come in, what is owed goes out.
 */
#ifndef DAEMON_LADDER_H
#define DAEMON_LADDER_H

#include "daemon/calendar.h"

enum ladder_hours { LADDER_ANY_TIME, LADDER_OFFICE_HOURS };

struct ladder_rung {
	struct span *persons;
	size_t persons_count;
	int64_t after_seconds;		/* how long the rung below had before this one is told; 0 on the first */
	int64_t repeat_seconds;		/* 0: told once */
	enum ladder_hours hours;
};

struct ladder {
	struct span name;
	struct ladder_rung *rungs;
	size_t rungs_count;
};

struct ladder_office {
	int open_second;		/* of the London day: 09:00 is 32400 */
	int close_second;
};

enum ladder_result { LADDER_QUEUED, LADDER_SENT, LADDER_FAILED, LADDER_AWAY };

/* One letter of this alert, as the register remembers it. */
struct ladder_told {
	unsigned rung;			/* from 0 */
	struct span person;
	uint64_t period;		/* from 0, on that rung */
	int64_t at;			/* when it was queued */
	enum ladder_result result;
};

struct ladder_alert {
	int64_t started_at;		/* when the alert became due */
	bool answered;
	bool overdue;			/* waits for the next working morning at most, whatever closures the office has */
	const struct ladder_told *told;
	size_t told_count;
};

struct ladder_owed {
	unsigned rung;
	struct span person;
	uint64_t period;
};

struct ladder_state {
	unsigned rung;			/* the highest reached */
	bool exhausted;			/* the top rung has had its time too and nobody answered: a fault */
	int64_t next_at;		/* when something will next be owed; INT64_MAX when never */
	struct ladder_owed *owed;
	size_t owed_count;
	size_t owed_capacity;
};

void ladder_derive(const struct ladder *l, const struct calendar *c, const struct ladder_office *o,
    const struct ladder_alert *alert, int64_t now, struct arena *a, struct ladder_state *out);
/* The first instant at or after `at` inside office hours of a day the office is open. */
int64_t ladder_office_instant(const struct calendar *c, const struct ladder_office *o, int64_t at);

#endif
