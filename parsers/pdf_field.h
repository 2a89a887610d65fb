/* SPDX-License-Identifier: ISC
 *
 * pdf_field: the fields of an AcroForm (ISO 32000-1, 12.7) with where they stand.
 * Inside of room pdf.
 *
 * A field is what has a full name; a widget is one place where it is shown.  Boxes (check
 * boxes, radio buttons) have a control for each widget, every other field has one for all.
 * Also read are marks people draw on a page (12.5.6): highlights, rings, lines through.
 */
#ifndef PARSERS_PDF_FIELD_H
#define PARSERS_PDF_FIELD_H

#include "parsers/pdf_file.h"

enum { PDF_FIELDS_LIMIT = 5000, PDF_NAME_DEPTH_LIMIT = 32 };

struct pdf_field {
	struct block_control control;	/* kind, name, label, value, choices */
	struct span text;		/* as shown; several chosen items, one a line */
	bool box;			/* BLOCK_CHECKBOX, BLOCK_RADIO */
	unsigned choices_object;	/* /Opt */
	int object;			/* the number of the one that has the name; 0: it has none */
	size_t widgets;
};

struct pdf_widget {
	size_t field;			/* index */
	unsigned page;			/* from 1; 0: on none */
	struct pdf_rect rect;		/* as the file has it: y upward */
	struct span state;		/* of a box: the name that means on */
	struct span option;		/* of a box: what that stands for, as text; may be empty */
	struct block_control *control;
};

struct pdf_mark {
	unsigned page;
	struct pdf_rect rect;
	unsigned flags;			/* of the runs it lies on */
};

struct pdf_form {
	struct pdf_field *fields;
	size_t count, capacity;
	struct pdf_widget *widgets;
	size_t widgets_count, widgets_capacity;
	struct pdf_mark *marks;
	size_t marks_count, marks_capacity;
	size_t filled;			/* fields with an answer */
};

void pdf_field_collect(struct pdf_file *f, struct arena *a, struct pdf_form *out);

#endif
