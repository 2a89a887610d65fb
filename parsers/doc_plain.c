/* SPDX-License-Identifier: ISC */
#include "parsers/doc_plain.h"

#include "parsers/boxes.h"
#include "parsers/text.h"

struct plain {
	struct reading *r;
	struct block_builder builder;
	struct block_where where;
	unsigned tables, paragraphs;
};

static void
put_block(struct plain *p, struct span text, enum block_kind kind)
{
	boxes_put(&p->builder, span_trim(text), BOXES_TEXT, BLOCK_UNCERTAIN, NULL);
	block_end(&p->builder, p->r->blocks, kind, &p->where, 0);
}

/* "|one |two |" */
static void
put_row(struct plain *p, struct span line)
{
	struct span cell;

	if (p->where.table == 0)
		p->where = (struct block_where){ .part = p->r->part, .table = ++p->tables };
	p->where.row++;
	p->where.column = 0;
	p->where.column_span = p->where.row_span = 1;
	while (span_split(&line, '|', &cell)) {
		p->where.column++;
		put_block(p, cell, BLOCK_CELL);
	}
}

static void
put_line(struct plain *p, struct span line)
{
	line = span_trim(line);
	if (line.len > 2 && line.at[0] == '|' && line.at[line.len - 1] == '|') {
		put_row(p, span_slice(line, 1, line.len - 1));
		return;
	}
	if (line.len == 0)
		return;
	p->where = (struct block_where){ .part = p->r->part, .paragraph = ++p->paragraphs };
	put_block(p, line, BLOCK_PARAGRAPH);
	p->where.table = 0;
}

enum part_why
doc_plain_read(struct reading *r)
{
	struct plain p = { .r = r, .builder = block_builder(r->arena) };
	struct span text, line;
	enum part_why why;

	if (r->help == NULL)
		return PART_WHY_NO_HELPER;
	why = r->help(r->help_context, READING_ANTIWORD, r->bytes, r->arena, &text);
	if (why != PART_WHY_NONE)
		return why;
	text = text_to_utf8(r->arena, text);
	while (span_line(&text, &line) && !r->blocks->cut)
		put_line(&p, line);
	return r->blocks->count > 0 ? PART_WHY_NONE : PART_WHY_EMPTY;
}
