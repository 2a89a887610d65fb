/* SPDX-License-Identifier: ISC */
#ifndef PARSERS_FORM_TOLD_H
#define PARSERS_FORM_TOLD_H

#include "parsers/form_inside.h"

/* form_told: is an answer of yes or no a yes in other words? */
bool form_told_yes(const struct form_reader *r, const struct field_key *key, struct span text);

#endif
