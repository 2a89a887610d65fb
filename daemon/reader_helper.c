/* SPDX-License-Identifier: ISC */
#include "daemon/reader_helper.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NOT_STARTED = 126, DESCRIPTORS = 32 };
#define MEMORY (UINT64_C(1) << 30)

/* pdftotext takes "-" for standard input; antiword wants a file it can seek in, which the
 * memfd is under that name. */
static const char *const pdftotext[] = { "/usr/bin/pdftotext", "-q", "-bbox-layout", "-enc", "UTF-8", "-", "-", NULL };
static const char *const antiword[] = { "/usr/bin/antiword", "-x", "db", "-m", "UTF-8.txt", "/proc/self/fd/0", NULL };

static const char *const *
command(enum reading_helper which)
{
	switch (which) {
	case READING_PDFTOTEXT_BBOX: return pdftotext;
	case READING_ANTIWORD: return antiword;
	}
	return pdftotext;
}

bool
reader_helper_installed(enum reading_helper which)
{
	return access(command(which)[0], X_OK) == 0;
}

bool
reader_helper_open(struct reader_helper *h, enum reading_helper which, uint64_t size)
{
	*h = READER_HELPER_NONE;
	h->which = which;
	h->input = memfd_create("helper-in", MFD_CLOEXEC);
	if (h->input >= 0 && ftruncate(h->input, (off_t)size) == 0)
		return true;
	reader_helper_drop(h);
	return false;
}

static _Noreturn void
become(const struct reader_helper *h, const struct jail *jail, unsigned cpu_seconds, pid_t parent)
{
	static const char *const environment[] = { "PATH=/usr/bin", "HOME=/nonexistent", "LC_ALL=C.UTF-8", NULL };
	struct jail_keep keep = { NULL, 0 };
	struct jail_limits limits = { .memory_bytes = MEMORY, .file_bytes = READING_INFLATED_LIMIT, .cpu_seconds = cpu_seconds,
	    .descriptors = DESCRIPTORS };
	const char *const *argv = command(h->which);
	struct fail fail;

	/* What it says about a document does not belong in a log. */
	if (jail_die_with(parent) != 0 || dup2(STDIN_FILENO, STDERR_FILENO) < 0 || dup2(h->input, STDIN_FILENO) < 0 || dup2(h->output, STDOUT_FILENO) < 0 ||
	    jail_enter(jail, &keep, &limits, &fail) != 0)
		_exit(NOT_STARTED);
	execve(argv[0], (char *const *)(uintptr_t)argv, (char *const *)(uintptr_t)environment);
	_exit(NOT_STARTED);
}

bool
reader_helper_start(struct reader_helper *h, const struct jail *jail, unsigned cpu_seconds)
{
	pid_t self = getpid();

	h->output = memfd_create("helper-out", MFD_CLOEXEC);
	if (h->output < 0)
		return false;
	h->pid = fork();
	if (h->pid == 0)
		become(h, jail, cpu_seconds, self);
	if (h->pid < 0) {
		h->pid = 0;
		return false;
	}
	h->pidfd = (int)syscall(SYS_pidfd_open, h->pid, 0);
	return h->pidfd >= 0;
}

static enum part_why
judge(int status, uint64_t size)
{
	if (WIFSIGNALED(status))
		return WTERMSIG(status) == SIGXCPU ? PART_WHY_TIMEOUT : WTERMSIG(status) == SIGXFSZ ? PART_WHY_TOO_LARGE : PART_WHY_CRASHED;
	if (WEXITSTATUS(status) == 0)
		return size > 0 ? PART_WHY_NONE : PART_WHY_EMPTY;
	return WEXITSTATUS(status) == NOT_STARTED ? PART_WHY_NO_HELPER : PART_WHY_DAMAGED;
}

enum part_why
reader_helper_finish(struct reader_helper *h, uint64_t *size_out)
{
	struct stat st = { .st_size = 0 };
	int status = 0;

	while (waitpid(h->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	h->pid = 0;
	*size_out = h->output >= 0 && fstat(h->output, &st) == 0 ? (uint64_t)st.st_size : 0;
	return judge(status, *size_out);
}

void
reader_helper_drop(struct reader_helper *h)
{
	if (h->pid > 0) {
		kill(h->pid, SIGKILL);
		while (waitpid(h->pid, NULL, 0) < 0 && errno == EINTR)
			continue;
	}
	if (h->pidfd >= 0)
		close(h->pidfd);
	if (h->input >= 0)
		close(h->input);
	if (h->output >= 0)
		close(h->output);
	*h = READER_HELPER_NONE;
}
