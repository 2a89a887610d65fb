/* SPDX-License-Identifier: ISC
 *
 * reader_wire: the frames between keeper, zygote and child.  Only the room of the reader
 * includes this.
 *
 * keeper -> zygote: CONFIG once; then MESSAGE (with the message's descriptor) and GO (with
 * the write end of the record's pipe) for each reading, under a serial number.
 * zygote -> keeper: READY or REFUSED once; DONE for each serial number.
 * child -> zygote: ASK for a helper by number and size of its input; RUN once that is filled;
 * CHARSETS it met that are not open, before it ends: the message is then read again;
 * WELL once all of its record is in the pipe: it is believed as an exit code of 0 would be, and the child ended.
 * zygote -> mould: CAST (with the socket of a child that is to be), answered with its number.
 * zygote -> child: INPUT (a memfd of that size), OUTPUT (why not, or a memfd).
 */
#ifndef DAEMON_READER_WIRE_H
#define DAEMON_READER_WIRE_H

#include "daemon/reader.h"
#include "daemon/reader_lean.h"
#include "daemon/wire.h"

enum reader_frame {
	READER_FRAME_CONFIG = 1, READER_FRAME_READY, READER_FRAME_REFUSED,
	READER_FRAME_MESSAGE, READER_FRAME_GO, READER_FRAME_DONE,
	READER_FRAME_ASK, READER_FRAME_INPUT, READER_FRAME_RUN, READER_FRAME_OUTPUT, READER_FRAME_CHARSETS,
	READER_FRAME_SCANNER, READER_FRAME_CAST, READER_FRAME_WELL
};

enum {
	READER_CONFIG_LIMIT = 16 * 1024 * 1024,
	READER_REQUEST_LIMIT = 64 * 1024,
	READER_SMALL_LIMIT = 1024,		/* every other frame */
	READER_START_MS = 30 * 1000,
	READER_SEND_MS = 5 * 1000,
	READER_HELPS_LIMIT = 32,		/* helpers for one message */
	READER_AGAIN_LIMIT = 6 + READER_LEAN_GROUPS	/* readings of one message for its charsets' sake, and one for each that children are without */
};

/* How a child ended, in DONE. */
enum reader_end { READER_END_WELL, READER_END_CRASHED, READER_END_TIMEOUT, READER_END_OVERSIZE, READER_END_AGAIN, READER_END_NOT_STARTED };

struct reader_job {
	uint64_t serial;
	enum reader_mode mode;
	struct span password;
	struct span form;
};

struct span reader_wire_config(struct arena *a, const struct reader_settings *s);
bool reader_wire_take_config(struct span body, struct reader_settings *out);	/* borrows from body */
struct span reader_wire_job(struct arena *a, const struct reader_job *j);
bool reader_wire_take_job(struct span body, struct reader_job *out);		/* borrows from body */

#endif
