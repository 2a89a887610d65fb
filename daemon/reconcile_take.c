/* SPDX-License-Identifier: ISC
 * Messages that no uid tells, by their bytes. */
#include "daemon/reconcile_inside.h"

#include <string.h>

enum { AT_ONCE = 100, BYTES_AT_ONCE = 32 * 1024 * 1024 };

/* Put back by somebody, a message came again and has a later item: then its bytes are where that one is. */
static int
settle(struct reconcile *r, struct fail *f)
{
	static const unsigned char none[KEYED_LEN];

	for (size_t i = 0; i < r->rows_count; i++) {
		const struct reconcile_row *row = &r->rows[i];
		int64_t last = row->item;

		if (!row->found && memcmp(row->sha256, none, KEYED_LEN) != 0 && register_item_find_sha_last(r->k->db, r->mailbox->name, row->sha256, &last, f) != 0)
			return -1;
		if (!row->found && (last == row->item || reconcile_index_misses(&r->index, last)))
			reconcile_add(r, &(struct reconcile_difference){ .what = RECONCILE_MISSING, .folder = row->folder, .item = row->item });
	}
	r->over = true;
	return 0;
}

int
reconcile_take_more(struct reconcile *r, struct fail *f)
{
	uint32_t uids[AT_ONCE];
	struct reconcile_folder *folder;
	uint64_t bytes = 0;
	size_t n = 0;

	for (; r->at < r->folders_count; r->at++, r->next = 0) {
		folder = &r->folders[r->at];
		for (; r->next < folder->count && n < AT_ONCE && bytes < BYTES_AT_ONCE; r->next++) {
			if (folder->messages[r->next].known)
				continue;
			uids[n++] = folder->messages[r->next].entry.uid;
			bytes += folder->messages[r->next].entry.size;
		}
		if (n > 0)
			return fetcher_take(r->fetcher, &(struct fetcher_folder){ arena_cstr(r->arena, folder->name), folder->uidvalidity },
			    &(struct fetcher_uids){ uids, n }, f);
	}
	return settle(r, f);
}

/* Where it lies is known now: the next time it is told by its uid. */
static int
record(struct reconcile *r, const struct reconcile_row *row, uint32_t uid, struct fail *f)
{
	const struct reconcile_folder *folder = &r->folders[r->at];
	struct register_move move = { row->item, row->moved_at != 0 ? row->moved_at : r->started_at, folder->uidvalidity, uid };

	return r->options.record && span_eq(row->folder, folder->name) ? register_item_moved(r->k->db, &move, 1, f) : 0;
}

static int
look_up(struct reconcile *r, uint32_t uid, const struct mail_raw *raw, struct fail *f)
{
	struct reconcile_row *row = reconcile_index_claim(&r->index, raw->sha256, raw->size);
	int64_t item = 0;

	if (row != NULL)
		return record(r, row, uid, f);
	if (raw->outcome != MAIL_GONE && register_item_find_sha(r->k->db, raw->sha256, &item, f) != 0)
		return -1;
	if (item == 0)
		reconcile_add(r, &(struct reconcile_difference){ .what = RECONCILE_NO_ITEM, .folder = r->folders[r->at].name, .uid = uid });
	return 0;
}

/* The file goes whatever is found. */
int
reconcile_take_note(struct reconcile *r, const struct fetcher_event *e, struct fail *f)
{
	struct mail_raw raw = { .outcome = MAIL_GONE, .size = e->size };
	int rc;

	if (e->news == FETCHER_MISSED)
		return e->missed == FETCHER_GONE ? 0 : look_up(r, e->uid, &raw, f);
	(void)strncpy(raw.name, e->name, sizeof(raw.name) - 1);
	rc = mail_hash(r->k->mail, &raw, 1, f);
	mail_drop(r->k->mail, &raw);
	if (rc == 0 && raw.outcome == MAIL_GONE)
		return fail_set(f, FAIL_RETRY, "a message that was fetched is not in tmp/");
	return rc != 0 ? -1 : look_up(r, e->uid, &raw, f);
}
