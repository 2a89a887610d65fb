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
#include "daemon/ctl/emit.h"

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
	size_t open_count;
};

/* Where it goes; what a way of printing does not need may be NULL. */
struct report_out {
	const struct ctl *ctl;
	struct emit *emit;
	FILE *file;
};
/* One way of printing it: each open case as it is met, since there may be very many, and the counts at the end. */
struct report_printer {
	void (*begin)(const struct report_out *o, const struct report *r);
	void (*open)(const struct report_out *o, const struct report_open *c, struct arena *a);
	void (*end)(const struct report_out *o, const struct report *r);
};

extern const struct report_printer report_print_text, report_print_json, report_print_html;

#endif
