/* SPDX-License-Identifier: ISC
 *
 * register_case: referrals.  One compact row each, revisions of their fields with provenance,
 * and the whole case put together for the clocks and for people.
 *
 * Setters change the row only: the caller adds the event that says so in the same transaction.
 * Which dates the clocks see: what a person recorded (fact-recorded) stands in place of what
 * the forms said before it; of what forms said after it, and else of all revisions, the
 * earliest.  A date flagged `implausible` in its revision is never one of them.
 */
#ifndef SPOOL_REGISTER_CASE_H
#define SPOOL_REGISTER_CASE_H

#include "daemon/deadline.h"
#include "parsers/field.h"
#include "spool/register_alert.h"
#include "spool/register_event.h"
#include "spool/register_letter.h"

enum register_case_status {
	REGISTER_CASE_NEW, REGISTER_CASE_ACKNOWLEDGED, REGISTER_CASE_IN_REVIEW, REGISTER_CASE_DECIDED, REGISTER_CASE_CLOSED
};

struct register_row {
	int64_t id;
	struct span reference;
	enum deadline_handling handling;
	struct span form;
	enum register_case_status status;
	struct span outcome;
	int64_t received_at;
	int64_t registered_at;		/* the reference's year is its London year */
	struct span referrer;		/* the From address; empty: unknown */
	struct span referrer_agency;
	struct span owner;
	struct span ladder, route;
	bool urgent;
	bool on_hold;			/* legal hold: never purged */
	int64_t duplicate_of;
	int64_t opened_by;		/* item */
	int64_t closed_at;
	unsigned revision;		/* the latest, from 1; 0: no fields yet */
	/* An index over what is derived, as of the last sweep. */
	struct span next_milestone;
	struct civil_date next_due;	/* unset: none */
	enum deadline_level level;
	struct deadline_pressing pressing;
	int64_t next_check_at;
};

/* Takes the year's next number and adds the row, open.  pattern: "SCP-{year}-{seq:4}".  In: all but id, reference,
 * revision, closed_at and the index (next_check_at is registered_at).  Out: id and reference (arena) in *row. */
int register_case_add(struct register_db *db, struct span pattern, struct arena *a, struct register_row *row, struct fail *f);
/* Writes all of row->id but id, reference, received_at, registered_at, opened_by, revision and the index.
 * Status closed needs closed_at. */
int register_case_update(struct register_db *db, const struct register_row *row, struct fail *f);
/* The index of these clocks, but for next_check_at. */
void register_case_index(struct register_row *row, const struct deadline_due *dues, size_t count);
int register_case_set_index(struct register_db *db, const struct register_row *row, struct fail *f);	/* the index alone; UNFLUSHED */
int register_case_recheck(struct register_db *db, int64_t id, int64_t at, struct fail *f);	/* is due to be checked at that time, unless it is before */
int register_case_recheck_all(struct register_db *db, struct fail *f);	/* every open case is due to be checked; UNFLUSHED */
/* One line for each clock, as people were last told of it; empty when that was never noted.  Neither is read here. */
int register_case_clocks(struct register_db *db, int64_t id, struct arena *a, struct span *lines_out, struct fail *f);
int register_case_set_clocks(struct register_db *db, int64_t id, struct span lines, struct fail *f);
int register_case_link(struct register_db *db, int64_t one, int64_t other, struct fail *f);	/* both ways */
/* *was_out: they were linked, as one incident or not. */
int register_case_unlink(struct register_db *db, int64_t one, int64_t other, bool *was_out, struct fail *f);
/* Both tell of one incident: the earliest date under each incident.* key, and the earlier receipt, counts for both. */
int register_case_link_incident(struct register_db *db, int64_t one, int64_t other, struct fail *f);
int register_case_same_incident(struct register_db *db, int64_t id, struct arena *a, int64_t **ids_out, size_t *count_out, struct fail *f);	/* so linked with it */
/* What one mail opened: a case, or several where its forms are about different children or incidents. */
int register_case_opened_by(struct register_db *db, int64_t item, struct arena *a, int64_t **ids_out, size_t *count_out, struct fail *f);

/* Cases beside one: those that the mail which opened it opened, or that `item` did, and of those linked with it its own
 * referrer's and the sender's. */
struct register_kin {
	int64_t referral, item;		/* item 0: none */
	struct span sender;
};
int register_case_kin(struct register_db *db, const struct register_kin *of, struct arena *a, int64_t **ids_out, size_t *count_out, struct fail *f);

struct register_problem {
	struct span code;		/* "missing", "implausible", ... */
	struct span field;		/* key, or empty */
	struct span detail;
};

struct register_revision {
	int64_t item;			/* whose form it was; 0: none */
	int64_t at;			/* when that message was received: no later date is a basis */
	struct span form;
	const struct field_list *fields;	/* the whole set, NULL for none */
	const struct register_problem *problems;
	size_t problems_count;
};
/* Stores the next revision; near-duplicate search sees its children. */
int register_case_revise(struct register_db *db, int64_t id, const struct register_revision *r, unsigned *revision_out, struct fail *f);
int register_case_fields(struct register_db *db, int64_t id, unsigned revision, struct field_list *fields, struct fail *f);

/* By reference, case ignored; 0 when there is none. */
int register_case_find(struct register_db *db, struct span reference, int64_t *id_out, struct fail *f);
int register_case_get(struct register_db *db, int64_t id, struct arena *a, struct register_row *out, struct fail *f);	/* out->id 0: none */

/* A value that a person (or a SIN copy) recorded; the last per key. */
struct register_recorded {
	struct span key, value, who;
	int64_t at, event;
};

/* INCIDENT is by itself: the row, what was recorded and, in clocks, the dates of the incident; nothing else is read. */
enum register_load { REGISTER_LOAD_CLOCKS = 0, REGISTER_LOAD_FIELDS = 1, REGISTER_LOAD_HISTORY = 2, REGISTER_LOAD_ALL = 3, REGISTER_LOAD_INCIDENT = 4 };
struct register_case {
	struct register_row row;	/* always; id 0: there is no such case */
	struct deadline_case clocks;	/* always: dates, done milestones, yes keys, received day */
	struct register_recorded *recorded;	/* always */
	size_t recorded_count;
	struct field_list fields;	/* always: latest revision, with what was recorded over it ("recorded by NAME, 2026-11-23") */
	struct register_problem *problems;	/* FIELDS: of the latest revision */
	size_t problems_count;
	struct register_event *events;	/* HISTORY, oldest first */
	size_t events_count;
	struct register_letter *letters;	/* HISTORY, without their bytes */
	size_t letters_count;
	struct register_alert *alerts;	/* always */
	size_t alerts_count;
	struct span *linked;		/* HISTORY: references */
	size_t linked_count;
};
struct register_case_wanted {
	int64_t id;
	enum register_load load;
};
int register_case_load(struct register_db *db, struct register_case_wanted w, struct arena *a, struct register_case *out, struct fail *f);

/* Rows, most urgent first (next_due, those without one last). */
struct register_case_query {
	bool closed_too;
	bool (*each)(void *context, const struct register_row *row);
	void *context;
};
int register_case_list(struct register_db *db, const struct register_case_query *q, struct fail *f);
/* Open cases whose next_check_at has come, longest waiting first: at most *count_inout ids.  after: those behind that
 * one in this order alone; NULL: from the first. */
struct register_case_waiting {
	int64_t next_check_at, id;
};
int register_case_to_check(struct register_db *db, int64_t now, const struct register_case_waiting *after, int64_t *ids_out, size_t *count_inout, struct fail *f);

/* In counts, from the index. */
struct register_case_counts {
	uint64_t open, untaken, past, soon;	/* open cases, those that nobody took; clocks of theirs */
	uint64_t came, closed;			/* since then */
	uint64_t moved;				/* cases whose clocks have moved since */
};
int register_case_count(struct register_db *db, int64_t since, struct register_case_counts *out, struct fail *f);
/* Some of many, at most *count_inout ids: open cases with a clock past, or soon due, most pressing first; cases registered
 * since, likewise; cases whose clocks have moved since, open or not, the latest registered first; cases received from
 * `since` to before `until`, by id, behind the case `after`; open ones, by id, behind that. */
enum register_case_which { REGISTER_CASES_PAST, REGISTER_CASES_SOON, REGISTER_CASES_CAME, REGISTER_CASES_MOVED, REGISTER_CASES_RECEIVED, REGISTER_CASES_OPEN };
struct register_case_some {
	enum register_case_which which;
	int64_t since, until, after;
};
int register_case_some(struct register_db *db, const struct register_case_some *s, int64_t *ids_out, size_t *count_inout, struct fail *f);

/* Cases of a child with the same name (accents, case, order and punctuation aside), whatever the date of birth, or
 * with the same date of birth and a slip or two in the name. */
struct register_like {
	struct span name;
	struct civil_date dob;		/* unset: unknown */
	int64_t except;			/* a case not to be named */
};
struct register_alike {
	int64_t id;
	struct span reference;
	bool same_name, same_dob;
};
struct register_alikes {
	struct register_alike *items;
	size_t count;
};
int register_case_like(struct register_db *db, const struct register_like *l, struct arena *a, struct register_alikes *out, struct fail *f);

/* Retention: takes away facts, fields, search rows and letters' bytes of a closed case not on hold, after its
 * `purged` event was added.  The row, its dates and its events stay. */
int register_case_purge(struct register_db *db, int64_t id, struct fail *f);

const char *register_case_status_name(enum register_case_status s);

#endif
