/* SPDX-License-Identifier: ISC
 *
 * form_words: what the files of the form room share that look at the words of a label: chains by
 * hashes, wordings with a `*`, slips of the keyboard, words as numbers, the nearest wordings.
 */
#ifndef PARSERS_FORM_WORDS_H
#define PARSERS_FORM_WORDS_H

#include "parsers/form_inside.h"

void form_chains_start(struct arena *a, size_t heads, struct form_chains *out);	/* of no things yet; heads: a power of two */
/* As bits: some of those of the hash that say nothing about its head. */
static inline uint8_t
form_chain_mark(uint32_t hash)
{
	return (uint8_t)(1u << (hash >> 29));
}
static inline uint32_t
form_chain_from(const struct form_chains *c, uint32_t n, uint32_t hash)
{
	while (n != 0 && c->links[n - 1].hash != hash)
		n = c->links[n - 1].next;
	return n;
}
/* 0: none is left that has that hash. */
static inline uint32_t
form_chain_first(const struct form_chains *c, uint32_t hash)
{
	return (c->marks[hash & c->mask] & form_chain_mark(hash)) == 0 ? 0 : form_chain_from(c, c->heads[hash & c->mask], hash);
}
static inline uint32_t
form_chain_next(const struct form_chains *c, uint32_t n)
{
	return form_chain_from(c, c->links[n - 1].next, c->links[n - 1].hash);
}
static inline void
form_chain_put(struct form_chains *c, uint32_t n, uint32_t hash)
{
	c->links[n - 1] = (struct form_link){ hash, c->heads[hash & c->mask] };
	c->heads[hash & c->mask] = n;
	c->marks[hash & c->mask] |= form_chain_mark(hash);
}

/* form_memo: what is asked again and again, found out once for each text.  Texts must stay where they are, as they are. */
struct form_memo *form_memo_new(struct arena *a);
struct form_judged {
	struct span text, folded;
	bool known, placeholder;		/* the other is what was found: it stands where nothing was filled in */
};
struct form_judged *form_memo_judged(const struct form_reader *r, struct span text);	/* folded, and to be judged, if that is not known */
struct span form_memo_number(const struct form_reader *r, struct span folded, unsigned *number_out);	/* form_label_take_number() */
const struct form_bag *form_memo_bag(const struct form_reader *r, struct span folded);	/* form_bag_cut() by the set's words, nothing guessed; until it is asked again */
unsigned *form_memo_last_year(const struct form_reader *r);	/* that the part names; 0: to be filled in */
void form_memo_guess(const struct form_reader *r, struct span folded, struct form_bag *out);	/* ... and guessed */
struct form_found {
	struct span text;
	const struct form_def *form;
	enum form_match_grade grade;
	bool known, any;			/* the two below are what was found; whether it is something */
	struct form_match match;
};
bool form_memo_is_nothing(const struct form_reader *r, struct span text, enum form_match_grade grade);	/* a looser grade is known to have found nothing */
struct form_found *form_memo_found(const struct form_reader *r, struct span text, enum form_match_grade grade);	/* to be filled in, if it is not known */
struct form_found *form_memo_guessed(const struct form_reader *r, struct span text);	/* the same of form_guess_find() */

/* form_label: the hash of a whole text, by which wordings are found; of a word, and of one that goes on with another byte. */
uint32_t form_label_key(struct span folded);
uint32_t form_label_hash(struct span folded);
#define FORM_HASH_START 2166136261u
static inline uint32_t
form_label_hash_on(uint32_t hash, unsigned char c)
{
	return (hash ^ c) * 16777619u;
}

bool form_label_glob(struct span pattern, struct span folded);
/* Puts the texts of a table side by side, in its order: those that are compared one after the other lay all over the memory.
 * Each item, so many bytes of it, begins with its text (a struct span), which is moved; a is where the table is. */
void form_label_pack(struct arena *a, void *items, size_t size, size_t count);
static inline bool
form_label_may_glob(struct span pattern, struct span folded)
{
	return pattern.len > 0 && folded.len > 0 && (pattern.at[0] == folded.at[0] || pattern.at[0] == '*');
}
/* Two letters side by side, as a number; others may share it. */
enum { FORM_PAIRS = 1024 };
static inline unsigned
form_label_pair(const unsigned char *at)
{
	return (unsigned)(at[0] & 31) << 5 | (at[1] & 31);
}


/* form_glob: the wordings with a `*` that a text is one of; of a form's titles and marks, or all others. */
enum { FORM_GLOBS = 128 };
struct form_globs {
	uint32_t items[FORM_GLOBS];		/* among the index's wordings, in their order */
	size_t count;
};
struct form_glob {
	struct span pattern;
	uint32_t wording;
	unsigned char first, letters[3];	/* what it begins with; what it is kept under, zeros for nothing */
};
void form_glob_index(struct arena *a, struct form_index *x);
void form_glob_find(const struct form_index *x, struct span folded, bool titles, struct form_globs *out);

/* form_slip: of a range of texts those, one after the other in their order, that may be so many slips
 * away: one at most where there are 5 letters, two 8, three 11. */
struct form_slips {
	const uint32_t *at[4], *end[4];
	size_t count;
	const uint64_t *letters;
	uint64_t own;				/* the text's letters */
	unsigned limit;
};
void form_slip_index(struct arena *a, const struct span *texts, size_t count, struct form_slip_index *out);
void form_slip_start(const struct form_slip_index *x, struct span text, unsigned limit, const size_t range[2], struct form_slips *out);
bool form_slip_next(struct form_slips *s, size_t *text_out);

/* form_bag */
enum { FORM_GUESS_WORDS = 24 };		/* a longer text is no label */
void form_bag_start(struct arena *a, const struct form_set *set, struct form_lexicon *out);
/* Its words become known; or only known ones are taken, the rest counted, and while guessing
 * a slip of the keyboard forgiven. */
void form_bag_end(struct arena *a, struct form_lexicon *x);	/* nothing more will be learnt */
void form_bag_learn(struct arena *a, struct form_lexicon *x, struct span folded, struct form_bag *out);
void form_bag_cut(struct arena *a, const struct form_lexicon *x, struct span folded, bool guess, struct form_bag *out);
uint16_t form_bag_id(struct arena *a, const struct form_lexicon *x, struct span word);
bool form_bag_equal(const struct form_bag *a, const struct form_bag *b);
uint32_t form_bag_hash(const struct form_bag *b);

/* form_near: the wordings nearest by weighed words. */
#define FORM_UNKNOWN_WEIGHT 4.5f	/* of a word that no label has */
#define FORM_PLAIN_WORD 3.5f		/* of words that many labels have: date, name, number */
#define FORM_PLAIN_MISS 0.8f		/* what a wording's word counts that the label has not */
enum { FORM_LEAST = 62, FORM_MARGIN = 7 };	/* points out of 100 to be near enough; that the next meaning has to be off */
struct form_scratch *form_near_scratch(struct arena *a, const struct form_index *x);
bool form_near_is_other_kind(const struct form_wording *w, unsigned asks);	/* it asks who, or for a day, or for yes or no, and the wording does not */
bool form_near_lacks_name(const struct form_wording *w, unsigned asks);	/* the wording asks who, and it does not */
bool form_near_hangs_on_rest(const struct form_wording *w, struct span folded, unsigned asks);	/* of the same words, but what makes it a label is a small one it lacks */
void form_near_keep(struct form_match *m, const struct form_wording *w, unsigned char points, bool anywhere);
static inline uint32_t
form_near_bit(uint16_t id)
{
	return (uint32_t)1 << id % 32;
}
uint32_t form_near_number(const struct form_set *set, const struct form_def *form);	/* from 1; 0 for NULL */
/* The headings that hold one of the words, one after the other in no order, and what weighs in common.  All must be taken. */
void form_near_share_headings(const struct form_reader *r, const struct form_bag *b);
const struct form_wording *form_near_next_shared(const struct form_reader *r, float *shared_out);	/* NULL: that was the last */
bool form_near_find(const struct form_reader *r, const struct form_bag *b, struct form_match *out);

/* Words of a question: those of the set's concepts, else of what says the same.  The words of a text in their order, the
 * idle ones left out; one that is not known is FORM_ORDER_UNKNOWN; false where these or all are too many. */
enum { FORM_ORDER_WORDS = 24, FORM_ORDER_LOST = 2, FORM_ORDER_UNKNOWN = UINT16_MAX };
void form_bag_concepts(struct arena *a, const struct form_set *set, struct form_lexicon *out);
uint16_t form_bag_learn_word(struct arena *a, struct form_lexicon *x, struct span word);
bool form_bag_order(struct arena *a, const struct form_lexicon *x, struct span folded, uint16_t ids[FORM_ORDER_WORDS], size_t *count_out);

#endif
