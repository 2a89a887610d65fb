/* SPDX-License-Identifier: ISC
 *
 * What the jail costs: unjailed READER CONF COUNT FILE...
 *
 * The same messages are read COUNT times in this process without any wall, with the forms of
 * the config CONF looked for as the daemon does, then through
 * READER (referral-reader), one at a time and with a child for each processor.  Prints for
 * each "name: CLOCK PROCESSOR", microseconds a message by the clock and of processor time
 * (ours, the zygote's and the children's together).  On a machine that is busy with other
 * things only the second says much.  Last comes the reader's start, which is no message's:
 * READER is started and stopped without one, and that much is not in the processor time above.
 */
#include "config/config.h"
#include "daemon/reader.h"
#include "daemon/wire.h"
#include "parsers/form_wire.h"
#include "parsers/record_make.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

struct bench {
	const char *program;
	unsigned count;
	const struct form_set *forms;
	struct span forms_wired;
	char **files;
	unsigned files_count;
};

struct cost {
	double clock_us;
	double cpu_us;
};

static double
spent_us(int who)
{
	struct rusage u;

	getrusage((__rusage_who_t)who, &u);
	return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e6 + (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

static struct cost
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (struct cost){ (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3, spent_us(RUSAGE_SELF) + spent_us(RUSAGE_CHILDREN) };
}

static struct cost
since(struct cost began, unsigned count)
{
	struct cost c = now();

	return (struct cost){ (c.clock_us - began.clock_us) / count, (c.cpu_us - began.cpu_us) / count };
}

static int
open_file(const struct bench *b, unsigned i)
{
	int fd = open(b->files[i % b->files_count], O_RDONLY | O_CLOEXEC);

	if (fd < 0) {
		perror(b->files[i % b->files_count]);
		exit(EX_NOINPUT);
	}
	return fd;
}

static void
read_here(const struct bench *b, int fd)
{
	struct record_make_options options = { .forms = b->forms };
	struct arena *a = arena_new(0);
	struct record made, back;
	struct stat st;
	void *map;

	if (fstat(fd, &st) != 0 || (map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0)) == MAP_FAILED)
		exit(EX_IOERR);
	record_make(a, span_of(map, (size_t)st.st_size), &options, &made);
	/* The record is encoded and taken apart again there, so here too. */
	if (!record_decode(a, record_encode(a, &made), &back))
		exit(EX_SOFTWARE);
	munmap(map, (size_t)st.st_size);
	arena_free(a);
}

static struct cost
unjailed(const struct bench *b)
{
	struct cost began;

	unpack_prepare();
	read_here(b, open_file(b, 0));
	began = now();
	for (unsigned i = 0; i < b->count; i++) {
		int fd = open_file(b, i);

		read_here(b, fd);
		close(fd);
	}
	return since(began, b->count);
}

static void
must_be_read(const struct reader_answer *answer)
{
	if (answer->outcome == READER_OK)
		return;
	fprintf(stderr, "a message was not read: %s\n", reader_outcome_name(answer->outcome));
	exit(EX_SOFTWARE);
}

static unsigned
take_one(struct reader *r)
{
	struct arena *a = arena_new(0);
	struct reader_answer answer;
	bool got = reader_next(r, a, -1, &answer);

	if (got)
		must_be_read(&answer);
	arena_free(a);
	return got ? 1 : 0;
}

static struct reader *
begin(const struct bench *b, unsigned jobs)
{
	struct reader_settings s = { .program = b->program, .jobs = jobs, .forms = b->forms_wired };
	struct fail fail;
	struct reader *r = reader_start(&s, &fail);

	if (r == NULL) {
		fprintf(stderr, "%s\n", fail.why);
		exit(EX_UNAVAILABLE);
	}
	return r;
}

static struct cost
start_alone(const struct bench *b)
{
	struct cost began = now();

	reader_stop(begin(b, 1));
	return since(began, 1);
}

static struct cost
jailed(const struct bench *b, unsigned jobs)
{
	unsigned sent = 0, got = 0;
	struct fail fail;
	struct cost start = start_alone(b), began = now(), spent;
	struct reader *r = begin(b, jobs);
	double clock_us, started_us = now().clock_us;

	while (got < b->count) {
		while (sent < b->count && reader_room(r) > 0) {
			struct reader_request q = { .fd = open_file(b, sent) };

			if (reader_submit(r, sent++, &q, &fail) != 0)
				exit(EX_TEMPFAIL);
			close(q.fd);
		}
		got += take_one(r);
	}
	clock_us = (now().clock_us - started_us) / b->count;
	/* The children's time is counted once they are waited for. */
	reader_stop(r);
	spent = since(began, b->count);
	spent.clock_us = clock_us;
	spent.cpu_us -= start.cpu_us / b->count;
	return spent;
}

static void
print(const char *name, struct cost c)
{
	printf("%s: %.0f %.0f\n", name, c.clock_us, c.cpu_us);
}

/* Its forms, as they are here and as the reader gets them. */
static void
load_forms(struct bench *b, struct arena *a, const char *conf)
{
	struct config_errors errors = { .arena = a };
	const struct config *c = config_load(conf, CONFIG_FOR_READING, &errors);
	struct form_set *set = arena_alloc(a, sizeof(*set));

	if (c == NULL) {
		fprintf(stderr, "%s cannot be read\n", conf);
		exit(EX_CONFIG);
	}
	b->forms_wired = form_wire_encode(a, &c->forms);
	if (!form_wire_decode(a, b->forms_wired, set))
		exit(EX_SOFTWARE);
	b->forms = set;
}

int
main(int argc, char **argv)
{
	struct bench b = { .files = argv + 4, .files_count = (unsigned)(argc > 4 ? argc - 4 : 0) };
	struct cost bare, one, all, start;

	if (argc < 5 || (b.count = (unsigned)strtoul(argv[3], NULL, 10)) == 0) {
		fprintf(stderr, "usage: unjailed READER CONF COUNT FILE...\n");
		return EX_USAGE;
	}
	b.program = argv[1];
	load_forms(&b, arena_new(0), argv[2]);
	bare = unjailed(&b);
	one = jailed(&b, 1);
	all = jailed(&b, 0);
	start = start_alone(&b);
	print("no walls", bare);
	print("one by one", one);
	print("all at once", all);
	print("start", start);
	return EX_OK;
}
