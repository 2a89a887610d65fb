/* SPDX-License-Identifier: ISC
 *
 * "Question: What is your name?" over "Answer: Ann Fry", as web forms send them: two cells, without the words that say which is which.
 */
#include "parsers/form_inside.h"
#include "parsers/text.h"

#include <string.h>

enum { LEAST = 3, MOST_LINES = 60, LONGEST_SECTION = 80 };

/* How long "Question:", "Q1." or "Answer:" is in front of the text; 0: no such word is. */
static size_t
begins_with(struct span s, struct span_words words)
{
	size_t to = 0;

	while (to < s.len && (span_is_letter(s.at[to]) || s.at[to] == ' '))
		to++;
	if (!span_is_any_nocase(span_trim(span_slice(s, 0, to)), words))
		return 0;
	while (to < s.len && (span_is_digit(s.at[to]) || s.at[to] == ' '))
		to++;
	return to < s.len && (s.at[to] == ':' || s.at[to] == '.' || s.at[to] == ')') ? to + 1 : 0;
}

static size_t
question_in(const struct form_cell *c)
{
	static const char *const words[] = { "question", "q", "field" };
	size_t to = c == NULL ? 0 : begins_with(c->all.text, SPAN_WORDS(words));

	return to > 0 && span_trim(span_slice(c->all.text, to, c->all.text.len)).len > 0 ? to : 0;
}

static size_t
answer_in(const struct form_cell *c)
{
	static const char *const words[] = { "answer", "a", "ans", "response", "value", "your answer", "reply" };

	return c == NULL ? 0 : begins_with(c->all.text, SPAN_WORDS(words));
}

/* The line with the answer of the question on line `at`; r->count: there is none. */
static size_t
answer_of(const struct form_reader *r, size_t at)
{
	const struct form_cell *next = form_rows_line(r, at + 1);

	if (question_in(form_rows_line(r, at)) == 0)
		return r->count;
	if (next != NULL && next->all.text.len == 0)
		next = form_rows_line(r, ++at + 1);
	return answer_in(next) > 0 ? at + 1 : r->count;
}

static size_t
section_in(const struct form_cell *c)
{
	static const char *const words[] = { "section", "page", "part" };
	size_t to = c->all.text.len > LONGEST_SECTION ? 0 : begins_with(c->all.text, SPAN_WORDS(words));

	return to > 0 && c->all.text.at[to - 1] == ':' ? to : 0;
}

static bool
is_short_line(const struct form_cell *c)
{
	return c != NULL && c->all.text.len > 0 && c->all.text.len <= LONGEST_SECTION && !form_line_ends_sentence(c->all.text) && question_in(c) == 0;
}

/* Does the answer end before line `at`?  Another question, a heading or a rule begins there, or none follows what a blank line parts. */
static bool
ends_answer(const struct form_reader *r, size_t at)
{
	const struct form_cell *c = form_rows_line(r, at);

	if (c == NULL || c->heading || question_in(c) > 0 || section_in(c) > 0 || (c->all.text.len > 0 && form_under_is_rule(c->all.text)))
		return true;
	if (c->all.text.len > 0)
		return false;
	/* "About the child" between two blank lines heads what follows. */
	if (is_short_line(form_rows_line(r, at + 1)) && form_rows_line(r, at + 2) != NULL && (form_rows_line(r, at + 2)->all.text.len == 0 || question_in(form_rows_line(r, at + 2)) > 0))
		return true;
	for (size_t i = at + 1; i < r->count && i < at + MOST_LINES; i++)
		if (question_in(form_rows_line(r, i)) > 0)
			return false;
	return true;
}

static void
put_cell(struct form_reader *r, struct form_row *row, const struct form_text *t, size_t from)
{
	struct form_text piece = form_text_slice(r->arena, t, from, t->text.len);
	struct form_cell *c = form_rows_add_cell(r, row);

	c->all = form_text_trim(r->arena, &piece);
	if (c->all.block == NULL)
		c->all.block = t->block;
	c->column = (unsigned)row->count;
}

/* Line `at` becomes a row of two cells; gives the line behind its answer. */
static size_t
put_row(struct form_reader *r, size_t at, size_t answer, struct form_row *row)
{
	struct form_text pieces[MOST_LINES], whole;
	size_t count = 0, to = answer;
	const struct form_text question = r->rows[at].cells[0].all;

	*row = r->rows[at];
	row->cells = NULL;
	row->count = row->capacity = 0;
	put_cell(r, row, &question, question_in(&r->rows[at].cells[0]));
	do
		pieces[count++] = r->rows[to++].cells[0].all;
	while (to < r->count && count < MOST_LINES && !ends_answer(r, to));
	whole = form_text_join(r->arena, pieces, count, SPAN_LIT("\n"));
	if (whole.block == NULL)
		whole.block = pieces[0].block;
	put_cell(r, row, &whole, answer_in(&r->rows[answer].cells[0]));
	row->width = (unsigned)row->count;
	return to;
}

void
form_posed_lines(struct form_reader *r, unsigned *table)
{
	size_t pairs = 0, count = 0;

	for (size_t i = 0; i < r->count && pairs < LEAST; i++)
		pairs += answer_of(r, i) < r->count ? 1 : 0;
	if (pairs < LEAST)
		return;
	for (size_t i = 0; i < r->count;) {
		struct form_row row = r->rows[i];
		size_t answer = answer_of(r, i), section = row.line && row.count == 1 ? section_in(&row.cells[0]) : 0;

		if (answer < r->count) {
			i = put_row(r, i, answer, &row);
			row.table = --*table;
		} else {
			i++;
			if (section > 0) {
				struct form_text title = form_text_slice(r->arena, &row.cells[0].all, section, row.cells[0].all.text.len);

				row.cells[0].all = form_text_trim(r->arena, &title);
				row.cells[0].heading = true;
			}
		}
		r->rows[count++] = row;
	}
	r->count = count;
}
