/* SPDX-License-Identifier: ISC
 *
 * docx_run: what runs and paragraphs say about their text, and the characters that are
 * elements (ECMA-376-1, 17.3).  Each function is called at the start of an element.
 */
#ifndef PARSERS_DOCX_RUN_H
#define PARSERS_DOCX_RUN_H

#include "parsers/docx_state.h"

void docx_run_open(struct docx_state *s, const struct xml_element *e);
void docx_run_properties(struct docx_state *s, const struct xml_element *e);	/* w:rPr, wherever it stands */
void docx_run_flag(struct docx_state *s, const struct xml_element *e);		/* w:b, w:strike, w:highlight, ... */
void docx_run_fonts(struct docx_state *s, const struct xml_element *e);
void docx_run_style(struct docx_state *s, const struct xml_element *e);		/* w:rStyle, w:pStyle */
void docx_run_outline(struct docx_state *s, const struct xml_element *e);	/* w:outlineLvl */
void docx_run_character(struct docx_state *s, const struct xml_element *e);	/* w:tab, w:br, w:noBreakHyphen, ... */
void docx_run_symbol(struct docx_state *s, const struct xml_element *e);	/* w:sym */
/* w:del, w:moveFrom and Word 2003's annotation: around text, or a mark in properties. */
void docx_run_deleted(struct docx_state *s, const struct xml_element *e);

#endif
