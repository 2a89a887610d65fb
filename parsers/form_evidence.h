/* SPDX-License-Identifier: ISC */
#ifndef PARSERS_FORM_EVIDENCE_H
#define PARSERS_FORM_EVIDENCE_H

#include "parsers/form_inside.h"

/* form_evidence: an answer under a label that nobody knows goes where it shows that it belongs; true when it did. */
bool form_evidence_give(struct form_reader *r, struct span label, const struct form_text *value);
bool form_evidence_line(struct form_reader *r, const struct form_cell *c);
/* "Who: Mother", though the label asks for a name elsewhere. */
bool form_evidence_relates(struct form_reader *r, const struct form_meaning *m, const struct form_text *value);

bool form_evidence_give_day(struct form_reader *r, struct span label, const struct form_text *value);	/* "Incident took place" beside a day */
bool form_evidence_day(struct form_reader *r, const struct form_cell *c);	/* "Incident took place: 5/3/2026" in front of a story: given */
/* "Trust Headquarters: 01632 960111": who a referrer is with is no number. */
bool form_evidence_is_number(const struct form_reader *r, const struct field_key *key, const struct field *f);

#endif
