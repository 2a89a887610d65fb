/* SPDX-License-Identifier: ISC
 * The asker's side. */
#include "daemon/token_inside.h"

#include "daemon/child.h"
#include "daemon/wire.h"
#include "spool/keyed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Asked for anew when less than this is left of its life, or a fifth where it lives shortly. */
enum { MARGIN_SECONDS = 300, SEND_MS = 10000, GRACE_SECONDS = 25, LONGEST = 4096 };

struct token {
	struct child child;
	uint32_t seconds;
	struct secret kept;			/* len 0: none */
	int64_t good_until_ms;
};

void
token_put_settings(struct arena_text *t, const struct token_settings *s)
{
	wire_put_str(t, s->url);
	wire_put_str(t, s->client_id);
	wire_put_str(t, s->client_secret_file);
	wire_put_str(t, s->scope);
	wire_put_str(t, s->refresh_file);
	wire_put_str(t, s->ca_file);
	wire_put_u32(t, s->seconds);
}

bool
token_get_settings(struct span_cursor *c, struct arena *a, struct token_settings *out)
{
	memset(out, 0, sizeof(*out));
	return wire_get_str(c, a, LONGEST, &out->url) && wire_get_str(c, a, LONGEST, &out->client_id) &&
	    wire_get_str(c, a, LONGEST, &out->client_secret_file) && wire_get_str(c, a, LONGEST, &out->scope) &&
	    wire_get_str(c, a, LONGEST, &out->refresh_file) && wire_get_str(c, a, LONGEST, &out->ca_file) &&
	    wire_get_u32(c, &out->seconds) && out->seconds <= 3600;
}

struct token *
token_open(const struct token_settings *settings, struct fail *fail)
{
	struct token *t = calloc(1, sizeof(*t));
	struct arena *a = arena_new(0);
	struct arena_text text = arena_text(a);
	int rc;

	if (t == NULL)
		abort();
	t->child.socket = -1;
	t->seconds = settings->seconds == 0 ? TOKEN_SECONDS : settings->seconds;
	token_put_settings(&text, settings);
	/* Ourselves again, whatever is installed under that name by now. */
	rc = child_start("/proc/self/exe", "token", &t->child, fail);
	if (rc == 0)
		rc = wire_send(t->child.socket, TOKEN_SETTINGS, arena_text_span(&text), wire_now_ms() + SEND_MS, fail);
	arena_free(a);
	if (rc == 0)
		return t;
	token_close(t);
	return NULL;
}

void
token_close(struct token *t)
{
	if (t == NULL)
		return;
	(void)child_stop(&t->child, 200);
	keyed_wipe(t, sizeof(*t));
	free(t);
}

static bool
take_grant(struct token *t, struct span body)
{
	struct span_cursor c = span_walk(body);
	struct span text;
	uint32_t seconds, margin;

	if (!wire_get_u32(&c, &seconds) || !wire_get_span(&c, &text) || span_left(&c) != 0 || text.len == 0 || text.len > SECRET_MAX)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] <= ' ' || text.at[i] > '~')
			return false;
	memcpy(t->kept.text, text.at, text.len);
	t->kept.text[text.len] = '\0';
	t->kept.len = text.len;
	margin = seconds / 5 < MARGIN_SECONDS ? seconds / 5 : MARGIN_SECONDS;
	t->good_until_ms = wire_now_ms() + (int64_t)(seconds - margin) * 1000;
	return true;
}

static bool
take_failure(struct span body, struct token_failure *out)
{
	struct span_cursor c = span_walk(body);
	struct span text;
	uint8_t trouble;

	if (!wire_get_u8(&c, &trouble) || trouble > TOKEN_LOCAL || !wire_get_u32(&c, &out->retry_after_seconds) || out->retry_after_seconds > 86400 ||
	    !wire_get_span(&c, &text) || span_left(&c) != 0 || text.len >= sizeof(out->text))
		return false;
	out->trouble = (enum token_trouble)trouble;
	for (size_t i = 0; i < text.len; i++)
		out->text[i] = (char)(text.at[i] >= ' ' && text.at[i] <= '~' ? text.at[i] : '?');
	out->text[text.len] = '\0';
	return true;
}

static bool
ask(struct token *t, struct token_failure *failure)
{
	int64_t deadline_ms = wire_now_ms() + (int64_t)(t->seconds + GRACE_SECONDS) * 1000;
	const struct wire_limits limits = { .body = TOKEN_FRAME, .deadline_ms = deadline_ms };
	struct arena *a = arena_new(0);
	struct wire_frame frame;
	struct fail fail = { .class = FAIL_NONE };
	bool good = wire_send(t->child.socket, TOKEN_ASK, SPAN_NONE, wire_now_ms() + SEND_MS, &fail) == 0 &&
	    wire_receive(t->child.socket, a, &limits, &frame, &fail) == 1;

	if (!good)
		token_answer_fail(failure, TOKEN_LOCAL, "the token process is gone");
	else if (frame.type == TOKEN_GRANTED ? !take_grant(t, frame.body) : frame.type != TOKEN_FAILED || !take_failure(frame.body, failure))
		token_answer_fail(failure, TOKEN_LOCAL, "the token process said something that makes no sense");
	if (good)
		keyed_wipe((void *)(uintptr_t)frame.body.at, frame.body.len);
	arena_free(a);
	return t->kept.len > 0;
}

bool
token_is_kept(const struct token *t)
{
	return t->kept.len > 0 && wire_now_ms() < t->good_until_ms;
}

const struct secret *
token_get(struct token *t, bool anew, struct token_failure *failure_out)
{
	memset(failure_out, 0, sizeof(*failure_out));
	if (!anew && token_is_kept(t))
		return &t->kept;
	secret_wipe(&t->kept);
	return ask(t, failure_out) ? &t->kept : NULL;
}
