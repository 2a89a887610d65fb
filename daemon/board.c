/* SPDX-License-Identifier: ISC */
#include "daemon/board.h"

struct board
board_new(struct arena *a, const struct deadline_policy *p)
{
	struct board b = { arena_array(a, p->count, sizeof(*b.kept)), p->count };

	for (size_t i = 0; i < p->count; i++)
		b.kept[i].milestone = &p->milestones[i];
	return b;
}

static void
count_one(struct board_kept *k, const struct deadline_due *d)
{
	if (!civil_is_set(d->due) || (d->level == DEADLINE_DONE && !civil_is_set(d->done_on)))
		k->unknown++;
	else if (d->level == DEADLINE_DONE && civil_compare(d->done_on, d->due) <= 0)
		k->in_time++;
	else if (d->level == DEADLINE_DONE)
		k->late++;
	else if (d->level == DEADLINE_OVERDUE)
		k->overdue++;
	else
		k->running++;
}

void
board_count(struct board *b, const struct deadline_due *dues, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < b->count; j++)
			if (b->kept[j].milestone == dues[i].milestone)
				count_one(&b->kept[j], &dues[i]);
}
