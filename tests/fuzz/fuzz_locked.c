/* SPDX-License-Identifier: ISC
 * locked: the input is a document, with a password that may be its own. */
#include "parsers/doc.h"
#include "parsers/locked.h"
#include "parsers/odt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum part_why (*const formats[])(struct reading *) = { locked_read, doc_read, odt_read };

	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		struct arena *a = arena_new(0);
		struct block_list blocks = block_list(a);
		struct part_list inside = { 0 };
		struct reading r = { .arena = a, .bytes = span_of(data, size), .part = SPAN_LIT("1"), .password = SPAN_LIT("Blue tea-p\xC3\xB6t 7"), .blocks = &blocks, .inside = &inside };

		(void)formats[i](&r);
		arena_free(a);
	}
	return 0;
}
