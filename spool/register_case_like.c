/* SPDX-License-Identifier: ISC */
#include "spool/register_case.h"
#include "spool/register_private.h"

#include "parsers/text.h"

#include <stdlib.h>

enum { SLIPS = 2 };

static int
compare_words(const void *a, const void *b)
{
	return span_compare(*(const struct span *)a, *(const struct span *)b);
}

/* Folded, and its words in one order: SMITH, Ann is Ann Smith. */
struct span
register_case_like_fold(struct arena *a, struct span name)
{
	struct span rest = text_fold_bare(a, name), word, *words = NULL;
	struct arena_text t = arena_text(a);
	size_t count = 0, capacity = 0;

	while (span_split(&rest, ' ', &word)) {
		words = arena_grow(a, words, count, &capacity, sizeof(*words));
		words[count++] = word;
	}
	if (count > 0)
		qsort(words, count, sizeof(*words), compare_words);
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			arena_put_byte(&t, ' ');
		arena_put(&t, words[i]);
	}
	return arena_text_span(&t);
}

struct search {
	struct arena *arena;
	struct span name;		/* folded */
	struct civil_date dob;
	struct register_alikes *out;
	size_t capacity;
};

static struct register_alike *
entry_of(struct search *s, int64_t id)
{
	struct register_alikes *out = s->out;

	for (size_t i = 0; i < out->count; i++)
		if (out->items[i].id == id)
			return &out->items[i];
	out->items = arena_grow(s->arena, out->items, out->count, &s->capacity, sizeof(*out->items));
	out->items[out->count] = (struct register_alike){ .id = id };
	return &out->items[out->count++];
}

/* One entry a case, with all that is alike in it. */
static void
consider(struct search *s, sqlite3_stmt *row)
{
	struct span name = register_sql_text(row, 1, NULL);
	bool same_name = span_eq(name, s->name);
	struct register_alike *found;

	if (!same_name && text_distance(name, s->name, SLIPS) > SLIPS)
		return;
	found = entry_of(s, sqlite3_column_int64(row, 0));
	found->same_name |= same_name;
	found->same_dob |= civil_is_set(s->dob) && civil_compare(s->dob, register_sql_day(row, 2)) == 0;
}

/* ?1 name or date of birth, ?2 the case itself.  The latest of each: of a child, or a day, that many cases have, not all are looked
 * at for one more.  An index has its rows in the order of their ids, so that no more are read; and of most that share a day no more than the name. */
#define LATEST(which) "SELECT referral, name, dob FROM children WHERE " which " AND referral <> ?2 ORDER BY rowid DESC LIMIT 200"

static int
look(struct register_db *db, struct search *s, sqlite3_stmt *row, struct fail *f)
{
	int got;

	while ((got = register_sql_next(db, row, f)) == 1)
		consider(s, row);
	return got;
}

static int
compare_latest(const void *a, const void *b)
{
	const struct register_alike *x = a, *y = b;

	return x->id < y->id ? 1 : x->id > y->id ? -1 : 0;
}

static int
find_reference(struct register_db *db, struct search *s, struct register_alike *found, struct fail *f)
{
	sqlite3_stmt *row = register_sql_ask(db, "SELECT reference FROM referrals WHERE id = ?", REGISTER_ARGS(register_int(found->id)), f);
	int got = register_sql_next(db, row, f);

	if (got != 1)
		return got;
	found->reference = register_sql_text(row, 0, s->arena);
	register_sql_done(row);
	return 0;
}

int
register_case_like(struct register_db *db, const struct register_like *l, struct arena *a, struct register_alikes *out, struct fail *f)
{
	struct search s = { .arena = a, .name = register_case_like_fold(a, l->name), .dob = l->dob, .out = out };

	*out = (struct register_alikes){ NULL, 0 };
	if (s.name.len == 0)
		return 0;
	if (look(db, &s, register_sql_ask(db, LATEST("name = ?1"), REGISTER_ARGS(register_text(s.name), register_int(l->except)), f), f) != 0 ||
	    look(db, &s, register_sql_ask(db, LATEST("dob = ?1"), REGISTER_ARGS(register_day(l->dob), register_int(l->except)), f), f) != 0)
		return -1;
	if (out->count > 0)
		qsort(out->items, out->count, sizeof(*out->items), compare_latest);
	for (size_t i = 0; i < out->count; i++)
		if (find_reference(db, &s, &out->items[i], f) != 0)
			return -1;
	return 0;
}
