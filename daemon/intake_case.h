/* SPDX-License-Identifier: ISC
 *
 * intake_case: a decision carried out: item, referral, fields, events, alert and letters
 * of one message, inside the transaction that the caller holds.
 */
#ifndef DAEMON_INTAKE_CASE_H
#define DAEMON_INTAKE_CASE_H

#include "daemon/post.h"

struct intake_written {
	int64_t item;
	int64_t referral;		/* opened or joined; 0 for none */
	struct span reference;
	bool joined_bytes;		/* the same bytes were there before: nothing else was done */
};

struct intake_message {
	struct register_item *item;	/* in: place, uid, sha256, size, times; its outcome is filled in.  With an id: it is there, and decided about again */
	const struct record *record;
	const struct decide_context *context;
	const struct decision *decision;
	struct register_letter answered;	/* letter of ours it answers; id 0: none */
	int64_t referral;		/* the case it joins; 0: none */
	struct span original;		/* the raw message, for forwards; empty when not needed */
	struct span who;		/* the person who decides; empty: nobody, the message came */
};

int intake_case_write(struct keeper *k, struct intake_message *m, struct arena *a, struct intake_written *out, struct fail *f);
/* The same bytes came again: one more item, joined to the first. */
int intake_case_join_bytes(struct keeper *k, struct register_item *item, int64_t first, struct arena *a, struct intake_written *out, struct fail *f);

#endif
