/* SPDX-License-Identifier: ISC
 *
 * form: from blocks to fields.
 *
 * A form_set is what the config says about forms: which wordings are labels of which key,
 * which headings give a label its meaning, what is no answer, and what tells one form from
 * another.  It is immutable, plain data (spans and arrays), and travels to the jailed
 * reader by form_wire.  form_read() finds the labels of one part and what stands against
 * them; text becomes values in parsers/value.  Nothing is guessed: a label whose answer
 * cannot be told is unanswered, and a wording that is no label in its section is left
 * alone.  Pure.
 *
 * Wordings are compared folded (case, punctuation, quotes, apostrophes and accents do not
 * count), without numbering, footnote digits and bracketed hints; small typing errors and
 * another order of the words are forgiven.  `*` in a wording stands for any words.  Where a
 * label stands that is worded like none of them, the wordings nearest by weighed words say
 * what it means, when they are near enough and no other meaning is as near.
 */
#ifndef PARSERS_FORM_H
#define PARSERS_FORM_H

#include "parsers/value.h"
#include "parsers/civil.h"

enum form_class { FORM_REFERRAL, FORM_SIN_COPY, FORM_FOLLOW_UP, FORM_MISDIRECTED, FORM_BOOKING };

struct form_words {
	const struct span *items;
	size_t count;
};

/* A heading and what stands under it.  Names are free, but for the repeating groups
 * (child, family, agency, chronology), which are those of the keys. */
struct form_section {
	struct span name;		/* "referrer" */
	struct form_words wordings;
	bool ignore;			/* office use, guidance: nothing under it is an answer */
	struct form_words subjects;	/* words that name its person or thing: "child", "referrer" */
};

struct form_label {
	struct span name;		/* the section's title in the config; a key where `keys` is empty */
	struct form_words keys;		/* one key; or several: one label that asks for all of them */
	struct form_words wordings;	/* mean this wherever they stand */
	struct form_words within;	/* mean this only under one of `sections` */
	struct form_words sections;
	struct form_words asks;		/* what is asked for, concept by concept (form_sense) */
	struct form_words after;	/* keys: those of `asks` with a ^ mean this behind one of them only */
	struct span value;		/* a yes/no question: yes means that the key has this value; or which
					 * part of a text is asked for: "first", "last", "line" (form_parts) */
};

/* Words and phrases that say the same: "telephone" for phone, tel, mobile. */
struct form_same {
	struct span word;
	struct form_words words;
};

/* What people write for one canonical value of an enum key; key "ynu" is every yes/no. */
struct form_choice {
	struct form_words keys;
	struct span value;
	struct form_words wordings;
};

struct form_def {
	struct span name;
	enum form_class class;
	struct span type;		/* "lcspr", "plr" or empty: what the form is for when nobody says */
	struct form_words titles;	/* of the document */
	struct form_words marks;	/* labels or headings that no other form has */
	const struct form_label *labels;	/* its own, before the shared ones */
	size_t labels_count;
};

struct form_index;

struct form_set {
	const struct form_section *sections;
	size_t sections_count;
	const struct form_label *labels;
	size_t labels_count;
	const struct form_choice *choices;
	size_t choices_count;
	struct form_words placeholders;	/* no answer, though text stands there */
	struct form_words small_words;	/* count for nothing: "the", "please" */
	const struct form_same *sames;
	size_t sames_count;
	struct form_words idle_words;	/* those of a question that ask for nothing by themselves: "did", "of" */
	const struct form_same *concepts;	/* what `asks` is made of, besides the words of `sames` */
	size_t concepts_count;
	struct form_words other_asks;	/* as a label's `asks`: of no key */
	struct form_words child_words;	/* without one of them a message is about no child (record_child): "*child*", "mum", "sibling*" */
	const struct form_same *shorts;	/* what makers of forms abbreviate in the names of fields: "ch" for child (form_short) */
	size_t shorts_count;
	const struct form_same *tolds;	/* how sentences of a letter state a field, or a list of words for that (form_prose) */
	size_t tolds_count;
	struct form_words other_labels;	/* labels of no key: where one begins, an answer ends */
	const struct form_def *forms;
	size_t forms_count;
	const struct form_index *index;	/* by form_set_index(); NULL before */
};

struct form_result {
	const struct form_def *form;	/* that fits best; NULL when there is no form here */
	size_t labels_found;		/* distinct labels of a key met in the part */
	size_t labels_total;		/* labels in it all told, also those of no key */
	size_t answered;		/* fields answered (or invalid, or unreadable) */
	bool faint;			/* enough for a document that somebody attached, too little for what a
					 * letter says about itself: few labels, that stand on orders, too */
	struct field_list fields;
};

const char *form_class_name(enum form_class c);		/* the words of INTERFACES.md: "sin-copy" */
bool form_class_find(struct span name, enum form_class *out);

/* What is wrong with a set, for the config's `check`: a sentence naming section and word,
 * in the arena; the empty span when it is sound.  `at_out`: the title of the section. */
struct span form_set_fault(struct arena *a, const struct form_set *set, struct span *at_out);
/* Folds and hashes every wording; must be called once before form_read. */
void form_set_index(struct arena *a, struct form_set *set);
/* What a text means that is word for word a label of one key, whatever form it is of; NULL: nothing, or several
 * things.  bare_out: only as a label about a child, where a child is spoken of. */
const struct field_key *form_means(const struct form_set *set, struct span text, struct arena *a, bool *bare_out);
/* It is no answer, though text stands there: "to follow", "n/a". */
bool form_means_nothing(const struct form_set *set, struct span text, struct arena *a);
/* For value_read: the words of the key's values. */
struct value_context form_means_words(const struct form_set *set, const struct field_key *key);
/* May stand in child_words. */
bool form_set_is_piece(struct span word);
const struct form_def *form_set_find(const struct form_set *set, struct span name);

/* Reads one part.  `as`: the form to read it as, or NULL for the one that fits best.
 * Spans in the result borrow from the blocks, the set and the arena. */
void form_read(const struct form_set *set, const struct block_list *blocks, const struct form_def *as, struct arena *a, struct form_result *out);
/* ... of a mail of that London day, by which a letter's "on 3 May" has a year; CIVIL_NONE: not known, and it has none. */
void form_read_sent(const struct form_set *set, const struct block_list *blocks, const struct form_def *as, struct civil_date sent, struct arena *a, struct form_result *out);

#endif
