/* SPDX-License-Identifier: ISC
 *
 * learn: a draft of a form's definition, from what a blank one says.
 *
 * In comes the text of the document, one paragraph or table row a line, cells joined by " | ",
 * as the jailed reader gives it; this room opens no document.  Each label is asked about by
 * itself, under its heading, in the way that a filled form is read: what the shared labels
 * make of it is the key it gets.  What nothing is known of stays, as a comment, for a person
 * to give a key to.  Pure.
 */
#ifndef DAEMON_LEARN_H
#define DAEMON_LEARN_H

#include "parsers/form.h"

struct learn_counts {
	size_t understood, unknown;		/* labels */
};

/* A `form` section of forms.conf, in the order of the document; understood == 0: no form was found in it. */
struct span learn_draft(struct arena *a, const struct form_set *set, struct span name, struct span text, struct learn_counts *counts_out);

#endif
