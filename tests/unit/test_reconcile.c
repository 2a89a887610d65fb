/* SPDX-License-Identifier: ISC
 * reconcile: rows found by their bytes, and what that costs when all of them are looked for. */
#include "daemon/reconcile_inside.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <string.h>

enum { MANY = 50000 };

static void
name(unsigned char sha256[KEYED_LEN], uint32_t number)
{
	memset(sha256, 0, KEYED_LEN);
	/* Spread, as hashes are. */
	for (size_t i = 0; i < KEYED_LEN; i++)
		sha256[i] = (unsigned char)((number + 1) * 2654435761u >> (i % 4 * 8) ^ i);
}

static void
claims(void **state)
{
	struct arena *a = arena_new(0);
	struct reconcile_row rows[5] = { { .item = 9 }, { .item = 4 }, { .item = 7 }, { .item = 5, .size = 100 }, { .item = 6, .size = 200 } };
	struct reconcile_index x = { 0 };
	unsigned char one[KEYED_LEN], other[KEYED_LEN];
	static const unsigned char none[KEYED_LEN];

	(void)state;
	name(one, 1);
	name(other, 2);
	memcpy(rows[0].sha256, one, KEYED_LEN);
	memcpy(rows[1].sha256, other, KEYED_LEN);
	memcpy(rows[2].sha256, one, KEYED_LEN);
	reconcile_index_make(&x, a, rows, 5);
	assert_true(reconcile_index_misses(&x, 9));
	assert_false(reconcile_index_misses(&x, 8));
	assert_ptr_equal(reconcile_index_claim(&x, one, 1), &rows[0]);
	assert_false(reconcile_index_misses(&x, 9));
	assert_ptr_equal(reconcile_index_claim(&x, one, 1), &rows[2]);
	assert_null(reconcile_index_claim(&x, one, 1));
	assert_ptr_equal(reconcile_index_claim(&x, other, 77), &rows[1]);
	assert_null(reconcile_index_claim(&x, none, 150));
	assert_ptr_equal(reconcile_index_claim(&x, none, 200), &rows[4]);
	assert_null(reconcile_index_claim(&x, none, 200));
	assert_true(reconcile_index_misses(&x, 5));
	arena_free(a);
	reconcile_index_make(&x, a = arena_new(0), NULL, 0);
	assert_null(reconcile_index_claim(&x, one, 1));
	arena_free(a);
}

/* Numbered anew: every row is looked for, also where very many are the same. */
static void
cost(void **state)
{
	static struct reconcile_row rows[MANY];

	(void)state;
	for (uint32_t alike = 1; alike <= MANY; alike *= MANY) {
		struct arena *a = arena_new(0);
		struct reconcile_index x = { 0 };
		unsigned char sha256[KEYED_LEN];

		memset(rows, 0, sizeof(rows));
		for (uint32_t i = 0; i < MANY; i++) {
			rows[i].item = MANY - i;
			name(rows[i].sha256, i / alike);
		}
		reconcile_index_make(&x, a, rows, MANY);
		for (uint32_t i = MANY; i-- > 0;) {
			name(sha256, i / alike);
			assert_non_null(reconcile_index_claim(&x, sha256, 0));
		}
		name(sha256, MANY);
		assert_null(reconcile_index_claim(&x, sha256, 0));
		for (uint32_t i = 0; i < MANY; i++)
			assert_false(reconcile_index_misses(&x, i + 1));
		assert_true(x.looks < 40u * MANY);
		arena_free(a);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = { cmocka_unit_test(claims), cmocka_unit_test(cost) };

	return cmocka_run_group_tests_name("reconcile", tests, NULL, NULL);
}
