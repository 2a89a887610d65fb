/* SPDX-License-Identifier: ISC */
#include "parsers/authres.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(0);
	struct authres field;

	authres_read(a, span_of(data, size), &field);
	for (size_t i = 0; i < field.results_count; i++)
		(void)authres_property(&field.results[i], "header", "from");
	arena_free(a);
	return 0;
}
