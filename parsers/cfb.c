/* SPDX-License-Identifier: ISC */
#include "parsers/cfb.h"

#include "parsers/reading.h"
#include "parsers/text.h"

#include <string.h>

enum { HEADER_SIZE = 512, ENTRY_SIZE = 128, HEADER_DIFAT = 109, MINI_SHIFT = 6 };
enum { TYPE_STORAGE = 1, TYPE_STREAM = 2, TYPE_ROOT = 5 };

#define LAST_SECTOR 0xFFFFFFFAu		/* numbers from here on are marks, [MS-CFB] 2.1 */

struct place {				/* what a directory entry says beyond its name */
	uint32_t start, left, right, child;
};

struct table {				/* "which sector comes after this one" */
	uint32_t *next;
	size_t count;
};

struct cfb {
	struct arena *arena;
	struct span in;
	unsigned shift;			/* sectors are 1 << shift bytes */
	uint32_t cutoff;		/* smaller streams live in the mini stream */
	struct table fat, mini_fat;
	struct span mini;		/* the mini stream */
	struct cfb_entry *entries;
	struct place *places;
	size_t count;
	uint64_t copied;
};

/* ---- sectors and chains ------------------------------------------------------------------ */

static struct span
sector(const struct cfb *c, uint32_t number)
{
	uint64_t from = ((uint64_t)number + 1) << c->shift;

	if (from >= c->in.len)
		return SPAN_NONE;
	return span_slice(c->in, (size_t)from, (size_t)from + ((size_t)1 << c->shift));
}

static struct span
mini_sector(const struct cfb *c, uint32_t number)
{
	uint64_t from = (uint64_t)number << MINI_SHIFT;

	if (from >= c->mini.len)
		return SPAN_NONE;
	return span_slice(c->mini, (size_t)from, (size_t)from + (1u << MINI_SHIFT));
}

struct chain {
	const struct cfb *c;
	const struct table *table;
	struct span (*sector)(const struct cfb *, uint32_t);
	uint32_t start;
};

/* The bytes of a chain, up to `size`.  Whole when it lies in one piece; *whole_out tells
 * whether all of `size` was there. */
static struct span
follow(struct cfb *c, const struct chain *ch, uint64_t size, bool *whole_out)
{
	struct arena_text copy = arena_text(c->arena);
	struct span run = SPAN_NONE, piece;
	uint32_t at = ch->start;
	uint64_t have = 0;

	for (size_t steps = 0; at < LAST_SECTOR && have < size && steps <= ch->table->count; steps++) {
		piece = ch->sector(c, at);
		if (piece.len == 0)
			break;
		piece = span_slice(piece, 0, size - have < piece.len ? (size_t)(size - have) : piece.len);
		have += piece.len;
		if (run.len > 0 && run.at + run.len == piece.at) {
			run.len += piece.len;
		} else {
			arena_put(&copy, run);
			run = piece;
		}
		at = at < ch->table->count ? ch->table->next[at] : LAST_SECTOR;
	}
	*whole_out = have == size;
	if (copy.len == 0)
		return run;
	arena_put(&copy, run);
	c->copied += copy.len;
	return arena_text_span(&copy);
}

/* ---- opening ------------------------------------------------------------------------------ */

struct header {
	uint32_t directory, fat_sectors, mini_fat, mini_fat_sectors, difat, difat_sectors;
	struct span first_difat;
};

static bool
read_header(struct cfb *c, struct header *h)
{
	struct span_cursor walk = span_walk(c->in);
	uint16_t order, shift, mini_shift;
	uint32_t skipped;

	if (!span_starts(c->in, SPAN_LIT("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) || c->in.len < HEADER_SIZE)
		return false;
	/* [MS-CFB] 2.2 */
	if (!span_skip(&walk, 28) || !span_le16(&walk, &order) || !span_le16(&walk, &shift) || !span_le16(&walk, &mini_shift) ||
	    !span_skip(&walk, 10) || !span_le32(&walk, &h->fat_sectors) || !span_le32(&walk, &h->directory) ||
	    !span_le32(&walk, &skipped) || !span_le32(&walk, &c->cutoff) || !span_le32(&walk, &h->mini_fat) ||
	    !span_le32(&walk, &h->mini_fat_sectors) || !span_le32(&walk, &h->difat) || !span_le32(&walk, &h->difat_sectors) ||
	    !span_take(&walk, HEADER_DIFAT * 4, &h->first_difat))
		return false;
	c->shift = shift;
	return order == 0xFFFE && (shift == 9 || shift == 12) && mini_shift == MINI_SHIFT;
}

static void
append_fat(struct cfb *c, struct span sectors, size_t most)
{
	struct span_cursor walk = span_walk(sectors);
	uint32_t number, next;

	while (span_le32(&walk, &number)) {
		struct span_cursor in;

		if (number >= LAST_SECTOR || c->fat.count >= most)
			continue;
		in = span_walk(sector(c, number));
		while (c->fat.count < most && span_le32(&in, &next))
			c->fat.next[c->fat.count++] = next;
	}
}

static void
read_fat(struct cfb *c, const struct header *h)
{
	size_t sectors = (c->in.len >> c->shift) + 1, per = (size_t)1 << c->shift;
	uint32_t at = h->difat;

	/* No more entries than the file has sectors: the rest could only point outside. */
	c->fat.next = arena_array(c->arena, sectors, sizeof(*c->fat.next));
	append_fat(c, h->first_difat, sectors);
	for (size_t steps = 0; at < LAST_SECTOR && steps < sectors && c->fat.count < sectors; steps++) {
		struct span s = sector(c, at);
		struct span_cursor last;

		if (s.len < per)
			break;
		append_fat(c, span_slice(s, 0, per - 4), sectors);
		last = span_walk(span_slice(s, per - 4, per));
		if (!span_le32(&last, &at))
			break;
	}
}

static void
read_entry(struct cfb *c, struct span_cursor walk, size_t index)
{
	struct cfb_entry *e = &c->entries[index];
	struct place *p = &c->places[index];
	struct span name;
	uint16_t name_len;
	uint8_t type, colour;

	/* [MS-CFB] 2.6.1 */
	if (!span_take(&walk, 64, &name) || !span_le16(&walk, &name_len) || !span_u8(&walk, &type) || !span_u8(&walk, &colour) ||
	    !span_le32(&walk, &p->left) || !span_le32(&walk, &p->right) || !span_le32(&walk, &p->child) ||
	    !span_skip(&walk, 36) || !span_le32(&walk, &p->start) || !span_le64(&walk, &e->size))
		return;
	e->name = text_from_utf16(c->arena, span_slice(name, 0, name_len >= 2 && name_len <= 64 ? name_len - 2u : 0), true);
	e->kind = type == TYPE_STREAM ? CFB_STREAM : type == TYPE_STORAGE || type == TYPE_ROOT ? CFB_STORAGE : CFB_EMPTY;
	e->parent = CFB_NONE;
	/* Version 3 leaves the upper half undefined, [MS-CFB] 2.6.3. */
	if (c->shift == 9)
		e->size &= UINT32_MAX;
}

/* Gives every entry its storage.  The trees of siblings come from the file: each entry is
 * entered once, whatever they say. */
static void
find_parents(struct cfb *c)
{
	uint32_t *todo = arena_array(c->arena, c->count, sizeof(*todo)), *storage = arena_array(c->arena, c->count, sizeof(*storage));
	bool *seen = arena_array(c->arena, c->count, sizeof(*seen));
	size_t waiting = 0;

	if (c->places[CFB_ROOT].child < c->count) {
		todo[waiting] = c->places[CFB_ROOT].child;
		storage[waiting++] = CFB_ROOT;
		seen[c->places[CFB_ROOT].child] = true;
	}
	seen[CFB_ROOT] = true;
	while (waiting > 0) {
		uint32_t at = todo[--waiting], parent = storage[waiting];
		const struct place *p = &c->places[at];
		const uint32_t next[3] = { p->right, p->left, p->child };

		c->entries[at].parent = parent;
		for (size_t i = 0; i < 3; i++) {
			if (next[i] >= c->count || seen[next[i]] || (i == 2 && c->entries[at].kind != CFB_STORAGE))
				continue;
			seen[next[i]] = true;
			todo[waiting] = next[i];
			storage[waiting++] = i == 2 ? at : parent;
		}
	}
}

static enum part_why
read_directory(struct cfb *c, uint32_t start)
{
	struct chain chain = { c, &c->fat, sector, start };
	bool whole;
	struct span bytes = follow(c, &chain, (uint64_t)(CFB_ENTRIES_LIMIT + 1) * ENTRY_SIZE, &whole);
	struct span_cursor walk = span_walk(bytes);
	struct span one;

	c->count = bytes.len / ENTRY_SIZE;
	if (c->count == 0)
		return PART_WHY_DAMAGED;
	if (c->count > CFB_ENTRIES_LIMIT)
		return PART_WHY_TOO_MANY;
	c->entries = arena_array(c->arena, c->count, sizeof(*c->entries));
	c->places = arena_array(c->arena, c->count, sizeof(*c->places));
	for (size_t i = 0; i < c->count && span_take(&walk, ENTRY_SIZE, &one); i++)
		read_entry(c, span_walk(one), i);
	find_parents(c);
	return PART_WHY_NONE;
}

static void
read_mini(struct cfb *c, const struct header *h)
{
	struct chain fat = { c, &c->fat, sector, h->mini_fat }, stream = { c, &c->fat, sector, c->places[CFB_ROOT].start };
	uint64_t most = c->in.len, size = (uint64_t)h->mini_fat_sectors << c->shift;
	struct span bytes;
	struct span_cursor walk;
	bool whole;

	bytes = follow(c, &fat, size < most ? size : most, &whole);
	c->mini_fat.next = arena_array(c->arena, bytes.len / 4 + 1, sizeof(*c->mini_fat.next));
	walk = span_walk(bytes);
	while (span_le32(&walk, &c->mini_fat.next[c->mini_fat.count]))
		c->mini_fat.count++;
	size = c->entries[CFB_ROOT].size;
	c->mini = follow(c, &stream, size < most ? size : most, &whole);
}

enum part_why
cfb_open(struct arena *a, struct span in, struct cfb **out)
{
	struct cfb *c = arena_alloc(a, sizeof(*c));
	struct header h;
	enum part_why why;

	*out = NULL;
	c->arena = a;
	c->in = in;
	if (!read_header(c, &h))
		return PART_WHY_DAMAGED;
	read_fat(c, &h);
	why = read_directory(c, h.directory);
	if (why != PART_WHY_NONE)
		return why;
	read_mini(c, &h);
	*out = c;
	return PART_WHY_NONE;
}

/* ---- using it ------------------------------------------------------------------------------ */

size_t
cfb_count(const struct cfb *c)
{
	return c->count;
}

const struct cfb_entry *
cfb_at(const struct cfb *c, uint32_t index)
{
	return &c->entries[index];
}

bool
cfb_find(const struct cfb *c, uint32_t parent, const char *name, uint32_t *index_out)
{
	for (uint32_t i = 0; i < c->count; i++) {
		if (c->entries[i].parent != parent || !span_eq_nocase_str(c->entries[i].name, name))
			continue;
		*index_out = i;
		return true;
	}
	return false;
}

bool
cfb_find_anywhere(const struct cfb *c, const char *name, uint32_t *index_out)
{
	for (uint32_t i = 0; i < c->count; i++) {
		if (c->entries[i].kind == CFB_EMPTY || !span_eq_nocase_str(c->entries[i].name, name))
			continue;
		*index_out = i;
		return true;
	}
	return false;
}

enum part_why
cfb_read(struct cfb *c, uint32_t index, struct span *out)
{
	const struct cfb_entry *e = &c->entries[index];
	bool mini = e->size < c->cutoff, whole;
	struct chain chain = { c, mini ? &c->mini_fat : &c->fat, mini ? mini_sector : sector, c->places[index].start };

	*out = SPAN_NONE;
	if (e->kind != CFB_STREAM)
		return PART_WHY_DAMAGED;
	if (e->size == 0)
		return PART_WHY_NONE;
	if (c->copied > READING_INFLATED_LIMIT)
		return PART_WHY_TOO_LARGE;
	*out = follow(c, &chain, e->size, &whole);
	return whole ? PART_WHY_NONE : PART_WHY_DAMAGED;
}
