/* SPDX-License-Identifier: ISC
 * The keeper's side. */
#include "daemon/fetcher.h"

#include "daemon/child.h"
#include "daemon/fetcher_wire.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

/* A question is small; a child that does not take it in this time is stuck. */
#define SEND_MS 10000

struct fetcher {
	char *exe;
	struct arena *kept;		/* of the settings */
	struct span settings;		/* as they are sent */
	struct child child;
	struct wire_inbox *inbox;
	bool ended;			/* its end is closed; frames may still be in the inbox */
	bool idling;
	enum fetcher_ask open;
	struct arena *arena;		/* of the open question */
	struct fetcher_question question;
	bool *answered;			/* beside question.uids */
	uint32_t listed;		/* highest uid of this poll so far */
};

static int
start_child(struct fetcher *f, struct fail *fail)
{
	wire_inbox_free(f->inbox);
	f->inbox = wire_inbox_new(FETCHER_FRAME);
	f->ended = f->idling = false;
	if (child_start(f->exe, "fetcher", &f->child, fail) != 0)
		return -1;
	return wire_send(f->child.socket, FETCHER_ASK_SETTINGS, f->settings, wire_now_ms() + SEND_MS, fail);
}

struct fetcher *
fetcher_start(const char *exe, const struct fetcher_settings *settings, struct fail *fail)
{
	struct fetcher *f = calloc(1, sizeof(*f));

	if (f == NULL)
		abort();
	f->child.socket = -1;
	f->arena = arena_new(0);
	f->kept = arena_new(0);
	f->exe = arena_cstr(f->kept, span_str(exe));
	f->settings = fetcher_wire_put_settings(f->kept, settings);
	if (start_child(f, fail) == 0)
		return f;
	fetcher_stop(f, 0);
	return NULL;
}

void
fetcher_stop(struct fetcher *f, int64_t grace_ms)
{
	if (f == NULL)
		return;
	child_stop(&f->child, grace_ms);
	wire_inbox_free(f->inbox);
	arena_free(f->arena);
	arena_free(f->kept);
	free(f);
}

int
fetcher_fd(const struct fetcher *f)
{
	return f->child.socket;
}

pid_t
fetcher_pid(const struct fetcher *f)
{
	return f->child.pid;
}

bool
fetcher_busy(const struct fetcher *f)
{
	return f->open != FETCHER_ASK_NOTHING;
}

/* ---- questions ---- */

static int
check_name(const char *name, struct fail *fail)
{
	if (name == NULL || name[0] == '\0')
		return fail_set(fail, FAIL_REFUSE, "a folder without a name");
	for (const char *c = name; *c != '\0'; c++)
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			return fail_set(fail, FAIL_REFUSE, "a control character in a folder's name");
	return 0;
}

static int
check_uids(const struct fetcher_uids *uids, struct fail *fail)
{
	uint32_t last = 0;

	if (uids->count == 0 || uids->count > FETCHER_UIDS)
		return fail_set(fail, FAIL_STOP, "%zu uids in one question", uids->count);
	for (size_t i = 0; i < uids->count; i++) {
		if (uids->at[i] <= last)
			return fail_set(fail, FAIL_STOP, "uids out of order");
		last = uids->at[i];
	}
	return 0;
}

/* Keeps a copy: the answers are held against it. */
static void
remember(struct fetcher *f, const struct fetcher_question *q)
{
	uint32_t *uids;

	arena_free(f->arena);
	f->arena = arena_new(0);
	f->question = *q;
	f->question.folder.name = arena_cstr(f->arena, span_str(q->folder.name));
	uids = arena_array(f->arena, q->uids.count, sizeof(*uids));
	if (q->uids.count > 0)
		memcpy(uids, q->uids.at, q->uids.count * sizeof(*uids));
	f->question.uids.at = uids;
	f->answered = arena_array(f->arena, q->uids.count, sizeof(*f->answered));
	f->listed = 0;
	f->open = q->ask;
	if (q->ask == FETCHER_ASK_IDLE)
		f->idling = true;
}

static int
ask(struct fetcher *f, const struct fetcher_question *q, struct fail *fail)
{
	bool fresh = f->open == FETCHER_ASK_NOTHING;
	struct span body;

	if (f->open != FETCHER_ASK_NOTHING && f->open != FETCHER_ASK_IDLE)
		return fail_set(fail, FAIL_STOP, "a fetcher was asked before it had answered");
	if (check_name(q->folder.name, fail) != 0)
		return -1;
	remember(f, q);
	body = fetcher_wire_put_question(f->arena, q);
	if (f->child.socket >= 0 && wire_send(f->child.socket, (uint8_t)q->ask, body, wire_now_ms() + SEND_MS, fail) == 0)
		return 0;
	/* One that ended between two questions has a successor. */
	if (!fresh)
		return -1;
	child_stop(&f->child, 0);
	if (start_child(f, fail) != 0)
		return -1;
	f->idling = q->ask == FETCHER_ASK_IDLE;
	return wire_send(f->child.socket, (uint8_t)q->ask, body, wire_now_ms() + SEND_MS, fail);
}

int
fetcher_poll(struct fetcher *f, const struct fetcher_folder *folder, uint32_t from_uid, struct fail *fail)
{
	struct fetcher_question q = { .ask = FETCHER_ASK_POLL, .folder = *folder, .number = from_uid };

	return ask(f, &q, fail);
}

int
fetcher_take(struct fetcher *f, const struct fetcher_folder *folder, const struct fetcher_uids *uids, struct fail *fail)
{
	struct fetcher_question q = { .ask = FETCHER_ASK_TAKE, .folder = *folder, .uids = *uids };

	return check_uids(uids, fail) != 0 ? -1 : ask(f, &q, fail);
}

int
fetcher_move(struct fetcher *f, const struct fetcher_folder *folder, const struct fetcher_uids *uids, const char *to, struct fail *fail)
{
	struct fetcher_question q = { .ask = FETCHER_ASK_MOVE, .folder = *folder, .uids = *uids, .to = to };

	if (check_uids(uids, fail) != 0 || check_name(to, fail) != 0)
		return -1;
	if (strcmp(to, folder->name) == 0)
		return fail_set(fail, FAIL_STOP, "a folder moved into itself");
	return ask(f, &q, fail);
}

int
fetcher_idle(struct fetcher *f, const struct fetcher_folder *folder, uint32_t seconds, struct fail *fail)
{
	struct fetcher_question q = { .ask = FETCHER_ASK_IDLE, .folder = *folder, .number = seconds };

	return ask(f, &q, fail);
}

int
fetcher_check(struct fetcher *f, const struct fetcher_folder *folder, struct fail *fail)
{
	struct fetcher_question q = { .ask = FETCHER_ASK_CHECK, .folder = *folder };

	return ask(f, &q, fail);
}

/* ---- answers ---- */

/* True once for each uid of the question. */
static bool
tick(struct fetcher *f, uint32_t uid)
{
	size_t low = 0, high = f->question.uids.count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (f->question.uids.at[mid] < uid)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == f->question.uids.count || f->question.uids.at[low] != uid || f->answered[low])
		return false;
	f->answered[low] = true;
	return true;
}

static bool
all_ticked(const struct fetcher *f)
{
	for (size_t i = 0; i < f->question.uids.count; i++)
		if (!f->answered[i])
			return false;
	return true;
}

static bool
tick_all(struct fetcher *f, const struct fetcher_event *e)
{
	for (size_t i = 0; i < e->count; i++)
		if (!tick(f, e->uids[i]))
			return false;
	return true;
}

static bool
listing_fits(struct fetcher *f, const struct fetcher_event *e)
{
	bool wanted = e->everything || e->uidvalidity == f->question.folder.uidvalidity;

	for (size_t i = 0; i < e->count; i++) {
		if (e->entries[i].uid <= f->listed || (!e->everything && e->entries[i].uid < f->question.number))
			return false;
		f->listed = e->entries[i].uid;
	}
	return wanted;
}

/* Does the answer belong to the open question? */
static bool
fits(struct fetcher *f, const struct fetcher_event *e)
{
	switch (e->news) {
	case FETCHER_LISTING:
		return f->open == FETCHER_ASK_POLL && listing_fits(f, e);
	case FETCHER_TAKEN:
	case FETCHER_MISSED:
		return f->open == FETCHER_ASK_TAKE && tick(f, e->uid);
	case FETCHER_TAKE_DONE:
		return f->open == FETCHER_ASK_TAKE && all_ticked(f);
	case FETCHER_MOVED:
	case FETCHER_NOT_MOVED:
		return f->open == FETCHER_ASK_MOVE && tick_all(f, e);
	case FETCHER_MOVE_DONE:
		return f->open == FETCHER_ASK_MOVE && all_ticked(f);
	case FETCHER_NEWMAIL:
		return f->idling;
	case FETCHER_OFFERS:
		return f->open == FETCHER_ASK_CHECK;
	case FETCHER_TROUBLE:
		return f->open != FETCHER_ASK_NOTHING && f->open != FETCHER_ASK_IDLE;
	}
	return false;
}

static bool
is_last(const struct fetcher *f, const struct fetcher_event *e)
{
	switch (e->news) {
	case FETCHER_LISTING:
		return e->complete;
	case FETCHER_TAKE_DONE:
	case FETCHER_MOVE_DONE:
	case FETCHER_OFFERS:
	case FETCHER_TROUBLE:
		return true;
	case FETCHER_NEWMAIL:
		return f->open == FETCHER_ASK_IDLE;
	case FETCHER_TAKEN:
	case FETCHER_MISSED:
	case FETCHER_MOVED:
	case FETCHER_NOT_MOVED:
		return false;
	}
	return false;
}

static int
accept_event(struct fetcher *f, const struct wire_frame *frame, struct arena *a, struct fetcher_event *e, struct fail *fail)
{
	if (!fetcher_wire_get_event(frame, a, e) || !fits(f, e))
		return fail_set(fail, FAIL_REFUSE, "a fetcher answered out of turn or out of range (%u)", (unsigned)frame->type);
	if (e->news == FETCHER_LISTING)
		e->folder = arena_cstr(a, span_str(f->question.folder.name));
	if (e->news == FETCHER_NEWMAIL)
		f->idling = false;
	if (is_last(f, e))
		f->open = FETCHER_ASK_NOTHING;
	/* That one ends by itself, for a new one to find the secret that may be there by then. */
	if (e->news == FETCHER_TROUBLE && (e->trouble == FETCHER_NO_SECRET || e->trouble == FETCHER_NO_TOKEN))
		child_stop(&f->child, 1000);
	return 1;
}

static int
fail_ended(struct fetcher *f, struct fail *fail)
{
	int status = child_stop(&f->child, 100);

	if (WIFSIGNALED(status))
		return fail_set(fail, FAIL_RETRY, "a fetcher died of signal %d", WTERMSIG(status));
	return fail_set(fail, FAIL_RETRY, "a fetcher ended with status %d", WEXITSTATUS(status));
}

int
fetcher_next(struct fetcher *f, struct arena *a, struct fetcher_event *event_out, struct fail *fail)
{
	struct wire_frame frame;
	int rc = wire_inbox_next(f->inbox, a, &frame, fail);

	if (rc == 0 && !f->ended) {
		int filled = wire_inbox_fill(f->inbox, f->child.socket, fail);

		if (filled < 0)
			return -1;
		f->ended = filled == 0;
		rc = wire_inbox_next(f->inbox, a, &frame, fail);
	}
	if (rc == 1)
		return accept_event(f, &frame, a, event_out, fail);
	if (rc == 0 && f->ended)
		return fail_ended(f, fail);
	return rc;
}

int
fetcher_wait(struct fetcher *f, struct arena *a, int64_t deadline_ms, struct fetcher_event *event_out, struct fail *fail)
{
	for (;;) {
		int rc = fetcher_next(f, a, event_out, fail);
		struct pollfd p = { .fd = f->child.socket, .events = POLLIN };
		int64_t left = deadline_ms == WIRE_FOREVER ? 60000 : deadline_ms - wire_now_ms();

		if (rc != 0)
			return rc;
		if (left <= 0)
			return fail_set(fail, FAIL_RETRY, "a fetcher did not answer in time");
		if (poll(&p, 1, left > 60000 ? 60000 : (int)left) < 0 && errno != EINTR)
			return fail_errno(fail, FAIL_RETRY, "poll");
	}
}

const char *
fetcher_trouble_name(enum fetcher_trouble trouble)
{
	switch (trouble) {
	case FETCHER_UNREACHABLE:
		return "unreachable";
	case FETCHER_TLS_FAILED:
		return "tls-failed";
	case FETCHER_LOGIN_REFUSED:
		return "login-refused";
	case FETCHER_NO_SECRET:
		return "no-secret";
	case FETCHER_NO_TOKEN:
		return "no-token";
	case FETCHER_NO_PERMISSION:
		return "no-permission";
	case FETCHER_THROTTLED:
		return "throttled";
	case FETCHER_PROTOCOL:
		return "protocol";
	case FETCHER_NO_FOLDER:
		return "no-folder";
	case FETCHER_STALE:
		return "stale";
	case FETCHER_UNSUPPORTED:
		return "unsupported";
	case FETCHER_LOCAL:
		return "local";
	}
	return "?";
}
