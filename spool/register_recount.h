/* SPDX-License-Identifier: ISC
 *
 * register_recount: what due dates were last counted with, a recount of every open case because the calendar or the clocks were
 * changed, and what each person is to be told of it.  It goes in many transactions, so how far
 * it has come stands here: a kill in between leaves the rest to be done, and told, later.
 */
#ifndef SPOOL_REGISTER_RECOUNT_H
#define SPOOL_REGISTER_RECOUNT_H

#include "spool/register.h"

/* What due dates were last counted with: holidays, a line each, and the policy of clocks; both empty: never noted. */
struct register_calendar {
	struct span holidays, policy;
};
int register_calendar_get(struct register_db *db, struct arena *a, struct register_calendar *out, struct fail *f);
int register_calendar_set(struct register_db *db, const struct register_calendar *c, struct fail *f);

struct register_recount {
	int64_t cause;			/* the event dates move by; 0: no recount is under way */
	int64_t after;			/* every open case up to this id has been counted */
	struct span why;		/* in lines, for people */
};
int register_recount_get(struct register_db *db, struct arena *a, struct register_recount *out, struct fail *f);
/* cause 0: it is over. */
int register_recount_set(struct register_db *db, const struct register_recount *r, struct fail *f);
/* The person is to be told these lines of the case, beside what they are to be told of it already. */
int register_recount_tell(struct register_db *db, struct span person, int64_t referral, struct span lines, struct fail *f);
/* The next person to be told, and of how many cases; an empty name: nobody is left. */
int register_recount_person(struct register_db *db, struct arena *a, struct span *name_out, uint64_t *cases_out, struct fail *f);
/* Of which, by id, at most *count_inout. */
struct register_recount_case {
	int64_t referral;
	struct span lines;
};
int register_recount_cases(struct register_db *db, struct span person, struct arena *a, struct register_recount_case *cases_out, size_t *count_inout, struct fail *f);
/* They have been. */
int register_recount_told(struct register_db *db, struct span person, struct fail *f);

#endif
