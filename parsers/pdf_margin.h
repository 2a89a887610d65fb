/* SPDX-License-Identifier: ISC
 *
 * pdf_margin: what the pages of a document repeat at their top or foot.  Inside of room pdf.
 */
#ifndef PARSERS_PDF_MARGIN_H
#define PARSERS_PDF_MARGIN_H

#include "parsers/pdf_line.h"
#include "parsers/pdf_words.h"

struct pdf_margin_key;

struct pdf_margin {
	struct pdf_margin_key *keys;
	size_t count, capacity;
};

void pdf_margin_collect(struct arena *a, const struct pdf_words *words, struct pdf_margin *out);
/* Whether that line of page `page` (from 1) is one of them, or its number. */
bool pdf_margin_holds(const struct pdf_margin *m, const struct pdf_item *items, const struct pdf_line *line, size_t page, double page_height);

#endif
