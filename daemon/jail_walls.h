/* SPDX-License-Identifier: ISC
 *
 * jail_walls: what daemon/jail is made of, one file each.  Only that room includes this.
 */
#ifndef DAEMON_JAIL_WALLS_H
#define DAEMON_JAIL_WALLS_H

#include "daemon/jail.h"

#include <linux/filter.h>

/* Built with a sanitizer, which needs a little more than the program. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define JAIL_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define JAIL_SANITIZED 1
#endif
#endif
#ifndef JAIL_SANITIZED
#define JAIL_SANITIZED 0
#endif

/* A compiled seccomp program: compiling costs more than a fork, so it is done once. */
struct jail_filter {
	struct sock_filter *code;
	size_t count;
};

int jail_filter_make(enum jail_kind kind, struct jail_filter *out, struct fail *fail);
void jail_filter_free(struct jail_filter *f);

/* Moves what is kept, closes the rest. */
int jail_fds_keep(const struct jail_keep *keep, struct fail *fail);

/* A ruleset's descriptor (close-on-exec), or -1. */
int jail_landlock_make(enum jail_kind kind, struct fail *fail);

#endif
