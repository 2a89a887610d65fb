/* SPDX-License-Identifier: ISC */
#include "spool/mail_private.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- opening ------------------------------------------------------------------------ */

static char *
joined(const char *dir, const char *name)
{
	char *path;

	if (asprintf(&path, "%s/%s", dir, name) < 0)
		abort();
	return path;
}

/* What root makes is the state directory's owner's: the daemon has to read it. */
static int
hand_over(const struct mail_state *m, int fd, uid_t owner)
{
	struct stat top;

	if (geteuid() != 0 || m->dir_fd == -1)
		return 0;
	if (fstat(m->dir_fd, &top) == -1)
		return -1;
	return owner == top.st_uid ? 0 : fchown(fd, top.st_uid, top.st_gid);
}

/* Ours, or root's, to set right: somebody else's file is left as it is.  With a group the directories
 * are set-group-ID where we run with another one, so that SQLite's own files get it too. */
int
mail_set_mode(const struct mail_state *m, int fd, mode_t alone, mode_t shared)
{
	mode_t want = m->shared ? shared : alone;
	struct stat st;

	if (fstat(fd, &st) == -1)
		return -1;
	if ((st.st_uid != geteuid() && geteuid() != 0) || m->existing)
		return 0;
	if (hand_over(m, fd, st.st_uid) == -1 || fstat(fd, &st) == -1)
		return -1;
	if (m->shared && st.st_gid != m->gid && fchown(fd, (uid_t)-1, m->gid) == -1)
		return -1;
	if (m->shared && S_ISDIR(st.st_mode) && m->gid != getegid())
		want |= S_ISGID;
	return (st.st_mode & 07777) == want ? 0 : fchmod(fd, want);
}

static int
make_dir_at(const struct mail_state *m, int at, const char *name, bool *made)
{
	int fd;

	if (!m->existing && mkdirat(at, name, 0700) == 0)
		*made = true;
	else if (!m->existing && errno != EEXIST && errno != EACCES && errno != EROFS)
		return -1;
	if ((fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) == -1)
		return -1;
	if (mail_set_mode(m, fd, 0700, 0750) == -1) {
		close(fd);
		return -1;
	}
	return fd;
}

/* The new directory's own name must outlive a power cut, as must what is in it. */
static int
flush_parent(const struct mail_state *m)
{
	int fd = openat(m->dir_fd, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC), result;

	if (fd == -1)
		return errno == EACCES ? 0 : -1;
	result = fsync(fd);
	close(fd);
	return result;
}

static int
make_register(const struct mail_state *m)
{
	int fd = openat(m->dir_fd, "register.db", O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600), result;

	if (fd == -1)
		return errno == EEXIST || errno == EACCES || errno == EROFS ? 0 : -1;
	result = mail_set_mode(m, fd, 0600, 0660);
	close(fd);
	return result;
}

static int
open_dirs(struct mail_state *m, struct fail *f)
{
	bool made_top = false, made = false;

	if ((m->dir_fd = make_dir_at(m, AT_FDCWD, m->dir, &made_top)) == -1 && m->existing && errno == ENOENT)
		return fail_set(f, FAIL_REFUSE, "there is no state directory %s yet", m->dir);
	if (m->dir_fd == -1)
		return fail_errno(f, FAIL_STOP, "state directory %s cannot be made or opened", m->dir);
	if ((m->tmp_fd = make_dir_at(m, m->dir_fd, "tmp", &made)) == -1 ||
	    (m->mail_fd = make_dir_at(m, m->dir_fd, "mail", &made)) == -1 ||
	    (m->quarantine_fd = make_dir_at(m, m->dir_fd, "quarantine", &made)) == -1)
		return fail_errno(f, FAIL_STOP, "state directory %s: tmp, mail or quarantine cannot be made or opened", m->dir);
	if ((made && fsync(m->dir_fd) == -1) || (made_top && flush_parent(m) == -1))
		return fail_errno(f, FAIL_RETRY, "state directory %s cannot be flushed", m->dir);
	return 0;
}

static int
take_lock(struct mail_state *m, struct fail *f)
{
	char pid[32] = "";
	ssize_t n;

	m->lock_fd = openat(m->dir_fd, "lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (m->lock_fd == -1)
		return fail_errno(f, FAIL_STOP, "lock of state directory %s cannot be opened", m->dir);
	if (flock(m->lock_fd, LOCK_EX | LOCK_NB) == -1) {
		n = pread(m->lock_fd, pid, sizeof(pid) - 1, 0);
		pid[n > 0 ? strspn(pid, "0123456789") : 0] = '\0';
		return fail_set(f, FAIL_STOP, "state directory %s is in use by another referrald (process %s)", m->dir, pid[0] ? pid : "unknown");
	}
	n = snprintf(pid, sizeof(pid), "%ld\n", (long)getpid());
	if (ftruncate(m->lock_fd, 0) == -1 || pwrite(m->lock_fd, pid, (size_t)n, 0) != n)
		return fail_errno(f, FAIL_RETRY, "lock of state directory %s cannot be written", m->dir);
	return 0;
}

/* ---- the register's file ------------------------------------------------------------- */

static bool
is_one(void *found, const unsigned char sha256[KEYED_LEN])
{
	(void)sha256;
	*(bool *)found = true;
	return false;
}

int
mail_has_raw(struct mail_state *m, bool *any_out, struct fail *f)
{
	*any_out = false;
	return mail_each_raw(m, is_one, any_out, f);
}

/* Messages are stored after the register has its tables: without them they are a lost register's.  Beginning anew would
 * acknowledge and number each once more.  SQLite must not see an empty file either: it would throw away the -wal beside it. */
static int
look_for_register(struct mail_state *m, struct fail *f)
{
	struct stat st;
	bool there = fstatat(m->dir_fd, "register.db", &st, 0) == 0, any;

	if ((there && st.st_size > 0) || (!there && errno != ENOENT))
		return 0;
	if (mail_has_raw(m, &any, f) == -1)
		return -1;
	return !any ? 0 : fail_set(f, FAIL_STOP, "%sregister.db is %s, and mail/ has messages that it recorded: put it back from %s, or, to begin anew, move mail/ away",
	    m->dir, there ? "empty" : "missing", faccessat(m->dir_fd, "register.db.rescued", F_OK, 0) == 0 ? "the newest of the backup and register.db.rescued" : "the backup");
}

/* A -wal has no mark of the file that it belongs to: SQLite writes its pages into whatever register.db lies there, so a backup
 * put back beside the one that a killed program left became a mixture of both.  A backup is not written through a -wal
 * (https://www.sqlite.org/fileformat.html, 1.3.3: 1 at byte 18), and a register is before its -wal has anything in it: the
 * -wal is looked at first.  Who opened the register before may still have the -shm: it goes, and first. */
static int
put_log_aside(struct mail_state *m, bool may, struct fail *f)
{
	struct stat st;
	unsigned char head[19];
	ssize_t n;
	int fd;

	if (fstatat(m->dir_fd, "register.db-wal", &st, 0) == -1 || st.st_size == 0 || (fd = openat(m->dir_fd, "register.db", O_RDONLY | O_CLOEXEC)) == -1)
		return 0;
	n = pread(fd, head, sizeof(head), 0);
	close(fd);
	if (n < (ssize_t)sizeof(head) || head[18] != 1)
		return 0;
	if (!may)
		return fail_set(f, FAIL_STOP, "%sregister.db is a backup, and register.db-wal beside it is what another register left: start referrald, which puts that aside", m->dir);
	if ((unlinkat(m->dir_fd, "register.db-shm", 0) == -1 && errno != ENOENT) ||
	    renameat(m->dir_fd, "register.db-wal", m->dir_fd, "register.db-wal.left") == -1 || fsync(m->dir_fd) == -1)
		return fail_errno(f, FAIL_STOP, "%sregister.db-wal is of another register and cannot be put aside", m->dir);
	return 0;
}

/* ---- the key ------------------------------------------------------------------------ */

/* 1 read, 0 there is none, -1 failed. */
static int
read_key(struct mail_state *m, const char *path, struct fail *f)
{
	unsigned char bytes[KEYED_LEN + 1];
	int fd = openat(m->dir_fd, path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	ssize_t n;

	if (fd == -1 && errno == ENOENT)
		return 0;
	if (fd == -1 || fstat(fd, &st) == -1) {
		fail_errno(f, FAIL_STOP, "key file %s cannot be read", path);
		if (fd != -1)
			close(fd);
		return -1;
	}
	n = read(fd, bytes, sizeof(bytes));
	close(fd);
	if (!S_ISREG(st.st_mode) || n != KEYED_LEN)
		return fail_set(f, FAIL_STOP, "key file %s is not 32 bytes: put the right one back", path);
	if ((st.st_mode & (m->shared ? 07 : 077)) != 0)
		return fail_set(f, FAIL_STOP, "key file %s is open to others: chmod %s it", path, m->shared ? "0640" : "0600");
	memcpy(m->key, bytes, KEYED_LEN);
	keyed_wipe(bytes, sizeof(bytes));
	return 1;
}

int
mail_rename_new(int from, const char *name, int to, const char *new_name)
{
	if (renameat2(from, name, to, new_name, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -1;
	if (linkat(from, name, to, new_name, 0) == -1)
		return -1;
	return unlinkat(from, name, 0);
}

static int
write_key(struct mail_state *m, const char *path, const char *new_path)
{
	unsigned char bytes[KEYED_LEN];
	char *slash, *parent;
	int fd, dir, result = -1;

	if ((fd = openat(m->dir_fd, new_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600)) == -1)
		return -1;
	keyed_random(bytes, sizeof(bytes));
	if (write(fd, bytes, sizeof(bytes)) == KEYED_LEN && mail_set_mode(m, fd, 0600, 0640) == 0 && fsync(fd) == 0)
		result = mail_rename_new(m->dir_fd, new_path, m->dir_fd, path);
	keyed_wipe(bytes, sizeof(bytes));
	close(fd);
	if (result == -1) {
		unlinkat(m->dir_fd, new_path, 0);
		return errno == EEXIST ? 0 : -1;
	}
	if ((parent = strdup(path)) == NULL)
		abort();
	if ((slash = strrchr(parent, '/')) != NULL)
		slash[1] = '\0';
	dir = openat(m->dir_fd, slash == NULL ? "." : parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(parent);
	result = dir == -1 ? -1 : fsync(dir);
	if (dir != -1)
		close(dir);
	return result;
}

static int
make_key(struct mail_state *m, const char *path, struct fail *f)
{
	struct stat st;
	char *new_path;
	int result;

	if (fstatat(m->dir_fd, "register.db", &st, 0) == 0 && st.st_size > 0)
		return fail_set(f, FAIL_STOP, "key file %s is missing, and the register was written with it: put it back from the backup", path);
	if (m->existing)
		return fail_set(f, FAIL_REFUSE, "there is no key file %s yet: start referrald once", path);
	if (asprintf(&new_path, "%s.%ld", path, (long)getpid()) < 0)
		abort();
	result = write_key(m, path, new_path);
	free(new_path);
	if (result == -1)
		return fail_errno(f, FAIL_STOP, "key file %s cannot be made", path);
	/* Another process may have been first: what lies there now is the key. */
	if ((result = read_key(m, path, f)) == 0)
		return fail_set(f, FAIL_STOP, "key file %s is gone again", path);
	return result == 1 ? 0 : -1;
}

struct mail_state *
mail_open(const struct mail_options *o, struct fail *f)
{
	struct mail_state *m = calloc(1, sizeof(*m));
	const char *key = o->key_file != NULL && o->key_file[0] != '\0' ? o->key_file : "key";
	struct group *group = NULL;
	int got;

	if (m == NULL)
		abort();
	m->dir_fd = m->tmp_fd = m->mail_fd = m->quarantine_fd = m->lock_fd = -1;
	m->dir = joined(o->dir, "");
	m->register_path = joined(o->dir, "register.db");
	m->tmp_path = joined(o->dir, "tmp");
	m->existing = o->existing;
	m->shared = o->group != NULL && o->group[0] != '\0';
	if (m->shared && (group = getgrnam(o->group)) == NULL) {
		fail_set(f, FAIL_STOP, "group %s is not known on this machine", o->group);
		goto out;
	}
	if (group != NULL)
		m->gid = group->gr_gid;
	if (open_dirs(m, f) == -1 || (o->daemon && take_lock(m, f) == -1))
		goto out;
	if (look_for_register(m, f) == -1 || put_log_aside(m, o->daemon, f) == -1)
		goto out;
	if ((got = read_key(m, key, f)) == -1 || (got == 0 && make_key(m, key, f) == -1))
		goto out;
	if (!m->existing && make_register(m) == -1) {
		fail_errno(f, FAIL_STOP, "register.db in %s cannot be made", o->dir);
		goto out;
	}
	if (!o->daemon || mail_sweep_tmp(m, f) == 0)
		return m;
out:
	mail_close(m);
	return NULL;
}

void
mail_close(struct mail_state *m)
{
	if (m == NULL)
		return;
	for (const int *fd = (int[]){ m->tmp_fd, m->mail_fd, m->quarantine_fd, m->lock_fd, m->dir_fd, -2 }; *fd != -2; fd++)
		if (*fd != -1)
			close(*fd);
	keyed_wipe(m->key, sizeof(m->key));
	free(m->dir);
	free(m->register_path);
	free(m->tmp_path);
	free(m);
}

const unsigned char *
mail_key(const struct mail_state *m)
{
	return m->key;
}

const char *
mail_register_path(const struct mail_state *m)
{
	return m->register_path;
}

const char *
mail_tmp_path(const struct mail_state *m)
{
	return m->tmp_path;
}

int
mail_tmp_fd(const struct mail_state *m)
{
	return m->tmp_fd;
}
