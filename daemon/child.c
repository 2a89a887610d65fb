/* SPDX-License-Identifier: ISC */
#include "daemon/child.h"

#include "daemon/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const kept[] = {
	"PATH", "HOME", "LANG", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR", "ASAN_OPTIONS", "UBSAN_OPTIONS",
};
enum { KEPT = sizeof(kept) / sizeof(kept[0]) };

/* "NAME=value" of those that may be kept: a secret in the environment is not the child's. */
static void
pick_environment(const char *role, char *environment_out[KEPT + 3], char room[KEPT][1024])
{
	static char bind[] = "LD_BIND_NOW=1", slice[] = "G_SLICE=always-malloc";
	size_t n = 0;

	for (size_t i = 0; i < KEPT; i++) {
		const char *value = getenv(kept[i]);
		int len;

		if (value == NULL)
			continue;
		len = snprintf(room[n], sizeof(room[n]), "%s=%s", kept[i], value);
		if (len > 0 && (size_t)len < sizeof(room[n])) {
			environment_out[n] = room[n];
			n++;
		}
	}
	/* What the zygote has looked up none of its children looks up; GLib's own lists of free pieces would be written to by each. */
	if (strcmp(role, "zygote") == 0) {
		environment_out[n++] = bind;
		environment_out[n++] = slice;
	}
	environment_out[n] = NULL;
}

static void
default_signals(void)
{
	struct sigaction plain = { .sa_handler = SIG_DFL };
	sigset_t none;

	for (int s = 1; s < NSIG; s++)
		(void)sigaction(s, &plain, NULL);
	sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Between fork and exec: only calls that are safe there. */
static void
become(const char *exe, char *const argv[], char *const environment[], int socket)
{
	int null = open("/dev/null", O_RDWR);

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	default_signals();
	/* Moved up first, so that none of the next lines closes the one it needs. */
	socket = fcntl(socket, F_DUPFD, 10);
	null = fcntl(null, F_DUPFD, 10);
	if (socket < 0 || null < 0 || dup2(null, 0) < 0 || dup2(null, 1) < 0 || dup2(socket, CHILD_SOCKET) < 0)
		_exit(71);
	if (close_range(CHILD_SOCKET + 1, ~0u, 0) != 0)
		_exit(71);
	execve(exe, argv, environment);
	_exit(72);
}

int
child_start(const char *exe, const char *role, struct child *child_out, struct fail *fail)
{
	char room[KEPT][1024], *environment[KEPT + 3], flag[64];
	char *argv[] = { (char *)(uintptr_t)exe, flag, NULL };
	int pair[2];
	pid_t pid;

	*child_out = (struct child){ 0, -1 };
	/* A parent of ours that ignores it has us do so, and then nobody tells how a child ended. */
	(void)signal(SIGCHLD, SIG_DFL);
	(void)snprintf(flag, sizeof(flag), "--role=%s", role);
	pick_environment(role, environment, room);
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return fail_errno(fail, FAIL_RETRY, "socketpair");
	pid = fork();
	if (pid == 0)
		become(exe, argv, environment, pair[1]);
	close(pair[1]);
	if (pid < 0) {
		close(pair[0]);
		return fail_errno(fail, FAIL_RETRY, "fork");
	}
	*child_out = (struct child){ pid, pair[0] };
	return 0;
}

bool
child_ended(struct child *child, int *status_out)
{
	if (child->pid <= 0 || waitpid(child->pid, status_out, WNOHANG) != child->pid)
		return false;
	child->pid = 0;
	return true;
}

int
child_stop(struct child *child, int64_t grace_ms)
{
	int64_t until = wire_now_ms() + grace_ms;
	int status = 0;

	if (child->socket >= 0)
		close(child->socket);
	child->socket = -1;
	if (child->pid <= 0)
		return 0;
	while (!child_ended(child, &status) && wire_now_ms() < until)
		usleep(2000);
	if (child->pid > 0) {
		kill(child->pid, SIGKILL);
		while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
			continue;
		child->pid = 0;
	}
	return status;
}
