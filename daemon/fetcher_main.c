/* SPDX-License-Identifier: ISC
 * The child: questions in, answers out. */
#include "daemon/child.h"
#include "daemon/fetcher_work.h"
#include "daemon/jail.h"
#include "daemon/tls.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* The keeper reads, judges and commits between two looks at us. */
#define ANSWER_MS  600000
/* RFC 2177: servers may hang up after 30 minutes; home routers forget sooner. */
#define IDLE_MOST  1500u
#define IDLE_AFTER_TROUBLE 30u

void
fetcher_work_answer(const struct fetcher_event *event)
{
	struct arena *a = arena_new(0);
	struct fail fail = { 0 };
	int rc;

	(void)alarm(ANSWER_MS / 1000 + FETCHER_SLACK);
	rc = wire_send(CHILD_SOCKET, (uint8_t)(FETCHER_ANSWER + event->news), fetcher_wire_put_event(a, event),
	    wire_now_ms() + ANSWER_MS, &fail);

	arena_free(a);
	if (rc != 0)
		_exit(75);
}

/* ---- IDLE ---- */

/* Until the keeper or (fd >= 0) the server says something, or time is up. */
static void
wait_for_word(int fd, uint32_t seconds)
{
	int64_t end = wire_now_ms() + seconds * 1000ll;

	(void)alarm(0);
	for (;;) {
		struct pollfd p[2] = { { .fd = CHILD_SOCKET, .events = POLLIN }, { .fd = fd, .events = POLLIN } };
		int64_t left = end - wire_now_ms();

		if (left <= 0 || poll(p, 2, left > 60000 ? 60000 : (int)left) > 0)
			return;
	}
}

/* 0 when it idled. */
static int
idle(struct fetcher_session *s, const struct fetcher_question *q, uint32_t seconds)
{
	if (fetcher_session_select(s, &q->folder, false) != 0)
		return -1;
	/* What came since the last poll is news at once. */
	if (!s->has_idle || stream_has_input(s->stream)) {
		wait_for_word(-1, s->has_idle ? 0 : seconds);
		return 0;
	}
	fetcher_session_control(s);
	if (fetcher_session_judge(s, mailimap_idle(s->imap), "IDLE") != 0)
		return -1;
	if (!stream_has_input(s->stream))
		wait_for_word(stream_fd(s->stream), seconds);
	fetcher_session_control(s);
	return fetcher_session_judge(s, mailimap_idle_done(s->imap), "DONE") == 0 ? 0 : -1;
}

void
fetcher_await(struct fetcher_session *s, const struct fetcher_question *q)
{
	uint32_t seconds = q->number > IDLE_MOST ? IDLE_MOST : q->number;

	/* A server that refuses to idle must not make the keeper poll in circles. */
	if (idle(s, q, seconds) != 0)
		wait_for_word(-1, seconds < IDLE_AFTER_TROUBLE ? seconds : IDLE_AFTER_TROUBLE);
	fetcher_work_answer(&(struct fetcher_event){ .news = FETCHER_NEWMAIL });
}

/* ---- the loop ---- */

static void
work(struct fetcher_session *s, const struct fetcher_question *q, struct arena *a)
{
	int rc = 0;

	switch (q->ask) {
	case FETCHER_ASK_POLL:
		rc = fetcher_list(s, q, a);
		break;
	case FETCHER_ASK_TAKE:
		rc = fetcher_load(s, q, a);
		break;
	case FETCHER_ASK_MOVE:
		rc = fetcher_file_away(s, q, a);
		break;
	case FETCHER_ASK_CHECK:
		rc = fetcher_look(s, q, a);
		break;
	case FETCHER_ASK_IDLE:
		fetcher_await(s, q);
		break;
	case FETCHER_ASK_NOTHING:
	case FETCHER_ASK_SETTINGS:
		break;
	}
	if (rc != 0)
		fetcher_work_answer(&(struct fetcher_event){ .news = FETCHER_TROUBLE, .trouble = s->trouble,
		    .retry_after_seconds = s->retry_after_seconds, .text = s->text });
	s->no_secret = rc != 0 && (s->trouble == FETCHER_NO_SECRET || s->trouble == FETCHER_NO_TOKEN);
}

/* 1 with the next frame, else the process is done: 0 in peace. */
static int
next_frame(struct arena *a, struct wire_frame *frame)
{
	struct wire_limits limits = { .body = FETCHER_FRAME, .deadline_ms = WIRE_FOREVER };
	struct fail fail = { 0 };

	return wire_receive(CHILD_SOCKET, a, &limits, frame, &fail);
}

static bool
one_question(struct fetcher_session *s)
{
	struct arena *a = arena_new(0);
	struct fetcher_question q;
	struct wire_frame frame;
	bool good = next_frame(a, &frame) == 1 && fetcher_wire_get_question(&frame, a, &q);

	if (good)
		work(s, &q, a);
	(void)alarm(0);
	arena_free(a);
	/* The secret's file may have been replaced by one our walls do not know: a new process. */
	return good && !s->no_secret;
}

/* A core would hold the password; a write to a line that is gone is an error, not a signal. */
static void
harden(void)
{
	struct rlimit none = { 0, 0 };

	(void)signal(SIGPIPE, SIG_IGN);
	(void)prctl(PR_SET_DUMPABLE, 0);
	(void)setrlimit(RLIMIT_CORE, &none);
	(void)umask(0077);
}

/* What remains of the files: the system's, those of our secret and our CA, and tmp_dir.  A command
 * for the secret needs who knows what, so then there is no such wall. */
static int
wall_in(const struct fetcher_settings *s, struct fail *fail)
{
	const char *const own[] = { s->secret_from, s->ca_file };
	struct jail_files files = { own, sizeof(own) / sizeof(own[0]), s->tmp_dir };

	return s->secret == FETCHER_SECRET_COMMAND ? 0 : jail_files_network(&files, fail);
}

/* Before the walls: within them nothing can be started. */
static int
open_token(struct fetcher_session *s, struct fail *fail)
{
	if (s->settings.token.url == NULL || s->settings.token.url[0] == '\0')
		return 0;
	s->token = token_open(&s->settings.token, fail);
	return s->token == NULL ? -1 : 0;
}

/* Names no other fetcher, past or present, gave out. */
static bool
prepare_names(struct fetcher_session *s)
{
	uint64_t salt;

	if (getrandom(&salt, sizeof(salt), 0) != sizeof(salt))
		return false;
	(void)snprintf(s->prefix, sizeof(s->prefix), "f%016llx", (unsigned long long)salt);
	s->tmp = open(s->settings.tmp_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return s->tmp >= 0;
}

int
fetcher_main(void)
{
	struct fetcher_session s = { .tmp = -1 };
	struct arena *a = arena_new(0);
	struct wire_frame frame;
	struct fail fail;

	harden();
	if (next_frame(a, &frame) != 1 || frame.type != FETCHER_ASK_SETTINGS || !fetcher_wire_get_settings(frame.body, a, &s.settings))
		return 78;
	if (!prepare_names(&s) || open_token(&s, &fail) != 0 || wall_in(&s.settings, &fail) != 0)
		return 73;
	while (one_question(&s))
		continue;
	fetcher_session_close(&s, true);
	token_close(s.token);
	tls_context_free(s.context);
	close(s.tmp);
	arena_free(a);
	return 0;
}
