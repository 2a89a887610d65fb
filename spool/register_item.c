/* SPDX-License-Identifier: ISC */
#include "spool/register_item.h"
#include "spool/register_private.h"

#include <stdlib.h>
#include <string.h>

static const char *const status_names[] = {
	[REGISTER_ITEM_OPEN] = "open",
	[REGISTER_ITEM_DONE] = "done",
	[REGISTER_ITEM_DISMISSED] = "dismissed",
	[REGISTER_ITEM_JOINED] = "joined",
	[REGISTER_ITEM_QUARANTINED] = "quarantined",
};

const char *
register_item_status_name(enum register_item_status s)
{
	return status_names[s];
}

#define COLUMNS "SELECT id, mailbox, folder, uidvalidity, uid, sha256, size, internaldate_at, fetched_at, received_at, received_by," \
    " message_at, message_id, sender, class, class_why, status, reason, referral, first, route, target, moved_at, header_at FROM items "

static void
read_item(sqlite3_stmt *row, struct arena *a, struct register_item *out)
{
	struct span status = register_sql_text(row, 16, NULL);

	*out = (struct register_item){
		.id = sqlite3_column_int64(row, 0),
		.uid = { { register_sql_text(row, 1, a), register_sql_text(row, 2, a), (uint32_t)sqlite3_column_int64(row, 3) },
		    (uint32_t)sqlite3_column_int64(row, 4) },
		.size = (uint64_t)sqlite3_column_int64(row, 6),
		.internaldate_at = sqlite3_column_int64(row, 7),
		.fetched_at = sqlite3_column_int64(row, 8),
		.received_at = sqlite3_column_int64(row, 9),
		.received_by = register_sql_text(row, 10, a),
		.message_at = sqlite3_column_int64(row, 11),
		.message_id = register_sql_text(row, 12, a),
		.from = register_sql_text(row, 13, a),
		.class = register_sql_text(row, 14, a),
		.class_why = register_sql_text(row, 15, a),
		.reason = register_sql_text(row, 17, a),
		.referral = sqlite3_column_int64(row, 18),
		.first = sqlite3_column_int64(row, 19),
		.route = register_sql_text(row, 20, a),
		.target = register_sql_text(row, 21, a),
		.moved_at = sqlite3_column_int64(row, 22),
		.header_at = sqlite3_column_int64(row, 23),
	};
	register_sql_hash(row, 5, out->sha256);
	for (unsigned i = 0; i < sizeof(status_names) / sizeof(status_names[0]); i++)
		if (span_eq_str(status, status_names[i]))
			out->status = (enum register_item_status)i;
}

static int
read_only_item(struct register_db *db, sqlite3_stmt *row, struct arena *a, struct register_item *out, struct fail *f)
{
	int got = register_sql_next(db, row, f);

	memset(out, 0, sizeof(*out));
	if (got == 1) {
		read_item(row, a, out);
		register_sql_done(row);
	}
	return got < 0 ? -1 : 0;
}

/* ---- looking up --------------------------------------------------------------------- */

/* A walk over the rows beside the listing: both ascend, so each row is read once.  A uid
 * below the one before starts the walk again. */
struct beside {
	struct register_db *db;
	const struct register_place *place;
	sqlite3_stmt *row;
	bool at_row;
	uint32_t row_uid;
};

static int
walk_on(struct beside *b, struct fail *f)
{
	int got = register_sql_next(b->db, b->row, f);

	b->at_row = got == 1;
	if (got == 1)
		b->row_uid = (uint32_t)sqlite3_column_int64(b->row, 0);
	else
		b->row = NULL;
	return got == -1 ? -1 : 0;
}

static int
walk_from(struct beside *b, uint32_t uid, struct fail *f)
{
	if (b->row != NULL)
		register_sql_done(b->row);
	b->row = register_sql_ask(b->db, "SELECT uid, moved_at FROM items WHERE mailbox = ? AND folder = ? AND uidvalidity = ? AND uid >= ? ORDER BY uid",
	    REGISTER_ARGS(register_text(b->place->mailbox), register_text(b->place->folder), register_int(b->place->uidvalidity), register_int(uid)), f);
	return b->row == NULL ? -1 : walk_on(b, f);
}

int
register_item_known(struct register_db *db, const struct register_listing *l, enum register_known *known_out, struct fail *f)
{
	struct beside b = { .db = db, .place = &l->place };
	int result = 0;

	for (size_t i = 0; i < l->count && result == 0; i++) {
		uint32_t uid = l->uids[i];

		if (i == 0 || uid < l->uids[i - 1])
			result = walk_from(&b, uid, f);
		while (result == 0 && b.at_row && b.row_uid < uid)
			result = walk_on(&b, f);
		if (result == -1 || !b.at_row || b.row_uid != uid)
			known_out[i] = REGISTER_NEW;
		else
			known_out[i] = sqlite3_column_type(b.row, 1) == SQLITE_NULL ? REGISTER_TAKEN : REGISTER_MOVED;
	}
	if (b.row != NULL)
		register_sql_done(b.row);
	return result;
}

int
register_item_count(struct register_db *db, const struct register_place *place, uint32_t from, uint32_t to, uint64_t *count_out, struct fail *f)
{
	int64_t count = 0;
	int result = register_sql_number(db, "SELECT count(*) FROM items WHERE mailbox = ? AND folder = ? AND uidvalidity = ? AND uid >= ? AND uid < ?",
	    REGISTER_ARGS(register_text(place->mailbox), register_text(place->folder), register_int(place->uidvalidity), register_int(from), register_int(to)), &count, f);

	*count_out = (uint64_t)count;
	return result;
}

int
register_item_find(struct register_db *db, const struct register_uid *u, struct arena *a, struct register_item *out, struct fail *f)
{
	return read_only_item(db, register_sql_ask(db, COLUMNS "WHERE mailbox = ? AND folder = ? AND uidvalidity = ? AND uid = ?",
	    REGISTER_ARGS(register_text(u->place.mailbox), register_text(u->place.folder), register_int(u->place.uidvalidity), register_int(u->uid)), f), a, out, f);
}

int
register_item_get(struct register_db *db, int64_t id, struct arena *a, struct register_item *out, struct fail *f)
{
	return read_only_item(db, register_sql_ask(db, COLUMNS "WHERE id = ?", REGISTER_ARGS(register_int(id)), f), a, out, f);
}

int
register_item_find_sha(struct register_db *db, const unsigned char sha256[KEYED_LEN], int64_t *id_out, struct fail *f)
{
	*id_out = 0;
	return register_sql_number(db, "SELECT id FROM items WHERE sha256 = ? ORDER BY id LIMIT 1", REGISTER_ARGS(register_bytes(sha256, KEYED_LEN)), id_out, f);
}

int
register_item_find_sha_last(struct register_db *db, struct span mailbox, const unsigned char sha256[KEYED_LEN], int64_t *id_out, struct fail *f)
{
	*id_out = 0;
	return register_sql_number(db, "SELECT id FROM items WHERE sha256 = ? AND mailbox = ? ORDER BY id DESC LIMIT 1",
	    REGISTER_ARGS(register_bytes(sha256, KEYED_LEN), register_text(mailbox)), id_out, f);
}

int
register_item_find_message_id(struct register_db *db, struct span message_id, int64_t *id_out, struct fail *f)
{
	*id_out = 0;
	return register_sql_number(db, "SELECT id FROM items WHERE message_id = ? AND message_id <> '' ORDER BY id LIMIT 1",
	    REGISTER_ARGS(register_text(message_id)), id_out, f);
}

/* ---- writing ------------------------------------------------------------------------ */

static int
forget_attempts(struct register_db *db, const struct register_uid *u, struct fail *f)
{
	return register_sql_run(db, "DELETE FROM attempts WHERE mailbox = ? AND folder = ? AND uidvalidity = ? AND uid = ?",
	    REGISTER_ARGS(register_text(u->place.mailbox), register_text(u->place.folder), register_int(u->place.uidvalidity), register_int(u->uid)), f);
}

int
register_item_add(struct register_db *db, const struct register_item *item, int64_t *id_out, struct fail *f)
{
	const struct register_place *p = &item->uid.place;

	register_sql_must_write(db);
	if (register_sql_run(db, "INSERT INTO items(mailbox, folder, uidvalidity, uid, sha256, size, internaldate_at, fetched_at, received_at,"
	    " received_by, message_at, message_id, sender, class, class_why, status, reason, referral, first, route, target, header_at)"
	    " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	    REGISTER_ARGS(register_text(p->mailbox), register_text(p->folder), register_int(p->uidvalidity), register_int(item->uid.uid),
	    register_bytes(item->sha256, KEYED_LEN), register_int((int64_t)item->size), register_id(item->internaldate_at), register_int(item->fetched_at),
	    register_int(item->received_at), register_text(item->received_by), register_id(item->message_at), register_text(item->message_id),
	    register_text(item->from), register_text(item->class), register_text(item->class_why), register_str(status_names[item->status]),
	    register_text(item->reason), register_id(item->referral), register_id(item->first), register_text(item->route), register_text(item->target),
	    register_id(item->header_at)), f) == -1)
		return -1;
	*id_out = sqlite3_last_insert_rowid(db->sqlite);
	if (register_sql_run(db, "DELETE FROM arrivals WHERE sha256 = ?", REGISTER_ARGS(register_bytes(item->sha256, KEYED_LEN)), f) == -1)
		return -1;
	return forget_attempts(db, &item->uid, f);
}

int
register_item_update(struct register_db *db, const struct register_item *item, struct fail *f)
{
	register_sql_must_write(db);
	return register_sql_run(db, "UPDATE items SET class = ?, class_why = ?, status = ?, reason = ?, referral = ?, route = ?, target = ? WHERE id = ?",
	    REGISTER_ARGS(register_text(item->class), register_text(item->class_why), register_str(status_names[item->status]), register_text(item->reason),
	    register_id(item->referral), register_text(item->route), register_text(item->target), register_int(item->id)), f);
}

int
register_item_moved(struct register_db *db, const struct register_move *moves, size_t count, struct fail *f)
{
	struct register_light light;
	int result = 0;

	if (count == 0)
		return 0;
	if (register_sql_light(db, &light, f) == -1)
		return -1;
	for (size_t i = 0; i < count && result == 0; i++)
		result = register_sql_run(db, "UPDATE items SET moved_at = ?, moved_uidvalidity = ?, moved_uid = ? WHERE id = ?",
		    REGISTER_ARGS(register_int(moves[i].at), register_id(moves[i].uidvalidity), register_id(moves[i].uid), register_int(moves[i].id)), f);
	return register_sql_light_end(db, &light, result, f);
}

int
register_item_left(struct register_db *db, const struct register_place *place, struct span still, int64_t at, struct fail *f)
{
	struct register_light light;
	int result;

	if (register_sql_light(db, &light, f) == -1)
		return -1;
	result = register_sql_run(db, "UPDATE items SET moved_at = ? WHERE mailbox = ? AND folder = ? AND uidvalidity = ? AND moved_at IS NULL"
	    " AND target <> '' AND uid NOT IN (SELECT value FROM json_each(?))",
	    REGISTER_ARGS(register_int(at), register_text(place->mailbox), register_text(place->folder), register_int(place->uidvalidity), register_text(still)), f);
	return register_sql_light_end(db, &light, result, f);
}

int
register_item_attempt(struct register_db *db, const struct register_uid *u, unsigned *count_out, struct fail *f)
{
	struct register_light light;
	int64_t count = 0;
	int result;

	if (register_sql_light(db, &light, f) == -1)
		return -1;
	result = register_sql_number(db, "INSERT INTO attempts(mailbox, folder, uidvalidity, uid, count) VALUES(?, ?, ?, ?, 1)"
	    " ON CONFLICT(mailbox, folder, uidvalidity, uid) DO UPDATE SET count = count + 1 RETURNING count",
	    REGISTER_ARGS(register_text(u->place.mailbox), register_text(u->place.folder), register_int(u->place.uidvalidity), register_int(u->uid)), &count, f);
	*count_out = (unsigned)count;
	return register_sql_light_end(db, &light, result, f);
}

int
register_item_attempt_back(struct register_db *db, const struct register_uid *u, struct fail *f)
{
	struct register_light light;
	int result;

	if (register_sql_light(db, &light, f) == -1)
		return -1;
	result = register_sql_run(db, "UPDATE attempts SET count = count - 1 WHERE mailbox = ? AND folder = ? AND uidvalidity = ? AND uid = ? AND count > 0",
	    REGISTER_ARGS(register_text(u->place.mailbox), register_text(u->place.folder), register_int(u->place.uidvalidity), register_int(u->uid)), f);
	return register_sql_light_end(db, &light, result, f);
}

/* ---- lists -------------------------------------------------------------------------- */

static sqlite3_stmt *
ask_items(struct register_db *db, const struct register_item_query *q, struct fail *f)
{
	struct register_args since = REGISTER_ARGS(register_int(q->since));

	if (q->referral != 0)
		return register_sql_ask(db, COLUMNS "WHERE referral = ? AND received_at >= ? ORDER BY id",
		    REGISTER_ARGS(register_int(q->referral), register_int(q->since)), f);
	switch (q->which) {
	case REGISTER_ITEMS_ALL:
		if (q->fetched_since != 0)
			return register_sql_ask(db, COLUMNS "WHERE fetched_at >= ? ORDER BY fetched_at, id", REGISTER_ARGS(register_int(q->fetched_since)), f);
		return register_sql_ask(db, COLUMNS "WHERE received_at >= ? ORDER BY id", since, f);
	case REGISTER_ITEMS_OPEN:
		return register_sql_ask(db, COLUMNS "WHERE status IN ('open', 'quarantined') AND received_at >= ? ORDER BY id", since, f);
	case REGISTER_ITEMS_OTHER:
		return register_sql_ask(db, COLUMNS "WHERE referral IS NULL AND received_at >= ? ORDER BY id", since, f);
	}
	abort();
}

int
register_item_list(struct register_db *db, const struct register_item_query *q, struct fail *f)
{
	sqlite3_stmt *row = ask_items(db, q, f);
	struct register_item item;
	int got;

	while ((got = register_sql_next(db, row, f)) == 1) {
		read_item(row, NULL, &item);
		if (!q->each(q->context, &item)) {
			register_sql_done(row);
			return 0;
		}
	}
	return got;
}

int
register_item_targets(struct register_db *db, struct span mailbox, bool (*each)(void *context, struct span folder), void *context, struct fail *f)
{
	sqlite3_stmt *row = register_sql_ask(db, "SELECT DISTINCT target FROM items WHERE mailbox = ? AND target <> '' ORDER BY target", REGISTER_ARGS(register_text(mailbox)), f);
	int got;

	while ((got = register_sql_next(db, row, f)) == 1)
		if (!each(context, register_sql_text(row, 0, NULL))) {
			register_sql_done(row);
			return 0;
		}
	return got;
}

int
register_item_lying(struct register_db *db, const struct register_item_lying *q, struct fail *f)
{
	sqlite3_stmt *row = register_sql_ask(db,
	    "SELECT id, uidvalidity, uid FROM items WHERE mailbox = ?1 AND folder = ?2 AND (moved_at IS NULL OR target = '')"
	    " UNION ALL SELECT id, coalesce(moved_uidvalidity, 0), coalesce(moved_uid, 0) FROM items"
	    "  WHERE mailbox = ?1 AND target = ?2 AND target <> '' AND moved_at IS NOT NULL",
	    REGISTER_ARGS(register_text(q->mailbox), register_text(q->folder)), f);
	int got;

	while ((got = register_sql_next(db, row, f)) == 1) {
		if (!q->each(q->context, sqlite3_column_int64(row, 0), (uint32_t)sqlite3_column_int64(row, 1), (uint32_t)sqlite3_column_int64(row, 2))) {
			register_sql_done(row);
			return 0;
		}
	}
	return got;
}

/* ---- folders ------------------------------------------------------------------------ */

int
register_item_folder_get(struct register_db *db, struct span mailbox, struct span folder, struct register_folder *out, struct fail *f)
{
	sqlite3_stmt *row = register_sql_ask(db, "SELECT uidvalidity, next_uid FROM folders WHERE mailbox = ? AND folder = ?",
	    REGISTER_ARGS(register_text(mailbox), register_text(folder)), f);
	int got = register_sql_next(db, row, f);

	*out = (struct register_folder){ { mailbox, folder, 0 }, 0 };
	if (got == 1) {
		out->place.uidvalidity = (uint32_t)sqlite3_column_int64(row, 0);
		out->next_uid = (uint32_t)sqlite3_column_int64(row, 1);
		register_sql_done(row);
	}
	return got < 0 ? -1 : 0;
}

int
register_item_folder_set(struct register_db *db, const struct register_folder *folder, struct fail *f)
{
	const struct register_place *p = &folder->place;
	struct register_light light;
	int result;

	if (register_sql_light(db, &light, f) == -1)
		return -1;
	result = register_sql_run(db, "INSERT INTO folders(mailbox, folder, uidvalidity, next_uid) VALUES(?, ?, ?, ?)"
	    " ON CONFLICT(mailbox, folder) DO UPDATE SET uidvalidity = excluded.uidvalidity, next_uid = excluded.next_uid",
	    REGISTER_ARGS(register_text(p->mailbox), register_text(p->folder), register_int(p->uidvalidity), register_int(folder->next_uid)), f);
	return register_sql_light_end(db, &light, result, f);
}
