/* SPDX-License-Identifier: ISC
 *
 * print_blocks: blocks as a short text, so that a test's wish can be one string.
 *
 * One line a block: "p3: " or "1.2.1: " (table, row, column), then its runs; a run that is
 * more than plain text as [flags:text:control].
 */
#ifndef TESTS_UNIT_PRINT_BLOCKS_H
#define TESTS_UNIT_PRINT_BLOCKS_H

#include "parsers/block.h"

#define EMPTY_BOX "\xE2\x98\x90"
#define TICKED_BOX "\xE2\x98\x92"

static inline void
print_control(struct arena_text *t, const struct block_control *c)
{
	static const char *const kinds[] = { "text", "date", "choice", "checkbox", "radio", "repeat" };

	arena_put_format(t, ":%s", kinds[c->kind]);
	if (c->name.len > 0)
		arena_put_format(t, " %.*s", SPAN_PF(c->name));
	if (c->label.len > 0)
		arena_put_format(t, " '%.*s'", SPAN_PF(c->label));
	if (c->value.len > 0)
		arena_put_format(t, " =%.*s", SPAN_PF(c->value));
	for (size_t i = 0; i < c->choices_count; i++)
		arena_put_format(t, "%s%.*s", i == 0 ? " of " : "/", SPAN_PF(c->choices[i]));
	if (c->placeholder)
		arena_put_str(t, " empty");
}

static inline void
print_run(struct arena_text *t, const struct block_run *run)
{
	static const struct { unsigned flag; char letter; } letters[] = { { BLOCK_BOLD, 'b' }, { BLOCK_ITALIC, 'i' }, { BLOCK_STRUCK, 's' },
		{ BLOCK_MARKED, 'm' }, { BLOCK_UNDERLINED, 'u' }, { BLOCK_PLACEHOLDER, 'P' }, { BLOCK_BOX, 'B' }, { BLOCK_VALUE, 'V' },
		{ BLOCK_UNKNOWN_BOX, '?' } };

	if (run->flags == 0 && run->control == NULL) {
		arena_put(t, run->text);
		return;
	}
	arena_put_byte(t, '[');
	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++)
		if ((run->flags & letters[i].flag) != 0)
			arena_put_byte(t, (unsigned char)letters[i].letter);
	arena_put_byte(t, ':');
	arena_put(t, run->text);
	if (run->control != NULL)
		print_control(t, run->control);
	arena_put_byte(t, ']');
}

static inline const char *
print_blocks(struct arena *a, const struct block_list *blocks)
{
	struct arena_text t = arena_text(a);

	for (size_t i = 0; i < blocks->count; i++) {
		const struct block *b = &blocks->items[i];
		const struct block_where *w = &b->where;

		if ((b->flags & BLOCK_MARGIN) != 0)
			arena_put_str(&t, "margin ");
		if ((b->flags & BLOCK_HEADING) != 0)
			arena_put_format(&t, "h%u ", b->level);
		if (b->kind == BLOCK_CELL)
			arena_put_format(&t, "%u.%u.%u", w->table, w->row, w->column);
		else
			arena_put_format(&t, "p%u", w->paragraph);
		if (w->column_span > 1 || w->row_span > 1)
			arena_put_format(&t, "(%ux%u)", w->column_span, w->row_span);
		if (w->outer_table != 0)
			arena_put_format(&t, " in %u.%u.%u", w->outer_table, w->outer_row, w->outer_column);
		arena_put_str(&t, ": ");
		for (size_t j = 0; j < b->runs_count; j++)
			print_run(&t, &b->runs[j]);
		arena_put_byte(&t, '\n');
	}
	arena_put_byte(&t, '\0');
	return (const char *)t.bytes;
}

#endif
