/* SPDX-License-Identifier: ISC */
#include "daemon/reader_child.h"
#include "daemon/reader_heap.h"
#include "daemon/scan.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { ZYGOTE = 3, DESCRIPTORS = 16 };

static bool
ask(uint8_t type, struct span body, struct arena *a, struct wire_frame *answer_out)
{
	struct wire_limits limits = { .body = READER_SMALL_LIMIT, .deadline_ms = WIRE_FOREVER, .accept_fd = true };
	struct fail fail;

	return wire_send(ZYGOTE, type, body, WIRE_FOREVER, &fail) == 0 && wire_receive(ZYGOTE, a, &limits, answer_out, &fail) == 1;
}

/* Writing goes through a mapping: the jail's file size limit is 0. */
static bool
fill(int fd, struct span in)
{
	void *map = mmap(NULL, in.len, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	close(fd);
	if (map == MAP_FAILED)
		return false;
	memcpy(map, in.at, in.len);
	munmap(map, in.len);
	return true;
}

/* OUTPUT: why, and what came out with its descriptor.  The mapping stays for good. */
static enum part_why
take_output(const struct wire_frame *f, struct span *out)
{
	struct span_cursor c = span_walk(f->body);
	uint64_t size;
	uint8_t why;
	void *map;

	if (f->type != READER_FRAME_OUTPUT || !wire_get_u8(&c, &why) || why >= PART_WHYS || !wire_get_u64(&c, &size))
		return PART_WHY_CRASHED;
	if (why != PART_WHY_NONE || f->fd < 0 || size == 0)
		return (enum part_why)why;
	map = mmap(NULL, size, PROT_READ, MAP_PRIVATE, f->fd, 0);
	if (map == MAP_FAILED)
		return PART_WHY_TOO_LARGE;
	*out = span_of(map, size);
	return PART_WHY_NONE;
}

static enum part_why
help(void *context, enum reading_helper which, struct span in, struct arena *a, struct span *out)
{
	struct arena_text t = arena_text(a);
	struct wire_frame f;
	enum part_why why;

	(void)context;
	*out = SPAN_NONE;
	if (in.len == 0)
		return PART_WHY_EMPTY;
	wire_put_u8(&t, (uint8_t)which);
	wire_put_u64(&t, in.len);
	if (!ask(READER_FRAME_ASK, arena_text_span(&t), a, &f))
		return PART_WHY_CRASHED;
	if (f.type == READER_FRAME_INPUT && f.fd >= 0 && (!fill(f.fd, in) || !ask(READER_FRAME_RUN, SPAN_NONE, a, &f)))
		return PART_WHY_CRASHED;
	why = take_output(&f, out);
	if (f.fd >= 0)
		close(f.fd);
	return why;
}

struct span
reader_child_read(struct arena *a, struct span message, const struct reader_job *job, const struct record_make_options *options)
{
	struct record r;

	switch (job->mode) {
	case READER_FULL:
		record_make(a, message, options, &r);
		return record_encode(a, &r);
	case READER_HEADERS_ONLY:
		record_make_headers(a, message, &r);
		return record_encode(a, &r);
	case READER_TEXT:
		return record_make_text(a, message, options);
	}
	return SPAN_NONE;
}

static bool
write_all(int fd, struct span s)
{
	while (s.len > 0) {
		ssize_t n = write(fd, s.at, s.len);

		if (n <= 0)
			return false;
		s = span_slice(s, (size_t)n, s.len);
	}
	return true;
}

/* Mapped, so that a message of 50 MB is not copied.  In the jail only lseek(2) tells its size. */
static bool
map_message(int fd, struct span *out)
{
	off_t size = lseek(fd, 0, SEEK_END);
	void *map;

	*out = SPAN_NONE;
	if (size <= 0)
		return size == 0;
	map = mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (map == MAP_FAILED)
		return false;
	*out = span_of(map, (size_t)size);
	return true;
}

struct jail_limits
reader_child_limits(const struct reader_settings *s)
{
	return (struct jail_limits){ .memory_bytes = s->memory_bytes, .file_bytes = 0, .cpu_seconds = s->cpu_seconds, .descriptors = DESCRIPTORS };
}

static bool
enter(const struct reader_child *c)
{
	struct jail_keep keep = { &c->zygote, 1 };
	struct jail_limits limits = reader_child_limits(c->settings);
	struct fail fail;

	(void)prctl(PR_SET_NAME, "referral-child");
	return jail_die_with(c->parent_pid) == 0 && jail_enter(c->jail, &keep, &limits, &fail) == 0;
}

static enum unpack_scan
scan(void *context, struct span bytes)
{
	switch (scan_stream(context, bytes)) {
	case SCAN_CLEAN:
		return UNPACK_CLEAN;
	case SCAN_INFECTED:
		return UNPACK_INFECTED;
	case SCAN_FAILED:
		break;
	}
	return UNPACK_NOT_SCANNED;
}

static bool
receive(struct arena *a, struct wire_frame *out)
{
	struct wire_limits limits = { .body = READER_REQUEST_LIMIT, .deadline_ms = WIRE_FOREVER, .accept_fd = true };
	struct fail fail;

	return wire_receive(ZYGOTE, a, &limits, out, &fail) == 1 && out->fd >= 0;
}

/* A charset that few mails are in: the zygote opens it for the next child. */
static bool
tell_charsets(struct arena *a)
{
	struct arena_text t = arena_text(a);
	struct fail fail;

	wire_put_u64(&t, mime_charsets_missed());
	return wire_send(ZYGOTE, READER_FRAME_CHARSETS, arena_text_span(&t), WIRE_FOREVER, &fail) == 0;
}

/* So that nobody waits while a process is taken apart.  Who does not hear it sees the exit code. */
static void
tell_well(void)
{
	struct fail fail;

	(void)wire_send(ZYGOTE, READER_FRAME_WELL, SPAN_NONE, WIRE_FOREVER, &fail);
}

void
reader_child_run(const struct reader_child *c)
{
	const struct reader_settings *s = c->settings;
	struct record_make_options options = { .forms = c->forms, .unpack = { .depth_limit = s->depth_limit,
	    .parts_limit = s->parts_limit, .part_size_limit = s->part_size_limit, .total_size_limit = s->total_size_limit, .help = help } };
	struct arena *a;
	struct wire_frame brought, go;
	struct reader_job job;
	struct scan scanner = { .fd = -1 };
	struct span message, answer;

	if (!enter(c))
		jail_exit(READER_CHILD_NOT_JAILED);
	reader_heap_expect(0, c->forms != NULL);
	a = arena_new(s->memory_bytes);
	if (!receive(a, &brought) || brought.type != READER_FRAME_MESSAGE || !receive(a, &go))
		jail_exit(READER_CHILD_NOT_JAILED);
	if (go.type == READER_FRAME_SCANNER) {
		scanner.fd = go.fd;
		options.unpack.scan = scan;
		options.unpack.scan_context = &scanner;
		if (!receive(a, &go))
			jail_exit(READER_CHILD_NOT_JAILED);
	}
	if (go.type != READER_FRAME_GO || !reader_wire_take_job(go.body, &job) ||
	    !map_message(brought.fd, &message))
		jail_exit(READER_CHILD_NOT_JAILED);
	close(brought.fd);
	reader_heap_expect(message.len, c->forms != NULL);
	options.form = job.form;
	options.unpack.password = job.password;
	answer = reader_child_read(a, message, &job, &options);
	if (mime_charsets_missed() != 0 && tell_charsets(a))
		jail_exit(READER_CHILD_AGAIN);
	if (answer.len == 0 || answer.len > RECORD_LIMIT)
		jail_exit(READER_CHILD_OVERSIZE);
	if (!write_all(go.fd, answer))
		jail_exit(READER_CHILD_OVERSIZE);
	tell_well();
	jail_exit(READER_CHILD_WELL);
}
