/* SPDX-License-Identifier: ISC
 *
 * explain: what would happen to one message, and why.
 *
 * The daemon's own path up to the moment where it would write: the jailed reader, what the
 * register knows (when there is one), the decision, the letters' subjects.  Nothing is
 * written and nothing is sent.
 */
#ifndef DAEMON_CTL_EXPLAIN_H
#define DAEMON_CTL_EXPLAIN_H

#include "daemon/ctl/ctl.h"
#include "daemon/decide.h"
#include "spool/register_item.h"

struct explain {
	struct ctl *c;
	struct arena *arena;
	struct register_item item;	/* sha256, size, received_at */
	const struct record *record;
	struct decide_context context;
	struct decision decision;
	struct decide_letter *letters;	/* of all that it would open */
	size_t letters_count;
	struct span *subjects;		/* of these letters */
	struct span *commands;		/* of a coordinator's reply: "aware 3 June" */
	size_t commands_count;
	int64_t same_bytes_as;		/* an item the register has; 0: none */
};

/* Subjects, once all else is there. */
void explain_subjects(struct explain *x);
void explain_print_json(const struct explain *x, FILE *out);
void explain_print_text(const struct explain *x);

#endif
