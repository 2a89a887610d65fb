/* SPDX-License-Identifier: ISC
 *
 * The reader against children that do their worst.  This program is its own zygote: started
 * with --role=zygote it runs the real one, with the three functions of record_make replaced
 * by ones that do what the message tells them to.
 */
#include "daemon/child.h"
#include "daemon/reader.h"
#include "daemon/reader_child.h"
#include "daemon/reader_zygote.h"
#include "daemon/wire.h"
#include "parsers/record_make.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- in the jail ---- */

enum { ZYGOTE = 3, MESSAGE = 4, OUT = 5 };	/* message and pipe as they came; the message is closed before it is read */

static const char pdf[] =
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
    "4 0 obj<</Length 41>>stream\nBT /F1 18 Tf 20 200 Td (Surname) Tj ET    \nendstream endobj\n"
    "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n";

static struct span
help(struct arena *a, const struct record_make_options *o, enum reading_helper which, struct span in)
{
	struct span out = SPAN_NONE;
	enum part_why why = o->unpack.help(o->unpack.help_context, which, in, a, &out);

	return arena_printf(a, "%s%s", part_why_name(why), span_find(out, SPAN_LIT(">Surname<")) < out.len ? " Surname" : "");
}

static struct span
descriptors(struct arena *a)
{
	struct arena_text t = arena_text(a);

	for (int fd = 0; fd < 256; fd++)
		if (lseek(fd, 0, SEEK_CUR) >= 0 || errno != EBADF)
			arena_put_format(&t, "%d ", fd);
	return span_trim(arena_text_span(&t));
}

static void
flood(size_t bytes)
{
	static unsigned char chunk[65536];

	while (bytes > 0) {
		ssize_t n = write(OUT, chunk, bytes < sizeof(chunk) ? bytes : sizeof(chunk));

		if (n <= 0)
			jail_exit(1);
		bytes -= (size_t)n;
	}
	jail_exit(0);
}

static _Noreturn void
spin(void)
{
	for (;;)
		continue;
}

static void
do_worst(struct span what)
{
	static char *const argv[] = { (char *)(uintptr_t) "/usr/bin/true", NULL };
	volatile size_t grab = 1 << 20;
	volatile uintptr_t nowhere = 8;
	static const char much[4 * READER_SMALL_LIMIT];

	if (span_eq_str(what, "abort"))
		abort();
	else if (span_eq_str(what, "segv"))
		*(volatile int *)nowhere = 1;
	else if (span_eq_str(what, "spin"))
		spin();
	else if (span_eq_str(what, "sleep"))
		poll(NULL, 0, -1);
	else if (span_eq_str(what, "open"))
		(void)open("/etc/passwd", O_RDONLY);
	else if (span_eq_str(what, "socket"))
		(void)socket(AF_INET, SOCK_STREAM, 0);
	else if (span_eq_str(what, "exec"))
		execv(argv[0], argv);
	else if (span_eq_str(what, "fork"))
		(void)fork();
	else if (span_eq_str(what, "kill"))
		kill(getppid(), SIGKILL);
	else if (span_eq_str(what, "exit"))
		jail_exit(7);
	else if (span_eq_str(what, "silence"))
		jail_exit(0);
	else if (span_eq_str(what, "again for ever"))
		jail_exit(READER_CHILD_AGAIN);
	else if (span_eq_str(what, "library for ever"))
		jail_exit(READER_CHILD_LACKS);
	else if (span_eq_str(what, "garbage"))
		flood(1000);
	else if (span_eq_str(what, "flood"))
		flood(RECORD_LIMIT + 1);
	else if (span_eq_str(what, "nonsense"))
		(void)!write(ZYGOTE, "\0\0\0\1zx", 6);
	else if (span_eq_str(what, "huge-frame"))
		(void)!write(ZYGOTE, "\377\377\377\377zx", 6);
	else if (span_eq_str(what, "huge-frame-and-more"))
		(void)!(write(ZYGOTE, "\377\377\377\377zx", 6) == 6 && write(ZYGOTE, much, sizeof(much)) > 0);
	else if (span_eq_str(what, "shut-and-sleep"))
		(void)(close(ZYGOTE) == 0 && poll(NULL, 0, -1));
	else if (span_eq_str(what, "well-and-sleep"))
		(void)(write(ZYGOTE, "\0\0\0\0\x0e", 5) == 5 && poll(NULL, 0, -1));
	else if (span_eq_str(what, "well-and-more"))
		(void)(write(ZYGOTE, "\0\0\0\0\x0e", 5) == 5 && write(ZYGOTE, much, sizeof(much)) > 0 && poll(NULL, 0, -1));
	else if (span_eq_str(what, "memory"))
		while (memset(malloc(grab), 1, grab) != NULL)
			continue;
	if (span_eq_str(what, "nonsense") || span_eq_str(what, "huge-frame") || span_eq_str(what, "huge-frame-and-more"))
		poll(NULL, 0, -1);
}

/* A function of a library that is put away, looked up before it was. */
static const char *(*gnutls)(const char *);

/* Looks at a byte of each library there is. */
static int
look_at(struct dl_phdr_info *i, size_t size, void *context)
{
	volatile unsigned char *seen = context;

	(void)size;
	if (i->dlpi_name[0] == '/')
		*seen ^= *(const unsigned char *)i->dlpi_phdr;
	return 0;
}

static const unsigned char *heap_begin;	/* before anything of it was used */
static const char secret[] = "never to be seen again";

/* Everything that was ever allocated here or in what this process is a copy of.  The word is not written
 * down anywhere in one piece but by whoever was told it. */
static struct span
search_heap(void)
{
	static unsigned char mirrored[sizeof(secret) - 1];
	struct span heap;
	const unsigned char *end = sbrk(0);

	for (size_t i = 0; i < sizeof(mirrored); i++)
		mirrored[i] = (unsigned char)secret[sizeof(mirrored) - 1 - i];
	heap = span_of(heap_begin, (size_t)(end - heap_begin));
	for (size_t i = 0; i + sizeof(mirrored) <= heap.len; i++) {
		size_t k = 0;

		while (k < sizeof(mirrored) && heap.at[i + k] == mirrored[sizeof(mirrored) - 1 - k])
			k++;
		if (k == sizeof(mirrored))
			return SPAN_LIT("found");
	}
	return SPAN_LIT("not found");
}

static struct span
in_latin_2(struct arena *a)
{
	bool as_declared;

	return mime_text(a, SPAN_LIT("\xB1"), SPAN_LIT("iso-8859-2"), &as_declared);
}

void
record_make(struct arena *a, struct span raw, const struct record_make_options *options, struct record *out)
{
	do_worst(raw);
	*out = (struct record){ .subject = raw };
	if (span_eq_str(raw, "password"))
		out->subject = options->unpack.password;
	else if (span_eq_str(raw, "a rare charset"))
		out->subject = in_latin_2(a);
	else if (span_eq_str(raw, "form"))
		out->subject = options->form;
	else if (span_eq_str(raw, "search"))
		out->subject = search_heap();
	else if (span_eq_str(raw, "a rare library"))
		out->subject = gnutls != NULL && gnutls(NULL) != NULL ? SPAN_LIT("3") : SPAN_LIT("none");
	else if (span_eq_str(raw, "every library"))
		out->subject = dl_iterate_phdr(look_at, &(unsigned char){ 0 }) == 0 ? SPAN_LIT("seen") : SPAN_NONE;
	else if (span_eq_str(raw, "descriptors"))
		out->subject = descriptors(a);
	else if (span_eq_str(raw, "pdftotext"))
		out->subject = help(a, options, READING_PDFTOTEXT_BBOX, span_str(pdf));
	else if (span_eq_str(raw, "pdftotext twice"))
		out->subject = (help(a, options, READING_PDFTOTEXT_BBOX, span_str(pdf)), help(a, options, READING_PDFTOTEXT_BBOX, span_str(pdf)));
	else if (span_eq_str(raw, "pdftotext on noise"))
		out->subject = help(a, options, READING_PDFTOTEXT_BBOX, SPAN_LIT("%PDF-1.4 noise"));
	else if (span_eq_str(raw, "antiword on noise"))
		out->subject = help(a, options, READING_ANTIWORD, SPAN_LIT("noise, and more than enough of it to look at"));
	else if (span_eq_str(raw, "nap"))
		poll(NULL, 0, 300);
}

void
record_make_headers(struct arena *a, struct span raw, struct record *out)
{
	(void)a;
	if (span_eq_str(raw, "segv"))
		do_worst(raw);
	*out = (struct record){ .subject = SPAN_LIT("headers") };
}

struct span
record_make_text(struct arena *a, struct span raw, const struct record_make_options *options)
{
	(void)a;
	(void)options;
	do_worst(raw);
	return SPAN_LIT("text for people\n");
}

/* ---- outside ---- */

static struct reader *reader;
static struct arena *arena;

static int
start(void **state)
{
	struct reader_settings s = { .program = "/proc/self/exe", .jobs = 2, .wall_seconds = 2, .helper_seconds = 5, .memory_bytes = 256u << 20 };
	struct fail fail;

	(void)state;
	arena = arena_new(0);
	reader = reader_start(&s, &fail);
	if (reader == NULL)
		fprintf(stderr, "%s\n", fail.why);
	return reader == NULL ? -1 : 0;
}

static int
stop(void **state)
{
	(void)state;
	reader_stop(reader);
	arena_free(arena);
	return 0;
}

static int
message(const char *text)
{
	int fd = memfd_create("message", MFD_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	return fd;
}

static struct reader_answer
read_one(const char *text, enum reader_mode mode)
{
	struct reader_request q = { .fd = message(text), .mode = mode, .password = SPAN_LIT("open \xc3\xa9 sesame"), .form = SPAN_LIT("lcspr") };
	struct reader_answer answer;

	reader_read(reader, &q, arena, &answer);
	close(q.fd);
	return answer;
}

static const struct { const char *name; enum reader_outcome outcome; const char *subject; } outcomes[] = {
	{ "fine", READER_OK, "fine" },
	{ "", READER_OK, "" },
	{ "abort", READER_CRASHED, "headers" },
	{ "segv", READER_CRASHED, NULL },		/* its headers crash too */
	{ "open", READER_CRASHED, "headers" },
	{ "socket", READER_CRASHED, "headers" },
	{ "exec", READER_CRASHED, "headers" },
	{ "fork", READER_CRASHED, "headers" },
	{ "kill", READER_CRASHED, "headers" },
	{ "exit", READER_CRASHED, "headers" },
#if !defined(__SANITIZE_ADDRESS__)
	{ "memory", READER_CRASHED, "headers" },
#endif
	{ "spin", READER_TIMEOUT, "headers" },
	{ "sleep", READER_TIMEOUT, "headers" },
	{ "shut-and-sleep", READER_CRASHED, "headers" },	/* at once, not at its deadline */
	{ "well-and-sleep", READER_BAD_RECORD, "headers" },
	{ "nonsense", READER_CRASHED, "headers" },
	{ "huge-frame", READER_CRASHED, "headers" },
	{ "silence", READER_BAD_RECORD, "headers" },
	{ "garbage", READER_BAD_RECORD, "headers" },
	{ "flood", READER_OVERSIZE, "headers" },
	{ "password", READER_OK, "open \xc3\xa9 sesame" },
	{ "form", READER_OK, "lcspr" },
	{ "a rare charset", READER_OK, "\xC4\x85" },
	{ "a rare library", READER_OK, "3" },
	{ "again for ever", READER_CRASHED, "headers" },
	{ "library for ever", READER_CRASHED, "headers" },
	{ "descriptors", READER_OK, "0 1 2 3 5" },
	{ "fine", READER_OK, "fine" },			/* after all that */
};

static void
each_outcome(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(outcomes) / sizeof(outcomes[0]); i++) {
		struct reader_answer answer = read_one(outcomes[i].name, READER_FULL);

		if (answer.outcome != outcomes[i].outcome)
			fail_msg("%s: %s", outcomes[i].name, reader_outcome_name(answer.outcome));
		if (answer.has_record != (outcomes[i].subject != NULL))
			fail_msg("%s: record or no record", outcomes[i].name);
		if (answer.has_record && !span_eq_str(answer.record.subject, outcomes[i].subject))
			fail_msg("%s: subject %.*s", outcomes[i].name, SPAN_PF(answer.record.subject));
		if (answer.has_record)
			assert_int_equal((answer.record.flags & RECORD_HEADERS_ONLY) != 0, answer.outcome != READER_OK);
	}
}

/* One after the other, of a reader that has met none of them yet. */
static void
every_library(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 2; i++)
		assert_true(span_eq_str(read_one("every library", READER_FULL).record.subject, "seen"));
}

static void
text_for_people(void **state)
{
	(void)state;
	assert_true(span_eq_str(read_one("x", READER_TEXT).text, "text for people\n"));
	assert_int_equal(read_one("abort", READER_TEXT).outcome, READER_CRASHED);
	assert_false(read_one("abort", READER_TEXT).has_record);
}

static void
helpers(void **state)
{
	bool has_pdf = access("/usr/bin/pdftotext", X_OK) == 0, has_doc = access("/usr/bin/antiword", X_OK) == 0;

	(void)state;
	assert_true(span_eq_str(read_one("pdftotext", READER_FULL).record.subject, has_pdf ? " Surname" : "no-helper"));
	assert_true(span_eq_str(read_one("pdftotext twice", READER_FULL).record.subject, has_pdf ? " Surname" : "no-helper"));
	assert_true(span_eq_str(read_one("pdftotext on noise", READER_FULL).record.subject, has_pdf ? "damaged" : "no-helper"));
	assert_true(span_eq_str(read_one("antiword on noise", READER_FULL).record.subject, has_doc ? "damaged" : "no-helper"));
}

static void
submit(const char *text, uint64_t id)
{
	struct reader_request q = { .fd = message(text) };
	struct fail fail;

	assert_int_equal(reader_submit(reader, id, &q, &fail), 0);
	close(q.fd);
}

static void
two_at_a_time(void **state)
{
	int64_t began = wire_now_ms();
	struct reader_request q = { .fd = message("nap") };
	struct reader_answer first, second;
	struct pollfd p = { .fd = reader_fd(reader), .events = POLLIN };
	struct fail fail;

	(void)state;
	assert_int_equal(reader_room(reader), 2);
	submit("nap", 11);
	submit("abort", 12);
	assert_int_equal(reader_room(reader), 0);
	assert_int_equal(reader_submit(reader, 13, &q, &fail), -1);
	close(q.fd);
	assert_int_equal(poll(&p, 1, 5000), 1);
	assert_true(reader_next(reader, arena, -1, &first));
	assert_int_equal(first.id, 12);
	assert_int_equal(first.outcome, READER_CRASHED);
	assert_true(reader_next(reader, arena, -1, &second));
	assert_int_equal(second.id, 11);
	assert_int_equal(second.outcome, READER_OK);
	assert_false(reader_next(reader, arena, -1, &second));
	assert_true(wire_now_ms() - began < 900);
}

static pid_t
zygote(void)
{
	char path[64], line[64];
	FILE *f;
	long pid;

	snprintf(path, sizeof(path), "/proc/self/task/%d/children", (int)getpid());
	f = fopen(path, "r");
	if (f == NULL || fgets(line, sizeof(line), f) == NULL)
		pid = 0;
	else
		pid = strtol(line, NULL, 10);
	if (f != NULL)
		fclose(f);
	return (pid_t)pid;
}

static void
a_lost_zygote_is_replaced(void **state)
{
	struct reader_answer answer;

	(void)state;
	if (zygote() <= 0)
		skip();
	submit("sleep", 21);
	submit("sleep", 22);
	kill(zygote(), SIGKILL);
	assert_true(reader_next(reader, arena, 5000, &answer));
	assert_int_equal(answer.outcome, READER_GONE);
	assert_false(answer.has_record);
	assert_true(reader_next(reader, arena, 5000, &answer));
	assert_int_equal(answer.outcome, READER_GONE);
	assert_int_equal(read_one("fine", READER_FULL).outcome, READER_OK);
	/* With nothing to do, too, and the next message is not the one to tell. */
	kill(zygote(), SIGKILL);
	usleep(100000);
	assert_int_equal(read_one("fine", READER_FULL).outcome, READER_OK);
}

/* A child of the zygote with that name; 0 when there is none. */
static pid_t
of_zygote(const char *name)
{
	char path[64], line[256] = "", comm[32], *at = line;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)zygote(), (int)zygote());
	f = fopen(path, "r");
	if (f == NULL)
		return 0;
	(void)!fgets(line, sizeof(line), f);
	fclose(f);
	for (long pid; (pid = strtol(at, &at, 10)) > 0;) {
		snprintf(path, sizeof(path), "/proc/%ld/comm", pid);
		f = fopen(path, "r");
		if (f != NULL && fgets(comm, sizeof(comm), f) != NULL && strncmp(comm, name, strlen(name)) == 0) {
			fclose(f);
			return (pid_t)pid;
		}
		if (f != NULL)
			fclose(f);
	}
	return 0;
}

/* The same of one that is about to be there: a copy takes its name after it was made.  Never 0, which kill(2) takes for
 * everybody. */
static pid_t
soon_of_zygote(const char *name)
{
	pid_t pid = of_zygote(name);

	for (int i = 0; pid <= 0 && i < 5000; i++) {
		usleep(1000);
		pid = of_zygote(name);
	}
	assert_true(pid > 0);
	return pid;
}

/* Ended ones that nobody has waited for included. */
static size_t
children_of_zygote(void)
{
	char path[64], line[4096] = "", *at = line;
	size_t n = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)zygote(), (int)zygote());
	f = fopen(path, "r");
	if (f != NULL && fgets(line, sizeof(line), f) != NULL)
		while (strtol(at, &at, 10) > 0)
			n++;
	if (f != NULL)
		fclose(f);
	return n;
}

/* Its mould and the child that waits: whoever has read before may be there still, being taken apart. */
static bool
only_two_are_left(void)
{
	for (int i = 0; zygote() > 0 && children_of_zygote() != 2 && i < 5000; i++)
		usleep(1000);
	return zygote() <= 0 || children_of_zygote() == 2;
}

static void
a_lost_mould_is_replaced(void **state)
{
	pid_t first = of_zygote("referral-mould");

	(void)state;
	if (zygote() <= 0)
		skip();
	assert_true(first > 0);
	kill(first, SIGKILL);
	/* The child that waits is there still, and then there is a new mould. */
	assert_int_equal(read_one("fine", READER_FULL).outcome, READER_OK);
	assert_int_equal(read_one("fine", READER_FULL).outcome, READER_OK);
	assert_true(of_zygote("referral-mould") > 0 && of_zygote("referral-mould") != first);
	/* Both lost, or the mould stopped: no message is. */
	for (int signal = SIGKILL; signal != 0; signal = signal == SIGKILL ? SIGSTOP : 0) {
		pid_t child;

		assert_true(only_two_are_left());
		child = soon_of_zygote("referral-child");
		first = soon_of_zygote("referral-mould");
		kill(first, signal);
		kill(child, SIGKILL);
		while (of_zygote("referral-child") > 0)
			usleep(1000);
		assert_int_equal(read_one("fine", READER_FULL).outcome, READER_OK);
		assert_true(of_zygote("referral-mould") > 0 && of_zygote("referral-mould") != first);
	}
}

/* Children of the zygote that have ended and that it has not waited for. */
static int
zombies(void)
{
	char path[64], line[256] = "", stat[256], *at = line, *state;
	FILE *f;
	int n = 0;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)zygote(), (int)zygote());
	if ((f = fopen(path, "r")) == NULL)
		return -1;
	(void)!fgets(line, sizeof(line), f);
	fclose(f);
	for (long pid; (pid = strtol(at, &at, 10)) > 0;) {
		snprintf(path, sizeof(path), "/proc/%ld/stat", pid);
		if ((f = fopen(path, "r")) == NULL)
			continue;
		n += fgets(stat, sizeof(stat), f) != NULL && (state = strrchr(stat, ')')) != NULL && state[2] == 'Z';
		fclose(f);
	}
	return n;
}

/* Kills the mould when it has forked and not yet said whom. */
static void
kill_between(pid_t mould, int ready)
{
	int status = 0;

	if (ptrace(PTRACE_SEIZE, mould, NULL, (void *)(uintptr_t)PTRACE_O_TRACEFORK) != 0 || write(ready, "", 1) != 1)
		_exit(1);
	if (waitpid(mould, &status, __WALL) != mould || status >> 8 != (SIGTRAP | PTRACE_EVENT_FORK << 8))
		_exit(2);
	kill(mould, SIGKILL);
	_exit(0);		/* and its copy goes on */
}

static void
a_child_nobody_knows_is_waited_for(void **state)
{
	pid_t mould = of_zygote("referral-mould"), tracer;
	int ready[2], status;
	char byte;

	(void)state;
	if (zygote() <= 0)
		skip();
	assert_true(mould > 0);
	assert_int_equal(pipe(ready), 0);
	if ((tracer = fork()) == 0)
		kill_between(mould, ready[1]);
	close(ready[1]);
	if (read(ready[0], &byte, 1) != 1)
		skip();			/* nobody may trace here */
	close(ready[0]);
	assert_int_equal(read_one("fine", READER_FULL).outcome, READER_OK);
	assert_int_equal(waitpid(tracer, &status, 0), tracer);
	assert_int_equal(status, 0);
	assert_int_equal(read_one("fine", READER_FULL).outcome, READER_OK);
	assert_true(of_zygote("referral-mould") > 0 && of_zygote("referral-mould") != mould);
	for (int i = 0; zombies() != 0 && i < 3000; i++)
		usleep(1000);
	assert_int_equal(zombies(), 0);
}

/* The zygote sees their end behind it. */
static void
children_that_say_too_much_are_waited_for(void **state)
{
	(void)state;
	assert_int_equal(read_one("well-and-more", READER_FULL).outcome, READER_BAD_RECORD);
	assert_int_equal(read_one("huge-frame-and-more", READER_FULL).outcome, READER_CRASHED);
	assert_true(only_two_are_left());
}

static void
nothing_of_an_earlier_message(void **state)
{
	static const char *const remaking[] = { "a rare charset", "a rare library", "fine" };
	struct reader_request q = { .fd = message(secret), .mode = READER_FULL, .password = span_str(secret), .form = span_str(secret) };
	struct reader_answer answer;

	(void)state;
	for (unsigned i = 0; i < 3; i++) {
		reader_read(reader, &q, arena, &answer);
		assert_int_equal(answer.outcome, READER_OK);
		assert_true(span_eq_str(read_one("search", READER_FULL).record.subject, "not found"));
	}
	/* Nor when the next mould is made while a message waits for it: for what it lacks, or because the last one was lost. */
	for (unsigned i = 0; i < sizeof(remaking) / sizeof(remaking[0]); i++) {
		close(q.fd);
		q.fd = message(remaking[i]);
		if (i == 2 && zygote() > 0) {
			pid_t child;

			assert_true(only_two_are_left());
			child = soon_of_zygote("referral-child");
			kill(soon_of_zygote("referral-mould"), SIGKILL);
			kill(child, SIGKILL);
			while (of_zygote("referral-child") > 0)
				usleep(1000);
		}
		reader_read(reader, &q, arena, &answer);
		assert_int_equal(answer.outcome, READER_OK);
		assert_true(span_eq_str(read_one("search", READER_FULL).record.subject, "not found"));
	}
	/* And it would be found. */
	close(q.fd);
	q.fd = message("search");
	reader_read(reader, &q, arena, &answer);
#if !defined(__SANITIZE_ADDRESS__)		/* whose heap is elsewhere */
	assert_true(span_eq_str(answer.record.subject, "found"));
#endif
	close(q.fd);
}

static size_t
open_descriptors(const char *path)
{
	DIR *d = opendir(path);
	size_t n = 0;

	if (d == NULL)
		return 0;
	while (readdir(d) != NULL)
		n++;
	closedir(d);
	return n;
}

static long
resident_pages(pid_t pid)
{
	char path[64], line[128], *after;
	long pages = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/statm", (int)pid);
	f = fopen(path, "r");
	if (f != NULL && fgets(line, sizeof(line), f) != NULL) {
		strtol(line, &after, 10);
		pages = strtol(after, NULL, 10);
	}
	if (f != NULL)
		fclose(f);
	return pages;
}

struct tally {
	size_t ours, theirs;
	long our_pages, their_pages;
};

static struct tally
tally(void)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/fd", (int)zygote());
	return (struct tally){ open_descriptors("/proc/self/fd"), open_descriptors(path), resident_pages(getpid()), resident_pages(zygote()) };
}

static void
read_many(unsigned count)
{
	static const char *const kinds[] = { "fine", "fine", "fine", "fine", "abort", "fine", "garbage", "fine", "fine", "pdftotext" };

	for (unsigned i = 0; i < count; i++) {
		struct arena *kept = arena;

		arena = arena_new(0);
		/* Helpers cost an exec each: a few of them will do. */
		(void)read_one(kinds[i % (i < 100 ? 10 : 9)], READER_FULL);
		arena_free(arena);
		arena = kept;
	}
}

static void
thousand_in_a_row(void **state)
{
	struct tally before, after;

	(void)state;
	read_many(100);
	(void)only_two_are_left();
	before = tally();
	read_many(900);
	(void)only_two_are_left();
	after = tally();
	assert_int_equal(after.ours, before.ours);
	assert_int_equal(after.theirs, before.theirs);
	/* The mould and the child that waits. */
	assert_true(only_two_are_left());
#if !defined(__SANITIZE_ADDRESS__)		/* which keeps what was freed for a while */
	assert_true(after.our_pages - before.our_pages < 256);
	assert_true(after.their_pages - before.their_pages < 256);
#endif
}

static void
no_program_says_so(void **state)
{
	struct reader_settings s = { .program = "/nonexistent/referral-reader" };
	struct fail fail = { FAIL_NONE, "" };

	(void)state;
	assert_null(reader_start(&s, &fail));
	assert_int_equal(fail.class, FAIL_STOP);
	assert_non_null(strstr(fail.why, "/nonexistent/referral-reader"));
}

static void
damaged_forms_say_so(void **state)
{
	struct reader_settings s = { .program = "/proc/self/exe", .forms = SPAN_LIT("noise") };
	struct fail fail = { FAIL_NONE, "" };

	(void)state;
	assert_null(reader_start(&s, &fail));
	assert_non_null(strstr(fail.why, "form definitions"));
}

static int
as_nobody(void)
{
	void *state = NULL;

	if (setgid(65534) != 0 || setuid(65534) != 0 || access("/proc/self/exe", X_OK) != 0)
		return 2;
	if (start(&state) != 0)
		return 3;
	return read_one("fine", READER_FULL).outcome == READER_OK && read_one("open", READER_FULL).outcome == READER_CRASHED ? 0 : 4;
}

static void
an_ordinary_user(void **state)
{
	int status;
	pid_t pid;

	(void)state;
	if (getuid() != 0)
		skip();
	pid = fork();
	if (pid == 0)
		jail_exit(as_nobody());
	waitpid(pid, &status, 0);
	/* 2, 3: a build directory that nobody may enter. */
	if (WIFEXITED(status) && (WEXITSTATUS(status) == 2 || WEXITSTATUS(status) == 3))
		skip();
	assert_int_equal(status, 0);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(each_outcome, start, stop),
		cmocka_unit_test_setup_teardown(every_library, start, stop),
		cmocka_unit_test_setup_teardown(text_for_people, start, stop),
		cmocka_unit_test_setup_teardown(helpers, start, stop),
		cmocka_unit_test_setup_teardown(two_at_a_time, start, stop),
		cmocka_unit_test_setup_teardown(a_lost_zygote_is_replaced, start, stop),
		cmocka_unit_test_setup_teardown(a_lost_mould_is_replaced, start, stop),
		cmocka_unit_test_setup_teardown(a_child_nobody_knows_is_waited_for, start, stop),
		cmocka_unit_test_setup_teardown(children_that_say_too_much_are_waited_for, start, stop),
		cmocka_unit_test_setup_teardown(nothing_of_an_earlier_message, start, stop),
		cmocka_unit_test_setup_teardown(thousand_in_a_row, start, stop),
		cmocka_unit_test(no_program_says_so),
		cmocka_unit_test(damaged_forms_say_so),
		cmocka_unit_test(an_ordinary_user),
	};

	heap_begin = sbrk(0);
	*(void **)&gnutls = dlsym(RTLD_DEFAULT, "gnutls_check_version");
	if (argc == 2 && strcmp(argv[1], "--role=zygote") == 0)
		return reader_zygote_run(CHILD_SOCKET);
	if (jail_landlock_abi() < JAIL_LANDLOCK_MINIMUM)
		return 77;
	return cmocka_run_group_tests_name("reader", tests, NULL, NULL);
}
