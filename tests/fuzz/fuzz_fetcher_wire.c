/* SPDX-License-Identifier: ISC
 * fetcher_wire: what a fetcher might say to the keeper; first byte is the frame's type. */
#include "daemon/fetcher_wire.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(64u << 20);
	struct fetcher_question q;
	struct fetcher_settings s;
	struct fetcher_event e;
	struct wire_frame frame = { 0, SPAN_NONE, -1 };

	if (size > 0)
		frame = (struct wire_frame){ data[0], span_of(data + 1, size - 1), -1 };
	if (fetcher_wire_get_event(&frame, a, &e) && e.news == FETCHER_TAKEN && (strchr(e.name, '/') != NULL || e.name[0] == '.'))
		abort();
	(void)fetcher_wire_get_question(&frame, a, &q);
	(void)fetcher_wire_get_settings(frame.body, a, &s);
	arena_free(a);
	return 0;
}
