/* SPDX-License-Identifier: ISC
 *
 * "Mother (name, date of birth)": whose, and in brackets what is asked of her.
 */
#include "parsers/form_inside.h"

#include <string.h>

enum { LABEL_BYTES = 100, LEAST = 2 };

/* Where the pieces of "name, DOB and address" part. */
static struct span
next_piece(struct span *rest)
{
	static const char *const marks[] = { ",", " and ", " & ", "/", ";" };
	size_t next, end = span_find_any_nocase(*rest, SPAN_WORDS(marks), &next);
	struct span piece = span_trim(span_slice(*rest, 0, end));

	*rest = span_slice(*rest, next, rest->len);
	return piece;
}

static const struct form_section *
whose(const struct form_reader *r, struct span head, struct span *relation_out)
{
	struct form_match m;

	*relation_out = form_match_relation(r, head);
	if (relation_out->len > 0)
		return form_match_section_named(r->set, SPAN_LIT("family"));
	if (!form_match_find(r, head, FORM_MATCH_LOOSE, &m) && !form_guess_find(r, head, &m))
		return NULL;
	if (form_match_section(&m) != NULL)
		return form_match_section(&m);
	/* "Contact details" by itself is whose heading it is under. */
	return m.hits[0]->kind == FORM_WORDING_WITHIN ? NULL : m.hits[0]->home;
}

/* What is asked of them; all of it must be theirs. */
static size_t
keys_in(const struct form_reader *r, struct span inner, const struct form_section *s, const struct field_key **keys)
{
	size_t count = 0;

	while (inner.len > 0) {
		struct span piece = next_piece(&inner);
		struct form_match m;
		struct form_meaning one;

		if (piece.len == 0)
			continue;
		if (count == FORM_KEYS || !form_match_find(r, piece, FORM_MATCH_EXACT, &m) || !form_match_mean(r, &m, s, &one) || one.count != 1 || !form_match_is_of(one.keys[0], s))
			return 0;
		keys[count++] = one.keys[0];
	}
	return count;
}

bool
form_bracket_find(const struct form_reader *r, struct span text, struct form_match *out)
{
	size_t open;
	struct span label = span_trim(text), relation;
	const struct form_section *s;
	const struct field_key **keys;
	struct form_wording *w;
	struct form_label *l;
	size_t count;

	while (label.len > 0 && (label.at[label.len - 1] == ':' || label.at[label.len - 1] == ' '))
		label.len--;
	if (label.len == 0 || label.len > LABEL_BYTES || label.at[label.len - 1] != ')')
		return false;
	open = span_find_byte(label, '(');
	if (open == 0 || open >= label.len)
		return false;
	s = whose(r, span_trim(span_slice(label, 0, open)), &relation);
	if (s == NULL || s->ignore)
		return false;
	keys = arena_array(r->arena, FORM_KEYS, sizeof(*keys));
	count = keys_in(r, span_slice(label, open + 1, label.len - 1), s, keys);
	if (count < LEAST)
		return false;
	l = arena_alloc(r->arena, sizeof(*l));
	*l = (struct form_label){ .name = span_str(keys[0]->name) };
	w = arena_alloc(r->arena, sizeof(*w));
	*w = (struct form_wording){ .folded = form_memo_fold(r, label), .label = l, .keys = keys, .keys_count = count, .home = s, .group = form_give_group(keys[0]), .kind = FORM_WORDING_LABEL };
	*out = (struct form_match){ .hits = { w }, .count = 1, .exact = true, .own = s, .relation = relation };
	return true;
}
