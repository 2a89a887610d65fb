/* SPDX-License-Identifier: ISC
 *
 * token: access tokens for XOAUTH2, from a login server over HTTPS.
 *
 * Who logs in (a fetcher, a sender) starts a child of its own (role "token", token_main),
 * which waits without any secret and, for each question, forks a worker: only that one
 * reads the client secret, speaks to the login server (libcurl's only home) and ends.
 * Grants: client credentials (RFC 6749 section 4.4; Microsoft 365) or, with a refresh_file,
 * a refresh token (section 6; Google), which is replaced on disk, whole, when the server
 * gives a new one.  The asker keeps the token in memory and asks anew before it runs out.
 *
 * HTTPS only, TLS 1.2 at least, verified, no redirects, no proxy; the answer is bounded in
 * bytes and time.  Landlock leaves the child the system's files, the directories of its own,
 * and write access to that of refresh_file alone.  Texts are ours: what a login server says
 * may name people.
 */
#ifndef DAEMON_TOKEN_H
#define DAEMON_TOKEN_H

#include "daemon/secret.h"
#include "parsers/arena.h"

struct token_settings {
	const char *url;		/* of the token endpoint, https://; NULL or "": no tokens are used */
	const char *client_id;
	const char *client_secret_file;	/* NULL or "": a public client, which has a refresh_file then */
	const char *scope;
	const char *refresh_file;	/* NULL or "": client credentials */
	const char *ca_file;		/* NULL or "": the system's */
	uint32_t seconds;		/* for all of it; 0 means 30 */
};

enum token_trouble {
	TOKEN_UNREACHABLE,		/* no such name, refused, timed out, a server error */
	TOKEN_TLS_FAILED,
	TOKEN_THROTTLED,
	TOKEN_SECRET_EXPIRED,		/* the client secret */
	TOKEN_SECRET_INVALID,
	TOKEN_NO_CLIENT,		/* no such application or tenant, or it is disabled */
	TOKEN_NO_CONSENT,		/* nobody has allowed the application what the scope asks for */
	TOKEN_BLOCKED,			/* by an access policy */
	TOKEN_REVOKED,			/* the refresh token: expired, unused for too long, withdrawn */
	TOKEN_BAD_SCOPE,
	TOKEN_PROTOCOL,			/* an answer that makes no sense, a redirect, too much */
	TOKEN_LOCAL			/* a file of ours, or the child */
};
const char *token_trouble_name(enum token_trouble trouble);	/* "secret-expired" and so on */

enum { TOKEN_TEXT = 360 };
struct token_failure {
	enum token_trouble trouble;
	uint32_t retry_after_seconds;	/* what the server asked for, at most a day; 0 nothing */
	char text[TOKEN_TEXT];		/* one printable line with what to do; begins with the trouble's name */
};

/* Runs the role on descriptor 3; gives the exit status. */
int token_main(void);

/* ---- the asker's side ---- */
struct token;

/* Starts the child, before the asker walls itself in.  NULL: fail says why. */
struct token *token_open(const struct token_settings *settings, struct fail *fail);
void token_close(struct token *t);			/* wipes; NULL is fine */
/* The access token, until the next call; NULL with *failure_out filled.  From memory while it is good for
 * some minutes more, unless `anew`. */
const struct secret *token_get(struct token *t, bool anew, struct token_failure *failure_out);
bool token_is_kept(const struct token *t);		/* the next token_get() would not ask */

/* For settings on their way to an asker. */
void token_put_settings(struct arena_text *t, const struct token_settings *s);
bool token_get_settings(struct span_cursor *c, struct arena *a, struct token_settings *out);

#endif
