/* SPDX-License-Identifier: ISC */
#include "daemon/post_diary.h"
#include "daemon/diary.h"
#include "daemon/moves.h"

static const struct deadline_due *
due_of(const struct letter_facts *f, struct span milestone)
{
	for (size_t i = 0; i < f->dues_count; i++)
		if (span_eq(f->dues[i].milestone->name, milestone))
			return &f->dues[i];
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

static bool
wants_diary(const struct post *p)
{
	static const char *const kinds[] = { "new-referral", "deadline", "revision", "command-reply" };

	if (p->referral == 0 || p->letter.audience != DECIDE_COORDINATOR || p->facts->dues_count == 0)
		return false;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (span_eq_str(p->letter.kind, kinds[i]))
			return true;
	return false;
}

int
post_diary(struct keeper *k, const struct post *p, struct arena *a, struct span *ics_out, struct fail *f)
{
	const struct letter_facts *facts = p->facts;
	struct diary d = { .reference = facts->reference, .sender = k->config->outgoing.sender, .sender_name = k->config->outgoing.sender_name, .now = facts->now };
	struct diary_entry *entries;
	struct moves_history h;

	*ics_out = SPAN_NONE;
	if (!wants_diary(p))
		return 0;
	if (moves_read(k, p->referral, a, &h, f) != 0)
		return -1;
	entries = arena_array(a, facts->dues_count + h.count, sizeof(*entries));
	for (size_t i = 0; i < facts->dues_count; i++) {
		const struct deadline_due *due = &facts->dues[i];

		if (is_running(due) && !is_of_the_day(due))
			entries[d.count++] = (struct diary_entry){
				.milestone = due->milestone->name, .label = due->milestone->label, .words = deadline_explain(a, due), .day = due->due,
				.sequence = times_moved(&h, due->milestone->name),
			};
	}
	/* What had a day and has none now: done, closed, of another type of review, or not to be counted any more. */
	for (size_t i = 0; i < h.count; i++)
		if (civil_is_set(h.items[i].last) && !is_running(due_of(facts, h.items[i].milestone)))
			entries[d.count++] = (struct diary_entry){
				.milestone = h.items[i].milestone, .label = label_of(k->config, h.items[i].milestone), .day = h.items[i].last,
				.sequence = h.items[i].count, .cancelled = true,
			};
	d.entries = entries;
	*ics_out = diary_write(a, &d);
	return 0;
}
