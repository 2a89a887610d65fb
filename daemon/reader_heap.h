/* SPDX-License-Identifier: ISC
 *
 * reader_heap: where the children's memory will be.
 *
 * A child that is forked writes to the pages of its parent's heap, and each of them costs a fault
 * and a copy; each page more that it asks for costs another.  This has the zygote's heap without
 * holes, and behind it room that nobody has touched, so that what a child needs is one large page.
 */
#ifndef DAEMON_READER_HEAP_H
#define DAEMON_READER_HEAP_H

/* Once, when everything that lives as long as the zygote has been allocated.  Does nothing where
 * the allocator is not glibc's. */
void reader_heap_settle(void);
/* In a child, first of all: from here on its memory comes from that room. */
void reader_heap_enter(void);

#endif
