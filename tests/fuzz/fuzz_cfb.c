/* SPDX-License-Identifier: ISC */
#include "parsers/cfb.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(0);
	struct cfb *c;
	struct span bytes;

	if (cfb_open(a, span_of(data, size), &c) == PART_WHY_NONE)
		for (uint32_t i = 0; i < cfb_count(c) && i < 200; i++)
			(void)cfb_read(c, i, &bytes);
	arena_free(a);
	return 0;
}
