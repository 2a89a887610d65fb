/* SPDX-License-Identifier: ISC
 * Private to `form`. */
#ifndef DAEMON_CTL_FORM_H
#define DAEMON_CTL_FORM_H

#include "daemon/ctl/ctl.h"

/* `form learn FILE`. */
int form_learn(struct ctl *c, const char *path);

#endif
