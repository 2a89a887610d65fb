/* SPDX-License-Identifier: ISC
 *
 * pdf_line: what stands on a page put into lines, and lines into the text of blocks.
 * Inside of room pdf.
 */
#ifndef PARSERS_PDF_LINE_H
#define PARSERS_PDF_LINE_H

#include "parsers/boxes.h"
#include "parsers/pdf_field.h"

enum pdf_item_box { PDF_ITEM_NO_BOX, PDF_ITEM_EMPTY_BOX, PDF_ITEM_TICKED_BOX };

/* A word, a widget or a drawn box. */
struct pdf_item {
	struct pdf_rect box;		/* as shown, y downward */
	struct span text;
	unsigned flags;			/* of the run */
	enum boxes_font font;
	const struct pdf_widget *widget;
	const struct pdf_field *field;	/* the widget's */
	enum pdf_item_box drawn;
	size_t cell;			/* plus 1; 0: in no table that is drawn */
	size_t frame;			/* plus 1: the smallest that is drawn around it; 0: none */
};

/* Items that stand near one another on one line. */
struct pdf_segment {
	size_t from, to;
	double x0, x1;
};

struct pdf_line {
	struct pdf_segment *segments;	/* one or more, from left to right */
	size_t count;
	double y0, y1;
};

struct pdf_lines {
	struct pdf_line *items;
	size_t count;
};

/* Sorts the items into reading order and cuts them up. */
struct pdf_lines pdf_line_find(struct arena *a, struct pdf_item *items, size_t count);
/* What stood between two lines before they were broken: PDF_LINE_NEW, a line of its own;
 * PDF_LINE_BLANK, the next word had no room; PDF_LINE_GLUED, a word too long for its cell. */
enum pdf_line_break { PDF_LINE_NEW, PDF_LINE_BLANK, PDF_LINE_GLUED };
enum pdf_line_break pdf_line_broken(const struct pdf_item *items, const struct pdf_segment *line, const struct pdf_segment *next, double right_edge);
/* "... no one told her." / "Reason for referral" / "Abuse is known": below the line stands a short
 * one that is no sentence, and another goes on below that one (after; NULL: none). */
bool pdf_line_is_title(const struct pdf_item *items, const struct pdf_line *line, const struct pdf_line *after);
/* As far to the right as text goes, or as it might on a page that wide, by the margin on the left. */
double pdf_line_right_edge(const struct pdf_lines *lines, double width);
/* The next line is no farther away than lines of one paragraph are. */
bool pdf_line_is_near(const struct pdf_line *line, const struct pdf_line *next);
/* "..., or has been" and "previously?" set wider than that: the next line begins with a small letter, and no sentence ends above it. */
bool pdf_line_runs_on(const struct pdf_item *items, const struct pdf_line *line, const struct pdf_line *next);

/* Text on its way into one block. */
struct pdf_writer {
	struct block_builder builder;
	struct arena_text run;
	unsigned flags;
	enum boxes_font font;
	bool any;
	char due;			/* what parts the next word from this; 0: nothing */
};

struct pdf_writer pdf_line_writer(struct arena *a);
/* What stands before the next word: ' ', '\t', '\n'. */
void pdf_line_part(struct pdf_writer *w, char with);
void pdf_line_join(struct pdf_writer *w, enum pdf_line_break how);
void pdf_line_put(struct pdf_writer *w, const struct pdf_item *items, const struct pdf_segment *s);
/* All lines of a cell with these sides. */
void pdf_line_put_cell(struct pdf_writer *w, const struct pdf_item *items, const struct pdf_lines *lines, double left, double right);
void pdf_line_end(struct pdf_writer *w, struct block_list *list, enum block_kind kind, const struct block_where *where, unsigned flags);

#endif
