/* SPDX-License-Identifier: ISC
 *
 * deadline: which clocks run on a referral, and where each stands on a given day.
 *
 * Everything here is derived: a pure function of the case, the policy (milestones.conf),
 * the calendar and today's London date.  Nothing is stored, so a corrected date or a new
 * bank holiday reaches every open referral at once and any past day can be replayed.
 * Sources disagree on what starts the 15 working days of the Rapid Review, so the basis is
 * policy, and is printed wherever a date is.
 */
#ifndef DAEMON_DEADLINE_H
#define DAEMON_DEADLINE_H

#include "daemon/calendar.h"

enum deadline_unit { DEADLINE_WORKING_DAYS, DEADLINE_CALENDAR_DAYS, DEADLINE_MONTHS };
enum deadline_choice { DEADLINE_EARLIEST, DEADLINE_FIRST };
enum deadline_level { DEADLINE_GREEN, DEADLINE_AMBER, DEADLINE_RED, DEADLINE_OVERDUE, DEADLINE_DONE };
enum deadline_handling { DEADLINE_LCSPR = 1, DEADLINE_PLR = 2 };

struct deadline_keys {
	struct span *items;		/* field keys, recorded dates (review.sent ...), or "received" */
	size_t count;
};

/* One milestone of milestones.conf. */
struct deadline_milestone {
	struct span name;		/* "rapid-review" */
	struct span label;		/* as printed */
	struct span standing;		/* duty, guidance, good practice, local */
	int offset;
	int offset_early;		/* of a range +10 to +12: the 10; equals offset without one */
	enum deadline_unit unit;
	enum deadline_choice choice;	/* among basis */
	struct deadline_keys basis;
	struct deadline_keys fallback;	/* the first known is used, and the due date is provisional */
	struct deadline_keys provisional;	/* basis keys that make it provisional as well (agency_aware, received) */
	struct span from_milestone;	/* counts from another milestone's due date instead; empty when not */
	unsigned applies;		/* DEADLINE_LCSPR | DEADLINE_PLR */
	struct deadline_keys also_if;	/* one of these is yes: it applies whatever the type of review */
	struct deadline_keys only_if;	/* ynu keys or conditions, one of which must be yes; empty: always */
	struct deadline_keys unless;	/* ynu keys or conditions, none of which may be yes */
	struct deadline_keys outcomes;	/* once an outcome is recorded, only for these; empty: for all */
	struct deadline_keys completes;	/* a known date under one of these makes it done */
	bool next_meeting;		/* due on the first configured meeting on or after the basis */
	bool repeats;			/* offset again and again until the case is closed */
	int amber;			/* working days left */
	int red;
	struct span ladder;		/* ladder that hears of it; empty: the route's */
	bool silent;			/* a clock shown but never alerted on */
};

struct deadline_policy {
	struct deadline_milestone *milestones;
	size_t count;
	struct civil_date *meetings;	/* of the Practice Improvement Group, ascending */
	size_t meetings_count;
};

struct deadline_date {
	struct span key;
	struct civil_date date;
};

/* A referral as the clocks see it. */
struct deadline_case {
	unsigned handling;		/* DEADLINE_LCSPR or DEADLINE_PLR */
	struct civil_date received;	/* London day */
	const struct deadline_date *dates;	/* known, plausible dates by key; of several under one key the earliest counts */
	size_t dates_count;
	const struct span *unconfirmed;		/* keys that only a later mail or another referral knows: they move no clock later */
	size_t unconfirmed_count;
	const struct deadline_date *done;	/* milestones done, by name, with the day */
	size_t done_count;
	const struct span *yes;		/* ynu keys answered yes, child numbers as N: "child.N.looked_after"; and conditions that hold */
	size_t yes_count;
	const struct span *doubted;		/* those of `yes` that only some of the referrer's mails say: they bring clocks, and take none away */
	size_t doubted_count;
	struct span outcome;		/* recorded; empty: none yet */
	bool closed;			/* every clock is done */
};

enum deadline_flag {
	DEADLINE_PROVISIONAL = 1,
	DEADLINE_BEYOND_CALENDAR = 2,	/* past the last year a published list of holidays covers */
	DEADLINE_NO_BASE = 4,		/* its base date is not known: due is unset */
	DEADLINE_NO_MEETING = 8,	/* no meeting is configured on or after the base date: due is unset */
	DEADLINE_LATE_ON_ARRIVAL = 16	/* was past, and not done in time, on the day the referral came */
};

struct deadline_due {
	const struct deadline_milestone *milestone;
	struct civil_date due;		/* unset with DEADLINE_NO_BASE and DEADLINE_NO_MEETING */
	struct civil_date early;	/* start of a range; equals due without one */
	struct civil_date from;
	struct civil_date done_on;	/* set when done on a known day */
	struct span basis;		/* the key, or milestone, counted from */
	struct calendar_days skipped;
	enum deadline_level level;
	unsigned flags;			/* enum deadline_flag */
	int working_days_left;		/* negative when overdue; 0 without a due date */
};

/* All milestones that apply, in the policy's order; the count is returned. */
size_t deadline_derive(const struct deadline_policy *p, const struct calendar *c, const struct deadline_case *r,
    struct civil_date today, struct arena *a, struct deadline_due **out);
/* The open one whose due date comes first, or NULL. */
const struct deadline_due *deadline_next(const struct deadline_due *dues, size_t count);
/* Clocks that people are to hear of, in counts, and the first due date of each kind. */
struct deadline_pressing {
	size_t past, soon;		/* overdue; amber or red */
	struct civil_date past_due, soon_due;	/* unset: there is none */
};
struct deadline_pressing deadline_press(const struct deadline_due *dues, size_t count);
/* The first day after `today` on which a level changes by itself; unset when none does. */
struct civil_date deadline_next_change(const struct calendar *c, const struct deadline_due *dues, size_t count, struct civil_date today);
/* "day 15 is Wed 24 Jun 2026, counted from LA awareness on Wed 3 Jun 2026; passed over: ..." */
struct span deadline_explain(struct arena *a, const struct deadline_due *d);
/* The outcome of that name as it is recorded ("local-learning"), whatever its case; NULL when there is none. */
const char *deadline_outcome_find(struct span name);
const char *const *deadline_outcomes(void);	/* all of them, NULL-terminated */
/* All of a policy that can move a due date, as text that is the same when no date can have moved by it. */
struct span deadline_print_policy(struct arena *a, const struct deadline_policy *p);
const char *deadline_level_name(enum deadline_level l);
const char *deadline_unit_name(enum deadline_unit u);
/* "LA awareness" for incident.la_aware; the key itself when there are no words for it. */
struct span deadline_basis_words(struct span key);

#endif
