/* SPDX-License-Identifier: ISC */
#include "parsers/fdf.h"

#include "parsers/fdf_object.h"
#include "parsers/text.h"
#include "parsers/xml.h"

enum { NAME_DEPTH = 32 };

/* Parts of a name that form editors make up, or too short to say anything. */
static bool
is_made_up(struct span part)
{
	static const char *const made_up[] = { "form", "page", "subform", "topmostsubform", "body", "data", "fields", "area", "root" };

	while (part.len > 0 && part.at[0] == '#')
		part = span_slice(part, 1, part.len);
	part = span_slice(part, 0, span_find(part, SPAN_LIT("[")));
	while (part.len > 0 && ((part.at[part.len - 1] >= '0' && part.at[part.len - 1] <= '9') || part.at[part.len - 1] == '_'))
		part.len--;
	for (size_t i = 0; i < sizeof(made_up) / sizeof(made_up[0]); i++)
		if (span_eq_nocase_str(part, made_up[i]))
			return true;
	return part.len < 3;
}

static struct span
group_words(struct arena *a, struct span name, struct span *leaf_out)
{
	struct arena_text t = arena_text(a);
	size_t dot;

	while ((dot = span_find(name, SPAN_LIT("."))) < name.len) {
		struct span part = span_slice(name, 0, dot);

		if (!is_made_up(part) || t.len > 0) {
			if (t.len > 0)
				arena_put_byte(&t, ' ');
			arena_put(&t, text_name_words(a, part));
		}
		name = span_slice(name, dot + 1, name.len);
	}
	*leaf_out = name;
	return arena_text_span(&t);
}

static void
put_heading(struct reading *r, struct span text)
{
	struct block_builder b = block_builder(r->arena);

	block_put(&b, text, 0, NULL);
	block_end(&b, r->blocks, BLOCK_PARAGRAPH, &(struct block_where){ .part = r->part }, BLOCK_HEADING);
}

void
fdf_put(struct reading *r, struct span *group, const struct block_control *control, struct span text)
{
	struct block_control *c = arena_alloc(r->arena, sizeof(*c));
	struct block_builder b = block_builder(r->arena);
	struct block_where where = { .part = r->part };
	struct span leaf, words = group_words(r->arena, control->name, &leaf);

	*c = *control;
	if (c->label.len == 0 && leaf.len < c->name.len)
		c->label = text_name_words(r->arena, leaf);
	if (words.len > 0 && !span_eq(words, *group))
		put_heading(r, words);
	*group = words;
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
	struct span group;
	size_t fields;
	size_t steps;			/* fields looked at: references may lead in circles */
};

static bool
means_on(struct span name)
{
	static const char *const on[] = { "yes", "on", "true", "checked", "y", "x", "1" };

	return span_is_any_nocase(name, SPAN_WORDS(on));
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
	fdf_put(f->r, &f->group, &c, text);
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

struct xfdf_field {
	struct span name;
	struct span text;
};

struct xfdf {
	struct reading *r;
	struct span names[NAME_DEPTH];
	unsigned depth;			/* open fields */
	struct arena_text text;
	unsigned reading;		/* depth of the open value element; 0: none */
	bool parent[NAME_DEPTH];
	struct xfdf_field *fields;
	size_t count, capacity;
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
	return x->count < FDF_FIELDS_LIMIT;
}

static void
xfdf_end(void *context, const struct xml_element *e)
{
	struct xfdf *x = context;
	struct span text;

	if (x->reading == e->depth)
		x->reading = 0;
	if (x->reading != 0 || e->id != XFDF_FIELD || x->depth == 0)
		return;
	x->depth--;
	text = span_trim(arena_text_span(&x->text));
	x->text = arena_text(x->r->arena);
	if (x->parent[x->depth] && text.len == 0)
		return;
	x->fields = arena_grow(x->r->arena, x->fields, x->count, &x->capacity, sizeof(*x->fields));
	x->fields[x->count++] = (struct xfdf_field){ x->names[x->depth], text };
}

static void
xfdf_text(void *context, struct span text)
{
	struct xfdf *x = context;

	if (x->reading != 0)
		arena_put(&x->text, text);
}

/* Does a word of the name begin here? */
static bool
begins_word(struct span name, size_t at)
{
	return at < name.len && at > 0 && (span_is_upper(name.at[at]) || name.at[at - 1] == '_' || name.at[at - 1] == '.' || name.at[at - 1] == '-');
}

/* MediaYes beside MediaNo, ReviewType_Rapid beside ReviewType_Learning, one of them off: boxes of one question.  XFDF does not
 * tell a ticked box from a text of "Yes". */
static bool
is_box_beside(const struct xfdf_field *a, const struct xfdf_field *b)
{
	enum { GROUP = 4 };
	size_t same = 0;

	while (same < a->name.len && same < b->name.len && a->name.at[same] == b->name.at[same])
		same++;
	return span_eq_str(b->text, "Off") && means_on(a->text) && (same * 2 >= a->name.len || (same >= GROUP && begins_word(a->name, same) && begins_word(b->name, same)));
}

static bool
is_box(const struct xfdf *x, size_t i)
{
	const struct xfdf_field *f = &x->fields[i];

	return span_eq_str(f->text, "Off") || (i > 0 && is_box_beside(f, f - 1)) || (i + 1 < x->count && is_box_beside(f, f + 1));
}

enum part_why
fdf_read_xfdf(struct reading *r)
{
	static const struct xml_handler h = { .start = xfdf_start, .end = xfdf_end, .text = xfdf_text, .names = xfdf_names, .names_count = 3 };
	struct xfdf *x = arena_alloc(r->arena, sizeof(*x));
	struct span group = SPAN_NONE;
	enum part_why why;

	x->r = r;
	x->text = arena_text(r->arena);
	why = xml_read(r->arena, r->bytes, &h, x);
	if (why != PART_WHY_NONE)
		return why;
	for (size_t i = 0; i < x->count; i++) {
		struct block_control c = { .kind = is_box(x, i) ? BLOCK_CHECKBOX : BLOCK_TEXT, .name = x->fields[i].name };

		c.checked = c.kind == BLOCK_CHECKBOX && !span_eq_str(x->fields[i].text, "Off");
		fdf_put(r, &group, &c, x->fields[i].text);
	}
	return x->count > 0 ? PART_WHY_NONE : PART_WHY_EMPTY;
}
