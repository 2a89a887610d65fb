/* SPDX-License-Identifier: ISC */
#include "parsers/mime.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv);

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	mime_prepare();
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(0);
	struct mime_message m;
	bool as_declared;

	mime_read(a, span_of(data, size), SPAN_NONE, &m);
	if (m.parts_count < 1 || m.parts_count > MIME_PART_LIMIT)
		abort();
	for (size_t i = 0; i < m.parts_count; i++)
		(void)mime_text(a, m.parts[i].part.bytes, m.parts[i].charset, &as_declared);
	arena_free(a);
	return 0;
}
