/* SPDX-License-Identifier: ISC
 *
 * intake: the first arrow.  Raw messages that lie in tmp/ become durable, are read in the
 * jail, decided about, and written to the register, a batch at a time: one flush of the
 * data, one of the directory, one of the register, whatever the size of the batch.
 *
 * The order is what keeps promise 1: file and directory are on disk before anything is
 * read, the row is committed before anybody may be told "done".  A message whose reading
 * fails is an outcome of that message; a message that was the last thing three keepers did
 * before they died is not read again: a person is told.
 */
#ifndef DAEMON_INTAKE_H
#define DAEMON_INTAKE_H

#include "daemon/keeper.h"
#include "daemon/reader.h"

enum { INTAKE_BATCH = 200 };

/* One message on its way in. */
struct intake_raw {
	struct mail_raw raw;		/* name in tmp/ set */
	struct register_uid uid;
	int64_t internaldate_at;	/* 0: none was given */
	struct span missing;		/* there is no file, and why: "too-large", "damaged"; empty when there is */
	uint64_t claimed_size;		/* then what the server says */
	int64_t found_at;		/* it lies in mail/ already, since then, and nobody knew; 0: it comes from tmp/ */
	struct span found_in;		/* then the folder it came to, where that is known: its place says another */
	/* Set by intake_batch: */
	bool taken;			/* committed */
	int64_t item;
	struct span target;		/* folder to be filed in; empty: stays */
};

struct intake_raws {
	struct intake_raw *items;
	size_t count;
	struct arena *arena;		/* of the results' spans */
};

/* Takes in a batch, each message as the mailbox of its place wants it or (of a name that the config has not) as an import, or as much of it as there was time for before the daemon is to stop: what is not `taken` is still on
 * the server, and its uid without a row.  With RETRY or STOP that is what was not committed before. */
int intake_batch(struct keeper *k, struct reader *r, struct intake_raws *raws, struct fail *f);
/* Stored files that no row knows: fetched in a life that ended before they were taken in.  Mostly the next fetch takes them
 * up, but the server may not have them any more.  They are taken in as what came to the mailbox and folder that were noted when
 * they were stored; without a note, as what came to the only mailbox, or as an import where there are several.  *later_out: some may be there still, an import is at work. */
struct intake_found {
	int64_t after, before;		/* only those stored then */
};
int intake_found(struct keeper *k, struct reader **r, struct intake_found when, bool *later_out, struct fail *f);
/* Settings of the jailed reader as the config says. */
struct reader *intake_start_reader(const struct keeper *k, struct fail *f);

#endif
