/* SPDX-License-Identifier: ISC */
#include "parsers/odt_state.h"

enum { STYLES_LIMIT = 20000, PARENTS_LIMIT = 20 };

static size_t
hash(struct span name)
{
	size_t h = 5381;

	for (size_t i = 0; i < name.len; i++)
		h = h * 33 + name.at[i];
	return h % 256;
}

static const struct odt_style *
find(const struct odt_styles *styles, struct span name, bool paragraph)
{
	for (size_t i = styles->heads[hash(name)]; i != 0; i = styles->items[i - 1].next)
		if (styles->items[i - 1].paragraph == paragraph && span_eq(styles->items[i - 1].name, name))
			return &styles->items[i - 1];
	return NULL;
}

static void
begin_style(struct odt_state *s, const struct xml_element *e)
{
	struct odt_styles *styles = &s->styles;
	struct span family = xml_attribute(e, XML_NS_STYLE, "family"), name = xml_attribute(e, XML_NS_STYLE, "name");
	bool paragraph = span_eq_str(family, "paragraph");
	uint64_t level;
	size_t *head;

	s->style = NULL;
	if ((!paragraph && !span_eq_str(family, "text")) || name.len == 0 || styles->count >= STYLES_LIMIT)
		return;
	styles->items = arena_grow(s->arena, styles->items, styles->count, &styles->capacity, sizeof(*styles->items));
	s->style = &styles->items[styles->count++];
	*s->style = (struct odt_style){ .name = arena_copy(s->arena, name), .parent = arena_copy(s->arena, xml_attribute(e, XML_NS_STYLE, "parent-style-name")), .paragraph = paragraph };
	if (span_number(xml_attribute(e, XML_NS_STYLE, "default-outline-level"), 9, &level))
		s->style->level = (unsigned)level;
	head = &styles->heads[hash(s->style->name)];
	s->style->next = *head;
	*head = styles->count;
}

static void
set(struct odt_style *style, struct span value, unsigned flag, bool on)
{
	if (value.at == NULL)
		return;
	style->set.flags = on ? style->set.flags | flag : style->set.flags & ~flag;
	style->unset = on ? style->unset & ~flag : style->unset | flag;
}

static bool
is_bold(struct span weight)
{
	uint64_t n;

	return span_eq_str(weight, "bold") || (span_number(weight, 1000, &n) && n >= 600);
}

static void
properties(struct odt_style *style, const struct xml_element *e)
{
	struct span weight = xml_attribute(e, XML_NS_FO, "font-weight"), slant = xml_attribute(e, XML_NS_FO, "font-style");
	struct span through = xml_attribute(e, XML_NS_STYLE, "text-line-through-style"), type = xml_attribute(e, XML_NS_STYLE, "text-line-through-type");
	struct span under = xml_attribute(e, XML_NS_STYLE, "text-underline-style"), behind = xml_attribute(e, XML_NS_FO, "background-color");
	struct span border = xml_attribute(e, XML_NS_FO, "border"), display = xml_attribute(e, XML_NS_TEXT, "display");
	struct span font = xml_attribute(e, XML_NS_STYLE, "font-name");

	set(style, weight, BLOCK_BOLD, is_bold(weight));
	set(style, slant, BLOCK_ITALIC, span_eq_str(slant, "italic") || span_eq_str(slant, "oblique"));
	set(style, type, BLOCK_STRUCK, !span_eq_str(type, "none"));
	set(style, through, BLOCK_STRUCK, !span_eq_str(through, "none"));
	set(style, under, BLOCK_UNDERLINED, !span_eq_str(under, "none"));
	set(style, behind, BLOCK_MARKED, !span_eq_str(behind, "transparent") && !span_eq_nocase_str(behind, "#ffffff"));
	if (border.at != NULL && !span_eq_str(border, "none"))
		set(style, border, BLOCK_MARKED, true);
	set(style, display, ODT_HIDDEN, span_eq_str(display, "none"));
	if (font.at == NULL)
		font = xml_attribute(e, XML_NS_FO, "font-family");
	if (font.at != NULL) {
		style->set.font = boxes_font(font);
		style->font_set = true;
	}
}

void
odt_style_start(struct odt_state *s, const struct xml_element *e)
{
	if (e->id == ODT_style && e->ns == XML_NS_STYLE)
		begin_style(s, e);
	else if (e->id == ODT_text_properties && s->style != NULL)
		properties(s->style, e);
}

struct odt_look
odt_style_apply(const struct odt_state *s, struct span name, bool paragraph, struct odt_look base)
{
	const struct odt_style *line[PARENTS_LIMIT];
	size_t n = 0;

	for (const struct odt_style *i = find(&s->styles, name, paragraph); i != NULL && n < PARENTS_LIMIT; i = find(&s->styles, i->parent, paragraph))
		line[n++] = i;
	while (n-- > 0) {
		base.flags = (base.flags & ~line[n]->unset) | line[n]->set.flags;
		if (line[n]->font_set)
			base.font = line[n]->set.font;
	}
	return base;
}

unsigned
odt_style_level(const struct odt_state *s, struct span name)
{
	const struct odt_style *style = find(&s->styles, name, true);

	for (size_t n = 0; style != NULL && n < PARENTS_LIMIT; n++) {
		if (style->level > 0)
			return style->level;
		style = find(&s->styles, style->parent, true);
	}
	return 0;
}
