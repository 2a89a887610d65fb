/* SPDX-License-Identifier: ISC
 *
 * record_stated: facts that the answer to a letter of ours states outside any form.
 *
 * "NHS number: 943 476 5919", "The child's NHS number is ... and we became aware on ...", and
 * the answer under a line of our own list.  Only what can be read in one way: a label word for word,
 * a value that is nothing else, no sentence of which a part was not understood.  Everything
 * else is for people to read.  Inside of room record.
 */
#ifndef PARSERS_RECORD_STATED_H
#define PARSERS_RECORD_STATED_H

#include "parsers/record.h"

void record_stated(struct arena *a, const struct form_set *set, struct span text, size_t quoted_at, struct field_list *out);

#endif
