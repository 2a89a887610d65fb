/* SPDX-License-Identifier: ISC */
#include "daemon/intake_attempt.h"

void
intake_attempt_unspent(struct keeper *k, const struct register_uid *u)
{
	struct keeper_unspent *all = &k->unspent;
	struct register_uid *copy;

	if (all->arena == NULL)
		all->arena = arena_new(0);
	all->items = arena_grow(all->arena, all->items, all->count, &all->capacity, sizeof(*all->items));
	copy = &all->items[all->count++];
	*copy = *u;
	copy->place.mailbox = arena_copy(all->arena, u->place.mailbox);
	copy->place.folder = arena_copy(all->arena, u->place.folder);
}

int
intake_attempt_take_back(struct keeper *k, struct fail *f)
{
	if (k->unspent.count == 0)
		return 0;
	if (register_begin_unflushed(k->db, f) != 0)
		return -1;
	for (size_t i = 0; i < k->unspent.count; i++)
		if (register_item_attempt_back(k->db, &k->unspent.items[i], f) != 0) {
			register_rollback(k->db);
			return -1;
		}
	if (register_commit(k->db, f) != 0)
		return -1;
	arena_free(k->unspent.arena);
	k->unspent = (struct keeper_unspent){ 0 };
	return 0;
}
