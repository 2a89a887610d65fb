/* SPDX-License-Identifier: ISC
 *
 * docx_field: fields, above all the legacy form fields FORMTEXT, FORMCHECKBOX and
 * FORMDROPDOWN, whose state may stand only in w:ffData (ECMA-376-1, 17.16).
 *
 * Functions taking an element are called at its start.
 */
#ifndef PARSERS_DOCX_FIELD_H
#define PARSERS_DOCX_FIELD_H

#include "parsers/docx_state.h"

void docx_field_char(struct docx_state *s, const struct xml_element *e);	/* w:fldChar */
void docx_field_simple(struct docx_state *s, const struct xml_element *e);	/* w:fldSimple */
/* Whatever stands in w:ffData: w:name, w:checkBox, w:default, w:result, ... */
void docx_field_data(struct docx_state *s, const struct xml_element *e);
/* A piece of w:instrText. */
void docx_field_code(struct docx_state *s, struct span code);
/* A field whose code is still open at the end of its paragraph has lost its end: what
 * follows must not be swallowed. */
void docx_field_end_paragraph(struct docx_state *s);

#endif
