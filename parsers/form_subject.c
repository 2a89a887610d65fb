/* SPDX-License-Identifier: ISC
 *
 * The child's own row in a table of its relatives: "Index child | Ann Fry | 1/2/2019" over "Mother | Beth Fry | 3/4/1990".
 */
#include "parsers/form_subject.h"
#include "parsers/form_header.h"
#include "parsers/text.h"

#include <string.h>

/* What a relative may be called, too, once the child has another name. */
static const char *const plain[] = { "child", "young person", "baby", "infant", "child 1", "child 2", "child 3" };

bool
form_subject_is(const struct form_reader *r, struct span text)
{
	static const char *const words[] = { "subject", "subject child", "child subject", "the subject", "the subject child", "subject of referral", "subject of the referral", "subject of review", "subject of the review", "subject of this referral", "subject of this review", "subject young person", "subject yp", "subject baby", "subject infant",
	    "index", "index child", "index case", "the child", "self", "child concerned", "child referred", "child in question", "named child", "focus child", "deceased child", "unborn child", "unborn baby", "subject 1", "subject 2", "subject 3", "index child 1", "index child 2", "subject child 1", "subject child 2" };
	enum { LONGEST = 40 };

	return text.len > 0 && text.len <= LONGEST && (span_is_any(form_memo_fold(r, text), SPAN_WORDS(words)) || span_is_any(form_memo_fold(r, text), SPAN_WORDS(plain)));
}

static const struct form_cell *
cell_of(const struct form_reader *r, const struct form_row *row, bool (*wanted)(const struct field_key *key))
{
	for (size_t i = 0; i < row->count; i++) {
		const struct form_column *c = form_header_column(r, row->cells[i].column);

		if (c != NULL && c->meaning.count > 0 && wanted(c->meaning.keys[0]))
			return &row->cells[i];
	}
	return NULL;
}

static bool
is_relationship(const struct field_key *key)
{
	return strcmp(key->name, "family.N.relationship") == 0;
}

/* "Fry" is the child that is known by its surname; "Anne" is Ann, and "A.F." may be. */
static bool
is_same(struct arena *a, struct span known, struct span name)
{
	struct span first, last = SPAN_NONE, word;

	known = text_fold_bare(a, known);
	name = text_fold_bare(a, name);
	if (known.len == 0 || name.len == 0 || span_eq(known, name))
		return true;
	first = span_slice(name, 0, span_find_byte(name, ' '));
	if (span_find_byte(known, ' ') == known.len) {
		while (span_split(&name, ' ', &word))
			last = word;
		return span_eq(last, known) || span_eq(first, known);
	}
	known = span_slice(known, 0, span_find_byte(known, ' '));
	return known.at[0] == first.at[0] && (known.len == 1 || first.len == 1 || text_distance(known, first, 1) <= 1);
}

/* Which of the children named before this table; 0: none of them. */
static unsigned
known_child(const struct form_reader *r, struct span name)
{
	unsigned highest = form_give_highest(r, FORM_CHILD);

	for (unsigned n = 1; n <= highest && name.len > 0; n++)
		if (is_same(r->arena, field_child_name(r->arena, &r->out->fields, n), name))
			return n;
	return 0;
}

static bool
is_answered(const struct form_reader *r, const struct field_key *key, unsigned number)
{
	const struct field *f = field_find(&r->out->fields, field_key_print(r->arena, key, number));

	return f != NULL && f->first.state != FIELD_UNANSWERED;
}

/* Of a child that has been named already only what nobody has said. */
static void
give_row(struct form_reader *r, const struct form_row *row, unsigned number, bool missing)
{
	const struct form_section *child = form_match_section_named(r->set, SPAN_LIT("child"));
	const struct field_key *forename = field_key_find(SPAN_LIT("child.N.forename"));

	for (size_t i = 0; i < row->count; i++) {
		const struct form_column *c = form_header_column(r, row->cells[i].column);
		struct form_meaning m;

		if (c == NULL || c->head->match.count == 0 || !form_match_mean(r, &c->head->match, child, &m) || form_give_group(m.keys[0]) != FORM_CHILD)
			continue;
		if (missing && (m.count > 1 || is_answered(r, m.keys[0], number) || (field_key_is_name(m.keys[0]) && is_answered(r, forename, number))))
			continue;
		m.number = number;
		form_give(r, &m, &row->cells[i].all);
	}
}

bool
form_subject_row(struct form_reader *r, const struct form_row *row)
{
	const struct form_cell *relation = cell_of(r, row, is_relationship), *name = cell_of(r, row, field_key_is_name);
	unsigned number = 0;

	if (relation == NULL || !form_subject_is(r, relation->all.text))
		return false;
	if (r->heads_children) {
		r->subjects++;
		give_row(r, row, r->subjects, false);
	} else if (name != NULL) {
		number = known_child(r, name->all.text);
		/* "Child | Cal Fry" in the household of Ann: her brother, or whose child else. */
		if (number == 0 && name->all.text.len > 0 && span_is_any(form_memo_fold(r, relation->all.text), SPAN_WORDS(plain)))
			return false;
		/* There is one child, and this is it, by whatever name. */
		if (number == 0 && form_give_highest(r, FORM_CHILD) == 1)
			number = 1;
		if (number > 0)
			give_row(r, row, number, true);
	}
	r->header_rows++;
	return true;
}

bool
form_subject_begins(const struct form_reader *r, const struct form_row *row)
{
	const struct form_column *c = row->count > 1 ? form_header_column(r, row->cells[0].column) : NULL;

	return c != NULL && r->header == FORM_HEADER && c->meaning.count > 0 && is_relationship(c->meaning.keys[0]) && row->count == r->columns_count && form_subject_is(r, row->cells[0].all.text);
}
