/* SPDX-License-Identifier: ISC */
#include "parsers/unpack_zip.h"

#include "parsers/zipped.h"

static void
add(struct reading *r, const struct part *p)
{
	struct part_list *list = r->inside;

	list->items = arena_grow(r->arena, list->items, list->count, &list->capacity, sizeof(*list->items));
	list->items[list->count++] = *p;
}

/* Folders, and what Finder and Explorer leave behind. */
static bool
is_clutter(struct span name)
{
	return name.len == 0 || name.at[name.len - 1] == '/' || span_starts(name, SPAN_LIT("__MACOSX/")) ||
	    span_ends_nocase(name, SPAN_LIT(".DS_Store")) || span_ends_nocase(name, SPAN_LIT("Thumbs.db"));
}

enum part_why
unpack_zip_read(struct reading *r)
{
	struct zipped *z;
	size_t had = 0, locked = 0;
	enum part_why why = zipped_open(r->arena, r->bytes, &z);

	if (why != PART_WHY_NONE)
		return why;
	if (r->password.len > 0)
		zipped_set_password(z, r->password);
	for (size_t i = 0; i < zipped_count(z); i++) {
		const struct zipped_entry *e = zipped_at(z, i);
		struct part p = { .name = e->name };

		if (is_clutter(e->name))
			continue;
		p.why = zipped_read(z, i, &p.bytes);
		locked += p.why == PART_WHY_PASSWORD;
		had += p.why != PART_WHY_PASSWORD;
		add(r, &p);
	}
	zipped_close(z);
	if (had + locked == 0)
		return PART_WHY_EMPTY;
	return had == 0 ? PART_WHY_PASSWORD : PART_WHY_NONE;
}
