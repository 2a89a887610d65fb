/* SPDX-License-Identifier: ISC
 *
 * intake_mailbox_inside: what the files of the room intake_mailbox share; nobody else
 * includes it.
 *
 * Functions give 0, or -1 where the pass cannot go on.
 */
#ifndef DAEMON_INTAKE_MAILBOX_INSIDE_H
#define DAEMON_INTAKE_MAILBOX_INSIDE_H

#include "daemon/intake_mailbox.h"

enum { INTAKE_MAILBOX_FOLDERS = 32, INTAKE_MAILBOX_MOVES = 500 };

/* What the last pass knows of a folder: below next_uid every message has its row. */
struct watermark {
	uint32_t uidvalidity, next_uid;
	int64_t whole_at_ms;		/* when all of it was last listed */
};

enum doing { RESTING, POLLING, TAKING, MOVING };

/* A committed message whose mailbox is still to be told. */
struct move {
	int64_t item;
	uint32_t uid;
	struct span target;
	bool done;
};

struct intake_mailbox {
	struct keeper *k;
	struct reader **reader;
	const struct config_mailbox *config;
	struct fetcher *fetcher;
	struct arena *settings_arena;
	struct fetcher_settings settings;
	enum doing doing;
	int64_t next_at_ms;		/* wire_now_ms(): a clock that is put right moves no poll */
	int64_t not_before_ms;		/* the server asked for that: not even when asked to */
	int64_t heard_at_ms;		/* when something was last asked of the fetcher, or heard from it */
	unsigned failures;
	bool troubled;
	uint64_t recoveries;
	bool idling;			/* the server will say when mail has come */
	struct watermark watermarks[INTAKE_MAILBOX_FOLDERS];
	bool missed;			/* something of this folder was not taken: look again from its start */
	/* Of the pass that runs: */
	struct arena *pass;
	size_t folder;			/* index in config->folders */
	uint32_t uidvalidity, uidnext;
	struct register_folder before;	/* the folder as it was left at the end of the last pass, in this life or another */
	bool begun;			/* its listing has */
	uint64_t removed;		/* of this folder: listed, and gone when they were to be taken */
	size_t skipped;			/* folders that could not be opened, in this pass */
	struct span skipped_why;	/* each of them, and what the server said */
	bool not_moved;			/* the server would not move something, in this pass */
	bool whole;			/* its listing was of everything */
	size_t wholes;			/* folders of which that is so, in this pass */
	struct fetcher_entry *wanted;
	size_t wanted_count, wanted_capacity, wanted_next;
	struct move *moves;
	size_t moves_count, moves_capacity, moves_asked, moves_open;	/* open: the mailbox was not asked for them yet */
	size_t moves_noted;		/* behind the one of which the mailbox last said that it moved: the next one is the likeliest */
	struct arena *taking;		/* the batch being fetched */
	struct intake_raws raws;
	size_t raws_capacity;
	size_t taking_from, taking_count;	/* which of wanted it is */
	struct intake_raws ready;	/* the one that was, until it is taken in */
	bool has_ready;
	bool taking_in;			/* a batch is: what the fetcher says is heard meanwhile, but for ... */
	struct arena *late_arena;	/* ... a trouble, which waits for the batch's end, and ... */
	struct fetcher_event late;
	bool failed;			/* ... that it was lost, or we could not do our part */
	struct fail late_fail;
};

struct fetcher_folder intake_mailbox_folder(const struct intake_mailbox *m);
struct register_place intake_mailbox_place(const struct intake_mailbox *m);
/* The fault `folder` names each that cannot be opened, and why: the others go on. */
int intake_mailbox_folder_skip(struct intake_mailbox *m, const struct fetcher_event *e, struct fail *f);

/* ---- intake_mailbox_folder.c: what is known of a folder from pass to pass ---- */
int intake_mailbox_folder_poll(struct intake_mailbox *m, struct fail *f);
/* The first of a listing: the UIDVALIDITY may be another than the last time. */
int intake_mailbox_folder_begin(struct intake_mailbox *m, struct fail *f);
/* Every message of it has its row, or is moved, or is gone. */
int intake_mailbox_folder_done(struct intake_mailbox *m, struct fail *f);

/* ---- intake_mailbox_take.c: listings and batches ---- */
int intake_mailbox_take_listing(struct intake_mailbox *m, const struct fetcher_event *e, struct fail *f);
int intake_mailbox_take_more(struct intake_mailbox *m, struct fail *f);
int intake_mailbox_take_note(struct intake_mailbox *m, const struct fetcher_event *e, struct fail *f);	/* TAKEN, MISSED */
/* Takes in a batch that was fetched; committed messages are to be moved even when the rest failed. */
int intake_mailbox_take_in(struct intake_mailbox *m, struct intake_raws *raws, struct fail *f);

/* ---- intake_mailbox_move.c ---- */
void intake_mailbox_move_add(struct intake_mailbox *m, int64_t item, uint32_t uid, struct span target);
/* Committed and still there: it is moved again, never taken again. */
int intake_mailbox_move_again(struct intake_mailbox *m, uint32_t uid, struct fail *f);
/* Asks for the next folder's worth of moves; *asked_out false when none is left (moves_open is 0). */
int intake_mailbox_move_more(struct intake_mailbox *m, bool *asked_out, struct fail *f);
int intake_mailbox_move_note(struct intake_mailbox *m, const struct fetcher_event *e, struct fail *f);	/* MOVED */
int intake_mailbox_move_refused(struct intake_mailbox *m, const struct fetcher_event *e, struct fail *f);	/* NOT_MOVED */

#endif
