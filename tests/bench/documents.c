/* SPDX-License-Identifier: ISC
 *
 * documents WHAT FORMS.CONF FILE...: reads the files again and again for a third of a second
 * and prints documents a second of processor time.  WHAT is
 *
 *	file	unpack_file() and form_read(): from bytes to fields
 *	mail	mime_read(): headers and parts, decoded
 *	scan	for comparison: the main part of a .docx inflated, its '<' counted
 *	gmime	for comparison: GMime's parser, and each part decoded
 */
#include "tests/quality/files.h"
#include "tests/quality/forms_load.h"

#include "parsers/unpack.h"

#include <gmime/gmime.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zip.h>

static const double SECONDS = 0.33;

static struct form_set forms;
static volatile size_t seen;	/* so that nothing is optimised away */

static void
read_file(struct span bytes)
{
	struct arena *a = arena_new(0);
	struct unpack_result u;
	struct form_result f;

	unpack_file(a, bytes, SPAN_NONE, NULL, &u);
	for (size_t i = 0; i < u.read_count; i++) {
		form_read(&forms, &u.read[i].blocks, NULL, a, &f);
		seen += f.fields.count;
	}
	arena_free(a);
}

static void
read_mail(struct span bytes)
{
	struct arena *a = arena_new(0);
	struct mime_message m;

	mime_read(a, bytes, SPAN_NONE, &m);
	seen += m.parts_count;
	arena_free(a);
}

static void
scan(struct span bytes)
{
	static char room[4 << 20];
	zip_error_t error;
	zip_source_t *source = zip_source_buffer_create(bytes.at, bytes.len, 0, &error);
	zip_t *z = zip_open_from_source(source, ZIP_RDONLY, &error);

	zip_file_t *f = z == NULL ? NULL : zip_fopen(z, "word/document.xml", 0);
	zip_int64_t n = f == NULL ? 0 : zip_fread(f, room, sizeof(room));

	for (const char *p = room; n > 0 && p != NULL && p < room + n; seen++) {
		p = memchr(p, '<', (size_t)(room + n - p));
		p = p == NULL ? NULL : p + 1;
	}
	if (f != NULL)
		(void)zip_fclose(f);
	if (z != NULL)
		zip_discard(z);
}

static void
decode(GMimeObject *parent, GMimeObject *object, gpointer context)
{
	(void)parent;
	(void)context;
	if (GMIME_IS_PART(object)) {
		GMimeStream *out = g_mime_stream_mem_new();
		GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(object));

		if (content != NULL)
			seen += (size_t)g_mime_data_wrapper_write_to_stream(content, out);
		g_object_unref(out);
	}
}

static void
gmime(struct span bytes)
{
	GMimeStream *in = g_mime_stream_mem_new_with_buffer((const char *)bytes.at, bytes.len);
	GMimeParser *parser = g_mime_parser_new_with_stream(in);
	GMimeMessage *m = g_mime_parser_construct_message(parser, NULL);

	if (m != NULL) {
		g_mime_message_foreach(m, decode, NULL);
		g_object_unref(m);
	}
	g_object_unref(parser);
	g_object_unref(in);
}

static const struct { const char *name; void (*run)(struct span bytes); } kinds[] = {
	{ "file", read_file }, { "mail", read_mail }, { "scan", scan }, { "gmime", gmime },
};

static double
processor_seconds(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
measure(void (*run)(struct span), const struct span *files, size_t count)
{
	size_t read = 0;
	double from, spent;

	for (size_t i = 0; i < count; i++)
		run(files[i]);
	from = processor_seconds();
	do {
		for (size_t i = 0; i < count; i++, read++)
			run(files[i]);
		spent = processor_seconds() - from;
	} while (spent < SECONDS);
	printf("%.1f\n", (double)read / spent);
}

int
main(int argc, char **argv)
{
	struct arena *a = arena_new(0);
	size_t count = argc < 4 ? 0 : (size_t)argc - 3;
	struct span *files = arena_array(a, count, sizeof(*files));

	/* As the reader does: mktime(3), which libzip calls, would look at the zone's file each time. */
	(void)setenv("TZ", "UTC0", 1);
	tzset();
	unpack_prepare();
	if (count == 0 || !forms_load(a, argv[2], &forms)) {
		(void)fprintf(stderr, "usage: documents file|mail|scan|gmime FORMS.CONF FILE...\n");
		return 2;
	}
	for (size_t i = 0; i < count; i++)
		files[i] = files_read(a, argv[3 + i]);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(argv[1], kinds[i].name) == 0)
			measure(kinds[i].run, files, count);
	arena_free(a);
	return 0;
}
