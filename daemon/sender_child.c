/* SPDX-License-Identifier: ISC */
#include "daemon/sender_inside.h"

#include "daemon/child.h"
#include "daemon/wire.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { RECEIVE_SECONDS = 60, SECRET_MS = 30000 };

/* What the keeper gave. */
struct job {
	struct arena *arena;
	struct sender_settings settings;
	bool has_settings;
	struct sender_letter *letters;
	size_t count;
	size_t capacity;
};

/* The keeper is gone: whatever we do now, nobody would know of it.  One that has long work in hand is
 * waited for, until the alarm: what it is not told it would send again. */
static void
answer(enum sender_frame type, struct span body)
{
	struct fail f;

	if (wire_send(CHILD_SOCKET, (uint8_t)type, body, WIRE_FOREVER, &f) != 0)
		_exit(75);
}

static bool
on_go_on(void *context)
{
	unsigned char byte;

	(void)context;
	return recv(CHILD_SOCKET, &byte, 1, MSG_PEEK | MSG_DONTWAIT) != 0;
}

static void
on_begun(void *context, size_t letter)
{
	struct job *job = context;
	struct arena *a = arena_new(0);
	struct arena_text t = arena_text(a);

	wire_put_u64(&t, job->letters[letter].id);
	answer(SENDER_FRAME_BEGUN, arena_text_span(&t));
	arena_free(a);
}

static void
on_result(void *context, size_t letter, const struct sender_result *result)
{
	struct arena *a = arena_new(0);
	struct arena_text t = arena_text(a);

	(void)context;
	(void)letter;
	sender_wire_put_result(&t, result);
	answer(SENDER_FRAME_RESULT, arena_text_span(&t));
	arena_free(a);
}

static void
on_offers(void *context, struct span offers)
{
	(void)context;
	answer(SENDER_FRAME_OFFERS, offers);
}

/* A memfd that cannot shrink: a cut one would be a bus error in the middle of DATA. */
static bool
map_letter(int fd, uint64_t size, struct span *bytes_out)
{
	struct stat st;
	void *at;

	if (size == 0 || size > SENDER_LETTER_MAX || fstat(fd, &st) != 0 || (uint64_t)st.st_size != size)
		return false;
	if ((fcntl(fd, F_GET_SEALS) & (F_SEAL_SHRINK | F_SEAL_WRITE)) != (F_SEAL_SHRINK | F_SEAL_WRITE))
		return false;
	at = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (at == MAP_FAILED)
		return false;
	*bytes_out = span_of(at, size);
	return true;
}

static bool
take_letter(struct job *job, const struct wire_frame *frame)
{
	struct sender_letter l = { .id = 0 };
	uint64_t size;

	if (job->count >= SENDER_BATCH || frame->fd < 0 || !sender_wire_get_letter(frame->body, &l, &size))
		return false;
	if (!map_letter(frame->fd, size, &l.bytes))
		return false;
	job->letters = arena_grow(job->arena, job->letters, job->count, &job->capacity, sizeof(*job->letters));
	job->letters[job->count++] = l;
	return true;
}

/* 1: go, or check; 0: more is to come; -1: this is no keeper of ours. */
static int
take_frame(struct job *job, const struct wire_frame *frame)
{
	switch (frame->type) {
	case SENDER_FRAME_SETTINGS:
		job->has_settings = sender_wire_get_settings(frame->body, job->arena, &job->settings);
		return job->has_settings ? 0 : -1;
	case SENDER_FRAME_LETTER:
		return take_letter(job, frame) ? 0 : -1;
	case SENDER_FRAME_GO:
		return job->has_settings && job->count > 0 ? 1 : -1;
	case SENDER_FRAME_CHECK:
		return job->has_settings && job->count == 0 ? 1 : -1;
	}
	return -1;
}

static bool
receive(struct job *job)
{
	const struct wire_limits limits = { SENDER_FRAME_MAX, WIRE_FOREVER, true };
	struct wire_frame frame;
	struct fail f;
	int rc = 0;

	while (rc == 0 && wire_receive(CHILD_SOCKET, job->arena, &limits, &frame, &f) == 1) {
		rc = take_frame(job, &frame);
		if (frame.fd >= 0)
			close(frame.fd);
	}
	return rc == 1;
}

static void
tell_all(struct job *job, enum sender_outcome outcome, const char *why)
{
	struct sender_result r = { .outcome = outcome, .stage = SENDER_AUTH };

	(void)snprintf(r.text, sizeof(r.text), "%s", why);
	for (size_t i = 0; r.text[i] != '\0'; i++)
		if (r.text[i] < ' ' || r.text[i] > 0x7E)
			r.text[i] = '?';
	for (size_t i = 0; i < job->count || i == 0; i++) {
		r.id = job->count == 0 ? 0 : job->letters[i].id;
		on_result(job, i, &r);
	}
}

/* The password, or a token; false when everybody has been told why there is none. */
static bool
read_secret(struct job *job, struct secret *secret_out)
{
	int64_t half_ms = (int64_t)job->settings.session_seconds * 500;
	struct token_failure failure = { .trouble = TOKEN_LOCAL };
	const struct secret *access;
	struct token *token;
	struct fail f;

	if (job->settings.token.url == NULL || job->settings.token.url[0] == '\0') {
		/* In time to end the command ourselves: after the alarm nobody would. */
		if (secret_read(job->settings.secret, job->settings.secret_from, half_ms < SECRET_MS ? (int)half_ms : SECRET_MS, secret_out, &f) == 0)
			return true;
		tell_all(job, SENDER_AUTH_REFUSED, f.why);
		return false;
	}
	job->settings.auth = SENDER_AUTH_XOAUTH2;
	token = token_open(&job->settings.token, &f);
	access = token == NULL ? NULL : token_get(token, false, &failure);
	if (access != NULL)
		*secret_out = *access;
	token_close(token);
	if (access == NULL)
		tell_all(job, failure.trouble == TOKEN_UNREACHABLE || failure.trouble == TOKEN_THROTTLED ? SENDER_UNREACHABLE : SENDER_AUTH_REFUSED,
		    token == NULL ? f.why : failure.text);
	return access != NULL;
}

static void
work(struct job *job)
{
	static struct secret secret;
	struct sender_session session = { &job->settings, &secret, job->letters, job->count, on_go_on, on_begun, on_result, on_offers, job };

	(void)alarm(job->settings.session_seconds);
	if (read_secret(job, &secret))
		sender_session_run(&session);
	secret_wipe(&secret);
	answer(SENDER_FRAME_OVER, SPAN_NONE);
}

/* SIGALRM keeps its default: it ends the process, and the keeper draws the conclusions. */
int
sender_main(void)
{
	const struct rlimit none = { 0, 0 };
	struct job job = { .arena = arena_new(0) };
	bool go;

	(void)signal(SIGPIPE, SIG_IGN);
	(void)prctl(PR_SET_DUMPABLE, 0);
	(void)setrlimit(RLIMIT_CORE, &none);
	(void)alarm(RECEIVE_SECONDS);
	go = receive(&job);
	if (go)
		work(&job);
	arena_free(job.arena);
	return go ? 0 : 64;
}
