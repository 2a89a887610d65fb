/* SPDX-License-Identifier: ISC
 *
 * Row after row: first what tags say, then the body, then page headers and footers.
 */
#include "parsers/form_evidence.h"
#include "parsers/form_header.h"
#include "parsers/form_nest.h"
#include "parsers/form_people.h"
#include "parsers/form_relative.h"
#include "parsers/form_siblings.h"

#include <string.h>

/* In bold, with no field beside it, and whose or what the labels beneath it are about. */
static bool
is_set_as_title(const struct form_row *row, const struct form_cell *c)
{
	return c->bold && c == &row->cells[0] && row->cells[1].all.runs_count == 0 && !span_eq_str(form_match_section(&c->match)->name, "other-person");
}

static const struct form_cell *
only_cell(const struct form_row *row)
{
	const struct form_cell *only = NULL;

	for (size_t i = 0; i < row->count; i++) {
		if (row->cells[i].all.text.len == 0)
			continue;
		if (only != NULL)
			return NULL;
		only = &row->cells[i];
	}
	if (only == NULL)
		return row->count == 1 ? &row->cells[0] : NULL;
	/* A label with an empty cell beside it is not alone, but a title whose row was never merged is. */
	if (row->count > 1 && (form_cell_is_label(only) || only->lead.count > 0 || only->column != row->cells[0].column))
		return form_match_section(&only->match) != NULL && !form_cell_is_label(only) && (row->count != 2 || is_set_as_title(row, only)) ? only : NULL;
	return only;
}

/* The words in a cell entitle the table of labels and answers nested in it. */
static bool
is_title_of(const struct form_reader *r, const struct form_cell *c, const struct form_row *nested)
{
	(void)r;
	return c != NULL && c->all.text.len > 0 && c->lead.count == 0 && nested->count >= 2 && form_cell_is_label(&nested->cells[0]);
}

static void
enter_titled(struct form_reader *r, const struct form_row *row)
{
	const struct form_cell *c = form_outer_cell(r, row);
	const struct form_section *s;

	if (!is_title_of(r, c, row))
		return;
	s = form_match_section(&c->match);
	if (s == NULL)
		s = form_guess_section(r, c->all.text);
	if (s != NULL)
		form_walk_section(r, s, c->match.number, row->table);
}

/* Every cell of the row is the title of a table nested in it. */
static bool
is_row_of_titles(const struct form_reader *r, size_t at)
{
	const struct form_row *row = &r->rows[at];
	size_t titled = 0, filled = 0;

	for (size_t j = 0; j < row->count; j++)
		filled += row->cells[j].all.text.len > 0 ? 1 : 0;
	for (size_t i = at + 1; i < r->count && r->rows[i].outer_table == row->table && r->rows[i].outer_row == row->number; i++)
		if (r->rows[i].table != r->rows[i - 1].table && is_title_of(r, form_outer_cell(r, &r->rows[i]), &r->rows[i]))
			titled++;
	return filled > 0 && titled == filled;
}

/* "Abuse or neglect is known or suspected | X": what the statement in the row means under the heading of the criteria. */
static bool
is_criterion(const struct form_reader *r, const struct form_row *row, const struct form_section *under)
{
	struct form_meaning m;

	for (size_t j = 0; j < row->count && j < 2; j++)
		if (row->cells[j].match.count > 0 && form_cell_is_label(&row->cells[j]))
			return form_match_mean(r, &row->cells[j].match, under, &m) && m.count == 1 && strncmp(m.keys[0]->name, "criteria.", 9) == 0;
	return false;
}

/* Two criteria or more, and nothing else: one of them is a criterion wherever it stands, and so are those beside it. */
static bool
is_table_of_criteria(const struct form_reader *r, size_t at)
{
	const struct form_section *criteria = form_match_section_named(r->set, SPAN_LIT("criteria"));
	size_t rows = 0, anywhere = 0, i = at;

	for (; i < r->count && r->rows[i].table == r->rows[at].table; i++) {
		if (r->rows[i].count != 2 || !is_criterion(r, &r->rows[i], criteria))
			return false;
		rows++;
		anywhere += is_criterion(r, &r->rows[i], NULL) ? 1 : 0;
	}
	return rows >= 2 && anywhere > 0;
}

/* "Who you are", as wide as the table, over its pairs: its title, and no answer to what stands above the table. */
static bool
begins_with_title(const struct form_reader *r, const struct form_row *row)
{
	enum { LONGEST = 80 };
	const struct form_row *below = row + 1 < r->rows + r->count && row[1].table == row->table ? row + 1 : NULL;
	struct span text = row->count == 1 ? row->cells[0].all.text : (struct span){ NULL, 0 };

	return row->table != 0 && below != NULL && text.len > 0 && text.len <= LONGEST && text.at[text.len - 1] != '.' && span_find_byte(text, '\n') == text.len &&
	    !form_text_has(&row->cells[0].all, BLOCK_VALUE | BLOCK_BOX | BLOCK_PLACEHOLDER) && (below->count >= 2 || below->cells[0].boxed || below->cells[0].lead.count > 0);
}

static void
enter_table(struct form_reader *r, const struct form_row *row)
{
	if (row->table == r->table)
		return;
	if (r->pending.open && r->pending.table == 0 && begins_with_title(r, row))
		form_walk_end_pending(r);
	/* A label's answer may be a table right beneath it, or one nested in its cell; but what
	 * stands behind a table answers no label in it. */
	if (r->pending.open && (r->pending.count > 0 || (r->pending.table != 0 && row->outer_table != r->pending.table)))
		form_walk_end_pending(r);
	if (r->section_table != 0 && r->section_table == r->table && form_walk_ignores(r) && row->outer_table != r->table) {
		r->section = NULL;
		r->section_table = 0;
	}
	form_table_close(r);
	r->table = row->table;
	if (row->outer_table != 0)
		enter_titled(r, row);
	if (row->table != 0 && row->count == 2 && !form_walk_ignores(r) && is_table_of_criteria(r, (size_t)(row - r->rows)))
		form_walk_section(r, form_match_section_named(r->set, SPAN_LIT("criteria")), 0, row->table);
}

static bool
asks_for_lead(const struct form_reader *r, const struct form_cell *c)
{
	struct form_meaning m;

	return (form_match_mean(r, c->match.count > 0 ? &c->match : &c->lead, r->section, &m) || form_match_mean(r, form_later_guess(r, c), r->section, &m)) && strcmp(m.keys[0]->name, "lead.discussed") == 0;
}

/* "Their name" beneath "Has your safeguarding lead agreed?", whatever heading both are under. */
static bool
is_the_leads(const struct form_reader *r, size_t at)
{
	enum { NEAR = 4 };
	const struct form_row *row = &r->rows[at];

	if (row->count == 0 || !span_starts_nocase(row->cells[0].all.text, SPAN_LIT("their ")))
		return false;
	for (size_t i = at > NEAR ? at - NEAR : 0; i < at; i++)
		if (r->rows[i].count > 0 && asks_for_lead(r, &r->rows[i].cells[0]))
			return true;
	return false;
}

/* "Date" under "Your details", the last row and behind "Safeguarding lead consulted": the form's, as it would be without
 * that person, of whom no day is asked. */
static bool
is_forms_day(const struct form_reader *r, size_t at)
{
	const struct form_row *row = &r->rows[at], *next = at + 1 < r->count ? row + 1 : NULL;
	const struct form_cell *c = row->count > 0 ? &row->cells[0] : NULL;
	struct form_meaning m;

	if (c == NULL || row->count > 2 || r->around == NULL || r->section == NULL || !span_eq_str(r->around->name, "referrer") || !span_eq_str(r->section->name, "lead") || field_find_str(&r->out->fields, "referral.date") != NULL ||
	    field_find_str(&r->out->fields, "lead.discussed") != NULL)
		return false;
	if (next != NULL && next->table == row->table && !(next->count == 1 && (next->cells[0].all.text.len == 0 || form_cell_is_heading(&next->cells[0]))))
		return false;
	c = c->match.count > 0 || c->lead.count > 0 ? c : NULL;
	return c != NULL && !form_match_mean(r, c->match.count > 0 ? &c->match : &c->lead, r->section, &m) && form_match_mean(r, c->match.count > 0 ? &c->match : &c->lead, r->around, &m) && strcmp(m.keys[0]->name, "referral.date") == 0;
}

/* "3. Case outline" over a table of dates and places, and in its last row, as wide as the table, the outline
 * itself: what the heading asks for and nothing before has answered. */
static bool
answers_heading(struct form_reader *r, size_t at, const struct form_cell *c)
{
	enum { NEAR = 12, SHORTEST = 40 };
	const struct form_row *row = &r->rows[at];
	const struct form_cell *heading = NULL;
	const struct field *before;
	struct form_meaning m;
	size_t from = at;

	if (row->line || row->count != 1 || r->pending.open || r->header != FORM_NO_HEADER || c->match.count > 0 || c->lead.count > 0 || c->many || c->bold || c->heading || c->all.text.len < SHORTEST || form_text_is_guidance(r, c->all.text))
		return false;
	while (from > 0 && at - from < NEAR && r->rows[from - 1].table == row->table)
		from--;
	if (from == at || (heading = form_rows_line(r, from - (from > 0))) == NULL || !form_match_mean(r, &heading->match, r->section, &m) || m.count != 1 || m.keys[0]->type != FIELD_LONG)
		return false;
	before = field_find_str(&r->out->fields, m.keys[0]->name);
	if (before != NULL && before->first.state != FIELD_UNANSWERED)
		return false;
	form_give(r, &m, &c->all);
	return true;
}

/* "Child 4" in bold beneath the rows of three others: a row that was left blank, and no heading. */
static bool
counts_on(const struct form_reader *r, size_t at, const struct form_cell *only)
{
	const struct form_row *row = &r->rows[at], *above = at > 0 ? row - 1 : NULL;

	return r->header == FORM_HEADER && only == &row->cells[0] && above != NULL && above->table == row->table && above->count == row->count && only->match.number > 1 &&
	    above->cells[0].match.number + 1 == only->match.number && form_match_section(&above->cells[0].match) == form_match_section(&only->match);
}

/* "Incident |  |  | " over "Date | 6/11/26 | Time | 5:50": as wide as the table and set beside nothing, a heading beneath which
 * bare labels mean something, though it sounds like a label, too. */
static const struct form_section *
heads_bare_labels(const struct form_reader *r, size_t at)
{
	const struct form_row *row = &r->rows[at], *next = at + 1 < r->count ? row + 1 : NULL;
	const struct form_section *s = row->count >= 3 ? form_match_section(&row->cells[0].match) : NULL;
	struct form_meaning there, here;

	if (s == NULL || s == r->section || !row->cells[0].match.exact || next == NULL || next->table != row->table || next->count < 2)
		return NULL;
	for (size_t i = 1; i < row->count; i++)
		if (row->cells[i].all.text.len > 0 || form_text_has(&row->cells[i].all, BLOCK_VALUE))
			return NULL;
	if (!form_match_mean(r, &next->cells[0].match, s, &there) || !there.within || (form_match_mean(r, &next->cells[0].match, r->section, &here) && here.keys[0] == there.keys[0]))
		return NULL;
	return s;
}

static void
walk_margin(struct form_reader *r, bool margin)
{
	r->margin = margin;
	for (size_t i = 0; i < r->count; i++) {
		const struct form_row *row = &r->rows[i];
		const struct form_section *missing;
		const struct form_cell *only;
		size_t stacked;

		if (row->margin != margin)
			continue;
		enter_table(r, row);
		if (row->begins != NULL)
			form_walk_section(r, row->begins, 0, row->table);
		else if (is_the_leads(r, i))
			form_walk_section(r, form_match_section_named(r->set, SPAN_LIT("lead")), 0, row->table);
		else if (is_forms_day(r, i))
			form_walk_section(r, r->around, 0, row->table);
		else if ((missing = form_heading_is_missing(r, i)) != NULL)
			form_walk_section(r, missing, 0, row->table);
		else if (form_heading_ends_people(r, i))
			form_walk_section(r, form_match_section_named(r->set, SPAN_LIT("top")), 0, row->table);
		else if ((missing = form_heading_is_anothers(r, i)) != r->section)
			form_walk_section(r, missing, 0, row->table);
		form_people_enter(r, i);
		if ((row->line ? form_people_line(r, i) : form_people_row(r, i)) || form_siblings_row(r, i))
			continue;
		if (row->table != 0 && is_row_of_titles(r, i))
			continue;
		stacked = form_relative_read(r, i);
		if (stacked == 0 && row->line)
			stacked = form_stack_read(r, i);
		if (stacked == 0 && row->line)
			stacked = form_pile_read(r, i);
		if (stacked > 0) {
			i += stacked - 1;
			continue;
		}
		only = only_cell(row);
		if (only == NULL && r->header == FORM_NO_HEADER && heads_bare_labels(r, i) != NULL) {
			form_walk_section(r, heads_bare_labels(r, i), row->cells[0].match.number, row->table);
			continue;
		}
		if (only != NULL && r->header == FORM_PEOPLE && row->count == 1)
			form_table_close(r);
		if (only != NULL && (answers_heading(r, i, only) || form_header_passes(r, i)))
			continue;
		if (only != NULL && row->line && (stacked = form_line_signed(r, i)) > 0) {
			form_walk_end_pending(r);
			i += stacked - 1;
			continue;
		}
		if (only != NULL && row->line && form_line_disclaims(r, only)) {
			form_walk_end_pending(r);
			continue;
		}
		/* A day beneath "What happened" is no story. */
		if (only != NULL && row->line && r->pending.open && r->pending.count == 0 && form_evidence_day(r, only))
			continue;
		if (only != NULL && row->line && !(r->pending.open && r->pending.meaning.count > 0 && r->pending.meaning.keys[0]->type == FIELD_LONG) && form_evidence_line(r, only)) {
			form_walk_end_pending(r);
			continue;
		}
		if (only != NULL && r->header != FORM_PEOPLE && !counts_on(r, i, only) && (r->header == FORM_NO_HEADER || row->count == 1 || (form_match_section(&only->match) != NULL && is_set_as_title(row, only))))
			form_walk_solo(r, row, only, i);
		else
			form_table_row(r, i);
	}
	form_table_close(r);
	form_walk_end_pending(r);
}

static void
read_tags(struct form_reader *r)
{
	for (size_t i = 0; i < r->count; i++)
		for (size_t j = 0; j < r->rows[i].count; j++) {
			const struct form_text *all = &r->rows[i].cells[j].all;
			size_t at = 0;

			for (size_t k = 0; k < all->runs_count; k++) {
				const struct block_control *control = all->runs[k].control;
				size_t from = at;
				struct form_text t;

				if (control == NULL) {
					at += all->runs[k].text.len;
					continue;
				}
				while (k < all->runs_count && all->runs[k].control == control)
					at += all->runs[k++].text.len;
				k--;
				t = form_text_slice(r->arena, all, from, at);
				if (form_give_tagged(r, &t, &all->runs[k]))
					r->rows[i].cells[j].tagged = true;
			}
		}
}

void
form_walk(struct form_reader *r)
{
	r->section = form_match_section_named(r->set, SPAN_LIT("top"));
	r->tight = form_line_tight(r);
	r->typed = form_line_typed(r);
	r->apart = form_line_apart(r);
	read_tags(r);
	walk_margin(r, false);
	r->section = form_match_section_named(r->set, SPAN_LIT("top"));
	r->table = 0;
	walk_margin(r, true);
}
