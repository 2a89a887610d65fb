/* SPDX-License-Identifier: ISC
 *
 * referral: the noun.  Fields of a form become one case for review, typed, with a list of
 * what is wrong with it.
 *
 * A problem is data, never a refusal: whatever is missing, unreadable or contradictory,
 * the case opens and its clocks run.  LCSPR and PLR are those of Working Together; a form
 * that names both, neither, or contradicts itself is handled as an LCSPR referral until a
 * person says otherwise.  Pure; the day of receipt is a parameter.
 */
#ifndef PARSERS_REFERRAL_H
#define PARSERS_REFERRAL_H

#include "parsers/civil.h"
#include "parsers/field.h"

enum referral_handling { REFERRAL_LCSPR = 1, REFERRAL_PLR = 2 };

enum referral_code {
	REFERRAL_MISSING, REFERRAL_INVALID, REFERRAL_CONFLICT, REFERRAL_IMPLAUSIBLE, REFERRAL_APPROXIMATE, REFERRAL_UNREADABLE,
	REFERRAL_UNCLEAR_TYPE, REFERRAL_NO_SENDER, REFERRAL_NO_CASE, REFERRAL_INTAKE_LATE, REFERRAL_OLD_INCIDENT, REFERRAL_IN_JUNK, REFERRAL_SEVERAL_FORMS,
	REFERRAL_NO_AWARENESS_DATE, REFERRAL_POSSIBLE_DUPLICATE, REFERRAL_SAME_INCIDENT, REFERRAL_SEEN_BEFORE, REFERRAL_MACRO, REFERRAL_UNAUTHENTICATED,
	REFERRAL_REPLY_TO_DIFFERS, REFERRAL_SEVERAL_SENDERS, REFERRAL_CUT, REFERRAL_CLOCK_DIFFERS,
	REFERRAL_LOOKALIKE_DOMAIN, REFERRAL_KNOWN_NAME, REFERRAL_ADDRESS_IN_NAME, REFERRAL_NOT_SCANNED
};

struct referral_problem {
	enum referral_code code;
	struct span field;			/* key; empty when it is about the whole */
	const struct field_value *also;		/* REFERRAL_CONFLICT: the other answers */
	size_t also_count;
	struct span detail;			/* codes and references only, never a personal value */
};

struct referral_date {
	struct span key;			/* "incident.la_aware" */
	struct civil_date date;
};

/* What is asked of the builder. */
struct referral_source {
	const struct field_list *fields;	/* may be empty, not NULL */
	struct span form_type;			/* what the form is for when it does not ask: "lcspr", "plr", "" */
	const struct span *conflicts;		/* keys whose marks contradict each other */
	size_t conflicts_count;
	struct civil_date received;		/* London day */
};

struct referral {
	struct arena *arena;
	enum referral_handling handling;
	const struct field_list *fields;
	unsigned children;			/* the highest number met, at least 1 */
	struct referral_date *dates;		/* plausible dates fit to be a basis; every answer to a conflict */
	size_t dates_count;
	struct span *yes;			/* ynu keys answered yes, with N for numbers, each once; and the conditions that hold */
	size_t yes_count;
	struct referral_problem *problems;
	size_t problems_count;
	size_t problems_capacity;
};

/* What clocks may depend on and no single answer says (Working Together 2023, chapter 5):
 *   looked-after-death         a child who died was looked after: notified whether or not abuse is suspected
 *   adult-care-leaver-death    every child of the referral is a care leaver of 18 and more who died: no rapid review
 * A date of birth that is not known makes nobody an adult. */
enum referral_condition { REFERRAL_LOOKED_AFTER_DEATH = 1, REFERRAL_ADULT_CARE_LEAVER_DEATH = 2 };
unsigned referral_conditions(const struct field_list *fields, struct civil_date received);	/* those that hold */
const char *referral_condition_name(enum referral_condition c);
bool referral_condition_find(struct span name);		/* whether there is one of that name */
void referral_build(const struct referral_source *s, struct arena *a, struct referral *out);
void referral_add_problem(struct referral *r, enum referral_code code, struct span field, struct span detail);
bool referral_is_of_mail(enum referral_code code);	/* of the mail, not of what its form says */
bool referral_has_problem(const struct referral *r, enum referral_code code);
/* Every required field is answered. */
bool referral_is_complete(const struct referral *r);
const char *referral_code_name(enum referral_code c);
const char *referral_handling_name(enum referral_handling h);	/* "lcspr", "plr" */
/* "Local Child Safeguarding Practice Review", "Practice Learning Review". */
const char *referral_handling_title(enum referral_handling h);

#endif
