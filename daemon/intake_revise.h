/* SPDX-License-Identifier: ISC
 *
 * intake_revise: what a later form says of a case, joined to what was known of it.
 *
 * Nothing that was known is lost by a form that leaves it out.  A date that clocks may count
 * from moves earlier at once; a later one waits beside the earlier until a person confirms it,
 * as a conflict (promise 7).  Everything else takes the newer answer.  Each difference is a line for
 * the coordinators.  Pure.
 */
#ifndef DAEMON_INTAKE_REVISE_H
#define DAEMON_INTAKE_REVISE_H

#include "parsers/civil.h"
#include "parsers/field.h"

struct intake_revise {
	struct field_list fields;	/* the whole set; a date that waits stands in `also` */
	struct span differences;	/* lines with both values: personal */
	struct span keys;		/* the same by the fields' names alone */
};

/* was: with what people recorded laid over it. */
void intake_revise(struct arena *a, const struct field_list *was, const struct field_list *is, struct intake_revise *out);

/* What may be taken of the facts that a reply states outside any form: none about "the child" of a case with several,
 * no birth that makes no child. */
struct field_list intake_revise_stated(struct arena *a, const struct field_list *was, const struct field_list *stated, struct civil_date received);

#endif
