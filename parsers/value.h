/* SPDX-License-Identifier: ISC
 *
 * value: what somebody wrote against a label, as a typed value.
 *
 * What was written is kept byte for byte in `raw`; `value` is the canonical text of the
 * key's type (field.h).  Dates are read day before month, always.  A range, a week, a
 * month or "about" gives the earliest day meant, approximate.  What is no such value is
 * FIELD_INVALID; masks and rules with nothing filled in are FIELD_UNANSWERED.  A yes/no
 * that cannot be told is `unknown`, never `no`.  Pure: there is no "today" here, so a
 * two-digit year goes by fixed pivots (VALUE_BIRTH_PIVOT for births, VALUE_PIVOT else).
 */
#ifndef PARSERS_VALUE_H
#define PARSERS_VALUE_H

#include "parsers/civil.h"
#include "parsers/field.h"

enum {
	VALUE_BIRTH_PIVOT = 39,		/* 00-39 is 2000-2039, 40-99 is 1940-1999 */
	VALUE_PIVOT = 69,
	VALUE_TOKEN_LIMIT = 400		/* words and numbers looked at in one answer */
};

/* A word or phrase, folded (text_fold_bare), that stands for a canonical value. */
struct value_word {
	struct span folded;
	struct span value;
};

struct value_context {
	const struct value_word *words;	/* of this key, longest first */
	size_t words_count;
	bool expected;			/* the label asks for an expected date of delivery */
	bool uncertain;			/* the text was read by OCR */
};

/* A date found in text: [from, to) of it. */
struct value_date {
	struct civil_date date;
	enum field_qualifier qualifier;
	bool has_time;
	int minute_of_day;		/* when has_time */
};

/* Fills first (all but source) and values of out; key, entry and also are left alone. */
void value_read(const struct field_key *key, struct span raw, const struct value_context *context, struct arena *a, struct field *out);

/* The one date meant by the text, and the time of day beside it.  FIELD_INVALID: none, an
 * impossible one, or (births) several.  FIELD_UNANSWERED: an empty mask. */
enum field_state value_date_read(struct span text, bool birth, struct arena *a, struct value_date *out);
/* A time of day alone, in minutes. */
enum field_state value_time_read(struct span text, struct arena *a, int *minute_out, enum field_qualifier *qualifier_out);

/* The first one in the text, canonical; false when there is none.  [from, to) is where. */
struct value_found {
	struct span canonical;
	size_t from;
	size_t to;
	unsigned count;			/* how many different ones there are */
};
bool value_find_email(struct span text, struct arena *a, struct value_found *out);
bool value_find_phone(struct span text, struct arena *a, struct value_found *out);
bool value_find_postcode(struct span text, struct arena *a, struct value_found *out);
bool value_nhs_is_valid(struct span ten_digits);

/* Yes, no or unknown from words; FIELD_UNANSWERED for "Yes / No" as printed.  `rest_out`:
 * what was written after the yes or no, or all of it where it is neither; empty when nothing was. */
enum field_state value_ynu_read(struct span text, const struct value_context *context, struct arena *a, struct span *value_out, struct span *rest_out);

#endif
