/* SPDX-License-Identifier: ISC
 *
 * Every file through the whole of the reading, each in a process of its own:
 *
 *	sweep [-m COUNT] [-n] [-t] [-s SEED] FORMS.CONF FILE...
 *
 *	(nothing)	the file as an attachment, or as a message when it begins like one
 *	-n		also as an attachment with the file's own name and the type that goes with it
 *	-m COUNT	also COUNT copies of it with bytes changed, moved or cut out at random
 *	-t		also cut short at every byte (of long files: at 2,000 places)
 *
 * A file that crashes its reader, gives a record that nobody would take, takes more than two
 * seconds of processor time or more than 256 MB is named, with the number of the copy (-s and
 * that number make it again), and the exit status is 1.  Sanitizer builds measure no memory.
 * Of a folder: every file in it and its folders.  "-" instead of files: their names on standard
 * input.
 */
#include "parsers/record_make.h"
#include "tests/quality/files.h"
#include "tests/quality/forms_load.h"

#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SECONDS = 2, HANGS = 30, CUTS = 2000, BATCH = 64, PATH = 4096, FOLDERS_OPEN = 16, NOT_TAKEN = 3 };
#define MEMORY_KB (256 * 1024)

#if defined(__SANITIZE_ADDRESS__)
enum { SANITIZED = 1 };
#else
enum { SANITIZED = 0 };
#endif

struct sweep {
	struct form_set forms;
	unsigned copies;
	uint64_t seed;
	bool cuts, names;
	unsigned files, readings, bad;
};

/* What a mail program would call it, by its name's ending. */
static const char *
type_of(const char *name)
{
	static const char *const types[][2] = { { "doc", "application/msword" }, { "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
		{ "eml", "message/rfc822" }, { "htm", "text/html" }, { "html", "text/html" }, { "msg", "application/vnd.ms-outlook" },
		{ "odt", "application/vnd.oasis.opendocument.text" }, { "pdf", "application/pdf" }, { "png", "image/png" }, { "rtf", "application/rtf" },
		{ "txt", "text/plain; charset=utf-8" }, { "dat", "application/ms-tnef" }, { "xml", "text/xml" }, { "zip", "application/zip" } };
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot != NULL && i < sizeof(types) / sizeof(types[0]); i++)
		if (strcasecmp(dot + 1, types[i][0]) == 0)
			return types[i][1];
	return "application/octet-stream";
}

/* What a header can hold without being folded or coded. */
static void
put_name(struct arena_text *t, const char *name)
{
	for (; *name != '\0'; name++)
		arena_put_byte(t, *name <= ' ' || *name > '~' || *name == '"' || *name == '\\' ? '_' : (unsigned char)*name);
}

/* A mail's own bytes, or a small mail around the file; with a name, always that. */
static struct span
as_mail(struct arena *a, struct span bytes, const char *name)
{
	static const char *const starts[] = { "From ", "From:", "Return-Path:", "Received:", "Delivered-To:", "MIME-Version:", "Date:", "Subject:", "To:", "Message-I", "X-" };
	struct arena_text t = arena_text(a);

	for (size_t i = 0; name == NULL && i < sizeof(starts) / sizeof(starts[0]); i++)
		if (span_starts_nocase(bytes, span_str(starts[i])))
			return bytes;
	arena_put_format(&t, "From: <kim@agency.example>\r\nTo: <referrals@partnership.example>\r\nDate: Mon, 23 Nov 2026 09:00:00 +0000\r\nSubject: Form\r\nMIME-Version: 1.0\r\n"
	    "Content-Type: %s; name=\"", name == NULL ? "application/octet-stream" : type_of(name));
	put_name(&t, name == NULL ? "form" : name);
	arena_put_str(&t, "\"\r\nContent-Transfer-Encoding: binary\r\n\r\n");
	arena_put(&t, bytes);
	return arena_text_span(&t);
}

static void
read_one(const struct sweep *s, struct span bytes, const char *name, bool helped)
{
	struct arena *a = arena_new(0);
	struct record_make_options options = { .forms = &s->forms, .unpack.help = helped ? files_help : NULL };
	struct record made, taken;
	struct span mail = as_mail(a, bytes, name);
	/* Just that long, so that a sanitizer sees the first byte too far. */
	unsigned char *exact = malloc(mail.len + 1);

	if (exact == NULL)
		abort();
	memcpy(exact + 1, mail.at, mail.len);
	record_make(a, span_of(exact + 1, mail.len), &options, &made);
	if (!record_decode(a, record_encode(a, &made), &taken))
		_exit(NOT_TAKEN);
	free(exact);
	arena_free(a);
}

/* ---- copies --------------------------------------------------------------------------------- */

static uint64_t
roll(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* Changed bytes, values that counts and offsets do not like, pieces moved or taken out. */
static struct span
mutated(struct arena *a, struct span in, uint64_t seed)
{
	static const uint32_t nasty[] = { 0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFF0 };
	unsigned char *bytes = arena_alloc(a, in.len + 1);
	uint64_t state = seed * 0x9E3779B97F4A7C15 + 1;
	size_t len = in.len;

	if (in.len > 0)
		memcpy(bytes, in.at, in.len);
	for (unsigned edits = 1 + (unsigned)(roll(&state) % 12); edits > 0 && len > 16; edits--) {
		size_t at = roll(&state) % len, n = 1 + roll(&state) % 64, from = roll(&state) % len;
		uint32_t value = nasty[roll(&state) % (sizeof(nasty) / sizeof(nasty[0]))];

		n = n < len - at ? n : len - at;
		n = n < len - from ? n : len - from;
		switch (roll(&state) % 6) {
		case 0: bytes[at] = (unsigned char)roll(&state); break;
		case 1: bytes[at] ^= (unsigned char)(1u << roll(&state) % 8); break;
		case 2: memcpy(bytes + at, &value, len - at < 4 ? len - at : 4); break;
		case 3: memmove(bytes + at, bytes + from, n); break;
		case 4: memmove(bytes + at, bytes + at + n, len - at - n); len -= n; break;
		default: memset(bytes + at, (int)(value & 0xFF), n); break;
		}
	}
	return span_of(bytes, len);
}

/* ---- processes ------------------------------------------------------------------------------ */

/* 0: as it is, 1: with its name, then the copies, then the cuts. */
static unsigned
readings_of(const struct sweep *s, struct span file)
{
	return 2 + s->copies + (s->cuts ? (unsigned)(file.len < CUTS ? file.len : CUTS) : 0);
}

static void
read_number(const struct sweep *s, struct span file, unsigned number, const char *path)
{
	struct arena *a = arena_new(0);
	unsigned cuts = readings_of(s, file) - 2 - s->copies;
	const char *slash = strrchr(path, '/');

	if (number == 0)
		read_one(s, file, NULL, true);
	else if (number == 1)
		read_one(s, file, slash == NULL ? path : slash + 1, true);
	else if (number < 2 + s->copies)
		read_one(s, mutated(a, file, s->seed + number - 1), NULL, false);
	else
		read_one(s, arena_copy(a, span_slice(file, 0, (size_t)((uint64_t)file.len * (number - s->copies - 2) / cuts))), NULL, false);
	arena_free(a);
}

/* Copies share a process; when one goes wrong, each is read alone. */
static bool
try_range(const struct sweep *s, struct span file, unsigned from, unsigned to, const char *path)
{
	const struct rlimit hangs = { HANGS, HANGS };
	struct rusage usage;
	double seconds;
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		(void)setrlimit(RLIMIT_CPU, &hangs);
		/* Libraries talk. */
		if (!SANITIZED && freopen("/dev/null", "w", stderr) == NULL)
			_exit(1);
		for (unsigned i = from; i < to; i++)
			read_number(s, file, i, path);
		_exit(0);
	}
	if (pid < 0 || wait4(pid, &status, 0, &usage) != pid)
		abort();
	seconds = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
	if (status == 0 && seconds < SECONDS * (SANITIZED ? 4 : 1) && (SANITIZED || usage.ru_maxrss < MEMORY_KB))
		return true;
	if (to - from == 1)
		printf("%s: reading %u: %s %d, %.1f s, %ld MB\n", path, from, WIFSIGNALED(status) ? "signal" : "status", WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status),
		    seconds, usage.ru_maxrss / 1024);
	return false;
}

static void
try_file(struct sweep *s, const char *path)
{
	struct arena *a = arena_new(0);
	struct span file = files_read(a, path);
	unsigned count = readings_of(s, file);

	for (unsigned from = 0; from < count;) {
		unsigned to = from < 2 ? from + 1 : from + BATCH < count ? from + BATCH : count;

		if ((from != 1 || s->names) && !try_range(s, file, from, to, path)) {
			s->bad += to - from == 1;
			for (unsigned i = from; i < to && to - from > 1; i++)
				s->bad += !try_range(s, file, i, i + 1, path);
		}
		from = to;
	}
	s->files++;
	s->readings += count - !s->names;
	(void)fflush(stdout);
	arena_free(a);
}

static struct sweep all = { .seed = 1 };

static int
try_found(const char *path, const struct stat *st, int what, struct FTW *where)
{
	(void)st;
	(void)where;
	if (what == FTW_F)
		try_file(&all, path);
	return 0;
}

int
main(int argc, char **argv)
{
	char path[PATH];
	int option;

	(void)setenv("TZ", "UTC0", 1);
	while ((option = getopt(argc, argv, "m:ns:t")) != -1)
		switch (option) {
		case 'm': all.copies = (unsigned)strtoul(optarg, NULL, 10); break;
		case 'n': all.names = true; break;
		case 's': all.seed = strtoull(optarg, NULL, 10); break;
		case 't': all.cuts = true; break;
		default: return 64;
		}
	if (argc - optind < 2)
		return 64;
	if (!forms_load(arena_new(0), argv[optind++], &all.forms))
		return 66;
	unpack_prepare();
	for (; optind < argc; optind++) {
		if (strcmp(argv[optind], "-") != 0) {
			if (nftw(argv[optind], try_found, FOLDERS_OPEN, 0) != 0) {
				perror(argv[optind]);
				return 2;
			}
		} else
			while (fgets(path, sizeof(path), stdin) != NULL) {
				path[strcspn(path, "\n")] = '\0';
				try_file(&all, path);
			}
	}
	printf("%u files, %u readings, %u bad\n", all.files, all.readings, all.bad);
	return all.bad > 0;
}
