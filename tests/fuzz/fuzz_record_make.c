/* SPDX-License-Identifier: ISC */
#include "parsers/record_make.h"

#include <stdlib.h>
#include <string.h>

/* Whatever the message, what the honest reader says of it is taken by the keeper. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must_be_taken(struct arena *a, const struct record *r)
{
	struct record back;
	struct span bytes = record_encode(a, r), again;

	if (!record_decode(a, bytes, &back))
		abort();
	again = record_encode(a, &back);
	if (again.len != bytes.len || memcmp(again.at, bytes.at, bytes.len) != 0)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool prepared;
	struct record_make_options options = { .forms = NULL };
	struct arena *a = arena_new(0);
	struct record r;

	if (!prepared)
		unpack_prepare();
	prepared = true;
	record_make(a, span_of(data, size), &options, &r);
	must_be_taken(a, &r);
	record_make_headers(a, span_of(data, size), &r);
	must_be_taken(a, &r);
	(void)record_make_text(a, span_of(data, size), &options);
	arena_free(a);
	return 0;
}
