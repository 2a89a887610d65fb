/* SPDX-License-Identifier: ISC
 *
 * What stands around a name: when they were born, how old they are, whose mother or brother they are.
 */
#include "parsers/form_prose.h"
#include "parsers/text.h"

/* ", aged 17 years", ", 14 months", "(6)", "is 11", ", he is 3": the word behind it; of another's age none is taken. */
static size_t
behind_age(const struct prose_sentence *s, size_t at)
{
	static const char *const is[] = { "is", "was" }, *const who[] = { "he", "she", "who", "they" };
	size_t from = at + 1 < s->count && span_is_any(s->words[at].folded, SPAN_WORDS(who)) && span_is_any(s->words[at + 1].folded, SPAN_WORDS(is)) ? at + 1 : at;
	struct prose_age age;

	from = from < s->count && span_is_any(s->words[from].folded, SPAN_WORDS(is)) ? from + 1 : from;
	/* "Kai Fry (3 March 2021)" */
	return form_prose_age(s, from, &age) && (age.to == s->count || s->words[age.to].before != 0) ? age.to : at;
}

/* "Kai Fry, aged 4", "Kai Fry, he's 17", "Kai Fry (6)", "a 3 month old boy, Kai Fry" */
void
form_prose_around_age(const struct prose *p, const struct prose_sentence *s, size_t at, size_t to, struct prose_person *person)
{
	static const char *const who[] = { "he", "she", "who", "is", "was" };
	struct prose_age age;
	size_t from = to;

	while (from < s->count && from < to + 2 && span_is_any(s->words[from].folded, SPAN_WORDS(who)))
		from++;
	if (!(from < s->count && form_prose_age(s, from, &age)) && !form_prose_age_before(p, s, at, &age))
		return;
	person->age = form_prose_text(s, age.from, age.to);
	person->grown = age.years >= PROSE_ADULT;
}

/* ", who was seventeen (" before a date of birth. */
static size_t
behind_who(const struct prose_sentence *s, size_t at)
{
	static const char *const is[] = { "is", "was" };

	return at + 3 < s->count && span_eq_str(s->words[at].folded, "who") && span_is_any(s->words[at + 1].folded, SPAN_WORDS(is)) && s->words[at + 2].before == 0 && (s->words[at + 3].before & PROSE_OPEN) != 0 ? at + 3 : at;
}

/* ", a Year 6 pupil, date of birth", ", male, DOB": what somebody is, before the day of birth. */
static size_t
behind_what(const struct prose *p, const struct prose_sentence *s, size_t at)
{
	enum { MOST = 8 };

	if (at >= s->count || (s->words[at].before & PROSE_COMMA) == 0 || form_prose_is_listed(p, "born", s, at) > 0)
		return at;
	for (size_t i = at; i < s->count && i < at + MOST; i++) {
		if ((s->words[i].before & (PROSE_COMMA | PROSE_OPEN)) != 0 && form_prose_is_listed(p, "born", s, i) > 0)
			return i;
		if (form_prose_is_relation(p, s, i) || form_prose_is_listed(p, "verb", s, i) > 0 || form_prose_is_listed(p, "apart", s, i) > 0 || form_prose_name(p, s, i) > i)
			break;
	}
	return at;
}

/* "(DOB 3/4/2019", ", born on 3 April 2019", "(3 April 2019)", "who was born on ..." */
void
form_prose_around_birth(const struct prose *p, const struct prose_sentence *s, size_t at, struct prose_person *person)
{
	struct value_date d;
	size_t to, marked;
	bool open = at < s->count && (s->words[at].before & PROSE_OPEN) != 0;

	at = behind_what(p, s, behind_age(s, behind_who(s, at)));
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
bool
form_prose_is_pronoun(struct span folded)
{
	static const char *const words[] = { "his", "her", "their" };

	return span_is_any(folded, SPAN_WORDS(words));
}

/* "The grandmother, who has cared for him, is Jo Fry": behind the relation, where a clause about it ends right before "is"; `at`: none does. */
static size_t
behind_clause(const struct prose *p, const struct prose_sentence *s, size_t at)
{
	static const char *const who[] = { "who", "whom", "with" };
	enum { MOST = 16 };

	if (at == 0 || (s->words[at].before & PROSE_COMMA) == 0)
		return at;
	for (size_t i = at - 1; i > 0 && at - i < MOST; i--) {
		if ((s->words[i].before & PROSE_COMMA) != 0)
			return span_is_any(s->words[i].folded, SPAN_WORDS(who)) && form_prose_is_relation(p, s, i - 1) && !s->words[i - 1].of ? i : at;
		if (form_prose_name(p, s, i) > i)
			break;
	}
	return at;
}

/* The relation that ends right before word `at`: "his maternal grandmother,", "Her mother's partner,", "The mother is". */
void
form_prose_around_relation(const struct prose *p, const struct prose_sentence *s, size_t at, struct prose_person *person)
{
	static const char *const between[] = { "is", "was", "are", "were", "named", "called", "being", "namely" }, *const also[] = { "maternal", "paternal", "step", "half", "twin", "foster", "adoptive", "birth", "great" },
	    *const many[] = { "parents", "siblings", "sisters", "brothers", "grandparents", "twins", "carers" };
	size_t end = at, from;

	while (end > 0 && at - end < 2 && span_is_any(s->words[end - 1].folded, SPAN_WORDS(between)))
		end--;
	if (end + 1 == at)
		end = behind_clause(p, s, end);
	/* "His mother's name is Jo Fry" */
	if (end > 1 && end < at && span_eq_str(s->words[end - 1].folded, "name") && s->words[end - 2].of && form_prose_is_relation(p, s, end - 2))
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
	if (s->words[end - 1].of)
		person->relation = span_slice(person->relation, 0, (size_t)(s->words[end - 1].text.at - person->relation.at) + s->words[end - 1].folded.len);
	person->many = span_is_any(s->words[end - 1].folded, SPAN_WORDS(many));
	if (person->many)
		person->relation = singular(p->r->arena, person->relation);
	while (from > 0 && s->words[from].before == 0 && form_prose_is_listed(p, "which", s, from - 1) == 1)
		from--;
	person->owned = from > 0 && (form_prose_is_pronoun(s->words[from - 1].folded) || s->words[from - 1].of);
	person->his = from > 0 && form_prose_is_pronoun(s->words[from - 1].folded);
	/* "her own mother" is no child's. */
	if (from > 0 && span_eq_str(s->words[from - 1].folded, "own"))
		person->foreign = true;
	/* "The uncle of", "Wayne's mother": somebody's of whom we know nothing; the children's names are known later. */
	if (from > 0 && s->words[from - 1].of && !form_prose_is_pronoun(s->words[from - 1].folded) && !(from > 1 && form_prose_is_listed(p, "the-child", s, from - 2) == 2))
		person->foreign = true;
}

/* ", of 8 Hope Street, Vale, VA3 7RR" behind a name: the word behind it. */
static size_t
behind_home(const struct prose_sentence *s, size_t at)
{
	enum { MOST = 12 };
	size_t to = at + 1;

	if (at + 1 >= s->count || !span_eq_str(s->words[at].folded, "of") || !span_is_digit(s->words[at + 1].text.at[0]))
		return at;
	while (to < s->count && to < at + MOST && (span_is_upper(s->words[to].text.at[0]) || span_is_digit(s->words[to].text.at[0])))
		to++;
	return to;
}

/* "Jo Fry, his mother," */
void
form_prose_around_apposition(const struct prose *p, const struct prose_sentence *s, size_t to, struct prose_person *person)
{
	static const char *const whose[] = { "his", "her", "their", "the" }, *const sides[] = { "maternal", "paternal" }, *const late[] = { "the", "late", "baby", "young" };

	to = behind_home(s, to);
	if (to + 1 >= s->count || (s->words[to].before & (PROSE_COMMA | PROSE_OPEN)) == 0)
		return;
	/* "the maternal grandmother of Kai" */
	if (span_is_any(s->words[to].folded, SPAN_WORDS(whose)) && to + 4 < s->count && span_is_any(s->words[to + 1].folded, SPAN_WORDS(sides)) && form_prose_is_relation(p, s, to + 2) && span_eq_str(s->words[to + 3].folded, "of") && form_prose_is_capital(s->words[to + 4].text)) {
		person->relation = form_prose_text(s, to + 1, to + 3);
		return;
	}
	/* "the mother of Kai Fry": whether he is one of the children is known later. */
	if (span_eq_str(s->words[to].folded, "the") && form_prose_is_relation(p, s, to + 1) && to + 3 < s->count && span_eq_str(s->words[to + 2].folded, "of")) {
		size_t whom = to + 3, name;

		while (whom + 1 < s->count && span_is_any(s->words[whom].folded, SPAN_WORDS(late)))
			whom++;
		if (!form_prose_is_capital(s->words[whom].text))
			return;
		name = form_prose_name(p, s, whom);
		person->relation = s->words[to + 1].text;
		person->of_whom = form_prose_text(s, whom, name > whom ? name : whom + 1);
		return;
	}
	if (span_is_any(s->words[to].folded, SPAN_WORDS(whose)) && form_prose_is_relation(p, s, to + 1) && !s->words[to + 1].of && (to + 2 == s->count || s->words[to + 2].before != 0 || (to + 3 < s->count && span_eq_str(s->words[to + 2].folded, "of") && form_prose_is_listed(p, "the-child", s, to + 3) > 0)))
		person->relation = s->words[to + 1].text;
	else if ((s->words[to].before & PROSE_OPEN) != 0 && form_prose_is_relation(p, s, to) && !s->words[to].of)
		person->relation = s->words[to].text;
}

/* The second of "his sisters Ann Fry (DOB ...) and Bea Fry": as the one before. */
void
form_prose_around_list(const struct prose *p, const struct prose_sentence *s, const struct prose_person *last, size_t at, struct prose_person *person)
{
	static const char *const joints[] = { "and", "&", "dob", "born", "aged", "date", "of", "birth", "on" };

	if (last == NULL || last->relation.len == 0 || !last->many || person->relation.len > 0)
		return;
	for (size_t i = last->to; i < at; i++)
		if (!span_is_any(s->words[i].folded, SPAN_WORDS(joints)) && !(s->words[i].before == PROSE_OPEN && form_prose_is_relation(p, s, i)) && form_prose_is_listed(p, "title", s, i) == 0 && !span_has_digit(s->words[i].text) && span_find(last->birth, s->words[i].text) == last->birth.len)
			return;
	person->relation = last->relation;
	person->many = true;
	person->owned = last->owned;
	person->foreign = last->foreign;
}
