/* SPDX-License-Identifier: ISC */
#include "daemon/token_inside.h"

#include "daemon/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINE_MOST = SECRET_MAX + 2 };

static int
lock(int fd, int64_t deadline_ms)
{
	while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return -1;
		if (wire_now_ms() >= deadline_ms) {
			errno = ETIMEDOUT;
			return -1;
		}
		usleep(20000);
	}
	return 0;
}

static int
open_folder(struct token_file *file, const char *path)
{
	const char *slash = strrchr(path, '/');
	char folder[4096];

	if (slash == NULL || (size_t)(slash - path) >= sizeof(folder) || strlen(slash + 1) >= sizeof(file->name) || slash[1] == '\0') {
		errno = ENAMETOOLONG;
		return -1;
	}
	(void)snprintf(folder, sizeof(folder), "%.*s/", (int)(slash - path), path);
	(void)snprintf(file->name, sizeof(file->name), "%s", slash + 1);
	(void)snprintf(file->next_name, sizeof(file->next_name), ".%s.next", file->name);
	file->dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return file->dir < 0 ? -1 : 0;
}

/* Whether somebody has put a token there since `next` was written. */
static bool
is_replaced(const struct token_file *file, int next)
{
	struct stat was, is;

	return fstat(next, &was) == 0 && fstatat(file->dir, file->name, &is, 0) == 0 &&
	    (is.st_mtim.tv_sec > was.st_mtim.tv_sec || (is.st_mtim.tv_sec == was.st_mtim.tv_sec && is.st_mtim.tv_nsec > was.st_mtim.tv_nsec));
}

/* What a worker wrote that died before it was in its place: where it is a whole line the server gave it for the old one, which it
 * may take no more.  What a person has consented to since stays. */
static int
adopt(const struct token_file *file)
{
	char line[LINE_MOST + 1];
	int fd = openat(file->dir, file->next_name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC), result = 0;
	ssize_t n;

	if (fd < 0)
		return 0;
	n = read(fd, line, sizeof(line));
	if (!is_replaced(file, fd) && n > 1 && n <= LINE_MOST && memchr(line, '\n', (size_t)n) == line + n - 1 && memchr(line, '\0', (size_t)n) == NULL)
		result = fsync(fd) == 0 && renameat(file->dir, file->next_name, file->dir, file->name) == 0 && fsync(file->dir) == 0 ? 0 : -1;
	explicit_bzero(line, sizeof(line));
	close(fd);
	return result;
}

int
token_file_open(struct token_file *file, const char *path, int64_t deadline_ms, struct secret *secret_out, struct fail *fail)
{
	*file = (struct token_file){ .dir = -1, .next = -1 };
	if (open_folder(file, path) != 0 || lock(file->dir, deadline_ms) != 0)
		return fail_errno(fail, FAIL_RETRY, "the folder of refresh_token_file");
	if (adopt(file) != 0)
		return fail_errno(fail, FAIL_RETRY, "refresh_token_file cannot be replaced");
	/* Before the server is asked: a new token that has no place or no room would be lost, and the old one with it. */
	(void)unlinkat(file->dir, file->next_name, 0);
	file->next = openat(file->dir, file->next_name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (file->next < 0)
		return fail_errno(fail, FAIL_RETRY, "a file beside refresh_token_file cannot be made: the daemon must be able to write in that folder");
	/* Where the file system cannot reserve there is no promise. */
	if (fallocate(file->next, FALLOC_FL_KEEP_SIZE, 0, LINE_MOST) != 0 && errno != EOPNOTSUPP)
		return fail_errno(fail, FAIL_RETRY, "a file beside refresh_token_file has no room");
	return secret_read(SECRET_FILE, path, (int)(deadline_ms - wire_now_ms()), secret_out, fail);
}

int
token_file_replace(struct token_file *file, const struct secret *secret, struct fail *fail)
{
	char line[LINE_MOST];
	int len = snprintf(line, sizeof(line), "%s\n", secret->text);
	bool good = write(file->next, line, (size_t)len) == len && fsync(file->next) == 0 &&
	    renameat(file->dir, file->next_name, file->dir, file->name) == 0 && fsync(file->dir) == 0;

	explicit_bzero(line, sizeof(line));
	return good ? 0 : fail_errno(fail, FAIL_RETRY, "refresh_token_file cannot be replaced");
}

void
token_file_close(struct token_file *file)
{
	if (file->next >= 0) {
		close(file->next);
		(void)unlinkat(file->dir, file->next_name, 0);
	}
	if (file->dir >= 0)
		close(file->dir);
	*file = (struct token_file){ .dir = -1, .next = -1 };
}
