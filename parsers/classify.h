/* SPDX-License-Identifier: ISC
 *
 * classify: what kind of message this is, whether its writer is who it says, and whether
 * a person may be answered.  By what the form holds and what the headers say, never by
 * key words in prose alone.  Suspicion removes replies, never the item.  Pure.
 */
#ifndef PARSERS_CLASSIFY_H
#define PARSERS_CLASSIFY_H

#include "parsers/record.h"

enum classify_class {
	CLASSIFY_REFERRAL, CLASSIFY_FOLLOW_UP, CLASSIFY_COMMAND, CLASSIFY_BOOKING, CLASSIFY_MISDIRECTED, CLASSIFY_SIN_COPY,
	CLASSIFY_AUTO_REPLY, CLASSIFY_BOUNCE, CLASSIFY_RECEIPT, CLASSIFY_LIST, CLASSIFY_INVITE, CLASSIFY_QUERY,
	CLASSIFY_UNREADABLE, CLASSIFY_EMPTY_FORM, CLASSIFY_SPAM
};
enum { CLASSIFY_CLASSES = CLASSIFY_SPAM + 1 };

enum classify_authenticated { CLASSIFY_PASS, CLASSIFY_FAIL, CLASSIFY_NONE, CLASSIFY_UNCHECKED };

/* What a letter without a form may say (prose in forms.conf). */
enum classify_saying {
	CLASSIFY_SAYS_REFERRAL, CLASSIFY_SAYS_NOTIFICATION, CLASSIFY_SAYS_FOLLOW_UP, CLASSIFY_SAYS_CONCERN, CLASSIFY_SAYS_BOOKING, CLASSIFY_SAYS_QUERY,	/* weighed against each other */
	CLASSIFY_SAYS_CHILD, CLASSIFY_SAYS_HARM, CLASSIFY_SAYS_REVIEW, CLASSIFY_SAYS_REQUEST, CLASSIFY_SAYS_SERVICE,	/* together they are a referral */
	CLASSIFY_SAYS_OFFICE,		/* names of posts and panels: whatever is in them is not said by the letter */
	CLASSIFY_SAYS_ACT,		/* in the first person, or about what is attached */
	CLASSIFY_SAYS_DOCUMENT,		/* calls an attached document a referral */
	CLASSIFY_SAYS_OTHER_SUBJECT,	/* a subject that speaks of no notification */
	CLASSIFY_SAYS_MATERIAL,		/* about a paper, a course or a published case: weighed by itself */
	CLASSIFY_SAYS_FRESH,		/* something has happened, or a review is asked for: one of these outweighs all of that */
	CLASSIFY_SAYS_SELF,		/* the writer: outweighs it where a child's age is told */
	CLASSIFY_SAYS_RELATIVE,		/* whose kin the writer is */
	CLASSIFY_SAYS_PAPER		/* right behind "child" or a harm it makes them part of a paper's or a panel's name */
};
enum { CLASSIFY_SAYINGS = CLASSIFY_SAYS_PAPER + 1 };

struct classify_phrase {
	struct span words;		/* folded (text_fold); looked for as whole words */
	int weight;			/* 1 to 9 */
};

struct classify_prose {
	struct classify_phrases { const struct classify_phrase *items; size_t count; } of[CLASSIFY_SAYINGS];
};

/* What the keeper knows and the message does not. */
struct classify_context {
	const struct classify_prose *prose;	/* never NULL */
	const struct span *own_addresses;	/* the mailbox's, and our sender */
	size_t own_addresses_count;
	struct span trusted_authserv;		/* our receiver's authserv-id; empty: nobody checks */
	struct span own_loop;			/* value of our own X-Referrald-Loop */
	bool replies_to_ours;			/* In-Reply-To, References or the tag held a key of ours */
	bool known_case;			/* ... and the register knows that case */
	bool from_person;			/* From is a configured person's address */
};

struct classify_result {
	enum classify_class class;
	struct span why;			/* "form lcspr, 34 of 41 labels found in part 2" */
	enum classify_authenticated authenticated;
	struct span spf, dkim, dmarc;		/* our receiver's words: "pass", "fail", ...; empty when it said nothing */
	struct span no_receipt;			/* why one is wrong where no case is opened or joined; empty when it is right */
	struct span no_reply;			/* why nobody is answered: "Auto-Submitted: auto-replied"; empty when a person may be */
	const struct record_form *form;		/* the form that decided, or NULL */
	const struct part *unreadable;		/* the part a person must open, or NULL */
};

void classify_message(const struct record *r, const struct classify_context *c, struct arena *a, struct classify_result *out);
const char *classify_saying_name(enum classify_saying s);	/* "other-subject" */
bool classify_saying_find(struct span name, enum classify_saying *out);
/* "3 wish to refer": its weight and its words, or words that weigh 1.  False: no words, or the weight 0. */
bool classify_phrase_read(struct arena *a, struct span text, struct classify_phrase *out);
const char *classify_class_name(enum classify_class c);
bool classify_class_find(struct span name, enum classify_class *out);
const char *classify_authenticated_name(enum classify_authenticated v);
/* Classes that open or join a case. */
bool classify_opens_case(enum classify_class c);

#endif
