/* SPDX-License-Identifier: ISC
 * Private to moves. */
#ifndef DAEMON_MOVES_INSIDE_H
#define DAEMON_MOVES_INSIDE_H

#include "daemon/moves.h"
#include "spool/register_event.h"
#include "spool/register_recount.h"

/* moves_note() of the one case alone. */
int moves_note_one(struct keeper *k, const struct moves *m, struct arena *a, struct span *lines_out, struct fail *f);

#endif
