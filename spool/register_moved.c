/* SPDX-License-Identifier: ISC
 * The register's file, taken away or replaced under a running program. */
#include "spool/register_private.h"

#include <stdlib.h>
#include <unistd.h>

/* What goes on being written to a file that has no name is gone with the last process that has it open: with the first
 * write after, a copy is made beside the place it had, and nothing is written any more. */
int
register_moved_look(struct register_db *db, struct fail *f)
{
	const char *path = sqlite3_db_filename(db->sqlite, "main");
	struct fail failed = { .class = FAIL_NONE };
	int moved = 0;
	char *copy;

	if (sqlite3_file_control(db->sqlite, "main", SQLITE_FCNTL_HAS_MOVED, &moved) != SQLITE_OK || moved == 0)
		return 0;
	if ((copy = sqlite3_mprintf("%s.rescued", path)) == NULL)
		abort();
	if (access(copy, F_OK) == 0 || register_backup(db, copy, NULL, &failed) == 0)
		fail_set(f, FAIL_STOP, "%s was moved, removed or replaced while it was in use; what was in it is in %s: see that the right one lies there, and start again", path, copy);
	else
		fail_set(f, FAIL_STOP, "%s was moved, removed or replaced while it was in use (%s): put the right one there, and start again", path, failed.why);
	sqlite3_free(copy);
	return -1;
}
