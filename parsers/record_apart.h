/* SPDX-License-Identifier: ISC
 *
 * record_apart: several forms in one message.  Those about another child or another incident are referrals of their own; of the
 * others one is, and what the rest says otherwise is a conflict.
 */
#ifndef PARSERS_RECORD_APART_H
#define PARSERS_RECORD_APART_H

#include "parsers/record.h"

enum { RECORD_APART_MAX = RECORD_FORMS - 1 };

/* Forms of `r` that are about none of the children of `first` (one of r's), or about another incident, each about another than those
 * before it: gives how many, at most RECORD_APART_MAX, into `out`. */
size_t record_apart(struct arena *a, const struct record *r, const struct record_form *first, const struct record_form *out[RECORD_APART_MAX]);

/* What later forms of one case say is added to its first: a child that it does not name as its next one, answers that it
 * lacks, and what is said otherwise as a further answer, which is a conflict.  Those added stay as they are. */
void record_apart_join(struct arena *a, struct record *out);

#endif
