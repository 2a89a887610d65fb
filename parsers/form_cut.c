/* SPDX-License-Identifier: ISC
 *
 * Lines that are rows of a table pasted as text: cut into cells by tabs, bars, strokes or gaps.
 */
#include "parsers/form_cut.h"
#include "parsers/form_leader.h"
#include "parsers/form_tick.h"
#include "parsers/text.h"

enum { HEAD_BYTES = 40 };

static void
cut_by(struct form_reader *r, const struct form_text *line, struct span mark, struct form_pieces *out)
{
	size_t from = 0;

	out->count = 0;
	for (;;) {
		struct span rest = span_slice(line->text, from, line->text.len);
		size_t at = from + span_find(rest, mark);
		struct form_text piece = form_text_slice(r->arena, line, from, at);

		out->items[out->count++] = form_text_trim(r->arena, &piece);
		if (at >= line->text.len || out->count == FORM_PIECES)
			return;
		from = at + mark.len;
		/* "Date / / Signed / A Moss": the blanks of an empty cell have run together. */
		while (span_eq_str(mark, " / ") && out->count < FORM_PIECES && (span_starts(span_slice(line->text, from, line->text.len), SPAN_LIT("/ ")) ||
		    span_eq_str(span_slice(line->text, from, line->text.len), "/"))) {
			piece = form_text_slice(r->arena, line, from, from);
			out->items[out->count++] = piece;
			from = from + 2 < line->text.len ? from + 2 : line->text.len;
		}
	}
}

/* Three blanks or more are a gap between columns. */
static bool
has_gap(struct span s)
{
	return span_find(s, SPAN_LIT("   ")) < s.len;
}

static void
cut_by_gaps(struct form_reader *r, const struct form_text *line, struct form_pieces *out)
{
	size_t from = 0, i = 0;

	out->count = 0;
	while (i <= line->text.len && out->count < FORM_PIECES) {
		bool gap = span_starts(span_slice(line->text, i, line->text.len), SPAN_LIT("   "));
		struct form_text piece;

		if (!gap && i < line->text.len) {
			i++;
			continue;
		}
		piece = form_text_slice(r->arena, line, from, i);
		piece = form_text_trim(r->arena, &piece);
		if (piece.text.len > 0)
			out->items[out->count++] = piece;
		while (i < line->text.len && line->text.at[i] == ' ')
			i++;
		from = i;
		if (i >= line->text.len)
			break;
	}
}

static size_t
labels_in(const struct form_reader *r, const struct form_pieces *p)
{
	struct span last = p->items[p->count - 1].text;
	bool told = p->count == 2 && last.len > 0 && last.at[last.len - 1] == '.';
	size_t n = 0;

	for (size_t i = 0; i < p->count; i++) {
		struct form_match m;
		size_t at;
		bool by_line;

		if (p->items[i].text.len == 0)
			continue;
		/* Before a sentence a wording may have any end: "What learning *". */
		if (form_match_find(r, p->items[i].text, told && i == 0 ? FORM_MATCH_GLOB : FORM_MATCH_LOOSE, &m) && (form_match_is_label(&m) || (m.number > 0 && p->count > 2)))
			n++;
		else if (form_cell_split(r, &p->items[i], &m, &at, &by_line) && form_cut_whole_ends_in_mark(span_slice(p->items[i].text, 0, at)))
			n++;
	}
	return n;
}

/* "Telephone / e-mail / 01632 960111 / a@b.example": two labels that make one that asks for both, before
 * what answers it. */
static bool
is_pair_of_labels(const struct form_reader *r, const struct form_pieces *p, size_t i, struct span joined)
{
	struct form_match m;

	if (i + 2 >= p->count || form_cut_whole_is_label(r, p->items[i + 2].text) || p->items[i + 2].text.len == 0)
		return false;
	if (!form_cut_whole_is_label(r, p->items[i].text) || !form_cut_whole_is_label(r, p->items[i + 1].text) || !form_match_find(r, joined, FORM_MATCH_LOOSE, &m))
		return false;
	for (size_t k = 0; k < m.count; k++)
		if (m.hits[k]->keys_count > 1)
			return true;
	return false;
}

/* "What learning / They may learn from it." ends as no label does, though it begins like one. */
static bool
is_told(const struct form_text *line)
{
	return line->text.at[line->text.len - 1] == '.' && span_find(line->text, SPAN_LIT(" / ")) < line->text.len;
}

/* "Male / female": a label under the child's heading that is made of the words for its answers. */
static bool
is_asked_choice(const struct form_reader *r, const struct form_match *m, struct span joined)
{
	return form_match_has(m, FORM_WORDING_WITHIN) && m->hits[0]->keys_count == 1 && m->hits[0]->keys[0]->type == FIELD_ENUM && form_answer_is_options(r, m->hits[0]->keys[0], joined);
}

/* "Agency / Relationship to child" is one label with a stroke in it. */
static void
rejoin(struct form_reader *r, struct form_pieces *p, struct span mark)
{
	for (size_t i = 0; i + 1 < p->count; i++) {
		struct form_text joined = form_text_join(r->arena, &p->items[i], 2, mark);
		struct form_match m;
		uint64_t age;

		joined.block = p->items[i].block;
		/* "Gender / Male (x) Female ( )": boxes fold away. */
		if (form_tick_count(&joined) > 0 || is_told(&joined))
			continue;
		/* An empty cell adds nothing to the label before it; "15 / Gender" is an age and the next label, and no question 15. */
		if (p->items[i].text.len == 0 || p->items[i + 1].text.len == 0 || span_is_digit(p->items[i + 1].text.at[0]) || span_number(p->items[i].text, 999, &age))
			continue;
		if ((!form_match_find(r, joined.text, FORM_MATCH_EXACT, &m) || (!form_match_has(&m, FORM_WORDING_LABEL) && !is_asked_choice(r, &m, joined.text))) && !is_pair_of_labels(r, p, i, joined.text))
			continue;
		p->items[i] = joined;
		for (size_t j = i + 1; j + 1 < p->count; j++)
			p->items[j] = p->items[j + 1];
		p->count--;
	}
}

/* "Child 1", "Child 2": the heads of columns, and no label with its answer. */
static bool
are_peoples_heads(const struct form_reader *r, const struct form_pieces *p)
{
	struct form_match m;

	for (size_t i = 1; i < p->count; i++)
		if (!form_match_find(r, p->items[i].text, FORM_MATCH_EXACT, &m) || m.number == 0 || form_match_section(&m) == NULL)
			return false;
	return true;
}

static void
set_pieces(struct form_reader *r, struct form_row *row, const struct form_pieces *p, unsigned table)
{
	const struct form_row *above = row > r->rows ? row - 1 : NULL;
	bool beneath = above != NULL && above->table == table && above->count == p->count;
	/* An indented pair; a longer row, or one beneath its like, has an empty corner. */
	size_t from = p->count == 3 && p->items[0].text.len == 0 && !beneath && !are_peoples_heads(r, p) ? 1 : 0, to = p->count;
	bool heading = row->cells[0].heading;

	row->count = 0;
	for (size_t i = from; i < to; i++) {
		struct form_cell *c = form_rows_add_cell(r, row);

		c->all = p->items[i];
		c->column = (unsigned)(i - from) + 1;
		c->heading = heading;
	}
	row->table = table;
	row->width = (unsigned)row->count;
}

/* Blanks before the first tab or after the last bar are no cells. */
static void
drop_ends(struct form_pieces *p, bool bars)
{
	if (!bars || p->count < 3 || p->items[p->count - 1].text.len > 0 || p->items[0].text.len > 0)
		return;
	/* | a | b | */
	for (size_t i = 0; i + 2 < p->count; i++)
		p->items[i] = p->items[i + 1];
	p->count -= 2;
}

static const struct {
	const char *mark;
	unsigned least;			/* labels that make such a line a row of a table */
} cuts[] = { { "\t", 1 }, { "|", 1 }, { " / ", 1 }, { " - ", 3 }, { " \xE2\x80\x93 ", 3 } };
enum { DASHES = 3 };			/* among the cuts, from here: rows only beneath a line of nothing but labels */

/* "Date / Event:" is a row of labels, though its words make one, too. */
static bool
is_all_labels(struct form_reader *r, const struct form_text *line)
{
	struct form_pieces p;

	cut_by(r, line, SPAN_LIT(" / "), &p);
	return p.count > 1 && labels_in(r, &p) == p.count;
}

/* "Coroenr / inquest:" is one label, slip and all; a line with tabs is rather a row. */
static enum form_match_grade
whole_grade(struct span line)
{
	bool row = span_find_byte(line, '\t') < line.len || span_find_byte(line, '|') < line.len;

	return !row && span_find_byte(line, ':') + 1 == line.len ? FORM_MATCH_LOOSE : FORM_MATCH_EXACT;
}

static bool
has_stroke(const struct form_reader *r, size_t at)
{
	const struct form_cell *c = at < r->count && r->rows[at].line && r->rows[at].count == 1 ? &r->rows[at].cells[0] : NULL;

	/* Among tabs a stroke parts words, not cells. */
	return c != NULL && span_find(c->all.text, SPAN_LIT(" / ")) < c->all.text.len && span_find_byte(c->all.text, '\t') == c->all.text.len;
}

static bool
is_of_tabs(const struct form_row *row)
{
	const struct block *b = row->cells[0].all.block;

	return row->line && b != NULL && span_find_byte(b->text, '\t') < b->text.len;
}

/* "Name of child / Ana Oak": a label, and what is none. */
static bool
is_label_and_words(struct form_reader *r, const struct form_text *line)
{
	struct form_match m;
	struct form_pieces p;

	cut_by(r, line, SPAN_LIT(" / "), &p);
	return p.count == 2 && form_cut_whole_is_label(r, p.items[0].text) && !form_match_find(r, p.items[1].text, FORM_MATCH_LOOSE, &m) && !form_guess_find(r, p.items[1].text, &m);
}

/* "Child / young person", "Trust / organisation" by itself among lines that are no rows: one
 * label or heading, with a stroke between two words for it. */
static bool
is_lone_label(struct form_reader *r, size_t at, const struct form_text *line)
{
	struct form_match m;

	if (has_stroke(r, at) && form_match_find(r, line->text, FORM_MATCH_LOOSE, &m) && form_match_section(&m) != NULL && !form_match_is_label(&m))
		return true;
	if (span_find_byte(line->text, '|') < line->text.len)
		return false;
	if (!has_stroke(r, at) || (at > 0 && (has_stroke(r, at - 1) || (r->rows[at - 1].count > 1 && !is_of_tabs(&r->rows[at - 1])))) || has_stroke(r, at + 1) || span_find_byte(line->text, ':') < line->text.len)
		return false;
	if (form_match_find(r, line->text, FORM_MATCH_LOOSE, &m))
		return m.count > 0;
	if (is_label_and_words(r, line))
		return false;
	return form_guess_find(r, line->text, &m) || form_guess_section(r, line->text) != NULL;
}

/* "Parents / carers and significant others" in bold: a stroke in a heading parts no cells. */
static bool
is_set_as_heading(const struct form_row *row)
{
	return row->cells[0].heading || form_text_all(&row->cells[0].all, BLOCK_BOLD);
}

/* "Please tick / Yes / No": words for the questions beneath, and options over their boxes. */
static bool
is_poll_head(const struct form_reader *r, const struct form_pieces *p)
{
	size_t options = 0;

	for (size_t i = 1; i < p->count; i++)
		options += form_answer_is_option(r, p->items[i].text) ? 1 : 0;
	return options >= 2 && !form_answer_is_option(r, p->items[0].text);
}

/* "Name / DOB / Gender" over as many cells: heads, though two of them make one label, too; among many one may be known
 * to nobody, as "Plan Y/N". */
static bool
is_over_as_many(struct form_reader *r, size_t at, const struct form_pieces *p)
{
	enum { MANY = 4 };
	struct form_text next;
	struct form_pieces below;
	size_t labels = p->count < 3 || !has_stroke(r, at + 1) ? 0 : labels_in(r, p);

	if (labels == 0 || labels + (p->count >= MANY ? 1 : 0) < p->count)
		return false;
	next = form_pair_with_end_strokes(r, &r->rows[at + 1].cells[0].all);
	cut_by(r, &next, SPAN_LIT(" / "), &below);
	return below.count >= p->count && (labels == p->count || labels_in(r, &below) == 0);
}

/* "Joint referral: Adult Review / Homicide Review / Practice Review": a title with strokes, whatever they part. */
static bool
is_title(const struct form_reader *r, const struct form_pieces *p)
{
	enum { NUMBER = 6 };
	struct form_pieces first = { .items = { p->items[0] }, .count = 1 };
	size_t colon = span_find_byte(p->items[0].text, ':');

	return p->items[0].text.len > NUMBER && colon + 1 < p->items[0].text.len && labels_in(r, &first) == 0;
}

/* "Abuse: [x] Physical   [ ] Neglect": boxes, kept apart as columns are. */
static bool
are_options(const struct form_pieces *p)
{
	for (size_t i = 1; i < p->count; i++)
		if (form_tick_count(&p->items[i]) > 0 && span_find_byte(p->items[i].text, ':') == p->items[i].text.len)
			return true;
	return false;
}

/* "Notifier: Al      Unit and floor: Ward 3": each piece a label, a colon and its answer. */
static bool
are_typed(const struct form_pieces *p)
{
	enum { LONGEST = 60 };

	for (size_t i = 0; i < p->count; i++) {
		struct span s = p->items[i].text;
		size_t colon = span_find_byte(s, ':'), mark = span_find_byte(s, '?');

		if ((colon < mark ? colon : mark) >= (s.len < LONGEST ? s.len : LONGEST) || !span_is_upper(s.at[0]))
			return false;
	}
	return true;
}

/* The table in the making, by which mark the last line was cut, and how many by each. */
enum { CUTS = sizeof(cuts) / sizeof(cuts[0]), USUAL = 5 };
struct cutting {
	bool drawn;
	unsigned table;
	size_t last;
	size_t seen[CUTS];
	bool rows;			/* some lines are rows, whose cells strokes part */
};

/* "Whose car was it / 1 Elm St" among rows cut by strokes: a pair, though nobody knows the label. */
static bool
may_be_pair(const struct form_pieces *p)
{
	enum { LONGEST = 80 };
	struct span s = p->items[0].text;

	return p->count == 2 && s.len > 3 && s.len <= LONGEST && span_is_upper(s.at[0]) && s.at[s.len - 1] != '.' && span_find(s, SPAN_LIT(". ")) == s.len;
}

/* "Home address: 1 Elm St,     Postcode: X1 1XX" over "              Ashmere", set in to where the first answer began: more of it. */
static void
take_hanging(struct form_reader *r, size_t at, struct span line, struct form_pieces *p)
{
	enum { DEEP = 6, SLACK = 1 };
	const struct form_cell *c = form_rows_line(r, at + 1);
	struct span next = c != NULL ? c->all.text : SPAN_NONE;
	size_t in = 0;

	while (in < next.len && next.at[in] == ' ')
		in++;
	if (in < DEEP || in == next.len || span_find_byte(next, ':') < next.len || has_gap(span_trim(next)))
		return;
	for (size_t i = 0; i < p->count; i++) {
		struct span s = p->items[i].text;
		size_t begins = s.at < line.at || s.at >= line.at + line.len ? line.len : (size_t)(s.at - line.at) + span_find_byte(s, ':') + 1;
		struct form_text pieces[2] = { p->items[i], form_text_trim(r->arena, &c->all) };

		while (begins < line.len && line.at[begins] == ' ')
			begins++;
		if (in + SLACK < begins || in > begins + SLACK || s.at[s.len - 1] == ':')
			continue;
		p->items[i] = form_text_join(r->arena, pieces, 2, SPAN_LIT("\n"));
		r->rows[at + 1].cells[0].all = (struct form_text){ .block = c->all.block };
		return;
	}
}

/* "Notifier: Al      Unit / floor: Ward 3": columns, and a stroke in a label. */
static bool
cut_typed(struct form_reader *r, struct form_row *row, const struct form_text *line, struct cutting *c)
{
	struct form_pieces p;

	if (!has_gap(line->text) || span_find_byte(line->text, '\t') < line->text.len || span_find_byte(line->text, '|') < line->text.len)
		return false;
	cut_by_gaps(r, line, &p);
	if (p.count < 2 || are_options(&p) || !are_typed(&p) || labels_in(r, &p) < 1)
		return false;
	c->table--;
	take_hanging(r, (size_t)(row - r->rows), line->text, &p);
	set_pieces(r, row, &p, c->table);
	return true;
}

/* Cuts a line into cells: by its mark when a label is among the pieces, or when the line
 * above was cut by the same mark. */
static void
cut_line(struct form_reader *r, size_t at, struct cutting *c)
{
	struct form_row *row = &r->rows[at];
	const struct form_text line = form_pair_with_end_strokes(r, &row->cells[0].all);
	struct form_match whole;
	size_t cut_count = CUTS, before = c->last;
	bool follows = at > 0 && before < cut_count && r->rows[at - 1].table == c->table;

	c->last = cut_count + 1;
	if (line.text.len == 0 || form_rows_are_many(r))
		return;
	if (!form_pair_has_cells(line.text) && !is_told(&line) && form_match_find(r, line.text, whole_grade(line.text), &whole) && form_match_is_label(&whole) && (whole.exact || !is_all_labels(r, &line)))
		return;
	if (span_find_byte(line.text, '\t') == line.text.len && ((line.text.len == row->cells[0].all.text.len && !is_told(&line) && is_lone_label(r, at, &line)) || form_cut_whole_is_choice(r, &line)))
		return;
	if (cut_typed(r, row, &line, c))
		return;
	for (size_t k = 0; k < cut_count; k++) {
		struct span mark = span_str(cuts[k].mark);
		struct form_pieces p;
		struct form_text padded = line;

		if (span_find(line.text, mark) == line.text.len || (k == 2 && (c->drawn || is_set_as_heading(row) || form_pair_is_parted(r, &line))))
			continue;
		cut_by(r, &padded, mark, &p);
		drop_ends(&p, k == 1);
		if (k == 2 && !is_over_as_many(r, at, &p)) {
			rejoin(r, &p, mark);
			if (form_cut_whole_is_story(r, &line, &p, c->rows))
				continue;
			form_cut_whole_join(r, &line, mark, &p);
		}
		if (k == 2 && (form_cut_whole_is_labelled(r, &line, &p) || (!(follows && before == k) && is_title(r, &p))))
			continue;
		if (k >= DASHES && !(follows && before == k && p.count == r->rows[at - 1].count) && (p.count < cuts[k].least || labels_in(r, &p) < p.count))
			continue;
		if (p.count < 2 || (labels_in(r, &p) < cuts[k].least && !is_poll_head(r, &p) && !(follows && before == k && p.count == r->rows[at - 1].count) && !(c->seen[k] >= USUAL && may_be_pair(&p))))
			continue;
		c->seen[k]++;
		if (!(follows && before == k))
			c->table--;
		set_pieces(r, row, &p, c->table);
		c->last = k;
		return;
	}
	if (has_gap(line.text)) {
		struct form_pieces p;

		cut_by_gaps(r, &line, &p);
		if (p.count < 2 || are_options(&p) || labels_in(r, &p) < (are_typed(&p) ? 1 : 2))
			return;
		c->table--;
		set_pieces(r, row, &p, c->table);
	}
}

/* "About you | The child": each heads somebody else's labels. */
static bool
are_two_headings(const struct form_reader *r, const struct form_pieces *p)
{
	const struct form_section *s[2];
	struct form_match m;

	for (size_t i = 0; i < 2; i++) {
		if (p->count != 2 || p->items[i].text.len == 0 || !form_match_find(r, p->items[i].text, FORM_MATCH_LOOSE, &m) || (s[i] = form_match_section(&m)) == NULL || s[i]->ignore)
			return false;
	}
	return s[0] != s[1];
}

/* "Question\tGuidance\tYour answer" over rows of as many cells: heads that are no labels; of two cells or pairs of them
 * such as name two people. */
static void
cut_head(struct form_reader *r, size_t at)
{
	const struct form_row *below = at + 1 < r->count ? &r->rows[at + 1] : NULL;
	struct form_row *row = &r->rows[at];
	struct form_text line = form_pair_with_end_strokes(r, &row->cells[0].all);
	struct form_pieces p;

	if (!row->line || row->count != 1 || below == NULL || !below->line || below->count < 2)
		return;
	for (size_t k = 0; k < CUTS; k++) {
		cut_by(r, &line, span_str(cuts[k].mark), &p);
		drop_ends(&p, k == 1);
		if (p.count != below->count && !(p.count == 2 && below->count == 4))
			continue;
		if (p.count == 2 && !are_two_headings(r, &p))
			continue;
		for (size_t i = 0; i < p.count; i++)
			if ((p.items[i].text.len == 0 && i > 0) || p.items[i].text.len > HEAD_BYTES)
				return;
		set_pieces(r, row, &p, below->table);
		return;
	}
}

/* Two lines or more that are sure to be cut by strokes. */
static bool
has_rows_of_strokes(struct form_reader *r)
{
	enum { LEAST = 2 };
	size_t rows = 0;

	for (size_t i = 0; i < r->count && rows < LEAST; i++) {
		struct form_pieces p;

		if (!has_stroke(r, i))
			continue;
		cut_by(r, &r->rows[i].cells[0].all, SPAN_LIT(" / "), &p);
		rows += form_cut_whole_is_row(r, &r->rows[i].cells[0].all, &p) ? 1 : 0;
	}
	return rows >= LEAST;
}

/* "Child GP      : Dr Elm", all colons one beneath the other: they part the columns, and are no answer's. */
static void
drop_colons(struct form_reader *r)
{
	for (size_t i = 0; i < r->count; i++)
		for (size_t k = 1; r->rows[i].line && k < r->rows[i].count; k++) {
			struct form_cell *c = &r->rows[i].cells[k];
			const struct block *block = c->all.block;
			struct form_text rest;

			if (c->all.text.len == 0 || c->all.text.at[0] != ':' || (c->all.text.len > 1 && c->all.text.at[1] > ' '))
				continue;
			rest = form_text_slice(r->arena, &c->all, 1, c->all.text.len);
			c->all = form_text_trim(r->arena, &rest);
			c->all.block = block;
		}
}

/* Tables made of lines are numbered from the top down. */
void
form_cut_lines(struct form_reader *r)
{
	struct cutting c = { .drawn = form_pair_has_tables(r), .table = UINT32_MAX - 2, .last = SIZE_MAX };

	form_posed_lines(r, &c.table);
	form_commas_lines(r, &c.table);
	form_spill_bars(r), form_spill_blanks(r);
	form_leader_lines(r, &c.table);
	form_grid_lines(r, &c.table);
	form_bare_lines(r, &c.table);
	form_asked_lines(r, &c.table);
	c.rows = has_rows_of_strokes(r);
	for (size_t i = 0; i < r->count; i++) {
		if (!r->rows[i].line || r->rows[i].count > 1) {
			c.last = SIZE_MAX;
			continue;
		}
		cut_line(r, i, &c);
	}
	form_spill_stories(r);
	drop_colons(r);
	for (size_t i = 0; i < r->count; i++)
		cut_head(r, i);
}
