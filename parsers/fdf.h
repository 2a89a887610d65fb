/* SPDX-License-Identifier: ISC
 *
 * fdf: what a PDF's "e-mail this form" button sends in place of the form: FDF (ISO 32000-1,
 * 12.7.7), XFDF (ISO 19444-1), or the form's data as plain XML.
 *
 * Each field becomes a BLOCK_CONTROL, its full name in the control, the words of the name's
 * last part its label; the parts before are a heading where they change ("Referrer.Name"),
 * but for those a form editor makes up ("form1.Page1").  A value that is a name (/Yes,
 * /Off) is a box.  XML counts as a form's data when its leaves hold text: each leaf
 * is a field, named by its path.  Pure.
 */
#ifndef PARSERS_FDF_H
#define PARSERS_FDF_H

#include "parsers/reading.h"

enum { FDF_FIELDS_LIMIT = 5000 };

struct fdf_leaf {
	struct span path;		/* "form1.Page1.ChildName" */
	struct span name;		/* "ChildName" */
	struct span text;		/* trimmed; may be empty */
};

struct fdf_leaves {
	struct fdf_leaf *items;
	size_t count, capacity;
	size_t filled;			/* those with text */
};

/* PART_WHY_NONE; EMPTY: no field in it; DAMAGED; TOO_DEEP. */
enum part_why fdf_read(struct reading *r);
enum part_why fdf_read_xfdf(struct reading *r);
/* UNKNOWN_TYPE: no form's data. */
enum part_why fdf_read_xml(struct reading *r);

/* The elements that hold no other (XHTML within one counts as its text), in order. */
enum part_why fdf_find_leaves(struct arena *a, struct span xml, struct fdf_leaves *out);
/* One field as a block.  *group is the group of the field before, SPAN_NONE at first. */
void fdf_put(struct reading *r, struct span *group, const struct block_control *control, struct span text);

#endif
