/* SPDX-License-Identifier: ISC
 *
 * intake_look: what is found out about a message before anything is decided, by the daemon
 * and by `explain` alike: when it came, why it could not be read, which case it belongs to.
 * Nothing is written.
 */
#ifndef DAEMON_INTAKE_LOOK_H
#define DAEMON_INTAKE_LOOK_H

#include "daemon/post.h"
#include "daemon/reader.h"

/* Sets received_at and received_by by the mailbox's policy (NULL: internaldate), never later than the mail came, and header_at; internaldate_at and
 * fetched_at of *item are set already (0: none). */
void intake_look_received(const struct record *r, const struct config_mailbox *mailbox, struct register_item *item);
/* The code for a reading that failed: "crashed", "timeout", "too-large". */
struct span intake_look_failure(enum reader_outcome o);

struct intake_look_joined {
	struct register_letter answered;	/* letter of ours it answers or bounces; id 0: none */
	int64_t referral;			/* the case it may join; 0: none */
	bool has_said;				/* it answers a letter of ours in nothing but words: */
	unsigned char said[KEYED_LEN];		/* whose, and which, keyed */
};
/* For that long what somebody said is known. */
enum { INTAKE_LOOK_SAID_SECONDS = 86400 };
/* Sets replies_to_ours, answered_kind, answered_to, joined and possible of *x as well. */
int intake_look_joined(struct keeper *k, const struct record *r, struct arena *a, struct decide_context *x, struct intake_look_joined *out, struct fail *f);

struct decide_case intake_look_case(const struct register_row *row);
/* Sets fields of x->joined, which is that case, and x->kin; item: what is decided about again, or 0. */
int intake_look_kin(struct keeper *k, const struct register_kin *of, struct arena *a, struct decide_context *x, struct fail *f);

/* Another case of a child of this referral; never merged, always said. */
struct intake_alike {
	int64_t id;
	struct span reference;
	struct deadline_case clocks;		/* of what that case counts from: the day it came, the dates of its incident */
	enum referral_code code;		/* how the two go together: same incident, seen before, or only perhaps the same child */
	struct span words;			/* "same name and date of birth as in SCP-2026-0041, closed; seen before": no personal value */
};
/* The latest INTAKE_ALIKE of them, but for `except`. */
enum { INTAKE_ALIKE = 8 };
int intake_look_alike(struct keeper *k, const struct referral *r, int64_t except, struct arena *a, struct intake_alike **out, size_t *count_out, struct fail *f);

#endif
