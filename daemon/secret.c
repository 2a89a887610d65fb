/* SPDX-License-Identifier: ISC */
#include "daemon/secret.h"

#include "daemon/wire.h"
#include "spool/keyed.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

void
secret_wipe(struct secret *secret)
{
	keyed_wipe(secret, sizeof(*secret));
}

static bool
has_line(const struct secret *secret)
{
	return memchr(secret->text, '\n', secret->len) != NULL;
}

/* Until the first line is whole, the end, or the deadline; -1 when it was not reached. */
static int
read_line(int fd, int64_t deadline_ms, struct secret *secret)
{
	while (secret->len < SECRET_MAX && !has_line(secret)) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		int64_t left = deadline_ms - wire_now_ms();
		ssize_t n;

		if (left <= 0) {
			errno = ETIMEDOUT;
			return -1;
		}
		if (poll(&p, 1, (int)left) <= 0)
			continue;
		n = read(fd, secret->text + secret->len, SECRET_MAX - secret->len);
		if (n == 0)
			break;
		if (n < 0 && errno != EINTR)
			return -1;
		if (n > 0)
			secret->len += (size_t)n;
	}
	return 0;
}

/* Keeps the first line; anything a terminal or a protocol could misread is refused. */
static int
take_line(struct secret *secret, struct fail *fail)
{
	bool whole = secret->len < SECRET_MAX || has_line(secret);

	secret->len = strcspn(secret->text, "\r\n");
	keyed_wipe(secret->text + secret->len, sizeof(secret->text) - secret->len);
	if (secret->len == 0)
		return fail_set(fail, FAIL_REFUSE, "the password is empty");
	if (!whole)
		return fail_set(fail, FAIL_REFUSE, "the password is longer than %d bytes", SECRET_MAX - 1);
	for (size_t i = 0; i < secret->len; i++)
		if ((unsigned char)secret->text[i] < ' ' || secret->text[i] == 0x7F)
			return fail_set(fail, FAIL_REFUSE, "the password holds a control character");
	return 0;
}

static int
from_file(const char *name, int64_t deadline_ms, struct secret *secret, struct fail *fail)
{
	int fd = open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK), rc = 0;
	struct stat st;

	if (fd < 0)
		return fail_errno(fail, FAIL_RETRY, "password file %s", name);
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		rc = fail_set(fail, FAIL_REFUSE, "password file %s: not a regular file", name);
	else if (read_line(fd, deadline_ms, secret) != 0)
		rc = fail_errno(fail, FAIL_RETRY, "password file %s", name);
	close(fd);
	return rc;
}

static int
from_input(int64_t deadline_ms, struct secret *secret, struct fail *fail)
{
	struct termios seen, unseen;
	bool terminal = tcgetattr(STDIN_FILENO, &seen) == 0;
	int rc;

	if (terminal) {
		unseen = seen;
		unseen.c_lflag &= ~(tcflag_t)ECHO;
		terminal = tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen) == 0;
	}
	rc = read_line(STDIN_FILENO, deadline_ms, secret);
	if (terminal)
		(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &seen);
	return rc == 0 ? 0 : fail_errno(fail, FAIL_RETRY, "the password on standard input");
}

static void
become(const char *command, int output)
{
	int null = open("/dev/null", O_RDONLY);

	(void)setpgid(0, 0);
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)signal(SIGPIPE, SIG_DFL);
	(void)alarm(0);
	if (null < 0 || dup2(null, 0) < 0 || dup2(output, 1) < 0 || close_range(3, ~0u, 0) != 0)
		_exit(71);
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(72);
}

/* The command's whole group goes: it has no business once its line is read. */
static int
end_command(pid_t pid, int64_t deadline_ms)
{
	int status = 0;
	pid_t got = 0;

	while (got == 0 && wire_now_ms() < deadline_ms) {
		got = waitpid(pid, &status, WNOHANG);
		if (got == 0)
			usleep(5000);
	}
	(void)kill(-pid, SIGKILL);
	while (got == 0 || (got < 0 && errno == EINTR))
		got = waitpid(pid, &status, 0);
	return status;
}

static int
from_command(const char *command, int64_t deadline_ms, struct secret *secret, struct fail *fail)
{
	int pipes[2], rc, status;
	pid_t pid;

	if (pipe2(pipes, O_CLOEXEC) != 0)
		return fail_errno(fail, FAIL_RETRY, "pipe");
	pid = fork();
	if (pid == 0)
		become(command, pipes[1]);
	close(pipes[1]);
	if (pid < 0) {
		close(pipes[0]);
		return fail_errno(fail, FAIL_RETRY, "fork");
	}
	rc = read_line(pipes[0], deadline_ms, secret);
	if (rc != 0)
		(void)fail_errno(fail, FAIL_RETRY, "the password command");
	status = end_command(pid, rc != 0 ? 0 : deadline_ms);
	/* Only now: a second line must not fail for want of a reader. */
	close(pipes[0]);
	if (rc == 0 && !(WIFEXITED(status) && WEXITSTATUS(status) == 0))
		rc = fail_set(fail, FAIL_RETRY, "the password command failed");
	return rc;
}

int
secret_read(enum secret_kind kind, const char *from, int timeout_ms, struct secret *secret_out, struct fail *fail)
{
	int64_t deadline_ms = wire_now_ms() + timeout_ms;
	int rc = 0;

	memset(secret_out, 0, sizeof(*secret_out));
	switch (kind) {
	case SECRET_FILE:
		rc = from_file(from, deadline_ms, secret_out, fail);
		break;
	case SECRET_COMMAND:
		rc = from_command(from, deadline_ms, secret_out, fail);
		break;
	case SECRET_INPUT:
		rc = from_input(deadline_ms, secret_out, fail);
		break;
	}
	if (rc == 0)
		rc = take_line(secret_out, fail);
	if (rc != 0)
		secret_wipe(secret_out);
	return rc;
}
