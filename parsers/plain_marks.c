/* SPDX-License-Identifier: ISC */
#include "parsers/plain_marks.h"

#include "parsers/boxes.h"
#include "parsers/text.h"

enum { LONGEST_HEADING = 90, SHORTEST_RULE = 4, LONGEST_BOLD = 200, SLACK = 4 };

static bool
is_mark(unsigned char c)
{
	return c == '=' || c == '-' || c == '~' || c == '#' || c == '*';
}

bool
plain_marks_is_rule(struct span line)
{
	size_t n = 0;

	line = span_trim(line);
	while (n < line.len && line.at[n] == line.at[0])
		n++;
	return n == line.len && n >= SHORTEST_RULE && is_mark(line.at[0]);
}

bool
plain_marks_is_ruled(struct span line)
{
	size_t marks = 0, stretches = 0;

	line = span_trim(line);
	for (size_t i = 0; i < line.len; i++) {
		bool mark = line.at[i] == '-' || line.at[i] == '=';

		if (!mark && line.at[i] != ' ' && line.at[i] != '+' && line.at[i] != '|' && line.at[i] != ':' && line.at[i] != '\t')
			return false;
		stretches += mark && (i == 0 || line.at[i - 1] != line.at[i]) ? 1 : 0;
		marks += mark ? 1 : 0;
	}
	return stretches > 1 && marks >= 2 * stretches && marks >= SHORTEST_RULE;
}

static bool
has_letter(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] >= 0x80 || (s.at[i] | 0x20) >= 'a')
			return true;
	return false;
}

static size_t
letters(struct span s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += (s.at[i] & 0xC0) != 0x80 ? 1 : 0;
	return n;
}

/* "== The child ==", "--- Family ---": as many of one mark on either side. */
static struct span
between_marks(struct span s)
{
	size_t n = 0, end = 0;

	while (n < s.len && is_mark(s.at[0]) && s.at[n] == s.at[0])
		n++;
	while (end < s.len && s.at[s.len - 1 - end] == s.at[0])
		end++;
	if (n < 2 || end != n || 2 * n >= s.len || s.at[n] != ' ' || s.at[s.len - 1 - n] != ' ')
		return SPAN_NONE;
	return span_trim(span_slice(s, n, s.len - n));
}

struct span
plain_marks_heading(struct span line, struct span next)
{
	struct span s = span_trim(line), inner = between_marks(s), rule = span_trim(next);
	size_t n = letters(s);

	if (inner.len > 0 && inner.len <= LONGEST_HEADING && has_letter(inner))
		return inner;
	if (n == 0 || n > LONGEST_HEADING || !has_letter(s) || !plain_marks_is_rule(rule) || s.at[s.len - 1] == '.' || s.at[s.len - 1] == ',' || is_mark(s.at[0]))
		return SPAN_NONE;
	return rule.len <= n + SLACK && rule.len + SLACK >= n ? s : SPAN_NONE;
}

/* The letter, in either case, its number if there is one, and the mark or blank behind it, one of which there must be; 0: not so. */
static size_t
lettered(struct span s, unsigned char letter, struct span *number_out)
{
	size_t i = 1;

	if (s.len < 3 || (s.at[0] | 0x20) != letter)
		return 0;
	while (i < s.len && span_is_digit(s.at[i]))
		i++;
	*number_out = span_slice(s, 1, i);
	if (i < s.len && (s.at[i] == ':' || s.at[i] == '.' || s.at[i] == ')'))
		return i + 1;
	return i > 1 && i < s.len && s.at[i] == ' ' ? i : 0;
}

struct span
plain_marks_answer(struct span line, struct span *asked)
{
	struct span s = span_trim(line), number;
	size_t end;

	if (s.len == 0)
		return line;
	if (lettered(s, 'q', &number) > 0) {
		*asked = span_slice(s, 0, 1 + number.len);
		return line;
	}
	end = lettered(s, 'a', &number);
	if (end == 0 || asked->len == 0 || !span_eq(number, span_slice(*asked, 1, asked->len)))
		return line;
	*asked = SPAN_NONE;
	return span_trim(span_slice(s, end, s.len));
}

/* What stands between the stars: from the first of two that touch a word; its length 0 when there is none. */
static struct span
bold_part(struct span line, size_t *end_out)
{
	size_t from = 0, stars = 0;

	while (from < line.len && line.at[from] == ' ')
		from++;
	while (from + stars < line.len && line.at[from + stars] == '*')
		stars++;
	if (stars == 0 || stars > 2)
		return SPAN_NONE;
	from += stars;
	if (from >= line.len || line.at[from] == ' ')
		return SPAN_NONE;
	for (size_t i = from + 1; i < line.len && i - from <= LONGEST_BOLD; i++) {
		size_t end = i;

		if (line.at[i] != '*')
			continue;
		while (end < line.len && line.at[end] == '*')
			end++;
		if (end - i != stars || line.at[i - 1] == ' ' || (end < line.len && line.at[end] != ' ' && line.at[end] != ':' && line.at[end] != '\t'))
			return SPAN_NONE;
		*end_out = end;
		return span_slice(line, from, i);
	}
	return SPAN_NONE;
}

void
plain_marks_put(struct block_builder *b, struct span line)
{
	size_t end = 0;
	struct span bold = bold_part(line, &end);

	if (bold.len > 0) {
		boxes_put(b, bold, BOXES_TEXT, BLOCK_BOLD, NULL);
		line = span_slice(line, end, line.len);
	}
	boxes_put(b, line, BOXES_TEXT, 0, NULL);
}
