/* SPDX-License-Identifier: ISC
 *
 * blank: a form to be filled in, made from the form definition.
 *
 * The questions are the canonical keys in their order; what they are called is the first
 * wording of their label in forms.conf, their headings the first wording of the section, the
 * choices the first wording of each choice.  So whoever fills in such a form is read without
 * a guess: in Word each answer is a content control tagged with its key, and wherever the
 * tags get lost the label in its section still says what it is.  Pure.
 */
#ifndef DAEMON_BLANK_H
#define DAEMON_BLANK_H

#include "parsers/form.h"

enum { BLANK_CHILDREN_MAX = 9 };

struct blank_wanted {
	const struct form_set *set;
	bool plr;				/* what a PLR asks for, else what an LCSPR does */
	struct span title, partnership, address, front_door;	/* address: where it is sent; may be empty */
	unsigned children;			/* 1 to BLANK_CHILDREN_MAX */
};

struct blank_question {
	const struct field_key *entry;
	struct span key;			/* "child.1.dob" */
	struct span label;
	bool required;
};

enum blank_layout { BLANK_PAIRS, BLANK_ROWS };	/* question beside answer; a header row and one row for each */

struct blank_section {
	enum blank_layout layout;
	struct span title, guidance;
	struct blank_question *questions;	/* BLANK_ROWS: of the first row; keys of the others have another number */
	size_t count, capacity;
	unsigned rows;				/* BLANK_ROWS */
};

struct blank {
	const struct blank_wanted *wanted;
	struct blank_section *sections;
	size_t count, capacity;
};

/* False when the definition words no question at all. */
bool blank_make(struct arena *a, const struct blank_wanted *wanted, struct blank *out);
/* What people pick for one canonical value of a key: "Not known" for a yes/no question's unknown. */
struct span blank_choice(const struct blank *b, const struct field_key *entry, const char *value);
/* The canonical values of a yes/no question, or of an enum. */
const char *const *blank_values(const struct field_key *entry);

/* The words that introduce the form: what to do with it, one paragraph each; a question that must be answered is
 * marked `*` in it. */
size_t blank_introduction(struct arena *a, const struct blank *b, struct span paragraphs_out[4]);

/* For the body of a mail: "Label: " lines to be written behind. */
struct span blank_text(struct arena *a, const struct blank *b);
/* A Word document (ECMA-376, transitional). */
struct span blank_docx(struct arena *a, const struct blank *b);

#endif
