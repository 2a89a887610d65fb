/* SPDX-License-Identifier: ISC */
#include "spool/register_private.h"

static int
stands(struct register_db *db, struct span name, struct span of, bool *out, struct fail *f)
{
	int64_t found = 0;
	int result = register_sql_number(db, "SELECT 1 FROM faults WHERE name = ? AND of = ?", REGISTER_ARGS(register_text(name), register_text(of)), &found, f);

	*out = found == 1;
	return result;
}

int
register_fault_set(struct register_db *db, const struct register_fault *fault, bool *new_out, struct fail *f)
{
	struct register_light light;
	bool stood;
	int result;

	if (register_sql_light(db, &light, f) == -1)
		return -1;
	if ((result = stands(db, fault->name, fault->of, &stood, f)) == 0)
		result = register_sql_run(db, "INSERT INTO faults(name, of, detail, since) VALUES(?, ?, ?, ?) ON CONFLICT(name, of) DO UPDATE SET detail = excluded.detail",
		    REGISTER_ARGS(register_text(fault->name), register_text(fault->of), register_text(fault->detail), register_int(fault->since)), f);
	*new_out = result == 0 && !stood;
	return register_sql_light_end(db, &light, result, f);
}

int
register_fault_clear(struct register_db *db, struct span name, struct span of, bool *was_out, struct fail *f)
{
	struct register_light light;
	int result;

	/* Asked at every healthy round: the usual answer must not cost a write. */
	if (stands(db, name, of, was_out, f) == -1)
		return -1;
	if (!*was_out)
		return 0;
	if (register_sql_light(db, &light, f) == -1)
		return -1;
	result = register_sql_run(db, "DELETE FROM faults WHERE name = ? AND of = ?", REGISTER_ARGS(register_text(name), register_text(of)), f);
	return register_sql_light_end(db, &light, result, f);
}

int
register_fault_some(struct register_db *db, const struct register_fault_query *q, struct arena *a, struct register_faults *out, struct fail *f)
{
	sqlite3_stmt *row = register_sql_ask(db, "SELECT name, of, detail, since FROM faults WHERE (?1 = '' OR name = ?1) AND (?2 = '' OR name <> ?2)"
	    " ORDER BY since, name, of", REGISTER_ARGS(register_text(q->only), register_text(q->except)), f);
	size_t capacity = 0;
	int got;

	*out = (struct register_faults){ NULL, 0, 0 };
	while ((got = register_sql_next(db, row, f)) == 1) {
		if (q->most > 0 && out->count == q->most) {
			out->more++;
			continue;
		}
		out->items = arena_grow(a, out->items, out->count, &capacity, sizeof(*out->items));
		out->items[out->count++] = (struct register_fault){
			register_sql_text(row, 0, a), register_sql_text(row, 1, a), register_sql_text(row, 2, a), sqlite3_column_int64(row, 3)
		};
	}
	return got;
}

int
register_fault_list(struct register_db *db, struct arena *a, struct register_faults *out, struct fail *f)
{
	return register_fault_some(db, &(struct register_fault_query){ .most = 0 }, a, out, f);
}
