/* SPDX-License-Identifier: ISC
 *
 * letter: what people read.  A template of the config and the facts of the moment become
 * subject, text and HTML.
 *
 * Who may see what is decided when the config is loaded: a template for senders that names a
 * personal variable is refused there, and a person of the ladder whose address lies in no
 * domain of `trust` is marked there (initials, agency, addresses are empty in that person's
 * letters).  Subjects hold the reference and the kind.
 *
 * The text comes first and stands alone: lines of at most LETTER_WIDTH characters.  The HTML
 * is made of the same template: tables and inline styles, a coloured bar beside each clock
 * whose level is also said in words, nothing remote, every value escaped.  Pure.
 */
#ifndef DAEMON_LETTER_H
#define DAEMON_LETTER_H

#include "daemon/decide.h"

enum { LETTER_WIDTH = 78 };

/* The alert a letter is about. */
struct letter_alert {
	const struct deadline_due *due;		/* NULL: about no clock (a new referral, a fault) */
	uint64_t period;			/* 0: the first letter on this rung */
	struct span told_before;		/* lines */
	struct span climbs;			/* who is told next, and when */
};

/* One clock as people read it. */
struct letter_clock {
	enum deadline_level level;
	struct span label, words;
	struct civil_date due;			/* for their order; may be unset */
};

struct letter_clocks {
	struct letter_clock *items;
	size_t count, capacity;
	size_t more;				/* that stand in no line */
};

/* The day, or the week, of the whole register.  Spans are lines ("- ..."); empty: nothing of it. */
struct letter_digest {
	struct letter_clocks overdue, soon;
	struct span fresh;			/* cases that are new */
	struct span waiting, quarantined;	/* mail for a person */
	struct span automatic, routine;		/* mail that nobody answers, counted by kind */
	struct span undelivered, faults, away;
	struct span uncharted;			/* that the calendar file leaves cases out, and how many; empty when it has all */
	struct span timeliness;			/* how each milestone was kept this year */
	size_t open, untaken, came, closed;
};

/* What there is to say.  All but config, kind and now may be absent. */
struct letter_facts {
	const struct config *config;
	struct span kind;
	enum decide_audience audience;
	const struct config_person *person;	/* whom it goes to; NULL for outsiders */
	struct span reference;			/* "SCP-2026-0042"; "(next)" in an explanation */
	struct span tag;			/* "[SCP-2026-0042:hash]", the last line */
	int64_t item;
	int64_t now;
	int64_t received_at;
	enum referral_handling handling;
	const struct decision *decision;	/* of the message that caused it */
	const struct deadline_due *dues;	/* every clock of the case */
	size_t dues_count;
	const struct letter_alert *alert;
	const struct letter_digest *digest;
	struct span from;			/* who sent the mail: address */
	struct span agency;
	struct span children;			/* initials and ages, letter_children() */
	struct span owner;
	struct span problems;			/* lines; made from the decision when empty */
	struct span fault, detail, todo;	/* of a fault */
	int64_t since;
	struct span failed_kind, failed_to, failed_why;	/* of a letter that did not arrive */
	struct span not_attached;		/* why the message is not attached, and where it lies; empty when it is */
	struct span changes, why;		/* clocks that moved */
	struct span differences, differing;	/* what a later form says otherwise: with its values, by names alone */
	struct span alike;			/* other cases of the same child, and how alike they are: lines, the first without its dash */
	struct span others;			/* references of the cases that other forms of the same mail opened: lines */
	struct span alerts;			/* what several cases owe, in lines */
	struct span recorded, refused;		/* what a command did */
	struct span help;			/* what can be said, in lines */
	bool urgent;
};

struct letter_text {
	struct span subject;
	struct span text;
	struct span html;
};

/* False when the config has no template of that name. */
bool letter_write(struct arena *a, struct span template, const struct letter_facts *facts, struct letter_text *out);
/* "A.B., 3; C.B." of a referral's children. */
struct span letter_children(struct arena *a, const struct field_list *fields, struct civil_date today);
/* What people call a field: "date of birth (child 2)". */
struct span letter_field_words(struct arena *a, struct span key);
struct span letter_moment(struct arena *a, int64_t at);		/* "Mon 23 Nov 2026, 14:05", as clocks in London show it; empty for 0 */
/* "3 working days left, amber; day 15 is ...". */
struct span letter_clock_words(struct arena *a, const struct deadline_due *d);
/* "3 working days left", "due today", "1 working day past". */
struct span letter_left_words(struct arena *a, int working_days_left);

#endif
