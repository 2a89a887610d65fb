/* SPDX-License-Identifier: ISC */
#include "parsers/rtf_state.h"

const struct rtf_font *
rtf_flow_font(const struct rtf_state *s, unsigned number)
{
	for (size_t i = 0; i < s->fonts_count; i++)
		if (s->fonts[i].number == number)
			return &s->fonts[i];
	return NULL;
}

bool
rtf_flow_push(struct rtf_state *s, bool cell, bool margin)
{
	struct rtf_flow *outer = s->flows_count == 0 ? NULL : rtf_flow(s), *f;

	if (s->flows_count == RTF_FLOWS_DEPTH)
		return false;
	f = &s->flows[s->flows_count++];
	*f = (struct rtf_flow){ .cell = cell, .margin = margin || (outer != NULL && outer->margin), .builder = block_builder(s->arena), .run = arena_text(s->arena),
		.tables_from = cell ? (outer == NULL ? 0 : outer->tables_from) : s->tables_count };
	f->where.part = s->reading->part;
	if (outer != NULL && outer->cell) {
		f->where.outer_table = outer->where.table;
		f->where.outer_row = outer->where.row;
		f->where.outer_column = outer->where.column;
	}
	return true;
}

static void
flush(struct rtf_state *s, struct rtf_flow *f)
{
	const struct rtf_control *c = f->run_control;
	const struct rtf_font *font = rtf_flow_font(s, f->look.font);

	if (f->run.len > 0)
		boxes_put(&f->builder, arena_text_span(&f->run), font == NULL ? BOXES_TEXT : font->symbols, f->look.flags | (c == NULL ? 0 : BLOCK_VALUE),
		    c == NULL ? NULL : &c->seen_as);
	f->run = arena_text(s->arena);
}

void
rtf_flow_keep_place(struct rtf_state *s)
{
	struct block_list *list = s->reading->blocks;
	struct rtf_flow *f = rtf_flow(s);
	struct block place = { .kind = f->cell ? BLOCK_CELL : BLOCK_PARAGRAPH, .where = f->where };

	if (f->slot != 0)
		return;
	block_add(list, &place);
	f->slot = list->cut ? SIZE_MAX : list->count;
}

static void
emit(struct rtf_state *s, enum block_kind kind)
{
	struct rtf_flow *f = rtf_flow(s);
	struct block_list *list = s->reading->blocks;
	struct block one;
	unsigned flags = (f->margin ? BLOCK_MARGIN : 0) | (f->level > 0 && kind == BLOCK_PARAGRAPH ? BLOCK_HEADING : 0);

	flush(s, f);
	one = block_finish(&f->builder, kind, &f->where, flags);
	if (kind == BLOCK_PARAGRAPH)
		one.level = f->level;
	if (f->slot == 0)
		block_add(list, &one);
	else if (f->slot <= list->count)
		list->items[f->slot - 1] = one;
	f->slot = 0;
	f->level = 0;
}

void
rtf_flow_pop(struct rtf_state *s)
{
	struct rtf_flow *f = rtf_flow(s);

	if (f->cell) {
		rtf_flow_keep_place(s);
		emit(s, BLOCK_CELL);
	} else if (f->slot != 0 || f->run.len > 0 || !block_is_empty(&f->builder)) {
		f->where.paragraph = ++s->paragraphs;
		emit(s, BLOCK_PARAGRAPH);
	}
	s->flows_count--;
}

void
rtf_flow_end_paragraph(struct rtf_state *s)
{
	struct rtf_flow *f = rtf_flow(s);

	if (f->cell) {
		f->newlines++;
		return;
	}
	s->paragraphs++;
	f->level = s->outline;
	f->where.paragraph = s->paragraphs;
	if (f->slot != 0 || f->run.len > 0 || !block_is_empty(&f->builder))
		emit(s, BLOCK_PARAGRAPH);
}

static bool
same_look(const struct rtf_look *a, const struct rtf_look *b)
{
	return a->flags == b->flags && a->font == b->font;
}

/* Another look begins another run; line ends owed between paragraphs of a cell are paid. */
static void
make_ready(struct rtf_state *s, struct rtf_flow *f, const struct rtf_look *look, const struct rtf_control *c)
{
	if (f->newlines > 0 && (f->run.len > 0 || !block_is_empty(&f->builder))) {
		flush(s, f);
		f->look = (struct rtf_look){ .font = look->font };
		f->run_control = f->run_control == c ? c : NULL;
		for (unsigned i = 0; i < f->newlines && i < 3; i++)
			arena_put_byte(&f->run, '\n');
	}
	f->newlines = 0;
	if (!same_look(&f->look, look) || f->run_control != c) {
		flush(s, f);
		f->look = *look;
		f->run_control = c;
	}
}

void
rtf_flow_text(struct rtf_state *s, struct span utf8)
{
	const struct rtf_look *look = &rtf_group(s)->look;
	struct rtf_flow *f;

	if (look->hidden || look->deleted || utf8.len == 0)
		return;
	rtf_table_settle(s);
	f = rtf_flow(s);
	if (f->cell)
		rtf_flow_keep_place(s);
	make_ready(s, f, look, f->control);
	if (f->control != NULL)
		f->control->put = true;
	arena_put(&f->run, utf8);
}

void
rtf_flow_put_control(struct rtf_state *s, struct rtf_control *c, struct span text)
{
	const struct rtf_look *look = &rtf_group(s)->look;
	struct rtf_flow *f;

	if (look->hidden || look->deleted)
		return;
	rtf_table_settle(s);
	f = rtf_flow(s);
	if (f->cell)
		rtf_flow_keep_place(s);
	make_ready(s, f, look, c);
	flush(s, f);
	/* LibreOffice writes boxes without their state. */
	if (c->seen_as.kind == BLOCK_CHECKBOX && !c->data)
		block_put(&f->builder, SPAN_LIT("\xE2\x96\xA1"), BLOCK_VALUE | BLOCK_UNKNOWN_BOX, &c->seen_as);
	else if (c->seen_as.kind == BLOCK_CHECKBOX)
		boxes_put(&f->builder, c->seen_as.checked ? SPAN_LIT("\xE2\x98\x92") : SPAN_LIT("\xE2\x98\x90"), BOXES_TEXT, BLOCK_VALUE, &c->seen_as);
	else
		block_put(&f->builder, text, BLOCK_VALUE | (c->seen_as.placeholder ? BLOCK_PLACEHOLDER : 0), &c->seen_as);
	c->put = true;
}
