/* SPDX-License-Identifier: ISC
 * pdf: the input is a file; what follows "<doc>" in it is what pdftotext would print. */
#include "parsers/pdf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum part_why
help(void *context, enum reading_helper which, struct span in, struct arena *a, struct span *out)
{
	(void)which;
	(void)context;
	(void)a;
	*out = span_slice(in, span_find(in, SPAN_LIT("<doc>")), in.len);
	return out->len > 0 ? PART_WHY_NONE : PART_WHY_NO_HELPER;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(0);
	struct block_list blocks = block_list(a);
	struct part_list inside = { 0 };
	struct reading r = { .arena = a, .bytes = span_of(data, size), .part = SPAN_LIT("1"), .blocks = &blocks, .inside = &inside, .help = help };

	(void)pdf_read(&r);
	for (size_t i = 0; i < blocks.count; i++)
		(void)block_where_print(a, &blocks.items[i].where);
	arena_free(a);
	return 0;
}
