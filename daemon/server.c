/* SPDX-License-Identifier: ISC */
#include "daemon/server.h"

static const char *
text(struct arena *a, struct span s)
{
	return s.len > 0 ? arena_cstr(a, s) : NULL;
}

static struct token_settings
token(struct arena *a, const struct config_oauth2 *o)
{
	return (struct token_settings){
		.url = text(a, o->token_url), .client_id = text(a, o->client_id), .client_secret_file = text(a, o->client_secret_file),
		.scope = text(a, o->scope), .refresh_file = text(a, o->refresh_token_file), .ca_file = text(a, o->ca_file),
	};
}

struct fetcher_settings
server_mailbox(struct arena *a, const struct config_mailbox *m)
{
	const struct config_server *s = &m->server;

	return (struct fetcher_settings){
		.server = arena_cstr(a, s->host), .port = s->port, .tls = s->tls == CONFIG_TLS_IMPLICIT ? FETCHER_TLS_IMPLICIT : FETCHER_TLS_STARTTLS,
		.ca_file = text(a, s->ca_file), .login = arena_cstr(a, s->login), .auth = s->bearer ? FETCHER_AUTH_XOAUTH2 : FETCHER_AUTH_PASSWORD,
		.secret = s->password_command.len > 0 ? FETCHER_SECRET_COMMAND : FETCHER_SECRET_FILE,
		.secret_from = text(a, s->password_command.len > 0 ? s->password_command : s->password_file), .token = token(a, &s->oauth2),
	};
}

struct sender_settings
server_outgoing(struct arena *a, const struct config_outgoing *o)
{
	const struct config_server *s = &o->server;

	return (struct sender_settings){
		.server = arena_cstr(a, s->host), .port = s->port, .ca_file = text(a, s->ca_file), .login = arena_cstr(a, s->login),
		.auth = s->bearer ? SENDER_AUTH_XOAUTH2 : SENDER_AUTH_PLAIN, .secret = s->password_command.len > 0 ? SECRET_COMMAND : SECRET_FILE,
		.secret_from = text(a, s->password_command.len > 0 ? s->password_command : s->password_file), .mail_from = arena_cstr(a, o->sender),
		.token = token(a, &s->oauth2),
	};
}
