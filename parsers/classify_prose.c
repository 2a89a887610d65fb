/* SPDX-License-Identifier: ISC */
#include "parsers/classify_words.h"

#include "parsers/text.h"

enum { ENOUGH = 4, NAMED = 5, BEGINNING = 2000 };

/* Phrases are compared folded, as whole words.  They weigh only where no form was found. */
struct phrase {
	const char *words;
	int weight;
};

static const struct phrase referral_phrases[] = {
	{ "rapid review", 2 }, { "child safeguarding practice review", 2 }, { "lcspr", 2 }, { "cspr", 2 }, { "serious case review", 2 },
	{ "notifiable incident", 2 }, { "practice learning review", 2 }, { "learning review", 1 }, { "case review", 1 }, { "case for consideration", 2 },
	{ "for consideration", 1 }, { "refer this case", 3 }, { "refer the case", 3 }, { "refer a case", 3 }, { "referring this case", 3 }, { "referring the case", 3 },
	{ "wish to refer", 3 }, { "like to refer", 3 }, { "put this case forward", 3 }, { "formal referral", 2 }, { "making a referral", 2 },
	{ "as a referral", 3 }, { "completed referral", 3 }, { "referral form attached", 3 }, { "attached referral", 3 }, { "attach our referral", 3 },
	{ "referral attached", 3 }, { "meets the criteria", 2 }, { "agencies worked together", 2 }, { "child died", 2 }, { "child has died", 3 }, { "baby died", 2 },
	{ "has died", 2 }, { "died on", 2 }, { "died in", 1 }, { "death of a child", 2 }, { "child death", 2 }, { "infant death", 2 }, { "seriously harmed", 2 },
	{ "serious harm", 2 }, { "non accidental injury", 2 }, { "intensive care", 2 }, { "life threatening", 1 }, { "fatal", 1 }, { "suspected neglect", 1 },
	{ "suspected abuse", 1 }, { "overdose", 1 },
};
static const struct phrase notification_phrases[] = {
	{ "serious incident notification", 3 }, { "copy of the serious incident notification", 3 }, { "copy of the sin", 4 }, { "sin notification", 4 }, { "sin copy", 4 },
	{ "need to know briefing", 6 }, { "need to know", 2 }, { "notified the national panel", 2 }, { "notification was submitted", 2 }, { "notified ofsted", 2 },
	{ "notification to the national panel", 3 }, { "notification to the child safeguarding practice review panel", 3 }, { "submitted to the child safeguarding practice review panel", 2 },
	{ "child safeguarding incident notification", 4 }, { "incident notification submitted", 3 }, { "your notification has been submitted", 4 }, { "notification has been submitted", 2 }, { "copy of our notification", 3 }, { "copy of the notification", 3 },
	{ "submitted to the national panel", 2 }, { "sent to the national panel", 2 }, { "reason for notification", 2 }, { "date notified", 2 },
};
static const struct phrase case_phrases[] = {
	{ "we have received your referral", 5 }, { "correction to referral", 5 }, { "correction to a referral", 5 }, { "amendment to referral", 5 }, { "amendment to our referral", 5 }, { "amendment to the referral", 5 }, { "update to referral", 5 },
	{ "update to our referral", 5 }, { "in the referral i sent", 5 }, { "in the referral we sent", 5 }, { "referral i sent", 3 }, { "referral we sent", 3 }, { "amend your record", 4 }, { "amend your records", 4 }, { "correct your record", 4 }, { "correct your records", 4 },
	{ "further to referral", 4 }, { "addendum to our referral", 5 }, { "addendum to the referral", 5 }, { "correction to our referral", 5 }, { "correction to my referral", 5 }, { "correction to the referral", 5 }, { "further to our referral", 5 },
	{ "further to my referral", 5 }, { "further to the referral", 5 }, { "on our referral form", 3 }, { "on the referral form was wrong", 3 }, { "amended referral", 4 }, { "amended form", 4 },
	{ "updated referral", 4 }, { "revised referral", 4 }, { "corrected referral", 4 }, { "corrected form", 4 }, { "missing information", 2 }, { "additional information", 2 }, { "as requested", 1 },
	{ "agency summary", 4 }, { "agency return", 4 }, { "agency report", 3 }, { "information return", 4 }, { "summary of involvement", 4 }, { "return for the rapid review", 4 },
	{ "thank you for submitting your rapid review", 6 }, { "the panel considered", 4 }, { "the panel agrees", 4 }, { "panel agreed with your decision", 4 }, { "agrees with your decision", 4 },
	{ "panel decision", 2 }, { "national panel decision", 3 },
};
static const struct phrase concern_phrases[] = {
	{ "worried about a child", 4 }, { "worried about the child", 4 }, { "worried about my neighbour", 3 }, { "concerned about a child", 4 }, { "concern about a child", 4 },
	{ "concerned about the child", 4 }, { "concerned for the safety", 3 }, { "worried for the safety", 3 }, { "child is being hurt", 4 },
	{ "being hit", 2 }, { "hits her", 3 }, { "hits him", 3 }, { "hit him", 2 }, { "hit her", 2 }, { "hits the", 2 }, { "touches her", 3 }, { "touches him", 3 }, { "child at risk", 3 },
	{ "left alone", 2 }, { "left on their own", 3 }, { "home alone", 3 }, { "marf", 4 }, { "child protection referral", 4 }, { "child protection concern", 4 },
	{ "safeguarding concern", 2 }, { "report abuse", 3 }, { "being abused", 3 }, { "abused by", 3 }, { "next door", 1 }, { "neighbours kids", 2 }, { "neighbours", 1 }, { "neighbour", 1 }, { "bruises", 2 }, { "bruising", 2 },
	{ "black eye", 2 }, { "screaming", 1 }, { "crying", 1 }, { "can someone check", 3 }, { "please check on", 2 }, { "worried about", 1 }, { "concerned about", 1 }, { "little boy", 1 },
	{ "little girl", 1 }, { "little one", 1 }, { "kids", 1 }, { "the children", 1 }, { "the child", 1 }, { "disclosed", 2 }, { "request for support", 1 },
	{ "mash referral", 4 }, { "referral to mash", 4 }, { "early help", 1 }, { "neglected", 2 }, { "hungry", 1 }, { "step dad", 1 },
};
static const struct phrase booking_phrases[] = {
	{ "book a place", 4 }, { "book me", 3 }, { "book two places", 4 }, { "book places", 4 }, { "booking form", 3 }, { "booking", 2 }, { "book on", 2 }, { "workshop", 2 }, { "training", 2 }, { "course", 2 },
	{ "webinar", 2 }, { "e learning", 2 }, { "delegate", 2 }, { "delegates", 2 }, { "attend the", 1 }, { "places available", 3 }, { "dietary requirements", 3 }, { "certificate", 1 },
	{ "reserve a place", 4 }, { "my booking", 3 }, { "our booking", 3 }, { "confirm my place", 4 }, { "my place on", 3 }, { "refresher", 2 }, { "level 3 safeguarding", 1 }, { "sign up for", 2 },
};
static const struct phrase query_phrases[] = {
	{ "freedom of information", 6 }, { "foi", 5 }, { "subject access", 6 }, { "dsar", 5 }, { "press office", 5 }, { "press enquiry", 5 }, { "media enquiry", 5 }, { "journalist", 5 }, { "reporter", 5 }, { "newspaper", 4 }, { "news", 1 },
	{ "like a comment", 3 }, { "can you comment", 3 }, { "complaint", 4 }, { "make a complaint", 5 }, { "wish to complain", 5 }, { "how many", 2 }, { "could you tell me", 3 }, { "can you tell me", 3 }, { "please advise", 2 }, { "what is the process", 4 },
	{ "what happens", 2 }, { "is there a", 1 }, { "where can i find", 4 }, { "copy of the form", 4 }, { "copy of the referral form", 4 }, { "blank form", 4 }, { "blank copy", 4 }, { "invoice", 4 }, { "statutory request", 3 },
	{ "i would like to know", 3 }, { "do you have", 2 }, { "minutes", 2 }, { "agenda", 2 }, { "newsletter", 2 }, { "article", 2 }, { "you published", 2 }, { "research", 2 },
};

/* What a referral told in a letter speaks of, in whatever order: a child, and what befell it or what is
 * asked for.  None of these says anything alone. */
static const struct phrase child_phrases[] = {
	{ "child", 1 }, { "child s", 1 }, { "children", 1 }, { "baby", 1 }, { "babies", 1 }, { "infant", 1 }, { "newborn", 1 }, { "neonate", 1 }, { "toddler", 1 }, { "boy", 1 }, { "girl", 1 }, { "pupil", 1 },
	{ "young person", 1 }, { "young people", 1 }, { "young man", 1 }, { "young woman", 1 }, { "teenager", 1 }, { "teenage", 1 }, { "adolescent", 1 }, { "year old", 1 }, { "years old", 1 }, { "month old", 1 }, { "months old", 1 },
	{ "week old", 1 }, { "weeks old", 1 }, { "day old", 1 }, { "sibling", 1 }, { "siblings", 1 }, { "twins", 1 }, { "care leaver", 1 }, { "unborn", 1 }, { "this case", 1 },
	{ "son", 1 }, { "daughter", 1 }, { "stepson", 1 }, { "stepdaughter", 1 }, { "grandson", 1 }, { "granddaughter", 1 }, { "nephew", 1 }, { "niece", 1 }, { "lad", 1 }, { "kid", 1 }, { "kids", 1 }, { "teen", 1 }, { "youngster", 1 }, { "schoolboy", 1 }, { "schoolgirl", 1 },
	{ "yr old", 1 }, { "years of age", 1 }, { "months of age", 1 }, { "weeks of age", 1 }, { "plentyn", 1 }, { "babi", 1 }, { "bachgen", 1 }, { "merch", 1 },
};
static const struct phrase grave_phrases[] = {
	{ "died", 1 }, { "dead", 1 }, { "death", 1 }, { "deceased", 1 }, { "passed away", 1 }, { "life extinct", 1 }, { "found lifeless", 1 }, { "fatal", 1 }, { "fatally", 1 }, { "suicide", 1 }, { "took his own life", 1 },
	{ "took her own life", 1 }, { "taken his own life", 1 }, { "taken her own life", 1 }, { "took their own life", 1 }, { "hanged", 1 }, { "hanging", 1 }, { "ligature", 1 }, { "overdose", 1 }, { "murdered", 1 }, { "murder", 1 }, { "was killed", 1 }, { "homicide", 1 },
	{ "stabbed", 1 }, { "stabbing", 1 }, { "shot", 1 }, { "drowned", 1 }, { "drowning", 1 }, { "strangled", 1 }, { "suffocated", 1 }, { "shaken", 1 }, { "scalded", 1 }, { "scalds", 1 }, { "burns", 1 }, { "fracture", 1 }, { "fractures", 1 }, { "skull", 1 },
	{ "head injury", 1 }, { "brain injury", 1 }, { "bleed on the brain", 1 }, { "bleeding on the brain", 1 }, { "subdural", 1 }, { "non accidental", 1 }, { "nai", 1 }, { "serious injury", 1 }, { "serious injuries", 1 }, { "seriously injured", 1 }, { "critically ill", 1 }, { "critical condition", 1 },
	{ "serious harm", 1 }, { "seriously harmed", 1 }, { "significant harm", 1 }, { "life changing", 1 }, { "life threatening", 1 }, { "intensive care", 1 }, { "picu", 1 }, { "resuscitated", 1 }, { "resuscitation", 1 }, { "cardiac arrest", 1 }, { "unresponsive", 1 }, { "ventilated", 1 },
	{ "malnourished", 1 }, { "starved", 1 }, { "severe neglect", 1 }, { "severely neglected", 1 }, { "raped", 1 }, { "sexually abused", 1 }, { "sexually exploited", 1 }, { "criminally exploited", 1 }, { "tortured", 1 }, { "poisoned", 1 }, { "serious incident", 1 },
	{ "icu", 1 }, { "itu", 1 }, { "life support", 1 }, { "not expected to live", 1 }, { "not expected to survive", 1 }, { "not woken up", 1 }, { "not breathing", 1 }, { "stopped breathing", 1 }, { "no pulse", 1 }, { "unconscious", 1 }, { "lifeless", 1 }, { "coma", 1 }, { "brain damage", 1 },
	{ "killed", 1 }, { "stab wound", 1 }, { "stab wounds", 1 }, { "shooting", 1 }, { "fractured", 1 }, { "asphyxia", 1 }, { "choked", 1 }, { "fell from a", 1 }, { "co sleeping", 1 }, { "sudi", 1 }, { "attempted to take", 1 }, { "emaciated", 1 }, { "raped by", 1 }, { "rape", 1 },
	{ "sexually assaulted", 1 }, { "sexual assault", 1 }, { "marw", 1 }, { "marwolaeth", 1 }, { "bu farw", 1 },
};
static const struct phrase review_phrases[] = {
	{ "rapid review", 1 }, { "learning review", 1 }, { "practice review", 1 }, { "case review", 1 }, { "serious case review", 1 }, { "lcspr", 1 }, { "cspr", 1 }, { "scr", 1 }, { "plr", 1 }, { "a review", 1 }, { "reviewed", 1 }, { "practice improvement group", 1 },
	{ "the panel to", 1 }, { "near miss", 1 }, { "good practice", 1 }, { "learning for", 1 }, { "lessons", 1 },
};
static const struct phrase asking_phrases[] = {
	{ "refer", 1 }, { "referral", 1 }, { "referring", 1 }, { "referred to you", 1 }, { "consider", 1 }, { "considered", 1 }, { "consideration", 1 }, { "request", 1 }, { "requesting", 1 }, { "put forward", 1 }, { "nominate", 1 }, { "nomination", 1 },
	{ "discussed", 1 }, { "should look at", 1 }, { "look into", 1 },
};

/* In the first person, or about what is attached: a newsletter says none of these. */
static const struct phrase act_phrases[] = {
	{ "wish to refer", 3 }, { "like to refer", 3 }, { "want to refer", 3 }, { "refer this case", 3 }, { "refer the case", 3 }, { "referring this case", 3 }, { "referring the case", 3 }, { "put this case forward", 3 },
	{ "completed referral", 3 }, { "referral form attached", 3 }, { "attached referral", 3 }, { "attach our referral", 3 }, { "referral attached", 3 }, { "i am worried about", 3 }, { "we are worried about", 3 },
	{ "i m worried about", 3 }, { "i am concerned about", 3 }, { "we are concerned about", 3 }, { "i want to report", 3 }, { "i need to report", 3 }, { "child protection referral", 3 }, { "copy of the serious incident notification", 3 },
	{ "need to know briefing", 3 },
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

static int
heaviest(struct span folded, const struct phrase *phrases, size_t n)
{
	int most = 0;

	for (size_t i = 0; i < n; i++)
		if (phrases[i].weight > most && holds_words(folded, span_str(phrases[i].words)))
			most = phrases[i].weight;
	return most;
}

#define WEIGH(text, table) weigh(text, table, sizeof(table) / sizeof(table[0]))

/* What the writer says: subject, the text above any quotation, and attached documents. */
static struct span
words_of(const struct record *r, struct arena *a)
{
	struct arena_text all = arena_text(a);

	arena_put(&all, r->subject);
	arena_put_byte(&all, '\n');
	arena_put(&all, span_slice(r->text, 0, r->quoted_at));
	arena_put_byte(&all, '\n');
	arena_put(&all, r->blocks_summary);
	return text_fold(a, arena_text_span(&all));
}

/* The subject and how the letter, or what came with it, begins: who refers a case says so at once. */
static struct span
beginning_of(const struct record *r, struct arena *a)
{
	struct arena_text all = arena_text(a);

	arena_put(&all, r->subject);
	arena_put_byte(&all, '\n');
	arena_put(&all, span_slice(r->text, 0, r->quoted_at < BEGINNING ? r->quoted_at : BEGINNING));
	arena_put_byte(&all, '\n');
	arena_put(&all, span_slice(r->blocks_summary, 0, BEGINNING));
	return text_fold(a, arena_text_span(&all));
}

/* A child, and a grave event or the wish for a review.  Whoever tells the first may ask as many
 * questions as he likes. */
static int
weigh_case(const struct record *r, struct arena *a)
{
	struct span begins = beginning_of(r, a);

	if (WEIGH(begins, child_phrases) == 0)
		return 0;
	if (WEIGH(begins, grave_phrases) > 0)
		return 2 * ENOUGH;
	return WEIGH(begins, review_phrases) > 0 && WEIGH(begins, asking_phrases) > 0 ? ENOUGH : 0;
}

bool
classify_words_grave(const struct record *r, struct arena *a)
{
	return weigh_case(r, a) > ENOUGH;
}

/* Somebody attached a document in which no label was known, and calls it a referral; or the values of a
 * form, without the form. */
static bool
is_unknown_form(const struct record *r, struct arena *a)
{
	static const struct phrase referral[] = { { "referral", 1 }, { "refer", 1 }, { "referring", 1 }, { "rapid review", 1 }, { "learning review", 1 } };

	for (size_t i = 0; i < r->parts.count; i++) {
		const struct part *p = &r->parts.items[i];

		if (p->outcome != PART_READ || (p->flags & PART_FLAG_BODY) != 0)
			continue;
		if (span_eq_str(p->type, "application/vnd.fdf") || span_eq_str(p->type, "application/vnd.adobe.xfdf"))
			return true;
		if (p->name.len > 0 && WEIGH(beginning_of(r, a), referral) > 0)
			return true;
	}
	return false;
}

bool
classify_words_acts(const struct record *r, struct arena *a)
{
	return WEIGH(words_of(r, a), act_phrases) > 0;
}

/* A subject that calls the mail a notification, and no referral or request. */
bool
classify_words_notified(const struct record *r, struct arena *a)
{
	static const struct phrase others[] = { { "referral", 1 }, { "refer", 1 }, { "request", 1 }, { "rapid review", 1 }, { "re", 1 } };
	struct span subject = text_fold(a, r->subject);

	return WEIGH(subject, notification_phrases) >= 3 && WEIGH(subject, others) == 0;
}

int
classify_words_notification(const struct record *r, struct arena *a)
{
	return WEIGH(words_of(r, a), notification_phrases);
}

enum classify_class
classify_words_prose(const struct record *r, struct arena *a, struct span *why_out)
{
	struct span folded = words_of(r, a);
	bool named;
	int referral = WEIGH(folded, referral_phrases), notification = WEIGH(folded, notification_phrases), of_case = WEIGH(folded, case_phrases);
	int concern = WEIGH(folded, concern_phrases), booking = WEIGH(folded, booking_phrases), query = WEIGH(folded, query_phrases);
	int case_told = weigh_case(r, a), told = referral + notification + (case_told > 0 ? ENOUGH : 0);

	*why_out = arena_printf(a, "no form; the text weighs referral %d, notification %d, case %d, concern %d, booking %d, query %d%s", referral,
	    notification, of_case, concern, booking, query, case_told > 0 ? "; a child, and harm or the wish for a review" : "");
	/* A journalist names the case, too. */
	named = heaviest(folded, query_phrases, sizeof(query_phrases) / sizeof(query_phrases[0])) >= NAMED;
	if (query >= ENOUGH && query >= referral + notification + (named ? 0 : case_told) && query >= concern && query >= of_case)
		return CLASSIFY_QUERY;
	if (of_case >= ENOUGH && of_case >= notification && of_case + 2 >= referral)
		return CLASSIFY_FOLLOW_UP;
	if (booking >= ENOUGH && booking > referral && booking >= concern)
		return CLASSIFY_BOOKING;
	if (notification >= 5)
		return CLASSIFY_SIN_COPY;
	if (told >= ENOUGH && told >= concern)
		return CLASSIFY_REFERRAL;
	if (concern >= 3)
		return CLASSIFY_MISDIRECTED;
	if (!is_unknown_form(r, a))
		return CLASSIFY_QUERY;
	*why_out = SPAN_LIT("a form attached in which no label is known");
	return CLASSIFY_REFERRAL;
}
