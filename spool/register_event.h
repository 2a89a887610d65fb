/* SPDX-License-Identifier: ISC
 *
 * register_event: the append-only list, hash-chained and keyed.
 *
 * An event holds codes only; what may be personal is in its facts, each salted, of which
 * the event holds a hash: retention may delete the facts (after a `purged` event of that
 * case or item) and the chain still verifies.  Ids have no gaps and are the order.
 */
#ifndef SPOOL_REGISTER_EVENT_H
#define SPOOL_REGISTER_EVENT_H

#include "spool/register.h"

enum register_event_kind {
	REGISTER_REGISTERED, REGISTER_ACKNOWLEDGED, REGISTER_TAKEN_BY, REGISTER_TYPE_CHANGED,
	REGISTER_FACT_RECORDED,		/* one fact: name is the field key, value its canonical value; detail: the key */
	REGISTER_MILESTONE_DONE,	/* detail: "rapid-review 2026-12-14", or the name alone: the London day of `at` */
	REGISTER_MILESTONE_REOPENED,	/* detail: the name */
	REGISTER_OUTCOME, REGISTER_NOTE, REGISTER_LINKED, REGISTER_UNLINKED, REGISTER_REOPENED, REGISTER_CLOSED, REGISTER_NOT_A_REFERRAL,
	REGISTER_LETTER_QUEUED, REGISTER_LETTER_SENT, REGISTER_LETTER_FAILED, REGISTER_LETTER_SUPPRESSED,
	REGISTER_ALERT, REGISTER_ANSWERED, REGISTER_CLIMBED, REGISTER_NOBODY_ANSWERED,
	REGISTER_JOINED, REGISTER_REVISED, REGISTER_QUARANTINED, REGISTER_DISMISSED, REGISTER_REPARSED, REGISTER_RECEIVED,
	REGISTER_VIEWED, REGISTER_EXPORTED, REGISTER_HOLIDAY_CHANGED, REGISTER_CLOCK_MOVED, REGISTER_CONFIG_LOADED,
	REGISTER_COMMAND_REFUSED, REGISTER_FAULT_BEGAN, REGISTER_FAULT_ENDED, REGISTER_HELD, REGISTER_RELEASED,
	REGISTER_PURGED, REGISTER_STARTED, REGISTER_STOPPED, REGISTER_FOLDER_RESET,
	REGISTER_MESSAGES_REMOVED,	/* by somebody else, before they were taken in; detail: mailbox, how many */
	REGISTER_LETTER_DELIVERED, REGISTER_LETTER_DELAYED, REGISTER_LETTER_READ,	/* as a report or a receipt says */
	REGISTER_AWAY,			/* a vacation reply to a letter; detail: "letter 7 until 2026-12-01" */
	REGISTER_DIGEST,		/* detail: "digest 2026-11-23", "weekly 2026-11-23": which one, of which period */
	REGISTER_FOUND			/* an item whose file lay among the stored mail without a row */
};
enum { REGISTER_EVENT_KINDS = REGISTER_FOUND + 1 };

struct register_fact {
	struct span name;
	struct span value;
};

struct register_event {
	int64_t id;			/* given by register_event_add */
	int64_t referral, item;		/* either may be 0 */
	enum register_event_kind kind;
	int64_t at;
	struct span who;		/* a person's name, "referrald", "uid:1000" */
	struct span detail;		/* codes, references, ids, dates of clocks: never a personal value */
	const struct register_fact *facts;
	size_t facts_count;
	bool facts_gone;		/* out: it had facts, retention has removed them */
};

int register_event_add(struct register_db *db, const struct register_event *e, int64_t *id_out, struct fail *f);

/* In order of id; 0 in a condition: any. */
struct register_event_query {
	int64_t referral, item;
	int64_t after;			/* id above */
	bool (*each)(void *context, const struct register_event *e);
	void *context;
};
int register_event_list(struct register_db *db, const struct register_event_query *q, struct fail *f);

const char *register_event_kind_name(enum register_event_kind k);	/* "letter-queued" */
bool register_event_kind_find(struct span name, enum register_event_kind *out);

#endif
