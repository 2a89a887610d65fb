/* SPDX-License-Identifier: ISC */
#include "daemon/sender_inside.h"

#include "daemon/wire.h"

#include <string.h>

void
sender_wire_put_settings(struct arena_text *t, const struct sender_settings *s)
{
	wire_put_str(t, s->server);
	wire_put_str(t, s->address);
	wire_put_u32(t, s->port);
	wire_put_str(t, s->ca_file);
	wire_put_str(t, s->login);
	wire_put_u8(t, (uint8_t)s->auth);
	wire_put_u8(t, (uint8_t)s->secret);
	wire_put_str(t, s->secret_from);
	token_put_settings(t, &s->token);
	wire_put_str(t, s->mail_from);
	wire_put_str(t, s->helo);
	wire_put_u32(t, s->step_seconds);
	wire_put_u32(t, s->dot_seconds);
	wire_put_u32(t, s->session_seconds);
}

static bool
get_choice(struct span_cursor *c, uint8_t last, uint8_t *out)
{
	return wire_get_u8(c, out) && *out <= last;
}

bool
sender_wire_get_settings(struct span body, struct arena *a, struct sender_settings *out)
{
	struct span_cursor c = span_walk(body);
	uint32_t port;
	uint8_t auth, kind;

	if (!wire_get_str(&c, a, 255, &out->server) || !wire_get_str(&c, a, 255, &out->address) || !wire_get_u32(&c, &port) || port > 65535)
		return false;
	if (!wire_get_str(&c, a, 4096, &out->ca_file) || !wire_get_str(&c, a, 512, &out->login))
		return false;
	if (!get_choice(&c, SENDER_AUTH_XOAUTH2, &auth) || !get_choice(&c, SECRET_COMMAND, &kind))
		return false;
	if (!wire_get_str(&c, a, 8192, &out->secret_from) || !token_get_settings(&c, a, &out->token) || !wire_get_str(&c, a, 254, &out->mail_from) || !wire_get_str(&c, a, 255, &out->helo))
		return false;
	if (!wire_get_u32(&c, &out->step_seconds) || !wire_get_u32(&c, &out->dot_seconds) || !wire_get_u32(&c, &out->session_seconds))
		return false;
	out->port = (uint16_t)port;
	out->auth = (enum sender_auth)auth;
	out->secret = (enum secret_kind)kind;
	return span_left(&c) == 0;
}

void
sender_wire_put_letter(struct arena_text *t, const struct sender_letter *l)
{
	wire_put_u64(t, l->id);
	wire_put_span(t, l->to);
	wire_put_span(t, l->message_id);
	wire_put_u64(t, l->bytes.len);
}

bool
sender_wire_get_letter(struct span body, struct sender_letter *out, uint64_t *size_out)
{
	struct span_cursor c = span_walk(body);

	return wire_get_u64(&c, &out->id) && wire_get_span(&c, &out->to) && wire_get_span(&c, &out->message_id) &&
	    wire_get_u64(&c, size_out) && span_left(&c) == 0;
}

void
sender_wire_put_result(struct arena_text *t, const struct sender_result *r)
{
	wire_put_u64(t, r->id);
	wire_put_u8(t, (uint8_t)r->outcome);
	wire_put_u8(t, (uint8_t)r->stage);
	wire_put_u32(t, r->code);
	wire_put_str(t, r->status);
	wire_put_str(t, r->text);
}

/* Into a fixed field; one that does not fit, or would not print, is no text of ours. */
static bool
get_text(struct span_cursor *c, char *out, size_t size)
{
	struct span s;

	if (!wire_get_span(c, &s) || s.len >= size)
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] < ' ' || s.at[i] > 0x7E)
			return false;
	memset(out, 0, size);
	if (s.len > 0)
		memcpy(out, s.at, s.len);
	return true;
}

bool
sender_wire_get_result(struct span body, struct sender_result *out)
{
	struct span_cursor c = span_walk(body);
	uint8_t outcome, stage;
	uint32_t code;

	if (!wire_get_u64(&c, &out->id) || !get_choice(&c, SENDER_TLS_FAILED, &outcome) || !get_choice(&c, SENDER_DATA, &stage))
		return false;
	if (!wire_get_u32(&c, &code) || code > 999 || !get_text(&c, out->status, sizeof(out->status)) || !get_text(&c, out->text, sizeof(out->text)))
		return false;
	out->outcome = (enum sender_outcome)outcome;
	out->stage = (enum sender_stage)stage;
	out->code = code;
	return span_left(&c) == 0;
}
