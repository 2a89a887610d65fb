/* SPDX-License-Identifier: ISC
 * blank: what is asked of whom, each thing once; zipping: what it packs is unpacked as it was. */
#include "daemon/blank.h"
#include "daemon/zipping.h"
#include "parsers/zipped.h"
#include "tests/quality/forms_load.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <string.h>

static struct arena *arena;
static struct form_set set;

static int
load(void **state)
{
	(void)state;
	arena = arena_new(0);
	return forms_load(arena, "config/forms.conf", &set) ? 0 : -1;
}

static int
unload(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static const struct blank_question *
find(const struct blank *b, const char *key, size_t *times_out)
{
	const struct blank_question *found = NULL;

	*times_out = 0;
	for (size_t i = 0; i < b->count; i++)
		for (size_t n = 0; n < b->sections[i].count; n++)
			if (span_eq_str(b->sections[i].questions[n].key, key)) {
				found = &b->sections[i].questions[n];
				++*times_out;
			}
	return found;
}

static void
asks_what_is_needed_once(void **state)
{
	size_t count, times;
	const struct field_key *keys = field_keys(&count);

	(void)state;
	for (int plr = 0; plr <= 1; plr++) {
		struct blank_wanted w = { .set = &set, .plr = plr == 1, .title = SPAN_LIT("T"), .children = 1 };
		struct blank b;

		assert_true(blank_make(arena, &w, &b));
		for (size_t i = 0; i < count; i++) {
			enum field_need need = plr ? keys[i].plr : keys[i].lcspr;
			const struct blank_question *q = find(&b, arena_cstr(arena, field_key_print(arena, &keys[i], 1)), &times);

			if (times > 1 || (need != FIELD_OPTIONAL && times != 1))
				fail_msg("%s is asked %zu times of a %s", keys[i].name, times, plr ? "PLR" : "LCSPR");
			if (q != NULL && (q->label.len == 0 || q->required != (need == FIELD_REQUIRED)))
				fail_msg("%s: wrongly worded or marked", keys[i].name);
		}
	}
}

static void
asks_of_each_child(void **state)
{
	struct blank_wanted w = { .set = &set, .title = SPAN_LIT("T"), .children = 3 };
	struct blank b;
	size_t times;

	(void)state;
	assert_true(blank_make(arena, &w, &b));
	assert_non_null(find(&b, "child.3.dob", &times));
	assert_null(find(&b, "child.4.dob", &times));
}

static void
words_nothing_of_an_empty_definition(void **state)
{
	struct form_set none = { .sections = NULL };
	struct blank_wanted w = { .set = &none, .title = SPAN_LIT("T"), .children = 1 };
	struct blank b;

	(void)state;
	assert_false(blank_make(arena, &w, &b));
}

static void
what_is_packed_is_unpacked(void **state)
{
	const struct zipping_part parts[] = { { "[Content_Types].xml", SPAN_LIT("<Types/>") }, { "word/empty.xml", SPAN_NONE }, { "word/document.xml", SPAN_LIT("<w/>\0x") } };
	struct span archive = zipping_write(arena, parts, 3), got;
	struct zipped *z;

	(void)state;
	assert_int_equal(zipped_open(arena, archive, &z), PART_WHY_NONE);
	assert_int_equal(zipped_count(z), 3);
	for (size_t i = 0; i < 3; i++) {
		assert_true(span_eq_str(zipped_at(z, i)->name, parts[i].name));
		assert_int_equal(zipped_read(z, i, &got), PART_WHY_NONE);
		assert_true(span_eq(got, parts[i].bytes));
	}
	zipped_close(z);
	assert_true(span_eq(archive, zipping_write(arena, parts, 3)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(asks_what_is_needed_once),
		cmocka_unit_test(asks_of_each_child),
		cmocka_unit_test(words_nothing_of_an_empty_definition),
		cmocka_unit_test(what_is_packed_is_unpacked),
	};

	return cmocka_run_group_tests_name("blank", tests, load, unload);
}
