/* SPDX-License-Identifier: ISC */
#include "spool/register_private.h"

/* The tables, as a list of steps: step n brings version n - 1 to n.  A step that has been
 * released is never edited, a further one is added.  Instants are seconds since 1970, UTC;
 * days are YYYY-MM-DD; the views show both as people read them.  A check is written with OR: for a
 * longer IN list SQLite makes and drops a table at each row that is written. */

static const char mail_tables[] =
"CREATE TABLE items("
"	id INTEGER PRIMARY KEY,"
"	mailbox TEXT NOT NULL, folder TEXT NOT NULL, uidvalidity INTEGER NOT NULL, uid INTEGER NOT NULL,"
"	sha256 BLOB NOT NULL CHECK(length(sha256) = 32), size INTEGER NOT NULL,"
"	internaldate_at INTEGER, fetched_at INTEGER NOT NULL, received_at INTEGER NOT NULL, received_by TEXT NOT NULL, message_at INTEGER,"
"	message_id TEXT NOT NULL, sender TEXT NOT NULL, class TEXT NOT NULL, class_why TEXT NOT NULL,"
"	status TEXT NOT NULL CHECK(status = 'open' OR status = 'done' OR status = 'dismissed' OR status = 'joined' OR status = 'quarantined'), reason TEXT NOT NULL,"
"	referral INTEGER REFERENCES referrals(id) DEFERRABLE INITIALLY DEFERRED,"
"	first INTEGER REFERENCES items(id), route TEXT NOT NULL,"
"	target TEXT NOT NULL, moved_at INTEGER, moved_uidvalidity INTEGER, moved_uid INTEGER,"
"	UNIQUE(mailbox, folder, uidvalidity, uid)"
") STRICT;"
"CREATE INDEX items_sha256 ON items(sha256, id);"
"CREATE INDEX items_message_id ON items(message_id, id) WHERE message_id <> '';"
"CREATE INDEX items_referral ON items(referral, id) WHERE referral IS NOT NULL;"
"CREATE INDEX items_open ON items(id) WHERE status IN ('open', 'quarantined');"
"CREATE TRIGGER items_stay BEFORE DELETE ON items BEGIN SELECT RAISE(ABORT, 'items are never deleted'); END;"
"CREATE TRIGGER items_once BEFORE INSERT ON items"
" WHEN EXISTS(SELECT 1 FROM items WHERE id = NEW.id) OR EXISTS(SELECT 1 FROM items WHERE mailbox = NEW.mailbox"
"  AND folder = NEW.folder AND uidvalidity = NEW.uidvalidity AND uid = NEW.uid)"
" BEGIN SELECT RAISE(ABORT, 'this message has its item already'); END;"
"CREATE TABLE attempts("
"	mailbox TEXT NOT NULL, folder TEXT NOT NULL, uidvalidity INTEGER NOT NULL, uid INTEGER NOT NULL, count INTEGER NOT NULL,"
"	PRIMARY KEY(mailbox, folder, uidvalidity, uid)"
") STRICT, WITHOUT ROWID;"
"CREATE TABLE folders("
"	mailbox TEXT NOT NULL, folder TEXT NOT NULL, uidvalidity INTEGER NOT NULL, next_uid INTEGER NOT NULL,"
"	PRIMARY KEY(mailbox, folder)"
") STRICT, WITHOUT ROWID;";

static const char case_tables[] =
"CREATE TABLE counters(year INTEGER PRIMARY KEY, last INTEGER NOT NULL) STRICT;"
"CREATE TRIGGER counters_rise BEFORE UPDATE ON counters WHEN NEW.last < OLD.last OR NEW.year <> OLD.year"
" BEGIN SELECT RAISE(ABORT, 'a number once given stays used'); END;"
"CREATE TRIGGER counters_stay BEFORE DELETE ON counters BEGIN SELECT RAISE(ABORT, 'a number once given stays used'); END;"
"CREATE TABLE referrals("
"	id INTEGER PRIMARY KEY, reference TEXT NOT NULL UNIQUE COLLATE NOCASE,"
"	type TEXT NOT NULL CHECK(type = 'lcspr' OR type = 'plr'), form TEXT NOT NULL,"
"	status TEXT NOT NULL CHECK(status = 'new' OR status = 'acknowledged' OR status = 'in-review' OR status = 'decided' OR status = 'closed'), outcome TEXT NOT NULL,"
"	received_at INTEGER NOT NULL, registered_at INTEGER NOT NULL,"
"	referrer TEXT NOT NULL, referrer_agency TEXT NOT NULL, owner TEXT NOT NULL, ladder TEXT NOT NULL, route TEXT NOT NULL,"
"	urgent INTEGER NOT NULL, on_hold INTEGER NOT NULL,"
"	duplicate_of INTEGER REFERENCES referrals(id), opened_by INTEGER REFERENCES items(id) DEFERRABLE INITIALLY DEFERRED,"
"	closed_at INTEGER, revision INTEGER NOT NULL,"
"	next_milestone TEXT NOT NULL, next_due TEXT, level INTEGER NOT NULL, next_check_at INTEGER NOT NULL,"
"	CHECK((status = 'closed') = (closed_at IS NOT NULL))"
") STRICT;"
"CREATE INDEX referrals_due ON referrals(next_due, id);"
"CREATE INDEX referrals_open_due ON referrals(next_due, id) WHERE closed_at IS NULL;"
"CREATE INDEX referrals_check ON referrals(next_check_at) WHERE closed_at IS NULL;"
"CREATE TRIGGER referrals_stay BEFORE DELETE ON referrals BEGIN SELECT RAISE(ABORT, 'referrals are never deleted'); END;"
"CREATE TRIGGER referrals_once BEFORE INSERT ON referrals WHEN EXISTS(SELECT 1 FROM referrals WHERE id = NEW.id OR reference = NEW.reference)"
" BEGIN SELECT RAISE(ABORT, 'this referral is there already'); END;"
"CREATE TABLE links(referral INTEGER NOT NULL REFERENCES referrals(id), other INTEGER NOT NULL REFERENCES referrals(id),"
"	PRIMARY KEY(referral, other)) STRICT, WITHOUT ROWID;"
"CREATE TABLE revisions("
"	referral INTEGER NOT NULL REFERENCES referrals(id), revision INTEGER NOT NULL, item INTEGER REFERENCES items(id) DEFERRABLE INITIALLY DEFERRED,"
"	at INTEGER NOT NULL, form TEXT NOT NULL, after_event INTEGER NOT NULL,"
"	PRIMARY KEY(referral, revision)"
") STRICT, WITHOUT ROWID;"
"CREATE TABLE fields("
"	id INTEGER PRIMARY KEY, referral INTEGER NOT NULL, revision INTEGER NOT NULL,"
"	key TEXT NOT NULL, place TEXT NOT NULL CHECK(place = 'first' OR place = 'several' OR place = 'also'),"
"	state TEXT NOT NULL CHECK(state = 'answered' OR state = 'unanswered' OR state = 'invalid' OR state = 'unreadable'),"
"	value TEXT, raw TEXT NOT NULL, qualifier TEXT NOT NULL, source TEXT NOT NULL,"
"	FOREIGN KEY(referral, revision) REFERENCES revisions(referral, revision)"
") STRICT;"
"CREATE INDEX fields_revision ON fields(referral, revision, id);"
"CREATE TABLE problems("
"	id INTEGER PRIMARY KEY, referral INTEGER NOT NULL, revision INTEGER NOT NULL, code TEXT NOT NULL, field TEXT NOT NULL, detail TEXT NOT NULL,"
"	FOREIGN KEY(referral, revision) REFERENCES revisions(referral, revision)"
") STRICT;"
"CREATE INDEX problems_revision ON problems(referral, revision, id);"
"CREATE TABLE children(referral INTEGER NOT NULL REFERENCES referrals(id), name TEXT NOT NULL, dob TEXT,"
"	UNIQUE(referral, name, dob)) STRICT;"
"CREATE INDEX children_name ON children(name);"
"CREATE INDEX children_dob ON children(dob) WHERE dob IS NOT NULL;";

/* The guard on insert also stops REPLACE from a connection without recursive_triggers. */
static const char event_tables[] =
"CREATE TABLE events("
"	id INTEGER PRIMARY KEY, referral INTEGER REFERENCES referrals(id) DEFERRABLE INITIALLY DEFERRED,"
"	item INTEGER REFERENCES items(id) DEFERRABLE INITIALLY DEFERRED,"
"	kind TEXT NOT NULL, at INTEGER NOT NULL, who TEXT NOT NULL, detail TEXT NOT NULL,"
"	facts BLOB, key TEXT NOT NULL, mac BLOB NOT NULL"
") STRICT;"
"CREATE INDEX events_referral ON events(referral, id) WHERE referral IS NOT NULL;"
"CREATE INDEX events_item ON events(item, id) WHERE item IS NOT NULL;"
"CREATE TABLE facts("
"	event INTEGER NOT NULL REFERENCES events(id), n INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, salt BLOB NOT NULL,"
"	PRIMARY KEY(event, n)"
") STRICT, WITHOUT ROWID;"
"CREATE TABLE head(one INTEGER PRIMARY KEY CHECK(one = 1), count INTEGER NOT NULL, mac BLOB NOT NULL, key TEXT NOT NULL, seal BLOB NOT NULL) STRICT;"
"CREATE TRIGGER events_append BEFORE INSERT ON events WHEN NEW.id <= (SELECT coalesce(max(id), 0) FROM events)"
" BEGIN SELECT RAISE(ABORT, 'events are only added at the end'); END;"
"CREATE TRIGGER events_keep BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;"
"CREATE TRIGGER events_stay BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;"
"CREATE TRIGGER facts_append BEFORE INSERT ON facts"
" WHEN NEW.event <> (SELECT max(id) FROM events) OR EXISTS(SELECT 1 FROM facts WHERE event = NEW.event AND n = NEW.n)"
" BEGIN SELECT RAISE(ABORT, 'facts are only added with their event'); END;"
"CREATE TRIGGER facts_keep BEFORE UPDATE ON facts BEGIN SELECT RAISE(ABORT, 'facts are never changed'); END;"
"CREATE TRIGGER facts_stay BEFORE DELETE ON facts WHEN NOT EXISTS(SELECT 1 FROM events p, events e WHERE e.id = OLD.event"
"  AND p.kind = 'purged' AND p.id > e.id AND (p.referral = e.referral OR p.item = e.item))"
" BEGIN SELECT RAISE(ABORT, 'facts are deleted by a purge only'); END;"
"CREATE TRIGGER fields_keep BEFORE UPDATE ON fields BEGIN SELECT RAISE(ABORT, 'fields are never changed: a revision is added'); END;"
"CREATE TRIGGER fields_stay BEFORE DELETE ON fields"
" WHEN NOT EXISTS(SELECT 1 FROM events WHERE kind = 'purged' AND referral = OLD.referral)"
" BEGIN SELECT RAISE(ABORT, 'fields are deleted by a purge only'); END;"
"CREATE TRIGGER fields_once BEFORE INSERT ON fields WHEN EXISTS(SELECT 1 FROM fields WHERE id = NEW.id)"
" BEGIN SELECT RAISE(ABORT, 'fields are never changed: a revision is added'); END;";

static const char letter_tables[] =
"CREATE TABLE letters("
"	id INTEGER PRIMARY KEY, event INTEGER NOT NULL REFERENCES events(id),"
"	referral INTEGER REFERENCES referrals(id), item INTEGER REFERENCES items(id), kind TEXT NOT NULL,"
"	audience TEXT NOT NULL CHECK(audience = 'sender' OR audience = 'coordinator' OR audience = 'admin'), person TEXT NOT NULL,"
"	recipient TEXT NOT NULL COLLATE NOCASE, subject TEXT NOT NULL, message_id TEXT NOT NULL UNIQUE, size INTEGER NOT NULL,"
"	rule TEXT NOT NULL UNIQUE, state TEXT NOT NULL CHECK(" REGISTER_LETTER_WAITS
"	 OR state = 'sending' OR state = 'accepted' OR state = 'refused' OR state = 'given-up' OR state = 'held'),"
"	attempts INTEGER NOT NULL, queued_at INTEGER NOT NULL, next_try_at INTEGER NOT NULL, tried_at INTEGER, settled_at INTEGER,"
"	code INTEGER NOT NULL, text TEXT NOT NULL"
") STRICT;"
"CREATE INDEX letters_due ON letters(next_try_at, id) WHERE " REGISTER_LETTER_WAITS ";"
"CREATE INDEX letters_unsettled ON letters(id) WHERE state <> 'accepted';"
"CREATE INDEX letters_sending ON letters(id) WHERE state = 'sending';"
"CREATE INDEX letters_recipient ON letters(recipient, queued_at);"
"CREATE INDEX letters_queued_at ON letters(queued_at);"
"CREATE INDEX letters_referral ON letters(referral, id) WHERE referral IS NOT NULL;"
"CREATE INDEX letters_item ON letters(item, id) WHERE item IS NOT NULL;"
"CREATE TABLE letter_bytes(letter INTEGER PRIMARY KEY REFERENCES letters(id), bytes BLOB NOT NULL) STRICT;"
"CREATE TRIGGER letters_stay BEFORE DELETE ON letters BEGIN SELECT RAISE(ABORT, 'letters are never deleted'); END;"
"CREATE TRIGGER letters_keep BEFORE UPDATE OF id, event, referral, item, kind, person, recipient, message_id, rule ON letters"
" BEGIN SELECT RAISE(ABORT, 'only the delivery of a letter changes'); END;"
"CREATE TRIGGER letters_once BEFORE INSERT ON letters WHEN EXISTS(SELECT 1 FROM letters WHERE id = NEW.id)"
" BEGIN SELECT RAISE(ABORT, 'this letter is there already'); END;"
"CREATE TABLE alerts("
"	id INTEGER PRIMARY KEY, referral INTEGER REFERENCES referrals(id), about TEXT NOT NULL, level TEXT NOT NULL, episode TEXT NOT NULL,"
"	state TEXT NOT NULL CHECK(state = 'open' OR state = 'answered' OR state = 'over'), started_at INTEGER NOT NULL,"
"	ended_at INTEGER, ended_by TEXT NOT NULL, how TEXT NOT NULL"
") STRICT;"
"CREATE UNIQUE INDEX alerts_key ON alerts(coalesce(referral, 0), about, level, episode);"
"CREATE INDEX alerts_open ON alerts(coalesce(referral, 0), id) WHERE state = 'open';"
"CREATE TABLE told("
"	alert INTEGER NOT NULL REFERENCES alerts(id), rung INTEGER NOT NULL, person TEXT NOT NULL, period INTEGER NOT NULL,"
"	at INTEGER NOT NULL, letter INTEGER REFERENCES letters(id), away INTEGER NOT NULL,"
"	PRIMARY KEY(alert, rung, person, period)"
") STRICT, WITHOUT ROWID;"
"CREATE INDEX told_letter ON told(letter) WHERE letter IS NOT NULL;"
"CREATE TABLE liveness(what TEXT NOT NULL, of TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY(what, of)) STRICT, WITHOUT ROWID;"
"CREATE TABLE faults(name TEXT NOT NULL, of TEXT NOT NULL, detail TEXT NOT NULL, since INTEGER NOT NULL, PRIMARY KEY(name, of)) STRICT, WITHOUT ROWID;";

/* For people with the sqlite3 shell, and for other tools. */
static const char views[] =
"CREATE VIEW register AS SELECT reference, type, status, outcome,"
" strftime('%Y-%m-%dT%H:%M:%SZ', received_at, 'unixepoch') AS received, referrer_agency, owner, form, route, urgent,"
" next_milestone, next_due,"
" CASE level WHEN 0 THEN 'green' WHEN 1 THEN 'amber' WHEN 2 THEN 'red' WHEN 3 THEN 'overdue' ELSE 'done' END AS level,"
" strftime('%Y-%m-%dT%H:%M:%SZ', closed_at, 'unixepoch') AS closed,"
" (SELECT d.reference FROM referrals d WHERE d.id = r.duplicate_of) AS duplicate_of FROM referrals r;"
"CREATE VIEW open_referrals AS SELECT reference, type, status, received, referrer_agency, owner, next_milestone, next_due, level"
" FROM register WHERE closed IS NULL;"
"CREATE VIEW due AS SELECT next_due AS due, next_milestone AS milestone, level, reference, type, owner"
" FROM register WHERE closed IS NULL AND next_due IS NOT NULL ORDER BY next_due, reference;";

/* Which due dates people were last told of, and which holidays they were counted with: so that
 * a changed calendar or policy is noticed however long the daemon was not there. */
static const char clock_tables[] =
"CREATE TABLE clocks(referral INTEGER PRIMARY KEY REFERENCES referrals(id), lines TEXT NOT NULL) STRICT;"
"ALTER TABLE links ADD COLUMN same_incident INTEGER NOT NULL DEFAULT 0;"
"CREATE TABLE calendar(one INTEGER PRIMARY KEY CHECK(one = 1), holidays TEXT NOT NULL, policy TEXT NOT NULL) STRICT;";

struct step {
	const char *const *scripts;
};

static const char *const step_1[] = { mail_tables, case_tables, event_tables, letter_tables, views, NULL };
static const char *const step_2[] = { clock_tables, NULL };
static const char *const step_3[] = { "ALTER TABLE items ADD COLUMN header_at INTEGER", NULL };
/* What no clock counts from: asked for whenever a case is loaded, and few of its problems are that. */
static const char *const step_4[] = { "CREATE INDEX problems_implausible ON problems(referral, revision, field) WHERE code = 'implausible'", NULL };
/* How many clocks of a case are past or soon due, for letters that tell of all cases: every open one is looked at once more. */
static const char *const step_5[] = {
	"ALTER TABLE referrals ADD COLUMN past INTEGER NOT NULL DEFAULT 0", "ALTER TABLE referrals ADD COLUMN past_due TEXT",
	"ALTER TABLE referrals ADD COLUMN soon INTEGER NOT NULL DEFAULT 0", "ALTER TABLE referrals ADD COLUMN soon_due TEXT",
	"UPDATE referrals SET next_check_at = 0 WHERE closed_at IS NULL",
	"CREATE INDEX events_moved ON events(at) WHERE " REGISTER_EVENT_MOVES,
	"CREATE INDEX items_fetched ON items(fetched_at, id)", NULL
};
/* A recount under way, and who is to hear what of it: see register_recount.h. */
static const char *const step_6[] = {
	"CREATE TABLE recount(one INTEGER PRIMARY KEY CHECK(one = 1), cause INTEGER NOT NULL, after INTEGER NOT NULL, why TEXT NOT NULL) STRICT",
	"CREATE TABLE recount_words(person TEXT NOT NULL, referral INTEGER NOT NULL REFERENCES referrals(id), lines TEXT NOT NULL, PRIMARY KEY(person, referral)) STRICT", NULL
};
/* Who said what to a letter of ours, as a keyed hash that counts for a day: only a program says the same again. */
static const char *const step_7[] = { "CREATE TABLE said(what BLOB PRIMARY KEY CHECK(length(what) = 32), at INTEGER NOT NULL) STRICT, WITHOUT ROWID", NULL };
/* Where a stored file came from, until it has its row: see register_item.h. */
static const char *const step_8[] = {
	"CREATE TABLE arrivals(sha256 BLOB PRIMARY KEY CHECK(length(sha256) = 32), mailbox TEXT NOT NULL, folder TEXT NOT NULL, internaldate_at INTEGER) STRICT, WITHOUT ROWID", NULL
};
/* A domain's quota is asked for at each letter to it, and a full mailbox writes to many: without this, each looked at all of a day's letters. */
static const char *const step_9[] = { "CREATE INDEX letters_domain ON letters(" REGISTER_LETTER_DOMAIN ", queued_at) WHERE audience = 'sender'", NULL };
/* How often somebody was told of bounces that name no letter of ours is asked at each of those, and a coordinator may have had thousands of letters.
 * What a mail opened is asked at each acknowledgement. */
static const char *const step_10[] = {
	"CREATE INDEX letters_untied ON letters(recipient, queued_at) WHERE " REGISTER_LETTER_UNTIED,
	"CREATE INDEX referrals_opened_by ON referrals(opened_by) WHERE opened_by IS NOT NULL", NULL
};
static const struct step steps[] = { { step_1 }, { step_2 }, { step_3 }, { step_4 }, { step_5 }, { step_6 }, { step_7 }, { step_8 }, { step_9 }, { step_10 } };

enum { LATEST = sizeof(steps) / sizeof(steps[0]), APPLICATION = 0x52656672 /* "Refr" */ };

static int
read_version(struct register_db *db, int64_t *version, struct fail *f)
{
	int64_t application = 0;

	*version = 0;
	if (register_sql_number(db, "PRAGMA user_version", REGISTER_NO_ARGS, version, f) == -1 ||
	    register_sql_number(db, "PRAGMA application_id", REGISTER_NO_ARGS, &application, f) == -1)
		return -1;
	if (*version > LATEST)
		return fail_set(f, FAIL_STOP, "register: written by a newer referrald (schema %lld, this one knows %d): install that one",
		    (long long)*version, LATEST);
	if (*version > 0 && application != APPLICATION)
		return fail_set(f, FAIL_STOP, "register: this is another program's database");
	return 0;
}

static int
take_steps(struct register_db *db, struct fail *f)
{
	int64_t version;
	char *pragma;
	int result;

	/* Read again inside: two processes may have been started together. */
	if (read_version(db, &version, f) == -1)
		return -1;
	for (int64_t i = version; i < LATEST; i++)
		for (const char *const *script = steps[i].scripts; *script != NULL; script++)
			if (register_sql_script(db, *script, f) == -1)
				return -1;
	if (version == 0 && register_chain_first(db, f) == -1)
		return -1;
	pragma = sqlite3_mprintf("PRAGMA user_version=%d; PRAGMA application_id=%d", LATEST, APPLICATION);
	result = register_sql_script(db, pragma, f);
	sqlite3_free(pragma);
	return result;
}

int
register_schema_open(struct register_db *db, struct fail *f)
{
	struct register_head head;
	int64_t version;

	if (read_version(db, &version, f) == -1)
		return -1;
	if (db->mode == REGISTER_READ) {
		if (version < LATEST)
			return fail_set(f, version == 0 ? FAIL_REFUSE : FAIL_STOP, version == 0 ? "there is no register yet" :
			    "register: schema %lld is older than this program: start referrald once", (long long)version);
		return 0;
	}
	if (version == 0 && db->known)
		return fail_set(f, FAIL_STOP, "register.db holds no register, and mail/ has messages that one recorded: put it back from the backup, or, to begin anew, move mail/ away");
	if (version < LATEST) {
		if (register_sql_script(db, "BEGIN IMMEDIATE", f) == -1)
			return -1;
		if (take_steps(db, f) == -1 || register_sql_script(db, "COMMIT", f) == -1) {
			sqlite3_exec(db->sqlite, "ROLLBACK", NULL, NULL, NULL);
			return -1;
		}
	}
	return register_chain_read(db, &head, f);
}
