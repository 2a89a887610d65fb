/* SPDX-License-Identifier: ISC */
#include "parsers/form_inside.h"

#include <stdlib.h>

enum { BAG_WORDS = 24 };

static const char *const small_words[] = { "a", "an", "and", "any", "are", "at", "be", "by", "for", "have", "has", "if", "in", "is",
    "of", "on", "or", "please", "that", "the", "their", "this", "to", "was", "were", "which", "with", "you", "your" };

static bool
is_small(struct span word)
{
	for (size_t i = 0; i < sizeof(small_words) / sizeof(small_words[0]); i++)
		if (span_eq_str(word, small_words[i]))
			return true;
	return false;
}

/* "names" and "childs" without their s; "address" and "dos" keep it. */
static struct span
singular(struct span word)
{
	if (word.len > 3 && word.at[word.len - 1] == 's' && word.at[word.len - 2] != 's' && word.at[word.len - 2] != 'u')
		word.len--;
	return word;
}

static int
compare_words(const void *left, const void *right)
{
	return span_compare(*(const struct span *)left, *(const struct span *)right);
}

struct span
form_label_bag(struct arena *a, struct span folded)
{
	struct span words[BAG_WORDS], word;
	struct arena_text t = arena_text(a);
	size_t count = 0;

	while (span_split(&folded, ' ', &word)) {
		if (word.len == 0 || is_small(word))
			continue;
		if (count == BAG_WORDS)
			return SPAN_NONE;
		words[count++] = singular(word);
	}
	if (count == 0)
		return SPAN_NONE;
	qsort(words, count, sizeof(words[0]), compare_words);
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			arena_put_byte(&t, ' ');
		arena_put(&t, words[i]);
	}
	return arena_text_span(&t);
}

uint64_t
form_label_letters(struct span folded)
{
	uint64_t letters = 0;

	for (size_t i = 0; i < folded.len; i++) {
		unsigned bit = (unsigned)(folded.at[i] & 31) * 2;

		letters |= (letters >> bit & 1u) == 0 ? (uint64_t)1 << bit : (uint64_t)2 << bit;
	}
	return letters;
}

/* FNV-1a, 32 bits: the words come from the config and short lines of a form, and the
 * chains are bounded by the config's size. */
uint32_t
form_label_hash(struct span folded)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < folded.len; i++)
		h = (h ^ folded.at[i]) * 16777619u;
	return h;
}
