/* SPDX-License-Identifier: ISC */
#include "daemon/sweep_inside.h"

/* One rung's word to one person, about one alert. */
struct word {
	const struct register_alert *alert;
	const struct ladder *ladder;
	struct ladder_owed owed;
	const struct deadline_due *due;
	bool said;			/* in a letter of this look */
};

struct words {
	struct word *items;
	size_t count;
	size_t capacity;
};

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

static void
collect(struct sweep_look *l, const struct register_alert *alert, struct words *words)
{
	const struct deadline_due *due = due_of(l, alert);
	const struct ladder *ladder = ladder_of(l, due);
	struct ladder_state state;

	if (ladder == NULL)
		return;
	ladder_derive(ladder, &l->k->config->calendar, &l->k->config->office, &alert->history, l->now, l->arena, &state);
	if (state.next_at < l->next_at)
		l->next_at = state.next_at;
	l->exhausted = l->exhausted || state.exhausted;
	for (size_t i = 0; i < state.owed_count; i++) {
		words->items = arena_grow(l->arena, words->items, words->count, &words->capacity, sizeof(*words->items));
		words->items[words->count++] = (struct word){ alert, ladder, state.owed[i], due, false };
	}
}

/* Clocks that a statute or national guidance sets are never an aside in another's letter. */
static bool
stands_alone(const struct word *w)
{
	return w->due != NULL && (span_starts(w->due->milestone->standing, SPAN_LIT("duty")) || span_starts(w->due->milestone->standing, SPAN_LIT("national")));
}

/* The next unsaid word a letter to this person is about: the most pressing clock, else the first alert. */
static struct word *
gravest(struct words *words, struct span person)
{
	struct word *best = NULL;

	for (size_t i = 0; i < words->count; i++) {
		struct word *w = &words->items[i];

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

		arena_put_format(&t, "%s- %.*s, %.*s: %s", t.len > 0 ? "\n" : "", SPAN_PF(told->person), SPAN_PF(civil_print_instant(l->arena, told->at)), fate);
	}
	return arena_text_span(&t);
}

/* Who is told next if nobody answers. */
static struct span
climbs(struct sweep_look *l, const struct word *w)
{
	unsigned above = w->owed.rung + 1;

	if (above >= w->ladder->rungs_count)
		return SPAN_LIT("this is the top of the ladder: that nobody answers will be shown as a fault");
	return arena_printf(l->arena, "%.*s is told next", SPAN_PF(w->ladder->rungs[above].persons[0]));
}

static int
note_word(struct sweep_look *l, const struct word *w, int64_t letter)
{
	struct register_alert_told told = { .alert = w->alert->id, .rung = w->owed.rung, .person = w->owed.person, .period = w->owed.period, .at = l->now, .letter = letter };
	struct register_event e = {
		.referral = l->row.id, .kind = w->owed.rung > 0 && w->owed.period == 0 ? REGISTER_CLIMBED : REGISTER_ALERT, .at = l->now, .who = SPAN_LIT("referrald"),
		.detail = arena_printf(l->arena, "%.*s %.*s rung %u period %llu", SPAN_PF(w->alert->about), SPAN_PF(w->alert->level), w->owed.rung + 1, (unsigned long long)w->owed.period),
	};
	int64_t ignored;

	if (register_alert_told(l->k->db, &told, l->f) != 0)
		return -1;
	return register_event_add(l->k->db, &e, &ignored, l->f);
}

static struct span
kind_of(const struct sweep_look *l, const struct word *w)
{
	if (l->row.id == 0)
		return SPAN_LIT("fault");
	return w->due == NULL ? SPAN_LIT("new-referral") : SPAN_LIT("deadline");
}

/* The one letter to a person; absent people get none, and count as away. */
static int
write_letter(struct sweep_look *l, const struct word *w, int64_t *letter_out)
{
	const struct config_person *person = config_person_find(l->k->config, w->owed.person);
	struct letter_alert alert = { .due = w->due, .period = w->owed.period, .told_before = told_before(l, w->alert), .climbs = climbs(l, w) };
	struct register_event cause = {
		.referral = l->row.id, .kind = REGISTER_ALERT, .at = l->now, .who = SPAN_LIT("referrald"),
		.detail = arena_printf(l->arena, "%.*s %.*s", SPAN_PF(w->alert->about), SPAN_PF(w->alert->level)),
	};
	struct post p = { .referral = l->row.id, .facts = &l->facts };

	*letter_out = 0;
	if (person == NULL || !config_person_is_here(person, civil_london_date(l->now)))
		return 0;
	l->facts.alert = &alert;
	p.letter = (struct decide_letter){ .kind = kind_of(l, w), .template = kind_of(l, w), .audience = DECIDE_COORDINATOR, .person = person, .to = person->email };
	p.rule = arena_printf(l->arena, "alert %lld/%u/%llu/%.*s", (long long)w->alert->id, w->owed.rung, (unsigned long long)w->owed.period, SPAN_PF(person->name));
	if (register_event_add(l->k->db, &cause, &p.event, l->f) != 0)
		return -1;
	return post_letter(l->k, &p, letter_out, l->f);
}

/* One letter for what stands alone, one for all the rest together. */
static int
tell_person(struct sweep_look *l, struct words *words, struct span person)
{
	struct word *about;
	int64_t letter;

	while ((about = gravest(words, person)) != NULL) {
		bool alone = stands_alone(about);

		if (write_letter(l, about, &letter) != 0)
			return -1;
		for (size_t i = 0; i < words->count; i++) {
			struct word *w = &words->items[i];

			if (w->said || !span_eq(w->owed.person, person) || (w != about && (alone || stands_alone(w))))
				continue;
			if (note_word(l, w, letter) != 0)
				return -1;
			w->said = true;
		}
	}
	return 0;
}

int
sweep_tell(struct sweep_look *l, const struct register_alerts *alerts)
{
	struct words words = { 0 };

	for (size_t i = 0; i < alerts->count; i++)
		if (alerts->items[i].state == REGISTER_ALERT_OPEN)
			collect(l, &alerts->items[i], &words);
	for (size_t i = 0; i < words.count; i++)
		if (!words.items[i].said && tell_person(l, &words, words.items[i].owed.person) != 0)
			return -1;
	return 0;
}
