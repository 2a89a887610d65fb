/* SPDX-License-Identifier: ISC
 * SQLite's small blocks.  It asks for a thousand of them for each message that is written and gives them back at once;
 * the one that Debian has is built without the room it would keep for them.  So those given back are kept, in
 * a list for each size.  One thread only, as all of the register. */
#include "spool/register_private.h"

#include <stdlib.h>
#include <string.h>

enum { STEP = 64, LISTS = 33, KEPT_MOST = 1024 * 1024 };

/* In front of each block: what it holds, and while it is kept the next one. */
struct head {
	size_t size;
	struct head *next;		/* lies where the block begins */
};
enum { HEAD = sizeof(size_t) };

static struct head *lists[LISTS];	/* blocks of STEP bytes, of twice as many, ... */
static size_t kept_bytes;

static struct head *
head_of(void *block)
{
	return (struct head *)(void *)((unsigned char *)block - HEAD);
}

static int
round_up(int size)
{
	return (size + STEP - 1) / STEP * STEP;
}

static void *
take(int wanted)
{
	size_t size = (size_t)round_up(wanted), list = size / STEP;
	struct head *h = list < LISTS ? lists[list] : NULL;

	if (h != NULL) {
		lists[list] = h->next;
		kept_bytes -= size;
	} else {
		h = malloc(HEAD + size);
		if (h == NULL)
			return NULL;
		h->size = size;
	}
	return (unsigned char *)h + HEAD;
}

static void
give_back(void *block)
{
	struct head *h = block == NULL ? NULL : head_of(block);

	if (h == NULL)
		return;
	if (h->size / STEP >= LISTS || kept_bytes > KEPT_MOST) {
		free(h);
		return;
	}
	h->next = lists[h->size / STEP];
	lists[h->size / STEP] = h;
	kept_bytes += h->size;
}

static int
size_of(void *block)
{
	return block == NULL ? 0 : (int)head_of(block)->size;
}

static void *
change(void *block, int wanted)
{
	size_t has = head_of(block)->size, size = (size_t)round_up(wanted);
	struct head *h;
	void *other;

	if (size == has)
		return block;
	if (size / STEP >= LISTS && has / STEP >= LISTS) {
		h = realloc(head_of(block), HEAD + size);
		if (h == NULL)
			return NULL;
		h->size = size;
		return (unsigned char *)h + HEAD;
	}
	other = take(wanted);
	if (other == NULL)
		return NULL;
	memcpy(other, block, has < size ? has : size);
	give_back(block);
	return other;
}

static int
begin(void *context)
{
	(void)context;
	return SQLITE_OK;
}

static void
end(void *context)
{
	(void)context;
}

/* Not under AddressSanitizer, which is to see each block come and go. */
void
register_memory_use(void)
{
	static const sqlite3_mem_methods methods = { take, give_back, change, size_of, round_up, begin, end, NULL };

#ifndef __SANITIZE_ADDRESS__
	(void)sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
#else
	(void)methods;
#endif
}
