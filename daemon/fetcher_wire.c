/* SPDX-License-Identifier: ISC */
#include "daemon/fetcher_wire.h"

#include <string.h>

#define LONGEST 4096u		/* names of files, servers, folders; commands */

struct span
fetcher_wire_put_settings(struct arena *a, const struct fetcher_settings *s)
{
	struct arena_text t = arena_text(a);

	wire_put_str(&t, s->server);
	wire_put_str(&t, s->address);
	wire_put_u32(&t, s->port);
	wire_put_u8(&t, (uint8_t)s->tls);
	wire_put_str(&t, s->ca_file);
	wire_put_str(&t, s->login);
	wire_put_u8(&t, (uint8_t)s->auth);
	wire_put_u8(&t, (uint8_t)s->secret);
	wire_put_str(&t, s->secret_from);
	token_put_settings(&t, &s->token);
	wire_put_str(&t, s->tmp_dir);
	wire_put_u32(&t, s->connect_seconds);
	wire_put_u32(&t, s->command_seconds);
	wire_put_u32(&t, s->body_seconds);
	wire_put_u64(&t, s->message_bytes);
	return arena_text_span(&t);
}

static bool
get_enum(struct span_cursor *c, uint8_t last, uint8_t *out)
{
	return wire_get_u8(c, out) && *out <= last;
}

static bool
get_limits(struct span_cursor *c, struct fetcher_settings *s)
{
	return wire_get_u32(c, &s->connect_seconds) && wire_get_u32(c, &s->command_seconds) &&
	    wire_get_u32(c, &s->body_seconds) && wire_get_u64(c, &s->message_bytes);
}

static void
fill_defaults(struct fetcher_settings *s)
{
	if (s->connect_seconds == 0)
		s->connect_seconds = 30;
	if (s->command_seconds == 0)
		s->command_seconds = 60;
	if (s->body_seconds == 0)
		s->body_seconds = 600;
	if (s->message_bytes == 0)
		s->message_bytes = 150u * 1024 * 1024;
}

bool
fetcher_wire_get_settings(struct span body, struct arena *a, struct fetcher_settings *out)
{
	struct span_cursor c = span_walk(body);
	uint32_t port = 0;
	uint8_t tls = 0, auth = 0, secret = 0;

	memset(out, 0, sizeof(*out));
	if (!wire_get_str(&c, a, LONGEST, &out->server) || !wire_get_str(&c, a, LONGEST, &out->address) ||
	    !wire_get_u32(&c, &port) || port > UINT16_MAX || !get_enum(&c, FETCHER_TLS_STARTTLS, &tls) ||
	    !wire_get_str(&c, a, LONGEST, &out->ca_file) || !wire_get_str(&c, a, LONGEST, &out->login) ||
	    !get_enum(&c, FETCHER_AUTH_XOAUTH2, &auth) || !get_enum(&c, FETCHER_SECRET_COMMAND, &secret) ||
	    !wire_get_str(&c, a, LONGEST, &out->secret_from) || !token_get_settings(&c, a, &out->token) ||
	    !wire_get_str(&c, a, LONGEST, &out->tmp_dir) ||
	    !get_limits(&c, out))
		return false;
	out->port = (uint16_t)port;
	out->tls = (enum fetcher_tls)tls;
	out->auth = (enum fetcher_auth)auth;
	out->secret = (enum fetcher_secret)secret;
	fill_defaults(out);
	return span_left(&c) == 0;
}

static void
put_uids(struct arena_text *t, const uint32_t *uids, size_t count)
{
	wire_put_u32(t, (uint32_t)count);
	for (size_t i = 0; i < count; i++)
		wire_put_u32(t, uids[i]);
}

/* Ascending, none 0; an empty list is fine. */
static bool
get_uids(struct span_cursor *c, struct arena *a, const uint32_t **uids_out, size_t *count_out)
{
	uint32_t count, last = 0;
	uint32_t *uids;

	if (!wire_get_u32(c, &count) || count > FETCHER_UIDS || count > span_left(c) / 4)
		return false;
	uids = arena_array(a, count, sizeof(*uids));
	for (size_t i = 0; i < count; i++) {
		if (!wire_get_u32(c, &uids[i]) || uids[i] <= last)
			return false;
		last = uids[i];
	}
	*uids_out = uids;
	*count_out = count;
	return true;
}

struct span
fetcher_wire_put_question(struct arena *a, const struct fetcher_question *q)
{
	struct arena_text t = arena_text(a);

	wire_put_str(&t, q->folder.name);
	wire_put_u32(&t, q->folder.uidvalidity);
	wire_put_str(&t, q->to);
	wire_put_u32(&t, q->number);
	put_uids(&t, q->uids.at, q->uids.count);
	return arena_text_span(&t);
}

bool
fetcher_wire_get_question(const struct wire_frame *frame, struct arena *a, struct fetcher_question *out)
{
	struct span_cursor c = span_walk(frame->body);

	memset(out, 0, sizeof(*out));
	if (frame->type < FETCHER_ASK_POLL || frame->type > FETCHER_ASK_CHECK)
		return false;
	out->ask = (enum fetcher_ask)frame->type;
	return wire_get_str(&c, a, LONGEST, &out->folder.name) && wire_get_u32(&c, &out->folder.uidvalidity) &&
	    wire_get_str(&c, a, LONGEST, &out->to) && wire_get_u32(&c, &out->number) &&
	    get_uids(&c, a, &out->uids.at, &out->uids.count) && span_left(&c) == 0;
}

static void
put_entries(struct arena_text *t, const struct fetcher_event *e)
{
	wire_put_u32(t, (uint32_t)e->count);
	for (size_t i = 0; i < e->count; i++) {
		wire_put_u32(t, e->entries[i].uid);
		wire_put_u32(t, e->entries[i].size);
		wire_put_i64(t, e->entries[i].internaldate);
	}
}

struct span
fetcher_wire_put_event(struct arena *a, const struct fetcher_event *e)
{
	struct arena_text t = arena_text(a);

	switch (e->news) {
	case FETCHER_LISTING:
		wire_put_u32(&t, e->uidvalidity);
		wire_put_u32(&t, e->uidnext);
		wire_put_u32(&t, e->exists);
		wire_put_u8(&t, e->complete);
		wire_put_u8(&t, e->everything);
		put_entries(&t, e);
		break;
	case FETCHER_TAKEN:
		wire_put_u32(&t, e->uid);
		wire_put_u64(&t, e->size);
		wire_put_i64(&t, e->internaldate);
		wire_put_str(&t, e->name);
		break;
	case FETCHER_MISSED:
		wire_put_u32(&t, e->uid);
		wire_put_u64(&t, e->size);
		wire_put_u8(&t, (uint8_t)e->missed);
		break;
	case FETCHER_MOVED:
		put_uids(&t, e->uids, e->count);
		wire_put_u32(&t, e->to_uidvalidity);
		for (size_t i = 0; i < e->count; i++)
			wire_put_u32(&t, e->to_uids == NULL ? 0 : e->to_uids[i]);
		break;
	case FETCHER_NOT_MOVED:
		wire_put_str(&t, e->text);
		put_uids(&t, e->uids, e->count);
		break;
	case FETCHER_OFFERS:
	case FETCHER_TROUBLE:
		wire_put_u8(&t, (uint8_t)e->trouble);
		wire_put_u32(&t, e->retry_after_seconds);
		wire_put_str(&t, e->text);
		break;
	case FETCHER_TAKE_DONE:
	case FETCHER_MOVE_DONE:
	case FETCHER_NEWMAIL:
		break;
	}
	return arena_text_span(&t);
}

/* One printable line whatever the child put there: it goes to a log. */
static bool
get_text(struct span_cursor *c, struct arena *a, const char **out)
{
	struct span s;
	char *text;

	if (!wire_get_span(c, &s))
		return false;
	s = span_slice(s, 0, FETCHER_TEXT);
	text = arena_alloc(a, s.len + 1);
	for (size_t i = 0; i < s.len; i++)
		text[i] = (char)(s.at[i] >= 0x20 && s.at[i] < 0x7f ? s.at[i] : '?');
	*out = text;
	return true;
}

/* Letters, digits and dashes: nothing that could lead out of the directory. */
static bool
get_name(struct span_cursor *c, struct arena *a, const char **out)
{
	struct span s;

	if (!wire_get_span(c, &s) || s.len == 0 || s.len > FETCHER_NAME)
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (strchr("abcdefghijklmnopqrstuvwxyz0123456789-", s.at[i]) == NULL || s.at[i] == 0)
			return false;
	*out = arena_cstr(a, s);
	return true;
}

static bool
get_listing(struct span_cursor *c, struct arena *a, struct fetcher_event *e)
{
	struct fetcher_entry *entries;
	uint32_t count, last = 0;

	if (!wire_get_u32(c, &e->uidvalidity) || e->uidvalidity == 0 || !wire_get_u32(c, &e->uidnext) ||
	    !wire_get_u32(c, &e->exists) || !wire_get_bool(c, &e->complete) || !wire_get_bool(c, &e->everything) ||
	    !wire_get_u32(c, &count) || count > FETCHER_CHUNK || count > span_left(c) / 16)
		return false;
	entries = arena_array(a, count, sizeof(*entries));
	for (size_t i = 0; i < count; i++) {
		if (!wire_get_u32(c, &entries[i].uid) || entries[i].uid <= last || !wire_get_u32(c, &entries[i].size) ||
		    !wire_get_i64(c, &entries[i].internaldate))
			return false;
		last = entries[i].uid;
	}
	e->entries = entries;
	e->count = count;
	return true;
}

static bool
get_missed(struct span_cursor *c, struct fetcher_event *e)
{
	uint8_t why;

	if (!wire_get_u32(c, &e->uid) || !wire_get_u64(c, &e->size) || !get_enum(c, FETCHER_NOT_GIVEN, &why))
		return false;
	e->missed = (enum fetcher_missed)why;
	return true;
}

static bool
get_moved(struct span_cursor *c, struct arena *a, struct fetcher_event *e)
{
	uint32_t *to;

	if (!get_uids(c, a, &e->uids, &e->count) || !wire_get_u32(c, &e->to_uidvalidity))
		return false;
	to = arena_array(a, e->count, sizeof(*to));
	for (size_t i = 0; i < e->count; i++)
		if (!wire_get_u32(c, &to[i]))
			return false;
	e->to_uids = to;
	return true;
}

static bool
get_trouble(struct span_cursor *c, struct arena *a, struct fetcher_event *e)
{
	uint8_t class;

	if (!get_enum(c, FETCHER_LOCAL, &class) || !wire_get_u32(c, &e->retry_after_seconds) || !get_text(c, a, &e->text))
		return false;
	e->trouble = (enum fetcher_trouble)class;
	if (e->retry_after_seconds > 86400)
		e->retry_after_seconds = 86400;
	return true;
}

static bool
get_body(struct span_cursor *c, struct arena *a, struct fetcher_event *e)
{
	switch (e->news) {
	case FETCHER_LISTING:
		return get_listing(c, a, e);
	case FETCHER_TAKEN:
		return wire_get_u32(c, &e->uid) && wire_get_u64(c, &e->size) && wire_get_i64(c, &e->internaldate) && get_name(c, a, &e->name);
	case FETCHER_MISSED:
		return get_missed(c, e);
	case FETCHER_MOVED:
		return get_moved(c, a, e);
	case FETCHER_NOT_MOVED:
		return get_text(c, a, &e->text) && get_uids(c, a, &e->uids, &e->count);
	case FETCHER_OFFERS:
	case FETCHER_TROUBLE:
		return get_trouble(c, a, e);
	case FETCHER_TAKE_DONE:
	case FETCHER_MOVE_DONE:
	case FETCHER_NEWMAIL:
		return true;
	}
	return false;
}

bool
fetcher_wire_get_event(const struct wire_frame *frame, struct arena *a, struct fetcher_event *out)
{
	struct span_cursor c = span_walk(frame->body);

	memset(out, 0, sizeof(*out));
	if (frame->type < FETCHER_ANSWER || frame->type > FETCHER_ANSWER + FETCHER_TROUBLE)
		return false;
	out->news = (enum fetcher_news)(frame->type - FETCHER_ANSWER);
	out->text = "";
	return get_body(&c, a, out) && span_left(&c) == 0;
}
