/* SPDX-License-Identifier: ISC
 *
 * reader_lean: what of the libraries the children are given, and how.
 *
 * A fork costs by the mapping and by the page, and so does the end of a process.
 *
 * Some libraries are there only because another one names them, or for one kind of document, and few messages have a
 * use for them.  The mould puts these away: their addresses stay taken and cannot be touched.  A child that does
 * touch one ends at once and says of which group it was; the next mould keeps that group, and the message
 * is read again.  So what is put away is a matter of speed only.
 *
 * Others are used by every message.  What the mould has looked at of those each child has from the
 * start, where it would have had to fetch them one by one.
 */
#ifndef DAEMON_READER_LEAN_H
#define DAEMON_READER_LEAN_H

#include <stdbool.h>

enum reader_lean_group {
	READER_LEAN_CIPHERS, READER_LEAN_PGP, READER_LEAN_DESKTOP, READER_LEAN_CHARSETS,
	READER_LEAN_PICTURES, READER_LEAN_PACKERS, READER_LEAN_LATIN, READER_LEAN_DOMAINS, READER_LEAN_PDF, READER_LEAN_MAGIC, READER_LEAN_MATHS, READER_LEAN_WALLS
};
enum { READER_LEAN_GROUPS = READER_LEAN_WALLS + 1 };

/* In the zygote, before its walls. */
void reader_lean_prepare(void);
/* In the mould, first of all: puts away every group whose bit is not in `kept`.  From then on the process and
 * its copies end with exit code `lacks` + group when they touch one.  Nothing is put away under a sanitizer. */
void reader_lean_enter(unsigned kept, int lacks);
/* In the mould, once it has read a message such as will come: what it has looked at since is what they get. */
void reader_lean_settle(void);
/* Of a status of waitpid(2): whether it ended so, and the group's bit. */
bool reader_lean_lacked(int status, int lacks, unsigned *bit_out);

#endif
