/* SPDX-License-Identifier: ISC
 *
 * docx_circle: an ellipse drawn around one of the printed answers ("YES / NO").
 *
 * A drawing floats: the file says how far from the left edge of its column it stands, not
 * which word it surrounds.  The word is worked out from there with a usual width for a
 * character, and its run is marked BLOCK_MARKED and BLOCK_UNCERTAIN.  Only small ellipses
 * near a word count.  Functions taking an element are called at its start.
 */
#ifndef PARSERS_DOCX_CIRCLE_H
#define PARSERS_DOCX_CIRCLE_H

#include "parsers/docx_state.h"

void docx_circle_extent(struct docx_state *s, const struct xml_element *e);	/* wp:anchor, wp:extent */
void docx_circle_offset(struct docx_state *s, const struct xml_element *e);	/* wp:posOffset: its text is wanted */
void docx_circle_offset_text(struct docx_state *s, struct span text);
void docx_circle_shape(struct docx_state *s, const struct xml_element *e);	/* a:prstGeom */
void docx_circle_oval(struct docx_state *s, const struct xml_element *e);	/* v:oval */
/* At the end of a paragraph: marks the words its circles surround. */
void docx_circle_mark(struct docx_state *s);

#endif
