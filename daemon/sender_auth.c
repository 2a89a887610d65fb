/* SPDX-License-Identifier: ISC */
#include <openssl/err.h>
#include <openssl/evp.h>

#include "daemon/sender_inside.h"
#include "spool/keyed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COMMAND_LINE = 512 /* RFC 5321 section 4.5.3.1.4 */ };

struct talk {
	struct sender_talk smtp;
	struct arena *arena;
	const struct sender_auth_login *login;
	bool plain, xoauth2;		/* what EHLO offered */
	struct arena_text offers;
};

static bool
offers_mechanism(struct span words, const char *mechanism)
{
	struct span word;

	while (span_split(&words, ' ', &word))
		if (span_eq_nocase_str(word, mechanism))
			return true;
	return false;
}

static void
take_keyword(void *context, struct span keyword)
{
	struct talk *t = context;

	keyword = span_trim(keyword);
	for (size_t i = 0; i < keyword.len; i++)
		if (keyword.at[i] < ' ' || keyword.at[i] > 0x7E)
			return;
	if (t->offers.len + keyword.len + 3 > SENDER_OFFERS_MAX)
		return;
	if (t->offers.len > 0)
		arena_put_str(&t->offers, ", ");
	arena_put(&t->offers, keyword);
	if (span_starts_nocase(keyword, SPAN_LIT("AUTH "))) {
		t->plain = offers_mechanism(keyword, "PLAIN");
		t->xoauth2 = offers_mechanism(keyword, "XOAUTH2");
	}
}

static struct span
base64(struct arena *a, struct span s)
{
	unsigned char *out = arena_alloc(a, (s.len + 2) / 3 * 4 + 1);
	int n = EVP_EncodeBlock(out, s.at, (int)s.len);

	return span_of(out, (size_t)n);
}

/* RFC 4616, or Microsoft's and Google's XOAUTH2: in base64, a line. */
static struct span
response(struct talk *t)
{
	const struct sender_settings *s = t->login->settings;
	const struct secret *secret = t->login->secret;
	struct arena_text raw = arena_text(t->arena), line = arena_text(t->arena);
	bool plain = s->auth == SENDER_AUTH_PLAIN;

	if (!plain)
		arena_put_str(&raw, "user=");
	else
		arena_put_byte(&raw, '\0');
	arena_put_str(&raw, s->login);
	if (!plain)
		arena_put_str(&raw, "\001auth=Bearer ");
	else
		arena_put_byte(&raw, '\0');
	arena_put(&raw, span_of(secret->text, secret->len));
	if (!plain)
		arena_put_str(&raw, "\001\001");
	arena_put(&line, base64(t->arena, arena_text_span(&raw)));
	arena_put_str(&line, "\r\n");
	return arena_text_span(&line);
}

/* With the command where it has room, after a 334 where it has not (RFC 4954 section 4): a token of
 * Microsoft's is longer than an SMTP command line.  False when the talk has broken off. */
static bool
log_in(struct talk *t)
{
	const char *mechanism = t->login->settings->auth == SENDER_AUTH_PLAIN ? "PLAIN" : "XOAUTH2";
	struct span line = response(t);
	bool longer = line.len + strlen(mechanism) + 6 > COMMAND_LINE;

	if (longer && (!sender_talk_say(&t->smtp, arena_printf(t->arena, "AUTH %s\r\n", mechanism)) || !sender_talk_hear(&t->smtp, NULL, NULL)))
		return false;
	if (longer && t->smtp.code != 334)
		return true;
	return sender_talk_say(&t->smtp, longer ? line : arena_printf(t->arena, "AUTH %s %.*s", mechanism, SPAN_PF(line))) && sender_talk_hear(&t->smtp, NULL, NULL) &&
	    /* What a failed XOAUTH2 has to say is asked for by an empty line. */
	    (t->smtp.code != 334 || (sender_talk_say(&t->smtp, SPAN_LIT("\r\n")) && sender_talk_hear(&t->smtp, NULL, NULL)));
}

static void
failed(struct talk *t, struct sender_auth_answer *answer, enum sender_outcome outcome, const char *text)
{
	answer->result.outcome = outcome;
	answer->result.code = t->smtp.code;
	(void)snprintf(answer->result.status, sizeof(answer->result.status), "%s", t->smtp.status);
	(void)snprintf(answer->result.text, sizeof(answer->result.text), "%s", text);
}

/* RFC 4954 section 6; 5.7.139 is Exchange Online's own. */
static const char *
refusal(const struct talk *t)
{
	if (t->smtp.code / 100 == 4)
		return "the server refused the login for now";
	if (strcmp(t->smtp.status, "5.7.139") == 0)
		return "the server refused the login: SMTP AUTH is not allowed for this mailbox, or takes no passwords (use oauth2)";
	if (t->login->settings->auth == SENDER_AUTH_PLAIN)
		return "the server refused the login: see that login and its password are right";
	return "the server refused the login: the token was given, but has no right to send (SMTP.SendAsApp), or login is not the mailbox's address";
}

static void
converse(struct talk *t, struct sender_auth_answer *answer)
{
	static const char *const broken = "the server's answers before the login make no sense, or stopped";
	const struct sender_settings *s = t->login->settings;

	if (!sender_talk_say(&t->smtp, arena_printf(t->arena, "EHLO %s\r\n", s->helo)) || !sender_talk_hear(&t->smtp, take_keyword, t)) {
		failed(t, answer, SENDER_UNREACHABLE, broken);
		return;
	}
	if (t->smtp.code != 250) {
		failed(t, answer, t->smtp.code >= 500 ? SENDER_AUTH_REFUSED : SENDER_UNREACHABLE, "the server refused EHLO after TLS");
		return;
	}
	if (s->auth == SENDER_AUTH_PLAIN ? !t->plain : !t->xoauth2) {
		t->smtp.code = 0;
		t->smtp.status[0] = '\0';
		failed(t, answer, SENDER_AUTH_REFUSED, s->auth == SENDER_AUTH_PLAIN ? "the server does not offer AUTH PLAIN" : "the server does not offer AUTH XOAUTH2");
		return;
	}
	t->smtp.code = 0;
	if (!log_in(t)) {
		failed(t, answer, SENDER_UNREACHABLE, "the connection ended during the login");
		return;
	}
	if (t->smtp.code != 235)
		failed(t, answer, SENDER_AUTH_REFUSED, refusal(t));
	else if (!sender_talk_is_quiet(&t->smtp))
		failed(t, answer, SENDER_UNREACHABLE, broken);
	else
		answer->accepted = true;
}

void
sender_auth_speak(struct ssl_st *ssl, const struct sender_auth_login *login, struct sender_auth_answer *answer_out)
{
	struct talk *t = calloc(1, sizeof(*t));

	if (t == NULL)
		abort();
	memset(answer_out, 0, sizeof(*answer_out));
	answer_out->result.stage = SENDER_AUTH;
	sender_talk_begin(&t->smtp, ssl, login->settings->step_seconds);
	t->arena = arena_new(0);
	t->login = login;
	t->offers = arena_text(t->arena);
	converse(t, answer_out);
	(void)snprintf(answer_out->offers, sizeof(answer_out->offers), "%.*s", SPAN_PF(arena_text_span(&t->offers)));
	ERR_clear_error();
	arena_free(t->arena);
	keyed_wipe(t, sizeof(*t));
	free(t);
}
