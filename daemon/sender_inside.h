/* SPDX-License-Identifier: ISC
 *
 * sender_inside: what the files of the room sender share; nobody else includes it.
 *
 * On the socket the keeper says SETTINGS, a LETTER each with its memfd, then GO or CHECK.
 * The child says BEGUN (id) before the first byte of a letter's content, RESULT once per
 * letter, OFFERS after a CHECK, and OVER last.  A keeper that shuts its writing side then
 * wants no letter more begun.
 */
#ifndef DAEMON_SENDER_INSIDE_H
#define DAEMON_SENDER_INSIDE_H

#include "daemon/sender.h"

struct ssl_st;
struct bio_st;

enum sender_frame {
	SENDER_FRAME_SETTINGS = 1, SENDER_FRAME_LETTER, SENDER_FRAME_GO, SENDER_FRAME_CHECK,
	SENDER_FRAME_BEGUN, SENDER_FRAME_RESULT, SENDER_FRAME_OFFERS, SENDER_FRAME_OVER
};
enum { SENDER_FRAME_MAX = 65536, SENDER_OFFERS_MAX = 4096, SENDER_LETTER_MAX = 128 * 1024 * 1024 };

/* ---- sender_wire.c: both directions of every frame ---- */
void sender_wire_put_settings(struct arena_text *t, const struct sender_settings *s);
bool sender_wire_get_settings(struct span body, struct arena *a, struct sender_settings *out);
void sender_wire_put_letter(struct arena_text *t, const struct sender_letter *l);	/* without its bytes */
bool sender_wire_get_letter(struct span body, struct sender_letter *out, uint64_t *size_out);
void sender_wire_put_result(struct arena_text *t, const struct sender_result *r);
bool sender_wire_get_result(struct span body, struct sender_result *out);

/* ---- sender_session.c: libesmtp's only home ---- */
struct sender_session {
	const struct sender_settings *settings;
	const struct secret *secret;
	const struct sender_letter *letters;	/* none: a check */
	size_t count;
	bool (*go_on)(void *context);		/* false: no letter more is wanted */
	void (*begun)(void *context, size_t letter);
	void (*result)(void *context, size_t letter, const struct sender_result *result);
	void (*offers)(void *context, struct span offers);
	void *context;
};
/* One session; tells each letter's result once, as it happens, or, of a check, the offers or
 * (as letter 0) what failed. */
void sender_session_run(const struct sender_session *session);

/* ---- sender_auth.c: EHLO and AUTH, spoken on the TLS connection itself ---- */
struct sender_auth_login {
	const struct sender_settings *settings;
	const struct secret *secret;
};
struct sender_auth_answer {
	bool accepted;				/* 235, and not a byte after it */
	struct sender_result result;		/* when not accepted: outcome, stage, code, text */
	char offers[SENDER_OFFERS_MAX];		/* EHLO's keywords, comma-separated, printable */
};
void sender_auth_speak(struct ssl_st *ssl, const struct sender_auth_login *login, struct sender_auth_answer *answer_out);

/* ---- sender_gather.c: a letter's records go out in one piece ----
 * libesmtp writes 2 KB at a time, and each would wake the server.  What is written between hold and
 * release goes with the first write after it; should it be more than 64 KB, at once, and so does what follows.  Whoever
 * holds must release before anybody waits for an answer. */
struct sender_gather;
struct bio_st *sender_gather_new(struct bio_st *next, struct sender_gather **gather_out);	/* takes next; the gather goes with what is given */
void sender_gather_hold(struct sender_gather *g);
void sender_gather_release(struct sender_gather *g);

/* ---- sender_guard.c: watches the part of a session that is in clear ---- */
struct sender_guard {
	unsigned code;				/* of the last whole reply */
	size_t column;				/* in the current line */
	char start[4];				/* its first four characters */
	bool replied;				/* a whole reply is here, and nothing was said since */
	bool broken;				/* more came than was asked for, or endless lines */
	size_t bytes;
};
void sender_guard_begin(struct sender_guard *g);
void sender_guard_read(struct sender_guard *g, struct span bytes);	/* sets broken */
void sender_guard_wrote(struct sender_guard *g);
/* May this be said before the login is accepted?  EHLO, HELO, STARTTLS and QUIT may. */
bool sender_guard_may_say(struct span bytes);

#endif
