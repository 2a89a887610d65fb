/* SPDX-License-Identifier: ISC */
#include "daemon/letter_inside.h"

static const struct deadline_due *
find_due(const struct letter_writing *w, const char *milestone)
{
	for (size_t i = 0; i < w->facts->dues_count; i++)
		if (span_eq_str(w->facts->dues[i].milestone->name, milestone) && civil_is_set(w->facts->dues[i].due))
			return &w->facts->dues[i];
	return NULL;
}

static struct span
due_day(const struct letter_writing *w, const char *milestone)
{
	const struct deadline_due *d = find_due(w, milestone);

	return d == NULL || d->level == DEADLINE_DONE ? SPAN_NONE : civil_print_long(w->arena, d->due);
}

struct span
letter_left_words(struct arena *a, int left)
{
	if (left == 0)
		return SPAN_LIT("due today");
	if (left < 0)
		return arena_printf(a, "%d working day%s past", -left, left == -1 ? "" : "s");
	return arena_printf(a, "%d working day%s left", left, left == 1 ? "" : "s");
}

static void
put_clock(const struct letter_writing *w, struct arena_text *t, const struct deadline_due *d)
{
	arena_put_format(t, "%s- %.*s: ", t->len > 0 ? "\n" : "", SPAN_PF(d->milestone->label));
	if (d->level == DEADLINE_DONE)
		arena_put_str(t, "done");
	else if (!civil_is_set(d->due))
		arena_put(t, deadline_explain(w->arena, d));
	else
		arena_put_format(t, "%s, %.*s (%.*s)", deadline_level_name(d->level), SPAN_PF(letter_left_words(w->arena, d->working_days_left)), SPAN_PF(deadline_explain(w->arena, d)));
}

static struct span
clocks(const struct letter_writing *w, const struct deadline_due *except, bool open_only)
{
	struct arena_text t = arena_text(w->arena);

	for (size_t i = 0; i < w->facts->dues_count; i++) {
		const struct deadline_due *d = &w->facts->dues[i];

		if (except != NULL && d->milestone == except->milestone)
			continue;
		if (!open_only || (d->level != DEADLINE_DONE && civil_is_set(d->due)))
			put_clock(w, &t, d);
	}
	return arena_text_span(&t);
}

static struct span
answers(const struct letter_writing *w)
{
	struct arena_text t = arena_text(w->arena);
	const char *reference = arena_cstr(w->arena, w->facts->reference);

	if (w->facts->reference.len == 0)
		return SPAN_NONE;
	arena_put_format(&t, "  referralctl ack %s\n  referralctl take %s\n", reference, reference);
	if (w->facts->alert != NULL && w->facts->alert->due != NULL)
		arena_put_format(&t, "  referralctl done %s %.*s\n", reference, SPAN_PF(w->facts->alert->due->milestone->name));
	arena_put_format(&t, "  referralctl aware %s DATE\n  referralctl sin %s DATE\n  referralctl show %s", reference, reference, reference);
	return arena_text_span(&t);
}

static struct span
of_alert(const struct letter_writing *w, struct span name)
{
	const struct letter_alert *alert = w->facts->alert;
	const struct deadline_due *d = alert == NULL ? NULL : alert->due;

	if (alert == NULL)
		return SPAN_NONE;
	if (span_eq_str(name, "told_before"))
		return alert->told_before;
	if (span_eq_str(name, "climbs"))
		return alert->climbs;
	if (span_eq_str(name, "reminder"))
		return alert->period == 0 ? SPAN_NONE : arena_printf(w->arena, "%llu", (unsigned long long)alert->period + 1);
	if (d == NULL)
		return SPAN_NONE;
	if (span_eq_str(name, "milestone"))
		return d->milestone->label;
	if (span_eq_str(name, "standing"))
		return d->milestone->standing;
	if (span_eq_str(name, "level"))
		return (d->flags & DEADLINE_NO_BASE) != 0 ? SPAN_LIT("not known") : span_str(deadline_level_name(d->level));
	if (span_eq_str(name, "due"))
		return civil_is_set(d->due) ? civil_print_long(w->arena, d->due) : SPAN_LIT("not known yet");
	if (span_eq_str(name, "left"))
		return civil_is_set(d->due) ? letter_left_words(w->arena, d->working_days_left) : SPAN_LIT("cannot be counted yet");
	if (span_eq_str(name, "arithmetic"))
		return deadline_explain(w->arena, d);
	if (span_eq_str(name, "provisional"))
		return (d->flags & DEADLINE_PROVISIONAL) != 0 ? SPAN_LIT("yes") : SPAN_NONE;
	if (span_eq_str(name, "other_clocks"))
		return clocks(w, d, true);
	return SPAN_NONE;
}

/* "Mon 23 Nov 2026, 14:05". */
static struct span
moment(const struct letter_writing *w, int64_t at)
{
	int s = civil_london_second(at);

	if (at == 0)
		return SPAN_NONE;
	return arena_printf(w->arena, "%.*s, %02d:%02d", SPAN_PF(civil_print_long(w->arena, civil_london_date(at))), s / 3600, s / 60 % 60);
}

struct span
letter_value_of_clocks(const struct letter_writing *w, struct span name)
{
	const struct deadline_due *la;

	if (span_eq_str(name, "received"))
		return moment(w, w->facts->received_at);
	if (span_eq_str(name, "since"))
		return moment(w, w->facts->since);
	if (span_eq_str(name, "date"))
		return civil_print_long(w->arena, civil_london_date(w->facts->now));
	if (span_eq_str(name, "triage_by"))
		return due_day(w, "triage");
	if (span_eq_str(name, "review_by"))
		return due_day(w, "rapid-review");
	if (span_eq_str(name, "meeting"))
		return due_day(w, "group-meeting");
	if (span_eq_str(name, "clocks"))
		return clocks(w, NULL, false);
	if (span_eq_str(name, "answers"))
		return answers(w);
	if (span_eq_str(name, "no_awareness")) {
		for (size_t i = 0; i < w->facts->dues_count; i++) {
			la = &w->facts->dues[i];
			if (span_eq_str(la->milestone->name, "notify-panel") && (la->flags & DEADLINE_NO_BASE) != 0 && la->level != DEADLINE_DONE)
				return SPAN_LIT("yes");
		}
		return SPAN_NONE;
	}
	return of_alert(w, name);
}
