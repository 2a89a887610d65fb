/* SPDX-License-Identifier: ISC */
#include "spool/register_private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { BUSY_MILLISECONDS = 5000 };

/* Kept in memory: KB, said as a negative number.  In MANY there is room for the letters that a session takes at once. */
#define PAGES "-2048"
#define MANY_PAGES "-8192"

static void
set_keys(struct register_db *db, const unsigned char *master)
{
	unsigned char id[KEYED_LEN];

	if ((db->has_key = master != NULL) == false)
		return;
	keyed_derive(master, "chain", db->chain_key);
	keyed_derive(master, "facts", db->facts_key);
	keyed_derive(master, "head", db->head_key);
	keyed_derive(master, "key id", id);
	for (size_t i = 0; i < REGISTER_KEY_ID / 2; i++)
		sqlite3_snprintf(3, db->key_id + 2 * i, "%02x", id[i]);
}

/* A reader must not make a register: sqlite3_open would, and an empty one has no tables. */
static int
look_before(const char *path, enum register_mode mode, struct fail *f)
{
	struct stat st;

	if (stat(path, &st) == 0)
		return mode != REGISTER_READ || st.st_size > 0 ? 0 : fail_set(f, FAIL_REFUSE, "there is no register yet");
	if (errno != ENOENT)
		return fail_errno(f, FAIL_STOP, "register cannot be opened");
	return mode != REGISTER_READ ? 0 : fail_set(f, FAIL_REFUSE, "there is no register yet");
}

/* recursive_triggers: without it INSERT OR REPLACE deletes rows past the append-only triggers.
 * temp_store in memory: a sort must not leave names in /var/tmp. */
static int
set_up(struct register_db *db, struct fail *f)
{
	int on = 1;

	sqlite3_extended_result_codes(db->sqlite, 1);
	sqlite3_busy_timeout(db->sqlite, BUSY_MILLISECONDS);
	sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	if (register_sql_script(db, "PRAGMA trusted_schema=OFF; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;"
	    "PRAGMA secure_delete=ON; PRAGMA synchronous=FULL; PRAGMA cache_size=" PAGES "; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=8000; PRAGMA mmap_size=0", f) == -1)
		return -1;
	if (db->mode == REGISTER_READ)
		return 0;
	/* The -wal and -shm files stay, so that readers who may not write to the directory can open it. */
	sqlite3_file_control(db->sqlite, "main", SQLITE_FCNTL_PERSIST_WAL, &on);
	return register_sql_script(db, "PRAGMA journal_mode=WAL; PRAGMA journal_size_limit=16777216", f);
}

struct register_db *
register_open(const char *path, const unsigned char *key, enum register_mode mode, struct fail *f)
{
	struct register_db *db;
	int flags = mode == REGISTER_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;

	if (look_before(path, mode, f) == -1)
		return NULL;
	if (mode != REGISTER_READ && key == NULL)
		abort();
	if ((db = calloc(1, sizeof(*db))) == NULL)
		abort();
	/* No thread but one: no locks around each allocation.  Said before the first use, refused after it. */
	(void)sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	register_memory_use();
	db->mode = mode == REGISTER_READ ? REGISTER_READ : REGISTER_WRITE;
	db->known = mode == REGISTER_WRITE_KNOWN;
	set_keys(db, key);
	if (sqlite3_open_v2(path, &db->sqlite, flags | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK) {
		if (set_up(db, f) == 0 && register_schema_open(db, f) == 0)
			return db;
	} else if (db->sqlite == NULL)
		abort();
	else
		register_sql_fail(db, f);
	register_close(db);
	return NULL;
}

void
register_close(struct register_db *db)
{
	if (db == NULL)
		return;
	register_rollback(db);
	register_look_end(db);
	register_sql_forget(db);
	sqlite3_close(db->sqlite);
	sqlite3_free(db->rescued);
	keyed_wipe(db, sizeof(*db));
	free(db);
}

/* ---- transactions ------------------------------------------------------------------- */

int
register_begin(struct register_db *db, struct fail *f)
{
	if (db->open || db->looking || db->mode != REGISTER_WRITE)
		abort();
	if (register_moved_look(db, f) == -1 || register_sql_run(db, "BEGIN IMMEDIATE", REGISTER_NO_ARGS, f) == -1)
		return -1;
	db->open = true;
	db->head_moved = false;
	db->letter_next = 0;
	if (register_letter_count_begin(db, f) == 0 && register_chain_read(db, &db->head, f) == 0)
		return 0;
	register_rollback(db);
	return -1;
}

static void
flush_again(struct register_db *db)
{
	if (db->unflushed)
		sqlite3_exec(db->sqlite, "PRAGMA synchronous=FULL", NULL, NULL, NULL);
	db->unflushed = false;
}

int
register_begin_unflushed(struct register_db *db, struct fail *f)
{
	if (register_sql_script(db, "PRAGMA synchronous=NORMAL", f) == -1)
		return -1;
	db->unflushed = true;
	if (register_begin(db, f) == 0)
		return 0;
	flush_again(db);
	return -1;
}

int
register_commit(struct register_db *db, struct fail *f)
{
	if (!db->open || db->in_step)
		abort();
	if ((!db->head_moved || register_chain_write(db, &db->head, f) == 0) &&
	    register_sql_run(db, "COMMIT", REGISTER_NO_ARGS, f) == 0) {
		db->open = false;
		flush_again(db);
		return 0;
	}
	register_rollback(db);
	return -1;
}

void
register_rollback(struct register_db *db)
{
	if (!db->open)
		return;
	/* After a full disk SQLite may have rolled back by itself. */
	if (!sqlite3_get_autocommit(db->sqlite))
		sqlite3_exec(db->sqlite, "ROLLBACK", NULL, NULL, NULL);
	db->open = db->in_step = false;
	register_letter_count_forget(db);
	flush_again(db);
}

int64_t
register_changes(const struct register_db *db)
{
	return sqlite3_total_changes64(db->sqlite);
}

bool
register_is_open(const struct register_db *db)
{
	return db->open;
}

void
register_make_room(struct register_db *db)
{
	if (!db->roomy)
		sqlite3_exec(db->sqlite, "PRAGMA cache_size=" MANY_PAGES, NULL, NULL, NULL);
	db->roomy = true;
}

void
register_rest(struct register_db *db)
{
	if (db->roomy)
		sqlite3_exec(db->sqlite, "PRAGMA cache_size=" PAGES, NULL, NULL, NULL);
	db->roomy = false;
	(void)sqlite3_db_release_memory(db->sqlite);
}

int
register_step_begin(struct register_db *db, struct fail *f)
{
	if (!db->open || db->in_step)
		abort();
	if (register_sql_run(db, "SAVEPOINT step", REGISTER_NO_ARGS, f) == -1)
		return -1;
	db->in_step = true;
	db->step_head = db->head;
	db->step_letter_next = db->letter_next;
	return 0;
}

int
register_step_keep(struct register_db *db, struct fail *f)
{
	if (!db->in_step)
		abort();
	db->in_step = false;
	return register_sql_run(db, "RELEASE step", REGISTER_NO_ARGS, f);
}

int
register_step_undo(struct register_db *db, struct fail *f)
{
	if (!db->in_step)
		abort();
	db->in_step = false;
	db->head = db->step_head;
	db->letter_next = db->step_letter_next;
	register_letter_count_forget(db);
	if (register_sql_run(db, "ROLLBACK TO step", REGISTER_NO_ARGS, f) == -1)
		return -1;
	return register_sql_run(db, "RELEASE step", REGISTER_NO_ARGS, f);
}

int
register_look_begin(struct register_db *db, struct fail *f)
{
	if (db->open || db->looking)
		abort();
	if (register_sql_run(db, "BEGIN", REGISTER_NO_ARGS, f) == -1)
		return -1;
	db->looking = true;
	return 0;
}

void
register_look_end(struct register_db *db)
{
	if (!db->looking)
		return;
	db->looking = false;
	if (!sqlite3_get_autocommit(db->sqlite))
		sqlite3_exec(db->sqlite, "ROLLBACK", NULL, NULL, NULL);
}
