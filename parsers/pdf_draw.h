/* SPDX-License-Identifier: ISC
 *
 * pdf_draw: what a page's content draws beside its letters: rules, small squares, coloured
 * patches, strokes of a pen; and in which fonts its text is shown (ISO 32000-1, 8.5 and 9.4).  Inside of room
 * pdf.
 *
 * A table in a PDF is nothing but lines between words.  Everything comes out in points
 * from the page's top left corner, y downward, as the page is shown.
 */
#ifndef PARSERS_PDF_DRAW_H
#define PARSERS_PDF_DRAW_H

#include "parsers/boxes.h"
#include "parsers/pdf_file.h"

enum { PDF_RULES_LIMIT = 20000, PDF_SHOWS_LIMIT = 50000, PDF_PENS_LIMIT = 20000 /* in a document */, PDF_CONTENT_LIMIT = 512 * 1024 /* encoded bytes of one stream */ };

struct pdf_rule {
	bool upright;
	double at;			/* y of a level one, x of an upright one */
	double from, to;
	bool frame;		/* a side of what is drawn around a field (pdf_grid) */
	size_t pen;		/* a side of that rectangle, counted from 1; 0: of none */
};

/* Text shown from here on: the start of one show operator, on the base line. */
struct pdf_show {
	double x, y;
	unsigned flags;			/* BLOCK_BOLD, BLOCK_ITALIC; BLOCK_UNCERTAIN: not painted (the text behind a scan) */
	enum boxes_font font;
	struct pdf_rect clip;		/* beyond it nothing is seen */
	size_t order;			/* of painting */
};

/* Painted so that nobody sees what was painted there before. */
struct pdf_cover {
	struct pdf_rect box;
	size_t order;
};

struct pdf_square {			/* or a circle: a place for a tick */
	struct pdf_rect box;
	bool outlined;			/* else it is only a light patch, unless something fills it */
	bool crossed;
};

struct pdf_point {
	double x, y;
	bool move;			/* a new subpath begins here */
	bool bent;			/* a curve leads to it */
};

/* A line that people may have drawn: a ring, a tick, half a cross, a stroke through words. */
struct pdf_pen {
	struct pdf_rect box;
	struct pdf_point *points;
	size_t count;
	bool filled;			/* its outline is given: a blot, or a tick as a sign is drawn */
	bool axial;			/* a rectangle */
	bool box_like;			/* of the look and size of a box to tick */
	bool used;			/* it has been found to be a mark (pdf_pen) */
};

struct pdf_drawing {
	struct pdf_rule *rules;
	size_t rules_count, rules_capacity;
	struct pdf_show *shows;
	size_t shows_count, shows_capacity;
	struct pdf_square *squares;
	size_t squares_count, squares_capacity;
	struct pdf_rect *patches;	/* coloured */
	size_t patches_count, patches_capacity;
	struct pdf_rect *frames;	/* drawn around what stands in them; panels that are filled, too */
	size_t frames_count, frames_capacity;
	struct pdf_pen *pens;
	size_t pens_count, pens_capacity, pens_limit;
	struct pdf_cover *covers;
	size_t covers_count, covers_capacity;
	struct pdf_rect *notes;		/* where annotations may have text of their own, above all else and of no show */
	size_t notes_count, notes_capacity;
	bool unread;			/* some of what the page draws was not looked at */
	size_t images;
	size_t painted;			/* what was shown or painted so far */
};

#define PDF_THICK 5.0		/* points: as wide a stroke is a marker's */

/* How the file's coordinates become those of the page as it is shown. */
struct pdf_view {
	struct pdf_rect media;
	unsigned turn;			/* clockwise quarters */
};

struct pdf_view pdf_draw_view(struct pdf_file *f, unsigned page);
struct pdf_rect pdf_draw_rect(const struct pdf_view *v, struct pdf_rect r);
/* An /Ink annotation is drawn with a pen, and not with a marker. */
bool pdf_draw_is_pen(struct pdf_file *f, unsigned annotation);
/* No more than so many pens are looked at. */
void pdf_draw_read(struct pdf_file *f, struct arena *a, unsigned page, size_t pens_limit, struct pdf_drawing *out);

#endif
