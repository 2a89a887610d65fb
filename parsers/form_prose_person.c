/* SPDX-License-Identifier: ISC
 *
 * The persons whom a letter names: when they were born, whose mother or brother they are, and which of them are the children that it
 * is about.  Those are named in the line it is entitled with, or where the writer says whom he refers; else the first child that
 * is told with a date of birth.
 */
#include "parsers/form_prose.h"
#include "parsers/form_words.h"
#include "parsers/text.h"

enum { MOST_NAMES = 5 };

bool
form_prose_is_capital(struct span word)
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
	static const char *const and[] = { "and", "&" };

	if (form_prose_is_listed(p, "surname", s, at + 1) == 0 || (at > 0 && span_has_digit(s->words[at - 1].text)))
		return false;
	for (size_t i = 0; i < p->persons_count; i++)
		if (span_eq(p->persons[i].name, form_prose_text(s, at, at + 2)))
			return true;
	/* "Dr Claire Ward", "his parents are Tom Quill and Jess Ward" */
	if (at > 0 && form_prose_is_listed(p, "title", s, at - 1) == 1)
		return true;
	if (at > 2 && span_is_any(s->words[at - 1].folded, SPAN_WORDS(and)) && form_prose_is_capital(s->words[at - 2].text) && form_prose_is_capital(s->words[at - 3].text) && form_prose_is_listed(p, "no-name", s, at - 2) == 0)
		return true;
	return (at > 0 && (form_prose_is_listed(p, "whom", s, at - 1) > 0 || form_prose_is_relation(p, s, at - 1))) || (at > 1 && form_prose_is_relation(p, s, at - 2)) ||
	    (at + 2 < s->count && form_prose_is_listed(p, "born", s, at + 2) > 0);
}

static size_t
name_end(const struct prose *p, const struct prose_sentence *s, size_t at)
{
	static const char *const small[] = { "de", "van", "der", "al", "el", "bin", "bint", "ibn", "da", "dos", "von", "la", "le", "ap", "ab" };
	static const char *const sexes[] = { "boy", "girl", "one", "two", "of" };
	size_t to = at, capitals = 0;

	/* "Baby Ivy Fry" is called Ivy Fry, "Baby Girl Fry" and "Baby Fry" so. */
	if (span_eq_str(s->words[at].folded, "baby") && at + 2 < s->count && s->words[at + 1].text.len > 1 && !span_is_any(s->words[at + 1].folded, SPAN_WORDS(sexes)) && name_end(p, s, at + 1) > at + 1)
		return at;
	while (to < s->count && to < at + MOST_NAMES && (to == at || s->words[to].before == 0)) {
		bool known = span_is_any(s->words[to].text, SPAN_WORDS(small));

		if (!(form_prose_is_capital(s->words[to].text) || (known && to > at)) || (is_no_name(p, s, to) && !(to == at + 1 && is_surname(p, s, at))))
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

	if (!form_prose_is_capital(w->text))
		return at;
	if (!p->settled)
		return name_end(p, s, at);
	if (!w->named)
		w->name_to = (unsigned char)name_end(p, s, at);
	w->named = true;
	return w->name_to;
}

/* ---- persons --------------------------------------------------------------------------------- */

struct prose_person *
form_prose_person_named(struct prose *p, struct span name)
{
	for (size_t i = 0; i < p->persons_count; i++)
		if (span_eq(form_memo_fold(p->r, p->persons[i].name), form_memo_fold(p->r, name)))
			return &p->persons[i];
	return NULL;
}

/* "my grandson Kai Fry", "baby Kai Fry" */
static void
read_ours(const struct prose *p, const struct prose_sentence *s, size_t at, struct prose_person *person)
{
	static const char *const my[] = { "my", "our" }, *const great[] = { "great", "late", "step", "youngest", "eldest", "only", "little", "baby" };
	size_t from = at;

	if (span_eq_str(s->words[at].folded, "baby"))	/* "Baby Fry" */
		person->ours = true;
	if (at == 0 || (s->words[at].before & ~(unsigned)(PROSE_COMMA | PROSE_COLON)) != 0)
		return;
	if (form_prose_is_listed(p, "youngster", s, at - 1) == 1 && !s->words[at - 1].of)
		person->ours = true;
	if (form_prose_is_listed(p, "kin", s, at - 1) != 1 || s->words[at - 1].of)
		return;
	for (from = at - 1; from > 0 && span_is_any(s->words[from - 1].folded, SPAN_WORDS(great));)
		from--;
	if (from > 0 && span_is_any(s->words[from - 1].folded, SPAN_WORDS(my))) {
		person->ours = true;
		person->relation = SPAN_NONE;
		person->foreign = false;
	}
}

/* "My name is Jo Fry", "I am Jo Fry" */
static bool
is_writer(const struct prose_sentence *s, size_t at)
{
	return (at > 2 && span_eq_str(s->words[at - 1].folded, "is") && span_eq_str(s->words[at - 2].folded, "name") && span_eq_str(s->words[at - 3].folded, "my")) ||
	    (at > 1 && span_eq_str(s->words[at - 1].folded, "am") && span_eq_str(s->words[at - 2].folded, "i"));
}

/* Where a list of forenames begins that this name ends, "Tom, Ben and Ella Smith": the first one's word; `at`: it is none. */
static size_t
list_begins(const struct prose *p, const struct prose_sentence *s, size_t at)
{
	static const char *const joints[] = { "and", "&" }, *const places[] = { "in", "at", "from", "near", "to", "into", "via", "with" };
	size_t from = at;

	if (at < 2 || s->words[at].before != 0 || !span_is_any(s->words[at - 1].folded, SPAN_WORDS(joints)) || s->words[at - 1].before != 0)
		return at;
	for (size_t i = at - 2;; i--) {
		struct span word = s->words[i].text;

		if (word.len < 2 || !form_prose_is_capital(word) || span_is_upper(word.at[1]) || s->words[i].of || is_no_name(p, s, i) || name_end(p, s, i) > i)
			break;
		from = i;
		if (i == 0 || (s->words[i].before & PROSE_COMMA) == 0)
			break;
	}
	/* "in Vale and Ella Smith" */
	if (from < at && from > 0 && s->words[from].before == 0 && span_is_any(s->words[from - 1].folded, SPAN_WORDS(places)))
		return at;
	/* "Dr Oak and Ella Smith", "Lea Oak and Ella Smith": one with a name of his own. */
	if (from < at && from > 0 && (s->words[from].before & (PROSE_COMMA | PROSE_COLON | PROSE_OPEN | PROSE_DASH)) == 0 && (form_prose_is_capital(s->words[from - 1].text) || form_prose_is_listed(p, "title", s, from - 1) > 0) && from > 1)
		return at;
	return from;
}

/* Adds them, or what is new of them. */
static struct prose_person *
keep(struct prose *p, const struct prose_person *person)
{
	struct prose_person *known = form_prose_person_named(p, person->name);

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
	if (known->age.len == 0) {
		known->age = person->age;
		known->grown = person->grown;
	}
	known->ours = known->ours || person->ours;
	if (known->relation.len == 0 && !person->foreign) {
		known->his = person->his;
		known->relation = person->relation;
		known->of_whom = person->of_whom;
		known->many = person->many;
	}
	return known;
}

/* ", both born", ", who were both born": the word behind "both"; the count: nothing is said of both. */
static size_t
behind_both(const struct prose_sentence *s, size_t at)
{
	static const char *const who[] = { "who", "were", "are", "was" };

	while (at < s->count && span_is_any(s->words[at].folded, SPAN_WORDS(who)))
		at++;
	return at < s->count && span_eq_str(s->words[at].folded, "both") ? at + 1 : s->count;
}

/* Those of the list before a name, called by its last word too, with what is said of all: "twins Ava and Noah Fry, both born 19/01/2026", "aged 6 and 4". */
static void
read_forenames(struct prose *p, const struct prose_sentence *s, size_t at, const struct prose_person *last)
{
	size_t from = list_begins(p, s, at), behind = last->to, n = 0, others = 0;
	struct prose_person first = { .name = SPAN_NONE };
	struct prose_age age;
	bool aged;

	for (size_t i = from; i + 1 < at; i++)
		others++;
	if (others == 0)
		return;
	form_prose_around_relation(p, s, from, &first);
	read_ours(p, s, from, &first);
	aged = behind < s->count && form_prose_age(s, behind, &age);
	for (size_t i = from; i + 1 < at; i++, n++) {
		struct prose_person person = first;
		struct span surname = s->words[last->to - 1].text;

		if (s->words[last->to - 1].of)
			surname = span_slice(surname, 0, surname.len - (surname.at[surname.len - 1] == '\'' ? 1 : span_ends_nocase(surname, SPAN_LIT("'s")) ? 2 : 4));
		person.sentence = last->sentence;
		person.from = person.to = i;
		person.listed = true;
		person.name = arena_printf(p->r->arena, "%.*s %.*s", SPAN_PF(s->words[i].text), SPAN_PF(surname));
		if (behind_both(s, behind) < s->count)
			form_prose_around_birth(p, s, behind_both(s, behind), &person);
		if (aged) {
			person.age = form_prose_text(s, age.from, age.to);
			person.grown = age.years >= PROSE_ADULT;
			behind = age.to;
			if (behind < s->count && span_eq_str(s->words[behind].folded, "and"))
				behind++;
			aged = behind < s->count && form_prose_age(s, behind, &age);
		}
		(void)keep(p, &person);
	}
	/* The last one is as the others. */
	n = last->to;
	if (p->persons_count < PROSE_PERSONS) {
		struct prose_person person = first;

		person.sentence = last->sentence;
		person.from = at;
		person.to = n;
		person.listed = true;
		person.name = last->name;
		person.birth = last->birth;
		person.birth_block = last->birth_block;
		person.born = last->born;
		if (person.birth.len == 0 && behind_both(s, n) < s->count)
			form_prose_around_birth(p, s, behind_both(s, n), &person);
		if (aged) {
			person.age = form_prose_text(s, age.from, age.to);
			person.grown = age.years >= PROSE_ADULT;
		}
		(void)keep(p, &person);
	}
}

/* "MOTHER" by itself above "Jo Fry, date of birth 1/2/1990". */
static void
read_heading(const struct prose *p, size_t number, struct prose_person *person)
{
	const struct prose_sentence *above = number > 0 ? &p->sentences[number - 1] : NULL;

	if (above != NULL && above->count == 1 && form_prose_is_relation(p, above, 0) && !above->words[0].of && above->text.at[above->text.len - 1] != '.')
		person->relation = above->words[0].text;
}

/* "drowned in Dale Water, aged 12": where it was, and nobody, unless a day of birth stands behind. */
static bool
is_place(struct prose *p, const struct prose_sentence *s, size_t at)
{
	static const char *const in[] = { "in", "near", "into", "at" }, *const minds[] = { "confidence", "interest", "trust", "injuries", "injury", "fractures", "bruising", "harm", "abuse", "neglect", "death", "smiling", "shouting", "shouted", "looked", "angry" };
	size_t from = at;

	if (at == 0 || s->words[at].before != 0 || !span_is_any(s->words[at - 1].folded, SPAN_WORDS(in)) || form_prose_person_named(p, form_prose_text(s, at, form_prose_name(p, s, at))) != NULL)
		return false;
	from--;
	return from == 0 || !span_is_any(s->words[from - 1].folded, SPAN_WORDS(minds));
}

static void
read_persons(struct prose *p, size_t number)
{
	const struct prose_sentence *s = &p->sentences[number];
	struct prose_person last = { .name = SPAN_NONE };

	for (size_t at = 0; at < s->count;) {
		struct prose_person person = { .sentence = number, .from = at };
		struct span word, group;
		size_t to = form_prose_name(p, s, at);
		bool titled;

		if (to == at) {
			at++;
			continue;
		}
		person.to = to;
		person.name = form_prose_text(s, at, to);
		word = s->words[to - 1].text;
		if (s->words[to - 1].of)
			person.name = span_slice(person.name, 0, person.name.len - (span_ends_nocase(word, SPAN_LIT("'s")) || word.at[word.len - 1] == '\'' ? 2 : 4));
		titled = at > 0 && form_prose_is_listed(p, "title", s, at - 1) > 0;
		form_prose_around_birth(p, s, to, &person);
		if (person.birth.len == 0 && is_place(p, s, at)) {
			at = to;
			continue;
		}
		form_prose_around_age(p, s, at, to, &person);
		if (list_begins(p, s, at) < at) {
			read_forenames(p, s, at, &person);
			last = person;
			at = to;
			continue;
		}
		/* "her mother, Ms Jo Fry": whose she is stands before the title. */
		form_prose_around_relation(p, s, titled ? at - 1 : at, &person);
		/* "Her parents, Lee Oak (father) and Jo Oak": of the list he is a parent, and himself the father. */
		group = person.many ? person.relation : SPAN_NONE;
		if (person.relation.len == 0 || person.many)
			form_prose_around_apposition(p, s, to, &person);
		if (person.relation.len == 0 && at == 0)
			read_heading(p, number, &person);
		person.foreign = person.foreign || (titled && person.relation.len == 0) || is_writer(s, at);
		form_prose_around_list(p, s, last.name.len > 0 ? &last : NULL, at, &person);
		read_ours(p, s, at, &person);
		last = person;
		if (group.len > 0)
			last.relation = group;
		(void)keep(p, &person);
		at = to;
	}
}

struct span
form_prose_forename(const struct prose *p, struct span name)
{
	bool of;

	return form_prose_fold(p->r->arena, span_slice(name, 0, span_find_byte(name, ' ')), &of);
}

/* The one whose name another's "Kai's mother" begins with, or who is called by his first name. */
unsigned
form_prose_called(const struct prose *p, struct span folded)
{
	unsigned found = 0;

	for (unsigned n = 1; n <= p->children; n++) {
		struct span first = form_prose_forename(p, p->child[n]->name), word;
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

/* Children that a label or a line named, where no sentence does. */
static void
take_known(struct prose *p)
{
	const struct field_list *fields = &p->r->out->fields;

	for (size_t i = 0; i < fields->count && p->persons_count < PROSE_PERSONS && p->count > 0; i++)
		if (span_eq_str(span_str(fields->items[i].entry->name), "child.N.name") && fields->items[i].first.state == FIELD_ANSWERED) {
			p->persons[p->persons_count] = (struct prose_person){ .name = fields->items[i].first.value };
			form_prose_make_subject(p, &p->persons[p->persons_count++]);
		}
}

/* "Tom is 11 (born 6 January 2015), Ben is 9 (born ...)": of those who were named in full. */
static void
read_called(struct prose *p, const struct prose_sentence *s)
{
	for (size_t at = 0; at + 1 < s->count; at++) {
		struct prose_person *one = NULL;
		size_t to;

		if (!form_prose_is_capital(s->words[at].text) || s->words[at].of || (to = form_prose_name(p, s, at)) > at)
			continue;
		for (size_t i = 0; i < p->persons_count; i++)
			if (span_eq(form_prose_forename(p, p->persons[i].name), s->words[at].folded)) {
				if (one != NULL)
					break;
				one = &p->persons[i];
			}
		if (one == NULL || one->birth.len > 0 || form_memo_bag(p->r, s->words[at].folded)->unknown == 0)
			continue;
		form_prose_around_birth(p, s, at + 1, one);
		if (one->age.len == 0)
			form_prose_around_age(p, s, at, at + 1, one);
	}
}

/* The word with which the relation begins. */
static size_t
relation_at(const struct prose_sentence *s, const struct prose_person *person)
{
	for (size_t at = 0; at < s->count; at++)
		if (s->words[at].text.at >= person->relation.at)
			return at;
	return s->count;
}

/* "has an older brother, Noah": somebody's, though no "his" says whose. */
static bool
is_had(const struct prose *p, const struct prose_sentence *s, size_t at)
{
	static const char *const has[] = { "has", "have", "had", "with" };

	while (at > 0 && s->words[at].before == 0 && form_prose_is_listed(p, "which", s, at - 1) == 1)
		at--;
	if (at > 0 && form_prose_is_listed(p, "article", s, at - 1) == 1)
		at--;
	return at > 0 && span_is_any(s->words[at - 1].folded, SPAN_WORDS(has));
}

static bool
is_forename_of_somebody(const struct prose *p, struct span folded)
{
	for (size_t i = 0; i < p->persons_count; i++)
		if (span_eq(form_prose_forename(p, p->persons[i].name), folded))
			return true;
	return false;
}

/* "Mia's best friend told her mother, Karen": whose she is nobody can say. */
static bool
is_anothers(const struct prose *p, const struct prose_sentence *s, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (form_prose_is_listed(p, "someone", s, i) > 0)
			return true;
	return false;
}

/* "His two sisters, Shanice (4) and Kiara (2)", "an older brother, Noah, who is six": by a forename alone, when all who have two names are known. */
static void
read_relatives(struct prose *p, size_t number)
{
	const struct prose_sentence *s = &p->sentences[number];
	struct prose_person last = { .name = SPAN_NONE };

	for (size_t at = 1; at < s->count && p->persons_count < PROSE_PERSONS; at++) {
		struct prose_person person = { .sentence = number, .from = at, .to = at + 1, .name = s->words[at].text };
		size_t name = form_prose_name(p, s, at);

		if (name > at) {
			last.name = SPAN_NONE;
			at = name - 1;
			continue;
		}
		if (person.name.len < 3 || !form_prose_is_capital(person.name) || !span_is_lower(person.name.at[1]) || s->words[at].of || is_no_name(p, s, at) || form_memo_bag(p->r, s->words[at].folded)->unknown == 0)
			continue;
		form_prose_around_relation(p, s, at, &person);
		form_prose_around_list(p, s, last.name.len > 0 ? &last : NULL, at, &person);
		if (person.relation.len == 0 || person.foreign || is_anothers(p, s, relation_at(s, &person)) || is_forename_of_somebody(p, s->words[at].folded) || !(person.owned || last.name.len > 0 || is_had(p, s, relation_at(s, &person))))
			continue;
		form_prose_around_birth(p, s, at + 1, &person);
		form_prose_around_age(p, s, at, at + 1, &person);
		last = person;
		p->persons[p->persons_count++] = person;
	}
}

void
form_prose_persons(struct prose *p)
{
	form_prose_latest(p);
	take_known(p);
	for (size_t i = 0; i < p->count; i++)
		read_persons(p, i);
	for (size_t i = 0; i < p->count; i++)
		read_called(p, &p->sentences[i]);
	for (size_t i = 0; i < p->count; i++)
		read_relatives(p, i);
	form_prose_subjects(p);
	form_prose_relatives(p);
}
