/* SPDX-License-Identifier: ISC
 *
 * form_listed: the words and phrases of the lists in `told`, split once and found by the word that they begin with: a letter asks of
 * each of its words dozens of times whether it is one.
 */
#ifndef PARSERS_FORM_LISTED_H
#define PARSERS_FORM_LISTED_H

#include "parsers/form.h"

enum { FORM_LISTED_WORDS = 6 };		/* a longer phrase is none */

struct form_listed_phrase {
	struct span title;		/* of its list */
	const struct span *words;
	size_t count;
	const struct form_listed_phrase *next;	/* that begins with the same word; NULL: none */
};

struct form_listed;			/* all of a set's; NULL will do where it has no lists */

/* The field that the patterns of that title state, "child.N.cp_plan no", and what they answer where they say so, or nothing; NULL: it is the title of a list. */
const struct field_key *form_listed_key(struct span title, struct span *said_out);
/* In the arena; the set's own words are borrowed. */
const struct form_listed *form_listed_index(struct arena *a, const struct form_set *set);
/* The first phrase that begins with the word; NULL: none does. */
const struct form_listed_phrase *form_listed_first(const struct form_listed *x, struct span word);

#endif
