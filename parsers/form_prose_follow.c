/* SPDX-License-Identifier: ISC
 *
 * Whom a sentence is about: the child that it names, or whom "he" means behind the sentences before.
 */
#include "parsers/form_prose.h"
#include "parsers/text.h"

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

/* "Kai's father moved to 3 Elm Road, where he lives": behind a relative of that gender, and no child since, he may be either. */
static bool
is_ambiguous(const struct prose *p, const struct prose_sentence *s, size_t at)
{
	unsigned other = NOBODY;

	for (size_t i = 0, name; i < at; i = name > i ? name : i + 1) {
		name = form_prose_name(p, s, i);
		if (name == i && form_prose_is_relation(p, s, i) && !s->words[i].of)
			other |= gender_of(s->words[i].folded);
		for (unsigned n = 1; name > i && n <= p->children; n++)
			if (span_starts_nocase(form_prose_text(s, i, name), p->child[n]->name))
				other = NOBODY;
		if (name == i && form_prose_is_capital(s->words[i].text) && !s->words[i].of && form_prose_called(p, s->words[i].folded) > 0)
			other = NOBODY;
	}
	return (other & gender_of(s->words[at].folded) & (MALE | FEMALE)) != 0 && !span_eq_str(s->words[at].folded, "they");
}

/* "The Fire Service refers the death of Kai Fry in his home": the child that was named last before "his", behind which nobody else is; 0: none. */
static unsigned
named_last(const struct prose *p, const struct prose_sentence *s, size_t at)
{
	unsigned last = 0;

	for (size_t i = 0, name; i < at; i = name > i ? name : i + 1) {
		unsigned n;

		name = form_prose_name(p, s, i);
		if (name > i) {
			last = 0;
			for (n = 1; n <= p->children; n++)
				if (span_starts_nocase(form_prose_text(s, i, name), p->child[n]->name))
					last = n;
		} else if (form_prose_is_relation(p, s, i) || form_prose_is_listed(p, "title", s, i) > 0 || form_prose_is_listed(p, "someone", s, i) > 0)
			last = 0;
	}
	return last;
}

/* "This 17 year old young man", "the four-month-old baby": the word behind it; `at`: nobody is called so there. */
static size_t
aged_end(const struct prose *p, const struct prose_sentence *s, size_t at)
{
	static const char *const the[] = { "this", "the" };
	struct prose_age age;
	size_t youngster;

	if (!span_is_any(s->words[at].folded, SPAN_WORDS(the)) || at + 1 >= s->count || !form_prose_age(s, at + 1, &age) || age.years >= PROSE_ADULT || age.to >= s->count)
		return at;
	youngster = form_prose_is_listed(p, "youngster", s, age.to);
	return youngster > 0 ? age.to + youngster : at;
}

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
	n = form_prose_is_capital(s->words[at].text) ? form_prose_called(p, s->words[at].folded) : 0;
	if (n > 0)
		return n;
	if (form_prose_is_pronoun(s->words[at].folded)) {
		*of_out = true;
		return s->child > 0 || !p->settled ? s->child : named_last(p, s, at);
	}
	if (span_is_any(s->words[at].folded, SPAN_WORDS(pronouns)))
		return is_ambiguous(p, s, at) ? 0 : s->child;
	listed = form_prose_is_listed(p, "the-child", s, at);
	listed = listed > 0 ? listed : aged_end(p, s, at) - at;
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

/* Whom "he" means behind a sentence about a child, or about its mother: not her. */
struct followed {
	unsigned child;
	unsigned other;				/* enum gender of whom was spoken since; NOBODY: of no other */
};

static void
follow_sentence(const struct prose *p, struct prose_sentence *s, struct followed *f)
{
	static const char *const subjects[] = { "he", "she", "they" }, *const hers[] = { "mrs", "ms", "miss" };

	s->child = f->child;
	for (size_t at = 0; at < s->count; at++) {
		struct span folded = s->words[at].folded;
		size_t to, name = form_prose_name(p, s, at);
		bool of, pronoun = form_prose_is_pronoun(folded) || span_is_any(folded, SPAN_WORDS(subjects));
		unsigned n;

		if (pronoun) {
			/* "How they dealt with my niece Kai Fry": of nobody yet. */
			if (f->child == 0 && f->other == NOBODY)
				continue;
			if (f->other != NOBODY && (gender_of(folded) == (MALE | FEMALE) || (gender_of(folded) & f->other) != 0))
				s->child = 0;
			to = at + 1;
			of = form_prose_is_pronoun(folded);
		} else if ((n = form_prose_child(p, s, at, &to, &of)) > 0) {
			s->child = n;
			f->child = n;
			f->other = NOBODY;
		} else if (form_prose_is_relation(p, s, at) && !s->words[at].of && at + 1 < s->count && form_prose_child(p, s, at + 1, &to, &of) > 0 && form_prose_name(p, s, at + 1) > at + 1) {
			continue;	/* "my niece Kai Fry" */
		} else if (name > at || form_prose_is_relation(p, s, at) || form_prose_is_listed(p, "title", s, at) > 0) {
			f->other = form_prose_is_relation(p, s, at) ? gender_of(folded) : span_is_any(folded, SPAN_WORDS(hers)) ? FEMALE : span_eq_str(folded, "mr") ? MALE : MALE | FEMALE;
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
