/* SPDX-License-Identifier: ISC */
#include "spool/register_letter.h"
#include "spool/register_private.h"

#include <string.h>

static const char *const state_names[] = {
	[REGISTER_LETTER_IS_QUEUED] = "queued",
	[REGISTER_LETTER_SENDING] = "sending",
	[REGISTER_LETTER_ACCEPTED] = "accepted",
	[REGISTER_LETTER_REFUSED] = "refused",
	[REGISTER_LETTER_LATER] = "later",
	[REGISTER_LETTER_UNKNOWN] = "unknown",
	[REGISTER_LETTER_GIVEN_UP] = "given-up",
	[REGISTER_LETTER_HELD] = "held",
};
static const char *const audience_names[] = { [REGISTER_SENDER] = "sender", [REGISTER_COORDINATOR] = "coordinator", [REGISTER_ADMIN] = "admin" };

const char *
register_letter_state_name(enum register_letter_state s)
{
	return state_names[s];
}

const char *
register_letter_audience_name(enum register_letter_audience a)
{
	return audience_names[a];
}

#define COLUMNS "SELECT id, event, referral, item, kind, audience, person, recipient, subject, message_id, size, rule, state, attempts," \
    " queued_at, next_try_at, tried_at, settled_at, code, text FROM letters "

static void
read_letter(sqlite3_stmt *row, struct arena *a, struct register_letter *out)
{
	struct span audience = register_sql_text(row, 5, NULL), state = register_sql_text(row, 12, NULL);

	*out = (struct register_letter){
		.id = sqlite3_column_int64(row, 0),
		.event = sqlite3_column_int64(row, 1),
		.referral = sqlite3_column_int64(row, 2),
		.item = sqlite3_column_int64(row, 3),
		.kind = register_sql_text(row, 4, a),
		.person = register_sql_text(row, 6, a),
		.to = register_sql_text(row, 7, a),
		.subject = register_sql_text(row, 8, a),
		.message_id = register_sql_text(row, 9, a),
		.size = (uint64_t)sqlite3_column_int64(row, 10),
		.rule = register_sql_text(row, 11, a),
		.attempts = (unsigned)sqlite3_column_int64(row, 13),
		.queued_at = sqlite3_column_int64(row, 14),
		.next_try_at = sqlite3_column_int64(row, 15),
		.tried_at = sqlite3_column_int64(row, 16),
		.settled_at = sqlite3_column_int64(row, 17),
		.code = sqlite3_column_int(row, 18),
		.text = register_sql_text(row, 19, a),
	};
	for (unsigned i = 0; i < sizeof(audience_names) / sizeof(audience_names[0]); i++)
		if (span_eq_str(audience, audience_names[i]))
			out->audience = (enum register_letter_audience)i;
	for (unsigned i = 0; i < sizeof(state_names) / sizeof(state_names[0]); i++)
		if (span_eq_str(state, state_names[i]))
			out->state = (enum register_letter_state)i;
}

/* ---- queueing ----------------------------------------------------------------------- */

int
register_letter_reserve(struct register_db *db, int64_t *id_out, struct fail *f)
{
	register_sql_must_write(db);
	if (db->letter_next == 0 && register_sql_number(db, "SELECT coalesce(max(id), 0) + 1 FROM letters", REGISTER_NO_ARGS, &db->letter_next, f) == -1)
		return -1;
	*id_out = db->letter_next++;
	return 0;
}

int
register_letter_exists(struct register_db *db, struct span rule, bool *exists_out, struct fail *f)
{
	int64_t found = 0;
	int result = register_sql_number(db, "SELECT 1 FROM letters WHERE rule = ?", REGISTER_ARGS(register_text(rule)), &found, f);

	*exists_out = found == 1;
	return result;
}

static int
add_row(struct register_db *db, const struct register_letter *l, struct fail *f)
{
	return register_sql_run(db, "INSERT INTO letters(id, event, referral, item, kind, audience, person, recipient, subject, message_id, size,"
	    " rule, state, attempts, queued_at, next_try_at, code, text) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, 0, ?)",
	    REGISTER_ARGS(register_int(l->id), register_int(l->event), register_id(l->referral), register_id(l->item), register_text(l->kind),
	    register_str(audience_names[l->audience]), register_text(l->person), register_text(l->to), register_text(l->subject),
	    register_text(l->message_id), register_int((int64_t)l->bytes.len), register_text(l->rule), register_str(state_names[l->state]),
	    register_int(l->queued_at), register_int(l->next_try_at != 0 ? l->next_try_at : l->queued_at), register_text(l->text)), f);
}

int
register_letter_add(struct register_db *db, const struct register_letter *l, bool *added_out, struct fail *f)
{
	bool exists;

	register_sql_must_write(db);
	*added_out = false;
	if (register_letter_exists(db, l->rule, &exists, f) == -1)
		return -1;
	if (exists)
		return 0;
	if (add_row(db, l, f) == -1 || register_sql_run(db, "INSERT INTO letter_bytes(letter, bytes) VALUES(?, ?)",
	    REGISTER_ARGS(register_int(l->id), register_bytes(l->bytes.at, l->bytes.len)), f) == -1)
		return -1;
	register_letter_count_added(db, l);
	*added_out = true;
	return 0;
}

/* ---- sending ------------------------------------------------------------------------ */

int
register_letter_due(struct register_db *db, int64_t now, struct arena *a, struct register_letters *letters, struct fail *f)
{
	sqlite3_stmt *row = register_sql_ask(db, COLUMNS "WHERE " REGISTER_LETTER_WAITS " AND next_try_at <= ? ORDER BY next_try_at, id LIMIT ?",
	    REGISTER_ARGS(register_int(now), register_int((int64_t)letters->limit)), f);
	size_t capacity = 0;
	int got;

	letters->items = NULL;
	letters->count = 0;
	while ((got = register_sql_next(db, row, f)) == 1) {
		letters->items = arena_grow(a, letters->items, letters->count, &capacity, sizeof(*letters->items));
		read_letter(row, a, &letters->items[letters->count++]);
	}
	return got;
}

int
register_letter_next_at(struct register_db *db, int64_t *at_out, struct fail *f)
{
	*at_out = INT64_MAX;
	return register_sql_number(db, "SELECT min(next_try_at) FROM letters WHERE " REGISTER_LETTER_WAITS "", REGISTER_NO_ARGS, at_out, f);
}

int
register_letter_read(struct register_db *db, int64_t id, struct arena *a, struct span *bytes_out, struct fail *f)
{
	sqlite3_blob *blob = NULL;
	int64_t found = 0;
	int result = 0;

	*bytes_out = SPAN_NONE;
	if (register_sql_number(db, "SELECT 1 FROM letter_bytes WHERE letter = ?", REGISTER_ARGS(register_int(id)), &found, f) == -1)
		return -1;
	if (found == 0)
		return fail_set(f, FAIL_REFUSE, "letter %lld has no text any more", (long long)id);
	/* As a column's value SQLite would hold a second copy of it. */
	if (sqlite3_blob_open(db->sqlite, "main", "letter_bytes", "bytes", id, 0, &blob) == SQLITE_OK) {
		int len = sqlite3_blob_bytes(blob);
		unsigned char *bytes = arena_alloc(a, (size_t)len);

		if (sqlite3_blob_read(blob, bytes, len, 0) == SQLITE_OK)
			*bytes_out = span_of(bytes, (size_t)len);
		else
			result = register_sql_fail(db, f);
	} else
		result = register_sql_fail(db, f);
	sqlite3_blob_close(blob);
	return result;
}

static bool
is_settled(enum register_letter_state s)
{
	return s == REGISTER_LETTER_ACCEPTED || s == REGISTER_LETTER_REFUSED || s == REGISTER_LETTER_GIVEN_UP;
}

int
register_letter_result(struct register_db *db, const struct register_letter_result *r, struct fail *f)
{
	bool tried = r->state == REGISTER_LETTER_SENDING;

	register_sql_must_write(db);
	if (r->state == REGISTER_LETTER_HELD || r->state == REGISTER_LETTER_IS_QUEUED)
		register_letter_count_forget(db);
	return register_sql_run(db, "UPDATE letters SET state = ?, attempts = attempts + ?, tried_at = coalesce(?, tried_at), settled_at = ?,"
	    " next_try_at = coalesce(?, next_try_at), code = ?, text = ? WHERE id = ?",
	    REGISTER_ARGS(register_str(state_names[r->state]), register_int(tried), register_id(tried ? r->at : 0),
	    register_id(is_settled(r->state) ? r->at : 0), register_id(r->next_try_at), register_int(r->code), register_text(r->text), register_int(r->id)), f);
}

int
register_letter_sending(struct register_db *db, const int64_t *ids, size_t count, int64_t at, struct fail *f)
{
	struct register_light light;
	int result = 0;

	if (register_sql_light(db, &light, f) == -1)
		return -1;
	for (size_t i = 0; i < count && result == 0; i++)
		result = register_sql_run(db, "UPDATE letters SET state = ?, attempts = attempts + 1, tried_at = ?, settled_at = NULL WHERE id = ?",
		    REGISTER_ARGS(register_str(state_names[REGISTER_LETTER_SENDING]), register_id(at), register_int(ids[i])), f);
	return register_sql_light_end(db, &light, result, f);
}

int
register_letter_recover(struct register_db *db, int64_t now, size_t *count_out, struct fail *f)
{
	register_sql_must_write(db);
	if (register_sql_run(db, "UPDATE letters SET state = 'unknown', next_try_at = ? WHERE state = 'sending'", REGISTER_ARGS(register_int(now)), f) == -1)
		return -1;
	*count_out = (size_t)sqlite3_changes64(db->sqlite);
	return 0;
}

/* ---- finding ------------------------------------------------------------------------ */

static int
read_only_letter(struct register_db *db, sqlite3_stmt *row, struct arena *a, struct register_letter *out, struct fail *f)
{
	int got = register_sql_next(db, row, f);

	memset(out, 0, sizeof(*out));
	if (got == 1) {
		read_letter(row, a, out);
		register_sql_done(row);
	}
	return got < 0 ? -1 : 0;
}

int
register_letter_get(struct register_db *db, int64_t id, struct arena *a, struct register_letter *out, struct fail *f)
{
	return read_only_letter(db, register_sql_ask(db, COLUMNS "WHERE id = ?", REGISTER_ARGS(register_int(id)), f), a, out, f);
}

int
register_letter_find_message_id(struct register_db *db, struct span message_id, struct arena *a, struct register_letter *out, struct fail *f)
{
	return read_only_letter(db, register_sql_ask(db, COLUMNS "WHERE message_id = ?", REGISTER_ARGS(register_text(message_id)), f), a, out, f);
}

/* ?1 oldest, ?2 brake */
#define GOES_BY_ITSELF "state <> 'accepted' AND state = 'held' AND (audience <> 'sender' OR queued_at >= ?1 OR text = ?2)"

/* The n-th that waits for an address fits when so many of today's are left; of those that do, the same for a domain. */
#define RELEASE \
"WITH sent(address, n) AS (SELECT lower(recipient), count(*) FROM letters WHERE queued_at >= ?3 AND state <> 'held' AND audience = 'sender' GROUP BY 1)," \
" sent_domain(domain, n) AS (SELECT substr(address, instr(address, '@')), sum(n) FROM sent GROUP BY 1)," \
" waiting AS (SELECT id, audience <> 'sender' AS ours, lower(recipient) AS address, lower(substr(recipient, instr(recipient, '@'))) AS domain" \
"  FROM letters WHERE " GOES_BY_ITSELF ")," \
" numbered AS (SELECT *, row_number() OVER (PARTITION BY ours, address ORDER BY id) AS nth FROM waiting)," \
" fitting AS (SELECT *, row_number() OVER (PARTITION BY ours, domain ORDER BY id) AS nth_of_domain FROM numbered w" \
"  WHERE ours OR ?4 = 0 OR nth + coalesce((SELECT n FROM sent WHERE sent.address = w.address), 0) <= ?4)," \
" going AS (SELECT id, ours FROM fitting w WHERE ours OR ?5 = 0" \
"  OR nth_of_domain + coalesce((SELECT n FROM sent_domain WHERE sent_domain.domain = w.domain), 0) <= ?5)" \
" UPDATE letters SET state = 'queued', queued_at = ?6, next_try_at = ?6, text = '' WHERE id IN (SELECT id FROM going ORDER BY ours DESC, id LIMIT ?7)"

int
register_letter_release(struct register_db *db, const struct register_letter_release *r, size_t *count_out, struct fail *f)
{
	register_sql_must_write(db);
	register_letter_count_forget(db);
	*count_out = 0;
	if (register_sql_run(db, RELEASE, REGISTER_ARGS(register_int(r->oldest), register_text(r->brake), register_int(r->since), register_int((int64_t)r->per_address),
	    register_int((int64_t)r->per_domain), register_int(r->at), register_int((int64_t)r->limit)), f) == -1)
		return -1;
	*count_out = (size_t)sqlite3_changes64(db->sqlite);
	return 0;
}

int
register_letter_held(struct register_db *db, const struct register_letter_release *r, bool *held_out, struct fail *f)
{
	int64_t found = 0;
	int result = register_sql_number(db, "SELECT 1 FROM letters WHERE " GOES_BY_ITSELF " LIMIT 1",
	    REGISTER_ARGS(register_int(r->oldest), register_text(r->brake)), &found, f);

	*held_out = found == 1;
	return result;
}

static sqlite3_stmt *
ask_letters(struct register_db *db, const struct register_letter_query *q, struct fail *f)
{
	struct register_value unsettled = register_int(q->unsettled);

	if (q->referral != 0)
		return register_sql_ask(db, COLUMNS "WHERE referral = ? AND (NOT ? OR state <> 'accepted') ORDER BY id",
		    REGISTER_ARGS(register_int(q->referral), unsettled), f);
	if (q->item != 0)
		return register_sql_ask(db, COLUMNS "WHERE item = ? AND (NOT ? OR state <> 'accepted') ORDER BY id",
		    REGISTER_ARGS(register_int(q->item), unsettled), f);
	if (q->to.len > 0)
		return register_sql_ask(db, COLUMNS "WHERE recipient = ? AND queued_at >= ? AND state = 'accepted' ORDER BY queued_at DESC, id DESC LIMIT ?",
		    REGISTER_ARGS(register_text(q->to), register_int(q->since), register_int(REGISTER_LETTER_RECENT)), f);
	if (q->unsettled)
		return register_sql_ask(db, COLUMNS "WHERE state <> 'accepted' ORDER BY id", REGISTER_NO_ARGS, f);
	return register_sql_ask(db, COLUMNS "ORDER BY id", REGISTER_NO_ARGS, f);
}

int
register_letter_list(struct register_db *db, const struct register_letter_query *q, struct fail *f)
{
	sqlite3_stmt *row = ask_letters(db, q, f);
	struct register_letter l;
	int got;

	while ((got = register_sql_next(db, row, f)) == 1) {
		read_letter(row, NULL, &l);
		if (!q->each(q->context, &l)) {
			register_sql_done(row);
			return 0;
		}
	}
	return got;
}

/* ?1 to, ?2 since, ?3 text, ?4 how many */
#define SUBJECT_IN \
"SELECT 1 FROM (SELECT subject FROM letters WHERE recipient = ?1 AND queued_at >= ?2 AND state = 'accepted' ORDER BY queued_at DESC LIMIT ?4)" \
" WHERE subject <> '' AND instr(lower(?3), lower(subject)) > 0 LIMIT 1"

int
register_letter_subject_in(struct register_db *db, const struct register_letter_subject *q, bool *found_out, struct fail *f)
{
	int64_t found = 0;
	int result = register_sql_number(db, SUBJECT_IN, REGISTER_ARGS(register_text(q->to), register_int(q->since), register_text(q->text), register_int(REGISTER_LETTER_LATEST)), &found, f);

	*found_out = found == 1;
	return result;
}
