/* SPDX-License-Identifier: ISC */
#include "config/private.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

void
private_check(struct config_errors *errors, struct errors_where where, struct span path, bool must_exist)
{
	struct stat st;

	if (path.len == 0)
		return;
	if (stat(arena_cstr(errors->arena, path), &st) < 0) {
		/* A coordinator's account need not see into the daemon's folder of secrets. */
		if (errno != EACCES && (errno != ENOENT || must_exist))
			errors_add(errors, where, "%.*s: %s: make the file, mode 0600, owned by the daemon's user", SPAN_PF(path), strerrordesc_np(errno));
	} else if (!S_ISREG(st.st_mode)) {
		errors_add(errors, where, "%.*s is no regular file: name the file that holds the secret", SPAN_PF(path));
	} else if ((st.st_mode & (S_IROTH | S_IWOTH | S_IWGRP)) != 0) {
		errors_add(errors, where, "%.*s can be read or written by others (mode %04o): chmod 0600 it, and change the secret", SPAN_PF(path), (unsigned)(st.st_mode & 07777));
	} else if (st.st_size == 0) {
		errors_add(errors, where, "%.*s is empty: write the secret into its first line", SPAN_PF(path));
	}
}
