/* SPDX-License-Identifier: ISC
 * oforms: the input is a control's stream, or what a package keeps of it. */
#include "parsers/oforms.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(0);
	struct oforms_control control;

	(void)oforms_read(a, span_of(data, size), &control);
	(void)oforms_read_package(a, span_of(data, size), &control);
	arena_free(a);
	return 0;
}
