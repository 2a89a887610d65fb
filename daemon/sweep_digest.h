/* SPDX-License-Identifier: ISC
 * Private to sweep: the letters that are not about one case. */
#ifndef DAEMON_SWEEP_DIGEST_H
#define DAEMON_SWEEP_DIGEST_H

#include "daemon/board.h"
#include "daemon/post.h"

/* The register as a digest tells of it. */
struct sweep_register {
	struct letter_digest digest;
	struct board board;
	struct diary diary;			/* of cases whose clocks have moved */
};

/* What has come and changed since then, and how all of it stands now. */
int sweep_digest_gather(struct keeper *k, int64_t since, struct arena *a, struct sweep_register *out, struct fail *f);
/* The daily digest on days the office is open, once for each person and day; the weekly one. */
int sweep_digests(struct keeper *k, struct fail *f);

#endif
