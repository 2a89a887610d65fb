/* SPDX-License-Identifier: ISC
 *
 * register: the list of events and what follows from it, in SQLite (whose only home this is).
 *
 * This header opens the register, frames transactions, and holds what belongs to no single
 * noun: the chain's verdict, the backup, liveness and faults.  register_item.h, _case.h,
 * _event.h, _letter.h and _alert.h hold the nouns.  Whoever writes, writes through these.
 *
 * Every function gives 0, or -1 and a fail: busy, locked, disk full and I/O errors are
 * FAIL_RETRY; a damaged file, a newer schema, a foreign key file or a broken invariant are
 * FAIL_STOP.  Spans in a struct that went in are borrowed for the call; spans that come out
 * live in the arena given, or, in an `each`, until it returns (it may read through other
 * functions and must not write; false stops).  Times are seconds UTC, 0 for none; ids
 * start at 1, 0 is none.  Names of people are as in the config.
 *
 * Functions marked UNFLUSHED may be called outside a transaction: they are then safe
 * against a killed process, not against a power cut, and cost no flush.  All others that
 * write need register_begin(), and die without it.
 */
#ifndef SPOOL_REGISTER_H
#define SPOOL_REGISTER_H

#include "spool/keyed.h"

struct register_db;
enum register_mode { REGISTER_READ, REGISTER_WRITE, REGISTER_WRITE_KNOWN };

/* The master key is copied (keys for chain and facts are derived from it).  NULL is allowed for REGISTER_READ.
 * REGISTER_WRITE makes or migrates the tables; REGISTER_WRITE_KNOWN, of one that must have them, only migrates them, and where
 * there are none is FAIL_STOP.  REGISTER_READ of no file, or an empty one, is FAIL_REFUSE. */
struct register_db *register_open(const char *path, const unsigned char *key, enum register_mode mode, struct fail *f);
void register_close(struct register_db *db);		/* rolls back what is open; NULL is fine */

/* BEGIN IMMEDIATE; the chain's head is read inside.  A failed commit has rolled back.  A file that is no longer the one under
 * its name is FAIL_STOP, for whatever writes: a copy of it is made first: register.db.rescued,
 * or register.db.rescued.2 where one of an earlier time is. */
int register_begin(struct register_db *db, struct fail *f);
/* The same, but its commit costs no flush: safe against a killed process, against a power cut only
 * with the next commit that has one. */
int register_begin_unflushed(struct register_db *db, struct fail *f);
int register_commit(struct register_db *db, struct fail *f);
void register_rollback(struct register_db *db);		/* fine when nothing is open */
bool register_is_open(const struct register_db *db);	/* a transaction is */
int64_t register_changes(const struct register_db *db);	/* rows that this handle has written so far: another number, and something has changed */
void register_make_room(struct register_db *db);	/* many messages are coming: more pages are kept, until the next rest, or what was just written is read again to be sent */
void register_rest(struct register_db *db);		/* in a quiet moment: pages kept to be quicker are given back */
/* One message's part of a shared transaction, one at a time.  When one of them fails, roll back all of it. */
int register_step_begin(struct register_db *db, struct fail *f);
int register_step_keep(struct register_db *db, struct fail *f);
int register_step_undo(struct register_db *db, struct fail *f);
/* Several reads that see the same moment; nothing may be written in between. */
int register_look_begin(struct register_db *db, struct fail *f);
void register_look_end(struct register_db *db);

/* Where the chain breaks first. */
enum register_break {
	REGISTER_INTACT,
	REGISTER_CHANGED,	/* this event is not what was written, or stands in another's place */
	REGISTER_MISSING,	/* events from this id on are gone, later ones are there */
	REGISTER_TAIL,		/* events from this id to the last are gone */
	REGISTER_FACTS,		/* its facts are not those it was written with, or gone without a purge */
	REGISTER_HEAD,		/* the head record itself is gone or was made by no holder of the key */
	REGISTER_DAMAGED,	/* the file is no whole one: pages are missing, or another's */
	REGISTER_KEY		/* written with another key: cannot be told */
};
struct register_verdict {
	enum register_break what;
	int64_t at;			/* event id of the first break */
	int64_t breaks;			/* how many in all */
	int64_t events;			/* read */
	int64_t purged;			/* events whose facts retention has removed */
	unsigned char head[KEYED_LEN];	/* mac of the last event: printed elsewhere now and then, it shows a register put back whole */
};
int register_verify(struct register_db *db, struct register_verdict *verdict_out, struct fail *f);
const char *register_break_name(enum register_break b);
/* Events written so far, and the head's mac. */
int register_head(struct register_db *db, int64_t *count_out, unsigned char mac_out[KEYED_LEN], struct fail *f);

/* Online; the file must not exist and is made 0600.  `progress` (done, total pages; may be NULL) returns false to give up. */
struct register_progress {
	bool (*step)(void *context, int done, int total);
	void *context;
};
int register_backup(struct register_db *db, const char *path, const struct register_progress *progress, struct fail *f);

/* Liveness: when something last worked.  what: "select", "intake", "accepted", "sweep"; of: the mailbox, for "select" with each further folder too, or empty. */
struct register_alive {
	struct span what;
	struct span of;
	int64_t at;
};
int register_alive_set(struct register_db *db, const struct register_alive *a, struct fail *f);	/* UNFLUSHED */
int register_alive_get(struct register_db *db, struct span what, struct span of, int64_t *at_out, struct fail *f);
/* The clock went back to `now`: nothing waits for a moment that was written while it stood ahead.  In a transaction. */
int register_alive_turn_back(struct register_db *db, int64_t now, struct fail *f);
/* Faults that stand now.  set again: since stays, the detail is renewed. */
struct register_fault {
	struct span name;		/* "fetch", "send", "ladder-exhausted", ... */
	struct span of;			/* mailbox, reference, or empty */
	struct span detail;		/* codes only */
	int64_t since;
};
int register_fault_set(struct register_db *db, const struct register_fault *fault, bool *new_out, struct fail *f);	/* UNFLUSHED */
int register_fault_clear(struct register_db *db, struct span name, struct span of, bool *was_out, struct fail *f);	/* UNFLUSHED */
struct register_faults {
	struct register_fault *items;
	size_t count;
	size_t more;			/* that there are besides */
};
/* only, except: a name, or empty; most: 0 for all.  The longest standing first. */
struct register_fault_query {
	struct span only, except;
	size_t most;
};
int register_fault_some(struct register_db *db, const struct register_fault_query *q, struct arena *a, struct register_faults *out, struct fail *f);
int register_fault_list(struct register_db *db, struct arena *a, struct register_faults *out, struct fail *f);

#endif
