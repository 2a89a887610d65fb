/* SPDX-License-Identifier: ISC
 *
 * Headings in words that nobody knows: what stands beneath them tells whose they are.  "Originator" over a post, an
 * agency and an e-mail address is the referrer's, while nobody else has been; "Our young person" over a date of birth,
 * a sex and a school the child's.  And of words that may be a heading or a label: whether labels stand beneath them.
 */
#include "parsers/form_inside.h"
#include "parsers/form_people.h"

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

/* The first row beneath row `at` that has anything in it asks for such a name. */
static bool
is_over_name_of(const struct form_reader *r, size_t at, const struct form_section *s)
{
	size_t next = at + 1;

	while (next < r->count && next < at + 3 && r->rows[next].count == 1 && r->rows[next].cells[0].all.text.len == 0)
		next++;
	return s != NULL && next < r->count && names_somebody_of(r, &r->rows[next], s);
}

/* "Safeguarding adviser consulted" over Name and Position asks for nobody, and says whose they are: the section of the person
 * that the words ask for, with such a row beneath.  "Main carer" over Name and Address: a relative's.  NULL: they are no such heading. */
static const struct form_section *
by_label(const struct form_reader *r, const struct form_match *label, size_t at)
{
	const struct form_section *s;
	struct form_meaning m;

	if (label->count == 0 || !form_match_mean(r, label, NULL, &m))
		return NULL;
	if (strcmp(m.keys[0]->name, "child.N.carer") == 0 || strcmp(m.keys[0]->name, "child.N.parents") == 0)
		s = form_match_section_named(r->set, SPAN_LIT("family"));
	else if (strncmp(m.keys[0]->name, "lead.", 5) == 0 || strncmp(m.keys[0]->name, "authoriser.", 11) == 0)
		s = form_match_section_of(r, m.keys[0]);
	else
		return NULL;
	return is_over_name_of(r, at, s) ? s : NULL;
}

static bool
is_small(const struct form_reader *r, struct span word)
{
	for (size_t i = 0; i < r->set->small_words.count; i++)
		if (span_eq(r->set->small_words.items[i], word))
			return true;
	return false;
}

/* "Carer of the child", "Grandparent details", and not "Partner agency" nor "Guardian's solicitor": what the words come down to. */
static bool
is_kin(const struct form_reader *r, struct span text)
{
	static const char *const tails[] = { "details", "information", "particulars" };
	struct span rest = form_memo_fold(r, text), word;
	bool kin = false;

	if (!form_people_is_relation(r, text))
		return false;
	while (span_split(&rest, ' ', &word)) {
		if (kin && !form_people_is_relation(r, word))
			return is_small(r, word) || span_has_digit(word) || span_is_any(word, SPAN_WORDS(tails));
		kin = form_people_is_relation(r, word);
	}
	/* "Safeguarding partner" is nobody's husband. */
	return kin && !(form_line_words(text) > 1 && span_ends_nocase(text, SPAN_LIT("partner")) && form_match_relation(r, text).len == 0);
}

/* "Grandmother", "About the parent", "Adult in the home" over somebody's name: a relative's, or, where another is spoken of who is
 * no child, nobody's that is asked for.  NULL: they are no such heading. */
static const struct form_section *
by_relative(const struct form_reader *r, struct span text, size_t at)
{
	enum { LONGEST = 60 };
	const struct form_section *family = form_match_section_named(r->set, SPAN_LIT("family"));

	if (text.len > LONGEST || form_line_asks(text) || !is_over_name_of(r, at, family))
		return NULL;
	if (is_kin(r, text))
		return family;
	return form_guess_is_about(r, text, SPAN_LIT("other-person")) && !form_guess_is_about(r, text, SPAN_LIT("child")) ? form_match_section_named(r->set, SPAN_LIT("other-person")) : NULL;
}

/* Beneath row `at` stand one person's labels, and none for a relationship. */
static bool
is_over_one(const struct form_reader *r, size_t at)
{
	enum { AHEAD = 8 };
	const struct form_section *family = form_match_section_named(r->set, SPAN_LIT("family"));
	struct form_meaning m;

	if (!is_over_name_of(r, at, family))
		return false;
	for (size_t i = at + 1; i < r->count && i <= at + AHEAD; i++)
		for (size_t j = 0; j < r->rows[i].count; j++) {
			const struct form_cell *c = &r->rows[i].cells[j];

			if ((j == 1 && r->rows[i].count > 2 && form_cell_is_label(c)) || (form_match_mean(r, c->match.count > 0 ? &c->match : &c->lead, family, &m) && field_key_ends(m.keys[0], ".relationship")))
				return false;
		}
	return true;
}

/* "Grandmother", and of "MAIN CARER" "Main carer": what a heading of the family calls the one person beneath it; empty where it
 * goes on, or speaks of several. */
struct span
form_heading_relation(const struct form_reader *r, struct span text, size_t at)
{
	enum { MOST_WORDS = 2 };
	struct span relation;
	unsigned char *copy;
	bool lower = false;

	if (r->section == NULL || !span_eq_str(r->section->name, "family"))
		return SPAN_NONE;
	relation = form_match_relation(r, text);
	if (relation.len > 0 || form_line_words(text) > MOST_WORDS || span_has_digit(text) || span_find_byte(text, '/') < text.len || span_ends_nocase(text, SPAN_LIT("s")) ||
	    !form_people_is_relation(r, span_slice(text, form_line_words(text) > 1 ? span_find_byte(text, ' ') + 1 : 0, text.len)) || is_small(r, form_memo_fold(r, span_slice(text, 0, span_find_byte(text, ' ')))) || !is_over_one(r, at))
		return relation;
	for (size_t i = 0; i < text.len; i++)
		lower = lower || span_is_lower(text.at[i]);
	if (lower)
		return text;
	copy = arena_alloc(r->arena, text.len);
	for (size_t i = 0; i < text.len; i++)
		copy[i] = i > 0 && text.at[i] >= 'A' && text.at[i] <= 'Z' ? (unsigned char)(text.at[i] + 'a' - 'A') : text.at[i];
	return (struct span){ copy, text.len };
}

bool
form_heading_asks(struct form_reader *r, const struct form_row *row, const struct form_cell *c, size_t at)
{
	bool title = form_cell_is_heading(c) || form_cell_is_shouted(c), awaited = r->pending.open && r->pending.meaning.count > 0 && r->pending.count == 0;
	const struct form_section *s = NULL;

	if (form_line_asks(c->all.text) || form_walk_ignores(r) || (!title && (!row->line || row->count != 1)))
		return false;
	if (title || !awaited)
		s = by_label(r, &c->match, at);
	if (s != NULL && !title && !span_eq_str(s->name, "family"))
		return false;
	if (s == NULL && form_match_section(&c->match) == NULL && (title || !awaited))
		s = by_relative(r, c->all.text, at);
	if (s == NULL || (s == r->section && !span_eq_str(s->name, "family")))
		return false;
	form_walk_section(r, s, 0, row->table);
	form_give_relation(r, form_heading_relation(r, c->all.text, at));
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
	if (named == NULL)
		named = by_relative(r, text, at);
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
	bool nobody = is_about_nobody(r->section), referrer = !nobody && span_eq_str(r->section->name, "referrer") && field_answer(&r->out->fields, "referrer.name").len > 0, behind;

	if (r->rows[at].count == 0 || r->rows[at].margin || child == NULL || (!nobody && !referrer))
		return NULL;
	behind = is_behind_referrer(r, at);
	label = label_of(r, &r->rows[at].cells[0]);
	if (label->count == 0 || form_give_highest(r, FORM_CHILD) > 0)
		return NULL;
	if (is_over_birth(r, at))
		return child_is_later(r, at) ? NULL : child;
	if (!behind && !nobody)
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

/* Has the person of the section in force been named, and of a child more been said? */
static bool
is_told_of(const struct form_reader *r)
{
	static const char *const others[] = { "referrer.name", "lead.name", "authoriser.name" };

	if (r->section == NULL)
		return false;
	if (span_eq_str(r->section->name, "child"))
		return r->child_closed;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (span_starts(span_str(others[i]), r->section->name))
			return field_answer(&r->out->fields, others[i]).len > 0;
	return false;
}

/* "Who to speak to", a line of its own over row `at`: what is no label, answers none, and heads nothing that is known; SIZE_MAX: none is. */
static size_t
unknown_title(const struct form_reader *r, size_t at)
{
	enum { LONGEST = 60, BLANKS = 2 };
	const struct form_row *row = &r->rows[at];
	const struct form_cell *c;
	size_t up = at;

	while (up > 0 && at - up < BLANKS && (c = form_rows_line(r, up - 1)) != NULL && c->all.text.len == 0)
		up--;
	if (up == 0 || (c = form_rows_line(r, --up)) == NULL || c->all.text.len == 0 || c->all.text.len > LONGEST || !span_is_upper(c->all.text.at[0]) || form_line_asks(c->all.text) || form_line_ends_sentence(c->all.text) ||
	    c->lead.count > 0 || c->many || form_match_section(&c->match) != NULL || form_text_has(&c->all, BLOCK_VALUE | BLOCK_BOX) || span_has_digit(c->all.text))
		return SIZE_MAX;
	if (row->table == 0 ? row->cells[0].lead.count == 0 || up == 0 || (c = form_rows_line(r, up - 1)) == NULL || c->all.text.len > 0 || r->apart : r->pending.open && r->pending.meaning.count > 0 && r->pending.count == 0 && !form_rows_line(r, up)->bold)
		return SIZE_MAX;
	return up;
}

/* "Name" again beneath a line that nobody knows, once a child, the referrer or the lead has been told of, and of what is asked too
 * little is a child's: it is somebody else's.  Whose is the section that begins; r->section: nobody else's. */
const struct form_section *
form_heading_is_anothers(const struct form_reader *r, size_t at)
{
	const struct form_section *child = form_match_section_named(r->set, SPAN_LIT("child")), *s;
	unsigned found = 0;
	size_t title;

	if (r->rows[at].count == 0 || r->rows[at].margin || !is_told_of(r) || !names_somebody_of(r, &r->rows[at], r->section) || (title = unknown_title(r, at)) == SIZE_MAX)
		return r->section;
	for (size_t i = at; i < r->count && i < at + ROWS && !r->rows[i].margin && (i == at || !ends_here(r, &r->rows[i], &r->rows[at])); i++)
		found |= keys_in(r, &r->rows[i], &kinds[KINDS - 1], child);
	if (r->section == child && (count_bits(found & ~(unsigned)NAMES) + 1 >= LEAST || (form_guess_is_about(r, r->rows[title].cells[0].all.text, SPAN_LIT("child")) && (found & ~(unsigned)NAMES) != 0)))
		return r->section;
	s = form_heading_begins(r, r->rows[title].cells[0].all.text, title);
	/* "Who to speak to" is anybody. */
	if (s == r->section || (s != NULL && (span_eq_str(s->name, "lead") || span_eq_str(s->name, "authoriser")) && !form_guess_is_about(r, r->rows[title].cells[0].all.text, s->name)))
		return NULL;
	return s;
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
