/* SPDX-License-Identifier: ISC
 *
 * guard: reads along with an IMAP server's answers before libetpan does.
 *
 * libetpan parses by recursion (20,000 open parentheses overflow its stack, RFC 3501
 * ENVELOPE and BODYSTRUCTURE can come unasked), believes every literal's length, and reads
 * past the end of a struct on an untagged BYE.  So each byte passes here first: a count of
 * open parentheses for each answer, a bound on literals, and BYE as the end of the stream.
 * Literals are stepped over only where a body was asked for, on a FETCH answer; elsewhere
 * their bytes count like any others.  Pure.
 */
#ifndef DAEMON_GUARD_H
#define DAEMON_GUARD_H

#include "parsers/span.h"

enum guard_verdict { GUARD_FINE, GUARD_NESTED, GUARD_LITERAL, GUARD_BYE };

/* Open parentheses in one answer, closed or not: FETCH of flags needs 2, NAMESPACE 10. */
#define GUARD_PARENTHESES 256u

struct guard {
	bool bodies;			/* a body was asked for */
	uint64_t literal_limit;		/* the largest literal allowed */
	uint64_t literal_left;		/* bytes of a body to step over */
	unsigned parentheses;
	uint64_t number;		/* inside {...} */
	unsigned char tail;		/* where in "{n}" CR LF the line is */
	size_t head_len;
	unsigned char head[256];	/* how the answer starts */
	enum guard_verdict verdict;
};

/* At the start of each command.  A literal left half read stays half read. */
void guard_command(struct guard *g, bool bodies, uint64_t literal_limit);
/* Anything but GUARD_FINE is final: the bytes must not be passed on. */
enum guard_verdict guard_feed(struct guard *g, struct span bytes);
/* The start of the answer that ended it, for the words in a BYE. */
struct span guard_head(const struct guard *g);

#endif
