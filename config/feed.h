/* SPDX-License-Identifier: ISC
 *
 * feed: GOV.UK's bank holidays, from the file that the admin dropped in.
 *
 * bank-holidays.json is an object by division, each {"division", "events": [{"title",
 * "date", ...}]}; the .ics of one division holds an all-day VEVENT for each.  Both are
 * untrusted input of at most 4 MB: nothing is taken from a file that is not whole.
 */
#ifndef CONFIG_FEED_H
#define CONFIG_FEED_H

#include "daemon/calendar.h"

enum feed_result {
	FEED_READ,
	FEED_NOT_A_FEED,		/* neither JSON nor iCalendar */
	FEED_DAMAGED,			/* not whole, or not in the form above */
	FEED_NO_DIVISION,		/* JSON without that division */
	FEED_EMPTY			/* no holiday in it */
};

/* `text` is the file's; days and names are the arena's. */
enum feed_result feed_read(struct arena *a, struct span text, struct span division, struct calendar_days *out);
/* What is wrong, in words; "" for FEED_READ. */
const char *feed_result_words(enum feed_result r);

#endif
