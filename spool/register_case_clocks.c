/* SPDX-License-Identifier: ISC */
#include "spool/register_case.h"
#include "spool/register_private.h"

int
register_case_clocks(struct register_db *db, int64_t id, struct arena *a, struct span *lines_out, struct fail *f)
{
	sqlite3_stmt *row = register_sql_ask(db, "SELECT lines FROM clocks WHERE referral = ?", REGISTER_ARGS(register_int(id)), f);
	int got = register_sql_next(db, row, f);

	*lines_out = SPAN_NONE;
	if (got == 1) {
		*lines_out = register_sql_text(row, 0, a);
		register_sql_done(row);
	}
	return got < 0 ? -1 : 0;
}

int
register_case_set_clocks(struct register_db *db, int64_t id, struct span lines, struct fail *f)
{
	register_sql_must_write(db);
	return register_sql_run(db, "INSERT INTO clocks(referral, lines) VALUES(?, ?) ON CONFLICT(referral) DO UPDATE SET lines = excluded.lines",
	    REGISTER_ARGS(register_int(id), register_text(lines)), f);
}

static int
list_ids(struct register_db *db, sqlite3_stmt *row, struct arena *a, int64_t **ids_out, size_t *count_out, struct fail *f)
{
	size_t capacity = 0;
	int got;

	*ids_out = NULL;
	*count_out = 0;
	while ((got = register_sql_next(db, row, f)) == 1) {
		*ids_out = arena_grow(a, *ids_out, *count_out, &capacity, sizeof(**ids_out));
		(*ids_out)[(*count_out)++] = sqlite3_column_int64(row, 0);
	}
	return got;
}

int
register_case_same_incident(struct register_db *db, int64_t id, struct arena *a, int64_t **ids_out, size_t *count_out, struct fail *f)
{
	return list_ids(db, register_sql_ask(db, "SELECT other FROM links WHERE referral = ? AND same_incident = 1 ORDER BY other", REGISTER_ARGS(register_int(id)), f), a, ids_out, count_out, f);
}

int
register_case_opened_by(struct register_db *db, int64_t item, struct arena *a, int64_t **ids_out, size_t *count_out, struct fail *f)
{
	return list_ids(db, register_sql_ask(db, "SELECT id FROM referrals WHERE opened_by = ? ORDER BY id", REGISTER_ARGS(register_int(item)), f), a, ids_out, count_out, f);
}

int
register_case_kin(struct register_db *db, const struct register_kin *of, struct arena *a, int64_t **ids_out, size_t *count_out, struct fail *f)
{
	return list_ids(db, register_sql_ask(db, "SELECT r.id FROM referrals r, referrals o WHERE o.id = ?1 AND r.id <> o.id AND (r.opened_by = o.opened_by OR r.opened_by = ?2 OR "
	    "(r.referrer IN (o.referrer, ?3) AND r.id IN (SELECT other FROM links WHERE referral = o.id))) ORDER BY r.id",
	    REGISTER_ARGS(register_int(of->referral), register_int(of->item), register_text(of->sender)), f), a, ids_out, count_out, f);
}
