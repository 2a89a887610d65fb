/* SPDX-License-Identifier: ISC
 *
 * docx_styles: what a style says about its text, by its identifier (ECMA-376-1, 17.7).
 *
 * A styles part is often ten times the size of the text.  It is never read whole: a style
 * is cut out and read when the text names it, with those it is based on.
 */
#ifndef PARSERS_DOCX_STYLES_H
#define PARSERS_DOCX_STYLES_H

#include "parsers/block.h"

enum { DOCX_STYLES_HIDDEN = 1 << 30 };	/* beside the enum block_flag bits: w:vanish */

struct docx_style {
	struct span id;
	struct span based_on;
	unsigned flags;
	unsigned unset;			/* flags it switches off */
	unsigned level;			/* 1-9: a heading; 0: not */
};

struct docx_styles {
	struct arena *arena;
	struct span bytes;		/* the part, or a Word 2003 document with its styles in front */
	struct docx_style *items;	/* those looked up so far, inheritance worked out */
	size_t count;
	size_t capacity;
};

/* The styles Word gives everyone, as far as a form cares; NULL for any other. */
const struct docx_style *docx_styles_usual(struct span id);
/* NULL when there is none of that name.  Lives until the next call. */
const struct docx_style *docx_styles_find(struct docx_styles *s, struct span id);
/* Whether w:val switches on: absent, "1", "true", "on". */
bool docx_styles_on(struct span value);

#endif
