/* SPDX-License-Identifier: ISC
 *
 * intake_return: what came back about a letter of ours, in the transaction that the caller holds: a failure ends the letter
 * and lets its clocks run again, an absence makes its alert climb.
 */
#ifndef DAEMON_INTAKE_RETURN_H
#define DAEMON_INTAKE_RETURN_H

#include "daemon/intake_case.h"

struct intake_return {
	struct keeper *k;
	struct intake_message *m;	/* its `answered` may be found here: a vacation reply names no letter */
	struct arena *a;
	int64_t item;
	struct span others;		/* out: references of further cases that a letter which failed had told of, in lines */
	int64_t cause;			/* in: the event of its coming; out: the one that letters follow from */
};

int intake_return_settle(struct intake_return *w, struct fail *f);

#endif
