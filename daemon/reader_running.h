/* SPDX-License-Identifier: ISC
 *
 * reader_running: one jailed child as the zygote sees it, and the helper it asked for.
 *
 * A child is forked before its message is there, so that the time a fork takes is not the
 * message's; each reads one message and ends.  The zygote never waits for a child: frames are taken as they come, answers fit the
 * socket's buffer, and who does not keep to the protocol is killed.
 */
#ifndef DAEMON_READER_RUNNING_H
#define DAEMON_READER_RUNNING_H

#include "daemon/reader_child.h"
#include "daemon/reader_helper.h"
#include "daemon/reader_mould.h"

struct reader_running {
	pid_t pid;			/* 0: free */
	bool busy;			/* has its message; else a spare one, waiting for it */
	int channel;			/* our end of its socket; -1 once that is shut, which is its end */
	struct wire_inbox *inbox;
	uint64_t serial;
	int64_t deadline_ms;
	bool late;			/* killed at its deadline */
	bool well;			/* said that its record is written, and was ended */
	bool told;			/* the keeper knows how it ended */
	unsigned helps;
	unsigned kept;			/* what of reader_lean.h it was not without */
	struct reader_helper helper;
};

#define READER_RUNNING_NONE ((struct reader_running){ .channel = -1, .helper = READER_HELPER_NONE })

/* What the zygote has for its children. */
struct reader_nursery {
	struct reader_settings settings;	/* no 0 left in it */
	struct form_set forms;
	bool has_forms;
	struct span warm;			/* reader_child_warm_message() */
	struct jail *reader_jail, *mould_jail;
	struct jail *helper_jail;
	bool installed[READING_ANTIWORD + 1];
	struct reader_mould mould;
	unsigned kept;				/* groups of reader_lean.h that a child has asked for */
	int64_t strays_until_ms;		/* a mould was lost: till then a child may end that nobody knows */
};

/* Forks a child that waits for its message; false when there is none afterwards. */
bool reader_running_start(struct reader_running *r, struct reader_nursery *n);
/* What is brought for one message; descriptors, -1 for none. */
struct reader_brought {
	int message;
	int scanner;			/* clamd's socket */
};
/* Gives a waiting child its message: all descriptors stay the caller's.  False when it
 * could not be given. */
bool reader_running_give(struct reader_running *r, const struct reader_nursery *n, uint64_t serial, const struct reader_brought *brought, const struct wire_frame *go);
/* Kills it, tells nobody. */
void reader_running_drop(struct reader_running *r);
/* Its socket is readable. */
void reader_running_listen(struct reader_running *r, const struct reader_nursery *n);
/* Its helper's pidfd is readable. */
void reader_running_helped(struct reader_running *r);
/* Kills what is late; *next_ms becomes the next deadline where that is sooner. */
void reader_running_watch(struct reader_running *r, int64_t now_ms, int64_t *next_ms);
/* Its channel is shut: how it ended; the slot is free afterwards. */
enum reader_end reader_running_reap(struct reader_running *r, struct reader_nursery *n);

#endif
