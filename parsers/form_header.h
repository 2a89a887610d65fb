/* SPDX-License-Identifier: ISC
 *
 * form_header: rows whose cells head the ones beneath, and the rows beneath them.  Nothing is matched here; what a row of labels
 * means is asked of form_match, and the head in force is r->header and r->columns.
 */
#ifndef PARSERS_FORM_HEADER_H
#define PARSERS_FORM_HEADER_H

#include "parsers/form_inside.h"

/* Does row `at` head the ones beneath?  Sets r->header and r->columns. */
bool form_header_open(struct form_reader *r, size_t at);
const struct form_column *form_header_column(const struct form_reader *r, unsigned column);	/* the head in force over it; NULL: none */
void form_header_row(struct form_reader *r, size_t at);
bool form_header_people_open(struct form_reader *r, size_t at);	/* does row `at` name people side by side, over rows of labels? */
const struct form_section *form_header_people_named(const struct form_reader *r, const struct form_cell *c);	/* whom a head names; NULL: nobody */
bool form_header_people_open_unnamed(struct form_reader *r, size_t at);	/* ... or is it the first such row, with nothing above it? */
bool form_header_holds(const struct form_reader *r, size_t at);
bool form_header_passes(struct form_reader *r, size_t at);	/* is row `at` a title across the table, whose answers beneath it are under the same heads? */
bool form_header_shape_holds(const struct form_reader *r, size_t at);	/* looks like one */
bool form_header_shape_answers(const struct form_reader *r, const struct form_cell *head, const struct form_cell *c);	/* it is what the head asks for */
bool form_header_shape_is_counter(struct span text);
bool form_header_shape_is_boxes(const struct form_reader *r, size_t at);	/* in a table of boxes, each label on top in its own */
const struct form_section *form_header_shape_title(const struct form_reader *r, const struct form_cell *c);	/* NULL: it names nobody */
const struct form_row *form_header_shape_under_title(const struct form_reader *r, size_t at);	/* The row beneath, or beneath one title across the table. */
const struct form_row *form_header_shape_below(const struct form_reader *r, size_t at);	/* The next row of the same table; NULL when there is none. */

#endif
