/* SPDX-License-Identifier: ISC */
#ifndef PARSERS_FORM_SIBLINGS_H
#define PARSERS_FORM_SIBLINGS_H

#include "parsers/form_inside.h"

/* form_siblings: is row `at` a label for relatives and an answer that names several, or one with a day of birth?  Then they are
 * given, each with what is said of it, and the child itself is passed over. */
bool form_siblings_row(struct form_reader *r, size_t at);

#endif
