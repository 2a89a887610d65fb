/* SPDX-License-Identifier: ISC
 * Private to sweep: the letters that are not about one case. */
#ifndef DAEMON_SWEEP_DIGEST_H
#define DAEMON_SWEEP_DIGEST_H

#include "daemon/board.h"
#include "daemon/post.h"

/* The register as a digest tells of it. */
struct sweep_register {
	struct letter_digest digest;
	struct diary diary;			/* of cases whose clocks have moved */
};

/* How this year's clocks were kept: each case is looked at for that, some in each step. */
struct sweep_year {
	struct arena *arena;			/* NULL: nothing is counted */
	struct board board;
	struct civil_date day;			/* as of that day */
	int64_t after;				/* the last case that was counted */
	bool done;
};
/* A step of it; *done_out: all are counted. */
int sweep_year_count(struct keeper *k, struct sweep_year *y, bool *done_out, struct fail *f);
void sweep_year_forget(struct sweep_year *y);

struct sweep_since {
	int64_t at;
	const struct board *board;		/* NULL: not told of */
};
/* What has come and changed since then, and how all of it stands now: the most pressing by name, the rest in counts. */
int sweep_digest_gather(struct keeper *k, const struct sweep_since *since, struct arena *a, struct sweep_register *out, struct fail *f);
/* The daily digest on days the office is open, once for each person and day; the weekly one.  *more_out: they wait for
 * the year to be counted, which goes on at the next call. */
int sweep_digests(struct keeper *k, struct sweep_year *y, bool *more_out, struct fail *f);

#endif
