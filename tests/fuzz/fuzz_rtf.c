/* SPDX-License-Identifier: ISC
 * rtf: the input is a document; its opening is supplied. */
#include "parsers/rtf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(0);
	struct block_list blocks = block_list(a);
	struct part_list inside = { 0 };
	struct arena_text t = arena_text(a);
	struct reading r = { .arena = a, .part = SPAN_LIT("1"), .blocks = &blocks, .inside = &inside };

	arena_put_str(&t, "{\\rtf1");
	arena_put(&t, span_of(data, size));
	r.bytes = arena_text_span(&t);
	(void)rtf_read(&r);
	for (size_t i = 0; i < blocks.count; i++)
		(void)block_where_print(a, &blocks.items[i].where);
	arena_free(a);
	return 0;
}
