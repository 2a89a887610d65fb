/* SPDX-License-Identifier: ISC
 *
 * field: one answer of a form, under its canonical key.
 *
 * The vocabulary (keys, types, what is required) is fixed here; the wordings that lead to
 * a key are data in forms.conf.  Keys that repeat carry a number from 1: child.1.dob.
 */
#ifndef PARSERS_FIELD_H
#define PARSERS_FIELD_H

#include "parsers/block.h"

enum field_state { FIELD_ANSWERED, FIELD_UNANSWERED, FIELD_INVALID, FIELD_UNREADABLE };
enum field_qualifier { FIELD_PLAIN, FIELD_APPROXIMATE, FIELD_EXPECTED, FIELD_UNCERTAIN, FIELD_COMBINED };
enum field_type { FIELD_TEXT, FIELD_LONG, FIELD_DATE, FIELD_TIME, FIELD_YNU, FIELD_ENUM, FIELD_EMAIL, FIELD_PHONE, FIELD_POSTCODE, FIELD_NHS };
enum field_need { FIELD_OPTIONAL, FIELD_WHEN_IT_APPLIES, FIELD_REQUIRED };

/* One entry of the vocabulary. */
struct field_key {
	const char *name;		/* "child.N.dob": N stands for the number of a repeating group */
	size_t name_len;
	enum field_type type;
	bool several;			/* the value is a list */
	enum field_need lcspr, plr;
	const char *const *choices;	/* FIELD_ENUM: canonical names, NULL-terminated */
};

struct field_value {
	struct span value;		/* canonical text: ISO date, HH:MM, yes/no/unknown, E.164, enum name; empty when none */
	struct span raw;		/* exactly what was written */
	struct span source;		/* block_where_print() of it */
	enum field_state state;
	enum field_qualifier qualifier;
};

struct field {
	struct span key;		/* "child.1.dob" */
	const struct field_key *entry;	/* its vocabulary entry; NULL never */
	struct field_value first;	/* the first answer in the document */
	struct span *values;		/* several: each canonical value; else values_count is 0 */
	size_t values_count;
	struct field_value *also;	/* further, differing answers: a conflict */
	size_t also_count;
	size_t also_capacity;		/* field_add()'s own; 0: whose it is does not matter */
};

/* Differing answers kept beside the first: more than a record takes (RECORD_VALUES), so that it says there were more. */
enum { FIELD_ALSO_LIMIT = 256 };

struct field_list {
	struct arena *arena;
	struct field *items;
	size_t count;
	size_t capacity;
};

/* The vocabulary entry for a concrete key ("child.2.dob") or a pattern ("child.N.dob"); NULL when there is none. */
const struct field_key *field_key_find(struct span key);
/* All of it, in canonical order. */
const struct field_key *field_keys(size_t *count_out);
/* The number in a repeating key ("child.2.dob" -> 2), 0 when it does not repeat. */
unsigned field_key_number(struct span key);
/* Whether it is "child.N.address" and its like, for a tail of ".address". */
bool field_key_ends(const struct field_key *entry, const char *tail);
/* Of a whole name, a surname or a forename, whosever. */
bool field_key_is_name(const struct field_key *entry);
/* A day, a time, an address of e-mail, a telephone, a postcode or an NHS number: words alone are none of these. */
bool field_key_has_shape(const struct field_key *entry);
/* "child.N.dob" with a number -> "child.2.dob". */
struct span field_key_print(struct arena *a, const struct field_key *entry, unsigned number);

struct field_list field_list(struct arena *a);
/* Adds, or joins an existing key: an answer displaces "unanswered"; the same value again is
 * dropped; a different one becomes `also` of the first, up to FIELD_ALSO_LIMIT of them. */
void field_add(struct field_list *list, const struct field *f);
const struct field *field_find(const struct field_list *list, struct span key);
const struct field *field_find_str(const struct field_list *list, const char *key);
/* The first answered value under key, or the empty span. */
struct span field_answer(const struct field_list *list, const char *key);
/* The answer to "child.NUMBER.TAIL", and the child's name: the whole one, or its two halves.  In the arena, or borrowed; or the empty span. */
struct span field_child_answer(struct arena *a, const struct field_list *list, unsigned number, const char *tail);
struct span field_child_name(struct arena *a, const struct field_list *list, unsigned number);
const char *field_state_name(enum field_state s);
const char *field_qualifier_name(enum field_qualifier q);	/* "" for plain */
const char *field_type_name(enum field_type t);

#endif
