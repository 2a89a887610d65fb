/* SPDX-License-Identifier: ISC */
#include "daemon/zipping.h"

#include <stdlib.h>
#include <zip.h>

enum { DOS_DATE = ((2026 - 1980) << 9) | (1 << 5) | 1, DOS_TIME = 0 };

/* In memory only the memory can run out. */
static void
must(bool done)
{
	if (!done)
		abort();
}

static void
add(zip_t *zip, const struct zipping_part *part)
{
	zip_source_t *source = zip_source_buffer(zip, part->bytes.at, part->bytes.len, 0);
	zip_int64_t index;

	must(source != NULL);
	index = zip_file_add(zip, part->name, source, ZIP_FL_ENC_UTF_8);
	must(index >= 0);
	must(zip_file_set_dostime(zip, (zip_uint64_t)index, DOS_TIME, DOS_DATE, 0) == 0);
}

static struct span
read_all(struct arena *a, zip_source_t *source)
{
	zip_stat_t stat;
	unsigned char *bytes;

	must(zip_source_open(source) == 0 && zip_source_stat(source, &stat) == 0 && (stat.valid & ZIP_STAT_SIZE) != 0);
	bytes = arena_alloc(a, (size_t)stat.size);
	must(zip_source_read(source, bytes, stat.size) == (zip_int64_t)stat.size);
	(void)zip_source_close(source);
	return span_of(bytes, (size_t)stat.size);
}

struct span
zipping_write(struct arena *a, const struct zipping_part *parts, size_t count)
{
	zip_error_t error;
	zip_source_t *source;
	struct span out;
	zip_t *zip;

	zip_error_init(&error);
	source = zip_source_buffer_create(NULL, 0, 0, &error);
	must(source != NULL);
	zip_source_keep(source);
	zip = zip_open_from_source(source, ZIP_CREATE | ZIP_TRUNCATE, &error);
	must(zip != NULL);
	zip_error_fini(&error);
	for (size_t i = 0; i < count; i++)
		add(zip, &parts[i]);
	must(zip_close(zip) == 0);
	out = read_all(a, source);
	zip_source_free(source);
	return out;
}
