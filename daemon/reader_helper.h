/* SPDX-License-Identifier: ISC
 *
 * reader_helper: a program of /usr, run over one memfd in a jail of its own.
 *
 * Which program and with which arguments is fixed here, by number.
 */
#ifndef DAEMON_READER_HELPER_H
#define DAEMON_READER_HELPER_H

#include "daemon/jail.h"
#include "parsers/reading.h"

#include <sys/types.h>

struct reader_helper {
	enum reading_helper which;
	int input;			/* memfds; -1 when none */
	int output;
	pid_t pid;			/* 0: not running */
	int pidfd;			/* -1: not running */
	int64_t deadline_ms;
};

#define READER_HELPER_NONE ((struct reader_helper){ .input = -1, .output = -1, .pidfd = -1 })

bool reader_helper_installed(enum reading_helper which);
/* A memfd of that size to fill; false when it cannot be had. */
bool reader_helper_open(struct reader_helper *h, enum reading_helper which, uint64_t size);
/* Starts it over the filled input; false when it cannot be started. */
bool reader_helper_start(struct reader_helper *h, const struct jail *jail, unsigned cpu_seconds);
/* Once its pidfd is readable: why not, or PART_WHY_NONE and the size of h->output. */
enum part_why reader_helper_finish(struct reader_helper *h, uint64_t *size_out);
/* Kills it if it runs, closes everything. */
void reader_helper_drop(struct reader_helper *h);

#endif
