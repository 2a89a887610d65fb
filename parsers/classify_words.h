/* SPDX-License-Identifier: ISC
 *
 * classify_words: the evidence that classify weighs, each kind from one place: header
 * fields that robots, lists and receivers write, and what prose says where there is no form.
 * Every "why" names the field or the kind of evidence, never a personal value.  Pure.
 */
#ifndef PARSERS_CLASSIFY_WORDS_H
#define PARSERS_CLASSIFY_WORDS_H

#include "parsers/classify.h"

/* From is a mail system: MAILER-DAEMON, postmaster, or a null return path. */
bool classify_words_is_mailer(const struct record *r);
/* Why this is an automatic answer (RFC 3834, vendors' fields, subjects of vacation
 * replies); empty when it is none. */
struct span classify_words_auto_reply(const struct record *r, struct arena *a);
/* Why this is list or bulk mail (RFC 2369, RFC 2919, Precedence); empty when it is none. */
struct span classify_words_list(const struct record *r);
/* The verdict of our own receiver; empty when there is none. */
struct span classify_words_spam(const struct record *r);
/* RFC 8601: the topmost block of Authentication-Results by our own receiver only. */
enum classify_authenticated classify_words_authenticated(const struct record *r, struct span authserv, struct arena *a);
/* Why nobody may be answered, whatever the class; empty when a person may be. */
struct span classify_words_no_reply(const struct record *r, const struct classify_context *c, struct arena *a);
/* How much the text speaks of a notification to the national Panel. */
int classify_words_notification(const struct record *r, struct arena *a);
/* What mail without a form is about.  When in doubt whether a child is at risk or a case is
 * being referred, it says so: a false alarm is cheap. */
enum classify_class classify_words_prose(const struct record *r, struct arena *a, struct span *why_out);

#endif
