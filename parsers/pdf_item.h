/* SPDX-License-Identifier: ISC
 *
 * pdf_item: what stands on one page, gathered from three sources: the printed words, the
 * widgets, and what is drawn.  Inside of room pdf.
 */
#ifndef PARSERS_PDF_ITEM_H
#define PARSERS_PDF_ITEM_H

#include "parsers/pdf_draw.h"
#include "parsers/pdf_line.h"
#include "parsers/pdf_words.h"

struct pdf_item_list {
	struct pdf_item *items;
	size_t count, capacity;
};

/* Words behind a widget are left out (they are its value as painted), and a cross within a
 * drawn box is its tick.  A rule through words strikes them out and is taken from the
 * drawing, as are lines drawn by hand (pdf_pen); coloured patches and people's own marks are put on the words they lie on. */
void pdf_item_gather(struct arena *a, const struct pdf_word *words, size_t count, struct pdf_drawing *drawing, struct pdf_item_list *out);
void pdf_item_add_widgets(struct arena *a, const struct pdf_form *form, unsigned page, const struct pdf_view *view, struct pdf_item_list *list);
void pdf_item_mark(struct arena *a, const struct pdf_form *form, unsigned page, const struct pdf_view *view, struct pdf_item_list *list);

#endif
