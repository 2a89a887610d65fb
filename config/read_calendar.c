/* SPDX-License-Identifier: ISC */
#include "config/feed.h"
#include "config/read.h"
#include "config/word.h"

#include <stdlib.h>

/* "2027-06-01 Name of the day" each. */
static struct calendar_days
days(struct read *r, const struct tree *t, const char *name)
{
	const struct tree_value *v = tree_value(t, name);
	struct calendar_days list = { 0 };
	struct calendar_day *items;

	if (v == NULL)
		return list;
	items = arena_array(r->typed.arena, v->count, sizeof(*items));
	for (size_t i = 0; i < v->count; i++) {
		if (word_date(v->items[i], &items[list.count].date, &items[list.count].name) && items[list.count].name.len > 0)
			list.count++;
		else
			errors_add(r->typed.errors, tree_item_where(v, i), "%s: \"%.*s\" is no day: write the date and its name, such as \"2027-06-01 Jubilee\"", name, SPAN_PF(v->items[i]));
	}
	list.items = items;
	return list;
}

/* Days, or periods of days, on which the office is closed, each perhaps with a name. */
static struct calendar_days
closures(struct read *r, const struct tree *t)
{
	const struct tree_value *v = tree_value(t, "closures");
	struct calendar_day *items = NULL;
	size_t count = 0, capacity = 0;

	for (size_t i = 0; v != NULL && i < v->count; i++) {
		struct civil_date from, until;
		struct span rest, name;

		if (!word_date(v->items[i], &from, &rest)) {
			errors_add(r->typed.errors, tree_item_where(v, i), "closures: \"%.*s\" is no day: write \"2026-12-24 Office closed\", or \"2026-12-24 to 2026-12-31 Office closed\"", SPAN_PF(v->items[i]));
			continue;
		}
		until = from;
		name = rest;
		if (span_starts(rest, SPAN_LIT("to ")) && (!word_date(span_slice(rest, 3, rest.len), &until, &name) || civil_compare(until, from) < 0 ||
		    civil_to_days(until) - civil_to_days(from) > 366)) {
			errors_add(r->typed.errors, tree_item_where(v, i), "closures: the period must end after it begins, within a year");
			continue;
		}
		for (; civil_compare(from, until) <= 0; from = civil_add_days(from, 1)) {
			items = arena_grow(r->typed.arena, items, count, &capacity, sizeof(*items));
			items[count++] = (struct calendar_day){ from, name };
		}
	}
	return (struct calendar_days){ items, count };
}

static int
by_date(const void *a, const void *b)
{
	return civil_compare(*(const struct civil_date *)a, *(const struct civil_date *)b);
}

static void
read_meetings(struct read *r, const struct tree *t)
{
	const struct tree_value *v = tree_value(t, "meetings");
	struct deadline_policy *p = &r->config->deadlines;

	if (v == NULL)
		return;
	p->meetings = arena_array(r->typed.arena, v->count, sizeof(*p->meetings));
	for (size_t i = 0; i < v->count; i++) {
		if (civil_parse(v->items[i], &p->meetings[p->meetings_count]))
			p->meetings_count++;
		else
			errors_add(r->typed.errors, tree_item_where(v, i), "meetings: \"%.*s\" is no date: write it as YYYY-MM-DD", SPAN_PF(v->items[i]));
	}
	qsort(p->meetings, p->meetings_count, sizeof(*p->meetings), by_date);
}

static void
read_office_hours(struct read *r, const struct tree *t)
{
	struct ladder_office *o = &r->config->office;
	struct span s = typed_text(&r->typed, t, "office_hours");

	*o = (struct ladder_office){ 9 * 3600, 17 * 3600 };
	if (tree_value(t, "office_hours") == NULL)
		return;
	if (s.len == 11 && s.at[5] == '-' && word_clock(span_slice(s, 0, 5), &o->open_second) && word_clock(span_slice(s, 6, 11), &o->close_second) &&
	    o->open_second < o->close_second)
		return;
	errors_add(r->typed.errors, tree_where(t, "office_hours"), "office_hours must be two times of one day: write it as \"09:00-17:00\"");
}

static void
read_feed(struct read *r, const struct tree *t, struct span division)
{
	struct span path = typed_path(&r->typed, t, "feed"), text;
	enum feed_result result;

	if (path.len == 0 || !scan_read(r->typed.arena, path, tree_where(t, "feed"), r->typed.errors, &text))
		return;
	result = feed_read(r->typed.arena, text, division, &r->config->feed);
	if (result != FEED_READ)
		errors_add(r->typed.errors, tree_where(t, "feed"), "%.*s %s: fetch https://www.gov.uk/bank-holidays.json again", SPAN_PF(path), feed_result_words(result));
}

void
read_calendar(struct read *r)
{
	static const struct tree nothing;
	const struct tree *t = tree_section(r->root, "calendar");
	struct span division = SPAN_LIT("england-and-wales");

	if (t == NULL)
		t = &nothing;
	if (tree_value(t, "division") != NULL && !span_eq(typed_text(&r->typed, t, "division"), division))
		errors_add(r->typed.errors, tree_where(t, "division"), "division can only be england-and-wales: the rules for years without a feed are those");
	read_feed(r, t, division);
	read_office_hours(r, t);
	read_meetings(r, t);
	calendar_build(r->typed.arena, r->config->feed, days(r, t, "extra"), closures(r, t), &r->config->calendar);
}
