/* SPDX-License-Identifier: ISC
 *
 * fetcher_words: what a server's human words mean to us.  Private to the room, pure.
 *
 * The words themselves are never passed on (they may name the login); only what is
 * recognised in them, as fixed text.
 */
#ifndef DAEMON_FETCHER_WORDS_H
#define DAEMON_FETCHER_WORDS_H

#include "parsers/span.h"

enum fetcher_words_meaning { FETCHER_WORDS_NOTHING, FETCHER_WORDS_THROTTLED, FETCHER_WORDS_NO_PERMISSION };

struct fetcher_words {
	enum fetcher_words_meaning meaning;
	uint32_t retry_after_seconds;	/* 0: it did not say */
	const char *hint;		/* to be appended; "" when nothing is recognised */
};

/* The text of a NO, BAD or BYE. */
struct fetcher_words fetcher_words_read(struct span text);
/* The response code in brackets (RFC 5530, and what providers added). */
struct fetcher_words fetcher_words_read_code(struct span code);

#endif
