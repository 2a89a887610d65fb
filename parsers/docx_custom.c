/* SPDX-License-Identifier: ISC */
#include "parsers/docx_custom.h"

#include <string.h>

enum { VALUES_LIMIT = 5000, SIBLINGS_LIMIT = 100, PATH_LIMIT = 2000 };

struct value {
	struct span path;		/* "/root[1]/child[2]" */
	struct arena_text text;
};

/* How often each name has been met among one element's children. */
struct sibling {
	struct span name;
	unsigned count;
};

struct level {
	size_t value;			/* index of the element at this depth */
	struct sibling *children;
	size_t children_count;
	size_t children_capacity;
};

struct docx_custom {
	struct arena *arena;
	struct value *values;
	size_t count;
	size_t capacity;
	struct level levels[READING_DEPTH_LIMIT + 2];
};

static unsigned
next_of_name(struct docx_custom *c, struct level *l, const char *name)
{
	for (size_t i = 0; i < l->children_count; i++)
		if (span_eq_str(l->children[i].name, name))
			return ++l->children[i].count;
	if (l->children_count < SIBLINGS_LIMIT) {
		l->children = arena_grow(c->arena, l->children, l->children_count, &l->children_capacity, sizeof(*l->children));
		l->children[l->children_count++] = (struct sibling){ arena_copy(c->arena, span_str(name)), 1 };
	}
	return 1;
}

static bool
value_start(void *context, const struct xml_element *e)
{
	struct docx_custom *c = context;
	struct level *parent = &c->levels[e->depth - 1], *level = &c->levels[e->depth];
	struct span before = e->depth == 1 ? SPAN_NONE : c->values[parent->value].path;
	unsigned number = next_of_name(c, parent, e->name);

	if (before.len + strlen(e->name) > PATH_LIMIT)
		return false;
	c->values = arena_grow(c->arena, c->values, c->count, &c->capacity, sizeof(*c->values));
	c->values[c->count] = (struct value){ .path = arena_printf(c->arena, "%.*s/%s[%u]", SPAN_PF(before), e->name, number),
		.text = arena_text(c->arena) };
	level->value = c->count++;
	level->children_count = 0;
	/* The text that comes next is this element's. */
	c->levels[0].value = level->value;
	return c->count < VALUES_LIMIT;
}

static void
value_end(void *context, const struct xml_element *e)
{
	struct docx_custom *c = context;

	if (e->depth > 1)
		c->levels[0].value = c->levels[e->depth - 1].value;
}

static void
value_text(void *context, struct span text)
{
	struct docx_custom *c = context;

	if (c->count > 0)
		arena_put(&c->values[c->levels[0].value].text, text);
}

static void
read_related(struct docx_state *s, const struct docx_relations *relations, const char *type)
{
	static const struct xml_handler handler = { .start = value_start, .end = value_end, .text = value_text };
	struct span bytes;

	for (size_t i = 0; i < relations->count && s->custom->count < VALUES_LIMIT; i++) {
		const struct docx_relation *r = &relations->items[i];

		if (r->external || !span_eq_str(r->type, type))
			continue;
		s->custom->levels[0].children_count = 0;
		if (docx_package_read(s->package, r->target, &bytes) == PART_WHY_NONE)
			(void)xml_read(s->arena, bytes, &handler, s->custom);
	}
}

static void
load(struct docx_state *s)
{
	struct docx_relations relations;

	s->custom = arena_alloc(s->arena, sizeof(*s->custom));
	s->custom->arena = s->arena;
	if (s->package == NULL)
		return;
	read_related(s, &s->relations, "customXml");
	relations = docx_package_relations(s->package, SPAN_NONE);
	read_related(s, &relations, "core-properties");
	read_related(s, &relations, "extended-properties");
}

/* "/ns0:root[1]/ns0:child" -> "/root[1]/child[1]". */
static struct span
plain_path(struct arena *a, struct span xpath)
{
	struct arena_text t = arena_text(a);
	struct span step;

	while (span_split(&xpath, '/', &step)) {
		size_t colon = span_find_byte(step, ':');

		if (step.len == 0 || span_eq_str(step, "text()"))
			continue;
		if (colon < step.len)
			step = span_slice(step, colon + 1, step.len);
		arena_put_byte(&t, '/');
		arena_put(&t, step);
		if (span_find_byte(step, '[') == step.len)
			arena_put_str(&t, "[1]");
	}
	return arena_text_span(&t);
}

struct span
docx_custom_find(struct docx_state *s, struct span xpath)
{
	struct span path = plain_path(s->arena, span_slice(xpath, 0, PATH_LIMIT));

	if (s->custom == NULL)
		load(s);
	for (size_t i = 0; i < s->custom->count; i++)
		if (span_eq(s->custom->values[i].path, path))
			return span_trim(arena_text_span(&s->custom->values[i].text));
	return SPAN_NONE;
}
