/* SPDX-License-Identifier: ISC
 *
 * reader_child: what runs in the strict jail, and how it asks for a helper.
 *
 * Links every document library: only referral-reader may.
 */
#ifndef DAEMON_READER_CHILD_H
#define DAEMON_READER_CHILD_H

#include "daemon/reader_wire.h"
#include "parsers/record_make.h"

enum {					/* exit codes */
	READER_CHILD_WELL = 0, READER_CHILD_OVERSIZE = 3, READER_CHILD_NOT_JAILED = 4, READER_CHILD_AGAIN = 5,
	READER_CHILD_LACKS = 16		/* and on: the group of reader_lean.h that it touched */
};

struct reader_child {
	struct jail *jail;			/* its own: JAIL_CAST, in the mould's */
	const struct jail *mould_jail;
	const struct reader_settings *settings;
	const struct form_set *forms;		/* or NULL */
	struct span warm;			/* the mould reads it */
	int zygote;				/* the socket to it */
	int parent_pid;
	unsigned kept;				/* of what is put away otherwise: see reader_lean.h */
};

/* Of a child, which has some of them from its mould. */
struct jail_limits reader_child_limits(const struct reader_settings *s);
/* In the forked child: walls itself in, waits for MESSAGE and GO on its socket, reads that one
 * message, writes the record (or text) to the pipe that came with GO, exits. */
_Noreturn void reader_child_run(const struct reader_child *c);
/* A small message with what most mails bring, in the arena. */
struct span reader_child_warm_message(struct arena *a);
/* Reads it: whatever libraries open on first use they open now. */
void reader_child_warm_up(struct span message, const struct form_set *forms);
/* The reading itself, without walls: bytes for the pipe, empty when over RECORD_LIMIT. */
struct span reader_child_read(struct arena *a, struct span message, const struct reader_job *job, const struct record_make_options *options);

#endif
