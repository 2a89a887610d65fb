/* SPDX-License-Identifier: ISC
 *
 * pdf_grid: tables, from the rules drawn around their cells.  Inside of room pdf.
 */
#ifndef PARSERS_PDF_GRID_H
#define PARSERS_PDF_GRID_H

#include "parsers/pdf_draw.h"

struct pdf_cell {
	struct pdf_rect box;
	unsigned row, column;		/* from 1 */
	unsigned row_span, column_span;
	size_t grid;			/* index */
};

struct pdf_grid {
	struct pdf_rect box;
	size_t from, to;		/* its cells, by row and column */
	unsigned rows, columns;
	const double *edges;		/* columns + 1 of them: x of each column's sides */
	size_t outer;			/* cell (plus 1) of another grid it stands in; 0: none */
	bool aside, late;		/* no table, but a frame (pdf_aside) */
};

struct pdf_grids {
	struct pdf_grid *grids;
	size_t count, capacity;
	struct pdf_cell *cells;
	size_t cells_count, cells_capacity;
	struct pdf_rect *lone;		/* boxes by themselves, wide enough for a line of text: one cell is no table */
	size_t lone_count, lone_capacity;
};

/* Without the frames drawn around fields within their cells.  Returns how many are left. */
size_t pdf_grid_drop_frames(struct pdf_rule *rules, size_t count, const struct pdf_rect *frames, size_t frames_count);
/* Grids of two cells or more, from the top down.  Changes the order of rules. */
void pdf_grid_find(struct arena *a, struct pdf_rule *rules, size_t count, struct pdf_grids *out);
/* The next table behind `last` that stands in no other, from the top down and from left to right: the first behind grids.count, which
 * also says that none is left. */
size_t pdf_grid_next(const struct pdf_grids *g, size_t last);
/* The smallest cell there (plus 1), 0 when there is none. */
size_t pdf_grid_cell(const struct pdf_grids *g, double x, double y);

#endif
