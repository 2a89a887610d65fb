/* SPDX-License-Identifier: ISC */
#include "spool/mail_private.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

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

/* A tmp file that is one and nobody else's link; -1 with outcome MAIL_GONE where there is none. */
static int
open_tmp(struct mail_state *m, struct mail_raw *raw, struct fail *f)
{
	struct stat st;
	int fd;

	raw->outcome = MAIL_GONE;
	if (!name_is_plain(raw->name))
		return -1;
	fd = openat(m->tmp_fd, raw->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd == -1 && (errno == ENOENT || errno == ELOOP || errno == ENXIO))
		return -1;
	if (fd != -1 && fstat(fd, &st) == 0) {
		if (S_ISREG(st.st_mode) && st.st_nlink == 1)
			return fd;
		close(fd);
		return -1;
	}
	raw->outcome = MAIL_KEPT;
	fail_errno(f, FAIL_RETRY, "tmp/%s cannot be opened", raw->name);
	if (fd != -1)
		close(fd);
	return -1;
}

static int
hash_one(struct mail_state *m, struct mail_raw *raw, struct fail *f)
{
	char name[HASH_HEX];
	int fd = open_tmp(m, raw, f), result;

	if (fd == -1)
		return raw->outcome == MAIL_GONE ? 0 : -1;
	if (mail_set_mode(m, fd, 0600, 0660) == -1)
		result = fail_errno(f, FAIL_RETRY, "tmp/%s cannot be opened", raw->name);
	else
		result = keyed_sha256_fd(fd, raw->sha256, &raw->size, f);
	close(fd);
	if (result == -1)
		return -1;
	hex_name(raw->sha256, name);
	raw->outcome = faccessat(m->mail_fd, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0 ? MAIL_KNOWN : MAIL_KEPT;
	return 0;
}

int
mail_hash(struct mail_state *m, struct mail_raw *raws, size_t count, struct fail *f)
{
	for (size_t i = 0; i < count; i++)
		if (hash_one(m, &raws[i], f) == -1)
			return -1;
	return 0;
}

/* One flush for all new bytes: of the one file, or of the file system when there are more. */
static int
flush_data(struct mail_state *m, struct mail_raw *raws, size_t count, struct fail *f)
{
	struct mail_raw *only = NULL;
	size_t fresh = 0;
	int fd, result;

	for (size_t i = 0; i < count; i++)
		if (raws[i].outcome == MAIL_KEPT) {
			only = &raws[i];
			fresh++;
		}
	if (fresh > 1)
		return syncfs(m->tmp_fd) == 0 ? 0 : fail_errno(f, FAIL_RETRY, "tmp/ cannot be flushed");
	if (fresh == 0)
		return 0;
	fd = open_tmp(m, only, f);
	if (fd == -1)
		return only->outcome == MAIL_GONE ? 0 : -1;
	only->outcome = MAIL_KEPT;
	result = fdatasync(fd) == 0 ? 0 : fail_errno(f, FAIL_RETRY, "tmp/ cannot be flushed");
	close(fd);
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
		if (mail_rename_new(m->tmp_fd, raw->name, m->mail_fd, name) == 0)
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
mail_stat_raw(struct mail_state *m, const unsigned char sha256[KEYED_LEN], struct mail_raw *raw_out, int64_t *kept_at_out, struct fail *f)
{
	char name[HASH_HEX];
	struct stat st;

	*raw_out = (struct mail_raw){ .outcome = MAIL_GONE };
	*kept_at_out = 0;
	memcpy(raw_out->sha256, sha256, KEYED_LEN);
	hex_name(sha256, name);
	if (fstatat(m->mail_fd, name, &st, AT_SYMLINK_NOFOLLOW) == -1)
		return errno == ENOENT ? 0 : fail_errno(f, FAIL_RETRY, "mail/%s cannot be looked at", name);
	if (!S_ISREG(st.st_mode))
		return 0;
	raw_out->outcome = MAIL_KNOWN;
	raw_out->size = (uint64_t)st.st_size;
	*kept_at_out = st.st_mtime;
	return 0;
}

int
mail_share(struct mail_state *m, struct fail *f)
{
	return flock(m->mail_fd, LOCK_SH) == 0 ? 0 : fail_errno(f, FAIL_RETRY, "mail/ cannot be shared");
}

bool
mail_alone(struct mail_state *m)
{
	return flock(m->mail_fd, LOCK_EX | LOCK_NB) == 0;
}

void
mail_alone_end(struct mail_state *m)
{
	(void)flock(m->mail_fd, LOCK_UN);
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
