/* SPDX-License-Identifier: ISC
 *
 * The words of a label as numbers: small words dropped, words that say the same made one,
 * plurals undone, phrases ("young person") taken for one word.  Which these are is the
 * config's; how much a word tells is counted from the wordings themselves.
 */
#include "parsers/form_words.h"
#include "parsers/text.h"

#include <stdlib.h>
#include <string.h>

enum { PHRASE_WORDS = 8, WORDS = 48, TYPO_LETTERS = 5, TYPOS = 3 };

/* A known word or phrase.  Those of one meaning share an id; 0 is a small word's. */
struct form_word {
	struct span text;
	uint16_t id;
	unsigned char words;		/* of a phrase that begins with this word: the longest; on its first word only */
};

/* A word of a text, and the hashes of it and of all but its last letter. */
struct piece {
	struct span text;
	uint32_t hash, shorter;
};

static struct form_word *
find_hashed(const struct form_lexicon *x, struct span text, uint32_t hash)
{
	if (x->count == 0)
		return NULL;
	for (uint32_t n = form_chain_first(&x->by_text, hash); n != 0; n = form_chain_next(&x->by_text, n))
		if (span_eq(x->words[n - 1].text, text))
			return &x->words[n - 1];
	return NULL;
}

static struct form_word *
find(const struct form_lexicon *x, struct span text)
{
	return find_hashed(x, text, form_label_hash(text));
}

static struct form_word *
add(struct arena *a, struct form_lexicon *x, struct span text, uint16_t id)
{
	x->words = arena_grow(a, x->words, x->count, &x->capacity, sizeof(*x->words));
	x->words[x->count] = (struct form_word){ .text = text, .id = id };
	x->by_text.links = arena_grow(a, x->by_text.links, x->count, &x->links_capacity, sizeof(*x->by_text.links));
	form_chain_put(&x->by_text, (uint32_t)++x->count, form_label_hash(text));
	return &x->words[x->count - 1];
}

/* "names" and "childs" without their s, "agencies" with a y; "address" and "status" keep it. */
static struct span
singular(struct arena *a, struct span word)
{
	unsigned char last = word.len > 3 ? word.at[word.len - 2] : 's';

	if (word.len <= 3 || word.at[word.len - 1] != 's' || last == 's' || last == 'u' || last == 'i')
		return word;
	if (word.len > 4 && span_eq_str(span_slice(word, word.len - 3, word.len), "ies")) {
		struct arena_text t = arena_text(a);

		arena_put(&t, span_slice(word, 0, word.len - 3));
		arena_put_byte(&t, 'y');
		return arena_text_span(&t);
	}
	return span_slice(word, 0, word.len - 1);
}

/* Hashed on the way: each word is looked for more than once. */
static size_t
cut(struct span folded, struct piece *words)
{
	size_t count = 0, from = 0;
	uint32_t hash = FORM_HASH_START, shorter = hash;

	for (size_t i = 0; i <= folded.len; i++) {
		if (i < folded.len && folded.at[i] != ' ') {
			shorter = hash;
			hash = form_label_hash_on(hash, folded.at[i]);
			continue;
		}
		if (i > from) {
			if (count == WORDS)
				return WORDS + 1;
			words[count++] = (struct piece){ span_of(folded.at + from, i - from), hash, shorter };
		}
		from = i + 1;
		hash = FORM_HASH_START;
	}
	return count;
}

static void
put_phrase(struct arena *a, struct form_lexicon *x, struct span text, uint16_t id)
{
	struct span folded = text_fold_bare(a, text);
	struct piece words[WORDS + 1];
	size_t count = cut(folded, words);
	struct form_word *first;

	if (count == 0 || count > PHRASE_WORDS || find(x, folded) != NULL)
		return;
	(void)add(a, x, folded, id);
	if (count == 1)
		return;
	first = find(x, words[0].text);
	if (first == NULL)
		first = add(a, x, words[0].text, x->next_id++);
	if (first->words < count)
		first->words = (unsigned char)count;
}

static bool
is_phrase(struct span words)
{
	return span_find_byte(words, ' ') < words.len;
}

static void
put_words(struct arena *a, struct form_lexicon *x, const struct form_words *words, uint16_t id, bool phrases)
{
	for (size_t i = 0; i < words->count; i++)
		if (is_phrase(words->items[i]) == phrases)
			put_phrase(a, x, words->items[i], id);
}

static void
put_sames(struct arena *a, struct form_lexicon *x, const struct form_same *sames, size_t count, bool phrases)
{
	for (size_t i = 0; i < count; i++) {
		const struct form_word *w;

		if (!phrases)
			put_phrase(a, x, sames[i].word, x->next_id++);
		w = find(x, text_fold_bare(a, sames[i].word));
		if (w != NULL)
			put_words(a, x, &sames[i].words, w->id, phrases);
	}
}

static void
start(struct arena *a, struct form_lexicon *out)
{
	enum { SIZE = 4096 };

	*out = (struct form_lexicon){ .next_id = 1 };
	form_chains_start(a, SIZE, &out->by_text);
}

void
form_bag_start(struct arena *a, const struct form_set *set, struct form_lexicon *out)
{
	start(a, out);
	/* Single words first: a phrase's first word may be one of its own meaning. */
	for (int phrases = 0; phrases < 2; phrases++) {
		put_words(a, out, &set->small_words, 0, phrases == 1);
		put_sames(a, out, set->sames, set->sames_count, phrases == 1);
	}
}

void
form_bag_concepts(struct arena *a, const struct form_set *set, struct form_lexicon *out)
{
	start(a, out);
	/* A word that is several things is the first of them. */
	for (int phrases = 0; phrases < 2; phrases++) {
		put_sames(a, out, set->concepts, set->concepts_count, phrases == 1);
		put_words(a, out, &set->idle_words, 0, phrases == 1);
		put_sames(a, out, set->sames, set->sames_count, phrases == 1);
	}
}

void
form_bag_end(struct arena *a, struct form_lexicon *x)
{
	struct span *texts;
	size_t n = 0;

	form_label_pack(a, x->words, sizeof(*x->words), x->count);
	x->by_length = arena_array(a, x->count + 1, sizeof(*x->by_length));
	texts = arena_array(a, x->count + 1, sizeof(*texts));
	for (size_t len = 0; len <= FORM_SLIP_BYTES; len++) {
		x->length_from[len] = n;
		for (size_t i = 0; i < x->count && len >= TYPO_LETTERS; i++)
			if (x->words[i].text.len == len && x->words[i].id != 0) {
				texts[n] = x->words[i].text;
				x->by_length[n++] = (uint32_t)i;
			}
	}
	form_slip_index(a, texts, n, &x->slips);
}

uint16_t
form_bag_id(struct arena *a, const struct form_lexicon *x, struct span word)
{
	const struct form_word *w = find(x, text_fold_bare(a, word));

	return w == NULL ? 0 : w->id;
}

/* Of words as short as names are, only one that a finger beside its key makes, or an ear: "Frith" was not meant to be "faith". */
static bool
is_likely(struct span meant, struct span word)
{
	static const char keys[][27] = { "aqwsz", "bvghn", "cxdfv", "dserfcx", "ewsdr", "fdrtgvc", "gftyhbv", "hgyujnb", "iujko", "jhuikmn", "kjiolm", "lkop", "mnjk", "nbhjm", "oiklp", "pol", "qwa", "redft", "saqwedxz", "trfgy", "uyhji", "vcfgb", "wqase", "xzsdc", "ytghu", "zasx" };
	enum { SHORT = 5 };
	size_t at = 0;

	if (meant.len != word.len || word.len > SHORT)
		return true;
	while (at < word.len && meant.at[at] == word.at[at])
		at++;
	if (at == word.len || !span_is_lower(meant.at[at]) || !span_eq(span_slice(meant, at + 1, meant.len), span_slice(word, at + 1, word.len)))
		return true;
	return span_find_byte(span_str(keys[meant.at[at] - 'a']), word.at[at]) < strlen(keys[meant.at[at] - 'a']) ||
	    (span_find_byte(SPAN_LIT("aeiouy"), meant.at[at]) < 6 && span_find_byte(SPAN_LIT("aeiouy"), word.at[at]) < 6);
}

/* The known word that this one was meant to be, one slip away. */
static const struct form_word *
nearest(const struct form_lexicon *x, struct span word)
{
	unsigned limit = word.len < TYPO_LETTERS ? 0 : word.len < 9 ? 1 : 2, best = limit + 1;
	const struct form_word *found = NULL;
	struct form_slips near;
	size_t i;

	if (limit == 0 || word.len >= 24)
		return NULL;
	form_slip_start(&x->slips, word, limit, (const size_t[2]){ x->length_from[word.len - limit], x->length_from[word.len + limit + 1] }, &near);
	while (form_slip_next(&near, &i)) {
		const struct form_word *w = &x->words[x->by_length[i]];
		unsigned distance;

		if (!is_likely(w->text, word))
			continue;
		distance = text_distance(w->text, word, limit);
		/* Of two as near the one that was learnt first. */
		if (distance < best || (distance == best && found != NULL && w < found)) {
			best = distance;
			found = w;
		}
	}
	return found;
}

/* The longest known phrase of so many words or fewer, but more than one. */
static struct form_word *
longer_at(const struct form_lexicon *x, const struct piece *words, size_t most, size_t *used_out)
{
	struct form_word *longest = NULL, *phrase;
	struct span text = words[0].text;
	uint32_t hash = words[0].hash;

	for (size_t n = 2; n <= most; n++) {
		const unsigned char *end = words[n - 1].text.at + words[n - 1].text.len;

		for (const unsigned char *p = text.at + text.len; p < end; p++)
			hash = form_label_hash_on(hash, *p);
		text.len = (size_t)(end - text.at);
		if ((phrase = find_hashed(x, text, hash)) != NULL) {
			longest = phrase;
			*used_out = n;
		}
	}
	return longest;
}

/* The longest known phrase at word `at`; *used_out words of it. */
static struct form_word *
phrase_at(struct arena *a, const struct form_lexicon *x, const struct piece *words, size_t count, size_t at, size_t *used_out)
{
	const struct piece *word = &words[at];
	struct form_word *w = find_hashed(x, word->text, word->hash), *longer = NULL;
	struct span one;

	*used_out = 1;
	if (w != NULL && w->words > 1)
		longer = longer_at(x, word, w->words < count - at ? w->words : count - at, used_out);
	if (w != NULL)
		return longer != NULL ? longer : w;
	one = singular(a, word->text);
	if (one.len == word->text.len)
		return NULL;
	return one.at == word->text.at ? find_hashed(x, one, word->shorter) : find(x, one);
}

static void
put_id(struct form_bag *b, uint16_t id)
{
	size_t i = b->count;

	for (size_t j = 0; j < b->count; j++)
		if (b->ids[j] == id)
			return;
	if (b->count == FORM_BAG_WORDS) {
		b->unknown++;
		return;
	}
	for (; i > 0 && b->ids[i - 1] > id; i--)
		b->ids[i] = b->ids[i - 1];
	b->ids[i] = id;
	b->count++;
}

/* Words that say what is asked for, by their first letter; some only where they are the first word. */
struct sign {
	struct span word;
	unsigned asks;
	bool first;
};
#define SIGN(word, asks) { SPAN_LIT_INIT(word), asks, false }
#define FIRST(word, asks) { SPAN_LIT_INIT(word), asks, true }
#define SIGNS(...) (const struct sign[]){ __VA_ARGS__, { SPAN_LIT_INIT(""), 0, false } }
static const struct sign *const signs[26] = {
	['a' - 'a'] = SIGNS(FIRST("are", FORM_ASKS_YES)),
	['b' - 'a'] = SIGNS(SIGN("born", FORM_ASKS_DATE)),
	['c' - 'a'] = SIGNS(FIRST("can", FORM_ASKS_YES)),
	['d' - 'a'] = SIGNS(SIGN("date", FORM_ASKS_DATE), SIGN("dates", FORM_ASKS_DATE), SIGN("dob", FORM_ASKS_DATE), SIGN("dod", FORM_ASKS_DATE), SIGN("day", FORM_ASKS_DATE),
	    FIRST("do", FORM_ASKS_YES), FIRST("does", FORM_ASKS_YES), FIRST("did", FORM_ASKS_YES), SIGN("details", FORM_ASKS_DETAIL), SIGN("describe", FORM_ASKS_DETAIL)),
	['e' - 'a'] = SIGNS(SIGN("edd", FORM_ASKS_DATE), SIGN("explain", FORM_ASKS_DETAIL)),
	['h' - 'a'] = SIGNS(FIRST("has", FORM_ASKS_YES), FIRST("have", FORM_ASKS_YES), FIRST("had", FORM_ASKS_YES), FIRST("how", FORM_ASKS_OPEN)),
	['i' - 'a'] = SIGNS(FIRST("is", FORM_ASKS_YES)),
	['n' - 'a'] = SIGNS(SIGN("name", FORM_ASKS_NAME), SIGN("names", FORM_ASKS_NAME)),
	['o' - 'a'] = SIGNS(SIGN("on", FORM_ASKS_ON), SIGN("outline", FORM_ASKS_DETAIL)),
	['s' - 'a'] = SIGNS(SIGN("state", FORM_ASKS_DETAIL), SIGN("specify", FORM_ASKS_DETAIL)),
	['t' - 'a'] = SIGNS(SIGN("time", FORM_ASKS_TIME)),
	['w' - 'a'] = SIGNS(FIRST("when", FORM_ASKS_DATE), FIRST("was", FORM_ASKS_YES), FIRST("were", FORM_ASKS_YES), FIRST("will", FORM_ASKS_YES), FIRST("who", FORM_ASKS_NAME),
	    FIRST("what", FORM_ASKS_OPEN), FIRST("why", FORM_ASKS_OPEN), FIRST("which", FORM_ASKS_OPEN), FIRST("where", FORM_ASKS_OPEN)),
	['y' - 'a'] = SIGNS(SIGN("your", FORM_ASKS_YOU), SIGN("you", FORM_ASKS_YOU)),
};

/* What a sentence asks for, by the words themselves. */
static unsigned
asks(const struct piece *words, size_t count)
{
	unsigned out = 0;

	for (size_t i = 0; i < count; i++) {
		struct span word = words[i].text;
		const struct sign *s = span_is_lower(word.at[0]) ? signs[word.at[0] - 'a'] : NULL;

		for (; s != NULL && s->word.len > 0; s++)
			if ((!s->first || i == 0) && span_eq(word, s->word))
				out |= s->asks;
	}
	return out;
}

/* Slips of the keyboard, where the rest is known and they are few: an answer's names are not
 * worth the search. */
static void
mend(struct arena *a, const struct form_lexicon *x, const struct span *lost, struct form_bag *out)
{
	size_t count = out->unknown;

	if (out->count == 0 && out->words > 2)
		return;
	for (size_t i = 0; i < count && count <= TYPOS; i++) {
		const struct form_word *w = nearest(x, singular(a, lost[i]));

		if (w == NULL)
			continue;
		out->unknown--;
		put_id(out, w->id);
	}
}

static void
fill(struct arena *a, const struct form_lexicon *x, struct form_lexicon *learner, struct span folded, bool guess, struct form_bag *out)
{
	struct piece words[WORDS + 1];
	struct span lost[TYPOS];
	size_t count = cut(folded, words), used;

	*out = (struct form_bag){ .count = 0 };
	if (count > (guess ? FORM_GUESS_WORDS : WORDS)) {
		out->unknown = WORDS;
		return;
	}
	out->words = (unsigned char)count;
	for (size_t i = 0; i < count; i += used) {
		const struct form_word *w = phrase_at(a, x, words, count, i, &used);

		if (w == NULL && learner != NULL)
			w = add(a, learner, singular(a, words[i].text), learner->next_id++);
		if (w == NULL && out->unknown < TYPOS)
			lost[out->unknown] = words[i].text;
		if (w == NULL)
			out->unknown++;
		else if (w->id != 0)
			put_id(out, w->id);
		if (out->unknown > 0 && !guess)
			return;
	}
	if (guess)
		mend(a, x, lost, out);
	if (out->count > 0 || learner != NULL)
		out->asks = asks(words, count);
}

void
form_bag_learn(struct arena *a, struct form_lexicon *x, struct span folded, struct form_bag *out)
{
	fill(a, x, x, folded, false, out);
}

void
form_bag_cut(struct arena *a, const struct form_lexicon *x, struct span folded, bool guess, struct form_bag *out)
{
	fill(a, x, NULL, folded, guess, out);
}

uint16_t
form_bag_learn_word(struct arena *a, struct form_lexicon *x, struct span word)
{
	const struct form_word *w = find(x, word);

	return w != NULL ? w->id : add(a, x, word, x->next_id++)->id;
}

bool
form_bag_order(struct arena *a, const struct form_lexicon *x, struct span folded, uint16_t ids[FORM_ORDER_WORDS], size_t *count_out)
{
	struct piece words[WORDS + 1];
	struct span lost = SPAN_NONE;
	size_t count = cut(folded, words), used, unknown = 0, at = 0;

	*count_out = 0;
	if (count > FORM_ORDER_WORDS)
		return false;
	for (size_t i = 0; i < count; i += used) {
		const struct form_word *w = phrase_at(a, x, words, count, i, &used);

		if (w == NULL && ++unknown > FORM_ORDER_LOST)
			return false;
		if (w == NULL) {
			lost = words[i].text;
			at = *count_out;
		}
		if (w == NULL || w->id != 0)
			ids[(*count_out)++] = w == NULL ? FORM_ORDER_UNKNOWN : w->id;
	}
	/* A slip of the keyboard. */
	if (unknown == 1 && *count_out > 2) {
		const struct form_word *w = nearest(x, singular(a, lost));

		if (w != NULL)
			ids[at] = w->id;
	}
	return *count_out > 0;
}

bool
form_bag_equal(const struct form_bag *a, const struct form_bag *b)
{
	return a->count == b->count && a->unknown == b->unknown && memcmp(a->ids, b->ids, a->count * sizeof(a->ids[0])) == 0;
}

uint32_t
form_bag_hash(const struct form_bag *b)
{
	return form_label_hash(span_of((const unsigned char *)b->ids, b->count * sizeof(b->ids[0])));
}
