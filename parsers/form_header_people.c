/* SPDX-License-Identifier: ISC
 *
 * People side by side: "Child 1 | Child 2", "Referrer | Safeguarding lead", "Mother | Father" over rows of labels, and names
 * beside each other that nothing heads.
 */
#include "parsers/form_header.h"
#include "parsers/form_people.h"

/* "Mother", "Other carer", and not "Carer at the time", nor "Ann Fry (mother)". */
static bool
is_relative(const struct form_reader *r, const struct form_cell *c)
{
	enum { LONGEST = 24, MOST_BLANKS = 1 };
	size_t blanks = 0;

	for (size_t i = 0; i < c->all.text.len; i++) {
		blanks += c->all.text.at[i] == ' ' ? 1 : 0;
		if (c->all.text.at[i] == '(' || span_is_digit(c->all.text.at[i]))
			return false;
	}
	return c->all.text.len <= LONGEST && blanks <= MOST_BLANKS && !form_cell_is_label(c) && form_people_is_relation(r, c->all.text);
}

/* ... or one such word, though it is a label, too: "Sibling". */
static bool
is_called(const struct form_reader *r, const struct form_cell *c)
{
	return is_relative(r, c) || (span_find_byte(c->all.text, ' ') == c->all.text.len && form_people_is_relation(r, c->all.text));
}

/* "Mother | Father", "Sibling | Mother": each a relative of the children, one after the other. */
static void
mean_relatives(struct form_reader *r)
{
	const struct form_section *family = form_match_section_named(r->set, SPAN_LIT("family"));
	unsigned number = form_give_highest(r, FORM_FAMILY);

	for (size_t i = 0; i < r->columns_count; i++) {
		struct form_column *c = &r->columns[i];

		if (is_relative(r, c->head))
			c->section = family;
		if (c->section != family)
			continue;
		c->number = ++number;
		c->relative = is_called(r, c->head);
	}
}

static bool
asks_childs_name(const struct form_reader *r, const struct form_cell *c)
{
	struct form_meaning m;

	return form_cell_is_label(c) && form_match_mean(r, &c->match, form_match_section_named(r->set, SPAN_LIT("child")), &m) && m.count > 0 && (field_key_is_name(m.keys[0]) || field_key_ends(m.keys[0], ".surname"));
}

static bool
is_counted(const struct form_reader *r, const struct form_section *child, unsigned number)
{
	for (size_t i = 0; i < r->columns_count; i++)
		if (r->columns[i].section == child && r->columns[i].number == number)
			return true;
	return false;
}

/* "Subject child | Second child": two of them, whatever their heads count. */
static void
count_children(struct form_reader *r)
{
	const struct form_section *child = form_match_section_named(r->set, SPAN_LIT("child"));
	size_t children = 0;
	unsigned number = 1;

	for (size_t i = 0; i < r->columns_count; i++)
		children += r->columns[i].section == child ? 1 : 0;
	for (size_t i = 0; i < r->columns_count && children >= 2; i++) {
		if (r->columns[i].section != child || r->columns[i].number > 0)
			continue;
		while (is_counted(r, child, number))
			number++;
		r->columns[i].number = number;
	}
}

const struct form_section *
form_header_people_named(const struct form_reader *r, const struct form_cell *c)
{
	return is_relative(r, c) ? form_match_section_named(r->set, SPAN_LIT("family")) : form_header_shape_title(r, c);
}

/* Under a head that is no label itself "Person making referral" names somebody, as a label asks for the name. */
static const struct form_section *
head_section(const struct form_reader *r, const struct form_row *row, const struct form_cell *c)
{
	return form_cell_is_label(&row->cells[0]) ? form_match_section(&c->match) : form_header_shape_title(r, c);
}

/* "  | Referrer | Manager" over two rows of labels, among whose answers "Named doctor" may sound like one: somebody nobody knows,
 * beside one who is known. */
static bool
may_head(const struct form_reader *r, const struct form_row *row, const struct form_cell *c, const struct form_row *below)
{
	enum { LONGEST = 40, MOST_LABELS = 1 };
	const struct form_row *rows[] = { below, form_header_shape_below(r, (size_t)(below - r->rows)) };
	struct form_meaning m;
	size_t labels = 0;

	if (row->cells[0].all.text.len > 0 || c->all.text.len > LONGEST || form_match_mean(r, &c->match, r->section, &m) || form_line_asks(c->all.text) || span_has_digit(c->all.text) || form_answer_is_option(r, c->all.text) || form_text_has(&c->all, BLOCK_VALUE | BLOCK_BOX))
		return false;
	for (size_t i = 0; i < 2; i++) {
		if (rows[i] == NULL || rows[i]->count != row->count || !form_cell_is_label(&rows[i]->cells[0]))
			return false;
		for (size_t j = 1; j < rows[i]->count; j++)
			labels += form_cell_is_label(&rows[i]->cells[j]) && rows[i]->cells[j].match.exact ? 1 : 0;
	}
	return labels <= MOST_LABELS;
}

/* "        | Child 1 | Child 2" or "Details | Referrer | Safeguarding lead" over rows of labels. */
static bool
open_people(struct form_reader *r, size_t at)
{
	const struct form_row *row = &r->rows[at], *below = form_header_shape_below(r, at);
	size_t people = 0, known = 0;

	if (row->count < 3 || below == NULL || below->count < 3 || !(form_cell_is_label(&below->cells[0])))
		return false;
	for (size_t i = 1; i < row->count; i++) {
		if (row->cells[i].all.text.len == 0)
			continue;
		people++;
		if (head_section(r, row, &row->cells[i]) != NULL || is_relative(r, &row->cells[i]))
			known++;
		else if (!may_head(r, row, &row->cells[i], below))
			return false;
	}
	/* "Name | Child A | Child B": so they are called here, unless they have their names beneath. */
	if (people < 2 || known == 0 || (asks_childs_name(r, &row->cells[0]) && !asks_childs_name(r, &below->cells[0])))
		return false;
	r->columns = arena_array(r->arena, row->count, sizeof(*r->columns));
	r->columns_count = 0;
	for (size_t i = 1; i < row->count; i++) {
		const struct form_cell *c = &row->cells[i];

		r->columns[r->columns_count++] = (struct form_column){ .column = c->column, .column_span = c->column_span, .head = c,
		    .section = head_section(r, row, c), .number = c->match.number };
	}
	mean_relatives(r);
	count_children(r);
	r->header = FORM_PEOPLE;
	return true;
}

/* "Child 1 | Child 2" over "Name: Ann | Name: Bob". */
static bool
open_people_with_labels(struct form_reader *r, size_t at)
{
	const struct form_row *row = &r->rows[at], *below = form_header_shape_below(r, at);

	if (below == NULL || below->count != row->count)
		return false;
	for (size_t i = 0; i < row->count; i++)
		if (form_match_section(&row->cells[i].match) == NULL || row->cells[i].match.number == 0 || below->cells[i].lead.count == 0)
			return false;
	r->columns = arena_array(r->arena, row->count, sizeof(*r->columns));
	for (size_t i = 0; i < row->count; i++)
		r->columns[i] = (struct form_column){ .column = row->cells[i].column, .column_span = row->cells[i].column_span, .head = &row->cells[i],
		    .section = form_match_section(&row->cells[i].match), .number = row->cells[i].match.number };
	r->columns_count = row->count;
	r->header = FORM_PEOPLE;
	return true;
}

bool
form_header_people_open(struct form_reader *r, size_t at)
{
	return open_people(r, at) || open_people_with_labels(r, at);
}

static bool
is_row_of_people(const struct form_reader *r, const struct form_row *row, struct form_meaning *m)
{
	size_t answers = 0;

	if (row->count < 3 || !form_cell_is_label(&row->cells[0]) || !form_match_mean(r, &row->cells[0].match, form_match_section_named(r->set, SPAN_LIT("child")), m))
		return false;
	if (form_give_group(m->keys[0]) != FORM_CHILD || m->label->value.len > 0)
		return false;
	for (size_t i = 1; i < row->count; i++) {
		if ((form_cell_is_label(&row->cells[i]) && row->cells[i].match.exact) || form_line_asks(row->cells[i].all.text))
			return false;
		answers += row->cells[i].all.text.len > 0 && !row->cells[i].blank ? 1 : 0;
	}
	return answers >= 2;
}

/* "Name of child | Ana | Ben" over "Date of birth | ... | ...": columns with no heads. */
bool
form_header_people_open_unnamed(struct form_reader *r, size_t at)
{
	const struct form_row *row = &r->rows[at], *below = form_header_shape_below(r, at);
	struct form_meaning m, next;

	if (below == NULL || below->count != row->count || form_guidance_column(r, row) != 0 || !is_row_of_people(r, row, &m) || !field_key_is_name(m.keys[0]) || !is_row_of_people(r, below, &next))
		return false;
	if (m.within && (r->section == NULL || !span_eq_str(r->section->name, "child")))
		return false;
	r->columns = arena_array(r->arena, row->count, sizeof(*r->columns));
	r->columns_count = 0;
	for (size_t i = 1; i < row->count; i++)
		r->columns[r->columns_count++] = (struct form_column){ .column = row->cells[i].column, .column_span = row->cells[i].column_span,
		    .section = form_match_section_named(r->set, SPAN_LIT("child")), .number = (unsigned)i };
	r->header = FORM_PEOPLE;
	return true;
}
