/* SPDX-License-Identifier: ISC */
#include "daemon/alarm.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/say.h"

enum { AGAIN_SECONDS = 3600, COMMAND_SECONDS = 60 };

/* The reasons it was last sounded for, and when. */
static unsigned char last_hash[KEYED_LEN];
static int64_t last_at;

/* A grandchild of our own, so that nobody has to wait for it. */
static void
run_command(const char *command, int input)
{
	pid_t pid = fork();
	sigset_t none;

	if (pid > 0) {
		(void)waitpid(pid, NULL, 0);
		return;
	}
	if (pid < 0 || fork() != 0)
		_exit(0);
	sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	(void)signal(SIGPIPE, SIG_DFL);
	(void)alarm(COMMAND_SECONDS);
	(void)dup2(input, STDIN_FILENO);
	(void)dup2(STDERR_FILENO, STDOUT_FILENO);
	(void)close_range(3, ~0U, 0);
	(void)execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(127);
}

void
alarm_sound(const struct keeper *k, const struct status *s)
{
	struct arena *a;
	struct arena_text t;
	unsigned char hash[KEYED_LEN];
	int fd;

	if (s->level != STATUS_CRITICAL) {
		last_at = 0;
		return;
	}
	/* The clock went back: from here on. */
	if (last_at > s->at)
		last_at = s->at;
	a = arena_new(0);
	t = arena_text(a);
	for (size_t i = 0; i < s->why_count; i++)
		arena_put_format(&t, "%.*s\n", SPAN_PF(s->why[i]));
	keyed_sha256(arena_text_span(&t), hash);
	if (last_at == 0 || s->at - last_at >= AGAIN_SECONDS || (!keyed_equal(span_of(hash, KEYED_LEN), span_of(last_hash, KEYED_LEN)) && s->at - last_at > 300)) {
		last_at = s->at;
		for (size_t i = 0; i < KEYED_LEN; i++)
			last_hash[i] = hash[i];
		say(SAY_CRITICAL, "step=status result=critical reasons=%zu", s->why_count);
		fd = k->config->outgoing.alarm_command.len == 0 ? -1 : memfd_create("alarm", MFD_CLOEXEC);
		if (fd >= 0 && write(fd, t.bytes, t.len) == (ssize_t)t.len && lseek(fd, 0, SEEK_SET) == 0)
			run_command(arena_cstr(a, k->config->outgoing.alarm_command), fd);
		if (fd >= 0)
			(void)close(fd);
	}
	arena_free(a);
}
