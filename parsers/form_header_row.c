/* SPDX-License-Identifier: ISC
 *
 * Rows beneath a header row: whose each is, and which answer stands under which head.
 */
#include "parsers/form_header.h"
#include "parsers/form_people.h"
#include "parsers/form_subject.h"

#include <string.h>

const struct form_column *
form_header_column(const struct form_reader *r, unsigned column)
{
	for (size_t i = 0; i < r->columns_count; i++)
		if (column >= r->columns[i].column && column < r->columns[i].column + r->columns[i].column_span)
			return &r->columns[i];
	return NULL;
}

static enum form_group
columns_group(const struct form_reader *r, bool *named_out)
{
	enum form_group g = FORM_GROUPS;

	*named_out = false;
	for (size_t i = 0; i < r->columns_count; i++) {
		if (r->columns[i].meaning.count == 0)
			continue;
		if (g == FORM_GROUPS)
			g = form_give_group(r->columns[i].meaning.keys[0]);
		*named_out = *named_out || (r->columns[i].meaning.count > 0 && field_key_is_name(r->columns[i].meaning.keys[0]));
	}
	return g;
}

/* Whose row this is: as its first cell says, else the next one. */
static unsigned
number_of_row(const struct form_reader *r, const struct form_row *row)
{
	bool named;
	enum form_group g = columns_group(r, &named);
	const struct form_cell *first = &row->cells[0];
	const struct form_column *c = form_header_column(r, first->column);

	if (g == FORM_GROUPS)
		return 0;
	if (first->match.number > 0 && (c == NULL || c->meaning.count == 0))
		return first->match.number;
	if (g == FORM_CHILD && !named)
		return r->header_child + r->header_rows;
	if (g == FORM_CHILD && r->header_rows == 0 && form_give_highest(r, g) <= 1)
		return 0;
	return form_give_highest(r, g) + 1;
}

/* "Click or tap to enter a" at the foot of a page and "date." on top of the next: in no column more than the form printed. */
static bool
ends_placeholders(const struct form_reader *r, const struct form_row *row)
{
	const struct form_row *above = row;

	while (above > r->rows && (above == row || above->margin))
		above--;
	if (above == row || above->table != row->table || above->count != row->count)
		return false;
	for (size_t i = 0; i < row->count; i++) {
		struct form_text both[2] = { above->cells[i].all, row->cells[i].all }, all;

		if (both[0].text.len == 0 || both[1].text.len == 0)
			return false;
		all = form_text_join(r->arena, both, 2, SPAN_LIT(" "));
		if (!form_text_is_blank(r, &both[0]) || !form_text_is_blank(r, &all))
			return false;
	}
	return true;
}

static bool
is_filled(const struct form_row *row)
{
	uint64_t n;

	for (size_t i = 0; i < row->count; i++)
		if (!row->cells[i].blank && !span_number(span_trim(row->cells[i].all.text), 999, &n) && row->cells[i].match.number == 0 && !form_text_is_box(&row->cells[i].all))
			return true;
	return false;
}

static void
label_row(struct form_reader *r, const struct form_row *row)
{
	const struct form_section *s = form_match_section(&row->cells[0].match);
	unsigned number;

	if (!is_filled(row) || ends_placeholders(r, row))
		return;
	if (form_subject_row(r, row))
		return;
	number = number_of_row(r, row);
	for (size_t i = 0; i < row->count; i++) {
		const struct form_column *c = form_header_column(r, row->cells[i].column);
		struct form_meaning m;

		if (c == NULL || c->meaning.count == 0)
			continue;
		m = c->meaning;
		/* "Referrer" or "Safeguarding lead" in front of the row says whose it is. */
		if (s != NULL && s != r->section && i > 0 && r->columns[0].meaning.count == 0 && !form_match_mean(r, &c->head->match, s, &m))
			continue;
		if (m.number == 0)
			m.number = number;
		form_give(r, &m, &row->cells[i].all);
	}
	r->header_rows++;
}

static void
people_row(struct form_reader *r, const struct form_row *row)
{
	bool own = row->cells[0].lead.count > 0 && form_header_column(r, row->cells[0].column) != NULL;

	for (size_t i = own ? 0 : 1; i < row->count; i++) {
		const struct form_column *c = form_header_column(r, row->cells[i].column);
		const struct form_match *label = own ? &row->cells[i].lead : &row->cells[0].match;
		const struct form_text *answer = own ? &row->cells[i].answer : &row->cells[i].all;
		struct form_meaning m;

		if (c == NULL || c->section == NULL || c->section->ignore || !form_match_mean(r, label, c->section, &m))
			continue;
		if (c->number > 0)
			m.number = c->number;
		if (i == 1)
			r->labels++;
		/* A person's column that nobody filled in is not a person; one that somebody began is. */
		if (form_text_is_blank(r, answer) && c->number > 1 && (form_give_group(m.keys[0]) == FORM_CHILD || c->relative) && c->number > form_give_highest(r, form_give_group(m.keys[0])))
			continue;
		form_give(r, &m, answer);
		if (c->relative && m.count > 0 && field_key_is_name(m.keys[0])) {
			form_people_mean_relation(&m);
			m.number = c->number;
			form_give(r, &m, &c->head->all);
		}
	}
}

static void
poll_row(struct form_reader *r, const struct form_row *row)
{
	const struct form_cell *question = NULL, *comment = NULL;
	static const struct block_run unknown = { .text = SPAN_LIT("not known") };
	struct form_text marked[FORM_CELLS];
	struct form_text answer = { .block = row->cells[0].all.block };
	struct form_meaning m;
	size_t count = 0;

	for (size_t i = 0; i < row->count && i < FORM_CELLS; i++) {
		const struct form_cell *cell = &row->cells[i];
		const struct form_column *c = form_header_column(r, cell->column);

		if (c != NULL && c->poll.len > 0) {
			if (!cell->blank && !(form_text_is_box(&cell->all) && !form_text_is_mark(cell->all.text))) {
				marked[count] = cell->all;
				answer = cell->all;
				answer.text = span_eq_str(c->head->all.text, "?") ? unknown.text : c->head->all.text;
				answer.runs = span_eq_str(c->head->all.text, "?") ? &unknown : c->head->all.runs;
				answer.runs_count = span_eq_str(c->head->all.text, "?") ? 1 : c->head->all.runs_count;
				count++;
			}
		} else if (question == NULL && cell->match.count > 0) {
			question = cell;
		} else if (question != NULL && (comment == NULL || !cell->blank)) {
			comment = cell;
		}
	}
	if (question == NULL || !form_match_mean(r, &question->match, r->section, &m))
		return;
	form_walk_label(r, &m);
	if (count > 1)
		answer = form_text_join(r->arena, marked, count, SPAN_LIT(" "));
	form_give(r, &m, &answer);
	if (comment != NULL && m.count == 1 && m.label->value.len == 0) {
		const struct field_key *detail = field_key_find(arena_printf(r->arena, "%s_detail", m.keys[0]->name));

		m.keys[0] = detail;
		if (detail != NULL)
			form_give(r, &m, &comment->all);
	}
}

void
form_header_row(struct form_reader *r, size_t at)
{
	const struct form_row *row = &r->rows[at];

	form_walk_end_pending(r);
	switch (r->header) {
	case FORM_NO_HEADER:
		return;
	case FORM_HEADER:
		label_row(r, row);
		return;
	case FORM_PEOPLE:
		people_row(r, row);
		return;
	case FORM_POLL:
		poll_row(r, row);
		return;
	}
}

/* "Child 1 | Child 2" side by side. */
static bool
heads_children(const struct form_reader *r)
{
	size_t children = 0;

	for (size_t i = 0; i < r->columns_count && r->header == FORM_PEOPLE; i++)
		children += r->columns[i].section != NULL && span_eq_str(r->columns[i].section->name, "child") ? 1 : 0;
	return children >= 2;
}

void
form_table_close(struct form_reader *r)
{
	bool named;

	(void)columns_group(r, &named);
	if (r->header == FORM_HEADER && r->header_rows == 0)
		for (size_t i = 0; i < r->columns_count; i++) {
			struct form_text none = { .block = r->columns[i].head->all.block };
			struct form_meaning m = r->columns[i].meaning;
			enum form_group g;

			if (m.count == 0)
				continue;
			g = form_give_group(m.keys[0]);
			/* An empty table below people already named adds nobody; more columns for the
			 * child in hand are its own. */
			if (g != FORM_GROUPS && form_give_highest(r, g) > 0 && (g != FORM_CHILD || named))
				continue;
			form_give(r, &m, &none);
		}
	/* What is asked beneath a table of children is asked of all of them: the first has it. */
	if (columns_group(r, &named) == FORM_CHILD && r->header == FORM_HEADER && r->header_rows >= 2)
		r->numbers[FORM_CHILD] = 1;
	if ((r->header == FORM_HEADER && r->subjects > 0) || heads_children(r))
		r->numbers[FORM_CHILD] = 1;
	r->header = FORM_NO_HEADER;
	r->columns_count = 0;
	r->header_rows = 0;
}
