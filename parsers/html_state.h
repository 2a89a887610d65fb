/* SPDX-License-Identifier: ISC
 *
 * html_state: one document on its way from elements to blocks.  Inside of room html.
 */
#ifndef PARSERS_HTML_STATE_H
#define PARSERS_HTML_STATE_H

#include "parsers/boxes.h"
#include "parsers/reading.h"
#include "parsers/xml.h"

enum { HTML_TABLES_LIMIT = 40 /* in one another; deeper ones are text */, HTML_COLUMNS_LIMIT = 200, HTML_SPAN_LIMIT = 1000 };

/* The elements that mean something, in the order of html_names. */
enum html_id {
	HTML_B, HTML_BIG, HTML_BLOCKQUOTE, HTML_BR, HTML_CAPTION, HTML_CENTER, HTML_DD, HTML_DEL, HTML_DIV, HTML_DL, HTML_DT, HTML_EM, HTML_FIELDSET, HTML_FONT,
	HTML_FORM, HTML_H1, HTML_H2, HTML_H3, HTML_H4, HTML_H5, HTML_H6, HTML_HEAD, HTML_HR, HTML_I, HTML_INPUT, HTML_INS, HTML_LEGEND,
	HTML_LI, HTML_MARK, HTML_NOSCRIPT, HTML_OL, HTML_OPTION, HTML_P, HTML_PRE, HTML_S, HTML_SCRIPT, HTML_SELECT, HTML_STRIKE, HTML_STRONG,
	HTML_STYLE, HTML_TABLE, HTML_TD, HTML_TEMPLATE, HTML_TEXTAREA, HTML_TFOOT, HTML_TH, HTML_THEAD, HTML_TITLE, HTML_TR, HTML_U, HTML_UL,
	HTML_NAMES
};
extern const char *const html_names[HTML_NAMES];

/* How text is shown where we are; inherited by what is inside. */
struct html_look {
	unsigned flags;			/* enum block_flag, of runs */
	enum boxes_font font;
	unsigned level;			/* heading level */
	bool hidden, quoted, preserved, header_row;
};

/* Text on its way into one block. */
struct html_line {
	struct block_builder builder;
	struct arena_text run;		/* not yet put */
	struct html_look look;		/* of that run */
	bool blank;			/* a blank is due before the next letter */
	unsigned breaks;		/* line ends that are due before it; cells only */
	bool any;			/* something was put */
};

struct html_table {
	struct block_where where;	/* table, row, column as they stand */
	unsigned down[HTML_COLUMNS_LIMIT];	/* rows that a cell from above still covers, by column */
	struct html_line line;
	bool cell_open, cell_header, layout;
	size_t slot;			/* the open cell's place in the list; SIZE_MAX when there was no room */
	unsigned outer;			/* open tables below this one when it began */
};

struct html_choice {			/* an open <select> */
	struct block_control *control;
	size_t capacity;
	struct arena_text text;		/* of the open option */
	struct span chosen, first;
	bool open, option_open, option_chosen, any_chosen, placeholder, first_placeholder;
};

struct html_state {
	struct reading *r;
	struct html_look look;
	struct html_look saved[XML_HTML_DEPTH_LIMIT + 2];	/* look outside the element at that depth */
	struct html_line line;		/* outside tables */
	struct block_where where;
	struct html_table *tables[HTML_TABLES_LIMIT];
	unsigned tables_open;		/* those in tables[] */
	unsigned tables_beyond;		/* opened, too deep to be told */
	unsigned tables_seen;		/* started so far, in document order */
	unsigned tables_told;		/* given a number */
	const unsigned *cells;		/* cells of each table, by order of start; from the first pass */
	unsigned cells_count;
	struct html_choice choice;
	struct block_control *area;	/* an open <textarea> */
	struct arena_text area_text;
	bool anything;
};

/* html.c */
struct html_line *html_line(struct html_state *s);		/* where text goes now */
bool html_in_cell(const struct html_state *s);
void html_put(struct html_state *s, struct span text, unsigned flags, const struct block_control *control);
void html_flush(struct html_state *s, struct html_line *line);
void html_end_line(struct html_state *s, bool even_when_empty);

/* html_style.c: what an element and its style attribute change. */
void html_style_apply(struct html_look *look, const struct xml_element *e);

/* html_table.c */
void html_table_start(struct html_state *s, const struct xml_element *e);
void html_table_end(struct html_state *s, const struct xml_element *e);

/* html_control.c: true when the text belongs to a control and not to the line. */
void html_control_start(struct html_state *s, const struct xml_element *e);
void html_control_end(struct html_state *s, const struct xml_element *e);
bool html_control_text(struct html_state *s, struct span text);

#endif
