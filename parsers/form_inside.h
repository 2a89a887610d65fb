/* SPDX-License-Identifier: ISC
 *
 * form_inside: what the files of the form room share, and nobody else includes.
 */
#ifndef PARSERS_FORM_INSIDE_H
#define PARSERS_FORM_INSIDE_H

#include "parsers/form.h"

enum form_wording_kind { FORM_WORDING_LABEL, FORM_WORDING_WITHIN, FORM_WORDING_OTHER, FORM_WORDING_SECTION, FORM_WORDING_TITLE, FORM_WORDING_MARK };

/* One wording, folded. */
struct form_wording {
	struct span folded;
	struct span bag;			/* its content words in order of the alphabet */
	uint64_t letters;			/* two bits a letter: how many there are, roughly */
	const struct form_label *label;		/* LABEL, WITHIN */
	const struct form_section *section;	/* SECTION */
	const struct form_def *form;		/* whose own it is; NULL when shared */
	enum form_wording_kind kind;
	bool glob;				/* holds a `*` */
	uint32_t next;				/* the next with the same hash, from 1; 0 ends */
	uint32_t next_bag;
};

struct form_index {
	struct form_wording *wordings;		/* ordered by length, globs last */
	size_t count;
	size_t globs_from;
	uint32_t *by_text;			/* heads of chains, from 1 */
	uint32_t *by_bag;
	size_t mask;				/* size of both tables less one */
};

/* Content words of folded text in order of the alphabet, small words and plurals dropped:
 * "date of birth of the child" and "childs date of birth" have the same bag. */
struct span form_label_bag(struct arena *a, struct span folded);
uint64_t form_label_letters(struct span folded);
uint32_t form_label_hash(struct span folded);

#endif
