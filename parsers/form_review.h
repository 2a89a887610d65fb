/* SPDX-License-Identifier: ISC
 *
 * form_review: which review is asked for, where the answer says it rather than the label.
 *
 * "LCSPR", "Practice Learning Review" are questions by themselves on many forms ("Rapid review: Yes / No") and the answer on as
 * many others; here they become the latter where they stand beside or beneath what asks for a choice, or where nobody knows the
 * label they stand by.
 */
#ifndef PARSERS_FORM_REVIEW_H
#define PARSERS_FORM_REVIEW_H

#include "parsers/form_inside.h"

/* Cells that answer are no labels any more, boxes that name reviews have a label that asks which, and options printed behind a
 * label leave its answer to the next cell.  Cells have been looked at, and no guess has been placed. */
void form_review_part(struct form_reader *r);
/* An answer to a label that nobody knows: a review by its name, and no more.  True: it was kept for form_review_finish(). */
bool form_review_give(struct form_reader *r, struct span label, const struct form_text *value);
/* What was kept is referral.type, on a form where nothing else said and all of it said the same. */
void form_review_finish(struct form_reader *r);

#endif
