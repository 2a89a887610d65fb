/* SPDX-License-Identifier: ISC
 *
 * status: how the daemon is, by what has worked and not by "the loop ran".
 *
 * Written as status.json into the run directory after every round (0644, no personal value),
 * and read by `referralctl status`, which adds how old it is.  Nagios' three words: 0 ok,
 * 1 warning, 2 critical.
 */
#ifndef DAEMON_STATUS_H
#define DAEMON_STATUS_H

#include "daemon/keeper.h"

enum status_level { STATUS_OK, STATUS_WARNING, STATUS_CRITICAL };

/* When something last worked, and after how long without it the status says so. */
struct status_alive {
	struct span what, of;		/* select of each folder, intake of a mailbox, accepted, sweep */
	int64_t at;			/* 0: never yet */
	int64_t limit_seconds;
};

struct status {
	enum status_level level;
	struct span *why;		/* one line each, codes only */
	size_t why_count;
	size_t why_capacity;
	uint64_t open_cases, open_items, waiting_letters;
	int64_t at;
	struct status_alive *alive;
	size_t alive_count, alive_capacity;
};

/* From the register as it is. */
int status_take(struct keeper *k, struct arena *a, struct status *out, struct fail *f);
/* As one JSON document, with a newline. */
struct span status_print(struct arena *a, const struct keeper *k, const struct status *s);
/* Replaces run_dir/status.json; -1 when that cannot be, which stops nothing: what reads the file sees its age. */
int status_write(const struct keeper *k, struct span json, struct fail *f);
const char *status_level_name(enum status_level l);

#endif
