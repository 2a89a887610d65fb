/* SPDX-License-Identifier: ISC
 *
 * mail: the state directory and the raw messages in it.
 *
 * register.db, mail/<sha256 in hex> (written once, never changed), tmp/ (what a fetcher or
 * an import is writing), quarantine/ (links to what a person must look at), key, lock.
 * Directories 0700 and files 0600; 0750 and 0660 with a group, the key 0640.
 *
 * A message counts as kept when its bytes, then its name, are on disk: a batch costs two
 * flushes, whatever its size.  Names that come from a child are checked here.  Disk full
 * is FAIL_RETRY, and then nothing of the batch counts as kept.  Knows nothing of MIME, IMAP or SQL.
 */
#ifndef SPOOL_MAIL_H
#define SPOOL_MAIL_H

#include "spool/keyed.h"

enum { MAIL_NAME = 64 };

struct mail_options {
	const char *dir;
	const char *group;		/* NULL or "": none */
	const char *key_file;		/* NULL or "": `key` in dir */
	bool daemon;			/* takes the lock (a second daemon is FAIL_STOP) and empties tmp/ */
	bool existing;			/* makes nothing: where there is no state directory yet, FAIL_REFUSE */
};

struct mail_state;

/* Makes what is missing, the key too (never a second one beside a register: FAIL_STOP).  No register, or an empty file, where
 * mail/ has messages is FAIL_STOP: nothing is made.  So is a backup beside the register.db-wal of another register, but the
 * daemon puts that aside (register.db-wal.left).  Before register_open() in a process: what it looks at must not be open.
 * NULL on failure. */
struct mail_state *mail_open(const struct mail_options *o, struct fail *f);
void mail_close(struct mail_state *m);			/* gives up the lock; NULL is fine */
const unsigned char *mail_key(const struct mail_state *m);	/* KEYED_LEN bytes */
const char *mail_register_path(const struct mail_state *m);	/* register.db, made empty with the right mode */
const char *mail_tmp_path(const struct mail_state *m);		/* for a fetcher's wall */
int mail_tmp_fd(const struct mail_state *m);			/* directory, close-on-exec */

enum mail_outcome {
	MAIL_KEPT,
	MAIL_KNOWN,			/* the same bytes were there already; the tmp file is gone */
	MAIL_GONE			/* no such regular file in tmp/: the child that named it is at fault */
};

struct mail_raw {
	char name[MAIL_NAME];		/* in tmp/; set by the caller or mail_stage */
	enum mail_outcome outcome;	/* from here on set by mail_hash and mail_keep_batch */
	unsigned char sha256[KEYED_LEN];
	uint64_t size;
};

/* Copies into tmp/, for `import`. */
int mail_stage(struct mail_state *m, struct span bytes, struct mail_raw *raw_out, struct fail *f);
int mail_stage_fd(struct mail_state *m, int fd, struct mail_raw *raw_out, struct fail *f);
/* Hash and size of files that stay in tmp/: MAIL_KEPT are bytes that are new, MAIL_KNOWN those that mail/ has already. */
int mail_hash(struct mail_state *m, struct mail_raw *raws, size_t count, struct fail *f);
/* tmp/ to mail/, of what was hashed: one flush of the data, rename without replacing, one flush of the directory. */
int mail_keep_batch(struct mail_state *m, struct mail_raw *raws, size_t count, struct fail *f);
/* Removes a tmp file that is not wanted after all. */
void mail_drop(struct mail_state *m, const struct mail_raw *raw);
/* Removes what an earlier life left in tmp/, but for files of a running import. */
int mail_sweep_tmp(struct mail_state *m, struct fail *f);

/* A read-only descriptor, close-on-exec; not there: FAIL_REFUSE. */
int mail_open_raw(struct mail_state *m, const unsigned char sha256[KEYED_LEN], struct fail *f);

enum mail_check { MAIL_INTACT, MAIL_CHANGED, MAIL_MISSING };
/* Reads the file again and hashes it. */
int mail_check_raw(struct mail_state *m, const unsigned char sha256[KEYED_LEN], enum mail_check *check_out, struct fail *f);
/* Its size and outcome MAIL_KNOWN, and when it was fetched; MAIL_GONE when it is not there. */
int mail_stat_raw(struct mail_state *m, const unsigned char sha256[KEYED_LEN], struct mail_raw *raw_out, int64_t *kept_at_out, struct fail *f);
/* Every stored file by hash, in no order; `each` returns false to stop. */
int mail_each_raw(struct mail_state *m, bool (*each)(void *context, const unsigned char sha256[KEYED_LEN]), void *context, struct fail *f);
/* Whether there is any. */
int mail_has_raw(struct mail_state *m, bool *any_out, struct fail *f);
/* A file that an import has stored and not recorded yet is nobody's loss: an import shares the stored files until it closes,
 * waiting for a look that is on; who looks for lost ones must be alone with them, or false: later. */
int mail_share(struct mail_state *m, struct fail *f);
bool mail_alone(struct mail_state *m);
void mail_alone_end(struct mail_state *m);
/* Retention: not there is no failure. */
int mail_remove_raw(struct mail_state *m, const unsigned char sha256[KEYED_LEN], struct fail *f);
/* A link in quarantine/ while a person must look (wanted), and away with it again. */
int mail_quarantine(struct mail_state *m, const unsigned char sha256[KEYED_LEN], bool wanted, struct fail *f);

#endif
