/* SPDX-License-Identifier: ISC
 * The quotas' counts.  A batch's transaction asks for them at each of its letters: what was counted in it is kept, and
 * only what has come or gone since then is looked at, or taking in a full mailbox would cost the square of it. */
#include "spool/register_letter.h"
#include "spool/register_private.h"

#include <string.h>

/* ?1 since, ?2 outside, ?3 to, ?4 the last one counted, ?5 since when it was counted */
#define COUNTS(which) "state <> 'held' AND (NOT ?2 OR audience = 'sender') AND " which
#define ALL(which) "SELECT count(*), (SELECT max(id) FROM letters) FROM letters WHERE queued_at >= ?1 AND " COUNTS(which)
#define CHANGE(which) \
    "SELECT (SELECT count(*) FROM letters WHERE id > ?4 AND +queued_at >= ?1 AND " COUNTS("+" which) ")" \
    " - (SELECT count(*) FROM letters WHERE queued_at >= ?5 AND queued_at < ?1 AND id <= ?4 AND " COUNTS("+" which) "), (SELECT max(id) FROM letters)"
#define ANYBODY "?3 = ''"
#define ADDRESS "recipient = ?3"
#define DOMAIN REGISTER_LETTER_DOMAIN " = lower(?3)"
/* As the index on it has it: ?2 is not known when the statement is planned. */
#define DOMAIN_OUTSIDE DOMAIN " AND audience = 'sender'"

static const struct {
	const char *all, *change;
} sql[] = { { ALL(ANYBODY), CHANGE(ANYBODY) }, { ALL(ADDRESS), CHANGE(ADDRESS) }, { ALL(DOMAIN), CHANGE(DOMAIN) }, { ALL(DOMAIN_OUTSIDE), CHANGE(DOMAIN_OUTSIDE) } };

static size_t
kind_of(const struct register_letter_count *q)
{
	return q->to.len == 0 ? 0 : q->to.at[0] != '@' ? 1 : q->outside ? 3 : 2;
}

static struct register_counted *
find(struct register_db *db, const struct register_letter_count *q)
{
	for (size_t i = 0; i < REGISTER_COUNTED; i++) {
		struct register_counted *c = &db->counted[i];

		if (c->used && c->outside == q->outside && c->since <= q->since && span_eq_nocase(span_of((const unsigned char *)c->to, c->to_len), q->to))
			return c;
	}
	return NULL;
}

static int
take_count(struct register_db *db, sqlite3_stmt *row, int64_t *count_io, int64_t *last_out, struct fail *f)
{
	int got = register_sql_next(db, row, f);

	if (got != 1)
		return got;
	*count_io += sqlite3_column_int64(row, 0);
	*last_out = sqlite3_column_int64(row, 1);
	register_sql_done(row);
	return 0;
}

void
register_letter_count_forget(struct register_db *db)
{
	for (size_t i = 0; i < REGISTER_COUNTED; i++)
		db->counted[i].used = false;
	db->counted_next = 0;
}

/* Only in a transaction, in which nobody else writes. */
static void
keep(struct register_db *db, struct register_counted *c, const struct register_letter_count *q)
{
	c->used = db->open && q->to.len <= sizeof(c->to);
	if (!c->used)
		return;
	c->outside = q->outside;
	c->since = q->since;
	c->to_len = q->to.len;
	if (q->to.len > 0)
		memcpy(c->to, q->to.at, q->to.len);
}

int
register_letter_count(struct register_db *db, const struct register_letter_count *q, uint64_t *count_out, struct fail *f)
{
	struct register_counted *known = db->open ? find(db, q) : NULL, *c = known != NULL ? known : &db->counted[db->counted_next];
	struct register_value since = register_int(q->since), outside = register_int(q->outside), to = register_text(q->to);
	sqlite3_stmt *row;

	*count_out = 0;
	if (known == NULL) {
		c->count = 0;
		db->counted_next = (db->counted_next + 1) % REGISTER_COUNTED;
		row = register_sql_ask(db, sql[kind_of(q)].all, REGISTER_ARGS(since, outside, to), f);
	} else
		row = register_sql_ask(db, sql[kind_of(q)].change, REGISTER_ARGS(since, outside, to, register_int(c->last), register_int(c->since)), f);
	c->used = false;
	if (take_count(db, row, &c->count, &c->last, f) != 0)
		return -1;
	keep(db, c, q);
	*count_out = (uint64_t)c->count;
	return 0;
}

int
register_letter_count_untied(struct register_db *db, struct span to, int64_t since, uint64_t *count_out, struct fail *f)
{
	int64_t count = 0;
	int result = register_sql_number(db, "SELECT count(*) FROM letters WHERE recipient = ? AND queued_at >= ? AND state = 'accepted' AND " REGISTER_LETTER_UNTIED,
	    REGISTER_ARGS(register_text(to), register_int(since)), &count, f);

	*count_out = (uint64_t)count;
	return result;
}
