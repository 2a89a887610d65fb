/* SPDX-License-Identifier: ISC
 *
 * Wordings with a `*`.  Each is kept under two letters that stand side by side in it, the pair
 * that fewest wordings have: only a text with that pair is held against it.
 */
#include "parsers/form_inside.h"

enum { PAIRS = 1024, NO_PAIR = PAIRS };

static size_t
pair(const unsigned char *at)
{
	return (size_t)(at[0] & 31) << 5 | (at[1] & 31);
}

static size_t
rarest(struct span pattern, const uint32_t *held)
{
	size_t best = NO_PAIR;

	for (size_t i = 0; i + 1 < pattern.len; i++)
		if (pattern.at[i] != '*' && pattern.at[i + 1] != '*' && (best == NO_PAIR || held[pair(pattern.at + i)] < held[best]))
			best = pair(pattern.at + i);
	return best;
}

void
form_glob_index(struct arena *a, struct form_index *x)
{
	uint32_t *held = arena_array(a, PAIRS, sizeof(*held)), *from = arena_array(a, PAIRS + 3, sizeof(*from));

	for (size_t i = 0; i < x->count; i++)
		for (size_t j = 0; j + 1 < x->wordings[i].folded.len; j++)
			held[pair(x->wordings[i].folded.at + j)]++;
	for (size_t i = x->globs_from; i < x->count; i++)
		from[rarest(x->wordings[i].folded, held) + 2]++;
	for (size_t n = 2; n < PAIRS + 3; n++)
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

/* In the order of the wordings, whatever pair they are under; the first of them where there are too many. */
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
try_pair(const struct search *s, size_t n)
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
	uint64_t seen[PAIRS / 64] = { 0 };

	out->count = 0;
	try_pair(&s, NO_PAIR);
	for (size_t i = 0; i + 1 < folded.len; i++) {
		size_t n = pair(folded.at + i);

		if (x->globs_of[n] == x->globs_of[n + 1] || (seen[n / 64] >> n % 64 & 1u) != 0)
			continue;
		seen[n / 64] |= (uint64_t)1 << n % 64;
		try_pair(&s, n);
	}
}
