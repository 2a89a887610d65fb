/* SPDX-License-Identifier: ISC
 * Private to verb: what people write after a verb, read with tolerance.  Pure. */
#ifndef DAEMON_VERB_WORDS_H
#define DAEMON_VERB_WORDS_H

#include "daemon/deadline.h"
#include "parsers/field.h"

struct verb_words {
	const struct span *items;
	size_t count;
};

/* The day the words begin with, in any UK wording ("on Friday 20th November 2026", "yesterday"), and how many words
 * it took.  False when they begin with none. */
bool verb_words_day(struct arena *a, struct verb_words w, struct civil_date today, struct civil_date *day_out, size_t *used_out);
/* The milestone they begin with: its name, with or without hyphens, or its label.  NULL when there is none of that name. */
const struct deadline_milestone *verb_words_milestone(struct arena *a, struct verb_words w, const struct deadline_policy *p, size_t *used_out);
/* Joined by `between`. */
struct span verb_words_join(struct arena *a, struct verb_words w, char between);
/* What was chosen of `choices`: one, or several ("death, serious-harm", "death and other") with a comma and a blank between them.  Empty
 * when something else is among it. */
struct span verb_words_chosen(struct arena *a, const char *const *choices, bool several, struct span text);
/* What can be chosen, in a sentence: "a, b, c".  Ends with NULL. */
struct span verb_words_list(struct arena *a, const char *const *choices);

/* Why no such day can stand under the field, as "lies ahead"; NULL when one can.  A birth may be expected; of a child it is at
 * most thirty years ago, as parsers/referral doubts one that a form tells. */
const char *verb_words_doubt(struct span key, struct civil_date day, struct civil_date today);
/* Why it cannot beside what the case has: "is before the child was born (Fri 4 Mar 2016)"; empty when it can.  Of a child's birth and death only, and only
 * where both are days that are known exactly. */
struct span verb_words_life(struct arena *a, const struct field_list *known, struct span key, struct civil_date day);

#endif
