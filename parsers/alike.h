/* SPDX-License-Identifier: ISC
 *
 * alike: what is made to look like something known, and is not.
 *
 * Domains in their ASCII or Unicode form (RFC 3492), names as people write them.  Letters of
 * other scripts that look Latin, figures for letters, one letter changed, dropped, added or
 * swapped, a known domain's words in front of another's: all of it is a hint for people and
 * decides nothing.  The table of letters is the part of UTS #39 that mail has been seen to
 * use, not the whole of it.  Pure.
 */
#ifndef PARSERS_ALIKE_H
#define PARSERS_ALIKE_H

#include "parsers/arena.h"

/* The domain is `known` or lies under it. */
bool alike_is_under(struct span domain, struct span known);
/* It is not, and looks as though it were. */
bool alike_domain(struct arena *a, struct span domain, struct span known);
/* The same name, but for case, accents, punctuation and letters that look alike. */
bool alike_name(struct arena *a, struct span one, struct span other);

#endif
