/* SPDX-License-Identifier: ISC */
#include "parsers/docx_flow.h"

#include "parsers/docx_circle.h"
#include "parsers/docx_control.h"
#include "parsers/docx_field.h"
#include "parsers/text.h"

#include <string.h>

enum { POOL_FIRST = 16 * 1024, POOL_LARGEST = 1024 * 1024, TYPED_LIMIT = 4096 };

struct docx_flow *
docx_flow_push(struct docx_state *s, enum docx_flow_kind kind)
{
	struct docx_flow *flow = s->spare, *outer = s->flow;

	if (flow != NULL) {
		struct block_builder builder = flow->builder;

		s->spare = flow->outer;
		memset(flow, 0, sizeof(*flow));
		flow->builder = builder;
	} else {
		flow = arena_alloc(s->arena, sizeof(*flow));
		flow->builder = block_builder(s->arena);
	}
	flow->outer = outer;
	flow->kind = kind;
	flow->where.part = s->reading->part;
	flow->margin = kind == DOCX_FLOW_MARGIN || (outer != NULL && outer->margin);
	if (outer != NULL && outer->kind == DOCX_FLOW_CELL) {
		flow->where.outer_table = outer->where.table;
		flow->where.outer_row = outer->where.row;
		flow->where.outer_column = outer->where.column;
	} else if (outer != NULL) {
		flow->where.outer_table = outer->where.outer_table;
		flow->where.outer_row = outer->where.outer_row;
		flow->where.outer_column = outer->where.outer_column;
	}
	s->flow = flow;
	return flow;
}

/* A place in the list for a block whose text is not known yet. */
void
docx_flow_keep_place(struct docx_state *s)
{
	struct block_list *list = s->reading->blocks;
	struct docx_flow *flow = s->flow;

	if (flow->slot != 0)
		return;
	block_add(list, &(struct block){ .kind = flow->kind == DOCX_FLOW_CELL ? BLOCK_CELL : BLOCK_PARAGRAPH, .where = flow->where });
	/* At the limit there is no place: the text is lost, and list->cut says so. */
	flow->slot = list->cut ? SIZE_MAX : list->count;
}

static void
emit(struct docx_state *s, enum block_kind kind)
{
	struct docx_flow *flow = s->flow;
	struct block_list *list = s->reading->blocks;
	struct block block = { 0 };	/* block_end() fills it through `single` */
	struct block_list single = { .arena = s->arena, .items = &block, .capacity = 1 };
	unsigned flags = flow->heading_flags | (flow->margin ? BLOCK_MARGIN : 0);
	struct block_builder builder = flow->builder;

	/* The block gets a list of runs of just its size; the builder's is used again. */
	flow->builder.runs = arena_array(s->arena, builder.count, sizeof(*builder.runs));
	if (builder.count > 0)
		memcpy(flow->builder.runs, builder.runs, builder.count * sizeof(*builder.runs));
	builder.count = 0;
	block_end(&flow->builder, &single, kind, &flow->where, flags);
	flow->builder = builder;
	block.level = flow->heading_level;
	if (flow->slot == 0)
		block_add(list, &block);
	else if (flow->slot <= list->count)
		list->items[flow->slot - 1] = block;
	flow->slot = 0;
	flow->heading_flags = flow->heading_level = 0;
}

void
docx_flow_end_block(struct docx_state *s)
{
	if (s->flow->kind != DOCX_FLOW_CELL && (s->flow->slot != 0 || !block_is_empty(&s->flow->builder)))
		emit(s, BLOCK_PARAGRAPH);
	s->flow->joined = false;
}

void
docx_flow_leave(struct docx_state *s)
{
	struct docx_flow *flow = s->flow;

	flow->builder.count = 0;
	s->flow = flow->outer;
	flow->outer = s->spare;
	s->spare = flow;
}

void
docx_flow_pop(struct docx_state *s)
{
	struct docx_flow *flow = s->flow;

	if (flow->kind == DOCX_FLOW_CELL) {
		docx_flow_keep_place(s);
		if (flow->inherited != NULL && !flow->inherited->put && !docx_control_is_nobody(flow->inherited))
			docx_flow_put_control(s, flow->inherited);
		emit(s, BLOCK_CELL);
	} else {
		docx_flow_end_block(s);
	}
	docx_flow_leave(s);
}

static void
close_flow(struct docx_state *s, struct docx_frame *f)
{
	(void)f;
	if (s->flow != NULL)
		docx_flow_pop(s);
}

void
docx_flow_body(struct docx_state *s, const struct xml_element *e)
{
	docx_flow_push(s, DOCX_FLOW_MAIN);
	s->frames[e->depth].close = close_flow;
}

void
docx_flow_box(struct docx_state *s, const struct xml_element *e)
{
	if (s->flow == NULL)
		return;
	/* The paragraph it is anchored in comes first, if there is anything in it yet. */
	if (s->flow->kind != DOCX_FLOW_CELL && !block_is_empty(&s->flow->builder))
		docx_flow_keep_place(s);
	docx_flow_push(s, DOCX_FLOW_BOX);
	s->frames[e->depth].close = close_flow;
}

void
docx_flow_margin(struct docx_state *s, const struct xml_element *e)
{
	struct span type = xml_attribute(e, XML_NS_W, "type");

	/* The lines Word draws above footnotes are footnotes too (17.11.23). */
	if ((e->id == DOCX_N_footnote || e->id == DOCX_N_endnote) && type.at != NULL && !span_eq_str(type, "normal")) {
		s->skip_below = e->depth;
		return;
	}
	docx_flow_push(s, DOCX_FLOW_MARGIN);
	s->frames[e->depth].close = close_flow;
}

static void
close_paragraph(struct docx_state *s, struct docx_frame *f)
{
	struct docx_flow *flow = s->flow;

	(void)f;
	if (flow == NULL)
		return;
	docx_field_end_paragraph(s);
	flow->in_paragraph = false;
	if (flow->circles_count > 0)
		docx_circle_mark(s);
	if (flow->control != NULL && !flow->control->put && docx_control_shows_itself(flow->control))
		docx_flow_put_control(s, flow->control);
	if (flow->paragraph.level > 0 && flow->heading_level == 0 && !block_is_empty(&flow->builder)) {
		flow->heading_flags = BLOCK_HEADING;
		flow->heading_level = flow->paragraph.level;
	}
	flow->joined = flow->paragraph.mark_deleted;
	if (flow->joined)
		return;
	if (flow->kind == DOCX_FLOW_CELL)
		flow->newlines++;
	else
		docx_flow_end_block(s);
}

void
docx_flow_paragraph(struct docx_state *s, const struct xml_element *e)
{
	struct docx_flow *flow = s->flow;

	if (flow == NULL)
		return;
	if (flow->kind == DOCX_FLOW_CELL)
		docx_flow_keep_place(s);
	else if (!flow->joined)
		flow->where.paragraph = ++s->paragraphs;
	flow->in_paragraph = true;
	memset(&flow->paragraph, 0, sizeof(flow->paragraph));
	memset(&flow->run, 0, sizeof(flow->run));
	s->frames[e->depth].close = close_paragraph;
}

/* A copy that lies right behind the copy before it, whenever there is room. */
static struct span
keep(struct docx_state *s, struct span text)
{
	unsigned char *at;

	if (text.len > s->pool_left) {
		s->pool_size = s->pool_size == 0 ? POOL_FIRST : s->pool_size < POOL_LARGEST ? s->pool_size * 2 : POOL_LARGEST;
		s->pool_left = text.len > s->pool_size ? text.len : s->pool_size;
		s->pool = arena_room(s->arena, s->pool_left);
	}
	at = s->pool;
	memcpy(at, text.at, text.len);
	s->pool += text.len;
	s->pool_left -= text.len;
	return span_of(at, text.len);
}

/* Line ends between the paragraphs of a cell are paid when more text comes: never at the
 * start or end.  Between two paragraphs of one control they belong to it. */
static void
pay_newlines(struct docx_state *s, const struct block_control *control, unsigned flags)
{
	static const unsigned char lines[] = "\n\n\n\n\n\n\n\n";
	struct docx_flow *flow = s->flow;
	unsigned owed = flow->newlines;

	flow->newlines = 0;
	if (owed == 0 || block_is_empty(&flow->builder))
		return;
	if (flow->builder.runs[flow->builder.count - 1].control != control)
		control = NULL;
	if (owed > sizeof(lines) - 1)
		owed = sizeof(lines) - 1;
	block_put(&flow->builder, keep(s, span_of(lines, owed)), control == NULL ? 0 : flags, control);
}

static unsigned
control_flags(const struct docx_control *c)
{
	return c == NULL ? 0 : BLOCK_VALUE | (c->seen_as.placeholder ? BLOCK_PLACEHOLDER : 0);
}

void
docx_flow_put_control(struct docx_state *s, struct docx_control *c)
{
	struct block_builder *b = &s->flow->builder;
	const struct block_control *seen = &c->seen_as;

	c->put = true;
	pay_newlines(s, seen, control_flags(c));
	if (seen->kind == BLOCK_CHECKBOX || seen->kind == BLOCK_RADIO) {
		c->seen_as.checked = seen->checked || c->ticked;
		boxes_put(b, seen->checked ? SPAN_LIT("\xE2\x98\x92") : SPAN_LIT("\xE2\x98\x90"), BOXES_TEXT, control_flags(c), seen);
	} else {
		block_put(b, c->instead, control_flags(c), seen);
	}
}

static void
disown(struct block_run *runs, size_t count, const struct docx_control *c)
{
	for (size_t i = 0; i < count; i++)
		if (runs[i].control == &c->seen_as) {
			runs[i].control = NULL;
			runs[i].flags &= ~(unsigned)(BLOCK_VALUE | BLOCK_PLACEHOLDER);
		}
}

void
docx_flow_disown(struct docx_state *s, const struct docx_control *c)
{
	struct block_list *list = s->reading->blocks;

	disown(s->flow->builder.runs, s->flow->builder.count, c);
	/* The runs of every block made since were put in the arena by emit(). */
	for (size_t i = c->first_block; i < list->count; i++)
		disown((struct block_run *)(uintptr_t)list->items[i].runs, list->items[i].runs_count, c);
}

/* What a control's content says beyond its text.  True: it is not to be shown itself. */
static bool
control_takes(struct docx_state *s, struct docx_control *c, struct span text)
{
	enum boxes_state box;

	if (c->instead.len > 0) {
		if (!c->put)
			docx_flow_put_control(s, c);
		return true;
	}
	if (c->seen_as.kind == BLOCK_CHECKBOX) {
		box = boxes_first(s->flow->run.font, text);
		if (box == BOXES_TICKED)
			c->ticked = true;
		return box != BOXES_NOT || text_is_blank(text);
	}
	if ((c->seen_as.kind == BLOCK_CHOICE || c->seen_as.kind == BLOCK_DATE) && c->typed.len < TYPED_LIMIT)
		arena_put(&c->typed, span_slice(text, 0, TYPED_LIMIT));
	c->put = true;
	return false;
}

void
docx_flow_text(struct docx_state *s, struct span text)
{
	struct docx_flow *flow = s->flow;
	struct docx_control *c;
	unsigned flags;

	if (flow == NULL || text.len == 0 || (flow->field != NULL && flow->field->hidden))
		return;
	flags = ((flow->paragraph.flags | flow->run.style) & ~flow->run.unset) | flow->run.set;
	if ((flags & DOCX_STYLES_HIDDEN) != 0)
		return;
	c = flow->control;
	if (c != NULL && control_takes(s, c, text))
		return;
	flags |= control_flags(c);
	pay_newlines(s, c == NULL ? NULL : &c->seen_as, flags);
	boxes_put(&flow->builder, keep(s, text), flow->run.font, flags, c == NULL ? NULL : &c->seen_as);
}

void
docx_flow_symbol(struct docx_state *s, enum boxes_font font, uint32_t code)
{
	struct arena_text t = arena_text(s->arena);
	enum boxes_font before;

	if (s->flow == NULL || code == 0 || code > 0x10FFFF)
		return;
	before = s->flow->run.font;
	s->flow->run.font = font;
	text_put(&t, code);
	docx_flow_text(s, arena_text_span(&t));
	s->flow->run.font = before;
}
