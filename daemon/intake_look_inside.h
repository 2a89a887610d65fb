/* SPDX-License-Identifier: ISC
 * Private to intake_look. */
#ifndef DAEMON_INTAKE_LOOK_INSIDE_H
#define DAEMON_INTAKE_LOOK_INSIDE_H

#include "daemon/intake_look.h"

/* Sets has_said and said, and says_so_again of *x; replies_to_ours of it is set already. */
int intake_look_said(struct keeper *k, const struct record *r, struct arena *a, struct decide_context *x, struct intake_look_joined *out, struct fail *f);

#endif
