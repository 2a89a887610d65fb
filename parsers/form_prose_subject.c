/* SPDX-License-Identifier: ISC
 *
 * Which of the persons whom a letter names are the children that it is about, and which their relatives.
 */
#include "parsers/form_prose.h"
#include "parsers/form_words.h"
#include "parsers/text.h"

enum { CHILDHOOD = 19, NEAR = 3 };

static bool
is_child_relation(const struct prose *p, struct span relation)
{
	static const char *const words[] = { "sibling", "brother", "sister", "twin", "son", "daughter", "child" };

	return relation.len == 0 || span_has_word(form_memo_fold(p->r, relation), SPAN_WORDS(words));
}

static bool
may_be_child(const struct prose *p, const struct prose_person *person)
{
	return !person->foreign && !person->grown && is_child_relation(p, person->relation) && (person->born == 0 || person->born + CHILDHOOD > p->latest);
}

/* "Kai" stands by itself in another sentence: then "Kai Fry" without a date of birth is a person. */
static bool
is_spoken_of(const struct prose *p, const struct prose_person *person)
{
	struct span first = form_prose_forename(p, person->name);

	if (form_memo_bag(p->r, first)->unknown == 0)
		return false;
	for (size_t i = 0; i < p->count; i++)
		for (size_t k = 0; k < p->sentences[i].count; k++)
			if (i != person->sentence && span_eq(p->sentences[i].words[k].folded, first) && form_prose_is_capital(p->sentences[i].words[k].text))
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

/* "two siblings", "three boys" end right before word `at`: the word with which they begin; `at`: something else does. */
static size_t
group_before(const struct prose_sentence *s, size_t at)
{
	static const char *const groups[] = { "siblings", "brothers", "sisters", "children", "boys", "girls", "pupils", "students", "patients", "twins" }, *const numbers[] = { "two", "three", "four", "five", "2", "3", "4", "5" };

	return at > 1 && span_is_any(s->words[at - 1].folded, SPAN_WORDS(groups)) && span_is_any(s->words[at - 2].folded, SPAN_WORDS(numbers)) && !s->words[at - 1].of ? at - 2 : at;
}

/* "I refer a baby on my caseload, Kai Fry,", "as the GP of two siblings, Kai and Bea Fry": whom the writer refers, and then by name. */
static bool
is_apposed(const struct prose *p, const struct prose_sentence *s, size_t at)
{
	static const char *const weak[] = { "is", "was", "called", "named" };
	enum { FAR = 12 };
	bool youngster = false;
	size_t group = group_before(s, at);

	if (at == 0 || (s->words[at].before & (PROSE_COMMA | PROSE_COLON | PROSE_DASH | PROSE_OPEN)) == 0)
		return false;
	if (group < at && (is_referred(p, s, group) || (group > 1 && span_eq_str(s->words[group - 1].folded, "of") && form_prose_is_listed(p, "post", s, group - 2) > 0)))
		return true;
	for (size_t i = at; i > 0 && at - i < FAR; i--) {
		size_t n = form_prose_is_listed(p, "whom", s, i - 1);

		/* "As the midwife of a baby girl, Ivy Fry" */
		if (youngster && i > 1 && span_eq_str(s->words[i - 1].folded, "of") && form_prose_is_listed(p, "post", s, i - 2) > 0)
			return true;
		if (youngster && n > 0 && !span_is_any(s->words[i - 1].folded, SPAN_WORDS(weak)) && form_prose_is_listed(p, "youngster", s, i - 1) == 0)
			return true;
		if ((form_prose_is_relation(p, s, i - 1) && !(youngster && span_eq_str(s->words[i - 1].folded, "twin"))) || form_prose_is_listed(p, "verb", s, i - 1) > 0 || form_prose_name(p, s, i - 1) > i - 1)
			return false;
		youngster = youngster || form_prose_is_listed(p, "youngster", s, i - 1) > 0 || form_prose_is_listed(p, "youngsters", s, i - 1) > 0;
	}
	return false;
}

/* "Kai Fry is a boy of seven", "Kai Fry was born on 3 April 2019". */
static bool
is_introduced(const struct prose *p, const struct prose_sentence *s, size_t at)
{
	static const char *const is[] = { "is", "was" };
	size_t to = form_prose_name(p, s, at);

	/* "The pupil is Kai Fry." */
	if (at > 2 && span_is_any(s->words[at - 1].folded, SPAN_WORDS(is)) && form_prose_is_listed(p, "the-child", s, at - 3) == 2)
		return true;
	if (at == 0 && to + 2 < s->count && span_is_any(s->words[to].folded, SPAN_WORDS(is)) && span_eq_str(s->words[to + 1].folded, "born"))
		return true;
	if (at > 0 || to + 2 >= s->count || !span_is_any(s->words[to].folded, SPAN_WORDS(is)) || form_prose_is_listed(p, "article", s, to + 1) == 0)
		return false;
	for (size_t i = to + 2; i < s->count && i < to + 2 + 2 * NEAR; i++)
		if (form_prose_is_listed(p, "youngster", s, i) > 0)
			return true;
	return false;
}

void
form_prose_make_subject(struct prose *p, struct prose_person *person)
{
	if (person->standing == PROSE_SUBJECT || p->children == PROSE_CHILDREN)
		return;
	person->standing = PROSE_SUBJECT;
	person->child = ++p->children;
	p->child[p->children] = person;
}

/* Who is named there, and the word behind; a forename of a list is one by itself.  NULL: nobody whom we know. */
static struct prose_person *
named_at(struct prose *p, size_t number, size_t at, size_t *to_out)
{
	const struct prose_sentence *s = &p->sentences[number];
	size_t to = form_prose_name(p, s, at);
	struct prose_person *person = to > at ? form_prose_person_named(p, form_prose_text(s, at, to)) : NULL;

	*to_out = to > at ? to : at + 1;
	if (to > at && person == NULL && s->words[to - 1].of)
		person = form_prose_person_named(p, span_slice(form_prose_text(s, at, to), 0, form_prose_text(s, at, to).len - 2));
	for (size_t i = 0; to == at && i < p->persons_count; i++)
		if (p->persons[i].listed && p->persons[i].sentence == number && p->persons[i].from == at)
			return &p->persons[i];
	return person;
}

/* Named with what only a child that the letter is about is named with: a day of birth or an age, kin of the writer, called a child, a list. */
static bool
is_told(const struct prose_person *person)
{
	return person->birth.len > 0 || person->age.len > 0 || person->ours || person->listed;
}

/* Who is named there may be a child that the letter is about. */
static bool
is_met(const struct prose *p, const struct prose_sentence *s, size_t at, const struct prose_person *person)
{
	return may_be_child(p, person) && (is_told(person) || (at > 0 && form_prose_is_listed(p, "refers", s, at - 1) == 1) || is_spoken_of(p, person) || is_introduced(p, s, at));
}

/* Somebody is said to be referred, whom the writer does not call his own: "My daughter works where Kai Fry died.  I refer the death of Kai Fry." */
static bool
refers_another(struct prose *p)
{
	for (size_t i = 0; i < p->count; i++)
		for (size_t at = 0, to; at < p->sentences[i].count && !p->sentences[i].asks && !is_other_case(p, &p->sentences[i]); at = to) {
			const struct prose_person *person = named_at(p, i, at, &to);

			if (person != NULL && !person->ours && person->relation.len == 0 && is_met(p, &p->sentences[i], at, person) && at > 0 &&
			    (form_prose_is_listed(p, "refers", &p->sentences[i], at - 1) == 1 || (span_eq_str(p->sentences[i].words[at - 1].folded, "of") && is_referred(p, &p->sentences[i], at))))
				return true;
		}
	return false;
}

/* All whom one sentence is about; from the one it names first they may be joined by "and". */
static void
take_subjects(struct prose *p, size_t number, bool entitled, bool another)
{
	const struct prose_sentence *s = &p->sentences[number];
	bool joined = false;
	size_t to;

	for (size_t at = 0; at < s->count; at = to) {
		struct prose_person *person = named_at(p, number, at, &to);
		bool met = person != NULL && is_met(p, s, at, person);
		bool owned = met && person->owned && person->relation.len > 0;
		/* "his sister Ann" in the line itself is one of them when she has a date of birth there. */
		bool first = met && !owned && (is_referred(p, s, at) || is_apposed(p, s, at) || is_introduced(p, s, at) || (person->ours && person->relation.len == 0 && !another));
		bool more = met && joined && person->sentence == number && (person->birth.len > 0 || person->listed);

		if (met && ((entitled && (!owned || joined)) || first || more)) {
			form_prose_make_subject(p, person);
			joined = true;
		}
	}
}

/* Where nobody says whom he refers: those whose day of birth is told, else the first whose age is, with others in its sentence. */
static void
take_told(struct prose *p, bool born)
{
	size_t sentence = p->count;

	for (size_t i = 0; i < p->persons_count; i++) {
		struct prose_person *person = &p->persons[i];
		bool told = born ? person->birth.len > 0 : person->age.len > 0 && (sentence == p->count || person->sentence == sentence);

		if (!told || person->relation.len > 0 || !may_be_child(p, person) || is_other_case(p, &p->sentences[person->sentence]))
			continue;
		form_prose_make_subject(p, person);
		sentence = person->sentence;
	}
	/* "Amir Fry (dob ...) and his sister Laila Fry (dob ...)" */
	for (size_t i = 0; i < p->persons_count && p->children > 0 && sentence < p->count; i++)
		if (p->persons[i].sentence == p->child[1]->sentence && p->persons[i].birth.len > 0 && may_be_child(p, &p->persons[i]))
			form_prose_make_subject(p, &p->persons[i]);
}

/* "Ann Oak and her son Toby (dob ...) were stabbed": where no other child is named, whose son or daughter it is does not matter. */
static void
take_kin(struct prose *p)
{
	static const char *const kin[] = { "son", "daughter", "child", "baby" };

	for (size_t i = 0; i < p->persons_count; i++) {
		struct prose_person *person = &p->persons[i];

		if (span_has_word(form_memo_fold(p->r, person->relation), SPAN_WORDS(kin)) && person->birth.len > 0 && may_be_child(p, person) && !is_other_case(p, &p->sentences[person->sentence]))
			form_prose_make_subject(p, person);
	}
}

/* ... in that sentence. */
static bool
tells_birth(const struct prose *p, size_t number)
{
	for (size_t i = 0; i < p->persons_count; i++)
		if (p->persons[i].sentence == number && p->persons[i].birth.len > 0 && p->persons[i].relation.len == 0 && may_be_child(p, &p->persons[i]))
			return true;
	return false;
}

/* "About the three Fry children": how many the sentence says it is about; 0: it does not say. */
static unsigned
number_announced(const struct prose *p, const struct prose_sentence *s)
{
	static const char *const weak[] = { "is", "was", "called", "named", "child", "patient", "pupil", "student" }, *const numbers[] = { "two", "three", "four", "five", "six", "seven", "eight" };

	for (size_t at = 0; at + 2 < s->count; at++) {
		size_t whom = form_prose_is_listed(p, "whom", s, at), to = at + whom;

		if (whom == 0 || span_is_any(s->words[at].folded, SPAN_WORDS(weak)))
			continue;
		to += to < s->count && span_eq_str(s->words[to].folded, "the") ? 1 : 0;
		for (unsigned n = 0; to + 1 < s->count && n < sizeof(numbers) / sizeof(numbers[0]); n++)
			if (span_eq_str(s->words[to].folded, numbers[n]) && (form_prose_is_listed(p, "youngsters", s, to + 1) > 0 || (to + 2 < s->count && form_prose_is_capital(s->words[to + 1].text) && form_prose_is_listed(p, "youngsters", s, to + 2) > 0)))
				return n + 2;
	}
	return 0;
}

/* Where there are as many as the letter says when brothers and sisters whose birth is told are counted: these, too. */
static void
take_announced(struct prose *p)
{
	unsigned announced = 0, more = 0;

	for (size_t i = 0; i < p->count && announced == 0; i++)
		announced = is_other_case(p, &p->sentences[i]) ? 0 : number_announced(p, &p->sentences[i]);
	for (int give = 0; give < 2; give++) {
		for (size_t i = 0; i < p->persons_count; i++) {
			struct prose_person *person = &p->persons[i];

			if (person->standing == PROSE_SUBJECT || person->relation.len == 0 || person->birth.len == 0 || !may_be_child(p, person))
				continue;
			more++;
			if (give == 1)
				form_prose_make_subject(p, person);
		}
		if (p->children == 0 || p->children + more != announced)
			return;
	}
}

void
form_prose_subjects(struct prose *p)
{
	bool another;

	for (size_t i = 0; i < p->count; i++)
		if (p->sentences[i].about)
			take_subjects(p, i, true, false);
	another = p->children == 0 && refers_another(p);
	for (size_t i = 0; i < p->count && p->children == 0; i++) {
		if (p->sentences[i].about || p->sentences[i].asks || is_other_case(p, &p->sentences[i]))
			continue;
		take_subjects(p, i, false, another);
		if (p->children == 0 && tells_birth(p, i))
			take_told(p, true);
	}
	if (p->children == 0)
		take_told(p, false);
	if (p->children == 0)
		take_kin(p);
	take_announced(p);
}

/* "Kai Fry", "Kai" */
static bool
is_of_child(struct prose *p, struct span name)
{
	const struct prose_person *person = form_prose_person_named(p, name);

	return (person != NULL && person->standing == PROSE_SUBJECT) || (span_find_byte(name, ' ') == name.len && form_prose_called(p, form_prose_forename(p, name)) > 0);
}

/* Relatives are the children's, unless somebody else's name stands before "mother". */
void
form_prose_relatives(struct prose *p)
{
	for (size_t i = 0; i < p->persons_count; i++) {
		struct prose_person *person = &p->persons[i];
		const struct prose_sentence *s = &p->sentences[person->sentence];

		if (person->standing == PROSE_SUBJECT || person->relation.len == 0)
			continue;
		if (person->of_whom.len > 0 && !is_of_child(p, person->of_whom))
			person->foreign = true;
		for (size_t at = person->from; at > 0 && person->foreign; at--)
			if (s->words[at - 1].of && !form_prose_is_relation(p, s, at - 1)) {
				person->foreign = form_prose_called(p, s->words[at - 1].folded) == 0;
				break;
			}
		if (!person->foreign)
			person->standing = PROSE_RELATIVE;
	}
}
