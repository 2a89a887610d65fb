/* SPDX-License-Identifier: ISC
 *
 * People line under line beneath what says in which order things are told of them: "Household members (name / relationship /
 * date of birth)" over "1. Ann Fry / mother / 14/02/1989" and "2. Bo Fry / father / not known".
 */
#include "parsers/form_inside.h"
#include "parsers/text.h"

#include <string.h>

/* ", " is the last: it is written inside what others part. */
static const char *const marks[] = { "\t", " | ", " / ", "; ", " - ", " \xE2\x80\x93 ", ", " };

/* "1. ", "2) ", "- ", bullets: how long what numbers the line is; with nothing behind it, "1.", all of it. */
static size_t
counter_length(struct span line)
{
	static const char *const bullets[] = { "-", "*", "\xE2\x80\xA2", "\xC2\xB7" };
	size_t n = 0;

	while (n < line.len && n < 2 && span_is_digit(line.at[n]))
		n++;
	if (n > 0 && n < line.len && (line.at[n] == '.' || line.at[n] == ')'))
		n++;
	else
		n = 0;
	for (size_t i = 0; i < sizeof(bullets) / sizeof(bullets[0]) && n == 0; i++)
		n = span_starts(line, span_str(bullets[i])) ? span_str(bullets[i]).len : 0;
	if (n < line.len && line.at[n] > ' ')
		return 0;
	while (n > 0 && n < line.len && line.at[n] == ' ')
		n++;
	return n;
}

/* Could the piece be what the key asks for?  A name and a relationship have no figures, and a day has. */
static bool
fits(const struct form_reader *r, const struct field_key *key, struct span piece)
{
	if (piece.len == 0)
		return !field_key_is_name(key);
	if (key->type == FIELD_DATE)
		return span_has_digit(piece) || form_answer_is_option(r, piece);
	if (field_key_is_name(key))
		return !span_has_digit(piece) && (span_is_upper(piece.at[0]) || piece.at[0] >= 0x80);
	return !field_key_ends(key, ".relationship") || !span_has_digit(piece);
}

/* The pieces of a line, each for the key in its place; how many, 0: they are not those. */
static size_t
cut(const struct form_reader *r, const struct form_meaning *m, struct span line, struct span mark, struct span *pieces)
{
	size_t n = 0;

	while (n < m->count) {
		size_t to = span_find(line, mark);

		pieces[n] = span_trim(span_slice(line, 0, to));
		if (!fits(r, m->keys[n], pieces[n]))
			return 0;
		n++;
		if (to == line.len)
			return n;
		line = span_slice(line, to + mark.len, line.len);
	}
	return 0;
}

static void
give(struct form_reader *r, const struct form_meaning *m, const struct form_text *t, const struct span *pieces, size_t n)
{
	unsigned number = form_give_highest(r, form_give_group(m->keys[0])) + 1;

	for (size_t i = 0; i < n; i++) {
		struct form_meaning one = { .label = &(struct form_label){ .name = span_str(m->keys[i]->name) }, .keys = { m->keys[i] }, .count = 1, .number = number };
		size_t from = (size_t)(pieces[i].at - t->text.at);
		struct form_text piece = form_text_slice(r->arena, t, from, from + pieces[i].len);

		form_give(r, &one, &piece);
	}
}

/* The lines by one mark; with giving false, only whether all of them are such people, and one is told in full. */
static bool
read_lines(struct form_reader *r, const struct form_meaning *m, const struct form_text *t, struct span mark, bool giving)
{
	struct span rest = t->text, line, pieces[FORM_KEYS];
	size_t lines = 0, counted = 0, full = 0;

	while (span_split(&rest, '\n', &line)) {
		size_t counter, n;

		line = span_trim(line);
		counter = counter_length(line);
		line = span_trim(span_slice(line, counter, line.len));
		counted += counter > 0 ? 1 : 0;
		if (line.len == 0)
			continue;
		n = cut(r, m, line, mark, pieces);
		if (n == 0)
			return false;
		if (giving)
			give(r, m, t, pieces, n);
		lines++;
		full += n == m->count ? 1 : 0;
	}
	return full > 0 && (lines > 1 || counted > 0);
}

/* "1." and "2." over nothing. */
static bool
are_counters(struct span text)
{
	struct span rest = text, line;
	size_t counted = 0;

	while (span_split(&rest, '\n', &line)) {
		line = span_trim(line);
		if (line.len > 0 && counter_length(line) != line.len)
			return false;
		counted += line.len > 0 ? 1 : 0;
	}
	return counted > 0;
}

bool
form_records_give(struct form_reader *r, const struct form_meaning *m, const struct form_text *t)
{
	enum form_group group = form_give_group(m->keys[0]);
	struct form_text none;

	if (m->count < 2 || m->number != 0 || (group != FORM_FAMILY && group != FORM_AGENCY) || !field_key_is_name(m->keys[0]))
		return false;
	for (size_t i = 1; i < m->count; i++)
		if (form_give_group(m->keys[i]) != group || m->keys[i] == m->keys[i - 1])
			return false;
	if (are_counters(t->text)) {
		none = form_text_slice(r->arena, t, 0, 0);
		form_combine(r, m, &none);
		return true;
	}
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (read_lines(r, m, t, span_str(marks[i]), false))
			return read_lines(r, m, t, span_str(marks[i]), true);
	return false;
}
