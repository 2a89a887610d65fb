/* SPDX-License-Identifier: ISC
 *
 * Headings in words that nobody knows: what stands beneath them tells whose they are.  "Originator" over a post, an
 * agency and an e-mail address is the referrer's, while nobody else has been; "Our young person" over a date of birth,
 * a sex and a school the child's.  And of words that may be a heading or a label: whether labels stand beneath them.
 */
#include "parsers/form_inside.h"

#include <string.h>

enum { ROWS = 24, LEAST = 3, NAMES = 1 << 0 | 1 << 1 | 1 << 2 };	/* NAMES: the first three of of_child */

struct kind {
	const char *section;
	const char *const *keys;
	size_t count;
};

static const char *const of_referrer[] = { "referrer.name", "referrer.role", "referrer.agency", "referrer.email", "referrer.phone" };
static const char *const of_child[] = { "child.N.name", "child.N.surname", "child.N.forename", "child.N.dob", "child.N.sex", "child.N.ethnicity", "child.N.nhs", "child.N.school", "child.N.gp", "child.N.language" };
static const struct kind kinds[] = {
	{ "referrer", of_referrer, sizeof(of_referrer) / sizeof(of_referrer[0]) },
	{ "child", of_child, sizeof(of_child) / sizeof(of_child[0]) },
};
enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

static const struct form_match *
label_of(const struct form_reader *r, const struct form_cell *c)
{
	if (form_cell_is_label(c))
		return &c->match;
	return c->lead.count > 0 ? &c->lead : form_later_guess(r, c);
}

/* Another heading, or what begins a table of people. */
static bool
ends_here(const struct form_reader *r, const struct form_row *row, const struct form_row *from)
{
	const struct form_cell *only = row->count == 1 ? &row->cells[0] : NULL;

	if (only != NULL && only->all.text.len > 0 && (only->heading || (only->bold && row->table != from->table)) && label_of(r, only)->count == 0)
		return true;
	for (size_t i = 0; i < row->count; i++) {
		struct form_meaning m;

		if (row->cells[i].match.count > 0 && form_match_mean(r, &row->cells[i].match, form_match_section_named(r->set, SPAN_LIT("family")), &m) && strcmp(m.keys[0]->name, "family.N.relationship") == 0)
			return true;
	}
	return form_match_section(&row->cells[0].match) != NULL && (only != NULL || !form_cell_is_label(&row->cells[0]));
}

/* "Name of child" says itself whose it is, and what stands before it was about somebody else. */
static bool
begins_child(const struct form_reader *r, const struct form_row *row)
{
	const struct form_match *label = label_of(r, &row->cells[0]);
	struct form_meaning m;

	return label->count > 0 && form_match_mean(r, label, NULL, &m) && form_give_group(m.keys[0]) == FORM_CHILD && (field_key_is_name(m.keys[0]) || field_key_ends(m.keys[0], ".surname"));
}

static unsigned
keys_in(const struct form_reader *r, const struct form_row *row, const struct kind *k, const struct form_section *s)
{
	unsigned found = 0;

	for (size_t i = 0; i < row->count; i++) {
		const struct form_match *label = label_of(r, &row->cells[i]);
		struct form_meaning m;

		if (label->count == 0 || !form_match_mean(r, label, s, &m))
			continue;
		for (size_t j = 0; j < k->count; j++)
			found |= strcmp(m.keys[0]->name, k->keys[j]) == 0 ? 1U << j : 0;
	}
	return found;
}

static unsigned
count_bits(unsigned bits)
{
	unsigned count = 0;

	for (; bits != 0; bits &= bits - 1)
		count++;
	return count;
}

/* Nothing but a name, perhaps in the form's first line: the rest is still to come. */
static bool
is_named_only(const struct form_reader *r)
{
	for (size_t i = 0; i < r->out->fields.count; i++) {
		const struct field_key *key = r->out->fields.items[i].entry;

		if (form_give_group(key) == FORM_CHILD && !field_key_is_name(key) && !field_key_ends(key, ".surname") && !field_key_ends(key, ".forename"))
			return false;
	}
	return true;
}

static bool
is_known(const struct form_reader *r, const struct kind *k)
{
	if (k->keys == of_child) {
		unsigned children = form_give_highest(r, FORM_CHILD);

		return children > 1 || (children == 1 && !is_named_only(r));
	}
	return field_find_str(&r->out->fields, "referrer.role") != NULL || field_find_str(&r->out->fields, "referrer.email") != NULL || field_find_str(&r->out->fields, "referrer.name") != NULL;
}

/* Whose labels there are enough of first: "Surname" may be the referrer's, but not over a date of birth, and whose post stands
 * in the table after it is another matter. */
static const struct kind *
kind_beneath(const struct form_reader *r, size_t at)
{
	/* What has been given does not change while rows are looked at. */
	bool has_child = form_give_highest(r, FORM_CHILD) > 0, over[KINDS];
	const struct form_section *sections[KINDS];
	unsigned found[KINDS] = { 0 };

	for (size_t n = 0; n < KINDS; n++) {
		sections[n] = form_match_section_named(r->set, span_str(kinds[n].section));
		over[n] = sections[n] == NULL || is_known(r, &kinds[n]);
	}
	for (size_t i = at + 1; i < r->count && i <= at + ROWS && !r->rows[i].margin; i++) {
		const struct kind *best = NULL;
		unsigned most = 0;

		if (r->rows[i].count == 0)
			continue;
		if (ends_here(r, &r->rows[i], &r->rows[at]) || (i > at + 1 && begins_child(r, &r->rows[i])))
			return NULL;
		for (size_t n = 0; n < KINDS; n++) {
			unsigned count;

			found[n] |= over[n] ? 0 : keys_in(r, &r->rows[i], &kinds[n], sections[n]);
			/* A child that has a name is not named again. */
			if (kinds[n].keys == of_child && has_child && (found[n] & NAMES) != 0)
				over[n] = true, found[n] = 0;
			count = count_bits(found[n]);
			/* A name's parts alone are anybody's. */
			if (kinds[n].keys == of_child && (found[n] & ~(unsigned)NAMES) == 0)
				continue;
			if (count >= LEAST && count > most) {
				most = count;
				best = &kinds[n];
			}
		}
		if (best != NULL)
			return best;
	}
	return NULL;
}

/* "Name" in the row, which means the name of somebody of that section under its heading, and nothing by itself. */
static bool
names_somebody_of(const struct form_reader *r, const struct form_row *row, const struct form_section *s)
{
	for (size_t i = 0; i < row->count && i < 2; i++) {
		const struct form_cell *c = &row->cells[i];
		struct form_meaning m;

		if (form_match_mean(r, c->match.count > 0 ? &c->match : &c->lead, s, &m) && m.within && m.count == 1 && field_key_is_name(m.keys[0]) && form_match_is_of(m.keys[0], s))
			return true;
	}
	return false;
}

/* "Safeguarding adviser consulted" over Name and Position asks for nobody, and says whose they are: the section of the person
 * that the words ask for, with such a row beneath.  NULL: they are no such heading. */
static const struct form_section *
by_label(const struct form_reader *r, const struct form_match *label, size_t at)
{
	const struct form_section *s;
	struct form_meaning m;
	size_t next = at + 1;

	if (label->count == 0 || !form_match_mean(r, label, NULL, &m) || (strncmp(m.keys[0]->name, "lead.", 5) != 0 && strncmp(m.keys[0]->name, "authoriser.", 11) != 0))
		return NULL;
	s = form_match_section_of(r, m.keys[0]);
	while (next < r->count && next < at + 3 && r->rows[next].count == 1 && r->rows[next].cells[0].all.text.len == 0)
		next++;
	return s != NULL && next < r->count && names_somebody_of(r, &r->rows[next], s) ? s : NULL;
}

bool
form_heading_asks(struct form_reader *r, const struct form_row *row, const struct form_cell *c, size_t at)
{
	const struct form_section *s = (form_cell_is_heading(c) || form_cell_is_shouted(c)) && !form_line_asks(c->all.text) ? by_label(r, &c->match, at) : NULL;

	if (s == NULL || s == r->section)
		return false;
	form_walk_section(r, s, 0, row->table);
	return true;
}

/* Further down a heading names the child over as many of its labels: what stands before it is somebody else's. */
static bool
child_is_later(const struct form_reader *r, size_t at)
{
	enum { AHEAD = 300 };
	const struct form_section *child = form_match_section_named(r->set, SPAN_LIT("child"));

	for (size_t i = at + 1; i < r->count && i <= at + AHEAD; i++) {
		const struct kind *k;

		if (r->rows[i].count != 1 || form_match_section(&r->rows[i].cells[0].match) != child)
			continue;
		k = kind_beneath(r, i);
		if (k != NULL && k->keys == of_child)
			return true;
	}
	return false;
}

/* What is beneath row `at` is a child's, and no heading further down names the child. */
static bool
is_childs(const struct form_reader *r, const struct kind *beneath, size_t at)
{
	return beneath != NULL && beneath->keys == of_child && !child_is_later(r, at);
}

/* The section of a heading in row `at`, by its words, else by what is beneath it; NULL: nothing tells.  "Particulars" may be
 * the referrer's, but not over a date of birth. */
const struct form_section *
form_heading_begins(const struct form_reader *r, struct span text, size_t at)
{
	const struct form_section *named = form_guess_section(r, text);
	const struct kind *k;
	struct form_match label;

	if (named == NULL && form_guess_find(r, text, &label))
		named = by_label(r, &label, at);
	if (named != NULL && !span_eq_str(named->name, "referrer"))
		return named;
	k = kind_beneath(r, at);
	if (is_childs(r, k, at))
		return form_match_section_named(r->set, SPAN_LIT("child"));
	return named == NULL && k != NULL && k->keys == of_referrer ? form_match_section_named(r->set, SPAN_LIT("referrer")) : named;
}

/* Where nobody is: these head no one's details. */
static bool
is_about_nobody(const struct form_section *s)
{
	static const char *const names[] = { "top", "incident", "sin", "criteria", "parallel", "safety" };

	for (size_t i = 0; s != NULL && i < sizeof(names) / sizeof(names[0]); i++)
		if (span_eq_str(s->name, names[i]))
			return true;
	return s == NULL;
}

/* A table behind that of a referrer who has been named: it may be about somebody else. */
static bool
is_behind_referrer(const struct form_reader *r, size_t at)
{
	return at > 0 && r->section != NULL && span_eq_str(r->section->name, "referrer") && r->rows[at].table != 0 && r->rows[at - 1].table != r->rows[at].table && field_answer(&r->out->fields, "referrer.name").len > 0;
}

/* "Name: Ann Fry" over "Date of birth: 1/2/2019": no referrer is asked for that. */
static bool
is_over_birth(const struct form_reader *r, size_t at)
{
	enum { BORN = 1 << 3 };		/* of of_child */
	const struct kind *k = &kinds[1];
	const struct form_section *child = form_match_section_named(r->set, SPAN_LIT("child"));
	size_t next = at + 1;

	while (next < r->count && r->rows[next].count == 1 && r->rows[next].cells[0].all.text.len == 0)
		next++;
	return r->rows[at].line && next < r->count && r->rows[next].line && (keys_in(r, &r->rows[at], k, child) & NAMES) != 0 && (keys_in(r, &r->rows[next], k, child) & BORN) != 0;
}

/* "Surname", "D.O.B.", "M/F" right beneath what happened, their heading left out or in plain letters that nobody knows: a
 * child's, where none has been told of and the section they are in has no such thing. */
const struct form_section *
form_heading_is_missing(const struct form_reader *r, size_t at)
{
	const struct form_section *child = form_match_section_named(r->set, SPAN_LIT("child"));
	const struct form_match *label;
	struct form_meaning m;
	bool behind;

	if (r->rows[at].count == 0 || r->rows[at].margin || child == NULL)
		return NULL;
	behind = is_behind_referrer(r, at);
	label = label_of(r, &r->rows[at].cells[0]);
	if (label->count == 0 || form_give_highest(r, FORM_CHILD) > 0)
		return NULL;
	if ((is_about_nobody(r->section) || (span_eq_str(r->section->name, "referrer") && field_answer(&r->out->fields, "referrer.name").len > 0)) && is_over_birth(r, at))
		return child_is_later(r, at) ? NULL : child;
	if (!behind && !is_about_nobody(r->section))
		return NULL;
	if (!form_match_mean(r, label, child, &m) || !m.within || form_give_group(m.keys[0]) != FORM_CHILD || (form_match_mean(r, label, r->section, &m) && !(behind && field_key_is_name(m.keys[0]))))
		return NULL;
	return at > 0 && is_childs(r, kind_beneath(r, at - 1), at - 1) ? child : NULL;
}

/* "5) Yes or no" on a line of its own: its number and the mark behind it; 0: it has none. */
static uint64_t
numbered_title(const struct form_row *row, unsigned char *mark_out)
{
	const struct form_cell *c = row->line && row->count == 1 ? &row->cells[0] : NULL;
	uint64_t number = 0;
	size_t at;

	if (c == NULL || form_line_asks(c->all.text) || (at = form_pair_number(c->all.text, &number)) == 0)
		return 0;
	*mark_out = c->all.text.at[at];
	return number;
}

/* "4) Others at the address" over a table of them, "5) Yes, no or not known" behind it: the next title, whatever it says, and what
 * is asked beneath is no longer asked of them. */
bool
form_heading_ends_people(const struct form_reader *r, size_t at)
{
	enum { FARTHEST = 60 };
	const struct form_row *row = &r->rows[at];
	unsigned char mark = 0, other = 0;
	uint64_t number = numbered_title(row, &mark);
	bool table = false;

	if (number < 2 || r->section == NULL || !(span_eq_str(r->section->name, "family") || span_eq_str(r->section->name, "agency")))
		return false;
	if (row->cells[0].match.count > 0 || row->cells[0].lead.count > 0 || form_guess_section(r, row->cells[0].all.text) != NULL)
		return false;
	for (size_t i = at; i > 0 && at - i < FARTHEST;) {
		uint64_t before = numbered_title(&r->rows[--i], &other);

		table = table || r->rows[i].table != 0;
		if (before > 0)
			return table && before + 1 == number && other == mark && (r->rows[i].cells[0].bold || r->rows[i].cells[0].heading);
	}
	return false;
}

static bool
is_numbered(const struct form_row *row)
{
	return row->line && row->count == 1 && row->cells[0].match.number > 0 && form_match_section(&row->cells[0].match) != NULL;
}

/* "Child 1", "Child 2" line under line: the heads of columns that are no more. */
bool
form_heading_is_lost(const struct form_reader *r, const struct form_row *row, const struct form_cell *c, size_t at)
{
	return row->line && c->match.number > 0 && ((at > 0 && is_numbered(&r->rows[at - 1])) || (at + 1 < r->count && is_numbered(&r->rows[at + 1])));
}

/* A table of one cell: a box to write in. */
bool
form_heading_is_box(const struct form_reader *r, size_t at)
{
	const struct form_row *row = &r->rows[at];

	return row->table != 0 && row->count == 1 && (at == 0 || r->rows[at - 1].table != row->table) && (at + 1 == r->count || r->rows[at + 1].table != row->table);
}

/* The next row that has anything in it, label or answer, begins with a label. */
bool
form_heading_is_over_labels(const struct form_reader *r, size_t at, const struct form_section *s)
{
	struct form_meaning m;

	for (size_t i = at + 1; i < r->count && i < at + 4; i++) {
		const struct form_row *row = &r->rows[i];
		bool blank = true;

		/* In a table a blank row beneath is the place of an answer. */
		if (i == at + 1 && row->table != 0 && row->table == r->rows[at].table && row->count == 1 && row->cells[0].blank)
			return false;
		for (size_t j = 0; j < row->count; j++) {
			const struct form_cell *c = &row->cells[j];

			if (form_match_mean(r, &c->match, s, &m) || form_match_has(&c->match, FORM_WORDING_OTHER) || c->lead.count > 0 || c->many)
				return true;
			blank = blank && c->all.text.len == 0;
		}
		if (!blank)
			return false;
	}
	return false;
}
