/* SPDX-License-Identifier: ISC
 *
 * pdf_pen: what people mean by the lines they draw on a page: a ring around words marks
 * them, a line or a scribble through them strikes them out, a tick or a cross fills the box
 * it stands in, marks the word it stands on, and else is itself a ticked box.  Inside of
 * room pdf.
 */
#ifndef PARSERS_PDF_PEN_H
#define PARSERS_PDF_PEN_H

#include "parsers/pdf_item.h"

/* "YES/NO" of which something drawn covers a part: its words stand by themselves. */
void pdf_pen_split(struct arena *a, const struct pdf_drawing *d, struct pdf_item_list *list);
void pdf_pen_split_at(struct arena *a, const struct pdf_rect *mark, struct pdf_item_list *list);
/* Which drawn boxes are crossed; those that are none are dropped.  Before pdf_pen_read(). */
void pdf_pen_cross(struct pdf_drawing *d);
/* Flags on words, and new items for ticks beside them.  A ring's rules are taken from the drawing. */
void pdf_pen_read(struct arena *a, struct pdf_drawing *d, struct pdf_item_list *list);

#endif
