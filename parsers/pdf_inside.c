/* SPDX-License-Identifier: ISC */
#include "parsers/pdf_inside.h"

enum { TREE_DEPTH = 16 };

static struct span
media_type(struct pdf_file *f, unsigned stream)
{
	struct span type = pdf_file_name(f, pdf_file_key(f, stream, "/Subtype"));

	return span_find_byte(type, '/') < type.len ? type : SPAN_NONE;
}

static void
add(struct pdf_file *f, struct reading *r, unsigned specification)
{
	unsigned embedded = pdf_file_key(f, specification, "/EF"), stream = pdf_file_key(f, embedded, "/F");
	struct part part = { .outcome = PART_READ };
	struct part_list *list = r->inside;

	if (stream == PDF_NONE)
		stream = pdf_file_key(f, embedded, "/UF");
	if (!pdf_file_is_stream(f, stream) || list->count >= PDF_INSIDE_LIMIT)
		return;
	part.name = pdf_file_text(f, pdf_file_key(f, specification, "/UF"));
	if (part.name.len == 0)
		part.name = pdf_file_text(f, pdf_file_key(f, specification, "/F"));
	part.declared_type = media_type(f, stream);
	if (!pdf_file_stream(f, stream, PDF_INSIDE_ENCODED_LIMIT, &part.bytes)) {
		part.outcome = PART_UNREADABLE;
		part.why = PART_WHY_DAMAGED;
	}
	part.size = part.bytes.len;
	list->items = arena_grow(r->arena, list->items, list->count, &list->capacity, sizeof(*list->items));
	list->items[list->count++] = part;
}

/* A name tree (7.9.6). */
static void
walk(struct pdf_file *f, struct reading *r, unsigned node, unsigned depth, size_t *budget)
{
	unsigned names = pdf_file_key(f, node, "/Names"), kids = pdf_file_key(f, node, "/Kids");
	size_t n = pdf_file_count(f, names);

	for (size_t i = 1; i < n; i += 2)
		add(f, r, pdf_file_item(f, names, i));
	n = pdf_file_count(f, kids);
	for (size_t i = 0; i < n && depth < TREE_DEPTH && *budget > 0; i++) {
		(*budget)--;
		walk(f, r, pdf_file_item(f, kids, i), depth + 1, budget);
	}
}

void
pdf_inside_collect(struct pdf_file *f, struct reading *r)
{
	size_t budget = 1000;

	walk(f, r, pdf_file_key(f, pdf_file_key(f, pdf_file_root(f), "/Names"), "/EmbeddedFiles"), 0, &budget);
}
