/* SPDX-License-Identifier: ISC
 *
 * form_cut: lines that are rows of a table pasted as text, and those that only look like it.
 */
#ifndef PARSERS_FORM_CUT_H
#define PARSERS_FORM_CUT_H

#include "parsers/form_inside.h"

enum { FORM_PIECES = 24 };

/* A line, cut by a mark. */
struct form_pieces {
	struct form_text items[FORM_PIECES];
	size_t count;
};

/* form_cut_whole: lines that are not cut.  All but the first take text of a line and find wordings by the reader's set. */
bool form_cut_whole_ends_in_mark(struct span label);	/* "Name:", "Agreed?" */
bool form_cut_whole_is_label(const struct form_reader *r, struct span text);	/* word for word, of a key or of none */
bool form_cut_whole_is_labelled(const struct form_reader *r, const struct form_text *line, const struct form_pieces *p);	/* one label, one answer, strokes in them */
bool form_cut_whole_is_choice(const struct form_reader *r, const struct form_text *line);	/* ... which is options as they were printed */
/* "Police / social care were told": strokes in a sentence.  rows: the text has rows that are cut by strokes. */
bool form_cut_whole_is_story(const struct form_reader *r, const struct form_text *line, const struct form_pieces *p, bool rows);
bool form_cut_whole_is_row(const struct form_reader *r, const struct form_text *line, const struct form_pieces *p);	/* it is sure to be one of these */
/* "Circumstances / seen by a nurse / doctor", "Faith / Christian / Muslim / Other": behind the label there is one cell. */
void form_cut_whole_join(const struct form_reader *r, const struct form_text *line, struct span mark, struct form_pieces *p);

#endif
