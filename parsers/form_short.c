/* SPDX-License-Identifier: ISC
 *
 * Names of fields in their makers' short words: Ch1_Forename, Inc_Date, SGL_Name.  The config says what each is short for.
 */
#include "parsers/form_inside.h"

/* What the word is short for; itself where the config has none. */
static struct span
whole_word(const struct form_reader *r, struct span word)
{
	for (size_t i = 0; i < r->set->shorts_count; i++)
		for (size_t k = 0; k < r->set->shorts[i].words.count; k++)
			if (span_eq_nocase(r->set->shorts[i].words.items[k], word))
				return r->set->shorts[i].word;
	return word;
}

struct span
form_short_words(const struct form_reader *r, struct span words)
{
	struct arena_text t = arena_text(r->arena);
	struct span rest = words, word, whole;
	struct form_match m;
	bool shortened = false;

	if (words.len == 0 || words.len > FORM_LABEL_BYTES || r->set->shorts_count == 0 || (form_match_find(r, words, FORM_MATCH_EXACT, &m) && form_match_is_label(&m)))
		return words;
	while (span_split(&rest, ' ', &word)) {
		struct span as = whole_word(r, word);

		shortened = shortened || as.at != word.at;
		if (t.len > 0)
			arena_put_byte(&t, ' ');
		arena_put(&t, as);
	}
	whole = arena_text_span(&t);
	return shortened && ((form_match_find(r, whole, FORM_MATCH_LOOSE, &m) && form_match_is_label(&m)) || (form_sense_find(r, whole, &m) && form_sense_is_sure(&m))) ? whole : words;
}
