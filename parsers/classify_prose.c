/* SPDX-License-Identifier: ISC */
#include "parsers/classify_words.h"

#include "parsers/text.h"
#include "parsers/value.h"

enum { ENOUGH = 4, NAMED = 5, BEGINNING = 2000, OPENING = 400 };
enum { GRAVE = 2 * ENOUGH };	/* what weigh_case() makes of a child and of what befell it */
enum { CERTAIN = 99 };	/* ... where the child's age is told, too: who asks five things beside has none the less a case */
enum { RELEASED = 9 };	/* "notes to editors": nobody who refers a case writes any */
enum { MAILED = 8 };		/* "unsubscribe": a newsletter, where it begins as one twice over */
enum { BOOKED = 3 };		/* said by who wants a place alone: of a child that was stabbed people say that it was on a training course, too */
enum { SEEN = 1 };		/* what weigh_case() makes of a child in a service's hands: a referral, unless the letter is a worry for the front door */

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

/* Where they stand as whole words at `from` or behind; the text's length: nowhere. */
static size_t
find_words(struct span text, size_t from, struct span words)
{
	while (from + words.len <= text.len) {
		size_t hit = from + span_find(span_slice(text, from, text.len), words), end = hit + words.len;

		if (hit == text.len || ((hit == 0 || text.at[hit - 1] == ' ') && (end == text.len || text.at[end] == ' ')))
			return hit;
		from = hit + 1;
	}
	return text.len;
}

static bool
holds_words(struct span text, struct span words)
{
	return find_words(text, 0, words) < text.len;
}

/* Nothing of the list stands right behind a place: "child death audit" is no death, and "child safeguarding practice review" no child. */
static bool
is_plain(struct span folded, size_t end, const struct classify_prose *p)
{
	struct span behind = span_slice(folded, end < folded.len ? end + 1 : end, folded.len);

	for (size_t i = 0; i < p->of[CLASSIFY_SAYS_PAPER].count; i++) {
		struct span words = p->of[CLASSIFY_SAYS_PAPER].items[i].words;

		if (span_starts(behind, words) && (behind.len == words.len || behind.at[words.len] == ' '))
			return false;
	}
	return true;
}

static bool
holds_plainly(struct span folded, const struct classify_prose *p, enum classify_saying saying)
{
	for (size_t i = 0; i < p->of[saying].count; i++) {
		struct span words = p->of[saying].items[i].words;

		for (size_t hit = find_words(folded, 0, words); hit < folded.len; hit = find_words(folded, hit + 1, words))
			if (is_plain(folded, hit + words.len, p))
				return true;
	}
	return false;
}

/* "Child Death Review Nurse" beneath a letter tells of no death: the text without the names of posts and panels. */
static struct span
without_offices(struct span folded, const struct classify_prose *p, struct arena *a)
{
	for (size_t i = 0; i < p->of[CLASSIFY_SAYS_OFFICE].count; i++) {
		struct span name = p->of[CLASSIFY_SAYS_OFFICE].items[i].words;
		struct arena_text rest = arena_text(a);
		size_t from = 0, hit = find_words(folded, 0, name);

		if (hit == folded.len)
			continue;
		for (; hit < folded.len; hit = find_words(folded, from, name)) {
			arena_put(&rest, span_slice(folded, from, hit));
			/* What stood apart stays apart. */
			arena_put_str(&rest, "|");
			from = hit + name.len;
		}
		arena_put(&rest, span_slice(folded, from, folded.len));
		folded = arena_text_span(&rest);
	}
	return folded;
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

/* Sent on rather than answered: "Fwd: ...", under a line that says so, or a few words above a letter by who answers none. */
static bool
is_forward(const struct record *r)
{
	static const char *const marks[] = { "fw:", "fwd:", "fw ", "fwd " };
	enum { NEAR = 80, FEW = 200 };
	struct span near = span_slice(r->text, r->quoted_at < NEAR ? 0 : r->quoted_at - NEAR, r->quoted_at + NEAR);

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (span_starts_nocase(span_trim(r->subject), span_str(marks[i])))
			return true;
	if (r->quoted_at < FEW && r->in_reply_to.len == 0 && r->references_count == 0 && !span_starts_nocase(span_trim(r->subject), SPAN_LIT("re:")))
		return true;
	return span_find_nocase(near, SPAN_LIT("forwarded message")) < near.len;
}

/* The text above any quotation; of a mail that was sent on, what it brings as well: "See below" is all that its sender may say. */
static struct span
own_words(const struct record *r)
{
	return span_slice(r->text, 0, is_forward(r) ? r->text.len : r->quoted_at);
}

/* What the writer says: subject, the text above any quotation, and attached documents. */
static struct span
words_of(const struct record *r, const struct classify_context *c, struct arena *a)
{
	struct arena_text all = arena_text(a);

	arena_put(&all, r->subject);
	arena_put_byte(&all, '\n');
	arena_put(&all, own_words(r));
	arena_put_byte(&all, '\n');
	arena_put(&all, r->blocks_summary);
	return without_offices(text_fold(a, arena_text_span(&all)), c->prose, a);
}

/* The subject and how the letter, or what came with it, begins, as it was written. */
static struct span
written_beginning(const struct record *r, size_t bytes, struct arena *a)
{
	struct arena_text all = arena_text(a);

	arena_put(&all, r->subject);
	arena_put_byte(&all, '\n');
	arena_put(&all, span_slice(own_words(r), 0, bytes));
	arena_put_byte(&all, '\n');
	arena_put(&all, span_slice(r->blocks_summary, 0, bytes));
	return arena_text_span(&all);
}

/* ... folded: who refers a case says so at once. */
static struct span
beginning_of(const struct record *r, const struct classify_context *c, size_t bytes, struct arena *a)
{
	return without_offices(text_fold(a, written_beginning(r, bytes, a)), c->prose, a);
}

/* A sentence ends there, or a paragraph. */
static bool
ends_sentence(struct span s, size_t at)
{
	unsigned char next = at + 1 < s.len ? s.at[at + 1] : '\n';

	if (s.at[at] == '\n')
		return next == '\n' || next == '\r';
	return (s.at[at] == '.' || s.at[at] == '!' || s.at[at] == '?' || s.at[at] == ';') && (next == ' ' || next == '\n' || next == '\r');
}

/* How the letter begins says something of the list and makes it no part of a paper's name: "a child death. Policy was followed" does, where a sentence ends. */
static bool
begins_plainly(const struct record *r, const struct classify_context *c, struct span begins, enum classify_saying saying, struct arena *a)
{
	struct span text = written_beginning(r, BEGINNING, a);
	size_t from = 0;

	if (holds_plainly(begins, c->prose, saying))
		return true;
	for (size_t i = 0; i < text.len && weigh(begins, c->prose, saying) > 0; i++)
		if (i == r->subject.len || i + 1 == text.len || ends_sentence(text, i)) {
			if (holds_plainly(without_offices(text_fold(a, span_slice(text, from, i + 1)), c->prose, a), c->prose, saying))
				return true;
			from = i + 1;
		}
	return false;
}

/* How many digits the text begins with, of a number up to `most`; 0: of none. */
static size_t
small_number(struct span s, uint64_t most)
{
	uint64_t n;
	size_t digits = 0;

	while (digits < s.len && span_is_digit(s.at[digits]))
		digits++;
	return span_number(span_slice(s, 0, digits), most, &n) ? digits : 0;
}

/* Folded "15yo", "15f", "17 y o", "6 month old", "6 52 old" (weeks), "aged 4", "year 9": a child, whatever it is called.  Grammar, and no word that somebody
 * might want another of. */
static bool
tells_age(struct span folded)
{
	static const char *const behind[] = { "yo ", "y o ", "y old ", "yr old ", "yrs old ", "yrs ", "year old ", "years old ", "mo ", "month old ", "months old ", "mth old ", "mths old ", "wk old ", "wks old ", "week old ", "weeks old ", "day old ", "days old ", "12 old ", "52 old ", "7 old ", "12 male ", "12 female ", "52 male ", "52 female ", "m ", "f ", "male ", "female ", "oed " },
	    *const joined[] = { "f ", "m " }, *const before[] = { "aged ", "age ", "year ", "yr " };
	enum { CHILD = 17, SCHOOL = 2 };	/* from there on `before` is a school's year */

	for (size_t at = 0; at < folded.len; at += span_find_byte(span_slice(folded, at, folded.len), ' ') + 1) {
		struct span rest = span_slice(folded, at, folded.len), more;
		size_t digits = small_number(rest, CHILD);

		more = span_slice(rest, digits + (digits < rest.len && rest.at[digits] == ' ' ? 1 : 0), rest.len);
		if (digits > 0 && (span_starts_any(more, SPAN_WORDS(behind)) || span_starts_any(span_slice(rest, digits, rest.len), SPAN_WORDS(joined))))
			return true;
		for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++) {
			more = span_slice(rest, span_str(before[i]).len, rest.len);
			digits = small_number(more, i < SCHOOL ? CHILD : 13);
			if (i >= SCHOOL && digits > 0 && digits < more.len && more.at[digits] == 's')	/* "our year 10s" */
				digits++;
			if (span_starts(rest, span_str(before[i])) && digits > 0 && (digits == more.len || more.at[digits] == ' '))
				return true;
		}
	}
	return false;
}

/* " 14," of "J.D., 14, assaulted", " 5 months:" of "Isla, 5 months: three fractures", "16)" of "Tyrone Bell (16)": behind a word in capitals, and nothing else with it. */
static bool
is_age_alone(struct span s)
{
	static const char *const units[] = { "months", "month", "mths", "weeks", "wks", "days", "years", "yrs" };
	enum { CHILD = 17 };
	struct span rest = span_trim(s);
	size_t digits = small_number(rest, CHILD);

	if (digits == 0 || rest.at[0] == '0')
		return false;
	rest = span_slice(rest, digits, rest.len);
	if (rest.len > 0 && rest.at[0] == ' ')
		rest = span_slice(rest, 1, rest.len);
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (span_starts_nocase(rest, span_str(units[i]))) {
			rest = span_slice(rest, span_str(units[i]).len, rest.len);
			break;
		}
	if (rest.len == 0)
		return true;
	return (rest.at[0] == ',' || rest.at[0] == ';' || rest.at[0] == ':' || rest.at[0] == '.' || rest.at[0] == ')') && (rest.len == 1 || !span_is_digit(rest.at[1]));
}

static bool
tells_age_alone(const struct record *r)
{
	struct span rest = span_slice(own_words(r), 0, BEGINNING), line;

	while (span_line(&rest, &line))
		for (size_t i = 1; i < line.len; i++) {
			size_t from = i;

			if (line.at[i] != ',' && line.at[i] != '(')
				continue;
			while (from > 0 && line.at[from - 1] == ' ')
				from--;
			while (from > 0 && line.at[from - 1] != ' ')
				from--;
			if (line.at[from] >= 'A' && line.at[from] <= 'Z' && span_find(span_slice(line, from, i), SPAN_LIT("day")) == i - from && is_age_alone(span_slice(line, i + 1, line.len)))
				return true;
		}
	return false;
}

/* "Kai is 15.", "she was only 6,": somebody by name, or "he", and a number at the end of what is said. */
static bool
tells_age_of_somebody(const struct record *r)
{
	static const char *const is[] = { " is ", " was " }, *const only[] = { "only ", "just ", "now ", "nearly " }, *const who[] = { "he", "she", "who", "they" };
	enum { CHILD = 17 };
	struct span rest = span_slice(own_words(r), 0, BEGINNING), line;

	while (span_line(&rest, &line))
		for (size_t i = 0; i < sizeof(is) / sizeof(is[0]); i++)
			for (size_t at = 0, hit; (hit = span_find(span_slice(line, at, line.len), span_str(is[i]))) < line.len - at;) {
				size_t from = at + hit, digits;
				struct span behind = span_slice(line, from + span_str(is[i]).len, line.len), word;

				at = from + 1;
				while (from > 0 && line.at[from - 1] != ' ')
					from--;
				word = span_slice(line, from, at - 1);
				for (size_t k = 0; k < sizeof(only) / sizeof(only[0]); k++)
					if (span_starts(behind, span_str(only[k])))
						behind = span_slice(behind, span_str(only[k]).len, behind.len);
				digits = small_number(behind, CHILD);
				if (digits == 0 || word.len < 2 || !(span_is_any_nocase(word, SPAN_WORDS(who)) || (span_is_upper(word.at[0]) && !span_is_upper(word.at[1]))))
					continue;
				behind = span_slice(behind, digits, behind.len);
				if (behind.len == 0 || ((behind.at[0] == '.' || behind.at[0] == ',' || behind.at[0] == ';') && (behind.len == 1 || behind.at[1] == ' ')) || span_starts(behind, SPAN_LIT(" and ")) || span_starts(behind, SPAN_LIT(" (")))
					return true;
			}
	return false;
}

/* A letter that tells when whom it is about was born: "Touching the death of Rhys Oak, date of birth 2 August 2013". */
static bool
tells_birth(const struct record *r)
{
	return r->forms_count > 0 && r->forms[0].told && field_answer(&r->forms[0].fields, "child.1.name").len > 0 && field_answer(&r->forms[0].fields, "child.1.dob").len > 0;
}

/* A day in the life of whoever was a child when the mail came. */
static bool
is_birthday(const struct record *r, struct span text, struct arena *a)
{
	enum { LONGEST = 24, DAY_SECONDS = 86400, CHILDHOOD_DAYS = 18 * 366 };
	int64_t came = r->has_received ? r->received_at : r->has_date ? r->date_at : 0;
	struct value_date day;
	int64_t age;

	text = span_trim(text);
	while (text.len > 0 && (text.at[0] == ':' || text.at[0] == '-' || text.at[0] == '.' || text.at[0] == '='))
		text = span_trim(span_slice(text, 1, text.len));
	if (text.len == 0 || text.len > LONGEST || came == 0 || value_date_read(text, true, a, &day) != FIELD_ANSWERED)
		return false;
	age = came / DAY_SECONDS - civil_to_days(day.date);
	return age >= 0 && age < CHILDHOOD_DAYS;
}

static struct span
up_to_mark(struct span s)
{
	size_t end = 0;

	while (end < s.len && s.at[end] != ',' && s.at[end] != ';' && s.at[end] != ')' && s.at[end] != '(')
		end++;
	return span_slice(s, 0, end);
}

/* "Rae Oak (3.4.2019)": a day in brackets behind two words with capitals. */
static bool
is_named_birthday(const struct record *r, struct span line, size_t open, struct arena *a)
{
	size_t from = open, words = 0;

	for (; words < 2; words++) {
		while (from > 0 && line.at[from - 1] == ' ')
			from--;
		while (from > 0 && line.at[from - 1] != ' ')
			from--;
		if (from == open || line.at[from] < 'A' || line.at[from] > 'Z')
			return false;
	}
	return is_birthday(r, up_to_mark(span_slice(line, open + 1, line.len)), a);
}

/* "Rae Oak (DOB 3/4/2019), 5 Mill Lane", "Rae Oak (3/4/2019)", or a day and nothing else on its line, as beneath a name. */
static bool
tells_birthday(const struct record *r, struct arena *a)
{
	static const char *const before[] = { "dob", "d.o.b", "date of birth", "born", " b." };
	struct span rest = span_slice(own_words(r), 0, BEGINNING), line;

	while (span_line(&rest, &line)) {
		size_t open = span_find_byte(line, '(');

		if (is_birthday(r, line, a) || (open < line.len && is_named_birthday(r, line, open, a)))
			return true;
		for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++) {
			struct span word = span_str(before[i]);
			size_t at = span_find_nocase(line, word);

			if (at < line.len && is_birthday(r, up_to_mark(span_slice(line, at + word.len, line.len)), a))
				return true;
		}
	}
	return false;
}

/* A child, and a grave event, the wish for a review, or who sees to a child of that age.  Whoever tells the first may ask as
 * many questions as he likes. */
static int
weigh_case(const struct record *r, const struct classify_context *c, struct arena *a)
{
	struct span begins = beginning_of(r, c, BEGINNING, a);
	bool born = tells_birth(r), aged = born || tells_age(arena_printf(a, "%.*s ", SPAN_PF(begins))) || tells_age_alone(r) || tells_age_of_somebody(r) || tells_birthday(r, a);

	if (!aged && weigh(begins, c->prose, CLASSIFY_SAYS_CHILD) == 0)
		return 0;
	if (begins_plainly(r, c, begins, CLASSIFY_SAYS_HARM, a))
		return aged ? CERTAIN : GRAVE;
	/* "Referral" above a name and a day of birth: what befell it is still to come. */
	if (aged && (weigh(begins, c->prose, CLASSIFY_SAYS_SERVICE) > 0 || (born && weigh(begins, c->prose, CLASSIFY_SAYS_DOCUMENT) > 0)))
		return SEEN;
	if (!aged && !begins_plainly(r, c, begins, CLASSIFY_SAYS_CHILD, a))
		return 0;
	return weigh(begins, c->prose, CLASSIFY_SAYS_REVIEW) > 0 && weigh(begins, c->prose, CLASSIFY_SAYS_REQUEST) > 0 ? ENOUGH : 0;
}

/* Somebody whose work it is to ask, or who only complains, names the case, too, and refers none: a journalist does.  Whoever complains of how his own kin came
 * to grief has told of a case, and does not know that it may be referred. */
static bool
is_asking(const struct classify_context *c, struct span folded, int case_told)
{
	int most = heaviest(folded, c->prose, CLASSIFY_SAYS_QUERY);

	if (most < NAMED || (case_told >= GRAVE && weigh(folded, c->prose, CLASSIFY_SAYS_ACT) > 0))
		return false;
	return most > NAMED || case_told < GRAVE || weigh(folded, c->prose, CLASSIFY_SAYS_RELATIVE) == 0;
}

/* What the case weighs against questions: nothing, where it is only asked about; everything, where kin tells of it, however often "complaint" is said. */
static int
case_against_questions(const struct classify_context *c, struct span folded, int case_told, bool named)
{
	if (named)
		return 0;
	if (case_told == GRAVE && weigh(folded, c->prose, CLASSIFY_SAYS_RELATIVE) > 0)
		return CERTAIN;
	return case_told == SEEN ? ENOUGH : case_told;
}

/* "7-minute briefing: Child Q": what a case is told for that others have dealt with.  Anything new in it, a child by name, somebody who refers, or who writes "I"
 * and tells of grave harm to a child of some age makes it a case. */
static bool
is_material(const struct record *r, const struct classify_context *c, struct span folded, int case_told, struct arena *a)
{
	bool own = weigh(folded, c->prose, CLASSIFY_SAYS_ACT) + weigh(folded, c->prose, CLASSIFY_SAYS_SELF) > 0 || r->quoted_at < r->text.len;
	struct span opening = beginning_of(r, c, OPENING, a);
	int paper = weigh(opening, c->prose, CLASSIFY_SAYS_MATERIAL);
	int fresh = weigh(folded, c->prose, CLASSIFY_SAYS_FRESH) + weigh(folded, c->prose, CLASSIFY_SAYS_ACT) + (case_told == CERTAIN ? weigh(folded, c->prose, CLASSIFY_SAYS_SELF) : 0);
	int sent = heaviest(folded, c->prose, CLASSIFY_SAYS_MATERIAL), begun = heaviest(opening, c->prose, CLASSIFY_SAYS_MATERIAL);

	/* "Unsubscribe" alone makes no paper of what mass mail tells. */
	paper -= begun >= MAILED ? begun : 0;
	if (!own && (sent >= RELEASED || (sent == MAILED && paper >= 2 * ENOUGH)))
		fresh = 0;
	return fresh == 0 && paper >= ENOUGH && !tells_birth(r);
}

bool
classify_words_grave(const struct record *r, const struct classify_context *c, struct arena *a)
{
	return weigh_case(r, c, a) >= GRAVE;
}

/* Somebody attached a document in which no label was known, or shares one by a link, and calls it a
 * referral; or the values of a form, without the form. */
bool
classify_words_document(const struct record *r, const struct classify_context *c, struct arena *a)
{
	bool called = weigh(beginning_of(r, c, BEGINNING, a), c->prose, CLASSIFY_SAYS_DOCUMENT) > 0;

	for (size_t i = 0; i < r->parts.count; i++) {
		const struct part *p = &r->parts.items[i];

		if (p->outcome != PART_READ || (p->flags & PART_FLAG_BODY) != 0)
			continue;
		if (span_eq_str(p->type, "application/vnd.fdf") || span_eq_str(p->type, "application/vnd.adobe.xfdf") || (called && p->name.len > 0))
			return true;
	}
	return called && classify_words_shares(r, a);
}

/* "7. last week, I think": a number, what parts it from the rest, and no question. */
static bool
is_numbered_answer(struct span line)
{
	enum { MOST = 99 };
	size_t digits = small_number(line, MOST);
	unsigned char last = line.len > 0 ? line.at[line.len - 1] : ':';

	return digits > 0 && digits + 1 < line.len && (line.at[digits] == '.' || line.at[digits] == ')') && !span_is_digit(line.at[digits + 1]) && last != ':' && last != '?';
}

/* A day, yes or no, and nothing else. */
static bool
is_short_answer(struct span line, struct arena *a)
{
	enum { LONGEST = 24 };
	static const char *const words[] = { "yes", "no", "not known", "n/k" };
	struct value_date day;

	return line.len > 0 && line.len <= LONGEST && (span_is_any_nocase(line, SPAN_WORDS(words)) || value_date_read(line, false, a, &day) == FIELD_ANSWERED);
}

bool
classify_words_answered(const struct record *r, bool quoted, struct arena *a)
{
	enum { NUMBERED = 3, SHORT = 2 };
	struct span rest = span_slice(r->text, 0, r->quoted_at), line;
	size_t numbered = 0, few = 0;

	if (quoted && r->quoted_at >= r->text.len)
		return false;
	while (span_line(&rest, &line)) {
		line = span_trim(line);
		numbered += is_numbered_answer(line) ? 1 : 0;
		few += is_short_answer(line, a) ? 1 : 0;
	}
	return numbered >= NUMBERED || few >= SHORT;
}

bool
classify_words_acts(const struct record *r, const struct classify_context *c, struct arena *a)
{
	return weigh(words_of(r, c, a), c->prose, CLASSIFY_SAYS_ACT) > 0;
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
	return weigh(words_of(r, c, a), c->prose, CLASSIFY_SAYS_NOTIFICATION);
}

enum classify_class
classify_words_prose(const struct record *r, const struct classify_context *c, struct arena *a, struct span *why_out)
{
	struct span folded = words_of(r, c, a);
	bool named;
	int referral = weigh(folded, c->prose, CLASSIFY_SAYS_REFERRAL), notification = weigh(folded, c->prose, CLASSIFY_SAYS_NOTIFICATION), of_case = weigh(folded, c->prose, CLASSIFY_SAYS_FOLLOW_UP);
	int concern = weigh(folded, c->prose, CLASSIFY_SAYS_CONCERN), booking = weigh(folded, c->prose, CLASSIFY_SAYS_BOOKING), query = weigh(folded, c->prose, CLASSIFY_SAYS_QUERY);
	int case_told = weigh_case(r, c, a), told = referral + notification + (case_told > 0 ? ENOUGH : 0);

	*why_out = arena_printf(a, "no form; the text weighs referral %d, notification %d, case %d, concern %d, booking %d, query %d%s", referral,
	    notification, of_case, concern, booking, query, case_told > 0 ? "; a child, and harm or the wish for a review" : "");
	named = is_asking(c, folded, case_told);
	/* Two places and "can you invoice the school?": what is asked beside a booking is a part of it. */
	if (query >= ENOUGH && query * 2 >= booking && query >= referral + notification + case_against_questions(c, folded, case_told, named) && query >= concern && query >= of_case)
		return CLASSIFY_QUERY;
	if (of_case >= ENOUGH && of_case >= notification && of_case + 2 >= referral && (case_told < GRAVE || r->in_reply_to.len > 0 || heaviest(folded, c->prose, CLASSIFY_SAYS_FOLLOW_UP) >= NAMED))
		return CLASSIFY_FOLLOW_UP;
	if (booking >= ENOUGH && booking > referral && booking >= concern && (case_told < GRAVE || heaviest(folded, c->prose, CLASSIFY_SAYS_BOOKING) >= BOOKED + (case_told == CERTAIN ? 1 : 0)))
		return CLASSIFY_BOOKING;
	if (notification >= 5)
		return CLASSIFY_SIN_COPY;
	if (told >= ENOUGH && is_material(r, c, folded, case_told, a)) {
		*why_out = SPAN_LIT("no form; about a paper, a course or a published case, and nothing that has just happened");
		return CLASSIFY_QUERY;
	}
	if (told >= ENOUGH && told >= concern && !(case_told == SEEN && concern >= 3))
		return CLASSIFY_REFERRAL;
	if (concern >= 3)
		return CLASSIFY_MISDIRECTED;
	if (!classify_words_document(r, c, a))
		return CLASSIFY_QUERY;
	*why_out = SPAN_LIT("a form attached in which no label is known, or shared by a link");
	return CLASSIFY_REFERRAL;
}
