/* SPDX-License-Identifier: ISC
 *
 * A form that explains its questions in italics, each on a line of its own: "What is the child's full name?" over "First
 * name and family name.".  That it does shows where a day, a number or an address is asked for and what is in italics is none:
 * then such lines are taken out beneath all questions, in a cell, in a table or in lines of text, and what is left answers.
 */
#include "parsers/form_inside.h"
#include "parsers/text.h"

enum { LEAST = 2, LONGEST = 300, FEW_WORDS = 3 };

/* A line in italics, and the question over it. */
struct help {
	struct form_cell *cell;
	struct form_text question, line;
	size_t from, to;		/* of the cell's text; from 0: all of it */
};

/* Nobody's name, and no post. */
static bool
is_help_like(const struct form_reader *r, const struct form_text *t)
{
	unsigned char last = t->text.at[t->text.len - 1];

	return last == '.' || last == ')' || last == '?' || form_line_words(t->text) >= FEW_WORDS || form_text_is_blank(r, t);
}

/* The second line of a cell. */
static bool
find_inside(const struct form_reader *r, struct form_cell *c, struct help *out)
{
	struct span s = c->all.text;
	size_t line = span_find_byte(s, '\n'), to;

	if (line == 0 || line >= s.len)
		return false;
	to = line + 1 + span_find_byte(span_slice(s, line + 1, s.len), '\n');
	*out = (struct help){ .cell = c, .question = form_text_slice(r->arena, &c->all, 0, line), .line = form_text_slice(r->arena, &c->all, line + 1, to), .from = line, .to = to };
	return true;
}

/* A row by itself, beneath one that is of its kind. */
static bool
find_beneath(struct form_reader *r, size_t at, struct help *out)
{
	const struct form_row *row = &r->rows[at], *above = at > 0 ? &r->rows[at - 1] : NULL;

	if (above == NULL || row->count != 1 || above->count != 1 || row->line != above->line || row->table != above->table || span_find_byte(row->cells[0].all.text, '\n') < row->cells[0].all.text.len)
		return false;
	*out = (struct help){ .cell = &row->cells[0], .question = above->cells[0].all, .line = row->cells[0].all };
	return !above->cells[0].heading && !row->cells[0].heading;
}

static bool
find_label(const struct form_reader *r, struct span question, struct form_match *m)
{
	return (form_match_find(r, question, FORM_MATCH_LOOSE, m) && form_match_is_label(m)) || form_guess_find(r, question, m);
}

/* The second of two lines, in italics, where the first is not. */
static bool
find_italics(struct form_reader *r, size_t at, size_t k, struct help *out)
{
	struct form_cell *c = &r->rows[at].cells[k];

	if (!form_text_has(&c->all, BLOCK_ITALIC) || !(find_beneath(r, at, out) || find_inside(r, c, out)))
		return false;
	out->question = form_text_trim(r->arena, &out->question);
	out->line = form_text_trim(r->arena, &out->line);
	return out->question.text.len > 0 && !form_text_all(&out->question, BLOCK_ITALIC) && !form_text_has(&out->question, BLOCK_VALUE | BLOCK_BOX) && out->line.text.len > 0 && out->line.text.len <= LONGEST &&
	    form_text_all(&out->line, BLOCK_ITALIC) && !form_text_has(&out->line, BLOCK_VALUE | BLOCK_BOX | BLOCK_PLACEHOLDER | BLOCK_BOLD);
}

/* Of what is asked for and has a shape nothing in italics is one, and little else may be somebody's answer. */
static bool
explains(struct form_reader *r)
{
	size_t others = 0, likely = 0, unlike = 0;
	struct form_match m;
	struct help h;

	for (size_t i = 0; i < r->count; i++)
		for (size_t k = 0; k < r->rows[i].count; k++) {
			struct field f = { 0 };
			struct span rest;

			if (!find_italics(r, i, k, &h) || !find_label(r, h.question.text, &m))
				continue;
			*(is_help_like(r, &h.line) ? &likely : &unlike) += 1;
			if (m.count == 0 || m.hits[0]->keys_count != 1 || !field_key_has_shape(m.hits[0]->keys[0]))
				continue;
			form_answer_read(r, m.hits[0]->keys[0], &h.line, false, &f, &rest);
			if (f.first.state == FIELD_ANSWERED)
				return false;
			others += f.first.state == FIELD_INVALID ? 1 : 0;
		}
	return others >= LEAST && unlike * 2 <= likely;
}

void
form_help_drop(struct form_reader *r)
{
	size_t kept = 0;
	struct form_match m;
	struct help h;
	bool *drops;

	if (!explains(r))
		return;
	drops = arena_array(r->arena, r->count + 1, sizeof(*drops));
	for (size_t i = 0; i < r->count; i++)
		for (size_t k = 0; k < r->rows[i].count; k++) {
			struct form_text pieces[2];

			if (!find_italics(r, i, k, &h) || !is_help_like(r, &h.line) || !(h.question.text.at[h.question.text.len - 1] == '?' || find_label(r, h.question.text, &m)))
				continue;
			drops[i] = h.from == 0;
			pieces[0] = form_text_slice(r->arena, &h.cell->all, 0, h.from);
			pieces[1] = form_text_slice(r->arena, &h.cell->all, h.to, h.cell->all.text.len);
			if (h.from > 0)
				h.cell->all = form_text_join(r->arena, pieces, 2, SPAN_NONE);
		}
	for (size_t i = 0; i < r->count; i++)
		if (!drops[i])
			r->rows[kept++] = r->rows[i];
	r->count = kept;
}
