/* SPDX-License-Identifier: ISC */
#include "config/read.h"

static bool
has_phrase(const struct classify_phrases *p, struct span words)
{
	for (size_t i = 0; i < p->count; i++)
		if (span_eq(p->items[i].words, words))
			return true;
	return false;
}

static struct classify_phrases
read_phrases(struct read *r, const struct tree *t)
{
	const struct tree_value *v = tree_value(t, "phrases");
	struct classify_phrase *items = arena_array(r->typed.arena, v == NULL ? 0 : v->count, sizeof(*items));
	struct classify_phrases all = { items, 0 };

	for (size_t i = 0; v != NULL && i < v->count; i++) {
		struct classify_phrase *p = &items[all.count];

		if (!classify_phrase_read(r->typed.arena, v->items[i], p))
			errors_add(r->typed.errors, tree_item_where(v, i), "phrases: \"%.*s\" must be words, or a weight from 1 to 9 and words", SPAN_PF(v->items[i]));
		else if (has_phrase(&all, p->words))
			/* Both would count. */
			errors_add(r->typed.errors, tree_item_where(v, i), "phrases: \"%.*s\" stands there twice: take one out", SPAN_PF(p->words));
		else
			all.count++;
	}
	if (all.count == 0)
		errors_add(r->typed.errors, tree_where(t, "phrases"), "phrases is missing: write what letters say");
	return all;
}

/* Without one of them letters would be taken for something else, and nobody told. */
static void
read_sayings(struct read *r)
{
	struct classify_prose *prose = &r->config->prose;
	bool seen[CLASSIFY_SAYINGS] = { false };
	const struct tree *t;
	size_t at = 0;

	while ((t = tree_next(r->root, "prose", &at)) != NULL) {
		enum classify_saying s;

		if (!classify_saying_find(t->title, &s)) {
			errors_add(r->typed.errors, t->where, "letters are not asked whether they say \"%.*s\": the titles are those of the prose sections in forms.conf(5)", SPAN_PF(t->title));
			continue;
		}
		prose->of[s] = read_phrases(r, t);
		seen[s] = true;
	}
	for (unsigned i = 0; i < CLASSIFY_SAYINGS && r->config->forms.forms_count > 0; i++)
		if (!seen[i])
			errors_add(r->typed.errors, r->root->where, "there is no prose \"%s\": take it from the forms.conf that is shipped", classify_saying_name((enum classify_saying)i));
}

static void
read_child_words(struct read *r)
{
	const struct tree_value *v = tree_value(r->root, "child_words");
	struct form_set *set = &r->config->forms;
	struct config_strings words = typed_list(&r->typed, r->root, "child_words");

	set->child_words = (struct form_words){ words.items, words.count };
	for (size_t i = 0; v != NULL && i < v->count; i++)
		if (span_trim(v->items[i]).len > 0 && !form_set_is_piece(v->items[i]))
			errors_add(r->typed.errors, tree_item_where(v, i), "child_words: \"%.*s\" must be a word of two letters or more; * may stand before and behind it", SPAN_PF(v->items[i]));
	if (words.count == 0 && set->forms_count > 0)
		errors_add(r->typed.errors, r->root->where, "child_words is missing: take it from the forms.conf that is shipped");
}

void
read_prose(struct read *r)
{
	read_child_words(r);
	read_sayings(r);
}
