/* SPDX-License-Identifier: ISC
 * What lies behind the submission server of a bench: takes every letter and drops it, at as little cost as can be, so
 * that nobody is measured by it.  Prints its port, ends with its input. */
#include <netinet/in.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CLIENTS = 32, ROOM = 256 * 1024, ANSWERS = 4096 };

struct client {
	int fd;				/* 0: none */
	bool in_letter;
	size_t len;
	char in[ROOM];
};

static struct client clients[CLIENTS];

static const char *
answer_to(struct client *c, const char *line, size_t len)
{
	static const struct {
		const char *verb, *answer;
	} verbs[] = {
		{ "EHLO", "250-sink.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-DSN\r\n250-ENHANCEDSTATUSCODES\r\n250 SIZE 52428800\r\n" },
		{ "HELO", "250 sink.example\r\n" }, { "MAIL", "250 2.1.0 ok\r\n" }, { "RCPT", "250 2.1.5 ok\r\n" }, { "DATA", "354 go on\r\n" },
		{ "RSET", "250 2.0.0 ok\r\n" }, { "NOOP", "250 2.0.0 ok\r\n" }, { "XCLI", "250 2.0.0 ok\r\n" }, { "QUIT", "221 2.0.0 bye\r\n" },
	};

	for (size_t i = 0; len >= 4 && i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strncasecmp(line, verbs[i].verb, 4) == 0) {
			c->in_letter = strcmp(verbs[i].verb, "DATA") == 0;
			return verbs[i].answer;
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

		if (c->in_letter) {
			from += skip_letter(c, at, c->len - from);
			if (c->in_letter)
				break;
			answer = "250 2.0.0 taken\r\n";
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

static void
hear(struct client *c)
{
	ssize_t n = read(c->fd, c->in + c->len, sizeof(c->in) - c->len);

	if (n > 0)
		c->len += (size_t)n;
	if (n > 0 && serve(c))
		return;
	close(c->fd);
	*c = (struct client){ .fd = 0 };
}

static void
greet(int listener)
{
	static const char greeting[] = "220 sink.example ESMTP\r\n";
	int fd = accept(listener, NULL, NULL);
	size_t i = 0;

	while (i < CLIENTS && clients[i].fd != 0)
		i++;
	if (fd < 0 || i == CLIENTS || write(fd, greeting, sizeof(greeting) - 1) < 0) {
		close(fd);
		return;
	}
	clients[i].fd = fd;
}

int
main(void)
{
	struct sockaddr_in here = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t len = sizeof(here);
	int listener = socket(AF_INET, SOCK_STREAM, 0);

	if (listener < 0 || bind(listener, (struct sockaddr *)&here, sizeof(here)) != 0 || listen(listener, CLIENTS) != 0 ||
	    getsockname(listener, (struct sockaddr *)&here, &len) != 0)
		return EXIT_FAILURE;
	printf("%u\n", ntohs(here.sin_port));
	(void)fflush(stdout);
	for (;;) {
		struct pollfd table[CLIENTS + 2] = { { .fd = 0, .events = POLLIN }, { .fd = listener, .events = POLLIN } };

		for (size_t i = 0; i < CLIENTS; i++)
			table[i + 2] = (struct pollfd){ .fd = clients[i].fd == 0 ? -1 : clients[i].fd, .events = POLLIN };
		if (poll(table, CLIENTS + 2, -1) < 0 || table[0].revents != 0)
			return EXIT_SUCCESS;
		for (size_t i = 0; i < CLIENTS; i++)
			if (table[i + 2].revents != 0)
				hear(&clients[i]);
		if (table[1].revents != 0)
			greet(listener);
	}
}
