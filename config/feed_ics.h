/* SPDX-License-Identifier: ISC
 *
 * feed_ics: the all-day events of an iCalendar file (RFC 5545).  libical's home in config/.
 */
#ifndef CONFIG_FEED_ICS_H
#define CONFIG_FEED_ICS_H

#include "config/feed.h"

/* Each VEVENT's DTSTART;VALUE=DATE and SUMMARY; DTEND is not looked at. */
enum feed_result feed_ics_read(struct arena *a, struct span text, struct calendar_days *out);

#endif
