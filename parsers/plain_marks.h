/* SPDX-License-Identifier: ISC
 *
 * plain_marks: what people and mail programs type where type cannot be bold: "*Name:* Ann", "== The child ==", a rule beneath
 * a heading.
 */
#ifndef PARSERS_PLAIN_MARKS_H
#define PARSERS_PLAIN_MARKS_H

#include "parsers/block.h"

/* The line's text goes to the builder, what stands between stars at its beginning in bold. */
void plain_marks_put(struct block_builder *b, struct span line);
/* A heading by its marks, or by the rule on the line `next`: what it says.  Empty: it is none. */
struct span plain_marks_heading(struct span line, struct span next);
/* What answers stand behind where question and answer are told apart by letters: "A4 Ann" and "A4: Ann" beneath "Q4 What is
 * your name?", "A: Ann" beneath "Q: ...".  The line without them, or as it is.  asked is the caller's from line to line, empty
 * at first: the mark of the question above. */
struct span plain_marks_answer(struct span line, struct span *asked);
/* Nothing but a rule. */
bool plain_marks_is_rule(struct span line);
/* "------  ------  ---", "+-----+----+", "|---|:--:|": what is drawn around the rows of a table. */
bool plain_marks_is_ruled(struct span line);

#endif
