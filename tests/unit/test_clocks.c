/* SPDX-License-Identifier: ISC
 * Calendar, deadlines and ladder: the vectors of the published calendars, an independent
 * oracle for every date of 2017-2035, and the properties that must hold for any date. */
#include "daemon/ladder.h"
#include "tests/unit/clock_days.h"

#include <string.h>
#include <time.h>

/* ---- the oracle: published lists and libc's calendar, none of our own rules ------------- */

/* Bank holidays of England and Wales as published, month and day. */
static const struct { int year; const char *days; } published[] = {
	{ 2017, "0102 0414 0417 0501 0529 0828 1225 1226" },
	{ 2018, "0101 0330 0402 0507 0528 0827 1225 1226" },
	{ 2019, "0101 0419 0422 0506 0527 0826 1225 1226" },
	{ 2020, "0101 0410 0413 0508 0525 0831 1225 1228" },
	{ 2021, "0101 0402 0405 0503 0531 0830 1227 1228" },
	{ 2022, "0103 0415 0418 0502 0602 0603 0829 0919 1226 1227" },
	{ 2023, "0102 0407 0410 0501 0508 0529 0828 1225 1226" },
	{ 2024, "0101 0329 0401 0506 0527 0826 1225 1226" },
	{ 2025, "0101 0418 0421 0505 0526 0825 1225 1226" },
	{ 2026, "0101 0403 0406 0504 0525 0831 1225 1228" },
	{ 2027, "0101 0326 0329 0503 0531 0830 1227 1228" },
	{ 2028, "0103 0414 0417 0501 0529 0828 1225 1226" },
	{ 2029, "0101 0330 0402 0507 0528 0827 1225 1226" },
	{ 2030, "0101 0419 0422 0506 0527 0826 1225 1226" },
	{ 2031, "0101 0411 0414 0505 0526 0825 1225 1226" },
	{ 2032, "0101 0326 0329 0503 0531 0830 1227 1228" },
	{ 2033, "0103 0415 0418 0502 0530 0829 1226 1227" },
	{ 2034, "0102 0407 0410 0501 0529 0828 1225 1226" },
	{ 2035, "0101 0323 0326 0507 0528 0827 1225 1226" },
};

static bool
oracle_is_working(time_t day)
{
	struct tm tm;
	char key[8];

	(void)gmtime_r(&day, &tm);
	if (tm.tm_wday == 0 || tm.tm_wday == 6)
		return false;
	(void)strftime(key, sizeof(key), "%m%d", &tm);
	for (size_t i = 0; i < sizeof(published) / sizeof(published[0]); i++)
		if (published[i].year == tm.tm_year + 1900)
			return strstr(published[i].days, key) == NULL;
	fail();
	return false;
}

static time_t
oracle_add(time_t day, int n)
{
	int step = n < 0 ? -86400 : 86400;

	for (n = n < 0 ? -n : n; n > 0;) {
		day += step;
		n -= oracle_is_working(day);
	}
	return day;
}

static void
every_date_agrees_with_the_oracle(void **state)
{
	static const int offsets[] = { 1, 2, 5, 7, 10, 12, 14, 15, 20, -1, -5, -7, -15 };
	struct arena *a = arena_new(0);

	(void)state;
	for (int32_t day = civil_to_days(date("2017-02-01")); day < civil_to_days(date("2035-11-20")); day++) {
		struct civil_date d = civil_from_days(day);

		assert_int_equal(calendar_is_working(&plain, d), oracle_is_working((time_t)day * 86400));
		for (size_t i = 0; i < sizeof(offsets) / sizeof(offsets[0]); i++)
			assert_int_equal(civil_to_days(calendar_add(&plain, a, d, offsets[i]).due), oracle_add((time_t)day * 86400, offsets[i]) / 86400);
	}
	arena_free(a);
}

static void
published_vectors(void **state)
{
	static const struct { const char *from; int n; const char *want; } table[] = {
		{ "2019-12-20", 1, "2019-12-23" }, { "2019-12-20", 5, "2019-12-31" }, { "2019-12-20", 10, "2020-01-08" }, { "2019-12-20", 15, "2020-01-15" },
		{ "2020-05-01", 1, "2020-05-04" }, { "2020-05-01", 5, "2020-05-11" }, { "2020-05-01", 10, "2020-05-18" }, { "2020-05-01", 15, "2020-05-26" },
		{ "2021-12-20", 1, "2021-12-21" }, { "2021-12-20", 5, "2021-12-29" }, { "2021-12-20", 10, "2022-01-06" }, { "2021-12-20", 15, "2022-01-13" },
		{ "2022-09-09", 1, "2022-09-12" }, { "2022-09-09", 5, "2022-09-16" }, { "2022-09-09", 10, "2022-09-26" }, { "2022-09-09", 15, "2022-10-03" },
		{ "2023-04-28", 1, "2023-05-02" }, { "2023-04-28", 5, "2023-05-09" }, { "2023-04-28", 10, "2023-05-16" }, { "2023-04-28", 15, "2023-05-23" },
		{ "2026-03-27", 1, "2026-03-30" }, { "2026-03-27", 5, "2026-04-07" }, { "2026-03-27", 10, "2026-04-14" }, { "2026-03-27", 15, "2026-04-21" },
		{ "2026-06-13", 1, "2026-06-15" }, { "2026-06-13", 5, "2026-06-19" }, { "2026-06-13", 10, "2026-06-26" }, { "2026-06-13", 15, "2026-07-03" },
		{ "2026-12-24", 1, "2026-12-29" }, { "2026-12-24", 5, "2027-01-05" }, { "2026-12-24", 10, "2027-01-12" }, { "2026-12-24", 15, "2027-01-19" },
		{ "2026-09-01", -7, "2026-08-20" }, { "2026-01-05", -7, "2025-12-22" }, { "2026-01-03", 0, "2026-01-03" },
	};
	struct calendar_count c;

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		assert_date(calendar_add(&plain, arena, date(table[i].from), table[i].n).due, table[i].want);
	c = calendar_add(&plain, arena, date("2026-03-27"), 15);
	assert_int_equal(c.skipped.count, 2);
	assert_true(span_eq_str(c.skipped.items[0].name, "Good Friday"));
	assert_false(c.beyond_known);
	assert_true(calendar_add(&plain, arena, date("2028-12-22"), 15).beyond_known);
}

static void
counting_has_its_properties(void **state)
{
	(void)state;
	for (int32_t day = civil_to_days(date("2019-01-01")); day < civil_to_days(date("2029-12-31")); day += 3) {
		struct arena *a = arena_new(0);
		struct civil_date d = civil_from_days(day), last = d;

		for (int n = 1; n <= 20; n++) {
			struct civil_date due = calendar_add(&plain, a, d, n).due;

			assert_true(calendar_is_working(&plain, due));
			assert_true(civil_compare(due, last) > 0);
			assert_int_equal(calendar_between(&plain, d, due), n);
			assert_int_equal(civil_compare(calendar_add(&plain, a, calendar_add(&plain, a, d, n).due, 7).due, calendar_add(&plain, a, d, n + 7).due), 0);
			last = due;
		}
		arena_free(a);
	}
}

static void
a_feed_is_merged_by_whole_years(void **state)
{
	struct calendar_day whole[] = {
		{ { 2026, 1, 1 }, SPAN_LIT("New Year's Day") }, { { 2026, 4, 3 }, SPAN_LIT("Good Friday") }, { { 2026, 4, 6 }, SPAN_LIT("Easter Monday") },
		{ { 2026, 5, 8 }, SPAN_LIT("Early May bank holiday (moved)") }, { { 2026, 5, 25 }, SPAN_LIT("Spring bank holiday") },
		{ { 2026, 8, 31 }, SPAN_LIT("Summer bank holiday") }, { { 2026, 12, 25 }, SPAN_LIT("Christmas Day") }, { { 2026, 12, 28 }, SPAN_LIT("Boxing Day") },
		{ { 2027, 1, 1 }, SPAN_LIT("New Year's Day") }, { { 2027, 6, 16 }, SPAN_LIT("Announced in part only") },
	};
	struct calendar_day extra = { { 2027, 9, 1 }, SPAN_LIT("Extra") };
	struct calendar c;
	struct span *lines;

	(void)state;
	calendar_build(arena, (struct calendar_days){ whole, 10 }, (struct calendar_days){ &extra, 1 }, (struct calendar_days){ NULL, 0 }, &c);
	assert_true(calendar_is_working(&c, date("2026-05-04")));
	assert_false(calendar_is_working(&c, date("2026-05-08")));
	assert_false(calendar_is_working(&c, date("2027-05-03")));
	assert_false(calendar_is_working(&c, date("2027-09-01")));
	assert_true(calendar_is_working(&c, date("2027-06-16")));
	assert_int_equal(calendar_differences(arena, (struct calendar_days){ whole, 10 }, &lines), 2);
}

/* ---- deadlines ---------------------------------------------------------------------- */

static struct span la_and_sin[] = { SPAN_LIT("incident.la_aware"), SPAN_LIT("incident.sin_date") };
static struct span agency_then_receipt[] = { SPAN_LIT("incident.agency_aware"), SPAN_LIT("received") };
static struct span received_only[] = { SPAN_LIT("received") };
static struct span sent[] = { SPAN_LIT("review.sent") };
static struct span care_leaver[] = { SPAN_LIT("child.N.care_leaver") };
static struct span looked_after[] = { SPAN_LIT("looked-after-death") };
static struct span lcspr_outcome[] = { SPAN_LIT("lcspr") };
static struct span decision[] = { SPAN_LIT("decision.date") };
#define SPAN_LITERAL(s) { (const unsigned char *)("" s), sizeof(s) - 1 }

static struct deadline_milestone milestones[] = {
	{ .name = SPAN_LITERAL("rapid-review"), .label = SPAN_LITERAL("Rapid Review to the Panel"), .offset = 15, .offset_early = 15,
	  .choice = DEADLINE_EARLIEST, .basis = { la_and_sin, 2 }, .fallback = { agency_then_receipt, 2 }, .completes = { sent, 1 },
	  .unless = { care_leaver, 1 }, .applies = DEADLINE_LCSPR, .amber = 5, .red = 2 },
	{ .name = SPAN_LITERAL("notify-panel"), .offset = 5, .offset_early = 5, .basis = { la_and_sin, 1 }, .completes = { la_and_sin + 1, 1 },
	  .applies = DEADLINE_LCSPR, .also_if = { looked_after, 1 }, .amber = 2, .red = 1 },
	{ .name = SPAN_LITERAL("group-meeting"), .next_meeting = true, .basis = { received_only, 1 }, .applies = DEADLINE_PLR, .amber = 5, .red = 2 },
	{ .name = SPAN_LITERAL("publish"), .offset = 6, .offset_early = 6, .unit = DEADLINE_MONTHS, .basis = { decision, 1 }, .applies = DEADLINE_LCSPR,
	  .outcomes = { lcspr_outcome, 1 } },
	{ .name = SPAN_LITERAL("copy-before-publication"), .offset = -7, .offset_early = -7, .from_milestone = SPAN_LITERAL("publish"), .applies = DEADLINE_LCSPR },
	{ .name = SPAN_LITERAL("meeting"), .offset = 12, .offset_early = 10, .basis = { la_and_sin + 1, 1 }, .applies = DEADLINE_LCSPR, .amber = 1, .red = 0 },
};
static struct civil_date meetings[] = { { 2026, 5, 12 }, { 2026, 9, 8 } };
static const struct deadline_policy policy = { milestones, sizeof(milestones) / sizeof(milestones[0]), meetings, 2 };

static const struct deadline_due *
derive(const struct deadline_case *r, const char *today, const char *name)
{
	struct deadline_due *dues;
	size_t n = deadline_derive(&policy, &plain, r, date(today), arena, &dues);

	for (size_t i = 0; i < n; i++)
		if (span_eq_str(dues[i].milestone->name, name))
			return &dues[i];
	return NULL;
}

static void
bases_are_chosen_as_the_policy_says(void **state)
{
	struct deadline_date dates[3] = { { SPAN_LIT("incident.agency_aware"), { 2026, 6, 1 } } };
	struct deadline_case r = { .handling = DEADLINE_LCSPR, .received = { 2026, 6, 8 } };
	const struct deadline_due *d;

	(void)state;
	d = derive(&r, "2026-06-08", "rapid-review");
	assert_date(d->due, "2026-06-29");
	assert_true(d->flags & DEADLINE_PROVISIONAL);
	assert_true(span_find(deadline_explain(arena, d), SPAN_LIT("; provisional until LA awareness or the serious incident notification is recorded")) < deadline_explain(arena, d).len);
	assert_true(derive(&r, "2026-06-08", "notify-panel")->flags & DEADLINE_NO_BASE);
	r.dates = dates;
	r.dates_count = 1;
	assert_date(derive(&r, "2026-06-08", "rapid-review")->due, "2026-06-22");
	dates[1] = (struct deadline_date){ SPAN_LIT("incident.sin_date"), { 2026, 6, 4 } };
	dates[2] = (struct deadline_date){ SPAN_LIT("incident.la_aware"), { 2026, 6, 3 } };
	r.dates_count = 3;
	d = derive(&r, "2026-06-08", "rapid-review");
	assert_date(d->due, "2026-06-24");
	assert_false(d->flags & DEADLINE_PROVISIONAL);
	assert_true(span_eq_str(deadline_explain(arena, d), "day 15 is Wed 24 Jun 2026, counted from LA awareness on Wed 3 Jun 2026"));
	d = derive(&r, "2026-06-08", "notify-panel");
	assert_int_equal(d->level, DEADLINE_DONE);
	assert_date(d->done_on, "2026-06-04");
	r.handling = DEADLINE_PLR;
	assert_null(derive(&r, "2026-06-08", "rapid-review"));
	assert_date(derive(&r, "2026-06-08", "group-meeting")->due, "2026-09-08");
	r.received = date("2026-10-01");
	assert_true(derive(&r, "2026-10-01", "group-meeting")->flags & DEADLINE_NO_MEETING);
}

static void
levels_follow_the_days_left(void **state)
{
	static const struct { const char *today; enum deadline_level want; int left; } table[] = {
		{ "2026-06-03", DEADLINE_GREEN, 15 }, { "2026-06-16", DEADLINE_GREEN, 6 }, { "2026-06-17", DEADLINE_AMBER, 5 },
		{ "2026-06-22", DEADLINE_RED, 2 }, { "2026-06-24", DEADLINE_RED, 0 }, { "2026-06-25", DEADLINE_OVERDUE, -1 },
	};
	struct deadline_date la = { SPAN_LIT("incident.la_aware"), { 2026, 6, 3 } }, done = { SPAN_LIT("rapid-review"), { 2026, 6, 20 } };
	struct span yes = SPAN_LIT("child.N.care_leaver");
	struct deadline_case r = { .handling = DEADLINE_LCSPR, .received = { 2026, 6, 4 }, .dates = &la, .dates_count = 1 };

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const struct deadline_due *d = derive(&r, table[i].today, "rapid-review");

		assert_int_equal(d->level, table[i].want);
		assert_int_equal(d->working_days_left, table[i].left);
	}
	r.done = &done;
	r.done_count = 1;
	assert_int_equal(derive(&r, "2026-07-30", "rapid-review")->level, DEADLINE_DONE);
	r.done_count = 0;
	r.yes = &yes;
	r.yes_count = 1;
	assert_null(derive(&r, "2026-06-08", "rapid-review"));
	r.doubted = &yes;
	r.doubted_count = 1;
	assert_non_null(derive(&r, "2026-06-08", "rapid-review"));
	r.yes_count = r.doubted_count = 0;
	r.received = date("2026-07-01");
	assert_true(derive(&r, "2026-07-01", "rapid-review")->flags & DEADLINE_LATE_ON_ARRIVAL);
	r.closed = true;
	assert_int_equal(derive(&r, "2026-07-01", "rapid-review")->level, DEADLINE_DONE);
}

static void
what_applies_depends_on_the_answers_and_the_outcome(void **state)
{
	struct span yes[] = { SPAN_LIT("looked-after-death") };
	struct deadline_case r = { .handling = DEADLINE_PLR, .received = { 2026, 6, 4 } };

	(void)state;
	assert_null(derive(&r, "2026-06-08", "notify-panel"));
	r.yes = yes;
	r.yes_count = 1;
	assert_non_null(derive(&r, "2026-06-08", "notify-panel"));
	r.handling = DEADLINE_LCSPR;
	assert_non_null(derive(&r, "2026-06-08", "publish"));
	r.outcome = SPAN_LIT("local-learning");
	assert_null(derive(&r, "2026-06-08", "publish"));
	r.outcome = SPAN_LIT("lcspr");
	assert_non_null(derive(&r, "2026-06-08", "publish"));
	assert_string_equal(deadline_outcome_find(SPAN_LIT("Local-Learning")), "local-learning");
	assert_null(deadline_outcome_find(SPAN_LIT("local")));
}

/* Past when the referral came is news; sent in time long before is none. */
static void
late_on_arrival_only_when_it_was_not_done_in_time(void **state)
{
	struct deadline_date dates[] = { { SPAN_LIT("incident.la_aware"), { 2026, 6, 1 } }, { SPAN_LIT("incident.sin_date"), { 2026, 6, 4 } } };
	struct deadline_case r = { .handling = DEADLINE_LCSPR, .received = { 2026, 6, 15 }, .dates = dates, .dates_count = 1 };

	(void)state;
	assert_true(derive(&r, "2026-06-15", "notify-panel")->flags & DEADLINE_LATE_ON_ARRIVAL);
	r.dates_count = 2;
	assert_false(derive(&r, "2026-06-15", "notify-panel")->flags & DEADLINE_LATE_ON_ARRIVAL);
	dates[1].date = date("2026-06-12");
	assert_true(derive(&r, "2026-06-15", "notify-panel")->flags & DEADLINE_LATE_ON_ARRIVAL);
}

/* A case is looked at again only on the day it names: no level may change before. */
static void
no_level_changes_between_the_days_named(void **state)
{
	struct deadline_date dates[] = { { SPAN_LIT("incident.la_aware"), { 2026, 12, 14 } }, { SPAN_LIT("incident.sin_date"), { 2026, 12, 18 } } };
	struct deadline_case r = { .handling = DEADLINE_LCSPR, .received = { 2026, 12, 15 }, .dates = dates, .dates_count = 2 };
	struct civil_date day = { 2026, 12, 15 }, next = day;
	enum deadline_level last[8] = { 0 };

	(void)state;
	for (int i = 0; i < 60; i++, day = civil_add_days(day, 1)) {
		struct deadline_due *dues;
		size_t n = deadline_derive(&policy, &plain, &r, day, arena, &dues);
		bool named = civil_compare(day, next) == 0;

		for (size_t j = 0; j < n; j++) {
			assert_true(named || last[j] == dues[j].level);
			last[j] = dues[j].level;
		}
		if (named)
			next = deadline_next_change(&plain, dues, n, day);
	}
	assert_false(civil_is_set(next));
}

static void
months_ranges_and_chains(void **state)
{
	struct deadline_date dates[] = { { SPAN_LIT("decision.date"), { 2026, 8, 31 } }, { SPAN_LIT("incident.sin_date"), { 2026, 6, 1 } } };
	struct deadline_case r = { .handling = DEADLINE_LCSPR, .received = { 2026, 6, 1 }, .dates = dates, .dates_count = 2 };

	(void)state;
	assert_date(derive(&r, "2026-09-01", "publish")->due, "2027-02-28");
	assert_date(derive(&r, "2026-09-01", "copy-before-publication")->due, "2027-02-18");
	assert_date(derive(&r, "2026-06-12", "meeting")->due, "2026-06-17");
	assert_date(derive(&r, "2026-06-12", "meeting")->early, "2026-06-15");
	assert_int_equal(derive(&r, "2026-06-12", "meeting")->level, DEADLINE_GREEN);
	assert_int_equal(derive(&r, "2026-06-15", "meeting")->level, DEADLINE_AMBER);
}

/* ---- ladder ------------------------------------------------------------------------- */

static struct span first_people[] = { SPAN_LITERAL("Ann"), SPAN_LITERAL("Bob") };
static struct span second_people[] = { SPAN_LITERAL("Cy") };
static struct ladder_rung rungs[] = {
	{ first_people, 2, 0, 4 * 3600, LADDER_OFFICE_HOURS },
	{ second_people, 1, 24 * 3600, 2 * 3600, LADDER_ANY_TIME },
};
static const struct ladder two_rungs = { SPAN_LITERAL("two"), rungs, 2 };
static const struct ladder_office office = { 9 * 3600, 17 * 3600 };

static int64_t
at(const char *s)
{
	int64_t t;

	assert_true(civil_parse_instant(span_str(s), &t));
	return t;
}

/* "0Ann0 0Bob0": rung, person, period of all that is owed. */
static const char *
owed(const struct ladder_alert *alert, const char *now)
{
	struct arena_text t = arena_text(arena);
	struct ladder_state s;

	ladder_derive(&two_rungs, &plain, &office, alert, at(now), arena, &s);
	for (size_t i = 0; i < s.owed_count; i++)
		arena_put_format(&t, "%s%u%.*s%d", i == 0 ? "" : " ", s.owed[i].rung, SPAN_PF(s.owed[i].person), (int)s.owed[i].period);
	if (s.exhausted)
		arena_put_str(&t, " exhausted");
	return arena_cstr(arena, arena_text_span(&t));
}

static void
the_ladder_repeats_and_climbs(void **state)
{
	struct ladder_told told[] = {
		{ 0, SPAN_LIT("Ann"), 0, at("2026-11-23T10:00:00Z"), LADDER_SENT },
		{ 0, SPAN_LIT("Bob"), 0, at("2026-11-23T10:00:00Z"), LADDER_SENT },
	};
	struct ladder_alert alert = { .started_at = at("2026-11-23T10:00:00Z"), .told = told };
	struct ladder_state s;

	(void)state;
	assert_string_equal(owed(&alert, "2026-11-23T10:00:00Z"), "0Ann0 0Bob0");
	assert_string_equal(owed(&alert, "2026-11-23T09:00:00Z"), "");
	alert.told_count = 2;
	assert_string_equal(owed(&alert, "2026-11-23T13:59:59Z"), "");
	ladder_derive(&two_rungs, &plain, &office, &alert, at("2026-11-23T11:00:00Z"), arena, &s);
	assert_true(s.next_at == at("2026-11-23T14:00:00Z"));
	assert_string_equal(owed(&alert, "2026-11-23T14:00:00Z"), "0Ann1 0Bob1");
	/* At night the first rung is left alone; after an outage only the current period is owed. */
	assert_string_equal(owed(&alert, "2026-11-23T22:30:00Z"), "");
	ladder_derive(&two_rungs, &plain, &office, &alert, at("2026-11-23T22:30:00Z"), arena, &s);
	assert_true(s.next_at == at("2026-11-24T09:00:00Z"));
	assert_string_equal(owed(&alert, "2026-11-24T09:30:00Z"), "0Ann5 0Bob5");
	assert_string_equal(owed(&alert, "2026-11-24T10:00:00Z"), "0Ann6 0Bob6 1Cy0");
	assert_string_equal(owed(&alert, "2026-11-24T12:00:00Z"), "0Ann6 0Bob6 1Cy1 exhausted");
	alert.answered = true;
	assert_string_equal(owed(&alert, "2026-11-24T12:00:00Z"), "");
}

static void
a_rung_out_of_reach_is_climbed_at_once(void **state)
{
	struct ladder_told told[] = {
		{ 0, SPAN_LIT("Ann"), 0, at("2026-11-23T10:00:00Z"), LADDER_FAILED },
		{ 0, SPAN_LIT("Bob"), 0, at("2026-11-23T10:00:00Z"), LADDER_SENT },
	};
	struct ladder_alert alert = { .started_at = at("2026-11-23T10:00:00Z"), .told = told, .told_count = 2 };

	(void)state;
	assert_string_equal(owed(&alert, "2026-11-23T10:05:00Z"), "");
	told[1].result = LADDER_AWAY;
	assert_string_equal(owed(&alert, "2026-11-23T10:05:00Z"), "1Cy0");
}

/* A rung that stays out of reach, or is lost after its time, does not set the next one's clock back. */
static void
a_lost_rung_holds_nobody_back(void **state)
{
	struct ladder_told told[] = {
		{ 0, SPAN_LIT("Ann"), 0, at("2026-11-23T10:00:00Z"), LADDER_AWAY }, { 0, SPAN_LIT("Bob"), 0, at("2026-11-23T10:00:00Z"), LADDER_AWAY },
		{ 1, SPAN_LIT("Cy"), 0, at("2026-11-23T10:00:00Z"), LADDER_SENT },
		{ 0, SPAN_LIT("Ann"), 1, at("2026-11-23T14:00:00Z"), LADDER_FAILED }, { 0, SPAN_LIT("Bob"), 1, at("2026-11-23T14:00:00Z"), LADDER_AWAY },
	};
	struct ladder_alert alert = { .started_at = at("2026-11-23T10:00:00Z"), .told = told, .told_count = 5 };
	struct ladder_told late[] = {
		{ 0, SPAN_LIT("Ann"), 0, at("2026-11-23T10:00:00Z"), LADDER_SENT }, { 0, SPAN_LIT("Bob"), 0, at("2026-11-23T10:00:00Z"), LADDER_SENT },
		{ 1, SPAN_LIT("Cy"), 0, at("2026-11-24T10:00:00Z"), LADDER_SENT },
		{ 0, SPAN_LIT("Ann"), 6, at("2026-11-24T11:00:00Z"), LADDER_FAILED }, { 0, SPAN_LIT("Bob"), 6, at("2026-11-24T11:00:00Z"), LADDER_FAILED },
	};

	(void)state;
	assert_string_equal(owed(&alert, "2026-11-23T14:05:00Z"), "1Cy2 exhausted");
	/* Ann is back: the rung above goes on in its own time. */
	told[3].result = LADDER_SENT;
	assert_string_equal(owed(&alert, "2026-11-23T16:05:00Z"), "1Cy3 exhausted");
	alert.told = late;
	assert_string_equal(owed(&alert, "2026-11-24T12:00:00Z"), "1Cy1 exhausted");
}

/* The office is closed from Christmas to the New Year: an overdue clock waits for no closure. */
static void
an_overdue_clock_waits_for_no_closure(void **state)
{
	struct calendar_day closed[] = { { { 2026, 12, 24 }, SPAN_LIT("Closed") }, { { 2026, 12, 29 }, SPAN_LIT("Closed") }, { { 2026, 12, 30 }, SPAN_LIT("Closed") } };
	struct ladder_alert alert = { .started_at = at("2026-12-24T00:00:00Z") };
	struct calendar closing;
	struct ladder_state s;

	(void)state;
	calendar_build(arena, none, none, (struct calendar_days){ closed, 3 }, &closing);
	ladder_derive(&two_rungs, &closing, &office, &alert, alert.started_at, arena, &s);
	assert_true(s.next_at == at("2026-12-31T09:00:00Z"));
	alert.overdue = true;
	ladder_derive(&two_rungs, &closing, &office, &alert, alert.started_at, arena, &s);
	assert_true(s.next_at == at("2026-12-24T09:00:00Z"));
	alert.started_at = at("2026-12-25T00:00:00Z");
	ladder_derive(&two_rungs, &closing, &office, &alert, alert.started_at, arena, &s);
	assert_true(s.next_at == at("2026-12-29T09:00:00Z"));
}

static void
office_hours_find_the_next_morning(void **state)
{
	static const struct { const char *at, *want; } table[] = {
		{ "2026-11-23T08:00:00Z", "2026-11-23T09:00:00Z" },
		{ "2026-11-23T12:00:00Z", "2026-11-23T12:00:00Z" },
		{ "2026-11-23T17:00:00Z", "2026-11-24T09:00:00Z" },
		{ "2026-11-27T18:00:00Z", "2026-11-30T09:00:00Z" },
		{ "2026-12-24T18:00:00Z", "2026-12-29T09:00:00Z" },
		{ "2026-10-23T18:00:00+01:00", "2026-10-26T09:00:00Z" },	/* summer time ends between */
		{ "2027-03-25T18:00:00Z", "2027-03-30T09:00:00+01:00" },	/* Easter, and summer time begins */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		assert_true(ladder_office_instant(&plain, &office, at(table[i].at)) == at(table[i].want));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(published_vectors),
		cmocka_unit_test(every_date_agrees_with_the_oracle),
		cmocka_unit_test(counting_has_its_properties),
		cmocka_unit_test(a_feed_is_merged_by_whole_years),
		cmocka_unit_test(bases_are_chosen_as_the_policy_says),
		cmocka_unit_test(levels_follow_the_days_left),
		cmocka_unit_test(no_level_changes_between_the_days_named),
		cmocka_unit_test(months_ranges_and_chains),
		cmocka_unit_test(the_ladder_repeats_and_climbs),
		cmocka_unit_test(a_rung_out_of_reach_is_climbed_at_once),
		cmocka_unit_test(a_lost_rung_holds_nobody_back), cmocka_unit_test(an_overdue_clock_waits_for_no_closure), cmocka_unit_test(what_applies_depends_on_the_answers_and_the_outcome),
		cmocka_unit_test(late_on_arrival_only_when_it_was_not_done_in_time), cmocka_unit_test(office_hours_find_the_next_morning),
	};

	return cmocka_run_group_tests_name("clocks", tests, set_up, tear_down);
}
