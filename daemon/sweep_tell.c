/* SPDX-License-Identifier: ISC */
#include "daemon/sweep_inside.h"

static const struct deadline_due *
due_of(const struct sweep_look *l, const struct register_alert *alert)
{
	for (size_t i = 0; i < l->dues_count; i++)
		if (span_eq(l->dues[i].milestone->name, alert->about))
			return &l->dues[i];
	return NULL;
}

static const struct ladder *
ladder_of(const struct sweep_look *l, const struct deadline_due *due)
{
	const struct ladder *own = due == NULL || due->milestone->ladder.len == 0 ? NULL : config_ladder_find(l->k->config, due->milestone->ladder);
	const struct ladder *of_case = own != NULL ? own : config_ladder_find(l->k->config, l->row.ladder);

	return of_case != NULL ? of_case : config_ladder_find(l->k->config, SPAN_NONE);
}

static struct ladder_state
derive(const struct sweep_look *l, const struct register_alert *alert, const struct ladder *ladder)
{
	struct ladder_alert history = alert->history;
	struct ladder_state state;

	history.overdue = span_eq_str(alert->level, deadline_level_name(DEADLINE_OVERDUE));
	ladder_derive(ladder, &l->k->config->calendar, &l->k->config->office, &history, l->now, l->arena, &state);
	return state;
}

/* Letters to that person came back, or are refused: word of a fault sent there tells nobody, and comes back as the next. */
static bool
is_out_of_reach(const struct sweep_look *l, struct span person)
{
	for (size_t i = 0; l->faults != NULL && i < l->faults->count; i++)
		if (span_eq_str(l->faults->items[i].name, "undelivered") && span_eq(l->faults->items[i].of, person))
			return true;
	return false;
}

static int
note_away(struct sweep_look *l, const struct register_alert *alert, const struct ladder_owed *owed)
{
	struct register_alert_told told = { .alert = alert->id, .rung = owed->rung, .person = owed->person, .period = owed->period, .at = l->now, .away = true };
	struct register_event e = {
		.referral = l->row.id, .kind = REGISTER_ALERT, .at = l->now, .who = SPAN_LIT("referrald"),
		.detail = arena_printf(l->arena, "%.*s %.*s rung %u period %llu: %.*s %s, passed over", SPAN_PF(alert->about), SPAN_PF(alert->level), owed->rung + 1,
		    (unsigned long long)owed->period, SPAN_PF(owed->person), is_out_of_reach(l, owed->person) ? "cannot be reached" : "is away"),
	};
	int64_t ignored;

	if (register_alert_told(l->k->db, &told, l->f) != 0)
		return -1;
	return register_event_add(l->k->db, &e, &ignored, l->f);
}

/* The absent ones among those who are owed a word of one alert. */
static int
pass_over(struct sweep_look *l, struct register_alert *alert, bool *some_out)
{
	const struct ladder *ladder = ladder_of(l, due_of(l, alert));
	struct civil_date today = civil_london_date(l->now);
	struct ladder_state state;

	*some_out = false;
	if (ladder == NULL || alert->state != REGISTER_ALERT_OPEN)
		return 0;
	state = derive(l, alert, ladder);
	for (size_t i = 0; i < state.owed_count; i++) {
		const struct config_person *person = config_person_find(l->k->config, state.owed[i].person);

		if (person != NULL && config_person_is_here(person, today) && !is_out_of_reach(l, person->name))
			continue;
		if (note_away(l, alert, &state.owed[i]) != 0)
			return -1;
		*some_out = true;
	}
	return *some_out ? register_alert_get(l->k->db, alert->id, l->arena, alert, l->f) : 0;
}

int
sweep_pass_over(struct sweep_look *l, struct register_alerts *alerts)
{
	for (size_t i = 0; i < alerts->count; i++) {
		bool some = true;

		/* A rung that is passed over brings the next one in, which may be away too. */
		while (some)
			if (pass_over(l, &alerts->items[i], &some) != 0)
				return -1;
	}
	return 0;
}

static void
collect(struct sweep_look *l, const struct register_alert *alert, struct sweep_words *words)
{
	const struct deadline_due *due = due_of(l, alert);
	const struct ladder *ladder = ladder_of(l, due);
	struct ladder_state state;

	if (ladder == NULL)
		return;
	state = derive(l, alert, ladder);
	if (state.next_at < l->next_at)
		l->next_at = state.next_at;
	l->exhausted = l->exhausted || state.exhausted;
	for (size_t i = 0; i < state.owed_count; i++) {
		words->items = arena_grow(words->arena, words->items, words->count, &words->capacity, sizeof(*words->items));
		words->items[words->count++] = (struct sweep_word){ l, alert, ladder, state.owed[i], due, false };
	}
}

void
sweep_collect(struct sweep_look *l, const struct register_alerts *alerts, struct sweep_words *words)
{
	for (size_t i = 0; i < alerts->count; i++)
		if (alerts->items[i].state == REGISTER_ALERT_OPEN)
			collect(l, &alerts->items[i], words);
}

/* Clocks that a statute or national guidance sets are never an aside in another's letter. */
static bool
stands_alone(const struct sweep_word *w)
{
	return w->due != NULL && (span_starts(w->due->milestone->standing, SPAN_LIT("duty")) || span_starts(w->due->milestone->standing, SPAN_LIT("national")));
}

/* The next unsaid word a letter to this person is about: the most pressing clock, else the first alert. */
static struct sweep_word *
gravest(struct sweep_words *words, struct span person)
{
	struct sweep_word *best = NULL;

	for (size_t i = 0; i < words->count; i++) {
		struct sweep_word *w = &words->items[i];

		if (w->said || !span_eq(w->owed.person, person))
			continue;
		if (best == NULL || (w->due != NULL && (best->due == NULL || w->due->level > best->due->level)))
			best = w;
	}
	return best;
}

static struct span
told_before(struct sweep_look *l, const struct register_alert *alert)
{
	struct arena_text t = arena_text(l->arena);

	for (size_t i = 0; i < alert->history.told_count; i++) {
		const struct ladder_told *told = &alert->history.told[i];
		const char *fate = told->result == LADDER_SENT ? "sent" : told->result == LADDER_FAILED ? "did not arrive" : told->result == LADDER_AWAY ? "away" : "on its way";

		arena_put_format(&t, "%s- %.*s, %.*s: %s", t.len > 0 ? "\n" : "", SPAN_PF(told->person), SPAN_PF(letter_moment(l->arena, told->at)), fate);
	}
	return arena_text_span(&t);
}

/* Who is told next if nobody answers. */
static struct span
climbs(struct sweep_look *l, const struct sweep_word *w)
{
	unsigned above = w->owed.rung + 1;

	if (above >= w->ladder->rungs_count)
		return SPAN_LIT("this is the top of the ladder: that nobody answers will be shown as a fault");
	return arena_printf(l->arena, "%.*s is told next", SPAN_PF(w->ladder->rungs[above].persons[0]));
}

static int
note_word(struct sweep_word *w, int64_t letter)
{
	struct sweep_look *l = w->look;
	struct register_alert_told told = { .alert = w->alert->id, .rung = w->owed.rung, .person = w->owed.person, .period = w->owed.period, .at = l->now, .letter = letter };
	struct register_event e = {
		.referral = l->row.id, .kind = w->owed.rung > 0 && w->owed.period == 0 ? REGISTER_CLIMBED : REGISTER_ALERT, .at = l->now, .who = SPAN_LIT("referrald"),
		.detail = arena_printf(l->arena, "%.*s %.*s rung %u period %llu", SPAN_PF(w->alert->about), SPAN_PF(w->alert->level), w->owed.rung + 1, (unsigned long long)w->owed.period),
	};
	int64_t ignored;

	w->said = true;
	if (register_alert_told(l->k->db, &told, l->f) != 0)
		return -1;
	return register_event_add(l->k->db, &e, &ignored, l->f);
}

static struct span
kind_of(const struct sweep_look *l, const struct sweep_word *w)
{
	if (l->row.id == 0)
		return SPAN_LIT("fault");
	return w->due == NULL ? SPAN_LIT("new-referral") : SPAN_LIT("deadline");
}

static struct span
rule_of(struct sweep_look *l, const struct sweep_word *w)
{
	return arena_printf(l->arena, "alert %lld/%u/%llu/%.*s", (long long)w->alert->id, w->owed.rung, (unsigned long long)w->owed.period, SPAN_PF(w->owed.person));
}

/* The one letter to a person about one case. */
static int
write_letter(const struct sweep_word *w, int64_t *letter_out)
{
	struct sweep_look *l = w->look;
	const struct config_person *person = config_person_find(l->k->config, w->owed.person);
	struct letter_alert alert = { .due = w->due, .period = w->owed.period, .told_before = told_before(l, w->alert), .climbs = climbs(l, w) };
	struct register_event cause = {
		.referral = l->row.id, .kind = REGISTER_ALERT, .at = l->now, .who = SPAN_LIT("referrald"),
		.detail = arena_printf(l->arena, "%.*s %.*s", SPAN_PF(w->alert->about), SPAN_PF(w->alert->level)),
	};
	struct post p = { .referral = l->row.id, .facts = &l->facts, .rule = rule_of(l, w) };

	l->facts.alert = &alert;
	p.letter = (struct decide_letter){ .kind = kind_of(l, w), .template = kind_of(l, w), .audience = DECIDE_COORDINATOR, .person = person, .to = person->email };
	if (register_event_add(l->k->db, &cause, &p.event, l->f) != 0)
		return -1;
	return post_letter(l->k, &p, letter_out, l->f);
}

/* ---- after an outage: one letter of several cases ---------------------------------------- */

enum { REFERENCES_IN_SUBJECT = 6 };

static struct span
words_of(struct sweep_look *l, const struct sweep_word *w)
{
	struct span why, left;

	if (w->due == NULL)
		return SPAN_LIT("a new referral, and nobody has answered");
	why = deadline_explain(l->arena, w->due);
	if (!civil_is_set(w->due->due))
		return arena_printf(l->arena, "%.*s: %.*s", SPAN_PF(w->due->milestone->label), SPAN_PF(why));
	left = letter_left_words(l->arena, w->due->working_days_left);
	return arena_printf(l->arena, "%.*s: %s, %.*s (%.*s)", SPAN_PF(w->due->milestone->label), deadline_level_name(w->due->level), SPAN_PF(left), SPAN_PF(why));
}

/* Lines of all that is owed to the person, case by case; the references, as far as a subject holds them. */
static void
put_all(const struct sweep_words *words, struct span person, struct arena_text *lines, struct arena_text *references)
{
	const struct sweep_look *last = NULL;
	size_t cases = 0;

	for (size_t i = 0; i < words->count; i++) {
		struct sweep_word *w = &words->items[i];
		struct span said;

		if (!span_eq(w->owed.person, person))
			continue;
		if (w->look != last && ++cases <= REFERENCES_IN_SUBJECT)
			arena_put_format(references, "%s%.*s", cases > 1 ? ", " : "", SPAN_PF(w->look->row.reference));
		if (w->look != last)
			arena_put_format(lines, "%s%.*s\n", lines->len > 0 ? "\n" : "", SPAN_PF(w->look->row.reference));
		last = w->look;
		said = words_of(w->look, w);
		arena_put_format(lines, "- %.*s\n", SPAN_PF(said));
	}
	if (cases > REFERENCES_IN_SUBJECT)
		arena_put_format(references, " and %zu more", cases - REFERENCES_IN_SUBJECT);
}

static int
write_merged(struct sweep_words *words, const struct sweep_word *first, int64_t *letter_out)
{
	struct sweep_look *l = first->look;
	const struct config_person *person = config_person_find(l->k->config, first->owed.person);
	struct arena_text lines = arena_text(words->arena), references = arena_text(words->arena);
	struct letter_facts facts = { .config = l->k->config, .now = l->now };
	struct register_event cause = { .kind = REGISTER_ALERT, .at = l->now, .who = SPAN_LIT("referrald"), .detail = SPAN_LIT("what several cases owe, in one letter") };
	struct post p = { .facts = &facts, .rule = rule_of(l, first) };

	put_all(words, first->owed.person, &lines, &references);
	facts.alerts = arena_text_span(&lines);
	facts.reference = arena_text_span(&references);
	p.letter = (struct decide_letter){ .kind = SPAN_LIT("deadline"), .template = SPAN_LIT("missed"), .audience = DECIDE_COORDINATOR, .person = person, .to = person->email };
	if (register_event_add(l->k->db, &cause, &p.event, l->f) != 0)
		return -1;
	return post_letter(l->k, &p, letter_out, l->f);
}

static bool
is_of_several(const struct sweep_words *words, const struct sweep_word *first)
{
	for (size_t i = 0; i < words->count; i++)
		if (span_eq(words->items[i].owed.person, first->owed.person) && words->items[i].look != first->look)
			return config_template_find(first->look->k->config, SPAN_LIT("missed")) != NULL;
	return false;
}

/* One letter for what stands alone, one for all the rest of its case together. */
static int
tell_person(struct sweep_words *words, struct span person)
{
	struct sweep_word *about;
	int64_t letter;

	while ((about = gravest(words, person)) != NULL) {
		bool alone = stands_alone(about), several = is_of_several(words, about);

		if ((several ? write_merged(words, about, &letter) : write_letter(about, &letter)) != 0)
			return -1;
		for (size_t i = 0; i < words->count; i++) {
			struct sweep_word *w = &words->items[i];

			if (w->said || !span_eq(w->owed.person, person) || (!several && w != about && (alone || stands_alone(w))))
				continue;
			if (note_word(w, letter) != 0)
				return -1;
		}
	}
	return 0;
}

int
sweep_tell(struct sweep_words *words)
{
	for (size_t i = 0; i < words->count; i++)
		if (!words->items[i].said && tell_person(words, words->items[i].owed.person) != 0)
			return -1;
	return 0;
}
