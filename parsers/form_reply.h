/* SPDX-License-Identifier: ISC
 *
 * form_reply: "1. Ann Fry, Head", "2. St Anne's" in a mail that quotes the numbered questions of a blank form.
 */
#ifndef PARSERS_FORM_REPLY_H
#define PARSERS_FORM_REPLY_H

#include "parsers/form_inside.h"

/* Each question of a form that was left blank becomes a row with the answer of its number, which somebody else's hand wrote in
 * another letter of the part.  table: the last one's number, counted down.  False: there is nothing of the kind, and nothing changed. */
bool form_reply_numbers(struct form_reader *r, unsigned *table);

#endif
