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

/* One entry a case, with all that is alike in it. */
static void
consider(struct search *s, sqlite3_stmt *row)
{
	struct register_alikes *out = s->out;
	struct span name = register_sql_text(row, 2, NULL);
	struct register_alike found = {
		.id = sqlite3_column_int64(row, 0),
		.same_name = span_eq(name, s->name),
		.same_dob = civil_is_set(s->dob) && civil_compare(s->dob, register_sql_day(row, 3)) == 0,
	};

	if (!found.same_name && text_distance(name, s->name, SLIPS) > SLIPS)
		return;
	if (out->count == 0 || out->items[out->count - 1].id != found.id) {
		found.reference = register_sql_text(row, 1, s->arena);
		out->items = arena_grow(s->arena, out->items, out->count, &s->capacity, sizeof(*out->items));
		out->items[out->count++] = found;
		return;
	}
	out->items[out->count - 1].same_name |= found.same_name;
	out->items[out->count - 1].same_dob |= found.same_dob;
}

/* ?1 name, ?2 date of birth, ?3 the case itself.  The latest of each: of a child, or a day, that many cases have, not all are looked
 * at for one more.  An index has its rows in the order of their ids, so that no more are read. */
#define LATEST(which) "SELECT * FROM (SELECT rowid AS id, referral, name, dob FROM children WHERE " which " AND referral <> ?3 ORDER BY rowid DESC LIMIT 200)"
#define LATEST_ALIKE \
    "SELECT c.referral, r.reference, c.name, c.dob FROM (" LATEST("name = ?1") " UNION " LATEST("dob = ?2") ") c" \
    " JOIN referrals r ON r.id = c.referral ORDER BY c.referral DESC"

int
register_case_like(struct register_db *db, const struct register_like *l, struct arena *a, struct register_alikes *out, struct fail *f)
{
	struct search s = { .arena = a, .name = register_case_like_fold(a, l->name), .dob = l->dob, .out = out };
	sqlite3_stmt *row;
	int got;

	*out = (struct register_alikes){ NULL, 0 };
	if (s.name.len == 0)
		return 0;
	row = register_sql_ask(db, LATEST_ALIKE, REGISTER_ARGS(register_text(s.name), register_day(l->dob), register_int(l->except)), f);
	while ((got = register_sql_next(db, row, f)) == 1)
		consider(&s, row);
	return got;
}
