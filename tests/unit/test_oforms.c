/* SPDX-License-Identifier: ISC
 * oforms: control streams as Word stores them, taken apart by [MS-OFORMS] 2.2.5. */
#include "parsers/oforms.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define MASK_BOX "\x46\x01\xC0\x80\0\0\0\0"	/* colours, style, size, value, caption */
#define COLOURS "\xFF\xFF\xFF\0\0\0\0\0"
#define SIZE "\xBD\x16\0\0\xE5\x02\0\0"

struct stream_case {
	const char *name;
	struct span stream;
	bool want;
	enum block_control_kind kind;
	const char *value, *caption;	/* NULL: not said */
};

static const struct stream_case cases[] = {
	{ "a ticked box", SPAN_LIT_INIT("\0\2\x30\0" MASK_BOX COLOURS "\4\0\0\0" "\1\0\0\x80" "\3\0\0\x80" SIZE "1\0\0\0" "Yes\0"), true, BLOCK_CHECKBOX, "1", "Yes" },
	{ "an empty option, wide letters", SPAN_LIT_INIT("\0\2\x34\0" MASK_BOX COLOURS "\5\0\0\0" "\1\0\0\x80" "\4\0\0\0" SIZE "0\0\0\0" "N\0o\0"), true, BLOCK_RADIO, "0", "No" },
	{ "a text box: no style said", SPAN_LIT_INIT("\0\2\x1C\0" "\x00\x01\x40\x80\0\0\0\0" "\6\0\0\x80" SIZE "Zo\xEB Li\0\0"), true, BLOCK_TEXT, "Zo\xC3\xAB Li", NULL },
	{ "an empty text box", SPAN_LIT_INIT("\0\2\x10\0" "\x00\x01\x00\x80\0\0\0\0" SIZE), true, BLOCK_TEXT, NULL, NULL },
	{ "a list with small properties before", SPAN_LIT_INIT("\0\2\x28\0" "\x50\x27\x40\x80\x00\x00\x00\x00" "\1\3" "*\0" "\x10\0\0\0" "\2\0" "\0\0" "\4\0\0\x80" SIZE "Male"), true, BLOCK_CHOICE, "Male", NULL },
	{ "cut short", SPAN_LIT_INIT("\0\2\x30\0" MASK_BOX COLOURS "\4\0\0\0" "\x40\0\0\x80" "\3\0\0\x80" SIZE "1"), false, BLOCK_TEXT, NULL, NULL },
	{ "another version", SPAN_LIT_INIT("\0\1\x30\0" MASK_BOX), false, BLOCK_TEXT, NULL, NULL },
	{ "nothing", SPAN_LIT_INIT(""), false, BLOCK_TEXT, NULL, NULL },
};

static bool
same(struct span got, const char *want)
{
	return want == NULL ? got.at == NULL : got.at != NULL && span_eq_str(got, want);
}

static void
streams_are_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct stream_case *c = &cases[i];
		struct arena *a = arena_new(0);
		struct oforms_control got;
		bool is = oforms_read(a, c->stream, &got);

		if (is != c->want || (is && (got.kind != c->kind || !same(got.value, c->value) || !same(got.caption, c->caption))))
			fail_msg("%s: %d, kind %d, value \"%.*s\", caption \"%.*s\"", c->name, is, (int)got.kind, SPAN_PF(got.value), SPAN_PF(got.caption));
		arena_free(a);
	}
}

static void
a_class_stands_before_it_in_a_package(void **state)
{
	struct arena *a = arena_new(0);
	struct arena_text t = arena_text(a);
	struct oforms_control got;

	(void)state;
	arena_put_str(&t, "sixteen bytes id");
	arena_put(&t, cases[0].stream);
	assert_true(oforms_read_package(a, arena_text_span(&t), &got));
	assert_true(span_eq_str(got.value, "1"));
	assert_false(oforms_read_package(a, cases[0].stream, &got));
	assert_false(oforms_read_package(a, SPAN_LIT("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), &got));
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(streams_are_read), cmocka_unit_test(a_class_stands_before_it_in_a_package) };

	return cmocka_run_group_tests_name("oforms", tests, NULL, NULL);
}
