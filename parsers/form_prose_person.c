/* SPDX-License-Identifier: ISC
 *
 * The persons whom a letter names: when they were born, whose mother or brother they are, and which of them are the children that it
 * is about.  Those are named in the line it is entitled with, or where the writer says whom he refers; else the first child that
 * is told with a date of birth.
 */
#include "parsers/form_prose.h"
#include "parsers/form_words.h"
#include "parsers/text.h"

enum { MOST_NAMES = 5, CHILDHOOD = 19, NEAR = 3 };

static bool
is_capital(struct span word)
{
	return word.len > 0 && (span_is_upper(word.at[0]) || word.at[0] >= 0x80) && !span_has_digit(word) && span_find_byte(word, '@') == word.len && span_find_byte(word, '/') == word.len;
}

static bool
is_word_of(const struct prose *p, const char *key, struct span folded)
{
	const struct form_vocabulary *v = form_answer_words(p->r, field_key_find(span_str(key)));

	for (size_t i = 0; v != NULL && i < v->count; i++)
		if (span_eq(v->words[i].folded, folded))
			return true;
	return false;
}

bool
form_prose_is_relation(const struct prose *p, const struct prose_sentence *s, size_t at)
{
	return form_prose_is_listed(p, "relation", s, at) > 0;
}

/* No part of a name: a title, a relation, a body, a post, how a sentence begins. */
static bool
is_no_name(const struct prose *p, const struct prose_sentence *s, size_t at)
{
	struct span folded = s->words[at].folded;
	struct value_date d;
	size_t to;

	return form_prose_is_listed(p, "no-name", s, at) > 0 || form_prose_is_relation(p, s, at) || form_prose_is_listed(p, "title", s, at) > 0 || is_word_of(p, "referrer.agency", folded) ||
	    is_word_of(p, "referrer.role", folded) || form_prose_date(p, s, at, &to, &d);
}

/* "Poppy Lane (DOB ...", "the death of Ivy North": streets and people are called so; these stand where a person does. */
static bool
is_surname(const struct prose *p, const struct prose_sentence *s, size_t at)
{
	if (form_prose_is_listed(p, "surname", s, at + 1) == 0 || (at > 0 && span_has_digit(s->words[at - 1].text)))
		return false;
	for (size_t i = 0; i < p->persons_count; i++)
		if (span_eq(p->persons[i].name, form_prose_text(s, at, at + 2)))
			return true;
	return (at > 0 && (form_prose_is_listed(p, "whom", s, at - 1) > 0 || form_prose_is_relation(p, s, at - 1))) || (at > 1 && form_prose_is_relation(p, s, at - 2)) ||
	    (at + 2 < s->count && form_prose_is_listed(p, "born", s, at + 2) > 0);
}

static size_t
name_end(const struct prose *p, const struct prose_sentence *s, size_t at)
{
	static const char *const small[] = { "de", "van", "der", "al", "el", "bin", "bint", "ibn", "da", "dos", "von", "la", "le", "ap", "ab" };
	size_t to = at, capitals = 0;

	while (to < s->count && to < at + MOST_NAMES && (to == at || s->words[to].before == 0)) {
		bool known = span_is_any(s->words[to].text, SPAN_WORDS(small));

		if (!(is_capital(s->words[to].text) || (known && to > at)) || (is_no_name(p, s, to) && !(to == at + 1 && is_surname(p, s, at))))
			break;
		capitals += known ? 0 : 1;
		to++;
		if (s->words[to - 1].of)
			break;
	}
	return capitals >= 2 ? to : at;
}

size_t
form_prose_name(const struct prose *p, const struct prose_sentence *s, size_t at)
{
	struct prose_word *w = &s->words[at];

	if (!is_capital(w->text))
		return at;
	if (!p->settled)
		return name_end(p, s, at);
	if (!w->named)
		w->name_to = (unsigned char)name_end(p, s, at);
	w->named = true;
	return w->name_to;
}

/* ---- what stands around a name ------------------------------------------------------------- */

/* ", aged 17 years", ", 14 months", "(6)" */
static size_t
behind_age(const struct prose_sentence *s, size_t at)
{
	static const char *const units[] = { "years", "year", "months", "month", "weeks", "week", "days", "old", "yrs", "yo" };
	size_t to = at;

	if (to < s->count && span_eq_str(s->words[to].folded, "aged"))
		to++;
	if (to >= s->count || s->words[to].text.len > 2 || !span_is_digit(s->words[to].text.at[0]) || !span_is_digit(s->words[to].text.at[s->words[to].text.len - 1]))
		return at;
	for (to++; to < s->count && span_is_any(s->words[to].folded, SPAN_WORDS(units));)
		to++;
	/* "Kai Fry (3 March 2021)" */
	return to == s->count || s->words[to].before != 0 ? to : at;
}

/* ", who was seventeen (" before a date of birth. */
static size_t
behind_who(const struct prose_sentence *s, size_t at)
{
	static const char *const is[] = { "is", "was" };

	return at + 3 < s->count && span_eq_str(s->words[at].folded, "who") && span_is_any(s->words[at + 1].folded, SPAN_WORDS(is)) && s->words[at + 2].before == 0 && (s->words[at + 3].before & PROSE_OPEN) != 0 ? at + 3 : at;
}

/* "(DOB 3/4/2019", ", born on 3 April 2019", "(3 April 2019)", "who was born on ..." */
static void
read_birth(const struct prose *p, const struct prose_sentence *s, size_t at, struct prose_person *person)
{
	struct value_date d;
	size_t to, marked;
	bool open = at < s->count && (s->words[at].before & PROSE_OPEN) != 0;

	at = behind_age(s, behind_who(s, at));
	if (at >= s->count)
		return;
	marked = form_prose_is_listed(p, "born", s, at);
	if ((marked == 0 && !open && !s->about) || !form_prose_date(p, s, at + marked, &to, &d))
		return;
	person->birth = form_prose_text(s, at + marked, to);
	person->birth_block = s->block;
	person->born = (unsigned)d.date.year;
}

static struct span
singular(struct arena *a, struct span text)
{
	return text.len > 1 && text.at[text.len - 1] == 's' ? arena_copy(a, span_slice(text, 0, text.len - 1)) : text;
}

/* "his", "Kai's", "the", and nobody else's; "her own father's" */
static bool
is_pronoun(struct span folded)
{
	static const char *const words[] = { "his", "her", "their" };

	return span_is_any(folded, SPAN_WORDS(words));
}

/* The relation that ends right before word `at`: "his maternal grandmother,", "Her mother's partner,", "The mother is". */
static void
read_relation(const struct prose *p, const struct prose_sentence *s, size_t at, struct prose_person *person)
{
	static const char *const between[] = { "is", "was", "are", "were", "named", "called", "being", "namely" }, *const also[] = { "maternal", "paternal", "step", "half", "twin", "foster", "adoptive", "birth", "great" },
	    *const many[] = { "parents", "siblings", "sisters", "brothers", "grandparents", "twins", "carers" };
	size_t end = at, from;

	while (end > 0 && at - end < 2 && span_is_any(s->words[end - 1].folded, SPAN_WORDS(between)))
		end--;
	if (end == 0 || (s->words[at].before & (PROSE_CLOSE | PROSE_OTHER)) != 0)
		return;
	for (from = end; from > 0 && end - from < 2 && !form_prose_is_relation(p, s, from - 1);)
		from--;
	/* Of two words ("step dad") the relation is the last one. */
	if (!form_prose_is_relation(p, s, end - 1) || (s->words[end - 1].of && end == at))
		return;
	from = end - 1;
	while (from > 0 && s->words[from].before == 0 && (span_is_any(s->words[from - 1].folded, SPAN_WORDS(also)) || (s->words[from - 1].of && form_prose_is_relation(p, s, from - 1))))
		from--;
	person->relation = form_prose_text(s, from, end);
	person->many = span_is_any(s->words[end - 1].folded, SPAN_WORDS(many));
	if (person->many)
		person->relation = singular(p->r->arena, person->relation);
	person->owned = from > 0 && (is_pronoun(s->words[from - 1].folded) || s->words[from - 1].of);
	person->his = from > 0 && is_pronoun(s->words[from - 1].folded);
	/* "her own mother" is no child's. */
	if (from > 0 && span_eq_str(s->words[from - 1].folded, "own"))
		person->foreign = true;
	/* "The uncle of", "Wayne's mother": somebody's of whom we know nothing; the children's names are known later. */
	if (from > 0 && s->words[from - 1].of && !is_pronoun(s->words[from - 1].folded))
		person->foreign = true;
}

/* "Jo Fry, his mother," */
static void
read_apposition(const struct prose *p, const struct prose_sentence *s, size_t to, struct prose_person *person)
{
	static const char *const whose[] = { "his", "her", "their", "the" };

	if (to + 1 >= s->count || (s->words[to].before & (PROSE_COMMA | PROSE_OPEN)) == 0)
		return;
	if (span_is_any(s->words[to].folded, SPAN_WORDS(whose)) && form_prose_is_relation(p, s, to + 1) && !s->words[to + 1].of && (to + 2 == s->count || s->words[to + 2].before != 0))
		person->relation = s->words[to + 1].text;
	else if ((s->words[to].before & PROSE_OPEN) != 0 && form_prose_is_relation(p, s, to) && !s->words[to].of)
		person->relation = s->words[to].text;
}

/* The second of "his sisters Ann Fry (DOB ...) and Bea Fry": as the one before. */
static void
read_list(const struct prose_sentence *s, const struct prose_person *last, size_t at, struct prose_person *person)
{
	static const char *const joints[] = { "and", "&", "dob", "born", "aged", "date", "of", "birth", "on" };

	if (last == NULL || last->relation.len == 0 || !last->many || person->relation.len > 0)
		return;
	for (size_t i = last->to; i < at; i++)
		if (!span_is_any(s->words[i].folded, SPAN_WORDS(joints)) && !span_has_digit(s->words[i].text) && span_find(last->birth, s->words[i].text) == last->birth.len)
			return;
	person->relation = last->relation;
	person->many = true;
	person->owned = last->owned;
	person->foreign = last->foreign;
}

static struct prose_person *
person_named(struct prose *p, struct span name)
{
	for (size_t i = 0; i < p->persons_count; i++)
		if (span_eq(form_memo_fold(p->r, p->persons[i].name), form_memo_fold(p->r, name)))
			return &p->persons[i];
	return NULL;
}

/* Adds them, or what is new of them. */
static struct prose_person *
keep(struct prose *p, const struct prose_person *person)
{
	struct prose_person *known = person_named(p, person->name);

	if (known == NULL && p->persons_count == PROSE_PERSONS)
		return NULL;
	if (known == NULL) {
		p->persons[p->persons_count] = *person;
		return &p->persons[p->persons_count++];
	}
	if (known->birth.len == 0) {
		known->birth = person->birth;
		known->birth_block = person->birth_block;
		known->born = person->born;
	}
	if (known->relation.len == 0 && !person->foreign) {
		known->his = person->his;
		known->relation = person->relation;
		known->many = person->many;
	}
	return known;
}

static void
read_persons(struct prose *p, size_t number)
{
	const struct prose_sentence *s = &p->sentences[number];
	struct prose_person last = { .name = SPAN_NONE };

	for (size_t at = 0; at < s->count;) {
		struct prose_person person = { .sentence = number, .from = at };
		struct span word;
		size_t to = form_prose_name(p, s, at);

		if (to == at) {
			at++;
			continue;
		}
		person.to = to;
		person.name = form_prose_text(s, at, to);
		word = s->words[to - 1].text;
		if (s->words[to - 1].of)
			person.name = span_slice(person.name, 0, person.name.len - (span_ends_nocase(word, SPAN_LIT("'s")) || word.at[word.len - 1] == '\'' ? 2 : 4));
		person.foreign = at > 0 && form_prose_is_listed(p, "title", s, at - 1) > 0;
		read_birth(p, s, to, &person);
		read_relation(p, s, at, &person);
		if (person.relation.len == 0)
			read_apposition(p, s, to, &person);
		read_list(s, last.name.len > 0 ? &last : NULL, at, &person);
		last = person;
		(void)keep(p, &person);
		at = to;
	}
}

/* ---- which of them are the children --------------------------------------------------------- */

static bool
is_child_relation(const struct prose *p, struct span relation)
{
	static const char *const words[] = { "sibling", "brother", "sister", "twin", "son", "daughter", "child" };

	return relation.len == 0 || span_has_word(form_memo_fold(p->r, relation), SPAN_WORDS(words));
}

static bool
may_be_child(const struct prose *p, const struct prose_person *person)
{
	return !person->foreign && is_child_relation(p, person->relation) && (person->born == 0 || person->born + CHILDHOOD > p->latest);
}

static struct span
first_of(const struct prose *p, struct span name)
{
	bool of;

	return form_prose_fold(p->r->arena, span_slice(name, 0, span_find_byte(name, ' ')), &of);
}

/* "Kai" stands by itself in another sentence: then "Kai Fry" without a date of birth is a person. */
static bool
is_spoken_of(const struct prose *p, const struct prose_person *person)
{
	struct span first = first_of(p, person->name);

	if (form_memo_bag(p->r, first)->unknown == 0)
		return false;
	for (size_t i = 0; i < p->count; i++)
		for (size_t k = 0; k < p->sentences[i].count; k++)
			if (i != person->sentence && span_eq(p->sentences[i].words[k].folded, first) && is_capital(p->sentences[i].words[k].text))
				return true;
	return false;
}

/* "In a different case last year", "you reviewed the death of": told in passing. */
static bool
is_other_case(const struct prose *p, const struct prose_sentence *s)
{
	for (size_t i = 0; i < s->count; i++)
		if (form_prose_is_listed(p, "other-case", s, i) > 0)
			return true;
	return false;
}

/* Where the writer says whom it is about: "concerning", "the death of", "I refer". */
static bool
is_referred(const struct prose *p, const struct prose_sentence *s, size_t at)
{
	for (size_t n = 1; n <= NEAR && n <= at; n++)
		if (form_prose_is_listed(p, "whom", s, at - n) == n)
			return true;
	return false;
}

/* "Kai Fry is a boy of seven", "Kai Fry was born on 3 April 2019". */
static bool
is_introduced(const struct prose *p, const struct prose_sentence *s, size_t at)
{
	static const char *const is[] = { "is", "was" };
	size_t to = form_prose_name(p, s, at);

	if (at == 0 && to + 2 < s->count && span_is_any(s->words[to].folded, SPAN_WORDS(is)) && span_eq_str(s->words[to + 1].folded, "born"))
		return true;
	if (at > 0 || to + 2 >= s->count || !span_is_any(s->words[to].folded, SPAN_WORDS(is)) || form_prose_is_listed(p, "article", s, to + 1) == 0)
		return false;
	for (size_t i = to + 2; i < s->count && i < to + 2 + 2 * NEAR; i++)
		if (form_prose_is_listed(p, "youngster", s, i) > 0)
			return true;
	return false;
}

static void
make_subject(struct prose *p, struct prose_person *person)
{
	if (person->standing == PROSE_SUBJECT || p->children == PROSE_CHILDREN)
		return;
	person->standing = PROSE_SUBJECT;
	person->child = ++p->children;
	p->child[p->children] = person;
}

/* All whom one sentence is about; from the one it names first they may be joined by "and". */
static void
take_subjects(struct prose *p, size_t number, bool entitled)
{
	const struct prose_sentence *s = &p->sentences[number];
	bool joined = false;

	for (size_t at = 0; at < s->count; at++) {
		size_t to = form_prose_name(p, s, at);
		struct prose_person *person = to > at ? person_named(p, form_prose_text(s, at, to)) : NULL;
		bool met, owned;

		if (to == at)
			continue;
		if (person == NULL && s->words[to - 1].of)
			person = person_named(p, span_slice(form_prose_text(s, at, to), 0, form_prose_text(s, at, to).len - 2));
		met = person != NULL && may_be_child(p, person) && (person->birth.len > 0 || is_spoken_of(p, person) || is_introduced(p, s, at));
		owned = met && person->owned && person->relation.len > 0;
		/* "his sister Ann" in the line itself is one of them when she has a date of birth there. */
		if (met && ((entitled && (!owned || joined)) || (!owned && (is_referred(p, s, at) || is_introduced(p, s, at))) || (joined && person->birth.len > 0 && person->sentence == number))) {
			make_subject(p, person);
			joined = true;
		}
		at = to - 1;
	}
}

static void
find_subjects(struct prose *p)
{
	for (size_t i = 0; i < p->count; i++)
		if (p->sentences[i].about)
			take_subjects(p, i, true);
	for (size_t i = 0; i < p->count && p->children == 0; i++)
		if (!p->sentences[i].about && !p->sentences[i].asks && !is_other_case(p, &p->sentences[i]))
			take_subjects(p, i, false);
	for (size_t i = 0; i < p->persons_count && p->children == 0; i++)
		if (p->persons[i].birth.len > 0 && p->persons[i].relation.len == 0 && may_be_child(p, &p->persons[i]) && is_spoken_of(p, &p->persons[i]) && !is_other_case(p, &p->sentences[p->persons[i].sentence]))
			make_subject(p, &p->persons[i]);
}

/* The one whose name another's "Kai's mother" begins with, or who is called by his first name. */
static unsigned
child_called(const struct prose *p, struct span folded)
{
	unsigned found = 0;

	for (unsigned n = 1; n <= p->children; n++) {
		struct span first = first_of(p, p->child[n]->name), word;
		bool of;

		word = form_prose_fold(p->r->arena, p->child[n]->name, &of);
		/* "Baby Fry" is called so, and not "baby". */
		if (!span_eq_str(first, "baby") && (span_eq(first, folded) || (span_starts(word, folded) && folded.len > 2 && word.at[folded.len < word.len ? folded.len : 0] == ' '))) {
			if (found != 0)
				return 0;
			found = n;
		}
	}
	return found;
}

/* Relatives are the children's, unless somebody else's name stands before "mother". */
static void
find_relatives(struct prose *p)
{
	for (size_t i = 0; i < p->persons_count; i++) {
		struct prose_person *person = &p->persons[i];
		const struct prose_sentence *s = &p->sentences[person->sentence];

		if (person->standing == PROSE_SUBJECT || person->relation.len == 0)
			continue;
		for (size_t at = person->from; at > 0 && person->foreign; at--)
			if (s->words[at - 1].of && !form_prose_is_relation(p, s, at - 1)) {
				person->foreign = child_called(p, s->words[at - 1].folded) == 0;
				break;
			}
		if (!person->foreign)
			person->standing = PROSE_RELATIVE;
	}
}

/* Children that a label or a line named, where no sentence does. */
static void
take_known(struct prose *p)
{
	const struct field_list *fields = &p->r->out->fields;

	for (size_t i = 0; i < fields->count && p->persons_count < PROSE_PERSONS && p->count > 0; i++)
		if (span_eq_str(span_str(fields->items[i].entry->name), "child.N.name") && fields->items[i].first.state == FIELD_ANSWERED) {
			p->persons[p->persons_count] = (struct prose_person){ .name = fields->items[i].first.value };
			make_subject(p, &p->persons[p->persons_count++]);
		}
}

void
form_prose_persons(struct prose *p)
{
	form_prose_latest(p);
	take_known(p);
	for (size_t i = 0; i < p->count; i++)
		read_persons(p, i);
	find_subjects(p);
	find_relatives(p);
}

/* ---- whom a sentence is about --------------------------------------------------------------- */

static unsigned
child_meant(const struct prose *p, const struct prose_sentence *s, size_t at, size_t *to_out, bool *of_out)
{
	static const char *const pronouns[] = { "he", "she", "they" };
	size_t name = form_prose_name(p, s, at), listed;
	unsigned n;

	*of_out = s->words[at].of;
	*to_out = at + 1;
	if (name > at) {
		*to_out = name;
		*of_out = s->words[name - 1].of;
		for (n = 1; n <= p->children; n++)
			if (span_starts_nocase(form_prose_text(s, at, name), p->child[n]->name))
				return n;
		return 0;
	}
	n = is_capital(s->words[at].text) ? child_called(p, s->words[at].folded) : 0;
	if (n > 0)
		return n;
	if (is_pronoun(s->words[at].folded)) {
		*of_out = true;
		return s->child;
	}
	if (span_is_any(s->words[at].folded, SPAN_WORDS(pronouns)))
		return s->child;
	listed = form_prose_is_listed(p, "the-child", s, at);
	*to_out = at + listed;
	*of_out = listed > 0 && s->words[at + listed - 1].of;
	return listed > 0 && p->children == 1 ? 1 : 0;
}

unsigned
form_prose_child(const struct prose *p, const struct prose_sentence *s, size_t at, size_t *to_out, bool *of_out)
{
	struct prose_word *w = &s->words[at];

	if (!w->meant) {
		size_t to;

		w->child = (unsigned char)child_meant(p, s, at, &to, &w->child_of);
		w->child_to = (unsigned char)to;
		w->meant = p->settled;
	}
	*to_out = w->child_to;
	*of_out = w->child_of;
	return w->child;
}

enum gender { NOBODY, MALE = 1 << 0, FEMALE = 1 << 1, SEVERAL = 1 << 2 };

static unsigned
gender_of(struct span folded)
{
	static const char *const male[] = { "he", "his", "him", "father", "dad", "stepfather", "stepdad", "grandfather", "grandad", "brother", "uncle", "son", "husband", "boyfriend", "nephew" },
	    *const female[] = { "she", "her", "mother", "mum", "mam", "stepmother", "stepmum", "grandmother", "gran", "nan", "sister", "aunt", "daughter", "wife", "girlfriend", "niece" };

	if (span_is_any(folded, SPAN_WORDS(male)))
		return MALE;
	if (span_is_any(folded, SPAN_WORDS(female)))
		return FEMALE;
	return folded.len > 0 && folded.at[folded.len - 1] == 's' ? SEVERAL : MALE | FEMALE;
}

/* Whom "he" means behind a sentence about a child, or about its mother: not her. */
struct followed {
	unsigned child;
	unsigned other;				/* enum gender of whom was spoken since; NOBODY: of no other */
};

static void
follow_sentence(const struct prose *p, struct prose_sentence *s, struct followed *f)
{
	static const char *const subjects[] = { "he", "she", "they" };

	s->child = f->child;
	for (size_t at = 0; at < s->count; at++) {
		struct span folded = s->words[at].folded;
		size_t to, name = form_prose_name(p, s, at);
		bool of, pronoun = is_pronoun(folded) || span_is_any(folded, SPAN_WORDS(subjects));
		unsigned n;

		if (pronoun) {
			if (f->other != NOBODY && (gender_of(folded) == (MALE | FEMALE) || (gender_of(folded) & f->other) != 0))
				s->child = 0;
			to = at + 1;
			of = is_pronoun(folded);
		} else if ((n = form_prose_child(p, s, at, &to, &of)) > 0) {
			s->child = n;
			f->child = n;
			f->other = NOBODY;
		} else if (name > at || form_prose_is_relation(p, s, at) || form_prose_is_listed(p, "title", s, at) > 0) {
			f->other = form_prose_is_relation(p, s, at) ? gender_of(folded) : MALE | FEMALE;
			s->child = 0;
			return;
		} else
			continue;
		for (size_t i = to; of && i < to + 2 && i < s->count; i++)
			if (form_prose_is_relation(p, s, i))
				f->other = gender_of(s->words[i].folded);
		return;
	}
}

void
form_prose_follow(struct prose *p)
{
	struct followed f = { .child = 0 };

	for (size_t i = 0; i < p->count; i++)
		follow_sentence(p, &p->sentences[i], &f);
}
