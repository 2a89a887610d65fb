/* SPDX-License-Identifier: ISC
 *
 * What the jail costs: unjailed READER COUNT FILE...
 *
 * The same messages are read COUNT times in this process without any wall, then through
 * READER (referral-reader), one at a time and with a child for each processor.  Prints
 * microseconds a message, and what the walls add.
 */
#include "daemon/reader.h"
#include "daemon/wire.h"
#include "parsers/record_make.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

struct bench {
	const char *program;
	unsigned count;
	char **files;
	unsigned files_count;
};

static double
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
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
read_here(int fd)
{
	struct record_make_options options = { .forms = NULL };
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

static double
unjailed(const struct bench *b)
{
	double began;

	unpack_prepare();
	read_here(open_file(b, 0));
	began = now_us();
	for (unsigned i = 0; i < b->count; i++) {
		int fd = open_file(b, i);

		read_here(fd);
		close(fd);
	}
	return (now_us() - began) / b->count;
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

static double
jailed(const struct bench *b, unsigned jobs)
{
	struct reader_settings s = { .program = b->program, .jobs = jobs };
	unsigned sent = 0, got = 0;
	struct fail fail;
	struct reader *r = reader_start(&s, &fail);
	double began, spent;

	if (r == NULL) {
		fprintf(stderr, "%s\n", fail.why);
		exit(EX_UNAVAILABLE);
	}
	began = now_us();
	while (got < b->count) {
		while (sent < b->count && reader_room(r) > 0) {
			struct reader_request q = { .fd = open_file(b, sent) };

			if (reader_submit(r, sent++, &q, &fail) != 0)
				exit(EX_TEMPFAIL);
			close(q.fd);
		}
		got += take_one(r);
	}
	spent = now_us() - began;
	reader_stop(r);
	return spent / b->count;
}

int
main(int argc, char **argv)
{
	struct bench b = { .files = argv + 3, .files_count = (unsigned)(argc > 3 ? argc - 3 : 0) };
	double bare, one, all;

	if (argc < 4 || (b.count = (unsigned)strtoul(argv[2], NULL, 10)) == 0) {
		fprintf(stderr, "usage: unjailed READER COUNT FILE...\n");
		return EX_USAGE;
	}
	b.program = argv[1];
	one = jailed(&b, 1);
	all = jailed(&b, 0);
	bare = unjailed(&b);
	printf("no walls            %8.0f us a message\n", bare);
	printf("jailed, one by one  %8.0f us a message, %+.0f us, %.2f times\n", one, one - bare, one / bare);
	printf("jailed, all at once %8.0f us a message, %.2f times\n", all, all / bare);
	return one - bare < 1000 ? EX_OK : EX_SOFTWARE;
}
