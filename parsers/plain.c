/* SPDX-License-Identifier: ISC */
#include "parsers/plain.h"

#include "parsers/boxes.h"
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

enum part_why
plain_read(struct reading *r)
{
	struct block_builder b = block_builder(r->arena);
	struct span rest = r->bytes, line;
	struct block_where where = { .part = r->part };
	bool anything = false;

	while (span_line(&rest, &line) && !r->blocks->cut) {
		bool quoted = unquote(&line);

		where.paragraph++;
		boxes_put(&b, line, BOXES_TEXT, 0, NULL);
		anything = anything || !text_is_blank(line);
		block_end(&b, r->blocks, BLOCK_PARAGRAPH, &where, quoted ? BLOCK_MARGIN : 0);
	}
	return anything ? PART_WHY_NONE : PART_WHY_EMPTY;
}
