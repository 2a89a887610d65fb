/* SPDX-License-Identifier: ISC
 *
 * reader_slot: one message in flight, on the keeper's side.
 *
 * Collects what comes over the record's pipe and how its child ended, and judges the two
 * together.  Only the room of the reader includes this.
 */
#ifndef DAEMON_READER_SLOT_H
#define DAEMON_READER_SLOT_H

#include "daemon/reader_wire.h"

struct reader_slot {
	bool used;
	uint64_t id;
	uint64_t serial;
	enum reader_mode mode;			/* of the reading under way */
	int message, scanner;			/* our duplicates; scanner -1: none */
	int pipe;				/* read end; -1 once it ended */
	unsigned char *password, *form;		/* ours */
	size_t password_len, form_len;
	unsigned char *bytes;			/* what came */
	size_t len, capacity;
	bool ended;				/* the zygote has said how */
	bool lost;				/* it never will */
	bool oversize;
	bool failed;				/* the full reading has, with `outcome` */
	unsigned again;				/* readings for its charsets' sake */
	enum reader_end end;
	enum reader_outcome outcome;
	int64_t deadline_ms;
};

#define READER_SLOT_FREE ((struct reader_slot){ .message = -1, .scanner = -1, .pipe = -1 })

int reader_slot_fill(struct reader_slot *s, uint64_t id, const struct reader_request *request, struct fail *fail);
void reader_slot_free(struct reader_slot *s);
/* Makes the pipe and sends the job to the zygote under a fresh serial number. */
int reader_slot_send(struct reader_slot *s, uint64_t serial, int zygote, int64_t deadline_ms, struct fail *fail);
void reader_slot_drain(struct reader_slot *s);		/* takes what the pipe holds; never waits */
void reader_slot_ended(struct reader_slot *s, enum reader_end end);
void reader_slot_lost(struct reader_slot *s);
bool reader_slot_complete(const struct reader_slot *s);
void reader_slot_judge(struct reader_slot *s, struct arena *a, struct reader_answer *out);
/* It is to be sent again as it is. */
bool reader_slot_wants_again(struct reader_slot *s);
/* After judging a full reading that failed: ready to be sent again, for its headers. */
bool reader_slot_wants_headers(struct reader_slot *s);

#endif
