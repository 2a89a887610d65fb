/* SPDX-License-Identifier: ISC */
#ifndef PARSERS_FORM_INTERPRETER_H
#define PARSERS_FORM_INTERPRETER_H

#include "parsers/form_inside.h"

/* form_interpreter: was the answer about an interpreter, where the language has been asked for?  Then it is passed over; a language
 * takes the place of what was said of an interpreter before it. */
bool form_interpreter_is_told(struct form_reader *r, const struct field_key *key, unsigned number, const struct field *f);

#endif
