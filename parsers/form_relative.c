/* SPDX-License-Identifier: ISC
 *
 * A parent named among the child's own answers, and bare labels beneath: "Parent: Beth Fry" over "Date of birth: 5/6/1990", where
 * the child's birthday is known, says the parent's.
 */
#include "parsers/form_relative.h"
#include "parsers/form_people.h"
#include "parsers/form_told.h"

#include <string.h>

enum { LONGEST_LABEL = 40 };

/* A label and its answer: side by side, or a line with a mark between. */
struct pair {
	struct span label;
	const struct form_match *match;
	struct form_text answer;
};

static bool
pair_at(struct form_reader *r, size_t at, struct pair *out)
{
	const struct form_row *row = at < r->count ? &r->rows[at] : NULL;
	const struct form_cell *c = row == NULL || row->count == 0 ? NULL : &row->cells[0];
	size_t colon;

	if (c == NULL || row->count > 2)
		return false;
	if (row->count == 2) {
		*out = (struct pair){ c->all.text, &c->match, row->cells[1].all };
		return out->label.len > 0;
	}
	colon = span_find_byte(c->all.text, ':');
	if (!row->line || colon > LONGEST_LABEL || colon == c->all.text.len)
		return false;
	*out = (struct pair){ span_trim(span_slice(c->all.text, 0, colon)), &c->lead, form_text_slice(r->arena, &c->all, colon + 1, c->all.text.len) };
	out->answer = form_text_trim(r->arena, &out->answer);
	return true;
}

static bool
is_relative(const struct form_reader *r, const struct pair *p)
{
	static const char *const words[] = { "parent", "parent carer", "parent or carer", "carer", "main carer", "guardian", "parent guardian", "birth parent", "foster carer" };
	struct form_meaning m;

	if (p->label.len == 0 || p->label.len > LONGEST_LABEL || !(form_people_is_called(r, p->label) || span_is_any(form_memo_fold(r, p->label), SPAN_WORDS(words))))
		return false;
	return p->match->count == 0 || !form_match_mean(r, p->match, r->section, &m) || strcmp(m.keys[0]->name, "family.N.name") == 0;
}

/* What the bare label asks of a relative, where the child has answered it already; NULL: it asks nothing of the kind. */
static const struct field_key *
asked_again(const struct form_reader *r, const struct pair *p, unsigned child)
{
	static const char *const tails[] = { ".dob", ".address", ".sex", ".ethnicity" };
	struct form_meaning m;

	if (p->match->count == 0 || !form_match_mean(r, p->match, form_match_section_named(r->set, SPAN_LIT("family")), &m) || form_give_group(m.keys[0]) != FORM_FAMILY)
		return NULL;
	for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++)
		if (field_key_ends(m.keys[0], tails[i]) && field_child_answer(r->arena, &r->out->fields, child, tails[i] + 1).len > 0)
			return m.keys[0];
	return NULL;
}

/* The next row that is not blank, of the same table or among lines. */
static size_t
next_row(const struct form_reader *r, size_t at)
{
	const struct form_row *row = &r->rows[at];

	for (at++; at < r->count && r->rows[at].line && r->rows[at].count == 1 && r->rows[at].cells[0].all.text.len == 0; at++)
		;
	return at < r->count && r->rows[at].line == row->line && (row->line || r->rows[at].table == row->table) ? at : r->count;
}

size_t
form_relative_read(struct form_reader *r, size_t at)
{
	const struct field_key *key;
	unsigned child = r->numbers[FORM_CHILD], number;
	size_t next, to = at;
	struct pair who, p;
	struct form_text relation;

	if (child == 0 || r->header != FORM_NO_HEADER || r->margin || form_walk_ignores(r) || (r->section != NULL && span_eq_str(r->section->name, "family")))
		return 0;
	if (!pair_at(r, at, &who) || !is_relative(r, &who) || !form_told_is_name(r, who.answer.text))
		return 0;
	next = next_row(r, at);
	if (!pair_at(r, next, &p) || asked_again(r, &p, child) == NULL)
		return 0;
	form_walk_end_pending(r);
	number = form_give_highest(r, FORM_FAMILY) + 1;
	relation = form_text_slice(r->arena, &r->rows[at].cells[0].all, 0, who.label.len);
	form_give_key(r, "family.N.name", number, &who.answer);
	form_give_key(r, "family.N.relationship", number, &relation);
	for (; pair_at(r, next, &p) && (key = asked_again(r, &p, child)) != NULL; next = next_row(r, next)) {
		form_give_key(r, key->name, number, &p.answer);
		to = next;
	}
	return to - at + 1;
}
