/* SPDX-License-Identifier: ISC */
#include "daemon/reader_heap.h"

#include <stdint.h>

#if defined(__GLIBC__)

#include <malloc.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { HUGE = 2 * 1024 * 1024, ROOM = 2 * HUGE, OWN = 256 * 1024, HOLES = 1024 * 1024, FITS = 256, LARGEST_HOLE = 64 * 1024, SMALLEST_HOLE = 24, PAD = 128 * 1024,
	TRIM = 64 * 1024 * 1024 };

static uintptr_t room;		/* 0: there is none */
static void *volatile filler;	/* else the compiler leaves its malloc out */

/* Whatever free() left below `end` is taken for good, the largest pieces first; and so is what comes from behind
 * it, for a small piece given back is what a child would be given first. */
static void
fill_holes(uintptr_t end)
{
	for (size_t size = LARGEST_HOLE; size >= SMALLEST_HOLE; size = size > 1024 ? size - size / 8 : size - 16) {
		do
			filler = malloc(size);
		while (filler != NULL && (uintptr_t)filler < end);
	}
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
	next = (end + HOLES + OWN + HUGE - 1) / HUGE * HUGE;
	(void)mallopt(M_TOP_PAD, (int)(next + ROOM - end));
	begin = top();
	(void)mallopt(M_TOP_PAD, PAD);
	/* Another allocator (a sanitizer's) does not grow there. */
	if (begin + PAD < end || begin >= next + ROOM)
		return;
	fill_holes(begin);
	begin = top();
	if (begin + OWN > next || (uintptr_t)sbrk(0) < next + ROOM)
		return;
	(void)madvise((void *)next, ROOM, MADV_HUGEPAGE);
	/* Never used nor given back: it moves what comes next to the end of the zygote's own part. */
	filler = malloc((size_t)(next - begin) - OWN);
	room = next;
}

void
reader_heap_enter(void)
{
	uintptr_t begin = top();

	if (begin != 0 && begin + PAD < room)
		filler = malloc((size_t)(room - begin) - FITS);
}

#else

void
reader_heap_settle(void)
{
}

void
reader_heap_enter(void)
{
}

#endif
