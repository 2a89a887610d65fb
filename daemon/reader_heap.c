/* SPDX-License-Identifier: ISC */
#include "daemon/reader_heap.h"

#include <stdint.h>

#if defined(__GLIBC__)

#include <malloc.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { HUGE = 2 * 1024 * 1024, ROOM = 2 * HUGE, HOLES = 1024 * 1024, FITS = 64, LARGEST_HOLE = 64 * 1024, SMALL_HOLE = 1032, SMALLEST_HOLE = 24,
	STEP = 16, PAD = 128 * 1024, TRIM = 64 * 1024 * 1024 };
/* Of that room a message takes so much, and so many times its size; one that is larger than that gets large pages. */
enum { LEAST = 48 * 1024, TIMES = 6, LARGE = 128 * 1024 };

static uintptr_t room;		/* 0: there is none */
static void *volatile filler;	/* else the compiler leaves its malloc out */

static void
fill_holes_of(size_t size, uintptr_t end)
{
	do
		filler = malloc(size);
	while (filler != NULL && (uintptr_t)filler < end);
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

void
reader_heap_settle(void)
{
	uintptr_t end, next, begin;

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
	/* Never used nor given back: it moves what comes next into the room. */
	filler = malloc((size_t)(next - begin) - FITS);
	room = next;
}

void
reader_heap_expect(size_t message_bytes)
{
	if (room == 0)
		return;
	/* The first of them has been begun, and is large no more. */
	if (message_bytes > LARGE)
		(void)madvise((void *)(room + HUGE), ROOM - HUGE, MADV_HUGEPAGE);
	(void)madvise((void *)room, message_bytes > LARGE ? HUGE : LEAST + message_bytes * TIMES, MADV_POPULATE_WRITE);
}

#else

void
reader_heap_settle(void)
{
}

void
reader_heap_expect(size_t message_bytes)
{
	(void)message_bytes;
}

#endif
