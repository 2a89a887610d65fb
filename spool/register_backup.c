/* SPDX-License-Identifier: ISC */
#include "spool/register_private.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { PAGES = 256, BUSY_SLEEP = 50, BUSY_TRIES = 200 };

static int
copy_pages(struct register_db *db, sqlite3 *to, const struct register_progress *progress, struct fail *f)
{
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", db->sqlite, "main");
	int code, tries = 0;

	if (backup == NULL)
		return fail_set(f, FAIL_RETRY, "backup: %s", sqlite3_errmsg(to));
	do {
		code = sqlite3_backup_step(backup, PAGES);
		if ((code == SQLITE_BUSY || code == SQLITE_LOCKED) && tries++ < BUSY_TRIES) {
			sqlite3_sleep(BUSY_SLEEP);
			continue;
		}
		if (code == SQLITE_OK && progress != NULL && progress->step != NULL && !progress->step(progress->context,
		    sqlite3_backup_pagecount(backup) - sqlite3_backup_remaining(backup), sqlite3_backup_pagecount(backup))) {
			sqlite3_backup_finish(backup);
			return fail_set(f, FAIL_RETRY, "backup: given up");
		}
	} while (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED);
	sqlite3_backup_finish(backup);
	return code == SQLITE_DONE ? 0 : fail_set(f, FAIL_RETRY, "backup: %s", sqlite3_errstr(code));
}

/* The copy is a plain file: no WAL beside it that could be forgotten. */
static int
settle(sqlite3 *to, struct fail *f)
{
	if (sqlite3_exec(to, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL) == SQLITE_OK)
		return 0;
	return fail_set(f, FAIL_RETRY, "backup: %s", sqlite3_errmsg(to));
}

int
register_backup(struct register_db *db, const char *path, const struct register_progress *progress, struct fail *f)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600), result = -1;
	sqlite3 *to = NULL;

	if (fd == -1)
		return fail_errno(f, FAIL_REFUSE, "backup cannot be made at %s", path);
	close(fd);
	if (sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		fail_set(f, FAIL_RETRY, "backup cannot be opened: %s", sqlite3_errmsg(to));
	else if (copy_pages(db, to, progress, f) == 0)
		result = settle(to, f);
	sqlite3_close(to);
	if (result == -1)
		unlink(path);
	return result;
}
