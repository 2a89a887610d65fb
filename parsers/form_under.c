/* SPDX-License-Identifier: ISC
 *
 * Captions that are printed under the line to write on: "Di Fox" over a rule, and "Name of referrer" beneath it.  Where the
 * answers that can be told by their shape stand above their labels and not below, each label is put in front of its answer.
 */
#include "parsers/form_tick.h"
#include "parsers/text.h"

#include <string.h>

enum { NEAR = 3, LEAST = 2, RULED = 3 };

bool
form_under_is_rule(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] > ' ' && s.at[i] != '_' && s.at[i] != '.' && s.at[i] != '-' && s.at[i] != '=')
			return false;
	return true;
}

/* "(Date of birth)" is a caption, too; "Date of birth:" asks for what is behind it. */
static bool
is_caption(const struct form_reader *r, const struct form_cell *c, struct form_match *out)
{
	struct span s = c != NULL ? c->all.text : SPAN_NONE;

	if (s.len > 2 && s.at[0] == '(' && s.at[s.len - 1] == ')')
		s = span_slice(s, 1, s.len - 1);
	return s.len > 0 && s.len <= FORM_LABEL_BYTES && !form_line_asks(span_trim(s)) && form_match_find(r, s, FORM_MATCH_EXACT, out) && form_match_is_label(out) && out->hits[0]->keys_count > 0;
}

/* One key, whose answers have a shape; NULL: a text may be anything. */
static const struct field_key *
shaped_key(const struct form_match *m)
{
	const struct field_key *key = m->hits[0]->keys_count == 1 && m->hits[0]->label->value.len == 0 ? m->hits[0]->keys[0] : NULL;

	return key != NULL && key->type != FIELD_TEXT && key->type != FIELD_LONG ? key : NULL;
}

static bool
fits(const struct form_reader *r, const struct field_key *key, const struct form_text *t)
{
	struct field f = { 0 };
	struct span rest;

	if (t->text.len == 0)
		return false;
	/* A word for a value, and no more: any heading is some kind of review. */
	if (key->type == FIELD_ENUM || key->type == FIELD_YNU)
		return form_answer_word(form_answer_words(r, key), form_memo_fold(r, t->text)) != NULL;
	form_answer_read(r, key, t, false, &f, &rest);
	return f.first.state == FIELD_ANSWERED;
}

/* The line from `at` on, up or down, that is no rule, among the next few; NULL: there is none, or a table stands there. */
static struct form_cell *
line_near(const struct form_reader *r, size_t at, bool up)
{
	for (size_t n = 1; n <= NEAR && (up ? n <= at : at + n < r->count); n++) {
		struct form_row *row = &r->rows[up ? at - n : at + n];

		if (!row->line || row->count != 1)
			return NULL;
		if (!form_under_is_rule(row->cells[0].all.text))
			return &row->cells[0];
	}
	return NULL;
}

static bool
is_row_of_rules(const struct form_row *row)
{
	for (size_t i = 0; i < row->count; i++)
		if (!form_under_is_rule(row->cells[i].all.text) || row->cells[i].all.text.len == 0)
			return false;
	return true;
}

static struct form_row *
row_near(const struct form_reader *r, size_t at, bool up)
{
	struct form_row *row = &r->rows[at];

	for (size_t n = 1; n <= NEAR && (up ? n <= at : at + n < r->count); n++) {
		struct form_row *near = &r->rows[up ? at - n : at + n];

		if (near->table != row->table || near->count != row->count)
			return NULL;
		if (!is_row_of_rules(near))
			return near;
	}
	return NULL;
}

/* Every filled cell is a label. */
static bool
is_row_of_captions(const struct form_reader *r, const struct form_row *row)
{
	struct form_match m;
	size_t captions = 0;

	/* From its end: what stands there is mostly an answer, and known to be no label. */
	for (size_t i = row->count; i-- > 0;) {
		if (row->cells[i].all.text.len == 0)
			continue;
		if (!is_caption(r, &row->cells[i], &m))
			return false;
		captions++;
	}
	return row->table != 0 && captions > 0;
}

/* "Di Fox              Named Nurse" over captions that stand as far apart: what stands over each of them; false: it cannot be told. */
static bool
cut_over(const struct form_reader *r, const struct form_row *row, const struct form_cell *line, struct form_text *over)
{
	struct span s = line->all.text;
	size_t from = 0;

	for (size_t i = 0; i < row->count; i++)
		over[i] = (struct form_text){ .block = line->all.block };
	while (from < s.len) {
		size_t to = from + span_find(span_slice(s, from, s.len), SPAN_LIT("   ")), best = 0, offset;
		struct form_text piece;

		to = to > s.len ? s.len : to;
		piece = form_text_slice(r->arena, &line->all, from, to);
		piece = form_text_trim(r->arena, &piece);
		offset = piece.text.len > 0 && line->all.block != NULL ? (size_t)(piece.text.at - s.at) : 0;
		for (size_t i = 1; i < row->count; i++)
			best = (size_t)(row->cells[i].all.text.at - row->cells[0].all.text.at) <= offset + NEAR ? i : best;
		if (piece.text.len > 0 && over[best].text.len > 0)
			return false;
		if (piece.text.len > 0)
			over[best] = piece;
		for (from = to; from < s.len && s.at[from] == ' ';)
			from++;
	}
	return true;
}

/* The line over a row of captions, and what of it stands over each of them; NULL: there is none. */
static struct form_row *
line_over(const struct form_reader *r, size_t at, struct form_text *over)
{
	struct form_row *row = &r->rows[at];

	for (size_t n = 1; n <= NEAR && n <= at && row->line; n++) {
		struct form_row *up = row - n;

		if (!up->line || up->count == 0)
			return NULL;
		if (up->count == 1 && form_under_is_rule(up->cells[0].all.text))
			continue;
		if (up->count == 1)
			return cut_over(r, row, &up->cells[0], over) ? up : NULL;
		if (is_row_of_rules(up))
			continue;
		for (size_t i = 0; i < up->count && up->count == row->count; i++)
			over[i] = up->cells[i].all;
		return up->count == row->count && !is_row_of_captions(r, up) ? up : NULL;
	}
	return NULL;
}

/* "Named Doctor" over "Position held" in slanted letters is an answer, though a label elsewhere. */
static bool
is_post_over(const struct form_cell *c, const struct form_cell *caption)
{
	const struct form_wording *lead = c->lead.hits[0];

	return c->by_line && lead->keys_count > 0 && field_key_is_name(lead->keys[0]) && field_key_ends(caption->match.hits[0]->keys[0], ".role") && form_text_all(&caption->all, BLOCK_ITALIC) &&
	    c->all.runs_count > 1 && (c->all.runs[0].flags & (BLOCK_ITALIC | BLOCK_BOLD)) == 0;
}

/* The last line of a cell is a caption, and what is before it none. */
static bool
has_caption_inside(const struct form_reader *r, const struct form_cell *c, struct form_cell *caption_out, struct form_text *answer_out)
{
	const unsigned char *line = c->all.text.len > 0 ? memrchr(c->all.text.at, '\n', c->all.text.len) : NULL;
	size_t at;

	if (line == NULL)
		return false;
	at = (size_t)(line + 1 - c->all.text.at);
	*caption_out = (struct form_cell){ .all = form_text_slice(r->arena, &c->all, at, c->all.text.len) };
	*answer_out = form_text_slice(r->arena, &c->all, 0, at - 1);
	if (!is_caption(r, caption_out, &caption_out->match))
		return false;
	return c->lead.count == 0 || !c->lead.exact || is_post_over(c, caption_out);
}

struct tally {
	size_t above, below;
	size_t ruled;			/* captions right beneath a rule */
	size_t close, far;		/* ... right beneath a line and over a gap, and otherwise */
};

static void
tell(const struct form_reader *r, const struct form_cell *caption, const struct form_text *above, const struct form_text *below, struct tally *t)
{
	struct form_match m;
	const struct field_key *key = is_caption(r, caption, &m) ? shaped_key(&m) : NULL;

	if (key == NULL)
		return;
	/* "[ ] Not known" is the last option of the question before, and "[x] Yes" the first of this one. */
	t->above += above != NULL && !form_tick_is_option(above) && fits(r, key, above) ? 1 : 0;
	t->below += below != NULL && (form_tick_is_option(below) || fits(r, key, below)) ? 1 : 0;
}

static bool
is_under_rule(const struct form_reader *r, size_t at)
{
	const struct form_cell *c = at > 0 ? form_rows_line(r, at - 1) : NULL;

	return c != NULL && c->all.text.len > NEAR && form_under_is_rule(c->all.text);
}

static bool
is_gap(const struct form_reader *r, size_t at)
{
	const struct form_cell *c = at < r->count ? form_rows_line(r, at) : NULL;

	return c != NULL && c->all.text.len == 0;
}

static void
count(const struct form_reader *r, size_t at, struct tally *lines, struct tally *rows, struct tally *cells)
{
	struct form_row *row = &r->rows[at], *up = row_near(r, at, true), *down = row_near(r, at, false);
	struct form_cell *above = row->line ? line_near(r, at, true) : NULL, *below = row->line ? line_near(r, at, false) : NULL, caption;
	struct form_text over[FORM_CELLS], inside;
	struct form_match m;

	if (row->line && row->count == 1 && above != NULL && is_under_rule(r, at) && is_caption(r, &row->cells[0], &m))
		lines->ruled++;
	if (row->line && row->count == 1 && above != NULL && below != NULL && is_caption(r, &row->cells[0], &m))
		(*(is_gap(r, at + 1) && !is_gap(r, at - 1) ? &lines->close : &lines->far))++;
	if (row->line && row->count == 1)
		/* "Date of birth: 18/12/2022" is its own answer, and none to "Date of death: ........" beneath. */
		tell(r, &row->cells[0], above != NULL && !(above->lead.count > 0 && above->lead.exact) ? &above->all : NULL, below != NULL ? &below->all : NULL, lines);
	if (row->count < 2 || row->count > FORM_CELLS)
		return;
	for (size_t i = 0; i < row->count; i++)
		if (has_caption_inside(r, &row->cells[i], &caption, &inside))
			tell(r, &caption, &inside, NULL, cells);
	if (!is_row_of_captions(r, row))
		return;
	if (line_over(r, at, over) != NULL) {
		for (size_t i = 0; i < row->count; i++)
			tell(r, &row->cells[i], &over[i], NULL, lines);
		return;
	}
	for (size_t i = 0; i < row->count; i++)
		tell(r, &row->cells[i], up != NULL ? &up->cells[i].all : NULL, down != NULL ? &down->cells[i].all : NULL, rows);
}

static bool
is_under(const struct tally *t)
{
	return t->ruled >= RULED || (t->far == 0 && t->close >= RULED && t->above >= LEAST) ? t->above > t->below : t->above >= LEAST && t->above > 2 * t->below;
}

/* A caption and its answer in one cell. */
static void
make_box(const struct form_reader *r, struct form_cell *c, const struct form_cell *caption, const struct form_text *answer)
{
	struct form_text pieces[2] = { caption->all, *answer };
	struct form_match m;

	if (!is_caption(r, caption, &m))
		return;
	c->boxed = true;
	c->guess = NULL;
	c->match = m;
	c->lead.count = 0;
	if (answer->text.len == 0) {
		c->all = caption->all;
		return;
	}
	c->lead = m;
	c->match.count = 0;
	c->all = form_text_join(r->arena, pieces, 2, SPAN_LIT("\n"));
	c->answer = *answer;
	c->by_line = true;
	c->blank = false;
}

static void
empty(struct form_cell *c)
{
	c->all = (struct form_text){ .block = c->all.block };
	c->match.count = c->lead.count = 0;
	c->guess = NULL;
	c->heading = c->bold = c->many = false;
	c->blank = true;
}

static void
move_up(struct form_reader *r, size_t from, size_t to)
{
	struct form_row row = r->rows[from];

	memmove(&r->rows[to + 1], &r->rows[to], (from - to) * sizeof(row));
	r->rows[to] = row;
}

/* "Named Nurse" right over "Role" is an answer, though a label elsewhere. */
static bool
is_answer(const struct form_reader *r, size_t at, size_t last, const struct form_match *m)
{
	const struct form_wording *w = m->hits[0];
	struct form_cell *below = line_near(r, at, false);
	struct form_match under;

	if (w->keys_count > 0 && !field_key_is_name(w->keys[0]))
		return false;
	for (size_t i = at; i > last; i--)
		if (r->rows[i - 1].cells[0].all.text.len > 0)
			return false;
	return below != NULL && is_caption(r, below, &under) && (r->rows[at + 1].cells[0].all.text.len > 0);
}

/* Where the answer over the caption at `at` begins: lines without a gap, or, of a story, all behind the caption or heading before. */
static size_t
answer_from(struct form_reader *r, size_t at, size_t last, bool story)
{
	size_t from = at;

	while (from > last && form_under_is_rule(r->rows[from - 1].cells[0].all.text))
		empty(&r->rows[--from].cells[0]);
	for (size_t lines = 0; from > last; lines++, from--) {
		struct form_cell *c = &r->rows[from - 1].cells[0];

		if ((!story && c->all.text.len == 0) || (lines > 0 && (form_cell_is_heading(c) || form_match_section(&c->match) != NULL)))
			break;
		c->match.count = 0;
		c->guess = NULL;
		c->heading = c->bold = false;
	}
	return from;
}

/* "Safeguarding lead: ........" right over it asks for what is on its rule, and answers nothing. */
static bool
is_under_question(const struct form_reader *r, size_t at)
{
	struct span s = SPAN_NONE;

	while (at > 0 && s.len == 0) {
		const struct form_cell *c = form_rows_line(r, --at);

		if (c == NULL)
			return false;
		for (s = c->all.text; s.len > 0 && form_under_is_rule(span_slice(s, s.len - 1, s.len));)
			s = span_slice(s, 0, s.len - 1);
	}
	return s.len > 0 && s.at[s.len - 1] == ':';
}

static void
raise_lines(struct form_reader *r)
{
	struct form_text over[FORM_CELLS];
	size_t last = 0;

	for (size_t i = 0; i < r->count; i++) {
		struct form_row *row = &r->rows[i];
		struct form_row *above;
		struct form_match m;

		if (!row->line || row->count > FORM_CELLS) {
			last = i + 1;
			continue;
		}
		if (row->count == 1 && is_caption(r, &row->cells[0], &m) && !is_answer(r, i, last, &m) && !is_under_question(r, i)) {
			row->cells[0].match = m;
			row->cells[0].guess = NULL;
			move_up(r, i, answer_from(r, i, last, m.hits[0]->keys[0]->type == FIELD_LONG));
		} else if (row->count > 1 && is_row_of_captions(r, row) && (above = line_over(r, i, over)) != NULL) {
			for (size_t j = 0; j < row->count; j++)
				make_box(r, &row->cells[j], &row->cells[j], &over[j]);
			for (size_t j = 0; j < above->count; j++)
				empty(&above->cells[j]);
		} else if (row->count == 1) {
			continue;
		}
		last = i + 1;
	}
}

static void
raise_rows(struct form_reader *r)
{
	for (size_t i = 1; i < r->count; i++) {
		struct form_row *row = &r->rows[i], *up = row_near(r, i, true);

		if (row->line || up == NULL || !is_row_of_captions(r, row) || is_row_of_captions(r, up))
			continue;
		for (size_t j = 0; j < row->count; j++) {
			make_box(r, &row->cells[j], &row->cells[j], &up->cells[j].all);
			empty(&up->cells[j]);
		}
		for (struct form_row *rule = up + 1; rule < row; rule++)
			for (size_t j = 0; j < rule->count; j++)
				empty(&rule->cells[j]);
	}
}

static void
raise_inside(struct form_reader *r)
{
	struct form_cell caption;
	struct form_text answer;

	for (size_t i = 0; i < r->count; i++)
		for (size_t j = 0; j < r->rows[i].count && r->rows[i].count > 1; j++)
			if (has_caption_inside(r, &r->rows[i].cells[j], &caption, &answer))
				make_box(r, &r->rows[i].cells[j], &caption, &answer);
}

bool
form_under_lines(const struct form_reader *r)
{
	struct tally lines = { 0 }, rows = { 0 }, cells = { 0 };

	for (size_t i = 0; i < r->count; i++)
		if (r->rows[i].line && r->rows[i].count == 1)
			count(r, i, &lines, &rows, &cells);
	return is_under(&lines);
}

void
form_under_part(struct form_reader *r)
{
	struct tally lines = { 0 }, rows = { 0 }, cells = { 0 };
	bool any;

	for (size_t i = 0; i < r->count; i++)
		count(r, i, &lines, &rows, &cells);
	any = is_under(&lines) || is_under(&rows) || is_under(&cells);
	/* What is set so in one way is in another, where nothing there says otherwise. */
	if (is_under(&lines) || (any && lines.below == 0))
		raise_lines(r);
	if (is_under(&rows) || (any && rows.below == 0))
		raise_rows(r);
	if (is_under(&cells) || (any && cells.below == 0))
		raise_inside(r);
}
