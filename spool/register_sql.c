/* SPDX-License-Identifier: ISC */
#include "spool/register_private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The class decides what happens next, so each code is put into one on purpose.  SQLite's
 * texts name tables and columns, never values; our own triggers' texts likewise. */
int
register_sql_fail(struct register_db *db, struct fail *f)
{
	int code = sqlite3_errcode(db->sqlite) & 0xff;

	switch (code) {
	case SQLITE_NOMEM:
		abort();
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_PROTOCOL:
		return fail_set(f, FAIL_RETRY, "register: busy: %s", sqlite3_errmsg(db->sqlite));
	case SQLITE_FULL:
		return fail_set(f, FAIL_RETRY, "register: the disk is full");
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
		errno = sqlite3_system_errno(db->sqlite);
		return fail_errno(f, FAIL_RETRY, "register: %s", sqlite3_errmsg(db->sqlite));
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return fail_set(f, FAIL_STOP, "register: damaged (%s): restore it from a backup", sqlite3_errmsg(db->sqlite));
	default:
		return fail_set(f, FAIL_STOP, "register: %s", sqlite3_errmsg(db->sqlite));
	}
}

void
register_sql_must_write(const struct register_db *db)
{
	if (!db->open || db->mode != REGISTER_WRITE)
		abort();
}

/* ---- statements --------------------------------------------------------------------- */

/* The kept statement of this text; a second copy of it while the first is being stepped. */
static struct register_statement *
find_slot(struct register_db *db, const char *sql)
{
	size_t slot = ((uintptr_t)sql >> 3) % REGISTER_STATEMENTS;

	for (size_t tries = 0; tries < REGISTER_STATEMENTS; tries++, slot = (slot + 1) % REGISTER_STATEMENTS) {
		struct register_statement *s = &db->statements[slot];

		if (s->sql == NULL || (s->sql == sql && !sqlite3_stmt_busy(s->stmt)))
			return s;
	}
	abort();
}

static sqlite3_stmt *
prepared(struct register_db *db, const char *sql, struct fail *f)
{
	struct register_statement *s = find_slot(db, sql);

	if (s->sql != NULL)
		return s->stmt;
	if (sqlite3_prepare_v3(db->sqlite, sql, -1, SQLITE_PREPARE_PERSISTENT, &s->stmt, NULL) != SQLITE_OK) {
		register_sql_fail(db, f);
		return NULL;
	}
	s->sql = sql;
	return s->stmt;
}

static int
bind_day(sqlite3_stmt *stmt, int at, int64_t days)
{
	struct civil_date d = civil_from_days((int32_t)days);
	char text[16];

	sqlite3_snprintf(sizeof(text), text, "%04d-%02d-%02d", d.year, d.month, d.day);
	return sqlite3_bind_text(stmt, at, text, -1, SQLITE_TRANSIENT);
}

static int
bind_one(sqlite3_stmt *stmt, int at, const struct register_value *v)
{
	const char *bytes = v->bytes.len == 0 ? "" : (const char *)v->bytes.at;

	switch (v->kind) {
	case REGISTER_VALUE_NULL:
		return sqlite3_bind_null(stmt, at);
	case REGISTER_VALUE_INT:
		return sqlite3_bind_int64(stmt, at, v->number);
	case REGISTER_VALUE_TEXT:
		return sqlite3_bind_text64(stmt, at, bytes, v->bytes.len, SQLITE_STATIC, SQLITE_UTF8);
	case REGISTER_VALUE_BYTES:
		return sqlite3_bind_blob64(stmt, at, bytes, v->bytes.len, SQLITE_STATIC);
	case REGISTER_VALUE_DAY:
		return bind_day(stmt, at, v->number);
	}
	return SQLITE_MISUSE;
}

sqlite3_stmt *
register_sql_ask(struct register_db *db, const char *sql, struct register_args args, struct fail *f)
{
	sqlite3_stmt *stmt = prepared(db, sql, f);

	if (stmt == NULL)
		return NULL;
	if ((size_t)sqlite3_bind_parameter_count(stmt) != args.count)
		abort();
	for (size_t i = 0; i < args.count; i++) {
		if (bind_one(stmt, (int)i + 1, &args.items[i]) != SQLITE_OK) {
			register_sql_fail(db, f);
			register_sql_done(stmt);
			return NULL;
		}
	}
	return stmt;
}

int
register_sql_next(struct register_db *db, sqlite3_stmt *stmt, struct fail *f)
{
	int code, result;

	if (stmt == NULL)
		return -1;
	code = sqlite3_step(stmt);
	if (code == SQLITE_ROW)
		return 1;
	result = code == SQLITE_DONE ? 0 : register_sql_fail(db, f);
	register_sql_done(stmt);
	return result;
}

void
register_sql_done(sqlite3_stmt *stmt)
{
	sqlite3_reset(stmt);
	sqlite3_clear_bindings(stmt);
}

int
register_sql_run(struct register_db *db, const char *sql, struct register_args args, struct fail *f)
{
	sqlite3_stmt *stmt = register_sql_ask(db, sql, args, f);
	int got;

	do
		got = register_sql_next(db, stmt, f);
	while (got == 1);
	return got;
}

int
register_sql_number(struct register_db *db, const char *sql, struct register_args args, int64_t *out, struct fail *f)
{
	sqlite3_stmt *stmt = register_sql_ask(db, sql, args, f);
	int got = register_sql_next(db, stmt, f);

	if (got != 1)
		return got;
	if (sqlite3_column_type(stmt, 0) != SQLITE_NULL)
		*out = sqlite3_column_int64(stmt, 0);
	register_sql_done(stmt);
	return 0;
}

int
register_sql_script(struct register_db *db, const char *sql, struct fail *f)
{
	return sqlite3_exec(db->sqlite, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : register_sql_fail(db, f);
}

void
register_sql_forget(struct register_db *db)
{
	for (size_t i = 0; i < REGISTER_STATEMENTS; i++) {
		sqlite3_finalize(db->statements[i].stmt);
		db->statements[i] = (struct register_statement){ NULL, NULL };
	}
}

/* ---- without a flush ---------------------------------------------------------------- */

/* In WAL mode synchronous=NORMAL leaves the commit in the page cache: a killed process loses
 * nothing, a power cut may take it back.  The pragma acts while it is prepared, so it cannot
 * be a kept statement. */
int
register_sql_light(struct register_db *db, struct register_light *l, struct fail *f)
{
	l->own = !db->open;
	if (db->mode != REGISTER_WRITE || db->looking)
		abort();
	if (!l->own)
		return 0;
	if (register_moved_look(db, f) == -1 || register_sql_script(db, "PRAGMA synchronous=NORMAL", f) == -1)
		return -1;
	if (register_sql_run(db, "BEGIN IMMEDIATE", REGISTER_NO_ARGS, f) == -1) {
		sqlite3_exec(db->sqlite, "PRAGMA synchronous=FULL", NULL, NULL, NULL);
		return -1;
	}
	return 0;
}

int
register_sql_light_end(struct register_db *db, struct register_light *l, int result, struct fail *f)
{
	if (!l->own)
		return result;
	if (result != -1 && register_sql_run(db, "COMMIT", REGISTER_NO_ARGS, f) == -1)
		result = -1;
	if (!sqlite3_get_autocommit(db->sqlite))
		sqlite3_exec(db->sqlite, "ROLLBACK", NULL, NULL, NULL);
	sqlite3_exec(db->sqlite, "PRAGMA synchronous=FULL", NULL, NULL, NULL);
	return result;
}

/* ---- columns ------------------------------------------------------------------------ */

struct span
register_sql_text(sqlite3_stmt *row, int column, struct arena *a)
{
	const void *bytes = sqlite3_column_blob(row, column);
	struct span s = span_of(bytes, (size_t)sqlite3_column_bytes(row, column));

	if (s.len == 0)
		return SPAN_NONE;
	return a == NULL ? s : arena_copy(a, s);
}

static int
digits(const unsigned char *at, int n)
{
	int value = 0;

	for (int i = 0; i < n; i++)
		value = value * 10 + (at[i] - '0');
	return value;
}

/* Only we write days, by bind_day: the form needs no second check on the way of 100,000 rows. */
struct civil_date
register_sql_day(sqlite3_stmt *row, int column)
{
	const unsigned char *text = sqlite3_column_text(row, column);

	if (text == NULL || sqlite3_column_bytes(row, column) != 10)
		return CIVIL_NONE;
	return (struct civil_date){ digits(text, 4), digits(text + 5, 2), digits(text + 8, 2) };
}

bool
register_sql_hash(sqlite3_stmt *row, int column, unsigned char hash_out[KEYED_LEN])
{
	struct span s = register_sql_text(row, column, NULL);

	if (s.len != KEYED_LEN)
		return false;
	memcpy(hash_out, s.at, KEYED_LEN);
	return true;
}
