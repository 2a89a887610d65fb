/* SPDX-License-Identifier: ISC */
#include "spool/register_item.h"
#include "spool/register_private.h"

int
register_item_was_said(struct register_db *db, const unsigned char what[KEYED_LEN], int64_t since, bool *said_out, struct fail *f)
{
	int64_t n = 0;
	int result = register_sql_number(db, "SELECT count(*) FROM said WHERE what = ? AND at >= ?", REGISTER_ARGS(register_bytes(what, KEYED_LEN), register_int(since)), &n, f);

	*said_out = n > 0;
	return result;
}

int
register_item_said(struct register_db *db, const unsigned char what[KEYED_LEN], int64_t at, int64_t since, struct fail *f)
{
	register_sql_must_write(db);
	if (register_sql_run(db, "DELETE FROM said WHERE at < ?", REGISTER_ARGS(register_int(since)), f) == -1)
		return -1;
	return register_sql_run(db, "INSERT INTO said(what, at) VALUES(?, ?) ON CONFLICT(what) DO UPDATE SET at = excluded.at",
	    REGISTER_ARGS(register_bytes(what, KEYED_LEN), register_int(at)), f);
}
