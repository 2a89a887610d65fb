/* SPDX-License-Identifier: ISC */
#include "parsers/zipped.h"

#include "parsers/reading.h"

#include <libdeflate.h>
#include <string.h>
#include <zip.h>
#include <zlib.h>

/* Deflate cannot do better than 1032:1; anything that says so lies about its size. */
enum { DEFLATE_MOST = 1032, SMALL_ENTRY = 1024 * 1024 };

struct zipped {
	struct arena *arena;
	zip_t *zip;
	struct zipped_entry *entries;
	size_t count;
	uint64_t inflated;		/* by all reads so far */
	struct libdeflate_decompressor *inflater;	/* NULL until there is something for it */
};

/* Not asked for, because an archive that is inconsistent is read as well as can be: ZIP_CHECKCONS, which reads each local header. */
static zip_t *
open_memory(struct span in)
{
	zip_error_t error;
	zip_source_t *source;
	zip_t *zip;

	zip_error_init(&error);
	source = zip_source_buffer_create(in.at, in.len, 0, &error);
	zip = source == NULL ? NULL : zip_open_from_source(source, ZIP_RDONLY, &error);
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
	e->deflated = (stat.valid & ZIP_STAT_CRC) != 0 && (stat.valid & ZIP_STAT_COMP_METHOD) != 0 && stat.comp_method == ZIP_CM_DEFLATE;
	e->crc = stat.crc;
	e->encrypted = (stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE;
	e->aes = e->encrypted && stat.encryption_method != ZIP_EM_TRAD_PKWARE;
}

static enum part_why
take(struct arena *a, zip_t *zip, struct zipped **out)
{
	zip_int64_t count = zip_get_num_entries(zip, 0);
	struct zipped *z;

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

enum part_why
zipped_open(struct arena *a, struct span in, struct zipped **out)
{
	zip_t *zip;

	*out = NULL;
	if (in.len == 0)
		return PART_WHY_EMPTY;
	zip = open_memory(in);
	if (zip == NULL)
		return PART_WHY_DAMAGED;
	return take(a, zip, out);
}

/* One local header (APPNOTE 4.3.7) at the cursor's place in the file. */
struct found {
	struct span fixed;		/* its 26 bytes after the signature */
	struct span name;
	size_t at;			/* of the signature */
	size_t data;			/* of the compressed bytes */
	uint16_t flags;
	uint32_t compressed, size;
};

enum { LOCAL_SIZE = 26, SIZES_FOLLOW = 8, DESCRIPTOR = 16, MOST_LIKELY_RATIO = 60 };

static const struct span local_mark = { (const unsigned char *)"PK\3\4", 4 };

static bool
read_local(struct span in, size_t at, struct found *f)
{
	struct span_cursor c = span_walk(span_slice(in, at + local_mark.len, in.len)), head;
	uint16_t version, name, extra;

	f->at = at;
	if (!span_take(&c, LOCAL_SIZE, &f->fixed))
		return false;
	head = span_walk(f->fixed);
	return span_le16(&head, &version) && span_le16(&head, &f->flags) && span_skip(&head, 10) && span_le32(&head, &f->compressed) &&
	    span_le32(&head, &f->size) && span_le16(&head, &name) && span_le16(&head, &extra) && name > 0 && span_take(&c, name, &f->name) &&
	    span_skip(&c, extra) && (f->data = in.len - span_left(&c)) <= in.len;
}

static void
put_le(struct arena_text *t, uint64_t value, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		arena_put_byte(t, (unsigned char)(i < sizeof(value) ? value >> (8 * i) & 0xFF : 0));
}

/* The directory entry (APPNOTE 4.3.12) for a local header; `end` is where its data stops. */
static void
put_directory(struct arena_text *t, const struct found *f, size_t end)
{
	uint32_t compressed = f->compressed, size = f->size;

	if ((f->flags & SIZES_FOLLOW) != 0 && compressed == 0) {
		/* Its sizes came after it: they are guessed, and the entry passes for damaged. */
		compressed = (uint32_t)(end - f->data > DESCRIPTOR ? end - f->data - DESCRIPTOR : end - f->data);
		size = compressed > UINT32_MAX / MOST_LIKELY_RATIO ? compressed : compressed * MOST_LIKELY_RATIO;
	}
	if (compressed > end - f->data)
		compressed = (uint32_t)(end - f->data);
	arena_put(t, SPAN_LIT("PK\1\2"));
	put_le(t, 20, 2);
	arena_put(t, span_slice(f->fixed, 0, 2));
	put_le(t, (uint64_t)f->flags & ~(uint64_t)SIZES_FOLLOW, 2);
	arena_put(t, span_slice(f->fixed, 4, 14));
	put_le(t, compressed, 4);
	put_le(t, size, 4);
	put_le(t, f->name.len, 2);
	put_le(t, 0, 12);
	put_le(t, f->at, 4);
	arena_put(t, f->name);
}

/* A copy of the file with a directory made anew from the local headers. */
static struct span
with_new_directory(struct arena *a, struct span in)
{
	struct arena_text t = arena_text(a), directory = arena_text(a);
	size_t at = span_find(in, local_mark), count = 0;
	struct found f;

	while (at < in.len && count <= ZIPPED_ENTRIES_LIMIT && read_local(in, at, &f)) {
		size_t from = f.data, end;

		/* Where the size is known nothing inside the data can pass for a header. */
		if (f.compressed <= in.len - f.data)
			from += f.compressed;
		end = at = from + span_find(span_slice(in, from, in.len), local_mark);
		put_directory(&directory, &f, end);
		count++;
	}
	if (count == 0 || in.len > UINT32_MAX - directory.len)
		return SPAN_NONE;
	arena_put(&t, in);
	arena_put(&t, arena_text_span(&directory));
	arena_put(&t, SPAN_LIT("PK\5\6"));
	put_le(&t, 0, 4);
	put_le(&t, count, 2);
	put_le(&t, count, 2);
	put_le(&t, directory.len, 4);
	put_le(&t, in.len, 4);
	put_le(&t, 0, 2);
	return arena_text_span(&t);
}

enum part_why
zipped_salvage(struct arena *a, struct span in, struct zipped **out)
{
	struct span mended = with_new_directory(a, in);
	zip_t *zip = mended.len == 0 ? NULL : open_memory(mended);

	*out = NULL;
	return zip == NULL ? PART_WHY_DAMAGED : take(a, zip, out);
}

void
zipped_close(struct zipped *z)
{
	if (z == NULL || z->zip == NULL)
		return;
	zip_discard(z->zip);
	z->zip = NULL;
	libdeflate_free_decompressor(z->inflater);
	z->inflater = NULL;
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
	if (z->inflated > READING_INFLATED_LIMIT || e->size > READING_INFLATED_LIMIT - z->inflated)
		return PART_WHY_TOO_LARGE;
	if (e->size > SMALL_ENTRY && e->size / ZIPPED_RATIO_LIMIT > e->compressed)
		return PART_WHY_TOO_LARGE;
	if (e->size / DEFLATE_MOST > e->compressed)
		return PART_WHY_DAMAGED;
	return PART_WHY_NONE;
}

/* The whole of an ordinary entry at once, which takes libdeflate half of zlib's time.  False, and libzip is to say what is wrong: it is
 * none, or not what the archive says it is. */
static bool
read_at_once(struct zipped *z, size_t index, unsigned char *bytes)
{
	const struct zipped_entry *e = &z->entries[index];
	unsigned char *deflated;
	zip_file_t *file;
	bool whole;

	if (!e->deflated || e->encrypted || e->compressed > SMALL_ENTRY)
		return false;
	if (z->inflater == NULL && (z->inflater = libdeflate_alloc_decompressor()) == NULL)
		return false;
	file = zip_fopen_index(z->zip, index, ZIP_FL_COMPRESSED);
	if (file == NULL)
		return false;
	deflated = arena_room(z->arena, (size_t)e->compressed + 1);
	whole = zip_fread(file, deflated, e->compressed) == (zip_int64_t)e->compressed;
	(void)zip_fclose(file);
	return whole && libdeflate_deflate_decompress(z->inflater, deflated, (size_t)e->compressed, bytes, (size_t)e->size, NULL) == LIBDEFLATE_SUCCESS &&
	    libdeflate_crc32(0, bytes, (size_t)e->size) == e->crc;
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
	if (why != PART_WHY_NONE)
		return why;
	bytes = arena_room(z->arena, (size_t)e->size + 1);
	if (read_at_once(z, index, bytes)) {
		z->inflated += e->size;
		*out = span_of(bytes, (size_t)e->size);
		return PART_WHY_NONE;
	}
	if ((why = open_entry(z, index, &file)) != PART_WHY_NONE)
		return why;
	/* One byte more than announced is asked for: who gives it has lied, and the read to
	 * the end is what makes libzip compare the checksum. */
	while (have <= e->size && (got = zip_fread(file, bytes + have, (zip_uint64_t)e->size + 1 - have)) > 0)
		have += (size_t)got;
	/* libzip 1.7 compares the checksum that AE-2 leaves out; a wrong password was told apart at the start. */
	if ((got < 0 && !e->aes) || have != e->size)
		why = e->encrypted ? PART_WHY_PASSWORD : PART_WHY_DAMAGED;
	(void)zip_fclose(file);
	if (have > e->size)
		have = (size_t)e->size;
	z->inflated += have;
	*out = span_of(bytes, have);
	return why;
}

enum part_why
zipped_inflate(struct zipped *z, struct span deflated, struct span *out)
{
	struct arena_text t = arena_text(z->arena);
	unsigned char piece[16384];
	z_stream stream = { .next_in = (Bytef *)(uintptr_t)deflated.at, .avail_in = (uInt)deflated.len };
	int state = Z_OK;

	*out = SPAN_NONE;
	if (deflated.len > UINT32_MAX || inflateInit2(&stream, -MAX_WBITS) != Z_OK)
		return PART_WHY_DAMAGED;
	while (state == Z_OK && z->inflated + t.len <= READING_INFLATED_LIMIT) {
		stream.next_out = piece;
		stream.avail_out = sizeof(piece);
		state = inflate(&stream, Z_NO_FLUSH);
		arena_put(&t, span_of(piece, sizeof(piece) - stream.avail_out));
	}
	(void)inflateEnd(&stream);
	z->inflated += t.len;
	*out = arena_text_span(&t);
	return state == Z_STREAM_END ? PART_WHY_NONE : state == Z_OK ? PART_WHY_TOO_LARGE : PART_WHY_DAMAGED;
}
