/* SPDX-License-Identifier: ISC
 * zipped: an archive as it is, and what could be saved of it. */
#include "parsers/zipped.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const char *__asan_default_options(void);

/* libzip 1.7.3 loses a few hundred bytes where decryption cannot begin; the jailed child
 * that calls it lives for one message. */
const char *
__asan_default_options(void)
{
	return "detect_leaks=0";
}

static void
read_all(struct zipped *z)
{
	struct span got;
	size_t at;

	zipped_set_password(z, SPAN_LIT("x"));
	for (size_t i = 0; i < zipped_count(z) && i < 20; i++) {
		(void)zipped_read(z, i, &got);
		(void)zipped_find(z, zipped_at(z, i)->name, &at);
	}
	zipped_close(z);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(0);
	struct zipped *z;

	if (zipped_open(a, span_of(data, size), &z) == PART_WHY_NONE)
		read_all(z);
	if (zipped_salvage(a, span_of(data, size), &z) == PART_WHY_NONE)
		read_all(z);
	arena_free(a);
	return 0;
}
