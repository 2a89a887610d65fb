/* SPDX-License-Identifier: ISC */
#include "daemon/reader_heap.h"

#include <stdint.h>

#if defined(__GLIBC__)

#include <malloc.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { HUGE = 2 * 1024 * 1024, ROOM = 2 * HUGE, HOLES = 1024 * 1024, LARGEST_HOLE = 64 * 1024, SMALL_HOLE = 1032, SMALLEST_HOLE = 24,
	STEP = 16, PAD = 128 * 1024, TRIM = 64 * 1024 * 1024, MOST = 64 * 1024 * 1024 };
/* Of that room a message takes so much, and so many times its size, both twice when forms are looked for; one that is
 * larger than that gets large pages. */
enum { LEAST = 48 * 1024, TIMES = 3, LARGE = 128 * 1024 };

static uintptr_t room;		/* 0: there is none */
static uintptr_t large;		/* where large pages may begin in it */
static uintptr_t aside, aside_end;	/* pages that were put aside */
static uintptr_t lowest;	/* of the holes that were filled */
static void *volatile filler;	/* else the compiler leaves its malloc out */

static void
fill_holes_of(size_t size, uintptr_t end)
{
	do {
		filler = malloc(size);
		if (filler != NULL && (uintptr_t)filler < lowest)
			lowest = (uintptr_t)filler;
	} while (filler != NULL && (uintptr_t)filler < end);
}

/* Whatever free() left below `end` is taken for good, the largest pieces first; and so is what comes from behind
 * it, for a small piece given back is what a child would be given first. */
static void
fill_holes(uintptr_t end)
{
	for (size_t size = LARGEST_HOLE; size > SMALL_HOLE; size -= size / 8)
		fill_holes_of(size, end);
	/* Each size that the allocator has a list of. */
	for (size_t size = SMALL_HOLE; size >= SMALLEST_HOLE; size -= STEP)
		fill_holes_of(size, end);
}

/* Where the allocator's unused end begins, once there are no holes before it. */
static uintptr_t
top(void)
{
	uintptr_t at = (uintptr_t)(filler = malloc(PAD - 64));

	free(filler);
	return at;
}

static uintptr_t
page_size(void)
{
	return (uintptr_t)sysconf(_SC_PAGESIZE);
}

/* Makes these pages a mapping of the file, and what is in them the next in it.  False when that cannot be. */
static bool
put(uintptr_t begin, uintptr_t end, int file)
{
	size_t len = begin < end && end - begin < MOST ? end - begin : 0;
	off_t at = len > 0 ? lseek(file, 0, SEEK_END) : -1;

	if (at < 0 || write(file, (const void *)begin, len) != (ssize_t)len)
		return false;
	if (mmap((void *)begin, len, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, file, at) == MAP_FAILED)
		abort();
	return true;
}

/* Where one page of a file is read, the system brings those around it unless they are of another mapping: so each second
 * one is made another for a while, as in reader_lean.c.  They become one again only if they had been written to as one,
 * and a fork leaves out what was not: so its first byte is written over with itself. */
static void
set_apart(void)
{
	volatile unsigned char *first = (volatile unsigned char *)aside;
	uintptr_t page = page_size();

	*first = *first;
	for (uintptr_t at = aside; at < aside_end; at += 2 * page)
		(void)madvise((void *)at, page, MADV_DONTDUMP);
}

void
reader_heap_put_aside(int file)
{
	uintptr_t page = page_size(), end, begin;

	(void)mallopt(M_TRIM_THRESHOLD, TRIM);
	(void)malloc_trim(0);
	begin = top();
	end = (uintptr_t)sbrk(0);
	/* Another allocator (a sanitizer's) is not there. */
	if (begin >= end || end - begin > MOST)
		return;
	lowest = UINTPTR_MAX;
	fill_holes(begin);
	aside = (lowest + page - 1) / page * page;
	aside_end = top() / page * page;
	if (put(aside, aside_end, file))
		set_apart();
	else
		aside = aside_end = 0;
}

/* What the last reading has looked at stays; the rest of what came since is put aside as well. */
static void
put_the_rest_aside(uintptr_t begin, int file)
{
	if (aside == aside_end)
		return;
	(void)madvise((void *)aside, aside_end - aside, MADV_DODUMP);
	(void)put(aside_end, begin / page_size() * page_size(), file);
}

void
reader_heap_settle(int file)
{
	uintptr_t page = page_size(), end, next, begin;

	(void)mallopt(M_TRIM_THRESHOLD, TRIM);
	(void)malloc_trim(0);
	end = (uintptr_t)sbrk(0);
	next = (end + HOLES + HUGE - 1) / HUGE * HUGE;
	(void)mallopt(M_TOP_PAD, (int)(next + ROOM - end));
	begin = top();
	(void)mallopt(M_TOP_PAD, PAD);
	/* Another allocator (a sanitizer's) does not grow there. */
	if (begin + PAD < end || begin >= next + ROOM)
		return;
	fill_holes(begin);
	begin = top();
	if (begin + PAD > next || (uintptr_t)sbrk(0) < next + ROOM)
		return;
	put_the_rest_aside(begin, file);
	room = (begin + page - 1) / page * page;
	large = next;
	/* Looking where the end is has written behind it. */
	(void)madvise((void *)room, next - room, MADV_DONTNEED);
}

void
reader_heap_expect(size_t message_bytes, bool forms)
{
	size_t times = forms ? 2 * TIMES : TIMES;

	if (room == 0)
		return;
	if (message_bytes > LARGE)
		(void)madvise((void *)large, ROOM, MADV_HUGEPAGE);
	(void)madvise((void *)room, message_bytes > LARGE ? HUGE : (forms ? 2 * LEAST : LEAST) + message_bytes * times, MADV_POPULATE_WRITE);
}

#else

void
reader_heap_put_aside(int file)
{
	(void)file;
}

void
reader_heap_settle(int file)
{
	(void)file;
}

void
reader_heap_expect(size_t message_bytes, bool forms)
{
	(void)message_bytes;
	(void)forms;
}

#endif
