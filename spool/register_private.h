/* SPDX-License-Identifier: ISC
 *
 * register_private: what the register's own files share.  No other file may include this.
 *
 * SQL stands beside the function that runs it; a statement is prepared when first asked for
 * and kept.  Values are bound from a list, so that no text is ever put into SQL.
 */
#ifndef SPOOL_REGISTER_PRIVATE_H
#define SPOOL_REGISTER_PRIVATE_H

#include "parsers/civil.h"
#include "spool/register.h"

#include <sqlite3.h>

enum { REGISTER_KEY_ID = 16, REGISTER_STATEMENTS = 256, REGISTER_COUNTED = 128 };

/* Word of a letter of which nobody knows what it was about. */
#define REGISTER_LETTER_UNTIED "kind = 'delivery-failed' AND referral IS NULL AND item IS NOT NULL"

/* Letters that wait for their time: written alike here and in the index, or SQLite does not use it. */
#define REGISTER_LETTER_WAITS "(state = 'queued' OR state = 'later' OR state = 'unknown')"

/* "@trust.example", as an index has it; likewise. */
#define REGISTER_LETTER_DOMAIN "lower(substr(recipient, instr(recipient, '@')))"

/* Events by which a clock moves, was done or is not done after all; likewise. */
#define REGISTER_EVENT_MOVES "(kind = 'clock-moved' OR kind = 'milestone-done' OR kind = 'milestone-reopened')"

struct register_letter;

struct register_statement {
	const char *sql;		/* by address: each is one literal */
	sqlite3_stmt *stmt;
};

struct register_head {
	int64_t count;			/* events written; the last one's id */
	unsigned char mac[KEYED_LEN];
};

/* Letters counted for a quota: in this transaction, or in one before it since which nobody else has written. */
struct register_counted {
	bool used, outside;
	char to[254];
	size_t to_len;
	int64_t since, count;
};

struct register_db {
	sqlite3 *sqlite;
	enum register_mode mode;	/* READ or WRITE */
	bool known;			/* must have its tables already */
	char *rescued;			/* SQLite's: where what was in a file without a name is now; NULL */
	bool has_key;
	unsigned char chain_key[KEYED_LEN], facts_key[KEYED_LEN], head_key[KEYED_LEN];
	char key_id[REGISTER_KEY_ID + 1];	/* hex */
	bool open, looking, in_step, head_moved, unflushed, roomy;
	struct register_head head, step_head;
	int64_t letter_next, step_letter_next;	/* 0: not asked for yet */
	struct register_counted counted[REGISTER_COUNTED];
	size_t counted_next[2];		/* of domains and all, of addresses */
	int64_t counted_version;	/* as SQLite numbers what others write */
	struct register_statement statements[REGISTER_STATEMENTS];
};

enum register_value_kind { REGISTER_VALUE_NULL, REGISTER_VALUE_INT, REGISTER_VALUE_TEXT, REGISTER_VALUE_BYTES, REGISTER_VALUE_DAY };
struct register_value {
	enum register_value_kind kind;
	int64_t number;			/* INT; DAY: days since 1970 */
	struct span bytes;
};
struct register_args {
	const struct register_value *items;
	size_t count;
};
#define REGISTER_ARGS(...) ((struct register_args){ (const struct register_value[]){ __VA_ARGS__ }, \
    sizeof((const struct register_value[]){ __VA_ARGS__ }) / sizeof(struct register_value) })
#define REGISTER_NO_ARGS ((struct register_args){ NULL, 0 })

static inline struct register_value
register_int(int64_t n)
{
	return (struct register_value){ REGISTER_VALUE_INT, n, SPAN_NONE };
}
/* 0 stands for none, and is NULL in the table. */
static inline struct register_value
register_id(int64_t n)
{
	return (struct register_value){ n == 0 ? REGISTER_VALUE_NULL : REGISTER_VALUE_INT, n, SPAN_NONE };
}
static inline struct register_value
register_text(struct span s)
{
	return (struct register_value){ REGISTER_VALUE_TEXT, 0, s };
}
static inline struct register_value
register_str(const char *s)
{
	return register_text(span_str(s));
}
static inline struct register_value
register_bytes(const unsigned char *at, size_t len)
{
	return (struct register_value){ REGISTER_VALUE_BYTES, 0, span_of(at, len) };
}
static inline struct register_value
register_day(struct civil_date d)
{
	return (struct register_value){ civil_is_set(d) ? REGISTER_VALUE_DAY : REGISTER_VALUE_NULL, civil_is_set(d) ? civil_to_days(d) : 0, SPAN_NONE };
}

/* register_memory.c.  Before SQLite is first used; nothing after that. */
void register_memory_use(void);

/* register_moved.c.  Before anything is written: 0 when the file that is open is still the one under its name; else a copy is
 * made, once, at "NAME.rescued", or "NAME.rescued.2" where that is taken, and it is FAIL_STOP. */
int register_moved_look(struct register_db *db, struct fail *f);

/* register_sql.c.  Statements. */
sqlite3_stmt *register_sql_ask(struct register_db *db, const char *sql, struct register_args args, struct fail *f);
int register_sql_next(struct register_db *db, sqlite3_stmt *stmt, struct fail *f);	/* 1 a row, 0 the end, -1, also for what could not be asked; reset but for 1 */
void register_sql_done(sqlite3_stmt *stmt);
int register_sql_run(struct register_db *db, const char *sql, struct register_args args, struct fail *f);
/* The first row's first column, *out untouched when there is no row or it is NULL. */
int register_sql_number(struct register_db *db, const char *sql, struct register_args args, int64_t *out, struct fail *f);
int register_sql_script(struct register_db *db, const char *sql, struct fail *f);
int register_sql_fail(struct register_db *db, struct fail *f);	/* what SQLite says now; returns -1 */
void register_sql_forget(struct register_db *db);		/* finalizes all */
/* A write of one's own: fails in a reader, dies outside a transaction. */
void register_sql_must_write(const struct register_db *db);
/* A transaction without a flush around an UNFLUSHED function, unless one is open anyway. */
struct register_light { bool own; };
int register_sql_light(struct register_db *db, struct register_light *l, struct fail *f);
int register_sql_light_end(struct register_db *db, struct register_light *l, int result, struct fail *f);	/* gives result, or -1 */
/* Columns: borrowed until the next step; copied into the arena when there is one. */
struct span register_sql_text(sqlite3_stmt *row, int column, struct arena *a);
struct civil_date register_sql_day(sqlite3_stmt *row, int column);
bool register_sql_hash(sqlite3_stmt *row, int column, unsigned char hash_out[KEYED_LEN]);	/* false unless 32 bytes */

/* register_schema.c: brings the tables up to date, or says why not. */
int register_schema_open(struct register_db *db, struct fail *f);

/* register_case_like.c: a child's name as it is searched for. */
struct span register_case_like_fold(struct arena *a, struct span name);

/* register_letter_count.c: what has become of the letters that were counted. */
int register_letter_count_begin(struct register_db *db, struct fail *f);
void register_letter_count_added(struct register_db *db, const struct register_letter *l);
void register_letter_count_forget(struct register_db *db);	/* some have come to count that were there before, or have ceased to */

/* register_chain.c: the keyed arithmetic of the list of events. */
struct register_link {			/* an event as it is hashed */
	int64_t id, referral, item, at;
	struct span kind, who, detail, facts, key;
};
void register_chain_mac(const struct register_db *db, const unsigned char before[KEYED_LEN], const struct register_link *l, unsigned char mac_out[KEYED_LEN]);
void register_chain_start(const struct register_db *db, unsigned char mac_out[KEYED_LEN]);	/* what the first event follows */
void register_chain_seal(const struct register_db *db, const struct register_head *h, unsigned char seal_out[KEYED_LEN]);
int register_chain_read(struct register_db *db, struct register_head *h, struct fail *f);
int register_chain_write(struct register_db *db, const struct register_head *h, struct fail *f);
int register_chain_first(struct register_db *db, struct fail *f);	/* the head of an empty list */

#endif
