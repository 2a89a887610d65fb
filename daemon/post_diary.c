/* SPDX-License-Identifier: ISC */
#include "daemon/post_diary.h"
#include "daemon/moves.h"

static const struct deadline_due *
due_of(const struct post_diary_case *c, struct span milestone)
{
	for (size_t i = 0; i < c->dues_count; i++)
		if (span_eq(c->dues[i].milestone->name, milestone))
			return &c->dues[i];
	return NULL;
}

static struct span
label_of(const struct config *c, struct span milestone)
{
	for (size_t i = 0; i < c->deadlines.count; i++)
		if (span_eq(c->deadlines.milestones[i].name, milestone))
			return c->deadlines.milestones[i].label;
	return milestone;
}

static unsigned
times_moved(const struct moves_history *h, struct span milestone)
{
	for (size_t i = 0; i < h->count; i++)
		if (span_eq(h->items[i].milestone, milestone))
			return h->items[i].count;
	return 0;
}

static bool
is_running(const struct deadline_due *d)
{
	return d != NULL && d->level != DEADLINE_DONE && civil_is_set(d->due);
}

/* What is due on the day it starts is over before anybody looks into a calendar. */
static bool
is_of_the_day(const struct deadline_due *d)
{
	return d->milestone->offset == 0 && civil_compare(d->due, d->from) == 0;
}

struct diary
post_diary_new(const struct keeper *k, int64_t now)
{
	return (struct diary){ .sender = k->config->outgoing.sender, .sender_name = k->config->outgoing.sender_name, .now = now };
}

int
post_diary_add(struct keeper *k, const struct post_diary_case *c, struct arena *a, struct diary *diary, struct fail *f)
{
	struct moves_history h;

	if (moves_read(k, c->referral, a, &h, f) != 0)
		return -1;
	if (h.last_at < c->moved_since)
		return 0;
	for (size_t i = 0; i < c->dues_count; i++) {
		const struct deadline_due *due = &c->dues[i];
		struct diary_entry e = {
			.reference = c->reference, .milestone = due->milestone->name, .label = due->milestone->label, .words = deadline_explain(a, due), .day = due->due,
			.sequence = times_moved(&h, due->milestone->name),
		};

		if (is_running(due) && !is_of_the_day(due))
			diary_add(a, diary, &e);
	}
	/* What had a day and has none now: done, closed, of another type of review, or not to be counted any more. */
	for (size_t i = 0; i < h.count; i++) {
		const struct deadline_due *due = due_of(c, h.items[i].milestone);
		struct diary_entry e = {
			.reference = c->reference, .milestone = h.items[i].milestone, .label = label_of(k->config, h.items[i].milestone),
			.day = due != NULL && civil_is_set(due->due) ? due->due : h.items[i].last, .sequence = h.items[i].count, .cancelled = true,
		};

		if (civil_is_set(e.day) && !is_running(due) && !(due != NULL && is_of_the_day(due)))
			diary_add(a, diary, &e);
	}
	return 0;
}
