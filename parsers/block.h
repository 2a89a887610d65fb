/* SPDX-License-Identifier: ISC
 *
 * block: the waist of the reader.  Every format turns its bytes into a list of blocks in
 * reading order, and nothing after that knows which format it was.
 *
 * A block is a paragraph, a table cell, or a stand-alone form control (a PDF field), with
 * where it came from and the runs of text it is made of.  Each format makes its own tick
 * boxes uniform: an empty box is U+2610, a ticked or crossed one U+2612, in the text of
 * the run (flag BLOCK_BOX), wherever the file had a glyph, a symbol font, a legacy field
 * or a content control.  Deleted revisions and hidden text never get here.
 */
#ifndef PARSERS_BLOCK_H
#define PARSERS_BLOCK_H

#include "parsers/arena.h"

enum block_kind { BLOCK_PARAGRAPH, BLOCK_CELL, BLOCK_CONTROL };

enum block_flag {
	BLOCK_BOLD = 1 << 0,
	BLOCK_STRUCK = 1 << 1,		/* struck through */
	BLOCK_MARKED = 1 << 2,		/* highlighted, shaded run, or circled/bordered run */
	BLOCK_UNDERLINED = 1 << 3,
	BLOCK_PLACEHOLDER = 1 << 4,	/* the file itself says this text is a placeholder (showingPlcHdr) */
	BLOCK_BOX = 1 << 5,		/* the text is one box: U+2610 or U+2612 */
	BLOCK_VALUE = 1 << 6,		/* content of a control or form field */
	BLOCK_UNCERTAIN = 1 << 7,	/* read by OCR, or from a format that loses it */
	BLOCK_HEADING = 1 << 8,		/* on the block: a heading style, or a repeated header row */
	BLOCK_MARGIN = 1 << 9,		/* on the block: page header or footer, footnote, comment */
	BLOCK_ITALIC = 1 << 10,
	BLOCK_UNKNOWN_BOX = 1 << 11	/* a box is there whose state the format lost: U+25A1 */
};

enum block_control_kind { BLOCK_TEXT, BLOCK_DATE, BLOCK_CHOICE, BLOCK_CHECKBOX, BLOCK_RADIO, BLOCK_REPEAT };

/* What the file knows about a control.  Empty spans where it says nothing. */
struct block_control {
	enum block_control_kind kind;
	struct span name;		/* w:tag, ffData name, PDF field's full name */
	struct span label;		/* w:alias, status or help text, PDF /TU, or a label found by geometry */
	struct span value;		/* machine value: fullDate as YYYY-MM-DD, list item's value, export value */
	struct span *choices;		/* display texts of a drop-down, in order */
	size_t choices_count;
	bool checked;			/* BLOCK_CHECKBOX, BLOCK_RADIO */
	bool placeholder;		/* holds its placeholder, or the list entry that means "choose" */
};

struct block_run {
	struct span text;		/* UTF-8; a line break is '\n', a tab '\t' */
	unsigned flags;			/* enum block_flag */
	const struct block_control *control;	/* whose content this is, or NULL */
};

/* Where something stood.  Numbers start at 1; 0 means it has none. */
struct block_where {
	struct span part;		/* "2", "2.1": the message part */
	unsigned page;
	unsigned table;			/* counted through the part, nested tables included, in document order */
	unsigned row;
	unsigned column;		/* grid column: spanned columns are counted */
	unsigned column_span;		/* cells only, 1 when not spanned */
	unsigned row_span;		/* cells only, 1 when not spanned; continued cells give no block */
	unsigned paragraph;		/* paragraphs outside tables, counted through the part */
	unsigned outer_table;		/* nested tables: the table, row and column they stand in */
	unsigned outer_row;
	unsigned outer_column;
};

struct block {
	enum block_kind kind;
	unsigned flags;			/* BLOCK_HEADING, BLOCK_MARGIN */
	unsigned level;			/* heading level 1-9, 0 for none */
	struct block_where where;
	struct span text;		/* all runs together; paragraphs in a cell joined with '\n' */
	const struct block_run *runs;
	size_t runs_count;
};

struct block_list {
	struct arena *arena;
	struct block *items;
	size_t count;
	size_t capacity;
	size_t limit;			/* of blocks; 0: BLOCK_LIMIT */
	bool cut;			/* the limit was reached: the rest is missing, and people are told */
};

enum { BLOCK_LIMIT = 50000, BLOCK_RUN_LIMIT = 20000 };

struct block_list block_list(struct arena *a);
void block_add(struct block_list *list, const struct block *b);
/* Whether blocks from this one on say anything outside the margins.  An empty control says
 * something: it is a form's question. */
bool block_list_says(const struct block_list *list, size_t from);
/* Two cells of one row of a table. */
bool block_same_row(const struct block *a, const struct block *b);
/* The lines of a text, with `joint` between them. */
void block_put_lines(struct arena_text *t, struct span text, const char *joint);
/* Whether what a drop-down shows only asks to choose ("Please select..."); nothing at all does. */
bool block_asks_to_choose(struct arena *a, struct span shown);
/* "part 2, table 1, row 3, cell 2", "part 1, line 4", "part 2, page 1, field Name". */
struct span block_where_print(struct arena *a, const struct block_where *w);

/* Builds one block run by run; equal neighbours are joined. */
struct block_builder {
	struct arena *arena;
	struct block_run *runs;
	size_t count;
	size_t capacity;
	struct arena_text joined;	/* the last run's text, when it is of several pieces */
};

struct block_builder block_builder(struct arena *a);
void block_put(struct block_builder *b, struct span text, unsigned flags, const struct block_control *control);
void block_put_box(struct block_builder *b, bool ticked, const struct block_control *control);
bool block_is_empty(const struct block_builder *b);
/* Ends the block: joins the text and empties the builder. */
struct block block_finish(struct block_builder *b, enum block_kind kind, const struct block_where *where, unsigned flags);
/* The same, and adds it to the list, also when empty, so that an empty cell is seen. */
void block_end(struct block_builder *b, struct block_list *list, enum block_kind kind, const struct block_where *where, unsigned flags);

#endif
