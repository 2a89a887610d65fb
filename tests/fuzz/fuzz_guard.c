/* SPDX-License-Identifier: ISC
 * guard: the same verdict however the bytes are cut, and never more nesting than it allows. */
#include "daemon/guard.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct guard whole = { 0 }, pieces = { 0 };
	struct span in = span_of(data, size);
	size_t step = size > 0 ? 1u + data[0] % 7u : 1;

	guard_command(&whole, size % 2 == 0, 1000);
	guard_command(&pieces, size % 2 == 0, 1000);
	guard_feed(&whole, in);
	for (size_t at = 0; at < size; at += step)
		guard_feed(&pieces, span_slice(in, at, at + step));
	if (whole.verdict != pieces.verdict || (whole.verdict == GUARD_FINE && whole.parentheses > GUARD_PARENTHESES))
		abort();
	return 0;
}
