/* SPDX-License-Identifier: ISC */
#ifndef PARSERS_FORM_TOLD_H
#define PARSERS_FORM_TOLD_H

#include "parsers/form_inside.h"

/* form_told: is an answer of yes or no a yes in other words? */
bool form_told_yes(const struct form_reader *r, const struct field_key *key, struct span text);
/* Where the mark is behind which yes or no stands, after a name; the length of the text: nowhere. */
size_t form_told_behind(struct span text);

#endif
