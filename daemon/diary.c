/* SPDX-License-Identifier: ISC */
#include "daemon/diary.h"

#include <libical/ical.h>

#include <stdlib.h>

/* One line, folded where it is long, and its CRLF; the property goes. */
static void
put(struct arena_text *t, icalproperty *p)
{
	char *line = p == NULL ? NULL : icalproperty_as_ical_string_r(p);

	if (line == NULL)
		abort();
	arena_put_str(t, line);
	icalmemory_free_buffer(line);
	icalproperty_free(p);
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

/* Lines that all entries of one object have. */
struct same {
	struct span stamp, organizer, confirmed, cancelled, free;
};

static struct span
line(struct arena *a, icalproperty *p)
{
	struct arena_text t = arena_text(a);

	put(&t, p);
	return arena_text_span(&t);
}

static struct same
same_lines(struct arena *a, const struct diary *d)
{
	struct arena_text free = arena_text(a);
	struct same same = {
		.stamp = line(a, icalproperty_new_dtstamp(moment(d->now))), .organizer = line(a, organizer(a, d)),
		.confirmed = line(a, icalproperty_new_status(ICAL_STATUS_CONFIRMED)), .cancelled = line(a, icalproperty_new_status(ICAL_STATUS_CANCELLED)),
	};

	put(&free, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
	/* Outlook shows an all-day entry as busy unless it is told so in its own words. */
	put(&free, extension("X-MICROSOFT-CDO-BUSYSTATUS", "FREE"));
	same.free = arena_text_span(&free);
	return same;
}

static void
put_event(struct arena_text *t, const struct diary *d, const struct diary_entry *e, const struct same *same)
{
	struct arena *a = t->arena;
	struct span domain = span_slice(d->sender, span_find_byte(d->sender, '@') + 1, d->sender.len);

	arena_put_str(t, "BEGIN:VEVENT\r\n");
	put(t, icalproperty_new_uid(arena_cstr(a, arena_printf(a, "%.*s/%.*s@%.*s", SPAN_PF(e->reference), SPAN_PF(e->milestone), SPAN_PF(domain)))));
	arena_put(t, same->stamp);
	put(t, icalproperty_new_sequence((int)e->sequence));
	put(t, icalproperty_new_dtstart(day_of(e->day)));
	put(t, icalproperty_new_dtend(day_of(civil_add_days(e->day, 1))));
	put(t, icalproperty_new_summary(arena_cstr(a, arena_printf(a, "%.*s [%.*s]", SPAN_PF(e->label), SPAN_PF(e->reference)))));
	if (e->words.len > 0)
		put(t, icalproperty_new_description(arena_cstr(a, e->words)));
	arena_put(t, same->organizer);
	arena_put(t, e->cancelled ? same->cancelled : same->confirmed);
	arena_put(t, same->free);
	arena_put_str(t, "END:VEVENT\r\n");
}

void
diary_add(struct arena *a, struct diary *d, const struct diary_entry *e)
{
	d->entries = arena_grow(a, d->entries, d->count, &d->capacity, sizeof(*d->entries));
	d->entries[d->count++] = *e;
}

/* Line by line: of a whole component libical makes each line three times over. */
struct span
diary_write(struct arena *a, const struct diary *d)
{
	struct arena_text t = arena_text(a);
	struct same same;

	if (d->count == 0)
		return SPAN_NONE;
	same = same_lines(a, d);
	arena_put_str(&t, "BEGIN:VCALENDAR\r\n");
	put(&t, icalproperty_new_version("2.0"));
	put(&t, icalproperty_new_prodid("-//referrald//deadlines//EN"));
	put(&t, icalproperty_new_calscale("GREGORIAN"));
	put(&t, icalproperty_new_method(ICAL_METHOD_PUBLISH));
	for (size_t i = 0; i < d->count; i++)
		put_event(&t, d, &d->entries[i], &same);
	arena_put_str(&t, "END:VCALENDAR\r\n");
	return arena_text_span(&t);
}
