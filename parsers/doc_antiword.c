/* SPDX-License-Identifier: ISC */
#include "parsers/doc_antiword.h"

#include "parsers/boxes.h"
#include "parsers/text.h"
#include "parsers/xml.h"

#include <string.h>

enum { EMPHASES_DEPTH = 16 };

struct docbook {
	struct reading *r;
	struct block_builder builder;
	struct block_where where;
	struct arena_text line;		/* of the run under way */
	bool fresh;			/* nothing but blanks since the last line end */
	unsigned flags[EMPHASES_DEPTH], depth;	/* of the emphases around */
	unsigned tables, paragraphs;
	bool body;			/* past what is known about the book */
	bool entry;			/* in a cell */
	unsigned margin;		/* BLOCK_MARGIN in a footnote */
	unsigned heading;		/* BLOCK_HEADING in a title */
};

/* What is between line ends counts, blanks about it do not. */
static void
text(void *context, struct span s)
{
	struct docbook *d = context;

	for (size_t i = 0; i < s.len && d->body; i++) {
		if (s.at[i] == '\n') {
			while (d->line.len > 0 && d->line.bytes[d->line.len - 1] == ' ')
				d->line.len--;
			d->fresh = true;
		} else if (!d->fresh || s.at[i] > ' ') {
			if (d->fresh && (d->line.len > 0 || !block_is_empty(&d->builder)))
				arena_put_byte(&d->line, '\n');
			arena_put_byte(&d->line, s.at[i]);
			d->fresh = false;
		}
	}
}

static void
flush(struct docbook *d)
{
	if (d->line.len > 0)
		boxes_put(&d->builder, arena_text_span(&d->line), BOXES_TEXT, BLOCK_UNCERTAIN | (d->depth == 0 ? 0 : d->flags[d->depth - 1]), NULL);
	d->line = arena_text(d->r->arena);
}

static void
end_block(struct docbook *d)
{
	flush(d);
	d->fresh = true;
	if (d->entry) {
		block_end(&d->builder, d->r->blocks, BLOCK_CELL, &d->where, d->margin);
	} else if (!block_is_empty(&d->builder)) {
		struct block_where where = { .part = d->r->part, .paragraph = ++d->paragraphs };

		block_end(&d->builder, d->r->blocks, BLOCK_PARAGRAPH, &where, d->margin | d->heading);
	}
}

static unsigned
flags_of(const struct xml_element *e)
{
	static const struct { const char *role; unsigned flag; } roles[] = { { "bold", BLOCK_BOLD }, { "underline", BLOCK_UNDERLINED }, { "strikethrough", BLOCK_STRUCK } };
	struct span role = xml_attribute_any(e, "role");

	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++)
		if (span_eq_str(role, roles[i].role))
			return roles[i].flag;
	return BLOCK_ITALIC;
}

static bool
start(void *context, const struct xml_element *e)
{
	struct docbook *d = context;

	if (strcmp(e->name, "chapter") == 0) {
		d->body = true;
	} else if (strcmp(e->name, "informaltable") == 0) {
		end_block(d);
		d->where = (struct block_where){ .part = d->r->part, .table = ++d->tables, .column_span = 1, .row_span = 1 };
	} else if (strcmp(e->name, "row") == 0) {
		d->where.row++;
		d->where.column = 0;
	} else if (strcmp(e->name, "entry") == 0) {
		d->where.column++;
		d->entry = true;
	} else if (strcmp(e->name, "emphasis") == 0) {
		flush(d);
		if (d->depth < EMPHASES_DEPTH)
			d->flags[d->depth] = flags_of(e) | (d->depth == 0 ? 0 : d->flags[d->depth - 1]);
		d->depth += d->depth < EMPHASES_DEPTH;
	} else if (strcmp(e->name, "footnote") == 0) {
		end_block(d);
		d->margin = BLOCK_MARGIN;
	} else if (strcmp(e->name, "title") == 0) {
		d->heading = BLOCK_HEADING;
	}
	return !d->r->blocks->cut;
}

static void
end(void *context, const struct xml_element *e)
{
	struct docbook *d = context;

	if (strcmp(e->name, "emphasis") == 0 && d->depth > 0) {
		flush(d);
		d->depth--;
	} else if (strcmp(e->name, "entry") == 0) {
		end_block(d);
		d->entry = false;
	} else if (!d->entry && (strcmp(e->name, "para") == 0 || strcmp(e->name, "title") == 0)) {
		end_block(d);
		d->heading = 0;
	} else if (strcmp(e->name, "footnote") == 0) {
		d->margin = 0;
	}
}

enum part_why
doc_antiword_read(struct reading *r)
{
	static const struct xml_handler handler = { .start = start, .end = end, .text = text };
	struct docbook d = { .r = r, .builder = block_builder(r->arena), .line = arena_text(r->arena), .fresh = true };
	struct span book;
	enum part_why why;

	if (r->help == NULL)
		return PART_WHY_NO_HELPER;
	why = r->help(r->help_context, READING_ANTIWORD, r->bytes, r->arena, &book);
	if (why != PART_WHY_NONE)
		return why;
	/* Its document type is no use to anybody, and refused. */
	book = span_slice(book, span_find(book, SPAN_LIT("<book")), book.len);
	(void)xml_read(r->arena, book, &handler, &d);
	return r->blocks->count > 0 ? PART_WHY_NONE : PART_WHY_EMPTY;
}
