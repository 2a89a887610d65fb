/* SPDX-License-Identifier: ISC
 *
 * form_prose: a letter that has no labels, or hardly any.  It is cut into sentences of words; the persons whom it names are found,
 * and which of them are the children it is about; what a sentence states of them plainly, in a way that `told` in forms.conf lists,
 * becomes a field.  A sentence with a doubt, a denial or hearsay states nothing, nor does one about another person.
 */
#ifndef PARSERS_FORM_PROSE_H
#define PARSERS_FORM_PROSE_H

#include "parsers/form_inside.h"
#include "parsers/form_listed.h"

enum { PROSE_CHILDREN = 12, PROSE_PERSONS = 48, PROSE_SENTENCES = 300, PROSE_WORDS = 90 };
/* What stands between a word and the one before. */
enum prose_mark { PROSE_COMMA = 1 << 0, PROSE_OPEN = 1 << 1, PROSE_CLOSE = 1 << 2, PROSE_COLON = 1 << 3, PROSE_DASH = 1 << 4, PROSE_OTHER = 1 << 5 };

struct prose_word {
	struct span text;		/* "Kai's" */
	struct span folded;		/* small letters, no apostrophe, and no 's where `of` is set: "kai" */
	bool of;			/* ... 's, s' */
	unsigned before;		/* enum prose_mark */
	const struct form_listed_phrase *listed;	/* phrases of the lists that begin with it */
	/* Found out once, when all persons are known: where a name that begins here ends; the child meant, and behind it. */
	bool named, meant, child_of;
	unsigned char name_to, child, child_to;
};

struct prose_sentence {
	struct span text;
	struct span paragraph;
	const struct block *block;
	struct prose_word *words;
	size_t count;
	bool asks;			/* ends in a question mark */
	bool about;			/* "Re: ...", or the line a letter is entitled with */
	unsigned child;			/* whom its first mention of anybody means, from 1; 0: another, or nobody */
};

/* Words [from, to) say it. */
struct prose_age { size_t from, to; unsigned years; };

enum prose_standing { PROSE_UNKNOWN, PROSE_SUBJECT, PROSE_RELATIVE };
struct prose_person {
	struct span name;		/* as written */
	size_t sentence, from, to;	/* where it is met first, in words */
	struct span birth;		/* what stands behind "DOB"; empty: nothing */
	const struct block *birth_block;
	unsigned born;			/* year; 0: not known */
	struct span age;		/* "5 months"; empty: not said beside the name */
	bool grown;			/* ... of an adult */
	bool ours;			/* "my grandson", "baby": kin of the writer, or called a child right before the name */
	struct span relation;		/* "maternal grandmother"; empty: none */
	struct span of_whom;		/* "the mother of Kai Fry": whose, by name; empty: not said so */
	bool foreign;			/* related to somebody else, or an official */
	bool listed;			/* "Tom, Ben and Ella Smith": one of such a list */
	bool many;			/* one of several called so together: "siblings", "parents" */
	bool owned;			/* "his sister": somebody's */
	bool his;			/* ... by such a word alone */
	enum prose_standing standing;
	unsigned child;			/* PROSE_SUBJECT: its number */
};

struct prose {
	struct form_reader *r;
	struct prose_sentence *sentences;
	size_t count, capacity;
	struct prose_person persons[PROSE_PERSONS];
	size_t persons_count;
	unsigned children;		/* how many it is about */
	const struct prose_person *child[PROSE_CHILDREN + 1];
	bool settled;			/* all persons are known, and whom sentences are about */
	unsigned latest;		/* the latest year it names; 0: none */
	size_t incident;		/* the sentence that first told what happened, counted from 1; 0: none has */
};

/* Of lines that a mail program broke the first one gets all, and the others nothing: when labels have been looked for. */
void form_prose_join(struct form_reader *r);
/* It may be a letter: few labels, and no tables but behind "Dear ...". */
bool form_prose_is_letter(const struct form_reader *r);
/* Fills what no label has said.  For parts with few labels: r->out->fields as the labels left them. */
void form_prose_part(struct form_reader *r);

/* form_prose_words: the letter that begins in row `from` in sentences, up to its farewell.  Returns the row in which one begins that
 * was quoted beneath it; r->count: none does. */
size_t form_prose_cut(struct prose *p, size_t from);
struct span form_prose_fold(struct arena *a, struct span word, bool *of_out);
/* The text of words [from, to). */
struct span form_prose_text(const struct prose_sentence *s, size_t from, size_t to);
/* A date that begins with that word: true, and the word behind it. */
bool form_prose_date(const struct prose *p, const struct prose_sentence *s, size_t at, size_t *to_out, struct value_date *out);
/* Finds the latest year of this century that the letter names, about when it was written: p->latest; stays when it names none. */
void form_prose_latest(struct prose *p);
/* One of the words or phrases of the list with that title in the set's `told` begins there: how many words. */
size_t form_prose_is_listed(const struct prose *p, const char *title, const struct prose_sentence *s, size_t at);
size_t form_prose_is_listed_as(const struct prose_sentence *s, size_t at, struct span title);

/* form_prose_person: who is named, and who of them is whose. */
void form_prose_persons(struct prose *p);
/* A name of two words or more begins at the word: the word behind it, or `at`. */
size_t form_prose_name(const struct prose *p, const struct prose_sentence *s, size_t at);
struct prose_person *form_prose_person_named(struct prose *p, struct span name);	/* NULL: nobody is */
bool form_prose_is_capital(struct span word);		/* begins as names do */
struct span form_prose_forename(const struct prose *p, struct span name);	/* folded */
unsigned form_prose_called(const struct prose *p, struct span folded);	/* the one child with that forename, or whose name is that one; 0: none, or several */
bool form_prose_is_relation(const struct prose *p, const struct prose_sentence *s, size_t at);
bool form_prose_is_pronoun(struct span folded);	/* "his" */

/* form_prose_around: what the words around a name, [at, to), say of the person: that one's birth, age and relation are set where they say it.  A list's next is
 * as the one before it ("his sisters Ann Fry and Bea Fry"); last NULL: there was none. */
enum { PROSE_ADULT = 18 };
void form_prose_around_age(const struct prose *p, const struct prose_sentence *s, size_t at, size_t to, struct prose_person *person);
void form_prose_around_birth(const struct prose *p, const struct prose_sentence *s, size_t at, struct prose_person *person);
void form_prose_around_relation(const struct prose *p, const struct prose_sentence *s, size_t at, struct prose_person *person);
void form_prose_around_apposition(const struct prose *p, const struct prose_sentence *s, size_t to, struct prose_person *person);
void form_prose_around_list(const struct prose *p, const struct prose_sentence *s, const struct prose_person *last, size_t at, struct prose_person *person);

/* form_prose_follow: whom a sentence is about. */
/* The child meant by the words at `at`: its number, and the word behind; of_out: "Kai's", "his".  0: none. */
unsigned form_prose_child(const struct prose *p, const struct prose_sentence *s, size_t at, size_t *to_out, bool *of_out);
/* Sets whom each sentence is about. */
void form_prose_follow(struct prose *p);

/* form_prose_age: how old somebody is.  At the word, behind a name: "aged 4", "(6)", "14 months"; before it: "a 3 month old boy,". */
bool form_prose_age(const struct prose_sentence *s, size_t at, struct prose_age *out);
bool form_prose_age_before(const struct prose *p, const struct prose_sentence *s, size_t at, struct prose_age *out);

bool form_prose_is_time(struct span word);	/* "02:15", "19.40", "0448hrs" */
size_t form_prose_time(const struct prose_sentence *s, size_t at);	/* ... or "2137 hours" begins at the word: the word behind it, or `at` */

/* form_prose_subject: which of the persons are the children, and whose relatives the others are. */
void form_prose_make_subject(struct prose *p, struct prose_person *person);
void form_prose_subjects(struct prose *p);
void form_prose_relatives(struct prose *p);

/* form_prose_value: "$date", "$school" and the like of a pattern: the word behind what begins there, or `at`; the same of an address. */
size_t form_prose_value(const struct prose *p, const struct prose_sentence *s, struct span token, size_t at);
size_t form_prose_address(const struct prose *p, const struct prose_sentence *s, size_t at);

/* form_prose_event: the only day that the words before `until` name, but for birthdays; false: they name none, or several.  The day and time of the incident that no pattern found; what kind it was, of what was found. */
struct prose_day {
	size_t from, to;		/* in words */
	struct civil_date day;
	bool several;
};
bool form_prose_only_day(const struct prose *p, const struct prose_sentence *s, size_t until, struct prose_day *out);
void form_prose_event(struct prose *p);
void form_prose_kind(struct prose *p);
void form_prose_event_time(struct prose *p, const struct prose_sentence *s, size_t from, size_t to);	/* of the day that stands there */

/* form_prose_told: patterns. */
void form_prose_told(struct prose *p);

#endif
