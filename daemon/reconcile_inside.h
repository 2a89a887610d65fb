/* SPDX-License-Identifier: ISC
 *
 * reconcile_inside: what the files of the room reconcile share; nobody else includes it.
 */
#ifndef DAEMON_RECONCILE_INSIDE_H
#define DAEMON_RECONCILE_INSIDE_H

#include "daemon/fetcher.h"
#include "daemon/reconcile.h"

struct reconcile_message {
	struct fetcher_entry entry;
	bool known;			/* some row says so */
};

struct reconcile_folder {
	struct span name;
	bool source;			/* mail is taken from it */
	uint32_t uidvalidity;		/* 0: there is none */
	struct reconcile_message *messages;	/* by uid, ascending */
	size_t count, capacity;
};

/* A row whose message is not where the register says. */
struct reconcile_row {
	int64_t item, moved_at;
	struct span folder;
	uint64_t size;
	unsigned char sha256[KEYED_LEN];
	bool found;			/* by its bytes */
	size_t claimed;			/* reconcile_index's: of the rows of the same bytes, so many */
};

struct reconcile_index {
	struct reconcile_row **by_bytes, **by_item;
	size_t count;
	uint64_t looks;			/* what it cost */
};

struct reconcile {
	const struct keeper *k;
	const struct config_mailbox *mailbox;
	struct reconcile_options options;
	struct arena *arena;
	struct fetcher *fetcher;
	int64_t started_at;
	struct reconcile_folder *folders;
	size_t folders_count, folders_capacity;
	size_t at;			/* the folder that is listed, or fetched from */
	bool taking, over;
	struct reconcile_row *rows;
	size_t rows_count, rows_capacity;
	struct reconcile_index index;	/* of the rows, once there are all */
	struct reconcile_difference *found;
	size_t found_count, found_capacity;
	size_t next;			/* message of folder `at` to be fetched */
};

void reconcile_add(struct reconcile *r, const struct reconcile_difference *d);
/* So shortly before this look began that it may have missed it. */
bool reconcile_is_recent(const struct reconcile *r, int64_t at);

/* ---- reconcile_match.c: listings beside rows ---- */
int reconcile_match(struct reconcile *r, struct fail *f);

/* ---- reconcile_index.c: n log n, whatever was numbered anew ---- */
void reconcile_index_make(struct reconcile_index *x, struct arena *a, struct reconcile_row *rows, size_t count);
/* The next row of these bytes that no message has claimed, or NULL; it is found now.  Where there are
 * no bytes (sha256 all zeros) the size must be the same. */
struct reconcile_row *reconcile_index_claim(struct reconcile_index *x, const unsigned char sha256[KEYED_LEN], uint64_t size);
/* The item has a row, and nobody has claimed it. */
bool reconcile_index_misses(struct reconcile_index *x, int64_t item);

/* ---- reconcile_take.c: what no uid tells, by its bytes ---- */
/* Asks for the next messages that no row knows; when none is left, settles what remains. */
int reconcile_take_more(struct reconcile *r, struct fail *f);
int reconcile_take_note(struct reconcile *r, const struct fetcher_event *e, struct fail *f);

#endif
