/* SPDX-License-Identifier: ISC
 * docx: the input is a package (when it begins as a zip does), else the main part of one,
 * so that most of a fuzzer's work goes past the zip. */
#include "parsers/docx.h"
#include "parsers/docx_body.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct docx_part styles = { { (const unsigned char *)"word/styles.xml", 15 }, { NULL, 0 },
		{ (const unsigned char *)"<w:styles><w:style w:styleId=\"A\"><w:basedOn w:val=\"A\"/><w:b/></w:style></w:styles>", 81 } };
	struct arena *a = arena_new(0);
	struct block_list blocks = block_list(a);
	struct part_list inside = { 0 };
	struct reading r = { .arena = a, .bytes = span_of(data, size), .part = SPAN_LIT("1"), .blocks = &blocks, .inside = &inside };
	struct docx_package package = { .arena = a, .parts = &styles, .parts_count = 1 };

	if (size >= 2 && data[0] == 'P' && data[1] == 'K') {
		(void)docx_read(&r);
	} else {
		struct docx_state *s = docx_body_new(&r, &package);

		s->styles_name = SPAN_LIT("word/styles.xml");
		(void)docx_body_read(s, r.bytes);
	}
	for (size_t i = 0; i < blocks.count; i++)
		(void)block_where_print(a, &blocks.items[i].where);
	arena_free(a);
	return 0;
}
