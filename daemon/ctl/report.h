/* SPDX-License-Identifier: ISC
 *
 * report: the open work and one year of the register, in counts.
 *
 * References, kinds, dates and numbers only: no name of anybody, and no agency.
 */
#ifndef DAEMON_CTL_REPORT_H
#define DAEMON_CTL_REPORT_H

#include "daemon/board.h"
#include "daemon/ctl/ctl.h"

struct report_count {
	struct span name;
	size_t count;
};

/* One open case on the board. */
struct report_open {
	struct span reference, milestone;
	enum deadline_handling handling;
	enum register_case_status status;
	enum deadline_level level;
	struct civil_date received, due;
	int left;			/* working days */
	int elapsed;			/* per cent of the time from receipt to due, 0 to 100 */
};

struct report {
	int year;
	struct civil_date today;
	struct span partnership;
	size_t received, lcspr, plr, closed, not_complete;
	size_t months[12];
	struct report_count *outcomes;	/* "" for none yet */
	size_t outcomes_count, outcomes_capacity;
	struct board board;
	struct report_open *open;
	size_t open_count, open_capacity;
};

void report_print_text(const struct ctl *c, const struct report *r);
void report_print_json(const struct report *r, FILE *out);
void report_print_html(struct arena *a, const struct report *r, FILE *out);

#endif
