/* SPDX-License-Identifier: ISC */
#include "parsers/record.h"
#include "parsers/value.h"

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

/* ---- replies to letters of ours ---------------------------------------------------------- */

enum { TAG_HASH = 16, MESSAGE_ID_HASH = 24 };

/* "[SCP-2026-0042:kdnvuxnc4lf3qbsb]", the last line of our letters.  Whether it is genuine
 * only the keeper can tell; here it is enough that it looks so. */
size_t
record_after_tag(struct span text)
{
	size_t after = 0;

	for (size_t i = TAG_HASH + 2; i < text.len; i++) {
		size_t n = 0;

		if (text.at[i] != ']')
			continue;
		while (n < TAG_HASH && ((text.at[i - 1 - n] >= 'a' && text.at[i - 1 - n] <= 'z') || (text.at[i - 1 - n] >= '2' && text.at[i - 1 - n] <= '7')))
			n++;
		if (n == TAG_HASH && text.at[i - 1 - n] == ':')
			after = i + 1;
	}
	return after;
}

bool
record_is_letter(const struct record *r)
{
	struct span rest = r->message_id, piece;
	uint64_t number;

	return span_split(&rest, '.', &piece) && span_eq_nocase_str(piece, "referrald") && span_split(&rest, '.', &piece) && piece.len > 0 &&
	    span_split(&rest, '.', &piece) && span_number(piece, UINT64_MAX / 2, &number) && span_find_byte(rest, '@') == MESSAGE_ID_HASH;
}

bool
record_answers_ours(const struct record *r)
{
	struct span prefix = SPAN_LIT("referrald.");

	if (span_starts_nocase(r->in_reply_to, prefix))
		return true;
	for (size_t i = 0; i < r->references_count; i++)
		if (span_starts_nocase(r->references[i], prefix))
			return true;
	return record_after_tag(r->text) > 0;
}

/* Blocks of the text, up to where it quotes or from there on. */
static struct block_list
part_quoted(struct arena *a, const struct block_list *blocks, bool quoted)
{
	struct block_list kept = block_list(a);
	struct arena_text t = arena_text(a);
	size_t cut, at = 0;

	for (size_t i = 0; i < blocks->count; i++)
		if ((blocks->items[i].flags & BLOCK_MARGIN) == 0) {
			arena_put(&t, blocks->items[i].text);
			arena_put_byte(&t, '\n');
		}
	cut = record_find_quoted(arena_text_span(&t));
	for (size_t i = 0; i < blocks->count && (quoted || at < cut); i++)
		if ((blocks->items[i].flags & BLOCK_MARGIN) == 0) {
			if (quoted == (at >= cut))
				block_add(&kept, &blocks->items[i]);
			at += blocks->items[i].text.len + 1;
		}
	return kept;
}

struct block_list
record_without_quoted(struct arena *a, const struct block_list *blocks)
{
	return part_quoted(a, blocks, false);
}

/* "Pim, Jo (VALE SURGERY) <jo@vale.example>", "Jo Pim [mailto:jo@vale.example]", "Jo Pim" */
static struct part_address
address_of(struct arena *a, struct span text)
{
	struct value_found found;
	struct span name = text;
	struct part_address out = { .name = SPAN_NONE };

	if (value_find_email(text, a, &found)) {
		out.address = span_slice(text, found.from, found.to);
		name = span_slice(text, 0, found.from);
	}
	name = span_slice(name, 0, span_find_byte(name, '<'));
	name = span_trim(span_slice(name, 0, span_find_byte(name, '[')));
	while (name.len > 0 && (name.at[0] == '"' || name.at[0] == '*' || name.at[0] == ' '))
		name = span_slice(name, 1, name.len);
	while (name.len > 0 && (name.at[name.len - 1] == '"' || name.at[name.len - 1] == '*' || name.at[name.len - 1] == ' '))
		name.len--;
	out.name = name;
	return out;
}

/* What stands behind "From:" in one of the block's lines; empty: nothing. */
static struct span
from_line(struct span text)
{
	static const char *const marks[] = { "from:", "*from:*", "from: " };
	struct span line;

	while (span_line(&text, &line)) {
		line = span_trim(line);
		if (span_starts_any_nocase(line, SPAN_WORDS(marks)))
			return span_trim(span_slice(line, span_find_byte(line, ':') + 1, line.len));
	}
	return SPAN_NONE;
}

bool
record_quoted_letter(struct arena *a, const struct block_list *blocks, struct block_list *letter_out, struct part_address *from_out)
{
	static const char *const heads[] = { "from:", "*from:*", "sent:", "*sent:*", "date:", "*date:*", "to:", "*to:*", "cc:", "*cc:*", "subject:", "*subject:*", "importance:" };
	enum { BANNER = 4 };		/* what stands above "From:": a rule, a blank line */
	struct block_list quoted = part_quoted(a, blocks, true);
	struct span from = SPAN_NONE;
	size_t at;

	for (at = 0; at < quoted.count && at < BANNER && from.len == 0; at++)
		from = from_line(quoted.items[at].text);
	if (from.len == 0)
		return false;
	*from_out = address_of(a, from);
	while (at < quoted.count && (span_trim(quoted.items[at].text).len == 0 || span_starts_any_nocase(span_trim(quoted.items[at].text), SPAN_WORDS(heads))))
		at++;
	quoted.items += at;
	quoted.count -= at;
	*letter_out = record_without_quoted(a, &quoted);
	return from_out->name.len > 0 && letter_out->count > 0;
}
