/* SPDX-License-Identifier: ISC */
#include "parsers/doc_sprm.h"

#include "parsers/text.h"

enum sprm {				/* [MS-DOC] 2.6.1 to 2.6.3 */
	C_DELETED = 0x0800, C_DATA = 0x0806, C_BOLD = 0x0835, C_ITALIC = 0x0836, C_STRIKE = 0x0837, C_VANISH = 0x083C,
	C_HIGHLIGHT = 0x2A0C, C_PLAIN = 0x2A33, C_UNDERLINE = 0x2A3E, C_DOUBLE_STRIKE = 0x2A53, C_STYLE = 0x4A30, C_SHADING_80 = 0x4866,
	C_FONT = 0x4A4F, C_LOCATION = 0x6A03, C_BORDER_80 = 0x6865, C_SYMBOL = 0x6A09, C_SHADING = 0xCA71, C_BORDER = 0xCA72,
	P_IN_TABLE = 0x2416, P_ROW_END = 0x2417, P_INNER_CELL = 0x244B, P_INNER_ROW_END = 0x244C, P_OUTLINE = 0x2640,
	P_DEPTH = 0x6649, P_DEPTH_CHANGE = 0x664A, P_HUGE = 0x6646, P_TABS = 0xC615,
	T_HEADER = 0x3404, T_DEFINITION = 0xD608, T_MERGE_DOWN = 0xD62B
};

enum { DEPTH_LIMIT = 12, BASES_LIMIT = 20, TC = 20, BODY_LEVEL = 9, BACK_AUTO = 0, BACK_WHITE = 8 };

struct property {
	unsigned code;
	struct span value;
};

/* ---- lists of properties --------------------------------------------------------------------- */

/* [MS-DOC] 2.2.5.1: the upper three bits of the code say how long the operand is. */
static bool
next(struct span_cursor *c, struct property *out)
{
	static const unsigned char sizes[8] = { 1, 1, 2, 4, 2, 2, 0, 3 };
	uint16_t code, wide;
	uint8_t len;
	size_t size;

	if (!span_le16(c, &code))
		return false;
	out->code = code;
	size = sizes[code >> 13];
	if (code == T_DEFINITION) {
		if (!span_le16(c, &wide))
			return false;
		size = wide == 0 ? 0 : wide - 1u;
	} else if (size == 0) {
		if (!span_u8(c, &len))
			return false;
		/* A list of tab stops too long for its own length, 2.9.181. */
		if (code == P_TABS && len == 255)
			return false;
		size = len;
	}
	return span_take(c, size, &out->value);
}

static unsigned
first_byte(const struct property *p)
{
	return p->value.len > 0 ? p->value.at[0] : 0;
}

struct span
doc_sprm_short(struct arena *a, unsigned number, unsigned char value)
{
	static const struct { unsigned number, code; } map[] = {	/* 2.9.217 */
		{ 0x18, P_IN_TABLE }, { 0x19, P_ROW_END }, { 0x41, C_DELETED }, { 0x55, C_BOLD }, { 0x56, C_ITALIC }, { 0x57, C_STRIKE }, { 0x5C, C_VANISH }, { 0x5E, C_UNDERLINE },
	};

	for (size_t i = 0; i < sizeof(map) / sizeof(map[0]); i++)
		if (map[i].number == number) {
			const unsigned char list[3] = { (unsigned char)map[i].code, (unsigned char)(map[i].code >> 8), value };

			return arena_copy(a, span_of(list, sizeof(list)));
		}
	return SPAN_NONE;
}

/* ---- characters ------------------------------------------------------------------------------ */

/* 2.6.1: 0x80 is as the style has it, 0x81 the opposite. */
static bool
toggled(const struct property *p, bool style)
{
	unsigned value = first_byte(p);

	return (value & 0x80) == 0 ? value != 0 : (value & 1) != 0 ? !style : style;
}

static bool
is_marked(const struct property *p)
{
	unsigned shading = doc_file_u16(p->value, 0), back = (shading >> 5) & 31;

	switch (p->code) {
	case C_HIGHLIGHT:
		return first_byte(p) != 0;
	case C_SHADING_80:
		return shading != 0xFFFF && back != BACK_AUTO && back != BACK_WHITE;
	case C_SHADING:			/* a colour, its last byte 0xFF for "automatic" */
		return (doc_file_u32(p->value, 4) >> 24) == 0 && doc_file_u32(p->value, 4) != 0xFFFFFF && doc_file_u32(p->value, 4) != 0;
	case C_BORDER_80:
		return doc_file_u32(p->value, 0) != UINT32_MAX && p->value.len > 1 && p->value.at[1] != 0;
	default:
		return p->value.len > 5 && p->value.at[5] != 0 && p->value.at[5] != 0xFF;
	}
}

static void
flag(struct doc_look *look, unsigned which, bool on)
{
	look->flags = on ? look->flags | which : look->flags & ~which;
}

static const struct doc_look *style_look(const struct doc_sheet *s, unsigned number, unsigned steps);

static void
apply_one(const struct doc_sheet *s, const struct property *p, const struct doc_look *style, struct doc_look *look)
{
	switch (p->code) {
	case C_BOLD: flag(look, BLOCK_BOLD, toggled(p, (style->flags & BLOCK_BOLD) != 0)); break;
	case C_ITALIC: flag(look, BLOCK_ITALIC, toggled(p, (style->flags & BLOCK_ITALIC) != 0)); break;
	case C_STRIKE: flag(look, BLOCK_STRUCK, toggled(p, (style->flags & BLOCK_STRUCK) != 0)); break;
	case C_DOUBLE_STRIKE: flag(look, BLOCK_STRUCK, first_byte(p) != 0); break;
	case C_UNDERLINE: flag(look, BLOCK_UNDERLINED, first_byte(p) != 0); break;
	case C_VANISH: look->hidden = toggled(p, style->hidden); break;
	case C_DELETED: look->deleted = first_byte(p) != 0; break;
	case C_DATA: look->data = first_byte(p) != 0; break;
	case C_LOCATION: look->location = doc_file_u32(p->value, 0); break;
	case C_FONT: look->font = doc_file_u16(p->value, 0); break;
	case C_PLAIN: *look = *style; break;
	case C_STYLE: *look = *style_look(s, doc_file_u16(p->value, 0), 0); break;
	case C_SYMBOL:
		look->symbol_font = doc_file_u16(p->value, 0);
		look->symbol = doc_file_u16(p->value, 2);
		break;
	case C_HIGHLIGHT:
	case C_SHADING_80:
	case C_SHADING:
	case C_BORDER_80:
	case C_BORDER:
		flag(look, BLOCK_MARKED, is_marked(p));
		break;
	default:
		break;
	}
}

static void
apply(const struct doc_sheet *s, struct span properties, const struct doc_look *style, struct doc_look *look)
{
	struct span_cursor c = span_walk(properties);
	struct property p;

	while (next(&c, &p))
		apply_one(s, &p, style, look);
}

struct doc_look
doc_sprm_look(const struct doc_sheet *s, unsigned style, struct span properties, struct span extra)
{
	const struct doc_look *base = style_look(s, style, 0);
	struct doc_look look = *base;

	apply(s, properties, base, &look);
	apply(s, extra, base, &look);
	return look;
}

enum boxes_font
doc_sprm_symbols(const struct doc_sheet *s, const struct doc_look *look)
{
	uint16_t font = look->symbol != 0 ? look->symbol_font : look->font;

	return font < s->fonts_count ? s->fonts[font] : BOXES_TEXT;
}

/* ---- paragraphs ------------------------------------------------------------------------------ */

/* 2.9.324: edges, then for each cell how it is merged. */
static void
define_row(struct span value, struct doc_row *row)
{
	size_t count = value.len > 0 ? value.at[0] : 0, cells;

	if (count > DOC_CELLS_LIMIT || value.len < 1 + (count + 1) * 2)
		return;
	row->count = (unsigned)count;
	for (size_t i = 0; i <= count; i++)
		row->edges[i] = (int16_t)doc_file_u16(value, 1 + i * 2);
	cells = 1 + (count + 1) * 2;
	for (size_t i = 0; i < count; i++) {
		unsigned bits = doc_file_u16(value, cells + i * TC);
		unsigned char merged = (bits & 3) == 1 ? DOC_MERGE_RIGHT : (bits & 3) != 0 ? DOC_MERGE_RIGHT_ON : 0;

		merged |= (bits & 0x60) == 0x20 ? DOC_MERGE_DOWN_ON : (bits & 0x60) != 0 ? DOC_MERGE_DOWN : 0;
		row->merged[i] = merged;
	}
}

static void
merge_down(struct span value, struct doc_row *row)
{
	size_t cell = value.len > 1 ? value.at[0] : DOC_CELLS_LIMIT;

	if (cell >= DOC_CELLS_LIMIT)
		return;
	row->merged[cell] &= (unsigned char)~(DOC_MERGE_DOWN | DOC_MERGE_DOWN_ON);
	row->merged[cell] |= value.at[1] == 1 ? DOC_MERGE_DOWN_ON : value.at[1] == 3 ? DOC_MERGE_DOWN : 0;
}

static void
apply_paragraph(struct doc_file *f, struct span properties, struct doc_paragraph *out, bool huge)
{
	struct span_cursor c = span_walk(properties);
	struct property p;
	uint32_t at;

	while (next(&c, &p))
		switch (p.code) {
		case P_IN_TABLE: out->depth = first_byte(&p) == 0 ? 0 : out->depth == 0 ? 1 : out->depth; break;
		case P_DEPTH: out->depth = doc_file_u32(p.value, 0); break;
		case P_DEPTH_CHANGE: out->depth += doc_file_u32(p.value, 0); break;
		case P_ROW_END:
		case P_INNER_ROW_END: out->row_end = out->row_end || first_byte(&p) != 0; break;
		case P_INNER_CELL: out->cell_end = first_byte(&p) != 0; break;
		case P_OUTLINE: out->outline = first_byte(&p) < BODY_LEVEL ? first_byte(&p) + 1 : 0; break;
		case T_HEADER: out->row.heading = first_byte(&p) != 0; break;
		case T_DEFINITION: define_row(p.value, &out->row); break;
		case T_MERGE_DOWN: merge_down(p.value, &out->row); break;
		case P_HUGE:		/* 2.6.2: more than a page holds, in the data stream */
			at = doc_file_u32(p.value, 0);
			if (huge || at >= f->data.len)
				break;
			f->work += doc_file_u16(f->data, at);
			apply_paragraph(f, span_slice(f->data, (size_t)at + 2, (size_t)at + 2 + doc_file_u16(f->data, at)), out, true);
			break;
		default:
			break;
		}
}

/* Its style's heading level, or that of the styles it is based on. */
static unsigned
style_outline(const struct doc_sheet *s, unsigned style)
{
	for (unsigned steps = 0; steps < BASES_LIMIT && style < s->count; steps++) {
		if (s->styles[style].outline != 0)
			return s->styles[style].outline <= BODY_LEVEL ? s->styles[style].outline : 0;
		style = s->styles[style].base;
	}
	return 0;
}

struct doc_paragraph
doc_sprm_paragraph(struct doc_file *f, const struct doc_sheet *s, struct span properties)
{
	struct doc_paragraph p = { .style = doc_file_u16(properties, 0) };

	p.outline = style_outline(s, p.style);
	apply_paragraph(f, span_slice(properties, 2, properties.len), &p, false);
	if (p.depth > DEPTH_LIMIT)
		p.depth = p.depth > INT32_MAX ? 0 : DEPTH_LIMIT;
	return p;
}

/* ---- styles and fonts ------------------------------------------------------------------------ */

static const struct doc_look *
style_look(const struct doc_sheet *s, unsigned number, unsigned steps)
{
	static const struct doc_look plain;
	struct doc_style *style;
	const struct doc_look *base;

	if (number >= s->count || !s->styles[number].known || steps > BASES_LIMIT)
		return &plain;
	style = &s->styles[number];
	if (!style->settled) {
		style->settled = true;		/* also against circles: then it is plain meanwhile */
		base = style_look(s, style->base, steps + 1);
		style->look = *base;
		apply(s, style->character, base, &style->look);
	}
	return &style->look;
}

/* A list of properties that says how long it is; the next starts on an even byte. */
static struct span
take_upx(struct span_cursor *c)
{
	struct span upx = SPAN_NONE;
	uint16_t len;

	if (span_le16(c, &len) && span_take(c, len, &upx) && (len & 1) != 0)
		(void)span_skip(c, 1);
	return upx;
}

/* 2.9.260: what kind of style, what it is based on, its name, its properties. */
static void
read_style(struct span std, size_t base_size, struct doc_style *out)
{
	unsigned sti = doc_file_u16(std, 0) & 0xFFF, kind = doc_file_u16(std, 2) & 15;
	struct span_cursor c = span_walk(std);
	struct span_cursor outline;
	struct property p;
	uint16_t name;

	if (!span_skip(&c, base_size) || !span_le16(&c, &name) || !span_skip(&c, (size_t)name * 2 + 2))
		return;
	out->known = kind == 1 || kind == 2;
	out->base = doc_file_u16(std, 2) >> 4;
	if (kind == 1)
		out->paragraph = take_upx(&c);
	if (out->known)
		out->character = take_upx(&c);
	if (kind != 1)
		return;
	out->outline = sti >= 1 && sti <= 9 ? sti : 0;
	outline = span_walk(span_slice(out->paragraph, 2, out->paragraph.len));
	while (next(&outline, &p))
		if (p.code == P_OUTLINE)
			out->outline = (first_byte(&p) < BODY_LEVEL ? first_byte(&p) : BODY_LEVEL) + 1;
}

static void
read_styles(const struct doc_file *f, struct doc_sheet *out)
{
	struct span_cursor c = span_walk(doc_file_plc(f, DOC_STYLES));
	struct span header, std;
	uint16_t size;

	if (!span_le16(&c, &size) || !span_take(&c, size, &header))
		return;
	out->count = doc_file_u16(header, 0) < DOC_STYLES_LIMIT ? doc_file_u16(header, 0) : DOC_STYLES_LIMIT;
	out->styles = arena_array(f->arena, out->count, sizeof(*out->styles));
	for (size_t i = 0; i < out->count && span_le16(&c, &size) && span_take(&c, size, &std); i++) {
		if (std.len > 0)
			read_style(std, doc_file_u16(header, 2), &out->styles[i]);
		if ((size & 1) != 0)
			(void)span_skip(&c, 1);
	}
}

/* 2.9.286, 2.9.87: a byte with the length, 39 bytes about the font, its name. */
static void
read_fonts(const struct doc_file *f, struct doc_sheet *out)
{
	struct span table = doc_file_plc(f, DOC_FONTS), font, name;
	struct span_cursor c = span_walk(span_slice(table, 4, table.len));
	size_t count = doc_file_u16(table, 0), end;
	uint8_t len;

	out->fonts = arena_array(f->arena, count, sizeof(*out->fonts));
	while (out->fonts_count < count && span_u8(&c, &len) && span_take(&c, len, &font)) {
		name = span_slice(font, 39, font.len);
		for (end = 0; end + 1 < name.len && (name.at[end] != 0 || name.at[end + 1] != 0); end += 2)
			;
		out->fonts[out->fonts_count++] = boxes_font(text_from_utf16(f->arena, span_slice(name, 0, end), true));
	}
}

void
doc_sprm_open_sheet(const struct doc_file *f, struct doc_sheet *out)
{
	*out = (struct doc_sheet){ 0 };
	read_styles(f, out);
	read_fonts(f, out);
}
