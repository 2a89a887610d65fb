/* SPDX-License-Identifier: ISC */
#include "daemon/deadline.h"

static bool
keys_hold(struct deadline_keys keys, struct span key)
{
	for (size_t i = 0; i < keys.count; i++)
		if (span_eq(keys.items[i], key))
			return true;
	return false;
}

/* The earliest known date under a key; "received" is always known. */
static struct civil_date
date_of(const struct deadline_case *r, struct span key)
{
	struct civil_date found = CIVIL_NONE;

	if (span_eq_str(key, "received"))
		return r->received;
	for (size_t i = 0; i < r->dates_count; i++)
		if (span_eq(r->dates[i].key, key) && (!civil_is_set(found) || civil_compare(r->dates[i].date, found) < 0))
			found = r->dates[i].date;
	return found;
}

static bool
is_yes(const struct deadline_case *r, struct deadline_keys keys)
{
	for (size_t i = 0; i < r->yes_count; i++)
		if (keys_hold(keys, r->yes[i]))
			return true;
	return false;
}

/* A clock that ran does not end because a referrer mails something else (promise 7). */
static bool
is_excused(const struct deadline_case *r, struct deadline_keys unless)
{
	for (size_t i = 0; i < r->yes_count; i++) {
		bool doubted = false;

		for (size_t j = 0; j < r->doubted_count; j++)
			doubted = doubted || span_eq(r->doubted[j], r->yes[i]);
		if (!doubted && keys_hold(unless, r->yes[i]))
			return true;
	}
	return false;
}

static bool
applies(const struct deadline_milestone *m, const struct deadline_case *r)
{
	if ((m->applies & r->handling) == 0 && !is_yes(r, m->also_if))
		return false;
	if (r->outcome.len > 0 && m->outcomes.count > 0 && !keys_hold(m->outcomes, r->outcome))
		return false;
	return (m->only_if.count == 0 || is_yes(r, m->only_if)) && !is_excused(r, m->unless);
}

/* The first or the earliest known of keys. */
static struct civil_date
choose(const struct deadline_case *r, struct deadline_keys keys, enum deadline_choice choice, struct span *key_out)
{
	struct civil_date best = CIVIL_NONE;

	for (size_t i = 0; i < keys.count; i++) {
		struct civil_date d = date_of(r, keys.items[i]);

		if (!civil_is_set(d) || (civil_is_set(best) && civil_compare(d, best) >= 0))
			continue;
		best = d;
		*key_out = keys.items[i];
		if (choice == DEADLINE_FIRST)
			break;
	}
	return best;
}

static bool
is_unconfirmed(const struct deadline_case *r, struct span key)
{
	for (size_t i = 0; i < r->unconfirmed_count; i++)
		if (span_eq(r->unconfirmed[i], key))
			return true;
	return false;
}

static void
find_base(const struct deadline_milestone *m, const struct deadline_case *r, const struct deadline_due *before, size_t before_count, struct deadline_due *out)
{
	struct span fallback_basis = SPAN_NONE;
	struct civil_date fallback;

	if (m->from_milestone.len > 0) {
		for (size_t i = 0; i < before_count; i++)
			if (span_eq(before[i].milestone->name, m->from_milestone)) {
				out->from = before[i].due;
				out->basis = m->from_milestone;
				out->flags |= before[i].flags & DEADLINE_PROVISIONAL;
			}
		return;
	}
	out->from = choose(r, m->basis, m->choice, &out->basis);
	fallback = choose(r, m->fallback, DEADLINE_FIRST, &fallback_basis);
	if (civil_is_set(out->from) && !(is_unconfirmed(r, out->basis) && civil_is_set(fallback) && civil_compare(fallback, out->from) < 0)) {
		if (keys_hold(m->provisional, out->basis))
			out->flags |= DEADLINE_PROVISIONAL;
		return;
	}
	out->from = fallback;
	out->basis = fallback_basis;
	if (civil_is_set(out->from))
		out->flags |= DEADLINE_PROVISIONAL;
}

static struct civil_date
count(const struct deadline_milestone *m, const struct calendar *c, struct arena *a, struct civil_date from, int offset, struct calendar_count *counted_out)
{
	*counted_out = (struct calendar_count){ .due = from };
	switch (m->unit) {
	case DEADLINE_WORKING_DAYS:
		*counted_out = calendar_add(c, a, from, offset);
		break;
	case DEADLINE_CALENDAR_DAYS:
		counted_out->due = civil_add_days(from, offset);
		break;
	case DEADLINE_MONTHS:
		counted_out->due = civil_add_months(from, offset);
		break;
	}
	return counted_out->due;
}

/* A check that comes round again is due at its next turn on or after today.  Months are
 * counted from the base each time, so that the 31st does not wear down to the 28th. */
static int
turns(const struct deadline_milestone *m, const struct calendar *c, struct arena *a, struct civil_date from, struct civil_date today)
{
	struct calendar_count counted;
	int n = 1;

	while (m->offset > 0 && n < 1200 && civil_compare(count(m, c, a, from, m->offset * n, &counted), today) < 0)
		n++;
	return n;
}

static void
find_due(const struct deadline_policy *p, const struct calendar *c, struct civil_date today, struct arena *a, struct deadline_due *out)
{
	const struct deadline_milestone *m = out->milestone;
	struct calendar_count counted;
	int n;

	if (m->next_meeting) {
		for (size_t i = 0; i < p->meetings_count && !civil_is_set(out->due); i++)
			if (civil_compare(p->meetings[i], out->from) >= 0)
				out->due = out->early = p->meetings[i];
		if (!civil_is_set(out->due))
			out->flags |= DEADLINE_NO_MEETING;
		return;
	}
	n = m->repeats ? turns(m, c, a, out->from, today) : 1;
	out->early = count(m, c, a, out->from, m->offset_early * n, &counted);
	out->due = count(m, c, a, out->from, m->offset * n, &counted);
	out->skipped = counted.skipped;
	if (out->due.year > c->known_until)
		out->flags |= DEADLINE_BEYOND_CALENDAR;
}

/* When it was done: by decision, or because a date that completes it is known. */
static bool
is_done(const struct deadline_milestone *m, const struct deadline_case *r, struct civil_date today, struct civil_date *on_out)
{
	struct span key;

	for (size_t i = 0; i < r->done_count; i++)
		if (span_eq(r->done[i].key, m->name)) {
			*on_out = r->done[i].date;
			return true;
		}
	*on_out = choose(r, m->completes, DEADLINE_EARLIEST, &key);
	/* A meeting that is arranged has not been held yet. */
	if (civil_compare(*on_out, today) > 0)
		*on_out = CIVIL_NONE;
	return civil_is_set(*on_out) || r->closed;
}

static enum deadline_level
level_of(const struct deadline_due *d, struct civil_date today)
{
	if (!civil_is_set(d->due))
		return DEADLINE_GREEN;
	if (civil_compare(today, d->due) > 0)
		return DEADLINE_OVERDUE;
	if (d->working_days_left <= d->milestone->red)
		return DEADLINE_RED;
	if (d->working_days_left <= d->milestone->amber)
		return DEADLINE_AMBER;
	return civil_compare(d->early, d->due) < 0 && civil_compare(today, d->early) >= 0 ? DEADLINE_AMBER : DEADLINE_GREEN;
}

static void
derive_one(const struct deadline_policy *p, const struct calendar *c, const struct deadline_case *r, struct civil_date today, struct arena *a, struct deadline_due *out)
{
	bool done = is_done(out->milestone, r, today, &out->done_on);

	if (!civil_is_set(out->from)) {
		out->flags |= DEADLINE_NO_BASE;
		out->level = done ? DEADLINE_DONE : DEADLINE_GREEN;
		return;
	}
	find_due(p, c, today, a, out);
	if (civil_is_set(out->due)) {
		out->working_days_left = calendar_between(c, today, out->due);
		if (civil_compare(out->due, r->received) < 0 && !(done && civil_is_set(out->done_on) && civil_compare(out->done_on, out->due) <= 0))
			out->flags |= DEADLINE_LATE_ON_ARRIVAL;
	}
	out->level = done ? DEADLINE_DONE : level_of(out, today);
}

size_t
deadline_derive(const struct deadline_policy *p, const struct calendar *c, const struct deadline_case *r, struct civil_date today, struct arena *a, struct deadline_due **out)
{
	struct deadline_due *dues = arena_array(a, p->count, sizeof(*dues));
	size_t n = 0;

	for (size_t i = 0; i < p->count; i++) {
		if (!applies(&p->milestones[i], r))
			continue;
		dues[n].milestone = &p->milestones[i];
		find_base(&p->milestones[i], r, dues, n, &dues[n]);
		derive_one(p, c, r, today, a, &dues[n]);
		n++;
	}
	*out = dues;
	return n;
}

const struct deadline_due *
deadline_next(const struct deadline_due *dues, size_t n)
{
	const struct deadline_due *next = NULL;

	for (size_t i = 0; i < n; i++)
		if (dues[i].level != DEADLINE_DONE && civil_is_set(dues[i].due) && (next == NULL || civil_compare(dues[i].due, next->due) < 0))
			next = &dues[i];
	return next;
}

static void
press(size_t *count, struct civil_date *first, struct civil_date due)
{
	++*count;
	if (!civil_is_set(*first) || civil_compare(due, *first) < 0)
		*first = due;
}

struct deadline_pressing
deadline_press(const struct deadline_due *dues, size_t n)
{
	struct deadline_pressing p = { 0 };

	for (size_t i = 0; i < n; i++) {
		const struct deadline_due *d = &dues[i];

		if (d->level == DEADLINE_DONE || d->level == DEADLINE_GREEN || !civil_is_set(d->due) || d->milestone->silent)
			continue;
		if (d->level == DEADLINE_OVERDUE)
			press(&p.past, &p.past_due, d->due);
		else
			press(&p.soon, &p.soon_due, d->due);
	}
	return p;
}

static void
keep_earlier(struct civil_date *best, struct civil_date d, struct civil_date today)
{
	if (civil_compare(d, today) > 0 && (!civil_is_set(*best) || civil_compare(d, *best) < 0))
		*best = d;
}

/* The first day with at most n working days left before due: the day after the working day
 * that has n + 1 left, so that it may be a Saturday. */
static struct civil_date
first_day_with(const struct calendar *c, struct arena *a, struct civil_date due, int n)
{
	return civil_add_days(calendar_add(c, a, civil_add_days(due, 1), -(n + 2)).due, 1);
}

struct civil_date
deadline_next_change(const struct calendar *c, const struct deadline_due *dues, size_t n, struct civil_date today)
{
	struct civil_date best = CIVIL_NONE;
	struct arena *a = arena_new(0);

	for (size_t i = 0; i < n; i++) {
		const struct deadline_due *d = &dues[i];

		if (d->level == DEADLINE_DONE || !civil_is_set(d->due))
			continue;
		keep_earlier(&best, d->early, today);
		keep_earlier(&best, civil_add_days(d->due, 1), today);
		keep_earlier(&best, first_day_with(c, a, d->due, d->milestone->amber), today);
		keep_earlier(&best, first_day_with(c, a, d->due, d->milestone->red), today);
	}
	arena_free(a);
	return best;
}

const char *const *
deadline_outcomes(void)
{
	static const char *const names[] = {
		"criteria-not-met", "local-learning", "rapid-review-no-further", "learning-summary", "lcspr", "national-review", "transferred", "joint-review",
		"sin-withdrawn", "duplicate", NULL
	};

	return names;
}

const char *
deadline_outcome_find(struct span name)
{
	for (const char *const *o = deadline_outcomes(); *o != NULL; o++)
		if (span_eq_nocase_str(name, *o))
			return *o;
	return NULL;
}

const char *
deadline_level_name(enum deadline_level l)
{
	switch (l) {
	case DEADLINE_GREEN: return "green";
	case DEADLINE_AMBER: return "amber";
	case DEADLINE_RED: return "red";
	case DEADLINE_OVERDUE: return "overdue";
	case DEADLINE_DONE: return "done";
	}
	return "overdue";
}

const char *
deadline_unit_name(enum deadline_unit u)
{
	switch (u) {
	case DEADLINE_WORKING_DAYS: return "working-days";
	case DEADLINE_CALENDAR_DAYS: return "calendar-days";
	case DEADLINE_MONTHS: return "months";
	}
	return "working-days";
}

struct span
deadline_basis_words(struct span key)
{
	static const struct { const char *key, *words; } table[] = {
		{ "received", "receipt" },
		{ "incident.date", "the incident" },
		{ "incident.agency_aware", "the referring agency's awareness" },
		{ "incident.la_aware", "LA awareness" },
		{ "incident.sin_date", "the serious incident notification" },
		{ "review.sent", "the rapid review being sent" },
		{ "decision.date", "the decision" },
		{ "meeting.date", "the meeting" },
		{ "publication.date", "publication" },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (span_eq_str(key, table[i].key))
			return span_str(table[i].words);
	return key;
}

static void
put_position(struct arena *a, struct arena_text *t, const struct deadline_due *d)
{
	const struct deadline_milestone *m = d->milestone;
	struct span due = civil_print_long(a, d->due), from = civil_print_long(a, d->from), basis = deadline_basis_words(d->basis);

	if (m->next_meeting)
		arena_put_format(t, "the next meeting is %.*s, after ", SPAN_PF(due));
	else if (m->repeats)
		arena_put_format(t, "next on %.*s, every %d %s from ", SPAN_PF(due), m->offset, deadline_unit_name(m->unit));
	else if (m->unit == DEADLINE_MONTHS)
		arena_put_format(t, "%d calendar months end on %.*s, counted from ", m->offset, SPAN_PF(due));
	else
		arena_put_format(t, "%sday %d is %.*s, counted from ", m->unit == DEADLINE_CALENDAR_DAYS ? "calendar " : "", m->offset, SPAN_PF(due));
	arena_put_format(t, "%.*s on %.*s", SPAN_PF(basis), SPAN_PF(from));
}

/* Until what is recorded: the dates it would rather count from. */
static void
put_provisional(struct arena_text *t, const struct deadline_milestone *m)
{
	size_t put = 0;

	for (size_t i = 0; i < m->basis.count; i++) {
		struct span words = deadline_basis_words(m->basis.items[i]);

		if (!keys_hold(m->provisional, m->basis.items[i]))
			arena_put_format(t, "%s%.*s", put++ == 0 ? "; provisional until " : " or ", SPAN_PF(words));
	}
	arena_put_str(t, put == 0 ? "; provisional" : " is recorded");
}

struct span
deadline_explain(struct arena *a, const struct deadline_due *d)
{
	struct arena_text t = arena_text(a);

	if ((d->flags & DEADLINE_NO_BASE) != 0)
		return SPAN_LIT("not known yet: the date it counts from is not recorded");
	if ((d->flags & DEADLINE_NO_MEETING) != 0)
		return SPAN_LIT("no meeting is configured: add its date to the config");
	put_position(a, &t, d);
	for (size_t i = 0; i < d->skipped.count; i++) {
		struct span day = civil_print_long(a, d->skipped.items[i].date);

		arena_put_format(&t, "%s%.*s (%.*s)", i == 0 ? "; passed over: " : ", ", SPAN_PF(day), SPAN_PF(d->skipped.items[i].name));
	}
	if ((d->flags & DEADLINE_PROVISIONAL) != 0)
		put_provisional(&t, d->milestone);
	if ((d->flags & DEADLINE_BEYOND_CALENDAR) != 0)
		arena_put_str(&t, "; beyond the last published bank holidays");
	return arena_text_span(&t);
}
