/* SPDX-License-Identifier: ISC */
#include "daemon/ladder.h"

enum { DAY = 86400 };

/* The first instant at or after `at` inside office hours of a day that counts. */
static int64_t
office_instant(const struct calendar *c, const struct ladder_office *o, int64_t at, bool (*counts)(const struct calendar *c, struct civil_date d))
{
	struct civil_date day = civil_london_date(at);

	if (counts(c, day) && civil_london_second(at) >= o->open_second && civil_london_second(at) < o->close_second)
		return at;
	if (!counts(c, day) || civil_london_second(at) >= o->close_second) {
		do
			day = civil_add_days(day, 1);
		while (!counts(c, day));
	}
	return civil_london_instant(day, o->open_second);
}

int64_t
ladder_office_instant(const struct calendar *c, const struct ladder_office *o, int64_t at)
{
	return office_instant(c, o, at, calendar_is_open);
}

/* What does not change while one alert is looked at. */
struct clockwork {
	const struct calendar *calendar;
	const struct ladder_office *office;
	const struct ladder_alert *alert;
	int64_t now;
	struct arena *arena;
};

static bool
has_failed(const struct ladder_told *t)
{
	return t->result == LADDER_FAILED || t->result == LADDER_AWAY;
}

/* By that moment the person's last letter on the rung had failed, or found them away. */
static bool
is_lost_at(const struct ladder_alert *alert, unsigned rung, struct span person, int64_t at)
{
	const struct ladder_told *last = NULL;

	for (size_t i = 0; i < alert->told_count; i++) {
		const struct ladder_told *t = &alert->told[i];

		if (t->rung == rung && span_eq(t->person, person) && t->at <= at && (last == NULL || t->period >= last->period))
			last = t;
	}
	return last != NULL && has_failed(last);
}

static bool
is_rung_lost_at(const struct ladder_rung *r, unsigned rung, const struct ladder_alert *alert, int64_t at)
{
	for (size_t p = 0; p < r->persons_count; p++)
		if (!is_lost_at(alert, rung, r->persons[p], at))
			return false;
	return r->persons_count > 0;
}

/* The first moment at which nobody on the rung could be reached; INT64_MAX when there was none.
 * That somebody is back later does not take back what has climbed. */
static int64_t
given_up_at(const struct ladder_rung *r, unsigned rung, const struct ladder_alert *alert)
{
	int64_t first = INT64_MAX;

	for (size_t i = 0; i < alert->told_count; i++) {
		const struct ladder_told *t = &alert->told[i];

		if (t->rung == rung && has_failed(t) && t->at < first && is_rung_lost_at(r, rung, alert, t->at))
			first = t->at;
	}
	return first;
}

static int64_t
in_hours(const struct clockwork *w, const struct ladder_rung *r, int64_t at)
{
	if (r->hours != LADDER_OFFICE_HOURS)
		return at;
	return office_instant(w->calendar, w->office, at, w->alert->overdue ? calendar_is_working : calendar_is_open);
}

static bool
was_told(const struct ladder_alert *alert, unsigned rung, struct span person, uint64_t period)
{
	for (size_t i = 0; i < alert->told_count; i++)
		if (alert->told[i].rung == rung && alert->told[i].period == period && span_eq(alert->told[i].person, person))
			return true;
	return false;
}

/* What rung `n`, which started at `start`, owes now; and when it next owes something. */
static void
derive_rung(const struct clockwork *w, const struct ladder_rung *r, unsigned n, int64_t start, struct ladder_state *out)
{
	uint64_t period = 0;
	size_t capacity = out->owed_capacity;

	int64_t open = in_hours(w, r, w->now > start ? w->now : start);

	/* Out of hours nothing is said, and the period that runs at opening time is owed then. */
	if (w->now < open) {
		if (open < out->next_at)
			out->next_at = open;
		return;
	}
	if (r->repeat_seconds > 0) {
		int64_t next;

		period = (uint64_t)((w->now - start) / r->repeat_seconds);
		next = start + (int64_t)(period + 1) * r->repeat_seconds;
		if (next < out->next_at)
			out->next_at = next;
	}
	for (size_t p = 0; p < r->persons_count; p++) {
		if (was_told(w->alert, n, r->persons[p], period))
			continue;
		out->owed = arena_grow(w->arena, out->owed, out->owed_count, &capacity, sizeof(*out->owed));
		out->owed_capacity = capacity;
		out->owed[out->owed_count++] = (struct ladder_owed){ n, r->persons[p], period };
	}
}

void
ladder_derive(const struct ladder *l, const struct calendar *c, const struct ladder_office *o, const struct ladder_alert *alert, int64_t now, struct arena *a, struct ladder_state *out)
{
	struct clockwork w = { c, o, alert, now, a };
	int64_t start = alert->started_at;

	*out = (struct ladder_state){ .next_at = INT64_MAX };
	if (alert->answered)
		return;
	for (unsigned n = 0; n < l->rungs_count; n++) {
		const struct ladder_rung *r = &l->rungs[n];
		const struct ladder_rung *above = n + 1 < l->rungs_count ? &l->rungs[n + 1] : NULL;
		int64_t patience = above != NULL ? above->after_seconds : r->repeat_seconds > 0 ? r->repeat_seconds : DAY;	/* NOLINT(*NullDereference): n < rungs_count */
		int64_t over;

		start = in_hours(&w, r, start);
		derive_rung(&w, r, n, start, out);
		if (now < start)
			return;
		out->rung = n;
		/* Never later than its time is over: a rung that is lost afterwards must not call the next one back. */
		over = given_up_at(r, n, alert);
		if (over > start + patience)
			over = start + patience;
		if (now < over) {
			if (over < out->next_at)
				out->next_at = over;
			return;
		}
		start = over;
	}
	out->exhausted = l->rungs_count > 0;
}
