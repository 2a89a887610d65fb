/* SPDX-License-Identifier: ISC
 *
 * form_leader: several labels in one line, each with dots or a rule to write on; rows of cells.
 */
#ifndef PARSERS_FORM_LEADER_H
#define PARSERS_FORM_LEADER_H

#include "parsers/form_inside.h"

void form_leader_lines(struct form_reader *r, unsigned *table);	/* table: the last one's number */

#endif
