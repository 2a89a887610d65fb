/* SPDX-License-Identifier: ISC
 * compose_id: a name nobody else can make. */
#include "daemon/compose_id.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <string.h>

static const unsigned char key[KEYED_LEN] = "a key for tests", other_key[KEYED_LEN] = "another";

static void
made_names_are_known_again(void **state)
{
	struct arena *a = arena_new(0);
	struct compose_id id = { "deadline", 1234567890123 }, got;
	struct span made = compose_id_make(a, key, &id, SPAN_LIT("scp.example"));
	struct span changed = arena_copy(a, made);

	(void)state;
	assert_true(span_starts(made, SPAN_LIT("<referrald.deadline.1234567890123.")));
	assert_true(span_ends_nocase(made, SPAN_LIT("@scp.example>")));
	assert_true(compose_id_check(made, key, &got));
	assert_string_equal(got.kind, "deadline");
	assert_int_equal(got.id, id.id);
	assert_false(compose_id_check(made, other_key, &got));
	assert_true(compose_id_check(compose_id_envelope(made), key, &got));
	assert_true(compose_id_check(arena_printf(a, "  %.*s", SPAN_PF(made)), key, &got));
	for (size_t i = 0; i < changed.len; i++)
		if (changed.at[i] >= 'a' && changed.at[i] <= 'z')
			((unsigned char *)(uintptr_t)changed.at)[i] = (unsigned char)(changed.at[i] - 32);
	assert_true(compose_id_check(changed, key, &got));
	assert_string_equal(got.kind, "deadline");
	/* One changed letter anywhere before the '@' makes it a stranger's. */
	for (size_t i = 1; made.at[i] != '@'; i++) {
		changed = arena_copy(a, made);
		((unsigned char *)(uintptr_t)changed.at)[i] ^= 1;
		assert_false(compose_id_check(changed, key, &got));
	}
	arena_free(a);
}

static void
made_up_names_are_not(void **state)
{
	static const char *const table[] = {
		"", "<>", "<a@b>", "<referrald.>", "<referrald.deadline.1@scp.example>", "<referrald.deadline.1.@scp.example>",
		"<referrald.deadline.1.aaaaaaaaaaaaaaaaaaaaaaaa@scp.example>", "<referrald.deadline.-1.a@b>", "<referrald...@b>",
		"<referrald.deadline.99999999999999999999999.a@b>", "[", "[]", "[:]", "[a:]", "[SCP-2026-0042:aaaaaaaaaaaaaaaa]", "[a", "[[[[:::]]]]",
	};
	struct compose_id id;
	struct span reference;

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		assert_false(compose_id_check(span_str(table[i]), key, &id));
		assert_false(compose_id_find(span_str(table[i]), key, &id));
		assert_false(compose_id_tag_check(span_str(table[i]), key, &reference));
		assert_false(compose_id_tag_find(span_str(table[i]), key, &reference));
	}
}

static void
unusable_parts_give_nothing(void **state)
{
	struct arena *a = arena_new(0);

	(void)state;
	assert_int_equal(compose_id_make(a, key, &(struct compose_id){ "", 1 }, SPAN_LIT("b.example")).len, 0);
	assert_int_equal(compose_id_make(a, key, &(struct compose_id){ "A", 1 }, SPAN_LIT("b.example")).len, 0);
	assert_int_equal(compose_id_make(a, key, &(struct compose_id){ "a.b", 1 }, SPAN_LIT("b.example")).len, 0);
	assert_int_equal(compose_id_make(a, key, &(struct compose_id){ "a", 1 }, SPAN_LIT("b>\r\n")).len, 0);
	assert_int_equal(compose_id_tag(a, key, SPAN_LIT("a]b")).len, 0);
	assert_int_equal(compose_id_tag(a, key, span_of("a\0", 2)).len, 0);
	assert_int_equal(compose_id_tag(a, key, SPAN_NONE).len, 0);
	assert_int_equal(compose_id_envelope(SPAN_LIT("<a b@c>")).len, 0);
	arena_free(a);
}

static void
they_are_found_in_any_text(void **state)
{
	struct arena *a = arena_new(0);
	struct compose_id id = { "deadline", 7 }, got;
	struct span made = compose_id_make(a, key, &id, SPAN_LIT("scp.example"));
	struct span tag = compose_id_tag(a, key, SPAN_LIT("SCP-2026-0042")), reference;
	struct span text = arena_printf(a, "References: <x@y> <referrald.deadline.8.aaaaaaaaaaaaaaaaaaaaaaaa@z>\r\n\t%.*s\r\n> [1] [SCP-2026-0041:%.*s] [%.*s.\r\n",
	    SPAN_PF(made), SPAN_PF(span_slice(tag, 15, 31)), SPAN_PF(tag));

	(void)state;
	assert_true(compose_id_find(text, key, &got));
	assert_int_equal(got.id, 7);
	assert_false(compose_id_find(text, other_key, &got));
	assert_true(compose_id_tag_check(tag, key, &reference));
	assert_true(compose_id_tag_find(text, key, &reference));
	assert_true(span_eq_str(reference, "SCP-2026-0042"));
	assert_false(compose_id_tag_find(text, other_key, &reference));
	assert_true(compose_id_loop(a, key).len == 24);
	assert_false(span_eq(compose_id_loop(a, key), compose_id_loop(a, other_key)));
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(made_names_are_known_again),
		cmocka_unit_test(made_up_names_are_not),
		cmocka_unit_test(unusable_parts_give_nothing),
		cmocka_unit_test(they_are_found_in_any_text),
	};

	return cmocka_run_group_tests_name("compose_id", tests, NULL, NULL);
}
