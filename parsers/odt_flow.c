/* SPDX-License-Identifier: ISC */
#include "parsers/odt_state.h"

#include "parsers/text.h"

enum { TYPED_LIMIT = 4096 };

void
odt_flow_push(struct odt_state *s, enum odt_flow_kind kind)
{
	struct odt_flow *f = arena_alloc(s->arena, sizeof(*f)), *outer = s->flow;

	f->outer = outer;
	f->kind = kind;
	f->margin = kind == ODT_FLOW_MARGIN || (outer != NULL && outer->margin);
	f->where.part = s->reading->part;
	f->builder = block_builder(s->arena);
	f->run = arena_text(s->arena);
	if (outer != NULL && outer->kind == ODT_FLOW_CELL) {
		f->where.outer_table = outer->where.table;
		f->where.outer_row = outer->where.row;
		f->where.outer_column = outer->where.column;
	} else if (outer != NULL) {
		f->where.outer_table = outer->where.outer_table;
		f->where.outer_row = outer->where.outer_row;
		f->where.outer_column = outer->where.outer_column;
	}
	s->flow = f;
}

static void
flush(struct odt_flow *f)
{
	const struct odt_control *c = f->run_control;
	unsigned flags = f->look.flags & ~(unsigned)ODT_HIDDEN;

	if (f->run.len > 0) {
		flags |= c == NULL ? 0 : BLOCK_VALUE | (c->seen_as.placeholder ? BLOCK_PLACEHOLDER : 0);
		boxes_put(&f->builder, arena_text_span(&f->run), f->look.font, flags, c == NULL ? NULL : &c->seen_as);
	}
	f->run = arena_text(f->builder.arena);
}

/* A place in the list for a block whose text is not known yet: what stands inside comes after it. */
void
odt_flow_keep_place(struct odt_state *s)
{
	struct block_list *list = s->reading->blocks;
	struct odt_flow *f = s->flow;
	struct block place = { .kind = f->kind == ODT_FLOW_CELL ? BLOCK_CELL : BLOCK_PARAGRAPH, .where = f->where };

	if (f->slot != 0)
		return;
	block_add(list, &place);
	f->slot = list->cut ? SIZE_MAX : list->count;
}

static void
emit(struct odt_state *s, enum block_kind kind)
{
	struct odt_flow *f = s->flow;
	struct block_list *list = s->reading->blocks;
	struct block one;
	unsigned flags = (f->margin ? BLOCK_MARGIN : 0) | (f->level > 0 ? BLOCK_HEADING : 0);

	flush(f);
	one = block_finish(&f->builder, kind, &f->where, flags);
	one.level = f->level;
	if (kind == BLOCK_CELL && f->table == NULL && f->outer != NULL && f->outer->table != NULL && f->outer->table->heading)
		one.flags |= BLOCK_HEADING;
	if (f->slot == 0)
		block_add(list, &one);
	else if (f->slot <= list->count)
		list->items[f->slot - 1] = one;
	f->slot = 0;
	f->level = 0;
}

void
odt_flow_end_block(struct odt_state *s)
{
	struct odt_flow *f = s->flow;

	if (f->kind != ODT_FLOW_CELL && (f->slot != 0 || f->run.len > 0 || !block_is_empty(&f->builder)))
		emit(s, BLOCK_PARAGRAPH);
}

void
odt_flow_pop(void *state)
{
	struct odt_state *s = state;

	if (s->flow->kind == ODT_FLOW_CELL) {
		odt_flow_keep_place(s);
		emit(s, BLOCK_CELL);
	} else {
		odt_flow_end_block(s);
	}
	s->flow = s->flow->outer;
}

void
odt_flow_paragraph(struct odt_state *s, unsigned level)
{
	struct odt_flow *f = s->flow;

	if (f->kind == ODT_FLOW_CELL)
		odt_flow_keep_place(s);
	else
		f->where.paragraph = ++s->paragraphs;
	f->level = level;
	f->in_paragraph = true;
	f->any = f->blank = false;
}

void
odt_flow_end_paragraph(void *state)
{
	struct odt_state *s = state;
	struct odt_flow *f = s->flow;

	f->in_paragraph = false;
	if (f->kind == ODT_FLOW_CELL)
		f->newlines++;
	else
		odt_flow_end_block(s);
}

/* Another look or control begins another run; line ends owed between paragraphs are paid. */
static void
make_ready(struct odt_state *s, struct odt_control *control)
{
	struct odt_flow *f = s->flow;

	if (f->newlines > 0 && (f->run.len > 0 || !block_is_empty(&f->builder))) {
		if (f->run_control != control || control == NULL)
			flush(f);
		if (f->run.len == 0) {
			f->look = (struct odt_look){ 0 };
			f->run_control = NULL;
		}
		for (unsigned i = 0; i < f->newlines && i < 3; i++)
			arena_put_byte(&f->run, '\n');
	}
	f->newlines = 0;
	if (f->look.flags != s->look.flags || f->look.font != s->look.font || f->run_control != control) {
		flush(f);
		f->look = s->look;
		f->run_control = control;
	}
}

static void
put(struct odt_state *s, struct span text)
{
	struct odt_flow *f = s->flow;
	struct odt_control *c = f->control;

	if (c != NULL) {
		if (c->typed.len < TYPED_LIMIT)
			arena_put(&c->typed, text);
		if (c->own_text)
			return;
		c->put = true;
	}
	make_ready(s, c);
	arena_put(&f->run, text);
	f->any = true;
}

/* The blank that is due, in the look it was written in. */
static void
pay_blank(struct odt_state *s)
{
	struct odt_flow *f = s->flow;
	struct odt_look look = s->look;

	if (f->blank && f->any) {
		s->look = f->blank_look;
		put(s, SPAN_LIT(" "));
		s->look = look;
	}
	f->blank = false;
}

void
odt_flow_text(struct odt_state *s, struct span text, bool collapse)
{
	struct odt_flow *f = s->flow;
	size_t from = 0;

	if (f == NULL || !f->in_paragraph || (s->look.flags & ODT_HIDDEN) != 0)
		return;
	if (!collapse) {
		pay_blank(s);
		put(s, text);
		return;
	}
	while (from < text.len) {
		size_t to = from;

		while (to < text.len && text.at[to] != ' ' && text.at[to] != '\n' && text.at[to] != '\t' && text.at[to] != '\r')
			to++;
		if (to > from) {
			pay_blank(s);
			put(s, span_slice(text, from, to));
		}
		if (to < text.len && !f->blank) {
			f->blank = true;
			f->blank_look = s->look;
		}
		from = to + 1;
	}
}

void
odt_flow_put_control(struct odt_state *s, struct odt_control *c, struct span text)
{
	struct odt_flow *f = s->flow;
	unsigned flags = BLOCK_VALUE | (c->seen_as.placeholder ? BLOCK_PLACEHOLDER : 0);
	bool box = c->seen_as.kind == BLOCK_CHECKBOX || c->seen_as.kind == BLOCK_RADIO;

	if (f == NULL || (s->look.flags & ODT_HIDDEN) != 0)
		return;
	c->put = true;
	if (f->blank && f->any) {
		make_ready(s, NULL);
		arena_put_byte(&f->run, ' ');
	}
	f->blank = false;
	make_ready(s, c);
	flush(f);
	if (box)
		boxes_put(&f->builder, c->seen_as.checked ? SPAN_LIT("\xE2\x98\x92") : SPAN_LIT("\xE2\x98\x90"), BOXES_TEXT, flags, &c->seen_as);
	else
		block_put(&f->builder, text, flags, &c->seen_as);
	f->any = true;
}
