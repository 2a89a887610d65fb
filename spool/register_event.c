/* SPDX-License-Identifier: ISC */
#include "spool/register_event.h"
#include "spool/register_private.h"

#include <string.h>

enum { SALT = 16 };

static const char *const kind_names[REGISTER_EVENT_KINDS] = {
	[REGISTER_REGISTERED] = "registered",
	[REGISTER_ACKNOWLEDGED] = "acknowledged",
	[REGISTER_TAKEN_BY] = "taken",
	[REGISTER_TYPE_CHANGED] = "type-changed",
	[REGISTER_FACT_RECORDED] = "fact-recorded",
	[REGISTER_MILESTONE_DONE] = "milestone-done",
	[REGISTER_MILESTONE_REOPENED] = "milestone-reopened",
	[REGISTER_OUTCOME] = "outcome",
	[REGISTER_NOTE] = "note",
	[REGISTER_LINKED] = "linked",
	[REGISTER_UNLINKED] = "unlinked",
	[REGISTER_REOPENED] = "reopened",
	[REGISTER_CLOSED] = "closed",
	[REGISTER_NOT_A_REFERRAL] = "not-a-referral",
	[REGISTER_LETTER_QUEUED] = "letter-queued",
	[REGISTER_LETTER_SENT] = "letter-sent",
	[REGISTER_LETTER_FAILED] = "letter-failed",
	[REGISTER_LETTER_SUPPRESSED] = "letter-suppressed",
	[REGISTER_ALERT] = "alert",
	[REGISTER_ANSWERED] = "answered",
	[REGISTER_CLIMBED] = "climbed",
	[REGISTER_NOBODY_ANSWERED] = "nobody-answered",
	[REGISTER_JOINED] = "joined",
	[REGISTER_REVISED] = "revised",
	[REGISTER_QUARANTINED] = "quarantined",
	[REGISTER_DISMISSED] = "dismissed",
	[REGISTER_REPARSED] = "reparsed",
	[REGISTER_RECEIVED] = "received",
	[REGISTER_VIEWED] = "viewed",
	[REGISTER_EXPORTED] = "exported",
	[REGISTER_HOLIDAY_CHANGED] = "holiday-changed",
	[REGISTER_CLOCK_MOVED] = "clock-moved",
	[REGISTER_CONFIG_LOADED] = "config-loaded",
	[REGISTER_COMMAND_REFUSED] = "command-refused",
	[REGISTER_FAULT_BEGAN] = "fault-began",
	[REGISTER_FAULT_ENDED] = "fault-ended",
	[REGISTER_HELD] = "held",
	[REGISTER_RELEASED] = "released",
	[REGISTER_PURGED] = "purged",
	[REGISTER_STARTED] = "started",
	[REGISTER_STOPPED] = "stopped",
	[REGISTER_FOLDER_RESET] = "folder-reset",
	[REGISTER_MESSAGES_REMOVED] = "messages-removed",
	[REGISTER_LETTER_DELIVERED] = "letter-delivered",
	[REGISTER_LETTER_DELAYED] = "letter-delayed",
	[REGISTER_LETTER_READ] = "letter-read",
	[REGISTER_AWAY] = "away",
	[REGISTER_DIGEST] = "digest",
	[REGISTER_FOUND] = "found",
};

const char *
register_event_kind_name(enum register_event_kind k)
{
	return kind_names[k];
}

bool
register_event_kind_find(struct span name, enum register_event_kind *out)
{
	for (unsigned i = 0; i < REGISTER_EVENT_KINDS; i++) {
		if (span_eq_str(name, kind_names[i])) {
			*out = (enum register_event_kind)i;
			return true;
		}
	}
	return false;
}

/* ---- adding ------------------------------------------------------------------------- */

static struct span
salt_of(const unsigned char *salts, size_t i)
{
	return span_of(salts + i * SALT, SALT);
}

static int
add_facts(struct register_db *db, const struct register_event *e, int64_t id, const unsigned char *salts, struct fail *f)
{
	for (size_t i = 0; i < e->facts_count; i++) {
		struct span salt = salt_of(salts, i);

		if (register_sql_run(db, "INSERT INTO facts(event, n, name, value, salt) VALUES(?, ?, ?, ?, ?)",
		    REGISTER_ARGS(register_int(id), register_int((int64_t)i), register_text(e->facts[i].name), register_text(e->facts[i].value),
		    register_bytes(salt.at, salt.len)), f) == -1)
			return -1;
	}
	return 0;
}

/* Each fact has a salt of its own, so that the hash that stays tells nothing of it. */
static void
hash_facts(struct register_db *db, struct arena *a, const struct register_event *e, unsigned char *salts, unsigned char hash_out[KEYED_LEN])
{
	struct span *pieces = arena_array(a, e->facts_count * 3, sizeof(*pieces));

	keyed_random(salts, e->facts_count * SALT);
	for (size_t i = 0; i < e->facts_count; i++) {
		pieces[3 * i] = e->facts[i].name;
		pieces[3 * i + 1] = e->facts[i].value;
		pieces[3 * i + 2] = salt_of(salts, i);
	}
	keyed_hmac_list(db->facts_key, pieces, e->facts_count * 3, hash_out);
}

static int
add_row(struct register_db *db, const struct register_link *l, const unsigned char mac[KEYED_LEN], struct fail *f)
{
	struct register_value facts = l->facts.len == 0 ? register_id(0) : register_bytes(l->facts.at, l->facts.len);

	return register_sql_run(db, "INSERT INTO events(id, referral, item, kind, at, who, detail, facts, key, mac) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	    REGISTER_ARGS(register_int(l->id), register_id(l->referral), register_id(l->item), register_text(l->kind), register_int(l->at),
	    register_text(l->who), register_text(l->detail), facts, register_text(l->key), register_bytes(mac, KEYED_LEN)), f);
}

int
register_event_add(struct register_db *db, const struct register_event *e, int64_t *id_out, struct fail *f)
{
	unsigned char hash[KEYED_LEN];
	struct arena *a = arena_new(0);
	unsigned char *salts = arena_array(a, e->facts_count + 1, SALT);
	struct register_head next = { db->head.count + 1, { 0 } };
	struct register_link l = {
		next.count, e->referral, e->item, e->at, span_str(kind_names[e->kind]), e->who, e->detail, SPAN_NONE, span_str(db->key_id)
	};
	int result = -1;

	register_sql_must_write(db);
	if (e->facts_count > 0) {
		hash_facts(db, a, e, salts, hash);
		l.facts = span_of(hash, sizeof(hash));
	}
	register_chain_mac(db, db->head.mac, &l, next.mac);
	if (add_row(db, &l, next.mac, f) == 0 && add_facts(db, e, next.count, salts, f) == 0) {
		db->head = next;
		db->head_moved = true;
		if (id_out != NULL)
			*id_out = next.count;
		result = 0;
	}
	arena_free(a);
	return result;
}

/* ---- reading ------------------------------------------------------------------------ */

static int
read_facts(struct register_db *db, struct arena *a, struct register_event *e, struct fail *f)
{
	sqlite3_stmt *row = register_sql_ask(db, "SELECT name, value FROM facts WHERE event = ? ORDER BY n", REGISTER_ARGS(register_int(e->id)), f);
	struct register_fact *facts = NULL;
	size_t capacity = 0;
	int got;

	while ((got = register_sql_next(db, row, f)) == 1) {
		facts = arena_grow(a, facts, e->facts_count, &capacity, sizeof(*facts));
		facts[e->facts_count++] = (struct register_fact){ register_sql_text(row, 0, a), register_sql_text(row, 1, a) };
	}
	e->facts = facts;
	e->facts_gone = e->facts_count == 0;
	return got;
}

static int
read_event(struct register_db *db, sqlite3_stmt *row, struct arena *a, struct register_event *e, struct fail *f)
{
	*e = (struct register_event){
		.id = sqlite3_column_int64(row, 0),
		.referral = sqlite3_column_int64(row, 1),
		.item = sqlite3_column_int64(row, 2),
		.at = sqlite3_column_int64(row, 4),
		.who = register_sql_text(row, 5, a),
		.detail = register_sql_text(row, 6, a),
	};
	if (!register_event_kind_find(register_sql_text(row, 3, NULL), &e->kind))
		return fail_set(f, FAIL_STOP, "register: event %lld is of no known kind: run referralctl audit verify", (long long)e->id);
	return sqlite3_column_type(row, 7) == SQLITE_NULL ? 0 : read_facts(db, a, e, f);
}

#define COLUMNS "SELECT id, referral, item, kind, at, who, detail, facts FROM events "

static sqlite3_stmt *
ask_events(struct register_db *db, const struct register_event_query *q, struct fail *f)
{
	struct register_value after = register_int(q->after), referral = register_int(q->referral), item = register_int(q->item);

	if (q->referral != 0 && q->item != 0)
		return register_sql_ask(db, COLUMNS "WHERE id > ? AND referral = ? AND item = ? ORDER BY id", REGISTER_ARGS(after, referral, item), f);
	if (q->referral != 0)
		return register_sql_ask(db, COLUMNS "WHERE id > ? AND referral = ? ORDER BY id", REGISTER_ARGS(after, referral), f);
	if (q->item != 0)
		return register_sql_ask(db, COLUMNS "WHERE id > ? AND item = ? ORDER BY id", REGISTER_ARGS(after, item), f);
	return register_sql_ask(db, COLUMNS "WHERE id > ? ORDER BY id", REGISTER_ARGS(after), f);
}

int
register_event_list(struct register_db *db, const struct register_event_query *q, struct fail *f)
{
	sqlite3_stmt *row = ask_events(db, q, f);
	struct register_event e;
	bool more = true;
	int got = 0;

	if (row == NULL)
		return -1;
	while (more && (got = register_sql_next(db, row, f)) == 1) {
		struct arena *a = arena_new(0);

		if ((got = read_event(db, row, a, &e, f)) == -1)
			more = false;
		else
			more = q->each(q->context, &e);
		arena_free(a);
	}
	if (!more)
		register_sql_done(row);
	return got == -1 ? -1 : 0;
}
