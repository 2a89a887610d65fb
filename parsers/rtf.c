/* SPDX-License-Identifier: ISC */
#include "parsers/rtf.h"

#include "parsers/mapi.h"
#include "parsers/rtf_codepage.h"
#include "parsers/rtf_state.h"
#include "parsers/text.h"

enum { WORD_LIMIT = 32, NUMBER_LIMIT = 1 << 28, SYMBOL_CHARSET = 2, PRIVATE_BASE = 0xF000, COLLECTED_LIMIT = 4096 };

/* ---- letters ----------------------------------------------------------------------------------- */

static void
collect(struct rtf_state *s, struct span utf8)
{
	if (s->collected.len < COLLECTED_LIMIT)
		arena_put(&s->collected, utf8);
}

static void
font_name(struct rtf_state *s, struct span name)
{
	enum boxes_font symbols = boxes_font(span_trim(name));

	if (s->font == NULL || symbols == BOXES_TEXT)
		return;
	s->font->symbols = symbols;
	s->font->symbol = true;
}

static void
put(struct rtf_state *s, struct span utf8)
{
	switch (rtf_group(s)->destination) {
	case RTF_BODY:
		rtf_flow_text(s, utf8);
		break;
	case RTF_FONTS:
		font_name(s, utf8);
		break;
	case RTF_INSTRUCTION:
	case RTF_FORM_NAME:
	case RTF_FORM_DEFAULT:
	case RTF_FORM_ENTRY:
	case RTF_FORM_STATUS:
	case RTF_FORM_HELP:
		collect(s, utf8);
		break;
	case RTF_FORM_FIELD:
	case RTF_STYLES:
	case RTF_SKIP:
	case RTF_FIELD:
		break;
	}
}

static void
put_letter(struct rtf_state *s, uint32_t letter)
{
	struct arena_text t = arena_text(s->arena);

	text_put(&t, letter);
	put(s, arena_text_span(&t));
}

/* Letters in the code page of the font they are in; those of a symbol font stay codes. */
static void
put_bytes(struct rtf_state *s, struct span bytes)
{
	const struct rtf_font *font = rtf_flow_font(s, rtf_group(s)->look.font);
	struct arena_text t = arena_text(s->arena);
	bool ascii = font == NULL || !font->symbol;

	if (s->skip >= bytes.len) {
		s->skip -= (unsigned)bytes.len;
		return;
	}
	bytes = span_slice(bytes, s->skip, bytes.len);
	s->skip = 0;
	for (size_t i = 0; i < bytes.len && ascii; i++)
		ascii = bytes.at[i] < 0x80;
	if (ascii) {
		put(s, bytes);
		return;
	}
	for (size_t i = 0; i < bytes.len; i++) {
		if (font != NULL && font->symbol && bytes.at[i] > ' ')
			text_put(&t, PRIVATE_BASE + bytes.at[i]);
		else
			text_put(&t, rtf_codepage_letter(font != NULL && font->page != 0 ? font->page : s->page, bytes.at[i]));
	}
	put(s, arena_text_span(&t));
}

/* \u takes a signed number; two of them may be one letter. */
static void
put_unicode(struct rtf_state *s, int number)
{
	uint32_t letter = (uint32_t)(number < 0 ? number + 65536 : number);

	s->skip = rtf_group(s)->skip_after_u;
	if (letter >= 0xD800 && letter < 0xDC00) {
		s->surrogate = letter;
		return;
	}
	if (letter >= 0xDC00 && letter < 0xE000 && s->surrogate != 0)
		letter = 0x10000 + ((s->surrogate - 0xD800) << 10) + (letter - 0xDC00);
	s->surrogate = 0;
	put_letter(s, letter > 0x10FFFF || (letter >= 0xD800 && letter < 0xE000) || letter == 0 ? TEXT_REPLACEMENT : letter);
}

/* ---- groups ------------------------------------------------------------------------------------- */

static void
begin_group(struct rtf_state *s)
{
	struct rtf_group *outer = rtf_group(s);

	if (s->depth == READING_DEPTH_LIMIT) {
		s->too_deep++;
		return;
	}
	s->groups[++s->depth] = *outer;
	rtf_group(s)->star = rtf_group(s)->pushed = false;
	rtf_group(s)->fresh = true;
	/* Of {\upr{for old readers}{\*\ud{for new ones}}} the first is left out. */
	if (outer->uses_upper)
		rtf_group(s)->destination = RTF_SKIP;
	rtf_group(s)->uses_upper = false;
	outer->fresh = false;
	s->skip = 0;
}

static void
end_group(struct rtf_state *s)
{
	struct rtf_group ended;

	if (s->too_deep > 0) {
		s->too_deep--;
		return;
	}
	if (s->depth == 0)
		return;
	ended = *rtf_group(s);
	if (ended.pushed) {
		rtf_table_close(s, 0);
		rtf_flow_pop(s);
	}
	s->depth--;
	rtf_field_end(s, &ended);
	s->skip = 0;
}

/* Text beside the text: a flow of its own until the group ends. */
static void
push(struct rtf_state *s, bool margin)
{
	struct rtf_group *g = rtf_group(s);

	if (g->destination != RTF_BODY && g->destination != RTF_SKIP)
		return;
	if (rtf_flow(s)->cell)
		rtf_flow_keep_place(s);
	if (!rtf_flow_push(s, false, margin)) {
		g->destination = RTF_SKIP;
		return;
	}
	g->destination = RTF_BODY;
	g->pushed = true;
	g->field = NULL;
	s->in_table = false;
	s->level = 0;
}

/* ---- control words ------------------------------------------------------------------------------- */

static bool
is_one_of(struct span word, const char *const *list)
{
	for (; *list != NULL; list++)
		if (span_eq_str(word, *list))
			return true;
	return false;
}

static bool
destination_word(struct rtf_state *s, struct span word)
{
	static const char *const skipped[] = { "colortbl", "info", "pict", "objdata", "listtext", "pntext", "pn", "nonshppict", "xe", "tc", "rxe", "template", "filetbl",
		"revtbl", "listtable", "listoverridetable", "generator", "themedata", "datafield", "bkmkstart", "bkmkend", "atnid", "atnauthor", "atrfstart", "atrfend", "atndate", "atnref",
		"atnparent", "fontemb", "falt", "panose", "sp", "shprslt", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "nonesttables", "private", "objname", "objclass",
		"keywords", "comment", "latentstyles", "rsidtbl", "mmathPr", "xmlnstbl", "wgrffmtfilter", "colorschememapping", "pgptbl", NULL };
	static const char *const margins[] = { "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "footnote", "annotation", NULL };
	struct rtf_group *g = rtf_group(s);

	if (span_eq_str(word, "pict"))
		s->images = true;
	if (is_one_of(word, skipped)) {
		g->destination = RTF_SKIP;
	} else if (span_eq_str(word, "fonttbl")) {
		g->destination = RTF_FONTS;
	} else if (span_eq_str(word, "stylesheet")) {
		g->destination = RTF_STYLES;
	} else if (is_one_of(word, margins)) {
		if (g->destination == RTF_BODY)
			push(s, true);
	} else if (span_eq_str(word, "shptxt")) {
		push(s, false);
	} else if (span_eq_str(word, "nesttableprops")) {
		g->nested_properties = true;
	} else if (span_eq_str(word, "upr")) {
		g->uses_upper = true;
	} else if (span_eq_str(word, "ud")) {
		g->destination = s->depth >= 2 ? s->groups[s->depth - 2].destination : RTF_BODY;
	} else if (span_eq_str(word, "fldrslt")) {
		rtf_field_result(s);
	} else {
		return false;
	}
	return true;
}

static void
font_word(struct rtf_state *s, struct span word, int number)
{
	if (span_eq_str(word, "f") && s->fonts_count < RTF_FONTS_LIMIT) {
		s->fonts = arena_grow(s->arena, s->fonts, s->fonts_count, &s->fonts_capacity, sizeof(*s->fonts));
		s->font = &s->fonts[s->fonts_count++];
		*s->font = (struct rtf_font){ .number = (unsigned)number };
	} else if (s->font != NULL && span_eq_str(word, "fcharset")) {
		s->font->page = rtf_codepage_of_charset((unsigned)number, 0);
		s->font->symbol = s->font->symbol || number == SYMBOL_CHARSET;
	} else if (s->font != NULL && span_eq_str(word, "cpg")) {
		s->font->page = (unsigned)number;
	}
}

static void
style_word(struct rtf_state *s, struct span word, int number)
{
	if (span_eq_str(word, "s") && number >= 0 && number < RTF_STYLES_LIMIT)
		s->style = (unsigned)number;
	else if (span_eq_str(word, "cs") || span_eq_str(word, "ds") || span_eq_str(word, "ts"))
		s->style = 0;
	else if (span_eq_str(word, "outlinelevel") && s->style != 0)
		s->style_levels[s->style] = number >= 0 && number < 9 ? (unsigned char)(number + 1) : 0;
}

static void
flag(struct rtf_state *s, unsigned which, bool on)
{
	struct rtf_look *look = &rtf_group(s)->look;

	look->flags = on ? look->flags | which : look->flags & ~which;
}

static bool
look_word(struct rtf_state *s, struct span word, bool has_number, int number)
{
	static const struct { const char *word; unsigned flag; } toggles[] = {
		{ "b", BLOCK_BOLD }, { "i", BLOCK_ITALIC }, { "strike", BLOCK_STRUCK }, { "striked", BLOCK_STRUCK }, { "ul", BLOCK_UNDERLINED }, { "uld", BLOCK_UNDERLINED },
		{ "uldb", BLOCK_UNDERLINED }, { "ulw", BLOCK_UNDERLINED }, { "chbrdr", BLOCK_MARKED },
	};
	struct rtf_look *look = &rtf_group(s)->look;
	bool on = !has_number || number != 0;

	for (size_t i = 0; i < sizeof(toggles) / sizeof(toggles[0]); i++)
		if (span_eq_str(word, toggles[i].word)) {
			flag(s, toggles[i].flag, on);
			return true;
		}
	if (span_eq_str(word, "highlight") || span_eq_str(word, "chcbpat"))
		flag(s, BLOCK_MARKED, number > 0);
	else if (span_eq_str(word, "ulnone"))
		flag(s, BLOCK_UNDERLINED, false);
	else if (span_eq_str(word, "v"))
		look->hidden = on;
	else if (span_eq_str(word, "deleted"))
		look->deleted = on;
	else if (span_eq_str(word, "plain"))
		*look = (struct rtf_look){ .font = look->font, .deleted = look->deleted };
	else if (span_eq_str(word, "f") && number >= 0)
		look->font = (unsigned)number;
	else
		return false;
	return true;
}

static bool
letter_word(struct rtf_state *s, struct span word)
{
	static const struct { const char *word; const char *letter; } letters[] = {
		{ "tab", "\t" }, { "line", "\n" }, { "bullet", "\xE2\x80\xA2" }, { "emdash", "\xE2\x80\x94" }, { "endash", "\xE2\x80\x93" }, { "lquote", "\xE2\x80\x98" },
		{ "rquote", "\xE2\x80\x99" }, { "ldblquote", "\xE2\x80\x9C" }, { "rdblquote", "\xE2\x80\x9D" }, { "emspace", "\xE2\x80\x83" }, { "enspace", "\xE2\x80\x82" },
	};

	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++)
		if (span_eq_str(word, letters[i].word)) {
			put(s, span_str(letters[i].letter));
			return true;
		}
	return false;
}

static bool
paragraph_word(struct rtf_state *s, struct span word, bool has_number, int number)
{
	if (span_eq_str(word, "par") || span_eq_str(word, "sect") || span_eq_str(word, "page")) {
		rtf_table_settle(s);
		rtf_flow_end_paragraph(s);
	} else if (span_eq_str(word, "pard")) {
		s->in_table = false;
		s->level = s->outline = 0;
	} else if (span_eq_str(word, "intbl")) {
		s->in_table = true;
	} else if (span_eq_str(word, "itap")) {
		s->level = has_number && number > 0 ? (number > RTF_TABLES_DEPTH ? RTF_TABLES_DEPTH : (unsigned)number) : 0;
	} else if (span_eq_str(word, "s")) {
		s->outline = number >= 0 && number < RTF_STYLES_LIMIT ? s->style_levels[number] : 0;
	} else if (span_eq_str(word, "outlinelevel")) {
		s->outline = number >= 0 && number < 9 ? (unsigned)number + 1 : 0;
	} else if (span_eq_str(word, "cell")) {
		rtf_table_end_cell(s, 1);
	} else if (span_eq_str(word, "nestcell")) {
		rtf_table_end_cell(s, s->level > 1 ? s->level : 2);
	} else if (span_eq_str(word, "row")) {
		rtf_table_end_row(s, 1);
	} else if (span_eq_str(word, "nestrow")) {
		rtf_table_end_row(s, s->level > 1 ? s->level : 2);
	} else {
		return false;
	}
	return true;
}

static void
control_word(struct rtf_state *s, struct span_cursor *c, struct span word, bool has_number, int number)
{
	struct rtf_group *g = rtf_group(s);
	bool star = g->star;

	g->star = false;
	if (span_eq_str(word, "bin")) {
		(void)span_skip(c, number > 0 && (size_t)number <= span_left(c) ? (size_t)number : number > 0 ? span_left(c) : 0);
		return;
	}
	if (g->destination == RTF_SKIP && !span_eq_str(word, "shptxt") && !span_eq_str(word, "ud"))
		return;
	if (span_eq_str(word, "ansicpg") && number > 0)
		s->page = (unsigned)number;
	else if (span_eq_str(word, "mac"))
		s->page = 10000;
	else if (span_eq_str(word, "pc") || span_eq_str(word, "pca"))
		s->page = span_eq_str(word, "pc") ? 437 : 850;
	else if (span_eq_str(word, "uc"))
		g->skip_after_u = number >= 0 && number < 32 ? (unsigned)number : 1;
	else if (span_eq_str(word, "u"))
		put_unicode(s, number);
	else if (destination_word(s, word) || rtf_field_word(s, word, has_number, number))
		return;
	else if (g->destination == RTF_FONTS)
		font_word(s, word, number);
	else if (g->destination == RTF_STYLES)
		style_word(s, word, number);
	else if (star && !span_eq_str(word, "shpinst") && !span_eq_str(word, "ffdata"))
		g->destination = RTF_SKIP;
	else if (look_word(s, word, has_number, number) || g->destination != RTF_BODY)
		return;
	else if (!letter_word(s, word) && !paragraph_word(s, word, has_number, number))
		(void)rtf_table_word(s, word, has_number, number);
}

/* ---- bytes --------------------------------------------------------------------------------------- */

static void
symbol(struct rtf_state *s, struct span_cursor *c, uint8_t byte)
{
	struct span two;

	switch (byte) {
	case '\'':
		if (span_take(c, 2, &two) && span_hex_digit(two.at[0]) >= 0 && span_hex_digit(two.at[1]) >= 0) {
			unsigned char *letter = arena_alloc(s->arena, 1);

			*letter = (unsigned char)(span_hex_digit(two.at[0]) * 16 + span_hex_digit(two.at[1]));
			put_bytes(s, span_of(letter, 1));
		}
		return;
	case '*':
		rtf_group(s)->star = true;
		return;
	case '~':
		put(s, SPAN_LIT("\xC2\xA0"));
		return;
	case '_':
		put(s, SPAN_LIT("-"));
		return;
	case '\n':
	case '\r':
		control_word(s, c, SPAN_LIT("par"), false, 0);
		return;
	case '\\':
	case '{':
	case '}':
		put_bytes(s, span_of(c->at - 1, 1));
		return;
	}
}

static void
control(struct rtf_state *s, struct span_cursor *c)
{
	const unsigned char *from = c->at;
	bool negative = false, has_number = false;
	struct span word;
	int64_t number = 0;
	uint8_t byte;

	while (span_left(c) > 0 && ((*c->at >= 'a' && *c->at <= 'z') || (*c->at >= 'A' && *c->at <= 'Z')) && c->at - from < WORD_LIMIT)
		(void)span_skip(c, 1);
	word = span_of(from, (size_t)(c->at - from));
	if (word.len == 0) {
		if (span_u8(c, &byte))
			symbol(s, c, byte);
		return;
	}
	if (span_left(c) > 0 && *c->at == '-') {
		negative = true;
		(void)span_skip(c, 1);
	}
	while (span_left(c) > 0 && *c->at >= '0' && *c->at <= '9') {
		number = number < NUMBER_LIMIT ? number * 10 + (*c->at - '0') : number;
		has_number = true;
		(void)span_skip(c, 1);
	}
	if (span_left(c) > 0 && *c->at == ' ')
		(void)span_skip(c, 1);
	if (number > NUMBER_LIMIT)
		number = NUMBER_LIMIT;
	control_word(s, c, word, has_number, (int)(negative ? -number : number));
}

static void
literal(struct rtf_state *s, struct span_cursor *c)
{
	const unsigned char *from = c->at;

	while (span_left(c) > 0 && *c->at != '\\' && *c->at != '{' && *c->at != '}' && *c->at != '\n' && *c->at != '\r')
		(void)span_skip(c, 1);
	if (rtf_group(s)->destination != RTF_SKIP)
		put_bytes(s, span_of(from, (size_t)(c->at - from)));
	rtf_group(s)->star = false;
}

static void
read_all(struct rtf_state *s)
{
	struct span_cursor c = span_walk(s->reading->bytes);

	while (span_left(&c) > 0 && !s->reading->blocks->cut) {
		unsigned char byte = *c.at;

		if (s->too_deep > 0 && byte != '{' && byte != '}') {
			(void)span_skip(&c, byte == '\\' && span_left(&c) > 1 ? 2 : 1);
			continue;
		}
		if (byte == '{' || byte == '}' || byte == '\n' || byte == '\r' || byte == '\\')
			(void)span_skip(&c, 1);
		if (byte == '{')
			begin_group(s);
		else if (byte == '}')
			end_group(s);
		else if (byte == '\\')
			control(s, &c);
		else if (byte != '\n' && byte != '\r')
			literal(s, &c);
	}
	while (s->flows_count > 0) {
		rtf_table_close(s, 0);
		rtf_flow_pop(s);
	}
}

/* ---- the file -------------------------------------------------------------------------------------- */

static bool
give_html(struct reading *r)
{
	struct span html = mapi_hidden_html(r->arena, r->bytes);
	struct part part = { .name = SPAN_LIT(""), .declared_type = SPAN_LIT("text/html"), .bytes = html, .size = html.len, .outcome = PART_READ };
	struct part_list *list = r->inside;

	if (html.len == 0)
		return false;
	list->items = arena_grow(r->arena, list->items, list->count, &list->capacity, sizeof(*list->items));
	list->items[list->count++] = part;
	return true;
}

enum part_why
rtf_read(struct reading *r)
{
	struct rtf_state *s;
	size_t before = r->blocks->count;

	if (!span_starts(r->bytes, SPAN_LIT("{\\rtf")))
		return PART_WHY_DAMAGED;
	if (give_html(r))
		return PART_WHY_NONE;
	s = arena_alloc(r->arena, sizeof(*s));
	s->reading = r;
	s->arena = r->arena;
	s->page = 1252;
	s->groups[0].skip_after_u = 1;
	(void)rtf_flow_push(s, false, false);
	read_all(s);
	if (block_list_says(r->blocks, before))
		return PART_WHY_NONE;
	return s->too_deep > 0 ? PART_WHY_TOO_DEEP : s->images ? PART_WHY_SCANNED_IMAGE : PART_WHY_EMPTY;
}
