/* SPDX-License-Identifier: ISC
 *
 * "Child 2: Bo Oak", "Child 2 | Bo Oak | DOB | 1/2/2015", "Young person | Bo Oak": by itself a heading, with the child's name behind it.
 */
#include "parsers/form_inside.h"
#include "parsers/text.h"

enum { LONGEST = 60, WORDS = 5 };

/* Two words or more in capitals. */
static bool
is_set_as_name(struct span s)
{
	struct span rest = s, word;
	size_t words = 0;

	if (s.len == 0 || s.len > LONGEST || span_has_digit(s))
		return false;
	while (rest.len > 0 && span_split(&rest, ' ', &word)) {
		if (word.len == 0 || (!span_is_upper(word.at[0]) && word.at[0] < 0x80))
			return false;
		for (size_t i = 0; i < word.len; i++)
			if (!span_is_letter(word.at[i]) && word.at[i] < 0x80 && word.at[i] != '-' && word.at[i] != '\'' && word.at[i] != '.')
				return false;
		words++;
	}
	return words >= 2 && words <= WORDS;
}

/* ... and no label. */
static bool
is_name(const struct form_reader *r, struct span s)
{
	struct form_match m;

	return is_set_as_name(s) && !form_match_find(r, s, FORM_MATCH_LOOSE, &m);
}

/* "Twin 2" */
static unsigned
last_digit(struct span s)
{
	return s.len > 2 && s.at[s.len - 2] == ' ' && span_is_digit(s.at[s.len - 1]) ? (unsigned)(s.at[s.len - 1] - '0') : 0;
}

/* "Child 2", and no more, or another word for a child that stands above its labels as often; likely_out: one that is a child
 * only where more of it follows. */
static bool
is_child(const struct form_reader *r, struct span s, unsigned *number_out, bool *likely_out)
{
	static const char *const words[] = { "young person", "pupil", "patient" }, *const likely[] = { "baby", "the baby", "boy", "the boy", "girl", "the girl", "subject", "the subject", "child victim", "index", "yp",
		"twin 1", "twin 2", "boy 1", "boy 2", "girl 1", "girl 2", "baby 1", "baby 2", "young person 1", "young person 2", "subject 1", "subject 2" };
	const struct form_section *section;
	struct form_match m;
	bool found;

	if (s.len == 0 || s.len > LONGEST)
		return false;
	found = form_match_find(r, s, FORM_MATCH_EXACT, &m);
	*likely_out = span_is_any(form_memo_fold(r, s), SPAN_WORDS(likely));
	/* "Subject" is a mail's, too. */
	if (found && form_match_is_label(&m) && !*likely_out)
		return false;
	section = found ? form_match_section(&m) : NULL;
	*number_out = found && m.number > 0 ? m.number : *likely_out ? last_digit(form_memo_fold(r, s)) : 0;
	if (*likely_out)
		return true;
	return section != NULL && span_eq_str(section->name, "child") && (m.number > 0 || span_is_any(form_memo_fold(r, s), SPAN_WORDS(words)));
}

/* Only with a child's label beside it or beneath: "Subject: Urgent Referral" is none. */
static bool
asks_of_child(const struct form_reader *r, const struct form_cell *c)
{
	struct form_meaning m;

	return form_match_mean(r, c->match.count > 0 ? &c->match : &c->lead, form_match_section_named(r->set, SPAN_LIT("child")), &m) && form_give_group(m.keys[0]) == FORM_CHILD;
}

static bool
goes_on_about_child(const struct form_reader *r, size_t at, size_t j)
{
	const struct form_row *row = &r->rows[at];

	if (j + 2 < row->count)
		return asks_of_child(r, &row->cells[j + 2]);
	while (++at < r->count && r->rows[at].count == 1 && r->rows[at].line && r->rows[at].cells[0].all.text.len == 0)
		;
	return at < r->count && r->rows[at].count > 0 && asks_of_child(r, &r->rows[at].cells[0]);
}

static bool
asks_name(const struct form_match *m)
{
	return m->count > 0 && m->hits[0]->keys_count > 0 && m->hits[0]->group == FORM_CHILD && field_key_is_name(m->hits[0]->keys[0]);
}

/* Where a child is asked for by name already, "Pupil" and "Patient" ask for something else. */
static bool
is_asked_for(const struct form_reader *r, size_t at, unsigned number)
{
	for (size_t i = 0; i < at && number == 0; i++)
		for (size_t j = 0; j < r->rows[i].count; j++)
			if (asks_name(&r->rows[i].cells[j].match) || asks_name(&r->rows[i].cells[j].lead))
				return true;
	return false;
}

static bool
ask_name(const struct form_reader *r, unsigned number, struct form_match *out)
{
	const struct form_index *x = r->set->index;
	const struct field_key *key = field_key_find(SPAN_LIT("child.N.name"));

	for (size_t i = 0; i < x->count; i++)
		if (x->wordings[i].kind == FORM_WORDING_LABEL && x->wordings[i].keys_count == 1 && x->wordings[i].keys[0] == key && x->wordings[i].label->value.len == 0) {
			*out = (struct form_match){ .hits = { &x->wordings[i] }, .count = 1, .number = number, .exact = true, .own = form_match_section_named(r->set, SPAN_LIT("child")) };
			return true;
		}
	return false;
}

/* "Child 2: Bo Oak", "Young person", a tab and a name. */
static void
look_inside(struct form_reader *r, size_t at, struct form_cell *c)
{
	size_t colon = span_find_byte(c->all.text, ':'), tab = span_find_byte(c->all.text, '\t'), mark = colon < tab ? colon : tab;
	struct form_text answer;
	struct form_match m;
	unsigned number;
	bool likely;

	if (mark == c->all.text.len || mark > LONGEST || span_starts_nocase(c->all.text, SPAN_LIT("subject")))
		return;
	answer = form_text_slice(r->arena, &c->all, mark + 1, c->all.text.len);
	answer = form_text_trim(r->arena, &answer);
	/* Names are told by their look: few texts are looked up. */
	if (!is_set_as_name(answer.text) || !is_child(r, span_slice(c->all.text, 0, mark), &number, &likely) || is_asked_for(r, at, number) || ((likely || mark == tab) && !goes_on_about_child(r, at, r->rows[at].count)) ||
	    !is_name(r, answer.text) || !ask_name(r, number, &m))
		return;
	c->lead = m;
	c->answer = answer;
	c->match.count = 0;
	c->guess = NULL;
}

/* "Young person | DOB | School" over "Bo Oak | 1/2/2015 | Elm". */
static bool
is_over_name(const struct form_row *row, const struct form_row *below)
{
	if (below == NULL || row->line || below->table != row->table || row->count < 2 || below->count != row->count || !is_set_as_name(below->cells[0].all.text))
		return false;
	for (size_t i = 1; i < row->count; i++)
		if (!form_cell_is_label(&row->cells[i]))
			return false;
	return true;
}

/* A pair, with another pair behind it or beneath; or the first of a row of labels. */
static void
look_beside(struct form_reader *r, size_t at, size_t j)
{
	struct form_row *row = &r->rows[at], *below = at + 1 < r->count ? row + 1 : NULL;
	bool more = j + 2 < row->count ? form_cell_is_label(&row->cells[j + 2]) : row->count == 2 && below != NULL && below->table == row->table && below->count == 2 && form_cell_is_label(&below->cells[0]);
	bool beside = more && row->count % 2 == 0 && j % 2 == 0 && is_set_as_name(row->cells[j + 1].all.text), over = !beside && j == 0 && is_over_name(row, below);
	unsigned number;
	struct form_match m;
	bool likely;

	if ((!beside && !over) || !is_child(r, row->cells[j].all.text, &number, &likely) || (over && number > 0) || is_asked_for(r, at, number) || (likely && !(over ? asks_of_child(r, &row->cells[1]) : goes_on_about_child(r, at, j))) ||
	    !is_name(r, beside ? row->cells[j + 1].all.text : below->cells[0].all.text) || !ask_name(r, number, &m))
		return;
	row->cells[j].match = m;
	row->cells[j].guess = NULL;
}

void
form_named_part(struct form_reader *r)
{
	for (size_t i = 0; i < r->count; i++)
		for (size_t j = 0; j < r->rows[i].count; j++) {
			look_inside(r, i, &r->rows[i].cells[j]);
			if (j + 1 < r->rows[i].count)
				look_beside(r, i, j);
		}
}
