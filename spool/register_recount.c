/* SPDX-License-Identifier: ISC */
#include "spool/register_recount.h"
#include "spool/register_private.h"

int
register_calendar_get(struct register_db *db, struct arena *a, struct register_calendar *out, struct fail *f)
{
	sqlite3_stmt *row = register_sql_ask(db, "SELECT holidays, policy FROM calendar", REGISTER_NO_ARGS, f);
	int got = register_sql_next(db, row, f);

	*out = (struct register_calendar){ 0 };
	if (got == 1) {
		*out = (struct register_calendar){ register_sql_text(row, 0, a), register_sql_text(row, 1, a) };
		register_sql_done(row);
	}
	return got < 0 ? -1 : 0;
}

int
register_calendar_set(struct register_db *db, const struct register_calendar *c, struct fail *f)
{
	register_sql_must_write(db);
	return register_sql_run(db, "INSERT INTO calendar(one, holidays, policy) VALUES(1, ?, ?)"
	    " ON CONFLICT(one) DO UPDATE SET holidays = excluded.holidays, policy = excluded.policy",
	    REGISTER_ARGS(register_text(c->holidays), register_text(c->policy)), f);
}

int
register_recount_get(struct register_db *db, struct arena *a, struct register_recount *out, struct fail *f)
{
	sqlite3_stmt *row = register_sql_ask(db, "SELECT cause, after, why FROM recount", REGISTER_NO_ARGS, f);
	int got = register_sql_next(db, row, f);

	*out = (struct register_recount){ 0 };
	if (got == 1) {
		*out = (struct register_recount){ sqlite3_column_int64(row, 0), sqlite3_column_int64(row, 1), register_sql_text(row, 2, a) };
		register_sql_done(row);
	}
	return got < 0 ? -1 : 0;
}

int
register_recount_set(struct register_db *db, const struct register_recount *r, struct fail *f)
{
	register_sql_must_write(db);
	if (r->cause == 0)
		return register_sql_run(db, "DELETE FROM recount", REGISTER_NO_ARGS, f);
	return register_sql_run(db, "INSERT INTO recount(one, cause, after, why) VALUES(1, ?, ?, ?)"
	    " ON CONFLICT(one) DO UPDATE SET cause = excluded.cause, after = excluded.after, why = excluded.why",
	    REGISTER_ARGS(register_int(r->cause), register_int(r->after), register_text(r->why)), f);
}

int
register_recount_tell(struct register_db *db, struct span person, int64_t referral, struct span lines, struct fail *f)
{
	register_sql_must_write(db);
	return register_sql_run(db, "INSERT INTO recount_words(person, referral, lines) VALUES(?, ?, ?)"
	    " ON CONFLICT(person, referral) DO UPDATE SET lines = lines || char(10) || excluded.lines",
	    REGISTER_ARGS(register_text(person), register_int(referral), register_text(lines)), f);
}

int
register_recount_person(struct register_db *db, struct arena *a, struct span *name_out, uint64_t *cases_out, struct fail *f)
{
	sqlite3_stmt *row = register_sql_ask(db, "SELECT person, count(*) FROM recount_words WHERE person = (SELECT min(person) FROM recount_words) GROUP BY person", REGISTER_NO_ARGS, f);
	int got = register_sql_next(db, row, f);

	*name_out = SPAN_NONE;
	*cases_out = 0;
	if (got == 1) {
		*name_out = register_sql_text(row, 0, a);
		*cases_out = (uint64_t)sqlite3_column_int64(row, 1);
		register_sql_done(row);
	}
	return got < 0 ? -1 : 0;
}

int
register_recount_cases(struct register_db *db, struct span person, struct arena *a, struct register_recount_case *cases_out, size_t *count_inout, struct fail *f)
{
	sqlite3_stmt *row = register_sql_ask(db, "SELECT referral, lines FROM recount_words WHERE person = ? ORDER BY referral LIMIT ?",
	    REGISTER_ARGS(register_text(person), register_int((int64_t)*count_inout)), f);
	int got;

	*count_inout = 0;
	while ((got = register_sql_next(db, row, f)) == 1)
		cases_out[(*count_inout)++] = (struct register_recount_case){ sqlite3_column_int64(row, 0), register_sql_text(row, 1, a) };
	return got;
}

int
register_recount_told(struct register_db *db, struct span person, struct fail *f)
{
	register_sql_must_write(db);
	return register_sql_run(db, "DELETE FROM recount_words WHERE person = ?", REGISTER_ARGS(register_text(person)), f);
}
