/* SPDX-License-Identifier: ISC */
#include "parsers/doc_write.h"

enum { FIELDS_DEPTH = 20, CODE_LIMIT = 64, BOXES_LIMIT = 2000, CONTROLS_LIMIT = 500, WRITE_LIMIT = 32 * 1024 * 1024 };

enum mark {				/* [MS-DOC] 2.4.1 */
	OBJECT = 0x01, NOTE = 0x02, SEPARATOR = 0x03, SEPARATOR_MORE = 0x04, COMMENT = 0x05, CELL_END = 0x07, DRAWN = 0x08, TAB = 0x09, LINE = 0x0B,
	PAGE_END = 0x0C, PARAGRAPH_END = 0x0D, COLUMN_END = 0x0E, FIELD_BEGIN = 0x13, FIELD_SEPARATE = 0x14, FIELD_END = 0x15, HYPHEN = 0x1E, SOFT_HYPHEN = 0x1F
};

enum field_kind { FIELD_OTHER, FIELD_TEXT, FIELD_BOX, FIELD_LIST, FIELD_BUTTON, FIELD_CONTROL };

struct field {
	char code[CODE_LIMIT];		/* the beginning of its instruction, capitals */
	unsigned len;
	unsigned words;			/* begun in the instruction */
	enum field_kind kind;
	bool result;			/* past the separator */
	bool written;			/* its group is open */
	bool outer_hidden;		/* it stands where nothing is shown */
	bool has_data;
	uint32_t location;		/* of its data */
};

struct writer {
	struct doc_file *file;
	struct doc_sheet sheet;
	struct arena_text rtf;
	struct doc_run run;		/* of characters, the one last looked up */
	const struct doc_piece *piece;	/* it was looked up for */
	struct doc_look look;		/* of that run */
	unsigned shown_flags;		/* what the RTF says now */
	enum boxes_font shown_font;
	bool shown;
	struct doc_paragraph paragraph;
	struct field fields[FIELDS_DEPTH];
	unsigned depth, too_deep;
	unsigned controls;
	bool in_box;
	bool pictures;
};

static void write_story(struct writer *w, uint32_t from, uint32_t end);

/* ---- letters and their look ------------------------------------------------------------------- */

void
doc_write_letter(struct arena_text *t, uint16_t code, bool byte)
{
	if (code < 0x20)
		return;
	if (code < 0x80 && code != '\\' && code != '{' && code != '}')
		arena_put_byte(t, (unsigned char)code);
	else if (byte || code < 0x80)
		arena_put_format(t, "\\'%02x", (unsigned)code);
	else
		arena_put_format(t, "\\u%d ", (int)(int16_t)code);
}

static void
look_up(struct writer *w, const struct doc_character *c)
{
	if (w->piece == c->piece && c->fc >= w->run.from && c->fc < w->run.to)
		return;
	w->piece = c->piece;
	if (!doc_file_find(w->file, DOC_CHARACTERS, c->fc, &w->run))
		w->run = (struct doc_run){ .from = c->fc, .to = c->fc + 1 };
	w->file->work += c->piece->extra.len;
	w->look = doc_sprm_look(&w->sheet, w->paragraph.style, w->run.properties, c->piece->extra);
}

static void
show_look(struct writer *w, enum boxes_font font)
{
	static const struct { unsigned flag; const char *words; } flags[] = {
		{ BLOCK_BOLD, "\\b" }, { BLOCK_ITALIC, "\\i" }, { BLOCK_STRUCK, "\\strike" }, { BLOCK_UNDERLINED, "\\ul" }, { BLOCK_MARKED, "\\highlight7" },
	};

	if (w->shown && w->shown_flags == w->look.flags && w->shown_font == font)
		return;
	w->shown = true;
	w->shown_flags = w->look.flags;
	w->shown_font = font;
	arena_put_format(&w->rtf, "\\plain\\f%u", (unsigned)font);
	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if ((w->look.flags & flags[i].flag) != 0)
			arena_put_str(&w->rtf, flags[i].words);
	arena_put_byte(&w->rtf, ' ');
}

static void
write_letter(struct writer *w, const struct doc_character *c)
{
	enum boxes_font font = doc_sprm_symbols(&w->sheet, &w->look);
	uint16_t code = w->look.symbol != 0 ? w->look.symbol : c->code;

	show_look(w, font);
	/* A symbol's code is its place in the font, told as a byte of it. */
	doc_write_letter(&w->rtf, code, (c->byte && w->look.symbol == 0) || (font != BOXES_TEXT && code < 0x100));
}

/* ---- fields ------------------------------------------------------------------------------------ */

static struct field *
field(struct writer *w)
{
	return w->depth == 0 ? NULL : &w->fields[w->depth - 1];
}

/* Instructions are not shown, nor what boxes and lists have as their result: their data say it. */
static bool
hidden_here(struct writer *w)
{
	const struct field *f = field(w);

	if (w->too_deep > 0)
		return true;
	if (f == NULL)
		return false;
	if (f->outer_hidden)
		return true;
	if (!f->result)
		return !(f->kind == FIELD_BUTTON && f->words > 2);
	return f->kind == FIELD_BOX || f->kind == FIELD_LIST;
}

static void
begin_field(struct writer *w)
{
	bool hidden = hidden_here(w);

	if (w->depth == FIELDS_DEPTH) {
		w->too_deep++;
		return;
	}
	w->fields[w->depth++] = (struct field){ .outer_hidden = hidden };
}

/* The instruction, letter by letter. */
static void
add_code(struct field *f, uint16_t code)
{
	static const struct { const char *name; enum field_kind kind; } kinds[] = {
		{ "FORMTEXT", FIELD_TEXT }, { "FORMCHECKBOX", FIELD_BOX }, { "FORMDROPDOWN", FIELD_LIST }, { "MACROBUTTON", FIELD_BUTTON }, { "CONTROL", FIELD_CONTROL },
	};
	bool blank = code <= ' ', was_blank = f->len == 0 || f->code[f->len - 1] == ' ';

	if (blank && was_blank)
		return;
	f->words += !blank && was_blank;
	/* Only the first word is looked at; of the rest, where words begin. */
	if (f->len == CODE_LIMIT)
		f->len--;
	f->code[f->len++] = blank ? ' ' : code >= 'a' && code <= 'z' ? (char)(code - 'a' + 'A') : code < 0x80 ? (char)code : '?';
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]) && f->kind == FIELD_OTHER && f->words == 1; i++)
		if (span_eq(span_of(f->code, f->len), span_str(kinds[i].name)))
			f->kind = kinds[i].kind;
}

static void
open_group(struct writer *w, struct field *f)
{
	static const char *const names[] = { [FIELD_OTHER] = "", [FIELD_TEXT] = "FORMTEXT", [FIELD_BOX] = "FORMCHECKBOX", [FIELD_LIST] = "FORMDROPDOWN", [FIELD_BUTTON] = "", [FIELD_CONTROL] = "" };

	show_look(w, BOXES_TEXT);
	arena_put_format(&w->rtf, "{\\field{\\*\\fldinst %s ", names[f->kind]);
	if (f->has_data)
		doc_write_form_data(&w->rtf, w->file->data, f->location);
	arena_put_str(&w->rtf, "}{\\fldrslt ");
	f->written = true;
}

static bool
is_form_field(const struct field *f)
{
	return f->kind == FIELD_TEXT || f->kind == FIELD_BOX || f->kind == FIELD_LIST;
}

static void
separate_field(struct writer *w)
{
	struct field *f = field(w);

	if (f == NULL || f->result || w->too_deep > 0)
		return;
	f->result = true;
	if (f->kind == FIELD_TEXT && !f->outer_hidden)
		open_group(w, f);
	/* Which object it is, the separator says ([MS-DOC] 2.8.25); what follows is only its picture. */
	if (f->kind == FIELD_CONTROL && !f->outer_hidden && w->controls++ < CONTROLS_LIMIT) {
		show_look(w, BOXES_TEXT);
		(void)doc_write_control(&w->rtf, w->file, w->look.location);
	}
}

static void
end_field(struct writer *w)
{
	struct field *f = field(w);

	if (w->too_deep > 0) {
		w->too_deep--;
		return;
	}
	if (f == NULL)
		return;
	if (!f->written && !f->outer_hidden && is_form_field(f))
		open_group(w, f);
	if (f->written) {
		arena_put_str(&w->rtf, "}}");
		w->shown = false;		/* the group's look ended with it */
	}
	w->depth--;
}

/* ---- drawings ---------------------------------------------------------------------------------- */

/* The text of the box anchored here, where there is one: 2.8.37 ties the anchor to a shape,
 * 2.8.32 texts to shapes. */
static void
write_box(struct writer *w, uint32_t cp)
{
	enum { ANCHOR = 26, TEXT = 22, TEXT_SHAPE = 14 };
	struct span anchors = doc_file_plc(w->file, DOC_ANCHORS), texts = doc_file_plc(w->file, DOC_BOX_TEXTS);
	size_t n = doc_file_plc_count(anchors, ANCHOR), boxes = doc_file_plc_count(texts, TEXT), i, t = 0;
	uint32_t shape, start = 0;

	if (n == 0 || w->in_box || boxes > BOXES_LIMIT)
		return;
	i = doc_file_find_last(anchors, n, cp);
	if (doc_file_u32(anchors, i * 4) != cp)
		return;
	shape = doc_file_u32(anchors, (n + 1) * 4 + i * ANCHOR);
	while (t < boxes && doc_file_u32(texts, (boxes + 1) * 4 + t * TEXT + TEXT_SHAPE) != shape)
		t++;
	if (t == boxes)
		return;
	for (size_t story = 0; story < DOC_BOXES; story++)
		start += w->file->lengths[story];
	w->in_box = true;
	arena_put_str(&w->rtf, "{\\shp{\\*\\shpinst{\\shptxt ");
	write_story(w, start + doc_file_u32(texts, t * 4), start + doc_file_u32(texts, t * 4 + 4));
	arena_put_str(&w->rtf, "}}}");
	w->in_box = false;
}

/* ---- paragraphs --------------------------------------------------------------------------------- */

static bool
ends_paragraph(uint16_t code)
{
	return code == PARAGRAPH_END || code == CELL_END || code == PAGE_END;
}

/* What the mark at the end of this paragraph says holds for all of it. */
static void
begin_paragraph(struct writer *w, struct doc_walk ahead)
{
	struct doc_character c;
	struct doc_run run;

	w->paragraph = (struct doc_paragraph){ 0 };
	w->piece = NULL;		/* looks depend on its style */
	while (doc_file_next(&ahead, &c))
		if (ends_paragraph(c.code)) {
			if (doc_file_find(w->file, DOC_PARAGRAPHS, c.fc, &run))
				w->paragraph = doc_sprm_paragraph(w->file, &w->sheet, run.properties);
			if (c.code == CELL_END && w->paragraph.depth == 0)
				w->paragraph.depth = 1;
			break;
		}
	arena_put_str(&w->rtf, "\\pard");
	if (w->paragraph.depth > 0)
		arena_put_format(&w->rtf, "\\intbl\\itap%u", w->paragraph.depth);
	if (w->paragraph.outline > 0)
		arena_put_format(&w->rtf, "\\outlinelevel%u", w->paragraph.outline - 1);
	arena_put_byte(&w->rtf, ' ');
	w->shown = false;
}

static void
write_row(struct writer *w)
{
	static const struct { unsigned merged; const char *words; } merges[] = {
		{ DOC_MERGE_RIGHT, "\\clmgf" }, { DOC_MERGE_RIGHT_ON, "\\clmrg" }, { DOC_MERGE_DOWN, "\\clvmgf" }, { DOC_MERGE_DOWN_ON, "\\clvmrg" },
	};
	const struct doc_row *row = &w->paragraph.row;
	bool nested = w->paragraph.depth > 1;

	arena_put_format(&w->rtf, "%s\\trowd%s\\trleft%d", nested ? "{\\*\\nesttableprops" : "", row->heading ? "\\trhdr" : "", row->edges[0]);
	for (unsigned i = 0; i < row->count; i++) {
		for (size_t m = 0; m < sizeof(merges) / sizeof(merges[0]); m++)
			if ((row->merged[i] & merges[m].merged) != 0)
				arena_put_str(&w->rtf, merges[m].words);
		arena_put_format(&w->rtf, "\\cellx%d", row->edges[i + 1]);
	}
	arena_put_str(&w->rtf, nested ? "\\nestrow}" : "\\row ");
}

static void
end_paragraph(struct writer *w, const struct doc_character *c)
{
	const struct doc_paragraph *p = &w->paragraph;

	look_up(w, c);
	if (p->row_end)
		write_row(w);
	else if (c->code == CELL_END)
		arena_put_str(&w->rtf, p->depth > 1 ? "\\nestcell " : "\\cell ");
	else if (p->cell_end)
		arena_put_str(&w->rtf, "\\nestcell ");
	else if (!w->look.deleted)
		arena_put_str(&w->rtf, "\\par ");
}

/* ---- the stories ---------------------------------------------------------------------------------- */

static void
write_special(struct writer *w, const struct doc_character *c)
{
	struct field *f = field(w);

	switch (c->code) {
	case FIELD_BEGIN: begin_field(w); return;
	case FIELD_SEPARATE: separate_field(w); return;
	case FIELD_END: end_field(w); return;
	case OBJECT:
		if (f != NULL && !f->result && w->look.data && !f->has_data) {
			f->has_data = true;
			f->location = w->look.location;
		} else {
			w->pictures = true;
		}
		return;
	case DRAWN:
		w->pictures = true;
		write_box(w, c->cp);
		return;
	default:
		break;
	}
	if (hidden_here(w))
		return;
	show_look(w, BOXES_TEXT);
	if (c->code == TAB)
		arena_put_str(&w->rtf, "\\tab ");
	else if (c->code == LINE || c->code == COLUMN_END)
		arena_put_str(&w->rtf, "\\line ");
	else if (c->code == HYPHEN)
		arena_put_byte(&w->rtf, '-');
}

static void
write_character(struct writer *w, const struct doc_character *c)
{
	struct field *f = field(w);

	look_up(w, c);
	if (w->look.deleted || (w->look.hidden && !w->look.data))
		return;
	if (c->code < ' ') {
		write_special(w, c);
		return;
	}
	if (f != NULL && !f->result && w->too_deep == 0)
		add_code(f, c->code);
	if (!hidden_here(w))
		write_letter(w, c);
}

static void
write_story(struct writer *w, uint32_t from, uint32_t end)
{
	struct doc_walk walk = doc_file_walk(w->file, from, end);
	struct doc_paragraph outer = w->paragraph;
	unsigned depth = w->depth;
	struct doc_character c;
	bool fresh = true;

	while (doc_file_next(&walk, &c) && w->rtf.len < WRITE_LIMIT) {
		struct doc_walk back = walk;

		back.cp = c.cp;
		if (fresh)
			begin_paragraph(w, back);
		fresh = ends_paragraph(c.code);
		if (fresh)
			end_paragraph(w, &c);
		else
			write_character(w, &c);
	}
	while (w->depth > depth)
		end_field(w);
	w->paragraph = outer;
	w->piece = NULL;
	w->shown = false;
}

struct span
doc_write_rtf(struct doc_file *f, bool *pictures_out)
{
	static const char *const groups[DOC_STORIES] = { [DOC_FOOTNOTES] = "{\\footnote ", [DOC_HEADERS] = "{\\header ", [DOC_COMMENTS] = "{\\annotation ",
		[DOC_ENDNOTES] = "{\\footnote ", [DOC_HEADER_BOXES] = "{\\header " };
	struct writer *w = arena_alloc(f->arena, sizeof(*w));
	uint32_t at = 0;

	w->file = f;
	w->rtf = arena_text(f->arena);
	doc_sprm_open_sheet(f, &w->sheet);
	arena_put_str(&w->rtf, "{\\rtf1\\ansi\\ansicpg1252\\uc0{\\fonttbl{\\f0 Text;}{\\f1\\fcharset2 Wingdings;}{\\f2\\fcharset2 Wingdings 2;}{\\f3\\fcharset2 Webdings;}{\\f4\\fcharset2 ZapfDingbats;}}");
	for (size_t story = 0; story < DOC_STORIES; story++) {
		uint32_t end = f->lengths[story] < UINT32_MAX - at ? at + f->lengths[story] : UINT32_MAX;

		if (story == DOC_MAIN || groups[story] != NULL) {
			arena_put_str(&w->rtf, story == DOC_MAIN ? "" : groups[story]);
			write_story(w, at, end);
			arena_put_str(&w->rtf, story == DOC_MAIN ? "\\pard " : "}");
		}
		at = end;
	}
	arena_put_byte(&w->rtf, '}');
	*pictures_out = w->pictures;
	return arena_text_span(&w->rtf);
}
