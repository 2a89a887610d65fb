/* SPDX-License-Identifier: ISC
 * The child: waits, and forks a worker for each question. */
#include "daemon/token_inside.h"

#include "daemon/child.h"
#include "daemon/jail.h"
#include "daemon/wire.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ANSWER_MS = 10000, SLACK_SECONDS = 10 };

static bool
is_set(const char *text)
{
	return text != NULL && text[0] != '\0';
}

/* ---- the worker ---- */

static int
send_answer(const struct token_answer *answer)
{
	struct arena *a = arena_new(0);
	struct arena_text t = arena_text(a);
	struct fail ignored;
	int rc;

	if (answer->granted) {
		wire_put_u32(&t, answer->good_for_seconds);
		wire_put_str(&t, answer->access.text);
	} else {
		wire_put_u8(&t, (uint8_t)answer->failure.trouble);
		wire_put_u32(&t, answer->failure.retry_after_seconds);
		wire_put_str(&t, answer->failure.text);
	}
	rc = wire_send(CHILD_SOCKET, answer->granted ? TOKEN_GRANTED : TOKEN_FAILED, arena_text_span(&t), wire_now_ms() + ANSWER_MS, &ignored);
	arena_free(a);
	return rc;
}

static void
ask_server(const struct token_settings *s, int64_t deadline_ms, struct token_answer *answer)
{
	static struct secret client, refresh;
	struct token_request q = { s, &client, is_set(s->refresh_file) ? &refresh : NULL };
	struct token_file file = { .dir = -1, .next = -1 };
	struct fail fail = { .class = FAIL_NONE };
	int rc = 0;

	if (is_set(s->client_secret_file))
		rc = secret_read(SECRET_FILE, s->client_secret_file, (int)(deadline_ms - wire_now_ms()), &client, &fail);
	if (rc == 0 && q.refresh != NULL)
		rc = token_file_open(&file, s->refresh_file, deadline_ms, &refresh, &fail);
	if (rc == 0)
		token_fetch(&q, answer);
	/* Once it has given a new one the server may take the old one no more. */
	if (rc == 0 && answer->granted && q.refresh != NULL && answer->refresh.len > 0 && strcmp(answer->refresh.text, refresh.text) != 0)
		rc = token_file_replace(&file, &answer->refresh, &fail);
	if (rc != 0) {
		answer->granted = false;
		token_answer_fail(&answer->failure, TOKEN_LOCAL, fail.why);
	}
	token_file_close(&file);
	secret_wipe(&client);
	secret_wipe(&refresh);
}

static _Noreturn void
work(const struct token_settings *s)
{
	static struct token_answer answer;
	uint32_t seconds = s->seconds == 0 ? TOKEN_SECONDS : s->seconds;
	int rc;

	/* Looking up a name has no deadline of its own. */
	(void)alarm(seconds + SLACK_SECONDS);
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	ask_server(s, wire_now_ms() + seconds * 1000ll, &answer);
	rc = send_answer(&answer);
	secret_wipe(&answer.access);
	secret_wipe(&answer.refresh);
	_exit(rc == 0 ? 0 : 75);
}

/* ---- the one that waits ---- */

/* A worker that ends without a word is an answer too. */
static bool
answer_question(const struct token_settings *s)
{
	static struct token_answer failed;
	pid_t pid = fork(), got;
	int status = 0;

	if (pid == 0)
		work(s);
	while (pid > 0 && (got = waitpid(pid, &status, 0)) != pid)
		if (got < 0 && errno != EINTR)
			break;
	if (pid > 0 && WIFEXITED(status))
		return WEXITSTATUS(status) == 0;
	token_answer_fail(&failed.failure, pid < 0 ? TOKEN_LOCAL : TOKEN_UNREACHABLE, "it did not answer in time");
	return send_answer(&failed) == 0;
}

static int
wall_in(const struct token_settings *s, struct fail *fail)
{
	struct arena *a = arena_new(0);
	struct span folder = span_str(s->refresh_file);
	const char *own[] = { s->client_secret_file, s->ca_file, NULL };
	struct jail_files files = { own, sizeof(own) / sizeof(own[0]), NULL };
	int rc;

	while (folder.len > 0 && folder.at[folder.len - 1] != '/')
		folder.len--;
	if (folder.len > 0)
		own[2] = files.write = arena_cstr(a, folder);
	rc = jail_files_network(&files, fail);
	arena_free(a);
	return rc;
}

static void
harden(void)
{
	struct rlimit none = { 0, 0 };

	(void)signal(SIGPIPE, SIG_IGN);
	(void)prctl(PR_SET_DUMPABLE, 0);
	(void)setrlimit(RLIMIT_CORE, &none);
	(void)umask(0077);
}

int
token_main(void)
{
	const struct wire_limits limits = { .body = TOKEN_FRAME, .deadline_ms = WIRE_FOREVER };
	struct arena *a = arena_new(0);
	struct token_settings s;
	struct wire_frame frame;
	struct span_cursor c;
	struct fail fail;
	int status = 0;

	harden();
	if (wire_receive(CHILD_SOCKET, a, &limits, &frame, &fail) != 1 || frame.type != TOKEN_SETTINGS)
		return 78;
	c = span_walk(frame.body);
	if (!token_get_settings(&c, a, &s) || span_left(&c) != 0 || !is_set(s.url))
		return 78;
	if (wall_in(&s, &fail) != 0)
		return 73;
	while (status == 0 && wire_receive(CHILD_SOCKET, a, &limits, &frame, &fail) == 1)
		status = frame.type == TOKEN_ASK && frame.body.len == 0 && answer_question(&s) ? 0 : 64;
	arena_free(a);
	return status;
}
