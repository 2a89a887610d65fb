/* SPDX-License-Identifier: ISC
 *
 * decide_apart: several forms in one message.  Which of them is about the case that it joins, and what becomes of the others.
 * Inside of room decide.
 */
#ifndef DAEMON_DECIDE_APART_H
#define DAEMON_DECIDE_APART_H

#include "daemon/decide.h"

struct decide_apart {
	const struct config *config;
	const struct record *record;
	const struct decide_context *context;
	/* decide.c's own: the referral of one form, and the letters of it. */
	void (*build)(const struct decide_apart *of, struct arena *a, struct decision *d);
	void (*tell)(const struct decide_apart *of, struct arena *a, struct decision *d, struct span kind);
};

/* d->form becomes the one about the case that is joined, where only another one names a child of it; NULL: all are about
 * somebody else. */
void decide_apart_choose(const struct decide_apart *of, struct arena *a, struct decision *d);
/* Sets d->apart: each opens a case of its own, or joins that of its child. */
void decide_apart(const struct decide_apart *of, struct arena *a, struct decision *d);

#endif
