/* SPDX-License-Identifier: ISC
 *
 * form_nest: tables of options nested in a cell become its boxes.
 */
#ifndef PARSERS_FORM_NEST_H
#define PARSERS_FORM_NEST_H

#include "parsers/form_inside.h"

void form_nest_fold(struct form_reader *r);
bool form_nest_is_option(const struct form_reader *r, struct span words);	/* one of the words for some value */

#endif
