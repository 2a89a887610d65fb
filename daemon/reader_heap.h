/* SPDX-License-Identifier: ISC
 *
 * reader_heap: where the children's memory will be.
 *
 * A child writes to the pages of the heap that it is a copy of, and each of them costs a fault and a copy;
 * each page more that it asks for costs another; and the many that it never looks at cost the fork and its end.
 * This has the mould's heap without holes, of which a fork copies only what a reading looks at, and behind
 * it room that nobody has touched, of which a child makes ready at once what it will need.
 */
#ifndef DAEMON_READER_HEAP_H
#define DAEMON_READER_HEAP_H

#include <stdbool.h>
#include <stddef.h>

/* Neither does anything where the allocator is not glibc's.
 *
 * Once, before the mould reads a message such as will come: what has been allocated is put into that empty file (a
 * memfd, the caller's to close once the heap has settled), where children find it like code; what the reading
 * looks at each has from the start.  Does nothing when the file takes not all of it. */
void reader_heap_put_aside(int file);
/* Once, when everything that lives as long as the process has been allocated: what is allocated from then on
 * comes from that room.  The file is that of before; without, it is not looked at. */
void reader_heap_settle(int file);
/* In a child, before it reads a message of that size (0: of any) and looks for forms. */
void reader_heap_expect(size_t message_bytes, bool forms);

#endif
