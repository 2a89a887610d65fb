/* SPDX-License-Identifier: ISC
 *
 * pdf_path: painted paths (ISO 32000-1, 8.5) to what they look like to people: rules,
 * boxes to tick, coloured patches, and strokes of a pen.  Inside of room pdf.
 *
 * Curves are followed in a few straight steps.  Coordinates are those of the page as shown.
 */
#ifndef PARSERS_PDF_PATH_H
#define PARSERS_PDF_PATH_H

#include "parsers/pdf_draw.h"

enum { PDF_PATH_POINTS = 4096 };

struct pdf_path {
	struct pdf_point points[PDF_PATH_POINTS];
	size_t count;
};

struct pdf_paint {
	bool filled, stroked;
	bool coloured;			/* what fills it */
	bool light, stroke_light;	/* next to white: nobody sees it on paper */
	bool stroke_coloured;
	bool clear;			/* what fills it may be seen through */
	double width;			/* of the stroke, in points */
	struct pdf_rect clip;		/* what is beyond is not painted */
};

void pdf_path_add(struct pdf_path *p, struct pdf_point q);
/* From the last point, with two points of control, to the last. */
void pdf_path_curve(struct pdf_path *p, struct pdf_point b, struct pdf_point c, struct pdf_point last);
void pdf_path_close(struct pdf_path *p);
struct pdf_rect pdf_path_bounds(const struct pdf_path *p);	/* of no points: empty, at 0 */
/* Adds what it looks like to the drawing, and empties the path. */
void pdf_path_paint(struct pdf_path *p, struct arena *a, const struct pdf_paint *how, struct pdf_drawing *out);
/* A line through these points, as a pen draws it. */
void pdf_path_draw(struct arena *a, const struct pdf_point *points, size_t count, struct pdf_drawing *out);

#endif
