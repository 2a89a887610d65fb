/* SPDX-License-Identifier: ISC
 * Drives one fetcher from a script: settings as key=value arguments, questions on standard
 * input (tab-separated), one line for each event on standard output, "." after the last.
 *
 *	poll FOLDER UIDVALIDITY FROM	take FOLDER UIDVALIDITY UID,...
 *	move FOLDER UIDVALIDITY TO UID,...	check FOLDER
 *	idle FOLDER SECONDS		idling FOLDER SECONDS (does not wait for NEWMAIL)
 *	pid
 *
 * With places=1 MOVED says where each lies now as well.
 */
#include "daemon/fetcher.h"
#include "daemon/wire.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool with_places;

static const char *
after(const char *argument, const char *key)
{
	size_t n = strlen(key);

	return strncmp(argument, key, n) == 0 && argument[n] == '=' ? argument + n + 1 : NULL;
}

static void
read_setting(struct fetcher_settings *s, const char *argument)
{
	const struct { const char *key; const char **to; } texts[] = {
		{ "server", &s->server }, { "address", &s->address }, { "ca", &s->ca_file }, { "login", &s->login },
		{ "token-url", &s->token.url }, { "token-client", &s->token.client_id }, { "token-secret", &s->token.client_secret_file },
		{ "token-scope", &s->token.scope }, { "token-refresh", &s->token.refresh_file }, { "token-ca", &s->token.ca_file },
		{ "tmp", &s->tmp_dir }, { "password-file", &s->secret_from }, { "password-command", &s->secret_from },
	};
	const char *value;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if ((value = after(argument, texts[i].key)) != NULL)
			*texts[i].to = value;
	if (after(argument, "password-command") != NULL)
		s->secret = FETCHER_SECRET_COMMAND;
	if ((value = after(argument, "port")) != NULL)
		s->port = (uint16_t)atoi(value);
	if ((value = after(argument, "tls")) != NULL && strcmp(value, "starttls") == 0)
		s->tls = FETCHER_TLS_STARTTLS;
	if ((value = after(argument, "auth")) != NULL && strcmp(value, "xoauth2") == 0)
		s->auth = FETCHER_AUTH_XOAUTH2;
	if ((value = after(argument, "seconds")) != NULL)
		s->connect_seconds = s->command_seconds = s->body_seconds = (uint32_t)atoi(value);
	if (after(argument, "places") != NULL)
		with_places = true;
	if ((value = after(argument, "token-seconds")) != NULL)
		s->token.seconds = (uint32_t)atoi(value);
	if ((value = after(argument, "message-bytes")) != NULL)
		s->message_bytes = strtoull(value, NULL, 10);
}

static void
print_uids(const uint32_t *uids, size_t count)
{
	for (size_t i = 0; i < count; i++)
		printf("%c%" PRIu32, i == 0 ? '\t' : ',', uids[i]);
}

static void
print_event(const struct fetcher_event *e)
{
	static const char *const missed[] = { "gone", "too-large", "not-given" };

	switch (e->news) {
	case FETCHER_LISTING:
		printf("LISTING\t%s\t%" PRIu32 "\t%" PRIu32 "\t%" PRIu32 "\t%s", e->folder, e->uidvalidity, e->uidnext, e->exists,
		    e->everything ? "all" : "new");
		for (size_t i = 0; i < e->count; i++)
			printf("%c%" PRIu32 ":%" PRIu32 ":%" PRId64, i == 0 ? '\t' : ',', e->entries[i].uid, e->entries[i].size,
			    e->entries[i].internaldate);
		printf("\n");
		break;
	case FETCHER_TAKEN:
		printf("TAKEN\t%" PRIu32 "\t%s\t%" PRIu64 "\t%" PRId64 "\n", e->uid, e->name, e->size, e->internaldate);
		break;
	case FETCHER_MISSED:
		printf("MISSED\t%" PRIu32 "\t%s\t%" PRIu64 "\n", e->uid, missed[e->missed], e->size);
		break;
	case FETCHER_MOVED:
		printf("MOVED");
		print_uids(e->uids, e->count);
		if (with_places)
			print_uids(e->to_uids, e->count);
		printf("\n");
		break;
	case FETCHER_NOT_MOVED:
		printf("NOT_MOVED\t%s", e->text);
		print_uids(e->uids, e->count);
		printf("\n");
		break;
	case FETCHER_OFFERS:
		printf("OFFERS\t%s\n", e->text);
		break;
	case FETCHER_TROUBLE:
		printf("TROUBLE\t%s\t%" PRIu32 "\t%s\n", fetcher_trouble_name(e->trouble), e->retry_after_seconds, e->text);
		break;
	case FETCHER_TAKE_DONE:
	case FETCHER_MOVE_DONE:
		printf("DONE\n");
		break;
	case FETCHER_NEWMAIL:
		printf("NEWMAIL\n");
		break;
	}
}

static struct fetcher_uids
read_uids(char *text, uint32_t *room)
{
	struct fetcher_uids uids = { room, 0 };

	for (char *one = strtok(text, ","); one != NULL && uids.count < FETCHER_UIDS; one = strtok(NULL, ","))
		room[uids.count++] = (uint32_t)strtoul(one, NULL, 10);
	return uids;
}

/* 0 when the question went out. */
static int
put_question(struct fetcher *f, char *const word[5], struct fail *fail)
{
	static uint32_t room[FETCHER_UIDS];
	struct fetcher_folder folder = { word[1], word[2] == NULL ? 0 : (uint32_t)strtoul(word[2], NULL, 10) };
	struct fetcher_uids uids;

	if (strcmp(word[0], "poll") == 0)
		return fetcher_poll(f, &folder, (uint32_t)strtoul(word[3], NULL, 10), fail);
	if (strcmp(word[0], "check") == 0)
		return fetcher_check(f, &folder, fail);
	if (strncmp(word[0], "idl", 3) == 0)
		return fetcher_idle(f, &folder, folder.uidvalidity, fail);
	uids = read_uids(strcmp(word[0], "move") == 0 ? word[4] : word[3], room);
	if (strcmp(word[0], "take") == 0)
		return fetcher_take(f, &folder, &uids, fail);
	return fetcher_move(f, &folder, &uids, word[3], fail);
}

static int
serve(struct fetcher *f, char *line, struct fail *fail)
{
	char *word[5] = { NULL };
	struct arena *a = arena_new(0);
	struct fetcher_event e;
	int rc = 1;

	line[strcspn(line, "\n")] = '\0';
	for (size_t i = 0; i < 5; i++)
		word[i] = strsep(&line, "\t");
	if (strcmp(word[0], "pid") == 0) {
		printf("PID\t%d\n", (int)fetcher_pid(f));
	} else {
		rc = put_question(f, word, fail) == 0 ? 1 : -1;
		while (rc == 1 && strcmp(word[0], "idling") != 0 && fetcher_busy(f) &&
		    (rc = fetcher_wait(f, a, wire_now_ms() + 120000, &e, fail)) == 1)
			print_event(&e);
	}
	if (rc != 1)
		printf("FAIL\t%d\t%s\n", (int)fail->class, fail->why);
	printf(".\n");
	fflush(stdout);
	arena_free(a);
	return rc;
}

int
main(int argc, char **argv)
{
	struct fetcher_settings settings = { 0 };
	struct fail fail = { 0 };
	struct fetcher *f;
	char *line = NULL, exe[4096] = "";
	size_t room = 0;

	if (argc == 2 && strcmp(argv[1], "--role=fetcher") == 0)
		return fetcher_main();
	if (argc == 2 && strcmp(argv[1], "--role=token") == 0)
		return token_main();
	for (int i = 1; i < argc; i++)
		read_setting(&settings, argv[i]);
	/* By its name: valgrind answers for this link, not for what is behind it. */
	if (readlink("/proc/self/exe", exe, sizeof(exe) - 1) < 0)
		return 1;
	f = fetcher_start(exe, &settings, &fail);
	if (f == NULL) {
		printf("FAIL\t%d\t%s\n", (int)fail.class, fail.why);
		return 1;
	}
	while (getline(&line, &room, stdin) > 0 && serve(f, line, &fail) == 1)
		continue;
	free(line);
	fetcher_stop(f, 3000);
	return 0;
}
