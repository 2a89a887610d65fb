/* SPDX-License-Identifier: ISC
 * Calendar, deadlines and ladder at their edges: each of these was once wrong in a changed copy
 * of the code that every other test let pass. */
#include "daemon/ladder.h"
#include "tests/unit/clock_days.h"

static void
the_calendar_ends_where_the_feed_does(void **state)
{
	int year = CALENDAR_CHECKED_YEAR + 1;
	struct calendar_day whole[] = {
		{ { year, 1, 1 }, SPAN_LIT("New Year's Day") }, { { year, 1, 2 }, SPAN_LIT("New Year's Day") }, { { year, 1, 3 }, SPAN_LIT("New Year's Day") },
		{ { year, 12, 26 }, SPAN_LIT("Boxing Day") }, { { year, 12, 27 }, SPAN_LIT("Boxing Day") }, { { year, 12, 28 }, SPAN_LIT("Boxing Day") },
	};
	struct calendar_day end_of_year[] = { { { 2026, 12, 25 }, SPAN_LIT("Christmas Day") }, { { 2026, 12, 28 }, SPAN_LIT("Boxing Day") } };
	struct calendar c;

	(void)state;
	calendar_build(arena, (struct calendar_days){ whole, 6 }, none, none, &c);
	assert_int_equal(c.known_until, year);
	assert_false(calendar_add(&c, arena, (struct civil_date){ year, 12, 1 }, 5).beyond_known);
	assert_true(calendar_add(&c, arena, (struct civil_date){ year, 12, 29 }, 10).beyond_known);
	assert_int_equal(plain.known_until, CALENDAR_CHECKED_YEAR);
	/* What has dropped its past months is no list of the year. */
	calendar_build(arena, (struct calendar_days){ end_of_year, 2 }, none, none, &c);
	assert_false(calendar_is_working(&c, date("2026-04-03")));
	/* Days that came once, before the years of the published lists. */
	assert_false(calendar_is_working(&plain, date("1999-12-31")));
	assert_true(calendar_is_working(&plain, date("1998-12-31")));
	assert_false(calendar_is_working(&plain, date("2012-06-05")));
}

static void
names_of_months_and_days(void **state)
{
	static const struct { const char *word; unsigned month, weekday; } rows[] = {
		{ "March", 3, 0 }, { "mar", 3, 0 }, { "MAY", 5, 0 }, { "Sept", 9, 0 }, { "Sep", 9, 0 }, { "marc", 0, 0 }, { "ma", 0, 0 }, { "", 0, 0 }, { "marching", 0, 0 },
		{ "Sunday", 0, 1 }, { "sat", 0, 7 }, { "Weds", 0, CIVIL_WEDNESDAY + 1 }, { "thurs", 0, CIVIL_THURSDAY + 1 }, { "Thur", 0, 5 }, { "tues", 0, 3 }, { "sund", 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(civil_month_named(span_str(rows[i].word)), rows[i].month);
		assert_int_equal(civil_weekday_named(span_str(rows[i].word)), rows[i].weekday);
	}
}

static int64_t
at(const char *s)
{
	int64_t t;

	assert_true(civil_parse_instant(span_str(s), &t));
	return t;
}

static void
summer_time_and_leap_days(void **state)
{
	(void)state;
	assert_int_equal(civil_london_second(at("2026-03-29T00:59:59Z")), 3599);
	assert_int_equal(civil_london_second(at("2026-03-29T01:00:00Z")), 7200);
	assert_int_equal(civil_london_second(at("2026-10-25T00:59:59Z")), 7199);
	assert_int_equal(civil_london_second(at("2026-10-25T01:00:00Z")), 3600);
	assert_date(civil_london_date(at("2026-06-30T23:30:00Z")), "2026-07-01");
	assert_date(civil_london_date(at("2026-12-31T23:30:00Z")), "2026-12-31");
	/* The hour that is skipped counts as the one after, the hour that comes twice as its first. */
	assert_true(civil_london_instant(date("2026-03-29"), 5400) == at("2026-03-29T01:30:00Z"));
	assert_true(civil_london_instant(date("2026-10-25"), 5400) == at("2026-10-25T00:30:00Z"));
	assert_int_equal(civil_month_days(2000, 2), 29);
	assert_int_equal(civil_month_days(2400, 2), 29);
	assert_int_equal(civil_month_days(2100, 2), 28);
	assert_int_equal(civil_month_days(2024, 2), 29);
	assert_int_equal(civil_month_days(2025, 2), 28);
}

/* ---- deadlines ---------------------------------------------------------------------- */

static struct span la_then_sin[] = { SPAN_LIT("incident.la_aware"), SPAN_LIT("incident.sin_date") };
static struct span received_only[] = { SPAN_LIT("received") };
static struct span sent[] = { SPAN_LIT("review.sent") };
#define NAME(s) { (const unsigned char *)("" s), sizeof(s) - 1 }

static struct deadline_milestone milestones[] = {
	{ .name = NAME("earliest"), .offset = 5, .offset_early = 5, .choice = DEADLINE_EARLIEST, .basis = { la_then_sin, 2 }, .fallback = { received_only, 1 }, .completes = { sent, 1 }, .applies = DEADLINE_LCSPR },
	{ .name = NAME("first"), .offset = 3, .offset_early = 3, .choice = DEADLINE_FIRST, .basis = { la_then_sin, 2 }, .provisional = { la_then_sin + 1, 1 }, .applies = DEADLINE_LCSPR },
	{ .name = NAME("after"), .offset = 1, .offset_early = 1, .from_milestone = NAME("earliest"), .applies = DEADLINE_LCSPR },
	{ .name = NAME("meeting"), .next_meeting = true, .basis = { received_only, 1 }, .applies = DEADLINE_LCSPR },
	{ .name = NAME("check"), .offset = 1, .offset_early = 1, .unit = DEADLINE_MONTHS, .repeats = true, .basis = { received_only, 1 }, .applies = DEADLINE_LCSPR },
};
static struct civil_date meetings[] = { { 2026, 6, 8 }, { 2026, 9, 8 } };
static const struct deadline_policy policy = { milestones, sizeof(milestones) / sizeof(milestones[0]), meetings, 2 };
static struct deadline_due *dues;
static size_t count;

static const struct deadline_due *
derive(const struct deadline_case *r, const char *today, const char *name)
{
	count = deadline_derive(&policy, &plain, r, date(today), arena, &dues);
	for (size_t i = 0; i < count; i++)
		if (span_eq_str(dues[i].milestone->name, name))
			return &dues[i];
	fail_msg("%s does not apply", name);
	return NULL;
}

static void
bases(void **state)
{
	struct deadline_date dates[] = { { SPAN_LIT("incident.la_aware"), { 2026, 6, 10 } }, { SPAN_LIT("incident.sin_date"), { 2026, 6, 4 } } };
	struct deadline_case r = { .handling = DEADLINE_LCSPR, .received = { 2026, 6, 8 }, .dates = dates, .dates_count = 2 };
	struct span unconfirmed[] = { SPAN_LIT("incident.la_aware") };
	const struct deadline_due *d;

	(void)state;
	/* The earliest stands second in the order; the first known stands first. */
	assert_date(derive(&r, "2026-06-10", "earliest")->from, "2026-06-04");
	d = derive(&r, "2026-06-10", "first");
	assert_date(d->from, "2026-06-10");
	assert_false(d->flags & DEADLINE_PROVISIONAL);
	/* Some of the basis are provisional themselves. */
	dates[0].key = SPAN_LIT("incident.date");
	assert_true(derive(&r, "2026-06-10", "first")->flags & DEADLINE_PROVISIONAL);
	/* Known from a later mail only: it moves nothing later, and earlier at once. */
	dates[0].key = unconfirmed[0];
	r.dates_count = 1;
	r.unconfirmed = unconfirmed;
	r.unconfirmed_count = 1;
	d = derive(&r, "2026-06-10", "earliest");
	assert_date(d->from, "2026-06-08");
	assert_true(d->flags & DEADLINE_PROVISIONAL);
	assert_true(derive(&r, "2026-06-10", "after")->flags & DEADLINE_PROVISIONAL);
	dates[0].date = date("2026-06-03");
	d = derive(&r, "2026-06-10", "earliest");
	assert_date(d->from, "2026-06-03");
	assert_false(d->flags & DEADLINE_PROVISIONAL);
	assert_false(derive(&r, "2026-06-10", "after")->flags & DEADLINE_PROVISIONAL);
}

static void
days_that_fall_together(void **state)
{
	struct deadline_date dates[] = { { SPAN_LIT("incident.la_aware"), { 2026, 6, 1 } }, { SPAN_LIT("review.sent"), { 2026, 6, 8 } } };
	struct deadline_case r = { .handling = DEADLINE_LCSPR, .received = { 2026, 6, 8 }, .dates = dates, .dates_count = 1 };
	const struct deadline_due *d;

	(void)state;
	/* A meeting on the day of receipt is the next one; a check that is due today is due today. */
	assert_date(derive(&r, "2026-06-08", "meeting")->due, "2026-06-08");
	assert_date(derive(&r, "2026-07-08", "check")->due, "2026-07-08");
	assert_date(derive(&r, "2026-07-09", "check")->due, "2026-08-08");
	/* Due on the day of receipt is not past; done on its day is not late. */
	d = derive(&r, "2026-06-08", "earliest");
	assert_date(d->due, "2026-06-08");
	assert_false(d->flags & DEADLINE_LATE_ON_ARRIVAL);
	r.received = date("2026-06-09");
	assert_true(derive(&r, "2026-06-09", "earliest")->flags & DEADLINE_LATE_ON_ARRIVAL);
	r.dates_count = 2;
	assert_false(derive(&r, "2026-06-09", "earliest")->flags & DEADLINE_LATE_ON_ARRIVAL);
	/* What is next: the earliest that is not done. */
	r.dates_count = 1;
	(void)derive(&r, "2026-06-03", "earliest");
	assert_true(span_eq_str(deadline_next(dues, count)->milestone->name, "first"));
	r.dates_count = 2;
	(void)derive(&r, "2026-06-09", "earliest");
	dues[1].level = DEADLINE_DONE;
	assert_true(span_eq_str(deadline_next(dues, count)->milestone->name, "after"));
}

static void
the_last_year_known(void **state)
{
	struct deadline_date la = { SPAN_LIT("incident.la_aware"), { CALENDAR_CHECKED_YEAR, 12, 1 } };
	struct deadline_case r = { .handling = DEADLINE_LCSPR, .received = { CALENDAR_CHECKED_YEAR, 12, 1 }, .dates = &la, .dates_count = 1 };

	(void)state;
	assert_false(derive(&r, "2026-06-09", "earliest")->flags & DEADLINE_BEYOND_CALENDAR);
	la.date.day = 29;
	assert_true(derive(&r, "2026-06-09", "earliest")->flags & DEADLINE_BEYOND_CALENDAR);
}

/* ---- ladder ------------------------------------------------------------------------- */

static struct span pair[] = { NAME("Ann"), NAME("Bob") };
static struct span ann[] = { NAME("Ann") };
static struct ladder_rung rungs[] = { { pair, 2, 0, 0, LADDER_ANY_TIME }, { ann, 1, 24 * 3600, 0, LADDER_OFFICE_HOURS } };
static const struct ladder ladder = { NAME("two"), rungs, 2 };
static const struct ladder_office office = { 9 * 3600, 17 * 3600 };

static struct ladder_state
look(const struct ladder_alert *alert, const char *now)
{
	struct ladder_state s;

	ladder_derive(&ladder, &plain, &office, alert, at(now), arena, &s);
	return s;
}

static void
a_ladder_that_tells_once(void **state)
{
	struct ladder_told told[] = {
		{ 0, SPAN_LIT("Ann"), 0, at("2026-11-23T12:00:00Z"), LADDER_SENT }, { 0, SPAN_LIT("Bob"), 0, at("2026-11-23T12:00:00Z"), LADDER_SENT },
		{ 1, SPAN_LIT("Ann"), 0, at("2026-11-24T12:00:00Z"), LADDER_SENT },
	};
	struct ladder_alert alert = { .started_at = at("2026-11-23T12:00:00Z"), .told = told, .told_count = 2 };
	struct ladder_state s = look(&alert, "2026-11-23T12:00:00Z");

	(void)state;
	/* Nothing is owed until the next rung's time, and that is when it is looked at again. */
	assert_int_equal(s.owed_count, 0);
	assert_true(s.next_at == at("2026-11-24T12:00:00Z"));
	/* Who stands on both rungs is told on both. */
	s = look(&alert, "2026-11-24T12:00:00Z");
	assert_int_equal(s.owed_count, 1);
	assert_int_equal(s.owed[0].rung, 1);
	/* The top rung without an answer for a day is the end. */
	alert.told_count = 3;
	assert_false(look(&alert, "2026-11-25T11:59:59Z").exhausted);
	assert_true(look(&alert, "2026-11-25T12:00:00Z").exhausted);
}

static void
the_next_rung_waits_for_its_hours(void **state)
{
	struct ladder_alert alert = { .started_at = at("2026-11-23T20:00:00Z") };
	struct ladder_state s = look(&alert, "2026-11-24T21:00:00Z");

	(void)state;
	assert_int_equal(s.rung, 0);
	assert_true(s.next_at == at("2026-11-25T09:00:00Z"));
	assert_int_equal(look(&alert, "2026-11-25T09:00:00Z").rung, 1);
}

/* Only the last that is known of a person says whether they can be reached. */
static void
who_is_back_is_not_lost(void **state)
{
	struct ladder_told told[] = {
		{ 0, SPAN_LIT("Ann"), 0, at("2026-11-23T12:00:00Z"), LADDER_FAILED }, { 0, SPAN_LIT("Bob"), 0, at("2026-11-23T12:00:00Z"), LADDER_SENT },
		{ 0, SPAN_LIT("Ann"), 1, at("2026-11-23T13:00:00Z"), LADDER_SENT }, { 0, SPAN_LIT("Bob"), 1, at("2026-11-23T13:00:00Z"), LADDER_FAILED },
	};
	struct ladder_alert alert = { .started_at = at("2026-11-23T12:00:00Z"), .told = told, .told_count = 4 };

	(void)state;
	assert_int_equal(look(&alert, "2026-11-23T13:05:00Z").rung, 0);
	told[2].result = LADDER_FAILED;
	assert_int_equal(look(&alert, "2026-11-23T13:05:00Z").rung, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_calendar_ends_where_the_feed_does), cmocka_unit_test(summer_time_and_leap_days), cmocka_unit_test(names_of_months_and_days), cmocka_unit_test(bases), cmocka_unit_test(days_that_fall_together), cmocka_unit_test(the_last_year_known),
		cmocka_unit_test(a_ladder_that_tells_once), cmocka_unit_test(the_next_rung_waits_for_its_hours), cmocka_unit_test(who_is_back_is_not_lost),
	};

	return cmocka_run_group_tests_name("clock_edges", tests, set_up, tear_down);
}
