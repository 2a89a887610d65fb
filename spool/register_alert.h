/* SPDX-License-Identifier: ISC
 *
 * register_alert: alerts, whom they were told to, and who answered.
 *
 * An alert is one (referral or 0 for a fault, about, level, episode).  `about` is a
 * milestone or a fault's name, `episode` what makes a later one of the same kind another
 * alert: the due date, or when the fault began.
 */
#ifndef SPOOL_REGISTER_ALERT_H
#define SPOOL_REGISTER_ALERT_H

#include "daemon/ladder.h"
#include "spool/register.h"

enum register_alert_state { REGISTER_ALERT_OPEN, REGISTER_ALERT_ANSWERED, REGISTER_ALERT_OVER /* done, closed or superseded */ };

struct register_alert {
	int64_t id;
	int64_t referral;
	struct span about, level, episode;
	enum register_alert_state state;
	int64_t ended_at;		/* answered or over */
	struct span ended_by, how;
	struct ladder_alert history;	/* started_at, answered (true unless open), told with the fate of each letter */
	int64_t *letters;		/* one per told row; 0: no letter could be written */
};

/* Idempotent: starts it, or finds it open or answered as it is.  One that was superseded (the
 * clock went ahead and came back, a date was moved and moved back) goes on where it stood: it
 * neither repeats nor skips a letter.  One that was over otherwise is begun anew, as another of
 * the same key (its episode gets "+1", "+2"...): a reopened case must not be silent because it
 * was spoken of before it was closed. */
struct register_alert_key {
	int64_t referral;
	struct span about, level, episode;
};
int register_alert_start(struct register_db *db, const struct register_alert_key *k, int64_t at, int64_t *id_out, struct fail *f);
/* One letter of it; telling the same (rung, person, period) again changes nothing. */
struct register_alert_told {
	int64_t alert;
	unsigned rung;
	struct span person;
	uint64_t period;
	int64_t at;
	int64_t letter;			/* 0: none could be written */
	bool away;			/* nobody was written to: the person is absent */
};
int register_alert_told(struct register_db *db, const struct register_alert_told *t, struct fail *f);
/* The letter was answered by an out-of-office reply: that person is away. */
int register_alert_away(struct register_db *db, int64_t letter, struct fail *f);
/* The alert a letter told of; 0 for none. */
int register_alert_of_letter(struct register_db *db, int64_t letter, int64_t *alert_out, struct fail *f);
/* Whose letter it was is out of reach: open cases it told of are due to be checked.  UNFLUSHED. */
int register_alert_recheck(struct register_db *db, int64_t letter, struct fail *f);
/* The referrals whose alerts a letter told of, each once: a letter after an outage is about several. */
int register_alert_referrals(struct register_db *db, int64_t letter, struct arena *a, int64_t **ids_out, size_t *count_out, struct fail *f);

/* Ends the open ones that match; *count_out how many there were. */
struct register_alert_end {
	int64_t referral;
	struct span about;		/* empty: any */
	struct span level;		/* empty: any */
	struct span except_level;	/* not that one: for "a higher level has begun" */
	int64_t letter;			/* 0, or a letter that told of no alert: any; else those it told of */
	enum register_alert_state state;	/* ANSWERED or OVER */
	struct span by, how;		/* "mail", "referralctl", "done", "superseded" */
	int64_t at;
};
int register_alert_end(struct register_db *db, const struct register_alert_end *e, size_t *count_out, struct fail *f);
/* All of a referral (0: all of faults, open ones only). */
struct register_alerts {
	struct register_alert *items;
	size_t count;
};
int register_alert_load(struct register_db *db, int64_t referral, struct arena *a, struct register_alerts *out, struct fail *f);
int register_alert_get(struct register_db *db, int64_t id, struct arena *a, struct register_alert *out, struct fail *f);	/* out->id 0: none */

const char *register_alert_state_name(enum register_alert_state s);

#endif
