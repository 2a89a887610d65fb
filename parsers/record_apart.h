/* SPDX-License-Identifier: ISC
 *
 * record_apart: several forms in one message.  Those about another child or another incident are referrals of their own; of the
 * others one is, and what the rest says otherwise is a conflict.
 */
#ifndef PARSERS_RECORD_APART_H
#define PARSERS_RECORD_APART_H

#include "parsers/record.h"

enum { RECORD_APART_MAX = RECORD_FORMS - 1 };

/* What others are held against. */
struct record_apart_base {
	const struct record_form *first;	/* one of the record's; NULL: none is about the case */
	const struct field_list *known;		/* what is known of the case that the message joins; NULL: it opens its own */
};

/* Forms of `r` that are about none of the children of the base, or about another incident, each about another than those
 * before it: gives how many, at most RECORD_APART_MAX, into `out`.  Beside a first that names no child itself, those alone
 * whose children were born on other days than the case's. */
size_t record_apart(struct arena *a, const struct record *r, struct record_apart_base base, const struct record_form *out[RECORD_APART_MAX]);

/* Whether `f` names a child of a case of which that much is known, and tells of no other incident. */
bool record_apart_is_of(struct arena *a, const struct record_form *f, const struct field_list *known);
/* Whether it names children, and all were born on other days than the case's: the name of one may have been put right. */
bool record_apart_is_stranger(struct arena *a, const struct record_form *f, const struct field_list *known);
/* Whether anything known was written in the part that `f` is. */
bool record_apart_is_source(const struct record_form *f, const struct field_list *known);

/* What later forms of one case say is added to its first: a child that it does not name as its next one, answers that it
 * lacks, and what is said otherwise as a further answer, which is a conflict.  Those added stay as they are. */
void record_apart_join(struct arena *a, struct record *out);

#endif
