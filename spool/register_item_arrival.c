/* SPDX-License-Identifier: ISC */
#include "spool/register_item.h"
#include "spool/register_private.h"

int
register_item_arrived(struct register_db *db, const unsigned char sha256[KEYED_LEN], const struct register_arrival *arrival, struct fail *f)
{
	struct register_light light;
	int result;

	if (register_sql_light(db, &light, f) == -1)
		return -1;
	result = register_sql_run(db, "INSERT INTO arrivals(sha256, mailbox, folder, internaldate_at) VALUES(?, ?, ?, ?) ON CONFLICT(sha256) DO NOTHING",
	    REGISTER_ARGS(register_bytes(sha256, KEYED_LEN), register_text(arrival->mailbox), register_text(arrival->folder), register_id(arrival->internaldate_at)), f);
	return register_sql_light_end(db, &light, result, f);
}

int
register_item_arrival(struct register_db *db, const unsigned char sha256[KEYED_LEN], struct arena *a, struct register_arrival *out, struct fail *f)
{
	sqlite3_stmt *row = register_sql_ask(db, "SELECT mailbox, folder, internaldate_at FROM arrivals WHERE sha256 = ?", REGISTER_ARGS(register_bytes(sha256, KEYED_LEN)), f);
	int got = register_sql_next(db, row, f);

	*out = (struct register_arrival){ 0 };
	if (got == 1) {
		*out = (struct register_arrival){ register_sql_text(row, 0, a), register_sql_text(row, 1, a), sqlite3_column_int64(row, 2) };
		register_sql_done(row);
	}
	return got < 0 ? -1 : 0;
}

int
register_item_arrivals_over(struct register_db *db, struct fail *f)
{
	struct register_light light;
	int64_t any = 0;
	int result;

	if (register_sql_number(db, "SELECT EXISTS(SELECT 1 FROM arrivals)", REGISTER_NO_ARGS, &any, f) == -1)
		return -1;
	if (any == 0)
		return 0;
	if (register_sql_light(db, &light, f) == -1)
		return -1;
	result = register_sql_run(db, "DELETE FROM arrivals", REGISTER_NO_ARGS, f);
	return register_sql_light_end(db, &light, result, f);
}
