/* SPDX-License-Identifier: ISC
 *
 * Where the memory of the reader's children is: in one place that nothing has touched, made ready
 * at once.  In a forked process each, since it is done once.
 */
#include "daemon/reader_heap.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { PIECES = 4000, SIZES = 200, LARGE_PAGE = 2 * 1024 * 1024, REMAINS = 256 * 1024, PAGE = 4096, ASIDE = 25 * PAGE };

static void *volatile kept[PIECES];
static uintptr_t highest;

/* A heap as a program leaves it that has read a few things: every second piece given back. */
static void
make_holes(void)
{
	for (size_t i = 0; i < PIECES; i++) {
		kept[i] = malloc(8 + (i * 37) % (i % 7 == 0 ? 3000 : 200));
		if (kept[i] != NULL && (uintptr_t)kept[i] > highest)
			highest = (uintptr_t)kept[i];
	}
	for (size_t i = 0; i < PIECES; i += 2)
		free(kept[i]);
}

static long
faults(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return u.ru_minflt;
}

/* 0 when each piece came from behind all that was there, and from one place. */
static int
pieces_come_from_the_room(void)
{
	uintptr_t first = 0;

	make_holes();
	reader_heap_settle(-1);
	for (size_t i = 0; i < SIZES; i++) {
		uintptr_t at = (uintptr_t)(kept[i] = malloc(1 + i * 13));

		if (first == 0)
			first = at;
		if (at <= highest)
			return 1;
		if (at < first || at - first > LARGE_PAGE)
			return 2;
	}
	for (size_t i = 0; i < SIZES; i++)
		free(kept[i]);
	return (uintptr_t)malloc(REMAINS / 2) > highest ? 0 : 3;
}

/* What is written there costs next to no fault. */
static int
it_is_ready(void)
{
	unsigned char *p;
	long before;

	make_holes();
	reader_heap_settle(-1);
	reader_heap_expect(20000, false);
	before = faults();
	p = malloc(100000);
	memset(p, 1, 100000);
	kept[0] = p;
	if (faults() - before > 3)
		return 1;
	/* More of it where forms are looked for. */
	reader_heap_expect(20000, true);
	before = faults();
	p = malloc(50000);
	memset(p, 1, 50000);
	kept[1] = p;
	return faults() - before <= 3 ? 0 : 2;
}

static int
a_large_message_too(void)
{
	unsigned char *p;
	long before;

	reader_heap_settle(-1);
	reader_heap_expect(50 << 20, false);
	before = faults();
	p = malloc(LARGE_PAGE);
	memset(p, 1, LARGE_PAGE);
	kept[0] = p;
	return faults() - before <= 16 ? 0 : 1;
}

/* Pages of our own among those from `begin` on, as a fork copies them. */
static size_t
present(uintptr_t begin, size_t pages)
{
	uint64_t entry;
	size_t n = 0;
	int fd = open("/proc/self/pagemap", O_RDONLY);

	for (size_t i = 0; i < pages; i++)
		if (pread(fd, &entry, sizeof(entry), (off_t)((begin / PAGE + i) * sizeof(entry))) == (ssize_t)sizeof(entry) && entry >> 63 != 0)
			n++;
	close(fd);
	return n;
}

/* What nobody looks at again is no page of ours, and is found all the same. */
static int
what_is_put_aside_is_found(void)
{
	int file = memfd_create("heap", 0);
	unsigned char *large, *looked_at;
	size_t before;

	make_holes();
	large = malloc(ASIDE);
	memset(large, 'x', ASIDE);
	before = present((uintptr_t)large, ASIDE / PAGE);
	reader_heap_put_aside(file);
	looked_at = large + ASIDE / 2;
	if (looked_at[0] != 'x')
		return 1;
	reader_heap_settle(file);
	close(file);
	if (before != ASIDE / PAGE || present((uintptr_t)large, ASIDE / PAGE) != 1)
		return 2;
	for (size_t i = 0; i < ASIDE; i++)
		if (large[i] != 'x')
			return 3;
	large[0] = 'y';
	free(large);
	return 0;
}

/* As where no file may be so large. */
static int
a_file_that_takes_nothing_changes_nothing(void)
{
	unsigned char *p = malloc(ASIDE);

	memset(p, 'x', ASIDE);
	reader_heap_put_aside(-1);
	reader_heap_settle(-1);
	for (size_t i = 0; i < ASIDE; i++)
		if (p[i] != 'x')
			return 1;
	return 0;
}

static int
expecting_alone_does_nothing(void)
{
	reader_heap_expect(1, false);
	reader_heap_expect(1 << 30, true);
	kept[0] = malloc(100);
	return kept[0] != NULL ? 0 : 1;
}

static int
ended(int (*function)(void))
{
	pid_t pid = fork();
	int status = -1;

	if (pid == 0)
		_exit(function());
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + status;
}

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
#define OTHER_HEAP false
#else
#define OTHER_HEAP true			/* a sanitizer's: nothing is promised of that */
#endif

#define TEST(name) static void test_##name(void **state) { (void)state; assert_true(OTHER_HEAP || ended(name) == 0); }
TEST(pieces_come_from_the_room)
TEST(it_is_ready)
TEST(a_large_message_too)
TEST(what_is_put_aside_is_found)
TEST(a_file_that_takes_nothing_changes_nothing)
TEST(expecting_alone_does_nothing)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_expecting_alone_does_nothing),
		cmocka_unit_test(test_pieces_come_from_the_room),
		cmocka_unit_test(test_it_is_ready),
		cmocka_unit_test(test_a_large_message_too),
		cmocka_unit_test(test_what_is_put_aside_is_found),
		cmocka_unit_test(test_a_file_that_takes_nothing_changes_nothing),
	};

	return cmocka_run_group_tests_name("heap", tests, NULL, NULL);
}
