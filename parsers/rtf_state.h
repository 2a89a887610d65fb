/* SPDX-License-Identifier: ISC
 *
 * rtf_state: what the files of room rtf share while one document is read.
 *
 * A *group* is what braces enclose; character properties end with it.  A *flow* is a place
 * text goes to: the body, a cell, a text box, a header.
 */
#ifndef PARSERS_RTF_STATE_H
#define PARSERS_RTF_STATE_H

#include "parsers/boxes.h"
#include "parsers/reading.h"

enum { RTF_FONTS_LIMIT = 500, RTF_CELLS_LIMIT = 64, RTF_TABLES_DEPTH = 12, RTF_FLOWS_DEPTH = 40, RTF_STYLES_LIMIT = 1024 };

enum rtf_destination {
	RTF_BODY,			/* text */
	RTF_SKIP,
	RTF_FONTS,			/* font table */
	RTF_STYLES,			/* style sheet */
	RTF_FIELD,			/* around an instruction and its result */
	RTF_INSTRUCTION, RTF_FORM_FIELD,
	RTF_FORM_NAME, RTF_FORM_DEFAULT, RTF_FORM_ENTRY, RTF_FORM_STATUS, RTF_FORM_HELP
};

struct rtf_look {
	unsigned flags;			/* of runs */
	bool hidden, deleted;
	unsigned font;			/* number in the font table */
};

struct rtf_font {
	unsigned number, page;		/* code page */
	enum boxes_font symbols;
	bool symbol;			/* its bytes are no letters */
};

struct rtf_control {
	struct block_control seen_as;
	size_t choices_capacity;
	struct span text;		/* the default */
	unsigned selected;		/* of the choices, from 1; 0: not said */
	unsigned default_selected;
	int checked, default_checked;	/* -1: not said */
	bool form, put;
	bool data;			/* the file says what state it is in */
	struct rtf_control *outer;	/* of the flow, before it */
};

struct rtf_group {
	enum rtf_destination destination;
	struct rtf_look look;
	unsigned skip_after_u;		/* \uc */
	bool star;			/* \* was just read */
	bool fresh;			/* nothing in it yet */
	bool nested_properties;
	bool pushed;			/* a flow */
	bool uses_upper;		/* of \upr: only its \ud is read */
	struct rtf_control *field;	/* RTF_FIELD and what is in it */
};

struct rtf_row {			/* what \trowd says */
	int edges[RTF_CELLS_LIMIT];
	unsigned char merged[RTF_CELLS_LIMIT];	/* enum rtf_merge */
	unsigned count;
	unsigned char next;		/* merges said for the next edge */
	int left;
	bool heading;
};

enum rtf_merge { RTF_MERGE_DOWN = 1, RTF_MERGE_DOWN_ON = 2, RTF_MERGE_RIGHT = 4, RTF_MERGE_RIGHT_ON = 8 };

struct rtf_cell {
	size_t slot;			/* block, plus 1 */
	unsigned row, index;
	int left, right;
	unsigned char merged;
	bool known;			/* its row's properties have been applied */
};

struct rtf_table {
	unsigned number, row;
	unsigned index;			/* cells begun in this row */
	struct rtf_cell *cells;
	size_t count, capacity, row_from;
	struct rtf_row properties;
};

struct rtf_flow {
	bool cell, margin;
	struct block_where where;
	struct block_builder builder;
	struct arena_text run;		/* not yet put */
	struct rtf_look look;
	const struct rtf_control *run_control;
	struct rtf_control *control;	/* whose text this is */
	unsigned newlines;
	size_t slot;
	unsigned level;			/* of a heading */
	unsigned tables_from;		/* open tables below this one belong to flows outside */
};

struct rtf_state {
	struct reading *reading;
	struct arena *arena;
	struct rtf_group groups[READING_DEPTH_LIMIT + 1];
	unsigned depth;			/* of the open group */
	unsigned too_deep;		/* groups beyond the limit */
	struct rtf_flow flows[RTF_FLOWS_DEPTH];
	unsigned flows_count;
	struct rtf_table *tables[RTF_TABLES_DEPTH];
	unsigned tables_count;
	unsigned tables_seen, paragraphs;
	struct rtf_font *fonts;
	size_t fonts_count, fonts_capacity;
	struct rtf_font *font;		/* being defined */
	unsigned page;			/* \ansicpg */
	unsigned skip;			/* letters that stand for a \u just read */
	uint32_t surrogate;
	bool in_table;			/* of the paragraph */
	unsigned level;			/* \itap */
	unsigned char style_levels[RTF_STYLES_LIMIT];	/* of paragraph styles, as outline */
	unsigned style;			/* being defined */
	unsigned outline;		/* heading level, from 1; 0: none */
	bool images;
	struct arena_text collected;	/* of instructions and form fields */
};

static inline struct rtf_group *
rtf_group(struct rtf_state *s)
{
	return &s->groups[s->depth];
}

static inline struct rtf_flow *
rtf_flow(struct rtf_state *s)
{
	return &s->flows[s->flows_count - 1];
}

/* rtf_flow.c: text into blocks. */
bool rtf_flow_push(struct rtf_state *s, bool cell, bool margin);
void rtf_flow_pop(struct rtf_state *s);
void rtf_flow_keep_place(struct rtf_state *s);
void rtf_flow_end_paragraph(struct rtf_state *s);
void rtf_flow_text(struct rtf_state *s, struct span utf8);
void rtf_flow_put_control(struct rtf_state *s, struct rtf_control *c, struct span text);
const struct rtf_font *rtf_flow_font(const struct rtf_state *s, unsigned number);

/* rtf_table.c */
/* Opens or closes tables until the text that comes now is where its paragraph says. */
void rtf_table_settle(struct rtf_state *s);
void rtf_table_end_cell(struct rtf_state *s, unsigned level);
void rtf_table_end_row(struct rtf_state *s, unsigned level);
void rtf_table_close(struct rtf_state *s, unsigned level);
/* True when the word was one of a row's properties. */
bool rtf_table_word(struct rtf_state *s, struct span word, bool has_number, int number);

/* rtf_field.c */
bool rtf_field_word(struct rtf_state *s, struct span word, bool has_number, int number);
void rtf_field_end(struct rtf_state *s, const struct rtf_group *ended);
void rtf_field_result(struct rtf_state *s);

#endif
