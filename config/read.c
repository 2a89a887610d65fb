/* SPDX-License-Identifier: ISC */
#include "config/read.h"
#include "config/word.h"

size_t
read_count(const struct read *r, const char *name)
{
	size_t at = 0, n = 0;

	while (tree_next(r->root, name, &at) != NULL)
		n++;
	return n;
}

static bool
holds(const char *const *names, struct span s)
{
	for (; names != NULL && *names != NULL; names++)
		if (span_eq_str(s, *names))
			return true;
	return false;
}

struct config_strings
read_keys(struct read *r, const struct tree *t, const char *name, const char *const *also)
{
	const struct tree_value *v = tree_value(t, name);
	struct config_strings keys = { 0 };

	if (v == NULL)
		return keys;
	keys.items = arena_array(r->typed.arena, v->count, sizeof(*keys.items));
	for (size_t i = 0; i < v->count; i++) {
		if (field_key_find(v->items[i]) != NULL || holds(also, v->items[i]))
			keys.items[keys.count++] = v->items[i];
		else
			errors_add(r->typed.errors, tree_item_where(v, i), "%s: there is no field \"%.*s\": take one from the list of fields", name, SPAN_PF(v->items[i]));
	}
	return keys;
}

struct span
read_ladder_name(struct read *r, const struct tree *t, const char *name)
{
	struct span ladder = typed_text(&r->typed, t, name);

	if (ladder.len == 0 || config_ladder_find(r->config, ladder) != NULL)
		return ladder;
	errors_add(r->typed.errors, tree_where(t, name), "there is no ladder \"%.*s\": name one that is in the config, or add it", SPAN_PF(ladder));
	return SPAN_NONE;
}

struct config_strings
read_person_names(struct read *r, const struct tree *t, const char *name)
{
	const struct tree_value *v = tree_value(t, name);
	struct config_strings names = { 0 };

	if (v == NULL)
		return names;
	names.items = arena_array(r->typed.arena, v->count, sizeof(*names.items));
	for (size_t i = 0; i < v->count; i++) {
		if (config_person_find(r->config, v->items[i]) != NULL)
			names.items[names.count++] = v->items[i];
		else
			errors_add(r->typed.errors, tree_item_where(v, i), "%s: there is no person \"%.*s\": name one that is in the config, or add it", name, SPAN_PF(v->items[i]));
	}
	return names;
}

bool
read_is_trusted(const struct read *r, struct span email)
{
	const struct config_strings *d = &r->config->partnership.audience_domains;

	for (size_t i = 0; i < d->count; i++)
		if (word_is_within(email, d->items[i]))
			return true;
	return false;
}
