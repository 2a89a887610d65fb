/* SPDX-License-Identifier: ISC
 * Some of many cases, and how many there are: what is asked for has its end, however long the register is. */
#include "spool/register_case.h"
#include "spool/register_private.h"

#include <stdlib.h>

static int
take_ids(struct register_db *db, sqlite3_stmt *row, int64_t *ids_out, size_t *count_out, struct fail *f)
{
	int got;

	*count_out = 0;
	while ((got = register_sql_next(db, row, f)) == 1)
		ids_out[(*count_out)++] = sqlite3_column_int64(row, 0);
	return got;
}

int
register_case_to_check(struct register_db *db, int64_t now, const struct register_case_waiting *after, int64_t *ids_out, size_t *count_inout, struct fail *f)
{
	struct register_value most = register_int((int64_t)*count_inout);

	if (after == NULL)
		return take_ids(db, register_sql_ask(db, "SELECT id FROM referrals WHERE closed_at IS NULL AND next_check_at <= ? ORDER BY next_check_at, id LIMIT ?",
		    REGISTER_ARGS(register_int(now), most), f), ids_out, count_inout, f);
	return take_ids(db, register_sql_ask(db, "SELECT id FROM referrals WHERE closed_at IS NULL AND next_check_at <= ? AND (next_check_at, id) > (?, ?)"
	    " ORDER BY next_check_at, id LIMIT ?", REGISTER_ARGS(register_int(now), register_int(after->next_check_at), register_int(after->id), most), f), ids_out, count_inout, f);
}

int
register_case_count(struct register_db *db, int64_t since, struct register_case_counts *out, struct fail *f)
{
	sqlite3_stmt *row = register_sql_ask(db, "SELECT sum(closed_at IS NULL), sum(closed_at IS NULL AND owner = ''), sum(past) FILTER (WHERE closed_at IS NULL),"
	    " sum(soon) FILTER (WHERE closed_at IS NULL), sum(registered_at >= ?1), sum(closed_at >= ?1),"
	    " (SELECT count(DISTINCT referral) FROM events WHERE " REGISTER_EVENT_MOVES " AND at >= ?1 AND referral IS NOT NULL) FROM referrals", REGISTER_ARGS(register_int(since)), f);
	int got = register_sql_next(db, row, f);

	*out = (struct register_case_counts){ 0 };
	if (got != 1)
		return got;
	*out = (struct register_case_counts){
		.open = (uint64_t)sqlite3_column_int64(row, 0), .untaken = (uint64_t)sqlite3_column_int64(row, 1), .past = (uint64_t)sqlite3_column_int64(row, 2),
		.soon = (uint64_t)sqlite3_column_int64(row, 3), .came = (uint64_t)sqlite3_column_int64(row, 4), .closed = (uint64_t)sqlite3_column_int64(row, 5), .moved = (uint64_t)sqlite3_column_int64(row, 6),
	};
	register_sql_done(row);
	return 0;
}

static sqlite3_stmt *
ask_some(struct register_db *db, const struct register_case_some *s, struct register_value most, struct fail *f)
{
	switch (s->which) {
	case REGISTER_CASES_PAST:
		return register_sql_ask(db, "SELECT id FROM referrals WHERE closed_at IS NULL AND past > 0 ORDER BY past_due, id LIMIT ?", REGISTER_ARGS(most), f);
	case REGISTER_CASES_SOON:
		return register_sql_ask(db, "SELECT id FROM referrals WHERE closed_at IS NULL AND soon > 0 ORDER BY soon_due, id LIMIT ?", REGISTER_ARGS(most), f);
	case REGISTER_CASES_CAME:
		return register_sql_ask(db, "SELECT id FROM referrals WHERE registered_at >= ? ORDER BY closed_at IS NOT NULL, next_due IS NULL, next_due, id LIMIT ?",
		    REGISTER_ARGS(register_int(s->since), most), f);
	case REGISTER_CASES_MOVED:
		return register_sql_ask(db, "SELECT DISTINCT referral FROM events WHERE " REGISTER_EVENT_MOVES " AND at >= ? AND referral IS NOT NULL ORDER BY referral DESC LIMIT ?",
		    REGISTER_ARGS(register_int(s->since), most), f);
	case REGISTER_CASES_RECEIVED:
		return register_sql_ask(db, "SELECT id FROM referrals WHERE id > ? AND received_at >= ? AND received_at < ? ORDER BY id LIMIT ?",
		    REGISTER_ARGS(register_int(s->after), register_int(s->since), register_int(s->until), most), f);
	case REGISTER_CASES_OPEN:
		return register_sql_ask(db, "SELECT id FROM referrals WHERE id > ? AND closed_at IS NULL ORDER BY id LIMIT ?", REGISTER_ARGS(register_int(s->after), most), f);
	}
	abort();
}

int
register_case_some(struct register_db *db, const struct register_case_some *s, int64_t *ids_out, size_t *count_inout, struct fail *f)
{
	return take_ids(db, ask_some(db, s, register_int((int64_t)*count_inout), f), ids_out, count_inout, f);
}
