/* SPDX-License-Identifier: ISC */
#include "parsers/unpack.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv);

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	unpack_prepare();
	return 0;
}

/* Every part has an outcome, and every list of blocks a part. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct unpack_options options = { .total_size_limit = 4 * 1024 * 1024 };
	struct arena *a = arena_new(0);
	struct unpack_result r;

	unpack_message(a, span_of(data, size), &options, &r);
	for (size_t i = 0; i < r.parts.count; i++)
		if (r.parts.items[i].path.len == 0 || r.parts.items[i].type.len == 0 || (r.parts.items[i].outcome == PART_UNREADABLE && r.parts.items[i].why == PART_WHY_NONE))
			abort();
	for (size_t i = 0; i < r.read_count; i++)
		if (r.read[i].part >= r.parts.count)
			abort();
	arena_free(a);
	return 0;
}
