/* SPDX-License-Identifier: ISC */
#include "parsers/form_listed.h"
#include "parsers/form_words.h"

struct form_listed {
	struct form_chains by_first;
	struct form_listed_phrase *phrases;	/* those with one first word are linked: of a chain only the first of them is found */
	size_t count;
};

const struct field_key *
form_listed_key(struct span title, struct span *said_out)
{
	size_t end = span_find_byte(title, ' ');
	const struct field_key *key = field_key_find(span_slice(title, 0, end));

	*said_out = span_slice(title, end + 1, title.len);
	return key == NULL || end == title.len || (key->type == FIELD_YNU && span_eq_str(*said_out, "no")) ? key : NULL;
}

static bool
is_list(const struct form_same *told)
{
	struct span said;

	return form_listed_key(told->word, &said) == NULL;
}

static struct form_listed_phrase *
first_of(const struct form_listed *x, struct span word, uint32_t hash)
{
	for (uint32_t n = form_chain_first(&x->by_first, hash); n != 0; n = form_chain_next(&x->by_first, n))
		if (span_eq(x->phrases[n - 1].words[0], word))
			return &x->phrases[n - 1];
	return NULL;
}

static void
add(struct arena *a, struct form_listed *x, struct span title, struct span text)
{
	struct span *words = arena_array(a, FORM_LISTED_WORDS, sizeof(*words));
	struct form_listed_phrase *p = &x->phrases[x->count], *first;
	size_t count = 0;
	uint32_t hash;

	while (text.len > 0 && count < FORM_LISTED_WORDS && span_split(&text, ' ', &words[count]))
		count++;
	if (text.len > 0 || count == 0)
		return;
	*p = (struct form_listed_phrase){ .title = title, .words = words, .count = count };
	x->count++;
	hash = form_label_hash(words[0]);
	first = first_of(x, words[0], hash);
	if (first == NULL) {
		form_chain_put(&x->by_first, (uint32_t)x->count, hash);
		return;
	}
	p->next = first->next;
	first->next = p;
}

const struct form_listed *
form_listed_index(struct arena *a, const struct form_set *set)
{
	struct form_listed *x = arena_alloc(a, sizeof(*x));
	size_t count = 0, heads = 64;

	for (size_t i = 0; i < set->tolds_count; i++)
		count += is_list(&set->tolds[i]) ? set->tolds[i].words.count : 0;
	while (heads < count)
		heads *= 2;
	form_chains_start(a, heads, &x->by_first);
	x->by_first.links = arena_array(a, count + 1, sizeof(*x->by_first.links));
	x->phrases = arena_array(a, count + 1, sizeof(*x->phrases));
	for (size_t i = 0; i < set->tolds_count; i++)
		for (size_t k = 0; is_list(&set->tolds[i]) && k < set->tolds[i].words.count; k++)
			add(a, x, set->tolds[i].word, set->tolds[i].words.items[k]);
	return x;
}

const struct form_listed_phrase *
form_listed_first(const struct form_listed *x, struct span word)
{
	return first_of(x, word, form_label_hash(word));
}
