/* SPDX-License-Identifier: ISC
 *
 * mail_private: what mail's own files share.  No other file may include this.
 */
#ifndef SPOOL_MAIL_PRIVATE_H
#define SPOOL_MAIL_PRIVATE_H

#include "spool/mail.h"

#include <sys/types.h>

enum { HASH_HEX = KEYED_LEN * 2 + 1 };

struct mail_state {
	char *dir, *register_path, *tmp_path;
	int dir_fd, tmp_fd, mail_fd, quarantine_fd, lock_fd;
	bool shared;			/* with a group */
	bool existing;			/* nothing is made or set right */
	gid_t gid;
	uint64_t staged;
	unsigned char key[KEYED_LEN];
};

/* mail.c: errno is set on -1. */
int mail_set_mode(const struct mail_state *m, int fd, mode_t alone, mode_t shared);
int mail_rename_new(int from, const char *name, int to, const char *new_name);	/* EEXIST: there already */

#endif
