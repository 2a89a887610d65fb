/* SPDX-License-Identifier: ISC
 *
 * pdf_column: a page set like a newspaper, in two columns that are read one after the other.
 * Inside of room pdf.
 */
#ifndef PARSERS_PDF_COLUMN_H
#define PARSERS_PDF_COLUMN_H

#include "parsers/pdf_draw.h"
#include "parsers/pdf_line.h"

struct pdf_columns {
	size_t from, to;		/* the lines that hold both */
	double x;			/* where the right one begins, points from the left */
};

/* A rule drawn from the top down between two columns. */
struct pdf_divider {
	double x, from, to;		/* points from the left, and from the top; to <= from: there is none */
};

/* The longest upright rule about the middle of a page this wide and high which no level rule crosses, as rows of a table would. */
struct pdf_divider pdf_column_divider(const struct pdf_rule *rules, size_t count, double width, double height);
/* Whether some of these lines are two columns of labels in bold over their answers, or before them: each has labels where
 * the other has answers, which rows of a table never do both ways; or lines where the other has none; or the divider stands between them.  width: of the page. */
bool pdf_column_find(const struct pdf_item *items, const struct pdf_lines *lines, const struct pdf_divider *divider, double width, struct pdf_columns *out);
/* The items of those lines to the left of x, or from there on; theirs in the arena, *count_out of them. */
struct pdf_item *pdf_column_items(struct arena *a, const struct pdf_item *items, const struct pdf_lines *lines, const struct pdf_columns *c, bool right, size_t *count_out);

#endif
