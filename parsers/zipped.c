/* SPDX-License-Identifier: ISC */
#include "parsers/zipped.h"

#include "parsers/reading.h"

#include <string.h>
#include <zip.h>

/* Deflate cannot do better than 1032:1; anything that says so lies about its size. */
enum { DEFLATE_MOST = 1032, SMALL_ENTRY = 1024 * 1024 };

struct zipped {
	struct arena *arena;
	zip_t *zip;
	struct zipped_entry *entries;
	size_t count;
	uint64_t inflated;		/* by all reads so far */
};

static zip_t *
open_memory(struct span in, int flags, int *code_out)
{
	zip_error_t error;
	zip_source_t *source;
	zip_t *zip;

	zip_error_init(&error);
	source = zip_source_buffer_create(in.at, in.len, 0, &error);
	zip = source == NULL ? NULL : zip_open_from_source(source, ZIP_RDONLY | flags, &error);
	*code_out = zip == NULL ? zip_error_code_zip(&error) : ZIP_ER_OK;
	if (zip == NULL && source != NULL)
		zip_source_free(source);
	zip_error_fini(&error);
	return zip;
}

static void
list_entry(struct zipped *z, size_t index)
{
	struct zipped_entry *e = &z->entries[index];
	zip_stat_t stat;

	zip_stat_init(&stat);
	if (zip_stat_index(z->zip, index, 0, &stat) != 0)
		return;
	if ((stat.valid & ZIP_STAT_NAME) != 0)
		e->name = arena_copy(z->arena, span_str(stat.name));
	if ((stat.valid & ZIP_STAT_SIZE) != 0)
		e->size = stat.size;
	if ((stat.valid & ZIP_STAT_COMP_SIZE) != 0)
		e->compressed = stat.comp_size;
	e->encrypted = (stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE;
}

enum part_why
zipped_open(struct arena *a, struct span in, struct zipped **out)
{
	struct zipped *z;
	zip_int64_t count;
	zip_t *zip;
	int code;

	*out = NULL;
	if (in.len == 0)
		return PART_WHY_EMPTY;
	zip = open_memory(in, ZIP_CHECKCONS, &code);
	if (zip == NULL && (code == ZIP_ER_INCONS || code == ZIP_ER_NOZIP))
		zip = open_memory(in, 0, &code);
	if (zip == NULL)
		return PART_WHY_DAMAGED;
	count = zip_get_num_entries(zip, 0);
	if (count < 0 || count > ZIPPED_ENTRIES_LIMIT) {
		zip_discard(zip);
		return PART_WHY_TOO_MANY;
	}
	z = arena_alloc(a, sizeof(*z));
	z->arena = a;
	z->zip = zip;
	z->count = (size_t)count;
	z->entries = arena_array(a, z->count + 1, sizeof(*z->entries));
	for (size_t i = 0; i < z->count; i++)
		list_entry(z, i);
	*out = z;
	return PART_WHY_NONE;
}

void
zipped_close(struct zipped *z)
{
	if (z == NULL || z->zip == NULL)
		return;
	zip_discard(z->zip);
	z->zip = NULL;
}

void
zipped_set_password(struct zipped *z, struct span password)
{
	if (password.len > 0)
		(void)zip_set_default_password(z->zip, arena_cstr(z->arena, password));
}

size_t
zipped_count(const struct zipped *z)
{
	return z->count;
}

const struct zipped_entry *
zipped_at(const struct zipped *z, size_t index)
{
	return &z->entries[index];
}

bool
zipped_find(const struct zipped *z, struct span name, size_t *index_out)
{
	for (size_t i = 0; i < z->count; i++)
		if (span_eq_nocase(z->entries[i].name, name)) {
			*index_out = i;
			return true;
		}
	return false;
}

static enum part_why
open_entry(struct zipped *z, size_t index, zip_file_t **file_out)
{
	*file_out = zip_fopen_index(z->zip, index, 0);
	if (*file_out != NULL)
		return PART_WHY_NONE;
	switch (zip_error_code_zip(zip_get_error(z->zip))) {
	case ZIP_ER_NOPASSWD:
	case ZIP_ER_WRONGPASSWD:
	case ZIP_ER_ENCRNOTSUPP:
		return PART_WHY_PASSWORD;
	default:
		return PART_WHY_DAMAGED;
	}
}

/* Whether the sizes the archive claims may be believed and afforded. */
static enum part_why
check_sizes(const struct zipped *z, const struct zipped_entry *e)
{
	if (e->size > READING_INFLATED_LIMIT - z->inflated)
		return PART_WHY_TOO_LARGE;
	if (e->size > SMALL_ENTRY && e->size / ZIPPED_RATIO_LIMIT > e->compressed)
		return PART_WHY_TOO_LARGE;
	if (e->size / DEFLATE_MOST > e->compressed)
		return PART_WHY_DAMAGED;
	return PART_WHY_NONE;
}

enum part_why
zipped_read(struct zipped *z, size_t index, struct span *out)
{
	const struct zipped_entry *e = &z->entries[index];
	enum part_why why = check_sizes(z, e);
	unsigned char *bytes;
	zip_int64_t got = 0;
	zip_file_t *file;
	size_t have = 0;

	*out = SPAN_NONE;
	if (why == PART_WHY_NONE)
		why = open_entry(z, index, &file);
	if (why != PART_WHY_NONE)
		return why;
	bytes = arena_alloc(z->arena, (size_t)e->size + 1);
	/* One byte more than announced is asked for: who gives it has lied, and the read to
	 * the end is what makes libzip compare the checksum. */
	while (have <= e->size && (got = zip_fread(file, bytes + have, (zip_uint64_t)e->size + 1 - have)) > 0)
		have += (size_t)got;
	if (got < 0 || have != e->size)
		why = e->encrypted ? PART_WHY_PASSWORD : PART_WHY_DAMAGED;
	(void)zip_fclose(file);
	if (have > e->size)
		have = (size_t)e->size;
	z->inflated += have;
	*out = span_of(bytes, have);
	return why;
}
