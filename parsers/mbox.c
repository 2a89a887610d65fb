/* SPDX-License-Identifier: ISC */
#include "parsers/mbox.h"

/* "From ann@council.example Mon Nov 23 09:00:00 2026". */
static bool
is_from_line(struct span line)
{
	if (!span_starts(line, SPAN_LIT("From ")))
		return false;
	for (size_t i = 5; i + 5 <= line.len; i++)
		if (span_is_digit(line.at[i]) && span_is_digit(line.at[i + 1]) && line.at[i + 2] == ':' && span_is_digit(line.at[i + 3]) && span_is_digit(line.at[i + 4]))
			return true;
	return false;
}

bool
mbox_is(struct span file)
{
	struct span rest = file, line;

	return span_line(&rest, &line) && is_from_line(line);
}

/* Where the message that begins at `s` ends: before the blank line before the next "From ". */
static size_t
find_end(struct span s)
{
	struct span rest = s, line;
	size_t blank = SIZE_MAX;	/* where the blank line just before begins */

	while (rest.len > 0) {
		size_t at = s.len - rest.len;

		if (!span_line(&rest, &line))
			break;
		if (blank != SIZE_MAX && is_from_line(line))
			return at;
		blank = line.len == 0 ? at : SIZE_MAX;
	}
	return s.len;
}

static bool
is_quoted_from(struct span line)
{
	size_t n = 0;

	while (n < line.len && line.at[n] == '>')
		n++;
	return n > 0 && span_starts(span_slice(line, n, line.len), SPAN_LIT("From "));
}

static struct span
unquote(struct span s, struct arena *a)
{
	struct arena_text t = arena_text(a);
	struct span rest = s, line;

	if (span_find(s, SPAN_LIT(">From ")) == s.len)
		return s;
	while (rest.len > 0) {
		struct span from = rest;

		if (!span_line(&rest, &line))
			break;
		arena_put(&t, span_slice(from, is_quoted_from(line) ? 1 : 0, from.len - rest.len));
	}
	return arena_text_span(&t);
}

bool
mbox_next(struct span *rest, struct arena *a, struct span *message_out)
{
	struct span line, message;
	size_t end;

	if (!span_line(rest, &line))
		return false;
	end = find_end(*rest);
	message = span_slice(*rest, 0, end);
	*rest = span_slice(*rest, end, rest->len);
	/* The blank line between two messages belongs to neither. */
	if (span_ends_nocase(message, SPAN_LIT("\r\n\r\n")))
		message.len -= 2;
	else if (span_ends_nocase(message, SPAN_LIT("\n\n")))
		message.len -= 1;
	*message_out = unquote(message, a);
	return true;
}
