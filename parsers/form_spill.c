/* SPDX-License-Identifier: ISC
 *
 * Rows pasted as text whose last cell had several lines: the rest of it stands on lines of its own.
 */
#include "parsers/form_tick.h"
#include "parsers/text.h"

#include <string.h>

enum { MOST_LINES = 40, SHORTEST = 24 };

static bool
begins_bar(struct span s)
{
	return s.len > 0 && s.at[0] == '|';
}

static bool
ends_bar(struct span s)
{
	return s.len > 0 && s.at[s.len - 1] == '|';
}

static bool
is_closed_row(const struct form_reader *r, size_t at)
{
	const struct form_cell *c = form_rows_line(r, at);

	return c != NULL && c->all.text.len > 2 && begins_bar(c->all.text) && ends_bar(c->all.text);
}

static bool
is_beneath_bar(const struct form_reader *r, size_t at)
{
	const struct form_cell *above = at > 0 ? form_rows_line(r, at - 1) : NULL;

	if (above != NULL && above->all.text.len == 0 && at > 1)
		above = form_rows_line(r, at - 2);
	return above != NULL && ends_bar(above->all.text);
}

/* "| Facts | It began" with no bar at its end, among rows that have one: up to the line that has.
 * How many lines more; 0 when the row is whole, or never closed. */
static size_t
count_to_bar(const struct form_reader *r, size_t at)
{
	const struct form_cell *c = form_rows_line(r, at);

	if (c == NULL || !begins_bar(c->all.text) || ends_bar(c->all.text) || !(is_beneath_bar(r, at) || is_closed_row(r, at + 1)))
		return 0;
	for (size_t n = 1; n <= MOST_LINES; n++) {
		const struct form_cell *next = form_rows_line(r, at + n);

		if (next == NULL || begins_bar(next->all.text))
			return 0;
		if (ends_bar(next->all.text))
			return n;
	}
	return 0;
}

/* What is asked for at length, or NULL. */
static const struct field_key *
asked_at_length(const struct form_match *m)
{
	for (size_t i = 0; i < m->count; i++)
		if (m->hits[i]->keys_count > 0 && m->hits[i]->keys[0]->type == FIELD_LONG)
			return m->hits[i]->keys[0];
	return NULL;
}

/* "The minder waited until" over "collection time before she told anybody.": a mail program broke the line. */
static bool
is_broken(const struct form_reader *r, struct span told, const struct form_cell *below)
{
	enum { LINE = 50 };
	struct span s = below != NULL ? below->all.text : SPAN_NONE;
	struct form_match m;

	return told.len >= LINE && span_is_letter(told.at[told.len - 1]) && s.len > 1 && span_is_lower(s.at[0]) && (s.len >= SHORTEST || s.at[s.len - 1] == '.') && !form_match_find(r, s, FORM_MATCH_LOOSE, &m);
}

static const struct field_key *
story_of(const struct form_reader *r, const struct form_cell *label, const struct form_cell *told, const struct form_cell *below)
{
	struct span s = told->all.text;
	struct form_match m;
	struct form_meaning here;

	if (s.len < SHORTEST || (s.at[s.len - 1] != '.' && !is_broken(r, s, below)) || !(form_match_find(r, label->all.text, FORM_MATCH_LOOSE, &m) || form_guess_find(r, label->all.text, &m)))
		return NULL;
	/* "Incident: details" */
	if (m.own != NULL && form_match_mean(r, &m, m.own, &here))
		return here.keys[0]->type == FIELD_LONG ? here.keys[0] : NULL;
	return asked_at_length(&m);
}

/* A sentence, or a word like "Background" that asks for the same again; no label, no heading. */
static bool
is_more(const struct form_reader *r, const struct form_cell *c, const struct field_key *story)
{
	struct span s = c->all.text;
	struct form_match m;
	size_t at;
	bool by_line;

	if (s.len == 0 || c->heading || form_text_has(&c->all, BLOCK_BOLD | BLOCK_VALUE | BLOCK_BOX) || span_find_byte(s, '\t') < s.len || span_find_byte(s, '|') < s.len || span_find(s, SPAN_LIT(" / ")) < s.len)
		return false;
	if (form_line_goes_on(s))
		return true;
	if (form_line_asks(s) || form_line_is_part(s) || form_cell_split(r, &c->all, &m, &at, &by_line))
		return false;
	if (form_match_find(r, s, FORM_MATCH_LOOSE, &m))
		return asked_at_length(&m) == story;
	if (s.len >= SHORTEST && s.at[s.len - 1] == '.')
		return true;
	return form_guess_find(r, s, &m) && asked_at_length(&m) == story;
}

/* "- seen in June" */
static bool
is_item(struct span s)
{
	return s.len > 4 && (span_starts(s, SPAN_LIT("- ")) || span_starts(s, SPAN_LIT("* ")) || span_starts(s, SPAN_LIT("\xE2\x80\xA2 ")));
}

/* A paragraph of sentences between a blank line and the table's next row. */
static bool
goes_on_behind_blank(const struct form_reader *r, size_t at, const struct field_key *story)
{
	const struct form_cell *c;

	for (at++; at < r->count && (c = form_rows_line(r, at)) != NULL && is_more(r, c, story); at++)
		if (r->rows[at + 1 < r->count ? at + 1 : at].count > 1)
			return c->all.text.at[c->all.text.len - 1] == '.';
	return false;
}

/* "Overview	It began in May." over lines of sentences: theirs is the same cell.  Up to the last sentence. */
static size_t
count_story(const struct form_reader *r, size_t at)
{
	const struct form_row *row = &r->rows[at];
	const struct field_key *story;
	size_t lines = 0;

	if (!row->line || row->count < 2 || (story = story_of(r, &row->cells[row->count - 2], &row->cells[row->count - 1], form_rows_line(r, at + 1))) == NULL)
		return 0;
	for (size_t n = 1; n <= MOST_LINES; n++) {
		const struct form_cell *next = form_rows_line(r, at + n);

		if (next != NULL && next->all.text.len == 0 && goes_on_behind_blank(r, at + n, story))
			continue;
		if (next != NULL && is_item(next->all.text)) {
			lines = n;
			continue;
		}
		if (next == NULL || !is_more(r, next, story))
			break;
		if (next->all.text.at[next->all.text.len - 1] == '.')
			lines = n;
	}
	return lines;
}

static size_t
count_tabs(const struct form_cell *c)
{
	return c != NULL ? span_count_byte(c->all.text, '\t') : 0;
}

static bool
begins_contact(const struct form_reader *r, const struct form_cell *c)
{
	struct value_found f;
	struct span first = span_slice(c->all.text, 0, span_find_byte(c->all.text, '\t'));

	return (value_find_email(first, r->arena, &f) || value_find_phone(first, r->arena, &f)) && f.from == 0;
}

/* "Police	Di Fry" over "di@police.example	Yes", beneath rows of three cells: one row, a cell of two lines. */
static size_t
count_to_contact(const struct form_reader *r, size_t at)
{
	const struct form_cell *above = at > 0 ? form_rows_line(r, at - 1) : NULL, *c = form_rows_line(r, at), *next = form_rows_line(r, at + 1);
	size_t tabs = count_tabs(c);

	return tabs > 0 && above != NULL && next != NULL && count_tabs(next) > 0 && count_tabs(above) == tabs + count_tabs(next) && begins_contact(r, next) ? 1 : 0;
}

static bool
asks_agency_and_post(const struct form_match *m)
{
	for (size_t i = 0; i < m->count; i++)
		if (m->hits[i]->keys_count == 2 && strcmp(m->hits[i]->keys[0]->name, m->hits[i]->keys[1]->name) != 0 && strcmp(m->hits[i]->keys[0]->name, "referrer.name") != 0 &&
		    (strcmp(m->hits[i]->keys[0]->name, "referrer.agency") == 0 || strcmp(m->hits[i]->keys[1]->name, "referrer.agency") == 0))
			return true;
	return false;
}

/* "Agency & job title: Safeguarding lead" over "Ashmere Medical Centre". */
static size_t
count_to_body(const struct form_reader *r, size_t at)
{
	enum { LONGEST_BODY = 80 };
	const struct form_cell *c = form_rows_line(r, at), *next = form_rows_line(r, at + 1);
	const struct field_key *agency;
	struct form_match m;
	struct span answer;
	size_t from;
	bool by_line;

	if (c == NULL || next == NULL || span_find_byte(c->all.text, ':') == c->all.text.len || span_find_byte(c->all.text, '\n') < c->all.text.len)
		return 0;
	agency = field_key_find(SPAN_LIT("referrer.agency"));
	if (next->all.text.len == 0 || next->all.text.len > LONGEST_BODY || next->all.text.at[next->all.text.len - 1] == '.' || span_find_byte(next->all.text, ':') < next->all.text.len || !form_answer_names(r, agency, next->all.text))
		return 0;
	if (!form_cell_split(r, &c->all, &m, &from, &by_line) || !asks_agency_and_post(&m))
		return 0;
	answer = span_slice(c->all.text, from, c->all.text.len);
	return !text_is_blank(answer) && !form_answer_names(r, agency, answer) && !(form_match_find(r, next->all.text, FORM_MATCH_EXACT, &m) && form_match_is_label(&m)) ? 1 : 0;
}

static void
join_lines(struct form_reader *r, size_t at, size_t lines)
{
	struct form_cell *last = &r->rows[at].cells[r->rows[at].count - 1];
	struct form_text *pieces = arena_array(r->arena, lines + 1, sizeof(*pieces));
	const struct block *block = last->all.block;

	pieces[0] = last->all;
	for (size_t n = 1; n <= lines; n++)
		pieces[n] = r->rows[at + n].cells[0].all;
	last->all = form_text_join(r->arena, pieces, lines + 1, SPAN_LIT("\n"));
	last->all.block = block;
}

/* count_more says how many lines beneath a row are more of its last cell. */
static void
join_all(struct form_reader *r, size_t (*count_more)(const struct form_reader *r, size_t at))
{
	size_t kept = 0;

	for (size_t i = 0; i < r->count;) {
		size_t lines = count_more(r, i);

		if (lines > 0)
			join_lines(r, i, lines);
		r->rows[kept++] = r->rows[i];
		i += 1 + lines;
	}
	r->count = kept;
}

void
form_spill_bars(struct form_reader *r)
{
	join_all(r, count_to_bar);
	join_all(r, count_to_contact);
}

void
form_spill_stories(struct form_reader *r)
{
	join_all(r, count_story);
	join_all(r, count_to_body);
}

/* Strokes, bars or tabs that part cells. */
static size_t
count_parts(struct span s, unsigned char mark)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += s.at[i] == mark && (mark == '\t' || ((i == 0 || s.at[i - 1] == ' ') && (i + 1 == s.len || s.at[i + 1] == ' '))) ? 1 : 0;
	return n;
}

static bool
is_label(const struct form_reader *r, struct span s)
{
	struct form_match m;

	return form_match_find(r, span_trim(s), FORM_MATCH_EXACT, &m) && form_match_is_label(&m);
}

/* Its first cells are labels, as those of a head are; the mark that parts them, or 0. */
static unsigned char
head_mark(const struct form_reader *r, struct span s)
{
	static const unsigned char marks[] = { '\t', '|', '/' };

	for (size_t k = 0; k < sizeof(marks); k++) {
		size_t first = span_find_byte(s, marks[k]), second = first < s.len ? first + 1 + span_find_byte(span_slice(s, first + 1, s.len), marks[k]) : s.len;

		if (second < s.len && count_parts(s, marks[k]) >= 2 && is_label(r, span_slice(s, 0, first)) && is_label(r, span_slice(s, first + 1, second)))
			return marks[k];
	}
	return 0;
}

/* A row behind a blank line, of as many cells, that is no head. */
static bool
is_row_behind(const struct form_reader *r, size_t at, unsigned char mark, size_t parts)
{
	const struct form_cell *blank = form_rows_line(r, at), *c = form_rows_line(r, at + 1);

	return blank != NULL && blank->all.text.len == 0 && c != NULL && count_parts(c->all.text, mark) == parts && !is_label(r, span_slice(c->all.text, 0, span_find_byte(c->all.text, mark)));
}

/* "Agency | Worker | Contact": whatever stands beneath the first names one, and asks nothing. */
static bool
heads_agencies(const struct form_reader *r, struct span head)
{
	struct form_match m;
	struct form_meaning means;

	return form_match_find(r, span_trim(head), FORM_MATCH_LOOSE, &m) && form_match_mean(r, &m, form_match_section_named(r->set, SPAN_LIT("agency")), &means) && strcmp(means.keys[0]->name, "agency.N.organisation") == 0;
}

/* "CSC\tJo Elm" right beneath "Agency\tWorker\tContact": its last cells were empty, and their tabs are lost. */
static void
put_back_tabs(struct form_reader *r, struct form_cell *c, size_t lost)
{
	static const struct block_run tabs = { .text = SPAN_LIT("\t\t\t\t\t\t\t\t") };
	struct form_text pieces[2] = { c->all, { span_slice(tabs.text, 0, lost), &tabs, 1, c->all.block } };

	if (lost <= tabs.text.len)
		c->all = form_text_join(r->arena, pieces, 2, SPAN_NONE);
}

static void
mend_short_rows(struct form_reader *r)
{
	size_t parts = 0;
	bool agencies = false;

	for (size_t i = 0; i < r->count; i++) {
		const struct form_cell *c = form_rows_line(r, i);
		struct span s = c != NULL ? c->all.text : SPAN_NONE, first = span_slice(s, 0, span_find_byte(s, '\t'));
		size_t n = count_parts(s, '\t');

		if (n >= 2 && head_mark(r, s) == '\t') {
			parts = n;
			agencies = heads_agencies(r, first);
		} else if (n == 0 || n > parts)
			parts = 0;
		else if (n < parts && !form_line_asks(span_trim(first)) && (agencies || !is_label(r, first)))
			put_back_tabs(r, &r->rows[i].cells[0], parts - n);
	}
}

/* "Name / Relationship / DOB", a blank line, "Ann / Mother / 1/2/90", a blank line: rows of one table, set apart. */
void
form_spill_blanks(struct form_reader *r)
{
	size_t kept = 0, parts = 0;
	unsigned char mark = 0;

	mend_short_rows(r);
	for (size_t i = 0; i < r->count; i++) {
		const struct form_cell *c = form_rows_line(r, i);

		if (mark != 0 && is_row_behind(r, i, mark, parts))
			continue;
		if (c != NULL && (mark == 0 || count_parts(c->all.text, mark) != parts || head_mark(r, c->all.text) != 0)) {
			mark = head_mark(r, c->all.text);
			parts = mark != 0 ? count_parts(c->all.text, mark) : 0;
		}
		r->rows[kept++] = r->rows[i];
	}
	r->count = kept;
}

/* Does the row ask in two cells or more, whatever is empty, and is nothing answered in it? */
static size_t
count_questions(const struct form_reader *r, const struct form_row *row)
{
	size_t questions = 0;

	for (size_t i = 0; i < row->count; i++) {
		const struct form_cell *c = &row->cells[i];

		if (c->all.text.len == 0)
			continue;
		if (form_text_has(&c->all, BLOCK_BOX | BLOCK_VALUE | BLOCK_PLACEHOLDER) || !(form_line_asks(c->all.text) || is_label(r, c->all.text)))
			return 0;
		questions++;
	}
	return questions;
}

/* "[x] Yes [ ] No", a tab, "[ ] Yes [x] No": a piece of boxes for each question of the row, into the row of cells; false: it is none. */
static bool
cut_boxes(struct form_reader *r, const struct form_row *questions, const struct form_text *line, struct form_row *out)
{
	size_t from = 0;

	for (size_t i = 0; i < questions->count; i++) {
		struct form_cell *c;
		struct form_text piece;
		size_t to;

		if (questions->cells[i].all.text.len == 0)
			continue;
		if (from > line->text.len)
			return false;
		to = from + span_find_byte(span_slice(line->text, from, line->text.len), '\t');
		piece = form_text_slice(r->arena, line, from, to);
		if (form_tick_count(&piece) < 2)
			return false;
		c = form_rows_add_cell(r, out);
		c->all = form_text_trim(r->arena, &piece);
		c->column = questions->cells[i].column;
		c->column_span = questions->cells[i].column_span;
		c->row_span = 1;
		from = to + 1;
	}
	return from == line->text.len + 1;
}

/* "[ ] Practice Review  [x]" over "Learning Review": the page broke the line behind a box, and what it stands by is beneath. */
static bool
is_broken_behind_box(const struct form_reader *r, size_t at)
{
	enum { LONGEST = 60 };
	const struct form_cell *c = form_rows_line(r, at), *next = form_rows_line(r, at + 1);
	struct form_ticks ticks;

	if (c == NULL || next == NULL || c->all.text.len < 3 || !form_text_has(&c->all, BLOCK_BOX) || next->all.text.len == 0 || next->all.text.len > LONGEST || form_text_has(&next->all, BLOCK_BOX | BLOCK_BOLD | BLOCK_VALUE) || !span_is_letter(next->all.text.at[0]) ||
	    span_find_byte(next->all.text, ':') < next->all.text.len)
		return false;
	form_tick_find(&c->all, false, &ticks);
	/* Boxes in front of what they stand by, as the first one behind a colon does: "Male [ ]   Female [x]" has them behind. */
	if (ticks.count == 0 || ticks.items[0].from == 0 || !form_line_asks(span_trim(span_slice(c->all.text, 0, ticks.items[0].from))))
		return false;
	return ticks.count >= 2 && ticks.count < FORM_TICKS && ticks.items[0].from > 0 && span_trim(span_slice(c->all.text, ticks.items[ticks.count - 1].to, c->all.text.len)).len == 0 &&
	    span_trim(span_slice(c->all.text, ticks.items[0].to, ticks.items[1].from)).len > 0;
}

/* ... and joins the line. */
void
form_spill_options(struct form_reader *r)
{
	for (size_t i = 0; i + 1 < r->count; i++) {
		struct form_text pieces[2];

		if (!is_broken_behind_box(r, i) || (i > 0 && is_broken_behind_box(r, i - 1)))
			continue;
		pieces[0] = r->rows[i].cells[0].all;
		pieces[1] = r->rows[i + 1].cells[0].all;
		r->rows[i].cells[0].all = form_text_join(r->arena, pieces, 2, SPAN_LIT(" "));
		memmove(&r->rows[i + 1], &r->rows[i + 2], (r->count - i - 2) * sizeof(*r->rows));
		r->count--;
	}
}

/* "Family informed? | Media interest?" in the last row of a table, and the boxes of both on one line beneath it, which the page
 * sets wider than the table's columns: the answers' row. */
void
form_spill_boxes(struct form_reader *r)
{
	for (size_t i = 0; i + 1 < r->count; i++) {
		struct form_row *row = &r->rows[i], *next = row + 1, cells = { .table = row->table, .number = row->number + 1 };
		const struct form_cell *line = form_rows_line(r, i + 1);

		if (row->table == 0 || row->table >= form_fields_poll || row->line || line == NULL || next->table != 0 || line->all.text.len == 0 || count_questions(r, row) < 2)
			continue;
		if (cut_boxes(r, row, &line->all, &cells))
			*next = cells;
	}
}
