/* SPDX-License-Identifier: ISC
 *
 * Wordings with a `*`.  Each is kept under three letters that stand side by side in it, those
 * that fewest wordings have: only a text that has them, too, is held against it.
 */
#include "parsers/form_words.h"

#include <string.h>

enum { TRIPLES = 4096, NO_TRIPLE = TRIPLES };

/* As a number; others may share it. */
static size_t
triple(const unsigned char *at)
{
	return ((size_t)(at[0] & 31) << 7 ^ (size_t)(at[1] & 31) << 4 ^ (at[2] & 31)) % TRIPLES;
}

/* NULL: it has no three letters. */
static const unsigned char *
rarest(struct span pattern, const uint32_t *held)
{
	const unsigned char *best = NULL;

	for (size_t i = 0; i + 2 < pattern.len; i++)
		if (memchr(pattern.at + i, '*', 3) == NULL && (best == NULL || held[triple(pattern.at + i)] < held[triple(best)]))
			best = pattern.at + i;
	return best;
}

static size_t
number(const unsigned char *letters)
{
	return letters == NULL ? NO_TRIPLE : triple(letters);
}

void
form_glob_index(struct arena *a, struct form_index *x)
{
	uint32_t *held = arena_array(a, TRIPLES, sizeof(*held)), *from = arena_array(a, TRIPLES + 3, sizeof(*from));

	for (size_t i = 0; i < x->count; i++)
		for (size_t j = 0; j + 2 < x->wordings[i].folded.len; j++)
			held[triple(x->wordings[i].folded.at + j)]++;
	for (size_t i = x->globs_from; i < x->count; i++)
		from[number(rarest(x->wordings[i].folded, held)) + 2]++;
	for (size_t n = 2; n < TRIPLES + 3; n++)
		from[n] += from[n - 1];
	x->globs = arena_array(a, x->count - x->globs_from + 1, sizeof(*x->globs));
	for (size_t i = x->globs_from; i < x->count; i++) {
		const unsigned char *letters = rarest(x->wordings[i].folded, held);
		struct form_glob *g = &x->globs[from[number(letters) + 1]++];

		*g = (struct form_glob){ .wording = (uint32_t)i, .first = x->wordings[i].folded.at[0] };
		if (letters != NULL)
			memcpy(g->letters, letters, sizeof(g->letters));
	}
	x->globs_of = from;
}

struct search {
	const struct form_index *index;
	struct span folded;
	bool titles;
	struct form_globs *found;
};

/* In the order of the wordings, whatever letters they are under; the first of them where there are too many. */
static void
put(struct form_globs *found, uint32_t n)
{
	size_t i;

	/* Letters that come twice. */
	for (i = 0; i < found->count; i++)
		if (found->items[i] == n)
			return;
	if (found->count == FORM_GLOBS) {
		if (found->items[FORM_GLOBS - 1] < n)
			return;
		found->count--;
	}
	for (i = found->count++; i > 0 && found->items[i - 1] > n; i--)
		found->items[i] = found->items[i - 1];
	found->items[i] = n;
}

static void
try_triple(const struct search *s, size_t n, const unsigned char *letters)
{
	const struct form_index *x = s->index;

	for (uint32_t i = x->globs_of[n]; i < x->globs_of[n + 1]; i++) {
		const struct form_glob *g = &x->globs[i];

		if ((g->first != s->folded.at[0] && g->first != '*') || (letters != NULL && memcmp(letters, g->letters, sizeof(g->letters)) != 0))
			continue;
		if ((g->wording >= x->titles_from) == s->titles && form_label_glob(x->wordings[g->wording].folded, s->folded))
			put(s->found, g->wording);
	}
}

void
form_glob_find(const struct form_index *x, struct span folded, bool titles, struct form_globs *out)
{
	const struct search s = { x, folded, titles, out };

	out->count = 0;
	if (folded.len == 0)
		return;
	try_triple(&s, NO_TRIPLE, NULL);
	for (size_t i = 0; i + 2 < folded.len; i++) {
		size_t n = triple(folded.at + i);

		if (x->globs_of[n] < x->globs_of[n + 1])
			try_triple(&s, n, folded.at + i);
	}
}
