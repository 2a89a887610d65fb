/* SPDX-License-Identifier: ISC
 *
 * verb: what people can decide about a case, and what follows from it.
 *
 * One table and one implementation, whoever asks: a line of referralctl or the first lines
 * of an e-mail reply.  Each decision is an event; when it moves a clock there is an event
 * that says from what, to what and why; what must be told to the next rung is queued in the
 * same transaction.  A decision that cannot be is refused with a sentence, and changes
 * nothing.
 */
#ifndef DAEMON_VERB_H
#define DAEMON_VERB_H

#include "daemon/keeper.h"

struct verb_request {
	struct span verb;		/* "ack", "aware" ...: case does not matter */
	struct span reference;
	const struct span *args;
	size_t args_count;
	struct span who;		/* a person's name, or "uid:N" */
	struct span how;		/* "referralctl", "mail" */
	int64_t letter;			/* that it answers: ack and take answer only what it told of; 0: all that stands */
};

struct verb_result {
	bool done;
	struct span said;		/* what was recorded, or why nothing was: one line */
};

/* One verb, for usage texts: "aware REF DATE". */
struct verb_entry {
	const char *name;
	const char *arguments;		/* after REF */
	const char *does;
	size_t least, most;		/* how many arguments */
	bool decides;			/* by mail it needs the right to decide, not only to answer */
};

const struct verb_entry *verb_entries(size_t *count_out);
const struct verb_entry *verb_find(struct span name);
/* Inside the transaction that the caller holds; what is refused has written nothing. */
int verb_apply_inside(struct keeper *k, const struct verb_request *q, struct arena *a, struct verb_result *out, struct fail *f);
/* ack of what is no case: the fault that `reference` names, or those that `letter` told of.  Inside a transaction;
 * `said` has their names, as status has them; not done when there is none. */
int verb_answer_faults(struct keeper *k, const struct verb_request *q, struct arena *a, struct verb_result *out, struct fail *f);
/* In a transaction of its own.  0 with a result, or -1 when the register failed. */
int verb_apply(struct keeper *k, const struct verb_request *q, struct arena *a, struct verb_result *out, struct fail *f);

#endif
