/* SPDX-License-Identifier: ISC
 *
 * Wordings with a `*`.  Each is kept under three letters that stand side by side in it, those
 * that fewest wordings have: only a text that has them, too, is held against it.
 */
#include "parsers/form_inside.h"

enum { TRIPLES = 4096, NO_TRIPLE = TRIPLES };

/* As a number; others may share it. */
static size_t
triple(const unsigned char *at)
{
	return ((size_t)(at[0] & 31) << 7 ^ (size_t)(at[1] & 31) << 4 ^ (at[2] & 31)) % TRIPLES;
}

static size_t
rarest(struct span pattern, const uint32_t *held)
{
	size_t best = NO_TRIPLE;

	for (size_t i = 0; i + 2 < pattern.len; i++)
		if (pattern.at[i] != '*' && pattern.at[i + 1] != '*' && pattern.at[i + 2] != '*' && (best == NO_TRIPLE || held[triple(pattern.at + i)] < held[best]))
			best = triple(pattern.at + i);
	return best;
}

void
form_glob_index(struct arena *a, struct form_index *x)
{
	uint32_t *held = arena_array(a, TRIPLES, sizeof(*held)), *from = arena_array(a, TRIPLES + 3, sizeof(*from));

	for (size_t i = 0; i < x->count; i++)
		for (size_t j = 0; j + 2 < x->wordings[i].folded.len; j++)
			held[triple(x->wordings[i].folded.at + j)]++;
	for (size_t i = x->globs_from; i < x->count; i++)
		from[rarest(x->wordings[i].folded, held) + 2]++;
	for (size_t n = 2; n < TRIPLES + 3; n++)
		from[n] += from[n - 1];
	x->globs = arena_array(a, x->count - x->globs_from + 1, sizeof(*x->globs));
	for (size_t i = x->globs_from; i < x->count; i++)
		x->globs[from[rarest(x->wordings[i].folded, held) + 1]++] = (uint32_t)i;
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
try_triple(const struct search *s, size_t n)
{
	const struct form_index *x = s->index;

	for (uint32_t g = x->globs_of[n]; g < x->globs_of[n + 1]; g++) {
		uint32_t i = x->globs[g];
		struct span pattern = x->wordings[i].folded;

		if ((i >= x->titles_from) == s->titles && form_label_may_glob(pattern, s->folded) && form_label_glob(pattern, s->folded))
			put(s->found, i);
	}
}

void
form_glob_find(const struct form_index *x, struct span folded, bool titles, struct form_globs *out)
{
	const struct search s = { x, folded, titles, out };
	uint64_t seen[TRIPLES / 64] = { 0 };

	out->count = 0;
	try_triple(&s, NO_TRIPLE);
	for (size_t i = 0; i + 2 < folded.len; i++) {
		size_t n = triple(folded.at + i);

		if (x->globs_of[n] == x->globs_of[n + 1] || (seen[n / 64] >> n % 64 & 1u) != 0)
			continue;
		seen[n / 64] |= (uint64_t)1 << n % 64;
		try_triple(&s, n);
	}
}
