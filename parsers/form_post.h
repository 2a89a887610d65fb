/* SPDX-License-Identifier: ISC
 *
 * form_post: what sounds like somebody's post and what like the body he works for, where one text answers both.
 */
#ifndef PARSERS_FORM_POST_H
#define PARSERS_FORM_POST_H

#include "parsers/form_inside.h"

/* Does the piece hold a word that only this key's answers hold?  Words are the config's (`choice`). */
bool form_post_sounds(const struct form_reader *r, const struct field_key *key, struct span piece);
/* ... and is it that, rather than an answer to the other key?  "Head of Service" is a post, "School Nurse Service" a body. */
bool form_post_is(const struct form_reader *r, const struct field_key *key, const struct field_key *other, struct span piece);
/* "Detective Sergeant, PVP, Northmere Police", "Vale Council, Social Care, Team Manager": the body begins at the first piece that
 * sounds like one and ends with the last; the rest is the post's.  False: the text has not one of each, one behind the other. */
bool form_post_part(const struct form_reader *r, const struct field_key *role, const struct field_key *agency, struct span text, const char *mark, struct span *role_out, struct span *agency_out);

#endif
