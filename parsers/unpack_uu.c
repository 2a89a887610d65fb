/* SPDX-License-Identifier: ISC */
#include "parsers/unpack_uu.h"

#include "parsers/mime.h"
#include "parsers/text.h"

/* "begin 644 form.doc": three octal digits and a name. */
static bool
is_begin(struct span line, struct span *name_out)
{
	if (!span_starts(line, SPAN_LIT("begin ")) || line.len < 11 || line.at[9] != ' ')
		return false;
	for (size_t i = 6; i < 9; i++)
		if (line.at[i] < '0' || line.at[i] > '7')
			return false;
	*name_out = span_trim(span_slice(line, 10, line.len));
	return name_out->len > 0;
}

/* The first character says how many bytes the line holds, four characters for three of them;
 * trailing blanks may have been lost, a check character added. */
static bool
is_encoded(struct span line)
{
	size_t bytes;

	if (line.len == 0 || line.at[0] < ' ' || line.at[0] > '`')
		return false;
	bytes = (line.at[0] - (size_t)' ') & 63;
	return line.len <= 1 + (bytes + 2) / 3 * 4 + 2;
}

/* From behind the "begin" line to behind "end"; false when it is no encoded file after all. */
static bool
find_end(struct span *rest)
{
	struct span line;
	size_t lines = 0;

	while (span_line(rest, &line)) {
		if (lines > 0 && span_eq_str(span_trim(line), "end"))
			return true;
		/* A mail program may have left a blank line before "end". */
		if (!is_encoded(line) && span_trim(line).len > 0)
			return false;
		lines++;
	}
	return false;
}

struct span
unpack_uu_take(struct arena *a, struct span text, struct part_list *inside)
{
	struct arena_text left = arena_text(a);
	struct span rest = text, line, before = text, name;
	const unsigned char *kept = text.at;
	size_t found = 0;

	for (; found < UNPACK_UU_LIMIT && span_line(&rest, &line); before = rest) {
		struct span after = rest;
		struct part p = { 0 };

		if (!is_begin(line, &name) || !find_end(&after))
			continue;
		p.name = text_to_utf8(a, name);
		p.bytes = mime_decode(a, span_of(before.at, after.at == NULL ? before.len : (size_t)(after.at - before.at)), SPAN_LIT("x-uuencode"));
		inside->items = arena_grow(a, inside->items, inside->count, &inside->capacity, sizeof(*inside->items));
		inside->items[inside->count++] = p;
		arena_put(&left, span_of(kept, (size_t)(before.at - kept)));
		kept = after.at;
		rest = after;
		found++;
	}
	if (found == 0)
		return text;
	if (kept != NULL)
		arena_put(&left, span_of(kept, (size_t)(text.at + text.len - kept)));
	return arena_text_span(&left);
}
