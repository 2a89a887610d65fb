/* SPDX-License-Identifier: ISC */
#include "parsers/dsn.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(0);
	struct span s = span_of(data, size);
	struct dsn d = { 0 };

	dsn_read_status(a, s, &d);
	dsn_read_disposition(a, s, &d);
	dsn_read_original(a, s, &d);
	for (unsigned w = DSN_BY_MAILER; w <= DSN_BY_SOMEBODY; w++) {
		struct dsn_prose p = { .writer = (enum dsn_writer)w, .subject = span_slice(s, 0, 80), .text = s };

		(void)dsn_read_prose(a, &p, &d);
		dsn_add_prose(a, &p, &d);
	}
	arena_free(a);
	return 0;
}
