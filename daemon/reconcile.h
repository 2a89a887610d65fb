/* SPDX-License-Identifier: ISC
 *
 * reconcile: one mailbox against the register, both ways.
 *
 * Every message in the folders mail is taken from has its row; what is to be filed is filed;
 * every message in the folders it is filed in has its item; every item of the last
 * `reconcile` days is where the register says.  A message is told by UID where COPYUID said
 * where it went, else by its bytes: it is fetched into tmp/, hashed, and dropped.  The work
 * is a fetcher's of its own; nothing in the mailbox is changed, and no call here waits.
 */
#ifndef DAEMON_RECONCILE_H
#define DAEMON_RECONCILE_H

#include "daemon/keeper.h"

enum reconcile_what {
	RECONCILE_NOT_TAKEN,		/* in a folder that mail is taken from, and has no row */
	RECONCILE_NOT_MOVED,		/* taken in, and not yet where it is to be filed */
	RECONCILE_NO_ITEM,		/* in a folder of filed mail: nobody has taken it in */
	RECONCILE_MISSING,		/* an item whose message is in none of the folders */
	RECONCILE_NO_FOLDER		/* a folder that mail is taken from cannot be opened */
};
enum { RECONCILE_WHATS = RECONCILE_NO_FOLDER + 1 };

struct reconcile_difference {
	enum reconcile_what what;
	struct span folder;
	uint32_t uid;			/* 0: of no one message */
	int64_t item;			/* 0: none */
};

struct reconcile_options {
	bool record;			/* where messages were found by their bytes is noted in the register */
	int64_t grace_seconds;		/* mail that came so shortly ago need not be taken in yet */
};

struct reconcile;
struct reconcile *reconcile_new(const struct keeper *k, const struct config_mailbox *m, const struct reconcile_options *o, struct fail *f);
void reconcile_free(struct reconcile *r);		/* NULL is fine */
int reconcile_fd(const struct reconcile *r);		/* readable: call reconcile_go */
/* 1 when it is over, 0 when there is more to come, -1 when it cannot be done now. */
int reconcile_go(struct reconcile *r, struct fail *f);
/* Afterwards; they live as long as r. */
const struct reconcile_difference *reconcile_differences(const struct reconcile *r, size_t *count_out);

const char *reconcile_name(enum reconcile_what what);	/* "not-taken" and so on */
/* In a line: folder, uid and item, no personal value. */
struct span reconcile_print(struct arena *a, const struct reconcile_difference *d);

#endif
