/* SPDX-License-Identifier: ISC */
#include "parsers/docx_run.h"

#include "parsers/docx_flow.h"
#include "parsers/docx_table.h"

#include <string.h>

void
docx_run_open(struct docx_state *s, const struct xml_element *e)
{
	(void)e;
	if (s->flow != NULL)
		memset(&s->flow->run, 0, sizeof(s->flow->run));
}

void
docx_run_properties(struct docx_state *s, const struct xml_element *e)
{
	int parent = docx_parent(s, e)->id;

	if (parent != DOCX_N_r && parent != DOCX_N_pPr)
		s->skip_below = e->depth;
}

/* Only a run's own properties: those under w:pPr are of the paragraph mark. */
static bool
of_run(struct docx_state *s, const struct xml_element *e)
{
	return s->flow != NULL && docx_parent(s, e)->id == DOCX_N_rPr && docx_grandparent_id(s, e) == DOCX_N_r;
}

static bool
is_shaded(const struct xml_element *e)
{
	struct span fill = xml_attribute(e, XML_NS_W, "fill"), value = docx_val(e);

	if (value.len > 0 && !span_eq_str(value, "clear") && !span_eq_str(value, "nil"))
		return true;
	return fill.len > 0 && !span_eq_nocase_str(fill, "auto") && !span_eq_nocase_str(fill, "FFFFFF");
}

static bool
is_on(const struct xml_element *e)
{
	struct span value = docx_val(e);

	if (e->id == DOCX_N_shd)
		return is_shaded(e);
	if (e->id == DOCX_N_bdr || e->id == DOCX_N_highlight)
		return value.len > 0 && !span_eq_str(value, "none") && !span_eq_str(value, "nil") && !span_eq_str(value, "white");
	return docx_styles_on(value);
}

static unsigned
flag_of(int id)
{
	switch (id) {
	case DOCX_N_b:
		return BLOCK_BOLD;
	case DOCX_N_i:
		return BLOCK_ITALIC;
	case DOCX_N_u:
		return BLOCK_UNDERLINED;
	case DOCX_N_strike:
	case DOCX_N_dstrike:
		return BLOCK_STRUCK;
	case DOCX_N_vanish:
		return DOCX_STYLES_HIDDEN;
	}
	return BLOCK_MARKED;
}

void
docx_run_flag(struct docx_state *s, const struct xml_element *e)
{
	unsigned flag = flag_of(e->id);

	if (!of_run(s, e))
		return;
	if (is_on(e))
		s->flow->run.set |= flag;
	else
		s->flow->run.unset |= flag;
}

void
docx_run_fonts(struct docx_state *s, const struct xml_element *e)
{
	struct span name = xml_attribute(e, XML_NS_W, "ascii");

	if (name.len == 0)
		name = xml_attribute(e, XML_NS_W, "hAnsi");
	if (of_run(s, e) && name.len > 0)
		s->flow->run.font = boxes_font(name);
}

static const struct docx_style *
style_named(struct docx_state *s, struct span id)
{
	const struct docx_style *usual = docx_styles_usual(id);

	if (usual != NULL || id.len == 0)
		return usual;
	if (s->styles.arena == NULL) {
		s->styles.arena = s->arena;
		if (s->package != NULL)
			(void)docx_package_read(s->package, s->styles_name, &s->styles.bytes);
	}
	return docx_styles_find(&s->styles, id);
}

void
docx_run_style(struct docx_state *s, const struct xml_element *e)
{
	bool paragraph = e->id == DOCX_N_pStyle;
	const struct docx_style *style;

	if (s->flow == NULL || !(paragraph ? docx_parent(s, e)->id == DOCX_N_pPr : of_run(s, e)))
		return;
	style = style_named(s, docx_val(e));
	if (style == NULL)
		return;
	if (paragraph) {
		s->flow->paragraph.flags = style->flags;
		s->flow->paragraph.level = style->level;
	} else {
		s->flow->run.style = style->flags;
		s->flow->run.unset |= style->unset;
	}
}

void
docx_run_outline(struct docx_state *s, const struct xml_element *e)
{
	uint64_t level;

	if (s->flow != NULL && docx_parent(s, e)->id == DOCX_N_pPr && span_number(docx_val(e), 9, &level))
		s->flow->paragraph.level = level == 9 ? 0 : (unsigned)level + 1;
}

void
docx_run_character(struct docx_state *s, const struct xml_element *e)
{
	struct span text = SPAN_LIT("\n");

	/* w:tab is also a tab stop, under w:tabs. */
	if (docx_parent(s, e)->id != DOCX_N_r)
		return;
	if (e->id == DOCX_N_tab || e->id == DOCX_N_ptab)
		text = SPAN_LIT("\t");
	else if (e->id == DOCX_N_noBreakHyphen)
		text = SPAN_LIT("\xE2\x80\x91");
	docx_flow_text(s, text);
}

void
docx_run_symbol(struct docx_state *s, const struct xml_element *e)
{
	struct span code = xml_attribute(e, XML_NS_W, "char");
	uint32_t n = 0;

	if (code.len == 0 || code.len > 5)
		return;
	for (size_t i = 0; i < code.len; i++) {
		unsigned char c = code.at[i];

		if (c >= '0' && c <= '9')
			n = n * 16 + (uint32_t)(c - '0');
		else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
			n = n * 16 + (uint32_t)((c | 0x20) - 'a') + 10;
		else
			return;
	}
	docx_flow_symbol(s, boxes_font(xml_attribute(e, XML_NS_W, "font")), n);
}

void
docx_run_deleted(struct docx_state *s, const struct xml_element *e)
{
	int parent = docx_parent(s, e)->id;

	if (e->id == DOCX_N_annotation) {
		struct span type = xml_attribute(e, XML_NS_W, "type");

		/* What was inserted stays; the old text, the old formatting and remarks go. */
		if (span_eq_str(type, "Word.Insertion") || type.len == 0)
			return;
		if (!span_eq_str(type, "Word.Deletion"))
			parent = -1;
	}
	s->skip_below = e->depth;
	if (parent == DOCX_N_rPr && docx_grandparent_id(s, e) == DOCX_N_pPr && s->flow != NULL)
		s->flow->paragraph.mark_deleted = true;
	else if (parent == DOCX_N_trPr)
		docx_table_row_deleted(s, e->depth - 2);
}
