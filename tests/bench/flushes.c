/* SPDX-License-Identifier: ISC
 * An LD_PRELOAD library: counts the flushes of the process in the file FLUSHES_COUNT (eight
 * bytes, mapped), and makes each take FLUSHES_MS milliseconds more. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static void
count(void)
{
	static volatile uint64_t *counter;
	const char *path = getenv("FLUSHES_COUNT"), *ms = getenv("FLUSHES_MS");

	if (counter == NULL && path != NULL) {
		int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

		if (fd >= 0 && ftruncate(fd, sizeof(*counter)) == 0)
			counter = mmap(NULL, sizeof(*counter), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
		if (fd >= 0)
			(void)close(fd);
		if (counter == MAP_FAILED)
			counter = NULL;
	}
	if (counter != NULL)
		++*counter;
	if (ms != NULL) {
		struct timespec t = { .tv_nsec = atol(ms) * 1000000L };

		(void)nanosleep(&t, NULL);
	}
}

#define FLUSH(name) \
	int name(int fd); \
	int name(int fd) \
	{ \
		static int (*real)(int); \
		if (real == NULL) \
			real = (int (*)(int))(uintptr_t)dlsym(RTLD_NEXT, #name); \
		count(); \
		return real(fd); \
	}

FLUSH(fsync)
FLUSH(fdatasync)
FLUSH(syncfs)
