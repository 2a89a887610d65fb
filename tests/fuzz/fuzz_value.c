/* SPDX-License-Identifier: ISC
 *
 * The first byte picks the key, the rest is what was written.
 */
#include "parsers/value.h"
#include "parsers/text.h"

#include <stdlib.h>

static const struct value_word words[] = { { SPAN_LIT("not known"), SPAN_LIT("unknown") }, { SPAN_LIT("yes"), SPAN_LIT("yes") }, { SPAN_LIT("no"), SPAN_LIT("no") } };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(0);
	struct value_context c = { .words = words, .words_count = 3 };
	size_t count;
	const struct field_key *keys = field_keys(&count);
	struct field f = { 0 };

	if (size > 0) {
		struct span raw = text_to_utf8(a, span_of(data + 1, size - 1));

		value_read(&keys[data[0] % count], raw, &c, a, &f);
		if (!span_eq(f.first.raw, raw) || (f.first.state != FIELD_ANSWERED && f.first.value.len > 0))
			abort();
	}
	arena_free(a);
	return 0;
}
