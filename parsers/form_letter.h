/* SPDX-License-Identifier: ISC */
#ifndef PARSERS_FORM_LETTER_H
#define PARSERS_FORM_LETTER_H

#include "parsers/form_inside.h"

/* form_letter: what sentences say that no label asks for; when the labels have made a form of the part. */
void form_letter_part(struct form_reader *r);
/* A cell of a row that is text in the document, and not in its margin; NULL: none, or no more of them. */
const struct form_cell *form_letter_cell(const struct form_reader *r, size_t at, size_t k);
/* "Dear all", and "Subject: ..." where a child has a name already: how a letter begins, and no label or answer; a
 * question open above it ends unanswered. */
bool form_letter_begins(struct form_reader *r, const struct form_cell *c);
/* One answer under one key, as value_read() has it, unless that key was met; false when it was, or there is no such value. */
bool form_letter_give(struct form_reader *r, const char *pattern, unsigned number, struct span raw, const struct block *b);

/* form_letter_day: the only day in the text, of which no year is said, when the mail's own day tells its year: of the half year before that; false: there is
 * none, or several.  No other year is spoken of in what stands before it, births and "since 2019" apart. */
bool form_letter_day(const struct form_reader *r, struct span text, struct civil_date *out);
bool form_letter_is_of_year(struct span before, int year);

/* What stands behind "Re:", "Concerning " and the like; empty: the text begins with none. */
struct span form_letter_behind_re(struct span text);

/* form_letter_told: sentences.  The next one of a text; what is under way, and who knows; what a child is; which review
 * its writer asks for ("lcspr", "plr"; empty: none, or one in doubt).  titled: it may be the line that a letter is about. */
bool form_letter_is_one(struct span word, struct span choices);	/* of "aware/informed/told" */
bool form_letter_sentence(struct span *rest, struct span *one_out);
void form_letter_told(struct form_reader *r);
void form_letter_told_child(struct form_reader *r, unsigned number, struct span name, struct span text, const struct block *b);
struct span form_letter_asks(const struct form_reader *r, struct span sentence, bool titled);

#endif
