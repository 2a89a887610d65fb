/* SPDX-License-Identifier: ISC
 *
 * post_diary: which entries of the coordinators' calendars a case has now.
 */
#ifndef DAEMON_POST_DIARY_H
#define DAEMON_POST_DIARY_H

#include "daemon/diary.h"
#include "daemon/keeper.h"

struct post_diary_case {
	int64_t referral;
	struct span reference;
	const struct deadline_due *dues;	/* every clock, as it is now */
	size_t dues_count;
	int64_t moved_since;			/* only when one of its clocks has moved at or after; 0: in any case */
};

/* An empty diary from whom letters come. */
struct diary post_diary_new(const struct keeper *k, int64_t now);
/* Adds the running clocks, and as cancelled those that had a day and have none any more. */
int post_diary_add(struct keeper *k, const struct post_diary_case *c, struct arena *a, struct diary *diary, struct fail *f);

#endif
