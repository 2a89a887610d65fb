/* SPDX-License-Identifier: ISC */
#include "parsers/fdf.h"

#include "parsers/xml.h"

enum { PATH_LIMIT = 1024 };

struct level {
	size_t path;			/* length of the path with this element in it */
	bool parent;			/* it has elements of its own */
};

struct walking {
	struct arena *arena;
	struct fdf_leaves *out;
	struct level levels[READING_DEPTH_LIMIT + 2];
	unsigned char path[PATH_LIMIT];
	struct arena_text text;
	unsigned base;			/* depth of the element around the data, xfa:data or the root */
	unsigned prose;			/* depth at which XHTML began; 0: none */
};

static bool
on_start(void *context, const struct xml_element *e)
{
	struct walking *w = context;
	struct span name = span_str(e->name);
	size_t len;

	if (e->depth > READING_DEPTH_LIMIT || w->out->count >= FDF_FIELDS_LIMIT)
		return false;
	if (w->prose != 0 || e->ns == XML_NS_XHTML) {
		if (w->prose == 0)
			w->prose = e->depth;
		if (span_eq_str(name, "p") && w->text.len > 0)
			arena_put_byte(&w->text, '\n');
		return true;
	}
	if (e->depth == 1 || (e->ns == XML_NS_XFA_DATA && span_eq_str(name, "data"))) {
		w->base = e->depth;
		w->levels[e->depth] = (struct level){ 0, true };
		return true;
	}
	w->levels[e->depth - 1].parent = true;
	len = w->levels[e->depth - 1].path;
	if (len + name.len + 1 < PATH_LIMIT) {
		if (len > 0)
			w->path[len++] = '.';
		for (size_t i = 0; i < name.len; i++)
			w->path[len++] = name.at[i];
	}
	w->levels[e->depth] = (struct level){ len, false };
	w->text = arena_text(w->arena);
	return true;
}

static void
on_end(void *context, const struct xml_element *e)
{
	struct walking *w = context;
	struct fdf_leaf leaf = { .text = span_trim(arena_text_span(&w->text)) };
	struct fdf_leaves *out = w->out;

	if (w->prose != 0) {
		if (e->depth == w->prose)
			w->prose = 0;
		return;
	}
	if (e->depth > READING_DEPTH_LIMIT || e->depth <= w->base)
		return;
	if (!w->levels[e->depth].parent) {
		leaf.path = arena_copy(w->arena, span_of(w->path, w->levels[e->depth].path));
		leaf.name = arena_copy(w->arena, span_str(e->name));
		out->items = arena_grow(w->arena, out->items, out->count, &out->capacity, sizeof(*out->items));
		out->items[out->count++] = leaf;
		out->filled += leaf.text.len > 0;
	}
	w->text = arena_text(w->arena);
}

static void
on_text(void *context, struct span text)
{
	struct walking *w = context;

	arena_put(&w->text, text);
}

enum part_why
fdf_find_leaves(struct arena *a, struct span xml, struct fdf_leaves *out)
{
	static const struct xml_handler h = { .start = on_start, .end = on_end, .text = on_text };
	struct walking *w = arena_alloc(a, sizeof(*w));

	*out = (struct fdf_leaves){ .count = 0 };
	w->arena = a;
	w->out = out;
	w->text = arena_text(a);
	return xml_read(a, xml, &h, w);
}

enum part_why
fdf_read_xml(struct reading *r)
{
	struct fdf_leaves leaves;
	enum part_why why = fdf_find_leaves(r->arena, r->bytes, &leaves);
	struct span group = SPAN_NONE;

	if (why != PART_WHY_NONE)
		return why;
	if (leaves.filled < 2)
		return PART_WHY_UNKNOWN_TYPE;
	for (size_t i = 0; i < leaves.count; i++)
		fdf_put(r, &group, &(struct block_control){ .kind = BLOCK_TEXT, .name = leaves.items[i].path }, leaves.items[i].text);
	return PART_WHY_NONE;
}
