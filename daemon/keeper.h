/* SPDX-License-Identifier: ISC
 *
 * keeper: what the three arrows share.  The config of the moment, the state directory, the
 * register and the clock; the daemon opens one, referralctl opens one, nobody keeps a second.
 */
#ifndef DAEMON_KEEPER_H
#define DAEMON_KEEPER_H

#include "config/config.h"
#include "spool/mail.h"
#include "spool/register_case.h"
#include "spool/register_item.h"

/* What an arrow last failed at, for a status that does not need the register to say so. */
enum keeper_arrow { KEEPER_INTAKE, KEEPER_SWEEP, KEEPER_OUTBOX, KEEPER_ARROWS };
struct keeper_trouble {
	int64_t since;				/* 0: none */
	char why[160];
};

/* Attempts at reading a message that were none, and still count in the register: see intake_attempt.h. */
struct keeper_unspent {
	struct arena *arena;
	struct register_uid *items;
	size_t count, capacity;
};

struct keeper {
	struct config *config;
	struct mail_state *mail;
	struct register_db *db;
	unsigned char id_key[KEYED_LEN];	/* for Message-IDs and tags */
	char loop[64];				/* value of our X-Referrald-Loop */
	char domain[256];			/* of our Message-IDs: the sender's */
	bool fixed_now;				/* --now was given */
	int64_t now;
	char exe[4096];				/* our own program, to be started again in a role */
	struct keeper_trouble troubles[KEEPER_ARROWS];
	struct keeper_unspent unspent;
	/* What else there is to do when a long work has come as far as a commit; NULL: nothing. */
	void (*meanwhile)(void *context);
	/* Whether the daemon has been told to stop: a long work ends at its next boundary; NULL: it never is. */
	bool (*is_stopping)(void *context);
	void *context;
};

/* Opens state directory and register as the config says; daemon: takes the lock.  The config stays the caller's. */
int keeper_open(struct keeper *k, struct config *config, bool daemon, struct fail *f);
/* The same of what is there already: makes no file or directory; REFUSE when there is no state directory or register. */
int keeper_open_existing(struct keeper *k, struct config *config, enum register_mode mode, struct fail *f);
/* Another config for the same state directory: what is derived from it is made anew. */
void keeper_take_config(struct keeper *k, struct config *config);
void keeper_close(struct keeper *k);
/* Of forty libraries start and relocation have looked at each table of names: those pages are found again in the file when
 * they are wanted, which for most is never. */
void keeper_begun(void);
/* In a quiet moment: memory that a long work took and the next need not have goes back to the system. */
void keeper_rest(struct keeper *k);
bool keeper_is_stopping(const struct keeper *k);
/* Seconds UTC: --now, or the clock. */
int64_t keeper_now(const struct keeper *k);
/* The arrow failed, or (NULL) went well again. */
void keeper_note(struct keeper *k, enum keeper_arrow arrow, const struct fail *f);
/* "referrald", or who runs referralctl: a person by login (sudo's too), else "uid:N". */
struct span keeper_who(const struct keeper *k, struct arena *a);

#endif
