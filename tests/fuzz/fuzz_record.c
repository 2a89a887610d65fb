/* SPDX-License-Identifier: ISC */
#include "parsers/record.h"

#include <stdlib.h>
#include <string.h>

/* Whatever is accepted must survive being written and read again unchanged. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(0);
	struct record r, again;
	struct span bytes;

	if (record_decode(a, span_of(data, size), &r)) {
		bytes = record_encode(a, &r);
		if (bytes.len != size || memcmp(bytes.at, data, size) != 0)
			abort();
		if (!record_decode(a, bytes, &again))
			abort();
	}
	(void)record_find_quoted(span_of(data, size));
	arena_free(a);
	return 0;
}
