/* SPDX-License-Identifier: ISC
 *
 * Bounces in words.  qmail, old Exchange, Exim and home-made gateways send no report part.
 */
#include "parsers/dsn_inside.h"

#include "parsers/text.h"

enum { PROSE_LIMIT = 32 * 1024 };

/* Said of a letter that has failed for good, or is late.  Each was met at the front of a
 * real server's message; a person's mail hardly holds one, and never beside a bare address. */
static const struct { const char *words; enum dsn_action action; } sayings[] = {
	{ "your message did not reach some or all of the intended recipients", DSN_FAILED },
	{ "your message couldn't be delivered", DSN_FAILED },
	{ "your message could not be delivered", DSN_FAILED },
	{ "your message wasn't delivered", DSN_FAILED },
	{ "your message was not delivered", DSN_FAILED },
	{ "delivery has failed to these recipients", DSN_FAILED },
	{ "delivery to the following recipient", DSN_ACTION_UNKNOWN },
	{ "delivery to these recipients or groups is complete", DSN_DELIVERED },
	{ "the following recipient(s) cannot be reached", DSN_FAILED },
	{ "the following recipients could not be reached", DSN_FAILED },
	{ "could not be delivered to one or more", DSN_FAILED },
	{ "i wasn't able to deliver your message", DSN_FAILED },
	{ "i'm afraid i wasn't able to deliver", DSN_FAILED },
	{ "a message that you sent could not be delivered", DSN_FAILED },
	{ "this is a permanent error", DSN_FAILED },
	{ "the following addresses had permanent fatal errors", DSN_FAILED },
	{ "the following addresses had permanent delivery errors", DSN_FAILED },
	{ "this is the mail system at host", DSN_FAILED },
	{ "this message was created automatically by mail delivery software", DSN_ACTION_UNKNOWN },
	{ "undeliverable:", DSN_FAILED },
	{ "undelivered mail returned to sender", DSN_FAILED },
	{ "mail delivery failed", DSN_FAILED },
	{ "delivery status notification (failure)", DSN_FAILED },
	{ "returned mail:", DSN_FAILED },
	{ "user unknown", DSN_FAILED },
	{ "warning: message delayed", DSN_DELAYED },
	{ "has not been delivered yet", DSN_DELAYED },
	{ "has been delayed", DSN_DELAYED },
	{ "delivery is delayed", DSN_DELAYED },
	{ "has not yet been delivered", DSN_DELAYED },
	{ "will be retried", DSN_DELAYED },
};

/* Curly apostrophes are as frequent as straight ones. */
static struct span
straight(struct arena *a, struct span s)
{
	struct arena_text t = arena_text(a);
	struct span mark = SPAN_LIT("\xE2\x80\x99");
	size_t at = span_find(s, mark);

	if (at == s.len)
		return s;
	for (; at < s.len; at = span_find(s, mark)) {
		arena_put(&t, span_slice(s, 0, at));
		arena_put_byte(&t, '\'');
		s = span_slice(s, at + mark.len, s.len);
	}
	arena_put(&t, s);
	return arena_text_span(&t);
}

static bool
find_saying(struct arena *a, struct span text, enum dsn_action *action_out)
{
	struct span one_line = text_squeeze(a, straight(a, text));
	bool said = false;

	*action_out = DSN_ACTION_UNKNOWN;
	for (size_t i = 0; i < sizeof(sayings) / sizeof(sayings[0]); i++) {
		if (span_find_nocase(one_line, span_str(sayings[i].words)) == one_line.len)
			continue;
		said = true;
		/* "will be retried" beside "permanent": the first of the table counts, failure before delay. */
		if (*action_out == DSN_ACTION_UNKNOWN)
			*action_out = sayings[i].action;
	}
	return said;
}

/* Where the letter itself, or its fields, begin in the text. */
static size_t
original_at(struct span text)
{
	static const char *const marks[] = {
		"--- Below this line is a copy of the message.", "------ This is a copy of the message", "Original message headers:", "----- Original message -----",
		"----- Transcript of session follows", "--- The header of the original message", "Reporting-MTA:",
	};
	size_t at = text.len;

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size_t found = span_find_nocase(text, span_str(marks[i]));

		if (found < at)
			at = found;
	}
	return at;
}

static void
read_codes(struct arena *a, struct span line, struct dsn_recipient *r)
{
	for (size_t i = 0; i < line.len; i++) {
		struct span here = span_slice(line, i, line.len), marks = SPAN_LIT(" #(<:-'\"");

		if (i > 0 && span_find_byte(marks, line.at[i - 1]) == marks.len)
			continue;
		if (r->status.len == 0)
			r->status = arena_copy(a, dsn_inside_status(here));
		if (r->smtp_code == 0 && here.len > 3 && (here.at[0] == '4' || here.at[0] == '5') && (here.at[3] == ' ' || here.at[3] == '-' || here.at[3] == '#'))
			r->smtp_code = dsn_inside_smtp_code(here);
	}
	dsn_inside_judge(r);
}

/* A line that is an address, or begins with one: "<a@b>:", "a@b", "  a@b on 1/2/2026",
 * "Name (a@b)", "To: a@b". */
static struct span
line_address(struct arena *a, struct span line)
{
	struct span s = span_trim(line), address;
	size_t at = span_find_byte(s, '@'), from = at, to = at;

	if (at == s.len || s.len > 500)
		return SPAN_NONE;
	while (from > 0 && s.at[from - 1] > ' ' && s.at[from - 1] != '<' && s.at[from - 1] != '(' && s.at[from - 1] != ':' && s.at[from - 1] != '"' && s.at[from - 1] != '[' && s.at[from - 1] != '\'')
		from--;
	while (to < s.len && s.at[to] > ' ' && s.at[to] != '>' && s.at[to] != ')' && s.at[to] != ':' && s.at[to] != ',' && s.at[to] != '"' && s.at[to] != ']' && s.at[to] != ';' && s.at[to] != '\'')
		to++;
	/* Prose before the address makes it a mention ("contact postmaster@..."), a name does not. */
	if (from > 60)
		return SPAN_NONE;
	address = dsn_inside_address(a, span_slice(s, from, to));
	if (span_starts_nocase(address, SPAN_LIT("postmaster@")) || span_starts_nocase(address, SPAN_LIT("mailer-daemon@")))
		return SPAN_NONE;
	return address;
}

static bool
is_mention(struct span line)
{
	static const char *const words[] = { "contact", "please", "help", "from:", "from <", "sender", "message-id", "http", "report", "generating server" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (span_find_nocase(line, span_str(words[i])) < line.len)
			return true;
	return false;
}

static bool
is_known(const struct dsn *dsn, struct span address)
{
	for (size_t i = 0; i < dsn->recipients_count; i++)
		if (span_eq_nocase(dsn->recipients[i].final, address))
			return true;
	return false;
}

static void
read_recipients(struct arena *a, struct span text, enum dsn_action action, struct dsn *dsn)
{
	struct span rest = text, line;
	struct dsn_recipient *last = NULL;

	while (span_line(&rest, &line)) {
		struct span address = is_mention(line) ? SPAN_NONE : line_address(a, line);

		if (address.len > 0 && !is_known(dsn, address)) {
			last = dsn_inside_add(a, dsn);
			if (last == NULL)
				return;
			last->final = address;
			last->action = action;
		}
		if (last != NULL && line.len < 1000)
			read_codes(a, line, last);
	}
}

/* The identifiers of the letter: lines "Message-ID: <...>" and "References: ..." anywhere. */
static void
find_identifiers(struct arena *a, struct span text, struct dsn *dsn)
{
	struct span rest = text, line, before = text, name, value;

	for (; span_line(&rest, &line); before = rest) {
		struct span field = span_trim(line), at = before;

		if (!span_starts_nocase(field, SPAN_LIT("message-id:")) && !span_starts_nocase(field, SPAN_LIT("references:")))
			continue;
		if (!dsn_inside_field(a, &at, &name, &value))
			continue;
		if (span_eq_nocase_str(name, "Message-ID") && dsn->message_id.len == 0 && span_find_byte(value, '@') < value.len)
			dsn->message_id = dsn_inside_id(a, value);
		else if (span_eq_nocase_str(name, "References") && dsn->references.len == 0)
			dsn->references = text_to_utf8(a, arena_copy(a, value));
	}
}

bool
dsn_read_prose(struct arena *a, struct span text, struct dsn *dsn)
{
	struct dsn found = { 0 };
	enum dsn_action action;
	struct span told;

	text = span_slice(text, 0, PROSE_LIMIT);
	told = span_slice(text, 0, original_at(text));
	/* The words must stand at the front: a person may quote a bounce further down. */
	if (!find_saying(a, span_slice(told, 0, 2000), &action))
		return false;
	read_recipients(a, told, action, &found);
	find_identifiers(a, text, &found);
	if (found.recipients_count == 0 && found.message_id.len == 0)
		return false;
	for (size_t i = 0; i < found.recipients_count; i++)
		if (found.recipients[i].action == DSN_ACTION_UNKNOWN)
			found.recipients[i].action = found.recipients[i].severity == DSN_SOFT ? DSN_DELAYED : DSN_FAILED;
	found.kind = DSN_FREE_FORM;
	*dsn = found;
	return true;
}
