/* SPDX-License-Identifier: ISC */
#include "daemon/letter_inside.h"
#include "parsers/text.h"

enum { PAIR_NAME_MAX = 24 };

size_t
letter_pair_colon(struct span line)
{
	size_t colon = span_find_byte(line, ':');

	if (colon > PAIR_NAME_MAX || !span_starts(span_slice(line, colon, line.len), SPAN_LIT(":  ")))
		return line.len;
	return colon;
}

static size_t
characters(struct span s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += (s.at[i] & 0xC0) != 0x80;
	return n;
}

static bool
is_digit(struct span s, size_t at)
{
	return at < s.len && s.at[at] >= '0' && s.at[at] <= '9';
}

/* "Thu 10 Dec 2026", "day 15", "14 working": read over a line's end they are read wrong. */
static bool
may_break(struct span s, size_t at)
{
	return s.at[at] == ' ' && at > 0 && !is_digit(s, at - 1) && !is_digit(s, at + 1);
}

/* The last place to break at within `room` characters, else the first one after; s.len: nowhere.  An item's dash
 * keeps its first word. */
static size_t
find_break(struct span s, size_t room)
{
	size_t best = 0, n = 0;

	for (size_t i = 0; i < s.len && (n <= room || best == 0); i++) {
		n += (s.at[i] & 0xC0) != 0x80;
		if (i >= 2 && may_break(s, i) && (n <= room + 1 || best == 0))
			best = i;
	}
	return best == 0 ? s.len : best;
}

static void
put_wrapped(struct arena_text *t, struct span line)
{
	size_t indent = span_starts(line, SPAN_LIT("- ")) ? 2 : 0, used = 0, at;

	while (used + line.len > LETTER_WIDTH && used + characters(line) > LETTER_WIDTH && (at = find_break(line, LETTER_WIDTH - used)) < line.len) {
		arena_put(t, span_slice(line, 0, at));
		arena_put_str(t, indent > 0 ? "\n  " : "\n");
		line = span_slice(line, at + 1, line.len);
		used = indent;
	}
	arena_put(t, line);
}

/* Lines that follow each other, and are one paragraph unless a line stopped short on purpose. */
struct paragraph {
	struct span lines[64];
	size_t count;
	bool too_wide;
};

static void
flush(struct arena *a, struct arena_text *t, struct paragraph *p)
{
	struct arena_text joined = arena_text(a);

	for (size_t i = 0; i < p->count; i++) {
		bool goes_on = p->too_wide && i + 1 < p->count && p->lines[i].len >= LETTER_SHORT_LINE;

		arena_put(&joined, p->lines[i]);
		if (goes_on) {
			arena_put_byte(&joined, ' ');
			continue;
		}
		put_wrapped(t, arena_text_span(&joined));
		arena_put_byte(t, '\n');
		joined = arena_text(a);
	}
	p->count = 0;
	p->too_wide = false;
}

/* What is not part of a paragraph: an item, a command, "Name:     value". */
static bool
stands_alone(struct span line)
{
	return span_trim(line).len == 0 || span_starts(line, SPAN_LIT("- ")) || span_starts(line, SPAN_LIT("  ")) || letter_pair_colon(line) < line.len;
}

struct span
letter_wrap(struct arena *a, struct span text)
{
	struct arena_text t = arena_text(a);
	struct paragraph p = { .count = 0 };
	struct span line;

	while (span_line(&text, &line)) {
		bool alone = stands_alone(line);

		if (alone || p.count == sizeof(p.lines) / sizeof(p.lines[0]))
			flush(a, &t, &p);
		if (!alone) {
			p.lines[p.count++] = line;
			p.too_wide = p.too_wide || (line.len > LETTER_WIDTH && characters(line) > LETTER_WIDTH);
			continue;
		}
		if (span_starts(line, SPAN_LIT("- ")))
			put_wrapped(&t, line);
		else
			arena_put(&t, line);
		arena_put_byte(&t, '\n');
	}
	flush(a, &t, &p);
	return arena_text_span(&t);
}
