/* SPDX-License-Identifier: ISC */
#include "parsers/form_wire.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct span referrer_words[] = { SPAN_LIT("Referrer"), SPAN_LIT("Details of referrer") };
static const struct span name_words[] = { SPAN_LIT("Name of referrer") };
static const struct span within_words[] = { SPAN_LIT("Name") };
static const struct span section_names[] = { SPAN_LIT("referrer") };
static const struct span sex_keys[] = { SPAN_LIT("child.N.sex") };
static const struct span sex_words[] = { SPAN_LIT("F"), SPAN_LIT("Girl") };
static const struct span titles[] = { SPAN_LIT("*rapid review*") };

static const struct form_section sections[] = { { SPAN_LIT("referrer"), { referrer_words, 2 }, false, { section_names, 1 } } };
static const struct form_same sames[] = { { SPAN_LIT("female"), { sex_words, 2 } } };
static const struct form_same tolds[] = { { SPAN_LIT("criteria.died"), { name_words, 1 } } };
static const struct form_label labels[] = {
	{ SPAN_LIT("referrer.name"), { NULL, 0 }, { name_words, 1 }, { within_words, 1 }, { section_names, 1 }, { name_words, 1 }, { sex_keys, 1 }, { NULL, 0 } },
};
static const struct form_choice choices[] = { { { sex_keys, 1 }, SPAN_LIT("female"), { sex_words, 2 } } };
static const struct form_def forms[] = {
	{ .name = SPAN_LIT("lcspr"), .class = FORM_REFERRAL, .type = SPAN_LIT("lcspr"), .titles = { titles, 1 }, .labels = labels, .labels_count = 1 },
};

static const struct form_set sample = {
	.sections = sections, .sections_count = 1, .labels = labels, .labels_count = 1, .choices = choices, .choices_count = 1,
	.placeholders = { name_words, 1 }, .other_labels = { sex_words, 2 }, .small_words = { within_words, 1 }, .sames = sames, .sames_count = 1,
	.idle_words = { titles, 1 }, .concepts = sames, .concepts_count = 1, .other_asks = { name_words, 1 }, .child_words = { sex_words + 1, 1 }, .shorts = sames, .shorts_count = 1, .tolds = tolds, .tolds_count = 1, .forms = forms, .forms_count = 1,
};

static void
goes_through_the_pipe(void **state)
{
	struct arena *a = arena_new(0);
	struct span bytes = form_wire_encode(a, &sample);
	struct form_set out;

	(void)state;
	assert_true(form_wire_decode(a, bytes, &out));
	assert_true(span_eq(form_wire_encode(a, &out), bytes));
	assert_true(span_eq_str(out.labels[0].wordings.items[0], "Name of referrer"));
	assert_int_equal(out.forms[0].class, FORM_REFERRAL);
	assert_true(span_eq_str(out.sections[0].subjects.items[0], "referrer"));
	assert_true(span_eq_str(out.sames[0].words.items[1], "Girl"));
	assert_true(span_eq_str(out.child_words.items[0], "Girl"));
	assert_true(span_eq_str(out.shorts[0].word, "female"));
	assert_true(span_eq_str(out.tolds[0].words.items[0], "Name of referrer"));
	assert_non_null(form_set_find(&out, SPAN_LIT("lcspr")));
	arena_free(a);
}

static void
every_cut_is_refused(void **state)
{
	struct arena *a = arena_new(0);
	struct span bytes = form_wire_encode(a, &sample);
	struct form_set out;

	(void)state;
	for (size_t n = 0; n < bytes.len; n++)
		assert_false(form_wire_decode(a, span_slice(bytes, 0, n), &out));
	arena_free(a);
}

static void
faults_are_named(void **state)
{
	struct arena *a = arena_new(0);
	struct form_section no_words = { .name = SPAN_LIT("child") };
	struct form_label unknown = { .name = SPAN_LIT("child.N.shoe"), .wordings = { name_words, 1 } };
	static const struct span pieces[] = { SPAN_LIT("*mum*"), SPAN_LIT("cp"), SPAN_LIT(""), SPAN_LIT("**"), SPAN_LIT("*x*"), SPAN_LIT("looked*after") };
	struct form_same no_same = { .word = SPAN_LIT("yp") };
	struct form_set bad = sample;
	struct span at;

	(void)state;
	assert_int_equal(form_set_fault(a, &sample, &at).len, 0);
	bad.labels = &unknown;
	assert_true(form_set_fault(a, &bad, &at).len > 0);
	assert_true(span_eq_str(at, "child.N.shoe"));
	bad = sample;
	bad.sections = &no_words;
	assert_true(form_set_fault(a, &bad, &at).len > 0);
	bad = sample;
	bad.sames = &no_same;
	assert_true(form_set_fault(a, &bad, &at).len > 0);
	assert_true(span_eq_str(at, "yp"));
	/* Words of a child are held against text byte by byte: none may be empty. */
	for (size_t i = 0; i < 6; i++) {
		bad = sample;
		bad.child_words = (struct form_words){ &pieces[i], 1 };
		assert_int_equal(form_set_fault(a, &bad, &at).len > 0, i >= 2);
	}
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(goes_through_the_pipe),
		cmocka_unit_test(every_cut_is_refused),
		cmocka_unit_test(faults_are_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
