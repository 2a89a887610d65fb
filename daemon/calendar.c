/* SPDX-License-Identifier: ISC */
#include "daemon/calendar.h"

#include <stdlib.h>

enum { HOLIDAYS_PER_YEAR = 12 };

struct days {
	struct calendar_day *items;
	size_t count;
	size_t capacity;
	struct arena *arena;
};

static void
add(struct days *list, struct civil_date date, struct span name)
{
	list->items = arena_grow(list->arena, list->items, list->count, &list->capacity, sizeof(*list->items));
	list->items[list->count++] = (struct calendar_day){ date, name };
}

/* The first Monday on or after a date. */
static struct civil_date
monday_from(int year, int month, int day)
{
	struct civil_date d = { year, month, day };

	while (civil_weekday(d) != CIVIL_MONDAY)
		d = civil_add_days(d, 1);
	return d;
}

/* One-off proclamations: what moved a day, and days that came once. */
static struct civil_date
early_may(int year)
{
	return year == 2020 ? (struct civil_date){ 2020, 5, 8 } : monday_from(year, 5, 1);
}

static struct civil_date
spring(int year)
{
	if (year == 2002)
		return (struct civil_date){ 2002, 6, 4 };
	if (year == 2012)
		return (struct civil_date){ 2012, 6, 4 };
	if (year == 2022)
		return (struct civil_date){ 2022, 6, 2 };
	return monday_from(year, 5, 25);
}

static void
add_one_offs(struct days *list, int year)
{
	static const struct { struct civil_date date; const char *name; } once[] = {
		{ { 1999, 12, 31 }, "Millennium bank holiday" },
		{ { 2002, 6, 3 }, "Golden Jubilee bank holiday" },
		{ { 2011, 4, 29 }, "Royal wedding bank holiday" },
		{ { 2012, 6, 5 }, "Diamond Jubilee bank holiday" },
		{ { 2022, 6, 3 }, "Platinum Jubilee bank holiday" },
		{ { 2022, 9, 19 }, "Bank Holiday for the State Funeral of Queen Elizabeth II" },
		{ { 2023, 5, 8 }, "Bank holiday for the coronation of King Charles III" },
	};

	for (size_t i = 0; i < sizeof(once) / sizeof(once[0]); i++)
		if (once[i].date.year == year)
			add(list, once[i].date, span_str(once[i].name));
}

/* 25 and 26 December; a day that falls on a weekend is given on the next free weekday. */
static void
add_christmas(struct days *list, int year)
{
	struct civil_date christmas = { year, 12, 25 }, boxing = { year, 12, 26 };

	switch (civil_weekday(christmas)) {
	case CIVIL_FRIDAY:
		boxing.day = 28;
		break;
	case CIVIL_SATURDAY:
		christmas.day = 27;
		boxing.day = 28;
		break;
	case CIVIL_SUNDAY:
		christmas.day = 27;
		break;
	case CIVIL_MONDAY:
	case CIVIL_TUESDAY:
	case CIVIL_WEDNESDAY:
	case CIVIL_THURSDAY:
		break;
	}
	add(list, christmas, christmas.day == 25 ? SPAN_LIT("Christmas Day") : SPAN_LIT("Christmas Day (substitute day)"));
	add(list, boxing, boxing.day == 26 ? SPAN_LIT("Boxing Day") : SPAN_LIT("Boxing Day (substitute day)"));
}

static void
add_rules(struct days *list, int year)
{
	struct civil_date new_year = { year, 1, 1 }, easter = civil_easter_sunday(year);

	while (civil_weekday(new_year) == CIVIL_SATURDAY || civil_weekday(new_year) == CIVIL_SUNDAY)
		new_year = civil_add_days(new_year, 1);
	add(list, new_year, new_year.day == 1 ? SPAN_LIT("New Year's Day") : SPAN_LIT("New Year's Day (substitute day)"));
	add(list, civil_add_days(easter, -2), SPAN_LIT("Good Friday"));
	add(list, civil_add_days(easter, 1), SPAN_LIT("Easter Monday"));
	add(list, early_may(year), SPAN_LIT("Early May bank holiday"));
	add(list, spring(year), SPAN_LIT("Spring bank holiday"));
	add(list, monday_from(year, 8, 25), SPAN_LIT("Summer bank holiday"));
	add_christmas(list, year);
	add_one_offs(list, year);
}

static int
by_date(const void *left, const void *right)
{
	const struct calendar_day *a = left, *b = right;

	return civil_compare(a->date, b->date);
}

static bool
holds(struct calendar_days days, struct civil_date date)
{
	for (size_t i = 0; i < days.count; i++)
		if (civil_compare(days.items[i].date, date) == 0)
			return true;
	return false;
}

/* The feed drops past years and announces ahead: it is the list only for a year that it
 * holds from New Year to the second Christmas holiday. */
static bool
feed_covers(struct calendar_days feed, int year)
{
	struct days rules = { .arena = arena_new(0) };
	bool new_year, boxing;

	add_rules(&rules, year);
	new_year = holds(feed, rules.items[0].date);
	boxing = holds(feed, (struct civil_date){ year, 12, 26 }) || holds(feed, (struct civil_date){ year, 12, 28 }) ||
	    holds(feed, (struct civil_date){ year, 12, 27 });
	arena_free(rules.arena);
	return new_year && boxing;
}

static struct calendar_days
sorted_once(struct days *list)
{
	size_t kept = 0;

	if (list->count > 0)
		qsort(list->items, list->count, sizeof(*list->items), by_date);
	for (size_t i = 0; i < list->count; i++)
		if (kept == 0 || civil_compare(list->items[kept - 1].date, list->items[i].date) != 0)
			list->items[kept++] = list->items[i];
	return (struct calendar_days){ list->items, kept };
}

void
calendar_build(struct arena *a, struct calendar_days feed, struct calendar_days extra, struct calendar_days closures, struct calendar *out)
{
	struct days list = { .arena = a }, closed = { .arena = a };

	*out = (struct calendar){ .known_until = CALENDAR_CHECKED_YEAR };
	for (int year = CALENDAR_FIRST_YEAR; year <= CALENDAR_LAST_RULE_YEAR; year++) {
		if (feed.count == 0 || !feed_covers(feed, year)) {
			add_rules(&list, year);
			continue;
		}
		for (size_t i = 0; i < feed.count; i++)
			if (feed.items[i].date.year == year)
				add(&list, feed.items[i].date, arena_copy(a, feed.items[i].name));
		if (year > out->known_until)
			out->known_until = year;
	}
	for (size_t i = 0; i < extra.count; i++)
		add(&list, extra.items[i].date, arena_copy(a, extra.items[i].name));
	for (size_t i = 0; i < closures.count; i++)
		add(&closed, closures.items[i].date, arena_copy(a, closures.items[i].name));
	out->holidays = sorted_once(&list);
	out->closures = sorted_once(&closed);
}

static void
add_difference(struct arena *a, struct days *seen, struct span **lines, size_t *capacity, const struct calendar_day *day, const char *what)
{
	*lines = arena_grow(a, *lines, seen->count, capacity, sizeof(**lines));
	(*lines)[seen->count] = arena_printf(a, "%.*s %.*s: %s", SPAN_PF(civil_print(a, day->date)), SPAN_PF(day->name), what);
	add(seen, day->date, day->name);
}

size_t
calendar_differences(struct arena *a, struct calendar_days feed, struct span **lines_out)
{
	struct days seen = { .arena = a };
	size_t capacity = 0;

	*lines_out = NULL;
	for (int year = CALENDAR_FIRST_YEAR; feed.count > 0 && year <= CALENDAR_LAST_RULE_YEAR; year++) {
		struct days rules = { .arena = a };

		if (!feed_covers(feed, year))
			continue;
		add_rules(&rules, year);
		for (size_t i = 0; i < rules.count; i++)
			if (!holds(feed, rules.items[i].date))
				add_difference(a, &seen, lines_out, &capacity, &rules.items[i], "by the rules, not in the feed: the feed counts");
		for (size_t i = 0; i < feed.count; i++)
			if (feed.items[i].date.year == year && !holds((struct calendar_days){ rules.items, rules.count }, feed.items[i].date))
				add_difference(a, &seen, lines_out, &capacity, &feed.items[i], "in the feed, not by the rules: the feed counts");
	}
	return seen.count;
}

static const struct calendar_day *
find(struct calendar_days days, struct civil_date d)
{
	struct calendar_day key = { .date = d };

	return days.count == 0 ? NULL : bsearch(&key, days.items, days.count, sizeof(*days.items), by_date);
}

const struct calendar_day *
calendar_holiday(const struct calendar *c, struct civil_date d)
{
	return find(c->holidays, d);
}

static bool
is_weekend(struct civil_date d)
{
	enum civil_weekday w = civil_weekday(d);

	return w == CIVIL_SATURDAY || w == CIVIL_SUNDAY;
}

bool
calendar_is_working(const struct calendar *c, struct civil_date d)
{
	return !is_weekend(d) && calendar_holiday(c, d) == NULL;
}

bool
calendar_is_open(const struct calendar *c, struct civil_date d)
{
	return calendar_is_working(c, d) && find(c->closures, d) == NULL;
}

struct calendar_count
calendar_add(const struct calendar *c, struct arena *a, struct civil_date from, int n)
{
	struct days skipped = { .arena = a };
	struct civil_date d = from;
	int step = n < 0 ? -1 : 1;

	for (int left = n < 0 ? -n : n; left > 0;) {
		const struct calendar_day *holiday;

		d = civil_add_days(d, step);
		holiday = calendar_holiday(c, d);
		if (holiday != NULL)
			add(&skipped, holiday->date, holiday->name);
		else if (!is_weekend(d))
			left--;
	}
	return (struct calendar_count){ d, { skipped.items, skipped.count }, d.year > c->known_until };
}

int
calendar_between(const struct calendar *c, struct civil_date from, struct civil_date to)
{
	int n = 0;

	if (civil_compare(to, from) < 0)
		return -calendar_between(c, to, from);
	for (struct civil_date d = from; civil_compare(d, to) < 0;) {
		d = civil_add_days(d, 1);
		n += calendar_is_working(c, d);
	}
	return n;
}
