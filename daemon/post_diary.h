/* SPDX-License-Identifier: ISC
 * Private to post: the deadlines that go with a coordinator's letter. */
#ifndef DAEMON_POST_DIARY_H
#define DAEMON_POST_DIARY_H

#include "daemon/post.h"

/* The iCalendar attachment; empty where the letter is about no case's clocks. */
int post_diary(struct keeper *k, const struct post *p, struct arena *a, struct span *ics_out, struct fail *f);

#endif
