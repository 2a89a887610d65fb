/* SPDX-License-Identifier: ISC */
#include "spool/register_alert.h"
#include "spool/register_private.h"

#include <string.h>

static const char *const state_names[] = { [REGISTER_ALERT_OPEN] = "open", [REGISTER_ALERT_ANSWERED] = "answered", [REGISTER_ALERT_OVER] = "over" };

const char *
register_alert_state_name(enum register_alert_state s)
{
	return state_names[s];
}

struct latest {
	int64_t id;			/* 0: none */
	bool over, superseded;
	int64_t count;			/* how many episodes there were */
};

/* The latest of the key's episodes. */
static int
find_latest(struct register_db *db, const struct register_alert_key *k, struct latest *out, struct fail *f)
{
	sqlite3_stmt *row = register_sql_ask(db, "SELECT id, count(*) OVER (), state = 'over', how = 'superseded' FROM alerts"
	    " WHERE coalesce(referral, 0) = ?1 AND about = ?2 AND level = ?3"
	    " AND (episode = ?4 OR (episode > ?4 || '+' AND episode < ?4 || ',')) ORDER BY id DESC LIMIT 1",
	    REGISTER_ARGS(register_int(k->referral), register_text(k->about), register_text(k->level), register_text(k->episode)), f);
	int got = register_sql_next(db, row, f);

	*out = (struct latest){ 0 };
	if (got != 1)
		return got;
	*out = (struct latest){ sqlite3_column_int64(row, 0), sqlite3_column_int(row, 2) != 0, sqlite3_column_int(row, 3) != 0, sqlite3_column_int64(row, 1) };
	register_sql_done(row);
	return 0;
}

int
register_alert_start(struct register_db *db, const struct register_alert_key *k, int64_t at, int64_t *id_out, struct fail *f)
{
	struct latest latest;

	register_sql_must_write(db);
	if (find_latest(db, k, &latest, f) == -1)
		return -1;
	*id_out = latest.id;
	if (latest.id != 0 && !latest.over)
		return 0;
	if (latest.superseded)
		return register_sql_run(db, "UPDATE alerts SET state = 'open', ended_at = NULL, ended_by = '', how = '' WHERE id = ?",
		    REGISTER_ARGS(register_int(latest.id)), f);
	if (register_sql_run(db, "INSERT INTO alerts(referral, about, level, episode, state, started_at, ended_by, how)"
	    " VALUES(?1, ?2, ?3, CASE WHEN ?5 > 0 THEN ?4 || '+' || ?5 ELSE ?4 END, 'open', ?6, '', '')",
	    REGISTER_ARGS(register_id(k->referral), register_text(k->about), register_text(k->level), register_text(k->episode), register_int(latest.count),
	    register_int(at)), f) == -1)
		return -1;
	*id_out = sqlite3_last_insert_rowid(db->sqlite);
	return 0;
}

int
register_alert_told(struct register_db *db, const struct register_alert_told *t, struct fail *f)
{
	register_sql_must_write(db);
	return register_sql_run(db, "INSERT INTO told(alert, rung, person, period, at, letter, away) VALUES(?, ?, ?, ?, ?, ?, ?)"
	    " ON CONFLICT(alert, rung, person, period) DO NOTHING",
	    REGISTER_ARGS(register_int(t->alert), register_int(t->rung), register_text(t->person), register_int((int64_t)t->period),
	    register_int(t->at), register_id(t->letter), register_int(t->away)), f);
}

int
register_alert_away(struct register_db *db, int64_t letter, struct fail *f)
{
	register_sql_must_write(db);
	return register_sql_run(db, "UPDATE told SET away = 1 WHERE letter = ?", REGISTER_ARGS(register_int(letter)), f);
}

int
register_alert_of_letter(struct register_db *db, int64_t letter, int64_t *alert_out, struct fail *f)
{
	*alert_out = 0;
	return register_sql_number(db, "SELECT alert FROM told WHERE letter = ?", REGISTER_ARGS(register_int(letter)), alert_out, f);
}

int
register_alert_recheck(struct register_db *db, int64_t letter, struct fail *f)
{
	struct register_light light;
	int result;

	if (register_sql_light(db, &light, f) == -1)
		return -1;
	result = register_sql_run(db, "UPDATE referrals SET next_check_at = 0 WHERE closed_at IS NULL AND id IN (SELECT referral FROM letters WHERE id = ?1"
	    " UNION SELECT a.referral FROM told t JOIN alerts a ON a.id = t.alert WHERE t.letter = ?1)", REGISTER_ARGS(register_int(letter)), f);
	return register_sql_light_end(db, &light, result, f);
}

int
register_alert_referrals(struct register_db *db, int64_t letter, struct arena *a, int64_t **ids_out, size_t *count_out, struct fail *f)
{
	sqlite3_stmt *row = register_sql_ask(db, "SELECT DISTINCT l.referral FROM told t JOIN alerts l ON l.id = t.alert"
	    " WHERE t.letter = ? AND l.referral IS NOT NULL ORDER BY l.referral", REGISTER_ARGS(register_int(letter)), f);
	size_t capacity = 0;
	int got;

	*ids_out = NULL;
	*count_out = 0;
	while ((got = register_sql_next(db, row, f)) == 1) {
		*ids_out = arena_grow(a, *ids_out, *count_out, &capacity, sizeof(**ids_out));
		(*ids_out)[(*count_out)++] = sqlite3_column_int64(row, 0);
	}
	return got;
}

int
register_alert_end(struct register_db *db, const struct register_alert_end *e, size_t *count_out, struct fail *f)
{
	register_sql_must_write(db);
	*count_out = 0;
	if (register_sql_run(db, "UPDATE alerts SET state = ?1, ended_at = ?2, ended_by = ?3, how = ?4"
	    " WHERE state = 'open' AND coalesce(referral, 0) = ?5 AND (?6 = '' OR about = ?6) AND (?7 = '' OR level = ?7) AND (?8 = '' OR level <> ?8)"
	    " AND (?9 = 0 OR NOT EXISTS(SELECT 1 FROM told WHERE letter = ?9) OR id IN (SELECT alert FROM told WHERE letter = ?9))",
	    REGISTER_ARGS(register_str(state_names[e->state]), register_int(e->at), register_text(e->by), register_text(e->how),
	    register_int(e->referral), register_text(e->about), register_text(e->level), register_text(e->except_level), register_int(e->letter)), f) == -1)
		return -1;
	*count_out = (size_t)sqlite3_changes64(db->sqlite);
	return 0;
}

/* ---- loading ------------------------------------------------------------------------ */

#define COLUMNS "SELECT id, referral, about, level, episode, state, started_at, ended_at, ended_by, how FROM alerts "

static void
read_alert(sqlite3_stmt *row, struct arena *a, struct register_alert *out)
{
	struct span state = register_sql_text(row, 5, NULL);

	*out = (struct register_alert){
		.id = sqlite3_column_int64(row, 0),
		.referral = sqlite3_column_int64(row, 1),
		.about = register_sql_text(row, 2, a),
		.level = register_sql_text(row, 3, a),
		.episode = register_sql_text(row, 4, a),
		.history = { .started_at = sqlite3_column_int64(row, 6) },
		.ended_at = sqlite3_column_int64(row, 7),
		.ended_by = register_sql_text(row, 8, a),
		.how = register_sql_text(row, 9, a),
	};
	for (unsigned i = 0; i < sizeof(state_names) / sizeof(state_names[0]); i++)
		if (span_eq_str(state, state_names[i]))
			out->state = (enum register_alert_state)i;
	out->history.answered = out->state != REGISTER_ALERT_OPEN;
}

/* What became of a telling is what became of its letter: kept there only, so it cannot differ. */
static enum ladder_result
result_of(sqlite3_stmt *row)
{
	struct span state = register_sql_text(row, 6, NULL);

	if (sqlite3_column_int(row, 5) != 0)
		return LADDER_AWAY;
	if (sqlite3_column_type(row, 4) == SQLITE_NULL || span_eq_str(state, "refused") || span_eq_str(state, "given-up"))
		return LADDER_FAILED;
	return span_eq_str(state, "accepted") ? LADDER_SENT : LADDER_QUEUED;
}

static int
read_told(struct register_db *db, struct arena *a, struct register_alert *out, struct fail *f)
{
	sqlite3_stmt *row = register_sql_ask(db, "SELECT t.rung, t.person, t.period, t.at, t.letter, t.away, l.state FROM told t"
	    " LEFT JOIN letters l ON l.id = t.letter WHERE t.alert = ? ORDER BY t.rung, t.period, t.person", REGISTER_ARGS(register_int(out->id)), f);
	size_t count = 0, told_capacity = 0, letters_capacity = 0;
	struct ladder_told *told = NULL;
	int got;

	while ((got = register_sql_next(db, row, f)) == 1) {
		told = arena_grow(a, told, count, &told_capacity, sizeof(*told));
		out->letters = arena_grow(a, out->letters, count, &letters_capacity, sizeof(*out->letters));
		told[count] = (struct ladder_told){
			(unsigned)sqlite3_column_int64(row, 0), register_sql_text(row, 1, a), (uint64_t)sqlite3_column_int64(row, 2),
			sqlite3_column_int64(row, 3), result_of(row)
		};
		out->letters[count++] = sqlite3_column_int64(row, 4);
	}
	out->history.told = told;
	out->history.told_count = count;
	return got;
}

int
register_alert_load(struct register_db *db, int64_t referral, struct arena *a, struct register_alerts *out, struct fail *f)
{
	sqlite3_stmt *row = register_sql_ask(db, referral == 0 ? COLUMNS "WHERE state = 'open' AND coalesce(referral, 0) = ? ORDER BY id" :
	    COLUMNS "WHERE coalesce(referral, 0) = ? ORDER BY id", REGISTER_ARGS(register_int(referral)), f);
	size_t capacity = 0;
	int got;

	*out = (struct register_alerts){ NULL, 0 };
	while ((got = register_sql_next(db, row, f)) == 1) {
		out->items = arena_grow(a, out->items, out->count, &capacity, sizeof(*out->items));
		read_alert(row, a, &out->items[out->count++]);
	}
	for (size_t i = 0; i < out->count && got == 0; i++)
		got = read_told(db, a, &out->items[i], f);
	return got;
}

int
register_alert_get(struct register_db *db, int64_t id, struct arena *a, struct register_alert *out, struct fail *f)
{
	sqlite3_stmt *row = register_sql_ask(db, COLUMNS "WHERE id = ?", REGISTER_ARGS(register_int(id)), f);
	int got = register_sql_next(db, row, f);

	memset(out, 0, sizeof(*out));
	if (got != 1)
		return got;
	read_alert(row, a, out);
	register_sql_done(row);
	return read_told(db, a, out, f);
}
