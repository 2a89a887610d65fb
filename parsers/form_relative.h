/* SPDX-License-Identifier: ISC */
#ifndef PARSERS_FORM_RELATIVE_H
#define PARSERS_FORM_RELATIVE_H

#include "parsers/form_inside.h"

/* form_relative: does row `at` name a parent among the child's answers, over bare labels that the child has answered?  They are the
 * parent's: given.  How many rows it took; 0: nothing of the kind. */
size_t form_relative_read(struct form_reader *r, size_t at);

#endif
