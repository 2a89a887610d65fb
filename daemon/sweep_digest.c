/* SPDX-License-Identifier: ISC */
#include "daemon/sweep_digest.h"

/* One kind of digest on the day it is due. */
struct round {
	struct keeper *k;
	struct sweep_year *year;
	const char *name;			/* of its template */
	struct span period;			/* what makes another period of it: a date */
	int64_t first_since;			/* when nobody has had one yet */
};

static struct civil_date
open_day_before(const struct calendar *c, struct civil_date d)
{
	do
		d = civil_add_days(d, -1);
	while (!calendar_is_open(c, d) && d.year > CALENDAR_FIRST_YEAR);
	return d;
}

/* Of the week that begins there: its day, or the first one after it on which the office is open. */
static struct civil_date
weekly_day(const struct keeper *k, struct civil_date monday)
{
	struct civil_date d = civil_add_days(monday, (int)k->config->digest.weekly_on - CIVIL_MONDAY);

	while (!calendar_is_open(&k->config->calendar, d))
		d = civil_add_days(d, 1);
	return d;
}

/* The Monday of the week whose weekly digest is due; unset when none is. */
static struct civil_date
weekly_period(const struct keeper *k, struct civil_date today)
{
	struct civil_date this = civil_add_days(today, CIVIL_MONDAY - (int)civil_weekday(today)), last = civil_add_days(this, -7), late = weekly_day(k, last);

	if (civil_compare(weekly_day(k, this), today) <= 0)
		return this;
	/* A Friday that was a holiday: it comes on Monday. */
	return civil_compare(late, this) >= 0 && civil_compare(late, today) <= 0 ? last : CIVIL_NONE;
}

static struct span
rule_of(const struct round *r, const struct config_person *person, struct arena *a)
{
	return arena_printf(a, "%s/%.*s/%.*s", r->name, SPAN_PF(r->period), SPAN_PF(person->name));
}

/* A site's own template may tell of the year each day, or never. */
static bool
tells_of_year(const struct round *r)
{
	const struct config_template *t = config_template_find(r->k->config, span_str(r->name));
	struct span name = SPAN_LIT("timeliness}");

	return t != NULL && (span_find(t->text, name) < t->text.len || span_find(t->html, name) < t->html.len);
}

static int
write_letter(const struct round *r, const struct config_person *person, struct arena *a, struct fail *f)
{
	struct keeper *k = r->k;
	struct register_alive told = { span_str(r->name), person->name, keeper_now(k) };
	struct register_event cause = { .kind = REGISTER_DIGEST, .at = told.at, .who = SPAN_LIT("referrald"), .detail = arena_printf(a, "%s %.*s", r->name, SPAN_PF(r->period)) };
	struct letter_facts facts = { .config = k->config, .now = told.at };
	struct sweep_since since = { .board = tells_of_year(r) ? &r->year->board : NULL };
	struct sweep_register all;
	struct post p = {
		.facts = &facts, .rule = rule_of(r, person, a), .diary = &all.diary,
		.letter = { .kind = SPAN_LIT("digest"), .template = span_str(r->name), .audience = DECIDE_COORDINATOR, .person = person, .to = person->email },
	};
	int64_t ignored;

	if (register_alive_get(k->db, told.what, told.of, &since.at, f) == -1)
		return -1;
	if (since.at == 0 || since.at > told.at)
		since.at = r->first_since;
	if (sweep_digest_gather(k, &since, a, &all, f) != 0)
		return -1;
	facts.since = since.at;
	facts.digest = &all.digest;
	if (register_event_add(k->db, &cause, &p.event, f) != 0 || post_letter(k, &p, &ignored, f) != 0)
		return -1;
	return register_alive_set(k->db, &told, f);
}

/* The letter, and that it was written, in one transaction: a kill leaves both or neither. */
static int
write_in_transaction(const struct round *r, const struct config_person *person, struct arena *a, struct fail *f)
{
	if (register_begin(r->k->db, f) != 0)
		return -1;
	if (write_letter(r, person, a, f) != 0) {
		register_rollback(r->k->db);
		return -1;
	}
	return register_commit(r->k->db, f);
}

static int
tell(const struct round *r, const struct config_person *person, bool *more, struct fail *f)
{
	struct arena *a = arena_new(0);
	bool exists, counted = true;
	int result = register_letter_exists(r->k->db, rule_of(r, person, a), &exists, f);

	/* Looked at before: at every sweep but one a day this is all. */
	if (result == 0 && !exists && tells_of_year(r))
		result = sweep_year_count(r->k, r->year, &counted, f);
	if (result == 0 && !exists && counted)
		result = write_in_transaction(r, person, a, f);
	*more = *more || !counted;
	arena_free(a);
	return result;
}

static int
run_round(const struct round *r, const struct config_strings *persons, bool *more, struct fail *f)
{
	struct civil_date today = civil_london_date(keeper_now(r->k));

	for (size_t i = 0; i < persons->count && !*more; i++) {
		const struct config_person *person = config_person_find(r->k->config, persons->items[i]);

		if (person != NULL && config_person_is_here(person, today) && tell(r, person, more, f) != 0)
			return -1;
	}
	return 0;
}

int
sweep_digests(struct keeper *k, struct sweep_year *y, bool *more_out, struct fail *f)
{
	const struct config_digest *d = &k->config->digest;
	int64_t now = keeper_now(k);
	struct civil_date today = civil_london_date(now), monday = weekly_period(k, today);
	struct arena *a = arena_new(0);
	struct round daily = { k, y, "digest", civil_print(a, today), civil_london_instant(open_day_before(&k->config->calendar, today), d->at_second) };
	struct round weekly = { k, y, "weekly", civil_print(a, monday), civil_is_set(monday) ? civil_london_instant(civil_add_days(monday, -7), 0) : 0 };
	int result = 0;

	*more_out = false;
	if (calendar_is_open(&k->config->calendar, today) && civil_london_second(now) >= d->at_second) {
		result = run_round(&daily, &d->persons, more_out, f);
		if (result == 0 && !*more_out && civil_is_set(monday))
			result = run_round(&weekly, &d->weekly_persons, more_out, f);
	}
	/* What was counted is for the letters of this sweep. */
	if (!*more_out)
		sweep_year_forget(y);
	arena_free(a);
	return result;
}
