/* SPDX-License-Identifier: ISC
 *
 * form_nest: tables of options nested in a cell become its boxes, and the cell's own questions lines.
 */
#ifndef PARSERS_FORM_NEST_H
#define PARSERS_FORM_NEST_H

#include "parsers/form_inside.h"

void form_nest_fold(struct form_reader *r);
void form_nest_part(struct form_reader *r);	/* a line with a label of its own in the cell around a table becomes a line behind that */

/* The cell in which the row's table is nested; NULL: none. */
struct form_cell *form_outer_cell(const struct form_reader *r, const struct form_row *nested);
bool form_nest_is_option(const struct form_reader *r, struct span words);	/* one of the words for some value */

#endif
