/* SPDX-License-Identifier: ISC */
#include "config/config.h"
#include "config/read.h"
#include "config/schema.h"

static void
read_all(struct read *r)
{
	read_base(r);
	read_people(r);
	read_ladders(r);
	read_servers(r);
	read_calendar(r);
	read_milestones(r);
	read_forms(r);
	read_prose(r);
	read_templates(r);
	read_routes(r);
}

struct config *
config_load(const char *path, enum config_need need, struct config_errors *errors)
{
	struct arena *a = arena_new(0);
	struct config *c = arena_alloc(a, sizeof(*c));
	struct tree root;
	struct read r = { { a, errors, need }, &root, c };

	c->arena = a;
	c->file = arena_copy(a, span_str(path));
	if (tree_read(a, c->file, schema_root, errors, &root))
		read_all(&r);
	if (errors->count > 0) {
		errors_sort(errors);
		config_free(c);
		return NULL;
	}
	return c;
}

void
config_free(struct config *c)
{
	if (c == NULL)
		return;
	route_set_free(&c->routes);
	arena_free(c->arena);
}

const struct ladder *
config_ladder_find(const struct config *c, struct span name)
{
	if (name.len == 0)
		name = c->default_ladder;
	for (size_t i = 0; i < c->ladders_count; i++)
		if (span_eq(c->ladders[i].name, name))
			return &c->ladders[i];
	return NULL;
}

const struct config_template *
config_template_find(const struct config *c, struct span name)
{
	for (size_t i = 0; i < c->templates_count; i++)
		if (span_eq(c->templates[i].name, name))
			return &c->templates[i];
	return NULL;
}

const struct config_mailbox *
config_mailbox_find(const struct config *c, struct span name)
{
	for (size_t i = 0; i < c->mailboxes_count; i++)
		if (span_eq(c->mailboxes[i].name, name))
			return &c->mailboxes[i];
	return NULL;
}

bool
config_mailbox_is_junk(const struct config_mailbox *m, struct span folder)
{
	for (size_t i = 0; i < m->junk.count; i++)
		if (span_eq(m->junk.items[i], folder))
			return true;
	return false;
}

struct span
config_mailbox_folder_name(struct arena *a, const struct config_mailbox *m, size_t i)
{
	return i == 0 ? m->name : arena_printf(a, "%.*s/%.*s", SPAN_PF(m->name), SPAN_PF(m->folders.items[i]));
}
