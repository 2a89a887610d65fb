/* SPDX-License-Identifier: ISC */
#include "parsers/record.h"

enum { RULE_LENGTH = 20, OUTLOOK_LINES = 6 };

static bool
contains(struct span s, const char *needle)
{
	struct span n = span_str(needle);

	return span_find_nocase(s, n) + n.len <= s.len && n.len > 0 && span_find_nocase(s, n) < s.len;
}

/* "-----Original Message-----", "---------- Forwarded message ---------" */
static bool
is_banner(struct span line)
{
	return span_starts(line, SPAN_LIT("--")) && (contains(line, "original message") || contains(line, "forwarded message"));
}

static bool
is_rule(struct span line)
{
	for (size_t i = 0; i < line.len; i++)
		if (line.at[i] != '_')
			return false;
	return line.len >= RULE_LENGTH;
}

/* The header lines Outlook sets before what it quotes: From: first, Sent: or Date: and
 * To: or Subject: close behind. */
static bool
is_outlook(struct span line, struct span rest)
{
	bool sent = false, to = false;
	struct span next;

	if (!span_starts_nocase(line, SPAN_LIT("From:")) && !span_starts_nocase(line, SPAN_LIT("*From:*")))
		return false;
	for (unsigned i = 0; i < OUTLOOK_LINES && span_line(&rest, &next); i++) {
		next = span_trim(next);
		sent = sent || span_starts_nocase(next, SPAN_LIT("Sent:")) || span_starts_nocase(next, SPAN_LIT("Date:")) ||
		    span_starts_nocase(next, SPAN_LIT("*Sent:*")) || span_starts_nocase(next, SPAN_LIT("*Date:*"));
		to = to || span_starts_nocase(next, SPAN_LIT("To:")) || span_starts_nocase(next, SPAN_LIT("Subject:")) ||
		    span_starts_nocase(next, SPAN_LIT("*To:*")) || span_starts_nocase(next, SPAN_LIT("*Subject:*"));
	}
	return sent && to;
}

/* "On Mon, 23 Nov 2026 at 09:00, X <x@y.example> wrote:", perhaps broken in two. */
static bool
is_attribution(struct span line, struct span rest)
{
	struct span next = SPAN_NONE;

	if (!span_starts_nocase(line, SPAN_LIT("On ")))
		return false;
	if (span_ends_nocase(line, SPAN_LIT("wrote:")))
		return true;
	(void)span_line(&rest, &next);
	return line.len > 10 && span_ends_nocase(span_trim(next), SPAN_LIT("wrote:"));
}

static bool
starts_quotation(struct span line, struct span rest)
{
	struct span after = rest, next;

	if (line.len > 0 && line.at[0] == '>')
		return true;
	if (is_rule(line))
		return span_line(&after, &next) && is_outlook(span_trim(next), after);
	return is_banner(line) || is_outlook(line, rest) || is_attribution(line, rest);
}

size_t
record_find_quoted(struct span text)
{
	struct span rest = text, line;
	size_t at = 0;

	while (span_line(&rest, &line)) {
		if (starts_quotation(span_trim(line), rest))
			return at;
		at = text.len - rest.len;
	}
	return text.len;
}
