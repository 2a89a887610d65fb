/* SPDX-License-Identifier: ISC */
#include "daemon/fetcher_secret.h"

#include "daemon/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define LONGEST    16384u
#define COMMAND_MS 30000

/* Reads to the end or until `room` is full; the bytes read, or -1. */
static ssize_t
read_within(int fd, char *room, size_t size, int64_t deadline_ms)
{
	size_t have = 0;

	while (have < size) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		int64_t left = deadline_ms - wire_now_ms();
		ssize_t n;

		if (left <= 0 || (poll(&p, 1, (int)left) < 0 && errno != EINTR))
			return -1;
		if (p.revents == 0)
			continue;
		n = read(fd, room + have, size - have);
		if (n == 0)
			break;
		if (n < 0 && errno != EINTR)
			return -1;
		if (n > 0)
			have += (size_t)n;
	}
	return (ssize_t)have;
}

static ssize_t
from_file(const char *path, char *room, size_t size, struct fail *fail)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	struct stat st;
	ssize_t n = -1;

	if (fd < 0)
		return fail_errno(fail, FAIL_RETRY, "the file with the mailbox's secret");
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		fail_set(fail, FAIL_RETRY, "the mailbox's secret is not in a regular file");
	else if ((n = read_within(fd, room, size, wire_now_ms() + COMMAND_MS)) < 0)
		fail_errno(fail, FAIL_RETRY, "the file with the mailbox's secret");
	close(fd);
	return n;
}

static void
run_command(const char *command, int out)
{
	int null = open("/dev/null", O_RDONLY);

	if (null < 0 || dup2(null, 0) < 0 || dup2(out, 1) < 0 || close_range(3, ~0u, 0) != 0)
		_exit(126);
	(void)signal(SIGPIPE, SIG_DFL);
	setpgid(0, 0);
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(127);
}

static ssize_t
from_command(const char *command, char *room, size_t size, struct fail *fail)
{
	ssize_t n;
	pid_t pid;
	int p[2], status = -1;

	if (pipe2(p, O_CLOEXEC) != 0)
		return fail_errno(fail, FAIL_RETRY, "pipe");
	pid = fork();
	if (pid == 0)
		run_command(command, p[1]);
	close(p[1]);
	n = pid < 0 ? -1 : read_within(p[0], room, size, wire_now_ms() + COMMAND_MS);
	close(p[0]);
	if (pid < 0)
		return fail_set(fail, FAIL_RETRY, "the command for the mailbox's secret cannot be started");
	if (n < 0)
		(void)kill(-pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	if (n < 0)
		return fail_set(fail, FAIL_RETRY, "the command for the mailbox's secret took too long");
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return fail_set(fail, FAIL_RETRY, "the command for the mailbox's secret failed (status %d)",
		    WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
	return n;
}

/* Cuts after the first line; false when what is left cannot be a secret. */
static bool
first_line(char *room, size_t len)
{
	size_t n = strcspn(room, "\r\n");

	if (memchr(room, '\0', len) != NULL || n == 0)
		return false;
	room[n] = '\0';
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)room[i] < 0x20 || room[i] == 0x7f)
			return false;
	return true;
}

char *
fetcher_secret_read(const struct fetcher_settings *settings, struct fail *fail)
{
	char *room = calloc(1, LONGEST + 1);
	ssize_t n = -1;

	if (room == NULL)
		abort();
	switch (settings->secret) {
	case FETCHER_SECRET_FILE:
		n = from_file(settings->secret_from, room, LONGEST, fail);
		break;
	case FETCHER_SECRET_COMMAND:
		n = from_command(settings->secret_from, room, LONGEST, fail);
		break;
	}
	if (n >= 0 && (size_t)n < LONGEST && first_line(room, (size_t)n))
		return room;
	if (n >= 0)
		fail_set(fail, FAIL_RETRY, "the mailbox's secret is empty, too long, or holds a control character");
	fetcher_secret_forget(room);
	return NULL;
}

void
fetcher_secret_forget(char *secret)
{
	if (secret == NULL)
		return;
	explicit_bzero(secret, strlen(secret));
	free(secret);
}
