/* SPDX-License-Identifier: ISC */
#include "parsers/zipped_inside.h"

#include <string.h>
#include <zlib.h>

enum { END_SIZE = 22, DIRECTORY_SIZE = 46, LOCAL_SIZE = 30, LOCATOR_SIZE = 20, COMMENT_MOST = 65535,
	STORED = 0, DEFLATED = 8, VERSION = 20,
	SIZES_FOLLOW = 1 << 3,
	/* How hard was compressed; the name is UTF-8. */
	FLAGS = 1 << 1 | 1 << 2 | SIZES_FOLLOW | 1 << 11 };

static const struct span end_mark = SPAN_LIT_INIT("PK\5\6"), directory_mark = SPAN_LIT_INIT("PK\1\2"), local_mark = SPAN_LIT_INIT("PK\3\4"),
    locator_mark = SPAN_LIT_INIT("PK\6\7");

static uint16_t
le16(const unsigned char *at)
{
	return (uint16_t)(at[0] | at[1] << 8);
}

static uint32_t
le32(const unsigned char *at)
{
	return le16(at) | (uint32_t)le16(at + 2) << 16;
}

/* Where the first record of an end is. */
static size_t
find_end(struct span s)
{
	size_t at = 0;

	/* By its third byte, which compressed data have seldom; K is in many names. */
	while ((at += span_find_byte(span_slice(s, at, s.len), end_mark.at[2])) < s.len) {
		if (at >= 2 && span_starts(span_slice(s, at - 2, s.len), end_mark))
			return at - 2;
		at++;
	}
	return s.len;
}

/* The directory (APPNOTE 4.3.16): what lies between `*from_out` and the end's record. */
static bool
find_directory(struct span in, size_t *from_out, size_t *count_out)
{
	size_t at = in.len - END_SIZE, from;
	const unsigned char *end = in.at + at;
	struct span tail = span_slice(in, at > COMMENT_MOST ? at - COMMENT_MOST : 0, in.len);

	/* An archive within the archive has an end, too. */
	if (in.len < END_SIZE || in.len > UINT32_MAX || find_end(tail) != tail.len - END_SIZE)
		return false;
	from = le32(end + 16);
	if (le16(end + 4) != 0 || le16(end + 6) != 0 || le16(end + 8) != le16(end + 10) || le16(end + 20) != 0 || from > at || le32(end + 12) != at - from)
		return false;
	if (at >= LOCATOR_SIZE && span_starts(span_slice(in, at - LOCATOR_SIZE, in.len), locator_mark))
		return false;
	*from_out = from;
	*count_out = le16(end + 10);
	return *count_out > 0 && *count_out <= ZIPPED_ENTRIES_LIMIT;
}

static bool
is_plain_name(struct span name)
{
	for (size_t i = 0; i < name.len; i++)
		if (name.at[i] < ' ' || name.at[i] > '~')
			return false;
	return name.len > 0;
}

/* Extra fields that say when and how long; one with another name or size is another matter. */
static bool
are_plain_extras(struct span extra)
{
	enum { TIMES = 0x5455, NTFS_TIMES = 0x000A, OWNER = 0x7875, ROOM_TO_GROW = 0xA220 };

	while (extra.len > 0) {
		unsigned id = extra.len < 4 ? 0 : le16(extra.at);
		size_t size = extra.len < 4 ? 0 : le16(extra.at + 2);

		if ((id != TIMES && id != NTFS_TIMES && id != OWNER && id != ROOM_TO_GROW) || size > extra.len - 4)
			return false;
		extra = span_slice(extra, 4 + size, extra.len);
	}
	return true;
}

/* Sum and sizes follow the data, where they were not known; some say them here all the same. */
static bool
says_the_same(const unsigned char *local, const unsigned char *head)
{
	static const unsigned char unknown[12];

	return memcmp(local + 14, head + 16, 12) == 0 || ((le16(local + 6) & SIZES_FOLLOW) != 0 && memcmp(local + 14, unknown, 12) == 0);
}

/* The local header (APPNOTE 4.3.7) must be as the directory's, `head`, and hold what that promises. */
static bool
place(struct span in, const unsigned char *head, size_t directory, const struct zipped_entry *e, struct zipped_place *out)
{
	size_t local = le32(head + 42), name, extra;
	const unsigned char *at = in.at + local;

	if (local > directory || directory - local < LOCAL_SIZE || !span_starts(span_slice(in, local, in.len), local_mark))
		return false;
	name = le16(at + 26);
	extra = le16(at + 28);
	if (directory - local - LOCAL_SIZE < name + extra || directory - local - LOCAL_SIZE - name - extra < e->compressed)
		return false;
	out->packed = span_of(at + LOCAL_SIZE + name + extra, (size_t)e->compressed);
	/* Method and time. */
	return le16(at + 4) <= (le16(head + 6) & 0xFF) && (le16(at + 6) & ~FLAGS) == 0 && memcmp(at + 8, head + 10, 6) == 0 && says_the_same(at, head) &&
	    span_eq(span_of(at + LOCAL_SIZE, name), e->name) && are_plain_extras(span_of(at + LOCAL_SIZE + name, extra));
}

/* One entry of the directory (APPNOTE 4.3.12); its size, 0 where it is not plain. */
static size_t
take_entry(struct span in, size_t at, size_t directory, struct zipped_entry *e, struct zipped_place *p)
{
	const unsigned char *head = in.at + at;
	struct span rest = span_slice(in, at, in.len - END_SIZE);
	size_t name, extra, comment;

	if (rest.len < DIRECTORY_SIZE || !span_starts(rest, directory_mark))
		return 0;
	name = le16(head + 28);
	extra = le16(head + 30);
	comment = le16(head + 32);
	if (rest.len - DIRECTORY_SIZE < name + extra + comment || (le16(head + 6) & 0xFF) > VERSION || (le16(head + 8) & ~FLAGS) != 0 || le16(head + 34) != 0)
		return 0;
	p->deflated = le16(head + 10) == DEFLATED;
	p->crc = le32(head + 16);
	e->name = span_slice(rest, DIRECTORY_SIZE, DIRECTORY_SIZE + name);
	e->compressed = le32(head + 20);
	e->size = le32(head + 24);
	if ((!p->deflated && (le16(head + 10) != STORED || e->size != e->compressed)) || e->size == UINT32_MAX || e->compressed == UINT32_MAX)
		return 0;
	if (!is_plain_name(e->name) || !are_plain_extras(span_slice(rest, DIRECTORY_SIZE + name, DIRECTORY_SIZE + name + extra)) || !place(in, head, directory, e, p))
		return 0;
	return DIRECTORY_SIZE + name + extra + comment;
}

bool
zipped_plain_list(struct arena *a, struct span in, struct zipped_entry **entries_out, struct zipped_place **places_out, size_t *count_out)
{
	size_t from, at, size;

	if (in.len < END_SIZE || !find_directory(in, &from, count_out))
		return false;
	*entries_out = arena_array(a, *count_out + 1, sizeof(**entries_out));
	*places_out = arena_array(a, *count_out, sizeof(**places_out));
	at = from;
	for (size_t i = 0; i < *count_out; i++, at += size) {
		size = take_entry(in, at, from, &(*entries_out)[i], &(*places_out)[i]);
		if (size == 0)
			return false;
	}
	return at == in.len - END_SIZE;
}

/* zlib's state is the arena's, too. */
static void *
get(void *context, unsigned count, unsigned size)
{
	return arena_array(context, count, size);
}

static void
give_back(void *context, void *state)
{
	(void)context;
	(void)state;
}

static bool
inflate_whole(struct arena *a, struct span packed, unsigned char *bytes, size_t size)
{
	z_stream stream = { .next_in = (Bytef *)(uintptr_t)packed.at, .avail_in = (uInt)packed.len, .next_out = bytes, .avail_out = (uInt)size,
		.zalloc = get, .zfree = give_back, .opaque = a };
	bool whole;

	if (packed.len > UINT32_MAX || size > UINT32_MAX || inflateInit2(&stream, -MAX_WBITS) != Z_OK)
		return false;
	whole = inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.avail_in == 0 && stream.avail_out == 0;
	(void)inflateEnd(&stream);
	return whole;
}

bool
zipped_plain_read(struct arena *a, const struct zipped_place *p, unsigned char *bytes, size_t size)
{
	if (p->deflated) {
		if (!inflate_whole(a, p->packed, bytes, size))
			return false;
	} else if (size > 0) {
		memcpy(bytes, p->packed.at, size);
	}
	return crc32_z(0, bytes, size) == p->crc;
}
