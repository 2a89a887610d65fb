/* SPDX-License-Identifier: ISC */
#include "daemon/sweep_digest.h"
#include "daemon/sweep_inside.h"

#include "daemon/say.h"

#include <stdlib.h>

enum {
	CASES_AT_ONCE = 100,
	CASES_TOGETHER = 200,
	HOLD_AFTER = 600,		/* seconds that the server has taken no letter */
	OUTAGE = 6 * 3600,		/* nobody was told anything for longer: what was missed goes out in one letter each */
	CLOCK_SLACK = 60
};

/* A clock shorter than its own warning was never any better than this: the letter of the new
 * referral has said so, and only that it is past is news. */
static bool
was_so_from_the_start(const struct deadline_due *d)
{
	int warning = d->level == DEADLINE_RED ? d->milestone->red : d->milestone->amber;

	return d->level < DEADLINE_OVERDUE && d->milestone->unit == DEADLINE_WORKING_DAYS && !d->milestone->next_meeting && d->milestone->offset >= 0 &&
	    d->milestone->offset <= warning;
}

/* The level an alert is about: a clock's, or that a duty cannot be counted at all. */
static struct span
alert_level(const struct deadline_due *d)
{
	bool duty = span_starts(d->milestone->standing, SPAN_LIT("duty"));

	if (d->milestone->silent || d->level == DEADLINE_DONE)
		return SPAN_NONE;
	if (((d->flags & DEADLINE_NO_BASE) != 0 && duty) || (d->flags & DEADLINE_NO_MEETING) != 0)
		return SPAN_LIT("unknown");
	return d->level == DEADLINE_GREEN || was_so_from_the_start(d) ? SPAN_NONE : span_str(deadline_level_name(d->level));
}

/* No level follows on a duty that cannot be counted: an answer to that rests it for the day, and
 * the next working day says it anew. */
static struct span
episode_of(struct sweep_look *l, const struct deadline_due *d, struct span level, const struct register_case *c)
{
	struct civil_date today = civil_london_date(l->now);
	const struct register_alert *last = NULL;
	int64_t morning;

	if (!span_eq_str(level, "unknown") || (d->flags & DEADLINE_NO_BASE) == 0)
		return civil_print(l->arena, d->due);
	for (size_t i = 0; i < c->alerts_count; i++)
		if (span_eq(c->alerts[i].about, d->milestone->name) && span_eq_str(c->alerts[i].level, "unknown"))
			last = &c->alerts[i];
	if (last == NULL || last->state != REGISTER_ALERT_ANSWERED)
		return last == NULL ? SPAN_NONE : last->episode;
	if (civil_compare(civil_london_date(last->ended_at), today) < 0 && calendar_is_open(&l->k->config->calendar, today))
		return civil_print(l->arena, today);
	morning = ladder_office_instant(&l->k->config->calendar, &l->k->config->office, civil_london_instant(civil_add_days(today, 1), 0));
	if (morning < l->next_at)
		l->next_at = morning;
	return last->episode;
}

static bool
is_any_open(const struct register_case *c, const struct register_alert_end *end)
{
	for (size_t i = 0; i < c->alerts_count; i++)
		if (c->alerts[i].state == REGISTER_ALERT_OPEN && span_eq(c->alerts[i].about, end->about) && !span_eq(c->alerts[i].level, end->except_level))
			return true;
	return false;
}

/* Starts the alert of a clock's level, and ends those of other levels, or all when it rests. */
static int
settle_alert(struct sweep_look *l, const struct deadline_due *d, const struct register_case *c)
{
	struct span level = l->is_new && (d->flags & DEADLINE_NO_BASE) != 0 ? SPAN_NONE : alert_level(d);
	struct register_alert_key key = { .referral = l->row.id, .about = d->milestone->name, .level = level, .episode = episode_of(l, d, level, c) };
	struct register_alert_end end = {
		.referral = l->row.id, .about = d->milestone->name, .except_level = level, .state = REGISTER_ALERT_OVER, .by = SPAN_LIT("referrald"),
		.how = d->level == DEADLINE_DONE ? SPAN_LIT("done") : SPAN_LIT("superseded"), .at = l->now,
	};
	int64_t ignored;
	size_t ended;

	if (is_any_open(c, &end) && register_alert_end(l->k->db, &end, &ended, l->f) != 0)
		return -1;
	return level.len == 0 ? 0 : register_alert_start(l->k->db, &key, l->now, &ignored, l->f);
}

/* Alerts of clocks that the case no longer has: its type was changed, or the policy. */
static int
settle_gone(struct sweep_look *l, const struct register_alert *alerts, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct register_alert_end end = {
			.referral = l->row.id, .about = alerts[i].about, .state = REGISTER_ALERT_OVER, .by = SPAN_LIT("referrald"), .how = SPAN_LIT("superseded"), .at = l->now,
		};
		bool stands = alerts[i].state != REGISTER_ALERT_OPEN || span_eq_str(alerts[i].about, "new-referral");
		size_t ended;

		for (size_t n = 0; n < l->dues_count; n++)
			stands = stands || span_eq(l->dues[n].milestone->name, alerts[i].about);
		if (!stands && register_alert_end(l->k->db, &end, &ended, l->f) != 0)
			return -1;
	}
	return 0;
}

static int
settle_exhausted(struct sweep_look *l)
{
	struct register_fault fault = { .name = SPAN_LIT("nobody-answered"), .of = l->row.reference, .detail = l->row.ladder, .since = l->now };
	struct register_event e = { .referral = l->row.id, .kind = REGISTER_NOBODY_ANSWERED, .at = l->now, .who = SPAN_LIT("referrald"), .detail = l->row.ladder };
	int64_t ignored;
	bool changed;

	if (!l->exhausted)
		return register_fault_clear(l->k->db, fault.name, fault.of, &changed, l->f);
	if (register_fault_set(l->k->db, &fault, &changed, l->f) != 0)
		return -1;
	return changed ? register_event_add(l->k->db, &e, &ignored, l->f) : 0;
}

static int
set_index(struct sweep_look *l)
{
	struct civil_date today = civil_london_date(l->now), change = deadline_next_change(&l->k->config->calendar, l->dues, l->dues_count, today);

	register_case_index(&l->row, l->dues, l->dues_count);
	l->row.next_check_at = l->next_at;
	if (civil_is_set(change) && civil_london_instant(change, 0) < l->row.next_check_at)
		l->row.next_check_at = civil_london_instant(change, 0);
	return register_case_set_index(l->k->db, &l->row, l->f);
}

/* One sweep, from the first case that is due to the last. */
struct sweep {
	struct keeper *k;
	bool going;			/* it was begun, and there is more of it */
	int64_t told;			/* when letters could last leave; 0: never yet */
	bool hold;			/* no letter leaves: what is owed stays owed */
	bool together;			/* people have heard nothing for long: one letter of many cases, not one of each */
	struct sweep_year year;
};

/* A step of it: cases of one transaction. */
struct step {
	struct sweep *s;
	struct keeper *k;
	struct arena *arena;		/* of `words` and the looks they point to, when they are told together */
	struct sweep_words words;
	struct fail *f;
};

static int
settle_all(struct sweep_look *l, const struct register_case *c, struct register_alerts *alerts)
{
	for (size_t i = 0; i < c->alerts_count; i++)
		l->is_new = l->is_new || (c->alerts[i].state == REGISTER_ALERT_OPEN && span_eq_str(c->alerts[i].about, "new-referral"));
	for (size_t i = 0; i < l->dues_count; i++)
		if (settle_alert(l, &l->dues[i], c) != 0)
			return -1;
	if (settle_gone(l, c->alerts, c->alerts_count) != 0)
		return -1;
	return register_alert_load(l->k->db, l->row.id, l->arena, alerts, l->f);
}

static int
look_at(struct step *r, int64_t id, struct arena *a)
{
	struct keeper *k = r->k;
	struct sweep_look *l = arena_alloc(a, sizeof(*l));
	struct sweep_words own = { .arena = a }, *words = r->s->together ? &r->words : &own;
	struct register_case c;
	struct register_alerts alerts;
	struct deadline_due *dues;

	*l = (struct sweep_look){ .k = k, .arena = a, .now = keeper_now(k), .next_at = INT64_MAX, .f = r->f };
	if (register_case_load(k->db, (struct register_case_wanted){ id, REGISTER_LOAD_CLOCKS }, a, &c, r->f) != 0)
		return -1;
	l->row = c.row;
	l->dues_count = deadline_derive(&k->config->deadlines, &k->config->calendar, &c.clocks, civil_london_date(l->now), a, &dues);
	l->dues = dues;
	l->facts = (struct letter_facts){
		.config = k->config, .reference = c.row.reference, .now = l->now, .received_at = c.row.received_at, .dues = l->dues, .dues_count = l->dues_count,
		.handling = c.row.handling == DEADLINE_PLR ? REFERRAL_PLR : REFERRAL_LCSPR, .from = c.row.referrer, .agency = c.row.referrer_agency,
		.children = letter_children(a, &c.fields, civil_london_date(l->now)), .owner = c.row.owner, .item = c.row.opened_by, .urgent = c.row.urgent,
	};
	if (settle_all(l, &c, &alerts) != 0 || (!r->s->hold && sweep_pass_over(l, &alerts) != 0))
		return -1;
	sweep_collect(l, &alerts, words);
	if (!r->s->hold && !r->s->together && sweep_tell(words) != 0)
		return -1;
	return settle_exhausted(l) != 0 ? -1 : set_index(l);
}

static int
look_at_some(struct step *r, const int64_t *ids, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct arena *a = r->s->together ? r->arena : arena_new(0);
		int result = look_at(r, ids[i], a);

		if (!r->s->together)
			arena_free(a);
		if (result != 0)
			return -1;
	}
	return sweep_tell(&r->words);
}

/* The next of those whose time has come, a transaction of them.  What is told together is told for as many as one letter
 * names: an answer to it is one for all of these. */
static int
look_at_next(struct sweep *s, bool *more_out, struct fail *f)
{
	struct step r = { .s = s, .k = s->k, .f = f };
	int64_t ids[CASES_TOGETHER];
	size_t most = s->together ? CASES_TOGETHER : CASES_AT_ONCE, n = most;
	int result;

	*more_out = false;
	if (register_case_to_check(s->k->db, keeper_now(s->k), NULL, ids, &n, f) != 0)
		return -1;
	if (n == 0)
		return 0;
	if (register_begin(s->k->db, f) != 0)
		return -1;
	r.arena = r.words.arena = arena_new(0);
	result = look_at_some(&r, ids, n);
	arena_free(r.arena);
	if (result != 0) {
		register_rollback(s->k->db);
		return -1;
	}
	*more_out = n == most;
	return register_commit(s->k->db, f);
}

/* Letters wait, and the server has taken none for a while: more of them would only say the same again when it is back. */
static int
find_hold(struct sweep *s, struct fail *f)
{
	struct arena *a = arena_new(0);
	struct register_faults faults;
	int64_t next;
	int result = register_fault_some(s->k->db, &(struct register_fault_query){ .only = SPAN_LIT("send") }, a, &faults, f);

	s->hold = false;
	if (result == 0)
		result = register_letter_next_at(s->k->db, &next, f);
	for (size_t i = 0; result == 0 && i < faults.count; i++)
		s->hold = s->hold || (next != INT64_MAX && keeper_now(s->k) - faults.items[i].since >= HOLD_AFTER);
	arena_free(a);
	return result;
}

static int
turn_back(struct sweep *s, struct fail *f)
{
	say(SAY_WARNING, "step=sweep result=clock-went-back");
	if (register_begin(s->k->db, f) != 0)
		return -1;
	if (register_alive_turn_back(s->k->db, keeper_now(s->k), f) != 0) {
		register_rollback(s->k->db);
		return -1;
	}
	return register_commit(s->k->db, f);
}

/* Whether the clock went back; whether people have heard nothing since long ago, because no sweep ran or no letter left. */
static int
find_gap(struct sweep *s, struct fail *f)
{
	int64_t now = keeper_now(s->k), swept;

	s->together = false;
	if (register_alive_get(s->k->db, SPAN_LIT("sweep"), SPAN_NONE, &swept, f) != 0 || register_alive_get(s->k->db, SPAN_LIT("told"), SPAN_NONE, &s->told, f) != 0)
		return -1;
	if (swept > now + CLOCK_SLACK)
		return turn_back(s, f);
	if (s->told == 0 || s->hold)
		return 0;
	/* With --now the time is somebody's plan, and a gap in it no outage. */
	s->together = swept > s->told || (!s->k->fixed_now && now - s->told > OUTAGE);
	return swept > s->told ? register_case_recheck_all(s->k->db, f) : 0;
}

/* A sweep got so far.  Held from the first one on, people have heard nothing since then. */
static int
note_alive(struct sweep *s, struct fail *f)
{
	struct register_alive alive = { .what = SPAN_LIT("sweep"), .at = keeper_now(s->k) };

	if (register_alive_set(s->k->db, &alive, f) != 0)
		return -1;
	alive.what = SPAN_LIT("told");
	return s->hold && s->told != 0 ? 0 : register_alive_set(s->k->db, &alive, f);
}

static int
run(struct sweep *s, bool *more_out, struct fail *f)
{
	int64_t next_at;

	if (!s->going && (find_hold(s, f) != 0 || find_gap(s, f) != 0))
		return -1;
	if (look_at_next(s, more_out, f) != 0)
		return -1;
	if (!*more_out && (sweep_faults(s->k, s->hold, &next_at, f) != 0 || (!s->hold && sweep_digests(s->k, &s->year, more_out, f) != 0)))
		return -1;
	/* After an outage people have been told of it when they have been told of all: a kill leaves the rest to be told together. */
	return *more_out && s->together ? 0 : note_alive(s, f);
}

int
sweep_run(struct sweep *s, bool *more_out, struct fail *f)
{
	int result;

	/* What people are told next counts with the dates of their last letter about them. */
	result = sweep_recount(s->k, more_out, f);
	if (result != 0 || *more_out)
		return result;
	result = run(s, more_out, f);
	s->going = result == 0 && *more_out;
	return result;
}

struct sweep *
sweep_new(struct keeper *k)
{
	struct sweep *s = calloc(1, sizeof(*s));

	if (s == NULL)
		abort();
	s->k = k;
	return s;
}

void
sweep_free(struct sweep *s)
{
	if (s == NULL)
		return;
	sweep_year_forget(&s->year);
	free(s);
}
