/* SPDX-License-Identifier: ISC */
/* libesmtp.h declares smtp_starttls_set_ctx only where OpenSSL's header came first. */
#include <openssl/ssl.h>

#include <libesmtp.h>

#include "daemon/compose_id.h"
#include "daemon/sender_inside.h"
#include "daemon/tls.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CHUNK = 256 * 1024 };

/* One letter on its way. */
struct item {
	struct run *run;
	smtp_message_t message;
	smtp_recipient_t recipient;
	size_t at;			/* of its bytes handed to libesmtp */
	bool begun;			/* content was asked for */
	bool whole;			/* all of it was: the final dot may be out */
	bool told;
};

/* One session.  `cause` is what a letter that was not reached is told. */
struct run {
	const struct sender_session *session;
	SSL_CTX *context;
	struct item *items;
	struct sender_guard guard;
	int socket;			/* once logged in */
	struct sender_gather *gather;	/* once accepted */
	bool connected, starttls, shaking, name_bound, in_tls, accepted, offered;
	bool ended;			/* by the keeper: nothing more goes out */
	struct sender_guard at_end;	/* the guard as it was before QUIT */
	struct sender_result cause;
};

static void
set_cause(struct run *r, enum sender_outcome outcome, enum sender_stage stage, const char *text)
{
	r->cause = (struct sender_result){ .outcome = outcome, .stage = stage };
	(void)snprintf(r->cause.text, sizeof(r->cause.text), "%s", text);
}

static void
tell(struct run *r, size_t i, const struct sender_result *result)
{
	struct sender_result told = *result;

	if (i < r->session->count && r->items[i].told)
		return;
	if (i < r->session->count) {
		r->items[i].told = true;
		told.id = r->session->letters[i].id;
	}
	r->session->result(r->session->context, i, &told);
}

/* ---- what a status means ---- */

static struct sender_result
judged(const smtp_status_t *status, enum sender_stage stage)
{
	struct sender_result result = { .stage = stage, .code = (unsigned)status->code };
	static const char *const whose[] = { "the session", "TLS", "the login", "the sender", "the recipient", "the letter" };

	/* 503 blames the order of commands, as of the pieces behind one that was put off: no letter's fault. */
	result.outcome = status->code >= 500 && status->code != 503 ? SENDER_REFUSED : status->code >= 400 ? SENDER_LATER : SENDER_ACCEPTED;
	if (status->enh_class >= 2 && status->enh_class <= 5 && status->enh_subject >= 0 && status->enh_subject < 1000 &&
	    status->enh_detail >= 0 && status->enh_detail < 1000)
		(void)snprintf(result.status, sizeof(result.status), "%d.%d.%d", status->enh_class, status->enh_subject, status->enh_detail);
	(void)snprintf(result.text, sizeof(result.text), "the server %s %s", result.outcome == SENDER_REFUSED ? "refused" :
	    result.outcome == SENDER_LATER ? "put off" : "accepted", whose[stage]);
	return result;
}

/* libesmtp keeps the code of a reply whose rest never came, but not its text. */
static bool
answered(const smtp_status_t *status)
{
	return status != NULL && status->text != NULL && status->code >= 200 && status->code <= 599;
}

static bool
objected(const smtp_status_t *status)
{
	return answered(status) && status->code >= 400;
}

/* What an event, or the end (number 0), says about a letter; false when nothing final.  With
 * CHUNKING the whole letter is out before RCPT is answered, and each piece has a 2xx of its own:
 * only SMTP_EV_MESSAGESENT is an acceptance, and that only behind the whole letter (a 2xx to
 * DATA is none); and only the end makes a missing answer one that never came. */
static bool
judge(const struct item *item, int number, struct sender_result *result_out)
{
	const smtp_status_t *from = smtp_reverse_path_status(item->message), *to = smtp_recipient_status(item->recipient);
	const smtp_status_t *data = smtp_message_transfer_status(item->message);

	if (objected(from))
		*result_out = judged(from, SENDER_FROM);
	else if (objected(to))
		*result_out = judged(to, SENDER_TO);
	else if (objected(data) && number != SMTP_EV_RCPTSTATUS)
		*result_out = judged(data, SENDER_DATA);
	else if (number == SMTP_EV_MESSAGESENT && item->whole && answered(data) && data->code < 300)
		*result_out = judged(data, SENDER_DATA);
	else if (number == 0 && item->whole) {
		*result_out = (struct sender_result){ .outcome = SENDER_UNKNOWN, .stage = SENDER_DATA };
		(void)snprintf(result_out->text, sizeof(result_out->text), "the letter was sent and no answer came");
	} else
		return false;
	return true;
}

/* ---- callbacks ---- */

/* What has been sent in whole and not been answered is heard out first. */
static bool
is_to_end(const struct run *r)
{
	for (size_t i = 0; i < r->session->count; i++)
		if (r->items[i].begun && !r->items[i].told)
			return false;
	return !r->session->go_on(r->session->context);
}

/* Before a letter's first byte: from here on the server hears nothing, and forgets the letter it was promised. */
static void
begin(struct run *r, struct item *item)
{
	item->at = 0;
	if (!item->begun && !r->ended && is_to_end(r)) {
		r->ended = true;
		set_cause(r, SENDER_UNREACHABLE, SENDER_FROM, "the session was ended before this letter's turn");
		(void)shutdown(r->socket, SHUT_RDWR);
	}
	if (r->ended)
		return;
	if (!item->begun)
		r->session->begun(r->session->context, (size_t)(item - r->items));
	item->begun = true;
	sender_gather_hold(r->gather);
}

/* libesmtp's own errno would be mistaken for ours, and ours for its.  Asked for more than there is, it has the
 * end of the letter to say, and then waits. */
static const char *
content(void **context, int *len, void *arg)
{
	struct item *item = arg;
	struct run *r = item->run;
	size_t i = (size_t)(item - r->items), n = r->session->letters[i].bytes.len - item->at;
	const unsigned char *at = r->session->letters[i].bytes.at + item->at;
	int saved = errno;

	(void)context;
	if (!r->accepted)
		_exit(70);
	if (len == NULL)
		begin(r, item);
	else if (r->ended)
		*len = 0;
	else {
		n = n > CHUNK ? CHUNK : n;
		item->at += n;
		if (n == 0)
			sender_gather_release(r->gather);
		item->whole = item->at == r->session->letters[i].bytes.len;
		*len = (int)n;
	}
	errno = saved;
	return len == NULL || n == 0 || r->ended ? NULL : (const char *)at;
}

/* Every byte of a session passes here but letters' content, before it is written and as it
 * is read.  The last wall: what may not be said in clear, or before the login, is not. */
static void
monitor(const char *bytes, int len, int writing, void *arg)
{
	struct run *r = arg;
	struct span s = span_of(bytes, (size_t)len);

	if (writing == SMTP_CB_HEADERS)
		return;
	if (writing && !r->accepted && !sender_guard_may_say(s))
		_exit(70);
	if (r->in_tls)
		return;
	if (writing) {
		r->starttls = r->starttls || span_starts(s, SPAN_LIT("STARTTLS"));
		if (span_starts(s, SPAN_LIT("QUIT")))
			r->at_end = r->guard;
		sender_guard_wrote(&r->guard);
		return;
	}
	sender_guard_read(&r->guard, s);
	if (!r->guard.broken)
		return;
	set_cause(r, SENDER_TLS_FAILED, SENDER_TLS, "the server sent more than was asked for before TLS: somebody may be between");
	for (size_t i = 0; i < r->session->count || i == 0; i++)
		tell(r, i, &r->cause);
	_exit(0);
}

/* Of the handshake: the name to expect is bound before its first message, so that OpenSSL
 * itself refuses another's certificate; libesmtp would ask for the name the DNS gave. */
static void
handshake(const SSL *ssl, int where, int ret)
{
	struct run *r = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
	char why[120];
	struct fail f;

	if ((where & SSL_CB_HANDSHAKE_START) && !r->shaking) {
		r->shaking = true;
		set_cause(r, SENDER_TLS_FAILED, SENDER_TLS, "the TLS handshake failed");
		r->name_bound = tls_expect_server((SSL *)(uintptr_t)ssl, r->session->settings->server, &f) == 0;
		if (!r->name_bound)
			_exit(70);
	}
	if ((where & SSL_CB_WRITE_ALERT) == SSL_CB_WRITE_ALERT && !r->in_tls && SSL_get_verify_result(ssl) != X509_V_OK) {
		tls_why(ssl, why, sizeof(why));
		set_cause(r, SENDER_TLS_FAILED, SENDER_TLS, why);
	} else if ((where & SSL_CB_READ_ALERT) == SSL_CB_READ_ALERT && !r->in_tls) {
		(void)snprintf(why, sizeof(why), "the server ended the TLS handshake: %s", SSL_alert_desc_string_long(ret));
		set_cause(r, SENDER_TLS_FAILED, SENDER_TLS, why);
	}
}

/* Nothing more goes out on this connection, whatever libesmtp tries. */
static void
cut(SSL *ssl)
{
	(void)shutdown(SSL_get_fd(ssl), SHUT_RDWR);
}

static void
log_in(struct run *r, SSL *ssl)
{
	const struct sender_auth_login login = { r->session->settings, r->session->secret };
	static struct sender_auth_answer answer;
	int on = 1;

	r->in_tls = true;
	r->socket = SSL_get_fd(ssl);
	(void)setsockopt(r->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	if (!r->name_bound || SSL_get_verify_result(ssl) != X509_V_OK || SSL_get0_peer_certificate(ssl) == NULL) {
		cut(ssl);
		return;
	}
	sender_auth_speak(ssl, &login, &answer);
	if (!answer.accepted) {
		r->cause = answer.result;
		cut(ssl);
	} else if (r->session->count == 0) {
		(void)SSL_write(ssl, "QUIT\r\n", 6);
		cut(ssl);
		r->offered = true;
		r->session->offers(r->session->context, span_str(answer.offers));
	} else {
		r->accepted = true;
		SSL_set0_wbio(ssl, sender_gather_new(BIO_new_socket(r->socket, BIO_NOCLOSE), &r->gather));
		set_cause(r, SENDER_UNREACHABLE, SENDER_FROM, "the connection ended before this letter's turn");
	}
}

static void
begin_connection(struct run *r)
{
	sender_guard_begin(&r->guard);
	r->connected = true;
	r->starttls = r->in_tls = r->accepted = r->shaking = r->name_bound = false;
	r->at_end = r->guard;
	r->gather = NULL;
	set_cause(r, SENDER_UNREACHABLE, SENDER_CONNECT, "the connection ended before TLS");
}

/* The arguments behind `arg` differ for each event: libesmtp's smtp-tls.c and protocol.c. */
static void
event(smtp_session_t smtp, int number, void *arg, ...)
{
	va_list more;
	struct run *r = arg;
	struct item *item = NULL;
	struct sender_result result;
	int saved = errno;

	va_start(more, arg);
	(void)smtp;
	switch (number) {
	case SMTP_EV_CONNECT:
		begin_connection(r);
		break;
	case SMTP_EV_EXTNA_STARTTLS:
		set_cause(r, SENDER_TLS_FAILED, SENDER_TLS, "the server does not offer STARTTLS");
		break;
	case SMTP_EV_WRONG_PEER_CERTIFICATE:
		/* Its own check uses the DNS's canonical name; ours was in the handshake. */
		*va_arg(more, int *) = r->name_bound;
		break;
	case SMTP_EV_STARTTLS_OK:
		log_in(r, va_arg(more, SSL *));
		break;
	case SMTP_EV_MAILSTATUS:
		(void)va_arg(more, char *);
		item = smtp_message_get_application_data(va_arg(more, smtp_message_t));
		break;
	case SMTP_EV_RCPTSTATUS:
		(void)va_arg(more, char *);
		item = smtp_recipient_get_application_data(va_arg(more, smtp_recipient_t));
		break;
	case SMTP_EV_MESSAGESENT:
		item = smtp_message_get_application_data(va_arg(more, smtp_message_t));
		break;
	}
	va_end(more);
	if (item != NULL && judge(item, number, &result))
		tell(r, (size_t)(item - r->items), &result);
	errno = saved;
}

/* ---- the session ---- */

static bool
add_letter(smtp_session_t smtp, struct item *item, const struct sender_letter *l, const char *from)
{
	char to[256], envid[101];
	struct span id = compose_id_envelope(l->message_id);

	(void)snprintf(to, sizeof(to), "%.*s", SPAN_PF(l->to));
	(void)snprintf(envid, sizeof(envid), "%.*s", SPAN_PF(id));
	item->message = smtp_add_message(smtp);
	item->recipient = item->message == NULL ? NULL : smtp_add_recipient(item->message, to);
	if (item->recipient == NULL || !smtp_set_reverse_path(item->message, from) || !smtp_set_messagecb(item->message, content, item))
		return false;
	smtp_message_set_application_data_release(item->message, item, NULL);
	smtp_recipient_set_application_data_release(item->recipient, item, NULL);
	(void)smtp_size_set_estimate(item->message, l->bytes.len);
	return smtp_dsn_set_ret(item->message, Ret_HDRS) && smtp_dsn_set_notify(item->recipient, Notify_FAILURE | Notify_DELAY) &&
	    (id.len == 0 || smtp_dsn_set_envid(item->message, envid));
}

/* Milliseconds, whatever libesmtp's manual says. */
static void
set_timeouts(smtp_session_t smtp, const struct sender_settings *s)
{
	static const int steps[] = { Timeout_GREETING, Timeout_ENVELOPE, Timeout_DATA, Timeout_TRANSFER };
	long step_ms = (long)(s->step_seconds > 86400 ? 86400 : s->step_seconds) * 1000;

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		(void)smtp_set_timeout(smtp, steps[i] | Timeout_OVERRIDE_RFC2822_MINIMUM, step_ms);
	(void)smtp_set_timeout(smtp, Timeout_DATA2 | Timeout_OVERRIDE_RFC2822_MINIMUM, (long)(s->dot_seconds > 86400 ? 86400 : s->dot_seconds) * 1000);
}

static SSL_CTX *
client_context(struct run *r)
{
	struct fail f;
	SSL_CTX *context = tls_client_context(r->session->settings->ca_file, &f);

	if (context == NULL) {
		set_cause(r, SENDER_TLS_FAILED, SENDER_TLS, "the CA certificates cannot be read");
		return NULL;
	}
	SSL_CTX_set_app_data(context, r);
	SSL_CTX_set_info_callback(context, handshake);
	return context;
}

static bool
prepare(struct run *r, smtp_session_t smtp)
{
	static const struct sender_letter none = { .id = 0, .to = SPAN_LIT("nobody@invalid.example") };
	const struct sender_settings *s = r->session->settings;
	char where[300];
	size_t count = r->session->count;

	(void)snprintf(where, sizeof(where), "%s:%u", s->address != NULL && s->address[0] != '\0' ? s->address : s->server, (unsigned)s->port);
	r->context = client_context(r);
	if (r->context == NULL || !smtp_set_server(smtp, where) || !smtp_set_hostname(smtp, s->helo) ||
	    !smtp_starttls_set_ctx(smtp, r->context) || !smtp_starttls_enable(smtp, Starttls_REQUIRED) ||
	    !smtp_set_eventcb(smtp, event, r) || !smtp_set_monitorcb(smtp, monitor, r, 0))
		return false;
	set_timeouts(smtp, s);
	/* A check needs a message too, or libesmtp does not even connect; it never gets its turn. */
	for (size_t i = 0; i < count || i == 0; i++) {
		r->items[i].run = r;
		if (!add_letter(smtp, &r->items[i], count == 0 ? &none : &r->session->letters[i], s->mail_from))
			return false;
	}
	return true;
}

/* Why nobody was reached, where no event said it. */
static void
explain_end(struct run *r)
{
	char room[120];
	const char *why;

	if (!r->connected) {
		why = smtp_strerror(smtp_errno(), room, sizeof(room));
		(void)snprintf(r->cause.text, sizeof(r->cause.text), "cannot connect: %.100s", why == NULL ? "no reason given" : why);
		return;
	}
	if (r->in_tls || r->shaking || r->cause.outcome != SENDER_UNREACHABLE || !r->at_end.replied)
		return;
	if (r->starttls)
		set_cause(r, SENDER_TLS_FAILED, SENDER_TLS, "the server refused STARTTLS");
	else if (r->at_end.code >= 400)
		set_cause(r, SENDER_UNREACHABLE, SENDER_CONNECT, "the server turned us away before TLS");
	r->cause.code = r->at_end.code;
}

void
sender_session_run(const struct sender_session *session)
{
	struct run r = { .session = session, .items = calloc(session->count + 1, sizeof(*r.items)) };
	smtp_session_t smtp = smtp_create_session();
	struct sender_result result;

	if (r.items == NULL)
		abort();
	/* libesmtp looks for certificates and keys of its own below HOME. */
	(void)setenv("HOME", "/nonexistent/referrald", 1);
	(void)unsetenv("XDG_CONFIG_DIR");
	set_cause(&r, SENDER_UNREACHABLE, SENDER_CONNECT, "the session could not be prepared");
	if (smtp != NULL && prepare(&r, smtp)) {
		(void)smtp_start_session(smtp);
		explain_end(&r);
	}
	/* smtp_start_session() gives 1 for nearly everything: each letter is judged by its own. */
	for (size_t i = 0; i < session->count; i++)
		tell(&r, i, r.items[i].recipient != NULL && judge(&r.items[i], 0, &result) ? &result : &r.cause);
	if (session->count == 0 && !r.offered)
		tell(&r, 0, &r.cause);
	if (smtp != NULL)
		(void)smtp_destroy_session(smtp);
	SSL_CTX_free(r.context);
	free(r.items);
}
