/* SPDX-License-Identifier: ISC */
#include "spool/register_private.h"

#include <stdlib.h>
#include <string.h>

/* The walk goes on after a break, from what is stored, so that one changed event does not
 * make all later ones look changed. */
struct walk {
	struct register_db *db;
	struct register_verdict *verdict;
	unsigned char mac[KEYED_LEN];		/* of the event before */
	int64_t next;				/* id that should come now */
};

const char *
register_break_name(enum register_break b)
{
	switch (b) {
	case REGISTER_INTACT:
		return "intact";
	case REGISTER_CHANGED:
		return "changed";
	case REGISTER_MISSING:
		return "missing";
	case REGISTER_TAIL:
		return "tail-cut";
	case REGISTER_FACTS:
		return "facts-changed";
	case REGISTER_HEAD:
		return "head-changed";
	case REGISTER_DAMAGED:
		return "damaged";
	case REGISTER_KEY:
		return "other-key";
	}
	abort();
}

static void
note_break(struct walk *w, enum register_break what, int64_t at)
{
	if (w->verdict->what == REGISTER_INTACT) {
		w->verdict->what = what;
		w->verdict->at = at;
	}
	w->verdict->breaks++;
}

/* Facts as they lie there, hashed.  *count_out 0: none. */
static int
hash_stored(struct register_db *db, int64_t event, size_t *count_out, unsigned char hash_out[KEYED_LEN], struct fail *f)
{
	sqlite3_stmt *row = register_sql_ask(db, "SELECT name, value, salt FROM facts WHERE event = ? ORDER BY n", REGISTER_ARGS(register_int(event)), f);
	struct arena *a = arena_new(0);
	struct span *pieces = NULL;
	size_t capacity = 0, count = 0;
	int got = -1;

	while (row != NULL && (got = register_sql_next(db, row, f)) == 1) {
		for (int column = 0; column < 3; column++) {
			pieces = arena_grow(a, pieces, count, &capacity, sizeof(*pieces));
			pieces[count++] = register_sql_text(row, column, a);
		}
	}
	if (got == 0)
		keyed_hmac_list(db->facts_key, pieces, count, hash_out);
	*count_out = count;
	arena_free(a);
	return got;
}

static int
verify_facts(struct walk *w, const struct register_link *l, struct fail *f)
{
	unsigned char hash[KEYED_LEN];
	int64_t purged = 0;
	size_t count;

	if (hash_stored(w->db, l->id, &count, hash, f) == -1)
		return -1;
	if (count == 0 && l->facts.len == 0)
		return 0;
	if (count > 0) {
		if (!keyed_equal(l->facts, span_of(hash, sizeof(hash))))
			note_break(w, REGISTER_FACTS, l->id);
		return 0;
	}
	if (register_sql_number(w->db, "SELECT 1 FROM events WHERE kind = 'purged' AND id > ? AND (referral = ? OR item = ?) LIMIT 1",
	    REGISTER_ARGS(register_int(l->id), register_id(l->referral), register_id(l->item)), &purged, f) == -1)
		return -1;
	if (purged == 0)
		note_break(w, REGISTER_FACTS, l->id);
	else
		w->verdict->purged++;
	return 0;
}

static int
verify_event(struct walk *w, sqlite3_stmt *row, struct fail *f)
{
	struct register_link l = {
		sqlite3_column_int64(row, 0), sqlite3_column_int64(row, 1), sqlite3_column_int64(row, 2), sqlite3_column_int64(row, 4),
		register_sql_text(row, 3, NULL), register_sql_text(row, 5, NULL), register_sql_text(row, 6, NULL),
		register_sql_text(row, 7, NULL), register_sql_text(row, 8, NULL)
	};
	unsigned char want[KEYED_LEN], mac[KEYED_LEN] = { 0 };
	bool gap = l.id != w->next, whole = register_sql_hash(row, 9, mac);

	w->verdict->events++;
	if (gap)
		note_break(w, REGISTER_MISSING, w->next);
	if (!span_eq_str(l.key, w->db->key_id))
		note_break(w, REGISTER_KEY, l.id);
	else {
		register_chain_mac(w->db, w->mac, &l, want);
		/* After a gap the mac before is not there to check against. */
		if (!whole || (!gap && memcmp(mac, want, sizeof(mac)) != 0))
			note_break(w, REGISTER_CHANGED, l.id);
	}
	memcpy(w->mac, mac, sizeof(w->mac));
	w->next = l.id + 1;
	return verify_facts(w, &l, f);
}

static int
verify_head(struct walk *w, struct fail *f)
{
	struct register_head head;

	if (register_chain_read(w->db, &head, f) == -1) {
		if (f->class != FAIL_STOP)
			return -1;
		note_break(w, REGISTER_HEAD, w->next - 1);
		return 0;
	}
	if (head.count >= w->next)
		note_break(w, REGISTER_TAIL, w->next);
	else if (head.count != w->next - 1 || memcmp(head.mac, w->mac, sizeof(head.mac)) != 0)
		note_break(w, REGISTER_HEAD, w->next - 1);
	memcpy(w->verdict->head, w->mac, sizeof(w->verdict->head));
	return 0;
}

static int
walk_events(struct walk *w, struct fail *f)
{
	sqlite3_stmt *row = register_sql_ask(w->db,
	    "SELECT id, referral, item, kind, at, who, detail, facts, key, mac FROM events ORDER BY id", REGISTER_NO_ARGS, f);
	int got = 0;

	while ((got = register_sql_next(w->db, row, f)) == 1) {
		if (verify_event(w, row, f) == -1) {
			register_sql_done(row);
			return -1;
		}
	}
	return got == -1 ? -1 : verify_head(w, f);
}

/* The events may lie there whole in a file whose other tables and indexes do not: SQLite looks at every page. */
static int
verify_file(struct walk *w, struct fail *f)
{
	int64_t damaged = 0;

	if (register_sql_number(w->db, "SELECT count(*) FROM pragma_integrity_check(1) WHERE integrity_check <> 'ok'", REGISTER_NO_ARGS, &damaged, f) == -1)
		return -1;
	if (damaged > 0)
		note_break(w, REGISTER_DAMAGED, 0);
	return 0;
}

int
register_verify(struct register_db *db, struct register_verdict *verdict_out, struct fail *f)
{
	struct walk w = { .db = db, .verdict = verdict_out, .next = 1 };
	bool own_look = !db->open && !db->looking;
	int result;

	memset(verdict_out, 0, sizeof(*verdict_out));
	if (!db->has_key) {
		note_break(&w, REGISTER_KEY, 0);
		return 0;
	}
	register_chain_start(db, w.mac);
	if (own_look && register_look_begin(db, f) == -1)
		return -1;
	result = walk_events(&w, f) == -1 ? -1 : verify_file(&w, f);
	if (own_look)
		register_look_end(db);
	return result;
}

int
register_head(struct register_db *db, int64_t *count_out, unsigned char mac_out[KEYED_LEN], struct fail *f)
{
	struct register_head head;

	if (register_chain_read(db, &head, f) == -1)
		return -1;
	*count_out = head.count;
	memcpy(mac_out, head.mac, KEYED_LEN);
	return 0;
}
