/* SPDX-License-Identifier: ISC
 *
 * fetcher_session: the child's connection to its IMAP server.  Private to the room.
 *
 * Functions that talk give 0, or -1 with trouble, text and retry_after_seconds set; after
 * -1 `imap` may be NULL: the next fetcher_session_select connects again.
 */
#ifndef DAEMON_FETCHER_SESSION_H
#define DAEMON_FETCHER_SESSION_H

#include "daemon/fetcher_name.h"
#include "daemon/fetcher_wire.h"
#include "daemon/stream.h"

#include <libetpan/libetpan.h>

/* Every step has its deadline; an alarm so many seconds after it ends a process that hangs
 * all the same (looking up a name has no deadline of its own). */
#define FETCHER_SLACK 60u

struct fetcher_session {
	struct fetcher_settings settings;
	struct token *token;		/* NULL: the secret is a password */
	bool token_was_kept;		/* the token of this login is from memory */
	struct ssl_ctx_st *context;
	struct stream *stream;		/* the session's imap owns it */
	mailimap *imap;			/* NULL: not connected */
	bool has_move, has_uidplus, has_idle;
	struct fetcher_namespace names;
	char *folder;			/* selected, as the keeper names it; NULL none */
	uint32_t uidvalidity, uidnext, exists;
	int64_t used_at_ms;		/* last answer */
	bool refused;			/* it was NO or BAD */
	bool no_secret;			/* so the last question ended */
	unsigned files;			/* names given out so far */
	char prefix[32];		/* of those names */
	int tmp;			/* tmp_dir, open */
	enum fetcher_trouble trouble;
	uint32_t retry_after_seconds;
	char text[FETCHER_TEXT];
};

/* Connected, logged in and with the folder selected: anew when `again`, or when the
 * connection is old; else as it is.  A line the server closed meanwhile is opened again. */
int fetcher_session_select(struct fetcher_session *s, const struct fetcher_folder *folder, bool again);
/* The same, and the uidvalidity must be the one asked for (else STALE). */
int fetcher_session_hold(struct fetcher_session *s, const struct fetcher_folder *folder);
/* A folder's name as the server wants it; NULL when it cannot be one. */
const char *fetcher_session_name(const struct fetcher_session *s, struct arena *a, const char *folder);
/* What the next command may cost: a control command, or bodies of so many bytes. */
void fetcher_session_connecting(struct fetcher_session *s);
void fetcher_session_control(struct fetcher_session *s);
void fetcher_session_search(struct fetcher_session *s);
void fetcher_session_bodies(struct fetcher_session *s, uint64_t bytes);
/* After each command, with what libetpan gave: 0; 1 when the server said no (trouble and text
 * are set, the connection is good); -1 when the connection was given up. */
int fetcher_session_judge(struct fetcher_session *s, int code, const char *what);
int fetcher_session_fail(struct fetcher_session *s, enum fetcher_trouble trouble, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void fetcher_session_close(struct fetcher_session *s, bool politely);

/* A set of at most `most` uids and 200 intervals (a command line has its limits too); how
 * many of the uids are in it.  mailimap_set_free. */
struct mailimap_set *fetcher_session_set(const uint32_t *uids, size_t count, size_t most, size_t *used_out);

/* ---- fetcher_login.c ---- */
/* Before the connection, for a server does not wait long for a login: asks for a token where one is needed. */
int fetcher_login_prepare(struct fetcher_session *s);
int fetcher_login(struct fetcher_session *s);
/* After it: prefix and delimiter of folder names. */
int fetcher_login_names(struct fetcher_session *s);

#endif
