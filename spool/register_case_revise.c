/* SPDX-License-Identifier: ISC */
#include "spool/register_case.h"
#include "spool/register_private.h"

#include <string.h>

struct writing {
	struct register_db *db;
	int64_t id;
	int64_t revision;
};

/* Rows are written several to a statement: SQLite copies the pages that a statement changes, lest it fail midway, and that
 * costs more than a row. */
enum { ROWS = 32, SIZES = 4, FIELD_COLUMNS = 9, PROBLEM_COLUMNS = 5, COLUMNS_MOST = 9 };

struct rows {
	struct register_value values[ROWS * COLUMNS_MOST];
	size_t count;			/* values */
};

#define THREE(row) row ", " row ", " row
#define EIGHT(row) THREE(row) ", " THREE(row) ", " row ", " row
#define FIELD_ROW "(?, ?, ?, ?, ?, ?, ?, ?, ?)"
#define INSERT_FIELDS "INSERT INTO fields(referral, revision, key, place, state, value, raw, qualifier, source) VALUES"
#define PROBLEM_ROW "(?, ?, ?, ?, ?)"
#define SIZES_OF(insert, row) { { 32, insert EIGHT(row) ", " EIGHT(row) ", " EIGHT(row) ", " EIGHT(row) }, { 8, insert EIGHT(row) }, { 3, insert THREE(row) }, { 1, insert row } }
#define INSERT_PROBLEMS "INSERT INTO problems(referral, revision, code, field, detail) VALUES"

static const struct table {
	size_t columns;
	struct {
		size_t rows;
		const char *sql;
	} sizes[SIZES];			/* the largest first */
} fields_table = { FIELD_COLUMNS, SIZES_OF(INSERT_FIELDS, FIELD_ROW) }, problems_table = { PROBLEM_COLUMNS, SIZES_OF(INSERT_PROBLEMS, PROBLEM_ROW) };

/* What is there, in as few statements as it takes. */
static int
write_rows(const struct writing *w, const struct table *t, struct rows *rows, struct fail *f)
{
	size_t at = 0, count = rows->count;

	rows->count = 0;
	for (size_t i = 0; i < SIZES; i++) {
		size_t values = t->sizes[i].rows * t->columns;

		for (; count - at >= values; at += values)
			if (register_sql_run(w->db, t->sizes[i].sql, (struct register_args){ rows->values + at, values }, f) == -1)
				return -1;
	}
	return 0;
}

static int
add_row(const struct writing *w, const struct table *t, struct rows *rows, const struct register_value *values, struct fail *f)
{
	memcpy(rows->values + rows->count, values, t->columns * sizeof(*values));
	rows->count += t->columns;
	return rows->count < ROWS * t->columns ? 0 : write_rows(w, t, rows, f);
}

static int
add_value(const struct writing *w, struct rows *rows, struct span key, const char *place, const struct field_value *v, struct fail *f)
{
	const struct register_value values[FIELD_COLUMNS] = {
		register_int(w->id), register_int(w->revision), register_text(key), register_str(place), register_str(field_state_name(v->state)),
		v->value.len == 0 ? register_id(0) : register_text(v->value), register_text(v->raw), register_str(field_qualifier_name(v->qualifier)),
		register_text(v->source),
	};

	return add_row(w, &fields_table, rows, values, f);
}

static int
add_field(const struct writing *w, struct rows *rows, const struct field *field, struct fail *f)
{
	int result = add_value(w, rows, field->key, "first", &field->first, f);

	for (size_t i = 0; i < field->values_count && result == 0; i++) {
		struct field_value one = { .value = field->values[i], .state = FIELD_ANSWERED };

		result = add_value(w, rows, field->key, "several", &one, f);
	}
	for (size_t i = 0; i < field->also_count && result == 0; i++)
		result = add_value(w, rows, field->key, "also", &field->also[i], f);
	return result;
}

static int
write_problems(const struct writing *w, const struct register_problem *problems, size_t count, struct fail *f)
{
	struct rows rows = { .count = 0 };

	for (size_t i = 0; i < count; i++) {
		const struct register_value values[PROBLEM_COLUMNS] = {
			register_int(w->id), register_int(w->revision), register_text(problems[i].code), register_text(problems[i].field), register_text(problems[i].detail),
		};

		if (add_row(w, &problems_table, &rows, values, f) == -1)
			return -1;
	}
	return write_rows(w, &problems_table, &rows, f);
}

static int
write_child(const struct writing *w, struct arena *a, const struct field_list *fields, unsigned number, struct fail *f)
{
	struct span name = register_case_like_fold(a, field_child_name(a, fields, number));
	struct civil_date dob = CIVIL_NONE;

	if (!civil_parse(field_child_answer(a, fields, number, "dob"), &dob))
		dob = CIVIL_NONE;
	if (name.len == 0)
		return 0;
	return register_sql_run(w->db, "INSERT OR IGNORE INTO children(referral, name, dob) VALUES(?, ?, ?)",
	    REGISTER_ARGS(register_int(w->id), register_text(name), register_day(dob)), f);
}

static int
write_fields(const struct writing *w, const struct field_list *fields, struct fail *f)
{
	struct arena *a = arena_new(0);
	struct rows rows = { .count = 0 };
	unsigned children = 0;
	int result = 0;

	for (size_t i = 0; i < fields->count && result == 0; i++) {
		const struct field *field = &fields->items[i];

		if (span_starts(field->key, SPAN_LIT("child.")) && field_key_number(field->key) > children)
			children = field_key_number(field->key);
		result = add_field(w, &rows, field, f);
	}
	if (result == 0)
		result = write_rows(w, &fields_table, &rows, f);
	for (unsigned number = 1; number <= children && result == 0; number++)
		result = write_child(w, a, fields, number, f);
	arena_free(a);
	return result;
}

int
register_case_revise(struct register_db *db, int64_t id, const struct register_revision *r, unsigned *revision_out, struct fail *f)
{
	struct writing w = { db, id, 0 };
	int result;

	register_sql_must_write(db);
	if (register_sql_number(db, "UPDATE referrals SET revision = revision + 1 WHERE id = ? RETURNING revision", REGISTER_ARGS(register_int(id)), &w.revision, f) == -1)
		return -1;
	if (w.revision == 0)
		return fail_set(f, FAIL_STOP, "register: there is no referral %lld to revise", (long long)id);
	if (register_sql_run(db, "INSERT INTO revisions(referral, revision, item, at, form, after_event) VALUES(?, ?, ?, ?, ?, ?)",
	    REGISTER_ARGS(register_int(id), register_int(w.revision), register_id(r->item), register_int(r->at), register_text(r->form), register_int(db->head.count)), f) == -1)
		return -1;
	if (r->fields != NULL && write_fields(&w, r->fields, f) == -1)
		return -1;
	result = write_problems(&w, r->problems, r->problems_count, f);
	*revision_out = (unsigned)w.revision;
	return result;
}
