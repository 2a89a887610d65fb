/* SPDX-License-Identifier: ISC
 *
 * alarm: the other way out, for when mail itself is what has failed.
 *
 * When the status becomes critical the config's alarm_command is run, once for each set of
 * reasons and again every hour while it lasts; what is wrong goes to its standard input.
 */
#ifndef DAEMON_ALARM_H
#define DAEMON_ALARM_H

#include "daemon/status.h"

void alarm_sound(const struct keeper *k, const struct status *s);

#endif
