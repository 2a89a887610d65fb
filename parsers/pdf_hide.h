/* SPDX-License-Identifier: ISC
 *
 * pdf_hide: words that the file has and nobody sees: shown outside of the clip, or covered by what was painted over them
 * later.  Inside of room pdf.
 */
#ifndef PARSERS_PDF_HIDE_H
#define PARSERS_PDF_HIDE_H

#include "parsers/pdf_item.h"

/* Empties the text of words that are hidden.  The drawing's shows are ordered by y. */
void pdf_hide_words(const struct pdf_drawing *d, struct pdf_item_list *list);

#endif
