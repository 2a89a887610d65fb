/* SPDX-License-Identifier: ISC */
#include "config/typed.h"
#include "config/word.h"

#include <inttypes.h>

static struct span
raw(const struct tree *t, const char *name)
{
	const struct tree_value *v = tree_value(t, name);

	return v != NULL && v->count > 0 ? v->items[0] : SPAN_NONE;
}

struct span
typed_text(const struct typed *c, const struct tree *t, const char *name)
{
	struct span s = raw(t, name);

	if (word_is_line(s))
		return s;
	errors_add(c->errors, tree_where(t, name), "%s must be one line, without control characters", name);
	return SPAN_NONE;
}

struct span
typed_needed(const struct typed *c, const struct tree *t, const char *name, const char *todo)
{
	struct span s = typed_text(c, t, name);

	if (s.len == 0)
		errors_add(c->errors, tree_where(t, name), "%s %s: %s", name, tree_value(t, name) == NULL ? "is missing" : "is empty", todo);
	return s;
}

struct span
typed_filled(const struct typed *c, const struct tree *t, const char *name, const char *todo)
{
	return c->need == CONFIG_FOR_RUNNING ? typed_needed(c, t, name, todo) : typed_text(c, t, name);
}

/* Digits and, of `units`, perhaps one letter at the end, whose factor multiplies them. */
static bool
scaled(struct span s, const char *units, const uint64_t *factors, uint64_t *out)
{
	uint64_t n, factor = 1;

	for (size_t i = 0; s.len > 0 && units[i] != '\0'; i++)
		if (s.at[s.len - 1] == (unsigned char)units[i]) {
			factor = factors[i];
			s = span_slice(s, 0, s.len - 1);
			break;
		}
	if (!span_number(s, UINT64_MAX / factor, &n) || (s.len > 1 && s.at[0] == '0'))
		return false;
	*out = n * factor;
	return true;
}

static uint64_t
within(const struct typed *c, const struct tree *t, const char *name, uint64_t n, struct typed_range range)
{
	if (n >= range.least && n <= range.most)
		return n;
	errors_add(c->errors, tree_where(t, name), "%s is out of range: at least %" PRIu64 " and at most %" PRIu64, name, range.least, range.most);
	return range.otherwise;
}

uint64_t
typed_number(const struct typed *c, const struct tree *t, const char *name, struct typed_range range)
{
	uint64_t n;

	if (tree_value(t, name) == NULL)
		return range.otherwise;
	if (scaled(raw(t, name), "", NULL, &n))
		return within(c, t, name, n, range);
	errors_add(c->errors, tree_where(t, name), "%s must be a whole number in decimal digits, from %" PRIu64 " to %" PRIu64, name, range.least, range.most);
	return range.otherwise;
}

int64_t
typed_seconds(const struct typed *c, const struct tree *t, const char *name, struct typed_range range)
{
	static const uint64_t factors[] = { 1, 60, 3600, 86400, 604800 };
	struct span s = raw(t, name);
	uint64_t n;

	if (tree_value(t, name) == NULL)
		return (int64_t)range.otherwise;
	if (scaled(s, "smhdw", factors, &n) && (n == 0 || s.at[s.len - 1] > '9')) {	/* NOLINT(*NullDereference): scaled() found a digit */
		if (n >= range.least && n <= range.most)
			return (int64_t)n;
		errors_add(c->errors, tree_where(t, name), "%s is out of range: at least %" PRIu64 "s and at most %" PRIu64 "s", name, range.least, range.most);
	} else {
		errors_add(c->errors, tree_where(t, name), "%s must be a time with its unit: 90s, 10m, 2h, 5d or 2w", name);
	}
	return (int64_t)range.otherwise;
}

uint64_t
typed_bytes(const struct typed *c, const struct tree *t, const char *name, struct typed_range range)
{
	static const uint64_t factors[] = { 1024, 1024 * 1024, 1024 * 1024 * 1024 };
	uint64_t n;

	if (tree_value(t, name) == NULL)
		return range.otherwise;
	if (scaled(raw(t, name), "KMG", factors, &n))
		return within(c, t, name, n, range);
	errors_add(c->errors, tree_where(t, name), "%s must be a size: bytes, or with K, M or G: 50M", name);
	return range.otherwise;
}

bool
typed_bool(const struct typed *c, const struct tree *t, const char *name, bool otherwise)
{
	static const char *const yes[] = { "true", "yes", "on" }, *const no[] = { "false", "no", "off" };
	struct span s = raw(t, name);

	if (tree_value(t, name) == NULL)
		return otherwise;
	for (size_t i = 0; i < 3; i++) {
		if (span_eq_str(s, yes[i]))
			return true;
		if (span_eq_str(s, no[i]))
			return false;
	}
	errors_add(c->errors, tree_where(t, name), "%s must be true or false", name);
	return otherwise;
}

unsigned
typed_choice(const struct typed *c, const struct tree *t, const char *name, const char *const *names, unsigned otherwise)
{
	struct arena_text known = arena_text(c->arena);
	struct span s = raw(t, name);

	if (tree_value(t, name) == NULL)
		return otherwise;
	for (unsigned i = 0; names[i] != NULL; i++) {
		if (span_eq_str(s, names[i]))
			return i;
		arena_put_format(&known, "%s%s", i > 0 ? ", " : "", names[i]);
	}
	errors_add(c->errors, tree_where(t, name), "%s is \"%.*s\": it must be one of %.*s", name, SPAN_PF(s), SPAN_PF(arena_text_span(&known)));
	return otherwise;
}

struct config_strings
typed_list(const struct typed *c, const struct tree *t, const char *name)
{
	const struct tree_value *v = tree_value(t, name);
	struct config_strings list = { 0 };

	if (v == NULL)
		return list;
	list.items = arena_array(c->arena, v->count, sizeof(*list.items));
	for (size_t i = 0; i < v->count; i++) {
		if (span_trim(v->items[i]).len == 0)
			errors_add(c->errors, tree_item_where(v, i), "%s holds an empty value: take it out", name);
		else if (!word_is_line(v->items[i]))
			errors_add(c->errors, tree_item_where(v, i), "%s: each value must be one line, without control characters", name);
		else
			list.items[list.count++] = v->items[i];
	}
	return list;
}

struct span
typed_path(const struct typed *c, const struct tree *t, const char *name)
{
	struct span s = typed_text(c, t, name);

	return s.len > 0 ? scan_read_path(c->arena, tree_where(t, name).file, s) : s;
}
