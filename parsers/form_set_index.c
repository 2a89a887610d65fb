/* SPDX-License-Identifier: ISC */
#include "parsers/form_inside.h"
#include "parsers/text.h"

#include <stdlib.h>

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

static void
add(struct builder *b, const struct form_words *words, enum form_wording_kind kind)
{
	for (size_t i = 0; i < words->count; i++) {
		struct form_wording w = b->like;

		w.kind = kind;
		w.glob = span_find_byte(words->items[i], '*') < words->items[i].len;
		w.folded = w.glob ? fold_pattern(b->arena, words->items[i]) : text_fold_bare(b->arena, words->items[i]);
		if (w.folded.len == 0)
			continue;
		w.bag = form_label_bag(b->arena, w.folded);
		w.letters = form_label_letters(w.folded);
		b->index->wordings = arena_grow(b->arena, b->index->wordings, b->index->count, &b->capacity, sizeof(w));
		b->index->wordings[b->index->count++] = w;
	}
}

static void
add_labels(struct builder *b, const struct form_label *labels, size_t count, const struct form_def *form)
{
	for (size_t i = 0; i < count; i++) {
		b->like = (struct form_wording){ .label = &labels[i], .form = form };
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

	while (size < x->count * 2)
		size *= 2;
	x->mask = size - 1;
	x->by_text = arena_array(a, size, sizeof(*x->by_text));
	x->by_bag = arena_array(a, size, sizeof(*x->by_bag));
	for (size_t i = x->globs_from; i-- > 0;) {
		struct form_wording *w = &x->wordings[i];
		uint32_t *head = &x->by_text[form_label_hash(w->folded) & x->mask];

		w->next = *head;
		*head = (uint32_t)i + 1;
		if (w->bag.len == 0)
			continue;
		head = &x->by_bag[form_label_hash(w->bag) & x->mask];
		w->next_bag = *head;
		*head = (uint32_t)i + 1;
	}
}

void
form_set_index(struct arena *a, struct form_set *set)
{
	struct form_index *x = arena_alloc(a, sizeof(*x));
	struct builder b = { .arena = a, .index = x };

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
	if (x->count > 0)
		qsort(x->wordings, x->count, sizeof(*x->wordings), compare);
	while (x->globs_from < x->count && !x->wordings[x->globs_from].glob)
		x->globs_from++;
	fill_tables(a, x);
	set->index = x;
}
