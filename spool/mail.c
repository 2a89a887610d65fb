/* SPDX-License-Identifier: ISC */
#include "spool/mail.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HASH_HEX = KEYED_LEN * 2 + 1 };

struct mail_state {
	char *dir, *register_path, *tmp_path;
	int dir_fd, tmp_fd, mail_fd, quarantine_fd, lock_fd;
	bool shared;			/* with a group */
	gid_t gid;
	uint64_t staged;
	unsigned char key[KEYED_LEN];
};

/* ---- opening ------------------------------------------------------------------------ */

static char *
joined(const char *dir, const char *name)
{
	char *path;

	if (asprintf(&path, "%s/%s", dir, name) < 0)
		abort();
	return path;
}

/* Ours to set right: somebody else's file is left as it is.  With a group the directories
 * are set-group-ID where we run with another one, so that SQLite's own files get it too. */
static int
set_mode(const struct mail_state *m, int fd, mode_t alone, mode_t shared)
{
	mode_t want = m->shared ? shared : alone;
	struct stat st;

	if (fstat(fd, &st) == -1)
		return -1;
	if (st.st_uid != geteuid())
		return 0;
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

	if (mkdirat(at, name, 0700) == 0)
		*made = true;
	else if (errno != EEXIST && errno != EACCES && errno != EROFS)
		return -1;
	if ((fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) == -1)
		return -1;
	if (set_mode(m, fd, 0700, 0750) == -1) {
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
	result = set_mode(m, fd, 0600, 0660);
	close(fd);
	return result;
}

static int
open_dirs(struct mail_state *m, struct fail *f)
{
	bool made_top = false, made = false;

	if ((m->dir_fd = make_dir_at(m, AT_FDCWD, m->dir, &made_top)) == -1)
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

static int
rename_new(int from, const char *name, int to, const char *new_name)
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
	if (write(fd, bytes, sizeof(bytes)) == KEYED_LEN && set_mode(m, fd, 0600, 0640) == 0 && fsync(fd) == 0)
		result = rename_new(m->dir_fd, new_path, m->dir_fd, path);
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
	m->shared = o->group != NULL && o->group[0] != '\0';
	if (m->shared && (group = getgrnam(o->group)) == NULL) {
		fail_set(f, FAIL_STOP, "group %s is not known on this machine", o->group);
		goto out;
	}
	if (group != NULL)
		m->gid = group->gr_gid;
	if (open_dirs(m, f) == -1 || (o->daemon && take_lock(m, f) == -1))
		goto out;
	if ((got = read_key(m, key, f)) == -1 || (got == 0 && make_key(m, key, f) == -1))
		goto out;
	if (make_register(m) == -1) {
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

/* ---- taking in ---------------------------------------------------------------------- */

static void
hex_name(const unsigned char sha256[KEYED_LEN], char name[HASH_HEX])
{
	for (size_t i = 0; i < KEYED_LEN; i++) {
		name[2 * i] = "0123456789abcdef"[sha256[i] >> 4];
		name[2 * i + 1] = "0123456789abcdef"[sha256[i] & 15];
	}
	name[HASH_HEX - 1] = '\0';
}

/* A child chose the name: it must not lead anywhere else. */
static bool
name_is_plain(const char *name)
{
	size_t len = strnlen(name, MAIL_NAME);

	return len > 0 && len < MAIL_NAME && name[0] != '.' && memchr(name, '/', len) == NULL;
}

static int
write_all(int fd, struct span s)
{
	while (s.len > 0) {
		ssize_t n = write(fd, s.at, s.len);

		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return -1;
		s = span_slice(s, (size_t)n, s.len);
	}
	return 0;
}

static int
stage_open(struct mail_state *m, struct mail_raw *raw, struct fail *f)
{
	int fd;

	memset(raw, 0, sizeof(*raw));
	snprintf(raw->name, sizeof(raw->name), "import.%ld.%llu", (long)getpid(), (unsigned long long)++m->staged);
	if ((fd = openat(m->tmp_fd, raw->name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600)) == -1)
		return fail_errno(f, FAIL_RETRY, "tmp/%s cannot be made", raw->name);
	return fd;
}

static int
stage_close(struct mail_state *m, int fd, int result, const struct mail_raw *raw, struct fail *f)
{
	if (result == -1)
		fail_errno(f, FAIL_RETRY, "tmp/%s cannot be written", raw->name);
	close(fd);
	if (result == -1)
		unlinkat(m->tmp_fd, raw->name, 0);
	return result;
}

int
mail_stage(struct mail_state *m, struct span bytes, struct mail_raw *raw_out, struct fail *f)
{
	int fd = stage_open(m, raw_out, f);

	return fd == -1 ? -1 : stage_close(m, fd, write_all(fd, bytes), raw_out, f);
}

int
mail_stage_fd(struct mail_state *m, int from, struct mail_raw *raw_out, struct fail *f)
{
	unsigned char buffer[65536];
	int fd = stage_open(m, raw_out, f), result = 0;
	ssize_t n;

	if (fd == -1)
		return -1;
	while ((n = read(from, buffer, sizeof(buffer))) != 0) {
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1 || write_all(fd, span_of(buffer, (size_t)n)) == -1) {
			result = -1;
			break;
		}
	}
	return stage_close(m, fd, result, raw_out, f);
}

/* Hashes one tmp file.  The descriptor stays open in *fd_out when its bytes are new. */
static int
take_up(struct mail_state *m, struct mail_raw *raw, int *fd_out, struct fail *f)
{
	char name[HASH_HEX];
	struct stat st;
	int fd;

	*fd_out = -1;
	raw->outcome = MAIL_GONE;
	if (!name_is_plain(raw->name))
		return 0;
	fd = openat(m->tmp_fd, raw->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd == -1 && (errno == ENOENT || errno == ELOOP || errno == ENXIO))
		return 0;
	if (fd == -1 || fstat(fd, &st) == -1)
		goto bad;
	if (!S_ISREG(st.st_mode) || st.st_nlink != 1) {
		close(fd);
		return 0;
	}
	if (set_mode(m, fd, 0600, 0660) == -1)
		goto bad;
	if (keyed_sha256_fd(fd, raw->sha256, &raw->size, f) == -1) {
		close(fd);
		return -1;
	}
	hex_name(raw->sha256, name);
	raw->outcome = faccessat(m->mail_fd, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0 ? MAIL_KNOWN : MAIL_KEPT;
	if (raw->outcome == MAIL_KEPT)
		*fd_out = fd;
	else
		close(fd);
	return 0;
bad:
	fail_errno(f, FAIL_RETRY, "tmp/%s cannot be opened", raw->name);
	if (fd != -1)
		close(fd);
	return -1;
}

/* One flush for all new bytes: of the one file, or of the file system when there are more. */
static int
flush_data(struct mail_state *m, struct mail_raw *raws, size_t count, struct fail *f)
{
	size_t fresh = 0;
	int only = -1, fd, result = 0;

	for (size_t i = 0; i < count && result == 0; i++) {
		if ((result = take_up(m, &raws[i], &fd, f)) == -1 || fd == -1)
			continue;
		if (only != -1)
			close(only);
		only = fd;
		fresh++;
	}
	if (result == 0 && fresh > 0 && (fresh == 1 ? fdatasync(only) : syncfs(m->tmp_fd)) == -1)
		result = fail_errno(f, FAIL_RETRY, "tmp/ cannot be flushed");
	if (only != -1)
		close(only);
	return result;
}

static int
put_away(struct mail_state *m, struct mail_raw *raw, struct fail *f)
{
	char name[HASH_HEX];

	if (raw->outcome == MAIL_GONE)
		return 0;
	hex_name(raw->sha256, name);
	if (raw->outcome == MAIL_KEPT) {
		if (rename_new(m->tmp_fd, raw->name, m->mail_fd, name) == 0)
			return 0;
		if (errno == ENOENT)
			raw->outcome = MAIL_GONE;
		else if (errno == EEXIST)
			raw->outcome = MAIL_KNOWN;
		else
			return fail_errno(f, FAIL_RETRY, "tmp/%s cannot be moved to mail/", raw->name);
	}
	if (raw->outcome == MAIL_KNOWN)
		unlinkat(m->tmp_fd, raw->name, 0);
	return 0;
}

int
mail_keep_batch(struct mail_state *m, struct mail_raw *raws, size_t count, struct fail *f)
{
	bool any = false;

	if (flush_data(m, raws, count, f) == -1)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (put_away(m, &raws[i], f) == -1)
			return -1;
		any = any || raws[i].outcome != MAIL_GONE;
	}
	/* Also when all were known: the process that renamed them may have died before this. */
	if (any && fsync(m->mail_fd) == -1)
		return fail_errno(f, FAIL_RETRY, "mail/ cannot be flushed");
	return 0;
}

void
mail_drop(struct mail_state *m, const struct mail_raw *raw)
{
	if (name_is_plain(raw->name))
		unlinkat(m->tmp_fd, raw->name, 0);
}

/* "import.PID.N" of a process that lives. */
static bool
is_being_imported(const char *name)
{
	struct span rest = span_str(name), word, pid;
	uint64_t number;

	if (!span_split(&rest, '.', &word) || !span_eq_str(word, "import") || !span_split(&rest, '.', &pid) ||
	    !span_number(pid, INT_MAX, &number) || number == 0 || (pid_t)number == getpid())
		return false;
	return kill((pid_t)number, 0) == 0 || errno == EPERM;
}

static DIR *
open_list(int dir_fd)
{
	int fd = openat(dir_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *list = fd == -1 ? NULL : fdopendir(fd);

	if (list == NULL && fd != -1)
		close(fd);
	return list;
}

int
mail_sweep_tmp(struct mail_state *m, struct fail *f)
{
	DIR *list = open_list(m->tmp_fd);
	const struct dirent *entry;

	if (list == NULL)
		return fail_errno(f, FAIL_RETRY, "tmp/ cannot be listed");
	while ((entry = readdir(list)) != NULL)
		if (name_is_plain(entry->d_name) && !is_being_imported(entry->d_name))
			unlinkat(m->tmp_fd, entry->d_name, 0);
	closedir(list);
	return 0;
}

/* ---- stored messages ---------------------------------------------------------------- */

int
mail_open_raw(struct mail_state *m, const unsigned char sha256[KEYED_LEN], struct fail *f)
{
	char name[HASH_HEX];
	int fd;

	hex_name(sha256, name);
	if ((fd = openat(m->mail_fd, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)) == -1)
		return fail_errno(f, errno == ENOENT ? FAIL_REFUSE : FAIL_RETRY, "mail/%s cannot be opened", name);
	return fd;
}

int
mail_check_raw(struct mail_state *m, const unsigned char sha256[KEYED_LEN], enum mail_check *check_out, struct fail *f)
{
	unsigned char hash[KEYED_LEN];
	uint64_t size;
	int fd = mail_open_raw(m, sha256, f), result;

	*check_out = MAIL_MISSING;
	if (fd == -1)
		return f->class == FAIL_REFUSE ? 0 : -1;
	result = keyed_sha256_fd(fd, hash, &size, f);
	close(fd);
	if (result == 0)
		*check_out = memcmp(hash, sha256, sizeof(hash)) == 0 ? MAIL_INTACT : MAIL_CHANGED;
	return result;
}

int
mail_each_raw(struct mail_state *m, bool (*each)(void *context, const unsigned char sha256[KEYED_LEN]), void *context, struct fail *f)
{
	DIR *list = open_list(m->mail_fd);
	unsigned char sha256[KEYED_LEN];
	const struct dirent *entry;

	if (list == NULL)
		return fail_errno(f, FAIL_RETRY, "mail/ cannot be listed");
	while ((entry = readdir(list)) != NULL)
		if (keyed_unhex(span_str(entry->d_name), sha256, sizeof(sha256)) && !each(context, sha256))
			break;
	closedir(list);
	return 0;
}

int
mail_remove_raw(struct mail_state *m, const unsigned char sha256[KEYED_LEN], struct fail *f)
{
	char name[HASH_HEX];

	hex_name(sha256, name);
	unlinkat(m->quarantine_fd, name, 0);
	if (unlinkat(m->mail_fd, name, 0) == -1 && errno != ENOENT)
		return fail_errno(f, FAIL_RETRY, "mail/%s cannot be removed", name);
	return 0;
}

int
mail_quarantine(struct mail_state *m, const unsigned char sha256[KEYED_LEN], bool wanted, struct fail *f)
{
	char name[HASH_HEX];
	int result;

	hex_name(sha256, name);
	if (wanted)
		result = linkat(m->mail_fd, name, m->quarantine_fd, name, 0) == 0 || errno == EEXIST ? 0 : -1;
	else
		result = unlinkat(m->quarantine_fd, name, 0) == 0 || errno == ENOENT ? 0 : -1;
	return result == 0 ? 0 : fail_errno(f, FAIL_RETRY, "quarantine/%s cannot be %s", name, wanted ? "made" : "removed");
}
