/* SPDX-License-Identifier: ISC */
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>

#include "daemon/sender_inside.h"
#include "daemon/wire.h"
#include "spool/keyed.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REPLY_MAX = 16384, LINES_MAX = 100, COMMAND_LINE = 512 /* RFC 5321 section 4.5.3.1.4 */ };

/* One conversation: what was read and not yet used, and the way out when it fails. */
struct talk {
	SSL *ssl;
	struct arena *arena;
	const struct sender_auth_login *login;
	int step_ms;
	size_t have;
	unsigned char bytes[REPLY_MAX];
	unsigned code;			/* of the last reply */
	char status[16];
	bool plain, xoauth2, chunking, pipelining;	/* what EHLO offered */
	struct arena_text offers;
};

static bool
wait_ssl(struct talk *t, int ret)
{
	int error = SSL_get_error(t->ssl, ret);
	struct pollfd p = { .fd = SSL_get_fd(t->ssl) };

	if (error == SSL_ERROR_WANT_READ)
		p.events = POLLIN;
	else if (error == SSL_ERROR_WANT_WRITE)
		p.events = POLLOUT;
	else
		return false;
	return poll(&p, 1, t->step_ms) == 1;
}

/* Nothing may be waiting unread when we speak: it would answer a question not yet asked. */
static bool
say(struct talk *t, struct span line)
{
	int n;

	if (t->have != 0 || SSL_pending(t->ssl) != 0)
		return false;
	ERR_clear_error();
	while ((n = SSL_write(t->ssl, line.at, (int)line.len)) <= 0)
		if (!wait_ssl(t, n))
			return false;
	return true;
}

/* A whole line stands in bytes; gives its length with the LF, 0 when there is no more. */
static size_t
read_line(struct talk *t)
{
	for (;;) {
		size_t end = span_find_byte(span_of(t->bytes, t->have), '\n');
		int n;

		if (end < t->have)
			return end + 1;
		if (t->have == sizeof(t->bytes))
			return 0;
		ERR_clear_error();
		while ((n = SSL_read(t->ssl, t->bytes + t->have, (int)(sizeof(t->bytes) - t->have))) <= 0)
			if (!wait_ssl(t, n))
				return 0;
		t->have += (size_t)n;
	}
}

static bool
three_digits(struct span line, unsigned *code_out)
{
	uint64_t code;

	if (line.len < 3 || !span_number(span_slice(line, 0, 3), 599, &code) || code < 200)
		return false;
	*code_out = (unsigned)code;
	return line.len == 3 || line.at[3] == ' ' || line.at[3] == '-';
}

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
take_keyword(struct talk *t, struct span keyword)
{
	keyword = span_trim(keyword);
	for (size_t i = 0; i < keyword.len; i++)
		if (keyword.at[i] < ' ' || keyword.at[i] > 0x7E)
			return;
	if (t->offers.len + keyword.len + 3 > SENDER_OFFERS_MAX)
		return;
	if (t->offers.len > 0)
		arena_put_str(&t->offers, ", ");
	arena_put(&t->offers, keyword);
	t->chunking = t->chunking || span_eq_nocase_str(keyword, "CHUNKING");
	t->pipelining = t->pipelining || span_eq_nocase_str(keyword, "PIPELINING");
	if (span_starts_nocase(keyword, SPAN_LIT("AUTH "))) {
		t->plain = offers_mechanism(keyword, "PLAIN");
		t->xoauth2 = offers_mechanism(keyword, "XOAUTH2");
	}
}

/* "5.7.8" from "535 5.7.8 ..." (RFC 3463). */
static void
take_status(struct talk *t, struct span text)
{
	size_t n = 0;

	while (n < text.len && ((text.at[n] >= '0' && text.at[n] <= '9') || text.at[n] == '.'))
		n++;
	t->status[0] = '\0';
	if (n >= 5 && n < sizeof(t->status) && text.at[1] == '.')
		(void)snprintf(t->status, sizeof(t->status), "%.*s", (int)n, (const char *)text.at);
}

/* One reply of at most LINES_MAX lines; false when there is none that makes sense. */
static bool
hear(struct talk *t, bool keywords)
{
	unsigned code = 0, first = 0;
	bool more = true;

	for (int lines = 0; more; lines++) {
		size_t len = lines < LINES_MAX ? read_line(t) : 0;
		struct span line = span_trim(span_of(t->bytes, len));

		if (len == 0 || !three_digits(line, &code) || (lines > 0 && code != first))
			return false;
		first = code;
		more = line.len > 3 && line.at[3] == '-';
		if (keywords && lines > 0)
			take_keyword(t, span_slice(line, 4, line.len));
		take_status(t, span_slice(line, 4, line.len));
		memmove(t->bytes, t->bytes + len, t->have - len);
		t->have -= len;
	}
	t->code = code;
	return true;
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

	if (longer && (!say(t, arena_printf(t->arena, "AUTH %s\r\n", mechanism)) || !hear(t, false)))
		return false;
	if (longer && t->code != 334)
		return true;
	return say(t, longer ? line : arena_printf(t->arena, "AUTH %s %.*s", mechanism, SPAN_PF(line))) && hear(t, false) &&
	    /* What a failed XOAUTH2 has to say is asked for by an empty line. */
	    (t->code != 334 || (say(t, SPAN_LIT("\r\n")) && hear(t, false)));
}

static void
failed(struct talk *t, struct sender_auth_answer *answer, enum sender_outcome outcome, const char *text)
{
	answer->result.outcome = outcome;
	answer->result.code = t->code;
	(void)snprintf(answer->result.status, sizeof(answer->result.status), "%s", t->status);
	(void)snprintf(answer->result.text, sizeof(answer->result.text), "%s", text);
}

/* RFC 4954 section 6; 5.7.139 is Exchange Online's own. */
static const char *
refusal(const struct talk *t)
{
	if (t->code / 100 == 4)
		return "the server refused the login for now";
	if (strcmp(t->status, "5.7.139") == 0)
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

	if (!say(t, arena_printf(t->arena, "EHLO %s\r\n", s->helo)) || !hear(t, true)) {
		failed(t, answer, SENDER_UNREACHABLE, broken);
		return;
	}
	if (t->code != 250) {
		failed(t, answer, t->code >= 500 ? SENDER_AUTH_REFUSED : SENDER_UNREACHABLE, "the server refused EHLO after TLS");
		return;
	}
	/* libesmtp 1.1.0 sends half of the first letter by BDAT and waits for an answer that RFC 3030 does not give. */
	if (t->chunking && !t->pipelining) {
		t->code = 0;
		t->status[0] = '\0';
		failed(t, answer, SENDER_UNREACHABLE, "the server offers CHUNKING without PIPELINING, which libesmtp cannot use: have it offer both or neither");
		return;
	}
	if (s->auth == SENDER_AUTH_PLAIN ? !t->plain : !t->xoauth2) {
		t->code = 0;
		t->status[0] = '\0';
		failed(t, answer, SENDER_AUTH_REFUSED, s->auth == SENDER_AUTH_PLAIN ? "the server does not offer AUTH PLAIN" : "the server does not offer AUTH XOAUTH2");
		return;
	}
	t->code = 0;
	if (!log_in(t)) {
		failed(t, answer, SENDER_UNREACHABLE, "the connection ended during the login");
		return;
	}
	if (t->code != 235)
		failed(t, answer, SENDER_AUTH_REFUSED, refusal(t));
	else if (t->have != 0 || SSL_pending(t->ssl) != 0)
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
	t->ssl = ssl;
	t->arena = arena_new(0);
	t->login = login;
	t->step_ms = (int)(login->settings->step_seconds > 3600 ? 3600 : login->settings->step_seconds) * 1000;
	t->offers = arena_text(t->arena);
	converse(t, answer_out);
	(void)snprintf(answer_out->offers, sizeof(answer_out->offers), "%.*s", SPAN_PF(arena_text_span(&t->offers)));
	ERR_clear_error();
	arena_free(t->arena);
	keyed_wipe(t, sizeof(*t));
	free(t);
}
