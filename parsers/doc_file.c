/* SPDX-License-Identifier: ISC */
#include "parsers/doc_file.h"

#include "parsers/doc_sprm.h"

enum { FIB_LENGTHS = 76, FIB_PAIRS = 154, FIB_MAGIC = 0xA5EC, FIB_WORD97 = 0xC0 };
enum { PAGE = 512, PAGE_COUNT_AT = 511, PAGE_NUMBER = 0x3FFFFF, BX_CHARACTERS = 1, BX_PARAGRAPHS = 13 };
enum { CLX_PROPERTIES = 1, CLX_PIECES = 2, PIECE = 8, PIECES_LIMIT = 1 << 20 };

#define FC_BYTES UINT32_C(0x40000000)
#define FC_MASK UINT32_C(0x3FFFFFFF)

uint16_t
doc_file_u16(struct span s, size_t at)
{
	struct span_cursor c = span_walk(span_slice(s, at, s.len));
	uint16_t n = 0;

	(void)span_le16(&c, &n);
	return n;
}

uint32_t
doc_file_u32(struct span s, size_t at)
{
	struct span_cursor c = span_walk(span_slice(s, at, s.len));
	uint32_t n = 0;

	(void)span_le32(&c, &n);
	return n;
}

struct span
doc_file_plc(const struct doc_file *f, enum doc_plc which)
{
	size_t at = FIB_PAIRS + (size_t)which * 8;
	uint64_t from = doc_file_u32(f->main, at), len = doc_file_u32(f->main, at + 4);

	if (from >= f->table.len)
		return SPAN_NONE;
	return span_slice(f->table, (size_t)from, (size_t)(from + len));
}

size_t
doc_file_plc_count(struct span plc, size_t size)
{
	return plc.len < 4 ? 0 : (plc.len - 4) / (4 + size);
}

/* ---- the pieces of the text ------------------------------------------------------------------ */

struct prcs {				/* properties kept apart, by number */
	struct span *items;
	size_t count, capacity;
};

/* [MS-DOC] 2.9.217, 2.9.218: one property by its number, or a whole list by index. */
static struct span
extra_of(struct doc_file *f, const struct prcs *prcs, uint16_t prm)
{
	size_t index = prm >> 1;

	if (prm == 0)
		return SPAN_NONE;
	if ((prm & 1) != 0)
		return index < prcs->count ? prcs->items[index] : SPAN_NONE;
	return doc_sprm_short(f->arena, (prm >> 1) & 0x7F, (unsigned char)(prm >> 8));
}

static void
read_pieces(struct doc_file *f, struct span plc, const struct prcs *prcs)
{
	size_t count = doc_file_plc_count(plc, PIECE);

	if (count > PIECES_LIMIT)
		count = PIECES_LIMIT;
	f->pieces = arena_array(f->arena, count, sizeof(*f->pieces));
	for (size_t i = 0; i < count; i++) {
		size_t at = (doc_file_plc_count(plc, PIECE) + 1) * 4 + i * PIECE;
		uint32_t fc = doc_file_u32(plc, at + 2);
		struct doc_piece p = { .from = doc_file_u32(plc, i * 4), .to = doc_file_u32(plc, i * 4 + 4), .bytes = (fc & FC_BYTES) != 0 };

		/* [MS-DOC] 2.9.73: the offset of text in bytes is kept doubled. */
		p.fc = p.bytes ? (fc & FC_MASK) / 2 : fc & FC_MASK;
		p.extra = extra_of(f, prcs, doc_file_u16(plc, at + 6));
		if (p.to <= p.from || (f->pieces_count > 0 && p.from < f->pieces[f->pieces_count - 1].to))
			continue;
		f->pieces[f->pieces_count++] = p;
	}
}

/* [MS-DOC] 2.9.38: lists of properties, then the pieces. */
static void
read_clx(struct doc_file *f)
{
	struct span_cursor c = span_walk(doc_file_plc(f, DOC_PIECES));
	struct prcs prcs = { 0 };
	struct span body;
	uint16_t size;
	uint32_t length;
	uint8_t kind = 0;

	while (span_u8(&c, &kind) && kind == CLX_PROPERTIES && span_le16(&c, &size) && span_take(&c, size, &body)) {
		prcs.items = arena_grow(f->arena, prcs.items, prcs.count, &prcs.capacity, sizeof(*prcs.items));
		prcs.items[prcs.count++] = body;
	}
	if (kind == CLX_PIECES && span_le32(&c, &length))
		read_pieces(f, span_slice(span_of(c.at, span_left(&c)), 0, length), &prcs);
}

enum part_why
doc_file_open(struct doc_file *f)
{
	if (f->main.len < FIB_PAIRS || doc_file_u16(f->main, 0) != FIB_MAGIC)
		return doc_file_u16(f->main, 0) == 0xA5DC ? PART_WHY_UNKNOWN_TYPE : PART_WHY_DAMAGED;
	if (doc_file_u16(f->main, 2) < FIB_WORD97)
		return PART_WHY_UNKNOWN_TYPE;
	for (size_t i = 0; i < DOC_STORIES; i++)
		f->lengths[i] = doc_file_u32(f->main, FIB_LENGTHS + i * 4);
	read_clx(f);
	return f->pieces_count > 0 ? PART_WHY_NONE : PART_WHY_DAMAGED;
}

/* ---- reading the text ------------------------------------------------------------------------ */

struct doc_walk
doc_file_walk(struct doc_file *f, uint32_t from, uint32_t end)
{
	size_t low = 0, high = f->pieces_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (f->pieces[middle].to <= from)
			low = middle + 1;
		else
			high = middle;
	}
	return (struct doc_walk){ .file = f, .piece = low, .cp = from, .end = end };
}

bool
doc_file_next(struct doc_walk *w, struct doc_character *out)
{
	struct doc_file *f = w->file;

	while (w->piece < f->pieces_count && w->cp < w->end && f->work < DOC_WORK_LIMIT) {
		const struct doc_piece *p = &f->pieces[w->piece];
		uint64_t at;

		f->work++;
		if (w->cp < p->from)
			w->cp = p->from;
		at = p->fc + (uint64_t)(w->cp - p->from) * (p->bytes ? 1 : 2);
		if (w->cp >= p->to || at + (p->bytes ? 1 : 2) > f->main.len) {
			w->piece++;
			continue;
		}
		if (w->cp >= w->end)
			return false;
		*out = (struct doc_character){ .cp = w->cp++, .fc = (uint32_t)at, .byte = p->bytes, .piece = p };
		out->code = p->bytes ? (uint16_t)f->main.at[at] : doc_file_u16(f->main, (size_t)at);
		return true;
	}
	return false;
}

/* ---- properties of the text ------------------------------------------------------------------- */

size_t
doc_file_find_last(struct span s, size_t count, uint32_t wanted)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (doc_file_u32(s, middle * 4) <= wanted)
			low = middle + 1;
		else
			high = middle;
	}
	return low == 0 ? 0 : low - 1;
}

/* [MS-DOC] 2.9.33 and 2.9.175: half the offset within the page, then a length. */
static struct span
properties_at(struct span page, unsigned half_offset, bool paragraph)
{
	size_t at = (size_t)half_offset * 2, len;

	if (half_offset == 0 || at >= PAGE)
		return SPAN_NONE;
	len = page.at[at++];
	if (paragraph && len == 0 && at < PAGE)
		len = (size_t)page.at[at++] * 2;
	else if (paragraph)
		len = len * 2 - 1;
	return span_slice(page, at, at + len < PAGE_COUNT_AT ? at + len : PAGE_COUNT_AT);
}

bool
doc_file_find(struct doc_file *f, enum doc_plc which, uint32_t fc, struct doc_run *out)
{
	struct span plc = doc_file_plc(f, which), page;
	size_t pages = doc_file_plc_count(plc, 4), size = which == DOC_PARAGRAPHS ? BX_PARAGRAPHS : BX_CHARACTERS, count, i;

	f->work += DOC_WORK_LOOK_UP;
	if (pages == 0)
		return false;
	i = doc_file_find_last(plc, pages, fc);
	i = (doc_file_u32(plc, (pages + 1) * 4 + i * 4) & PAGE_NUMBER) * (size_t)PAGE;
	page = span_slice(f->main, i, i + PAGE);
	if (page.len < PAGE)
		return false;
	count = page.at[PAGE_COUNT_AT];
	if (count == 0 || (count + 1) * 4 + count * size > PAGE_COUNT_AT)
		return false;
	i = doc_file_find_last(page, count, fc);
	*out = (struct doc_run){ .from = doc_file_u32(page, i * 4), .to = doc_file_u32(page, i * 4 + 4) };
	out->properties = properties_at(page, page.at[(count + 1) * 4 + i * size], which == DOC_PARAGRAPHS);
	f->work += out->properties.len;
	return out->from <= fc && fc < out->to;
}
