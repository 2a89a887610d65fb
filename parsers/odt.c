/* SPDX-License-Identifier: ISC */
#include "parsers/odt.h"

#include "parsers/locked.h"
#include "parsers/odt_state.h"
#include "parsers/text.h"

#include <string.h>

#define ODT_NAME(id, name) name,
const char *const odt_names[ODT_NAMES_COUNT] = { ODT_NAMES(ODT_NAME) };
#undef ODT_NAME

enum { BLANKS_LIMIT = 200 };

/* ---- elements --------------------------------------------------------------------------------- */

static void
paragraph(struct odt_state *s, const struct xml_element *e)
{
	struct span style = xml_attribute(e, XML_NS_TEXT, "style-name");
	unsigned level = odt_style_level(s, style);
	uint64_t n;

	if (e->id == ODT_h)
		level = span_number(xml_attribute(e, XML_NS_TEXT, "outline-level"), 9, &n) && n > 0 ? (unsigned)n : 1;
	/* A paragraph within one (an unknown element's) goes on with it. */
	if (s->flow->in_paragraph)
		return;
	odt_flow_paragraph(s, level);
	s->look = odt_style_apply(s, style, true, (struct odt_look){ .flags = s->look.flags & ODT_HIDDEN });
	s->frames[e->depth].close = odt_flow_end_paragraph;
}

static void
blanks(struct odt_state *s, const struct xml_element *e)
{
	struct span count = xml_attribute(e, XML_NS_TEXT, "c");
	uint64_t n = 1;

	if (count.at != NULL && !span_number(count, UINT32_MAX, &n))
		n = 1;
	for (uint64_t i = 0; i < n && i < BLANKS_LIMIT; i++)
		odt_flow_text(s, SPAN_LIT(" "), false);
}

static void
hide(struct odt_state *s, const struct xml_element *e)
{
	s->skip_below = e->depth;
}

static void
begin_flow(struct odt_state *s, const struct xml_element *e, enum odt_flow_kind kind)
{
	if (s->flow != NULL && kind == ODT_FLOW_BOX && s->flow->kind != ODT_FLOW_CELL && (s->flow->run.len > 0 || !block_is_empty(&s->flow->builder)))
		odt_flow_keep_place(s);
	odt_flow_push(s, kind);
	s->look = (struct odt_look){ 0 };
	s->frames[e->depth].close = odt_flow_pop;
}

static void
text_element(struct odt_state *s, const struct xml_element *e)
{
	switch (e->id) {
	case ODT_h:
	case ODT_p:
		paragraph(s, e);
		break;
	case ODT_span:
		s->look = odt_style_apply(s, xml_attribute(e, XML_NS_TEXT, "style-name"), false, s->look);
		break;
	case ODT_s:
		blanks(s, e);
		break;
	case ODT_tab:
		odt_flow_text(s, SPAN_LIT("\t"), false);
		break;
	case ODT_line_break:
		odt_flow_text(s, SPAN_LIT("\n"), false);
		break;
	case ODT_note_body:
		begin_flow(s, e, ODT_FLOW_MARGIN);
		break;
	case ODT_section:
		if (span_eq_str(xml_attribute(e, XML_NS_TEXT, "display"), "none") || span_eq_str(xml_attribute(e, XML_NS_TEXT, "is-hidden"), "true"))
			hide(s, e);
		break;
	case ODT_hidden_text:
	case ODT_hidden_paragraph:
		if (!span_eq_str(xml_attribute(e, XML_NS_TEXT, "is-hidden"), "false"))
			hide(s, e);
		break;
	case ODT_note_citation:
	case ODT_ruby_text:
	case ODT_tracked_changes:
		hide(s, e);
		break;
	}
}

static bool
is_margin(int id)
{
	return id == ODT_header || id == ODT_header_left || id == ODT_header_first || id == ODT_footer || id == ODT_footer_left || id == ODT_footer_first;
}

/* Whatever is drawn may have words in it. */
static bool
is_shape(int id)
{
	return id == ODT_text_box || id == ODT_custom_shape || id == ODT_rect || id == ODT_ellipse || id == ODT_circle || id == ODT_caption || id == ODT_line || id == ODT_connector ||
	    id == ODT_path || id == ODT_polygon || id == ODT_polyline;
}

static void
begin(struct odt_state *s, const struct xml_element *e)
{
	if (s->read_styles && e->ns == XML_NS_STYLE)
		odt_style_start(s, e);
	if (s->read_body && e->ns == XML_NS_OFFICE && e->id == ODT_text && s->flow == NULL)
		begin_flow(s, e, ODT_FLOW_MAIN);
	else if (s->read_margins && e->ns == XML_NS_STYLE && is_margin(e->id) && !span_eq_str(xml_attribute(e, XML_NS_STYLE, "display"), "false") && s->flow == NULL)
		begin_flow(s, e, ODT_FLOW_MARGIN);
	else if (s->flow == NULL)
		return;
	else if (e->ns == XML_NS_OFFICE && e->id == ODT_annotation)
		begin_flow(s, e, ODT_FLOW_MARGIN);
	else if (e->ns == XML_NS_DRAW && is_shape(e->id))
		begin_flow(s, e, ODT_FLOW_BOX);
	else if (e->ns == XML_NS_TABLE || e->ns == XML_NS_LOEXT)	/* LibreOffice's own tables in shapes */
		odt_table_start(s, e);
	else if (e->ns == XML_NS_TEXT)
		text_element(s, e);
	if (e->ns == XML_NS_DRAW && e->id == ODT_image)
		s->images = true;
	if (e->id >= 0 && s->skip_below == 0)
		odt_control_start(s, e);
}

static bool
on_start(void *context, const struct xml_element *e)
{
	struct odt_state *s = context;
	struct odt_frame *f = &s->frames[e->depth];

	if (e->depth > READING_DEPTH_LIMIT)
		return false;
	if (s->skip_below != 0 && e->depth > s->skip_below)
		return true;
	*f = (struct odt_frame){ .look = s->look };
	begin(s, e);
	return !s->reading->blocks->cut;
}

static void
on_end(void *context, const struct xml_element *e)
{
	struct odt_state *s = context;
	struct odt_frame *f = &s->frames[e->depth];

	if (e->depth > READING_DEPTH_LIMIT || (s->skip_below != 0 && e->depth > s->skip_below))
		return;
	if (s->skip_below == e->depth)
		s->skip_below = 0;
	if (f->close != NULL && (s->flow != NULL || s->form != NULL))
		f->close(s);
	s->look = f->look;
	if (e->id == ODT_style && e->ns == XML_NS_STYLE)
		s->style = NULL;
}

static void
on_text(void *context, struct span text)
{
	struct odt_state *s = context;

	if (s->skip_below == 0)
		odt_flow_text(s, text, true);
}

static enum part_why
pass(struct odt_state *s, struct span xml, bool styles, bool body, bool margins)
{
	static const struct xml_handler h = { .start = on_start, .end = on_end, .text = on_text, .names = odt_names, .names_count = ODT_NAMES_COUNT };
	enum part_why why;

	s->read_styles = styles;
	s->read_body = body;
	s->read_margins = margins;
	s->skip_below = 0;
	s->flow = NULL;
	s->form = NULL;
	s->look = (struct odt_look){ 0 };
	why = xml_read(s->arena, xml, &h, s);
	/* Cut short: what was open is given all the same. */
	while (s->flow != NULL)
		odt_flow_pop(s);
	return why;
}

/* ---- the file ---------------------------------------------------------------------------------- */

static enum part_why
read_xml(struct reading *r, struct span styles, struct span content)
{
	struct odt_state *s = arena_alloc(r->arena, sizeof(*s));
	size_t before = r->blocks->count;
	bool flat = styles.len == 0;
	enum part_why why;

	s->reading = r;
	s->arena = r->arena;
	if (flat)
		styles = content;
	(void)pass(s, styles, true, false, false);
	why = pass(s, content, !flat, true, false);
	(void)pass(s, styles, false, false, true);
	if (why != PART_WHY_NONE)
		return why;
	if (block_list_says(r->blocks, before))
		return PART_WHY_NONE;
	return s->images ? PART_WHY_SCANNED_IMAGE : PART_WHY_EMPTY;
}

/* A macro of LibreOffice's own; the empty libraries it always writes are none. */
static bool
has_macro(const struct zipped *z)
{
	for (size_t i = 0; i < zipped_count(z); i++) {
		struct span name = zipped_at(z, i)->name;

		if ((span_starts(name, SPAN_LIT("Basic/")) || span_starts(name, SPAN_LIT("Scripts/"))) && !span_ends_nocase(name, SPAN_LIT("-lc.xml")) &&
		    !span_ends_nocase(name, SPAN_LIT("-lb.xml")) && !span_ends_nocase(name, SPAN_LIT("/")))
			return true;
	}
	return false;
}

static enum part_why
read_package(struct reading *r, struct zipped *z)
{
	struct span styles, content;
	enum part_why why = locked_odf_entry(r->arena, z, "content.xml", r->password, &content);

	if (content.len == 0)
		return why == PART_WHY_NONE ? PART_WHY_EMPTY : why;
	if (has_macro(z))
		r->flags |= PART_FLAG_MACRO;
	(void)locked_odf_entry(r->arena, z, "styles.xml", r->password, &styles);
	if (styles.len == 0)
		styles = SPAN_LIT("<none/>");
	why = read_xml(r, styles, content);
	return why;
}

enum part_why
odt_read(struct reading *r)
{
	struct zipped *z;
	enum part_why why;

	if (!span_starts(r->bytes, SPAN_LIT("PK")))
		return read_xml(r, SPAN_NONE, r->bytes);
	why = zipped_open(r->arena, r->bytes, &z);
	if (why != PART_WHY_NONE)
		return why;
	why = read_package(r, z);
	zipped_close(z);
	return why;
}
