/* SPDX-License-Identifier: ISC
 *
 * calendar: which days are working days in England and Wales, and counting them.
 *
 * Day 0 is the base date; the next working day is day 1.  Saturday, Sunday and the bank
 * holidays do not count.  Holidays come from the statutory rules (Banking and Financial
 * Dealings Act 1971 and royal proclamations), from the GOV.UK feed in a year that it holds
 * whole (New Year and the second Christmas holiday), and from the admin's extra days.
 * Pure: built once from policy, then read-only.
 */
#ifndef DAEMON_CALENDAR_H
#define DAEMON_CALENDAR_H

#include "parsers/civil.h"

enum { CALENDAR_FIRST_YEAR = 1996, CALENDAR_LAST_RULE_YEAR = 2100, CALENDAR_CHECKED_YEAR = 2028 };

struct calendar_day {
	struct civil_date date;
	struct span name;
};

struct calendar_days {
	const struct calendar_day *items;
	size_t count;
};

struct calendar {
	struct calendar_days holidays;	/* ascending, one per date */
	struct calendar_days closures;	/* of the office: hold reminders back, never a deadline */
	int known_until;		/* last year that a published list covers: the feed's, or CALENDAR_CHECKED_YEAR */
};

struct calendar_count {
	struct civil_date due;
	struct calendar_days skipped;	/* bank holidays passed over, in order of counting; weekends unlisted */
	bool beyond_known;		/* the end lies after known_until */
};

/* Any list may be empty and in any order.  The arena owns the result. */
void calendar_build(struct arena *a, struct calendar_days feed, struct calendar_days extra, struct calendar_days closures, struct calendar *out);
/* Each day on which feed and rules differ, in years the feed holds whole, as a line for `check`. */
size_t calendar_differences(struct arena *a, struct calendar_days feed, struct span **lines_out);
const struct calendar_day *calendar_holiday(const struct calendar *c, struct civil_date d);	/* NULL when it is none */
bool calendar_is_working(const struct calendar *c, struct civil_date d);
bool calendar_is_open(const struct calendar *c, struct civil_date d);	/* working, and no closure */
/* n may be negative; n = 0 gives the date itself. */
struct calendar_count calendar_add(const struct calendar *c, struct arena *a, struct civil_date from, int n);
/* Working days after `from` up to and including `to`; negative the other way round. */
int calendar_between(const struct calendar *c, struct civil_date from, struct civil_date to);

#endif
