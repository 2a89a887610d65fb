/* SPDX-License-Identifier: ISC */
#include "config/feed.h"
#include "config/feed_ics.h"

#include <jansson.h>

const char *
feed_result_words(enum feed_result r)
{
	switch (r) {
	case FEED_READ: return "";
	case FEED_NOT_A_FEED: return "is neither JSON nor iCalendar";
	case FEED_DAMAGED: return "is damaged, or not in the form that GOV.UK publishes";
	case FEED_NO_DIVISION: return "does not hold the division";
	case FEED_EMPTY: return "holds no holiday";
	}
	return "";
}

static bool
take_event(struct arena *a, const json_t *event, struct calendar_day *out)
{
	const char *title = json_string_value(json_object_get(event, "title"));
	const char *date = json_string_value(json_object_get(event, "date"));

	if (title == NULL || date == NULL || !civil_parse(span_str(date), &out->date))
		return false;
	out->name = arena_copy(a, span_str(title));
	return true;
}

static enum feed_result
take_events(struct arena *a, const json_t *events, struct calendar_days *out)
{
	struct calendar_day *days = arena_array(a, json_array_size(events), sizeof(*days));

	if (!json_is_array(events))
		return FEED_DAMAGED;
	for (size_t i = 0; i < json_array_size(events); i++)
		if (!take_event(a, json_array_get(events, i), &days[i]))
			return FEED_DAMAGED;
	*out = (struct calendar_days){ days, json_array_size(events) };
	return out->count > 0 ? FEED_READ : FEED_EMPTY;
}

static enum feed_result
read_json(struct arena *a, struct span text, struct span division, struct calendar_days *out)
{
	json_t *root = json_loadb((const char *)text.at, text.len, JSON_REJECT_DUPLICATES, NULL);
	const json_t *ours = json_object_get(root, arena_cstr(a, division));
	enum feed_result result = FEED_DAMAGED;

	if (json_is_object(root))
		result = ours == NULL ? FEED_NO_DIVISION : take_events(a, json_object_get(ours, "events"), out);
	json_decref(root);
	return result;
}

enum feed_result
feed_read(struct arena *a, struct span text, struct span division, struct calendar_days *out)
{
	struct span rest = span_trim(text);

	*out = (struct calendar_days){ 0 };
	if (span_starts(rest, SPAN_LIT("{")))
		return read_json(a, rest, division, out);
	if (!span_starts_nocase(rest, SPAN_LIT("BEGIN:VCALENDAR")))
		return FEED_NOT_A_FEED;
	return feed_ics_read(a, rest, out);
}
