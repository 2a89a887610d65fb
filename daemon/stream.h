/* SPDX-License-Identifier: ISC
 *
 * stream: libetpan's transport, over OpenSSL, with a deadline and a budget.
 *
 * libetpan's own TLS verifies nothing and its reads wait for ever, so this is a low driver
 * of ours: connect with a deadline, verified TLS (daemon/tls) at once or in place after
 * STARTTLS, and for each command one absolute deadline and one count of bytes, both ways,
 * beneath daemon/guard.  Once anything goes wrong the stream stays wrong: every further
 * read and write gives -1 (never 0: libetpan's literal loop spins on 0), and stream_trouble
 * says what it was.  The process ignores SIGPIPE.
 */
#ifndef DAEMON_STREAM_H
#define DAEMON_STREAM_H

#include "parsers/fail.h"
#include "parsers/span.h"

struct stream;
struct ssl_ctx_st;
struct _mailstream;	/* libetpan's mailstream */

enum stream_trouble {
	STREAM_FINE,
	STREAM_CLOSED,		/* the peer ended or cut it */
	STREAM_LATE,		/* the deadline passed */
	STREAM_TOO_MUCH,	/* the budget is used up */
	STREAM_HOSTILE,		/* nesting, or a literal larger than asked for */
	STREAM_BYE,		/* the server said BYE: stream_last_words */
	STREAM_TLS,		/* below: a record that does not decrypt, an alert */
	STREAM_CUT		/* by us */
};

struct stream_target {
	const char *server;	/* looked up, unless address is set */
	const char *address;
	uint16_t port;
	int64_t deadline_ms;	/* of CLOCK_MONOTONIC, here and below */
};

/* Connects, in clear.  NULL with RETRY.  Looking up a name is the one step the deadline does
 * not bound (resolv.conf does). */
struct stream *stream_open(const struct stream_target *target, struct fail *fail);
/* libetpan's view; mailstream_close on it (mailimap_logout and mailimap_free do) frees the
 * stream too.  Before mailimap_connect it is the caller who closes it. */
struct _mailstream *stream_mail(struct stream *s);
/* Handshake in place.  -1 with REFUSE when the peer is not the one meant or when bytes that
 * came in clear wait to be read (CVE-2020-15953), with RETRY when it went away. */
int stream_secure(struct stream *s, struct ssl_ctx_st *context, const char *server, struct fail *fail);

struct stream_allowance {
	int64_t deadline_ms;
	uint64_t bytes;		/* from the server, in all */
	bool bodies;		/* FETCH answers hold literals of at most `literal` bytes */
	uint64_t literal;
};
/* Before each command. */
void stream_allow(struct stream *s, const struct stream_allowance *allowance);
enum stream_trouble stream_trouble(const struct stream *s);
/* What the server said in its BYE; valid as long as the stream. */
struct span stream_last_words(const struct stream *s);
/* Something is there to be read without asking the socket. */
bool stream_has_input(struct stream *s);
int stream_fd(const struct stream *s);
/* From now on nothing is read or written: for freeing without a LOGOUT. */
void stream_cut(struct stream *s);
/* "the server closed the connection" and so on. */
const char *stream_trouble_text(enum stream_trouble trouble);

#endif
