/* SPDX-License-Identifier: ISC */
#include "parsers/mime_split.h"

#include "parsers/mime.h"

#include <string.h>

bool
mime_split_is_field(struct span line)
{
	size_t colon = span_find_byte(line, ':');
	struct span name = span_trim(span_slice(line, 0, colon));

	if (colon == line.len || name.len == 0 || name.at != line.at)
		return false;
	for (size_t i = 0; i < name.len; i++)
		if (name.at[i] < 33 || name.at[i] > 126)
			return false;
	return true;
}

static bool
is_folded(struct span line)
{
	return line.len > 0 && (line.at[0] == ' ' || line.at[0] == '\t');
}

static void
add_field(struct arena *a, struct mime_split_head *head, struct span line)
{
	size_t colon = span_find_byte(line, ':');

	if (head->count >= MIME_HEADER_COUNT_LIMIT) {
		head->cut = true;
		return;
	}
	head->fields = arena_grow(a, head->fields, head->count, &head->capacity, sizeof(*head->fields));
	head->fields[head->count++] = (struct mime_split_field){
		.name = span_trim(span_slice(line, 0, colon)),
		.value = span_slice(line, colon + 1, colon + 1 + MIME_HEADER_LINE_LIMIT)
	};
	head->cut = head->cut || line.len > colon + 1 + MIME_HEADER_LINE_LIMIT;
}

/* A continuation: the last field's value now reaches up to the end of this line. */
static void
extend_field(struct mime_split_head *head, struct span line)
{
	struct span *value = &head->fields[head->count - 1].value;
	size_t len = (size_t)(line.at + line.len - value->at);

	if (len > MIME_HEADER_LINE_LIMIT) {
		len = MIME_HEADER_LINE_LIMIT;
		head->cut = true;
	}
	if (len > value->len)
		value->len = len;
}

static struct span
skip_top(struct span bytes)
{
	struct span rest = bytes, line, before = bytes;

	while (span_line(&rest, &line)) {
		if (span_starts(line, SPAN_LIT("From ")) || span_starts(line, SPAN_LIT(">From "))) {
			before = rest;
			break;
		}
		if (span_trim(line).len > 0)
			break;
		before = rest;
	}
	line = SPAN_NONE;
	rest = before;
	return span_line(&rest, &line) && mime_split_is_field(line) ? before : bytes;
}

/* A line that is no field: senders that fold without a blank make them.  Only when a field
 * follows directly is it taken for that; else the body has begun without a blank line. */
static bool
is_bad_fold(const struct mime_split_head *head, struct span rest)
{
	struct span line;

	return head->count > 0 && span_line(&rest, &line) && mime_split_is_field(line);
}

void
mime_split_header(struct arena *a, struct span bytes, bool top, struct mime_split_head *head_out)
{
	struct mime_split_head head = { 0 };
	struct span rest = top ? skip_top(bytes) : bytes, line, before;
	const unsigned char *start = rest.at;

	for (before = rest; span_line(&rest, &line); before = rest) {
		bool within = (size_t)(line.at - start) < MIME_HEADER_BLOCK_LIMIT;

		if (line.len == 0) {
			before = rest;
			break;
		}
		if (is_folded(line)) {
			/* A line of blanks only also ends a block that has not begun. */
			if (head.count == 0)
				break;
			if (within)
				extend_field(&head, line);
		} else if (mime_split_is_field(line)) {
			if (within)
				add_field(a, &head, line);
		} else if (is_bad_fold(&head, rest)) {
			if (within)
				extend_field(&head, line);
		} else {
			break;
		}
		head.cut = head.cut || !within;
	}
	head.body = before;
	*head_out = head;
}

struct span
mime_split_last(const struct mime_split_head *head, const char *name, unsigned *seen_out)
{
	struct span value = SPAN_NONE;
	unsigned seen = 0;

	for (size_t i = 0; i < head->count; i++) {
		if (span_eq_nocase_str(head->fields[i].name, name)) {
			value = head->fields[i].value;
			seen++;
		}
	}
	if (seen_out != NULL)
		*seen_out = seen;
	return value;
}

/* ---- boundaries (RFC 2046 section 5.1.1) ---------------------------------------------- */

struct delimiter {
	size_t from;		/* first byte that no longer belongs to the part before */
	size_t to;		/* first byte of what follows */
	bool last;
};

/* What stands at `at`, just after "--boundary": the rest of a delimiter line, or not? */
static bool
ends_delimiter(struct span s, size_t at, struct delimiter *d)
{
	d->last = s.len - at >= 2 && s.at[at] == '-' && s.at[at + 1] == '-';
	if (d->last)
		at += 2;
	while (at < s.len && (s.at[at] == ' ' || s.at[at] == '\t' || s.at[at] == '\r'))
		at++;
	/* Text directly after the last delimiter is met in the wild; after others it is a longer boundary. */
	if (at < s.len && s.at[at] != '\n' && !d->last)
		return false;
	while (at < s.len && s.at[at] != '\n')
		at++;
	d->to = at < s.len ? at + 1 : at;
	return true;
}

/* The next line that is a delimiter; `mark` is "--boundary". */
static bool
find_delimiter(struct span s, struct span mark, struct delimiter *out)
{
	size_t at = 0;

	while (at + mark.len <= s.len) {
		const unsigned char *hit = memmem(s.at + at, s.len - at, mark.at, mark.len);
		size_t begin;

		if (hit == NULL)
			return false;
		begin = (size_t)(hit - s.at);
		at = begin + 1;
		if ((begin > 0 && s.at[begin - 1] != '\n') || !ends_delimiter(s, begin + mark.len, out))
			continue;
		out->from = begin > 0 ? begin - 1 : 0;
		if (out->from > 0 && s.at[out->from - 1] == '\r')
			out->from--;
		return true;
	}
	return false;
}

bool
mime_split_begin(struct arena *a, struct span body, struct span boundary, struct mime_split_parts *parts_out)
{
	struct span mark = arena_printf(a, "--%.*s", SPAN_PF(boundary));
	struct delimiter d;

	if (boundary.len == 0 || !find_delimiter(body, mark, &d))
		return false;
	*parts_out = (struct mime_split_parts){
		.rest = span_slice(body, d.to, body.len),
		.delimiter = mark,
		.closed = d.last
	};
	return true;
}

/* Some programs give a multipart and the one within it the same boundary, and then the first
 * "--x--" ends the inner one.  Parts after it are parts, too. */
static void
after_last(struct mime_split_parts *parts)
{
	struct delimiter d;

	parts->closed = !find_delimiter(parts->rest, parts->delimiter, &d) || d.last;
	if (!parts->closed)
		parts->rest = span_slice(parts->rest, d.to, parts->rest.len);
}

bool
mime_split_next(struct mime_split_parts *parts, struct span *part_out)
{
	struct delimiter d;

	if (parts->closed || parts->rest.len == 0)
		return false;
	if (!find_delimiter(parts->rest, parts->delimiter, &d)) {
		*part_out = parts->rest;
		parts->rest = SPAN_NONE;
		return true;
	}
	*part_out = span_slice(parts->rest, 0, d.from);
	parts->rest = span_slice(parts->rest, d.to, parts->rest.len);
	if (d.last)
		after_last(parts);
	return true;
}

struct span
mime_split_guess(struct span body)
{
	struct span rest = body, line, next, after;

	while (span_line(&rest, &line)) {
		struct span name = span_slice(line, 2, line.len);

		while (name.len > 0 && (name.at[name.len - 1] == ' ' || name.at[name.len - 1] == '\t'))
			name.len--;
		if (!span_starts(line, SPAN_LIT("--")) || name.len == 0 || name.len > 200)
			continue;
		after = rest;
		if (span_line(&after, &next) && (next.len == 0 || mime_split_is_field(next)) && span_find_byte(name, ' ') == name.len)
			return name;
	}
	return SPAN_NONE;
}
