/* SPDX-License-Identifier: ISC */
#include "parsers/form_words.h"
#include "parsers/form_listed.h"
#include "parsers/text.h"

#include <stdlib.h>
#include <string.h>

struct builder {
	struct arena *arena;
	struct form_index *index;
	size_t capacity;
	struct form_wording like;	/* all but the text of the next ones */
};

/* `*` survives folding. */
static struct span
fold_pattern(struct arena *a, struct span s)
{
	struct arena_text t = arena_text(a);
	size_t star;

	for (;;) {
		star = span_find_byte(s, '*');
		arena_put(&t, text_fold_bare(a, span_slice(s, 0, star)));
		if (star == s.len)
			return arena_text_span(&t);
		arena_put_byte(&t, '*');
		s = span_slice(s, star + 1, s.len);
	}
}

static struct span
without_stars(struct arena *a, struct span folded)
{
	unsigned char *text = (unsigned char *)arena_cstr(a, folded);

	for (size_t i = 0; i < folded.len; i++)
		if (text[i] == '*')
			text[i] = ' ';
	return span_of(text, folded.len);
}

static void
put(struct builder *b, struct form_wording *w)
{
	if (w->folded.len == 0)
		return;
	form_bag_learn(b->arena, &b->index->lexicon, w->glob ? without_stars(b->arena, w->folded) : w->folded, &w->bag);
	b->index->wordings = arena_grow(b->arena, b->index->wordings, b->index->count, &b->capacity, sizeof(*w));
	b->index->wordings[b->index->count++] = *w;
}

static void
add(struct builder *b, const struct form_words *words, enum form_wording_kind kind)
{
	for (size_t i = 0; i < words->count; i++) {
		struct form_wording w = b->like;

		w.kind = kind;
		w.glob = span_find_byte(words->items[i], '*') < words->items[i].len;
		w.folded = w.glob ? fold_pattern(b->arena, words->items[i]) : text_fold_bare(b->arena, words->items[i]);
		put(b, &w);
		/* "Surname(s)" is one word more often than two. */
		if (!w.glob && span_find(words->items[i], SPAN_LIT("(s)")) < words->items[i].len) {
			w.folded = text_fold_bare(b->arena, form_label_unbracketed(b->arena, words->items[i]));
			put(b, &w);
		}
		/* "Date of referral to *" without more is a wording, too, with slips and all. */
		if (w.glob && w.folded.len > 8 && span_find_byte(w.folded, '*') == w.folded.len - 1) {
			w.glob = false;
			w.folded = span_slice(w.folded, 0, w.folded.len - 1);
			put(b, &w);
		}
	}
}

static const struct field_key *const *
label_keys(struct arena *a, const struct form_label *l)
{
	const struct field_key **keys = arena_array(a, l->keys.count + 1, sizeof(*keys));

	if (l->keys.count == 0)
		keys[0] = field_key_find(l->name);
	for (size_t i = 0; i < l->keys.count; i++)
		keys[i] = field_key_find(l->keys.items[i]);
	return keys;
}

static bool
is_title(const struct form_wording *w)
{
	return w->kind == FORM_WORDING_TITLE || w->kind == FORM_WORDING_MARK;
}

static void
add_labels(struct builder *b, const struct form_label *labels, size_t count, const struct form_def *form)
{
	for (size_t i = 0; i < count; i++) {
		b->like = (struct form_wording){ .label = &labels[i], .form = form, .keys_count = labels[i].keys.count == 0 ? 1 : labels[i].keys.count };
		b->like.keys = label_keys(b->arena, &labels[i]);
		add(b, &labels[i].wordings, FORM_WORDING_LABEL);
		add(b, &labels[i].within, FORM_WORDING_WITHIN);
	}
}

static int
compare(const void *left, const void *right)
{
	const struct form_wording *a = left, *b = right;
	int by_text;

	if (a->glob != b->glob)
		return a->glob ? 1 : -1;
	if (a->glob && is_title(a) != is_title(b))
		return is_title(a) ? 1 : -1;
	if (a->folded.len != b->folded.len)
		return a->folded.len < b->folded.len ? -1 : 1;
	by_text = span_compare(a->folded, b->folded);
	if (by_text != 0)
		return by_text;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	/* A form's own wordings come before the shared ones, then the order of the config. */
	if ((a->form == NULL) != (b->form == NULL))
		return a->form == NULL ? 1 : -1;
	return a->label < b->label ? -1 : a->label > b->label;
}

/* Chains are in the order of the wordings: filled from the back. */
static void
fill_tables(struct arena *a, struct form_index *x)
{
	size_t size = 64;

	while (size < x->count)
		size *= 2;
	form_chains_start(a, size, &x->by_text);
	form_chains_start(a, size, &x->by_bag);
	x->by_text.links = arena_array(a, x->globs_from + 1, sizeof(*x->by_text.links));
	x->by_bag.links = arena_array(a, x->globs_from + 1, sizeof(*x->by_bag.links));
	for (size_t i = x->globs_from; i-- > 0;) {
		struct form_wording *w = &x->wordings[i];

		form_chain_put(&x->by_text, (uint32_t)i + 1, form_label_key(w->folded));
		if (w->bag.count == 0 || w->bag.unknown > 0)
			continue;
		form_chain_put(&x->by_bag, (uint32_t)i + 1, form_bag_hash(&w->bag));
	}
}

static const struct field_key *
choice_key(struct span name)
{
	return span_eq_str(name, "ynu") ? NULL : field_key_find(name);
}

static struct form_vocabulary *
vocabulary(struct arena *a, struct form_index *x, size_t *capacity, const struct field_key *key)
{
	for (size_t i = 0; i < x->vocabularies_count; i++)
		if (x->vocabularies[i].key == key)
			return &x->vocabularies[i];
	x->vocabularies = arena_grow(a, x->vocabularies, x->vocabularies_count, capacity, sizeof(*x->vocabularies));
	x->vocabularies[x->vocabularies_count].key = key;
	return &x->vocabularies[x->vocabularies_count++];
}

static int
longest_first(const void *left, const void *right)
{
	const struct value_word *a = left, *b = right;

	if (a->folded.len != b->folded.len)
		return a->folded.len > b->folded.len ? -1 : 1;
	return span_compare(a->folded, b->folded);
}

static void
add_words(struct arena *a, struct form_vocabulary *v, const struct form_choice *c)
{
	struct value_word *grown = arena_array(a, v->count + c->wordings.count, sizeof(*grown));

	if (v->count > 0)
		memcpy(grown, v->words, v->count * sizeof(*grown));
	v->words = grown;
	for (size_t i = 0; i < c->wordings.count; i++) {
		struct span folded = text_fold_bare(a, c->wordings.items[i]);

		if (folded.len > 0)
			v->words[v->count++] = (struct value_word){ folded, c->value };
	}
}

/* A question of yes or no with words of its own has the others, too. */
static void
add_yes_no(struct arena *a, const struct form_set *set, struct form_vocabulary *v)
{
	if (v->key == NULL || v->key->type != FIELD_YNU)
		return;
	for (size_t i = 0; i < set->choices_count; i++)
		for (size_t j = 0; j < set->choices[i].keys.count; j++)
			if (choice_key(set->choices[i].keys.items[j]) == NULL)
				add_words(a, v, &set->choices[i]);
}

static void
index_choices(struct arena *a, const struct form_set *set, struct form_index *x)
{
	size_t capacity = 0;

	for (size_t i = 0; i < set->choices_count; i++)
		for (size_t j = 0; j < set->choices[i].keys.count; j++)
			add_words(a, vocabulary(a, x, &capacity, choice_key(set->choices[i].keys.items[j])), &set->choices[i]);
	for (size_t i = 0; i < x->vocabularies_count; i++)
		add_yes_no(a, set, &x->vocabularies[i]);
	for (size_t i = 0; i < x->vocabularies_count; i++) {
		struct form_vocabulary *v = &x->vocabularies[i];
		size_t at = 0;

		qsort(v->words, v->count, sizeof(struct value_word), longest_first);
		form_label_pack(a, v->words, sizeof(*v->words), v->count);
		for (size_t len = FORM_CHOICE_BYTES - 1; len-- > 0;) {
			while (at < v->count && v->words[at].folded.len > len)
				at++;
			v->by_length[len] = (uint32_t)at;
		}
	}
	x->yes_no = form_answer_vocabulary(x, field_key_find(SPAN_LIT("criteria.died")));
}

/* Those with a `*` last. */
static void
index_placeholders(struct arena *a, const struct form_set *set, struct form_index *x)
{
	x->placeholders = arena_array(a, set->placeholders.count + 1, sizeof(*x->placeholders));
	for (int globs = 0; globs < 2; globs++) {
		x->placeholder_globs_from = x->placeholders_count;
		for (size_t i = 0; i < set->placeholders.count; i++) {
			struct span p = set->placeholders.items[i];

			if ((span_find_byte(p, '*') < p.len) != (globs == 1))
				continue;
			p = globs == 1 ? fold_pattern(a, p) : text_fold_bare(a, p);
			if (p.len > 0)
				x->placeholders[x->placeholders_count++] = p;
			if (globs == 0 && p.len > 0)
				x->placeholder_firsts[p.len % 8] |= (uint32_t)1 << p.at[0] % 32;
			if (globs == 1 && p.len > 0)
				x->placeholder_glob_firsts |= p.at[0] == '*' ? UINT32_MAX : (uint32_t)1 << p.at[0] % 32;
		}
	}
	form_label_pack(a, x->placeholders, sizeof(*x->placeholders), x->placeholders_count);
}

/* Where the wordings of each length begin, for the tolerant search. */
static void
index_lengths(struct arena *a, struct form_index *x)
{
	struct span *texts;
	size_t i = 0;

	for (size_t len = 0; len < sizeof(x->by_length) / sizeof(x->by_length[0]); len++) {
		while (i < x->globs_from && x->wordings[i].folded.len < len)
			i++;
		x->by_length[len] = i;
	}
	texts = arena_array(a, x->globs_from + 1, sizeof(*texts));
	for (i = 0; i < x->globs_from; i++)
		texts[i] = x->wordings[i].folded;
	form_slip_index(a, texts, x->globs_from, &x->slips);
}

void
form_set_index(struct arena *a, struct form_set *set)
{
	struct form_index *x = arena_alloc(a, sizeof(*x));
	struct builder b = { .arena = a, .index = x };

	form_bag_start(a, set, &x->lexicon);
	add_labels(&b, set->labels, set->labels_count, NULL);
	b.like = (struct form_wording){ 0 };
	add(&b, &set->other_labels, FORM_WORDING_OTHER);
	for (size_t i = 0; i < set->sections_count; i++) {
		b.like = (struct form_wording){ .section = &set->sections[i] };
		add(&b, &set->sections[i].wordings, FORM_WORDING_SECTION);
	}
	for (size_t i = 0; i < set->forms_count; i++) {
		add_labels(&b, set->forms[i].labels, set->forms[i].labels_count, &set->forms[i]);
		b.like = (struct form_wording){ .form = &set->forms[i] };
		add(&b, &set->forms[i].titles, FORM_WORDING_TITLE);
		add(&b, &set->forms[i].marks, FORM_WORDING_MARK);
	}
	form_bag_end(a, &x->lexicon);
	form_guess_weigh(a, x);
	if (x->count > 0)
		qsort(x->wordings, x->count, sizeof(*x->wordings), compare);
	form_label_pack(a, x->wordings, sizeof(*x->wordings), x->count);
	while (x->globs_from < x->count && !x->wordings[x->globs_from].glob)
		x->globs_from++;
	x->titles_from = x->globs_from;
	while (x->titles_from < x->count && !is_title(&x->wordings[x->titles_from]))
		x->titles_from++;
	fill_tables(a, x);
	form_glob_index(a, x);
	index_lengths(a, x);
	index_choices(a, set, x);
	index_placeholders(a, set, x);
	form_guess_index(a, set, x);
	form_sense_index(a, set, x);
	x->listed = form_listed_index(a, set);
	set->index = x;
}
