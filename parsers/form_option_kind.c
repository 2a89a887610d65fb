/* SPDX-License-Identifier: ISC
 *
 * Kinds of incident with their boxes, beneath or beside a question in whatever words: each but the last says what is a criterion
 * elsewhere, and "Other" tells that these are kinds.
 */
#include "parsers/form_tick.h"
#include "parsers/text.h"

#include <string.h>

static const struct form_label kind_label = { .name = SPAN_LIT_INIT("incident.kind") };

static const struct field_key *
kind_key(void)
{
	return field_key_find(kind_label.name);
}

/* "[x] A child has died" on a line of its own. */
static const struct form_cell *
kind_line(const struct form_reader *r, size_t at)
{
	const struct form_cell *c = form_rows_line(r, at);
	struct form_ticks ticks;

	if (c == NULL || c->all.text.len > FORM_LABEL_BYTES)
		return NULL;
	form_tick_find(&c->all, false, &ticks);
	return ticks.count == 1 && ticks.items[0].from == 0 && form_answer_names(r, kind_key(), c->all.text) ? c : NULL;
}

/* It is all that a word for the value says. */
static bool
is_other_kind(const struct form_reader *r, const struct form_cell *c)
{
	const struct value_word *w;
	struct form_ticks ticks;

	form_tick_find(&c->all, false, &ticks);
	w = form_answer_word(form_answer_words(r, kind_key()), text_fold_bare(r->arena, form_label_unbracketed(r->arena, form_tick_option(&c->all, &ticks, 0, true))));
	return w != NULL && span_eq_str(w->value, "other");
}

/* "[x] A child has died" over "[ ] A child has been seriously harmed" over "[ ] Something else", beneath a question that
 * nobody knows: kinds of incident, and no criteria, of which none is another. */
bool
form_option_kind_lines(struct form_reader *r, size_t at)
{
	const struct form_cell *c = kind_line(r, at), *last = NULL;
	struct form_pending *p = &r->pending;
	size_t n = 0;

	if (c == NULL || (r->section != NULL && span_eq_str(r->section->name, "criteria")) || (p->open && (p->count > 0 || (p->meaning.count > 0 && p->meaning.keys[0]->type == FIELD_ENUM))))
		return false;
	/* The first of them stands behind its question. */
	if (at > 0 && r->rows[at - 1].count > 0 && form_tick_count(&r->rows[at - 1].cells[r->rows[at - 1].count - 1].all) > 0)
		return false;
	for (size_t i = at; (c = kind_line(r, i)) != NULL; i++, n++)
		last = c;
	if (n < 2 || !is_other_kind(r, last))
		return false;
	*p = (struct form_pending){ .open = true, .meaning = { .label = &kind_label, .keys = { kind_key() }, .count = 1 }, .at = r->rows[at].cells[0].all.block };
	form_walk_label(r, &p->meaning);
	return true;
}

/* A cell of one box and its kind. */
static bool
is_kind(const struct form_reader *r, const struct form_cell *c)
{
	struct form_ticks ticks;

	if (c->all.text.len == 0 || c->all.text.len > FORM_LABEL_BYTES)
		return false;
	form_tick_find(&c->all, false, &ticks);
	return ticks.count == 1 && form_answer_names(r, kind_key(), span_trim(form_tick_option(&c->all, &ticks, 0, ticks.items[0].from == 0)));
}

/* "Reason" asks for a story elsewhere. */
static bool
is_question(const struct form_reader *r, const struct form_cell *c)
{
	struct form_meaning m;

	return form_tick_count(&c->all) == 0 && c->all.text.len > 0 && (!form_cell_is_label(c) || !form_match_mean(r, &c->match, r->section, &m) || m.keys[0]->type == FIELD_LONG);
}

/* Under "Criteria", and not where the boxes themselves made the heading above them one. */
static bool
is_under_criteria(const struct form_reader *r, size_t at)
{
	const struct form_section *criteria = form_match_section_named(r->set, SPAN_LIT("criteria"));
	const struct form_row *above = at > 0 ? &r->rows[at - 1] : NULL;
	struct span heading;

	if (r->section == NULL || r->section != criteria)
		return false;
	if (above == NULL || above->count != 1 || above->cells[0].all.text.len == 0 || (above->cells[0].match.exact && form_match_section(&above->cells[0].match) == criteria))
		return true;
	heading = form_memo_fold(r, above->cells[0].all.text);
	return span_find(heading, SPAN_LIT("criteri")) < heading.len;
}

bool
form_option_kind_row(struct form_reader *r, size_t at)
{
	const struct form_row *row = &r->rows[at];
	size_t from = row->count > 0 && is_question(r, &row->cells[0]) ? 1 : 0;
	struct form_meaning m = { .label = &kind_label, .keys = { kind_key() }, .count = 1 };
	struct form_text pieces[FORM_CELLS], all;

	if (row->count < from + 3 || row->count > FORM_CELLS || is_under_criteria(r, at) || form_walk_ignores(r))
		return false;
	for (size_t i = from; i < row->count; i++) {
		if (!is_kind(r, &row->cells[i]))
			return false;
		pieces[i - from] = row->cells[i].all;
	}
	if (!is_other_kind(r, &row->cells[row->count - 1]))
		return false;
	form_walk_end_pending(r);
	all = form_text_join(r->arena, pieces, row->count - from, SPAN_LIT(" "));
	form_walk_label(r, &m);
	form_give(r, &m, &all);
	return true;
}
