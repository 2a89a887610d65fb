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
struct sender_gather;

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

/* ---- sender_session.c: libesmtp's only home: it connects, and letters go by it where they cannot go by sender_letters ---- */
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

/* ---- sender_talk.c: what is said and heard on the TLS connection itself ---- */
enum { SENDER_TALK_REPLY = 16384 };
struct sender_talk {
	struct ssl_st *ssl;
	int step_ms;				/* how long it may be silent */
	unsigned code;				/* of the last reply; 200 to 599 */
	char status[16];			/* its "5.7.8" (RFC 3463), or "" */
	size_t have;				/* read, and not used yet */
	unsigned char bytes[SENDER_TALK_REPLY];
};
void sender_talk_begin(struct sender_talk *t, struct ssl_st *ssl, uint32_t step_seconds);
void sender_talk_patience(struct sender_talk *t, uint32_t seconds);
/* Nothing that was read waits for a question. */
bool sender_talk_is_quiet(const struct sender_talk *t);
/* Nor does anything on the line, and the server has not closed it. */
bool sender_talk_is_waiting(struct sender_talk *t);
bool sender_talk_write(struct sender_talk *t, struct span bytes);	/* false: the connection is of no more use */
bool sender_talk_flush(struct sender_talk *t);				/* what sender_gather holds; likewise */
bool sender_talk_say(struct sender_talk *t, struct span line);		/* where all is quiet: what waits would answer a question not yet asked */
/* One reply; `each` (or NULL) is given what stands in its lines but the first.  False: none came that makes sense. */
bool sender_talk_hear(struct sender_talk *t, void (*each)(void *context, struct span text), void *context);

/* ---- sender_letters.c: letters by BDAT, each with its envelope in one piece: half the time of all concerned ---- */
/* After the login.  Every letter is told its result, also when the connection ends, and QUIT is said; false, and nothing is
 * told, where the server does not take letters so (RFC 3030). */
bool sender_letters_speak(const struct sender_session *session, struct ssl_st *ssl, struct sender_gather *gather);
/* What a reply (200 to 599, "5.1.1" or "") means for the letter it was given to. */
struct sender_result sender_letters_judge(unsigned code, const char *status, enum sender_stage stage);

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
