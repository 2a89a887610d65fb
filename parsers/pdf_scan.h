/* SPDX-License-Identifier: ISC
 *
 * pdf_scan: the operators of a content stream with their numbers (ISO 32000-1, 7.8.2).
 * Inside of room pdf.  Strings, arrays and dictionaries are passed over; inline images too.
 */
#ifndef PARSERS_PDF_SCAN_H
#define PARSERS_PDF_SCAN_H

#include "parsers/span.h"

enum { PDF_SCAN_OPERANDS = 8 };

struct pdf_operator {
	struct span name;		/* "re" */
	double numbers[PDF_SCAN_OPERANDS];	/* the last ones before it, oldest first */
	size_t count;
	struct span operand_name;	/* the last name before it, without the stroke, as written */
};

/* The next operator; false at the end. */
bool pdf_scan_next(struct span_cursor *c, struct pdf_operator *out);
/* How light the colour that it sets is, black (0) to white (1); tint: one number alone is one, of which 1 is the most (8.6.6.4). */
double pdf_scan_lightness(const struct pdf_operator *o, bool tint);
/* Red, green and blue are far apart. */
bool pdf_scan_is_coloured(const struct pdf_operator *o);
/* The operator sets the colour of strokes, or of what is filled. */
bool pdf_scan_sets_stroke(struct span name);
bool pdf_scan_sets_fill(struct span name);

#endif
