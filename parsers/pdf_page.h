/* SPDX-License-Identifier: ISC
 *
 * pdf_page: pages as people see them, to blocks.  Inside of room pdf.
 *
 * Words, widgets and drawn boxes are put back into tables where rules or columns show one,
 * else into paragraphs; what a page repeats at its top or foot is BLOCK_MARGIN.
 */
#ifndef PARSERS_PDF_PAGE_H
#define PARSERS_PDF_PAGE_H

#include "parsers/pdf_grid.h"
#include "parsers/pdf_line.h"
#include "parsers/pdf_words.h"

struct pdf_pages {
	struct reading *reading;
	struct pdf_file *file;		/* NULL: the words are all there is */
	const struct pdf_form *form;
	const struct pdf_words *words;
	size_t images;			/* counted while reading */
};

void pdf_page_read(struct pdf_pages *p);

#endif
