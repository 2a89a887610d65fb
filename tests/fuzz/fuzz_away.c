/* SPDX-License-Identifier: ISC */
#include "parsers/away.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(0);

	(void)away_until(a, span_of(data, size), (struct civil_date){ 2026, 11, 23 });
	arena_free(a);
	return 0;
}
