/* SPDX-License-Identifier: ISC
 *
 * token_inside: what the files of the room token share; nobody else includes it.
 *
 * On the socket the asker says SETTINGS once, then ASK as often as it likes; the answer to
 * each is GRANTED (seconds, token) or FAILED (trouble, seconds, text).
 */
#ifndef DAEMON_TOKEN_INSIDE_H
#define DAEMON_TOKEN_INSIDE_H

#include "daemon/token.h"

enum token_frame { TOKEN_SETTINGS = 1, TOKEN_ASK, TOKEN_GRANTED, TOKEN_FAILED };
enum { TOKEN_FRAME = 65536, TOKEN_SECONDS = 30 };

/* What the login server said. */
struct token_answer {
	bool granted;
	struct secret access;
	uint32_t good_for_seconds;
	struct secret refresh;			/* len 0: it gave no new one */
	struct token_failure failure;		/* unless granted */
};

/* ---- token_answer.c: pure; jansson's place here ---- */
/* RFC 6749 sections 5.1 and 5.2, with the error codes of Microsoft's and Google's. */
void token_answer_read(long http_status, struct span body, struct token_answer *out);
/* Fills failure with the trouble's own words and (unless NULL) `detail`. */
void token_answer_fail(struct token_failure *failure, enum token_trouble trouble, const char *detail);

/* ---- token_fetch.c: libcurl's only home ---- */
/* One POST of application/x-www-form-urlencoded, and its answer.  refresh NULL: client credentials. */
struct token_request {
	const struct token_settings *settings;
	const struct secret *client_secret;	/* len 0: none */
	const struct secret *refresh;
};
void token_fetch(const struct token_request *request, struct token_answer *out);

/* ---- token_file.c: the refresh token on disk ---- */
/* One worker at a time, whatever mailbox asks: a rotated token is good once. */
struct token_file {
	int dir, next;				/* -1: not open */
	char name[256], next_name[272];
};
/* Locks the directory, puts into its place what a worker that died had written, reads the token, makes room for its successor.
 * -1: fail says why. */
int token_file_open(struct token_file *file, const char *path, int64_t deadline_ms, struct secret *secret_out, struct fail *fail);
/* Durable under the old name, 0600, or the old one stays as it was. */
int token_file_replace(struct token_file *file, const struct secret *secret, struct fail *fail);
void token_file_close(struct token_file *file);	/* what was not used is removed */

#endif
