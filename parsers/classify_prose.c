/* SPDX-License-Identifier: ISC */
#include "parsers/classify_words.h"

#include "parsers/text.h"

enum { ENOUGH = 4, NAMED = 5, BEGINNING = 2000 };

static const char *const names[CLASSIFY_SAYINGS] = {
	[CLASSIFY_SAYS_REFERRAL] = "referral", [CLASSIFY_SAYS_NOTIFICATION] = "notification", [CLASSIFY_SAYS_FOLLOW_UP] = "follow-up", [CLASSIFY_SAYS_CONCERN] = "concern",
	[CLASSIFY_SAYS_BOOKING] = "booking", [CLASSIFY_SAYS_QUERY] = "query", [CLASSIFY_SAYS_CHILD] = "child", [CLASSIFY_SAYS_HARM] = "harm", [CLASSIFY_SAYS_REVIEW] = "review",
	[CLASSIFY_SAYS_REQUEST] = "request", [CLASSIFY_SAYS_ACT] = "act", [CLASSIFY_SAYS_DOCUMENT] = "document", [CLASSIFY_SAYS_OTHER_SUBJECT] = "other-subject",
};

const char *
classify_saying_name(enum classify_saying s)
{
	return names[s];
}

bool
classify_saying_find(struct span name, enum classify_saying *out)
{
	for (unsigned i = 0; i < CLASSIFY_SAYINGS; i++)
		if (span_eq_str(name, names[i])) {
			*out = (enum classify_saying)i;
			return true;
		}
	return false;
}

bool
classify_phrase_read(struct arena *a, struct span text, struct classify_phrase *out)
{
	struct span rest = span_trim(text);

	*out = (struct classify_phrase){ .weight = 1 };
	if (rest.len > 1 && span_is_digit(rest.at[0]) && rest.at[1] == ' ') {
		out->weight = rest.at[0] - '0';
		rest = span_slice(rest, 2, rest.len);
	}
	out->words = text_fold(a, rest);
	return out->weight > 0 && out->words.len > 0;
}

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
weigh(struct span folded, const struct classify_prose *p, enum classify_saying saying)
{
	int weight = 0;

	for (size_t i = 0; i < p->of[saying].count; i++)
		if (holds_words(folded, p->of[saying].items[i].words))
			weight += p->of[saying].items[i].weight;
	return weight;
}

static int
heaviest(struct span folded, const struct classify_prose *p, enum classify_saying saying)
{
	int most = 0;

	for (size_t i = 0; i < p->of[saying].count; i++)
		if (p->of[saying].items[i].weight > most && holds_words(folded, p->of[saying].items[i].words))
			most = p->of[saying].items[i].weight;
	return most;
}

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
weigh_case(const struct record *r, const struct classify_context *c, struct arena *a)
{
	struct span begins = beginning_of(r, a);

	if (weigh(begins, c->prose, CLASSIFY_SAYS_CHILD) == 0)
		return 0;
	if (weigh(begins, c->prose, CLASSIFY_SAYS_HARM) > 0)
		return 2 * ENOUGH;
	return weigh(begins, c->prose, CLASSIFY_SAYS_REVIEW) > 0 && weigh(begins, c->prose, CLASSIFY_SAYS_REQUEST) > 0 ? ENOUGH : 0;
}

bool
classify_words_grave(const struct record *r, const struct classify_context *c, struct arena *a)
{
	return weigh_case(r, c, a) > ENOUGH;
}

/* Somebody attached a document in which no label was known, and calls it a referral; or the values of a
 * form, without the form. */
static bool
is_unknown_form(const struct record *r, const struct classify_context *c, struct arena *a)
{
	for (size_t i = 0; i < r->parts.count; i++) {
		const struct part *p = &r->parts.items[i];

		if (p->outcome != PART_READ || (p->flags & PART_FLAG_BODY) != 0)
			continue;
		if (span_eq_str(p->type, "application/vnd.fdf") || span_eq_str(p->type, "application/vnd.adobe.xfdf"))
			return true;
		if (p->name.len > 0 && weigh(beginning_of(r, a), c->prose, CLASSIFY_SAYS_DOCUMENT) > 0)
			return true;
	}
	return false;
}

bool
classify_words_acts(const struct record *r, const struct classify_context *c, struct arena *a)
{
	return weigh(words_of(r, a), c->prose, CLASSIFY_SAYS_ACT) > 0;
}

/* A subject that calls the mail a notification, and no referral or request. */
bool
classify_words_notified(const struct record *r, const struct classify_context *c, struct arena *a)
{
	struct span subject = text_fold(a, r->subject);

	return weigh(subject, c->prose, CLASSIFY_SAYS_NOTIFICATION) >= 3 && weigh(subject, c->prose, CLASSIFY_SAYS_OTHER_SUBJECT) == 0;
}

int
classify_words_notification(const struct record *r, const struct classify_context *c, struct arena *a)
{
	return weigh(words_of(r, a), c->prose, CLASSIFY_SAYS_NOTIFICATION);
}

enum classify_class
classify_words_prose(const struct record *r, const struct classify_context *c, struct arena *a, struct span *why_out)
{
	struct span folded = words_of(r, a);
	bool named;
	int referral = weigh(folded, c->prose, CLASSIFY_SAYS_REFERRAL), notification = weigh(folded, c->prose, CLASSIFY_SAYS_NOTIFICATION), of_case = weigh(folded, c->prose, CLASSIFY_SAYS_FOLLOW_UP);
	int concern = weigh(folded, c->prose, CLASSIFY_SAYS_CONCERN), booking = weigh(folded, c->prose, CLASSIFY_SAYS_BOOKING), query = weigh(folded, c->prose, CLASSIFY_SAYS_QUERY);
	int case_told = weigh_case(r, c, a), told = referral + notification + (case_told > 0 ? ENOUGH : 0);

	*why_out = arena_printf(a, "no form; the text weighs referral %d, notification %d, case %d, concern %d, booking %d, query %d%s", referral,
	    notification, of_case, concern, booking, query, case_told > 0 ? "; a child, and harm or the wish for a review" : "");
	/* A journalist names the case, too. */
	named = heaviest(folded, c->prose, CLASSIFY_SAYS_QUERY) >= NAMED;
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
	if (!is_unknown_form(r, c, a))
		return CLASSIFY_QUERY;
	*why_out = SPAN_LIT("a form attached in which no label is known");
	return CLASSIFY_REFERRAL;
}
