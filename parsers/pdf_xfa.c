/* SPDX-License-Identifier: ISC */
#include "parsers/pdf_xfa.h"

#include "parsers/fdf.h"
#include "parsers/text.h"
#include "parsers/xml.h"

#include <string.h>

enum { ITEMS_LIMIT = 200 };

/* What the template says about a field (XFA 3.3, chapter 2). */
struct caption {
	struct span name;
	struct span caption, tip;
	struct span *shown, *saved;	/* of a list: what people see, what the data hold */
	size_t shown_count, shown_capacity, saved_count, saved_capacity;
	bool box;
};

enum id { CAPTION, CHECK_BUTTON, EXCL_GROUP, FIELD, ITEMS, SPEAK, TOOL_TIP };
static const char *const names[] = { "caption", "checkButton", "exclGroup", "field", "items", "speak", "toolTip" };

struct captions {
	struct arena *arena;
	struct caption *items;
	size_t count, capacity;
	struct caption *open;
	unsigned field, part;		/* depth of the open field and of the part of it that is read */
	int reading;			/* enum id of that part */
	bool save;			/* of the open items */
	struct arena_text text;
};

static bool
on_start(void *context, const struct xml_element *e)
{
	struct captions *c = context;

	if ((e->id == FIELD || e->id == EXCL_GROUP) && c->field == 0 && c->count < FDF_FIELDS_LIMIT) {
		c->items = arena_grow(c->arena, c->items, c->count, &c->capacity, sizeof(*c->items));
		c->open = &c->items[c->count++];
		*c->open = (struct caption){ .name = arena_copy(c->arena, xml_attribute_any(e, "name")) };
		/* The fields within a group have captions of their own: its options. */
		c->field = e->id == FIELD ? e->depth : 0;
		return true;
	}
	if (c->field == 0)
		return true;
	if (e->id == CHECK_BUTTON)
		c->open->box = true;
	if (c->part == 0 && (e->id == CAPTION || e->id == TOOL_TIP || e->id == SPEAK || e->id == ITEMS)) {
		c->part = e->depth;
		c->reading = e->id;
		c->save = span_eq_str(xml_attribute_any(e, "save"), "1");
		c->text = arena_text(c->arena);
	} else if (c->part != 0 && c->reading == ITEMS) {
		c->text = arena_text(c->arena);
	}
	return true;
}

static void
add_item(struct captions *c, struct span text)
{
	struct caption *o = c->open;
	struct span **list = c->save ? &o->saved : &o->shown;
	size_t *count = c->save ? &o->saved_count : &o->shown_count, *capacity = c->save ? &o->saved_capacity : &o->shown_capacity;

	if (*count >= ITEMS_LIMIT)
		return;
	*list = arena_grow(c->arena, *list, *count, capacity, sizeof(**list));
	(*list)[(*count)++] = text;
}

static void
on_end(void *context, const struct xml_element *e)
{
	struct captions *c = context;
	struct span text = text_squeeze(c->arena, arena_text_span(&c->text));

	if (c->part != 0 && c->reading == ITEMS && e->depth == c->part + 1)
		add_item(c, text);
	if (c->part == e->depth) {
		if (c->reading == CAPTION)
			c->open->caption = text;
		else if (c->reading != ITEMS && c->open->tip.len == 0)
			c->open->tip = text;
		c->part = 0;
	}
	if (c->field == e->depth)
		c->field = 0;
}

static void
on_text(void *context, struct span text)
{
	struct captions *c = context;

	if (c->part != 0)
		arena_put(&c->text, text);
}

static const struct caption *
find(const struct captions *c, struct span name)
{
	for (size_t i = 0; i < c->count; i++)
		if (span_eq(c->items[i].name, name))
			return &c->items[i];
	return NULL;
}

static void
put(struct reading *r, const struct captions *captions, const struct fdf_leaf *leaf, struct span *group)
{
	const struct caption *known = find(captions, leaf->name);
	struct block_control c = { .name = leaf->path };
	struct span text = leaf->text;

	if (known != NULL) {
		c.label = known->caption.len > 0 ? known->caption : known->tip;
		c.choices = known->shown;
		c.choices_count = known->shown_count;
		c.kind = known->box ? BLOCK_CHECKBOX : known->shown_count > 0 ? BLOCK_CHOICE : BLOCK_TEXT;
		/* Of a box the first item means on (XFA 3.3, checkButton). */
		c.checked = known->box && text.len > 0 && (known->shown_count == 0 ? !span_eq_str(text, "0") : span_eq(text, known->shown[0]));
		if (c.kind != BLOCK_TEXT)
			c.value = text;
		for (size_t i = 0; i < known->saved_count && i < known->shown_count && !known->box; i++)
			if (span_eq(known->saved[i], leaf->text))
				text = known->shown[i];
	}
	fdf_put(r, group, &c, text);
}

/* The whole form is one stream, or an array of names and streams (ISO 32000-1, 12.7.8). */
static struct span
packet(struct pdf_file *f, unsigned xfa, const char *name)
{
	size_t n = pdf_file_count(f, xfa);
	struct span bytes = SPAN_NONE;

	if (pdf_file_is_stream(f, xfa))
		(void)pdf_file_stream(f, xfa, PDF_XFA_ENCODED_LIMIT, &bytes);
	for (size_t i = 0; i + 1 < n; i += 2)
		if (span_eq_str(pdf_file_text(f, pdf_file_item(f, xfa, i)), name))
			(void)pdf_file_stream(f, pdf_file_item(f, xfa, i + 1), PDF_XFA_ENCODED_LIMIT, &bytes);
	return bytes;
}

/* A whole form in one stream: only its data. */
static struct span
only(struct span bytes, const char *from, const char *to)
{
	size_t at = span_find(bytes, span_str(from)), end = span_find(bytes, span_str(to));

	return at < end && end < bytes.len ? span_slice(bytes, at, end + strlen(to)) : bytes;
}

bool
pdf_xfa_read(struct pdf_file *f, struct reading *r)
{
	static const struct xml_handler h = { .start = on_start, .end = on_end, .text = on_text, .names = names, .names_count = sizeof(names) / sizeof(names[0]) };
	unsigned xfa = pdf_file_key(f, pdf_file_key(f, pdf_file_root(f), "/AcroForm"), "/XFA");
	struct span data = xfa == PDF_NONE ? SPAN_NONE : packet(f, xfa, "datasets"), template;
	struct span group = SPAN_NONE;
	struct captions *c;
	struct fdf_leaves leaves;

	if (data.len == 0)
		return false;
	data = only(data, "<xfa:datasets", "</xfa:datasets>");
	(void)fdf_find_leaves(r->arena, data, &leaves);
	if (leaves.filled == 0)
		return false;
	c = arena_alloc(r->arena, sizeof(*c));
	c->arena = r->arena;
	c->text = arena_text(r->arena);
	template = only(packet(f, xfa, "template"), "<template", "</template>");
	(void)xml_read(r->arena, template, &h, c);
	for (size_t i = 0; i < leaves.count; i++)
		put(r, c, &leaves.items[i], &group);
	return true;
}
