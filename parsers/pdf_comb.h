/* SPDX-License-Identifier: ISC
 *
 * pdf_comb: squares side by side, a letter in each: a date of birth, a postcode.  Inside of
 * room pdf.
 */
#ifndef PARSERS_PDF_COMB_H
#define PARSERS_PDF_COMB_H

#include "parsers/pdf_item.h"

/* Puts their letters together into words, and takes what was drawn around them from the drawing. */
void pdf_comb_join(struct arena *a, struct pdf_drawing *d, struct pdf_item_list *list);

#endif
