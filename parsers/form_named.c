/* SPDX-License-Identifier: ISC
 *
 * "Child 2: Bo Oak", "Child 2 | Bo Oak | DOB | 1/2/2015": a child's number, by itself a heading, with the name behind it.
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

/* "Child 2", and no more: its number; 0: something else. */
static unsigned
child_number(const struct form_reader *r, struct span s)
{
	const struct form_section *section;
	struct form_match m;

	if (s.len == 0 || s.len > LONGEST || !form_match_find(r, s, FORM_MATCH_EXACT, &m) || form_match_is_label(&m))
		return 0;
	section = form_match_section(&m);
	return section != NULL && span_eq_str(section->name, "child") ? m.number : 0;
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

static void
look_inside(struct form_reader *r, struct form_cell *c)
{
	size_t colon = span_find_byte(c->all.text, ':');
	struct form_text answer;
	struct form_match m;
	unsigned number;

	if (colon == c->all.text.len || colon > LONGEST)
		return;
	answer = form_text_slice(r->arena, &c->all, colon + 1, c->all.text.len);
	answer = form_text_trim(r->arena, &answer);
	/* Names are told by their look: few texts are looked up. */
	if (!is_set_as_name(answer.text) || (number = child_number(r, span_slice(c->all.text, 0, colon))) == 0 || !is_name(r, answer.text) || !ask_name(r, number, &m))
		return;
	c->lead = m;
	c->answer = answer;
	c->match.count = 0;
	c->guess = NULL;
}

/* A pair, with another pair behind it or beneath. */
static void
look_beside(struct form_reader *r, size_t at, size_t j)
{
	struct form_row *row = &r->rows[at], *below = at + 1 < r->count ? row + 1 : NULL;
	bool more = j + 2 < row->count ? form_cell_is_label(&row->cells[j + 2]) : row->count == 2 && below != NULL && below->table == row->table && below->count == 2 && form_cell_is_label(&below->cells[0]);
	unsigned number = more && row->count % 2 == 0 && j % 2 == 0 && is_set_as_name(row->cells[j + 1].all.text) ? child_number(r, row->cells[j].all.text) : 0;
	struct form_match m;

	if (number == 0 || !is_name(r, row->cells[j + 1].all.text) || !ask_name(r, number, &m))
		return;
	row->cells[j].match = m;
	row->cells[j].guess = NULL;
}

void
form_named_part(struct form_reader *r)
{
	for (size_t i = 0; i < r->count; i++)
		for (size_t j = 0; j < r->rows[i].count; j++) {
			look_inside(r, &r->rows[i].cells[j]);
			if (j + 1 < r->rows[i].count)
				look_beside(r, i, j);
		}
}
