/* SPDX-License-Identifier: ISC
 *
 * letters: forms.conf once for all cases, a letter as blocks, and what must be read of it.  Behind <cmocka.h>.
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

enum { LETTER_FIELDS = 24 };

struct letter {
	const char *text;
	struct { const char *key, *want; } fields[LETTER_FIELDS];	/* want NULL: no answer */
};

/* ... of mails of that day; CIVIL_NONE: of none. */
static inline void
letters_are_read_sent(const struct letter *table, size_t count, struct civil_date sent)
{
	bool failed = false;

	for (size_t i = 0; i < count; i++) {
		struct arena *a = arena_new(0);
		struct block_list blocks = blocks_of(a, table[i].text);
		struct form_result result;

		form_read_sent(&forms, &blocks, NULL, sent, a, &result);
		for (size_t k = 0; k < LETTER_FIELDS && table[i].fields[k].key != NULL; k++) {
			struct span got = field_answer(&result.fields, table[i].fields[k].key);
			const char *want = table[i].fields[k].want;

			if (want == NULL ? got.len == 0 : span_eq_str(got, want))
				continue;
			print_message("%s%s: want %s, got %.*s\n", table[i].text, table[i].fields[k].key, want != NULL ? want : "nothing", SPAN_PF(got));
			failed = true;
		}
		arena_free(a);
	}
	assert_false(failed);
}

static inline void
letters_are_read(const struct letter *table, size_t count)
{
	letters_are_read_sent(table, count, CIVIL_NONE);
}

#endif
