/* SPDX-License-Identifier: ISC
 *
 * sender: one batch of letters over one SMTP session, by a short-lived child.
 *
 * The child (role "sender", sender_main) alone talks to the submission server and reads
 * the login's secret; letters reach it as sealed memfds, and it opens no other file.
 * STARTTLS, a verified certificate and an accepted login come first: without all three not
 * even MAIL FROM is said (promise 10).  One letter has one recipient, and each gets exactly
 * one result, whatever becomes of child, server or network (promise 5).  A letter whose
 * last byte may have reached the server, and that was not answered, is UNKNOWN: send it
 * again with the same Message-ID.
 *
 * Limits of libesmtp: no implicit TLS (port 465), no SMTPUTF8, no IPv6 literals.  Texts of
 * results are our own words with the server's codes, never the server's text, which quotes
 * addresses (promise 8).
 */
#ifndef DAEMON_SENDER_H
#define DAEMON_SENDER_H

#include "daemon/token.h"

enum sender_auth { SENDER_AUTH_PLAIN, SENDER_AUTH_XOAUTH2 };

struct sender_settings {
	const char *server;		/* its name in the certificate, and in the DNS */
	const char *address;		/* connect here instead of looking the name up; or NULL */
	uint16_t port;			/* 0 means 587 */
	const char *ca_file;		/* NULL or "": the system's */
	const char *login;
	enum sender_auth auth;		/* what the secret is: a password or an access token */
	enum secret_kind secret;
	const char *secret_from;
	struct token_settings token;	/* with a url: the secret is a token of its, auth is XOAUTH2 */
	const char *mail_from;		/* MAIL FROM, never <>: failures come back there */
	const char *helo;		/* NULL: the domain of mail_from */
	uint32_t step_seconds;		/* one answer of the server; 0 means 60 */
	uint32_t dot_seconds;		/* the answer to a whole letter; 0 means 300 */
	uint32_t session_seconds;	/* all of it, from start to end; 0 means 600 + 2 a letter */
};

struct sender_letter {
	uint64_t id;			/* the caller's; no two alike in a batch */
	struct span to;			/* local@domain */
	struct span message_id;		/* its first part becomes ENVID (RFC 3461); may be empty */
	struct span bytes;		/* as compose_letter() made it */
};

enum { SENDER_BATCH = 1000 };

enum sender_outcome {
	SENDER_ACCEPTED,		/* 2xx to the letter: the server answers for it now */
	SENDER_REFUSED,			/* 5xx: this letter will not go as it is; stage says who objects */
	SENDER_LATER,			/* 4xx */
	SENDER_UNKNOWN,			/* all of it was sent, no answer was understood */
	SENDER_UNREACHABLE,		/* not tried: no server, cut off before, deadline, child gone */
	SENDER_AUTH_REFUSED,		/* not tried: no secret, no usable AUTH, or refused */
	SENDER_TLS_FAILED		/* not tried: no STARTTLS, a bad certificate, bytes slipped in before TLS */
};
enum { SENDER_TEXT = 400 };
enum sender_stage { SENDER_CONNECT, SENDER_TLS, SENDER_AUTH, SENDER_FROM, SENDER_TO, SENDER_DATA };

struct sender_result {
	uint64_t id;
	enum sender_outcome outcome;
	enum sender_stage stage;	/* how far it came: REFUSED at TO is about the recipient, at FROM about us */
	unsigned code;			/* the SMTP reply, 0 when there was none */
	char status[16];		/* enhanced status "5.1.1", or "" */
	char text[SENDER_TEXT];		/* one line for log and outbox, no personal value */
};

/* Runs the role on descriptor 3; gives the exit status. */
int sender_main(void);

/* ---- the keeper's side ---- */
struct sender;
enum sender_news { SENDER_WAIT, SENDER_RESULT, SENDER_OVER };

/* `exe --role=sender`, before there is anything to send: it waits for it, for half a minute, and holds nothing. */
struct sender *sender_new(const char *exe, struct fail *fail);
/* Gives it 1 to SENDER_BATCH letters, as sender_start does; -1: nothing was sent, and it is to be freed. */
int sender_begin(struct sender *s, const struct sender_settings *settings, const struct sender_letter *letters, size_t count, struct fail *fail);
/* Starts `exe --role=sender` with 1 to SENDER_BATCH letters (copied: they need not outlive
 * the call).  NULL, with nothing sent: fail says why; STOP for settings that cannot work.
 * A letter whose recipient or size is unusable is REFUSED in the results. */
struct sender *sender_start(const char *exe, const struct sender_settings *settings, const struct sender_letter *letters,
    size_t count, struct fail *fail);
int sender_fd(const struct sender *s);			/* readable: call sender_next; -1 when there is nothing to poll */
int64_t sender_deadline_ms(const struct sender *s);	/* wire_now_ms() at which to call sender_next anyway */
/* Call until it says WAIT or OVER.  Never waits itself.  Kills a child that is late or makes no
 * sense; what it had not told comes as UNKNOWN (begun) or UNREACHABLE (not begun). */
enum sender_news sender_next(struct sender *s, struct sender_result *result_out);
/* No letter more is begun; the one on its way is heard out.  Those that are left come as UNREACHABLE. */
void sender_wind_up(struct sender *s);
bool sender_is_at_letter(const struct sender *s);	/* begun, and not told of yet */
/* Ends the child now; sender_next then gives the results that are left. */
void sender_kill(struct sender *s);
void sender_free(struct sender *s);			/* kills first; NULL is fine */

/* All of it in one call, for --once: fills results[0..count) in the order of the letters; -1 as
 * sender_start. */
int sender_run(const char *exe, const struct sender_settings *settings, const struct sender_letter *letters, size_t count,
    struct sender_result *results, struct fail *fail);
/* Connects, checks the certificate, logs in, sends nothing.  0 with what the server offers
 * ("SIZE 1000000, DSN, ..."), or -1: fail->why says what failed. */
int sender_check(const char *exe, const struct sender_settings *settings, struct arena *a, struct span *offers_out, struct fail *fail);

const char *sender_outcome_name(enum sender_outcome outcome);	/* "accepted", "refused", ... */
const char *sender_stage_name(enum sender_stage stage);		/* "connect", "tls", "auth", "from", "to", "data" */

#endif
