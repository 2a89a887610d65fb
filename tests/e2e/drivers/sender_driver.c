/* SPDX-License-Identifier: ISC
 *
 * sender_driver: the room sender without the daemon around it.
 *
 *   sender_driver [key=value ...] < letters
 *
 * A letter is a line "ID TO FILE [MESSAGE-ID]".  Results are printed as they come, one a line:
 * "ID outcome stage code status|text".  check=1 prints what the server offers. */
#include "daemon/child.h"
#include "daemon/sender.h"
#include "daemon/wire.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static const char *
value(int argc, char *argv[], const char *key)
{
	size_t len = strlen(key);

	for (int i = 1; i < argc; i++)
		if (strncmp(argv[i], key, len) == 0 && argv[i][len] == '=')
			return argv[i] + len + 1;
	return NULL;
}

static uint32_t
number(int argc, char *argv[], const char *key)
{
	const char *text = value(argc, argv, key);

	return text == NULL ? 0 : (uint32_t)strtoul(text, NULL, 10);
}

static struct span
file(struct arena *a, const char *name)
{
	struct arena_text t = arena_text(a);
	FILE *f = fopen(name, "rb");
	int c;

	while (f != NULL && (c = getc(f)) != EOF)
		arena_put_byte(&t, (unsigned char)c);
	if (f != NULL)
		(void)fclose(f);
	return arena_text_span(&t);
}

static size_t
letters(struct arena *a, struct sender_letter *out)
{
	char line[1024], to[512], name[512], message_id[256];
	unsigned long long id;
	size_t n = 0;

	while (n < SENDER_BATCH && fgets(line, sizeof(line), stdin) != NULL) {
		message_id[0] = '\0';
		if (sscanf(line, "%llu %511s %511s %255s", &id, to, name, message_id) < 3)
			continue;
		out[n].id = id;
		out[n].to = arena_copy(a, span_str(to));
		out[n].bytes = file(a, name);
		out[n++].message_id = arena_copy(a, span_str(message_id));
	}
	return n;
}

static void
print(const struct sender_result *r)
{
	printf("%llu %s %s %u %s|%s\n", (unsigned long long)r->id, sender_outcome_name(r->outcome), sender_stage_name(r->stage), r->code, r->status, r->text);
	(void)fflush(stdout);
}

/* kill_after=N ends the child once N results are here. */
static int
send_all(struct sender *s, uint32_t kill_after)
{
	struct sender_result r;
	enum sender_news news;
	uint32_t got = 0;

	while ((news = sender_next(s, &r)) != SENDER_OVER) {
		if (news == SENDER_RESULT) {
			print(&r);
			if (++got == kill_after)
				sender_kill(s);
		} else {
			struct pollfd p = { .fd = sender_fd(s), .events = POLLIN };
			int64_t left = sender_deadline_ms(s) - wire_now_ms();

			(void)poll(&p, 1, left < 0 ? 0 : (int)left);
		}
	}
	sender_free(s);
	return 0;
}

static int
check(const struct sender_settings *settings, struct arena *a)
{
	struct span offers;
	struct fail f;

	if (sender_check("/proc/self/exe", settings, a, &offers, &f) != 0) {
		printf("failed: %s\n", f.why);
		return 1;
	}
	printf("%.*s\n", SPAN_PF(offers));
	return 0;
}

static int
run(int argc, char *argv[], const struct sender_settings *settings, struct arena *a)
{
	static struct sender_letter batch[SENDER_BATCH];
	static struct sender_result results[SENDER_BATCH];
	size_t count = letters(a, batch);
	struct sender *s;
	struct fail f;

	if (value(argc, argv, "at_once") != NULL) {
		if (sender_run("/proc/self/exe", settings, batch, count, results, &f) != 0) {
			printf("failed: %s\n", f.why);
			return 1;
		}
		for (size_t i = 0; i < count; i++)
			print(&results[i]);
		return 0;
	}
	s = sender_start("/proc/self/exe", settings, batch, count, &f);
	if (s == NULL) {
		printf("failed: %s\n", f.why);
		return 1;
	}
	return send_all(s, number(argc, argv, "kill_after"));
}

/* kB that the sender had resident at most. */
static void
note_peak(const char *path)
{
	FILE *f = path == NULL ? NULL : fopen(path, "w");
	struct rusage used;

	if (f == NULL)
		return;
	if (getrusage(RUSAGE_CHILDREN, &used) == 0)
		fprintf(f, "%ld\n", used.ru_maxrss);
	fclose(f);
}

int
main(int argc, char *argv[])
{
	struct sender_settings settings = {
		.server = value(argc, argv, "server"), .address = value(argc, argv, "address"), .port = (uint16_t)number(argc, argv, "port"),
		.ca_file = value(argc, argv, "ca_file"), .login = value(argc, argv, "login"),
		.auth = value(argc, argv, "xoauth2") != NULL ? SENDER_AUTH_XOAUTH2 : SENDER_AUTH_PLAIN,
		.mail_from = value(argc, argv, "mail_from"), .helo = value(argc, argv, "helo"),
		.token = { .url = value(argc, argv, "token_url"), .client_id = value(argc, argv, "token_client"), .client_secret_file = value(argc, argv, "token_secret"),
		    .scope = value(argc, argv, "token_scope"), .ca_file = value(argc, argv, "token_ca") },
		.step_seconds = number(argc, argv, "step"), .dot_seconds = number(argc, argv, "dot"), .session_seconds = number(argc, argv, "session"),
	};
	struct arena *a;
	int rc;

	if (argc == 2 && strcmp(argv[1], "--role=sender") == 0)
		return sender_main();
	if (argc == 2 && strcmp(argv[1], "--role=token") == 0)
		return token_main();
	settings.secret = value(argc, argv, "password_command") != NULL ? SECRET_COMMAND : SECRET_FILE;
	settings.secret_from = value(argc, argv, settings.secret == SECRET_COMMAND ? "password_command" : "password_file");
	(void)signal(SIGPIPE, SIG_IGN);
	a = arena_new(0);
	rc = value(argc, argv, "check") != NULL ? check(&settings, a) : run(argc, argv, &settings, a);
	note_peak(value(argc, argv, "peak"));
	arena_free(a);
	return rc;
}
