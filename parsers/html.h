/* SPDX-License-Identifier: ISC
 *
 * html: HTML mail and HTML files, as they are shown, to blocks.
 *
 * r->bytes is UTF-8 already.  Lines outside tables are paragraphs (a <br> ends one; a blank
 * line gives an empty block, as in plain text); cells carry their place in the grid, spans
 * counted; a table of one single cell is only layout and gives paragraphs.  Check boxes,
 * radio buttons, drop-downs and text fields are controls.  What is not shown (scripts,
 * styles, display:none, deleted revisions, comments of Word) is left out; what is quoted
 * (<blockquote>) carries BLOCK_MARGIN.  Pure.
 */
#ifndef PARSERS_HTML_H
#define PARSERS_HTML_H

#include "parsers/reading.h"

/* PART_WHY_NONE; EMPTY when nothing is shown; TOO_DEEP. */
enum part_why html_read(struct reading *r);

#endif
