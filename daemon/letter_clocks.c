/* SPDX-License-Identifier: ISC */
#include "daemon/letter_inside.h"

#include <stdlib.h>

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

struct span
letter_clock_words(struct arena *a, const struct deadline_due *d)
{
	struct span left, why, day;

	if (d->level == DEADLINE_DONE && !civil_is_set(d->done_on))
		return SPAN_LIT("done");
	if (d->level == DEADLINE_DONE) {
		day = civil_print_long(a, d->done_on);
		return arena_printf(a, "done on %.*s", SPAN_PF(day));
	}
	why = deadline_explain(a, d);
	if (!civil_is_set(d->due))
		return why;
	left = letter_left_words(a, d->working_days_left);
	return arena_printf(a, "%.*s, %s; %.*s", SPAN_PF(left), deadline_level_name(d->level), SPAN_PF(why));
}

/* Whether it runs still: an acknowledgement that leaves with this letter needs nobody. */
static bool
is_running(const struct letter_writing *w, const struct deadline_due *d)
{
	if (d->level == DEADLINE_DONE || !civil_is_set(d->due))
		return false;
	return w->facts->decision == NULL || !span_eq_str(d->milestone->name, "acknowledgement") || !letter_acknowledges(w->facts->decision);
}

static int
by_due(const void *a, const void *b)
{
	const struct deadline_due *x = *(const struct deadline_due *const *)a, *y = *(const struct deadline_due *const *)b;
	int order = civil_compare(x->due, y->due);

	return order != 0 ? order : (x > y) - (x < y);
}

/* The running clocks, the next one first. */
static size_t
running(const struct letter_writing *w, const struct deadline_due *except, const struct deadline_due ***out)
{
	size_t n = 0;

	*out = arena_array(w->arena, w->facts->dues_count, sizeof(**out));
	for (size_t i = 0; i < w->facts->dues_count; i++) {
		const struct deadline_due *d = &w->facts->dues[i];

		if (is_running(w, d) && (except == NULL || d->milestone != except->milestone))
			(*out)[n++] = d;
	}
	if (n > 0)
		qsort(*out, n, sizeof(**out), by_due);
	return n;
}

void
letter_put_clock(const struct letter_writing *w, struct arena_text *t, const struct letter_clock *c)
{
	*w->has_clocks = true;
	arena_put_str(t, t->len > 0 ? "\n" : "");
	if (w->html)
		arena_put_format(t, "%c%d%.*s%c%.*s", LETTER_CLOCK, (int)c->level, SPAN_PF(c->label), LETTER_CLOCK, SPAN_PF(c->words));
	else
		arena_put_format(t, "- %.*s: %.*s", SPAN_PF(c->label), SPAN_PF(c->words));
}

static void
put_clock(const struct letter_writing *w, struct arena_text *t, const struct deadline_due *d)
{
	letter_put_clock(w, t, &(struct letter_clock){ d->level, d->milestone->label, letter_clock_words(w->arena, d), d->due });
}

/* "- Not known yet, for want of the date they count from: A; B". */
static void
put_names(const struct letter_writing *w, struct arena_text *t, const char *title, bool (*holds)(const struct deadline_due *d))
{
	bool first = true;

	for (size_t i = 0; i < w->facts->dues_count; i++) {
		const struct deadline_due *d = &w->facts->dues[i];

		if (!holds(d))
			continue;
		if (first)
			arena_put_format(t, "%s- %s: ", t->len > 0 ? "\n" : "", title);
		arena_put_format(t, "%s%.*s", first ? "" : "; ", SPAN_PF(d->milestone->label));
		first = false;
	}
}

static bool
lacks_base(const struct deadline_due *d)
{
	return d->level != DEADLINE_DONE && (d->flags & DEADLINE_NO_BASE) != 0;
}

static bool
lacks_meeting(const struct deadline_due *d)
{
	return d->level != DEADLINE_DONE && (d->flags & DEADLINE_NO_MEETING) != 0;
}

static bool
is_done(const struct deadline_due *d)
{
	return d->level == DEADLINE_DONE;
}

static struct span
clocks(const struct letter_writing *w)
{
	struct arena_text t = arena_text(w->arena);
	const struct deadline_due **items;
	size_t n = running(w, NULL, &items);

	for (size_t i = 0; i < n; i++)
		put_clock(w, &t, items[i]);
	put_names(w, &t, "No meeting is configured for", lacks_meeting);
	put_names(w, &t, "Not known yet, for want of the date they count from", lacks_base);
	put_names(w, &t, "Done", is_done);
	return arena_text_span(&t);
}

static struct span
other_clocks(const struct letter_writing *w, const struct deadline_due *except)
{
	struct arena_text t = arena_text(w->arena);
	const struct deadline_due **items;
	size_t n = running(w, except, &items);

	for (size_t i = 0; i < n; i++)
		put_clock(w, &t, items[i]);
	return arena_text_span(&t);
}

enum { FIRST_SHOWN = 5 };

static bool
awareness_is_unknown(const struct letter_writing *w)
{
	for (size_t i = 0; i < w->facts->dues_count; i++)
		if (span_eq_str(w->facts->dues[i].milestone->name, "notify-panel") && lacks_base(&w->facts->dues[i]))
			return true;
	return false;
}

/* What cannot wait: somebody says that it is seen, a duty that cannot be counted, then the clocks at a warning level. */
static struct span
first(const struct letter_writing *w)
{
	const struct deadline_due **items;
	size_t n = running(w, NULL, &items), shown = 0;
	struct arena_text t = arena_text(w->arena);

	if (w->facts->owner.len == 0)
		arena_put_str(&t, "- Now: answer TAKE (it is yours) or ACK (you have seen it)");
	if (awareness_is_unknown(w))
		arena_put_format(&t, "%s- Today: find out and record the day the local authority became aware. The five working days for the notification "
		    "to the Panel cannot be counted without it, and may already be running", t.len > 0 ? "\n" : "");
	for (size_t i = 0; i < n && shown < FIRST_SHOWN; i++) {
		const struct deadline_due *d = items[i];
		struct span day, left;

		if (d->level == DEADLINE_GREEN || d->milestone->silent)
			continue;
		day = civil_print_long(w->arena, d->due);
		left = letter_left_words(w->arena, d->working_days_left);
		arena_put_format(&t, "%s- %s%.*s (%.*s): %.*s", t.len > 0 ? "\n" : "", d->level == DEADLINE_OVERDUE ? "PAST, was due " : d->working_days_left == 0 ? "Today, " : "By ",
		    SPAN_PF(day), SPAN_PF(left), SPAN_PF(d->milestone->label));
		shown++;
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
		return other_clocks(w, d);
	return SPAN_NONE;
}

struct span
letter_moment(struct arena *a, int64_t at)
{
	int s = civil_london_second(at);
	struct span day;

	if (at == 0)
		return SPAN_NONE;
	day = civil_print_long(a, civil_london_date(at));
	return arena_printf(a, "%.*s, %02d:%02d", SPAN_PF(day), s / 3600, s / 60 % 60);
}

struct span
letter_value_of_clocks(const struct letter_writing *w, struct span name)
{
	if (span_eq_str(name, "received"))
		return letter_moment(w->arena, w->facts->received_at);
	if (span_eq_str(name, "since"))
		return letter_moment(w->arena, w->facts->since);
	if (span_eq_str(name, "date"))
		return civil_print_long(w->arena, civil_london_date(w->facts->now));
	if (span_eq_str(name, "triage_by"))
		return due_day(w, "triage");
	if (span_eq_str(name, "review_by"))
		return due_day(w, "rapid-review");
	if (span_eq_str(name, "meeting"))
		return due_day(w, "group-meeting");
	if (span_eq_str(name, "clocks"))
		return clocks(w);
	if (span_eq_str(name, "first"))
		return first(w);
	if (span_eq_str(name, "answers"))
		return answers(w);
	if (span_eq_str(name, "no_awareness"))
		return awareness_is_unknown(w) ? SPAN_LIT("yes") : SPAN_NONE;
	return of_alert(w, name);
}
