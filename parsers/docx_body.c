/* SPDX-License-Identifier: ISC */
#include "parsers/docx_body.h"

#include "parsers/docx_activex.h"
#include "parsers/docx_circle.h"
#include "parsers/docx_control.h"
#include "parsers/docx_field.h"
#include "parsers/docx_flow.h"
#include "parsers/docx_run.h"
#include "parsers/docx_table.h"

static void
skip(struct docx_state *s, const struct xml_element *e)
{
	s->skip_below = e->depth;
}

static void
close_capture(struct docx_state *s, struct docx_frame *f)
{
	(void)f;
	s->capture = DOCX_CAPTURE_NONE;
}

static void
capture(struct docx_state *s, const struct xml_element *e)
{
	s->capture = e->id == DOCX_N_t ? DOCX_CAPTURE_TEXT : DOCX_CAPTURE_CODE;
	s->frames[e->depth].close = close_capture;
}

static void
offset(struct docx_state *s, const struct xml_element *e)
{
	docx_circle_offset(s, e);
	s->frames[e->depth].close = close_capture;
}

/* Whether every namespace a branch asks for is one whose content this room reads; the
 * prefixes are those Word itself always writes. */
static bool
is_understood(struct span requires)
{
	static const char *const known[] = { "wps", "wpg", "wpc", "wpi", "w14", "w15", "wp14", "a14", "v", "c", "cx", "wp15" };
	struct span prefix;

	while (span_split(&requires, ' ', &prefix)) {
		bool found = prefix.len == 0;

		for (size_t i = 0; i < sizeof(known) / sizeof(known[0]) && !found; i++)
			found = span_eq_str(prefix, known[i]);
		if (!found)
			return false;
	}
	return true;
}

/* Markup compatibility (ISO/IEC 29500-3, 7.5): of the branches exactly one is read, so that a
 * text box given in two ways appears once.  The markup itself is transparent. */
static void
alternate(struct docx_state *s, const struct xml_element *e)
{
	struct docx_frame *f = &s->frames[e->depth], *parent = docx_parent(s, e);

	f->id = parent->id;
	f->taken = false;
	if (e->id == DOCX_N_AlternateContent)
		return;
	if (parent->taken || (e->id == DOCX_N_Choice && !is_understood(xml_attribute(e, XML_NS_NONE, "Requires")))) {
		s->skip_below = e->depth;
		return;
	}
	parent->taken = true;
}

static void
refer(struct docx_state *s, const struct xml_element *e)
{
	s->footnotes = s->footnotes || e->id == DOCX_N_footnoteReference;
	s->endnotes = s->endnotes || e->id == DOCX_N_endnoteReference;
	s->comments = s->comments || e->id == DOCX_N_commentReference;
}

/* Word shows w:checked of the old fields and w14:checked of the controls alike. */
static void
checked(struct docx_state *s, const struct xml_element *e)
{
	if (e->ns == XML_NS_W14)
		docx_control_checked(s, e);
	else
		docx_field_data(s, e);
}

typedef void start_function(struct docx_state *, const struct xml_element *);

static const struct {
	enum xml_ns ns, or_ns;
	start_function *start;		/* NULL: only its name matters, as a parent */
} starts[DOCX_NAMES_COUNT] = {
#define W(name, function) [DOCX_N_##name] = { XML_NS_W, XML_NS_W, function }
#define IN(name, ns, function) [DOCX_N_##name] = { ns, ns, function }
	IN(AlternateContent, XML_NS_MC, alternate), IN(Choice, XML_NS_MC, alternate), IN(Fallback, XML_NS_MC, alternate),
	IN(annotation, XML_NS_AML, docx_run_deleted),
	IN(checkbox, XML_NS_W14, docx_control_property),
	IN(repeatingSection, XML_NS_W15, docx_control_group), IN(repeatingSectionItem, XML_NS_W15, docx_control_group),
	IN(anchor, XML_NS_WP, docx_circle_extent), IN(extent, XML_NS_WP, docx_circle_extent), IN(posOffset, XML_NS_WP, offset),
	IN(positionH, XML_NS_WP, NULL), IN(prstGeom, XML_NS_A, docx_circle_shape), IN(oval, XML_NS_V, docx_circle_oval),
	[DOCX_N_checked] = { XML_NS_W, XML_NS_W14, checked },
	[DOCX_N_t] = { XML_NS_W, XML_NS_M, capture },
	W(alias, docx_control_property), W(b, docx_run_flag), W(bdr, docx_run_flag), W(bibliography, docx_control_group),
	W(body, docx_flow_body), W(br, docx_run_character), W(cellDel, docx_table_cell_deleted), W(cellMerge, docx_table_vertical_merge),
	W(checkBox, docx_field_data), W(citation, docx_control_group), W(comboBox, docx_control_property), W(comment, docx_flow_margin),
	W(commentReference, refer), W(control, docx_activex_control), W(cr, docx_run_character), W(dataBinding, docx_control_property),
	W(date, docx_control_property), W(ddList, docx_field_data), W(default, docx_field_data), W(del, docx_run_deleted),
	W(docPartList, docx_control_group), W(docPartObj, docx_control_group), W(dropDownList, docx_control_property),
	W(dstrike, docx_run_flag), W(endnote, docx_flow_margin), W(endnoteReference, refer), W(equation, docx_control_group),
	W(ffData, NULL), W(fldChar, docx_field_char), W(fldSimple, docx_field_simple), W(footnote, docx_flow_margin),
	W(footnoteReference, refer), W(ftr, docx_flow_margin), W(gridBefore, docx_table_grid_before), W(gridSpan, docx_table_grid_span),
	W(group, docx_control_group), W(hMerge, docx_table_horizontal_merge), W(hdr, docx_flow_margin), W(helpText, docx_field_data),
	W(highlight, docx_run_flag), W(hmerge, docx_table_horizontal_merge), W(i, docx_run_flag), W(instrText, capture),
	W(listEntry, docx_field_data), W(listItem, docx_control_list_item), W(lock, docx_control_property), W(moveFrom, docx_run_deleted), W(name, docx_field_data),
	W(noBreakHyphen, docx_run_character), W(outlineLvl, docx_run_outline), W(p, docx_flow_paragraph), W(pPr, NULL), W(pPrChange, skip),
	W(pStyle, docx_run_style), W(picture, docx_control_group), W(ptab, docx_run_character), W(r, docx_run_open),
	W(rFonts, docx_run_fonts), W(rPr, docx_run_properties), W(rPrChange, skip), W(rStyle, docx_run_style), W(result, docx_field_data),
	W(rt, skip), W(sdt, docx_control_open), W(sdtContent, docx_control_content), W(sdtEndPr, skip), W(sdtPr, NULL), W(shd, docx_run_flag),
	W(showingPlcHdr, docx_control_property), W(statusText, docx_field_data), W(strike, docx_run_flag), W(styles, skip),
	W(sym, docx_run_symbol), W(tab, docx_run_character), W(tag, docx_control_property), W(tbl, docx_table_open), W(tblGrid, skip),
	W(tblHeader, docx_table_header), W(tblPr, skip), W(tblPrChange, skip), W(tc, docx_table_cell), W(tcPr, docx_table_cell_properties),
	W(tcPrChange, skip), W(textInput, docx_field_data), W(tr, docx_table_row), W(trPr, NULL), W(trPrChange, skip),
	W(txbxContent, docx_flow_box), W(u, docx_run_flag), W(vMerge, docx_table_vertical_merge), W(vanish, docx_run_flag),
	W(vmerge, docx_table_vertical_merge),
#undef W
#undef IN
};

#define NAME(n) #n,
static const char *const names[] = { DOCX_NAMES(NAME) };
#undef NAME

static bool
on_start(void *context, const struct xml_element *e)
{
	struct docx_state *s = context;
	struct docx_frame *f = &s->frames[e->depth];
	bool known = e->id >= 0 && (e->ns == starts[e->id].ns || e->ns == starts[e->id].or_ns);

	if (s->skip_below != 0)
		return true;
	*f = (struct docx_frame){ .id = known ? e->id : -1, .depth = e->depth };
	if (known && starts[e->id].start != NULL)
		starts[e->id].start(s, e);
	return !s->reading->blocks->cut;
}

static void
on_end(void *context, const struct xml_element *e)
{
	struct docx_state *s = context;
	struct docx_frame *f = &s->frames[e->depth];

	if (s->skip_below != 0 && e->depth > s->skip_below)
		return;
	s->skip_below = 0;
	if (f->close != NULL)
		f->close(s, f);
}

static void
on_text(void *context, struct span text)
{
	struct docx_state *s = context;

	if (s->skip_below != 0)
		return;
	switch (s->capture) {
	case DOCX_CAPTURE_NONE:
		break;
	case DOCX_CAPTURE_TEXT:
		docx_flow_text(s, text);
		break;
	case DOCX_CAPTURE_CODE:
		docx_field_code(s, text);
		break;
	case DOCX_CAPTURE_OFFSET:
		docx_circle_offset_text(s, text);
		break;
	}
}

struct docx_state *
docx_body_new(struct reading *r, const struct docx_package *package)
{
	struct docx_state *s = arena_alloc(r->arena, sizeof(*s));

	s->reading = r;
	s->arena = r->arena;
	s->package = package;
	s->frames[0].id = -1;
	return s;
}

enum part_why
docx_body_read(struct docx_state *s, struct span bytes)
{
	static const struct xml_handler handler = { .start = on_start, .end = on_end, .text = on_text, .names = names, .names_count = DOCX_NAMES_COUNT, .named_only = true };
	enum part_why why;

	s->flow = NULL;
	s->skip_below = 0;
	s->capture = DOCX_CAPTURE_NONE;
	why = xml_read(s->arena, bytes, &handler, s);
	/* A document that breaks off leaves its cells open: what they hold is kept. */
	while (s->flow != NULL)
		docx_flow_pop(s);
	return why;
}
