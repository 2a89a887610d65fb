/* SPDX-License-Identifier: ISC */
#include "parsers/classify_words.h"

#include "parsers/text.h"

/* Phrases are compared folded, as whole words.  They weigh only where no form was found. */
struct phrase {
	const char *words;
	int weight;
};

static const struct phrase referral_phrases[] = {
	{ "rapid review", 2 }, { "serious incident notification", 2 }, { "child safeguarding practice review", 2 }, { "lcspr", 2 }, { "cspr", 2 },
	{ "serious case review", 2 }, { "need to know briefing", 3 }, { "notifiable incident", 2 }, { "practice learning review", 2 },
	{ "learning review", 1 }, { "case for consideration", 2 }, { "refer this case", 3 }, { "referring this case", 3 }, { "wish to refer", 3 },
	{ "formal referral", 2 }, { "making a referral", 2 }, { "completed referral", 3 }, { "referral form attached", 3 }, { "attached referral", 3 },
	{ "child died", 2 }, { "baby died", 2 }, { "has died", 2 }, { "died on", 2 }, { "death of a child", 2 }, { "child death", 2 }, { "infant death", 2 },
	{ "seriously harmed", 2 }, { "serious harm", 2 }, { "non accidental injury", 2 }, { "life threatening", 1 }, { "fatal", 1 },
};
static const struct phrase concern_phrases[] = {
	{ "worried about a child", 4 }, { "worried about the child", 4 }, { "worried about my neighbour", 3 }, { "concerned about a child", 4 },
	{ "concerned about the child", 4 }, { "concerned for the safety", 3 }, { "worried for the safety", 3 }, { "child is being hurt", 4 },
	{ "being hit", 2 }, { "child at risk", 3 }, { "children are left alone", 4 }, { "left alone", 2 }, { "marf", 4 }, { "child protection referral", 4 },
	{ "report abuse", 3 }, { "being abused", 3 }, { "next door", 1 }, { "bruises", 2 }, { "bruising", 2 }, { "screaming", 1 }, { "crying", 1 },
	{ "worried about", 1 }, { "concerned about", 1 }, { "little boy", 1 }, { "little girl", 1 }, { "the children", 1 }, { "the child", 1 }, { "disclosed", 2 },
	{ "request for support", 1 }, { "mash referral", 4 }, { "referral to mash", 4 }, { "early help", 1 }, { "neglected", 2 }, { "hungry", 1 },
};
static const struct phrase booking_phrases[] = {
	{ "book a place", 4 }, { "book me", 3 }, { "booking form", 3 }, { "booking", 2 }, { "book on", 2 }, { "workshop", 2 }, { "training", 2 }, { "course", 2 }, { "webinar", 2 },
	{ "e learning", 2 }, { "delegate", 2 }, { "attend the", 1 }, { "places available", 3 }, { "dietary requirements", 3 }, { "certificate", 1 }, { "reserve a place", 4 },
};
static const struct phrase query_phrases[] = {
	{ "freedom of information", 6 }, { "foi", 5 }, { "subject access", 6 }, { "press office", 4 }, { "journalist", 5 }, { "newspaper", 4 }, { "complaint", 4 }, { "how many", 2 },
	{ "could you tell me", 3 }, { "can you tell me", 3 }, { "please advise", 2 }, { "what is the process", 4 }, { "where can i find", 4 }, { "copy of the form", 4 },
	{ "blank form", 4 }, { "invoice", 4 }, { "statutory request", 3 }, { "i would like to know", 3 }, { "do you have", 2 }, { "minutes", 2 }, { "agenda", 2 },
};

static bool
holds_words(struct span text, struct span words)
{
	struct span rest = text;

	while (rest.len >= words.len) {
		size_t hit = span_find(rest, words), end = hit + words.len;

		if (hit == rest.len)
			return false;
		if ((hit == 0 || rest.at[hit - 1] == ' ') && (end == rest.len || rest.at[end] == ' '))
			return true;
		rest = span_slice(rest, hit + 1, rest.len);
	}
	return false;
}

static int
weigh(struct span folded, const struct phrase *phrases, size_t n)
{
	int weight = 0;

	for (size_t i = 0; i < n; i++)
		if (holds_words(folded, span_str(phrases[i].words)))
			weight += phrases[i].weight;
	return weight;
}

#define WEIGH(text, table) weigh(text, table, sizeof(table) / sizeof(table[0]))

enum classify_class
classify_words_prose(const struct record *r, struct arena *a, struct span *why_out)
{
	struct arena_text all = arena_text(a);
	struct span folded;
	int referral, concern, booking, query;

	arena_put(&all, r->subject);
	arena_put_byte(&all, '\n');
	arena_put(&all, span_slice(r->text, 0, r->quoted_at));
	arena_put_byte(&all, '\n');
	arena_put(&all, r->blocks_summary);
	folded = text_fold(a, arena_text_span(&all));
	referral = WEIGH(folded, referral_phrases);
	concern = WEIGH(folded, concern_phrases);
	booking = WEIGH(folded, booking_phrases);
	query = WEIGH(folded, query_phrases);
	*why_out = arena_printf(a, "no form; the text weighs referral %d, concern %d, booking %d, query %d", referral, concern, booking, query);
	if (query >= 4 && query >= referral && query >= concern)
		return CLASSIFY_QUERY;
	if (booking >= 4 && booking > referral && booking >= concern)
		return CLASSIFY_BOOKING;
	if (referral >= 4 && referral >= concern)
		return CLASSIFY_REFERRAL;
	if (concern >= 4)
		return CLASSIFY_MISDIRECTED;
	return CLASSIFY_QUERY;
}
