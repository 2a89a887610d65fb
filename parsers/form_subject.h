/* SPDX-License-Identifier: ISC */
#ifndef PARSERS_FORM_SUBJECT_H
#define PARSERS_FORM_SUBJECT_H

#include "parsers/form_inside.h"

/* form_subject: what is said of the child itself among its relatives.  Is it what a child is called there? */
bool form_subject_is(const struct form_reader *r, struct span text);
/* Does the row begin with it, beneath a head that asks how each is related? */
bool form_subject_begins(const struct form_reader *r, const struct form_row *row);
/* The row is the child's: given.  False: it is a relative's, and nothing was given. */
bool form_subject_row(struct form_reader *r, const struct form_row *row);

#endif
