/* SPDX-License-Identifier: ISC
 *
 * Wordings with a `*`.  Each is kept under three letters that stand side by side in it, those
 * that fewest wordings have: only a text that has them, too, is held against it.
 */
#include "parsers/form_words.h"

#include <string.h>

enum { TRIPLES = 4096, NO_TRIPLE = TRIPLES };

/* Three letters as a number that others may share: it goes on letter by letter. */
static size_t
triple_on(size_t n, unsigned char letter)
{
	return (n << 4 ^ (letter & 31)) % TRIPLES;
}

static size_t
triple(const unsigned char *at)
{
	return triple_on(triple_on(at[0] & 31, at[1]), at[2]);
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

/* Those of a range. */
static void
keep(struct arena *a, const struct form_index *x, const uint32_t *held, const size_t range[2], struct form_globs_by *out)
{
	uint32_t *from = arena_array(a, TRIPLES + 3, sizeof(*from));

	for (size_t i = range[0]; i < range[1]; i++)
		from[number(rarest(x->wordings[i].folded, held)) + 2]++;
	for (size_t n = 2; n < TRIPLES + 3; n++)
		from[n] += from[n - 1];
	out->items = arena_array(a, range[1] - range[0] + 1, sizeof(*out->items));
	out->some = arena_array(a, TRIPLES / 64, sizeof(*out->some));
	for (size_t i = range[0]; i < range[1]; i++) {
		const unsigned char *letters = rarest(x->wordings[i].folded, held);
		struct form_glob *g = &out->items[from[number(letters) + 1]++];

		*g = (struct form_glob){ .pattern = x->wordings[i].folded, .wording = (uint32_t)i, .first = x->wordings[i].folded.at[0] };
		if (letters == NULL)
			continue;
		memcpy(g->letters, letters, sizeof(g->letters));
		out->some[triple(letters) / 64] |= (uint64_t)1 << triple(letters) % 64;
	}
	out->of = from;
}

void
form_glob_index(struct arena *a, struct form_index *x)
{
	uint32_t *held = arena_array(a, TRIPLES, sizeof(*held));

	for (size_t i = 0; i < x->count; i++)
		for (size_t j = 0; j + 2 < x->wordings[i].folded.len; j++)
			held[triple(x->wordings[i].folded.at + j)]++;
	keep(a, x, held, (const size_t[2]){ x->globs_from, x->titles_from }, &x->globs);
	keep(a, x, held, (const size_t[2]){ x->titles_from, x->count }, &x->title_globs);
}

struct search {
	const struct form_globs_by *globs;
	struct span folded;
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
	for (uint32_t i = s->globs->of[n]; i < s->globs->of[n + 1]; i++) {
		const struct form_glob *g = &s->globs->items[i];

		if ((g->first != s->folded.at[0] && g->first != '*') || (letters != NULL && memcmp(letters, g->letters, sizeof(g->letters)) != 0))
			continue;
		if (form_label_glob(g->pattern, s->folded))
			put(s->found, g->wording);
	}
}

void
form_glob_find(const struct form_index *x, struct span folded, bool titles, struct form_globs *out)
{
	const struct search s = { titles ? &x->title_globs : &x->globs, folded, out };
	size_t n;

	out->count = 0;
	if (folded.len == 0)
		return;
	try_triple(&s, NO_TRIPLE, NULL);
	n = folded.len < 3 ? 0 : triple_on(folded.at[0] & 31, folded.at[1]);
	for (size_t i = 2; i < folded.len; i++) {
		n = triple_on(n, folded.at[i]);
		if ((s.globs->some[n / 64] >> n % 64 & 1u) != 0)
			try_triple(&s, n, folded.at + i - 2);
	}
}
