/* SPDX-License-Identifier: ISC */
#include "spool/register_case.h"
#include "spool/register_private.h"

#include <stdlib.h>
#include <string.h>

static const char *const status_names[] = {
	[REGISTER_CASE_NEW] = "new",
	[REGISTER_CASE_ACKNOWLEDGED] = "acknowledged",
	[REGISTER_CASE_IN_REVIEW] = "in-review",
	[REGISTER_CASE_DECIDED] = "decided",
	[REGISTER_CASE_CLOSED] = "closed",
};

const char *
register_case_status_name(enum register_case_status s)
{
	return status_names[s];
}

static const char *
type_name(enum deadline_handling h)
{
	return h == DEADLINE_PLR ? "plr" : "lcspr";
}

/* ---- references --------------------------------------------------------------------- */

/* "SCP-{year}-{seq:4}" with a year and a number.  False when the pattern has anything else in braces or no number. */
static bool
print_reference(struct arena_text *t, struct span pattern, int year, int64_t number)
{
	struct span rest = pattern, word, width;
	uint64_t digits;
	bool numbered = false;

	for (;;) {
		size_t open = span_find_byte(rest, '{');

		arena_put(t, span_slice(rest, 0, open));
		if (open == rest.len)
			return numbered;
		rest = span_slice(rest, open + 1, rest.len);
		if (span_find_byte(rest, '}') == rest.len)
			return false;
		span_split(&rest, '}', &word);
		if (span_eq_str(word, "year")) {
			arena_put_format(t, "%04d", year);
			continue;
		}
		width = span_slice(word, 4, word.len);
		if (span_eq_str(word, "seq"))
			digits = 1;
		else if (!span_starts(word, SPAN_LIT("seq:")) || !span_number(width, 18, &digits))
			return false;
		arena_put_format(t, "%0*lld", (int)digits, (long long)number);
		numbered = true;
	}
}

static int
is_taken(struct register_db *db, struct span reference, bool *taken, struct fail *f)
{
	int64_t id;
	int result = register_case_find(db, reference, &id, f);

	*taken = id != 0;
	return result;
}

/* A number is passed over only where an older pattern has left the same reference behind. */
static int
next_reference(struct register_db *db, struct span pattern, struct arena *a, struct register_row *row, struct fail *f)
{
	int year = civil_london_date(row->registered_at).year;
	bool taken = true;

	while (taken) {
		struct arena_text t = arena_text(a);
		int64_t number = 0;

		if (register_sql_number(db, "INSERT INTO counters(year, last) VALUES(?, 1) ON CONFLICT(year) DO UPDATE SET last = last + 1 RETURNING last",
		    REGISTER_ARGS(register_int(year)), &number, f) == -1)
			return -1;
		if (!print_reference(&t, pattern, year, number))
			return fail_set(f, FAIL_STOP, "config: the reference pattern must hold {seq:N}, may hold {year}, and nothing else in braces");
		row->reference = arena_text_span(&t);
		if (is_taken(db, row->reference, &taken, f) == -1)
			return -1;
	}
	return 0;
}

int
register_case_find(struct register_db *db, struct span reference, int64_t *id_out, struct fail *f)
{
	*id_out = 0;
	return register_sql_number(db, "SELECT id FROM referrals WHERE reference = ?", REGISTER_ARGS(register_text(reference)), id_out, f);
}

/* ---- rows --------------------------------------------------------------------------- */

int
register_case_add(struct register_db *db, struct span pattern, struct arena *a, struct register_row *row, struct fail *f)
{
	register_sql_must_write(db);
	if (next_reference(db, pattern, a, row, f) == -1)
		return -1;
	if (register_sql_run(db, "INSERT INTO referrals(reference, type, form, status, outcome, received_at, registered_at, referrer, referrer_agency, owner,"
	    " ladder, route, urgent, on_hold, duplicate_of, opened_by, revision, next_milestone, level, next_check_at)"
	    " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '', 0, ?)",
	    REGISTER_ARGS(register_text(row->reference), register_str(type_name(row->handling)), register_text(row->form), register_str(status_names[row->status]),
	    register_text(row->outcome), register_int(row->received_at), register_int(row->registered_at), register_text(row->referrer),
	    register_text(row->referrer_agency), register_text(row->owner), register_text(row->ladder), register_text(row->route),
	    register_int(row->urgent), register_int(row->on_hold), register_id(row->duplicate_of), register_id(row->opened_by),
	    register_int(row->registered_at)), f) == -1)
		return -1;
	row->id = sqlite3_last_insert_rowid(db->sqlite);
	row->revision = 0;
	row->closed_at = 0;
	row->next_check_at = row->registered_at;
	return 0;
}

int
register_case_update(struct register_db *db, const struct register_row *row, struct fail *f)
{
	register_sql_must_write(db);
	return register_sql_run(db, "UPDATE referrals SET type = ?, form = ?, status = ?, outcome = ?, referrer = ?, referrer_agency = ?, owner = ?,"
	    " ladder = ?, route = ?, urgent = ?, on_hold = ?, duplicate_of = ?, closed_at = ? WHERE id = ?",
	    REGISTER_ARGS(register_str(type_name(row->handling)), register_text(row->form), register_str(status_names[row->status]), register_text(row->outcome),
	    register_text(row->referrer), register_text(row->referrer_agency), register_text(row->owner), register_text(row->ladder), register_text(row->route),
	    register_int(row->urgent), register_int(row->on_hold), register_id(row->duplicate_of), register_id(row->closed_at), register_int(row->id)), f);
}

void
register_case_index(struct register_row *row, const struct deadline_due *dues, size_t count)
{
	const struct deadline_due *next = deadline_next(dues, count);

	row->next_milestone = next == NULL ? SPAN_NONE : next->milestone->name;
	row->next_due = next == NULL ? CIVIL_NONE : next->due;
	row->level = next == NULL ? DEADLINE_GREEN : next->level;
	row->pressing = deadline_press(dues, count);
}

int
register_case_set_index(struct register_db *db, const struct register_row *row, struct fail *f)
{
	struct register_light light;
	int result;

	if (register_sql_light(db, &light, f) == -1)
		return -1;
	result = register_sql_run(db, "UPDATE referrals SET next_milestone = ?, next_due = ?, level = ?, next_check_at = ?,"
	    " past = ?, past_due = ?, soon = ?, soon_due = ? WHERE id = ?",
	    REGISTER_ARGS(register_text(row->next_milestone), register_day(row->next_due), register_int(row->level), register_int(row->next_check_at),
	    register_int((int64_t)row->pressing.past), register_day(row->pressing.past_due), register_int((int64_t)row->pressing.soon),
	    register_day(row->pressing.soon_due), register_int(row->id)), f);
	return register_sql_light_end(db, &light, result, f);
}

int
register_case_recheck(struct register_db *db, int64_t id, int64_t at, struct fail *f)
{
	register_sql_must_write(db);
	return register_sql_run(db, "UPDATE referrals SET next_check_at = ?1 WHERE id = ?2 AND next_check_at > ?1", REGISTER_ARGS(register_int(at), register_int(id)), f);
}

int
register_case_recheck_all(struct register_db *db, struct fail *f)
{
	struct register_light light;
	int result;

	if (register_sql_light(db, &light, f) == -1)
		return -1;
	result = register_sql_run(db, "UPDATE referrals SET next_check_at = 0 WHERE closed_at IS NULL AND next_check_at <> 0", REGISTER_NO_ARGS, f);
	return register_sql_light_end(db, &light, result, f);
}

int
register_case_link(struct register_db *db, int64_t one, int64_t other, struct fail *f)
{
	register_sql_must_write(db);
	return register_sql_run(db, "INSERT INTO links(referral, other) VALUES(?1, ?2), (?2, ?1) ON CONFLICT DO NOTHING",
	    REGISTER_ARGS(register_int(one), register_int(other)), f);
}

int
register_case_unlink(struct register_db *db, int64_t one, int64_t other, bool *was_out, struct fail *f)
{
	sqlite3_stmt *row = register_sql_ask(db, "SELECT 1 FROM links WHERE referral = ? AND other = ?", REGISTER_ARGS(register_int(one), register_int(other)), f);
	int got = register_sql_next(db, row, f);

	*was_out = got == 1;
	if (got == 1)
		got = register_sql_next(db, row, f);
	register_sql_must_write(db);
	if (got != 0 || !*was_out)
		return got;
	return register_sql_run(db, "DELETE FROM links WHERE (referral = ?1 AND other = ?2) OR (referral = ?2 AND other = ?1)",
	    REGISTER_ARGS(register_int(one), register_int(other)), f);
}

int
register_case_link_incident(struct register_db *db, int64_t one, int64_t other, struct fail *f)
{
	register_sql_must_write(db);
	return register_sql_run(db, "INSERT INTO links(referral, other, same_incident) VALUES(?1, ?2, 1), (?2, ?1, 1) ON CONFLICT DO UPDATE SET same_incident = 1",
	    REGISTER_ARGS(register_int(one), register_int(other)), f);
}

#define COLUMNS "SELECT id, reference, type, form, status, outcome, received_at, registered_at, referrer, referrer_agency, owner, ladder, route," \
    " urgent, on_hold, duplicate_of, opened_by, closed_at, revision, next_milestone, next_due, level, next_check_at, past, past_due, soon, soon_due FROM referrals "

static enum register_case_status
status_of(struct span name)
{
	unsigned i = sizeof(status_names) / sizeof(status_names[0]) - 1;

	while (i > 0 && !span_eq_str(name, status_names[i]))
		i--;
	return (enum register_case_status)i;
}

static void
read_row(sqlite3_stmt *row, struct arena *a, struct register_row *out)
{
	*out = (struct register_row){
		.id = sqlite3_column_int64(row, 0),
		.reference = register_sql_text(row, 1, a),
		.handling = span_eq_str(register_sql_text(row, 2, NULL), "plr") ? DEADLINE_PLR : DEADLINE_LCSPR,
		.form = register_sql_text(row, 3, a),
		.status = status_of(register_sql_text(row, 4, NULL)),
		.outcome = register_sql_text(row, 5, a),
		.received_at = sqlite3_column_int64(row, 6),
		.registered_at = sqlite3_column_int64(row, 7),
		.referrer = register_sql_text(row, 8, a),
		.referrer_agency = register_sql_text(row, 9, a),
		.owner = register_sql_text(row, 10, a),
		.ladder = register_sql_text(row, 11, a),
		.route = register_sql_text(row, 12, a),
		.urgent = sqlite3_column_int(row, 13) != 0,
		.on_hold = sqlite3_column_int(row, 14) != 0,
		.duplicate_of = sqlite3_column_int64(row, 15),
		.opened_by = sqlite3_column_int64(row, 16),
		.closed_at = sqlite3_column_int64(row, 17),
		.revision = (unsigned)sqlite3_column_int64(row, 18),
		.next_milestone = register_sql_text(row, 19, a),
		.next_due = register_sql_day(row, 20),
		.level = (enum deadline_level)sqlite3_column_int(row, 21),
		.next_check_at = sqlite3_column_int64(row, 22),
		.pressing = { (size_t)sqlite3_column_int64(row, 23), (size_t)sqlite3_column_int64(row, 25), register_sql_day(row, 24), register_sql_day(row, 26) },
	};
}

int
register_case_get(struct register_db *db, int64_t id, struct arena *a, struct register_row *out, struct fail *f)
{
	sqlite3_stmt *row = register_sql_ask(db, COLUMNS "WHERE id = ?", REGISTER_ARGS(register_int(id)), f);
	int got = register_sql_next(db, row, f);

	memset(out, 0, sizeof(*out));
	if (got == 1) {
		read_row(row, a, out);
		register_sql_done(row);
	}
	return got < 0 ? -1 : 0;
}

/* ---- lists -------------------------------------------------------------------------- */

/* 0, or 1 when the callback had enough. */
static int
each_row(struct register_db *db, const struct register_case_query *q, sqlite3_stmt *row, struct fail *f)
{
	struct register_row r;
	int got;

	while ((got = register_sql_next(db, row, f)) == 1) {
		read_row(row, NULL, &r);
		if (!q->each(q->context, &r)) {
			register_sql_done(row);
			return 1;
		}
	}
	return got;
}

/* Those without a due date come last: a second walk, so that neither needs a sort. */
int
register_case_list(struct register_db *db, const struct register_case_query *q, struct fail *f)
{
	int got;

	if (q->closed_too)
		got = each_row(db, q, register_sql_ask(db, COLUMNS "WHERE next_due IS NOT NULL ORDER BY next_due, id", REGISTER_NO_ARGS, f), f);
	else
		got = each_row(db, q, register_sql_ask(db, COLUMNS "WHERE closed_at IS NULL AND next_due IS NOT NULL ORDER BY next_due, id", REGISTER_NO_ARGS, f), f);
	if (got != 0)
		return got == 1 ? 0 : -1;
	if (q->closed_too)
		got = each_row(db, q, register_sql_ask(db, COLUMNS "WHERE next_due IS NULL ORDER BY id", REGISTER_NO_ARGS, f), f);
	else
		got = each_row(db, q, register_sql_ask(db, COLUMNS "WHERE closed_at IS NULL AND next_due IS NULL ORDER BY id", REGISTER_NO_ARGS, f), f);
	return got == -1 ? -1 : 0;
}
