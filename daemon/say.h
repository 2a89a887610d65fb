/* SPDX-License-Identifier: ISC
 *
 * say: one line to the log, one word to the supervisor.
 *
 * Lines go to stderr, with syslog levels as "<N>" prefixes when stderr is the journal.
 * Ids and codes only: no name, address, subject or value of a form ever comes here.
 * The form is key=value: "ref=SCP-2026-0042 step=intake result=quarantined why=password".
 */
#ifndef DAEMON_SAY_H
#define DAEMON_SAY_H

#include "parsers/fail.h"

enum say_level { SAY_CRITICAL = 2, SAY_ERROR = 3, SAY_WARNING = 4, SAY_NOTICE = 5, SAY_INFO = 6, SAY_DEBUG = 7 };

/* program: the word before each line on a terminal.  Lines above `most` are not said. */
void say_open(const char *program, enum say_level most);
void say(enum say_level level, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* step=STEP result=retry|refused|stop why="..." at the level that the class deserves. */
void say_fail(const char *step, const struct fail *f);
/* sd_notify(3): "READY=1", "STATUS=...", "WATCHDOG=1", "RELOADING=1", "STOPPING=1". */
void say_notify(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* How often the supervisor wants WATCHDOG=1, in milliseconds (half its limit); 0: never. */
int say_watchdog_ms(void);

#endif
