/* SPDX-License-Identifier: ISC
 *
 * What a sentence states plainly: "The police are investigating and the coroner has been informed."  A sentence with a doubt, a
 * denial, hearsay, another child or a time gone by states nothing.  Patterns are words; a `/` parts those of which one must stand there, a `?` marks what may.
 */
#include "parsers/form_letter.h"
#include "parsers/form_words.h"
#include "parsers/text.h"

#include <string.h>

enum { WORDS = 60, LONGEST = 400 };

struct words {
	struct span items[WORDS];
	size_t count;
	uint64_t seen;			/* bit_of() each of them */
};

bool
form_letter_sentence(struct span *rest, struct span *one_out)
{
	struct span s = *rest;
	size_t i = 0;

	if (s.len == 0)
		return false;
	/* "d.o.b. 1/2/2020" goes on. */
	while (i < s.len && s.at[i] != '\n' && !(((s.at[i] == '.' && !(i > 1 && s.at[i - 2] == '.' && span_is_letter(s.at[i - 1]))) || s.at[i] == '!' || s.at[i] == '?' || s.at[i] == ';') && (i + 1 == s.len || s.at[i + 1] == ' ' || s.at[i + 1] == '\n')))
		i++;
	*one_out = span_trim(span_slice(s, 0, i + 1));
	*rest = span_slice(s, i + 1, s.len);
	return true;
}

/* By the first byte and the length: what no word of a sentence has is in none. */
static uint64_t
bit_of(struct span word)
{
	return UINT64_C(1) << ((word.at[0] + 7 * word.len) % 64);
}

static struct words
words_of(const struct form_reader *r, struct span text)
{
	struct span rest = form_memo_fold(r, text), word;
	struct words w;

	w.count = 0;
	w.seen = 0;
	while (rest.len > 0 && w.count < WORDS && span_split(&rest, ' ', &word))
		if (word.len > 0) {
			w.items[w.count++] = word;
			w.seen |= bit_of(word);
		}
	return w;
}

bool
form_letter_is_one(struct span word, struct span choices)
{
	const unsigned char *at = choices.at, *end = choices.at + choices.len, *to;

	for (; at < end; at = to + 1) {
		to = memchr(at, '/', (size_t)(end - at));
		to = to == NULL ? end : to;
		if (span_eq(word, span_of(at, (size_t)(to - at))))
			return true;
	}
	return false;
}

static bool
has(const struct words *w, struct span word)
{
	if ((w->seen & bit_of(word)) == 0)
		return false;
	for (size_t i = 0; i < w->count; i++)
		if (span_eq(w->items[i], word))
			return true;
	return false;
}

static bool
has_any(const struct words *w, const struct span *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (has(w, words[i]))
			return true;
	return false;
}

static bool
goes(const struct words *w, size_t at, struct span pattern)
{
	struct span token;
	bool optional;

	if (pattern.len == 0 || !span_split(&pattern, ' ', &token))
		return true;
	optional = token.at[0] == '?';
	if (optional)
		token = span_slice(token, 1, token.len);
	if (at < w->count && form_letter_is_one(w->items[at], token) && goes(w, at + 1, pattern))
		return true;
	return optional && goes(w, at, pattern);
}

/* Whether one of the words a pattern begins with may be among them. */
static bool
may_begin(const struct words *w, struct span pattern)
{
	struct span token, word;

	if (!span_split(&pattern, ' ', &token) || token.len == 0 || token.at[0] == '?')
		return true;
	while (span_split(&token, '/', &word))
		if (word.len > 0 && (w->seen & bit_of(word)) != 0)
			return true;
	return false;
}

static bool
holds(const struct words *w, struct span pattern)
{
	if (!may_begin(w, pattern))
		return false;
	for (size_t i = 0; i < w->count; i++)
		if (goes(w, i, pattern))
			return true;
	return false;
}

/* "3 May", "May 2026" */
static bool
is_month(const struct words *w, size_t at)
{
	return span_eq_str(w->items[at], "may") && ((at > 0 && span_is_digit(w->items[at - 1].at[0])) || (at + 1 < w->count && span_is_digit(w->items[at + 1].at[0])));
}

static unsigned
year_of(struct span word)
{
	enum { YEAR = 4 };
	uint64_t year = 0;

	return word.len == YEAR && span_number(word, 2099, &year) && year >= 1900 ? (unsigned)year : 0;
}

/* A year before the last one that the part names. */
static bool
is_long_ago(const struct form_reader *r, const struct words *w)
{
	unsigned *latest = form_memo_last_year(r), said = 0;

	for (size_t i = 0; i < w->count; i++)
		said = year_of(w->items[i]) > said ? year_of(w->items[i]) : said;
	if (said == 0)
		return false;
	/* Once: a long letter has thousands of sentences that name a year, and each looked at all of it. */
	if (*latest == 0) {
		*latest = 1;
		for (size_t i = 0; i < r->count; i++)
			for (size_t k = 0; k < r->rows[i].count; k++) {
				struct span rest = form_memo_fold(r, r->rows[i].cells[k].all.text), word;

				while (rest.len > 0 && span_split(&rest, ' ', &word))
					*latest = year_of(word) > *latest ? year_of(word) : *latest;
			}
	}
	return said + 1 < *latest;
}

/* "I can confirm that" doubts nothing. */
static bool
is_sure(const struct words *w, size_t at)
{
	return at > 0 && form_letter_is_one(w->items[at - 1], SPAN_LIT("i/we")) && form_letter_is_one(w->items[at], SPAN_LIT("can/would")) && at + 1 < w->count && form_letter_is_one(w->items[at + 1], SPAN_LIT("confirm/report/advise/add"));
}

/* A doubt, a denial, hearsay, another child, a plan, a time gone by. */
static bool
is_plain(const struct form_reader *r, const struct words *w)
{
	static const char doubts[] = "not/no/never/none/nor/neither/if/whether/may/might/could/can/should/will/would/shall/when/once/until/unless/awaiting/awaited/await/yet/likely/possible/possibly/perhaps/think/believe/understand/unsure/unclear/unknown/"
	    "asked/ask/consider/considering/considered/expect/expected/hope/want/previous/previously/past/earlier/historic/historical/history/ago/before/closed/concluded/finished/ended/dropped/untrue/false/doubt/doubts/doubtful/unlikely/hardly/nobody/nothing/without/error/mistakenly/wrongly/says/say/said/claims/claimed/alleges/different/another/brother/sister/sibling/siblings/cousin/declined/refused/refuses/failed/t/cannot/isn/hasn/haven/aren/wasn/don/doesn/isn't/hasn't/haven't/aren't/wasn't/weren't/don't/doesn't/didn't/isnt/hasnt/wasnt/werent/dont/didnt/or/to be";

	for (size_t i = 0; i < w->count; i++)
		if (form_letter_is_one(w->items[i], span_of(doubts, sizeof(doubts) - 1)) && !is_month(w, i) && !is_sure(w, i))
			return false;
	/* "... into a burglary next door": of something else. */
	for (size_t i = 0; i < r->set->tolds_count; i++)
		for (size_t k = 0; span_eq_str(r->set->tolds[i].word, "elsewhere") && k < r->set->tolds[i].words.count; k++)
			if (holds(w, r->set->tolds[i].words.items[k]))
				return false;
	return !is_long_ago(r, w);
}

/* ---- what is under way -------------------------------------------------------------------- */

struct told {
	const char *key, *pattern;
	struct span word;		/* that every such sentence has, and few others */
};

#define KNOWS "has/have/is/are/was/were ?also/now/already/both/all ?been informed/notified/told/alerted/aware/investigating"
#define TELLS "informed/notified/told/alerted"
#define HANDS "referred/reported/notified"

static const struct told told[] = {
	{ "parallel.police", "police are/is ?now/still/currently/also/actively investigating", SPAN_LIT_INIT("police") },
	{ "parallel.police", "police have/has ?now/also opened/started/launched/begun/commenced ?an/a/their ?murder/criminal/homicide/formal/major ?crime investigation/enquiry/inquiry", SPAN_LIT_INIT("police") },
	{ "parallel.police", "police/criminal/murder/homicide investigation is/has/remains ?now/been/still/currently ongoing/underway/under/open/opened/begun/started/live/active/commenced/continuing", SPAN_LIT_INIT("investigation") },
	{ "parallel.police", "there is ?currently/now/also a/an ?live/ongoing/open/active police/criminal/murder/homicide investigation", SPAN_LIT_INIT("investigation") },
	{ "parallel.coroner", "coroner " KNOWS, SPAN_LIT_INIT("coroner") },
	{ "parallel.coroner", "coroner has ?already/now opened an/the inquest/investigation", SPAN_LIT_INIT("coroner") },
	{ "parallel.coroner", "coroner opened an/the inquest/investigation", SPAN_LIT_INIT("coroner") },
	{ "parallel.coroner", "inquest has/was/is ?been/now/already opened/open", SPAN_LIT_INIT("inquest") },
	{ "parallel.coroner", HANDS " to ?the/hm ?local/senior/area/hm coroner", SPAN_LIT_INIT("coroner") },
	{ "parallel.coroner", TELLS " ?the/hm ?local/senior/area/hm coroner", SPAN_LIT_INIT("coroner") },
	{ "parallel.cdop", "cdop " KNOWS, SPAN_LIT_INIT("cdop") },
	{ "parallel.cdop", "child death overview panel " KNOWS, SPAN_LIT_INIT("panel") },
	{ "parallel.cdop", HANDS " to ?the ?local cdop", SPAN_LIT_INIT("cdop") },
	{ "parallel.cdop", HANDS " to ?the ?local child death overview panel", SPAN_LIT_INIT("panel") },
	{ "parallel.cdop", TELLS " ?the ?local cdop", SPAN_LIT_INIT("cdop") },
	{ "parallel.lado", "lado " KNOWS, SPAN_LIT_INIT("lado") },
	{ "parallel.lado", "designated officer " KNOWS, SPAN_LIT_INIT("officer") },
	{ "parallel.lado", HANDS " to ?the lado", SPAN_LIT_INIT("lado") },
	{ "parallel.lado", TELLS " ?the lado", SPAN_LIT_INIT("lado") },
};

/* "The coroner, CDOP and the LADO have been told": what is said of one of several. */
static bool
is_told_together(const struct form_reader *r, const struct words *w, const char *who)
{
	return holds(w, arena_printf(r->arena, "%s ?and ?the/hm ?coroner/cdop/lado ?and ?the ?coroner/cdop/lado " KNOWS, who));
}

static bool
states(const struct form_reader *r, const struct words *w, const struct told *t)
{
	static const char *const groups[][2] = { { "parallel.coroner", "coroner" }, { "parallel.cdop", "cdop" }, { "parallel.lado", "lado" } };

	if (holds(w, span_str(t->pattern)))
		return true;
	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++)
		if (strcmp(t->key, groups[i][0]) == 0)
			return is_told_together(r, w, groups[i][1]);
	return false;
}

/* What happened, and why it matters, is told at length: what is said there of others is no answer about them. */
static bool
is_of_story(const struct form_reader *r, struct span one)
{
	static const char *const stories[] = { "incident.summary", "rationale", "safety.immediate" };

	for (size_t i = 0; i < sizeof(stories) / sizeof(stories[0]); i++) {
		struct span answer = field_answer(&r->out->fields, stories[i]);

		if (span_find(answer, one) < answer.len)
			return true;
	}
	return false;
}

/* How many things the sentence states; with r->out they are answers. */
static size_t
read_sentence(struct form_reader *r, struct span one, const struct words *w, const struct block *b, bool given)
{
	bool plain = false;
	size_t n = 0;

	if (one.len > LONGEST || one.at[one.len - 1] == '?')
		return 0;
	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++) {
		struct field f;

		if (!has(w, told[i].word) || !states(r, w, &told[i]))
			continue;
		if (!plain && (!is_plain(r, w) || is_of_story(r, one)))
			return 0;
		plain = true;
		n++;
		f = (struct field){ .key = span_str(told[i].key), .entry = field_key_find(span_str(told[i].key)) };
		f.first = (struct field_value){ .value = SPAN_LIT("yes"), .raw = one, .state = FIELD_ANSWERED, .source = form_give_source(r, b) };
		if (given && field_find(&r->out->fields, f.key) == NULL)
			field_add(&r->out->fields, &f);
	}
	return n;
}

/* ---- who knew when ------------------------------------------------------------------------- */

static bool
is_told(const struct words *w)
{
	static const struct span words[] = { SPAN_LIT_INIT("informed"), SPAN_LIT_INIT("notified"), SPAN_LIT_INIT("told"), SPAN_LIT_INIT("alerted"), SPAN_LIT_INIT("aware") };

	return has_any(w, words, sizeof(words) / sizeof(words[0]));
}

/* "Aware of the family", "told about Tom": that is no incident. */
static bool
is_of_something_else(const struct words *w)
{
	static const char things[] = "it/incident/event/events/death/injury/injuries/harm/matter/case/situation/allegation/allegations/concern/concerns/disclosure/assault/attack/stabbing/collapse/admission/overdose/fire/fall/arrest";

	for (size_t i = 0; i + 1 < w->count; i++) {
		size_t to = i + 1;

		if (!form_letter_is_one(w->items[i], SPAN_LIT("aware/informed/notified/told/alerted")) || !form_letter_is_one(w->items[i + 1], SPAN_LIT("of/about")))
			continue;
		for (to++; to < w->count && to < i + 7; to++)
			if (form_letter_is_one(w->items[to], span_of(things, sizeof(things) - 1)))
				break;
		if (to == w->count || to == i + 7)
			return true;
	}
	return false;
}

static bool
says_aware(const struct form_reader *r, const struct words *w, const char *who)
{
	return holds(w, arena_printf(r->arena, "%s ?safeguarding ?team was/were ?first/also/then/made informed/notified/told/alerted/aware", who)) ||
	    holds(w, arena_printf(r->arena, "%s ?first/also/then became/become ?first aware", who));
}

/* all: what it is a part of. */
static bool
is_dated(const struct form_reader *r, struct span one, struct span all)
{
	struct civil_date day;
	struct value_date d;

	if (one.len == 0 || one.len > LONGEST)
		return false;
	if (value_date_read(one, false, r->arena, &d) == FIELD_ANSWERED)
		return d.qualifier == FIELD_PLAIN;
	return form_letter_day(r, one, &day) && (one.at < all.at || one.at > all.at + all.len || form_letter_is_of_year(span_of(all.at, (size_t)(one.at - all.at)), day.year));
}

/* "The council was told on 3 May 2026", or "the same day" as what was said before: *day_in_out is what says the
 * day, if it says any.  Dates are read only where somebody was told. */
static void
read_clause(struct form_reader *r, struct span one, struct span all, struct span *day_in_out, const struct block *b)
{
	struct words clause = words_of(r, one), *w = &clause;
	bool same = has(w, SPAN_LIT("same")) && holds(w, SPAN_LIT("the same day"));
	struct span when;

	if (!same || is_dated(r, one, all))
		*day_in_out = one;
	when = *day_in_out;
	if (!is_told(w) || !is_dated(r, when, all) || is_of_something_else(w))
		return;
	if (says_aware(r, w, "authority") || says_aware(r, w, "la") || says_aware(r, w, "council") || says_aware(r, w, "children's/childrens/children ?social services/care") || says_aware(r, w, "social care"))
		(void)form_letter_give(r, "incident.la_aware", 0, when, b);
	else if (says_aware(r, w, "we") || says_aware(r, w, "i"))
		(void)form_letter_give(r, "incident.agency_aware", 0, when, b);
}

/* "We became aware on 3 May 2026, and the council was told the same day": one after the other. */
static void
read_aware(struct form_reader *r, struct span one, struct span all, const struct words *w, struct span *day_in_out, const struct block *b)
{
	static const char *const joints[] = { ", and ", " and the ", " and a ", " and we " };

	if (!is_told(w) || !is_plain(r, w)) {
		if (!has(w, SPAN_LIT("same")))
			*day_in_out = one;
		return;
	}
	while (one.len > 0) {
		size_t end, at = span_find_any_nocase(one, SPAN_WORDS(joints), &end);

		read_clause(r, span_trim(span_slice(one, 0, at)), all, day_in_out, b);
		/* "and we": whoever it is belongs to what follows. */
		one = span_slice(one, at < one.len ? at + span_find(span_slice(one, at, one.len), SPAN_LIT("and ")) + strlen("and ") : at, one.len);
	}
}

/* All that was answered to "Other processes" has an answer of its own. */
static void
drop_other(struct form_reader *r)
{
	struct field_list *list = &r->out->fields;
	const struct field *f = field_find_str(list, "parallel.other");
	struct span rest = f != NULL && f->first.state == FIELD_ANSWERED ? f->first.raw : SPAN_NONE, one;
	size_t kept = 0;

	if (rest.len == 0)
		return;
	while (form_letter_sentence(&rest, &one)) {
		struct words w = words_of(r, one);

		if (one.len > 0 && read_sentence(r, one, &w, NULL, false) == 0)
			return;
	}
	for (size_t i = 0; i < list->count; i++)
		if (!span_starts(list->items[i].key, SPAN_LIT("parallel.other")))
			list->items[kept++] = list->items[i];
	list->count = kept;
}

void
form_letter_told(struct form_reader *r)
{
	struct span day = SPAN_NONE;

	for (size_t i = 0; i < r->count; i++) {
		const struct form_cell *c;

		for (size_t k = 0; (c = form_letter_cell(r, i, k)) != NULL; k++) {
			struct span rest = c->all.text, one;

			while (form_letter_sentence(&rest, &one)) {
				struct words w = words_of(r, one);

				if (one.len > 0) {
					(void)read_sentence(r, one, &w, c->all.block, true);
					read_aware(r, one, c->all.text, &w, &day, c->all.block);
				}
			}
		}
	}
	drop_other(r);
}

/* "Ann is looked after by Vale Council", behind the line that names her. */
void
form_letter_told_child(struct form_reader *r, unsigned number, struct span name, struct span text, const struct block *b)
{
	struct words called = words_of(r, name);
	struct span one;

	while (form_letter_sentence(&text, &one)) {
		struct words w = words_of(r, one);

		if (one.len == 0 || one.at[one.len - 1] == '?' || !is_plain(r, &w) || w.count == 0 || called.count == 0 || !(form_letter_is_one(w.items[0], SPAN_LIT("he/she/they")) || span_eq(w.items[0], called.items[0])))
			continue;
		/* By a neighbour is nothing that the law calls so. */
		if ((holds(&w, SPAN_LIT("is/are ?currently/now looked after by")) && holds(&w, SPAN_LIT("council/authority/borough/county/city/services/care/trust"))) || holds(&w, SPAN_LIT("is/are ?currently/now looked after child/under")) || holds(&w, SPAN_LIT("is ?currently/now a looked after child")))
			field_add(&r->out->fields, &(struct field){ .key = arena_printf(r->arena, "child.%u.looked_after", number), .entry = field_key_find(SPAN_LIT("child.N.looked_after")),
			    .first = { .value = SPAN_LIT("yes"), .raw = one, .state = FIELD_ANSWERED, .source = form_give_source(r, b) } });
	}
}

/* ---- which review is asked for --------------------------------------------------------------- */

/* One of these words is in every sentence that asks, and every title: each pattern of "asks" has one. */
static bool
may_ask(const struct words *w)
{
	static const struct span words[] = { SPAN_LIT_INIT("refer"), SPAN_LIT_INIT("referring"), SPAN_LIT_INIT("referral"), SPAN_LIT_INIT("request"), SPAN_LIT_INIT("requesting"), SPAN_LIT_INIT("nominate"), SPAN_LIT_INIT("nominating"),
		SPAN_LIT_INIT("nomination"), SPAN_LIT_INIT("ask"), SPAN_LIT_INIT("asking"), SPAN_LIT_INIT("consider"), SPAN_LIT_INIT("send"), SPAN_LIT_INIT("sending"), SPAN_LIT_INIT("criteria"), SPAN_LIT_INIT("threshold"), SPAN_LIT_INIT("considered"), SPAN_LIT_INIT("grateful"), SPAN_LIT_INIT("obliged"), SPAN_LIT_INIT("please"), SPAN_LIT_INIT("put") };

	return has_any(w, words, sizeof(words) / sizeof(words[0]));
}

/* The patterns of "asks" in `told`: where the piece of the sentence begins in which one of them stands; the count: none does.  at_out: where that stands. */
static size_t
asks(const struct form_reader *r, const struct words *w, size_t *at_out)
{
	size_t first = w->count;

	for (size_t i = 0; i < r->set->tolds_count; i++)
		for (size_t k = 0; span_eq_str(r->set->tolds[i].word, "asks") && k < r->set->tolds[i].words.count; k++)
			for (size_t at = 0; at < first; at++)
				if (goes(w, at, r->set->tolds[i].words.items[k]))
					first = at;
	*at_out = first;
	while (first > 0 && first < w->count && !form_letter_is_one(w->items[first - 1], SPAN_LIT("and/but/so/therefore")))
		first--;
	return first;
}

static bool
is_entitled(const struct words *w)
{
	size_t at = w->count > 0 && form_letter_is_one(w->items[0], SPAN_LIT("re/subject/ref")) ? 1 : 0;

	/* "Rapid review referral: Kai Fry".  "Practice Learning Review - Referral" alone is what a form is called. */
	if (goes(w, at, SPAN_LIT("?formal rapid/learning ?practice review referral/request/nomination")) && !goes(w, w->count - 1, SPAN_LIT("referral/request/nomination/form")) && !holds(w, SPAN_LIT("referral/request/nomination form/template/guidance")))
		return true;
	return (at == 1 && holds(w, SPAN_LIT("referral/request/nomination for"))) || goes(w, at, SPAN_LIT("?formal referral/request/nomination for")) || (at == 1 && form_letter_is_one(w->items[w->count - 1], SPAN_LIT("referral/request")));
}

/* "rapid review", and not "rapid review meeting", "the rapid review of 2024". */
static bool
is_wanted(const struct words *w, size_t from, size_t to, bool titled)
{
	static const char things[] = "meeting/meetings/panel/report/date/extension/update/form/forms/template/minutes/process/guidance/group/training/learning/outcome/threshold/criteria/decision/referral/referrals/request";

	if (to < w->count && form_letter_is_one(w->items[to], span_of(things, titled ? strlen("meeting/meetings/panel/report/date/extension/update/form/forms/template/minutes/process/guidance/group/training") : sizeof(things) - 1)))
		return false;
	return from == 0 || form_letter_is_one(w->items[from - 1], SPAN_LIT("a/an/for/as/of/local/full/statutory/your/re/multi/agency/possible/potential")) || titled;
}

/* The word for a review that begins there: its value, and how many words it is. */
static size_t
review_at(const struct form_reader *r, const struct words *w, size_t at, struct span *value_out)
{
	enum { MOST = 7 };
	const struct form_vocabulary *v = form_answer_words(r, field_key_find(SPAN_LIT("referral.type")));

	for (size_t n = w->count - at < MOST ? w->count - at : MOST; n > 0; n--) {
		struct arena_text t = arena_text(r->arena);
		const struct value_word *word;
		struct span s;

		for (size_t i = 0; i < n; i++) {
			if (i > 0)
				arena_put_byte(&t, ' ');
			arena_put(&t, w->items[at + i]);
		}
		s = arena_text_span(&t);
		word = form_answer_word(v, s);
		if (word == NULL || !(span_eq_str(word->value, "lcspr") || span_eq_str(word->value, "plr")))
			continue;
		/* "Learning", "statutory" by themselves are adjectives here. */
		if (span_find(s, SPAN_LIT("review")) == s.len && !form_letter_is_one(s, SPAN_LIT("lcspr/cspr/lscpr/lspr/plr/scr")))
			continue;
		*value_out = word->value;
		return n;
	}
	return 0;
}

/* "I should be grateful if this could be considered": words that doubt nothing; at: where "grateful" stands, if it does. */
static bool
is_polite(const struct words *w, size_t i, size_t at)
{
	enum { POLITE = 8 };

	/* "I should like to" */
	if (i + 1 < w->count && form_letter_is_one(w->items[i], SPAN_LIT("should/would")) && form_letter_is_one(w->items[i + 1], SPAN_LIT("like")))
		return true;
	/* "To ask whether a rapid review will be undertaken": asked for, and not about. */
	if (at + 1 < w->count && i > at && i <= at + 2 * POLITE && span_eq_str(w->items[at], "ask") && span_eq_str(w->items[at + 1], "whether") && form_letter_is_one(w->items[i], SPAN_LIT("whether/should/could/can/might")))
		return true;
	if (at >= w->count || !form_letter_is_one(w->items[at], SPAN_LIT("grateful/obliged")))
		return false;
	return (i > at && i < at + POLITE && form_letter_is_one(w->items[i], SPAN_LIT("if/could/can"))) || (i < at && at - i <= 3 && form_letter_is_one(w->items[i], SPAN_LIT("should/would")));
}

/* "Could this please come to a rapid review?" asks for no answer. */
static bool
is_please(const struct words *w)
{
	return goes(w, 0, SPAN_LIT("could/can/would/will ?you/this/the/it/we ?case/death/child ?be please ?be ?come/go/put/put/considered/consider/hold/convene/take/treat/accept"));
}

struct span
form_letter_asks(const struct form_reader *r, struct span sentence, bool titled)
{
	struct words w;
	struct span found = SPAN_NONE;
	size_t from = 0, asked = 0;
	bool about, please;

	if (sentence.len == 0 || sentence.len > LONGEST)
		return SPAN_NONE;
	w = words_of(r, form_label_unnumbered(sentence));
	please = is_please(&w);
	if (!may_ask(&w) || (sentence.at[sentence.len - 1] == '?' && !please))
		return SPAN_NONE;
	about = titled && is_entitled(&w);
	/* "They did not work together, and I ask for a review": what they did not is no doubt about that. */
	if (!about && (from = asks(r, &w, &asked)) == w.count)
		return SPAN_NONE;
	for (size_t i = 0; i < w.count; i++) {
		struct span value;
		size_t n;

		if (i >= from && !(please && i == 0) && !is_polite(&w, i, asked) && form_letter_is_one(w.items[i], SPAN_LIT("not/whether/if/or/unless/may/might/should/could/can/yet/t/declined/rejected/withdrawn/published/avoided")) && !is_month(&w, i))
			return SPAN_NONE;
		n = review_at(r, &w, i, &value);
		if (n == 0)
			continue;
		if (found.len > 0 && !span_eq(found, value))
			return SPAN_NONE;
		if (is_wanted(&w, i, i + n, about))
			found = value;
		i += n - 1;
	}
	return found;
}
