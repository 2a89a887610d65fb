/* SPDX-License-Identifier: ISC
 *
 * post: queues a letter in the transaction of the event that causes it, once per rule.
 *
 * The one way into the outbox, whoever asks (intake, sweep, referralctl): words from
 * letter, bytes from compose, the keyed Message-ID, the quotas.  A letter over a quota is
 * queued as held and the fault "quota" stands; it is never dropped.  It goes when there is
 * room again; what was over an address's or a domain's quota for five days waits for a person.
 */
#ifndef DAEMON_POST_H
#define DAEMON_POST_H

#include "daemon/diary.h"
#include "daemon/keeper.h"
#include "daemon/letter.h"

struct post {
	int64_t event;			/* the cause */
	int64_t referral, item;
	struct decide_letter letter;
	const struct letter_facts *facts;	/* kind and audience are set from letter */
	struct span rule;		/* unique: the same rule never queues twice */
	const struct record *answers;	/* the sender's message, under which the letter stands; NULL: none */
	struct span original;		/* raw message to attach; empty: none */
	const struct diary *diary;	/* deadlines to attach; NULL: those of the case, where the letter is about its clocks */
	struct span original_in;	/* where it lies, for one too large to attach: mailbox and folder, in words */
};

/* *id_out: the letter's id, or 0 when the rule had its letter already. */
int post_letter(struct keeper *k, const struct post *p, int64_t *id_out, struct fail *f);
/* Lets go what is held and has room by now, and ends the fault when nothing is left to go by itself.
 * In a transaction. */
int post_release(struct keeper *k, struct fail *f);
/* What the fault "undelivered" is about: the person of ours who cannot be reached, whatever the
 * number of letters; else the letter. */
struct span post_undelivered_of(struct arena *a, const struct register_letter *l);
/* Its detail when the server had taken the letter, and it came back: that the next one is taken proves nothing then. */
struct span post_came_back(struct arena *a, struct span kind);
bool post_is_come_back(const struct register_fault *fault);
/* Which letter and case a message answers: genuine Message-IDs and tags of ours in it.
 * letter_out->id is 0 when there is none; *referral_out may be set by a tag alone. */
int post_find_answered(struct keeper *k, const struct record *r, struct arena *a, struct register_letter *letter_out, int64_t *referral_out, struct fail *f);

/* The same of a vacation reply that carries none of them: the latest letter to its sender about
 * the case its subject names.  Leaves a letter that was found as it is. */
int post_find_away(struct keeper *k, const struct record *r, struct arena *a, struct register_letter *letter_out, struct fail *f);

#endif
