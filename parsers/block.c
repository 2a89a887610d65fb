/* SPDX-License-Identifier: ISC */
#include "parsers/block.h"

#include "parsers/text.h"

struct block_list
block_list(struct arena *a)
{
	return (struct block_list){ .arena = a };
}

void
block_add(struct block_list *list, const struct block *b)
{
	if (list->count >= (list->limit > 0 ? list->limit : BLOCK_LIMIT)) {
		list->cut = true;
		return;
	}
	list->items = arena_grow(list->arena, list->items, list->count, &list->capacity, sizeof(*list->items));
	list->items[list->count++] = *b;
}

static void
put_number(struct arena_text *t, struct span what, unsigned number)
{
	if (number == 0)
		return;
	arena_put(t, t->len > 0 ? what : span_slice(what, 2, what.len));
	arena_put_number(t, number);
}

struct span
block_where_print(struct arena *a, const struct block_where *w)
{
	struct arena_text t = arena_text(a);

	if (w->part.len > 0) {
		arena_put_str(&t, "part ");
		arena_put(&t, w->part);
	}
	put_number(&t, SPAN_LIT(", page "), w->page);
	put_number(&t, SPAN_LIT(", table "), w->table);
	put_number(&t, SPAN_LIT(", row "), w->row);
	put_number(&t, SPAN_LIT(", cell "), w->column);
	put_number(&t, SPAN_LIT(", line "), w->paragraph);
	return arena_text_span(&t);
}

struct block_builder
block_builder(struct arena *a)
{
	return (struct block_builder){ .arena = a };
}

void
block_put(struct block_builder *b, struct span text, unsigned flags, const struct block_control *control)
{
	struct block_run *last = b->count == 0 ? NULL : &b->runs[b->count - 1];

	if ((text.len == 0 && control == NULL) || b->count >= BLOCK_RUN_LIMIT)
		return;
	if (last != NULL && last->flags == flags && last->control == control && (flags & (BLOCK_BOX | BLOCK_UNKNOWN_BOX)) == 0) {
		/* Text that lies right behind the last run's grows it in place; else join. */
		if (last->text.len > 0 && last->text.at + last->text.len == text.at) {
			last->text.len += text.len;
			return;
		}
		/* What was joined before grows on: copied anew each time, text in ever new pieces would cost its square. */
		if (last->text.len == 0 || last->text.at != b->joined.bytes || last->text.len != b->joined.len) {
			b->joined = arena_text(b->arena);
			arena_put(&b->joined, last->text);
		}
		arena_put(&b->joined, text);
		last->text = arena_text_span(&b->joined);
		return;
	}
	b->runs = arena_grow(b->arena, b->runs, b->count, &b->capacity, sizeof(*b->runs));
	b->runs[b->count++] = (struct block_run){ text, flags, control };
}

void
block_put_box(struct block_builder *b, bool ticked, const struct block_control *control)
{
	block_put(b, ticked ? SPAN_LIT("\xE2\x98\x92") : SPAN_LIT("\xE2\x98\x90"), BLOCK_BOX, control);
}

bool
block_is_empty(const struct block_builder *b)
{
	return b->count == 0;
}

struct block
block_finish(struct block_builder *b, enum block_kind kind, const struct block_where *where, unsigned flags)
{
	struct block block = { .kind = kind, .flags = flags, .where = *where, .runs = b->runs, .runs_count = b->count };

	if (b->count == 1) {
		block.text = b->runs[0].text;
	} else if (b->count > 1) {
		struct arena_text t = arena_text(b->arena);

		for (size_t i = 0; i < b->count; i++)
			arena_put(&t, b->runs[i].text);
		block.text = arena_text_span(&t);
	}
	*b = block_builder(b->arena);
	return block;
}

void
block_end(struct block_builder *b, struct block_list *list, enum block_kind kind, const struct block_where *where, unsigned flags)
{
	struct block block = block_finish(b, kind, where, flags);

	block_add(list, &block);
}

bool
block_list_says(const struct block_list *list, size_t from)
{
	for (size_t i = from; i < list->count; i++) {
		const struct block *b = &list->items[i];

		if ((b->flags & BLOCK_MARGIN) == 0 && b->runs_count > 0 && (b->runs[0].control != NULL || b->runs_count > 1 || !text_is_blank(b->text)))
			return true;
	}
	return false;
}

bool
block_asks_to_choose(struct arena *a, struct span shown)
{
	static const char *const words[] = { "choose", "select", "please", "click", "pick" };
	struct span folded = text_fold(a, shown);

	return folded.len == 0 || span_starts_any(folded, SPAN_WORDS(words));
}

bool
block_same_row(const struct block *a, const struct block *b)
{
	return a->kind == BLOCK_CELL && b->kind == BLOCK_CELL && a->where.table == b->where.table && a->where.row == b->where.row;
}

void
block_put_lines(struct arena_text *t, struct span text, const char *joint)
{
	struct span line;

	for (bool first = true; span_split(&text, '\n', &line); first = false) {
		if (!first)
			arena_put_str(t, joint);
		arena_put(t, line);
	}
}
