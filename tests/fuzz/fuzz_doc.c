/* SPDX-License-Identifier: ISC
 * doc: the input is a document. */
#include "parsers/doc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(0);
	struct block_list blocks = block_list(a);
	struct part_list inside = { 0 };
	struct reading r = { .arena = a, .part = SPAN_LIT("1"), .blocks = &blocks, .inside = &inside };

	r.bytes = span_of(data, size);
	(void)doc_read(&r);
	for (size_t i = 0; i < blocks.count; i++)
		(void)block_where_print(a, &blocks.items[i].where);
	arena_free(a);
	return 0;
}
