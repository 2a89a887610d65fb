/* SPDX-License-Identifier: ISC
 *
 * fetcher_wire: what the keeper and a fetcher say to each other, as frames of daemon/wire.
 * Private to the room.
 */
#ifndef DAEMON_FETCHER_WIRE_H
#define DAEMON_FETCHER_WIRE_H

#include "daemon/fetcher.h"
#include "daemon/wire.h"

enum fetcher_ask {
	FETCHER_ASK_NOTHING, FETCHER_ASK_SETTINGS, FETCHER_ASK_POLL, FETCHER_ASK_TAKE, FETCHER_ASK_MOVE,
	FETCHER_ASK_IDLE, FETCHER_ASK_CHECK
};

#define FETCHER_ANSWER 64u		/* frame type of an answer: this + enum fetcher_news */
#define FETCHER_FRAME  (256u * 1024)	/* the largest body, either way */
#define FETCHER_CHUNK  1000u		/* entries of one LISTING, uids of one command */
#define FETCHER_TEXT   400u
#define FETCHER_NAME   64u		/* a file name in tmp_dir */

struct fetcher_question {
	enum fetcher_ask ask;
	struct fetcher_folder folder;
	const char *to;			/* MOVE */
	uint32_t number;		/* POLL: from_uid; IDLE: seconds */
	struct fetcher_uids uids;	/* TAKE, MOVE */
};

struct span fetcher_wire_put_settings(struct arena *a, const struct fetcher_settings *settings);
bool fetcher_wire_get_settings(struct span body, struct arena *a, struct fetcher_settings *settings_out);
struct span fetcher_wire_put_question(struct arena *a, const struct fetcher_question *question);
bool fetcher_wire_get_question(const struct wire_frame *frame, struct arena *a, struct fetcher_question *question_out);
struct span fetcher_wire_put_event(struct arena *a, const struct fetcher_event *event);
/* Checks what can be checked without knowing the question: enums, lengths, names, text. */
bool fetcher_wire_get_event(const struct wire_frame *frame, struct arena *a, struct fetcher_event *event_out);

#endif
