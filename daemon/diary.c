/* SPDX-License-Identifier: ISC */
#include "daemon/diary.h"

#include <libical/ical.h>

#include <stdlib.h>

static icalcomponent *
with(icalcomponent *c, icalproperty *p)
{
	if (p == NULL)
		abort();
	icalcomponent_add_property(c, p);
	return c;
}

static struct icaltimetype
day_of(struct civil_date d)
{
	struct icaltimetype t = icaltime_null_date();

	t.year = d.year;
	t.month = d.month;
	t.day = d.day;
	return t;
}

/* DTSTAMP is in UTC (RFC 5545 section 3.8.7.2). */
static struct icaltimetype
moment(int64_t at)
{
	struct civil_date d = civil_from_days((int32_t)(at / 86400));
	int second = (int)(at % 86400);
	struct icaltimetype t = day_of(d);

	t.is_date = 0;
	t.hour = second / 3600;
	t.minute = second / 60 % 60;
	t.second = second % 60;
	t.zone = icaltimezone_get_utc_timezone();
	return t;
}

static icalproperty *
organizer(struct arena *a, const struct diary *d)
{
	icalproperty *p = icalproperty_new_organizer(arena_cstr(a, arena_printf(a, "mailto:%.*s", SPAN_PF(d->sender))));

	if (p != NULL && d->sender_name.len > 0)
		icalproperty_add_parameter(p, icalparameter_new_cn(arena_cstr(a, d->sender_name)));
	return p;
}

static icalproperty *
extension(const char *name, const char *value)
{
	icalproperty *p = icalproperty_new_x(value);

	if (p != NULL)
		icalproperty_set_x_name(p, name);
	return p;
}

static icalcomponent *
event(struct arena *a, const struct diary *d, const struct diary_entry *e)
{
	struct span domain = span_slice(d->sender, span_find_byte(d->sender, '@') + 1, d->sender.len);
	icalcomponent *c = icalcomponent_new(ICAL_VEVENT_COMPONENT);

	with(c, icalproperty_new_uid(arena_cstr(a, arena_printf(a, "%.*s/%.*s@%.*s", SPAN_PF(e->reference), SPAN_PF(e->milestone), SPAN_PF(domain)))));
	with(c, icalproperty_new_dtstamp(moment(d->now)));
	with(c, icalproperty_new_sequence((int)e->sequence));
	with(c, icalproperty_new_dtstart(day_of(e->day)));
	with(c, icalproperty_new_dtend(day_of(civil_add_days(e->day, 1))));
	with(c, icalproperty_new_summary(arena_cstr(a, arena_printf(a, "%.*s [%.*s]", SPAN_PF(e->label), SPAN_PF(e->reference)))));
	if (e->words.len > 0)
		with(c, icalproperty_new_description(arena_cstr(a, e->words)));
	with(c, organizer(a, d));
	with(c, icalproperty_new_status(e->cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
	with(c, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
	/* Outlook shows an all-day entry as busy unless it is told so in its own words. */
	return with(c, extension("X-MICROSOFT-CDO-BUSYSTATUS", "FREE"));
}

void
diary_add(struct arena *a, struct diary *d, const struct diary_entry *e)
{
	d->entries = arena_grow(a, d->entries, d->count, &d->capacity, sizeof(*d->entries));
	d->entries[d->count++] = *e;
}

struct span
diary_write(struct arena *a, const struct diary *d)
{
	icalcomponent *root;
	struct span out;
	char *text;

	if (d->count == 0)
		return SPAN_NONE;
	root = icalcomponent_new(ICAL_VCALENDAR_COMPONENT);
	with(root, icalproperty_new_version("2.0"));
	with(root, icalproperty_new_prodid("-//referrald//deadlines//EN"));
	with(root, icalproperty_new_calscale("GREGORIAN"));
	with(root, icalproperty_new_method(ICAL_METHOD_PUBLISH));
	for (size_t i = 0; i < d->count; i++)
		icalcomponent_add_component(root, event(a, d, &d->entries[i]));
	text = icalcomponent_as_ical_string_r(root);
	if (text == NULL)
		abort();
	out = arena_copy(a, span_str(text));
	icalmemory_free_buffer(text);
	icalcomponent_free(root);
	return out;
}
