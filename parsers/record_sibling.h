/* SPDX-License-Identifier: ISC
 *
 * record_sibling: a form for each child, several in one message.
 */
#ifndef PARSERS_RECORD_SIBLING_H
#define PARSERS_RECORD_SIBLING_H

#include "parsers/record.h"

/* One incident may be notified for up to four children (Working Together 2023), and some send a form for each.  What the other forms
 * say of a child whom the first does not name is added to the first as the next child's, and what they say otherwise of the
 * incident as a further answer.  The other forms stay as they are. */
void record_sibling_join(struct arena *a, struct record *out);

#endif
