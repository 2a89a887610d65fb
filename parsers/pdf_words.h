/* SPDX-License-Identifier: ISC
 *
 * pdf_words: the words of each page with their boxes, from what pdftotext -bbox-layout
 * prints.  Inside of room pdf.
 *
 * Points from the page's top left corner, y downward, as the page is shown.
 */
#ifndef PARSERS_PDF_WORDS_H
#define PARSERS_PDF_WORDS_H

#include "parsers/pdf_file.h"

enum { PDF_WORDS_LIMIT = 400000, PDF_WORD_PAGES_LIMIT = 5000 };

struct pdf_word {
	struct pdf_rect box;
	struct span text;
};

struct pdf_word_page {
	double width, height;
	size_t from, to;		/* its words */
};

struct pdf_words {
	struct pdf_word *items;
	size_t count, capacity;
	struct pdf_word_page *pages;
	size_t pages_count, pages_capacity;
};

void pdf_words_read(struct arena *a, struct span printed, struct pdf_words *out);
/* Of a line: the height of half of the words, points; 12 where there are none. */
double pdf_words_usual_height(struct arena *a, const struct pdf_words *words);

#endif
