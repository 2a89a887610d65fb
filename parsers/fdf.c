/* SPDX-License-Identifier: ISC */
#include "parsers/fdf.h"

#include "parsers/fdf_object.h"
#include "parsers/text.h"
#include "parsers/xml.h"

enum { NAME_DEPTH = 32 };

void
fdf_put(struct reading *r, const struct block_control *control, struct span text)
{
	struct block_control *c = arena_alloc(r->arena, sizeof(*c));
	struct block_builder b = block_builder(r->arena);
	struct block_where where = { .part = r->part };

	*c = *control;
	if (c->kind == BLOCK_CHECKBOX)
		block_put(&b, c->checked ? SPAN_LIT("\xE2\x98\x92") : SPAN_LIT("\xE2\x98\x90"), BLOCK_BOX | BLOCK_VALUE, c);
	else
		block_put(&b, text, BLOCK_VALUE, c);
	block_end(&b, r->blocks, BLOCK_CONTROL, &where, 0);
}

static struct span
join_name(struct arena *a, struct span outer, struct span name)
{
	if (outer.len == 0 || name.len == 0)
		return outer.len == 0 ? name : outer;
	return arena_printf(a, "%.*s.%.*s", SPAN_PF(outer), SPAN_PF(name));
}

/* ---- FDF ------------------------------------------------------------------------------------ */

struct fdf {
	struct reading *r;
	struct fdf_file *file;
	size_t fields;
	size_t steps;			/* fields looked at: references may lead in circles */
};

static bool
means_on(struct span name)
{
	static const char *const on[] = { "yes", "on", "true", "checked", "y", "x", "1" };

	for (size_t i = 0; i < sizeof(on) / sizeof(on[0]); i++)
		if (span_eq_nocase_str(name, on[i]))
			return true;
	return false;
}

static struct span
value_text(struct fdf *f, const struct fdf_object *v)
{
	struct arena_text t = arena_text(f->r->arena);

	if (v->kind == FDF_STRING)
		return fdf_object_text(f->r->arena, v);
	if (v->kind == FDF_NAME || v->kind == FDF_WORD)
		return v->bytes;
	for (const struct fdf_object *i = v->kind == FDF_ARRAY ? v->first : NULL; i != NULL; i = i->next) {
		if (i->kind == FDF_ARRAY)
			continue;
		if (t.len > 0)
			arena_put_byte(&t, '\n');
		arena_put(&t, value_text(f, i));
	}
	return arena_text_span(&t);
}

static void
put_field(struct fdf *f, struct span name, const struct fdf_object *value)
{
	struct block_control c = { .name = name };
	struct span text = value == NULL ? SPAN_NONE : value_text(f, value);

	if (value != NULL && value->kind == FDF_NAME) {
		bool off = span_eq_str(text, "Off");

		c.value = text;
		c.checked = !off;
		c.kind = off || means_on(text) ? BLOCK_CHECKBOX : BLOCK_RADIO;
	}
	fdf_put(f->r, &c, text);
	f->fields++;
}

static void
walk(struct fdf *f, const struct fdf_object *fields, struct span outer, unsigned depth)
{
	if (fields == NULL || fields->kind != FDF_ARRAY || depth > NAME_DEPTH)
		return;
	for (const struct fdf_object *i = fields->first; i != NULL && f->steps++ < FDF_FIELDS_LIMIT; i = i->next) {
		const struct fdf_object *field = fdf_object_follow(f->file, i), *kids = fdf_object_key(f->file, field, "Kids");
		const struct fdf_object *title = fdf_object_key(f->file, field, "T");
		struct span name = join_name(f->r->arena, outer, title == NULL ? SPAN_NONE : fdf_object_text(f->r->arena, title));

		if (field->kind != FDF_DICTIONARY)
			continue;
		if (kids != NULL)
			walk(f, kids, name, depth + 1);
		else if (name.len > 0)
			put_field(f, name, fdf_object_key(f->file, field, "V"));
	}
}

enum part_why
fdf_read(struct reading *r)
{
	struct fdf f = { .r = r, .file = fdf_object_open(r->arena, r->bytes) };
	const struct fdf_object *fields = fdf_object_key(f.file, fdf_object_key(f.file, fdf_object_root(f.file), "FDF"), "Fields");

	if (fields == NULL)
		return PART_WHY_DAMAGED;
	walk(&f, fields, SPAN_NONE, 0);
	return f.fields > 0 ? PART_WHY_NONE : PART_WHY_EMPTY;
}

/* ---- XFDF ------------------------------------------------------------------------------------- */

enum xfdf_id { XFDF_FIELD, XFDF_VALUE, XFDF_RICH };
static const char *const xfdf_names[] = { "field", "value", "value-richtext" };

struct xfdf {
	struct reading *r;
	struct span names[NAME_DEPTH];
	unsigned depth;			/* open fields */
	struct arena_text text;
	unsigned reading;		/* depth of the open value element; 0: none */
	bool parent[NAME_DEPTH];
	size_t fields;
};

static bool
xfdf_start(void *context, const struct xml_element *e)
{
	struct xfdf *x = context;

	if (x->reading != 0)
		return true;
	if (e->id == XFDF_FIELD && x->depth < NAME_DEPTH) {
		struct span outer = x->depth == 0 ? SPAN_NONE : x->names[x->depth - 1];

		if (x->depth > 0)
			x->parent[x->depth - 1] = true;
		x->parent[x->depth] = false;
		x->names[x->depth++] = join_name(x->r->arena, outer, arena_copy(x->r->arena, xml_attribute_any(e, "name")));
		x->text = arena_text(x->r->arena);
	} else if ((e->id == XFDF_VALUE || (e->id == XFDF_RICH && x->text.len == 0)) && x->depth > 0) {
		if (x->text.len > 0)
			arena_put_byte(&x->text, '\n');
		x->reading = e->depth;
	}
	return x->fields < FDF_FIELDS_LIMIT;
}

static void
xfdf_end(void *context, const struct xml_element *e)
{
	struct xfdf *x = context;
	struct block_control c = { .kind = BLOCK_TEXT };
	struct span text;

	if (x->reading == e->depth)
		x->reading = 0;
	if (x->reading != 0 || e->id != XFDF_FIELD || x->depth == 0)
		return;
	x->depth--;
	text = arena_text_span(&x->text);
	x->text = arena_text(x->r->arena);
	if (x->parent[x->depth] && text.len == 0)
		return;
	c.name = x->names[x->depth];
	if (span_eq_str(text, "Off"))
		c.kind = BLOCK_CHECKBOX;
	fdf_put(x->r, &c, span_trim(text));
	x->fields++;
}

static void
xfdf_text(void *context, struct span text)
{
	struct xfdf *x = context;

	if (x->reading != 0)
		arena_put(&x->text, text);
}

enum part_why
fdf_read_xfdf(struct reading *r)
{
	static const struct xml_handler h = { xfdf_start, xfdf_end, xfdf_text, xfdf_names, 3 };
	struct xfdf *x = arena_alloc(r->arena, sizeof(*x));
	enum part_why why;

	x->r = r;
	x->text = arena_text(r->arena);
	why = xml_read(r->arena, r->bytes, &h, x);
	if (why != PART_WHY_NONE)
		return why;
	return x->fields > 0 ? PART_WHY_NONE : PART_WHY_EMPTY;
}
