/* SPDX-License-Identifier: ISC */
#include "parsers/form_nest.h"
#include "parsers/form_tick.h"
#include "parsers/text.h"

enum { LOOK_BACK = 400, TIP_BYTES = 60 };

static struct form_row *
add_row(struct form_reader *r)
{
	r->rows = arena_grow(r->arena, r->rows, r->count, &r->capacity, sizeof(*r->rows));
	r->rows[r->count] = (struct form_row){ 0 };
	return &r->rows[r->count++];
}

struct form_cell *
form_rows_add_cell(struct form_reader *r, struct form_row *row)
{
	/* A line is one cell, most often; cells are large, and each is written when there is one. */
	if (row->capacity == 0) {
		row->capacity = row->line ? 1 : 4;
		row->cells = arena_room(r->arena, row->capacity * sizeof(*row->cells));
	}
	row->cells = arena_grow(r->arena, row->cells, row->count, &row->capacity, sizeof(*row->cells));
	row->cells[row->count] = (struct form_cell){ .column_span = 1, .row_span = 1 };
	r->cells++;
	return &row->cells[row->count++];
}

bool
form_rows_are_many(const struct form_reader *r)
{
	return r->cells > r->count + BLOCK_LIMIT;
}

/* A nested table's rows stand between the cells of the row they are nested in. */
static struct form_row *
row_of_cell(struct form_reader *r, const struct block_where *w)
{
	struct form_row *row;

	for (size_t i = r->count; i-- > 0 && r->count - i < LOOK_BACK;)
		if (r->rows[i].table == w->table && r->rows[i].number == w->row)
			return &r->rows[i];
	row = add_row(r);
	row->table = w->table;
	row->number = w->row;
	row->outer_table = w->outer_table;
	row->outer_row = w->outer_row;
	row->outer_column = w->outer_column;
	return row;
}

static void
put_cell(struct form_reader *r, const struct block *b)
{
	struct form_row *row = row_of_cell(r, &b->where);
	struct form_text text = form_text_of(r->arena, b);
	struct form_cell *c = NULL;

	row->margin = (b->flags & BLOCK_MARGIN) != 0;
	for (size_t i = 0; i < row->count && c == NULL; i++)
		if (row->cells[i].column == b->where.column)
			c = &row->cells[i];
	/* What stands before and after a nested table is one cell. */
	if (c != NULL) {
		struct form_text both[2] = { c->all, text };

		if (c->all.text.len == 0)
			c->all = text;
		else if (text.text.len > 0)
			c->all = form_text_join(r->arena, both, 2, SPAN_LIT("\n"));
		return;
	}
	if (row->count >= FORM_CELLS)
		return;
	c = form_rows_add_cell(r, row);
	c->all = text;
	c->column = b->where.column;
	c->column_span = b->where.column_span > 0 ? b->where.column_span : 1;
	c->row_span = b->where.row_span > 0 ? b->where.row_span : 1;
	c->heading = (b->flags & BLOCK_HEADING) != 0;
}

static void
put_line(struct form_reader *r, const struct form_text *t, const struct block *b)
{
	struct form_row *row = add_row(r);
	struct form_cell *c;

	row->line = true;
	c = form_rows_add_cell(r, row);
	row->width = 1;
	row->margin = (b->flags & BLOCK_MARGIN) != 0;
	c->all = *t;
	c->column = 1;
	c->heading = (b->flags & BLOCK_HEADING) != 0;
}

/* "> > Name: x" without its quote marks. */
static size_t
quoted(struct span line)
{
	size_t i = 0;

	while (i < line.len && (line.at[i] == '>' || ((line.at[i] == ' ') && i + 1 < line.len && (line.at[i + 1] == '>' || (i > 0 && line.at[i - 1] == '>')))))
		i++;
	return i;
}

static void
put_paragraph(struct form_reader *r, const struct block *b)
{
	struct form_text all = form_text_of(r->arena, b);
	size_t from = 0;

	while (from <= all.text.len) {
		struct span rest = span_slice(all.text, from, all.text.len);
		size_t end = from + span_find_byte(rest, '\n');
		struct form_text line = form_text_slice(r->arena, &all, from + quoted(span_slice(all.text, from, end)), end);

		put_line(r, &line, b);
		from = end + 1;
		if (end >= all.text.len)
			break;
	}
}

/* "Child protection plan - No": where the option of one of several boxes begins in what the
 * box is called; its length when it names none. */
static size_t
option_at(const struct form_reader *r, struct span name)
{
	size_t words = 0, best = name.len, gap = span_find(name, SPAN_LIT("  "));
	struct form_match m;

	/* "The child has__Been seriously harmed": the editor's own mark, and a question that is known. */
	if (gap > 0 && gap + 2 < name.len && form_match_find(r, span_slice(name, 0, gap), FORM_MATCH_LOOSE, &m) && form_match_is_label(&m))
		return gap + 2;
	for (size_t i = name.len; i > 0 && words < 4; i--) {
		if (name.at[i - 1] != ' ' && name.at[i - 1] != '-' && name.at[i - 1] != ':' && name.at[i - 1] != '?')
			continue;
		words++;
		if (i < name.len && form_nest_is_option(r, span_slice(name, i, name.len)))
			best = i;
	}
	return best;
}

/* "Abuse type - Neglect": a box for one of the answers to a question that may have several. */
static size_t
choice_at(const struct form_reader *r, struct span name)
{
	static const char *const marks[] = { " - ", ": ", " \xE2\x80\x93 " };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size_t at = span_find(name, span_str(marks[i]));
		struct form_match m;

		if (at == name.len || !form_match_find(r, span_slice(name, 0, at), FORM_MATCH_LOOSE, &m))
			continue;
		for (size_t k = 0; k < m.count; k++)
			if (m.hits[k]->keys_count == 1 && m.hits[k]->keys[0]->several && m.hits[k]->label->value.len == 0)
				return at + span_str(marks[i]).len;
	}
	return name.len;
}

/* A box with nothing printed beside it, whose tip says what it stands for. */
struct form_text
form_rows_boxed(struct form_reader *r, const struct form_text *box)
{
	const struct block_control *control = box->runs_count == 1 ? box->runs[0].control : NULL;
	struct span label = control != NULL ? control->label : SPAN_NONE;
	size_t at = option_at(r, label);
	struct block_run *run = arena_alloc(r->arena, sizeof(*run));
	struct form_text pieces[2] = { *box };

	if (at == label.len)
		return *box;
	run->text = arena_printf(r->arena, " %.*s", SPAN_PF(span_slice(label, at, label.len)));
	pieces[1] = (struct form_text){ run->text, run, 1, box->block };
	return form_text_join(r->arena, pieces, 2, SPAN_NONE);
}

/* The box and what it stands for, beside the question. */
static void
put_option(struct form_reader *r, const struct block_control *control, struct block *label, struct form_text *answer)
{
	size_t at = option_at(r, label->text);
	struct span option = span_slice(label->text, at, label->text.len);
	struct form_text pieces[2] = { *answer };
	struct block_run *run = arena_alloc(r->arena, sizeof(*run));

	if (control->kind == BLOCK_RADIO && option.len == 0 && form_nest_is_option(r, control->value))
		option = control->value;
	if (option.len == 0 && control->kind == BLOCK_CHECKBOX) {
		at = choice_at(r, label->text);
		option = span_slice(label->text, at, label->text.len);
	}
	if (option.len == 0)
		return;
	label->text = span_trim(span_slice(label->text, 0, at));
	while (label->text.len > 0 && (label->text.at[label->text.len - 1] == '-' || label->text.at[label->text.len - 1] == ' '))
		label->text.len--;
	option = span_trim(option);
	while (option.len > 0 && (option.at[0] == '-' || option.at[0] == ' '))
		option = span_slice(option, 1, option.len);
	run->text = arena_printf(r->arena, " %.*s", SPAN_PF(option));
	pieces[1] = (struct form_text){ run->text, run, 1, answer->block };
	*answer = form_text_join(r->arena, pieces, 2, SPAN_NONE);
}

/* "ChildBName", "ChildBDOB": the second child's. */
static struct span
number_child(struct form_reader *r, struct span words)
{
	struct span child = SPAN_LIT("Child ");
	unsigned char letter = words.len > child.len + 1 ? words.at[child.len] : 0;
	struct span rest = span_trim(span_slice(words, child.len + 1, words.len));

	if (!span_starts(words, child) || letter < 'A' || letter > 'F' || rest.len == 0 || !span_is_upper(rest.at[0]))
		return words;
	/* "Child GP", "Child DOB" are words of their own. */
	if (words.at[child.len + 1] != ' ' && rest.len < 3)
		return words;
	if (words.at[child.len + 1] != ' ' && form_match_find(r, span_slice(words, child.len, words.len), FORM_MATCH_EXACT, &(struct form_match){ 0 }))
		return words;
	return arena_printf(r->arena, "Child %d %.*s", letter - 'A' + 1, SPAN_PF(rest));
}

static bool
has_lower(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (span_is_lower(s.at[i]))
			return true;
	return false;
}

/* "criteria_abuse_known": a heading's word in front of what is asked under it and nowhere else. */
static const struct form_section *
cut_group(const struct form_reader *r, struct span *words)
{
	size_t at = span_find_byte(*words, ' ');
	struct span label = span_slice(*words, at + 1, words->len);
	const struct form_section *s;
	struct form_meaning meaning;
	struct form_match m;

	if (at == words->len || span_has_digit(*words) || form_match_find(r, *words, FORM_MATCH_LOOSE, &m) || !form_match_find(r, span_slice(*words, 0, at), FORM_MATCH_EXACT, &m) || m.number > 0 || (s = form_match_section(&m)) == NULL || s->ignore)
		return NULL;
	if (!form_match_find(r, label, FORM_MATCH_EXACT, &m) || !form_match_mean(r, &m, s, &meaning) || !meaning.within)
		return NULL;
	*words = label;
	return s;
}

/* "DETAILS OF CHILD Name", in capitals, "Child information Name", in words: the heading is part of the name. Which
 * it is, and the label behind it. */
static const struct form_section *
cut_heading(const struct form_reader *r, struct span *words, bool worded)
{
	struct form_match m;

	if (words->len > FORM_LABEL_BYTES || form_match_find(r, *words, FORM_MATCH_EXACT, &m))
		return NULL;
	for (size_t i = words->len; i-- > 4;) {
		struct span head = span_slice(*words, 0, i), label = span_slice(*words, i + 1, words->len);

		if (words->at[i] != ' ' || (!worded && has_lower(head)) || !has_lower(label) || !span_is_upper(label.at[0]) || span_find_byte(head, ' ') == head.len ||
		    !form_match_find(r, head, has_lower(head) ? FORM_MATCH_EXACT : FORM_MATCH_LOOSE, &m) || m.number > 0 || form_match_section(&m) == NULL || form_match_section(&m)->ignore)
			continue;
		if (!form_match_find(r, label, FORM_MATCH_EXACT, &(struct form_match){ 0 }))
			continue;
		*words = label;
		return form_match_section(&m);
	}
	return NULL;
}

static bool
is_childs(const struct form_match *m)
{
	const struct form_section *s = form_match_section(m);

	return s != NULL && span_eq_str(s->name, "child");
}

/* "ChildsNameAsRegisteredAtBirth": a field's name holds the hint beneath its label, too.  The
 * longest beginning that is a label is one. */
static struct span
name_label(struct form_reader *r, struct span name)
{
	struct span words = form_short_words(r, number_child(r, form_cell_name_words(r->arena, name)));
	struct form_match m;

	/* Behind "Child" alone no hint follows, but what is asked about one. */
	for (size_t to = words.len; to > 3; to--)
		if ((to == words.len || words.at[to] == ' ') && form_match_find(r, span_slice(words, 0, to), FORM_MATCH_LOOSE, &m) &&
		    (to == words.len || (form_match_is_label(&m) && !is_childs(&m))))
			return span_slice(words, 0, to);
	return words;
}

/* The words of a name without those of its groups; empty where something else says what is asked. */
static struct span
own_name(struct form_reader *r, const struct block_control *control)
{
	struct span name = control->name, words;
	size_t dot;

	while ((dot = span_find_byte(name, '.')) < name.len)
		name = span_slice(name, dot + 1, name.len);
	words = text_name_words(r->arena, name);
	if (control->label.len == 0 || span_eq(control->label, words))
		return words;
	/* "Agency 2", "DOB 2" are names, too, where the tips alone tell what the fields are. */
	return control->label.len <= TIP_BYTES && span_is_digit(control->label.at[control->label.len - 1]) ? control->label : SPAN_NONE;
}

/* "Surname first, in capitals" is a tip; ChildName is what is asked. */
static bool
is_named_better(struct form_reader *r, const struct block_control *control)
{
	struct form_match m;

	if (control->kind == BLOCK_CHECKBOX || control->kind == BLOCK_RADIO || control->name.len == 0 || form_match_find(r, control->label, FORM_MATCH_GLOB, &m))
		return false;
	return form_match_find(r, form_cell_name_words(r->arena, control->name), FORM_MATCH_LOOSE, &m) && form_match_is_label(&m);
}

/* A field of a PDF: what the file calls it, and what was filled in. */
static void
put_control(struct form_reader *r, const struct block *b)
{
	const struct block_control *control = NULL;
	struct form_row *row;
	struct form_cell *c;
	struct block *label;

	for (size_t i = 0; i < b->runs_count && control == NULL; i++)
		control = b->runs[i].control;
	row = add_row(r);
	row->table = form_fields_table;
	row->number = (unsigned)r->count;
	row->width = 2;
	row->name = control != NULL ? own_name(r, control) : SPAN_NONE;
	label = arena_alloc(r->arena, sizeof(*label));
	label->where = b->where;
	if (control != NULL)
		label->text = control->label.len > 0 && !is_named_better(r, control) ? control->label : control->kind == BLOCK_CHECKBOX || control->kind == BLOCK_RADIO ?
		    form_short_words(r, form_cell_name_words(r->arena, control->name)) : name_label(r, control->name);
	row->begins = cut_heading(r, &label->text, control != NULL && control->label.len == 0 && span_find_byte(control->name, ' ') < control->name.len);
	if (row->begins == NULL && control != NULL && control->label.len == 0 && span_find_byte(control->name, ' ') == control->name.len)
		row->begins = cut_group(r, &label->text);
	c = form_rows_add_cell(r, row);
	c->all = form_text_of(r->arena, label);
	c->column = 1;
	c = form_rows_add_cell(r, row);
	c->all = form_text_of(r->arena, b);
	c->column = 2;
	if (control != NULL && (control->kind == BLOCK_CHECKBOX || control->kind == BLOCK_RADIO)) {
		put_option(r, control, label, &c->all);
		row->cells[0].all = form_text_of(r->arena, label);
	}
}

static void
set_widths(struct form_reader *r)
{
	for (size_t i = 0; i < r->count; i++) {
		struct form_row *row = &r->rows[i];

		for (size_t j = 0; j < row->count; j++) {
			unsigned to = row->cells[j].column + row->cells[j].column_span - 1;

			if (to > row->width)
				row->width = to;
		}
	}
	/* A table is as wide as its widest row. */
	for (size_t i = 1; i < r->count; i++)
		if (r->rows[i].table != 0 && r->rows[i].table == r->rows[i - 1].table && r->rows[i].width < r->rows[i - 1].width)
			r->rows[i].width = r->rows[i - 1].width;
	for (size_t i = r->count; i-- > 1;)
		if (r->rows[i].table != 0 && r->rows[i].table == r->rows[i - 1].table && r->rows[i - 1].width < r->rows[i].width)
			r->rows[i - 1].width = r->rows[i].width;
}

void
form_rows_build(struct form_reader *r, const struct block_list *blocks)
{
	for (size_t i = 0; i < blocks->count; i++) {
		const struct block *b = &blocks->items[i];

		switch (b->kind) {
		case BLOCK_PARAGRAPH:
			put_paragraph(r, b);
			break;
		case BLOCK_CELL:
			put_cell(r, b);
			break;
		case BLOCK_CONTROL:
			put_control(r, b);
			break;
		}
	}
	form_nest_fold(r);
	form_nest_part(r);
	form_mail_sign(r);
	form_mail_mend(r);
	form_help_drop(r);
	r->mark = form_pair_mark(r);
	form_spill_options(r);
	form_spill_boxes(r);
	form_cut_lines(r);
	form_spread_boxes(r);
	form_triple_fold(r);
	form_crown_set(r);
	set_widths(r);
}

/* "Ethnicity / Gypsy / Roma": pieces of one line, and between them a stroke that parts no cells.  The
 * answer as it was written; false when there is anything else. */
bool
form_rows_strokes(const struct form_reader *r, const struct form_row *row, size_t from, size_t to, struct form_text *out)
{
	struct form_text pieces[FORM_CELLS];

	if (!row->line || to - from < 2 || to - from > FORM_CELLS)
		return false;
	for (size_t i = from; i < to; i++) {
		const struct form_text *t = &row->cells[i].all, *last = i > from ? &row->cells[i - 1].all : NULL;

		if (t->text.len == 0 || form_text_is_box(t) || form_tick_count(t) > 0)
			return false;
		/* They lie in one text, three letters apart. */
		if (last != NULL && (last->text.at + last->text.len + 3 != t->text.at || last->text.at[last->text.len + 1] != '/'))
			return false;
		pieces[i - from] = *t;
	}
	*out = form_text_join(r->arena, pieces, to - from, SPAN_LIT(" / "));
	return true;
}
