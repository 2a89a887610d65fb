/* SPDX-License-Identifier: ISC */
#include "parsers/form_tick.h"
#include "parsers/text.h"

#include <string.h>

static bool
is_ticked_glyph(struct span s)
{
	return !span_eq_str(s, "\xE2\x98\x90") && form_text_is_mark(s);
}

/* What a byte may begin: a box; an X or a rule by itself.  Letters, that is nearly all there is, begin none. */
enum { BOX = 1, LETTER = 2 };
static const unsigned char begins[256] = { ['['] = BOX, ['('] = BOX, ['x'] = LETTER, ['X'] = LETTER, ['_'] = LETTER, [0xC3 ... 0xFF] = BOX };

/* Width of a box drawn in text at i, 0 when there is none: a glyph, or [ ], [x], (x). */
static size_t
box_at(struct span s, size_t i, enum form_tick_state *state_out)
{
	static const struct span empty[] = { SPAN_LIT_INIT("\xE2\x98\x90"), SPAN_LIT_INIT("\xE2\x96\xA1"), SPAN_LIT_INIT("\xE2\x97\xBB"), SPAN_LIT_INIT("\xE2\xAC\x9C"),
		SPAN_LIT_INIT("\xE2\x97\x8B"), SPAN_LIT_INIT("[]"), SPAN_LIT_INIT("[ ]"), SPAN_LIT_INIT("[  ]"), SPAN_LIT_INIT("[_]"), SPAN_LIT_INIT("( )"), SPAN_LIT_INIT("(  )") };
	struct span rest = span_slice(s, i, s.len);

	if (begins[s.at[i]] != BOX)
		return 0;
	for (size_t k = 0; k < sizeof(empty) / sizeof(empty[0]); k++)
		if (s.at[i] == empty[k].at[0] && span_starts(rest, empty[k])) {
			*state_out = FORM_TICK_EMPTY;
			return empty[k].len;
		}
	if (rest.len >= 3 && (rest.at[0] == '[' || rest.at[0] == '(')) {
		size_t end = span_find_byte(span_slice(rest, 0, 8), rest.at[0] == '[' ? ']' : ')');

		if (end < 8 && end < rest.len && end > 1 && form_text_is_mark(span_slice(rest, 0, end + 1))) {
			*state_out = FORM_TICK_TICKED;
			return end + 1;
		}
		return 0;
	}
	if (rest.len >= 3 && rest.at[0] >= 0xC3) {
		size_t len = rest.at[0] >= 0xF0 ? 4 : rest.at[0] >= 0xE0 ? 3 : 2;

		if (len <= rest.len && form_text_is_mark(span_slice(rest, 0, len))) {
			*state_out = FORM_TICK_TICKED;
			return len;
		}
	}
	return 0;
}

static void
add(struct form_ticks *ticks, size_t from, size_t to, enum form_tick_state state)
{
	if (ticks->count < FORM_TICKS)
		ticks->items[ticks->count++] = (struct form_tick){ from, to, state };
}

/* "Yes X No __": a short rule by itself is a box that nobody filled. */
static size_t
rule_at(struct span s, size_t i)
{
	enum { SHORTEST = 2, LONGEST = 5 };
	size_t n = 0;

	while (i + n < s.len && s.at[i + n] == '_')
		n++;
	return n >= SHORTEST && n <= LONGEST && (i == 0 || s.at[i - 1] <= ' ') && (i + n == s.len || s.at[i + n] <= ' ') ? n : 0;
}

/* "2 x 17-year-olds in custody": so many of them. */
static bool
counts(struct span s, size_t i)
{
	return i > 1 && i + 2 < s.len && span_is_digit(s.at[i - 2]) && s.at[i - 1] == ' ' && s.at[i + 1] == ' ' && span_is_digit(s.at[i + 2]);
}

static void
find_in_text(struct span s, size_t base, bool letters, struct form_ticks *ticks)
{
	const unsigned char wanted = letters ? BOX | LETTER : BOX;

	for (size_t i = 0; (i = span_find_class(s, i, begins, wanted)) < s.len; i++) {
		enum form_tick_state state;
		size_t n;
		bool alone;

		n = box_at(s, i, &state);
		alone = (i == 0 || s.at[i - 1] <= ' ') && (i + 1 == s.len || s.at[i + 1] <= ' ');

		if (n == 0 && letters && alone && (s.at[i] == 'x' || s.at[i] == 'X') && !counts(s, i)) {
			n = 1;
			state = FORM_TICK_TICKED;
		}
		if (n == 0 && letters && (n = rule_at(s, i)) > 0)
			state = FORM_TICK_EMPTY;
		if (n == 0)
			continue;
		add(ticks, base + i, base + i + n, state);
		i += n - 1;
	}
}

void
form_tick_find(const struct form_text *t, bool letters, struct form_ticks *out)
{
	size_t at = 0;

	out->count = 0;
	for (size_t i = 0; i < t->runs_count; i++) {
		const struct block_run *run = &t->runs[i];
		size_t to = at + run->text.len;

		if ((run->flags & BLOCK_UNKNOWN_BOX) != 0)
			add(out, at, to, FORM_TICK_LOST);
		else if ((run->flags & BLOCK_BOX) != 0)
			add(out, at, to, is_ticked_glyph(run->text) ? FORM_TICK_TICKED : FORM_TICK_EMPTY);
		else
			find_in_text(run->text, at, letters, out);
		at = to;
	}
}

size_t
form_tick_count(const struct form_text *t)
{
	struct form_ticks ticks;

	form_tick_find(t, false, &ticks);
	return ticks.count;
}

bool
form_tick_is_option(const struct form_text *t)
{
	enum { LONGEST = 120 };
	struct form_ticks ticks;

	if (t->text.len > LONGEST || span_find_byte(t->text, '\n') < t->text.len)
		return false;
	form_tick_find(t, false, &ticks);
	return ticks.count == 1 && (text_is_blank(span_slice(t->text, 0, ticks.items[0].from)) || text_is_blank(span_slice(t->text, ticks.items[0].to, t->text.len)));
}

/* The words of box n: behind it, to the next box or line end; or before it. */
struct span
form_tick_option(const struct form_text *t, const struct form_ticks *ticks, size_t n, bool behind)
{
	struct span s;
	size_t cut;

	if (behind) {
		s = span_trim(span_slice(t->text, ticks->items[n].to, n + 1 < ticks->count ? ticks->items[n + 1].from : t->text.len));
		cut = span_find_byte(s, '\n');
		return span_trim(span_slice(s, 0, cut));
	}
	s = span_trim(span_slice(t->text, n > 0 ? ticks->items[n - 1].to : 0, ticks->items[n].from));
	while ((cut = span_find_byte(s, '\n')) < s.len)
		s = span_slice(s, cut + 1, s.len);
	while (s.len > 0 && (s.at[0] == '/' || s.at[0] == ',' || s.at[0] == '|' || s.at[0] == ' '))
		s = span_slice(s, 1, s.len);
	return span_trim(s);
}

static bool
at_edge(struct span folded, struct span word, bool front)
{
	if (folded.len < word.len || word.len == 0)
		return false;
	if (front)
		return span_starts(folded, word) && (folded.len == word.len || folded.at[word.len] == ' ');
	return span_eq(span_slice(folded, folded.len - word.len, folded.len), word) &&
	    (folded.len == word.len || folded.at[folded.len - word.len - 1] == ' ');
}

/* The value an option stands for; empty when it is none of the vocabulary's. */
static struct span
value_of(struct arena *a, const struct form_vocabulary *v, struct span option, bool behind)
{
	struct span folded = text_fold_bare(a, option);
	const struct value_word *whole = form_answer_word(v, folded);

	/* "[x] Y [ ] N [ ] ?" */
	if (whole == NULL && span_eq_str(option, "?"))
		whole = form_answer_word(v, SPAN_LIT("unknown"));
	if (whole != NULL)
		return whole->value;
	for (size_t i = 0; i < v->count; i++)
		if (at_edge(folded, v->words[i].folded, behind))
			return v->words[i].value;
	/* "a Local Child Safeguarding Practice Review (LCSPR)": one value, wherever it stands. */
	if (v->key != NULL)
		for (size_t i = 0; i < v->count; i++) {
			size_t at = span_find(folded, v->words[i].folded);

			if (v->words[i].folded.len > 4 && at < folded.len)
				return v->words[i].value;
		}
	return SPAN_NONE;
}

static size_t
count_known(struct arena *a, const struct form_vocabulary *v, const struct form_text *t, const struct form_ticks *ticks, bool behind)
{
	size_t n = 0;

	for (size_t i = 0; i < ticks->count; i++) {
		struct span option = form_tick_option(t, ticks, i, behind);

		if (option.len > 0 && (v == NULL || value_of(a, v, option, behind).len > 0))
			n++;
	}
	return n;
}

bool
form_tick_behind(struct arena *a, const struct form_vocabulary *v, const struct form_text *t, const struct form_ticks *ticks)
{
	size_t behind = count_known(a, v, t, ticks, true), before = count_known(a, v, t, ticks, false);
	bool first = text_is_blank(span_slice(t->text, 0, ticks->items[0].from));
	bool last = text_is_blank(span_slice(t->text, ticks->items[ticks->count - 1].to, t->text.len));

	if (behind != before && v != NULL)
		return behind > before;
	/* "Yes ☐ No ☐ Not known": the first box has its option before it. */
	if (v != NULL && behind > 0 && !first)
		return false;
	return first || !last;
}

static size_t
count_blanks(struct span s, size_t at, bool behind)
{
	size_t n = 0;

	while (behind ? at + n < s.len && s.at[at + n] == ' ' : at > n && s.at[at - n - 1] == ' ')
		n++;
	return n;
}

/* One box between two options, as in "Yes X   No": whose it is only its nearness can say. */
static bool
is_between(struct arena *a, const struct form_vocabulary *v, const struct form_text *t, const struct form_ticks *ticks, bool *behind_out)
{
	struct span before, behind;
	size_t from = ticks->items[0].from, to = ticks->items[0].to, gap_before = count_blanks(t->text, from, false), gap_behind = count_blanks(t->text, to, true);
	bool glued_before, glued_behind, ends_before, ends_behind;

	if (ticks->count != 1)
		return false;
	before = form_tick_option(t, ticks, 0, false);
	behind = form_tick_option(t, ticks, 0, true);
	if (value_of(a, v, before, false).len == 0 || value_of(a, v, behind, true).len == 0)
		return false;
	/* "Yes X" and "No" in two cells, or on two lines. */
	ends_before = from > gap_before && t->text.at[from - gap_before - 1] == '\n';
	ends_behind = to + gap_behind < t->text.len && t->text.at[to + gap_behind] == '\n';
	if (ends_before != ends_behind) {
		*behind_out = ends_before;
		return false;
	}
	glued_before = from > 0 && t->text.at[from - 1] > ' ';
	glued_behind = to < t->text.len && t->text.at[to] > ' ';
	if (glued_before != glued_behind) {
		*behind_out = glued_behind;
		return false;
	}
	if (gap_before + 2 <= gap_behind || gap_behind + 2 <= gap_before) {
		*behind_out = gap_behind < gap_before;
		return false;
	}
	return true;
}

/* "Yes   No" over "[ ] [x]": the boxes in a row of their own, and each option above its box.  The n-th of as many
 * options as there are boxes; SPAN_NONE: they do not stand so. */
static struct span
option_above(struct arena *a, const struct form_vocabulary *v, const struct form_text *t, const struct form_ticks *ticks, size_t n)
{
	struct span above = span_slice(t->text, 0, ticks->items[0].from), found = SPAN_NONE;
	size_t line = above.len, count = 0;

	while (line > 0 && above.at[line - 1] != '\n')
		line--;
	for (size_t i = 0; i < ticks->count; i++) {
		size_t to = i + 1 < ticks->count ? ticks->items[i + 1].from : t->text.len;

		if (!text_is_blank(span_slice(t->text, ticks->items[i].to, to)))
			return SPAN_NONE;
	}
	if (ticks->count < 2 || line == 0 || !text_is_blank(span_slice(above, line, above.len)))
		return SPAN_NONE;
	for (above = span_trim(span_slice(above, 0, line)); above.len > 0; count++) {
		size_t to = span_find_byte(above, '\t');
		struct span option = span_trim(span_slice(above, 0, to));

		if (option.len == 0 || value_of(a, v, option, true).len == 0)
			return SPAN_NONE;
		found = count == n ? option : found;
		above = span_slice(above, to + 1, above.len);
	}
	return count == ticks->count ? found : SPAN_NONE;
}

void
form_tick_choose(struct arena *a, const struct form_vocabulary *v, const struct form_text *t, const struct form_ticks *ticks, struct form_chosen *out)
{
	bool behind = form_tick_behind(a, v, t, ticks);

	memset(out, 0, sizeof(*out));
	if (is_between(a, v, t, ticks, &behind)) {
		out->unclear = ticks->items[0].state == FORM_TICK_TICKED;
		return;
	}
	for (size_t i = 0; i < ticks->count; i++) {
		struct span above = option_above(a, v, t, ticks, i), option = above.len > 0 ? above : form_tick_option(t, ticks, i, behind);
		struct span value = value_of(a, v, option, behind || above.len > 0);
		size_t j;

		out->lost = out->lost || ticks->items[i].state == FORM_TICK_LOST;
		if (ticks->items[i].state != FORM_TICK_TICKED)
			continue;
		if (value.len == 0 && option.len == 0 && ticks->count == 1) {
			out->alone = true;
			continue;
		}
		if (value.len == 0) {
			out->unclear = true;
			continue;
		}
		for (j = 0; j < out->count && !span_eq(out->values[j], value); j++)
			;
		if (j < out->count || out->count == FORM_TICK_VALUES)
			continue;
		out->values[out->count] = value;
		out->options[out->count++] = option;
	}
}

struct span
form_tick_export(const struct form_text *t)
{
	struct span value = SPAN_NONE;

	for (size_t i = 0; i < t->runs_count; i++) {
		const struct block_run *run = &t->runs[i];

		if (run->control == NULL || (run->flags & BLOCK_BOX) == 0) {
			if (!text_is_blank(run->text))
				return SPAN_NONE;
			continue;
		}
		if (run->control->kind != BLOCK_RADIO || (run->control->checked && value.len > 0))
			return SPAN_NONE;
		if (run->control->checked)
			value = run->control->value;
	}
	return value;
}
