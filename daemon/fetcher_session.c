/* SPDX-License-Identifier: ISC */
#include "daemon/fetcher_session.h"

#include "daemon/fetcher_words.h"
#include "daemon/tls.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CONTROL_BYTES (1u << 20)
#define SEARCH_BYTES  (4u << 20)
/* After this long without a word the line is tried before anything is risked on it. */
#define OLD_MS        60000
#define INTERVALS     200u

int
fetcher_session_fail(struct fetcher_session *s, enum fetcher_trouble trouble, const char *format, ...)
{
	va_list args;

	s->trouble = trouble;
	s->retry_after_seconds = 0;
	va_start(args, format);
	(void)vsnprintf(s->text, sizeof(s->text), format, args);
	va_end(args);
	return -1;
}

static void
allow(struct fetcher_session *s, uint32_t seconds, struct stream_allowance allowance)
{
	allowance.deadline_ms = wire_now_ms() + seconds * 1000ll;
	stream_allow(s->stream, &allowance);
	(void)alarm(seconds + FETCHER_SLACK);
}

void
fetcher_session_close(struct fetcher_session *s, bool politely)
{
	if (s->imap != NULL) {
		if (politely)
			allow(s, 2, (struct stream_allowance){ .bytes = 65536 });
		else
			stream_cut(s->stream);
		/* Says LOGOUT where it may, and frees the stream. */
		mailimap_free(s->imap);
	}
	s->imap = NULL;
	s->stream = NULL;
	free(s->folder);
	s->folder = NULL;
}

/* ---- what a command may cost, and what became of it ---- */

void
fetcher_session_control(struct fetcher_session *s)
{
	allow(s, s->settings.command_seconds, (struct stream_allowance){ .bytes = CONTROL_BYTES });
}

void
fetcher_session_connecting(struct fetcher_session *s)
{
	allow(s, s->settings.connect_seconds, (struct stream_allowance){ .bytes = CONTROL_BYTES });
}

/* A SEARCH answers with all uids: 11 bytes each, and 64 in memory however short they are. */
void
fetcher_session_search(struct fetcher_session *s)
{
	uint64_t bytes = 65536 + 12ull * s->exists;

	allow(s, s->settings.command_seconds, (struct stream_allowance){ .bytes = bytes > SEARCH_BYTES ? SEARCH_BYTES : bytes });
}

void
fetcher_session_bodies(struct fetcher_session *s, uint64_t bytes)
{
	allow(s, s->settings.body_seconds, (struct stream_allowance){ .bytes = bytes + CONTROL_BYTES, .bodies = true, .literal = bytes });
}

static int
judge_stream(struct fetcher_session *s, const char *what)
{
	enum stream_trouble trouble = stream_trouble(s->stream);
	enum fetcher_trouble class = FETCHER_UNREACHABLE;
	struct fetcher_words words = { .hint = "" };

	switch (trouble) {
	case STREAM_FINE:
		return fetcher_session_fail(s, FETCHER_PROTOCOL, "%s: the server's answer cannot be read", what);
	case STREAM_CLOSED:
	case STREAM_LATE:
	case STREAM_CUT:
		break;
	case STREAM_TOO_MUCH:
	case STREAM_HOSTILE:
		class = FETCHER_PROTOCOL;
		break;
	case STREAM_TLS:
		class = FETCHER_TLS_FAILED;
		break;
	case STREAM_BYE:
		words = fetcher_words_read(stream_last_words(s->stream));
		if (words.meaning == FETCHER_WORDS_THROTTLED)
			class = FETCHER_THROTTLED;
		break;
	}
	fetcher_session_fail(s, class, "%s: %s%s", what, stream_trouble_text(trouble), words.hint);
	s->retry_after_seconds = words.retry_after_seconds;
	return -1;
}

/* The tagged answer was NO or BAD: its words, never quoted, may say more. */
static void
judge_words(struct fetcher_session *s, bool bad, const char *what)
{
	const struct mailimap_response_info *info = s->imap->imap_response_info;
	const char *code = info == NULL ? NULL : info->rsp_atom;
	struct fetcher_words words = fetcher_words_read(span_str(s->imap->imap_response));
	struct fetcher_words coded = fetcher_words_read_code(span_str(code));
	enum fetcher_trouble class = FETCHER_PROTOCOL;

	if (words.meaning == FETCHER_WORDS_THROTTLED || coded.meaning == FETCHER_WORDS_THROTTLED)
		class = FETCHER_THROTTLED;
	else if (words.meaning == FETCHER_WORDS_NO_PERMISSION || coded.meaning == FETCHER_WORDS_NO_PERMISSION)
		class = FETCHER_NO_PERMISSION;
	fetcher_session_fail(s, class, "%s: the server said %s%s%s", what, bad ? "BAD" : "NO", coded.hint, words.hint);
	s->refused = true;
	s->retry_after_seconds = words.retry_after_seconds;
}

int
fetcher_session_judge(struct fetcher_session *s, int code, const char *what)
{
	bool fine = stream_trouble(s->stream) == STREAM_FINE;

	s->used_at_ms = wire_now_ms();
	s->refused = false;
	switch (code) {
	case MAILIMAP_NO_ERROR:
	case MAILIMAP_NO_ERROR_AUTHENTICATED:
	case MAILIMAP_NO_ERROR_NON_AUTHENTICATED:
		if (fine)
			return 0;
		judge_stream(s, what);
		break;
	/* After these the stream is out of step. */
	case MAILIMAP_ERROR_BAD_STATE:
	case MAILIMAP_ERROR_STREAM:
	case MAILIMAP_ERROR_PARSE:
	case MAILIMAP_ERROR_MEMORY:
	case MAILIMAP_ERROR_FATAL:
		judge_stream(s, what);
		break;
	case MAILIMAP_ERROR_PROTOCOL:
		if (fine)
			judge_words(s, true, what);
		else
			judge_stream(s, what);
		break;
	default:
		if (fine) {
			judge_words(s, false, what);
			return 1;
		}
		judge_stream(s, what);
		break;
	}
	fetcher_session_close(s, false);
	return -1;
}

/* ---- connecting ---- */

static int
open_stream(struct fetcher_session *s)
{
	struct stream_target target = { s->settings.server, s->settings.address, s->settings.port,
	    wire_now_ms() + s->settings.connect_seconds * 1000ll };
	struct fail fail = { 0 };

	(void)alarm(s->settings.connect_seconds + FETCHER_SLACK);
	if (s->context == NULL && (s->context = tls_client_context(s->settings.ca_file, &fail)) == NULL)
		return fetcher_session_fail(s, FETCHER_TLS_FAILED, "%s", fail.why);
	s->stream = stream_open(&target, &fail);
	if (s->stream == NULL)
		return fetcher_session_fail(s, FETCHER_UNREACHABLE, "%s", fail.why);
	return 0;
}

static int
secure(struct fetcher_session *s)
{
	struct fail fail = { 0 };

	if (stream_secure(s->stream, s->context, s->settings.server, &fail) == 0)
		return 0;
	return fetcher_session_fail(s, fail.class == FAIL_RETRY ? FETCHER_UNREACHABLE : FETCHER_TLS_FAILED, "%s", fail.why);
}

/* RFC 3501 section 6.2.1: in clear up to the handshake, so nothing said before it counts. */
static int
upgrade(struct fetcher_session *s)
{
	int rc;

	fetcher_session_connecting(s);
	rc = fetcher_session_judge(s, mailimap_starttls(s->imap), "STARTTLS");
	if (rc == 0)
		rc = secure(s);
	else if (rc > 0)
		rc = fetcher_session_fail(s, FETCHER_TLS_FAILED, "the server refuses STARTTLS");
	if (rc != 0)
		return -1;
	if (s->imap->imap_connection_info != NULL && s->imap->imap_connection_info->imap_capability != NULL) {
		mailimap_capability_data_free(s->imap->imap_connection_info->imap_capability);
		s->imap->imap_connection_info->imap_capability = NULL;
	}
	return 0;
}

static int
greet(struct fetcher_session *s)
{
	int code;

	fetcher_session_connecting(s);
	code = mailimap_connect(s->imap, stream_mail(s->stream));
	if (fetcher_session_judge(s, code, "greeting") != 0)
		return -1;
	/* PREAUTH skips the STARTTLS and the login that were meant to protect us. */
	if (code == MAILIMAP_NO_ERROR_AUTHENTICATED)
		return fetcher_session_fail(s, FETCHER_PROTOCOL, "the server greets with PREAUTH: not accepted");
	return s->settings.tls == FETCHER_TLS_STARTTLS ? upgrade(s) : 0;
}

/* libetpan follows a null pointer when a server has said nothing of what it can. */
static void
expect_nothing(struct fetcher_session *s)
{
	struct mailimap_connection_info *info = s->imap->imap_connection_info;

	if (info != NULL && info->imap_capability == NULL)
		info->imap_capability = mailimap_capability_data_new(clist_new());
}

static int
learn(struct fetcher_session *s)
{
	struct mailimap_capability_data *data = NULL;
	int code;

	expect_nothing(s);
	/* Many servers tell all they can only after the login. */
	fetcher_session_control(s);
	code = mailimap_capability(s->imap, &data);
	if (code == MAILIMAP_NO_ERROR && data != NULL)
		mailimap_capability_data_free(data);
	if (fetcher_session_judge(s, code, "CAPABILITY") != 0)
		return -1;
	s->has_move = mailimap_has_extension(s->imap, "MOVE") != 0;
	s->has_uidplus = mailimap_has_uidplus(s->imap) != 0;
	s->has_idle = mailimap_has_idle(s->imap) != 0;
	return 0;
}

const char *
fetcher_session_name(const struct fetcher_session *s, struct arena *a, const char *folder)
{
	const char *encoded = fetcher_name_encode(a, folder);

	return encoded == NULL ? NULL : fetcher_name_place(a, encoded, &s->names);
}

static int
connect_session(struct fetcher_session *s)
{
	if (fetcher_login_prepare(s) != 0 || open_stream(s) != 0)
		return -1;
	s->imap = mailimap_new(0, NULL);
	if (s->imap == NULL)
		abort();
	/* From here on mailimap_free closes the stream. */
	s->imap->imap_stream = stream_mail(s->stream);
	if ((s->settings.tls == FETCHER_TLS_IMPLICIT && secure(s) != 0) || greet(s) != 0 ||
	    fetcher_login(s) != 0 || learn(s) != 0 || fetcher_login_names(s) != 0) {
		fetcher_session_close(s, false);
		return -1;
	}
	return 0;
}

/* ---- the folder ---- */

static int
take_selection(struct fetcher_session *s, const char *folder)
{
	const struct mailimap_selection_info *info = s->imap->imap_selection_info;

	if (info == NULL || info->sel_uidvalidity == 0)
		return fetcher_session_fail(s, FETCHER_UNSUPPORTED, "the server gives no UIDVALIDITY: messages have no identity there");
	s->folder = strdup(folder);
	if (s->folder == NULL)
		abort();
	s->uidvalidity = info->sel_uidvalidity;
	s->uidnext = info->sel_uidnext;
	s->exists = info->sel_exists;
	return 0;
}

static int
select_folder(struct fetcher_session *s, const char *folder)
{
	struct arena *a = arena_new(0);
	const char *name = fetcher_session_name(s, a, folder);
	int rc = -1;

	free(s->folder);
	s->folder = NULL;
	if (name == NULL) {
		fetcher_session_fail(s, FETCHER_NO_FOLDER, "the folder's name is not one");
	} else {
		fetcher_session_control(s);
		rc = fetcher_session_judge(s, mailimap_select(s->imap, name), "opening the folder");
		if (rc > 0 && s->trouble == FETCHER_PROTOCOL)
			s->trouble = FETCHER_NO_FOLDER;
		rc = rc == 0 ? take_selection(s, folder) : -1;
	}
	arena_free(a);
	return rc;
}

int
fetcher_session_select(struct fetcher_session *s, const struct fetcher_folder *folder, bool again)
{
	bool kept = s->imap != NULL;

	if (kept && wire_now_ms() - s->used_at_ms > OLD_MS)
		again = true;
	if (kept && !again && s->folder != NULL && strcmp(s->folder, folder->name) == 0)
		return 0;
	if (!kept && connect_session(s) != 0)
		return -1;
	if (select_folder(s, folder->name) == 0)
		return 0;
	/* An old line may just have been closed; a new one failing is a fact. */
	if (!kept || s->imap != NULL)
		return -1;
	return connect_session(s) == 0 ? select_folder(s, folder->name) : -1;
}

int
fetcher_session_hold(struct fetcher_session *s, const struct fetcher_folder *folder)
{
	if (fetcher_session_select(s, folder, false) != 0)
		return -1;
	if (s->uidvalidity != folder->uidvalidity)
		return fetcher_session_fail(s, FETCHER_STALE, "the folder has a new UIDVALIDITY");
	return 0;
}

struct mailimap_set *
fetcher_session_set(const uint32_t *uids, size_t count, size_t most, size_t *used_out)
{
	struct mailimap_set *set = mailimap_set_new_empty();
	size_t i = 0;

	if (set == NULL)
		abort();
	if (count > most)
		count = most;
	for (unsigned intervals = 0; i < count && intervals < INTERVALS; intervals++) {
		size_t first = i;

		while (i + 1 < count && uids[i + 1] == uids[i] + 1)
			i++;
		if (mailimap_set_add_interval(set, uids[first], uids[i]) != MAILIMAP_NO_ERROR)
			abort();
		i++;
	}
	*used_out = i;
	return set;
}
