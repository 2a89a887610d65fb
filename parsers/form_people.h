/* SPDX-License-Identifier: ISC
 *
 * form_people: who is who where no table says, and what people of a form share.
 */
#ifndef PARSERS_FORM_PEOPLE_H
#define PARSERS_FORM_PEOPLE_H

#include "parsers/form_inside.h"

bool form_people_is_relation(const struct form_reader *r, struct span text);
bool form_people_is_called(const struct form_reader *r, struct span text);	/* ... and no more than one such word and one before it */
bool form_people_row(struct form_reader *r, size_t at);	/* a relative in front of a name, in a row of a table: given */
void form_people_mean_relation(struct form_meaning *m);
bool form_people_line(struct form_reader *r, size_t at);
bool form_people_goes_on(const struct form_reader *r, struct span line);	/* beneath the first of a child's parents: the other, or a birthday */
size_t form_people_name_end(struct span s);	/* "Ann Fry, born 1/2/90", "Ann Fry (DOB ..." */
void form_people_enter(struct form_reader *r, size_t at);
void form_people_share_post(struct form_reader *r, const char *name_key, const char *role_key), form_people_share_agency(struct form_reader *r), form_people_part_bodies(struct form_reader *r);

#endif
