/* SPDX-License-Identifier: ISC */
#include "parsers/plain.h"

#include "parsers/boxes.h"
#include "parsers/plain_marks.h"
#include "parsers/plain_wrap.h"
#include "parsers/text.h"

/* Takes "> > " off the front; true when there was any.  "From" lines that an mbox protected
 * (">From ") are no quotation. */
static bool
unquote(struct span *line)
{
	struct span s = *line;
	bool quoted = false;

	if (span_starts(s, SPAN_LIT(">From "))) {
		*line = span_slice(s, 1, s.len);
		return false;
	}
	while (s.len > 0 && s.at[0] == '>') {
		quoted = true;
		s = span_slice(s, 1, s.len);
		if (s.len > 1 && s.at[0] == ' ' && s.at[1] == '>')
			s = span_slice(s, 1, s.len);
	}
	if (quoted && s.len > 0 && s.at[0] == ' ')
		s = span_slice(s, 1, s.len);
	*line = s;
	return quoted;
}

/* A line, and those below it in which it goes on; all of one depth of quotation or none. */
static struct span
whole_line(struct arena *a, struct span line, bool quoted, struct span *rest, size_t column, unsigned *lines_out)
{
	struct arena_text t = arena_text(a);
	struct span ahead = *rest, next;
	bool more = false;

	*lines_out = 1;
	while (span_line(&ahead, &next) && unquote(&next) == quoted && plain_wrap_goes_on(line, next, column, more)) {
		if (!more)
			arena_put(&t, span_trim(line));
		/* non-mobile, broken behind its stroke */
		if (t.len > 1 && t.bytes[t.len - 1] != '-')
			arena_put_byte(&t, ' ');
		arena_put(&t, span_trim(next));
		line = next;
		more = true;
		*rest = ahead;
		++*lines_out;
	}
	return more ? arena_text_span(&t) : line;
}

/* Where the '=' behind a field's name is: "Name of child=Ana", "child_dob="; the line's length where none is. */
static size_t
equals_sign(struct span line)
{
	enum { LONGEST = 80 };
	size_t at = span_find_byte(line, '=');

	if (at == line.len || at == 0 || at > LONGEST || !(span_is_lower(line.at[0]) || span_is_upper(line.at[0])))
		return line.len;
	for (size_t i = 1; i < at; i++)
		if (line.at[i] == ':' || line.at[i] == '<' || line.at[i] == '?' || line.at[i] == '&' || line.at[i] == '"')
			return line.len;
	return at;
}

/* What a browser sends of a form with enctype="text/plain": a name, '=' and what was filled in on each line (HTML Living
 * Standard, "Plain text form data"). */
static bool
is_form_data(struct span bytes)
{
	enum { LEAST = 6 };
	struct span line;
	size_t lines = 0, fields = 0;

	while (span_line(&bytes, &line)) {
		(void)unquote(&line);
		lines += text_is_blank(line) ? 0 : 1;
		fields += equals_sign(line) < line.len ? 1 : 0;
	}
	return fields >= LEAST && fields * 2 > lines;
}

/* As people write it: "child dob: 1/2/15". */
static struct span
as_label(struct arena *a, struct span line)
{
	size_t at = equals_sign(line);
	struct arena_text t = arena_text(a);

	if (at == line.len)
		return line;
	for (size_t i = 0; i < at; i++)
		arena_put_byte(&t, line.at[i] == '_' ? ' ' : line.at[i]);
	arena_put(&t, SPAN_LIT(": "));
	arena_put(&t, span_slice(line, at + 1, line.len));
	return arena_text_span(&t);
}

enum part_why
plain_read(struct reading *r)
{
	struct block_builder b = block_builder(r->arena);
	struct span rest = r->bytes, line, asked = SPAN_NONE;
	struct block_where where = { .part = r->part };
	size_t columns[] = { plain_wrap_column(r->bytes, false), plain_wrap_column(r->bytes, true) };
	unsigned lines = 1;
	bool anything = false, data = is_form_data(r->bytes);

	while (span_line(&rest, &line) && !r->blocks->cut) {
		bool quoted = unquote(&line);
		struct span ahead = rest, next = SPAN_NONE, heading;

		where.paragraph += lines;
		lines = 1;
		if (plain_marks_is_ruled(line))
			continue;
		if (span_line(&ahead, &next))
			(void)unquote(&next);
		heading = plain_marks_heading(line, next);
		if (heading.len > 0) {
			line = heading;
		} else if (plain_marks_is_rule(line)) {
			line = SPAN_NONE;
		} else {
			line = whole_line(r->arena, line, quoted, &rest, columns[quoted ? 1 : 0], &lines);
		}
		line = data ? as_label(r->arena, line) : plain_marks_answer(line, &asked);
		plain_marks_put(&b, line);
		anything = anything || !text_is_blank(line);
		block_end(&b, r->blocks, BLOCK_PARAGRAPH, &where, (quoted ? BLOCK_MARGIN : 0) | (heading.len > 0 ? BLOCK_HEADING : 0));
	}
	return anything ? PART_WHY_NONE : PART_WHY_EMPTY;
}
