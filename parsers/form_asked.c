/* SPDX-License-Identifier: ISC
 *
 * Questions and their answers line under line, in a text that shows which is which: by numbers that go on, by "A:" before each
 * answer, or by a mark at the end of each question that begins a paragraph.  They become rows, so that an
 * answer that sounds like a label is none, and a question that nobody knows is no answer.
 */
#include "parsers/form_reply.h"
#include "parsers/text.h"

#include <string.h>

enum { LEAST = 5, LEAST_KNOWN = 3, LONGEST_QUESTION = 200, LONGEST_HEADING = 80 };

static const struct form_text *
line_at(const struct form_reader *r, size_t at)
{
	const struct form_cell *c = form_rows_line(r, at);

	return c != NULL && r->rows[at].table == 0 && !text_is_blank(c->all.text) ? &c->all : NULL;
}

static bool
is_first(const struct form_reader *r, size_t at)
{
	return line_at(r, at) != NULL && (at == 0 || line_at(r, at - 1) == NULL || r->rows[at - 1].cells[0].heading);
}

/* "12. ", "Q3) ": the number, and how long it is; 0 when there is none. */
static size_t
number_at(struct span s, uint64_t *number_out)
{
	size_t from = 0, to;

	if (s.len > 1 && (s.at[0] == 'Q' || s.at[0] == 'q') && span_is_digit(s.at[1]))
		from = 1;
	for (to = from; to < s.len && span_is_digit(s.at[to]);)
		to++;
	if (to == from || to > from + 2 || to + 1 >= s.len || (s.at[to] != '.' && s.at[to] != ')' && s.at[to] != ':') || s.at[to + 1] != ' ' || !span_number(span_slice(s, from, to), 99, number_out))
		return 0;
	return to + 1;
}

/* "A: ", "Answer:" */
static size_t
answer_mark(struct span s)
{
	static const char *const marks[] = { "A:", "Answer:", "Ans:", "A.", "Response:", "Reply:" };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		struct span m = span_str(marks[i]);

		if (span_starts(s, m) && (s.len == m.len || s.at[m.len] == ' '))
			return m.len;
	}
	return 0;
}

static bool
is_bold(const struct form_text *t)
{
	return form_text_all(t, BLOCK_BOLD);
}

static bool
ends_in_mark(struct span s)
{
	s = span_trim(s);
	return s.len > 0 && s.len <= LONGEST_QUESTION && (s.at[s.len - 1] == ':' || (s.at[s.len - 1] == '?' && !form_pair_is_doubt(s, s.len - 1) && !form_line_tells_first(s)));
}

/* "Name: Ann", "What is your name? ...... Ann": answered where it is asked. */
static bool
is_answered_inside(const struct form_reader *r, const struct form_text *t)
{
	struct span s = span_trim(t->text);
	struct form_match m;
	size_t at;
	bool by_line;

	for (size_t i = 0; i + 2 < s.len; i++)
		if ((s.at[i] == ':' || s.at[i] == '?') && (s.at[i + 1] == ' ' || s.at[i + 1] == '\t') && !ends_in_mark(s))
			return true;
	if (span_find(s, SPAN_LIT("....")) < s.len || span_find(s, SPAN_LIT("__")) < s.len || span_find_byte(s, '\t') < s.len || span_find_byte(s, '|') < s.len)
		return true;
	return form_cell_split(r, t, &m, &at, &by_line) && at < s.len;
}

static bool
find_label(const struct form_reader *r, struct span s, struct form_match *m)
{
	uint64_t number;
	size_t at = number_at(s, &number);

	return form_match_find(r, span_slice(s, at, s.len), FORM_MATCH_LOOSE, m) && form_match_is_label(m);
}

/* ---- which lines ask ---- */

/* "2. The child" over "Name: Ann", over a table, or over another number: a heading. */
static bool
heads_labels(const struct form_reader *r, size_t at)
{
	const struct form_text *t = line_at(r, at), *next = line_at(r, at + 1);
	struct form_match m;
	uint64_t number;
	size_t from = number_at(t->text, &number);

	if (r->rows[at].cells[0].heading || (form_match_find(r, span_slice(t->text, from, t->text.len), FORM_MATCH_LOOSE, &m) && form_match_section(&m) != NULL && !form_match_is_label(&m)))
		return true;
	if (next == NULL && at + 2 < r->count && form_rows_line(r, at + 1) != NULL && form_rows_line(r, at + 1)->all.text.len == 0)
		next = line_at(r, at + 2);
	if (at + 1 < r->count && form_rows_line(r, at + 1) == NULL)
		return true;
	/* "Mother: Ann / father: Bo" answers, unless Mother is asked for here. */
	return next != NULL && number_at(next->text, &number) == 0 && (ends_in_mark(next->text) ||
	    (is_answered_inside(r, next) && (find_label(r, span_slice(next->text, 0, span_find_byte(next->text, ':')), &m) || span_find_byte(next->text, ':') == next->text.len)));
}

static bool
is_numbered(const struct form_reader *r, size_t at, uint64_t *number_out)
{
	const struct form_text *t = line_at(r, at);

	return t != NULL && t->text.len <= LONGEST_QUESTION && number_at(t->text, number_out) > 0 && !is_answered_inside(r, t) && !heads_labels(r, at);
}

static bool
is_before_answer(const struct form_reader *r, size_t at)
{
	const struct form_text *t = line_at(r, at), *next = line_at(r, at + 1);

	return t != NULL && next != NULL && answer_mark(next->text) > 0 && answer_mark(t->text) == 0;
}

/* "First name and family name." in italics beneath a question and over a box to write in: answers nothing. */
static bool
is_explained_over_box(const struct form_reader *r, size_t at)
{
	const struct form_text *t = line_at(r, at), *next = line_at(r, at + 1);

	return t != NULL && next != NULL && at + 2 < r->count && form_heading_is_box(r, at + 2) && form_text_all(next, BLOCK_ITALIC) && !form_text_all(t, BLOCK_ITALIC);
}

static bool
is_marked(const struct form_reader *r, size_t at)
{
	const struct form_text *t = line_at(r, at), *next = line_at(r, at + 1);

	if (t == NULL || r->rows[at].cells[0].heading || !(ends_in_mark(t->text) || is_bold(t)) || is_answered_inside(r, t))
		return false;
	/* A paragraph begins with it, or it alone is bold. */
	if (!is_first(r, at) && !(is_bold(t) && next != NULL && !is_bold(next)))
		return false;
	if (is_explained_over_box(r, at))
		return false;
	/* A heading with labels beneath it. */
	return next == NULL || !(ends_in_mark(next->text) || is_bold(next) || is_answered_inside(r, next));
}

/* "Who are you?", a blank line, "Ann Fry": how many blank lines are between; 0 when there is no answer. */
static size_t
count_apart(const struct form_reader *r, size_t at)
{
	const struct form_text *t = line_at(r, at), *next;
	size_t to = at + 1;

	if (t == NULL || r->rows[at].cells[0].heading || !ends_in_mark(t->text) || is_answered_inside(r, t))
		return 0;
	while (to < r->count && form_rows_line(r, to) != NULL && line_at(r, to) == NULL)
		to++;
	next = line_at(r, to);
	if (to == at + 1 || next == NULL || ends_in_mark(next->text) || is_answered_inside(r, next) || r->rows[to].cells[0].heading)
		return 0;
	return to - at - 1;
}

static bool
is_sentence(struct span s)
{
	s = span_trim(s);
	return s.len > 0 && s.at[s.len - 1] == '.';
}

/* A line, no sentence, over others in its paragraph: what may ask where most paragraphs begin with a label. */
static bool
is_over_others(const struct form_reader *r, size_t at)
{
	const struct form_text *t = line_at(r, at), *next = line_at(r, at + 1);
	unsigned char last;

	if (t == NULL || next == NULL || !is_first(r, at) || r->rows[at].cells[0].heading || t->text.len > LONGEST_HEADING || is_answered_inside(r, t) || is_answered_inside(r, next) || ends_in_mark(next->text) || is_explained_over_box(r, at))
		return false;
	last = span_trim(t->text).at[span_trim(t->text).len - 1];
	return last != '.' && last != ',' && last != ';' && last != '!' && (span_is_upper(t->text.at[0]) || span_is_digit(t->text.at[0]));
}

enum style { NONE, ANSWERS, NUMBERS, MARKS, APART, PAIRS };

/* From 1 or wherever the numbers begin, each one more than the last. */
static size_t
count_numbers(const struct form_reader *r, bool *asks)
{
	uint64_t number, last = 0;
	size_t count = 0, answered = 0;

	for (size_t i = 0; i < r->count; i++) {
		if (!is_numbered(r, i, &number) || (count > 0 ? number <= last || number > last + 3 : number > 3))
			continue;
		asks[i] = true;
		last = number;
		count++;
		answered += line_at(r, i + 1) != NULL && number_at(line_at(r, i + 1)->text, &number) == 0 ? 1 : 0;
	}
	return answered * 2 > count ? answered : 0;
}

/* "Name" over "Ann Fry", a blank line, "Role" over "Nurse": a paragraph for each, and most of the labels known. */
static size_t
count_pairs(const struct form_reader *r, bool *asks)
{
	size_t pairs = 0, known = 0, likely = 0, tight = 0;
	struct form_match m, near;

	for (size_t i = 0; i < r->count; i++) {
		const struct form_text *t = line_at(r, i), *second = line_at(r, i + 2);
		bool label, plain;

		if (!is_over_others(r, i))
			continue;
		label = find_label(r, t->text, &m);
		plain = label && form_match_section(&m) == NULL;
		pairs++;
		known += label ? 1 : 0;
		likely += label || form_guess_find(r, t->text, &near) ? 1 : 0;
		/* One that nobody knows, or that may be a heading, has a line or a story beneath it, and no title's lines. */
		asks[i] = plain || second == NULL || is_sentence(line_at(r, i + 1)->text);
		/* Label, answer, label, answer with no blank line between. */
		tight += second != NULL && find_label(r, second->text, &m) ? 1 : 0;
	}
	return known >= LEAST_KNOWN && likely > LEAST && likely * 2 >= pairs && tight * 4 < likely ? pairs : 0;
}

/* Each one blank line above its answer; more of them stand for none.  Right above the next, most were left blank. */
static enum style
style_apart(const struct form_reader *r, bool *asks)
{
	size_t apart = 0, known = 0, above = 0;
	struct form_match m;

	for (size_t i = 0; i < r->count; i++) {
		const struct form_text *t = line_at(r, i);

		asks[i] = t != NULL && ends_in_mark(t->text) && !is_answered_inside(r, t) && !r->rows[i].cells[0].heading;
		apart += asks[i] && count_apart(r, i) == 1 ? 1 : 0;
		known += asks[i] && find_label(r, t->text, &m) ? 1 : 0;
		above += i > 0 && asks[i - 1] && asks[i] ? 1 : 0;
	}
	return apart >= LEAST && known >= LEAST_KNOWN && above <= apart ? APART : NONE;
}

static enum style
style_of(const struct form_reader *r, bool *asks)
{
	bool *paired = arena_array(r->arena, r->count + 1, sizeof(*paired));
	size_t answers = 0, marks = 0, known = 0, others = 0;
	struct form_match m;

	for (size_t i = 0; i < r->count; i++)
		answers += is_before_answer(r, i) ? 1 : 0;
	if (answers >= LEAST_KNOWN) {
		for (size_t i = 0; i < r->count; i++)
			asks[i] = is_before_answer(r, i);
		return ANSWERS;
	}
	if (count_numbers(r, asks) >= LEAST)
		return NUMBERS;
	for (size_t i = 0; i < r->count; i++) {
		asks[i] = is_marked(r, i);
		marks += asks[i] && line_at(r, i + 1) != NULL ? 1 : 0;
		known += asks[i] && find_label(r, line_at(r, i)->text, &m) ? 1 : 0;
		/* In a document no blank lines part the paragraphs: only what follows a heading would ask. */
		others += !asks[i] && line_at(r, i) != NULL && !r->rows[i].cells[0].heading && is_bold(line_at(r, i)) && find_label(r, line_at(r, i)->text, &m) ? 1 : 0;
	}
	if (count_pairs(r, paired) > marks) {
		memcpy(asks, paired, r->count * sizeof(*asks));
		return PAIRS;
	}
	if (marks < LEAST || known < LEAST_KNOWN || others > known)
		return style_apart(r, asks);
	/* "GP" in bold right over the next question was left blank, though it may be a heading elsewhere. */
	for (size_t i = r->count; i-- > 0;)
		asks[i] = asks[i] || (line_at(r, i) != NULL && asks[i + 1] && is_bold(line_at(r, i)) && !r->rows[i].cells[0].heading && find_label(r, line_at(r, i)->text, &m));
	return MARKS;
}

/* ---- the answer beneath ---- */

/* "What could be learned?" right behind an answer, over another question or nothing: known word for word, and left blank. */
static bool
is_left_blank(const struct form_reader *r, size_t at)
{
	const struct form_text *t = line_at(r, at), *next = at + 1 < r->count ? line_at(r, at + 1) : NULL;
	struct form_match m;

	return (next == NULL || ends_in_mark(next->text)) && ends_in_mark(t->text) && form_match_find(r, t->text, FORM_MATCH_EXACT, &m) && form_match_is_label(&m) && m.hits[0]->keys_count > 0;
}

static bool
begins_something(const struct form_reader *r, size_t at, const bool *asks)
{
	return asks[at] || line_at(r, at) == NULL || r->rows[at].cells[0].heading || is_bold(line_at(r, at)) || is_left_blank(r, at);
}

/* "There is a history: mum was in care herself, and": told, and no label with its answer. */
static bool
is_told_on(const struct form_reader *r, struct span s)
{
	enum { FEW = 3 };
	size_t colon = span_find_byte(s, ':'), before = 0, behind = 0;
	struct form_match m;

	for (size_t i = 1; i < s.len; i++)
		*(i < colon ? &before : &behind) += s.at[i] == ' ' ? 1 : 0;
	return colon + 2 < s.len && s.at[colon + 1] == ' ' && span_is_lower(s.at[colon + 2]) && before + 1 >= FEW && behind >= FEW && !find_label(r, span_slice(s, 0, colon), &m);
}

/* What was typed into a field: the whole of an answer, whatever is printed beneath. */
static bool
is_field(const struct form_text *t)
{
	return t != NULL && form_text_all(t, BLOCK_VALUE) && !form_text_has(t, BLOCK_BOX);
}

/* Lines from `at` that answer: up to a blank one, and the paragraphs of sentences behind it; or those of a field. */
static size_t
count_answer(const struct form_reader *r, size_t at, const bool *asks)
{
	size_t to = at;

	while (to < r->count && is_field(line_at(r, to)) && !begins_something(r, to, asks))
		to++;
	if (to > at)
		return to - at;
	/* What stands at the foot of the page is no answer to what is asked above it. */
	while (to < r->count && !begins_something(r, to, asks) && r->rows[to].margin == r->rows[at > 0 ? at - 1 : 0].margin && !(to > at && form_line_disclaims(r, &r->rows[to].cells[0])))
		to++;
	for (size_t next = to; next < r->count && to > at && is_sentence(line_at(r, to - 1)->text);) {
		size_t from;

		while (next < r->count && form_rows_line(r, next) != NULL && line_at(r, next) == NULL)
			next++;
		for (from = next; next < r->count && !begins_something(r, next, asks); next++)
			if ((is_answered_inside(r, line_at(r, next)) && !is_told_on(r, line_at(r, next)->text)) || ends_in_mark(line_at(r, next)->text))
				return to - at;
		/* Only where another question follows: else it may be how the letter ends. */
		if (next == from || !is_sentence(line_at(r, next - 1)->text) || next >= r->count)
			break;
		to = next;
	}
	return to - at;
}

static bool
holds_rows(const struct form_reader *r, size_t at, size_t lines)
{
	for (size_t i = at; i < at + lines; i++) {
		struct span s = line_at(r, i) != NULL ? line_at(r, i)->text : SPAN_NONE;

		if (span_find_byte(s, '\t') < s.len || span_find_byte(s, '|') < s.len)
			return true;
	}
	return false;
}

/* Several lines answer what may have several; else the first of them may explain the question. */
static bool
may_be_long(const struct form_reader *r, struct span question)
{
	struct form_match m;

	if (!find_label(r, question, &m))
		return true;
	for (size_t i = 0; i < m.count; i++)
		if (m.hits[i]->keys_count > 1 || (m.hits[i]->keys_count > 0 && (m.hits[i]->keys[0]->type == FIELD_LONG || span_ends_nocase(span_str(m.hits[i]->keys[0]->name), SPAN_LIT("address")))))
			return true;
	return false;
}

static struct form_text
answer_of(struct form_reader *r, size_t at, size_t lines)
{
	struct form_text *pieces = arena_array(r->arena, lines + 1, sizeof(*pieces)), t;

	for (size_t i = 0; i < lines; i++)
		pieces[i] = r->rows[at + i].cells[0].all;
	if (lines > 0)
		pieces[0] = form_text_slice(r->arena, &pieces[0], answer_mark(pieces[0].text), pieces[0].text.len);
	t = lines > 0 ? form_text_join(r->arena, pieces, lines, SPAN_LIT("\n")) : (struct form_text){ .block = NULL };
	return form_text_trim(r->arena, &t);
}

static void
put_row(struct form_reader *r, size_t kept, size_t at, size_t skip, size_t lines, unsigned table)
{
	struct form_row row = r->rows[at];
	struct form_text question = row.cells[0].all, answer = answer_of(r, at + 1 + skip, lines);
	uint64_t number;
	struct form_cell *c;

	if (answer.block == NULL)
		answer.block = question.block;
	row.cells = NULL;
	row.count = row.capacity = 0;
	c = form_rows_add_cell(r, &row);
	c->all = form_text_slice(r->arena, &question, number_at(question.text, &number), question.text.len);
	c->column = 1;
	c = form_rows_add_cell(r, &row);
	c->all = answer;
	c->column = 2;
	row.table = table;
	row.width = 2;
	r->rows[kept] = row;
}

void
form_asked_lines(struct form_reader *r, unsigned *table)
{
	bool *asks = arena_array(r->arena, r->count + 1, sizeof(*asks)), replied = form_reply_numbers(r, table);
	enum style style = replied ? NONE : style_of(r, asks);
	size_t kept = 0;

	if (style == NONE || form_under_lines(r))
		return;
	r->paired = style == PAIRS;
	(*table)--;
	for (size_t i = 0; i < r->count;) {
		size_t skip = style == APART && asks[i] && count_apart(r, i) == 1 ? 1 : 0, lines = asks[i] && (style != APART || skip == 1) ? count_answer(r, i + 1 + skip, asks) : 0;
		const struct form_text *t = line_at(r, i);

		if (!asks[i] || holds_rows(r, i + 1 + skip, lines) || (lines > 1 && style != ANSWERS && !may_be_long(r, t->text)) || (lines == 0 && (style == MARKS || style == PAIRS) && !(is_bold(t) && i + 1 < r->count && asks[i + 1]))) {
			r->rows[kept++] = r->rows[i++];
			continue;
		}
		put_row(r, kept++, i, skip, lines, *table);
		i += 1 + skip + lines;
	}
	r->count = kept;
}
