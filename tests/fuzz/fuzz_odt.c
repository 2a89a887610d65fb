/* SPDX-License-Identifier: ISC
 * odt: a package when it begins as a zip does, else flat XML. */
#include "parsers/odt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(0);
	struct block_list blocks = block_list(a);
	struct part_list inside = { 0 };
	struct reading r = { .arena = a, .bytes = span_of(data, size), .part = SPAN_LIT("1"), .blocks = &blocks, .inside = &inside };

	(void)odt_read(&r);
	arena_free(a);
	return 0;
}
