/* SPDX-License-Identifier: ISC
 *
 * asked: what fields are called in letters, and so in the answers to them.
 *
 * Letters list what is missing as "- Child 2: date of birth, NHS number"; a reply that holds
 * such a line, with an answer under it, says by it what it answers.  Pure.
 */
#ifndef PARSERS_ASKED_H
#define PARSERS_ASKED_H

#include "parsers/field.h"

struct asked_part {
	const char *begins;			/* of its keys */
	const char *title;
};

/* In the order that letters name them; NULL past the last. */
const struct asked_part *asked_parts(size_t i);
const struct asked_part *asked_part_of(struct span key);
/* "Child", "Child 2"; the number of what else repeats says nothing to people. */
struct span asked_title(struct arena *a, const struct asked_part *part, unsigned number);
/* What a field is called within its part; the key itself where letters never ask for it. */
struct span asked_name(struct span key);
/* "Child 2, date of birth". */
struct span asked_words(struct arena *a, struct span key);
/* The key that ("Child 2", "date of birth") asks for; empty: none. */
struct span asked_key(struct arena *a, struct span title, struct span name);

#endif
