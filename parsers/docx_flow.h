/* SPDX-License-Identifier: ISC
 *
 * docx_flow: where text goes, and how it becomes blocks.
 *
 * A cell keeps a place in the list of blocks when it opens and fills it when it closes, so
 * that tables and text boxes inside it come right after it.  Functions taking an element
 * are called at its start and set the frame's close.
 */
#ifndef PARSERS_DOCX_FLOW_H
#define PARSERS_DOCX_FLOW_H

#include "parsers/docx_state.h"

struct docx_flow *docx_flow_push(struct docx_state *s, enum docx_flow_kind kind);
/* Gives the flow's own text to the blocks and returns to the flow around it. */
void docx_flow_pop(struct docx_state *s);
/* Returns to the flow around it and forgets what it held. */
void docx_flow_leave(struct docx_state *s);

void docx_flow_body(struct docx_state *s, const struct xml_element *e);
void docx_flow_box(struct docx_state *s, const struct xml_element *e);		/* w:txbxContent */
void docx_flow_margin(struct docx_state *s, const struct xml_element *e);	/* w:hdr, w:ftr, w:footnote, ... */
void docx_flow_paragraph(struct docx_state *s, const struct xml_element *e);

/* Text as the run, paragraph and control in force have it. */
void docx_flow_text(struct docx_state *s, struct span text);
/* One character that stands in a symbol font of its own (w:sym). */
void docx_flow_symbol(struct docx_state *s, enum boxes_font font, uint32_t code);
/* What an open control has to show that its content does not: a box, a bound value, or the
 * bare fact that it is there and empty. */
void docx_flow_put_control(struct docx_state *s, struct docx_control *c);
/* The text between the controls another one holds is label, not answer: taken from it again. */
void docx_flow_disown(struct docx_state *s, const struct docx_control *c);
/* Keeps the flow's place in the list of blocks, once. */
void docx_flow_keep_place(struct docx_state *s);
/* Ends the paragraph under way outside a cell, if there is any text. */
void docx_flow_end_block(struct docx_state *s);

#endif
