/* SPDX-License-Identifier: ISC
 *
 * Where a name is asked for and somebody was not sure: "not sure yet" names nobody, "Lexi not sure" names Lexi.  The words
 * are the config's (`told "not-sure"`).
 */
#include "parsers/form_inside.h"

static bool
may_end(unsigned char c)
{
	return c == ' ' || c == '\n' || c == ',' || c == ';' || c == '-' || c == '(' || c == '/' || c == ':';
}

/* The text without marks at its end. */
static size_t
without_marks(struct span s, size_t to)
{
	while (to > 0 && (may_end(s.at[to - 1]) || s.at[to - 1] == '.' || s.at[to - 1] == ')' || s.at[to - 1] == '?' || s.at[to - 1] == '!'))
		to--;
	return to;
}

/* Where the doubt begins with which the text ends; its length: nowhere. */
static size_t
doubt_at(const struct form_reader *r, struct span s)
{
	size_t to = without_marks(s, s.len), best = s.len;

	for (size_t i = 0; i < r->set->tolds_count; i++)
		for (size_t k = 0; span_eq_str(r->set->tolds[i].word, "not-sure") && k < r->set->tolds[i].words.count; k++) {
			struct span phrase = r->set->tolds[i].words.items[k];
			size_t from = to - (phrase.len < to ? phrase.len : to);

			if (phrase.len <= to && from < best && span_ends_nocase(span_slice(s, 0, to), phrase) && (from == 0 || may_end(s.at[from - 1])))
				best = from;
		}
	return best;
}

/* "Baby Fry (name not yet known)": the bracket goes as a whole. */
static size_t
without_bracket(struct span s, size_t to)
{
	for (size_t i = to; i > 0 && s.at[i - 1] != ')'; i--)
		if (s.at[i - 1] == '(')
			return without_marks(s, i);
	return to;
}

/* "Child's name" beneath "SECTION 2 CHILD", where nobody wrote one: the label once more, and no name. */
static bool
is_own_label(const struct form_reader *r, const struct field_key *key, struct span s)
{
	struct form_match m;

	if (span_find_byte(s, ' ') == s.len || !form_match_find(r, s, FORM_MATCH_EXACT, &m))
		return false;
	for (size_t i = 0; i < m.count; i++)
		if (m.hits[i]->keys_count == 1 && m.hits[i]->keys[0] == key && m.hits[i]->label != NULL)
			return true;
	return false;
}

struct form_text
form_doubt_without(const struct form_reader *r, const struct field_key *key, const struct form_text *t, bool *doubted_out)
{
	enum { LONGEST = 80 };
	struct form_text kept;
	size_t at;

	*doubted_out = false;
	if (field_key_is_name(key) && t->text.len <= LONGEST && !form_text_has(t, BLOCK_VALUE) && is_own_label(r, key, span_trim(t->text))) {
		*doubted_out = true;
		return (struct form_text){ .block = t->block };
	}
	if (t->text.len == 0 || t->text.len > LONGEST || !(field_key_is_name(key) || field_key_ends(key, ".aka")) || (at = doubt_at(r, t->text)) == t->text.len)
		return *t;
	*doubted_out = true;
	kept = form_text_slice(r->arena, t, 0, without_bracket(t->text, without_marks(t->text, at)));
	return form_text_trim(r->arena, &kept);
}
