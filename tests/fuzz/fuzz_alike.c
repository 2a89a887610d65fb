/* SPDX-License-Identifier: ISC */
#include "parsers/alike.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(0);
	struct span s = span_of(data, size > 400 ? 400 : size);

	(void)alike_domain(a, s, SPAN_LIT("exampletown.gov.uk"));
	(void)alike_domain(a, SPAN_LIT("exampletown.gov.uk"), s);
	(void)alike_name(a, s, SPAN_LIT("Jane Doe"));
	arena_free(a);
	return 0;
}
