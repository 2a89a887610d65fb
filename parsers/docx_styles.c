/* SPDX-License-Identifier: ISC */
#include "parsers/docx_styles.h"

#include "parsers/xml.h"

/* Each style looked up costs a search through the part, so that both are limited. */
enum { STYLES_LIMIT = 500, BYTES_LIMIT = 4 * 1024 * 1024, STYLE_LIMIT = 60000, INHERIT_LIMIT = 20 };

enum { N_b, N_basedOn, N_dstrike, N_i, N_name, N_outlineLvl, N_strike, N_tblStylePr, N_u, N_vanish };
static const char *const names[] = { "b", "basedOn", "dstrike", "i", "name", "outlineLvl", "strike", "tblStylePr", "u", "vanish" };

struct reading_style {
	struct arena *arena;
	struct docx_style *style;
};

static const char wordprocessingml[] = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

bool
docx_styles_on(struct span value)
{
	return value.at == NULL || !(span_eq_str(value, "0") || span_eq_str(value, "false") || span_eq_str(value, "off") || span_eq_str(value, "none"));
}

static void
switch_flag(struct docx_style *style, unsigned flag, struct span value)
{
	if (docx_styles_on(value)) {
		style->flags |= flag;
		style->unset &= ~flag;
	} else {
		style->flags &= ~flag;
		style->unset |= flag;
	}
}

/* "heading 3" is a built-in name whatever the language of the Word that wrote it (17.7.4.9). */
static void
level_by_name(struct docx_style *style, struct span name)
{
	uint64_t level;

	if (span_starts_nocase(name, SPAN_LIT("heading")) && name.len > 8 && span_number(span_slice(name, name.len - 1, name.len), 9, &level))
		style->level = (unsigned)level;
	else if (span_eq_nocase_str(name, "title"))
		style->level = 1;
	else if (span_eq_nocase_str(name, "subtitle"))
		style->level = 2;
}

const struct docx_style *
docx_styles_usual(struct span id)
{
	static const char *const plain[] = { "Normal", "ListParagraph", "NoSpacing", "PlaceholderText", "Header", "Footer", "TableParagraph",
		"Hyperlink", "NormalWeb", "DefaultParagraphFont", "TableContents" };
	static const struct docx_style none, headings[] = { { .level = 1 }, { .level = 2 }, { .level = 3 }, { .level = 4 }, { .level = 5 },
		{ .level = 6 }, { .level = 7 }, { .level = 8 }, { .level = 9 } };

	if (span_starts(id, SPAN_LIT("Heading")) && id.len == 8 && id.at[7] >= '1' && id.at[7] <= '9')
		return &headings[id.at[7] - '1'];
	if (span_eq_str(id, "Title"))
		return &headings[0];
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		if (span_eq_str(id, plain[i]))
			return &none;
	return NULL;
}

static bool
style_start(void *context, const struct xml_element *e)
{
	struct reading_style *r = context;
	struct docx_style *style = r->style;
	struct span value = xml_attribute(e, XML_NS_W, "val");
	uint64_t level;

	if (e->ns != XML_NS_W)
		return true;
	switch (e->id) {
	case N_b:
		switch_flag(style, BLOCK_BOLD, value);
		break;
	case N_i:
		switch_flag(style, BLOCK_ITALIC, value);
		break;
	case N_u:
		switch_flag(style, BLOCK_UNDERLINED, value);
		break;
	case N_strike:
	case N_dstrike:
		switch_flag(style, BLOCK_STRUCK, value);
		break;
	case N_vanish:
		switch_flag(style, DOCX_STYLES_HIDDEN, value);
		break;
	case N_basedOn:
		style->based_on = arena_copy(r->arena, value);
		break;
	case N_name:
		level_by_name(style, value);
		break;
	case N_outlineLvl:
		if (span_number(value, 8, &level))
			style->level = (unsigned)level + 1;
		break;
	}
	/* What follows is about rows of a table style: not this style's own text. */
	return e->id != N_tblStylePr;
}

/* The bytes of <w:style w:styleId="id" ...>...</w:style>, and the prefix it is written with. */
static struct span
cut_out(struct docx_styles *s, struct span id, struct span *prefix_out)
{
	struct span end, rest = span_slice(s->bytes, 0, BYTES_LIMIT);
	size_t at = span_find(rest, arena_printf(s->arena, "styleId=\"%.*s\"", SPAN_PF(id))), from, colon;

	if (at == rest.len)
		at = span_find(rest, arena_printf(s->arena, "styleId='%.*s'", SPAN_PF(id)));
	if (at == rest.len)
		return SPAN_NONE;
	from = at;
	while (from > 0 && rest.at[from] != '<')
		from--;
	rest = span_slice(rest, from, rest.len);
	colon = span_find_byte(span_slice(rest, 0, 40), ':');
	*prefix_out = span_slice(rest, 1, colon);
	if (!span_starts(span_slice(rest, colon, rest.len), SPAN_LIT(":style ")))
		return SPAN_NONE;
	end = arena_printf(s->arena, "</%.*s:style>", SPAN_PF(*prefix_out));
	return span_slice(rest, 0, span_find(rest, end) + end.len);
}

static struct docx_style
read_style(struct docx_styles *s, struct span id)
{
	static const struct xml_handler handler = { .start = style_start, .names = names, .names_count = sizeof(names) / sizeof(names[0]) };
	struct docx_style style = { .id = arena_copy(s->arena, id) };
	struct reading_style r = { s->arena, &style };
	struct span prefix = SPAN_NONE, piece = cut_out(s, id, &prefix);

	if (piece.len == 0 || piece.len > STYLE_LIMIT)
		return style;
	piece = arena_printf(s->arena, "<x xmlns:%.*s=\"%s\">%.*s</x>", SPAN_PF(prefix), wordprocessingml, SPAN_PF(piece));
	(void)xml_read(s->arena, piece, &handler, &r);
	return style;
}

static const struct docx_style *
find(struct docx_styles *s, struct span id)
{
	for (size_t i = 0; i < s->count; i++)
		if (span_eq(s->items[i].id, id))
			return &s->items[i];
	if (s->count >= STYLES_LIMIT)
		return NULL;
	s->items = arena_grow(s->arena, s->items, s->count, &s->capacity, sizeof(*s->items));
	s->items[s->count] = read_style(s, id);
	return &s->items[s->count++];
}

const struct docx_style *
docx_styles_find(struct docx_styles *s, struct span id)
{
	const struct docx_style *base = find(s, id);
	struct docx_style style;

	if (base == NULL || base->based_on.len == 0)
		return base;
	style = *base;
	/* Each step takes over what the style itself leaves open. */
	for (int i = 0; i < INHERIT_LIMIT && base != NULL && base->based_on.len > 0; i++) {
		base = find(s, base->based_on);
		if (base == NULL)
			break;
		style.flags |= base->flags & ~style.unset;
		style.unset |= base->unset & ~style.flags;
		if (style.level == 0)
			style.level = base->level;
	}
	style.based_on = SPAN_NONE;
	for (size_t i = 0; i < s->count; i++)
		if (span_eq(s->items[i].id, id)) {
			s->items[i] = style;
			return &s->items[i];
		}
	return NULL;
}
