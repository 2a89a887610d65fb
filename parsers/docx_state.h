/* SPDX-License-Identifier: ISC
 *
 * docx_state: what the files of this room share while one WordprocessingML part is read.
 *
 * The reader is one pass over the markup.  A *flow* is a place text goes to: the body, a
 * table cell, a text box, a header.  A *frame* remembers, per open element, what its end
 * has to do.  Everything lies in the message's arena.
 */
#ifndef PARSERS_DOCX_STATE_H
#define PARSERS_DOCX_STATE_H

#include "parsers/boxes.h"
#include "parsers/docx_names.h"
#include "parsers/docx_package.h"
#include "parsers/docx_styles.h"
#include "parsers/xml.h"

struct docx_state;

/* A content control or legacy form field. */
struct docx_control {
	struct block_control seen_as;	/* what its runs point to */
	struct span *values;		/* machine values beside seen_as.choices */
	size_t choices_capacity;
	size_t values_capacity;
	struct arena_text typed;	/* BLOCK_CHOICE, BLOCK_DATE: the text shown, which says whether its value holds */
	struct span bound;		/* w:dataBinding's XPath */
	struct span instead;		/* shown in place of a placeholder: the bound value */
	bool group;			/* only holds other things together: its text is nobody's answer */
	bool put;			/* something of it is in the blocks */
	bool ticked;			/* its content shows a ticked box */
	bool table;			/* a table stands in it */
	bool locked;			/* its content cannot be edited */
	bool holds;			/* another control stands in it */
	size_t first_block;		/* how many blocks there were when it opened */
};

struct docx_field {
	struct docx_field *outer;
	struct docx_control *control;
	struct docx_control *control_before;
	struct arena_text code;
	enum { DOCX_FIELD_OTHER, DOCX_FIELD_TEXT, DOCX_FIELD_CHECKBOX, DOCX_FIELD_CHOICE, DOCX_FIELD_BUTTON } kind;
	bool result;			/* past w:separate */
	bool hidden;			/* its text, or a field around it, is not shown */
	unsigned choice, default_choice;	/* of a list, from 1; 0: not said */
	int checked, default_checked;	/* -1: not said */
	struct span default_text;
};

struct docx_table {
	struct docx_table *outer;
	unsigned number, row, column;	/* column: grid columns used so far in this row */
	bool heading;			/* the row is repeated on each page */
	size_t *above;			/* by grid column: block (plus 1) of the cell a vMerge would continue */
	size_t above_count;
	size_t left;			/* block (plus 1) of the cell to the left, for hMerge */
};

enum docx_flow_kind { DOCX_FLOW_MAIN, DOCX_FLOW_CELL, DOCX_FLOW_BOX, DOCX_FLOW_MARGIN };

struct docx_flow {
	struct docx_flow *outer;
	enum docx_flow_kind kind;
	bool margin;
	struct block_where where;	/* of the cell; elsewhere only part and outer_* */
	struct block_builder builder;
	size_t slot;			/* block (plus 1) kept free for this flow's own text; 0: none */
	unsigned newlines;		/* of a cell: line ends owed before the next text */
	bool in_paragraph;
	bool joined;			/* the last paragraph's mark is deleted: the next one goes on with it */
	unsigned heading_flags, heading_level;
	struct docx_table *table;	/* open in this flow */
	struct docx_control *control;	/* innermost open one */
	struct docx_control *inherited;	/* the one around a cell */
	struct docx_field *field;
	struct {			/* the cell's properties */
		unsigned span;
		enum { DOCX_MERGE_NONE, DOCX_MERGE_RESTART, DOCX_MERGE_CONTINUE } vertical, horizontal;
		bool deleted;
	} cell;
	struct {
		unsigned flags, level;
		bool mark_deleted;
	} paragraph;
	struct {
		unsigned style, set, unset;
		enum boxes_font font;
	} run;
	long circles[4];		/* centres of the paragraph's ellipses, in EMU from its left edge */
	size_t circles_count;
};

struct docx_frame {
	int id;				/* enum docx_name; for transparent markup that of its parent */
	void (*close)(struct docx_state *s, struct docx_frame *f);
	struct docx_control *control;	/* what stood in flow->control before */
	struct docx_control *opened;	/* of w:sdt: its control */
	unsigned depth;
	bool taken;			/* AlternateContent: a branch was chosen */
};

enum docx_capture { DOCX_CAPTURE_NONE, DOCX_CAPTURE_TEXT, DOCX_CAPTURE_CODE, DOCX_CAPTURE_OFFSET };

struct docx_state {
	struct reading *reading;
	struct arena *arena;
	const struct docx_package *package;	/* NULL for Word 2003 */
	struct span main_name;
	struct docx_relations relations;
	struct docx_styles styles;
	struct span styles_name;
	struct docx_custom *custom;
	struct docx_flow *flow;
	struct docx_flow *spare;	/* closed ones, to be used again */
	enum docx_capture capture;
	unsigned skip_below;		/* elements deeper than this are ignored; 0: none */
	unsigned tables, paragraphs, activex, circles;
	struct {
		long left, width;	/* in EMU */
	} shape;			/* the drawing under way */
	bool footnotes, endnotes, comments;	/* referred to */
	unsigned char *pool;		/* text is copied here, so that neighbours join in place */
	size_t pool_left, pool_size;
	struct docx_frame frames[READING_DEPTH_LIMIT + 2];
};

/* The frame of e's parent; of its parent's parent. */
static inline struct docx_frame *
docx_parent(struct docx_state *s, const struct xml_element *e)
{
	return &s->frames[e->depth - 1];
}

static inline int
docx_grandparent_id(struct docx_state *s, const struct xml_element *e)
{
	return e->depth < 2 ? -1 : s->frames[e->depth - 2].id;
}

static inline struct span
docx_val(const struct xml_element *e)
{
	return xml_attribute(e, XML_NS_W, "val");
}

#endif
