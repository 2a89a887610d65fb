/* SPDX-License-Identifier: ISC
 *
 * Dots or a rule to write on, and several labels with theirs in one line: "Surname ...... Oak    Forename ...... Ana",
 * "Name _____ DOB _____".  Each label and what follows it become cells.
 */
#include "parsers/form_leader.h"
#include "parsers/text.h"

enum { PIECES = 6, LEAST_DOTS = 4, LEAST_RULE = 3, GAP = 3, LONGEST_LABEL = 80 };

/* How many bytes of it stand at `at`: a dot, three in one, a stroke of a rule; 0 for anything else. */
static size_t
mark_at(struct span s, size_t at, size_t *weight)
{
	struct span rest = span_slice(s, at, s.len);

	if (rest.len > 0 && rest.at[0] == '.')
		return *weight += 1, 1;
	if (rest.len > 0 && rest.at[0] == '_')
		return *weight += *weight == 0 ? 1 + LEAST_DOTS - LEAST_RULE : 1, 1;
	if (span_starts(rest, SPAN_LIT("\xE2\x80\xA6")))
		return *weight += 3, 3;
	return 0;
}

/* "submitted ... YES": no dots that end a word. */
static bool
is_apart(struct span s, size_t from, size_t to)
{
	return from > 0 && s.at[from - 1] == ' ' && (to == s.len || s.at[to] == ' ') && s.at[from] == '.';
}

/* "Role _Nurse_": the strokes at either end of what was written on a rule. */
static bool
is_end_of_rule(struct span s, size_t at)
{
	bool blank_before = at == 0 || s.at[at - 1] <= ' ', blank_behind = at + 1 == s.len || s.at[at + 1] <= ' ';

	return s.at[at] == '_' && blank_before != blank_behind && (blank_behind || s.at[at + 1] != '_') && (blank_before || s.at[at - 1] != '_');
}

/* Where the next rule begins, from `at`; its length if nowhere.  *end_out: behind it. */
static size_t
find_rule(struct span s, size_t at, size_t *end_out)
{
	for (; at < s.len; at++) {
		size_t to = at, weight = 0, len;

		while ((len = mark_at(s, to, &weight)) > 0)
			to += len;
		if (weight >= LEAST_DOTS || (to == at + 3 && weight == 3 && is_apart(s, at, to)) || (to == at + 1 && is_end_of_rule(s, at))) {
			*end_out = to;
			return at;
		}
		at = to > at ? to - 1 : at;
	}
	*end_out = s.len;
	return s.len;
}

static bool
is_label(const struct form_reader *r, struct span text, enum form_match_grade grade)
{
	struct form_match m;

	text = span_trim(text);
	/* "F   Ethnicity": an answer and a label. */
	if (span_find(text, SPAN_LIT("  ")) < text.len)
		return false;
	return text.len > 1 && text.len <= LONGEST_LABEL && (span_is_upper(text.at[0]) || span_is_digit(text.at[0])) && form_match_find(r, text, grade, &m) && form_match_is_label(&m);
}

static bool
is_like_label(struct span text)
{
	text = span_trim(text);
	return text.len > 1 && text.len <= LONGEST_LABEL && span_is_upper(text.at[0]) && span_find(text, SPAN_LIT(". ")) == text.len && span_find(text, SPAN_LIT(": ")) == text.len;
}

/* How long the blank is that ends at `at`, some of it perhaps not to be broken at; how many blanks. */
static size_t
blanks_before(struct span s, size_t from, size_t at)
{
	size_t blanks = 0;

	while (at > from) {
		if (s.at[at - 1] == ' ')
			at--;
		else if (at > from + 1 && s.at[at - 1] == 0xA0 && s.at[at - 2] == 0xC2)
			at -= 2;
		else
			break;
		blanks++;
	}
	return blanks;
}

/* Of what stands between two rules the part that is the next label; its end when there is none.  Behind columns' room any
 * may be one; behind a blank only one that is known.  "....Vale Trust....": an answer with rules on both sides. */
static size_t
label_in(const struct form_reader *r, struct span s, size_t from, size_t to)
{
	size_t best = to;

	if (blanks_before(s, from, from + 1) == 0 && blanks_before(s, from, to) == 0 && s.at[to - 1] != ':')
		return to;
	if (is_label(r, span_slice(s, from, to), FORM_MATCH_EXACT))
		return from;
	for (size_t i = to; i > from + 1; i--) {
		struct span rest = span_slice(s, i, to);
		size_t gap = blanks_before(s, from, i);

		if (gap == 0 || rest.len == 0 || blanks_before(s, from, i + 1) > 0)
			continue;
		if (is_label(r, rest, gap >= 2 ? FORM_MATCH_LOOSE : FORM_MATCH_EXACT) || (gap >= GAP && best == to && is_like_label(rest)))
			best = i;
	}
	return best;
}

/* Where the labels begin; 0 for a line that has fewer than two. */
static size_t
find_labels(const struct form_reader *r, struct span s, size_t *at, bool *all_known_out)
{
	size_t count = 0, known, end, rule = find_rule(s, 0, &end), from;

	if (rule == s.len || !is_like_label(span_slice(s, 0, rule)))
		return 0;
	known = is_label(r, span_slice(s, 0, rule), FORM_MATCH_LOOSE) ? 1 : 0;
	at[count++] = 0;
	for (from = end; count < PIECES && (rule = find_rule(s, from, &end)) < s.len; from = end) {
		size_t label = label_in(r, s, from, rule);

		if (label == rule)
			continue;
		known += is_label(r, span_slice(s, label, rule), FORM_MATCH_LOOSE) ? 1 : 0;
		at[count++] = label;
	}
	*all_known_out = known == count;
	return count > 1 && known > 0 ? count : 0;
}

/* "Coroner / inquest ..... YES / NO": one label, and strokes in it or its answer that part no cells; "Panel notified ... N": no more dots than had room. */
static size_t
find_one(const struct form_reader *r, struct span s, size_t *at, bool *all_known_out)
{
	size_t end, rule = find_rule(s, 0, &end);

	/* "Address _1 Elm St___": its rule begins with a stroke. */
	if ((span_find(s, SPAN_LIT(" / ")) == s.len && (end != rule + 3 || s.at[rule] != '.') && (end != rule + 1 || s.at[rule] != '_')) || !is_label(r, span_slice(s, 0, rule), FORM_MATCH_LOOSE))
		return 0;
	at[0] = 0;
	*all_known_out = true;
	return 1;
}

/* Where the answer ends before the rule, or the rest of it, behind it. */
static size_t
without_rule(struct span s, size_t from, size_t to)
{
	size_t end;

	for (size_t at = from; at < to; at = end) {
		size_t rule = find_rule(span_slice(s, 0, to), at, &end);

		if (rule < to && span_trim(span_slice(s, end, to)).len == 0)
			return rule;
	}
	return to;
}

static void
put_cell(struct form_reader *r, struct form_row *row, const struct form_text *line, size_t from, size_t to)
{
	struct form_text piece = form_text_slice(r->arena, line, from, to);
	struct form_cell *c = form_rows_add_cell(r, row);

	c->all = form_text_trim(r->arena, &piece);
	if (c->all.block == NULL)
		c->all.block = line->block;
	c->column = (unsigned)row->count;
}

void
form_leader_lines(struct form_reader *r, unsigned *table)
{
	for (size_t i = 0; i < r->count; i++) {
		struct form_row *row = &r->rows[i];
		size_t at[PIECES + 1], count, end;
		struct form_text line;
		bool all_known;

		if (!row->line || row->count != 1)
			continue;
		line = row->cells[0].all;
		if (find_rule(line.text, 0, &end) == line.text.len || span_find_byte(line.text, '\t') < line.text.len || span_find_byte(line.text, '|') < line.text.len ||
		    ((count = find_labels(r, line.text, at, &all_known)) == 0 && (count = find_one(r, line.text, at, &all_known)) == 0))
			continue;
		at[count] = line.text.len;
		row->count = 0;
		for (size_t k = 0; k < count; k++) {
			size_t rule = find_rule(line.text, at[k], &end), to = at[k + 1];

			/* One that nobody knows keeps its answer, which would go to the label before it. */
			put_cell(r, row, &line, at[k], all_known ? rule : to);
			if (all_known)
				put_cell(r, row, &line, end < to ? end : to, without_rule(line.text, end < to ? end : to, to));
		}
		row->table = --*table;
		row->width = (unsigned)row->count;
	}
}
