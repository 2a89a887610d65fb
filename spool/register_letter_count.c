/* SPDX-License-Identifier: ISC
 * The quotas' counts.  A batch's transaction asks for them at each of its letters, and the next transaction asks again: what was
 * counted is kept while nobody else writes, each letter that comes is added to it, and those that an hour or a day has gone
 * by for are taken off, or taking in a full mailbox would cost the square of it. */
#include "spool/register_letter.h"
#include "spool/register_private.h"

#include <string.h>

/* ?1 since, ?2 outside, ?3 to, ?4 until */
#define COUNT(which) "SELECT count(*) FROM letters WHERE queued_at >= ?1 AND queued_at < ?4 AND state <> 'held' AND (NOT ?2 OR audience = 'sender') AND " which
#define ANYBODY "?3 = ''"
#define ADDRESS "recipient = ?3"
#define DOMAIN REGISTER_LETTER_DOMAIN " = lower(?3)"
/* As the index on it has it: ?2 is not known when the statement is planned. */
#define DOMAIN_OUTSIDE DOMAIN " AND audience = 'sender'"

static const char *const sql[] = { COUNT(ANYBODY), COUNT(ADDRESS), COUNT(DOMAIN), COUNT(DOMAIN_OUTSIDE) };

static bool
is_address(struct span to)
{
	return to.len > 0 && to.at[0] != '@';
}

static size_t
kind_of(const struct register_letter_count *q)
{
	return q->to.len == 0 ? 0 : is_address(q->to) ? 1 : q->outside ? 3 : 2;
}

static struct span
to_of(const struct register_counted *c)
{
	return span_of((const unsigned char *)c->to, c->to_len);
}

/* Addresses are many, and their letters few: they have a half of their own, or they would drive out what costs most. */
static struct register_counted *
half_of(struct register_db *db, struct span to)
{
	return is_address(to) ? db->counted + REGISTER_COUNTED / 2 : db->counted;
}

static struct register_counted *
find(struct register_db *db, const struct register_letter_count *q)
{
	struct register_counted *half = half_of(db, q->to);

	for (size_t i = 0; i < REGISTER_COUNTED / 2; i++) {
		struct register_counted *c = &half[i];

		if (c->used && c->outside == q->outside && c->to_len == q->to.len && c->since <= q->since && span_eq_nocase(to_of(c), q->to))
			return c;
	}
	return NULL;
}

static struct register_counted *
next_place(struct register_db *db, struct span to)
{
	size_t *next = &db->counted_next[is_address(to)];

	*next = (*next + 1) % (REGISTER_COUNTED / 2);
	return &half_of(db, to)[*next];
}

void
register_letter_count_forget(struct register_db *db)
{
	for (size_t i = 0; i < REGISTER_COUNTED; i++)
		db->counted[i].used = false;
}

/* In a transaction, when nobody else can write any more: has anybody since our last one? */
int
register_letter_count_begin(struct register_db *db, struct fail *f)
{
	int64_t version = 0;

	if (register_sql_number(db, "PRAGMA data_version", REGISTER_NO_ARGS, &version, f) != 0)
		return -1;
	if (version != db->counted_version)
		register_letter_count_forget(db);
	db->counted_version = version;
	return 0;
}

void
register_letter_count_added(struct register_db *db, const struct register_letter *l)
{
	struct span domain = span_slice(l->to, span_find_byte(l->to, '@'), l->to.len);

	if (l->state == REGISTER_LETTER_HELD)
		return;
	for (size_t i = 0; i < REGISTER_COUNTED; i++) {
		struct register_counted *c = &db->counted[i];

		if (c->used && l->queued_at >= c->since && (!c->outside || l->audience == REGISTER_SENDER) &&
		    (c->to_len == 0 || span_eq_nocase(to_of(c), is_address(to_of(c)) ? l->to : domain)))
			c->count++;
	}
}

static int
count_between(struct register_db *db, const struct register_letter_count *q, int64_t since, int64_t until, int64_t *count_out, struct fail *f)
{
	*count_out = 0;
	return register_sql_number(db, sql[kind_of(q)], REGISTER_ARGS(register_int(since), register_int(q->outside), register_text(q->to), register_int(until)), count_out, f);
}

int
register_letter_count(struct register_db *db, const struct register_letter_count *q, uint64_t *count_out, struct fail *f)
{
	struct register_counted *c = db->open ? find(db, q) : NULL;
	int64_t n = 0;

	*count_out = 0;
	if (c == NULL || c->since < q->since) {
		if (count_between(db, q, c == NULL ? q->since : c->since, c == NULL ? INT64_MAX : q->since, &n, f) != 0)
			return -1;
	}
	if (c != NULL) {
		c->count -= n;
		c->since = q->since;
		*count_out = (uint64_t)c->count;
		return 0;
	}
	*count_out = (uint64_t)n;
	/* Only in a transaction, in which nobody else writes. */
	if (!db->open || q->to.len > sizeof(c->to))
		return 0;
	c = next_place(db, q->to);
	*c = (struct register_counted){ .used = true, .outside = q->outside, .to_len = q->to.len, .since = q->since, .count = n };
	if (q->to.len > 0)
		memcpy(c->to, q->to.at, q->to.len);
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
