/* SPDX-License-Identifier: ISC
 *
 * odt_state: what the files of room odt share while one XML file is read.
 *
 * A *flow* is a place text goes to: the body, a cell, a text box, a header.  A *frame*
 * remembers, per open element, what stood before it.
 */
#ifndef PARSERS_ODT_STATE_H
#define PARSERS_ODT_STATE_H

#include "parsers/boxes.h"
#include "parsers/reading.h"
#include "parsers/xml.h"

#define ODT_NAMES(X) \
	X(annotation, "annotation") X(automatic_styles, "automatic-styles") X(body, "body") X(caption, "caption") X(checkbox, "checkbox") \
	X(circle, "circle") X(combobox, "combobox") X(connector, "connector") X(content_control, "content-control") X(control, "control") \
	X(covered_table_cell, "covered-table-cell") X(custom_shape, "custom-shape") X(date, "date") X(drop_down, "drop-down") \
	X(ellipse, "ellipse") X(fieldmark, "fieldmark") X(fieldmark_end, "fieldmark-end") X(fieldmark_separator, "fieldmark-separator") \
	X(fieldmark_start, "fieldmark-start") X(footer, "footer") X(footer_first, "footer-first") X(footer_left, "footer-left") \
	X(formatted_text, "formatted-text") X(forms, "forms") X(h, "h") X(header, "header") X(header_first, "header-first") \
	X(header_left, "header-left") X(hidden_paragraph, "hidden-paragraph") X(hidden_text, "hidden-text") X(image, "image") \
	X(item, "item") X(label, "label") X(line, "line") X(line_break, "line-break") X(list_item, "list-item") X(listbox, "listbox") \
	X(note_body, "note-body") X(note_citation, "note-citation") X(number, "number") X(option, "option") X(p, "p") X(param, "param") \
	X(path, "path") X(placeholder, "placeholder") X(polygon, "polygon") X(polyline, "polyline") X(radio, "radio") X(rect, "rect") \
	X(ruby_text, "ruby-text") X(s, "s") X(section, "section") X(span, "span") X(style, "style") X(styles, "styles") X(tab, "tab") \
	X(table, "table") X(table_cell, "table-cell") X(table_header_rows, "table-header-rows") X(table_row, "table-row") X(text, "text") \
	X(text_box, "text-box") X(text_input, "text-input") X(text_properties, "text-properties") X(textarea, "textarea") X(time, "time") \
	X(tracked_changes, "tracked-changes")

#define ODT_NAME(id, name) ODT_##id,
enum odt_name { ODT_NAMES(ODT_NAME) ODT_NAMES_COUNT };
#undef ODT_NAME
extern const char *const odt_names[ODT_NAMES_COUNT];

enum { ODT_HIDDEN = 1u << 30, ODT_COLUMNS_LIMIT = 200 };

/* How text looks: flags of runs and ODT_HIDDEN. */
struct odt_look {
	unsigned flags;
	enum boxes_font font;
};

struct odt_style {
	struct span name;
	struct span parent;
	bool paragraph;			/* else a text style */
	struct odt_look set;
	unsigned unset;			/* flags it takes away */
	bool font_set;
	unsigned level;			/* of a heading */
	size_t next;			/* plus 1: with the same hash */
};

struct odt_styles {
	struct odt_style *items;
	size_t count, capacity;
	size_t heads[256];		/* plus 1 */
};

struct odt_control {
	struct block_control seen_as;
	struct span id;			/* of a form control */
	struct span text;		/* of a form control: what it shows */
	struct span *values;		/* beside seen_as.choices */
	size_t choices_capacity, values_capacity;
	struct arena_text typed;	/* what stood in it */
	bool put;			/* something of it is in the blocks */
	bool own_text;			/* shows its text, not what is typed in it */
	unsigned selected;		/* of the choices, from 1 */
	struct odt_control *outer;
};

enum odt_flow_kind { ODT_FLOW_MAIN, ODT_FLOW_CELL, ODT_FLOW_BOX, ODT_FLOW_MARGIN };

struct odt_table {
	struct odt_table *outer;
	unsigned number, row, column;
	bool heading;
};

struct odt_flow {
	struct odt_flow *outer;
	enum odt_flow_kind kind;
	bool margin;
	struct block_where where;
	struct block_builder builder;
	struct arena_text run;		/* not yet put */
	struct odt_look look;		/* of that run */
	struct odt_control *run_control;
	unsigned newlines;		/* of a cell: owed before the next text */
	bool any, blank;		/* in this paragraph: something is there; a blank is due */
	struct odt_look blank_look;	/* of that blank */
	bool in_paragraph;
	unsigned level;
	size_t slot;			/* plus 1; 0: none */
	struct odt_table *table;
	struct odt_control *control;	/* innermost open one */
};

struct odt_frame {
	struct odt_look look;		/* before it */
	void (*close)(void *state);
	bool hid;
};

struct odt_state {
	struct reading *reading;
	struct arena *arena;
	struct odt_styles styles;
	struct odt_style *style;	/* being defined */
	struct odt_flow *flow;
	struct odt_look look;
	unsigned skip_below;		/* elements deeper than this are ignored; 0: none */
	unsigned tables, paragraphs;
	bool read_styles, read_body, read_margins;	/* what this pass is for */
	bool images;
	struct odt_control **controls;	/* of forms */
	size_t controls_count, controls_capacity;
	struct odt_control *form;	/* form control being defined */
	struct odt_frame frames[READING_DEPTH_LIMIT + 2];
};

/* odt_style.c */
void odt_style_start(struct odt_state *s, const struct xml_element *e);
/* The look of text in that style, seen from `base`. */
struct odt_look odt_style_apply(const struct odt_state *s, struct span name, bool paragraph, struct odt_look base);
unsigned odt_style_level(const struct odt_state *s, struct span name);

/* odt_flow.c */
void odt_flow_push(struct odt_state *s, enum odt_flow_kind kind);
void odt_flow_pop(void *state);
void odt_flow_keep_place(struct odt_state *s);
void odt_flow_paragraph(struct odt_state *s, unsigned level);
void odt_flow_end_paragraph(void *state);
void odt_flow_end_block(struct odt_state *s);
/* collapse: ODF 6.1.2, blanks run together. */
void odt_flow_text(struct odt_state *s, struct span text, bool collapse);
void odt_flow_put_control(struct odt_state *s, struct odt_control *c, struct span text);

/* odt_table.c */
void odt_table_start(struct odt_state *s, const struct xml_element *e);

/* odt_control.c */
void odt_control_start(struct odt_state *s, const struct xml_element *e);

#endif
