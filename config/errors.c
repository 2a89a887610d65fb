/* SPDX-License-Identifier: ISC */
#include "config/errors.h"

#include <stdio.h>

static void
put(struct config_errors *e, struct errors_where where, struct span text)
{
	struct span line;

	if (where.line > 0)
		line = arena_printf(e->arena, "%.*s:%u: %.*s", SPAN_PF(where.file), where.line, SPAN_PF(text));
	else
		line = arena_printf(e->arena, "%.*s: %.*s", SPAN_PF(where.file), SPAN_PF(text));
	e->lines = arena_grow(e->arena, e->lines, e->count, &e->capacity, sizeof(*e->lines));
	e->where = arena_grow(e->arena, e->where, e->count, &e->where_capacity, sizeof(*e->where));
	e->lines[e->count] = line;
	e->where[e->count] = (struct errors_where){ arena_copy(e->arena, where.file), where.line };
	e->count++;
}

static bool
is_settled(const struct config_errors *e, struct errors_where where)
{
	for (size_t i = 0; i < e->settled_count; i++)
		if (e->settled[i].line == where.line && span_eq(e->settled[i].file, where.file))
			return true;
	return false;
}

static void __attribute__((format(printf, 3, 0)))
add(struct config_errors *e, struct errors_where where, const char *format, va_list args)
{
	char text[1000];

	if (e->count > ERRORS_LIMIT)
		return;
	if (e->count == ERRORS_LIMIT) {
		put(e, where, SPAN_LIT("there are more errors; mend these first"));
		return;
	}
	(void)vsnprintf(text, sizeof(text), format, args);
	put(e, where, span_str(text));
}

void
errors_add(struct config_errors *e, struct errors_where where, const char *format, ...)
{
	va_list args;

	if (is_settled(e, where))
		return;
	va_start(args, format);
	add(e, where, format, args);
	va_end(args);
}

void
errors_add_last(struct config_errors *e, struct errors_where where, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add(e, where, format, args);
	va_end(args);
	e->settled = arena_grow(e->arena, e->settled, e->settled_count, &e->settled_capacity, sizeof(*e->settled));
	e->settled[e->settled_count++] = (struct errors_where){ arena_copy(e->arena, where.file), where.line };
}

/* Which file was met first: files are few, errors too. */
static size_t
rank(const struct config_errors *e, struct span file)
{
	size_t i = 0;

	while (i < e->count && !span_eq(e->where[i].file, file))
		i++;
	return i;
}

void
errors_sort(struct config_errors *e)
{
	size_t *ranks = arena_array(e->arena, e->count, sizeof(*ranks));

	for (size_t i = 0; i < e->count; i++)
		ranks[i] = rank(e, e->where[i].file);
	for (size_t i = 1; i < e->count; i++) {
		struct span line = e->lines[i];
		struct errors_where where = e->where[i];
		size_t r = ranks[i], at = i;

		for (; at > 0 && (ranks[at - 1] > r || (ranks[at - 1] == r && e->where[at - 1].line > where.line)); at--) {
			e->lines[at] = e->lines[at - 1];
			e->where[at] = e->where[at - 1];
			ranks[at] = ranks[at - 1];
		}
		e->lines[at] = line;
		e->where[at] = where;
		ranks[at] = r;
	}
}
