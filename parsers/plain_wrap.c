/* SPDX-License-Identifier: ISC */
#include "parsers/plain_wrap.h"

#include "parsers/text.h"

enum { SHORTEST = 60, LONGEST = 80, LABEL_BYTES = 60 };

static size_t
length(struct span s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += (s.at[i] & 0xC0) != 0x80;
	return n;
}

static struct span
first_word(struct span s)
{
	return span_slice(s, 0, span_find_byte(s, ' '));
}

/* The next word had no room behind what stands there. */
static bool
is_full(struct span line, struct span next, size_t column)
{
	return length(line) + 1 + length(first_word(next)) > column;
}

/* As it was typed: without the marks of a quotation. */
static struct span
typed(struct span line)
{
	line = span_trim(line);
	while (line.len > 0 && line.at[0] == '>')
		line = span_trim(span_slice(line, 1, line.len));
	return line;
}

static bool
begins_small(struct span s)
{
	return s.len > 0 && span_is_lower(s.at[0]);
}

/* "Date of birth: ...", "Agreed? ..." */
static bool
begins_with_a_label(struct span s)
{
	for (size_t i = 0; i < s.len && i < LABEL_BYTES; i++)
		if (s.at[i] == ':' || s.at[i] == '?')
			return true;
	return span_find(s, SPAN_LIT("....")) < s.len;
}

/* "- Kim", "2. Role", "3) Agency" */
static bool
begins_an_item(struct span s)
{
	size_t digits = 0;

	while (digits < s.len && span_is_digit(s.at[digits]))
		digits++;
	if (digits > 0)
		return digits < s.len && (s.at[digits] == '.' || s.at[digits] == ')') && digits + 1 < s.len && s.at[digits + 1] == ' ';
	return s.at[0] == '-' || s.at[0] == '*' || s.at[0] == '>' || s.at[0] == '|' || span_starts(s, SPAN_LIT("\xE2\x80\xA2"));
}

static bool
has_tab(struct span s)
{
	return span_find_byte(s, '\t') < s.len;
}

/* Columns kept apart with blanks, or a line indented beneath one of them: the form puts those together. */
static bool
has_columns(struct span s)
{
	size_t gap = span_find(s, SPAN_LIT("   "));
	struct span left = span_trim(span_slice(s, 0, gap));
	bool colon = false;

	if (gap == s.len || span_trim(span_slice(s, gap, s.len)).len == 0)
		return false;
	if (left.len == 0)
		return true;
	/* "Name: Ann      Role: Nurse" is typed, not set out. */
	for (size_t i = 0; i + 1 < s.len; i++)
		colon = colon || ((s.at[i] == ':' || s.at[i] == '?') && s.at[i + 1] == ' ' && (i + 2 >= s.len || s.at[i + 2] != ' '));
	return left.at[left.len - 1] == ':' || !(colon || s.at[s.len - 1] == ':');
}

static size_t
indent(struct span s)
{
	size_t n = 0;

	while (n < s.len && s.at[n] == ' ')
		n++;
	return n;
}

static struct span
without_end(struct span s)
{
	while (s.len > 0 && s.at[s.len - 1] <= ' ')
		s.len--;
	return s;
}

/* "Agency ........ St Brannock's" over "    Hospitals NHS Trust": set in, beneath a line that was full. */
static bool
hangs(struct span line, struct span next, size_t column, bool more)
{
	enum { DEEPEST = 12 };
	size_t in = indent(next), above = indent(line);
	struct span s = span_trim(line), below = span_trim(next);

	if (column == 0 || in < 2 || in > DEEPEST || below.len == 0 || s.len == 0 || has_tab(line) || has_tab(next))
		return false;
	if (span_find(s, SPAN_LIT("   ")) < s.len || span_find(below, SPAN_LIT("   ")) < below.len || !is_full(without_end(line), below, column))
		return false;
	return more ? above == in : above < in && begins_with_a_label(s) && !begins_an_item(below);
}

/* How many columns are before the answer in "Agency ........ St Brannock's"; 0: no dots lead to one. */
static size_t
answer_behind_dots(struct span s)
{
	size_t at = span_find(s, SPAN_LIT("...."));

	while (at < s.len && s.at[at] == '.')
		at++;
	while (at < s.len && s.at[at] == ' ')
		at++;
	return at < s.len && span_find(span_slice(s, at, s.len), SPAN_LIT("....")) == s.len - at ? length(span_slice(s, 0, at)) : 0;
}

/* ... over "                Hospitals NHS Trust": set in to where the answer began. */
static bool
hangs_behind_dots(struct span line, struct span next, bool more)
{
	enum { DEEPER = 12 };
	size_t in = indent(next), column = more ? indent(line) : answer_behind_dots(line);
	struct span below = span_trim(next);

	return in > DEEPER && column <= in + 1 && in <= column + 1 && below.len > 0 && !has_tab(next) && span_find(below, SPAN_LIT("   ")) == below.len && !begins_with_a_label(below);
}

/* "Ann Fry - Mother - 1/2/1980 - 3 Station": cells of a row, parted by one mark. */
static bool
is_row(struct span s)
{
	static const char *const marks[] = { " - ", " | ", " / ", " \xE2\x80\x93 " };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size_t at = span_find(s, span_str(marks[i]));
		struct span rest = span_slice(s, at < s.len ? at + 2 : s.len, s.len);

		if (at < s.len && span_find(rest, span_str(marks[i])) < rest.len)
			return true;
	}
	return false;
}

/* The next line that is quoted, or that is not, without its marks. */
static bool
next_of(struct span *rest, bool quoted, struct span *line_out)
{
	while (span_line(rest, line_out))
		if ((line_out->len > 0 && line_out->at[0] == '>') == quoted) {
			*line_out = typed(*line_out);
			return true;
		}
	return false;
}

size_t
plain_wrap_column(struct span text, bool quoted)
{
	struct span rest = text, line, before = SPAN_NONE;
	size_t column = 0;
	bool seen = false;

	while (next_of(&rest, quoted, &line)) {
		size_t n = length(line);

		/* One long word cannot be broken; what could be and is not was never broken. */
		if (n > LONGEST && span_find_byte(line, ' ') < line.len)
			return 0;
		if (n <= LONGEST && n > column)
			column = n;
	}
	if (column < SHORTEST)
		return 0;
	for (rest = text; next_of(&rest, quoted, &line); before = line)
		seen = seen || (before.len > 0 && begins_small(line) && is_full(before, line, column));
	return seen ? column : 0;
}

bool
plain_wrap_goes_on(struct span line, struct span next, size_t column, bool more)
{
	bool flowed = line.len > 1 && line.at[line.len - 1] == ' ' && line.at[line.len - 2] > ' ' && line.at[line.len - 2] != ':' && line.at[line.len - 2] != '?';
	unsigned char last;

	if (hangs(line, next, column, more) || hangs_behind_dots(line, next, more))
		return true;
	/* A row of tabs, broken in its last cell by a program that says so. */
	if (column != 0 && flowed && has_tab(line) && !has_tab(next) && next.len > 0 && next.at[0] > ' ' && !begins_an_item(next))
		return true;
	if (has_columns(line) || has_columns(next))
		return false;
	line = span_trim(line);
	next = span_trim(next);
	if (column == 0 || line.len == 0 || next.len == 0 || has_tab(line) || has_tab(next) || !is_full(line, next, column))
		return false;
	last = line.at[line.len - 1];
	/* RFC 3676: the blank at its end says that the line goes on. */
	if (flowed && !begins_an_item(next))
		return true;
	/* "Tel: 1      E-mail:" had no room for the second answer. */
	if (last == ':' && begins_with_a_label(span_slice(line, 0, line.len - 1)) && span_find(line, SPAN_LIT("   ")) < line.len)
		return !begins_an_item(next);
	if (last == ':' || last == '?' || begins_an_item(next))
		return false;
	more = more || begins_with_a_label(line) || (is_row(line) && span_find(next, SPAN_LIT(" - ")) == next.len && span_find(next, SPAN_LIT(" | ")) == next.len);
	/* One small word below a long question without a colon is its answer. */
	if (begins_small(next))
		return more || first_word(next).len < next.len;
	return more && !begins_with_a_label(next);
}
