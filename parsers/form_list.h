/* SPDX-License-Identifier: ISC
 *
 * form_list: options that a form prints where a text is to be written, "English / Welsh / Other":
 * left as they were printed they are no answer, and the one that somebody marked is.
 */
#ifndef PARSERS_FORM_LIST_H
#define PARSERS_FORM_LIST_H

#include "parsers/form_inside.h"

enum form_list_kind {
	FORM_LIST_NONE,			/* no list: what somebody wrote */
	FORM_LIST_PRINTED,		/* a list, nothing in it chosen */
	FORM_LIST_CHOSEN
};

/* The answer to a key, all of it, struck words too.  chosen_out: for FORM_LIST_CHOSEN what is marked, not struck or typed behind
 * "Other:", several with commas between them, in the reader's arena.  Only texts have such lists, and no names. */
enum form_list_kind form_list_read(const struct form_reader *r, const struct field_key *key, const struct form_text *t, struct span *chosen_out);

/* Is it a list, or the printed options of a question, of a key that the label asks for? */
bool form_list_answers(const struct form_reader *r, const struct form_match *label, const struct form_text *t);
/* The value of the one option of a vocabulary that stands between marks of its own: "(YES) / NO".  False: none does, or something else
 * is among them. */
bool form_list_marked(const struct form_reader *r, const struct form_vocabulary *v, struct span text, struct span *value_out);

#endif
