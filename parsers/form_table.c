/* SPDX-License-Identifier: ISC
 *
 * Rows of labels and answers side by side.
 */
#include "parsers/form_evidence.h"
#include "parsers/form_header.h"
#include "parsers/form_tick.h"
#include "parsers/text.h"

struct roles {
	unsigned filled[FORM_CELLS + 1], labels[FORM_CELLS + 1], leads[FORM_CELLS + 1], by_line[FORM_CELLS + 1], on_top[FORM_CELLS + 1], own[FORM_CELLS + 1];
};

/* "Name" over "Jo Bloggs" in one cell: known as a label, or told by its type. */
static bool
is_on_top(const struct form_cell *c)
{
	size_t i = c->lead.count > 0 && c->lead.exact && c->answer.text.len > 0 ? (size_t)(c->answer.text.at - c->all.text.at) : 0;

	if (c->all.runs_count > 1 && (c->all.runs[0].flags & BLOCK_BOLD) != 0 && (c->all.runs[1].flags & BLOCK_BOLD) == 0) {
		size_t line = span_find_byte(c->all.text, '\n');

		if (line < c->all.text.len && c->all.runs[0].text.len >= line && c->all.runs[0].text.len <= line + 1)
			return true;
	}
	while (i > 0 && c->all.text.at[i - 1] == ' ')
		i--;
	return i > 0 && c->all.text.at[i - 1] == '\n';
}

/* Which grid columns hold labels, over the rows of the table around this one. */
static void
find_roles(const struct form_reader *r, size_t at, struct roles *out)
{
	enum { AROUND = 40 };
	size_t from = at > AROUND ? at - AROUND : 0, to = at + AROUND < r->count ? at + AROUND : r->count;

	*out = (struct roles){ { 0 }, { 0 }, { 0 }, { 0 }, { 0 }, { 0 } };
	for (size_t i = from; i < to; i++) {
		const struct form_row *row = &r->rows[i];

		if (row->table != r->rows[at].table || row->count < 2 || row->count != r->rows[at].count)
			continue;
		for (size_t j = 0; j < row->count; j++) {
			const struct form_cell *c = &row->cells[j];

			if (c->column > FORM_CELLS || c->all.text.len == 0)
				continue;
			out->filled[c->column]++;
			if (form_cell_is_label(c) || (c->lead.count > 0 && !c->by_line && c->answer.text.len == 0))
				out->labels[c->column]++;
			if (c->lead.count > 0 && !c->by_line)
				out->leads[c->column]++;
			if (c->lead.count > 0 && c->by_line && c->lead.exact)
				out->by_line[c->column]++;
			if (is_on_top(c))
				out->on_top[c->column]++;
			if (form_cell_is_label(c) || (c->lead.count > 0 && !c->by_line) || c->many || is_on_top(c))
				out->own[c->column]++;
		}
	}
}

static bool
is_label_column(const struct roles *roles, unsigned column)
{
	return column <= FORM_CELLS && roles->filled[column] >= 2 && roles->labels[column] * 2 > roles->filled[column];
}

static bool
is_answer_column(const struct roles *roles, unsigned column)
{
	return column <= FORM_CELLS && roles->filled[column] >= 2 && roles->labels[column] * 2 < roles->filled[column];
}

/* Boxes with their labels on top in them: a label that stands alone there has been left blank. */
static bool
is_box_column(const struct roles *roles, unsigned column)
{
	return column <= FORM_CELLS && roles->on_top[column] >= 2 && roles->own[column] * 3 >= roles->filled[column] * 2;
}

static bool
ends_like_label(struct span text)
{
	while (text.len > 0 && (text.at[text.len - 1] == '_' || text.at[text.len - 1] == ' ' || text.at[text.len - 1] == '/' || text.at[text.len - 1] == '.'))
		text.len--;
	return text.len > 0 && text.len < 80 && (text.at[text.len - 1] == ':' || (text.at[text.len - 1] == '?' && !form_pair_is_doubt(text, text.len - 1)));
}

/* "Interpreter needs: ______": a label, whoever knows it. */
static bool
is_left_blank(const struct form_cell *c)
{
	return c->all.text.len > 0 && c->all.text.at[c->all.text.len - 1] == '_' && ends_like_label(c->all.text);
}

/* "Date of birth: ..... / ..... / .....": what to write on is in its own cell. */
static bool
has_its_place(const struct form_cell *c)
{
	enum { LEAST = 4 };
	struct span s = c->all.text;
	size_t marks = 0;

	for (; s.len > 0 && (s.at[s.len - 1] == '.' || s.at[s.len - 1] == '_' || s.at[s.len - 1] == '/' || s.at[s.len - 1] == ' '); s.len--)
		marks += s.at[s.len - 1] == '.' || s.at[s.len - 1] == '_' ? 1 : 0;
	return marks >= LEAST && s.len > 0 && s.at[s.len - 1] == ':';
}

/* One short answer: not contact details, an address or a story, which hold labels themselves. */
static bool
asks_one_line(const struct form_reader *r, const struct form_cell *label)
{
	struct form_meaning m;

	return form_match_mean(r, &label->match, r->section, &m) && m.count == 1 && m.keys[0]->type == FIELD_TEXT && span_find(span_str(m.keys[0]->name), SPAN_LIT("contact")) == span_str(m.keys[0]->name).len &&
	    span_find(span_str(m.keys[0]->name), SPAN_LIT("address")) == span_str(m.keys[0]->name).len;
}

/* "Placement - Birch House", where no dash parts labels from answers. */
static bool
is_dashed(const struct form_reader *r, const struct form_cell *c)
{
	size_t at = c->answer.text.len > 0 ? (size_t)(c->answer.text.at - c->all.text.at) : 0;

	while (at > 0 && c->all.text.at[at - 1] == ' ')
		at--;
	return r->mark == 0 && at > 1 && c->all.text.at[at - 1] == '-' && c->all.text.at[at - 2] == ' ';
}

/* label, answer, ?, answer, where another row has a label at k and none beside it. */
static bool
is_second_pair(const struct form_row *row, const struct roles *roles, size_t from, size_t k)
{
	const struct form_cell *before = &row->cells[k - 1], *after = k + 1 < row->count ? &row->cells[k + 1] : NULL;

	return row->count % 2 == 0 && from % 2 == 0 && k == from + 2 && after != NULL && after->column <= FORM_CELLS && after->all.text.len > 0 &&
	    before->all.text.len > 0 && roles->labels[row->cells[k].column] > 0 && roles->labels[before->column] == 0 && roles->labels[after->column] == 0;
}

/* "Role\t\tNamed Nurse" among lines that have their answers there: tabs that align, and no cell left blank. */
static bool
is_aligned(const struct form_row *row, size_t from, size_t k, const struct roles *roles)
{
	for (size_t i = 0; i < row->count; i++)
		if (i != from && i != k && row->cells[i].all.text.len > 0)
			return false;
	return row->line && row->cells[k].column <= FORM_CELLS && roles->filled[row->cells[k].column] >= 3 && is_answer_column(roles, row->cells[k].column);
}

/* "Type of review" beside "LCSPR [x]  PLR [ ]": options, though the first by itself is a label, too. */
static bool
asks_for_one(const struct form_reader *r, const struct form_cell *label)
{
	struct form_meaning m;

	return form_match_mean(r, &label->match, r->section, &m) && m.count == 1 && m.keys[0]->type == FIELD_ENUM && m.label->value.len == 0;
}

/* "DOB: 1/2/15" beside "Name of child: Ana": its meaning under the heading, or under that which the label before it brings. */
static bool
leads_beside(const struct form_reader *r, const struct form_cell *label, const struct form_cell *c)
{
	const struct form_match *before = label->lead.count > 0 ? &label->lead : &label->match;
	const struct form_section *s;
	struct form_meaning m, own;

	if (form_match_mean(r, &c->lead, r->section, &m))
		return true;
	if (!form_match_mean(r, before, r->section, &own) || own.within || own.count == 0)
		return false;
	s = form_match_section_of(r, own.keys[0]);
	return s != NULL && form_match_mean(r, &c->lead, s, &m) && form_match_is_of(m.keys[0], s);
}

/* Is cell k, right behind the label at `from` or further on, a label itself? */
static bool
is_label_here(const struct form_reader *r, const struct form_row *row, const struct roles *roles, size_t from, size_t k)
{
	const struct form_cell *c = &row->cells[k], *label = &row->cells[from];
	struct form_meaning m;
	/* What explains the label stands between it and its answer. */
	bool next = k == from + 1 || (k == from + 2 && row->cells[from + 1].column == form_guidance_column(r, row));

	if (c->all.text.len == 0 || c->blank || (next && form_tick_count(&c->all) > 1 && asks_for_one(r, label)) ||	/* "Inquest | [x] Yes [ ] No | Inquest to be opened": typed into a field */
	    (k == from + 2 && form_text_all(&c->all, BLOCK_VALUE) && !form_text_has(&c->all, BLOCK_BOX) && form_tick_count(&row->cells[from + 1].all) > 1))
		return false;
	if (c->boxed || (next && form_pair_have_colons(r, row, from, k)))
		return true;
	if (next && form_guidance_is_beneath(label))
		return false;
	if (!next && form_pair_is_more_of(r, row, from, k))
		return false;
	if (form_cell_is_label(c)) {
		if (next && label->lead.count > 0 && label->answer.text.len > 0)
			return true;
		if (next && is_box_column(roles, label->column) && is_box_column(roles, c->column) && c->bold == label->bold)
			return true;
		if (next && c->match.exact && c->bold == label->bold && !form_text_all(&c->all, BLOCK_VALUE) && form_header_shape_is_boxes(r, (size_t)(row - r->rows)))
			return true;
		/* Two cells in the row, or a filled-in control: an answer that sounds like a label. */
		if (next && ends_like_label(c->all.text) && ends_like_label(label->all.text))
			return true;
		if (next && row->count == 2 && c->bold == label->bold && form_match_mean(r, &label->match, r->section, &m) && form_pair_asks_next(r, &m, c))
			return true;
		if (next && (row->count == 2 || form_text_all(&c->all, BLOCK_VALUE)))
			return false;
		/* label, ?, label: the one between is an answer. */
		if (next && from % 2 == 0 && row->count % 2 == 0 && (k + 1 == row->count || form_cell_is_label(&row->cells[k + 1])))
			return false;
		/* Further on, with an answer's place between, a label is a label. */
		if (!next && !is_aligned(row, from, k, roles) && form_match_mean(r, &c->match, r->section, &m))
			return true;
		if (is_label_column(roles, c->column))
			return true;
		if (is_answer_column(roles, c->column))
			return false;
		if (!next)
			return c->match.exact || form_match_mean(r, &c->match, r->section, &m);
		/* Right behind a label there is no other place for its answer. */
		return false;
	}
	if (next && is_left_blank(c))
		return true;
	/* "Name" over "x" in one cell, "Role" over "y" in the next: each has its own. */
	if (next && c->lead.count > 0 && c->by_line && c->lead.exact && c->answer.text.len > 0 && form_match_mean(r, &c->lead, r->section, &m) &&
	    (label->lead.count > 0 || asks_one_line(r, label) || roles->by_line[c->column] * 2 > roles->filled[c->column]))
		return true;
	if (next && c->lead.count > 0 && c->lead.exact && is_on_top(c) && form_match_mean(r, &c->lead, r->section, &m) && form_header_shape_is_boxes(r, (size_t)(row - r->rows)))
		return true;
	/* "Where? | Placement - Birch House": a dash in an answer. */
	if (next && c->lead.count > 0 && label->lead.count == 0 && is_dashed(r, c))
		return false;
	/* "Name: x" beside "Role: y" */
	if (next && c->lead.count > 0 && !c->by_line && leads_beside(r, label, c) &&
	    ((label->lead.count > 0 && label->answer.text.len > 0) || (ends_like_label(label->all.text) && asks_one_line(r, label)) || has_its_place(label) || roles->leads[c->column] * 2 > roles->filled[c->column]))
		return true;
	/* "Legal status: None" beside "On a plan? Y  Looked after? N": every cell has its own. */
	if (next && c->many && roles->leads[label->column] >= 3 && roles->own[label->column] * 2 > roles->filled[label->column] && roles->own[c->column] * 2 > roles->filled[c->column])
		return true;
	if (next)
		return c->lead.count > 0 && !c->by_line && c->lead.exact && is_label_column(roles, c->column) && !is_answer_column(roles, c->column);
	if (c->lead.count > 0 && !c->by_line && form_match_mean(r, &c->lead, r->section, &m))
		return true;
	if (c->many)
		return true;
	return is_label_column(roles, c->column) || is_second_pair(row, roles, from, k) || ends_like_label(c->all.text) || (c->bold && label->bold && !row->cells[from + 1].bold && row->cells[from + 1].all.text.len > 0);
}

/* Cells from..to as one answer.  Beside an X or a box an empty cell is an empty box. */
static struct form_text
join_cells(struct form_reader *r, const struct form_row *row, size_t from, size_t to)
{
	static const struct block_run empty_box = { .text = SPAN_LIT("\xE2\x98\x90"), .flags = BLOCK_BOX }, full_box = { .text = SPAN_LIT("\xE2\x98\x92"), .flags = BLOCK_BOX };
	struct form_text pieces[FORM_CELLS];
	size_t count = 0, marks = 0, words = 0, values = 0;
	unsigned guidance = to - from > 1 ? form_guidance_column(r, row) : 0;
	const struct form_cell *first = NULL;
	struct form_text whole;

	if (guidance == 0 && form_rows_strokes(r, row, from, to, &whole))
		return whole;
	for (size_t i = from; i < to; i++) {
		marks += form_text_is_box(&row->cells[i].all) ? 1 : 0;
		words += row->cells[i].all.text.len > 0 && !form_text_is_box(&row->cells[i].all) ? 1 : 0;
		values += form_text_all(&row->cells[i].all, BLOCK_VALUE) ? 1 : 0;
	}
	for (size_t i = from; i < to && count < FORM_CELLS; i++) {
		const struct form_cell *c = &row->cells[i];

		first = first == NULL && c->column != guidance ? c : first;
		if (c->all.text.len == 0 && !(marks > 0 && words > 1))
			continue;
		/* "Please give your full name" in a column of its own; print beside what was filled in. */
		if (to - from > 1 && (c->column == guidance || (i > from && form_text_is_guidance(r, c->all.text)) || (i + 1 < to && form_guidance_is_detail(c))))
			continue;
		if (values > 0 && marks == 0 && !form_text_has(&c->all, BLOCK_VALUE | BLOCK_BOX | BLOCK_PLACEHOLDER))
			continue;
		pieces[count] = c->all;
		if (c->all.text.len == 0)
			pieces[count] = (struct form_text){ empty_box.text, &empty_box, 1, c->all.block };
		else if (words > 1 && form_text_is_mark(c->all.text))
			pieces[count] = (struct form_text){ full_box.text, &full_box, 1, c->all.block };
		else if (words == 0 && marks > 1 && form_text_is_box(&c->all))
			pieces[count] = form_rows_boxed(r, &c->all);
		count++;
	}
	if (count == 0)
		return first != NULL ? first->all : (struct form_text){ .block = NULL };
	return form_text_join(r->arena, pieces, count, SPAN_LIT("\n"));
}

static const struct form_row *
nested_below(const struct form_reader *r, size_t at, unsigned column)
{
	const struct form_row *row = &r->rows[at], *next = at + 1 < r->count ? &r->rows[at + 1] : NULL;

	if (row->table == 0 || next == NULL || next->outer_table != row->table || next->outer_row != row->number)
		return NULL;
	return next->outer_column == column || next->outer_column == 0 ? next : NULL;
}

static bool
asks_yes_no(const struct form_meaning *m)
{
	return m->count == 1 && (m->keys[0]->type == FIELD_YNU || m->label->value.len > 0);
}

/* "CDOP | Y | notified by letter": the answer in one cell, more about it in the next. */
static bool
give_with_detail(struct form_reader *r, const struct form_row *row, const struct form_meaning *m, size_t from, size_t to)
{
	const struct field_key *detail = m->count != 1 ? NULL : field_key_find(arena_printf(r->arena, "%s_detail", m->keys[0]->name));
	struct form_meaning more = *m;
	const struct field_key *yes_no = field_key_find(SPAN_LIT("criteria.died"));
	struct form_text rest;
	struct field f = { 0 };
	struct span none;
	bool printed, headed = form_guidance_is_detail(&row->cells[from + 1]);

	if (form_guidance_column(r, row) != 0 || !asks_yes_no(m) || form_text_is_box(&row->cells[from].all))
		return false;
	printed = form_answer_is_options(r, yes_no, row->cells[from].all.text) || form_tick_count(&row->cells[from].all) > 1;
	if (row->cells[from].blank && !printed)
		return false;
	/* Under "Details" yes and no are no answers to the question. */
	for (size_t i = from + 1; i < to && !headed; i++)
		if (form_tick_count(&row->cells[i].all) > 0 || form_text_is_mark(row->cells[i].all.text) || form_answer_is_option(r, row->cells[i].all.text))
			return false;
	form_answer_read(r, yes_no, &row->cells[from].all, false, &f, &none);
	/* "Y / N / NK" with nothing marked, and more about it: it was not answered, and is not "not known". */
	if (printed ? f.first.state != FIELD_ANSWERED && f.first.state != FIELD_UNANSWERED : f.first.state != FIELD_ANSWERED || !form_answer_is_option(r, row->cells[from].all.text))
		return false;
	if (none.len > 0)
		return false;
	form_give(r, m, &row->cells[from].all);
	rest = join_cells(r, row, from + 1, to);
	more.keys[0] = detail;
	if (detail != NULL && m->label->value.len == 0 && rest.text.len > 0 && !form_guidance_is_condition(&rest))
		form_give(r, &more, &rest);
	return true;
}

static void
give_cells(struct form_reader *r, size_t at, const struct form_meaning *m, size_t from, size_t to, const struct form_cell *label)
{
	const struct form_row *row = &r->rows[at];
	struct form_text t = join_cells(r, row, from, to);

	if (t.block == NULL)
		t.block = label->all.block;
	/* The answer is in a table of its own, nested in the cell; or beneath, option by option. */
	if (t.text.len == 0 && from < to && (nested_below(r, at, row->cells[from].column) != NULL || (to == row->count && form_option_follows(r, at, m)))) {
		form_walk_label(r, m);
		r->pending = (struct form_pending){ .open = true, .meaning = *m, .at = t.block, .table = row->table };
		return;
	}
	form_walk_label(r, m);
	if (to - from >= 2 && give_with_detail(r, row, m, from, to))
		return;
	form_give(r, m, &t);
}

/* "Y / N / NK" is printed in it, whatever was marked. */
static bool
asks_choice(const struct form_reader *r, const struct form_cell *c)
{
	return form_answer_is_options(r, field_key_find(SPAN_LIT("criteria.died")), c->all.text) || form_tick_count(&c->all) > 0 || form_answer_is_option(r, c->all.text);
}

/* A label with something behind it in its own cell. */
static size_t
lead_cell(struct form_reader *r, size_t at, size_t i, const struct roles *roles)
{
	const struct form_row *row = &r->rows[at];
	const struct form_cell *c = &row->cells[i];
	struct form_meaning m;
	struct form_text answer = c->answer;
	size_t to = i + 1;
	bool beside;

	while (to < row->count && !is_label_here(r, row, roles, i, to))
		to++;
	beside = to > i + 1 && !(c->boxed && answer.text.len > 0) && (c->by_line || form_text_is_blank(r, &answer) || form_guidance_is_in_label(c, &row->cells[i + 1]) || form_guidance_is_before_field(c, &row->cells[i + 1]));
	if (!form_match_mean(r, &c->lead, r->section, &m))
		return to;
	beside = beside && !(c->by_line && form_pair_answers_itself(r, &m, &answer, &row->cells[i + 1]));
	/* YES/NO printed in the label's cell, the answer in the next. */
	if (!beside && to > i + 1 && asks_yes_no(&m)) {
		struct field f = { 0 };
		struct span rest;

		form_answer_read(r, field_key_find(SPAN_LIT("criteria.died")), &answer, false, &f, &rest);
		/* "Looked after child?" over "Including section 20": neither yes nor no, and the label's own. */
		beside = f.first.state == FIELD_UNANSWERED ? !row->cells[i + 1].blank :
		    f.first.state == FIELD_ANSWERED && span_eq_str(f.first.value, "unknown") && !form_answer_begins(r, answer.text) && asks_choice(r, &row->cells[i + 1]);
	}
	if (beside) {
		give_cells(r, at, &m, i + 1, to, c);
		return to;
	}
	if (answer.block == NULL)
		answer.block = c->all.block;
	form_walk_label(r, &m);
	form_give(r, &m, &answer);
	return to;
}

static bool
asks_for_choice(const struct form_reader *r, const struct form_cell *c)
{
	struct form_meaning m;

	return form_match_mean(r, &c->match, r->section, &m) && (m.keys[0]->type == FIELD_ENUM || m.keys[0]->type == FIELD_YNU || m.label->value.len > 0);
}

/* "Police" beside "Coroner" and "LADO", each with its yes or no: asked of the same, whatever heading they are under. */
static bool
mean_beside(const struct form_reader *r, const struct form_row *row, size_t i, struct form_meaning *out)
{
	const struct form_section *parallel = form_match_section_named(r->set, SPAN_LIT("parallel"));
	struct form_meaning m;

	if (i + 1 >= row->count || (form_tick_count(&row->cells[i + 1].all) < 2 && !form_answer_is_option(r, row->cells[i + 1].all.text)) ||
	    !form_match_mean(r, &row->cells[i].match, parallel, out) || out->keys[0]->type != FIELD_YNU)
		return false;
	for (size_t j = 0; j < row->count; j += 2)
		if (j != i && form_cell_is_label(&row->cells[j]) && form_match_mean(r, &row->cells[j].match, r->section, &m) && !m.within && span_starts(span_str(m.keys[0]->name), SPAN_LIT("parallel.")))
			return true;
	return false;
}

static size_t
label_cell(struct form_reader *r, size_t at, size_t i, const struct roles *roles)
{
	const struct form_row *row = &r->rows[at];
	const struct form_cell *c = &row->cells[i];
	struct form_meaning m;
	size_t to = i + 1;

	while (to < row->count && !is_label_here(r, row, roles, i, to))
		to++;
	/* "Outcome for them | [x] Died [ ] Been seriously harmed": the boxes say what was asked, whatever the label sounds like. */
	if (to == i + 2 && !asks_for_choice(r, c) && form_option_cell(r, &row->cells[i + 1]))
		return to;
	/* Fields have no headings: DateOfIncident, and then Location. */
	if (form_match_mean(r, &c->match, form_pair_whose(r, row, c), &m) || (row->table == form_fields_table && form_match_mean(r, &c->match, form_match_section_of(r, r->last_key), &m)) || mean_beside(r, row, i, &m))
		give_cells(r, at, &m, i + 1, to, c);
	else if (c->match.guessed && to == i + 2)
		(void)form_evidence_give_day(r, c->all.text, &row->cells[i + 1].all);
	return to;
}

/* A lone colon between label and answer. */
static bool
is_filler(const struct form_cell *c)
{
	return span_eq_str(c->all.text, ":") || span_eq_str(c->all.text, "-");
}

/* "☒ | The child has died": the box in front of its statement. */
static bool
box_before(struct form_reader *r, size_t at, size_t i)
{
	const struct form_row *row = &r->rows[at];
	const struct form_cell *c = &row->cells[i], *next = i + 1 < row->count ? &row->cells[i + 1] : NULL;
	struct form_meaning m;

	if (next == NULL || !form_cell_is_label(next) || !(form_text_is_box(&c->all) || c->all.text.len == 0))
		return false;
	if (i + 2 < row->count && (form_text_is_box(&row->cells[i + 2].all) || row->cells[i + 2].all.text.len > 0))
		return false;
	if (!form_match_mean(r, &next->match, r->section, &m) || !asks_yes_no(&m) || (c->all.text.len == 0 && row->count != 2))
		return false;
	form_walk_label(r, &m);
	form_give(r, &m, &c->all);
	return true;
}

static void
pairs(struct form_reader *r, size_t at, size_t i)
{
	const struct form_row *row = &r->rows[at];
	struct roles roles;

	find_roles(r, at, &roles);
	while (i < row->count) {
		const struct form_cell *c = &row->cells[i];

		if (box_before(r, at, i)) {
			i += 2;
		} else if (c->all.text.len == 0 || is_filler(c)) {
			i++;
		} else if (c->many) {
			form_walk_solo(r, row, c, at);
			i++;
		} else if (form_cell_is_label(c)) {
			i = label_cell(r, at, i, &roles);
		} else if (c->lead.count > 0 && !form_option_cell(r, c)) {
			i = lead_cell(r, at, i, &roles);
		} else if (c->boxed || (c->match.count == 0 && form_option_cell(r, c))) {
			i++;
		} else if (!is_left_blank(c) && (is_label_column(&roles, c->column) || ends_like_label(c->all.text)) && i + 1 < row->count && !form_cell_is_label(&row->cells[i + 1])) {
			/* A label nobody knows: its answer is nobody's, but for what it shows. */
			(void)(form_evidence_give(r, c->all.text, &row->cells[i + 1].all) || form_option_cell(r, &row->cells[i + 1]));
			i += 2;
		} else {
			if (i == 0 && row->count == 2)
				(void)form_evidence_give(r, c->all.text, &row->cells[1].all);
			i++;
		}
	}
}

/* "REFERRER" or "Child 2" in front of the row, often merged over several. */
static bool
row_section(struct form_reader *r, const struct form_row *row)
{
	const struct form_cell *c = &row->cells[0];
	const struct form_section *s = form_match_section(&c->match);

	if (s == NULL || row->count < 3)
		return false;
	/* "Referrer | Name | ..." is a heading and pairs; "Referring agency | School | ..." pairs. */
	if (form_cell_is_label(c) && c->row_span < 2 && !(form_cell_is_label(&row->cells[1]) && row->count % 2 == 1))
		return false;
	if (!form_cell_is_label(&row->cells[1]) && row->cells[1].lead.count == 0 && c->row_span < 2)
		return false;
	form_walk_section(r, s, c->match.number, row->table);
	return true;
}

static bool
has_labels(const struct form_row *row)
{
	for (size_t i = 0; i < row->count; i++)
		if (row->cells[i].match.count > 0 || row->cells[i].lead.count > 0 || row->cells[i].many)
			return true;
	return false;
}

static bool
is_empty(const struct form_row *row)
{
	for (size_t i = 0; i < row->count; i++)
		if (row->cells[i].all.text.len > 0)
			return false;
	return true;
}

/* Options or lines beneath a question that stood alone in its row. */
static bool
answers_pending(struct form_reader *r, size_t at)
{
	const struct form_row *row = &r->rows[at];
	struct form_text t;

	if (!r->pending.open || has_labels(row) || r->pending.count > 20)
		return false;
	t = join_cells(r, row, 0, row->count);
	r->pending.pieces = arena_grow(r->arena, r->pending.pieces, r->pending.count, &r->pending.capacity, sizeof(t));
	r->pending.pieces[r->pending.count++] = t;
	return true;
}

void
form_table_row(struct form_reader *r, size_t at)
{
	const struct form_row *row = &r->rows[at];
	size_t taken;

	if (form_mail_is_of_signature(r, at))
		return;
	if (is_empty(row)) {
		if (r->header == FORM_NO_HEADER)
			form_walk_end_pending(r);
		return;
	}
	if (form_option_row(r, at) || form_option_kind_row(r, at))
		return;
	if (form_header_open(r, at) || form_title_row(r, at))
		return;
	if (r->header != FORM_NO_HEADER && form_header_holds(r, at)) {
		form_header_row(r, at);
		return;
	}
	if (r->header != FORM_NO_HEADER)
		form_table_close(r);
	if (answers_pending(r, at))
		return;
	taken = form_title_answer(r, at);
	form_walk_end_pending(r);
	pairs(r, at, row_section(r, row) ? 1 : taken);
}
