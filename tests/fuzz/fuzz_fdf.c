/* SPDX-License-Identifier: ISC
 * fdf: FDF by its mark, else XFDF and plain XML. */
#include "parsers/fdf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(0);
	struct block_list blocks = block_list(a);
	struct part_list inside = { 0 };
	struct reading r = { .arena = a, .bytes = span_of(data, size), .part = SPAN_LIT("1"), .blocks = &blocks, .inside = &inside };

	if (span_starts(r.bytes, SPAN_LIT("%FDF"))) {
		(void)fdf_read(&r);
	} else {
		(void)fdf_read_xfdf(&r);
		(void)fdf_read_xml(&r);
	}
	arena_free(a);
	return 0;
}
