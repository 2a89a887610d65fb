/* SPDX-License-Identifier: ISC
 *
 * record_child: is a form with labels that stand in any about a child at all?
 */
#ifndef PARSERS_RECORD_CHILD_H
#define PARSERS_RECORD_CHILD_H

#include "parsers/record.h"
#include "parsers/unpack.h"

/* What a form's button sends holds answers by definition. */
bool record_child_is_data(const struct part *p);
/* Takes the forms out of the record that are no referrals: of the labels in them none is asked of a child only, and in the
 * whole message none of the words stands (child_words in forms.conf).  Any doubt leaves them where they are. */
void record_child_keep(const struct form_words *words, const struct unpack_result *u, struct record *out);

#endif
