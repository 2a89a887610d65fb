/* SPDX-License-Identifier: ISC */
#ifndef PARSERS_FORM_TOLD_H
#define PARSERS_FORM_TOLD_H

#include "parsers/form_inside.h"

/* form_told: is an answer of yes or no a yes in other words? */
bool form_told_yes(const struct form_reader *r, const struct field_key *key, struct span text);
/* The yes, no or not known that the text begins with; empty: none does ("No. 3 Ward"). */
struct span form_told_option(const struct form_reader *r, struct span text);
/* Where the mark is behind which yes or no stands, after a name; the length of the text: nowhere. */
size_t form_told_behind(struct span text, struct span *option_out);
/* The name in what stands beside a yes or no; empty where that tells something else. */
struct span form_told_name(const struct form_reader *r, struct span text);
/* Is the text somebody's name and no more, but for a post behind it? */
bool form_told_is_name(const struct form_reader *r, struct span text);

#endif
