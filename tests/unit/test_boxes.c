/* SPDX-License-Identifier: ISC
 * boxes: glyphs of every kind to the two boxes, and nothing else touched. */
#include "parsers/boxes.h"
#include "tests/unit/print_blocks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <string.h>

static const struct {
	const char *font, *in, *want;
} texts[] = {
	{ "Arial", "plain text, quite long enough", "plain text, quite long enough" },
	{ "Arial", "", "" },
	{ "Arial", "Yes \xE2\x98\x90 No \xE2\x98\x91", "Yes [B:" EMPTY_BOX "] No [B:" TICKED_BOX "]" },
	{ "Arial", "\xE2\x98\x90\xE2\x98\x92", "[B:" EMPTY_BOX "][B:" TICKED_BOX "]" },
	{ "Arial", "\xE2\x96\xA1 a \xE2\x9C\x94 b \xE2\x9C\x97 c \xE2\x96\xA0", "[B:" EMPTY_BOX "] a [B:" TICKED_BOX "] b [B:" TICKED_BOX "] c [B:" TICKED_BOX "]" },
	{ "Arial", "\xE2\x9C\x94\xEF\xB8\x8F tick", "[B:" TICKED_BOX "] tick" },
	{ "Arial", "\xF0\x9F\x97\xB9 x", "[B:" TICKED_BOX "] x" },
	{ "Arial", "it\xE2\x80\x99s \xC3\xA9 \xE2\x80\xA2 \xE2\x97\x8B", "it\xE2\x80\x99s \xC3\xA9 \xE2\x80\xA2 \xE2\x97\x8B" },
	{ "Arial", "\xE2\x97\x89 Yes \xE2\x97\x8B No \xF0\x9F\x94\x98 \xE2\x9A\xAA", "[B:" TICKED_BOX "] Yes \xE2\x97\x8B No [B:" TICKED_BOX "] [B:" EMPTY_BOX "]" },
	{ "Arial", "\xEF\x82\xA8 \xEF\x83\xBE", "[B:" EMPTY_BOX "] [B:" TICKED_BOX "]" },
	{ "Arial", "bad \xFF byte \xE2\x98", "bad \xFF byte \xE2\x98" },
	{ "Wingdings", "o \xC3\xBE\xC3\xA8", "[B:" EMPTY_BOX "] [B:" TICKED_BOX "]" },
	{ "WINGDINGS 2", "\xC2\xA3R", "[B:" EMPTY_BOX "][B:" TICKED_BOX "]" },
	{ "ABCDEF+Wingdings2", "\xEF\x81\x92", "[B:" TICKED_BOX "]" },
	{ "Webdings", "ca", "[B:" EMPTY_BOX "][B:" TICKED_BOX "]" },
	{ "ZapfDingbats", "4o", "[B:" TICKED_BOX "][B:" EMPTY_BOX "]" },
	{ "Wingdings 3", "R", "R" },
};

static void
glyphs_become_boxes(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct arena *a = arena_new(0);
		struct block_builder b = block_builder(a);
		struct arena_text t = arena_text(a);

		boxes_put(&b, span_str(texts[i].in), boxes_font(span_str(texts[i].font)), 0, NULL);
		for (size_t j = 0; j < b.count; j++)
			print_run(&t, &b.runs[j]);
		arena_put_byte(&t, '\0');
		assert_string_equal((const char *)t.bytes, texts[i].want);
		arena_free(a);
	}
}

static void
the_first_box_decides(void **state)
{
	(void)state;
	assert_int_equal(boxes_first(BOXES_TEXT, SPAN_LIT(" \xE2\x98\x92 \xE2\x98\x90")), BOXES_TICKED);
	assert_int_equal(boxes_first(BOXES_TEXT, SPAN_LIT("Yes")), BOXES_NOT);
	assert_int_equal(boxes_look(BOXES_WINGDINGS, 0xF0A8), BOXES_EMPTY);
	assert_int_equal(boxes_look(BOXES_WINGDINGS2, 0x52), BOXES_TICKED);
	assert_int_equal(boxes_look(BOXES_WINGDINGS, 0x52), BOXES_NOT);
	assert_int_equal(boxes_look(BOXES_WINGDINGS, 0xA7), BOXES_NOT);	/* a bullet */
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(glyphs_become_boxes), cmocka_unit_test(the_first_box_decides) };

	return cmocka_run_group_tests_name("boxes", tests, NULL, NULL);
}
