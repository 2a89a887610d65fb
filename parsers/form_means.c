/* SPDX-License-Identifier: ISC */
#include "parsers/form_words.h"
#include "parsers/text.h"

#include <string.h>

/* "The child's NHS number" is "Child's NHS number". */
static struct span
without_article(struct span folded)
{
	static const char *const articles[] = { "the ", "a ", "his ", "her ", "their ", "our " };

	for (size_t i = 0; i < sizeof(articles) / sizeof(articles[0]); i++)
		if (span_starts(folded, span_str(articles[i])))
			return span_slice(folded, span_str(articles[i]).len, folded.len);
	return folded;
}

const struct field_key *
form_means(const struct form_set *set, struct span text, struct arena *a, bool *bare_out)
{
	const struct form_index *x = set->index;
	struct span folded = without_article(text_fold_bare(a, text));
	const struct field_key *sure = NULL, *bare = NULL;

	for (uint32_t at = form_chain_first(&x->by_text, form_label_key(folded)); at != 0; at = form_chain_next(&x->by_text, at)) {
		const struct form_wording *w = &x->wordings[at - 1];
		const struct field_key **found = w->kind == FORM_WORDING_LABEL ? &sure : &bare;

		if (!span_eq(w->folded, folded) || (w->kind != FORM_WORDING_LABEL && w->kind != FORM_WORDING_WITHIN))
			continue;
		if (w->kind == FORM_WORDING_WITHIN && w->group != FORM_CHILD)
			continue;
		if (w->keys_count != 1 || w->label->value.len > 0 || (*found != NULL && *found != w->keys[0]))
			return NULL;
		*found = w->keys[0];
	}
	*bare_out = sure == NULL;
	return sure != NULL ? sure : bare;
}

struct value_context
form_means_words(const struct form_set *set, const struct field_key *key)
{
	const struct form_vocabulary *v = form_answer_vocabulary(set->index, key);

	return (struct value_context){ .words = v->words, .words_count = v->count };
}

bool
form_means_nothing(const struct form_set *set, struct span text, struct arena *a)
{
	struct span folded = text_fold_bare(a, text);

	return folded.len == 0 || form_label_is_placeholder(set->index, folded);
}

bool
form_means_referrer(const struct form_reader *r, const struct form_match *m)
{
	struct form_meaning there;

	return form_match_mean(r, m, form_match_section_named(r->set, SPAN_LIT("top")), &there) && strcmp(there.keys[0]->name, "referrer.name") == 0;
}

bool
form_means_one(const struct form_reader *r, const struct form_vocabulary *v, struct span text)
{
	const struct value_word *first = NULL;
	size_t from = 0;

	if (form_answer_word(v, form_memo_fold(r, text)) != NULL)
		return true;
	for (size_t i = 0; i <= text.len; i++) {
		const struct value_word *w;
		struct span piece;

		if (i < text.len && text.at[i] != '/' && text.at[i] != '(' && text.at[i] != ')')
			continue;
		piece = span_trim(span_slice(text, from, i));
		from = i + 1;
		if (piece.len == 0)
			continue;
		w = form_answer_word(v, form_memo_fold(r, piece));
		if (w == NULL || (first != NULL && !span_eq(w->value, first->value)))
			return false;
		first = w;
	}
	return first != NULL;
}
