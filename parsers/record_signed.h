/* SPDX-License-Identifier: ISC
 *
 * record_signed: the referrer of a letter that has no label for one, from the name beneath it.
 *
 * "Yours sincerely / Dr Ann Fry / Named Doctor / Vale Hospital / 01632 960221": taken where the name is the sender's,
 * at the end of what the sender wrote and before anything quoted, and only what no label of the form asked for.
 * Each line's place says that it stood in the signature.  Inside of room record.
 */
#ifndef PARSERS_RECORD_SIGNED_H
#define PARSERS_RECORD_SIGNED_H

#include "parsers/record.h"

/* In: the blocks of one part (of the mail's body without what it quotes), the mail's From.
 * Out: adds to fields, which borrow from the blocks and the arena; nothing where nobody signed. */
void record_signed(struct arena *a, const struct form_set *set, const struct block_list *blocks, const struct part_address *from, struct field_list *fields);

#endif
