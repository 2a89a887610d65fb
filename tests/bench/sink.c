/* SPDX-License-Identifier: ISC
 * What lies behind the submission server of a bench: takes every letter and drops it, at as little cost as can be, so
 * that nobody is measured by it.  It offers what Postfix does, so that the submission server asks no oftener than it would
 * there; each client has a process of its own, which waits for nobody else.  Prints its port, ends with its input. */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ROOM = 256 * 1024, ANSWERS = 4096, BACKLOG = 32 };

struct client {
	int fd;
	bool in_letter;			/* of DATA */
	size_t chunk;			/* bytes of BDAT that are still to come */
	size_t len;
	char in[ROOM];
};

static const char taken[] = "250 2.0.0 taken\r\n";

static const char *
answer_to(struct client *c, const char *line, size_t len)
{
	static const struct {
		const char *verb, *answer;
	} verbs[] = {
		{ "EHLO", "250-sink.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-DSN\r\n250-CHUNKING\r\n250-ENHANCEDSTATUSCODES\r\n250 SIZE 52428800\r\n" },
		{ "HELO", "250 sink.example\r\n" }, { "MAIL", "250 2.1.0 ok\r\n" }, { "RCPT", "250 2.1.5 ok\r\n" }, { "DATA", "354 go on\r\n" }, { "BDAT", taken },
		{ "RSET", "250 2.0.0 ok\r\n" }, { "NOOP", "250 2.0.0 ok\r\n" }, { "XCLI", "250 2.0.0 ok\r\n" }, { "QUIT", "221 2.0.0 bye\r\n" },
	};

	for (size_t i = 0; len >= 4 && i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strncasecmp(line, verbs[i].verb, 4) == 0) {
			c->in_letter = strcmp(verbs[i].verb, "DATA") == 0;
			if (strcmp(verbs[i].verb, "BDAT") == 0)
				c->chunk = (size_t)strtoul(line + 4, NULL, 10);
			return c->chunk > 0 ? "" : verbs[i].answer;
		}
	return "502 5.5.2 no such command\r\n";
}

/* The rest of a letter: past its end, or all but what may be the start of one.  The line end of DATA is there still. */
static size_t
skip_letter(struct client *c, const char *at, size_t len)
{
	const char *end = memmem(at, len, "\r\n.\r\n", 5);

	c->in_letter = end == NULL;
	return end != NULL ? (size_t)(end - at) + 5 : len > 4 ? len - 4 : 0;
}

/* All that is there; false: the client is done with. */
static bool
serve(struct client *c)
{
	char answers[ANSWERS];
	size_t used = 0, from = 0;

	while (from < c->len && used < ANSWERS - 200) {
		const char *at = c->in + from, *end = memchr(at, '\n', c->len - from);
		const char *answer = NULL;

		if (c->chunk > 0) {
			size_t n = c->chunk < c->len - from ? c->chunk : c->len - from;

			c->chunk -= n;
			from += n;
			if (c->chunk > 0)
				break;
			answer = taken;
		} else if (c->in_letter) {
			from += skip_letter(c, at, c->len - from);
			if (c->in_letter)
				break;
			answer = taken;
		} else if (end == NULL) {
			break;
		} else {
			answer = answer_to(c, at, (size_t)(end - at));
			from += (size_t)(end - at) + 1 - (c->in_letter ? 2 : 0);
		}
		memcpy(answers + used, answer, strlen(answer));
		used += strlen(answer);
	}
	c->len -= from;
	memmove(c->in, c->in + from, c->len);
	return used == 0 || (write(c->fd, answers, used) == (ssize_t)used && strncmp(answers, "221", 3) != 0);
}

/* To the client's end, in a process of its own. */
static void
hear(int fd)
{
	static const char greeting[] = "220 sink.example ESMTP\r\n";
	static struct client c;
	int on = 1;
	ssize_t n;

	c.fd = fd;
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	if (write(fd, greeting, sizeof(greeting) - 1) < 0)
		return;
	while ((n = read(fd, c.in + c.len, sizeof(c.in) - c.len)) > 0) {
		c.len += (size_t)n;
		if (!serve(&c))
			return;
	}
}

static void
greet(int listener)
{
	int fd = accept(listener, NULL, NULL);

	if (fd >= 0 && fork() == 0) {
		(void)prctl(PR_SET_PDEATHSIG, SIGTERM);
		hear(fd);
		_exit(EXIT_SUCCESS);
	}
	if (fd >= 0)
		close(fd);
}

int
main(void)
{
	struct sockaddr_in here = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t len = sizeof(here);
	int listener = socket(AF_INET, SOCK_STREAM, 0);

	(void)signal(SIGCHLD, SIG_IGN);
	if (listener < 0 || bind(listener, (struct sockaddr *)&here, sizeof(here)) != 0 || listen(listener, BACKLOG) != 0 ||
	    getsockname(listener, (struct sockaddr *)&here, &len) != 0)
		return EXIT_FAILURE;
	printf("%u\n", ntohs(here.sin_port));
	(void)fflush(stdout);
	for (;;) {
		struct pollfd table[] = { { .fd = 0, .events = POLLIN }, { .fd = listener, .events = POLLIN } };

		if (poll(table, 2, -1) < 0 || table[0].revents != 0)
			return EXIT_SUCCESS;
		if (table[1].revents != 0)
			greet(listener);
	}
}
