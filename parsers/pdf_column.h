/* SPDX-License-Identifier: ISC
 *
 * pdf_column: a page set like a newspaper, in two columns that are read one after the other.
 * Inside of room pdf.
 */
#ifndef PARSERS_PDF_COLUMN_H
#define PARSERS_PDF_COLUMN_H

#include "parsers/pdf_line.h"

struct pdf_columns {
	size_t from, to;		/* the lines that hold both */
	double x;			/* where the right one begins, points from the left */
};

/* Whether some of these lines are two columns of labels in bold over their answers, or before them: each has labels where
 * the other has answers, which rows of a table never do both ways; or lines where the other has none.  width: of the page. */
bool pdf_column_find(const struct pdf_item *items, const struct pdf_lines *lines, double width, struct pdf_columns *out);
/* The items of those lines to the left of x, or from there on; theirs in the arena, *count_out of them. */
struct pdf_item *pdf_column_items(struct arena *a, const struct pdf_item *items, const struct pdf_lines *lines, const struct pdf_columns *c, bool right, size_t *count_out);

#endif
