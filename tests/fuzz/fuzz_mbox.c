/* SPDX-License-Identifier: ISC
 * Any bytes as an mbox: it ends, and no message is longer than the file. */
#include "parsers/mbox.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(0);
	struct span rest = span_of(data, size), message;
	size_t left = size, all = 0;

	(void)mbox_is(rest);
	while (mbox_next(&rest, a, &message)) {
		if (rest.len >= left)
			abort();
		left = rest.len;
		all += message.len;
	}
	if (all > size)
		abort();
	arena_free(a);
	return 0;
}
