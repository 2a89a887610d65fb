/* SPDX-License-Identifier: ISC
 *
 * reader_heap: where the children's memory will be.
 *
 * A child writes to the pages of the heap that it is a copy of, and each of them costs a fault and a copy;
 * each page more that it asks for costs another.  This has the mould's heap without holes, and behind
 * it room that nobody has touched, of which a child makes ready at once what it will need.
 */
#ifndef DAEMON_READER_HEAP_H
#define DAEMON_READER_HEAP_H

#include <stddef.h>

/* Once, when everything that lives as long as the process has been allocated: what is allocated from then on
 * comes from that room.  Does nothing where the allocator is not glibc's. */
void reader_heap_settle(void);
/* In a child, before it reads a message of that size. */
void reader_heap_expect(size_t message_bytes);

#endif
