/* SPDX-License-Identifier: ISC */
#include "spool/register_case.h"
#include "spool/register_private.h"

static enum field_state
state_of(struct span name)
{
	static const enum field_state all[] = { FIELD_ANSWERED, FIELD_UNANSWERED, FIELD_INVALID };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (span_eq_str(name, field_state_name(all[i])))
			return all[i];
	return FIELD_UNREADABLE;
}

static enum field_qualifier
qualifier_of(struct span name)
{
	static const enum field_qualifier all[] = { FIELD_APPROXIMATE, FIELD_EXPECTED, FIELD_UNCERTAIN, FIELD_COMBINED };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (span_eq_str(name, field_qualifier_name(all[i])))
			return all[i];
	return FIELD_PLAIN;
}

/* One field being put together from its rows. */
struct gathering {
	struct field_list *list;
	struct field field;		/* entry NULL: none yet, or a key that is in no vocabulary any more */
	size_t values_capacity, also_capacity;
};

/* Keys are unique within a revision, so the list is grown directly: field_add would search it each time. */
static void
finish(struct gathering *g)
{
	struct field_list *list = g->list;

	if (g->field.entry == NULL)
		return;
	list->items = arena_grow(list->arena, list->items, list->count, &list->capacity, sizeof(*list->items));
	list->items[list->count++] = g->field;
	g->field.entry = NULL;
}

static void
gather(struct gathering *g, sqlite3_stmt *row)
{
	struct arena *a = g->list->arena;
	struct field *field = &g->field;
	struct span place = register_sql_text(row, 1, NULL);
	struct field_value v = {
		register_sql_text(row, 3, a), register_sql_text(row, 4, a), register_sql_text(row, 6, a),
		state_of(register_sql_text(row, 2, NULL)), qualifier_of(register_sql_text(row, 5, NULL))
	};

	if (span_eq_str(place, "first")) {
		finish(g);
		*field = (struct field){ .key = register_sql_text(row, 0, a), .first = v };
		field->entry = field_key_find(field->key);
		g->values_capacity = g->also_capacity = 0;
	} else if (span_eq_str(place, "several")) {
		field->values = arena_grow(a, field->values, field->values_count, &g->values_capacity, sizeof(*field->values));
		field->values[field->values_count++] = v.value;
	} else {
		field->also = arena_grow(a, field->also, field->also_count, &g->also_capacity, sizeof(*field->also));
		field->also[field->also_count++] = v;
	}
}

int
register_case_fields(struct register_db *db, int64_t id, unsigned revision, struct field_list *fields, struct fail *f)
{
	sqlite3_stmt *row = register_sql_ask(db, "SELECT key, place, state, value, raw, qualifier, source FROM fields WHERE referral = ? AND revision = ? ORDER BY id",
	    REGISTER_ARGS(register_int(id), register_int(revision)), f);
	struct gathering g = { .list = fields };
	int got;

	while ((got = register_sql_next(db, row, f)) == 1)
		gather(&g, row);
	finish(&g);
	return got;
}
