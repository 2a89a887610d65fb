/* SPDX-License-Identifier: ISC */
#include "daemon/sender_inside.h"

#include <string.h>

enum { CLEAR_MAX = 65536 };		/* a greeting and one EHLO answer are hundreds of bytes */

void
sender_guard_begin(struct sender_guard *g)
{
	memset(g, 0, sizeof(*g));
}

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A reply's last line has a blank, or nothing, behind its code (RFC 5321 section 4.2.1). */
static void
end_line(struct sender_guard *g)
{
	bool coded = g->column >= 3 && digit(g->start[0]) && digit(g->start[1]) && digit(g->start[2]);

	if (coded)
		g->code = (unsigned)((g->start[0] - '0') * 100 + (g->start[1] - '0') * 10 + (g->start[2] - '0'));
	g->replied = !(coded && g->column > 3 && g->start[3] == '-');
	g->column = 0;
}

/* Pipelining begins after the login.  Before it, a byte behind a whole reply is one that
 * somebody put there to be read as if it had come through TLS (CVE-2011-0411). */
void
sender_guard_read(struct sender_guard *g, struct span bytes)
{
	g->bytes += bytes.len;
	if (g->bytes > CLEAR_MAX)
		g->broken = true;
	for (size_t i = 0; i < bytes.len && !g->broken; i++) {
		if (g->replied)
			g->broken = true;
		else if (bytes.at[i] == '\n')
			end_line(g);
		else if (bytes.at[i] != '\r') {
			if (g->column < sizeof(g->start))
				g->start[g->column] = (char)bytes.at[i];
			g->column++;
		}
	}
}

void
sender_guard_wrote(struct sender_guard *g)
{
	g->replied = false;
	g->code = 0;
}

bool
sender_guard_may_say(struct span bytes)
{
	static const char *const verbs[] = { "EHLO ", "HELO ", "STARTTLS\r\n", "QUIT\r\n" };
	bool one_line = bytes.len > 0 && span_find_byte(bytes, '\n') == bytes.len - 1;

	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (one_line && span_starts(bytes, span_str(verbs[i])))
			return true;
	return false;
}
