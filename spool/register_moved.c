/* SPDX-License-Identifier: ISC
 * The register's file, taken away or replaced under a running program. */
#include "spool/register_private.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static char *
named(const char *path, const char *ending, int number)
{
	char *name = number < 2 ? sqlite3_mprintf("%s.%s", path, ending) : sqlite3_mprintf("%s.%s.%d", path, ending, number);

	if (name == NULL)
		abort();
	return name;
}

/* Under a name that nothing has: what is there is of another time, or another process was as quick.  It gets that when it is
 * whole, and keeps its first name where it cannot.  NULL when it cannot be made. */
static char *
rescue(struct register_db *db, const char *path, struct fail *f)
{
	char *part = named(path, "part", (int)getpid()), *copy = NULL;
	bool taken = true, linked = false;

	(void)unlink(part);
	if (register_backup(db, part, NULL, f) != 0) {
		sqlite3_free(part);
		return NULL;
	}
	for (int n = 1; taken; n++) {
		sqlite3_free(copy);
		copy = named(path, "rescued", n);
		linked = link(part, copy) == 0;
		taken = !linked && errno == EEXIST;
	}
	if (linked)
		(void)unlink(part);
	sqlite3_free(linked ? part : copy);
	return linked ? copy : part;
}

/* What goes on being written to a file that has no name is gone with the last process that has it open: with the first
 * write after, a copy is made beside the place it had, and nothing is written any more. */
int
register_moved_look(struct register_db *db, struct fail *f)
{
	const char *path = sqlite3_db_filename(db->sqlite, "main");
	struct fail failed = { .class = FAIL_NONE };
	int moved = 0;

	if (sqlite3_file_control(db->sqlite, "main", SQLITE_FCNTL_HAS_MOVED, &moved) != SQLITE_OK || moved == 0)
		return 0;
	if (db->rescued == NULL)
		db->rescued = rescue(db, path, &failed);
	if (db->rescued != NULL)
		return fail_set(f, FAIL_STOP, "%s was moved, removed or replaced while it was in use; what was in it is in %s: see that the right one lies there, and start again", path, db->rescued);
	return fail_set(f, FAIL_STOP, "%s was moved, removed or replaced while it was in use (%s): put the right one there, and start again", path, failed.why);
}
