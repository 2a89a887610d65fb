/* SPDX-License-Identifier: ISC
 *
 * wire: length-prefixed frames between the keeper and its children.
 *
 * A frame is a 32-bit big-endian body length, one type byte, then the body: values only,
 * never pointers, offsets or structs.  Bodies are written with wire_put_* and read back
 * with wire_get_* through a span cursor; whoever reads checks every range, since the
 * peer counts as the attacker.  A frame's size is checked against the caller's limit
 * before anything is allocated.
 *
 * Descriptors are pipes or stream sockets (a passed descriptor needs a Unix one), blocking
 * or not.  Deadlines are absolute, milliseconds of CLOCK_MONOTONIC (wire_now_ms);
 * WIRE_FOREVER waits.  Never raises SIGPIPE on a socket; on a pipe the caller ignores it.
 */
#ifndef DAEMON_WIRE_H
#define DAEMON_WIRE_H

#include "parsers/arena.h"
#include "parsers/fail.h"

#define WIRE_FOREVER INT64_MAX
#define WIRE_HEADER  5u			/* bytes before a body */

int64_t wire_now_ms(void);

void wire_put_u8(struct arena_text *t, uint8_t v);
void wire_put_u32(struct arena_text *t, uint32_t v);
void wire_put_u64(struct arena_text *t, uint64_t v);
void wire_put_i64(struct arena_text *t, int64_t v);
void wire_put_span(struct arena_text *t, struct span s);	/* u32 length, bytes; under 4 GiB */
void wire_put_str(struct arena_text *t, const char *s);		/* the same; NULL is empty */

/* Each gives false, and moves nothing, when the value is not wholly there. */
bool wire_get_u8(struct span_cursor *c, uint8_t *out);
bool wire_get_bool(struct span_cursor *c, bool *out);		/* 0 or 1, else false */
bool wire_get_u32(struct span_cursor *c, uint32_t *out);
bool wire_get_u64(struct span_cursor *c, uint64_t *out);
bool wire_get_i64(struct span_cursor *c, int64_t *out);
bool wire_get_span(struct span_cursor *c, struct span *out);	/* borrowed from the frame */
/* A string in the arena; false as well when longer than limit or holding a NUL. */
bool wire_get_str(struct span_cursor *c, struct arena *a, size_t limit, const char **out);

struct wire_frame {
	uint8_t type;
	struct span body;
	int fd;				/* passed along, or -1; whoever receives it closes it */
};

/* 0 when the whole frame went out, else -1: RETRY for a peer gone or a deadline passed.
 * frame->fd is passed along unless -1 (and stays open here). */
int wire_send_frame(int fd, const struct wire_frame *frame, int64_t deadline_ms, struct fail *fail);
int wire_send(int fd, uint8_t type, struct span body, int64_t deadline_ms, struct fail *fail);

/* 1 with a frame (its body in the arena), 0 at the end between two frames, -1 on failure:
 * RETRY when cut short or late, REFUSE when larger than limit.  A descriptor nobody
 * asked for (accept_fd false) is closed. */
struct wire_limits {
	size_t body;			/* the largest body taken */
	int64_t deadline_ms;
	bool accept_fd;
};
int wire_receive(int fd, struct arena *a, const struct wire_limits *limits, struct wire_frame *frame_out, struct fail *fail);

/* The same for a poll loop: takes what is there and never waits.  A peer that trickles
 * costs nothing but its own limit + 64 KB. */
struct wire_inbox;
struct wire_inbox *wire_inbox_new(size_t body_limit);
void wire_inbox_free(struct wire_inbox *inbox);			/* NULL is fine */
/* Reads what is there: 1 when the descriptor is open still, 0 at its end, -1 on failure. */
int wire_inbox_fill(struct wire_inbox *inbox, int fd, struct fail *fail);
/* 1 with the next whole frame, copied to the arena; 0 when there is none yet; -1 when
 * its length is over the limit (REFUSE). */
int wire_inbox_next(struct wire_inbox *inbox, struct arena *a, struct wire_frame *frame_out, struct fail *fail);
/* Forgets what was read and is no frame that anybody wants: room for the end to be seen. */
void wire_inbox_drop(struct wire_inbox *inbox);

#endif
