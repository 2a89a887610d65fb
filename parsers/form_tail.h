/* SPDX-License-Identifier: ISC
 *
 * form_tail: what a label goes on with behind its mark or dash.
 */
#ifndef PARSERS_FORM_TAIL_H
#define PARSERS_FORM_TAIL_H

#include "parsers/form_inside.h"

/* Does s explain the label? */
bool form_tail_explains(const struct form_reader *r, const struct form_match *label, struct span s);
/* How many bytes of the text behind `from`, where the label ends, are the label's own. */
size_t form_tail_length(const struct form_reader *r, const struct form_match *label, struct span text, size_t from);
/* "Summary of the incident. Please keep to the facts.": is it such a label, and nothing but how to answer it? */
bool form_tail_advises(const struct form_reader *r, struct span text, struct form_match *match_out);
/* "(Mon-Weds)": how long what s begins with is, where it is a remark about the number, address or day before. */
size_t form_tail_remark(struct arena *a, struct span s);
/* Has the answer begun already where a longer label, matched as `m`, would end?  found_at: where the shorter one has;
 * by_line: at the end of its line. */
bool form_tail_is_begun(struct span text, size_t found_at, bool by_line, struct span label, const struct form_match *m);

#endif
