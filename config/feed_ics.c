/* SPDX-License-Identifier: ISC */
#include "config/feed_ics.h"

#include <libical/ical.h>

static bool
take_event(struct arena *a, icalcomponent *event, struct calendar_day *out)
{
	struct icaltimetype start = icalcomponent_get_dtstart(event);
	const char *summary = icalcomponent_get_summary(event);

	out->date = (struct civil_date){ start.year, start.month, start.day };
	if (icaltime_is_null_time(start) || !civil_is_valid(out->date) || summary == NULL)
		return false;
	out->name = arena_copy(a, span_str(summary));
	return true;
}

enum feed_result
feed_ics_read(struct arena *a, struct span text, struct calendar_days *out)
{
	icalcomponent *root, *event;
	struct calendar_day *days = NULL;
	size_t count = 0, capacity = 0;
	enum feed_result result = FEED_READ;

	/* libical forgives a missing END, which here would be holidays lost. */
	if (!span_ends_nocase(span_trim(text), SPAN_LIT("END:VCALENDAR")))
		return FEED_DAMAGED;
	root = icalparser_parse_string(arena_cstr(a, text));
	if (root == NULL)
		return FEED_DAMAGED;
	for (event = icalcomponent_get_first_component(root, ICAL_VEVENT_COMPONENT); event != NULL && result == FEED_READ;
	    event = icalcomponent_get_next_component(root, ICAL_VEVENT_COMPONENT)) {
		days = arena_grow(a, days, count, &capacity, sizeof(*days));
		if (!take_event(a, event, &days[count++]))
			result = FEED_DAMAGED;
	}
	icalcomponent_free(root);
	if (result != FEED_READ)
		return result;
	*out = (struct calendar_days){ days, count };
	return count > 0 ? FEED_READ : FEED_EMPTY;
}
