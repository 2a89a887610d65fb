/* SPDX-License-Identifier: ISC
 *
 * civil: calendar dates, and the one place where an instant becomes a London day.
 *
 * A civil date has no time zone; arithmetic runs on day numbers (days since 1970-01-01,
 * proleptic Gregorian).  Instants are seconds since the epoch, UTC.  London is UTC, or
 * UTC+1 from 01:00 UTC on the last Sunday of March to 01:00 UTC on the last Sunday of
 * October (Summer Time Act 1972 as amended, since 1996).  Pure: `now` is never read here.
 */
#ifndef PARSERS_CIVIL_H
#define PARSERS_CIVIL_H

#include "parsers/arena.h"

struct civil_date {
	int year;	/* 0 stands for "no date" in the whole struct */
	int month;	/* 1-12 */
	int day;	/* 1-31 */
};

enum civil_weekday { CIVIL_SUNDAY, CIVIL_MONDAY, CIVIL_TUESDAY, CIVIL_WEDNESDAY, CIVIL_THURSDAY, CIVIL_FRIDAY, CIVIL_SATURDAY };

#define CIVIL_NONE ((struct civil_date){ 0, 0, 0 })

bool civil_is_set(struct civil_date d);
bool civil_is_valid(struct civil_date d);		/* years 1800-2999, real day of its month */
int civil_compare(struct civil_date a, struct civil_date b);
int32_t civil_to_days(struct civil_date d);
struct civil_date civil_from_days(int32_t days);
enum civil_weekday civil_weekday(struct civil_date d);
int civil_month_days(int year, int month);
struct civil_date civil_add_days(struct civil_date d, int days);
struct civil_date civil_add_months(struct civil_date d, int months);	/* clamped to the month's end */
struct civil_date civil_easter_sunday(int year);

/* Instants. */
struct civil_date civil_london_date(int64_t at);
int civil_london_offset(int64_t at);			/* seconds east of UTC: 0 or 3600 */
int64_t civil_london_instant(struct civil_date d, int second_of_day);	/* a wall-clock time in London, to UTC */
int civil_london_second(int64_t at);			/* second of the London day */

/* Text.  Printing allocates in the arena; "" for no date. */
struct span civil_print(struct arena *a, struct civil_date d);		/* 2026-11-23 */
struct span civil_print_long(struct arena *a, struct civil_date d);	/* Mon 23 Nov 2026 */
struct span civil_print_instant(struct arena *a, int64_t at);		/* RFC 3339, London offset: 2026-06-01T09:00:00+01:00, or ...Z */
struct span civil_print_rfc5322(struct arena *a, int64_t at);		/* for Date: */
bool civil_parse(struct span s, struct civil_date *out);		/* strictly YYYY-MM-DD */
bool civil_parse_instant(struct span s, int64_t *at_out);		/* RFC 3339 with offset or Z; a bare date is that London midnight */

/* In English, in small letters; as civil_weekday counts them, and from January. */
extern const char *const civil_weekdays[7], *const civil_months[12];
unsigned civil_month_named(struct span word);		/* "March", "Mar" or "Sept", in any case: 1-12; 0: no month's name */
unsigned civil_weekday_named(struct span word);		/* "Tuesday", "Tue" or "Tues", in any case: an enum civil_weekday and 1; 0: none's */

#endif
