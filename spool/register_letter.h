/* SPDX-License-Identifier: ISC
 *
 * register_letter: the outbox.  A letter is queued in the transaction of its event, once per
 * rule key, with its bytes and Message-ID fixed; then only its delivery changes.
 */
#ifndef SPOOL_REGISTER_LETTER_H
#define SPOOL_REGISTER_LETTER_H

#include "spool/register.h"

enum register_letter_state {
	REGISTER_LETTER_IS_QUEUED,
	REGISTER_LETTER_SENDING,	/* handed to a sender; after a restart: unknown */
	REGISTER_LETTER_ACCEPTED,	/* the server said 250 to it */
	REGISTER_LETTER_REFUSED,	/* 5xx, or a bounce came: never tried again */
	REGISTER_LETTER_LATER,		/* 4xx or no connection: at next_try_at */
	REGISTER_LETTER_UNKNOWN,	/* cut after the final dot: may have arrived */
	REGISTER_LETTER_GIVEN_UP,
	REGISTER_LETTER_HELD		/* over a quota: until there is room, or a person lets it go */
};
enum register_letter_audience { REGISTER_SENDER, REGISTER_COORDINATOR, REGISTER_ADMIN };

struct register_letter {
	int64_t id;			/* from register_letter_reserve */
	int64_t event;
	int64_t referral, item;		/* either may be 0 */
	struct span kind;		/* "acknowledgement", ... */
	enum register_letter_audience audience;
	struct span person;		/* a person's name; empty for outsiders */
	struct span to;			/* address */
	struct span subject;
	struct span message_id;		/* without < > */
	struct span bytes;		/* the whole message, CRLF; only in register_letter_add */
	uint64_t size;			/* out */
	struct span rule;		/* unique: "SCP-2026-0042/rapid-review/red/1/3/Jane Doe" */
	enum register_letter_state state;
	unsigned attempts;
	int64_t queued_at, next_try_at, tried_at, settled_at;
	int code;			/* SMTP's last, 0 for none */
	struct span text;		/* what it said, one line */
};

/* An id for the Message-ID to hold; used up only by register_letter_add in the same transaction. */
int register_letter_reserve(struct register_db *db, int64_t *id_out, struct fail *f);
int register_letter_exists(struct register_db *db, struct span rule, bool *exists_out, struct fail *f);
/* State queued or held, next_try_at = queued_at unless set.  *added_out false: a letter of this rule is there already. */
int register_letter_add(struct register_db *db, const struct register_letter *l, bool *added_out, struct fail *f);

/* Queued, later and unknown letters whose time has come, oldest first; without bytes. */
struct register_letters {
	struct register_letter *items;
	size_t count;
	size_t limit;			/* in: at most so many */
};
int register_letter_due(struct register_db *db, int64_t now, struct arena *a, struct register_letters *letters, struct fail *f);
/* When the next letter is to be tried; INT64_MAX when none waits. */
int register_letter_next_at(struct register_db *db, int64_t *at_out, struct fail *f);
/* Its bytes.  Purged: FAIL_REFUSE. */
int register_letter_read(struct register_db *db, int64_t id, struct arena *a, struct span *bytes_out, struct fail *f);

struct register_letter_result {
	int64_t id;
	enum register_letter_state state;
	int64_t at;
	int64_t next_try_at;		/* REGISTER_LETTER_LATER, _UNKNOWN, _IS_QUEUED */
	int code;
	struct span text;
};
/* A batch is on its way.  UNFLUSHED: after a power cut it is sent again under the same Message-IDs, as after a kill. */
int register_letter_sending(struct register_db *db, const int64_t *ids, size_t count, int64_t at, struct fail *f);
/* Any change of state.  SENDING counts an attempt. */
int register_letter_result(struct register_db *db, const struct register_letter_result *r, struct fail *f);
/* At start: what was being sent is unknown now, to be tried at `now`, under the same Message-ID. */
int register_letter_recover(struct register_db *db, int64_t now, size_t *count_out, struct fail *f);

int register_letter_get(struct register_db *db, int64_t id, struct arena *a, struct register_letter *out, struct fail *f);	/* out->id 0: none */
int register_letter_find_message_id(struct register_db *db, struct span message_id, struct arena *a, struct register_letter *out, struct fail *f);

/* For the quotas: letters queued at or after `since`, held ones not counted; to empty: to anybody; outside: only
 * those whose audience is the sender. */
struct register_letter_count {
	struct span to;			/* case ignored; "@council.example": anybody there */
	int64_t since;
	bool outside;
};
int register_letter_count(struct register_db *db, const struct register_letter_count *q, uint64_t *count_out, struct fail *f);

/* Letters that tell `to` (as the config has it) of a message that came back and named no letter of ours; those that the
 * server took of what was queued at or after `since`. */
int register_letter_count_untied(struct register_db *db, struct span to, int64_t since, uint64_t *count_out, struct fail *f);

/* Lets held letters go for which there is room again: people of ours before strangers, the oldest
 * first.  A stranger's fits his address's and his domain's quota, counted since `since`; one held
 * before `oldest` stays, unless its text is `brake`, that of what only the quota of all held. */
struct register_letter_release {
	int64_t at;			/* they count as queued then */
	uint64_t limit;
	int64_t since, oldest;
	unsigned per_address, per_domain;	/* 0: none */
	struct span brake;
};
int register_letter_release(struct register_db *db, const struct register_letter_release *r, size_t *count_out, struct fail *f);	/* in a transaction */
/* Is any letter held that may go by itself? */
int register_letter_held(struct register_db *db, const struct register_letter_release *r, bool *held_out, struct fail *f);

enum { REGISTER_LETTER_RECENT = 1000 };
struct register_letter_query {
	int64_t referral, item;		/* 0: any */
	bool unsettled;			/* all but accepted ones */
	struct span to;			/* only what the server took for that address since then, the latest first and REGISTER_LETTER_RECENT at most; empty: any */
	int64_t since;
	bool (*each)(void *context, const struct register_letter *l);
	void *context;
};
int register_letter_list(struct register_db *db, const struct register_letter_query *q, struct fail *f);	/* else by id */
/* Is the subject of one of the latest letters that the server took for `to` since then in `text`?  ASCII case is ignored;
 * only the latest REGISTER_LETTER_LATEST are looked at: whoever had more is not looked at longer for each mail. */
enum { REGISTER_LETTER_LATEST = 50 };
struct register_letter_subject {
	struct span to, text;
	int64_t since;
};
int register_letter_subject_in(struct register_db *db, const struct register_letter_subject *q, bool *found_out, struct fail *f);

const char *register_letter_state_name(enum register_letter_state s);
const char *register_letter_audience_name(enum register_letter_audience a);

#endif
