/* SPDX-License-Identifier: ISC
 *
 * away: until when somebody is out of the office, as a vacation reply says it.
 *
 * The first day after "until", "returning on", "back on" and the like, in the words of value's
 * dates or as a day of the week.  A hint for people, never a basis for a clock.  Pure.
 */
#ifndef PARSERS_AWAY_H
#define PARSERS_AWAY_H

#include "parsers/civil.h"

/* `today`: the day the reply was written; a date without a year is the next such day.  CIVIL_NONE
 * when the text says none, or one before today or more than a year ahead. */
struct civil_date away_until(struct arena *a, struct span text, struct civil_date today);

#endif
