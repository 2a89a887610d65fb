/* SPDX-License-Identifier: ISC
 * form: what the indexes find is what looking at everything would have found, and length costs no more than itself. */
#include "parsers/form_words.h"
#include "parsers/text.h"
#include "tests/quality/forms_load.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <string.h>

enum { TEXTS = 400, LONGEST = 40 };

static uint32_t seed = 1;

static unsigned
any(unsigned below)
{
	seed = seed * 1103515245u + 12345u;
	return (seed >> 16) % below;
}

static struct span
any_text(struct arena *a, const char *letters, size_t len)
{
	struct arena_text t = arena_text(a);

	while (t.len < len)
		arena_put_byte(&t, (unsigned char)letters[any((unsigned)strlen(letters))]);
	return arena_text_span(&t);
}

/* One letter changed, left out or put in, or two in each other's place. */
static struct span
slip(struct arena *a, struct span s)
{
	struct arena_text t = arena_text(a);
	size_t at = any((unsigned)s.len - 1);

	arena_put(&t, span_slice(s, 0, at));
	switch (any(4)) {
	case 0:
		arena_put_byte(&t, 'z');
		arena_put(&t, span_slice(s, at + 1, s.len));
		break;
	case 1:
		arena_put(&t, span_slice(s, at + 1, s.len));
		break;
	case 2:
		arena_put_byte(&t, 'z');
		arena_put(&t, span_slice(s, at, s.len));
		break;
	default:
		arena_put_byte(&t, s.at[at + 1]);
		arena_put_byte(&t, s.at[at]);
		arena_put(&t, span_slice(s, at + 2, s.len));
	}
	return arena_text_span(&t);
}

static void
every_text_so_many_slips_away_is_found(void **state)
{
	static const size_t shortest[] = { 0, 5, 8, 11 }, all[2] = { 0, TEXTS };
	struct arena *a = arena_new(0);
	struct span texts[TEXTS];
	struct form_slip_index x;

	(void)state;
	for (size_t i = 0; i < TEXTS; i++)
		texts[i] = any_text(a, i % 2 == 0 ? "abc d" : "abcdefghijklmnop ", 5 + any(LONGEST));
	form_slip_index(a, texts, TEXTS, &x);
	for (size_t i = 0; i < 20 * TEXTS; i++) {
		unsigned limit = 1 + any(3);
		struct span text = texts[any(TEXTS)];
		struct form_slips s;
		size_t next, at = 0;
		bool more;

		for (unsigned n = 0; n < limit; n++)
			text = slip(a, text);
		if (text.len < shortest[limit])
			continue;
		form_slip_start(&x, text, limit, all, &s);
		for (more = form_slip_next(&s, &next); at < TEXTS; at++) {
			assert_true(!more || next >= at);
			if (text_distance(texts[at], text, limit) <= limit)
				assert_true(more && next == at);
			if (more && next == at)
				more = form_slip_next(&s, &next);
		}
	}
	arena_free(a);
}

static bool
matches(struct span p, struct span s)
{
	if (p.len == 0)
		return s.len == 0;
	if (p.at[0] == '*')
		return matches(span_slice(p, 1, p.len), s) || (s.len > 0 && matches(p, span_slice(s, 1, s.len)));
	return s.len > 0 && p.at[0] == s.at[0] && matches(span_slice(p, 1, p.len), span_slice(s, 1, s.len));
}

static void
every_wording_with_a_star_is_found(void **state)
{
	struct arena *a = arena_new(0);
	struct form_index x = { .count = TEXTS, .globs_from = TEXTS / 4, .titles_from = TEXTS / 2 };
	struct form_globs found;

	(void)state;
	x.wordings = arena_array(a, TEXTS, sizeof(*x.wordings));
	for (size_t i = 0; i < TEXTS; i++)
		x.wordings[i].folded = any_text(a, i < x.globs_from ? "abcde" : i % 2 == 0 ? "abc*" : "abcdefgh *", 1 + any(7));
	form_glob_index(a, &x);
	for (size_t i = 0; i < 5 * TEXTS; i++) {
		struct span text = any_text(a, i % 2 == 0 ? "abc" : "abcdefgh ", 1 + any(12));

		for (int titles = 0; titles < 2; titles++) {
			size_t at = 0;

			form_glob_find(&x, text, titles == 1, &found);
			for (size_t j = titles == 1 ? x.titles_from : x.globs_from; j < (titles == 1 ? TEXTS : x.titles_from); j++)
				if (matches(x.wordings[j].folded, text)) {
					assert_true(at < found.count);
					assert_int_equal(found.items[at++], j);
				}
			assert_int_equal(at, found.count);
		}
	}
	arena_free(a);
}

/* The distance as it is written in books, without a limit. */
static unsigned
distance(struct span a, struct span b)
{
	static unsigned d[LONGEST + 8][LONGEST + 8];

	for (size_t i = 0; i <= a.len; i++)
		for (size_t j = 0; j <= b.len; j++) {
			unsigned best = i == 0 ? (unsigned)j : j == 0 ? (unsigned)i : d[i - 1][j - 1] + (a.at[i - 1] != b.at[j - 1] ? 1u : 0u);

			if (i > 0 && j > 0) {
				best = d[i - 1][j] + 1 < best ? d[i - 1][j] + 1 : best;
				best = d[i][j - 1] + 1 < best ? d[i][j - 1] + 1 : best;
			}
			if (i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] && a.at[i - 2] == b.at[j - 1] && d[i - 2][j - 2] + 1 < best)
				best = d[i - 2][j - 2] + 1;
			d[i][j] = best;
		}
	return d[a.len][b.len];
}

static void
a_distance_is_exact_up_to_its_limit(void **state)
{
	struct arena *a = arena_new(0);

	(void)state;
	for (size_t i = 0; i < 20000; i++) {
		struct span s = any_text(a, "abc", any(12)), t = i % 2 == 0 || s.len < 2 ? any_text(a, "abc", any(12)) : slip(a, s);
		unsigned limit = any(6), wanted = distance(s, t);

		assert_int_equal(text_distance(s, t, limit), wanted > limit ? limit + 1 : wanted);
	}
	arena_free(a);
}

/* A list beside one label, as long as a mail may have it, and in as many pieces. */
static size_t
used_by_a_column(const struct form_set *set, size_t lines)
{
	struct arena *a = arena_new(0);
	struct block_list blocks = block_list(a);
	struct block_builder b = block_builder(a);
	const struct block_where where = { .part = SPAN_LIT("1"), .paragraph = 1 };
	struct form_result out;
	size_t used;

	block_put(&b, SPAN_LIT("Name of child        Al Ash"), 0, NULL);
	for (size_t i = 0; i < lines; i++)
		block_put(&b, SPAN_LIT("\n                     and the next one"), 0, NULL);
	block_end(&b, &blocks, BLOCK_PARAGRAPH, &where, 0);
	form_read(set, &blocks, NULL, a, &out);
	used = arena_used(a);
	arena_free(a);
	return used;
}

static void
a_long_column_costs_its_length(void **state)
{
	struct arena *policy = arena_new(0);
	struct form_set set;

	(void)state;
	assert_true(forms_load(policy, "config/forms.conf", &set));
	assert_true(used_by_a_column(&set, 2000) < 5 * used_by_a_column(&set, 1000) / 2);
	arena_free(policy);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_text_so_many_slips_away_is_found),
		cmocka_unit_test(every_wording_with_a_star_is_found),
		cmocka_unit_test(a_distance_is_exact_up_to_its_limit),
		cmocka_unit_test(a_long_column_costs_its_length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
