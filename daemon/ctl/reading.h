/* SPDX-License-Identifier: ISC
 *
 * reading: one message through the jailed reader and the decision, as the daemon does it,
 * for `explain` and for an item that a person decides about.  Nothing is written.
 */
#ifndef DAEMON_CTL_READING_H
#define DAEMON_CTL_READING_H

#include "daemon/ctl/ctl.h"
#include "daemon/decide.h"
#include "daemon/reader.h"

struct reading {
	const struct config *config;
	struct reader *reader;
	struct arena *arena;
	int fd;				/* of the message; -1: there is none to read */
	uint64_t size;
	struct span password;		/* for what is protected in it; empty: none */
	struct record record;		/* out: of the last reading */
};

/* The stored message of an item and all that is known of it but the moment; the caller closes fd.
 * A message that was never here, or is gone, can be decided about all the same. */
int reading_open(struct reading *r, struct keeper *k, const struct register_item *item, struct decide_context *x, struct fail *f);
/* The first reading; sets x->crashed where it failed. */
void reading_take(struct reading *r, struct decide_context *x);
/* What follows; read once more where the route names another form. */
void reading_decide(struct reading *r, struct decide_context *x, struct decision *out);
/* What a password has done: NONE, a part that wanted one is open; NOT_A_FORM, none wanted one; else
 * why the last of those that did is still not open. */
enum part_why reading_opened(const struct record *before, const struct record *after);

#endif
