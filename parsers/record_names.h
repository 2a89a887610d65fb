/* SPDX-License-Identifier: ISC
 *
 * record_names: whose name is it?  What a mail's From calls its sender, and whether two ways to write a name are one person's.
 * Inside of room record.
 */
#ifndef PARSERS_RECORD_NAMES_H
#define PARSERS_RECORD_NAMES_H

#include "parsers/record.h"

/* "Fry, Ann" and "Dr Ann Fry"; "Ann Marie Fry" and "A. Fry": two words of the one, of which one may be an initial, are all of the other. */
bool record_names_same(struct arena *a, struct span left, struct span right);
/* What From calls the sender; without that, "ann fry" of ann.fry@vale.example.  Borrows from the address or the arena. */
struct span record_names_sender(struct arena *a, const struct part_address *from);
/* The name without a bracket and without letters behind it ("Ann Fry RGN, BSc (Hons)"), which `from` does not call the same person.
 * Borrows from the name. */
struct span record_names_plain(struct arena *a, struct span name, struct span from);

#endif
