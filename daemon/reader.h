/* SPDX-License-Identifier: ISC
 *
 * reader: the keeper's side of referral-reader.  One message in, one record out, or a
 * reason why not; the queue goes on whatever the message did to its reader.
 *
 * A zygote process holds the libraries and the form definitions and forks one jailed child
 * per message; several run at once.  The message is passed as an open descriptor, the
 * record comes back over a pipe and is taken apart by record_decode(), which believes
 * nothing.  When the reading failed, the message is read once more for its headers only,
 * so that sender and subject are known.  A zygote that died is started again by the next
 * submission; new forms or limits need a new reader.  Not for several threads.
 */
#ifndef DAEMON_READER_H
#define DAEMON_READER_H

#include "daemon/jail.h"
#include "parsers/record.h"

enum { READER_JOBS_LIMIT = 32 };

enum reader_outcome {
	READER_OK,
	READER_CRASHED,		/* or killed for what it tried, or out of memory */
	READER_TIMEOUT,
	READER_OVERSIZE,	/* its record was over RECORD_LIMIT */
	READER_BAD_RECORD,	/* its record was not what record_decode() takes */
	READER_GONE		/* the zygote died or could not fork: nothing is said about the message; try again later */
};

struct reader_settings {
	const char *program;		/* referral-reader; NULL: reader_program() */
	enum jail_walls walls;
	struct span forms;		/* form_wire_encode(); empty: no forms are looked for.  Copied */
	unsigned jobs;			/* children at a time; 0: two a processor */
	/* 0 in any of these stands for its default. */
	unsigned wall_seconds;		/* of one message; 20 */
	unsigned helper_seconds;	/* of one helper program; 10 */
	unsigned cpu_seconds;		/* 20 */
	uint64_t memory_bytes;		/* 1 GiB */
	unsigned depth_limit, parts_limit;	/* of struct unpack_options */
	uint64_t part_size_limit, total_size_limit;
};

enum reader_mode {
	READER_FULL,
	READER_HEADERS_ONLY,
	READER_TEXT		/* for people: record_make_text() in the answer's `text`, no record */
};

struct reader_request {
	int fd;				/* the message: a regular file or memfd, open for reading; duplicated */
	enum reader_mode mode;
	bool scans;			/* `scanner` is a descriptor of scan_connect(); duplicated */
	int scanner;
	struct span password;		/* for protected files; empty when none.  Copied */
	struct span form;		/* read with this form; empty: the one that fits best.  Copied */
};

struct reader_answer {
	uint64_t id;
	enum reader_outcome outcome;	/* of the reading that was asked for */
	bool has_record;		/* false: not even the headers could be had */
	struct record record;		/* in the arena */
	struct span text;		/* READER_TEXT */
};

struct reader;

/* NULL when the zygote does not start: why says what is missing (STOP for walls). */
struct reader *reader_start(const struct reader_settings *settings, struct fail *fail);
void reader_stop(struct reader *r);			/* NULL is fine; what is in flight is lost */
/* How many more may be submitted now. */
unsigned reader_room(const struct reader *r);
/* 0 once the message is on its way under the caller's id; RETRY when there is no room or no zygote. */
int reader_submit(struct reader *r, uint64_t id, const struct reader_request *request, struct fail *fail);
/* For poll(): readable when reader_next() may have an answer. */
int reader_fd(const struct reader *r);
/* True with the next answer; false when none came in timeout_ms (0: only look) or nothing is in flight. */
bool reader_next(struct reader *r, struct arena *a, int timeout_ms, struct reader_answer *out);
/* One message, start to end; only when nothing else is in flight. */
void reader_read(struct reader *r, const struct reader_request *request, struct arena *a, struct reader_answer *out);
const char *reader_outcome_name(enum reader_outcome o);	/* "ok", "crashed", ... */

/* Path of referral-reader in the arena: beside this program, in ../libexec/referrald from there,
 * else where it was configured to be installed. */
const char *reader_program(struct arena *a);

#endif
