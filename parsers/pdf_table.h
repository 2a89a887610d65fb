/* SPDX-License-Identifier: ISC
 *
 * pdf_table: tables without rules, from words that stand below one another.  Inside of
 * room pdf.
 */
#ifndef PARSERS_PDF_TABLE_H
#define PARSERS_PDF_TABLE_H

#include "parsers/pdf_line.h"

enum { PDF_TABLE_COLUMNS_LIMIT = 12 };

struct pdf_table {
	size_t from, to;		/* lines */
	double columns[PDF_TABLE_COLUMNS_LIMIT];	/* where they begin */
	size_t count;
	bool prose;			/* columns of running text, or labels over their answers: to be read one after the other */
	double pitch;			/* of prose: blank between lines that are no new paragraph; 0: unknown */
	double inner;			/* blank between lines of one row, or far below 0: the lines do not say */
	double right_most[PDF_TABLE_COLUMNS_LIMIT];	/* how far their text goes */
};

/* Whether a table begins at that line; its lines' segments are cut where columns begin. */
bool pdf_table_find(struct arena *a, const struct pdf_item *items, struct pdf_lines *lines, size_t from, struct pdf_table *out);
/* The column a segment stands in. */
size_t pdf_table_column(const struct pdf_table *t, const struct pdf_segment *s);
/* Where the text of a column ends at the right, at the most. */
double pdf_table_edge(const struct pdf_table *t, size_t column, double right_edge);
/* True when the line only goes on with the row above it. */
bool pdf_table_goes_on(const struct pdf_table *t, const struct pdf_item *items, const struct pdf_line *above, const struct pdf_line *line, double right_edge);

#endif
