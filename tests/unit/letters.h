/* SPDX-License-Identifier: ISC
 *
 * letters: forms.conf once for all cases, and a letter as blocks.  Behind <cmocka.h>.
 */
#ifndef TESTS_UNIT_LETTERS_H
#define TESTS_UNIT_LETTERS_H

#include "tests/quality/forms_load.h"

static struct arena *forms_arena;
static struct form_set forms;

static int
setup(void **state)
{
	(void)state;
	forms_arena = arena_new(0);
	return forms_load(forms_arena, "config/forms.conf", &forms) ? 0 : -1;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(forms_arena);
	return 0;
}

/* Each line a paragraph, or behind '|' a cell. */
static inline struct block_list
blocks_of(struct arena *a, const char *text)
{
	struct block_list list = block_list(a);
	struct span rest = span_str(text), line;
	struct block_where w = { .part = SPAN_LIT("1") };

	while (span_line(&rest, &line)) {
		struct block_builder b = block_builder(a);
		bool cell = line.len > 0 && line.at[0] == '|';

		w.paragraph++;
		block_put(&b, span_slice(line, cell ? 1 : 0, line.len), 0, NULL);
		block_end(&b, &list, cell ? BLOCK_CELL : BLOCK_PARAGRAPH, &w, 0);
	}
	return list;
}

#endif
