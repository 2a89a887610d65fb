/* SPDX-License-Identifier: ISC
 *
 * diary: cases' deadlines as an iCalendar object (RFC 5545), so that they stand in the
 * coordinators' own calendars, move there and go away.
 *
 * METHOD is PUBLISH (RFC 5546 section 3.2.1): Outlook and Gmail show the days and ask for no
 * answer; a REQUEST would make every coordinator an invited guest whose acceptance comes back
 * by mail, and CANCEL is for guests only.  An entry is all-day and blocks nobody's time.  Its
 * UID is that of the case and the milestone for good; SEQUENCE rises each time the day
 * changes, and what is done, closed or no longer applies is STATUS:CANCELLED under the same
 * UID.  No personal value goes in: reference, the milestone's label, the arithmetic.  Pure;
 * the same entries always give the same bytes.
 */
#ifndef DAEMON_DIARY_H
#define DAEMON_DIARY_H

#include "parsers/civil.h"

struct diary_entry {
	struct span reference;
	struct span milestone;		/* its code: "rapid-review" */
	struct span label;		/* as people read it */
	struct span words;		/* the arithmetic; may be empty */
	struct civil_date day;		/* set */
	unsigned sequence;
	bool cancelled;
};

struct diary {
	struct span sender, sender_name;	/* the organizer: who wrote the letter */
	int64_t now;				/* seconds, UTC */
	struct diary_entry *entries;
	size_t count, capacity;
};

void diary_add(struct arena *a, struct diary *d, const struct diary_entry *e);
/* The whole object, CRLF line ends, in the arena; the empty span when there are no entries. */
struct span diary_write(struct arena *a, const struct diary *d);

#endif
