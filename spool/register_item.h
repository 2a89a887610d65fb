/* SPDX-License-Identifier: ISC
 *
 * register_item: every message that was fetched, exactly one row each, and what became of it.
 *
 * A message is (mailbox, folder, UIDVALIDITY, UID).  An import is mailbox "import", folder
 * the SHA-256 in hex, both numbers 0.  Rows are never deleted.
 */
#ifndef SPOOL_REGISTER_ITEM_H
#define SPOOL_REGISTER_ITEM_H

#include "spool/register.h"

enum register_item_status {
	REGISTER_ITEM_OPEN,		/* a person must look */
	REGISTER_ITEM_DONE,		/* opened a case, or needs nobody */
	REGISTER_ITEM_DISMISSED,
	REGISTER_ITEM_JOINED,		/* joined a case, or an item of the same bytes */
	REGISTER_ITEM_QUARANTINED
};

struct register_place {			/* a folder as the server knows it now */
	struct span mailbox;
	struct span folder;
	uint32_t uidvalidity;
};

struct register_uid {			/* one message there */
	struct register_place place;
	uint32_t uid;
};

struct register_item {
	int64_t id;
	struct register_uid uid;
	unsigned char sha256[KEYED_LEN];
	uint64_t size;
	int64_t internaldate_at;	/* 0: none was given */
	int64_t fetched_at;
	int64_t received_at;		/* the one the clocks use */
	struct span received_by;	/* which one that is: "internaldate", "header", "date", "now" */
	int64_t message_at;		/* the message's own Date; 0: none */
	int64_t header_at;		/* its topmost Received; 0: none */
	struct span message_id;
	struct span from;		/* address */
	struct span class, class_why;
	enum register_item_status status;
	struct span reason;		/* code: "password", "crashed", "not-ours", ... */
	int64_t referral;
	int64_t first;			/* the item that came with the same bytes before */
	struct span route;
	struct span target;		/* folder it is to be moved to; empty: stays */
	int64_t moved_at;		/* when the mailbox was told; 0: not yet */
};

enum register_known { REGISTER_NEW, REGISTER_TAKEN /* committed, the mailbox not told yet */, REGISTER_MOVED /* ... and told */ };

/* One answer per uid.  Fast when the uids ascend: 100,000 in well under a second. */
struct register_listing {
	struct register_place place;
	const uint32_t *uids;
	size_t count;
};
int register_item_known(struct register_db *db, const struct register_listing *l, enum register_known *known_out, struct fail *f);
/* Rows of that place whose uid is from `from` to below `to`. */
int register_item_count(struct register_db *db, const struct register_place *place, uint32_t from, uint32_t to, uint64_t *count_out, struct fail *f);
/* By place and uid, by id, by content (the first of the same bytes).  id 0 in *out when there is none. */
int register_item_find(struct register_db *db, const struct register_uid *u, struct arena *a, struct register_item *out, struct fail *f);
int register_item_get(struct register_db *db, int64_t id, struct arena *a, struct register_item *out, struct fail *f);
int register_item_find_sha(struct register_db *db, const unsigned char sha256[KEYED_LEN], int64_t *id_out, struct fail *f);
/* By Message-ID, which is a hint only: the first item with it, 0 for none. */
int register_item_find_sha_last(struct register_db *db, struct span mailbox, const unsigned char sha256[KEYED_LEN], int64_t *id_out, struct fail *f);	/* the last of the same bytes there */
int register_item_find_message_id(struct register_db *db, struct span message_id, int64_t *id_out, struct fail *f);

/* Where a file that is about to be stored came from.  Until the bytes have a row that says so: one that dies in between leaves
 * a file that is taken in as what it was. */
struct register_arrival {
	struct span mailbox, folder;	/* both empty: not known */
	int64_t internaldate_at;	/* 0: none was given */
};
/* The first note of the same bytes stands.  UNFLUSHED: a cut of the power may take it along. */
int register_item_arrived(struct register_db *db, const unsigned char sha256[KEYED_LEN], const struct register_arrival *arrival, struct fail *f);
int register_item_arrival(struct register_db *db, const unsigned char sha256[KEYED_LEN], struct arena *a, struct register_arrival *out, struct fail *f);
/* No file is left of which there is still a note.  UNFLUSHED */
int register_item_arrivals_over(struct register_db *db, struct fail *f);

/* Adds the row (id and moved_at are ignored) and forgets the attempts at it, and where its bytes came from. */
int register_item_add(struct register_db *db, const struct register_item *item, int64_t *id_out, struct fail *f);
/* Writes class, class_why, status, reason, referral, route and target of item->id. */
int register_item_update(struct register_db *db, const struct register_item *item, struct fail *f);
/* The mailbox was told.  Where it lies now, as far as COPYUID said; zeros else.  UNFLUSHED: once lost, it is moved again. */
struct register_move {
	int64_t id;
	int64_t at;
	uint32_t uidvalidity, uid;
};
int register_item_moved(struct register_db *db, const struct register_move *moves, size_t count, struct fail *f);
/* A listing of the whole folder held none of the items that are to leave it but those in `still`, a JSON array of uids: the
 * others were moved in a life that did not come to record it.  UNFLUSHED. */
int register_item_left(struct register_db *db, const struct register_place *place, struct span still, int64_t at, struct fail *f);
/* Counts an attempt at reading and gives the number of this one, from 1.  UNFLUSHED. */
int register_item_attempt(struct register_db *db, const struct register_uid *u, unsigned *count_out, struct fail *f);

/* That attempt was none: nothing was tried to the end.  UNFLUSHED. */
int register_item_attempt_back(struct register_db *db, const struct register_uid *u, struct fail *f);

/* What somebody wrote to a letter of ours, as a keyed hash, was written before, at `since` or after it. */
int register_item_was_said(struct register_db *db, const unsigned char what[KEYED_LEN], int64_t since, bool *said_out, struct fail *f);
/* It is written now; what was written before `since` is forgotten. */
int register_item_said(struct register_db *db, const unsigned char what[KEYED_LEN], int64_t at, int64_t since, struct fail *f);

/* Retention: an item that is neither open nor of a case loses its sender, its facts and its letters' bytes, after its
 * `purged` event was added (else FAIL_REFUSE).  The row stays; mail_remove_raw() takes the message. */
int register_item_purge(struct register_db *db, int64_t id, struct fail *f);

enum register_item_which {
	REGISTER_ITEMS_ALL,
	REGISTER_ITEMS_OPEN,		/* open and quarantined */
	REGISTER_ITEMS_OTHER		/* that opened or joined no case */
};
struct register_item_query {
	enum register_item_which which;
	int64_t referral;		/* 0: any */
	int64_t since;			/* received_at at or after; 0: any */
	int64_t fetched_since;		/* 0: any; else of ITEMS_ALL alone, and in order of fetched_at */
	bool (*each)(void *context, const struct register_item *item);
	void *context;
};
int register_item_list(struct register_db *db, const struct register_item_query *q, struct fail *f);	/* by id */
/* For reconcile: the items believed to lie in that folder, moved there or taken and not moved. */
struct register_item_lying {
	struct span mailbox, folder;
	bool (*each)(void *context, int64_t id, uint32_t uidvalidity, uint32_t uid);	/* uid 0: not known */
	void *context;
};
/* The folders that items of the mailbox were or are to be filed in, each once. */
int register_item_targets(struct register_db *db, struct span mailbox, bool (*each)(void *context, struct span folder), void *context, struct fail *f);
int register_item_lying(struct register_db *db, const struct register_item_lying *q, struct fail *f);

/* Folder state: what the last listing said.  uidvalidity 0: never seen. */
struct register_folder {
	struct register_place place;
	uint32_t next_uid;		/* every uid below has its row, or was gone when it was looked at */
};
int register_item_folder_get(struct register_db *db, struct span mailbox, struct span folder, struct register_folder *out, struct fail *f);
int register_item_folder_set(struct register_db *db, const struct register_folder *folder, struct fail *f);	/* UNFLUSHED */

const char *register_item_status_name(enum register_item_status s);

#endif
