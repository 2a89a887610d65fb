/* SPDX-License-Identifier: ISC
 *
 * classify_words: the evidence that classify weighs, each kind from one place: header
 * fields that robots, lists and receivers write, and what prose says where there is no form.
 * Every "why" names the field or the kind of evidence, never a personal value.  Pure.
 */
#ifndef PARSERS_CLASSIFY_WORDS_H
#define PARSERS_CLASSIFY_WORDS_H

#include "parsers/classify.h"

/* Why this is an automatic answer (RFC 3834, vendors' fields, subjects of vacation
 * replies); empty when it is none. */
struct span classify_words_auto_reply(const struct record *r, struct arena *a);
/* Why an answer is a vacation reply though no field or subject says so; empty when it is none. */
struct span classify_words_away(const struct record *r, struct arena *a);
/* It asks something, and does not say that nobody is there. */
bool classify_words_asks(const struct record *r, struct arena *a);
/* It answers something, or its subject is one of vacation replies. */
bool classify_words_answers(const struct record *r, struct arena *a);
/* It hands on a document by a link: whoever shares it need not have written a word. */
bool classify_words_shares(const struct record *r, struct arena *a);
/* Why this is what mail servers count and send daily, known by how its file is named; empty when it is none. */
struct span classify_words_report(const struct record *r);
/* Why this is list or bulk mail (RFC 2369, RFC 2919, Precedence); empty when it is none, or the list is our own mailbox. */
struct span classify_words_list(const struct record *r, const struct classify_context *c, struct arena *a);
/* Why this is mass mail or a machine's though it does not say so where RFC 2369 wants it. */
struct span classify_words_bulk(const struct record *r, struct arena *a);
/* What classify_words_auto_reply() says of a subject that a person may have written as well. */
#define CLASSIFY_WORDS_LEAVE SPAN_LIT("a subject about being on leave")
#define CLASSIFY_WORDS_VACATION SPAN_LIT("a subject that vacation replies carry")
/* The verdict of our own receiver; empty when there is none. */
struct span classify_words_spam(const struct record *r);
/* RFC 8601: the topmost block of Authentication-Results by our own receiver only.  Pass only
 * for what vouches for the one From domain.  Sets authenticated, spf, dkim and dmarc. */
void classify_words_authenticate(const struct record *r, struct span authserv, struct arena *a, struct classify_result *out);
/* Why nobody may be answered, whatever the class; empty when a person may be. */
/* by_hand: only a person can have sent it, whatever words its subject has. */
struct span classify_words_no_reply(const struct record *r, const struct classify_context *c, bool by_hand, struct arena *a);
/* Why a receipt would be wrong though a case's acknowledgement would not: mass mail that does
 * not say so in its header, mail that is not addressed to us; empty when one is right. */
struct span classify_words_no_receipt(const struct record *r, const struct classify_context *c, struct arena *a);
/* The writer refers a case, or is worried about a child, in the first person: lists and robots
 * hand on such mail, too. */
bool classify_words_acts(const struct record *r, const struct classify_context *c, struct arena *a);
/* A document in which no label is known is attached, or shared by a link, and called a referral. */
bool classify_words_document(const struct record *r, const struct classify_context *c, struct arena *a);
/* It tells of a child and of grave harm. */
bool classify_words_grave(const struct record *r, const struct classify_context *c, struct arena *a);
/* Beside a blank form, above it where it is quoted, somebody wrote answers: by number, or days and yes or no in lines of their own. */
bool classify_words_answered(const struct record *r, bool quoted, struct arena *a);
/* How much the text speaks of a notification to the national Panel. */
bool classify_words_notified(const struct record *r, const struct classify_context *c, struct arena *a);	/* so its subject says */
int classify_words_notification(const struct record *r, const struct classify_context *c, struct arena *a);
/* What mail without a form is about.  When in doubt whether a child is at risk or a case is
 * being referred, it says so: a false alarm is cheap. */
enum classify_class classify_words_prose(const struct record *r, const struct classify_context *c, struct arena *a, struct span *why_out);

#endif
