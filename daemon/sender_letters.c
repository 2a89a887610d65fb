/* SPDX-License-Identifier: ISC */
#include "daemon/sender_inside.h"

#include "daemon/compose_id.h"

#include <stdio.h>
#include <stdlib.h>

/* As much as sender_gather holds with what TLS adds; the server is asked before it is given more. */
enum { AT_ONCE = 48 * 1024 };

static const char *const broken_off = "the connection ended before this letter's turn";

struct letters {
	const struct sender_session *session;
	struct sender_talk talk;
	struct sender_gather *gather;
	struct arena *arena;
	bool pipelining, chunking, dsn, size;	/* what EHLO offered */
	bool amiss;			/* something of the last letter was not taken: what the server still has of it is to go */
	bool over;			/* nothing more is said on this connection */
	struct sender_result cause;	/* then: what those are told that had no turn */
};

/* The letter whose turn it is. */
struct turn {
	const struct sender_letter *letter;
	bool whole;			/* its last byte may be out */
	bool told;
};

static void
take_offer(void *context, struct span line)
{
	struct letters *l = context;
	struct span keyword = span_slice(line, 0, span_find_byte(line, ' '));

	l->pipelining = l->pipelining || span_eq_nocase_str(keyword, "PIPELINING");
	l->chunking = l->chunking || span_eq_nocase_str(keyword, "CHUNKING");
	l->dsn = l->dsn || span_eq_nocase_str(keyword, "DSN");
	l->size = l->size || span_eq_nocase_str(keyword, "SIZE");
}

struct sender_result
sender_letters_judge(unsigned code, const char *status, enum sender_stage stage)
{
	struct sender_result result = { .stage = stage, .code = code };
	static const char *const whose[] = { "the session", "TLS", "the login", "the sender", "the recipient", "the letter" };

	/* 503 blames the order of commands, as of the pieces behind one that was put off: no letter's fault. */
	result.outcome = code >= 500 && code != 503 ? SENDER_REFUSED : code >= 400 ? SENDER_LATER : SENDER_ACCEPTED;
	(void)snprintf(result.status, sizeof(result.status), "%s", status);
	(void)snprintf(result.text, sizeof(result.text), "the server %s %s", result.outcome == SENDER_REFUSED ? "refused" :
	    result.outcome == SENDER_LATER ? "put off" : "accepted", whose[stage]);
	return result;
}

static void
end(struct letters *l, const char *why)
{
	l->over = true;
	l->cause = (struct sender_result){ .outcome = SENDER_UNREACHABLE, .stage = SENDER_FROM };
	(void)snprintf(l->cause.text, sizeof(l->cause.text), "%s", why);
}

static void
tell(struct letters *l, struct turn *t, struct sender_result result)
{
	if (t->told)
		return;
	t->told = true;
	result.id = t->letter->id;
	l->session->result(l->session->context, (size_t)(t->letter - l->session->letters), &result);
}

/* The next answer, to what `stage` says; false when it is none, or the last one. */
static bool
hear(struct letters *l, struct turn *t, enum sender_stage stage)
{
	bool answered = sender_talk_hear(&l->talk, NULL, NULL) && l->talk.code / 100 != 3;

	if (answered && (l->talk.code >= 400 || stage == SENDER_DATA))
		tell(l, t, sender_letters_judge(l->talk.code, l->talk.status, stage));
	l->amiss = l->amiss || !answered || l->talk.code >= 400;
	if (!answered || l->talk.code == 421)
		end(l, broken_off);
	return !l->over;
}

static void
put_envelope(struct letters *l, const struct turn *t, struct arena_text *text)
{
	struct span id = compose_id_envelope(t->letter->message_id);

	/* What became amiss with the letter before goes first: the server may have some of that still (RFC 3030 section 2). */
	if (l->amiss)
		arena_put_str(text, "RSET\r\n");
	arena_put_format(text, "MAIL FROM:<%s>", l->session->settings->mail_from);
	if (l->size)
		arena_put_format(text, " SIZE=%zu", t->letter->bytes.len);
	if (l->dsn)
		arena_put_str(text, " RET=HDRS");
	if (l->dsn && id.len > 0)
		arena_put_format(text, " ENVID=%.*s", SPAN_PF(id));
	arena_put_format(text, "\r\nRCPT TO:<%.*s>%s\r\n", SPAN_PF(t->letter->to), l->dsn ? " NOTIFY=FAILURE,DELAY" : "");
}

/* Whatever is said to RSET, the envelope's answer says what counts. */
static bool
hear_reset(struct letters *l)
{
	if (!sender_talk_hear(&l->talk, NULL, NULL))
		end(l, broken_off);
	return !l->over;
}

static bool
put(struct letters *l, struct span bytes)
{
	if (!sender_talk_write(&l->talk, bytes))
		end(l, broken_off);
	return !l->over;
}

/* All of it in one go, which wakes the server once (RFC 2920). */
static void
speak_at_once(struct letters *l, struct turn *t)
{
	struct arena_text text = arena_text(l->arena);
	bool reset = l->amiss, out;

	put_envelope(l, t, &text);
	arena_put_format(&text, "BDAT %zu LAST\r\n", t->letter->bytes.len);
	arena_put(&text, t->letter->bytes);
	l->amiss = false;
	sender_gather_hold(l->gather);
	out = put(l, arena_text_span(&text));
	sender_gather_release(l->gather);
	if (!out)
		return;
	t->whole = true;
	if (!sender_talk_flush(&l->talk))
		end(l, broken_off);
	else if ((!reset || hear_reset(l)) && hear(l, t, SENDER_FROM) && hear(l, t, SENDER_TO)) {
		sender_talk_patience(&l->talk, l->session->settings->dot_seconds);
		(void)hear(l, t, SENDER_DATA);
	}
}

/* Line by line where the server wants it so, until one is not taken. */
static bool
envelope_is_taken(struct letters *l, struct turn *t)
{
	struct arena_text text = arena_text(l->arena);
	bool reset = l->amiss, more = true;
	struct span left, line;

	put_envelope(l, t, &text);
	l->amiss = false;
	left = arena_text_span(&text);
	if (l->pipelining)
		return put(l, left) && (!reset || hear_reset(l)) && hear(l, t, SENDER_FROM) && hear(l, t, SENDER_TO) && !l->amiss;
	while (more && !l->amiss && left.len > 0) {
		line = span_slice(left, 0, span_find_byte(left, '\n') + 1);
		left = span_slice(left, line.len, left.len);
		more = put(l, line) && (span_starts(line, SPAN_LIT("RSET")) ? hear_reset(l) : hear(l, t, left.len > 0 ? SENDER_FROM : SENDER_TO));
	}
	return more && !l->amiss;
}

/* A large one is not sent for nothing. */
static void
speak_in_turn(struct letters *l, struct turn *t)
{
	struct span bytes = t->letter->bytes;

	if (!envelope_is_taken(l, t) || !put(l, arena_printf(l->arena, "BDAT %zu LAST\r\n", bytes.len)) || !put(l, span_slice(bytes, 0, bytes.len - 1)))
		return;
	t->whole = true;
	sender_talk_patience(&l->talk, l->session->settings->dot_seconds);
	if (put(l, span_slice(bytes, bytes.len - 1, bytes.len)))
		(void)hear(l, t, SENDER_DATA);
}

static void
take_turn(struct letters *l, size_t i)
{
	struct turn t = { .letter = &l->session->letters[i] };

	if (!l->over && !l->session->go_on(l->session->context))
		end(l, "the session was ended before this letter's turn");
	/* What nobody asked for is not this letter's answer. */
	if (!l->over && !sender_talk_is_waiting(&l->talk))
		end(l, broken_off);
	if (!l->over) {
		l->session->begun(l->session->context, i);
		sender_talk_patience(&l->talk, l->session->settings->step_seconds);
		if (l->pipelining && t.letter->bytes.len <= AT_ONCE)
			speak_at_once(l, &t);
		else
			speak_in_turn(l, &t);
	}
	if (t.whole) {
		struct sender_result unknown = { .outcome = SENDER_UNKNOWN, .stage = SENDER_DATA, .text = "the letter was sent and no answer came" };

		tell(l, &t, unknown);
	}
	tell(l, &t, l->cause);
}

/* Dovecot knows what the server behind it offers, DSN for one, when somebody has logged in. */
static void
greet(struct letters *l)
{
	if (!sender_talk_say(&l->talk, arena_printf(l->arena, "EHLO %s\r\n", l->session->settings->helo)) || !sender_talk_hear(&l->talk, take_offer, l) || l->talk.code != 250)
		end(l, broken_off);
}

bool
sender_letters_speak(const struct sender_session *session, struct ssl_st *ssl, struct sender_gather *gather)
{
	struct letters *l = calloc(1, sizeof(*l));
	bool can;

	if (l == NULL)
		abort();
	l->session = session;
	l->gather = gather;
	sender_talk_begin(&l->talk, ssl, session->settings->step_seconds);
	l->arena = arena_new(0);
	greet(l);
	arena_free(l->arena);
	can = l->over || l->chunking;
	for (size_t i = 0; can && i < session->count; i++) {
		l->arena = arena_new(0);
		take_turn(l, i);
		arena_free(l->arena);
	}
	if (can && !l->over)
		(void)sender_talk_say(&l->talk, SPAN_LIT("QUIT\r\n"));
	free(l);
	return can;
}
