/* SPDX-License-Identifier: ISC
 *
 * form_more: an answer that tells more than it was asked for.
 */
#ifndef PARSERS_FORM_MORE_H
#define PARSERS_FORM_MORE_H

#include "parsers/form_inside.h"

/* "Ana Oak, born 3/4/16" where a name is asked for; false when there is no more to it. */
bool form_more_give(struct form_reader *r, const struct form_meaning *m, const struct form_text *t);
/* Is the label m, beneath what is open, a part of what that asks for? */
bool form_more_is_contact(const struct form_pending *p, const struct form_meaning *m);
/* "Summary: ..." behind "Date of incident: 1/2/26", where no heading says what it sums up: its meaning among the incident's. */
bool form_more_is_of_incident(const struct form_reader *r, const struct form_cell *c, struct form_meaning *out);
/* Does the line's answer, beneath the open label, begin with another word for that? */
bool form_more_says_again(const struct form_reader *r, const struct form_cell *c);
/* "Police URN: 12AB/345/26" where that was asked in other words, or in these: the answer without its label. */
struct form_text form_more_without_label(const struct form_reader *r, const struct form_meaning *m, const struct form_text *t);

#endif
