/* SPDX-License-Identifier: ISC
 *
 * pdf_aside: frames and panels with text of their own beside the text of the page: "office
 * use only" at its right, cards side by side.  Inside of room pdf.
 */
#ifndef PARSERS_PDF_ASIDE_H
#define PARSERS_PDF_ASIDE_H

#include "parsers/pdf_grid.h"
#include "parsers/pdf_item.h"

/* Adds each as a grid of one cell (aside; late: to be read after all the rest of the page). */
void pdf_aside_find(struct arena *a, const struct pdf_drawing *d, const struct pdf_item_list *list, double usual, double page_width, struct pdf_grids *grids);
/* The topmost frame within `band` of the page's top that is as wide as the box that the page before ended with (last): a grid of
 * one cell, in which that box goes on. */
void pdf_aside_go_on(struct arena *a, const struct pdf_drawing *d, const struct pdf_rect *last, double band, struct pdf_grids *grids);
/* The box by itself that ends below `from`, is the last thing on the page and holds this line, its last, and no other; else out is left as it is. */
void pdf_aside_ends(const struct pdf_grids *g, const struct pdf_line *last, const struct pdf_line *before, double from, struct pdf_rect *out);
/* When the page begins, within `band` of its top, with a box by itself as wide as `like`, on the page before, that is a grid of one cell;
 * the grid, in the arena, that `like` is, which it goes on.  NULL: it does not. */
const struct pdf_grid *pdf_aside_begins(struct arena *a, const struct pdf_rect *like, double band, struct pdf_grids *g);

#endif
