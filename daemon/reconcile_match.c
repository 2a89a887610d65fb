/* SPDX-License-Identifier: ISC
 * Listings beside rows, by uid. */
#include "daemon/reconcile_inside.h"

#include <string.h>

/* ---- mail -> register, of the folders mail is taken from ---- */

static int
match_taken(struct reconcile *r, struct reconcile_folder *folder, struct reconcile_message *m, struct fail *f)
{
	struct register_uid u = { { r->mailbox->name, folder->name, folder->uidvalidity }, m->entry.uid };
	struct arena *a = arena_new(0);
	struct register_item item;
	int rc = register_item_find(r->k->db, &u, a, &item, f);

	m->known = true;
	if (rc == 0 && item.target.len > 0 && !reconcile_is_recent(r, item.fetched_at))
		reconcile_add(r, &(struct reconcile_difference){ RECONCILE_NOT_MOVED, folder->name, m->entry.uid, item.id });
	arena_free(a);
	return rc;
}

static int
match_source(struct reconcile *r, struct reconcile_folder *folder, struct fail *f)
{
	uint32_t *uids = arena_array(r->arena, folder->count, sizeof(*uids));
	enum register_known *known = arena_array(r->arena, folder->count, sizeof(*known));
	struct register_listing listing = { { r->mailbox->name, folder->name, folder->uidvalidity }, uids, folder->count };

	for (size_t i = 0; i < folder->count; i++)
		uids[i] = folder->messages[i].entry.uid;
	if (folder->count > 0 && register_item_known(r->k->db, &listing, known, f) != 0)
		return -1;
	for (size_t i = 0; i < folder->count; i++) {
		struct reconcile_message *m = &folder->messages[i];

		if (known[i] != REGISTER_NEW && match_taken(r, folder, m, f) != 0)
			return -1;
		if (known[i] == REGISTER_NEW && (m->entry.internaldate == FETCHER_NO_DATE || !reconcile_is_recent(r, m->entry.internaldate)))
			reconcile_add(r, &(struct reconcile_difference){ RECONCILE_NOT_TAKEN, folder->name, m->entry.uid, 0 });
		m->known = true;
	}
	return 0;
}

/* ---- register -> mail ---- */

static struct reconcile_message *
message_of(struct reconcile_folder *folder, uint32_t uid)
{
	size_t low = 0, high = folder->count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (folder->messages[mid].entry.uid < uid)
			low = mid + 1;
		else
			high = mid;
	}
	return low < folder->count && folder->messages[low].entry.uid == uid ? &folder->messages[low] : NULL;
}

struct lying {
	struct reconcile *r;
	struct reconcile_folder *folder;
	struct fail *f;
	int rc;
};

/* As the list of folders has it, in which each that mail was filed in stands. */
static struct span
folder_name(const struct reconcile *r, struct span name)
{
	for (size_t i = 0; i < r->folders_count; i++)
		if (span_eq(r->folders[i].name, name))
			return r->folders[i].name;
	return arena_copy(r->arena, name);
}

/* Not where the row says.  What stays in its folder by rule was promised to nobody; what was moved since this look
 * began may have been missed by it; what came long ago people may have cleared away. */
static void
keep_row(struct reconcile *r, const struct register_item *item)
{
	if (item->target.len == 0 || reconcile_is_recent(r, item->moved_at) || reconcile_is_recent(r, item->fetched_at) ||
	    item->fetched_at < r->started_at - (int64_t)r->mailbox->reconcile_days * 86400)
		return;
	r->rows = arena_grow(r->arena, r->rows, r->rows_count, &r->rows_capacity, sizeof(*r->rows));
	r->rows[r->rows_count] = (struct reconcile_row){ .item = item->id, .moved_at = item->moved_at, .folder = folder_name(r, item->target), .size = item->size };
	memcpy(r->rows[r->rows_count++].sha256, item->sha256, KEYED_LEN);
}

/* There may be as many as there ever was mail: nothing is held of one that is not kept. */
static int
add_row(struct lying *l, int64_t id)
{
	struct arena *a = arena_new(0);
	struct register_item item;
	int result = register_item_get(l->r->k->db, id, a, &item, l->f);

	if (result == 0)
		keep_row(l->r, &item);
	arena_free(a);
	return result;
}

static bool
look_at_row(void *context, int64_t id, uint32_t uidvalidity, uint32_t uid)
{
	struct lying *l = context;
	struct reconcile_message *m = uidvalidity != 0 && uidvalidity == l->folder->uidvalidity ? message_of(l->folder, uid) : NULL;

	if (m != NULL)
		m->known = true;
	else
		l->rc = add_row(l, id);
	return l->rc == 0;
}

int
reconcile_match(struct reconcile *r, struct fail *f)
{
	for (size_t i = 0; i < r->folders_count; i++) {
		struct reconcile_folder *folder = &r->folders[i];
		struct lying l = { r, folder, f, 0 };
		struct register_item_lying q = { r->mailbox->name, folder->name, look_at_row, &l };

		if (folder->source && match_source(r, folder, f) != 0)
			return -1;
		if (register_item_lying(r->k->db, &q, f) != 0 || l.rc != 0)
			return -1;
	}
	reconcile_index_make(&r->index, r->arena, r->rows, r->rows_count);
	r->at = 0;
	return 0;
}
