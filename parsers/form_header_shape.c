/* SPDX-License-Identifier: ISC
 *
 * Is a row of a table a header row?  By its own cells, and by the rows around it.
 */
#include "parsers/form_header.h"
#include "parsers/form_post.h"

const struct form_row *
form_header_shape_below(const struct form_reader *r, size_t at)
{
	const struct form_row *row = &r->rows[at];

	for (size_t i = at + 1; i < r->count; i++) {
		if (r->rows[i].table == row->table)
			return &r->rows[i];
		/* A page's header or footer may stand between. */
		if (r->rows[i].outer_table != row->table && !r->rows[i].margin)
			break;
	}
	return NULL;
}

/* "REFERRER", or "Safeguarding lead with whom you have discussed the case": the heading of whose rows come next. */
const struct form_section *
form_header_shape_title(const struct form_reader *r, const struct form_cell *c)
{
	const struct form_section *s = form_match_section(&c->match);
	struct form_meaning m;

	if (s == NULL && form_cell_is_label(c) && form_match_mean(r, &c->match, r->section, &m) && m.count == 1 && field_key_is_name(m.keys[0]))
		s = form_match_section_of(r, m.keys[0]);
	return s == NULL || s->ignore ? NULL : s;
}

const struct form_row *
form_header_shape_under_title(const struct form_reader *r, size_t at)
{
	const struct form_row *below = form_header_shape_below(r, at), *next;

	if (below == NULL || below->line || below->count != 1 || form_header_shape_title(r, &below->cells[0]) == NULL)
		return below;
	next = form_header_shape_below(r, (size_t)(below - r->rows));
	return next == NULL ? below : next;
}

static const struct form_cell *
cell_over(const struct form_row *row, unsigned column)
{
	for (size_t i = 0; i < row->count; i++)
		if (column >= row->cells[i].column && column < row->cells[i].column + row->cells[i].column_span)
			return &row->cells[i];
	return NULL;
}

bool
form_header_shape_is_counter(struct span text)
{
	uint64_t n;

	return span_number(span_trim(text), 999, &n) || span_eq_nocase_str(span_trim(text), "no") || span_eq_nocase_str(span_trim(text), "no.") || span_eq_str(span_trim(text), "#");
}

/* "Seriously harmed" beneath "Died or seriously harmed?", "Home" beneath "Where?", "Named nurse" beneath
 * "Your role": what the head asks for, though a label elsewhere. */
bool
form_header_shape_answers(const struct form_reader *r, const struct form_cell *head, const struct form_cell *c)
{
	static const char *const places[] = { "home", "school", "hospital", "placement", "address" };
	struct form_meaning m;

	if (head == NULL || form_line_asks(c->all.text) || (c->bold && !head->bold) || !form_match_mean(r, &head->match, r->section, &m) || m.label->value.len > 0)
		return false;
	if (field_key_ends(m.keys[0], ".role"))
		return form_post_sounds(r, m.keys[0], c->all.text);
	return (m.keys[0]->type == FIELD_ENUM && form_answer_names(r, m.keys[0], c->all.text)) || (field_key_ends(m.keys[0], ".location") && span_has_any(form_memo_fold(r, c->all.text), SPAN_WORDS(places)));
}

struct census {
	size_t filled, labels, leads, blanks_between;
};

/* Labels of the row; beneath a head (NULL: none), but for those that answer it. */
static struct census
count_cells(const struct form_reader *r, const struct form_row *row, const struct form_row *head)
{
	struct census n = { 0, 0, 0, 0 };
	bool before = false;

	for (size_t i = 0; i < row->count; i++) {
		const struct form_cell *c = &row->cells[i];

		if (c->all.text.len == 0) {
			n.blanks_between += before && i + 1 < row->count ? 1 : 0;
			continue;
		}
		before = true;
		if (form_header_shape_is_counter(c->all.text) && i == 0)
			continue;
		n.filled++;
		n.labels += form_cell_is_label(c) && !(head != NULL && form_header_shape_answers(r, cell_over(head, c->column), c)) ? 1 : 0;
		n.leads += c->lead.count > 0 && (!c->by_line || c->lead.exact) ? 1 : 0;
	}
	return n;
}

/* Do the cells beneath stand in the same columns? */
static bool
is_aligned(const struct form_row *row, const struct form_row *below)
{
	size_t same = 0;

	if (below->count < 2)
		return false;
	for (size_t i = 0; i < below->count; i++) {
		const struct form_cell *c = cell_over(row, below->cells[i].column);

		same += c != NULL && c->column == below->cells[i].column ? 1 : 0;
	}
	return same * 2 > below->count && below->count + 1 >= row->count;
}

/* Boxes, filled-in controls and numbers are no labels. */
static bool
has_answers(const struct form_row *row)
{
	for (size_t i = 0; i < row->count; i++) {
		const struct form_cell *c = &row->cells[i];
		size_t digits = 0;

		if (span_find(c->all.text, SPAN_LIT("__")) < c->all.text.len)
			return true;
		if (form_text_has(&c->all, BLOCK_BOX | BLOCK_PLACEHOLDER) || (i > 0 && form_text_all(&c->all, BLOCK_VALUE)))
			return true;
		for (size_t j = 0; j < c->all.text.len; j++)
			digits += c->all.text.at[j] >= '0' && c->all.text.at[j] <= '9' ? 1 : 0;
		if (digits > 4)
			return true;
	}
	return false;
}

/* "REFERRER" merged down beside its rows. */
static bool
has_side_heading(const struct form_row *row)
{
	return row->cells[0].row_span > 1 && form_match_section(&row->cells[0].match) != NULL;
}

/* "REFERRER | NAME | " over " | AGENCY | ", not merged: the cell beneath the heading is left empty, and the label beneath has its own place. */
static bool
is_beside_side_heading(const struct form_row *row, const struct form_row *below)
{
	return row->count == 3 && below->count == 3 && row->cells[2].all.text.len == 0 && below->cells[0].all.text.len == 0 && below->cells[2].all.text.len == 0 &&
	    form_match_section(&row->cells[0].match) != NULL && form_cell_is_label(&row->cells[1]) && form_cell_is_label(&below->cells[1]);
}

/* In the rows of this width every first column of two holds labels and the second none. */
static bool
is_row_of_pairs(const struct form_reader *r, size_t at)
{
	enum { AROUND = 30 };
	const struct form_row *row = &r->rows[at], *below;
	size_t rows = 0, left = 0, right = 0, from = at > AROUND ? at - AROUND : 0;

	if (row->count % 2 != 0)
		return false;
	for (size_t i = from; i < r->count && i < at + AROUND; i++) {
		const struct form_row *other = &r->rows[i];

		if (other->table != row->table || other->count != row->count || i == at)
			continue;
		for (size_t j = 0; j + 1 < other->count; j += 2) {
			if (other->cells[j].all.text.len == 0)
				continue;
			rows++;
			left += form_cell_is_label(&other->cells[j]) ? 1 : 0;
			right += form_cell_is_label(&other->cells[j + 1]) ? 1 : 0;
		}
	}
	below = form_header_shape_below(r, at);
	/* A label of any kind beneath the first, in a text, too. */
	return rows >= 2 && (row->line && below != NULL && below->count > 0 && form_cell_is_label(&below->cells[0]) ? left * 2 >= rows : left * 5 >= rows * 4) && right * 3 <= rows;
}

/* label, answer, label, answer: the answers are not labels, so this is no header. */
static bool
alternates(const struct form_row *row)
{
	if (row->count % 2 != 0)
		return false;
	for (size_t i = 0; i + 1 < row->count; i += 2)
		if (!form_cell_is_label(&row->cells[i]) || form_cell_is_label(&row->cells[i + 1]))
			return false;
	return true;
}

/* "Referrer | Name | Jo" over "| Role | Nurse": a label over a label, an answer over an answer.  Behind "Agency | Worker"
 * one more label alone has its answer beneath it, and so have these, though "GP" sounds like a label, too. */
static bool
is_over_pairs(const struct form_row *row, const struct form_row *below)
{
	size_t last = row->count - 1;

	if (row->count != below->count || (row->count % 2 != 0 && form_cell_is_label(&row->cells[0]) && form_cell_is_label(&row->cells[last]) && !form_cell_is_label(&below->cells[last])))
		return false;
	for (size_t i = 0; i + 1 < row->count; i++)
		if (form_cell_is_label(&row->cells[i]) && form_cell_is_label(&below->cells[i]) && !form_cell_is_label(&row->cells[i + 1]) && !form_cell_is_label(&below->cells[i + 1]) && row->cells[i + 1].all.text.len > 0)
			return true;
	return false;
}

/* "2.1 | Name | Jo" over "2.2 | Role | Nurse": rows that are numbered one by one. */
static bool
is_numbered(struct span text)
{
	size_t digits = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (!span_is_digit(text.at[i]) && text.at[i] != '.' && text.at[i] != ')')
			return false;
		digits += span_is_digit(text.at[i]) ? 1 : 0;
	}
	return digits > 0 && digits <= 4;
}

static bool
are_numbered(const struct form_row *row, const struct form_row *below)
{
	return is_numbered(row->cells[0].all.text) && is_numbered(below->cells[0].all.text);
}

/* "Name | Relationship | DOB" in a text, and nothing but labels: the rows beneath it are empty, or
 * lost. */
static bool
is_bare_header(const struct form_reader *r, const struct form_row *row, bool last)
{
	const struct block *b = row->count > 0 ? row->cells[0].all.block : NULL;

	/* "Date | Event" under the chronology's heading is as plain. */
	size_t least = r->section != NULL && span_eq_str(r->section->name, "chronology") ? 2 : 3;

	if (row->count < least || b == NULL || (row->line ? span_find_byte(b->text, '|') == b->text.len && span_find_byte(b->text, '\t') == b->text.len : !last))
		return false;
	for (size_t i = 0; i < row->count; i++)
		if (!form_cell_is_label(&row->cells[i]) || !row->cells[i].match.exact)
			return false;
	return true;
}

/* "Telephone" with nothing beside it over what was filled in: the last label of a few in rows of two. */
static bool
is_lone_head(const struct form_row *row, const struct form_row *below)
{
	if (below == NULL || row->count != below->count || row->count < 2 || !form_cell_is_label(&row->cells[0]) || !form_text_all(&below->cells[0].all, BLOCK_VALUE) || below->cells[0].all.text.len == 0)
		return false;
	for (size_t i = 1; i < row->count; i++)
		if (row->cells[i].all.text.len > 0 || row->cells[i].all.runs_count > 0 || below->cells[i].all.text.len > 0)
			return false;
	return true;
}

static bool
is_set_as_label(const struct form_cell *c)
{
	size_t line = span_find_byte(c->all.text, '\n');

	return c->bold || (line < c->all.text.len && c->all.runs_count > 0 && (c->all.runs[0].flags & BLOCK_BOLD) != 0 && c->all.runs[0].text.len >= line) || form_line_asks(span_slice(c->all.text, 0, line));
}

/* Every cell in bold or a question, over cells that are neither: labels, also those that nobody knows. */
static bool
is_set_as_header(const struct form_reader *r, const struct form_row *row, const struct form_row *below)
{
	size_t filled = 0;

	if (below == NULL || row->count != below->count)
		return false;
	for (size_t i = 0; i < row->count; i++) {
		if ((row->cells[i].all.text.len > 0 && (!is_set_as_label(&row->cells[i]) || form_answer_is_option(r, row->cells[i].all.text))) || (below->cells[i].all.text.len > 0 && is_set_as_label(&below->cells[i])))
			return false;
		filled += row->cells[i].all.text.len > 0 ? 1 : 0;
	}
	return filled >= 2;
}

/* Labels over their answers in one cell, some of them left blank: the row beneath has its own. */
static bool
is_boxed(const struct form_row *row)
{
	for (size_t i = 0; i < row->count; i++)
		if (row->cells[i].boxed && (row->cells[i].answer.text.len > 0 || form_text_is_over_field(&row->cells[i].all)))
			return true;
	return false;
}

/* "Name | Relationship | DOB | Notes" over "Ann Oak | Mother | 1/2/90 |": labels side by side, nearly all there are, and none beneath. */
static bool
begins_with_heads(const struct form_row *row, const struct form_row *below, const struct census *here)
{
	if (here->labels < 3 || here->labels + 1 < here->filled)
		return false;
	for (size_t i = 0; i < 3; i++)
		if (!form_cell_is_label(&row->cells[i]) || !row->cells[i].match.exact)
			return false;
	for (size_t i = 0; i < below->count; i++)
		if (form_cell_is_label(&below->cells[i]) || below->cells[i].lead.count > 0)
			return false;
	return true;
}

/* A row of labels, each with a place for its answer beneath it and none beside it. */
bool
form_header_shape_holds(const struct form_reader *r, size_t at)
{
	const struct form_row *row = &r->rows[at], *below = form_header_shape_under_title(r, at);
	struct census here = count_cells(r, row, NULL), there;

	if (is_bare_header(r, row, below == NULL) || is_lone_head(row, below))
		return true;
	if (here.blanks_between > 0 || below == NULL || !is_aligned(row, below) || ((here.labels < 2 || here.labels * 5 < here.filled * 3) && !(here.labels > 0 && is_set_as_header(r, row, below))))
		return false;
	if (is_boxed(row) || is_boxed(below) || has_answers(row) || (row->count == 3 && form_pair_is_more_of(r, row, 0, 2)) || has_side_heading(row) || is_beside_side_heading(row, below) || are_numbered(row, below) || is_over_pairs(row, below) || form_guidance_column(r, row) != 0)
		return false;
	if (is_row_of_pairs(r, at) && !begins_with_heads(row, below, &here) && (here.labels < here.filled || here.filled < 3 || form_cell_is_label(&below->cells[0])))
		return false;
	there = count_cells(r, below, row);
	/* Two rows of labels, one under the other: pairs whose answers look like labels. */
	if (there.filled > 0 && here.filled <= 2 && (form_cell_is_label(&below->cells[0]) ? !below->cells[0].match.guessed : below->cells[0].lead.exact && below->cells[0].lead.count > 0))
		return false;
	there.labels += there.leads;
	if (there.labels >= 2 && there.labels * 5 >= there.filled * 3 && there.filled * 2 > below->count)
		return false;
	return !alternates(row);
}

/* Boxes with their labels on top, most of them left blank: rows of three labels and more, no empty cell
 * beside one, and next to nothing in the table that could be the answer to another. */
bool
form_header_shape_is_boxes(const struct form_reader *r, size_t at)
{
	enum { AROUND = 40 };
	size_t from = at > AROUND ? at - AROUND : 0, to = at + AROUND < r->count ? at + AROUND : r->count;
	size_t full = 0, own = 0, rows = 0;

	for (size_t i = from; i < to; i++) {
		const struct form_row *row = &r->rows[i];
		size_t filled = 0, known = 0;

		if (row->table != r->rows[at].table || row->line || row->count < 2)
			continue;
		for (size_t j = 0; j < row->count; j++) {
			const struct form_cell *c = &row->cells[j];

			filled += c->all.text.len > 0 ? 1 : 0;
			known += form_cell_is_label(c) || c->lead.count > 0 || c->many ? 1 : 0;
		}
		if (filled > 0 && filled < row->count)
			return false;
		full += filled;
		own += known;
		rows += known == row->count && known >= 3 ? 1 : 0;
	}
	return rows >= 2 && own * 5 >= full * 4;
}
