/* SPDX-License-Identifier: ISC */
#include "daemon/sender.h"

#include "daemon/child.h"
#include "daemon/compose.h"
#include "daemon/sender_inside.h"
#include "daemon/wire.h"
#include "parsers/text.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HANDOVER_MS = 20000, GRACE_SECONDS = 5 };

struct item {
	uint64_t id;
	bool begun;
	bool told;		/* its result is in `ready`, or was given */
};

struct sender {
	struct arena *arena;
	struct child child;
	struct wire_inbox *inbox;	/* NULL once the child is done with */
	int64_t deadline_ms;
	struct item *items;
	size_t count;
	struct sender_result *ready;	/* at most one for each item */
	size_t ready_count, ready_given;
	bool checking;
	bool has_offers;
	struct span offers;
};

static void
add_ready(struct sender *s, size_t i, const struct sender_result *result)
{
	if (!s->checking)
		s->items[i].told = true;
	s->ready[s->ready_count] = *result;
	s->ready[s->ready_count++].id = s->checking ? 0 : s->items[i].id;
}

/* The child is no more: whoever had no result gets the one that claims least. */
static void
finish(struct sender *s, const char *why)
{
	if (s->inbox == NULL)
		return;
	(void)child_stop(&s->child, 0);
	wire_inbox_free(s->inbox);
	s->inbox = NULL;
	for (size_t i = 0; i < s->count || (s->checking && i == 0); i++) {
		bool begun = !s->checking && s->items[i].begun;
		struct sender_result r = { .outcome = begun ? SENDER_UNKNOWN : SENDER_UNREACHABLE, .stage = begun ? SENDER_DATA : SENDER_CONNECT };

		if (s->checking ? s->has_offers || s->ready_count > 0 : s->items[i].told)
			continue;
		(void)snprintf(r.text, sizeof(r.text), "%s", why);
		add_ready(s, i, &r);
	}
}

/* ---- starting ---- */

static bool
one_line(const char *text, size_t limit)
{
	size_t len = text == NULL ? 0 : strlen(text);

	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] <= ' ' || text[i] == 0x7F)
			return false;
	return len > 0 && len <= limit;
}

/* A ':' would be taken for a port, and an IPv6 literal has them: libesmtp cannot. */
static int
settle(const struct sender_settings *given, size_t letters, struct sender_settings *out, struct fail *fail)
{
	*out = *given;
	if (!one_line(given->server, 255) || strchr(given->server, ':') != NULL)
		return fail_set(fail, FAIL_STOP, "outgoing: the server's name is empty or unusable");
	if (given->address != NULL && given->address[0] != '\0' && (!one_line(given->address, 255) || strchr(given->address, ':') != NULL))
		return fail_set(fail, FAIL_STOP, "outgoing: the server's address is unusable");
	if (given->login == NULL || given->login[0] == '\0' ||
	    ((given->secret_from == NULL || given->secret_from[0] == '\0') && (given->token.url == NULL || given->token.url[0] == '\0')))
		return fail_set(fail, FAIL_STOP, "outgoing: no login or no password: nothing is sent without one");
	if (given->mail_from == NULL || compose_address(span_str(given->mail_from)) != COMPOSE_OK)
		return fail_set(fail, FAIL_STOP, "outgoing: the sender is no plain local@domain address");
	if (given->helo == NULL || given->helo[0] == '\0')
		out->helo = strchr(given->mail_from, '@') + 1;
	if (!one_line(out->helo, 255))
		return fail_set(fail, FAIL_STOP, "outgoing: the name for EHLO is unusable");
	out->port = given->port == 0 ? 587 : given->port;
	out->step_seconds = given->step_seconds == 0 ? 60 : given->step_seconds;
	out->dot_seconds = given->dot_seconds == 0 ? 300 : given->dot_seconds;
	out->session_seconds = given->session_seconds == 0 ? 600 + 2 * (uint32_t)letters : given->session_seconds;
	if (out->session_seconds > 86400)
		out->session_seconds = 86400;
	return 0;
}

/* 7-bit lines of at most 998 bytes, each ended by CRLF.  A bare CR or LF is where two servers
 * disagree about the end of a letter, and the rest of it becomes commands (SMTP smuggling). */
static bool
is_mail(struct span bytes)
{
	if (bytes.len == 0 || !text_is_ascii(bytes) || span_find_byte(bytes, '\0') < bytes.len)
		return false;
	while (bytes.len > 0) {
		size_t lf = span_find_byte(bytes, '\n');

		if (lf == bytes.len || lf == 0 || lf >= 1000 || span_find_byte(bytes, '\r') != lf - 1)
			return false;
		bytes = span_slice(bytes, lf + 1, bytes.len);
	}
	return true;
}

/* Not even shown to the server: compose would not have made it. */
static bool
unusable(const struct sender_letter *l, struct sender_result *result_out)
{
	const char *why = NULL;

	if (compose_address(l->to) != COMPOSE_OK)
		why = "the recipient is no plain ASCII local@domain address";
	else if (l->bytes.len > SENDER_LETTER_MAX)
		why = "the letter is too large";
	else if (!is_mail(l->bytes))
		why = "the letter is not made of 7-bit lines ended by CRLF";
	if (why == NULL)
		return false;
	*result_out = (struct sender_result){ .outcome = SENDER_REFUSED, .stage = SENDER_TO };
	(void)snprintf(result_out->text, sizeof(result_out->text), "not tried: %s", why);
	return true;
}

/* The memfd's name shows in /proc: it says nothing. */
static int
sealed(struct span bytes, struct fail *fail)
{
	int fd = memfd_create("letter", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	while (fd >= 0 && bytes.len > 0) {
		ssize_t n = write(fd, bytes.at, bytes.len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		bytes = span_slice(bytes, (size_t)n, bytes.len);
	}
	if (fd >= 0 && bytes.len == 0 && fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0)
		return fd;
	(void)fail_errno(fail, FAIL_RETRY, "memfd for a letter");
	if (fd >= 0)
		close(fd);
	return -1;
}

static int
hand_over(struct sender *s, const struct sender_letter *l, int64_t deadline_ms, struct fail *fail)
{
	struct arena *a = arena_new(0);
	struct arena_text t = arena_text(a);
	struct wire_frame frame = { SENDER_FRAME_LETTER, SPAN_NONE, sealed(l->bytes, fail) };
	int rc = -1;

	if (frame.fd >= 0) {
		sender_wire_put_letter(&t, l);
		frame.body = arena_text_span(&t);
		rc = wire_send_frame(s->child.socket, &frame, deadline_ms, fail);
		close(frame.fd);
	}
	arena_free(a);
	return rc;
}

static int
hand_over_all(struct sender *s, const struct sender_settings *settings, const struct sender_letter *letters, size_t count, struct fail *fail)
{
	int64_t deadline_ms = wire_now_ms() + HANDOVER_MS;
	struct arena_text t = arena_text(s->arena);
	struct sender_result refused;
	size_t sent = 0;

	sender_wire_put_settings(&t, settings);
	if (wire_send(s->child.socket, SENDER_FRAME_SETTINGS, arena_text_span(&t), deadline_ms, fail) != 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		s->items[i].id = letters[i].id;
		if (unusable(&letters[i], &refused))
			add_ready(s, i, &refused);
		else if (hand_over(s, &letters[i], deadline_ms, fail) != 0)
			return -1;
		else
			sent++;
	}
	if (sent == 0 && !s->checking) {
		finish(s, "");
		return 0;
	}
	return wire_send(s->child.socket, s->checking ? SENDER_FRAME_CHECK : SENDER_FRAME_GO, SPAN_NONE, deadline_ms, fail);
}

struct sender *
sender_new(const char *exe, struct fail *fail)
{
	struct arena *a = arena_new(0);
	struct sender *s = arena_alloc(a, sizeof(*s));

	s->arena = a;
	s->inbox = wire_inbox_new(SENDER_FRAME_MAX);
	if (child_start(exe, "sender", &s->child, fail) == 0)
		return s;
	sender_free(s);
	return NULL;
}

int
sender_begin(struct sender *s, const struct sender_settings *settings, const struct sender_letter *letters, size_t count, struct fail *fail)
{
	struct sender_settings settled;

	if (count > SENDER_BATCH)
		return fail_set(fail, FAIL_STOP, "more than %d letters in one batch", SENDER_BATCH);
	if (settle(settings, count, &settled, fail) != 0)
		return -1;
	s->count = count;
	s->checking = count == 0;
	s->items = arena_array(s->arena, count + 1, sizeof(*s->items));
	s->ready = arena_array(s->arena, count + 1, sizeof(*s->ready));
	s->deadline_ms = wire_now_ms() + ((int64_t)settled.session_seconds + GRACE_SECONDS) * 1000;
	return hand_over_all(s, &settled, letters, count, fail);
}

struct sender *
sender_start(const char *exe, const struct sender_settings *settings, const struct sender_letter *letters, size_t count, struct fail *fail)
{
	struct sender *s = sender_new(exe, fail);

	if (s == NULL || sender_begin(s, settings, letters, count, fail) == 0)
		return s;
	sender_free(s);
	return NULL;
}

/* ---- what comes back ---- */

static struct item *
find(struct sender *s, uint64_t id)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->items[i].id == id)
			return s->items[i].told ? NULL : &s->items[i];
	return NULL;
}

static bool
take_begun(struct sender *s, struct span body)
{
	struct span_cursor c = span_walk(body);
	struct item *item;
	uint64_t id;

	if (!wire_get_u64(&c, &id) || span_left(&c) != 0)
		return false;
	item = find(s, id);
	if (item == NULL || item->begun)
		return false;
	item->begun = true;
	return true;
}

/* A child that claims success for a letter it never began is lying or broken. */
static bool
take_result(struct sender *s, struct span body)
{
	struct sender_result r;
	struct item *item;

	if (!sender_wire_get_result(body, &r))
		return false;
	if (s->checking) {
		if (s->ready_count > 0 || r.outcome == SENDER_ACCEPTED)
			return false;
		add_ready(s, 0, &r);
		return true;
	}
	item = find(s, r.id);
	if (item == NULL || (r.outcome == SENDER_ACCEPTED && !item->begun))
		return false;
	add_ready(s, (size_t)(item - s->items), &r);
	return true;
}

static bool
take_offers(struct sender *s, struct span body)
{
	if (!s->checking || s->has_offers || body.len > SENDER_OFFERS_MAX)
		return false;
	for (size_t i = 0; i < body.len; i++)
		if (body.at[i] < ' ' || body.at[i] > 0x7E)
			return false;
	s->has_offers = true;
	s->offers = arena_copy(s->arena, body);
	return true;
}

static void
take_frame(struct sender *s, const struct wire_frame *frame)
{
	bool good = false;

	if (frame->type == SENDER_FRAME_BEGUN)
		good = take_begun(s, frame->body);
	else if (frame->type == SENDER_FRAME_RESULT)
		good = take_result(s, frame->body);
	else if (frame->type == SENDER_FRAME_OFFERS)
		good = take_offers(s, frame->body);
	else if (frame->type == SENDER_FRAME_OVER)
		good = true;
	if (!good)
		finish(s, "the sender process said something that makes no sense");
	else if (frame->type == SENDER_FRAME_OVER)
		finish(s, "the sender process forgot this letter");
}

static void
take_what_is_there(struct sender *s)
{
	struct arena *a = arena_new(0);
	struct wire_frame frame;
	struct fail f;
	int open = wire_inbox_fill(s->inbox, s->child.socket, &f), rc = 0;

	while (s->inbox != NULL && (rc = wire_inbox_next(s->inbox, a, &frame, &f)) == 1)
		take_frame(s, &frame);
	if (open != 1 || rc < 0)
		finish(s, "the sender process ended early");
	arena_free(a);
}

enum sender_news
sender_next(struct sender *s, struct sender_result *result_out)
{
	if (s->ready_given == s->ready_count && s->inbox != NULL)
		take_what_is_there(s);
	if (s->inbox != NULL && wire_now_ms() >= s->deadline_ms)
		finish(s, "the session took too long and was ended");
	if (s->ready_given < s->ready_count) {
		*result_out = s->ready[s->ready_given++];
		return SENDER_RESULT;
	}
	return s->inbox == NULL ? SENDER_OVER : SENDER_WAIT;
}

int
sender_fd(const struct sender *s)
{
	return s->child.socket;
}

int64_t
sender_deadline_ms(const struct sender *s)
{
	return s->deadline_ms;
}

void
sender_wind_up(struct sender *s)
{
	if (s->inbox != NULL)
		(void)shutdown(s->child.socket, SHUT_WR);
}

bool
sender_is_at_letter(const struct sender *s)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->items[i].begun && !s->items[i].told)
			return true;
	return false;
}

void
sender_kill(struct sender *s)
{
	if (s->inbox != NULL)
		take_what_is_there(s);
	finish(s, "the sender process was ended");
}

void
sender_free(struct sender *s)
{
	if (s == NULL)
		return;
	finish(s, "");
	arena_free(s->arena);
}

/* ---- in one call ---- */

static enum sender_news
wait_next(struct sender *s, struct sender_result *result_out)
{
	enum sender_news news;

	while ((news = sender_next(s, result_out)) == SENDER_WAIT) {
		struct pollfd p = { .fd = sender_fd(s), .events = POLLIN };
		int64_t left = sender_deadline_ms(s) - wire_now_ms();

		(void)poll(&p, 1, left < 0 ? 0 : left > 60000 ? 60000 : (int)left);
	}
	return news;
}

int
sender_run(const char *exe, const struct sender_settings *settings, const struct sender_letter *letters, size_t count,
    struct sender_result *results, struct fail *fail)
{
	struct sender *s;
	struct sender_result r;

	if (count == 0)
		return 0;
	s = sender_start(exe, settings, letters, count, fail);
	if (s == NULL)
		return -1;
	while (wait_next(s, &r) == SENDER_RESULT)
		for (size_t i = 0; i < count; i++)
			if (letters[i].id == r.id)
				results[i] = r;
	sender_free(s);
	return 0;
}

int
sender_check(const char *exe, const struct sender_settings *settings, struct arena *a, struct span *offers_out, struct fail *fail)
{
	struct sender *s = sender_start(exe, settings, NULL, 0, fail);
	struct sender_result r;
	int rc = 0;

	if (s == NULL)
		return -1;
	if (wait_next(s, &r) == SENDER_RESULT)
		rc = r.code == 0 ? fail_set(fail, FAIL_RETRY, "%s", r.text) : fail_set(fail, FAIL_RETRY, "%s (%u %s)", r.text, r.code, r.status);
	else
		*offers_out = arena_copy(a, s->offers);
	sender_free(s);
	return rc;
}

const char *
sender_outcome_name(enum sender_outcome outcome)
{
	static const char *const names[] = { "accepted", "refused", "later", "unknown", "unreachable", "auth-refused", "tls-failed" };

	return names[outcome];
}

const char *
sender_stage_name(enum sender_stage stage)
{
	static const char *const names[] = { "connect", "tls", "auth", "from", "to", "data" };

	return names[stage];
}
